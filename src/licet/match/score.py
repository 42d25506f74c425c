"""From evidence to a score: a sum of readable points, one table for persons and one for the rest.

Each feature adds the points that words/weights.tsv gives at its value, by straight lines between knots. The
sum is the fine rank signal, which never saturates; its logistic is the score, 0 to 1. The table is fitted
offline (benchmarks/fit_match.py) under the features' directions, so it is monotone by construction.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from licet.match.features import FEATURES, measure
from licet.match.words import read_table

__all__ = ["COLUMNS", "PERSON", "THING", "points", "rank_signal", "score_of"]

#: The two tables of weights: persons, and everything else (organisations, vessels, aircraft, unknown).
COLUMNS = ("person", "thing")
PERSON, THING = range(2)


@cache
def _weights() -> tuple[tuple[float, float], tuple[tuple[Any, Any, Any], ...]]:
    """The base of each table, and for each feature its knots and the points at them by table."""
    base = (0.0, 0.0)
    rows: dict[str, list[tuple[float, float, float]]] = {}
    for name, knot, person, thing in read_table("weights"):
        if name == "base":
            base = (float(person), float(thing))
        else:
            rows.setdefault(name, []).append((float(knot), float(person), float(thing)))
    curves = []
    for name in FEATURES:
        knots, for_person, for_thing = (np.array(column) for column in zip(*rows[name], strict=True))
        curves.append((knots, for_person, for_thing))
    return base, tuple(curves)


def points(values: Any, kinds: Any) -> Any:
    """The points each feature adds for each candidate; `kinds` holds PERSON or THING."""
    _, curves = _weights()
    out = np.empty_like(values)
    person = kinds == PERSON
    for at, (knots, for_person, for_thing) in enumerate(curves):
        column = values[:, at]
        out[:, at] = np.where(
            person, np.interp(column, knots, for_person), np.interp(column, knots, for_thing)
        )
    return out


def rank_signal(table: Any, kinds: Any) -> Any:
    """The sum of all points: the fine signal that keeps hits apart, in log-odds."""
    base, _ = _weights()
    total = np.where(kinds == PERSON, base[PERSON], base[THING])
    for column in points(measure(table), kinds).T:
        total = total + column
    # far below any difference that means something, far above what rounding of sums can make
    return np.round(total, 6)


def score_of(signal: Any) -> Any:
    """Log-odds to a score of 0 to 1."""
    return 1.0 / (1.0 + np.exp(-np.clip(signal, -30.0, 30.0)))
