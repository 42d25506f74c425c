"""One party under one rule: everybody above it, who of them counts, and which gap would settle it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from licet.core.answer import Truth
from licet.core.fact import Share
from licet.core.listing import Listing
from licet.core.trade import Party
from licet.owners.graph import Graph, Kind, Sort
from licet.owners.regimes import Era, Regime, counts
from licet.owners.share import Bar, Edges, Reach, spread
from licet.owners.view import View, above, view

__all__ = ["Chain", "Listed", "Resolver", "Workings", "chain_of", "work"]

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
#: Gaps tried, nearest the party first, when looking for the one that settles an unknown answer.
_TRIED = 64
#: Edges looked at in all those trials together, so that a large chain stays quick.
_WORK = 20_000
_FINER = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What screening says of an owner.

    Attributes:
        listing: the entry it met.
        certain: it is that party; False when it only may be, which never makes a yes.
        why: the evidence in a few words.
    """

    listing: Listing
    certain: bool = True
    why: str = ""


#: Given an owner, the list entries it is, or may be. Nothing found: an empty sequence.
Resolver = Callable[[Party], Sequence[Listed]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A party, everybody above it on a day, and what screening says of each.

    Attributes:
        graph: where they stand.
        on: the day.
        parties: their positions in the graph; the party itself comes first.
        rows: rows of the graph between them.
        listed: what screening said, by place in `parties`; only where it said something.
        former: rows of holdings in the party that ended by the day, with what screening says of who had them.
    """

    graph: Graph
    on: date
    parties: Ints
    rows: Ints
    listed: Mapping[int, tuple[Listed, ...]]
    former: Mapping[int, tuple[Listed, ...]]

    def name(self, at: int) -> str:
        """Name of the party at this place of the chain."""
        return self.graph.name(int(self.parties[at]))

    def id(self, at: int) -> str:
        """Its id."""
        return self.graph.ids[int(self.parties[at])]

    def unnamed(self, at: int) -> bool:
        """Whether it is an owner that nobody has identified."""
        return int(self.graph.sorts[self.parties[at]]) == Sort.UNNAMED


def chain_of(graph: Graph, party: int, on: date, listed: Resolver) -> Chain:
    """Collect everybody above a party and screen each once."""
    parties, rows = above(graph, party, on)
    found: dict[int, tuple[Listed, ...]] = {}
    for at, node in enumerate(parties.tolist()):
        if not at or int(graph.sorts[node]) == Sort.UNNAMED:
            continue
        hits = listed(graph.party(node))
        if hits:
            found[at] = tuple(hits)
    former = _former(graph, party, on, listed)
    return Chain(graph=graph, on=on, parties=parties, rows=rows, listed=found, former=former)


def _former(graph: Graph, party: int, on: date, listed: Resolver) -> dict[int, tuple[Listed, ...]]:
    """Shares in the party that a listed owner had and gave up: the law warns of sham sales."""
    cut = graph.into(party)
    ended = (graph.kind[cut] == Kind.OWNS) & (graph.end[cut] <= on.toordinal())
    found = {}
    for row in (np.flatnonzero(ended) + cut.start).tolist():
        hits = tuple(listed(graph.party(int(graph.owner[row]))))
        if hits:
            found[row] = hits
    return found


@dataclass(frozen=True, kw_only=True)
class Workings:
    """The arithmetic of one party under one rule on one day.

    Attributes:
        chain: the parties.
        regime: the rule.
        era: what it says on the day.
        view: the edges that it looks at.
        sure: owners that surely count of themselves.
        maybe: owners that count, or may.
    """

    chain: Chain
    regime: Regime
    era: Era
    view: View
    sure: Flags
    maybe: Flags

    @property
    def edges(self) -> Edges:
        """The edges of the view."""
        return self.view.edges

    @property
    def bar(self) -> Bar:
        """The threshold of the day."""
        return self.era.bar

    @cached_property
    def runs(self) -> tuple[tuple[Reach, Reach], ...]:
        """Lowest and highest reach: one pair for all owners together, or one for each that stands alone."""
        return _runs(self)

    @cached_property
    def best(self) -> int:
        """Which run says most of the party."""
        return max(range(len(self.runs)), key=lambda at: self._strength(*self.runs[at]))

    @property
    def low(self) -> Reach:
        """Who surely counts, in the run that says most."""
        return self.runs[self.best][0]

    @property
    def high(self) -> Reach:
        """Who may count, in the run that says most."""
        return self.runs[self.best][1]

    def _strength(self, low: Reach, high: Reach) -> tuple[int, Any, Any, Any]:
        truths = [self.truth_of(low, high, 0, control=control) for control in (False, True)]
        level = 2 if Truth.YES in truths else 1 if Truth.UNKNOWN in truths else 0
        return (level, low.total[0], high.total[0], high.control[0])

    def truth_of(self, low: Reach, high: Reach, at: int, *, control: bool) -> Truth:
        """Whether the party at a place passes the threshold in one channel of one run."""
        pick = slice(at, at + 1)
        lows = (low.control, low.control_open) if control else (low.total, low.total_open)
        highs = (high.control, high.control_open) if control else (high.total, high.total_open)
        scale = self.edges.scale
        if self.bar.passed(lows[0][pick], lows[1][pick], scale, upper=False)[0]:
            return Truth.YES
        return (
            Truth.UNKNOWN
            if self.bar.passed(highs[0][pick], highs[1][pick], scale, upper=True)[0]
            else Truth.NO
        )

    @property
    def ownership(self) -> Truth:
        """Whether the party passes by ownership; the best owner's where each stands alone."""
        return _strongest(self.truth_of(low, high, 0, control=False) for low, high in self.runs)

    @property
    def control(self) -> Truth:
        """Whether it passes by votes or other control; no where the rule does not look at them."""
        return _strongest(self.truth_of(low, high, 0, control=True) for low, high in self.runs)

    @property
    def truth(self) -> Truth:
        """Whether it passes at all."""
        return _strongest((self.ownership, self.control))

    def share_at(self, at: int) -> Share:
        """What those who count hold of the party at a place."""
        low, high = self.low, self.high
        return self._bounds(
            low.total[at], high.total[at], low_open=low.total_open[at], high_open=high.total_open[at]
        )

    @property
    def share(self) -> Share:
        """Bounds of the party's listed share, over all owners where each stands alone."""
        shares = [
            self._bounds(
                least.total[0], most.total[0], low_open=least.total_open[0], high_open=most.total_open[0]
            )
            for least, most in self.runs
        ]
        low, low_open = max((share.low, share.low_open) for share in shares)
        high, closed = max((share.high, not share.high_open) for share in shares)
        return Share(low, high, low_open and low < high, not closed and low < high)

    def _bounds(self, low: int, high: int, *, low_open: bool, high_open: bool) -> Share:
        scale = self.edges.scale
        inexact = bool(low != high)
        return Share(
            scale.back(low), scale.back(high), inexact and bool(low_open), inexact and bool(high_open)
        )

    def edge_share(self, edge: int) -> Share:
        """The bounds of one edge."""
        edges = self.edges
        return self._bounds(
            edges.low[edge],
            edges.high[edge],
            low_open=edges.low_open[edge],
            high_open=edges.high_open[edge],
        )

    def into(self, at: int, channel: int = 0) -> list[int]:
        """Edges into the party at a place, largest first."""
        found = [edge for edge in self.view.into(at) if self.edges.channel[edge] == channel]
        return sorted(found, key=lambda edge: (-self.edges.low[edge], -self.edges.high[edge], edge))

    def listings(self, at: int) -> tuple[Listed, ...]:
        """What makes an owner count of itself under this rule, surely or perhaps."""
        return tuple(
            hit
            for hit in self.chain.listed.get(at, ())
            if counts(self.regime, hit.listing, self.chain.on) is not Truth.NO
        )

    def share_of(self, owner: int) -> Share:
        """What one listed owner holds of the party on its own, directly and through those it makes count."""
        alone = np.zeros(self.edges.count, bool)
        alone[owner] = True
        low = spread(self.edges, alone & self.sure, self.bar, upper=False)
        high = spread(self.edges, alone, self.bar, upper=True)
        return self._bounds(
            low.total[0], high.total[0], low_open=low.total_open[0], high_open=high.total_open[0]
        )

    @cached_property
    def contributors(self) -> tuple[int, ...]:
        """Listed owners whose holdings reach the party, directly or through those who count."""
        found: set[int] = set()
        for _, high in self.runs:
            found |= _seeds_above(self, high)
        return tuple(sorted(found))

    @cached_property
    def gaps(self) -> tuple[tuple[str, int, str], ...]:
        """What is not known and could matter: (`share` or `listed`, edge or owner, what it alone settles).

        Those that settle the answer alone come first; the third part is empty for the others.
        """
        if self.truth is not Truth.UNKNOWN:
            return ()
        candidates = self._candidates()
        most = min(_TRIED, _WORK // (self.edges.owner.size * len(self.runs)))
        tried = [(*gap, self._settles(*gap)) for gap in candidates[:most]]
        tried += [(*gap, "") for gap in candidates[most:]]
        return tuple(sorted(tried, key=lambda gap: not gap[2]))

    def _candidates(self) -> list[tuple[str, int]]:
        """Gaps on the way up from the party, nearest first, through parties whose own status is open."""
        found: dict[tuple[str, int], None] = {}
        for low, high in self.runs:
            seen, front = {0}, [0]
            while front:
                node = front.pop(0)
                for edge in self.into(node) + self.into(node, 1):
                    owner = int(self.edges.owner[edge])
                    if not high.counts[owner]:
                        continue
                    if self.edges.low[edge] != self.edges.high[edge]:
                        found.setdefault(("share", edge))
                    if self.maybe[owner]:
                        if not self.sure[owner]:
                            found.setdefault(("listed", owner))
                    elif owner not in seen and not low.counts[owner]:
                        front.append(owner)
                    seen.add(owner)
        return list(found)

    def _settles(self, what: str, at: int) -> str:
        """`yes`, `no` or `either way`: the answers that this gap alone could bring about."""
        if what == "listed":
            best, worst = self._listing(at, sure=True), self._listing(at, sure=False)
        else:
            best, worst = self._sharing(at, top=True), self._sharing(at, top=False)
        made = best.truth is Truth.YES, worst.truth is Truth.NO
        return {(True, True): "either way", (True, False): "yes", (False, True): "no", (False, False): ""}[
            made
        ]

    def _listing(self, at: int, *, sure: bool) -> Workings:
        flag = np.zeros(self.edges.count, bool)
        flag[at] = True
        if sure:
            return replace(self, sure=self.sure | flag)
        return replace(self, maybe=self.maybe & ~flag)

    def _sharing(self, at: int, *, top: bool) -> Workings:
        edges = self.edges
        # Finer units, so that an excluded end can be approached without being reached.
        low, high = edges.low.astype(object) * _FINER, edges.high.astype(object) * _FINER
        low_open, high_open = edges.low_open.copy(), edges.high_open.copy()
        if top:
            low[at] = high[at] - int(high_open[at])
            low_open[at] = False
        else:
            high[at] = low[at] + int(low_open[at])
            high_open[at] = False
        scale = replace(edges.scale, per_percent=edges.scale.per_percent * _FINER, fits=False)
        changed = replace(edges, low=low, high=high, low_open=low_open, high_open=high_open, scale=scale)
        return replace(self, view=replace(self.view, edges=changed))


def _strongest(truths: Iterable[Truth]) -> Truth:
    held = set(truths)
    return next(truth for truth in (Truth.YES, Truth.UNKNOWN, Truth.NO) if truth in held)


def _seeds_above(workings: Workings, high: Reach) -> set[int]:
    """Owners that may count of themselves and whose holdings then reach the party."""
    edges, found = workings.edges, set()
    seen, front = {0}, [0]
    while front:
        for edge in workings.view.into(front.pop()):
            owner = int(edges.owner[edge])
            if owner in seen or not high.counts[owner] or not edges.high[edge]:
                continue
            seen.add(owner)
            front.append(owner)
            if workings.maybe[owner]:
                found.add(owner)
    return found


def _runs(workings: Workings) -> tuple[tuple[Reach, Reach], ...]:
    edges, bar = workings.edges, workings.bar
    low = spread(edges, workings.sure, bar, upper=False)
    high = spread(edges, workings.maybe, bar, upper=True)
    if workings.era.aggregate or np.count_nonzero(workings.maybe) <= 1:
        return ((low, high),)
    # Who does not reach the party with all others' help does not reach it alone.
    seeds = _seeds_above(workings, high)
    runs = []
    for seed in sorted(seeds) or [int(np.flatnonzero(workings.maybe)[0])]:
        alone = np.zeros(edges.count, bool)
        alone[seed] = True
        runs.append(
            (spread(edges, alone & workings.sure, bar, upper=False), spread(edges, alone, bar, upper=True))
        )
    return tuple(runs)


def work(chain: Chain, regime: Regime, seen: dict[bool, View]) -> Workings:
    """Set one party up under one rule; `seen` keeps the two views of a chain between rules."""
    if regime.control not in seen:
        seen[regime.control] = view(
            chain.graph, chain.on, control=regime.control, parties=chain.parties, rows=chain.rows
        )
    size = int(chain.parties.size)
    sure, maybe = np.zeros(size, bool), np.zeros(size, bool)
    for at, hits in chain.listed.items():
        for hit in hits:
            truth = counts(regime, hit.listing, chain.on)
            sure[at] |= truth is Truth.YES and hit.certain
            maybe[at] |= truth is not Truth.NO
    # Somebody unnamed could be anybody.
    maybe[1:] |= chain.graph.sorts[chain.parties[1:]] == Sort.UNNAMED
    return Workings(
        chain=chain, regime=regime, era=regime.on(chain.on), view=seen[regime.control], sure=sure, maybe=maybe
    )
