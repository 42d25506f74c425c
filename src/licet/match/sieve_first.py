"""The very first look of the sieve: most readings fall short by sums over their words, each curve looked up in steps.

In the subset that numba compiles; `sieve` tells what it is for. Whoever does not fall short here is looked at closer by
`sieve_glance`: every bound of this module is at least as high as the one there.
"""

from __future__ import annotations

from typing import Any

from licet.match.sieve_curves import STEPS
from licet.match.sieve_meet import (
    ADDS,
    ADDS_RARE,
    COUNTS,
    FORMS,
    LACKS,
    LEFT,
    LEFT_RARE,
    LIGHTLY,
    LIKE,
    MANY,
    SHARES,
    SHARES_BITS,
    TELLING,
    WEIGHS,
)

__all__ = ["CLOSER", "SEVERAL", "SHORT", "falls_short", "least_unmet"]

#: A reading that falls short; that must be looked at closer; of which a word may be several listed ones.
SHORT, CLOSER, SEVERAL = 0, 1, 2


def step_at(curves: Any, style: Any, f: Any, value: Any) -> Any:
    """The points of a curve at a value or a little more: the most between its step and the next."""
    return curves.steps[style, f, min(int(value * curves.scale[f]), STEPS - 1)]


def most_at(curves: Any, style: Any, cover: Any, named: Any, worst: Any, bits: Any, rare: Any) -> Any:
    """The most points of names of which so much is met: shares of the query and of the name, the worst word, bits."""
    total = curves.others[style] + step_at(curves, style, 0, cover) + step_at(curves, style, 1, named)
    total += step_at(curves, style, 2, min(cover, named)) + step_at(curves, style, 3, worst)
    total += step_at(curves, style, 4, bits) + step_at(curves, style, 8, rare)
    if named >= 0.96:
        total += step_at(curves, style, 5, bits)
    return total


def least_unmet(curves: Any, bare: Any, formed: Any) -> Any:
    """The most points of a reading that tells something and of which nothing but legal forms is met."""
    best = -1e9
    for style in range(curves.others.shape[0]):
        total = most_at(curves, style, 1.0, bare, 1.0, 0.0, 0.0) + step_at(curves, style, 10, 1.0)
        total += step_at(curves, style, 14, 1.0)
        # a share is worth most at the top: what is not met of it costs nothing but its points
        if formed[style]:
            total += step_at(curves, style, 12, 1.0)
        best = max(best, total)
    return best


def falls_short(
    brief: Any, words: Any, begin: Any, end: Any, curves: Any, unmet: Any, persons: Any, bare: Any, formed: Any,
    least: Any,
) -> Any:  # fmt: skip
    """Whether a reading falls short of what is needed whatever the name: `SHORT`, `CLOSER` or `SEVERAL`.

    `brief`: of each word, see `sieve_meet.LEFT`; `words`: the reading's from `begin` to `end`; `unmet`: from
    `least_unmet`.
    """
    left = left_rare = lacks = forms = telling = shared = bits = adds = adds_rare = 0.0
    like = counts = lightly = many = weighs = 0.0
    for k in range(begin, end):
        row = brief[words[k]]
        left += row[LEFT]
        left_rare += row[LEFT_RARE]
        lacks += row[LACKS]
        forms += row[FORMS]
        telling += row[TELLING]
        shared += row[SHARES]
        bits += row[SHARES_BITS]
        adds += row[ADDS]
        adds_rare += row[ADDS_RARE]
        like = max(like, row[LIKE])
        counts = max(counts, row[COUNTS])
        lightly = max(lightly, row[LIGHTLY])
        many = max(many, row[MANY])
        weighs = max(weighs, row[WEIGHS])
    if many > 0.0:
        return SEVERAL
    if lacks <= 0.5:
        return CLOSER  # it may name somebody outright
    form_alone = forms / (forms + adds) if forms > 0.0 else 0.0
    named = like + (1.0 - like) * bare
    cover = (shared + forms) / (shared / like + forms + left) if shared > 0.0 else 0.0
    if forms > 0.0:
        cover = max(cover, forms / (forms + left))
    for style in range(curves.others.shape[0]):
        if style == 0 and not persons:
            continue
        same = step_at(curves, style, 12, 1.0) if forms > 0.0 and formed[style] else 0.0
        if telling == 1.0:
            same += step_at(curves, style, 14, 1.0)
        if shared > 0.0:
            worst = 1.0 if lightly > 0.0 else counts
            if same + most_at(curves, style, cover, named, worst, bits, max(0.0, left_rare - 1e-9)) >= least:
                return CLOSER
        if telling == 0.0:
            return CLOSER
        if unmet >= least:
            total = same + most_at(curves, style, form_alone, bare, 1.0, 0.0, max(0.0, adds_rare - 1e-9))
            total += step_at(curves, style, 10, 1.0) + step_at(curves, style, 6, weighs)
            if total >= least:
                return CLOSER
    return SHORT
