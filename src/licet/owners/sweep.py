"""Every party of a registry under every rule at once: the same arithmetic as for one party, over columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from licet.core.answer import Truth
from licet.core.fact import Share
from licet.owners.graph import Graph, Sort
from licet.owners.regimes import REGIMES, Regime, counts
from licet.owners.share import Bar, Exact, Flags, Reach, Scale, spread, spread_each
from licet.owners.view import View, view
from licet.owners.workings import Listed

__all__ = ["Sweep", "overfull", "sweep"]

NO, UNKNOWN, YES = range(3)
_TRUTHS = (Truth.NO, Truth.UNKNOWN, Truth.YES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """One rule's result for every party; whether the rule is in force is said apart.

    Attributes:
        regime: the rule.
        in_force: whether it applies on the day.
        truth: 0 no, 1 unknown, 2 yes, by party: whether the threshold is passed.
        low: least listed share, in units of `scale`.
        high: greatest listed share.
        low_open: the true share is surely more than `low`.
        high_open: the true share is surely less than `high`.
        scale: what a unit is.
    """

    regime: Regime
    in_force: bool
    truth: npt.NDArray[np.int8]
    low: Exact
    high: Exact
    low_open: Flags
    high_open: Flags
    scale: Scale

    def truth_of(self, party: int) -> Truth:
        """Whether the threshold is passed for one party."""
        return _TRUTHS[int(self.truth[party])]

    def share_of(self, party: int) -> Share:
        """The bounds for one party."""
        low, high = self.scale.back(self.low[party]), self.scale.back(self.high[party])
        inexact = low != high
        return Share(
            low, high, inexact and bool(self.low_open[party]), inexact and bool(self.high_open[party])
        )


def sweep(
    graph: Graph,
    on: date,
    listed: Mapping[int, Sequence[Listed]],
    regimes: Sequence[Regime] = REGIMES,
) -> Iterator[Sweep]:
    """Run every rule over the whole graph, one result at a time.

    Args:
        graph: the ownership data.
        on: the day whose edges, listings and law count.
        listed: the list entries of those parties (by position) that have any.
        regimes: the rules to run.
    """
    views: dict[bool, View] = {}
    for regime in sorted(regimes, key=lambda one: one.control):
        if regime.control not in views:
            views.clear()
            views[regime.control] = view(graph, on, control=regime.control)
        yield _swept(graph, on, listed, regime, views[regime.control])


def _swept(
    graph: Graph, on: date, listed: Mapping[int, Sequence[Listed]], regime: Regime, seen: View
) -> Sweep:
    era, edges = regime.on(on), seen.edges
    sure = np.zeros(len(graph), bool)
    maybe: Flags = graph.sorts == Sort.UNNAMED
    for party, hits in listed.items():
        for hit in hits:
            truth = counts(regime, hit.listing, on)
            sure[party] |= truth is Truth.YES and hit.certain
            maybe[party] |= truth is not Truth.NO
    run = spread if era.aggregate else spread_each
    low = run(edges, sure, era.bar, upper=False)
    high = run(edges, maybe, era.bar, upper=True)
    passed = _passed(low, era.bar, edges.scale, upper=False)
    possible = _passed(high, era.bar, edges.scale, upper=True)
    return Sweep(
        regime=regime,
        in_force=era.in_force,
        truth=np.where(passed, YES, np.where(possible, UNKNOWN, NO)).astype(np.int8),
        low=low.total,
        high=high.total,
        low_open=low.total_open,
        high_open=high.total_open,
        scale=edges.scale,
    )


def _passed(reach: Reach, bar: Bar, scale: Scale, *, upper: bool) -> Flags:
    by_share: Flags = bar.passed(reach.total, reach.total_open, scale, upper=upper)
    by_control: Flags = bar.passed(reach.control, reach.control_open, scale, upper=upper)
    return by_share | by_control


def overfull(graph: Graph, on: date) -> npt.NDArray[np.int64]:
    """Parties whose recorded owners surely hold more than everything on a day."""
    edges = view(graph, on, control=False).edges
    total = np.zeros(edges.count, edges.low.dtype)
    np.add.at(total, edges.owned, edges.low)
    return np.flatnonzero(total > 100 * edges.scale.per_percent)
