"""Finding listings for the shapes that programs already call: filters, thresholds, entities kept as text.

An entity that was sent once is kept as JSON text, so that the common answer is put together from strings.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from licet.app.api.entity import dataset_of, entity_of, schema_fits, schema_of, topics_of
from licet.app.api.house import House
from licet.app.api.problems import NotFoundError
from licet.check.engine import Engine
from licet.check.finding import Standing, standing_of
from licet.core.listing import Listing
from licet.core.trade import Party
from licet.match.policy import Verdict

__all__ = ["ALL", "Filters", "Found", "entity_text", "find", "lists_of", "stands"]

#: Datasets that hold every list.
ALL = ("default", "sanctions", "all")
_MOST_TEXTS = 8192
#: Hits looked at beyond those asked for, where filters may take some away.
_MORE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which listings may be answered with; empty means any.

    Attributes:
        lists: ids of lists.
        schema: schema of the query; those it cannot mean are left out.
        without_schemata: schemata to leave out.
        countries: lower-case codes, one of which a listing must have.
        topics: one of which a listing must have.
        without_ids: listings to leave out.
        changed_since: only those whose last change is on or after this day.
    """

    lists: frozenset[str]
    schema: str = "Thing"
    without_schemata: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    without_ids: frozenset[str] = frozenset()
    changed_since: date | None = None

    def let(self, listing: Listing) -> bool:
        """Whether a listing passes."""
        schema = schema_of(listing)
        if listing.list not in self.lists or listing.id in self.without_ids:
            return False
        if schema in self.without_schemata or not schema_fits(schema, self.schema):
            return False
        if self.countries and not self.countries.intersection(map(str.lower, listing.party.countries)):
            return False
        if self.topics and not self.topics.intersection(topics_of(listing)):
            return False
        if self.changed_since is None:
            return True
        days = [cite.day for cite in listing.cites if cite.day]
        days += [listing.period.start] if listing.period.start else []
        # A listing whose days are not known may have changed: it stays.
        return not days or max(days) >= self.changed_since


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A listing that a query may mean, with its likelihood."""

    listing: Listing
    score: float
    verdict: Verdict


def lists_of(house: House, dataset: str) -> frozenset[str]:
    """The lists of a dataset.

    Raises:
        NotFoundError: there is no such dataset.
    """
    if dataset in ALL:
        return frozenset(house.engine.lists)
    for list_id in house.engine.lists:
        if dataset in (list_id, dataset_of(list_id)):
            return frozenset({list_id})
    raise NotFoundError(f"no dataset `{dataset}`", fix="see /catalog")


def stands(engine: Engine, listing: Listing) -> bool:
    """Whether a listing may be in force today; what is not known counts as standing."""
    entry = engine.snapshot.lists[listing.list]
    known = entry.complete_from or engine.snapshot.as_of(listing.list)
    return standing_of(listing, engine.today, known) is not Standing.ENDED


def find(
    engine: Engine,
    party: Party,
    filters: Filters,
    limit: int,
    *,
    counts: Callable[[float, Verdict], bool] | None = None,
) -> list[Found]:
    """The listings most like a party that pass the filters, best first.

    Args:
        engine: the lists.
        party: whom to find.
        filters: what a listing must be.
        limit: at most so many.
        counts: whether a likelihood and verdict is worth an answer; any when None. Asked before an entry is
            decoded, which costs more than the search: most hits of a party that nobody listed end here.
    """
    found: list[Found] = []
    hits = engine.index.search(party, limit=limit + _MORE, kind=party.kind.value, policy=engine.policy)
    for hit in hits:
        if counts is not None and not counts(hit.score, hit.verdict):
            continue
        listing = engine.listing(hit.id)
        if filters.let(listing) and stands(engine, listing):
            found.append(Found(listing=listing, score=hit.score, verdict=hit.verdict))
            if len(found) == limit:
                break
    return found


def entity_text(house: House, listing: Listing) -> str:
    """The entity of a listing as JSON, without its closing brace, so that a score can be added."""
    text = house.texts.get(listing.id)
    if text is None:
        snapshot = house.engine.snapshot
        entity = entity_of(
            listing,
            first_seen=snapshot.lists[listing.list].complete_from,
            last_seen=snapshot.as_of(listing.list),
        )
        text = json.dumps(entity, ensure_ascii=False, separators=(",", ":"))[:-1]
        if len(house.texts) >= _MOST_TEXTS:
            house.texts.clear()
        house.texts[listing.id] = text
    return text


def whole(house: House, listings: Iterable[Listing]) -> Iterator[str]:
    """Entities as JSON."""
    return (entity_text(house, listing) + "}" for listing in listings)


def facets(listings: Sequence[Listing]) -> dict[str, object]:
    """How many of some listings have each country, topic and dataset."""
    counts: dict[str, dict[str, int]] = {"countries": {}, "topics": {}, "datasets": {}}
    for listing in listings:
        for name, values in (
            ("countries", [code.lower() for code in listing.party.countries]),
            ("topics", topics_of(listing)),
            ("datasets", [dataset_of(listing.list)]),
        ):
            for value in values:
                counts[name][value] = counts[name].get(value, 0) + 1
    return {
        name: {
            "label": name.title(),
            "values": [
                {"name": value, "label": value, "count": count}
                for value, count in sorted(held.items(), key=lambda one: (-one[1], one[0]))
            ],
        }
        for name, held in counts.items()
    }
