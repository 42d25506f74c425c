"""Shapes of serial numbers, models and firmware: which of the known patterns a value has."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from licet.gear.facts import Pattern, load

__all__ = ["LONGEST", "shapes_of"]

#: No model, serial number or firmware is longer.
LONGEST = 120


@cache
def _patterns_of(place: str) -> tuple[tuple[Pattern, ...], re.Pattern[str]]:
    """The patterns of a field, and one expression that says whether any of them can match."""
    patterns = tuple(pattern for pattern in load().patterns if pattern.field == place)
    either = "|".join(f"(?:{re.sub(r'[?]P<[a-z]+>', '?:', pattern.regex.pattern)})" for pattern in patterns)
    return patterns, re.compile(either, re.IGNORECASE)


@lru_cache(maxsize=100_000)
def shapes_of(place: str, value: str) -> tuple[Pattern, ...]:
    """The patterns of a field (`serial`, `model`, `firmware` ...) that a value has."""
    patterns, either = _patterns_of(place)
    if either.match(value) is None:
        return ()
    return tuple(pattern for pattern in patterns if pattern.regex.match(value))
