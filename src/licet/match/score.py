"""From evidence to a score: a sum of readable points, one table for persons and one for the rest.

Each feature adds the points that words/weights.tsv gives at its value, by straight lines between knots. The
sum is the fine rank signal, which never saturates; its logistic is the score, 0 to 1. The table is fitted
offline (benchmarks/fit_match.py) under the features' directions, so it is monotone by construction.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np

from licet.match.features import FEATURES, measure
from licet.match.words import read_table

__all__ = ["COLUMNS", "PERSON", "THING", "points", "rank_signal", "score_of"]

#: The two tables of weights: persons, and everything else (organisations, vessels, aircraft, unknown).
COLUMNS = ("person", "thing")
PERSON, THING = range(2)


@dataclass(frozen=True, slots=True)
class _Curves:
    """All curves side by side: row f of each array belongs to feature f.

    Between knot k and the next the points are `at[f, k, style] + slope[f, k, style] * (value - knots[f, k])`.
    """

    base: Any
    knots: Any
    at: Any
    slope: Any


@cache
def _weights() -> _Curves:
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
    return _Curves(base, knots, at, slope)


def points(values: Any, styles: Any) -> Any:
    """The points each feature adds for each candidate; `styles` holds PERSON or THING."""
    curves = _weights()
    held = np.maximum(values, curves.knots[None, :, 0])
    count, widest = curves.knots.shape
    segment = np.zeros(values.shape, dtype=np.int64)
    for k in range(1, widest):
        segment += held >= curves.knots[:, k]
    place = segment + np.arange(count) * widest
    which = 2 * place + styles[:, None]
    past = held - curves.knots.ravel()[place]
    out: Any = curves.at.ravel()[which] + curves.slope.ravel()[which] * past
    return out


def rank_signal(table: Any, styles: Any) -> Any:
    """The sum of all points: the fine signal that keeps hits apart, in log-odds."""
    # added feature by feature: a sum's rounding must not depend on how many candidates there are
    columns = np.ascontiguousarray(points(measure(table), styles).T)
    total = _weights().base[styles] + np.add.reduce(columns, axis=0)
    # far below any difference that means something, far above what rounding of sums can make
    return np.round(total, 6)


#: The weights are fitted among several candidates of each query, most of them wrong. The score is for the best
#: hit of a query that is listed as often as not: the odds are that much better (docs/model-card.md).
_PRIOR: Final = 2.0


def score_of(signal: Any) -> Any:
    """Log-odds to a score of 0 to 1: the chance that the best hit of a query is right."""
    return 1.0 / (1.0 + np.exp(-np.clip(signal + _PRIOR, -30.0, 30.0)))
