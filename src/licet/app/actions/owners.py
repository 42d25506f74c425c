"""What people do with ownership: read it, ask about one party, check all, see what changed, draw it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from licet.core.answer import Truth
from licet.core.errors import InputError
from licet.core.fact import Share
from licet.core.listing import Listing
from licet.core.period import Status
from licet.core.trade import Name, Party
from licet.owners.decide import Report, decide
from licet.owners.draw import draw
from licet.owners.graph import Graph
from licet.owners.graph_file import save
from licet.owners.read import Reading, read
from licet.owners.regimes import REGIMES, Regime, assume
from licet.owners.sweep import overfull, sweep
from licet.owners.workings import Listed, Resolver, chain_of, work

__all__ = [
    "Change",
    "Names",
    "Reached",
    "Screening",
    "check",
    "diff",
    "import_files",
    "listed_names",
    "open_graph",
    "picture",
    "rules",
    "show",
    "unreliable",
    "who_is_listed",
]  # fmt: skip

#: File name of the imported graph in licet's own folder.
KEPT = "owners.npz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """One party that a rule reaches, or may reach.

    Attributes:
        party: its id.
        name: its name.
        regime: the rule.
        truth: yes or unknown.
        share: what listed owners hold of it.
        in_force: whether the rule is in force on the day.
    """

    party: str
    name: str
    regime: str
    truth: Truth
    share: Share
    in_force: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One party whose answer under a rule differs between two states of the data or two days."""

    party: str
    name: str
    regime: str
    before: Truth
    after: Truth
    share_before: Share | None
    share_after: Share | None


class Names:
    """Who is listed, by id or name: from a file, or given one by one. Exact but for case."""

    def __init__(self, entries: Sequence[tuple[str, Listed]]) -> None:
        self._by_name: dict[str, list[Listed]] = {}
        for name, entry in entries:
            self._by_name.setdefault(name.casefold(), []).append(entry)

    def __call__(self, party: Party) -> tuple[Listed, ...]:
        """The entries of one party."""
        known = {party.id.casefold(), *(name.text.casefold() for name in party.names)}
        return tuple(hit for name in known for hit in self._by_name.get(name, ()))

    def positions(self, graph: Graph) -> dict[int, tuple[Listed, ...]]:
        """The listed parties of a graph, by position."""
        found: dict[int, tuple[Listed, ...]] = {}
        for name in self._by_name:
            at = graph.ids.index(name)
            places = graph.names.find(name, limit=1_000) if at < 0 else (at,)
            for place in places or graph.ids.find(name):
                found[place] = self(graph.party(place))
        return found


class Screening(Protocol):
    """Says who is listed: from a file, or by screening."""

    def __call__(self, party: Party) -> tuple[Listed, ...]:
        """The entries of one party."""
        ...

    def positions(self, graph: Graph) -> Mapping[int, tuple[Listed, ...]]:
        """The listed parties of a graph, by position."""
        ...


def who_is_listed(on: date, file: Path | None = None, given: Sequence[str] = ()) -> Screening:
    """Who is listed: as given, or, when nothing is, by screening owners through the current lists."""
    if file is not None or given:
        return listed_names(file, given)
    from licet.check.engine import open_engine
    from licet.check.owners import OwnerScreening

    return OwnerScreening(open_engine(), on)


def unreliable(listed: Screening, regimes: Sequence[Regime]) -> dict[str, str]:
    """Rules under which owners could not all be looked for, with why: no clear answer."""
    from licet.check.owners import NOT_READ, OwnerScreening

    if not isinstance(listed, OwnerScreening):
        return {}
    gaps = listed.gaps
    unread = [f"{name}: {NOT_READ}" for name in listed.unread]
    found = {
        regime.id: "; ".join([*(f"{one}: {gaps[one]}" for one in regime.lists if one in gaps), *unread])
        for regime in regimes
    }
    return {regime: why for regime, why in found.items() if why}


def listed_names(file: Path | None = None, given: Sequence[str] = ()) -> Names:
    """Read who is listed: a CSV `party,list,programme,certain`, and `NAME=LIST[:PROGRAMME]` texts.

    Raises:
        InputError: a line or text that says no list, or one that no ownership rule looks at.
    """
    entries: list[tuple[str, Listed]] = []
    for text in given:
        name, mark, rest = text.rpartition("=")
        if not mark:
            raise InputError(
                f"no list given for `{text}`", fix="write NAME=us-ofac-sdn or NAME=us-ofac-sdn:SDGT"
            )
        list_id, _, programme = rest.partition(":")
        entries.append(_entry(name, list_id, programme, certain=True, place=""))
    if file is not None:
        entries += _from_file(file)
    return Names(entries)


def _from_file(file: Path) -> Iterator[tuple[str, Listed]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            for number, row in enumerate(csv.DictReader(lines), start=2):
                certain = (row.get("certain") or "yes").strip().lower() not in (
                    "no",
                    "false",
                    "0",
                    "probable",
                )
                yield _entry(
                    row.get("party") or "",
                    row.get("list") or "",
                    row.get("programme") or "",
                    certain=certain,
                    place=f"{file.name}:{number}",
                )
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"can't be read: {error}", file=str(file), fix="give a UTF-8 CSV file") from error


def _entry(name: str, list_id: str, programme: str, *, certain: bool, place: str) -> tuple[str, Listed]:
    known = {one for regime in REGIMES for one in regime.lists}
    if not name.strip() or list_id.strip() not in known:
        raise InputError(
            f"`{list_id}` is no list that an ownership rule looks at",
            file=place,
            field="list",
            fix=f"use one of {', '.join(sorted(known))}",
        )
    listing = Listing(
        id=f"{list_id.strip()}:{name.strip()}",
        list=list_id.strip(),
        party=Party(names=(Name(text=name.strip()),)),
        programmes=(programme.strip(),) if programme.strip() else (),
    )
    return name.strip(), Listed(listing=listing, certain=certain, why=place)


def rules(wanted: Sequence[str] = (), affiliates: str = "") -> tuple[Regime, ...]:
    """The rules to ask, by id (all when none is named).

    Args:
        wanted: ids.
        affiliates: what the BIS rule's last, unconfirmed period is taken to be: `in-force` or `stayed`.

    Raises:
        InputError: an unknown id.
    """
    known = {regime.id: regime for regime in REGIMES}
    for id in wanted:
        if id not in known:
            raise InputError(f"no ownership rule `{id}`", fix=f"use one of {', '.join(known)}")
    if affiliates:
        status = Status.STAYED if affiliates == "stayed" else Status.IN_FORCE
        known["us-bis"] = assume(known["us-bis"], status)
    return tuple(regime for id, regime in known.items() if not wanted or id in wanted)


def open_graph(files: Sequence[Path], home: Path) -> Reading:
    """The graph in these files, or the imported one.

    Raises:
        InputError: no file is given and none was imported, or the files hold nobody.
    """
    if files:
        return _of_somebody(read(files))
    kept = home / KEPT
    if not kept.exists():
        raise InputError(
            "no ownership data", fix="give files with --from, or keep them once: licet owners import FILE..."
        )
    return read([kept])


def _of_somebody(reading: Reading) -> Reading:
    """Ownership data of nobody would read as nobody owned."""
    if not len(reading.graph) and not reading.problems:
        raise InputError(
            "no party in the ownership data", fix="export it again: an owner, an owned and a share"
        )
    return reading


def import_files(files: Sequence[Path], home: Path) -> tuple[Reading, Path]:
    """Read files and keep the graph for later commands."""
    reading = _of_somebody(read(files))
    home.mkdir(parents=True, exist_ok=True)
    part = home / f"{KEPT}.part"
    save(reading.graph, part)
    part.replace(home / KEPT)
    return reading, home / KEPT


def show(graph: Graph, party: str, on: date, listed: Resolver, regimes: Sequence[Regime]) -> Report:
    """Every rule's answer for one party, by id or name."""
    return decide(graph, graph.find(party), on, listed, regimes)


def picture(graph: Graph, party: str, on: date, listed: Resolver, regime: Regime) -> str:
    """One party's chain under one rule as SVG."""
    return draw(work(chain_of(graph, graph.find(party), on, listed), regime, {}))


def check(
    graph: Graph, on: date, listed: Screening, regimes: Sequence[Regime]
) -> tuple[list[Reached], list[str]]:
    """Every party that some rule reaches or may reach, and the ids of those with more than 100 % recorded."""
    positions = listed.positions(graph)
    found = [
        Reached(
            party=graph.ids[at],
            name=graph.name(at),
            regime=result.regime.id,
            truth=result.truth_of(at),
            share=result.share_of(at),
            in_force=result.in_force,
        )
        for result in sweep(graph, on, positions, regimes)
        for at in result.truth.nonzero()[0].tolist()
        if at not in positions
    ]
    found.sort(key=lambda one: (one.regime, one.truth is not Truth.YES, one.name))
    return found, [graph.ids[at] for at in overfull(graph, on).tolist()]


def diff(
    before: tuple[Graph, date], after: tuple[Graph, date], listed: Screening, regimes: Sequence[Regime]
) -> list[Change]:
    """Parties whose answer differs between two registries, or between two days of one."""
    old, new = (_answers(*state, listed, regimes) for state in (before, after))
    names = {key: one.name for state in (old, new) for key, one in state.items()}
    changes = []
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        truths = was.truth if was else Truth.NO, now.truth if now else Truth.NO
        if truths[0] is not truths[1]:
            changes.append(
                Change(
                    party=key[0],
                    name=names[key],
                    regime=key[1],
                    before=truths[0],
                    after=truths[1],
                    share_before=was.share if was else None,
                    share_after=now.share if now else None,
                )
            )
    return changes


def _answers(
    graph: Graph, on: date, listed: Screening, regimes: Sequence[Regime]
) -> Mapping[tuple[str, str], Reached]:
    found, _ = check(graph, on, listed, regimes)
    return {(one.party, one.regime): one for one in found if one.in_force}
