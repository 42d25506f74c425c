"""A token's record: the word that is compared, with its letters, its sound, its kind and its rarity."""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

from licet.match.arrays import CONTENT, GENERIC, INITIAL, LEGAL, NUMBER, PLACE, SLIPS
from licet.match.lexicon import (
    NUMBER_WORDS,
    compound_generics,
    group_number,
    place_names,
    uninflected,
    word_groups,
    word_kinds,
)
from licet.match.patronymic import father
from licet.match.rarity import form_rarity, is_common, known_rarity
from licet.match.sounds import phonetic, skeleton

__all__ = ["CACHE_LIMIT", "Word", "key_of", "plain_form", "word"]

CACHE_LIMIT: Final = 200_000


@dataclass(frozen=True, slots=True)
class Word:
    """One token and all that is derived from it alone.

    Attributes:
        text: Latin letters and digits, lower case.
        sound: its phonetic form.
        bones: its consonant skeleton.
        kind: CONTENT, GENERIC, LEGAL ...
        groups: numbers of the lexicon groups it belongs to (spellings of one name, translations of one word).
        letters: `text` as letter codes (1 to 26, digits 27 to 36).
        sound_letters: `sound` as letter codes.
        mask: bit set of the consonants in `sound`.
        hash: number of `text` and whether it is a legal form.
        bones_hash: number of `bones`; 0 when too short to say anything.
        rarity: how rare the word is beforehand, 0 to 1.
        hollow: it has no vowel inside, as where somebody left them out.
        four_groups: `groups` filled up with zeros.
        place: it is the name of a town, a province or a country.
        facts: its row of `arrays.QueryArrays.facts`.
        keys: by what it is looked up beside its letters: groups and skeleton; nothing for a legal form.
    """

    text: str
    sound: str
    bones: str
    kind: int
    groups: tuple[int, ...]
    letters: bytes
    sound_letters: bytes
    mask: int
    hash: int
    bones_hash: int
    rarity: float
    hollow: bool
    four_groups: tuple[int, ...]
    place: bool
    facts: bytes
    keys: tuple[int, ...]


#: Forms of three letters and more by which most firms are called, the commonest first; and how long a slip of one is.
_USUAL_FORMS: Final = (
    "ltd", "llc", "inc", "ooo", "jsc", "corp", "gmbh", "ojsc", "pjsc", "cjsc", "oao", "zao", "pao", "fze", "plc", "llp",
    "bhd", "fzc", "fzco", "srl", "sarl", "eood", "ead", "fgup", "pte", "pty", "pvt", "doo", "kft", "sal", "tov",
)  # fmt: skip
_SLIP_LETTERS: Final = (2, 5)
_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th|go|ya|y|i)$")
#: kind, mask, hash, bones, place, four groups, letters, letters of the sound, whether it is common, three
#: forms that it may be a slip of: as `arrays` names the columns.
_FACTS = struct.Struct("=15q")
_words: dict[tuple[str, int, str], Word] = {}


def word(text: str, kind: int = CONTENT, written: str = "") -> Word:
    """The token's record, made once and kept.

    Args:
        text: the token.
        kind: what sort of word it is.
        written: of a legal form, how it is written out (`plain_form`).
    """
    found = _words.get((text, kind, written))
    if found is None:
        found = _make_word(text, kind, written)
        if len(_words) > CACHE_LIMIT:
            _words.clear()
        _words[text, kind, written] = found
    return found


#: Words of forms that are written short as often as not.
_SHORT_FORMS: Final = {"limited": "ltd", "company": "co", "corporation": "corp", "incorporated": "inc", "private": "pvt",
                       "proprietary": "pty"}  # fmt: skip


def plain_form(words: tuple[str, ...]) -> str:
    """A legal form by the letter, its common words short: what `Pte. Limited` and `PTE LTD` have in common."""
    return " ".join([_SHORT_FORMS.get(one, one) for one in words])


def _make_word(text: str, kind: int, written: str) -> Word:
    meant = uninflected(text) if kind == CONTENT else text
    groups = word_groups().get(meant, ()) or (father(text) if kind == CONTENT else ())
    if kind == LEGAL:
        groups = (
            (group_number(f"legal:{text}"), group_number(f"written:{written}"))
            if written
            else (group_number(f"legal:{text}"),)
        )
    elif kind == GENERIC and not groups:
        groups = compound_generics().get(text, ())
    elif kind == CONTENT:
        if text.isdigit():
            kind, groups = NUMBER, (group_number(f"number:{text.lstrip('0') or '0'}"),)
        elif match := _ORDINAL.match(text):
            kind, groups = NUMBER, (group_number(f"number:{match[1]}"),)
        elif text in NUMBER_WORDS:
            kind = GENERIC
        elif len(text) == 1:
            kind = INITIAL
        else:
            kind = word_kinds().get(meant, CONTENT)
    sound = phonetic(text)
    bones = skeleton(sound)
    sound_letters = sound.encode("ascii", "ignore").translate(_CODES)
    mask = 0
    for code in sound_letters:
        mask |= _CONSONANT_BIT[code]
    letters = text.encode("ascii", "ignore").translate(_CODES)
    # a form has a number of another length: by a start of its own `co` would be the word `bo`
    number = zlib.crc32(f"form:{text}".encode() if kind == LEGAL else text.encode()) or 1
    bones_hash = key_of("bones", bones) if len(bones) > 1 else 0
    four_groups = (*groups, 0, 0, 0, 0)[:4]
    place = kind == PLACE or text in place_names()
    return Word(
        text, sound, bones, kind, groups, letters, sound_letters, mask, number, bones_hash,
        form_rarity(written) if kind == LEGAL else known_rarity(text),
        len(text) >= 4 and text.isalpha() and not any(vowel in text[1:-1] for vowel in "aeiou"),
        four_groups, place,
        _FACTS.pack(kind, mask, number, bones_hash, place, *four_groups, len(letters), len(sound_letters),
            is_common(text), *_slip_of(text, kind),
        ),
        () if kind == LEGAL else (*groups, bones_hash) if bones_hash else groups,
    )  # fmt: skip


def _slip_of(text: str, kind: int) -> tuple[int, ...]:
    """The legal forms that a short word may be a slip of, by the number of how they are written; 0 for none.

    Such a word meets a listed name that has this very form, and no other: `Kinef LL`, `Kinef LLC`.
    """
    found: list[int] = []
    if kind == CONTENT and _SLIP_LETTERS[0] <= len(text) <= _SLIP_LETTERS[1] and not is_common(text):
        found = [
            group_number(f"written:{form}")
            for form in _USUAL_FORMS
            if OSA.distance(text, form, score_cutoff=1) <= 1
        ]
    return (*found, 0, 0, 0)[:SLIPS]


def key_of(sort: str, text: str) -> int:
    """The number under which a key of one sort is indexed; never 0."""
    return zlib.crc32(f"{sort}:{text}".encode()) or 1


_CODES = bytes(
    code - 96 if 97 <= code <= 122 else code - 48 + 27 if 48 <= code <= 57 else 0 for code in range(256)
)
_CONSONANT_BIT = (
    [0] + [0 if chr(96 + c) in "aeiouyh" else 1 << c for c in range(1, 27)] + [1 << c for c in range(27, 37)]
)
