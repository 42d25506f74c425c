"""Distances from all listed words at once are never more than those that the matcher finds one by one, nor much less."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from licet.match.letters import ROWS, distance
from licet.match.sieve_held import APART, SPELLING_OF, hold, may_be_one
from licet.match.sieve_spell import FAR, UNITS, WIDE, follow, in_order, paying, room_for, spelt_words

WORDS = st.lists(st.lists(st.sampled_from((1, 5, 8, 9, 19, 20, 25, 30)), max_size=9), min_size=1, max_size=40)
VOWELS = [0.18, 0.2, 0.5, 0.75]


def ragged(words: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Words one after the other, and where each begins."""
    start = np.zeros(len(words) + 1, dtype=np.int64)
    np.cumsum([len(word) for word in words], out=start[1:])
    return start, np.array([one for word in words for one in word], dtype=np.uint8)


def apart(one: list[int], other: list[int], vowel: float) -> float:
    """What the matcher says."""
    begin, letters = ragged([one, other])
    return float(distance(letters, 0, begin[1], letters, begin[1], begin[2], vowel, 1e9, np.zeros(ROWS)))


@settings(max_examples=40, deadline=None)
@given(listed=WORDS, ours=WORDS, which=st.sampled_from(range(len(VOWELS))))
def test_distances_are_the_matchers_own_rounded_down(
    listed: list[list[int]], ours: list[list[int]], which: int
) -> None:
    """Whatever the words, in whatever order they come: the word before is gone on from where the next begins alike."""
    start, letters = ragged(listed)
    order = in_order(np.diff(start))
    spelt = spelt_words(start, letters, order, VOWELS, 0.5)
    rows, turns = room_for(spelt)
    kept = np.full(3, -1)
    begin, own = ragged(sorted(ours))
    for t, word in enumerate(sorted(ours)):
        size = begin[t + 1] - begin[t]
        if size >= len(rows):
            continue
        follow(own, begin[t], begin[t + 1], which, spelt, rows, turns, kept)
        assert (turns == FAR).all()
        for column, u in enumerate(order.tolist()):
            end = spelt.block[column // WIDE + 1] - WIDE + column % WIDE
            asked = min(apart(word, listed[u], VOWELS[which]) * UNITS, FAR)
            # every edit may be rounded down by less than a unit
            assert asked + 1e-6 >= rows[size, end] >= asked - len(word) - len(listed[u])


@settings(max_examples=40, deadline=None)
@given(listed=WORDS, parts=st.lists(st.lists(st.sampled_from((1, 5, 8, 9, 19)), max_size=4), max_size=3))
def test_parts_pay_no_more_together_than_the_word_they_make(
    listed: list[list[int]], parts: list[list[int]]
) -> None:
    """What the parts of a word pay, and the letters of a class that it has alone, never exceed its distance."""
    start, letters = ragged(listed)
    order = in_order(np.diff(start))
    spelt = spelt_words(start, letters, order, VOWELS, 0.5)
    paid = np.zeros((10, spelt.pays.shape[1]), dtype=np.uint8)
    kept, total = np.full(2, -1), np.zeros(spelt.pays.shape[1])
    begin, own = ragged(parts)
    for t in range(len(parts)):
        paying(own, begin[t], begin[t + 1], spelt, paid, kept)
        total += paid[begin[t + 1] - begin[t]]
    whole = [letter for part in parts for letter in part]
    held = hold(np.array(whole, dtype=np.uint8), 0, len(whole), SPELLING_OF)
    for column, u in enumerate(order.tolist()):
        asked = apart(whole, listed[u], 0.5)
        assert total[column] <= asked * UNITS + 1e-6
        theirs = hold(np.array(listed[u], dtype=np.uint8), 0, len(listed[u]), SPELLING_OF)
        with np.errstate(over="ignore"):  # whole numbers that go round, as in machine code
            assert may_be_one(held, theirs, int(asked / APART))
