"""Parties and edges collected row by row, made into a graph at the end."""

from __future__ import annotations

from array import array
from datetime import date

import numpy as np

from licet.core.fact import Share
from licet.owners.graph import EVER, NEVER, Graph, Kind, Small, Sort, Source
from licet.owners.texts import Texts

__all__ = ["Builder"]


class Builder:
    """Collects parties and edges, row by row, and makes the graph."""

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
        first = start.toordinal() if start else EVER
        last = end.toordinal() if end else NEVER
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
