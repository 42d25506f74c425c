"""Several editions of one list, and each entry's Federal Register history, as dated listings.

An edition tells what held on its day. A row's last citation tells since when its text holds, its first since
when it is listed. Put together:

    listed          from the first citation's effective day, until the first edition without the entry
    codes known     from a row's last citation until the next edition's first new one
    codes unknown   in between, unless a cited fact in `data/us_bis_past_versions.tsv` fills the gap
    complete        from the first edition on: what was removed before it is not held

The id of an entry is that of its first edition, whatever it is called later.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from licet.core.cite import parse_citation
from licet.core.errors import SourceError
from licet.core.listing import Listing, Version
from licet.core.period import Period
from licet.core.trade import Address, Name, NameQuality
from licet.lists.changes import (
    Change,
    ChangeKind,
    codes_of,
    diff_listings,
    fold,
    footnotes_of,
    pair_editions,
    policy_key,
    requirement_key,
)
from licet.lists.past import past_versions
from licet.lists.us_fr import effective_day

__all__ = ["Change", "ChangeKind", "Edition", "History", "diff_listings", "history_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A whole list as it was printed on a day."""

    day: date
    listings: tuple[Listing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A list over time.

    Attributes:
        listings: every entry of any edition, ended ones included, each with its periods.
        complete_from: first day on which the listings held are the whole list.
        editions: days of the editions, oldest first.
    """

    listings: tuple[Listing, ...]
    complete_from: date
    editions: tuple[date, ...]

    def is_complete_on(self, on: date) -> bool:
        """Whether "not listed" can be said for a day: before the first edition, only "listed" can."""
        return on >= self.complete_from

    def on(self, day: date) -> tuple[Listing, ...]:
        """Entries listed on a day, as far as held."""
        return tuple(listing for listing in self.listings if day in listing.period)


@dataclass(slots=True)
class _Chain:
    """One entry through the editions that have it."""

    id: str
    rows: list[tuple[date, Listing]]
    gone: date | None = None


def history_of(editions: Iterable[Edition]) -> History:
    """Dated listings from editions of one list.

    Raises:
        SourceError: no edition, or two of the same day.
    """
    ordered = sorted(editions, key=lambda edition: edition.day)
    days = [edition.day for edition in ordered]
    if not ordered or len(set(days)) != len(days):
        raise SourceError(
            f"{len(ordered)} editions of {len(set(days))} days",
            fix="give at least one, and one for a day",
        )
    chains: dict[str, _Chain] = {}
    live: dict[str, _Chain] = {}
    before: tuple[Listing, ...] = ()
    for edition in ordered:
        following: dict[str, _Chain] = {}
        for old, new in pair_editions(before, edition.listings):
            if new is None and old is not None:
                live[old.id].gone = edition.day
            elif new is not None:
                chain = live[old.id] if old is not None else _begin(chains, new)
                chain.rows.append((edition.day, new))
                following[new.id] = chain
        live, before = following, edition.listings
    listings = [_join(chain) for chain in chains.values()]
    return History(
        listings=tuple(sorted(listings, key=lambda listing: listing.id)),
        complete_from=days[0],
        editions=tuple(days),
    )


def _begin(chains: dict[str, _Chain], listing: Listing) -> _Chain:
    """A new entry; an id that an earlier entry already bears gets a number."""
    wanted, number = listing.id, 2
    while wanted in chains:
        wanted = f"{listing.id}~again{number}"
        number += 1
    chains[wanted] = _Chain(id=wanted, rows=[])
    return chains[wanted]


def _join(chain: _Chain) -> Listing:
    latest = chain.rows[-1][1]
    names, places = _names(chain), _places(chain)
    notes = latest.notes
    period = latest.period
    if chain.gone is not None:
        # The row is gone in this edition; on which day since the last one it ended is not known.
        notes = (*notes, "END_NOT_KNOWN")
        period = Period(start=period.start, end=chain.gone, by=period.by, confirmed=False)
    return replace(
        latest,
        id=chain.id,
        party=replace(latest.party, names=names, addresses=places),
        period=period,
        versions=_versions(chain),
        notes=notes,
    )


def _new_since(chain: _Chain, at: int) -> date:
    """From when a row's later form holds: its first new citation, else the day of the edition."""
    day, row = chain.rows[at]
    known = set(chain.rows[at - 1][1].cites)
    fresh = [effective_day(cite) for cite in row.cites if cite not in known]
    days = [one for one in fresh if one is not None and chain.rows[at - 1][0] < one <= day]
    return min(days, default=day)


def _key(name: Name) -> str:
    return " ".join(name.text.casefold().split())


def _by_key(names: Iterable[Name]) -> dict[str, Name]:
    """Names by their folded text; an alias that only repeats an earlier name stands behind it."""
    found: dict[str, Name] = {}
    for name in names:
        found.setdefault(_key(name), name)
    return found


def _names(chain: _Chain) -> tuple[Name, ...]:
    """All names of all editions, the latest first; those that came or went between them carry the day."""
    found = _by_key(chain.rows[0][1].party.names)
    for at in range(1, len(chain.rows)):
        here = _by_key(chain.rows[at][1].party.names)
        since = _new_since(chain, at) if here.keys() != found.keys() else None
        for key, name in here.items():
            if key not in found:
                found[key] = replace(name, since=since)
            else:
                found[key] = replace(name, since=found[key].since, until=None)
        for key, name in found.items():
            if key not in here and name.until is None:
                quality = NameQuality.STRONG if name.quality is NameQuality.PRIMARY else name.quality
                found[key] = replace(name, until=since, quality=quality)
    latest = _by_key(chain.rows[-1][1].party.names)
    return tuple([found[key] for key in latest] + [name for key, name in found.items() if key not in latest])


def _places(chain: _Chain) -> tuple[Address, ...]:
    """The latest edition's addresses, then those that earlier editions had: they still point to the party.

    An address entry is its address, so there the latest alone counts.
    """
    rows = chain.rows[-1:] if chain.rows[-1][1].address_only else chain.rows
    found: dict[str, Address] = {fold(place.text): place for place in rows[0][1].party.addresses}
    for at in range(1, len(rows)):
        here = {fold(place.text): place for place in rows[at][1].party.addresses}
        since = _new_since(chain, at) if here.keys() != found.keys() else None
        for key, place in here.items():
            found[key] = replace(place, since=found[key].since if key in found else since)
        for key, place in found.items():
            if key not in here and place.until is None:
                found[key] = replace(place, until=since)
    latest = dict.fromkeys(fold(place.text) for place in rows[-1][1].party.addresses)
    return tuple(
        [found[key] for key in latest] + [place for key, place in found.items() if key not in latest]
    )


def _versions(chain: _Chain) -> tuple[Version, ...]:
    known: list[Version] = []
    for at, (_, row) in enumerate(chain.rows):
        if not row.versions:
            return ()
        current = row.versions[-1]
        if not known:
            known = list(row.versions)
            continue
        if _same_codes(chain.rows[at - 1][1], row):
            continue
        change = _new_since(chain, at)
        known[-1] = _until(known[-1], change)
        start = current.period.start
        if start is not None and start > change:
            # Amended more than once between the editions: the form in between is not known.
            known.append(Version(period=Period(start=change, end=start)))
            change = start
        known.append(replace(current, period=Period(start=change, by=current.period.by)))
    filled = [part for version in known for part in _filled(chain.id, version)]
    if chain.gone is not None:
        filled[-1] = _until(filled[-1], chain.gone)
    return tuple(filled)


def _until(version: Version, end: date) -> Version:
    return replace(version, period=replace(version.period, end=end))


def _same_codes(before: Listing, after: Listing) -> bool:
    was, now = codes_of(before), codes_of(after)
    if was is None or now is None:
        return was is now
    return (
        requirement_key(was[0]) == requirement_key(now[0])
        and footnotes_of(was[0]) == footnotes_of(now[0])
        and policy_key(was[1]) == policy_key(now[1])
    )


def _filled(id: str, version: Version) -> Sequence[Version]:
    """A gap, with what cited facts say of it; any other version as it is."""
    if version.requirement is not None or version.policy is not None:
        return [version]
    parts: list[Version] = []
    start, end = version.period.start, version.period.end
    for past in past_versions().get(id, ()):
        if start is None or past.since < start or (end is not None and past.until > end):
            continue
        if past.since > start:
            parts.append(replace(version, period=Period(start=start, end=past.since, by=version.period.by)))
        parts.append(
            Version(
                period=Period(start=past.since, end=past.until, by=past.authority),
                requirement=past.requirement,
                policy=past.policy,
                cites=(parse_citation(past.authority),),
            )
        )
        start = past.until
    if start is None or end is None or start < end:
        parts.append(replace(version, period=Period(start=start, end=end, by=version.period.by)))
    return parts
