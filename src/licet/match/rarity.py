"""How rare words are: counted in the index where it is large, known beforehand where it is small.

A list of ten parties cannot tell that `Trading` is common. Below `ENOUGH_NAMES` the table
words/frequency.tsv (counts over a large list) is mixed in, so that a small list scores as a large one does.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from licet.match.words import read_table

__all__ = ["ENOUGH_NAMES", "known_rarity", "own_share"]

#: From so many names on an index counts for itself alone.
ENOUGH_NAMES: Final = 20_000


@cache
def _rarities() -> Mapping[str, float]:
    return {word: float(share) for share, words in read_table("frequency") for word in words.split(" ")}


def known_rarity(word: str) -> float:
    """Rarity of a word beforehand, 0 (everywhere) to 1 (not seen twice)."""
    return _rarities().get(word, 1.0)


def own_share(names: int) -> float:
    """How much an index of so many names may trust its own counts, 0 to 1."""
    return min(1.0, names / ENOUGH_NAMES)
