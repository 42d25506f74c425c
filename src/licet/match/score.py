"""From evidence to a score: a sum of readable points, one table for persons and one for the rest.

Each feature adds the points that words/weights.tsv gives at its value, by straight lines between knots. The
sum is the fine rank signal, which never saturates; its logistic is the score, 0 to 1. The table is fitted
offline (benchmarks/fit_match.py) under the features' directions, so it is monotone by construction.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import numpy as np

from licet.match.arrays import PERSON, THING, Curves
from licet.match.features import FEATURES, measure
from licet.match.ranking import PLACES
from licet.match.words import read_table

__all__ = ["COLUMNS", "PERSON", "THING", "curves", "points", "rank_signal", "score_of"]

#: The two tables of weights, by name.
COLUMNS = ("person", "thing")


@cache
def curves() -> Curves:
    """All curves side by side."""
    base = np.zeros(2)
    rows: dict[str, list[tuple[float, float, float]]] = {}
    for name, knot, person, thing in read_table("weights"):
        if name == "base":
            base[:] = float(person), float(thing)
        else:
            rows.setdefault(name, []).append((float(knot), float(person), float(thing)))
    widest = max(map(len, rows.values()))
    knots = np.full((len(FEATURES), widest), np.inf)
    at = np.zeros((len(FEATURES), widest, 2))
    slope = np.zeros((len(FEATURES), widest, 2))
    for f, name in enumerate(FEATURES):
        table = np.array(rows[name])
        size = len(table)
        knots[f, :size] = table[:, 0]
        at[f, :size] = table[:, 1:]
        slope[f, : size - 1] = np.diff(table[:, 1:], axis=0) / np.diff(table[:, :1], axis=0)
    return Curves(base, knots, at, slope)


def points(values: Any, styles: Any) -> tuple[Any, Any]:
    """The points each feature adds for each candidate, and their sum; `styles` holds PERSON or THING.

    The same numbers, bit for bit, as `ranking.sum_points` has before it rounds: added feature by feature.
    """
    weights = curves()
    each, total = np.empty(values.shape), np.zeros(len(values))
    for f in range(values.shape[1]):
        knots = weights.knots[f]
        value = np.maximum(values[:, f], knots[0])
        k = np.searchsorted(knots, value, side="right") - 1
        each[:, f] = weights.at[f, k, styles] + weights.slope[f, k, styles] * (value - knots[k])
        total += each[:, f]
    return each, weights.base[styles] + total


def rank_signal(table: Any, styles: Any) -> Any:
    """The sum of all points: the fine signal that keeps hits apart, in log-odds.

    Args:
        table: summaries, columns as `arrays.SUMMARY`.
        styles: PERSON or THING for each row.
    """
    return points(measure(table), styles)[1].round(PLACES)


#: The weights are fitted among several candidates of each query, most of them wrong. The score is for the best
#: hit of a query that is listed as often as not: the odds are that much better (docs/model-card.md).
_PRIOR: Final = 2.0


def score_of(signal: Any) -> Any:
    """Log-odds to a score of 0 to 1: the chance that the best hit of a query is right."""
    return 1.0 / (1.0 + np.exp(np.maximum(np.minimum(-_PRIOR - signal, 30.0), -30.0)))
