"""Spellings of one name: by consonants and vowels, across alphabets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.lists.spelling import alike, fold, inside, spellings, written_words


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Georgiyevich", "Георгиевич", True),
        ("Aleksandr", "Alexander", True),
        ("Muhammad", "Mohammed", True),
        ("Yury", "Yurii", True),
        ("Zakharchenko", "Zaharchenko", True),
        ("Oljga", "Olga", True),
        ("Hassan", "Hussein", False),
        ("Ali", "Lee", False),
        ("Ivan", "Igor", False),
    ],
)
def test_words_that_are_spellings_of_one(one: str, other: str, same: bool) -> None:
    """Romanisations differ in vowels; two names differ in more."""
    (first,), (second,) = written_words(one), written_words(other)
    assert alike(first, second) is same
    assert alike(second, first) is same


def test_the_words_of_a_name_stand_in_any_order_and_titles_come_and_go() -> None:
    """`QUMU, Sufian bin` is written as `Sufyan Qumu` is; a longer name holds it."""
    short, long = written_words("Sufyan Qumu"), written_words("QUMU, Abu Sufian bin Ibrahim")
    assert inside(short, long)
    assert not inside(long, short)


def test_another_spelling_in_brackets() -> None:
    """Japan gives two romanisations of a given name, the second in brackets, with or without a blank."""
    assert [fold(text) for text in spellings("Aleksey(Alexei/Alexey) Krivoruchko")] == [
        "aleksey krivoruchko",
        "alexei krivoruchko",
        "alexey krivoruchko",
    ]
    assert spellings("Alina Kabaeva") == ("Alina Kabaeva",)


def test_a_script_that_is_not_read_gives_no_words() -> None:
    """Names in Arabic or Han are compared whole elsewhere, never by letters they lack."""
    assert written_words("علي حسن") == ()
    assert written_words("海康威视") == ()


@given(st.text(max_size=60))
def test_any_text_is_a_spelling_of_itself(text: str) -> None:
    """Whatever is written, it holds itself, and every spelling of it can be read."""
    words = written_words(text)
    assert inside(words, words)
    for one in spellings(text):
        written_words(one)
