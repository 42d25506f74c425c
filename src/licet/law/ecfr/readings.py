"""Rows of the Commerce Control List whose words a person has read, because a grammar would say too little.

Two sorts, one a line of `readings.tsv`. A *reading* gives the scope of an official row whose sentence mixes
sure and conditional parts; it applies where the row's scope contains `words`. An *addition* (`target` set) is
a licence requirement that the entry states in a note, outside its table. Where January 2025 prints "entire
entry, except 3A090.a" the reading follows 742.6(a)(6)(iii)(A), which names 3A090.a.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

__all__ = ["Reading", "readings"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading or addition, in the written forms of `scope` and `target`."""

    entry: str
    words: str
    scope: str
    reason: str
    target: str


@lru_cache(maxsize=1)
def _all() -> dict[str, tuple[Reading, ...]]:
    text = resources.files(__package__).joinpath("readings.tsv").read_text(encoding="utf-8")
    found: dict[str, tuple[Reading, ...]] = {}
    for line in text.splitlines()[1:]:
        reading = Reading(*line.split("\t"))
        found[reading.entry] = (*found.get(reading.entry, ()), reading)
    return found


def readings(entry: str) -> tuple[Reading, ...]:
    """All readings and additions of an entry."""
    return _all().get(entry, ())
