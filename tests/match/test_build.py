"""Words become columns of an index."""

from __future__ import annotations

import numpy as np
import pytest

from licet.match.arrays import LEGAL
from licet.match.build import build_arrays, spellings
from licet.match.vocabulary import word


def test_a_form_never_has_the_number_of_a_word() -> None:
    """`Co.` is not Bo: by one number for both a common form weighed as much as a rare name."""
    assert word("co", LEGAL).hash != word("bo").hash
    forms = [word(form, LEGAL).hash for form in ("co", "sa", "ag", "llc", "ltd", "inc", "plc")]
    a_to_z = "abcdefghijklmnopqrstuvwxyz"
    short = {word(a + b + c).hash for a in a_to_z for b in a_to_z for c in ("", *a_to_z)}
    assert short.isdisjoint(forms)


def test_the_order_of_entries_does_not_change_the_words() -> None:
    """The vocabulary is sorted by number, and each word keeps its letters, kind and rarity."""
    entries = [
        {"id": n, "names": [name]} for n, name in enumerate(("Zarya LLC", "Bo Trading Co", "Almaz Plant 12"))
    ]
    one, _ = build_arrays(entries)
    other, _ = build_arrays(entries[::-1])
    assert np.all(np.diff(one.word_hash.astype(np.int64)) > 0)
    for column in (
        "word_hash",
        "word_start",
        "word_letters",
        "sound_letters",
        "word_kind",
        "word_idf",
        "word_bones",
    ):
        assert np.array_equal(getattr(one, column), getattr(other, column)), column


@pytest.mark.parametrize(
    ("listed", "short"),
    [
        (
            "Xinjiang Uyghur Autonomous Region (XUAR) People's Government Public Security Bureau",
            "XUAR People's Government Public Security Bureau",
        ),
        (
            "China State Shipbuilding Corporation, Limited (CSSC) 12th Research Institute",
            "CSSC 12th Research Institute",
        ),
        ("Beijing Institute of Technology (BIT) Zhuhai", "BIT Zhuhai"),
    ],
)
def test_a_bracketed_abbreviation_also_stands_for_its_words(listed: str, short: str) -> None:
    """A list that gives the abbreviation in the middle of a name has given the short name too, and outright."""
    assert (short, 0) in list(spellings(listed))


@pytest.mark.parametrize(
    "listed", ["Y (ABC) Z", "Bank (SAD) Head Office", "Volna (VOLNA)", "Alpha Beta (AB) X"]
)
def test_other_brackets_stand_for_no_words(listed: str) -> None:
    """Letters that are not those of the words before, and brackets with nothing behind, make no short name."""
    assert all(mark for text, mark in spellings(listed) if text != listed)
