"""How many points a pair of names may gain by bounded evidence, and all else at its top.

The score is a sum of curves (`words/weights.tsv`), each rising or falling with one piece of evidence. For evidence that
grows with agreement the sieve has a bound from above, else one from below; what it does not bound counts at its top.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np

from licet.match.arrays import Float64, Float64Cube, Float64Grid, Int64
from licet.match.features import FEATURES
from licet.match.outright import LIKELY
from licet.match.policy import Policy
from licet.match.score import COLUMNS, score_of
from licet.match.words import read_table

__all__ = ["BOUNDED", "Curves", "curve_of", "curves_for", "points_needed"]

#: Points beside the name that a candidate may gain: the same country, and the same day of birth.
_COUNTRY, _BIRTH = 0.4, 2.5
#: The evidence that is bounded, in the order of `sieve_bounds.bounds`, and its direction.
BOUNDED: Final = {
    "query_covered": 1, "name_covered": 1, "both_covered": 1, "worst_word": 1, "rarity_shared": 1, "name_inside": 1,
    "query_left_over": -1, "name_left_over": -1, "rarity_left_query": -1, "rarity_left_name": -1,
    "words_misspelt": -1, "first_word_lacking": -1, "form_same": 1, "form_clash": -1, "acronym": 1,
    "number_clash": -1, "number_left": -1,
}  # fmt: skip
#: Evidence that is bounded with another: what is at least the share of words which met nothing, as `words_misspelt`
#: is; what a form that is the same may add by being written alike, at most.
_WITH: Final = {
    "words_misspelt": ("words_initial", "words_without_vowels", "words_cut", "words_by_meaning"),
    "form_same": ("form_alike",),
}
#: What is bounded of a reading by its own words, the most telling first (`sieve_bounds.quickly`).
_QUICK: Final = (14, 12, 4, 1, 0, 2, 3, 8, 5, 6, 10)
#: Steps of a curve that is looked up, and how many steps there are to one of what it is of: a share, or bits and weights.
STEPS: Final = 256
_SHARES, _AMOUNTS = STEPS - 2, 6
_OF_AMOUNTS: Final = frozenset({4, 5, 6, 7, 8, 9})
#: Borders between levels of the worst word that met, each bounded by itself: it decides little but of persons.
_LEVELS: Final = np.array([[0.0, 0.65, 0.72, 0.78, 0.84, 0.9, 1.0], [0.0, 0.75, 1.0, 1.0, 1.0, 1.0, 1.0]])


class Curves(NamedTuple):
    """What bounded evidence adds: knots, points by style, how many; what all else may add; what is needed.

    `quick`: what is bounded by a reading's own words, `top` the most that each adds, `most` what all of that and all
    else add together. `steps`: the most that each adds between one step and the next; `scale`: steps to one.
    """

    knots: Float64Grid  # [F, K]
    points: Float64Cube  # [F, STYLES, K]
    sizes: Int64  # [F]
    others: Float64  # [STYLES]
    levels: Float64Grid
    need: Float64  # [2]
    quick: Int64
    top: Float64Grid  # [F, STYLES]
    most: Float64  # [STYLES]
    steps: Float64Cube  # [STYLES, F, STEPS]
    scale: Float64  # [F]


def points_needed(policy: Policy) -> Any:
    """The points from which on a name may be a hit, without and with a day of birth."""
    limits = (policy.person, policy.organisation, policy.vessel)
    least = _signal_of(min(limit.review for limit in limits)) - _COUNTRY - 1e-5
    if policy.brands:
        least = min(least, LIKELY - 1e-5)  # a brand a letter or two off is reviewed from there
    return np.array([least, least - _BIRTH])


@cache
def _points() -> dict[str, list[tuple[float, float, float]]]:
    found: dict[str, list[tuple[float, float, float]]] = {}
    for name, knot, person, thing in read_table("weights"):
        found.setdefault(name, []).append((float(knot), float(person), float(thing)))
    return found


@cache
def curve_of(feature: str, style: int) -> tuple[Any, Any]:
    """Knots and points of a feature."""
    rows = _points()[feature]
    return np.array([row[0] for row in rows]), np.array([row[1 + style] for row in rows])


def curves_for(need: Any) -> Curves:
    """The curves of what is bounded, side by side; everything else at its top."""
    bounded = [name for name, way in BOUNDED.items() if name in FEATURES and FEATURES[name].favours == way]
    along = [
        one for name, others in _WITH.items() for one in others if FEATURES[one].favours == BOUNDED[name]
    ]
    styles = range(len(COLUMNS))
    rows: list[list[tuple[Any, Any]]] = []
    for name in BOUNDED:
        same = [name, *_WITH.get(name, ())]
        rows.append(
            [_sum([curve_of(one, style) for one in same if one in (*bounded, *along)]) for style in styles]
        )
    widest = max(len(row[0][0]) for row in rows)
    knots, points = np.zeros((len(rows), widest)), np.zeros((len(rows), len(COLUMNS), widest))
    for f, row in enumerate(rows):
        for style, (x, y) in enumerate(row):
            knots[f, : len(x)], points[f, style, : len(y)] = x, y
    away = {*bounded, *along, "part_of_name", "weak_alias"}
    others = [
        sum(float(curve_of(name, style)[1].max()) for name in ("base", *FEATURES) if name not in away)
        for style in styles
    ]
    sizes = np.array([len(row[0][0]) for row in rows], dtype=np.int64)
    # what stands at zero stands for everybody: most evidence of most pairs is none
    nothing = np.array([[np.interp(0.0, *one) for one in row] for row in rows])
    points -= nothing[:, :, None]
    rest = np.array(others) + nothing.sum(axis=0)
    quick, top = np.array(_QUICK, dtype=np.int64), points.max(axis=2).clip(0.0)
    most = rest + top[quick].sum(axis=0)
    scale = np.array([_AMOUNTS if f in _OF_AMOUNTS else _SHARES for f in range(len(rows))], dtype=np.float64)
    return Curves(
        knots,
        points,
        sizes,
        rest,
        _LEVELS,
        need,
        quick,
        top,
        most,
        _steps(knots, points, sizes, scale),
        scale,
    )


def _steps(knots: Any, points: Any, sizes: Any, scale: Any) -> Any:
    """The most that a curve is anywhere between one step and the next; beyond the last one, anywhere."""
    found = np.zeros((points.shape[1], len(sizes), STEPS))
    for f, size in enumerate(sizes.tolist()):
        x = knots[f, :size]
        ends = np.arange(STEPS + 1) / scale[f]
        ends[-1] = max(ends[-1], x[-1] + 1.0)
        at = np.clip(np.searchsorted(ends, x, "right") - 1, 0, STEPS - 1)
        for style in range(points.shape[1]):
            y = points[f, style, :size]
            border = np.interp(ends, x, y)
            found[style, f] = np.maximum(border[:-1], border[1:])
            np.maximum.at(found[style, f], at, y)
    return found


def _sum(curves: list[tuple[Any, Any]]) -> tuple[Any, Any]:
    """Several curves as one; nothing where there is none."""
    knots = np.unique(np.concatenate([[0.0], *(x for x, _ in curves)]))
    return knots, sum((np.interp(knots, x, y) for x, y in curves), np.zeros(len(knots)))


@cache
def _signal_of(score: float) -> float:
    """The sum of points from which on a score is reached."""
    start = float(score_of(np.float64(0.0)))
    kept = min(max(score, 1e-9), 1.0 - 1e-9)
    return float(np.log(kept / (1.0 - kept)) - np.log(start / (1.0 - start)))
