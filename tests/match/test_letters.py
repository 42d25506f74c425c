"""The weighted edit distance, and what of it may be left out."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from licet.match.letters import LETTERS, MAX_LETTERS, ROWS, cheapest, distance, is_beyond

WORDS = st.text("abcehiklostuvwyz0158", min_size=1, max_size=MAX_LETTERS)
VOWELS = st.sampled_from([0.18, 0.2, 0.5, 0.75])


def _codes(word: str) -> np.ndarray:
    return np.array([ord(c) - 96 if c.isalpha() else ord(c) - 48 + 27 for c in word], dtype=np.uint8)


def _apart(a: str, b: str, vowel: float, most: float = 1e9) -> float:
    return float(distance(_codes(a), 0, len(a), _codes(b), 0, len(b), vowel, most, np.zeros(ROWS)))


@given(WORDS, WORDS, VOWELS, st.floats(0, 20))
def test_giving_up_early_never_changes_a_distance_within_the_limit(
    a: str, b: str, vowel: float, most: float
) -> None:
    """Within the limit the distance is the whole one; beyond it the words are far apart either way."""
    whole, cut = _apart(a, b, vowel), _apart(a, b, vowel, most)
    assert cut == whole if whole <= most else cut > most


@given(WORDS, VOWELS)
def test_a_word_is_nowhere_from_itself(word: str, vowel: float) -> None:
    """Equal words cost nothing."""
    assert _apart(word, word, vowel) == 0.0


@given(WORDS, WORDS, VOWELS)
def test_no_spelling_costs_more_than_writing_it_anew(a: str, b: str, vowel: float) -> None:
    """Dropping every letter and writing the others is an upper bound."""
    assert 0.0 <= _apart(a, b, vowel) <= 1.5 * (len(a) + len(b)) + 1e-9


def test_look_alikes_and_swapped_letters_are_near() -> None:
    """A zero for an o, and two neighbours in the wrong order, cost less than another letter."""
    assert _apart("bosnia", "b0snia", 0.5) < _apart("bosnia", "bisnia", 0.5) < _apart("bosnia", "btsnia", 0.5)
    assert _apart("petrov", "petorv", 0.5) < 1.0


@given(WORDS, WORDS, VOWELS, st.floats(0, 20))
def test_no_word_within_reach_is_put_beyond_it_by_its_letters(
    a: str, b: str, vowel: float, most: float
) -> None:
    """What the letters of a word cost at least never says more than the whole distance does."""
    costs = np.zeros(LETTERS)
    cheapest(_codes(a), 0, len(a), vowel, costs)
    assert not is_beyond(costs, _codes(b), 0, len(b), _apart(a, b, vowel))
    if is_beyond(costs, _codes(b), 0, len(b), most):
        assert _apart(a, b, vowel) > most


def test_words_of_other_letters_are_beyond_reach() -> None:
    """Two words that share no letter are told apart by their letters alone, two spellings of one are not."""
    costs = np.zeros(LETTERS)
    cheapest(_codes("petrov"), 0, 6, 0.5, costs)
    assert is_beyond(costs, _codes("smith"), 0, 5, 2.0)
    assert not is_beyond(costs, _codes("petroff"), 0, 7, 2.0)
