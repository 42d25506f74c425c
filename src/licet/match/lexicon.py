"""The lexicons as the matcher asks them: kinds of words, words that mean the same, phrases that are one token.

Made of `words/*.tsv` when first asked for.
"""

from __future__ import annotations

import re
import zlib
from functools import cache
from typing import Final

from licet.match.arrays import GENERIC, LEGAL, NOISE, PARTICLE, PLACE, SUFFIX
from licet.match.inflection import stem
from licet.match.words import read_table

__all__ = [
    "LEFT_OUT",
    "NUMBER_WORDS",
    "SHORT_FORM",
    "Phrase",
    "all_phrases",
    "compound_generics",
    "group_number",
    "place_names",
    "uninflected",
    "word_groups",
    "word_kinds",
]

_MAX_GROUPS: Final = 4


def group_number(name: str) -> int:
    """The number of words that mean the same; never 0."""
    return zlib.crc32(name.encode()) or 1


#: Numbers written out, and Roman ones: the number that each means.
NUMBER_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5",
    "sixth": "6", "seventh": "7", "eighth": "8", "ninth": "9", "tenth": "10", "eleventh": "11", "twelfth": "12",
    "thirteenth": "13", "fourteenth": "14", "fifteenth": "15", "sixteenth": "16", "seventeenth": "17",
    "eighteenth": "18", "nineteenth": "19", "twentieth": "20",
}  # fmt: skip
_ROMAN = {
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "xi": "11",
    "xii": "12",
}
#: Forms of one or two letters are also syllables of names: they count only at an end of a longer name.
SHORT_FORM = 2


@cache
def word_groups() -> dict[str, tuple[int, ...]]:
    """Of each spelling, the groups of words that mean the same (`aviation`, `air`) or are one name (`Ivan`, `Johann`)."""
    found: dict[str, list[int]] = {}
    for table in ("company_words", "given_names", "place_adjectives"):
        for canonical, variants in read_table(table):
            if " " in canonical:
                continue
            number = group_number(f"{table}:{canonical}")
            for spelling in (canonical, *variants.split("|")):
                if " " not in spelling and number not in found.setdefault(spelling, []):
                    found[spelling].append(number)
    for spelling, value in (NUMBER_WORDS | _ROMAN).items():
        found.setdefault(spelling, []).insert(0, group_number(f"number:{value}"))
    return {spelling: tuple(numbers[:_MAX_GROUPS]) for spelling, numbers in found.items()}


#: One short ending is also that of many an English word (`company`).
_SHORT_ENDING = re.compile(r"[b-df-hjl-np-tv-xz][yio]$")


@cache
def _by_stem() -> dict[str, str]:
    """Words of the lexicon by what is left without their Russian ending."""
    found: dict[str, str] = {}
    for table in ("company_words", "place_adjectives"):
        for _, variants in read_table(table):
            for spelling in variants.split("|"):
                if " " not in spelling and (
                    not _SHORT_ENDING.search(spelling) or len(stem(spelling)) > _LONG_STEM
                ):
                    found.setdefault(stem(spelling), spelling)
    return found


#: So long a stem is no English word's.
_LONG_STEM: Final = 11


def uninflected(text: str) -> str:
    """The word of the lexicon that a token is with another Russian ending; the token itself where it is none."""
    if text in word_groups():
        return text
    left = stem(text)
    return _by_stem().get(left, text) if left else text  # most words have no such ending: no table for them


@cache
def word_kinds() -> dict[str, int]:
    """Of each word that is more than a name, what sort it is."""
    kinds: dict[str, int] = {}
    for canonical, variants in read_table("company_words"):
        for spelling in (canonical, *variants.split("|")):
            if " " not in spelling:
                kinds[spelling] = GENERIC
    names = {"noise": NOISE, "particle": PARTICLE, "suffix": SUFFIX}
    for name, spellings in read_table("particles"):
        if name in names:
            for spelling in spellings.split("|"):
                if " " not in spelling:
                    kinds[spelling] = names[name]
    return kinds


@cache
def place_names() -> frozenset[str]:
    """Names of towns, provinces and countries that firms put before or behind their own."""
    found: set[str] = set()
    for _, names in read_table("places"):
        found.update(name for name in names.split("|") if " " not in name)
    return frozenset(found)


#: So long a word inside a phrase may be lacking: the phrase is still read.
LEFT_OUT: Final = 4
Phrase = tuple[tuple[str, ...], str, int]
_Phrases = dict[str, list[Phrase]]


def _token_of(canonical: str, spellings: str) -> str:
    """The token that stands for a phrase: its usual abbreviation, so that it weighs no more than a word."""
    if " " not in canonical:
        return canonical
    short = [spelling for spelling in spellings.split("|") if " " not in spelling]
    return min(short, key=len) if short else canonical.replace(" ", "")


@cache
def all_phrases() -> _Phrases:
    """By first word: the phrases that become one token, longest first."""
    found: _Phrases = {}

    def add(spelling: str, token: str, kind: int) -> None:
        words = tuple(spelling.split(" "))
        rows = found.setdefault(words[0], [])
        if all(row[0] != words for row in rows):
            rows.append((words, token, kind))

    for _, canonical, spellings in read_table("legal_forms"):
        for spelling in spellings.split("|"):
            add(spelling, canonical, LEGAL)
    for canonical, spellings in read_table("company_words"):
        token = _token_of(canonical, spellings)
        for spelling in (canonical, *spellings.split("|")):
            if " " in spelling or " " in canonical:
                add(spelling, token, GENERIC)
    for name, spellings in read_table("particles"):
        for spelling in spellings.split("|"):
            if name == "place":
                add(spelling, spelling.replace(" ", ""), PLACE)
                if spelling.count(" ") == 1:
                    # as registers turn them round: `Korea, North`
                    add(" ".join(reversed(spelling.split(" "))), spelling.replace(" ", ""), PLACE)
            elif " " in spelling and name == "noise":
                add(spelling, "", NOISE)
    cut: dict[str, set[tuple[str, int]]] = {}
    for words, token, kind in [row for rows in found.values() for row in rows]:
        for at in range(1, len(words) - 1):
            if len(words[at]) >= LEFT_OUT and kind in (LEGAL, GENERIC):
                cut.setdefault(" ".join(words[:at] + words[at + 1 :]), set()).add((token, kind))
    for spelling, meant in cut.items():
        if len(meant) == 1:
            # somebody left out a word, and no other phrase is left by that: `Closed Joint Company`
            add(spelling, *meant.pop())
    for spelling, token in _begun_forms().items():
        add(spelling, token, LEGAL)
    for spelling in _left_of_phrases():
        add(spelling, spelling.replace(" ", ""), GENERIC)
    for rows in found.values():
        rows.sort(key=lambda row: -len(row[0]))
    return found


#: Families of forms that are long.
_LONG_FORMS: Final = frozenset({"stock", "state", "nonprofit"})


@cache
def _begun_forms() -> dict[str, str]:
    """What is left of long legal forms when their last words are left out, where but one form begins so: `Federal State`."""
    begun: dict[str, set[str]] = {}
    for family, canonical, spellings in read_table("legal_forms"):
        for spelling in spellings.split("|") if family in _LONG_FORMS else ():
            words = spelling.split(" ")
            for size in range(2, len(words)):
                if min(map(len, words[:size])) >= LEFT_OUT:
                    begun.setdefault(" ".join(words[:size]), set()).add(canonical)
    return {left: meant.pop() for left, meant in begun.items() if len(meant) == 1}


@cache
def _left_of_phrases() -> dict[str, tuple[int, ...]]:
    """What is left of phrases of business when their last word is left out, and which of them may be meant.

    `Research and Production` may have been an association, an enterprise or a center.
    """
    cut: dict[str, dict[int, None]] = {}
    for canonical, spellings in read_table("company_words"):
        for spelling in (canonical, *spellings.split("|")):
            *left, last = spelling.split(" ")
            if len(left) > 1 and min(map(len, (left[0], left[-1], last))) >= LEFT_OUT:
                cut.setdefault(" ".join(left), {})[group_number(f"company_words:{canonical}")] = None
    return {left: tuple(meant)[:_MAX_GROUPS] for left, meant in cut.items()}


@cache
def compound_generics() -> dict[str, tuple[int, ...]]:
    """Groups of the tokens that stand for whole phrases (`designbureau`), and for what is left of several."""
    several = {left.replace(" ", ""): groups for left, groups in _left_of_phrases().items()}
    return several | {
        _token_of(canonical, spellings): (group_number(f"company_words:{canonical}"),)
        for canonical, spellings in read_table("company_words")
        if " " in canonical
    }
