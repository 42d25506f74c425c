"""How rare words are: counted in the index where it is large, known beforehand where it is small.

A list of ten parties cannot tell that `Trading` is common. Below `ENOUGH_NAMES` the table
words/frequency.tsv (counts over a large list) is mixed in, so that a small list scores as a large one does.

A group that is listed company by company (`Huawei`, a hundred entries) would make its own brand a common word, and the
brand alone would find nobody: words/group_brands.tsv says which words stay rare.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from licet.match.words import read_table

__all__ = [
    "ENOUGH_NAMES", "brand_rarity", "form_rarity", "is_group_brand", "known_rarity", "own_share", "world_rarity",
]  # fmt: skip

#: From so many names on an index counts for itself alone.
ENOUGH_NAMES: Final = 20_000
#: A group's brand is at least as rare as a word seen on a handful of parties.
_BRAND: Final = 0.92


@cache
def _rarities() -> Mapping[str, float]:
    return {word: float(share) for share, words in read_table("frequency") for word in words.split(" ")}


def known_rarity(word: str) -> float:
    """Rarity of a word beforehand, 0 (everywhere) to 1 (not seen twice)."""
    return _rarities().get(word, 1.0)


@cache
def _elsewhere() -> Mapping[str, float]:
    return {word: float(share) for share, words in read_table("world") for word in words.split(" ")}


def world_rarity(word: str) -> float:
    """What the rarity of a word may not exceed, however few entries bear it: 1 for words that are rare everywhere.

    Chance is that of the names that are asked for: `Bancorp` is the name of one listed party and of a hundred banks.
    """
    return _elsewhere().get(word, 1.0)


def is_common(word: str) -> bool:
    """Whether a word stands in many names, listed or not: who writes it means it, and seldom slipped (`Cohen`, `Chen`)."""
    return word in _elsewhere() or word in _rarities()


@cache
def _forms() -> Mapping[str, float]:
    return {form: float(share) for share, forms in read_table("form_frequency") for form in forms.split("|")}


def form_rarity(form: str) -> float:
    """How rare a way to write a legal form is among companies anywhere: `inc` is everywhere, `sa de cv` is not."""
    return _forms().get(form, 1.0)


@cache
def _brands() -> frozenset[str]:
    return frozenset(brand for (brand,) in read_table("group_brands"))


def is_group_brand(word: str) -> bool:
    """Whether a word is the brand of a listed group."""
    return word in _brands()


def brand_rarity(word: str) -> float:
    """What the rarity of a word may not fall below, however many entries bear it: 0 for all but brands of groups."""
    return _BRAND if word in _brands() else 0.0


def own_share(names: int) -> float:
    """How much an index of so many names may trust its own counts, 0 to 1."""
    return min(1.0, names / ENOUGH_NAMES)
