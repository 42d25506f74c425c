"""Russian words of business in their many endings and spellings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.match.arrays import GENERIC
from licet.match.inflection import stem
from licet.match.normal import read_name
from licet.match.vocabulary import word


@pytest.mark.parametrize(
    "spellings",
    [
        ("priborostroitelnyi", "priborostroitelnaya", "priborostroitelnogo", "priborostroitelnoye"),
        ("moskovskii", "moskovskiy", "moskovskaya", "moskovskogo"),
        ("mashinostroenie", "mashinostroyeniya", "mashinostroeniia"),
        ("rekonstruktsiya", "rekonstruktsii", "rekonstruktsiia"),
    ],
)
def test_all_forms_of_a_word_have_one_stem(spellings: tuple[str, ...]) -> None:
    """The endings of case and gender, and the ways to romanise them, leave one stem."""
    stems = {stem(text) for text in spellings}
    assert len(stems) == 1
    assert stems != {""}


def test_another_ending_of_a_known_word_means_the_same() -> None:
    """A form that no lexicon names belongs to the group of the one it does name, and is a word of business too."""
    known, other = word("priborostroitelnyi"), word("priborostroitelnogo")
    assert known.groups == other.groups != ()
    assert other.kind == GENERIC


@pytest.mark.parametrize("text", ["petrova", "trinity", "sidorov", "rubinsky"])
def test_other_words_stay_as_they_are(text: str) -> None:
    """Surnames and English words are no form of a Russian word of the lexicon."""
    assert word(text).groups == ()


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=60))
def test_a_stem_is_found_whatever_the_text(text: str) -> None:
    """Any word has a stem or none, and the stem is no longer than the word and its mark."""
    assert len(stem(text)) <= len(text) + 2


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        ("OOO Nauchno-Proizvodstvennaya Avek", "OOO Nauchno-Proizvodstvennaya Firma Avek"),
        ("Research and Production Prima", "Research and Production Enterprise Prima"),
    ],
)
def test_a_phrase_without_its_last_word_still_means_the_phrase(cut: str, whole: str) -> None:
    """What somebody left of a phrase of business has the groups of all phrases that begin so."""
    groups = [
        {group for word in read_name(text)[0].words if word.kind == GENERIC for group in word.groups}
        for text in (cut, whole)
    ]
    assert groups[1] <= groups[0]
