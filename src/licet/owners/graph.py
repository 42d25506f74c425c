"""Who owns whom: a dated graph as columns, each edge with its share, its days and who vouches for it.

Nothing here decides anything. An edge says "owner holds this share of owned, from, to, says this
source". Ten million edges are eight arrays; a share, a source, a text is held once.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from licet.core.errors import InputError
from licet.core.fact import Share
from licet.core.period import Period
from licet.core.trade import Identifier, Name, Party, PartyKind
from licet.owners.texts import Texts

__all__ = ["EVER", "NEVER", "UNNAMED", "Edge", "Graph", "Kind", "Sort", "Source"]

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.int8]

#: What files write for an owner that nobody has named.
UNNAMED = frozenset({"", "?", "unknown", "unnamed", "anonymous", "undisclosed"})
#: Edges without a first or last day hold on every day.
EVER, NEVER = 0, 2**31 - 1
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
                start=date.fromordinal(start) if start != EVER else None,
                end=date.fromordinal(end) if end != NEVER else None,
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
