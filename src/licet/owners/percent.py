"""A share as people write it: a percentage, a range of them, or something above or below one."""

from __future__ import annotations

import re
from fractions import Fraction

from licet.core.fact import Share

__all__ = ["parse_share"]

_NUMBER = r"\d+(?:[.,]\d+)?(?:\s*/\s*\d+)?|\d+\s+\d+/\d+"
_SINGLE = re.compile(rf"(?P<mark>>=|<=|≥|≤|>|<|~|≈)?\s*(?P<number>{_NUMBER})\s*(?P<percent>%)?")
_RANGE = re.compile(
    rf"(?P<over>>)?\s*(?P<low>{_NUMBER})\s*%?\s*(?:-|–|\.\.|to|up to)\s*"
    rf"(?P<under><)?\s*(?P<high>{_NUMBER})\s*%?"
)
_UNKNOWN = frozenset({"", "?", "unknown", "n/a", "na", "-"})


def _number(text: str) -> Fraction:
    whole, _, part = text.replace(",", ".").strip().rpartition(" ")
    return (Fraction(whole) if whole.strip() else 0) + Fraction(part.replace(" ", ""))


def parse_share(text: str) -> Share:
    """A percentage as people write it.

    `50`, `33.3 %`, `16 2/3`, `25-50` (both ends included), `>25-50`, `>50-<75`, `>=75`, `<10`,
    `~33.3` (rounded: half a unit of its last digit either way), `unknown` or nothing.

    Raises:
        ValueError: not a percentage, or outside 0 to 100.
    """
    plain = " ".join(text.split()).lower()
    if plain in _UNKNOWN:
        return Share.unknown()
    if re.search(r"/\s*0+(?!\d)", plain):
        raise ValueError(f"divided by nothing: `{text}`")
    between = _RANGE.fullmatch(plain)
    if between:
        share = Share(
            _number(between["low"]), _number(between["high"]), bool(between["over"]), bool(between["under"])
        )
    else:
        single = _SINGLE.fullmatch(plain)
        if not single:
            raise ValueError(f"not a percentage: `{text}`")
        share = _marked(single["mark"] or "", single["number"])
    if share.high > 100:
        raise ValueError(f"more than 100 %: `{text}`")
    return share


def _marked(mark: str, number: str) -> Share:
    value, all_, none = _number(number), Fraction(100), Fraction(0)
    match mark:
        case ">":
            return Share(value, all_, low_open=True)
        case ">=" | "≥":
            return Share(value, all_)
        case "<":
            return Share(none, value, high_open=True)
        case "<=" | "≤":
            return Share(none, value)
        case "~" | "≈":
            digits = len(number.replace(",", ".").partition(".")[2]) if "/" not in number else 0
            half = Fraction(1, 2 * 10**digits)
            return Share(max(none, value - half), min(all_, value + half), high_open=value + half <= all_)
        case _:
            return Share.exactly(value)
