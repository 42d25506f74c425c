"""Shares: scale them to whole numbers, add them up the chain until nothing changes.

A holding counts whole or not at all: it counts when its owner is listed, or is itself owned to the
threshold by those who count. Nothing is ever multiplied along a chain. Who counts is the least set
that satisfies this, found from the listed parties outward, so a ring of companies cannot hold itself
up. Done once with the lowest and once with the highest possible shares, it gives exact bounds: the
rule is monotone, so no other choice of shares inside the bounds can give more or less.

All sums are of whole numbers: shares times a common multiple of their denominators.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from licet.core.fact import Share

__all__ = ["Bar", "Edges", "Reach", "Scale", "scale_of", "spread", "spread_each"]

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
#: int64 where sums surely fit, Python whole numbers (dtype object) where they might not.
Exact = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Shares as whole numbers: `per_percent` of them make one per cent.

    Attributes:
        per_percent: the multiple.
        exact: every share is a whole number of units; else lows are rounded down and highs up.
        fits: sums surely fit into 64 bits; else Python's own whole numbers are used.
    """

    per_percent: int
    exact: bool
    fits: bool

    def low(self, share: Share) -> int:
        """The lower bound in units."""
        return math.floor(share.low * self.per_percent)

    def high(self, share: Share) -> int:
        """The upper bound in units."""
        return math.ceil(share.high * self.per_percent)

    def back(self, units: int) -> Fraction:
        """Units as per cent."""
        return Fraction(int(units), self.per_percent)

    def columns(self, shares: Sequence[Share]) -> tuple[Exact, Exact, Flags, Flags]:
        """Lows, highs, and whether each end is excluded, of a table of shares."""
        kind: Any = np.int64 if self.fits else object
        return (
            np.array([self.low(share) for share in shares], dtype=kind),
            np.array([self.high(share) for share in shares], dtype=kind),
            np.array([share.low_open for share in shares], dtype=bool),
            np.array([share.high_open for share in shares], dtype=bool),
        )


#: Six decimals of a per cent, thirds, sevenths, ninths, elevenths and thirteenths are whole numbers of it.
_USUAL = 9_009_000_000
_ROOM = 2**62


def scale_of(shares: Sequence[Share], most_added: int, *, small: bool) -> Scale:
    """A scale in which these shares are whole numbers, if sums of `most_added` of them then fit.

    Args:
        shares: every share that may be added.
        most_added: how many shares one sum may have.
        small: there are few edges, so exactness may cost Python numbers; a whole registry rounds outward.
    """
    per = math.lcm(*(n.denominator for share in shares for n in (share.low, share.high)))
    highest = max((share.high for share in shares), default=Fraction(100))
    most = int(max(highest, Fraction(100))) + 1
    if per * most * max(most_added, 1) < _ROOM:
        return Scale(per_percent=per, exact=True, fits=True)
    if small:
        return Scale(per_percent=per, exact=True, fits=False)
    usual = _USUAL
    while usual * most * max(most_added, 1) >= _ROOM and usual > 1_000:
        usual //= 10
    return Scale(per_percent=usual, exact=False, fits=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """The edges that count under one rule on one day, sorted by owner, one for each holding.

    Attributes:
        count: how many parties there are.
        owner: positions of owners, ascending.
        owned: positions of what is owned.
        channel: 0 for ownership, 1 for votes and other control.
        low: least share, in units of the scale.
        high: greatest share.
        low_open: the least share itself is excluded.
        high_open: the greatest share itself is excluded.
        out_at: where the edges out of each party start, and one entry more.
        scale: what a unit is.
    """

    count: int
    owner: Ints
    owned: Ints
    channel: npt.NDArray[np.int8]
    low: Exact
    high: Exact
    low_open: Flags
    high_open: Flags
    out_at: Ints
    scale: Scale

    def out(self, parties: Ints) -> Ints:
        """Positions of all edges out of these parties."""
        first, size = self.out_at[parties], self.out_at[parties + 1] - self.out_at[parties]
        total = int(size.sum())
        if not total:
            return np.empty(0, np.int64)
        ends = np.cumsum(size)
        found: Ints = np.arange(total) + np.repeat(first - ends + size, size)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Who counts, and what those who count hold of each party.

    Attributes:
        counts: parties that are listed, or reach the threshold.
        total: units held of each party through ownership, by those who count.
        total_open: the true total is surely more (of lows) or surely less (of highs) than `total`.
        control: the same total for the control channel.
        control_open: as `total_open`.
    """

    counts: Flags
    total: Exact
    total_open: Flags
    control: Exact
    control_open: Flags


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The threshold: so many per cent or more, or more than so many."""

    percent: Fraction = Fraction(50)
    or_more: bool = True

    def passed(self, total: Exact, total_open: Flags, scale: Scale, *, upper: bool) -> Flags:
        """Which totals pass: surely (of lows), or possibly (`upper`, of highs)."""
        bar = self.percent * scale.per_percent
        over: Flags = np.asarray(total > math.floor(bar), dtype=bool)
        if bar.denominator != 1:
            return over
        at: Flags = np.asarray(total == int(bar), dtype=bool)
        if self.or_more:
            # A high that is excluded stays below the bar; a low that is excluded is above it.
            return over | (at & ~total_open) if upper else over | at
        return over if upper else over | (at & total_open)


def spread(edges: Edges, listed: Flags, bar: Bar, *, upper: bool) -> Reach:
    """From the listed parties outward, until nobody new reaches the threshold.

    Each party that counts is looked at once, so the work is the number of edges they hold.
    """
    size = edges.count
    weight, opened = (edges.high, edges.high_open) if upper else (edges.low, edges.low_open)
    target = edges.owned + size * edges.channel.astype(np.int64)
    total = np.zeros(2 * size, dtype=weight.dtype)
    total_open = np.zeros(2 * size, dtype=bool)
    counts = listed.copy()
    front = np.flatnonzero(listed)
    while front.size:
        held = edges.out(front)
        np.add.at(total, target[held], weight[held])
        total_open[target[held][opened[held]]] = True
        hit = np.unique(target[held])
        reached = hit[bar.passed(total[hit], total_open[hit], edges.scale, upper=upper)] % size
        front = np.unique(reached[~counts[reached]])
        counts[front] = True
    return Reach(
        counts=counts,
        total=total[:size],
        total_open=total_open[:size],
        control=total[size:],
        control_open=total_open[size:],
    )


def spread_each(edges: Edges, listed: Flags, bar: Bar, *, upper: bool) -> Reach:
    """As `spread`, for rules that do not add up different listed owners: each alone, the best taken.

    Works on pairs (listed party, party it reaches), all listed parties at once.
    """
    size = edges.count
    weight, opened = (edges.high, edges.high_open) if upper else (edges.low, edges.low_open)
    target = edges.owned + size * edges.channel.astype(np.int64)
    seeds = np.flatnonzero(listed)
    who, node = np.arange(seeds.size, dtype=np.int64), seeds.astype(np.int64)
    known = np.sort(who * size + node)
    keys = np.empty(0, np.int64)
    total, total_open = np.zeros(0, weight.dtype), np.zeros(0, bool)
    while node.size:
        fan = edges.out_at[node + 1] - edges.out_at[node]
        held = edges.out(node)
        fresh = np.repeat(who, fan) * (2 * size) + target[held]
        merged, at = np.unique(np.concatenate([keys, fresh]), return_inverse=True)
        sums, opens = np.zeros(merged.size, weight.dtype), np.zeros(merged.size, bool)
        np.add.at(sums, at[: keys.size], total)
        np.add.at(sums, at[keys.size :], weight[held])
        opens[at[: keys.size][total_open]] = True
        opens[at[keys.size :][opened[held]]] = True
        keys, total, total_open = merged, sums, opens
        hit = np.searchsorted(keys, np.unique(fresh))
        passed = keys[hit][bar.passed(total[hit], total_open[hit], edges.scale, upper=upper)]
        pair = np.unique((passed // (2 * size)) * size + passed % size)
        pair = pair[~_held(known, pair)]
        known = np.union1d(known, pair)
        who, node = pair // size, pair % size
    counts = np.zeros(size, bool)
    counts[known % size] = True
    best, best_open = _best(2 * size, keys % (2 * size), total, total_open, upper=upper)
    return Reach(
        counts=counts,
        total=best[:size],
        total_open=best_open[:size],
        control=best[size:],
        control_open=best_open[size:],
    )


def _held(known: Ints, wanted: Ints) -> Flags:
    at = np.searchsorted(known, wanted)
    at[at == known.size] = 0
    found: Flags = known[at] == wanted if known.size else np.zeros(wanted.size, bool)
    return found


def _best(size: int, at: Ints, total: Exact, total_open: Flags, *, upper: bool) -> tuple[Exact, Flags]:
    """The greatest total at each place; among equal ones the one that says most."""
    best, best_open = np.zeros(size, total.dtype), np.zeros(size, bool)
    if not at.size:
        return best, best_open
    # An excluded low says more than an included one, an excluded high less.
    order = np.lexsort((total_open if not upper else ~total_open, total, at))
    last = np.append(np.flatnonzero(np.diff(at[order])), at.size - 1)
    chosen = order[last]
    best[at[chosen]], best_open[at[chosen]] = total[chosen], total_open[chosen]
    return best, best_open
