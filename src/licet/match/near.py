"""The names near the best one by what they share with a query, of all that its lists met.

Plain Python over NumPy arrays, written in the subset that numba compiles.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from licet.match.posts import LEAST_SHARE, in_order_met

__all__ = ["near_names"]

#: Sums that are bounds are taken for a little more than they are: rounding must not make them less.
_SAFE = np.float32(1.00001)


def near_names(ix: Any, counts: Any, done: Any, lists: Any, scratch: Any) -> Any:
    """Take down in `sums` and `values` what names touched share, and clear `acc`.

    The first are all kept, of the others those that may be near the best one.

    Args:
        ix: the index's arrays.
        counts: of the names touched how many come first, how many are there with the others, how many with those that
            were let in beforehand.
        done: how many lists were read.
        lists: how many count.
        scratch: working memory.

    Returns:
        how many names are kept, how many of them come first, and how much the best one shares.
    """
    first, let_in, seen = counts
    acc, touched, sums, values = scratch.acc, scratch.touched, scratch.sums, scratch.values
    order, starts, gains, rest = scratch.list_order, scratch.list_start, scratch.list_gain, scratch.list_rest
    rough, step = ix.name_rough, np.float32(ix.usual_scale[1]) * _SAFE
    least = np.float32(LEAST_SHARE * take_first(ix.name_scale, acc, touched[:first], sums))
    left = np.float32(rest[done]) if done < lists else np.float32(0.0)
    met = take_possible(rough, step, acc, touched, first, let_in, first, left, least, sums)
    kept = take_possible(rough, step, acc, touched, let_in, seen, met, left, least, sums)
    for at in range(done, lists):
        k = order[at]
        row = ix.long_names[np.searchsorted(ix.long_lists, starts[k])]
        left = np.float32(rest[at + 1]) if at + 1 < lists else np.float32(0.0)
        add_long(row, gains[k], rough, step, touched, 0, first, 0, left, np.float32(-1.0), sums)
        still = add_long(row, gains[k], rough, step, touched, first, met, first, left, least, sums)
        kept = add_long(row, gains[k], rough, step, touched, met, kept, still, left, least, sums)
        met = still
    best = scaled(ix.name_scale, touched[:kept], sums, values)
    met, kept = only_near(LEAST_SHARE * best, touched, first, met, kept, sums, values)
    in_order_met(
        ix.posts, lists, scratch.list_order, scratch.list_start, scratch.list_size, touched, sums, values, met, kept
    )  # fmt: skip
    return kept, first, best


# Names lie anywhere in memory. None of these guesses at what is there, so that one fetch does not wait for
# another.


def take_first(scale: Any, acc: Any, names: Any, sums: Any) -> Any:
    """Take down what the first names share so far, and clear it; returns the most that one of them shares at least."""
    best = 0.0
    for k in range(names.shape[0]):
        name = names[k]
        total = acc[name]
        acc[name] = 0.0
        sums[k] = total
        best = max(best, float(total) * float(scale[name]))
    return best


def take_possible(
    rough: Any, step: Any, acc: Any, touched: Any, begin: Any, past: Any, kept: Any, rest: Any, least: Any, sums: Any
) -> Any:  # fmt: skip
    """The same for those of others that may share enough, with what is not read yet; returns how many are kept now.

    By a rough scale: it is a quarter as large as the very scale, so more of it is at hand.
    """
    names = touched[begin:past]
    keep = np.uint64(kept)
    for k in range(names.shape[0]):
        name = names[k]
        total = acc[name]
        acc[name] = 0.0
        touched[keep] = name
        sums[keep] = total
        keep += np.uint64((total + rest) * (np.float32(rough[name]) * step) >= least)
    return np.int64(keep)


def add_long(
    row: Any, gain: Any, rough: Any, step: Any, touched: Any, begin: Any, past: Any, kept: Any, rest: Any, least: Any,
    sums: Any,
) -> Any:  # fmt: skip
    """Add what a long list says to those of some names that are in it; returns how many may still share enough."""
    more, one, bit = np.float32(gain), np.uint32(3), np.uint32(7)
    keep = np.uint64(kept)
    names, totals = touched[begin:past], sums[begin:past]
    for k in range(names.shape[0]):
        name = names[k]
        total = totals[k] + more * np.float32((row[name >> one] >> (name & bit)) & 1)
        touched[keep] = name
        sums[keep] = total
        keep += np.uint64((total + rest) * (np.float32(rough[name]) * step) >= least)
    return np.int64(keep)


def scaled(scale: Any, names: Any, sums: Any, values: Any) -> Any:
    """What names share by their scale, into `values`; returns the most."""
    best = 0.0
    for k in range(names.shape[0]):
        value = float(sums[k]) * float(scale[names[k]])
        values[k] = value
        best = max(best, value)
    return best


def only_near(least: Any, touched: Any, first: Any, met: Any, kept: Any, sums: Any, values: Any) -> Any:
    """Keep the names that are near the best one, and the first; returns where those let in beforehand begin and end."""
    near, begin = first, first
    for k in range(first, kept):
        if k == met:
            begin = near
        if values[k] >= least:
            touched[near] = touched[k]
            sums[near] = sums[k]
            values[near] = values[k]
            near += 1
    return (begin if met < kept else near), near
