"""A made-up portfolio of any size, the same every time: real names recombined, and invented words among them.

A name is a half of one real name and a half of another (firms and people on no list); every second one has an
invented word in the middle, so that the vocabulary grows with the portfolio as a real one's does. One party
in 2,000 bears a listed name, spelt as somebody types it. Some have addresses, numbers, days of birth.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from benchmarks._match_data import clean_names
from licet.core.trade import Address, BirthDate, Identifier, Name, Party

__all__ = ["disturbed", "made_parties", "real_names"]

_ONSET = [
    "b",
    "p",
    "m",
    "f",
    "d",
    "t",
    "n",
    "l",
    "g",
    "k",
    "h",
    "j",
    "q",
    "x",
    "zh",
    "ch",
    "sh",
    "r",
    "z",
    "c",
    "s",
    "w",
    "y",
    "br",
    "tr",
    "kr",
    "st",
    "gr",
    "v",
]
_RHYME = [
    "a",
    "o",
    "e",
    "i",
    "u",
    "an",
    "en",
    "in",
    "ang",
    "eng",
    "ing",
    "ong",
    "ao",
    "ei",
    "ou",
    "ai",
    "ia",
    "ian",
    "iang",
    "uan",
    "un",
    "ar",
    "er",
    "or",
    "al",
    "el",
    "on",
    "is",
    "us",
]
_STREETS = ("Qianmo Road", "Zhongshan Road", "High Street", "Lenina Street", "Harbour Road", "Bin'an Road")
_CITIES = ("Hangzhou", "Shenzhen", "Beijing", "Hamburg", "Osaka", "Austin", "Tula", "Hong Kong")
_COUNTRIES = ("CN", "DE", "US", "JP", "HK", "RU", "FR", "")
_ODDS = 2_000


def _invented(dice: random.Random) -> str:
    return "".join(
        dice.choice(_ONSET) + dice.choice(_RHYME) for _ in range(dice.choice((2, 2, 3)))
    ).capitalize()


def disturbed(text: str, dice: random.Random) -> str:
    """A name as somebody types it: whole, in capitals, cut short, a letter left out, two turned round."""
    at = dice.randrange(len(text))
    return dice.choice(
        (
            text,
            text.upper(),
            " ".join(text.split()[:3]),
            text[:at] + text[at + 1 :],
            text[:at] + text[at : at + 2][::-1] + text[at + 2 :],
        )
    )


def made_parties(count: int, real: Sequence[str], listed: Sequence[str]) -> Iterator[Party]:
    """The parties.

    Args:
        count: how many.
        real: names of real firms and people that are on no list.
        listed: listed names of which some parties bear one.
    """
    dice = random.Random(2019)
    words = [name.split() for name in real]
    for number in range(count):
        if number % _ODDS == _ODDS // 2:
            text = disturbed(dice.choice(listed), dice)
        else:
            one, other = dice.choice(words), dice.choice(words)
            middle = [_invented(dice)] if number % 2 else []
            text = " ".join((*one[: max(1, len(one) // 2)], *middle, *other[len(other) // 2 :]))
        country = dice.choice(_COUNTRIES)
        street = f"{dice.randrange(1, 1500)} {dice.choice(_STREETS)}, {dice.choice(_CITIES)}"
        yield Party(
            id=f"C-{number:07d}",
            names=(Name(text=text),),
            countries=(country,) if country else (),
            addresses=(Address(text=street, country=country),) if dice.random() < 0.2 else (),
            identifiers=(Identifier(kind="registration", value=f"{dice.randrange(10**9):09d}"),)
            if dice.random() < 0.2
            else (),
            births=(BirthDate(earliest=date(1970, 1, 1), latest=date(1970, 12, 31)),)
            if dice.random() < 0.02
            else (),
        )


def real_names(folder: Path, count: int = 60_000) -> list[str]:
    """Names of real firms and people on no list, from the folder of the project's data."""
    return clean_names(folder / "negatives", count, 5, set())
