"""Foreign names as Japanese writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.match.index import Index
from licet.match.kana import as_heard
from licet.match.scripts import romanise

ENTRIES = [
    {"id": "iskra", "names": ["JOINT STOCK COMPANY RESEARCH AND PRODUCTION ASSOCIATION ISKRA"], "kind": "organisation"},
    {"id": "bryansk", "names": ["Joint Stock Company Bryansk Electromechanical Plant"], "kind": "organisation"},
    {"id": "lukashenko", "names": ["LUKASHENKO, Viktor Aleksandrovich"], "kind": "person"},
    {"id": "petrov", "names": ["PETROV, Boris Ivanovich"], "kind": "person"},
]  # fmt: skip


@pytest.mark.parametrize(
    ("token", "latin"),
    [
        ("ヴィクトル", "viktor"),
        ("プーチン", "puchin"),
        ("シャトル", "shator"),
        ("イスクラ", "iskra"),
        ("ファースト", "fast"),
    ],
)
def test_vowels_that_nobody_said_are_gone(token: str, latin: str) -> None:
    """A syllable for a consonant alone loses its vowel; a long vowel is kept."""
    assert as_heard(token, romanise) == latin


def test_other_scripts_are_not_read() -> None:
    """Only katakana are read here."""
    assert as_heard("さくら", romanise) == ""
    assert as_heard("Iskra", romanise) == ""


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("公共株式会社学術生産団体イスクラ", "iskra"),
        ("株式会社ブリャンスク電気機械工場", "bryansk"),
        ("ヴィクトル・アレクサンドロヴィチ・ルカシェンコ", "lukashenko"),
        ("ボリス・イワノヴィチ・ペトロフ", "petrov"),
    ],
)
def test_names_in_japanese_are_found(text: str, entry: str) -> None:
    """Bodies by their glossed words of business, persons by what is heard, `l` and `r` either way."""
    assert Index.build(ENTRIES).search(text)[0].id == entry


@given(
    st.text(alphabet="アイウエオカキクケコサシスセソタチツテトナニヌネノヴファィッーャュョルル", max_size=40)
)
def test_any_kana_are_read_in_latin_letters(text: str) -> None:
    """What comes out is Latin, whatever order the syllables are in."""
    assert as_heard(text, romanise).isascii()
