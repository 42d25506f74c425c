"""The brand of a listed group inside a longer name, read by itself.

`Prama Hikvision India Private Limited` is on no list, and what it has beside the brand says against every listed name.
The brand says that somebody must look: words/group_brands.tsv names the groups of which that is so. Such a reading can
lead to a review and to no match.
"""

from __future__ import annotations

from collections.abc import Sequence

from licet.match.normal import Reading, read_name
from licet.match.rarity import is_group_brand

__all__ = ["read_query"]


def read_query(text: str) -> tuple[Reading, ...]:
    """The readings of a name that is asked for: those of the name, and each group's brand within it."""
    whole = read_name(text)
    return (*whole, *_brands(whole)) if whole else whole


def _brands(whole: Sequence[Reading]) -> list[Reading]:
    found: dict[str, Reading] = {}
    for reading in whole:
        for word in [one for one in reading.words if is_group_brand(one.text)]:
            if word.text not in found:
                found[word.text] = Reading(
                    (word,), reading.vowelless, reading.foreign, reading.spoken, of=reading.words
                )
    return list(found.values())
