"""From evidence to points, and the best hits of each query.

Plain Python over NumPy arrays, written in the subset that numba compiles.
"""

from __future__ import annotations

from typing import Any

from licet.match.arrays import ENTRY, NAME, READING

__all__ = ["best_of", "lay_points"]


def lay_points(
    values: Any, styles: Any, base: Any, knots: Any, at: Any, slope: Any, each: Any, total: Any
) -> None:
    """The points that each feature adds to each candidate, and their sum with the base.

    Between knot k and the next they are `at[f, k, style] + slope[f, k, style] * (value - knots[f, k])`. Added feature
    by feature: a sum's rounding must not depend on how many candidates there are.
    """
    for row in range(values.shape[0]):
        style = styles[row]
        points = 0.0
        for f in range(values.shape[1]):
            value = values[row, f]
            value = max(value, knots[f, 0])
            k = 0
            while k + 1 < knots.shape[1] and value >= knots[f, k + 1]:
                k += 1
            one = at[f, k, style] + slope[f, k, style] * (value - knots[f, k])
            each[row, f] = one
            points += one
        total[row] = base[style] + points


def comes_before(rows: Any, part: Any, signal: Any, a: Any, b: Any) -> Any:
    """Whether candidate a ranks before candidate b: by signal, then by where it is."""
    if signal[a] != signal[b]:
        return signal[a] > signal[b]
    if part[a] != part[b]:
        return part[a] < part[b]
    return rows[a, NAME] < rows[b, NAME]


def best_of(rows: Any, part: Any, signal: Any, query_of: Any, limit: Any, best: Any, counts: Any) -> None:
    """The best candidates of each query, one for each entry, best first.

    `query_of` says which query each reading is of. `best[query, :counts[query]]` gets the rows.
    """
    for query in range(counts.shape[0]):
        counts[query] = 0
    for row in range(rows.shape[0]):
        query = query_of[rows[row, READING]]
        mine = best[query]
        have = counts[query]
        # the place of another name of the same entry, or the end
        at = have
        for k in range(have):
            if rows[mine[k], ENTRY] == rows[row, ENTRY] and part[mine[k]] == part[row]:
                at = k
                break
        if at < have:
            if not comes_before(rows, part, signal, row, mine[at]):
                continue
        elif have < limit:
            counts[query] = have + 1
        else:
            at = have - 1
            if have == 0 or not comes_before(rows, part, signal, row, mine[at]):
                continue
        while at > 0 and comes_before(rows, part, signal, row, mine[at - 1]):
            mine[at] = mine[at - 1]
            at -= 1
        mine[at] = row
