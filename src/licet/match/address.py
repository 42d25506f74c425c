"""Addresses: the same place written in many ways, the same building with another unit.

An address becomes a set of words and numbers with the usual abbreviations undone; unit, floor and room are
kept apart, because a neighbour on another floor is in the same building but is not the same door.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from licet.core.country import country_code, region_code
from licet.match.normal import read_name
from licet.match.words import read_table

__all__ = [
    "Place", "address_text", "building_key", "campus_names", "compare_places", "is_agents", "numbers_in", "place_of",
    "telling_words",
]  # fmt: skip

_UNIT: Final = re.compile(
    r"\b(?:unit|suite|ste|room|rm|flat|apt|apartment|office|of|floor|fl|flr|level|block|blk|door|shop|workshop|"
    r"kv|kvartira|ofis|pom|komnata|etazh|daire|kat)\.?\s*(?:no\.?\s*)?#?\s*([0-9]{1,5}[a-z]?|[a-z]\b)"
    r"|\b([0-9]{1,3})(?:st|nd|rd|th)?\s*/?\s*(?:floor|fl|f)\b|#\s*([0-9]{1,5}[a-z]?)",
    re.IGNORECASE,
)
_SAME: Final = {
    "st": "street", "str": "street", "ul": "street", "ulitsa": "street", "ulica": "street", "rd": "road", "lu": "road",
    "ave": "avenue", "av": "avenue", "prospekt": "avenue", "pr": "avenue", "prosp": "avenue", "blvd": "boulevard",
    "ln": "lane", "dr": "drive", "bldg": "building", "bld": "building", "korpus": "building", "stroenie": "building",
    "dom": "house", "d": "house", "hse": "house", "sq": "square", "ploshchad": "square", "pl": "square",
    "n": "north", "s": "south", "e": "east", "w": "west", "no": "", "number": "", "dist": "district", "qu": "district",
    "rayon": "district", "shi": "city", "gorod": "city", "g": "city", "sheng": "province", "obl": "oblast",
    "pobox": "box", "po": "box", "p": "", "o": "", "center": "centre", "ctr": "centre", "twr": "tower", "plz": "plaza",
    "zona": "zone", "ind": "industrial", "indl": "industrial", "ext": "extension", "mt": "mount", "saint": "st.",
}  # fmt: skip
_WEAK: Final = frozenset(
    [
        "street",
        "road",
        "avenue",
        "boulevard",
        "lane",
        "drive",
        "building",
        "house",
        "square",
        "district",
        "city",
        "province",
        "oblast",
        "box",
        "centre",
        "tower",
        "plaza",
        "zone",
        "floor",
        "room",
        "the",
        "of",
        "and",
        "industrial",
        "park",
        "area",
        "near",
        "opposite",
    ]
)


_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Place:
    """An address taken apart.

    Attributes:
        words: its telling words (street, city), in Latin letters.
        numbers: house numbers and the like; not units, not long post codes.
        unit: unit, floor or room; empty when none is given.
        country: ISO code where one is known.
        region: special region of 15 CFR 746.6 (`Crimea`), where it lies in one.
    """

    words: frozenset[str]
    numbers: frozenset[str]
    unit: frozenset[str]
    country: str
    region: str


def address_text(address: Mapping[str, Any] | str) -> str:
    """An address of any form as one text."""
    if isinstance(address, str):
        return address
    parts = [str(address.get(key) or "") for key in ("text", "city", "region", "postcode", "country")]
    whole = parts[0]
    return ", ".join(
        [whole, *(part for part in parts[1:] if part and part.lower() not in whole.lower())]
    ).strip(", ")


def place_of(address: Mapping[str, Any] | str) -> Place:
    """An address taken apart; never fails, an empty one gives an empty place."""
    country = str(address.get("country") or "") if isinstance(address, Mapping) else ""
    return _taken_apart(address_text(address)[:500], country)


@lru_cache(maxsize=16_384)
def _taken_apart(text: str, country: str) -> Place:
    """The place of a text: one address is compared with those of many candidates, and listed ones come again."""
    unit = {next(group for group in found.groups() if group).lower() for found in _UNIT.finditer(text)}
    rest = _UNIT.sub(" ", text)
    tokens: list[str] = []
    numbers: set[str] = set()
    for piece in rest.replace("/", " ").split(","):
        country = country or country_code(piece.strip())
        for found in _piece_words(piece):
            if any(char.isdigit() for char in found):
                if len(found) <= 5:
                    numbers.add(found.lstrip("0") or "0")
            elif len(found) > 1:
                tokens.append(found)
    region = next(filter(None, map(region_code, re.split(r"[,;]|\s{2,}", text))), "")
    region = region or next(filter(None, map(region_code, re.split(r"\W+", text))), "")
    return Place(frozenset(tokens), frozenset(numbers), frozenset(unit), country, region)


@lru_cache(maxsize=32_768)
def _piece_words(piece: str) -> tuple[str, ...]:
    """The words between two commas, the usual abbreviations undone: a street is one firm's, a town is of thousands."""
    return tuple([_SAME.get(token.text, token.text) for one in read_name(piece)[:1] for token in one.words])


def telling_words(place: Place) -> frozenset[str]:
    """The words of a place that tell it from others: not `street`, `district`, `industrial` ..."""
    return place.words - _WEAK


def numbers_in(text: str) -> frozenset[int]:
    """All numbers written in a text, in the digits of any script."""
    return frozenset(int(run[:18]) for run in _DIGITS.findall(text))


def building_key(place: Place) -> str:
    """One text for one building: its telling words, its numbers and its country; empty where it has no number.

    Units are left out: a formation agent's clients have many suites at one door.
    """
    telling = place.words - _WEAK
    if not telling or not place.numbers:
        return ""
    return " ".join((place.country, *sorted(telling), *sorted(place.numbers)))


@cache
def _agents() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Addresses of formation agents: telling words and numbers that must all be there."""
    rows = []
    for text, _ in read_table("agent_addresses"):
        place = place_of(text)
        rows.append((place.words - _WEAK, place.numbers))
    return tuple(rows)


def is_agents(place: Place) -> bool:
    """Whether a place is a known formation agent's door, at which thousands of unrelated firms are registered."""
    return any(words <= place.words and numbers <= place.numbers for words, numbers in _agents())


_CAMPUS: Final = re.compile(
    r"campus|university|universit|institute|college|academy|polytechnic|daxue|xueyuan|xiaoqu|大学|大學|学院|校区"
    r"|университет|институт|академи|دانشگاه|جامعة|대학",
    re.IGNORECASE,
)
_CAMPUS_WORD: Final = re.compile(
    r"\b(?:main |north |south |east |west |new |old )?campus(?: of)?\b|校区|\bon the\b|\bc/o\b", re.I
)


def campus_names(address: Mapping[str, Any] | str) -> list[str]:
    """Pieces of an address that name a university or an institute on whose ground it lies.

    Example:
        >>> campus_names("Lab 3, National University of Defense Technology Campus, 109 Deya Road, Changsha")
        ['National University of Defense Technology']
    """
    found = []
    for piece in re.split(r"[,;，、()]", address_text(address)[:500]):
        if _CAMPUS.search(piece) and not _STREET.search(piece):
            name = " ".join(_CAMPUS_WORD.sub(" ", piece).split())
            if len(name) >= 3:
                found.append(name)
    return found


#: `University Avenue 12` is a street, not a campus.
_STREET: Final = re.compile(
    r"\b(?:road|rd|street|str?|avenue|ave|lane|boulevard|blvd|way|drive|lu)\b|路|街", re.I
)


def _close(word: str, others: frozenset[str]) -> bool:
    if word in others:
        return True
    size = len(word)
    return size >= 5 and any(
        abs(len(other) - size) <= 1 and (other[:4] == word[:4]) and other[-2:] == word[-2:]
        for other in others
    )


def compare_places(a: Place, b: Place) -> tuple[float, str]:
    """How alike two addresses are (0 to 1), and in what way.

    `same address`, `same building, another unit`, `same street, another number`, `same city`, or empty.
    """
    if a.country and b.country and a.country != b.country:
        return 0.0, ""
    telling_a, telling_b = a.words - _WEAK, b.words - _WEAK
    if not telling_a or not telling_b:
        return 0.0, ""
    shared = {word for word in telling_a if _close(word, telling_b)}
    back = {word for word in telling_b if _close(word, telling_a)}
    smaller = min(len(telling_a), len(telling_b))
    share = min(len(shared), len(back)) / smaller
    larger = len(shared) / max(len(telling_a), len(telling_b))
    likeness = 0.7 * share + 0.3 * larger
    if smaller < 2 or share < 0.6:
        return round(0.3 * likeness, 3), "same city" if shared else ""
    if a.numbers and b.numbers:
        if a.numbers & b.numbers:
            if a.unit and b.unit and not a.unit & b.unit:
                return round(0.85 * likeness, 3), "same building, another unit"
            return round(likeness, 3), "same address"
        return round(0.45 * likeness, 3), "same street, another number"
    return round(0.75 * likeness, 3), "same place, a number lacking"
