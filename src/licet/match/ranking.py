"""From evidence to answers: the points of each candidate, and the best hits of each query.

Plain Python over NumPy arrays, written in the subset that numba compiles.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from licet.match.arrays import ENTRY, FOUND, IS_WEAK, NAME, NAMED, PART, READING, STYLE, WEAK_ALIAS
from licet.match.outright import outright_of, put_equals_first, put_whole_first

__all__ = ["PLACES", "best_of", "judge", "sum_points"]

#: Decimals of a rank signal: far below any difference that means something, far above what rounding of sums can make.
PLACES = 6
_UNIT = 10.0**PLACES


def judge(found: Any, j: Any, curves: Any, have: Any, queries: Any, limit: Any) -> Any:
    """Turn what was found for some queries into their best hits; returns how many hits there are.

    Args:
        found: `FoundArrays`, `have` rows.
        j: `JudgeArrays`; `values` and `query_of` are filled in, the rest is made here.
        curves: `Curves` of the features.
        have: how many rows there are.
        queries: how many queries asked.
        limit: at most so many hits for each.
    """
    rows, table = found.rows, found.table
    sum_points(j.values, rows, have, curves, j.signal)
    put_whole_first(rows, table, have, j.query_of, queries, j.like, j.top, j.signal)
    put_equals_first(rows, table, have, j.query_of, queries, j.like, j.top, j.signal)
    best_of(rows, have, j.signal, j.query_of, queries, limit, j.best, j.counts)
    for row in range(have):
        rows[row, NAMED] = outright_of(table[row], j.signal[row])
    keep_named(rows, have, j.signal, j.query_of, limit, j.best, j.counts)
    return choose_best(rows, table, j.signal, queries, limit, j.best, j.counts, j.chosen, j.ranks)


def sum_points(values: Any, rows: Any, have: Any, curves: Any, signal: Any) -> None:
    """The rank signal of each row: the points of its features added up, rounded.

    Between knot k and the next they are `at[f, k, style] + slope[f, k, style] * (value - knots[f, k])`. Added feature
    by feature: a sum's rounding must not depend on how many candidates there are.
    """
    base, knots, at, slope = curves.base, curves.knots, curves.at, curves.slope
    for row in range(have):
        style = rows[row, STYLE]
        points = 0.0
        for f in range(values.shape[1]):
            value = max(values[row, f], knots[f, 0])
            k = 0
            for later in range(
                1, knots.shape[1]
            ):  # counted, not searched for: there is nothing to be guessed
                k += value >= knots[f, later]
            points += at[f, k, style] + slope[f, k, style] * (value - knots[f, k])
        signal[row] = np.rint((base[style] + points) * _UNIT) / _UNIT


def comes_before(rows: Any, signal: Any, a: Any, b: Any) -> Any:
    """Whether candidate a ranks before candidate b: by signal, then by where it is."""
    if signal[a] != signal[b]:
        return signal[a] > signal[b]
    if rows[a, PART] != rows[b, PART]:
        return rows[a, PART] < rows[b, PART]
    return rows[a, NAME] < rows[b, NAME]


def best_of(
    rows: Any, have: Any, signal: Any, query_of: Any, queries: Any, limit: Any, best: Any, counts: Any
) -> None:
    """The best candidates of each query, one for each entry, best first.

    `query_of` says which query each reading is of. `best[query * limit :][: counts[query]]` gets the rows.
    """
    for query in range(queries):
        counts[query] = 0
    for row in range(have):
        query = query_of[rows[row, READING]]
        mine = best[query * limit : query * limit + limit]
        count = counts[query]
        at = place_of(rows, mine, count, row)
        if at >= 0:
            if not comes_before(rows, signal, row, mine[at]):
                continue
        elif count < limit:
            at = count
            counts[query] = count + 1
        else:
            at = count - 1
            if count == 0 or not comes_before(rows, signal, row, mine[at]):
                continue
        while at > 0 and comes_before(rows, signal, row, mine[at - 1]):
            mine[at] = mine[at - 1]
            at -= 1
        mine[at] = row


def place_of(rows: Any, mine: Any, count: Any, row: Any) -> Any:
    """Where the entry of a row stands among the best, by any of its names; -1 if it does not."""
    for k in range(count):
        if rows[mine[k], ENTRY] == rows[row, ENTRY] and rows[mine[k], PART] == rows[row, PART]:
            return k
    return -1


def keep_named(rows: Any, have: Any, signal: Any, query_of: Any, limit: Any, best: Any, counts: Any) -> None:
    """Mark the best that are named outright by any name of theirs, and give those that have no place one.

    `Huawei Middle East` shares more with firms called `Middle East` than with `Huawei`, and there are many of them. The
    most alike stays first: a search for one hit gives that.
    """
    # all marks first: none that is named outright is to lose its place to another
    for wanted in range(2):
        for row in range(have):
            if rows[row, NAMED] == 0:
                continue
            query = query_of[rows[row, READING]]
            mine, count = best[query * limit : query * limit + limit], counts[query]
            at = place_of(rows, mine, count, row)
            if at >= 0:
                rows[mine[at], NAMED] |= rows[row, NAMED]
            elif wanted:
                make_room(rows, signal, mine, count, row)


def make_room(rows: Any, signal: Any, mine: Any, count: Any, row: Any) -> None:
    """Put a row in the place of the last that is not named outright, unless that is the first, and in its order."""
    at = count - 1
    while at > 0 and rows[mine[at], NAMED] != 0:
        at -= 1
    if at < 1:
        return
    while at + 1 < count and comes_before(rows, signal, mine[at + 1], row):
        mine[at] = mine[at + 1]
        at += 1
    mine[at] = row


def choose_best(
    rows: Any,
    table: Any,
    signal: Any,
    queries: Any,
    limit: Any,
    best: Any,
    counts: Any,
    chosen: Any,
    ranks: Any,
) -> Any:
    """Copy the best of each query out, marked where named outright (`keep_named`); returns how many there are."""
    hits = 0
    for query in range(queries):
        for k in range(counts[query]):
            row = best[query * limit + k]
            for column in range(FOUND):
                chosen[hits, column] = rows[row, column]
            chosen[hits, NAMED] = rows[row, NAMED] | (WEAK_ALIAS if table[row, IS_WEAK] != 0.0 else 0)
            ranks[hits] = np.rint(signal[row] * _UNIT) / _UNIT
            hits += 1
    return hits
