"""Who owns whom: a dated graph as columns, each edge with its share, its days and who vouches for it.

Nothing here decides anything. An edge says "owner holds this share of owned, from, to, says this
source". Ten million edges are eight arrays; a share, a source, a text is held once.
"""

from __future__ import annotations

import enum
import json
import zlib
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from licet.core.errors import InputError
from licet.core.fact import Share
from licet.core.period import Period
from licet.core.trade import Identifier, Name, Party, PartyKind
from licet.owners.texts import Texts

__all__ = ["UNNAMED", "Builder", "Edge", "Graph", "Kind", "Sort", "Source", "load", "save"]

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.int8]

#: What files write for an owner that nobody has named.
UNNAMED = frozenset({"", "?", "unknown", "unnamed", "anonymous", "undisclosed"})
#: Edges without a first or last day hold on every day.
_EVER, _NEVER = 0, 2**31 - 1
_FORMAT = 1


class Kind(enum.IntEnum):
    """What an edge says that the one has of the other."""

    OWNS = 0
    VOTES = 1
    APPOINTS = 2
    INFLUENCE = 3
    LEAD = 4
    TIE = 5

    @property
    def words(self) -> str:
        """The kind as a verb between owner and share."""
        return _WORDS[self]


_WORDS = {
    Kind.OWNS: "owns",
    Kind.VOTES: "holds the votes of",
    Kind.APPOINTS: "may appoint or remove a majority of the board of",
    Kind.INFLUENCE: "has influence or control over",
    Kind.LEAD: "is the accounting parent of",
    Kind.TIE: "is an officer of, or otherwise tied to,",
}


class Sort(enum.IntEnum):
    """What sort of party a node is. UNNAMED: an owner that exists but is not identified."""

    UNKNOWN = 0
    PERSON = 1
    ORGANISATION = 2
    UNNAMED = 3


_PARTY_KIND = {
    Sort.PERSON: PartyKind.PERSON,
    Sort.ORGANISATION: PartyKind.ORGANISATION,
    Sort.UNKNOWN: PartyKind.UNKNOWN,
    Sort.UNNAMED: PartyKind.UNKNOWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where edges come from.

    Attributes:
        name: the register, document or person that says so.
        file: the file it was read from.
        vouched: who asserted it to the register, where stated.
    """

    name: str
    file: str = ""
    vouched: str = ""

    def __str__(self) -> str:
        return f"{self.name}, said by {self.vouched}" if self.vouched else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One edge as an object, for explaining; the graph itself holds columns.

    Attributes:
        owner: position of the owner.
        owned: position of what is owned.
        kind: what is held.
        share: how much of it; anything from 0 to 100 where nobody says.
        period: the days on which it holds.
        source: who says so.
        place: line, row or statement in the source's file, from 1; 0 when there is none.
    """

    owner: int
    owned: int
    kind: Kind
    share: Share
    period: Period
    source: Source
    place: int

    def __str__(self) -> str:
        where = f"{self.source.file}:{self.place}" if self.place else self.source.file
        return f"{self.source}" + (f" ({where})" if where and where != self.source.name else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """The columns. Edges are sorted by `owned`, so one party's owners lie side by side.

    Attributes:
        ids: the parties' own references (`GB-COH-08209948`, an LEI, whatever the file calls them).
        names: names to print and to screen.
        countries: two-letter code of incorporation or residence; empty when not known.
        sorts: `Sort` of each party.
        owner: edge columns; positions of parties.
        owned: the same.
        kind: `Kind` of each edge.
        share: position in `shares`.
        start: first day as a proleptic ordinal.
        end: first day no longer covered.
        source: position in `sources`.
        place: line, row or statement.
        in_at: where the edges into each party start, and one entry more.
        shares: the distinct shares.
        sources: the distinct sources.
        notes: what a source says about a party's owners without naming any.
    """

    ids: Texts
    names: Texts
    countries: npt.NDArray[np.bytes_]
    sorts: Bytes
    owner: Small
    owned: Small
    kind: Bytes
    share: Small
    start: Small
    end: Small
    source: Small
    place: Small
    in_at: Ints
    shares: tuple[Share, ...]
    sources: tuple[Source, ...]
    notes: Mapping[int, tuple[str, ...]]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def edges(self) -> int:
        """How many edges there are, of all days."""
        return len(self.owner)

    def name(self, at: int) -> str:
        """The name to print."""
        return self.names[at] or self.ids[at]

    def country(self, at: int) -> str:
        """Two-letter code; empty when not known."""
        return bytes(self.countries[at]).decode()

    def party(self, at: int) -> Party:
        """The party as the rest of licet knows it, for screening."""
        id, country = self.ids[at], self.country(at)
        return Party(
            id=id,
            names=(Name(text=self.name(at)),) if Sort(self.sorts[at]) is not Sort.UNNAMED else (),
            kind=_PARTY_KIND[Sort(self.sorts[at])],
            countries=(country,) if country else (),
            identifiers=_identifiers(id),
        )

    def find(self, text: str) -> int:
        """The party with this id, or the only one with this name.

        Raises:
            InputError: nobody, or several parties, are called so.
        """
        at = self.ids.index(text)
        if at >= 0:
            return at
        found = self.names.find(text)
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(f"`{self.ids[one]}`" for one in found)
            raise InputError(f"several parties are called `{text}`: {ids}", fix="give one of these ids")
        raise InputError(
            f"no party `{text}` in the ownership data", fix="give its id or its whole name as the data has it"
        )

    def active(self, on: date, rows: Ints | slice | None = None) -> npt.NDArray[np.bool_]:
        """Which of the edges (all, or these) hold on a day."""
        day, cut = on.toordinal(), slice(None) if rows is None else rows
        held: npt.NDArray[np.bool_] = (self.start[cut] <= day) & (day < self.end[cut])
        return held

    def into(self, at: int) -> slice:
        """The rows of the edges into a party, of all days."""
        return slice(int(self.in_at[at]), int(self.in_at[at + 1]))

    def edge(self, row: int) -> Edge:
        """One row as an object."""
        start, end = int(self.start[row]), int(self.end[row])
        return Edge(
            owner=int(self.owner[row]),
            owned=int(self.owned[row]),
            kind=Kind(self.kind[row]),
            share=self.shares[self.share[row]],
            period=Period(
                start=date.fromordinal(start) if start != _EVER else None,
                end=date.fromordinal(end) if end != _NEVER else None,
            ),
            source=self.sources[self.source[row]],
            place=int(self.place[row]),
        )


def _identifiers(id: str) -> tuple[Identifier, ...]:
    if id.startswith("XI-LEI-"):
        return (Identifier(kind="lei", value=id.removeprefix("XI-LEI-")),)
    if id.startswith("GB-COH-"):
        return (Identifier(kind="registration", value=id.removeprefix("GB-COH-"), country="GB"),)
    return ()


class Builder:
    """Collects parties and edges, row by row, and makes the graph.

    Attributes:
        EVER: the first day of an edge that always held, for `row`.
        NEVER: the end of an edge that still holds, for `row`.
    """

    EVER, NEVER = _EVER, _NEVER

    def __init__(self) -> None:
        self._at: dict[str, int] = {}
        self._names: list[str] = []
        self._countries: list[bytes] = []
        self._sorts = array("b")
        self._columns = {name: array("i") for name in ("owner", "owned", "share", "start", "end", "source")}
        self._place = array("i")
        self._kind = array("b")
        named = [self._columns[name] for name in ("owner", "owned", "share", "source", "start", "end")]
        self._adders = tuple(column.append for column in (*named, self._kind, self._place))
        self._shares: dict[Share, int] = {}
        self._sources: dict[Source, int] = {}
        self._notes: dict[int, tuple[str, ...]] = {}

    def party(self, id: str, *, name: str = "", country: str = "", sort: Sort = Sort.UNKNOWN) -> int:
        """The position of a party, made when new; what was empty before is filled in."""
        at = self._at.get(id)
        if at is None:
            at = self._at[id] = len(self._names)
            self._names.append(name)
            self._countries.append(country.encode()[:2])
            self._sorts.append(sort)
            return at
        if name or country or sort:
            self.describe(at, name=name, country=country, sort=sort)
        return at

    def describe(self, at: int, *, name: str = "", country: str = "", sort: Sort = Sort.UNKNOWN) -> None:
        """Fill in what was empty before; what is known stays."""
        if name and not self._names[at]:
            self._names[at] = name
        if country and not self._countries[at]:
            self._countries[at] = country.encode()[:2]
        if sort and not self._sorts[at]:
            self._sorts[at] = sort

    def name(self, at: int) -> str:
        """What a party is called so far."""
        return self._names[at] or "a party without a name"

    def share(self, share: Share) -> int:
        """The position of a share, for `row`."""
        return self._shares.setdefault(share, len(self._shares))

    def source(self, source: Source) -> int:
        """The position of a source, for `row`."""
        return self._sources.setdefault(source, len(self._sources))

    def note(self, at: int, text: str) -> None:
        """Keep what a source says of a party's owners without naming any."""
        if text not in self._notes.get(at, ()):
            self._notes[at] = (*self._notes.get(at, ()), text)

    def edge(
        self,
        owner: int,
        owned: int,
        share: Share,
        source: Source,
        *,
        kind: Kind = Kind.OWNS,
        start: date | None = None,
        end: date | None = None,
        place: int = 0,
    ) -> None:
        """Add one edge; an edge that ends before it starts says nothing and is not kept."""
        first = start.toordinal() if start else _EVER
        last = end.toordinal() if end else _NEVER
        self.row(owner, owned, self.share(share), self.source(source), kind, first, last, place)

    def row(  # noqa: PLR0917  (ten million calls: positions cost least)
        self, owner: int, owned: int, share: int, source: int, kind: int, start: int, end: int, place: int
    ) -> None:
        """Add one edge whose parts are positions and ordinals already: the fast way in."""
        if start >= end:
            return
        add_owner, add_owned, add_share, add_source, add_start, add_end, add_kind, add_place = self._adders
        add_owner(owner)
        add_owned(owned)
        add_share(share)
        add_source(source)
        add_start(start)
        add_end(end)
        add_kind(kind)
        add_place(place)

    def graph(self) -> Graph:
        """The finished graph; the builder must not be used afterwards."""
        count = len(self._names)
        self._adders = ()
        ids, names = Texts.of(self._at), Texts.of(self._names)
        countries = np.array(self._countries, dtype="S2") if count else np.empty(0, "S2")
        sorts = np.frombuffer(self._sorts, np.int8) if count else np.empty(0, np.int8)
        self._at, self._names, self._countries = {}, [], []
        owned = _taken(self._columns, "owned")
        order = np.argsort(owned, kind="stable")
        in_at = np.zeros(count + 1, np.int64)
        np.cumsum(np.bincount(owned, minlength=count), out=in_at[1:])
        columns = {name: _taken(self._columns, name)[order] for name in list(self._columns)}
        return Graph(
            ids=ids,
            names=names,
            countries=countries,
            sorts=sorts,
            owned=owned[order],
            kind=np.frombuffer(self._kind, np.int8)[order] if self._kind else np.empty(0, np.int8),
            place=np.frombuffer(self._place, np.int32)[order] if self._place else np.empty(0, np.int32),
            in_at=in_at,
            shares=tuple(self._shares),
            sources=tuple(self._sources),
            notes=self._notes,
            **columns,
        )


def _taken(columns: dict[str, array[int]], name: str) -> Small:
    """One column as an array, given away so that its memory is freed with the last user."""
    column = columns.pop(name)
    return np.frombuffer(column, np.int32) if column else np.empty(0, np.int32)


_ARRAYS = (
    "countries",
    "sorts",
    "owner",
    "owned",
    "kind",
    "share",
    "start",
    "end",
    "source",
    "place",
    "in_at",
)


def save(graph: Graph, path: Path) -> None:
    """Write a graph as one file that `load` reads back at the speed of the disk."""
    about: dict[str, Any] = {
        "format": _FORMAT,
        "shares": [_share_out(share) for share in graph.shares],
        "sources": [[source.name, source.file, source.vouched] for source in graph.sources],
        "notes": [[at, list(texts)] for at, texts in graph.notes.items()],
    }
    parts = {name: getattr(graph, name) for name in _ARRAYS}
    with path.open("wb") as file:
        np.savez(
            file,
            about=np.frombuffer(json.dumps(about).encode(), np.uint8),
            ids=np.frombuffer(graph.ids.blob, np.uint8),
            id_starts=graph.ids.starts,
            names=np.frombuffer(graph.names.blob, np.uint8),
            name_starts=graph.names.starts,
            **parts,
        )


def load(path: Path) -> Graph:
    """Read a graph that `save` wrote.

    Raises:
        InputError: the file is not one of ours, or of another format.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            about = json.loads(held["about"].tobytes())
            if about["format"] != _FORMAT:
                raise InputError(
                    f"ownership file of format {about['format']}, this licet reads {_FORMAT}",
                    file=str(path),
                    fix="import the sources again: licet owners import",
                )
            return Graph(
                ids=Texts(held["ids"].tobytes(), held["id_starts"]),
                names=Texts(held["names"].tobytes(), held["name_starts"]),
                shares=tuple(_share_in(share) for share in about["shares"]),
                sources=tuple(Source(name=a, file=b, vouched=c) for a, b, c in about["sources"]),
                notes={at: tuple(texts) for at, texts in about["notes"]},
                **{name: held[name] for name in _ARRAYS},
            )
    except (
        OSError,
        ValueError,
        KeyError,
        EOFError,
        BadZipFile,
        zlib.error,
        AttributeError,
        TypeError,
    ) as error:
        raise InputError(
            f"not a saved ownership graph: {error}", file=str(path), fix="make one: licet owners import"
        ) from error


def _share_out(share: Share) -> list[str | bool]:
    return [str(share.low), str(share.high), share.low_open, share.high_open]


def _share_in(parts: list[Any]) -> Share:
    return Share(Fraction(parts[0]), Fraction(parts[1]), parts[2], parts[3])
