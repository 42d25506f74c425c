"""Screening the other way round: the entries that change, against all counterparties of a portfolio.

The entries become an index of their own, and each counterparty is asked of it as `Engine.screen` asks: the
same retrieval, score and policy, so a hit is a hit here exactly when it is one there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from licet.check.indexing import index_entry
from licet.core.listing import Listing
from licet.core.portfolio import HeldParty
from licet.core.trade import Party
from licet.lists.catalogue import catalogue_entry
from licet.match.hit import Hit
from licet.match.index import Index
from licet.match.policy import DEFAULT, Policy, Verdict

__all__ = ["Found", "entries_index", "hits_of", "hits_of_names"]

T = TypeVar("T")

_BATCH = 256
#: How many entries to look at for one counterparty: all that a filing may bring on one name.
_LISTINGS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A counterparty and the changed entries that it may be, best first."""

    party: HeldParty
    hits: tuple[Hit, ...]


def entries_index(listings: Iterable[Listing]) -> Index:
    """An index of these entries alone. Several readings of one entry may stand in it under its id."""
    return Index.build(
        index_entry(catalogue_entry(listing)) for listing in listings if "NO_MAKER" not in listing.notes
    )


def hits_of(index: Index, parties: Iterable[HeldParty], *, policy: Policy = DEFAULT) -> Iterator[Found]:
    """The counterparties that an entry of the index may be: a match, or a question for a person."""
    stream = iter(parties)
    while batch := list(islice(stream, _BATCH)):
        asked = [one.party for one in batch]
        found = index.search_many(asked, limit=_LISTINGS, policy=policy, ruled_out=False)
        for held, hits in zip(batch, found, strict=True):
            kept = _best(hits)
            if kept:
                yield Found(party=held, hits=kept)


def hits_of_names(
    index: Index, parties: Sequence[Party], *, policy: Policy = DEFAULT
) -> list[tuple[Hit, ...]]:
    """The same for parties that are no counterparties: those a licence names."""
    found = index.search_many(parties, limit=_LISTINGS, policy=policy, ruled_out=False)
    return [_best(hits) for hits in found]


def _best(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """The hits that count, the best of each entry."""
    best: dict[str, Hit] = {}
    for hit in hits:
        if hit.verdict is not Verdict.NO_MATCH:
            best.setdefault(str(hit.id), hit)
    return tuple(best.values())
