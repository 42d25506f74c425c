"""Distances from all listed words at once are those that the matcher finds one by one."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from licet.match.letters import ROWS, distance
from licet.match.sieve_spell import SLACK, follow, room_for, spelt_words

WORDS = st.lists(st.lists(st.sampled_from((1, 5, 8, 9, 19, 20, 25, 30)), max_size=9), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(listed=WORDS, ours=WORDS, vowel=st.sampled_from((0.18, 0.2, 0.5, 0.75)))
def test_distances_are_the_matchers_own(listed: list[list[int]], ours: list[list[int]], vowel: float) -> None:
    """Whatever the words, in whatever order they come: the word before is gone on from where the next begins alike."""
    start, letters = ragged(listed)
    spelt = spelt_words(start, letters, np.array([0.18, 0.2, 0.5, 0.75]))
    rows, turns = room_for(spelt)
    kept = np.full(3, -1)
    begin, own = ragged(sorted(ours))
    for t in range(len(ours)):
        size = begin[t + 1] - begin[t]
        if size >= len(rows):
            continue
        follow(own, begin[t], begin[t + 1], vowel, spelt, rows, turns, kept)
        for u in range(len(listed)):
            found = rows[size, spelt.size[u], spelt.column[u]]
            asked = distance(
                own, begin[t], begin[t + 1], letters, start[u], start[u + 1], vowel, 1e9, np.zeros(ROWS)
            )
            assert abs(found - asked) < SLACK


def ragged(words: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Words one after the other, and where each begins."""
    start = np.zeros(len(words) + 1, dtype=np.int64)
    np.cumsum([len(word) for word in words], out=start[1:])
    return start, np.array([one for word in words for one in word], dtype=np.uint8)
