"""From evidence to answers: the points of each candidate, and the best hits of each query.

Plain Python over NumPy arrays, written in the subset that numba compiles.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from licet.match.arrays import ENTRY, FOUND, IS_WEAK, NAME, NAMED, PART, READING, STYLE, WEAK_ALIAS
from licet.match.outright import outright_of, put_equals_first

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
    put_equals_first(rows, table, have, j.query_of, queries, j.like, j.top, j.signal)
    best_of(rows, have, j.signal, j.query_of, queries, limit, j.best, j.counts)
    for row in range(have):
        rows[row, NAMED] = outright_of(table[row], j.signal[row])
    keep_named(rows, have, j.signal, j.query_of, limit, j.best, j.counts)
    return choose_best(
        rows, table, have, j.signal, j.query_of, queries, limit, j.best, j.counts, j.chosen, j.ranks
    )


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
            while k + 1 < knots.shape[1] and value >= knots[f, k + 1]:
                k += 1
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
        # the place of another name of the same entry, or the end
        at = count
        for k in range(count):
            if rows[mine[k], ENTRY] == rows[row, ENTRY] and rows[mine[k], PART] == rows[row, PART]:
                at = k
                break
        if at < count:
            if not comes_before(rows, signal, row, mine[at]):
                continue
        elif count < limit:
            counts[query] = count + 1
        else:
            at = count - 1
            if count == 0 or not comes_before(rows, signal, row, mine[at]):
                continue
        while at > 0 and comes_before(rows, signal, row, mine[at - 1]):
            mine[at] = mine[at - 1]
            at -= 1
        mine[at] = row


def keep_named(rows: Any, have: Any, signal: Any, query_of: Any, limit: Any, best: Any, counts: Any) -> None:
    """Give what is named outright a place among the best, before what is only more alike.

    `Huawei Middle East` shares more with firms called `Middle East` than with `Huawei`, and there are many of them.
    """
    for row in range(have):
        if rows[row, NAMED] == 0:
            continue
        query = query_of[rows[row, READING]]
        mine = best[query * limit : query * limit + limit]
        count = counts[query]
        # an entry has one place; below the limit everything has one already
        free = -1 if count == limit else count
        for k in range(count):
            if rows[mine[k], ENTRY] == rows[row, ENTRY] and rows[mine[k], PART] == rows[row, PART]:
                free = count
                break
            if k > 0 and rows[mine[k], NAMED] == 0:  # the most alike stays first
                free = k
        if free < 0 or free == count:
            continue
        while free + 1 < count and comes_before(rows, signal, mine[free + 1], row):
            mine[free] = mine[free + 1]
            free += 1
        mine[free] = row


def choose_best(
    rows: Any, table: Any, have: Any, signal: Any, query_of: Any, queries: Any, limit: Any, best: Any, counts: Any,
    chosen: Any, ranks: Any,
) -> Any:  # fmt: skip
    """Copy the best of each query out, marked where named outright; returns how many there are.

    Any of an entry's names may be the one that is named outright, not only the one that scores best.
    """
    hits = 0
    for query in range(queries):
        for k in range(counts[query]):
            row = best[query * limit + k]
            for column in range(FOUND):
                chosen[hits, column] = rows[row, column]
            chosen[hits, NAMED] = WEAK_ALIAS if table[row, IS_WEAK] != 0.0 else 0
            ranks[hits] = signal[row]
            best[query * limit + k] = hits
            hits += 1
    for row in range(have):
        if rows[row, NAMED] != 0:
            query = query_of[rows[row, READING]]
            for k in range(counts[query]):
                hit = best[query * limit + k]
                if chosen[hit, ENTRY] == rows[row, ENTRY] and chosen[hit, PART] == rows[row, PART]:
                    chosen[hit, NAMED] |= rows[row, NAMED]
    return hits
