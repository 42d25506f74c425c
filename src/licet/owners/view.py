"""The edges that count on one day under one sort of rule: one for each holding, whatever was said twice.

Two rows of one source about the same holding may be two parcels or one told twice: between the larger
and the sum. Two sources about the same holding are two accounts of it: what both allow, and when
they contradict each other, anything either allows. Both are kept as findings.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt

from licet.core.fact import Share
from licet.owners.graph import Graph, Kind
from licet.owners.share import Edges, Scale, scale_of

__all__ = ["Doubt", "View", "above", "view"]

Ints = npt.NDArray[np.int64]

_ALL = Share.exactly(100)
_ANY = Share.unknown()
#: Local graphs up to this many edges are computed exactly whatever their fractions.
_SMALL = 100_000


class Doubt(enum.Enum):
    """What is odd about a holding that several rows state."""

    REPEATED = "one source states it more than once: read as between the largest and the sum"
    CONTRADICTED = "sources contradict each other: read as anything that either allows"


@dataclass(frozen=True, kw_only=True)
class View:
    """Edges for the arithmetic, with the way back to the rows they came from.

    Attributes:
        parties: position in the graph of each party of `edges`; None when they are the graph's own.
        edges: one edge a holding.
        rows: rows of the graph, holding by holding.
        row_at: where the rows of each edge start, and one entry more.
        shares: the bounds of each edge that was made from several rows, exactly.
        doubts: what is odd, by edge.
    """

    parties: Ints | None
    edges: Edges
    rows: Ints
    row_at: Ints
    shares: dict[int, Share]
    doubts: dict[int, Doubt]

    @cached_property
    def _into(self) -> tuple[Ints, Ints]:
        """Edges by what is owned, and where those of each party start."""
        at = np.zeros(self.edges.count + 1, np.int64)
        np.cumsum(np.bincount(self.edges.owned, minlength=self.edges.count), out=at[1:])
        return np.argsort(self.edges.owned, kind="stable"), at

    def into(self, party: int) -> list[int]:
        """The edges into one party, of both channels."""
        order, at = self._into
        found: list[int] = order[at[party] : at[party + 1]].tolist()
        return found

    def rows_of(self, edge: int) -> list[int]:
        """The rows that state this holding."""
        return [int(row) for row in self.rows[self.row_at[edge] : self.row_at[edge + 1]]]


def above(graph: Graph, party: int, on: date) -> tuple[Ints, Ints]:
    """A party with everybody above it on a day, and the rows between them; the party comes first."""
    seen = {party}
    order, rows = [party], []
    front = np.array([party], np.int64)
    while front.size:
        first, size = graph.in_at[front], graph.in_at[front + 1] - graph.in_at[front]
        ends = np.cumsum(size)
        between = np.arange(int(ends[-1])) + np.repeat(first - ends + size, size)
        between = between[graph.active(on, between)]
        rows.append(between)
        fresh = [owner for owner in dict.fromkeys(graph.owner[between].tolist()) if owner not in seen]
        seen.update(fresh)
        order += fresh
        front = np.array(fresh, np.int64)
    return np.array(order, np.int64), np.concatenate(rows).astype(np.int64)


def view(
    graph: Graph, on: date, *, control: bool, parties: Ints | None = None, rows: Ints | None = None
) -> View:
    """The edges of a day under a rule that looks at ownership alone, or also at control.

    Args:
        graph: the graph.
        on: the day.
        control: votes, rights to appoint the board and influence count too, in a channel of their own.
        parties: only these, renumbered in this order; all without it.
        rows: only these rows, known to hold on the day; all of the day without it.
    """
    if rows is None:
        rows = np.flatnonzero(graph.active(on)).astype(np.int64)
    rows = rows[graph.owner[rows] != graph.owned[rows]]
    kind = graph.kind[rows]
    owns = (kind == Kind.OWNS) | (kind == Kind.LEAD)
    rules = [(rows[owns], 0, np.where(kind[owns] == Kind.LEAD, len(graph.shares), graph.share[rows[owns]]))]
    if control:
        rules += _control(graph, rows, kind)
    taken = np.concatenate([part for part, _, _ in rules])
    channel = np.concatenate([np.full(part.size, channel, np.int8) for part, channel, _ in rules])
    share = np.concatenate([share for _, _, share in rules]).astype(np.int64)
    table = (*graph.shares, _ANY, _ALL)
    # A lead is an account of ownership without a number; other kinds are holdings of their own.
    sort = np.where(graph.kind[taken] == Kind.LEAD, np.int8(Kind.OWNS), graph.kind[taken])
    count = len(graph) if parties is None else int(parties.size)
    owner, owned = _renumbered(graph, taken, parties)
    key = ((owner * count + owned) * 2 + channel) * 8 + sort
    order = np.argsort(key, kind="stable")
    key, taken, share = key[order], taken[order], share[order]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    row_at = np.append(first, key.size)
    shares, doubts = _merged(graph, taken, share, row_at, table)
    return View(
        parties=parties,
        edges=_edges(
            count,
            owner[order][first],
            owned[order][first],
            channel[order][first],
            share[first],
            table,
            shares,
        ),
        rows=taken,
        row_at=row_at,
        shares=shares,
        doubts=doubts,
    )


def _control(graph: Graph, rows: Ints, kind: npt.NDArray[np.int8]) -> list[tuple[Ints, int, Ints]]:
    """Votes by their share, a right to appoint the board as all of it, influence and leads as anything."""
    any_, all_ = len(graph.shares), len(graph.shares) + 1
    parts = []
    for wanted, share in (
        (Kind.VOTES, None),
        (Kind.APPOINTS, all_),
        (Kind.INFLUENCE, any_),
        (Kind.LEAD, any_),
    ):
        picked = rows[kind == wanted]
        held = graph.share[picked].astype(np.int64) if share is None else np.full(picked.size, share)
        parts.append((picked, 1, held))
    return parts


def _renumbered(graph: Graph, rows: Ints, parties: Ints | None) -> tuple[Ints, Ints]:
    owner, owned = graph.owner[rows].astype(np.int64), graph.owned[rows].astype(np.int64)
    if parties is None:
        return owner, owned
    order = np.argsort(parties)
    return order[np.searchsorted(parties[order], owner)], order[np.searchsorted(parties[order], owned)]


def _edges(  # noqa: PLR0917  (columns in, columns out)
    count: int,
    owner: Ints,
    owned: Ints,
    channel: npt.NDArray[np.int8],
    share: Ints,
    table: tuple[Share, ...],
    merged: dict[int, Share],
) -> Edges:
    used = np.zeros(len(table), bool)
    used[share] = True
    distinct = [one for one, flag in zip(table, used.tolist(), strict=True) if flag] + list(merged.values())
    most = int(np.bincount(owned, minlength=1).max()) if owned.size else 1
    scale: Scale = scale_of(distinct, most, small=owner.size <= _SMALL)
    # Unused shares must not decide the scale, so they are not brought to it either.
    lows, highs, low_opens, high_opens = scale.columns(
        [one if flag else _ALL for one, flag in zip(table, used.tolist(), strict=True)]
    )
    low, high, low_open, high_open = lows[share], highs[share], low_opens[share], high_opens[share]
    for edge, one in merged.items():
        low[edge], high[edge] = scale.low(one), scale.high(one)
        low_open[edge], high_open[edge] = one.low_open, one.high_open
    out_at = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(owner, minlength=count), out=out_at[1:])
    return Edges(
        count=count,
        owner=owner,
        owned=owned,
        channel=channel,
        low=low,
        high=high,
        low_open=low_open,
        high_open=high_open,
        out_at=out_at,
        scale=scale,
    )


def _merged(
    graph: Graph, rows: Ints, share: Ints, row_at: Ints, table: tuple[Share, ...]
) -> tuple[dict[int, Share], dict[int, Doubt]]:
    shares: dict[int, Share] = {}
    doubts: dict[int, Doubt] = {}
    for edge in np.flatnonzero(np.diff(row_at) > 1).tolist():
        cut = slice(int(row_at[edge]), int(row_at[edge + 1]))
        by_source: dict[int, list[Share]] = {}
        for source, at in zip(graph.source[rows[cut]].tolist(), share[cut].tolist(), strict=True):
            by_source.setdefault(source, []).append(table[at])
        accounts = []
        for told in by_source.values():
            if len(told) > 1:
                doubts[edge] = Doubt.REPEATED
            accounts.append(_parcels(told))
        both = accounts[0]
        for other in accounts[1:]:
            met = _common(both, other)
            if met is None:
                doubts[edge] = Doubt.CONTRADICTED
                met = _hull(both, other)
            both = met
        shares[edge] = both
    return shares, doubts


def _parcels(told: list[Share]) -> Share:
    """Between the largest parcel and all together, but not more than everything."""
    largest = max(told, key=lambda share: (share.low, share.low_open))
    together = told[0]
    for share in told[1:]:
        together = together + share
    if together.high > 100:
        return Share(largest.low, max(Fraction(100), largest.high), largest.low_open)
    return Share(largest.low, together.high, largest.low_open, together.high_open)


def _common(one: Share, other: Share) -> Share | None:
    low, low_open = max((one.low, one.low_open), (other.low, other.low_open))
    high, closed = min((one.high, not one.high_open), (other.high, not other.high_open))
    if low > high or (low == high and (low_open or not closed)):
        return None
    return Share(low, high, low_open, not closed)


def _hull(one: Share, other: Share) -> Share:
    low, low_open = min((one.low, one.low_open), (other.low, other.low_open))
    high, closed = max((one.high, not one.high_open), (other.high, not other.high_open))
    return Share(low, high, low_open, not closed)
