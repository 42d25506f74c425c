"""What names may score at most, by what their words may meet, in the subset that numba compiles.

Every number here is a bound, never a score: `sieve` tells why they hold. `quickly` knows the words of one reading
alone, `bounds` those of both names.
"""

from __future__ import annotations

from typing import Any

from licet.match.arrays import IS_PLACE, KIND, LEGAL, NOISE, NUMBER, PARTICLE, PLACE
from licet.match.sieve_meet import (
    _OVER_QUERY,
    FORM,
    GLUED,
    HEAVY,
    JOINED,
    LIGHT,
    OVER,
    RARE,
    STARTS,
    TELLS,
    alike_of,
)

__all__ = ["bounds", "quickly", "total_of", "whole_of"]

#: What may be left over of the listed name that is named outright (`outright`: 0.62).
_OVER_NAME = 0.65


def points_at(knots: Any, points: Any, size: Any, value: Any) -> Any:
    """The points of a curve at a value, less those at zero: straight lines between knots, level beyond the ends."""
    if value <= knots[0]:
        return points[0]
    for k in range(1, size):
        if value < knots[k]:
            share = (value - knots[k - 1]) / (knots[k] - knots[k - 1])
            return points[k - 1] + share * (points[k] - points[k - 1])
    return points[size - 1]


def total_of(curves: Any, style: Any, values: Any) -> Any:
    """The most that a score can be (log-odds) with the bounded features at these values."""
    total = curves.others[style]
    for f in range(values.shape[0]):
        if values[f] != 0.0:
            total += points_at(curves.knots[f], curves.points[f, style], curves.sizes[f], values[f])
    return total


def covered(likes: Any, masses: Any, count: Any, left: Any) -> Any:
    """The greatest share of a name's weight that may be met, `left` being what surely is not.

    Of words with likeness s and weight m the share is sum(m s) / (sum(m) + left). Whatever the best choice of
    words is, it is all those more alike than the share itself: so the best beginning, most alike first.
    """
    best = 0.0
    for k in range(count):
        if likes[k] <= best:
            continue
        met, total = 0.0, left
        for j in range(count):
            if likes[j] >= likes[k]:
                met += masses[j] * likes[j]
                total += masses[j]
        if total > 0.0:
            best = max(best, met / total)
    return best


def whole_of(told: Any, words: Any, own: Any) -> None:
    """What a reading adds up of its words, into `own`: see `sieve_meet.OVER`."""
    own[:] = 0.0
    for k in range(words.shape[0]):
        t = words[k]
        for column in range(HEAVY):
            own[column] += told[t, column]
        own[HEAVY] = max(own[HEAVY], told[t, HEAVY])
        own[GLUED] = max(own[GLUED], told[t, GLUED])


def quickly(
    bare: Any, formed: Any, curves: Any, own: Any, met: Any, worst: Any, values: Any, style: Any, least: Any
) -> Any:  # fmt: skip
    """Whether a score with one name can be `least`, from the reading's side alone: what all its words may meet there.

    A word that is met with likeness s has 1/s times the weight that it shares; legal forms meet whole.
    """
    over, forms, alike = max(0.0, own[OVER] - met[2]), own[FORM], met[5]
    cover = 0.0
    if met[0] > 0.0:
        cover = (met[0] + forms) / (met[0] / alike + forms + over)
    if forms > 0.0:
        cover = max(cover, forms / (forms + over))
    named = alike + (1.0 - alike) * bare
    values[0], values[1], values[2], values[3] = cover, named, min(cover, named), worst
    values[6] = values[10] = 0.0
    if met[0] == 0.0:  # none of its words is met, legal forms aside
        values[3], values[6] = 1.0, own[HEAVY]
        values[10] = 1.0 if own[TELLS] > 0.0 else 0.0
    values[4] = met[1]
    values[5] = met[1] if named >= 0.96 else 0.0
    values[8] = max(0.0, own[RARE] - met[3] - 1e-9)
    values[12] = 1.0 if forms > 0.0 and formed[style] else 0.0
    values[14] = 1.0 if own[TELLS] == 1.0 else 0.0
    # each piece of evidence at its top, then what it is: most readings fall short after a few
    total = curves.most[style]
    for at in range(curves.quick.shape[0]):
        f = curves.quick[at]
        total += points_at(curves.knots[f], curves.points[f, style], curves.sizes[f], values[f])
        total -= curves.top[f, style]
        if total < least:
            return False
    return True


def bounds(
    v: Any, w: Any, words: Any, theirs: Any, sims: Any, work: Any, least: Any, most: Any, merged: Any, out: Any
) -> Any:  # fmt: skip
    """Bounds of the features of any alignment whose worst word that counts is `least` to `most` alike.

    `out` gets them in the order of `sieve.BOUNDED`; returns whether the names may be equal or one the other's brand.
    """
    q_like, q_mass, c_like, c_mass = work[0], work[1], work[2], work[3]
    met = c_met = 0
    left = heaviest = rare = shared = 0.0
    lost = telling = 0
    outright = True
    q_form = same_form = q_number = False
    for k in range(words.shape[0]):
        t = words[k]
        kind, mass = v.facts[t, KIND], v.mass[t]
        like = weight = bits = 0.0
        for c in range(theirs.shape[0]):
            u = theirs[c]
            got = sims[k, u]
            if got == 0:
                continue
            starts = got == STARTS
            value = alike_of(got)
            both = min(mass, w.word_mass[u] * (0.5 if starts else 1.0))
            if got == JOINED:
                like, weight, bits = (
                    1.0,
                    max(weight, mass, w.word_mass[u]),
                    max(bits, v.idf[t], w.word_idf[u]),
                )
                continue
            if not starts and both > LIGHT and value < least:
                continue
            like, weight = max(like, value), max(weight, both)
            bits = max(bits, min(v.idf[t], w.word_idf[u]) * value * (0.35 if starts else 1.0))
        if kind == LEGAL:
            q_form = True
            same_form = same_form or like > 0.0
        elif kind != NOISE and kind != PARTICLE:
            telling += 1
        if like > 0.0:
            q_like[met], q_mass[met] = like, weight
            met += 1
            if kind != LEGAL:
                shared += bits
            continue
        if kind == NOISE or kind == LEGAL or kind == PLACE:
            mass *= 0.3
        left += mass
        if kind != LEGAL and kind != NOISE:
            heaviest = max(heaviest, mass)
            rare += v.idf[t] * min(mass, 1.0)
            q_number = q_number or kind == NUMBER
            if kind != PARTICLE:
                lost += 1
            if v.facts[t, IS_PLACE] == 0 and mass > _OVER_QUERY:
                outright = False
    c_left = c_heaviest = c_rare = c_head = 0.0
    c_form = c_number = False
    leading = True
    for c in range(theirs.shape[0]):
        u = theirs[c]
        kind, mass = w.word_kind[u], w.word_mass[u]
        c_form = c_form or kind == LEGAL
        like = 0.0
        for k in range(words.shape[0]):
            got = sims[k, u]
            if got == 0:
                continue
            starts = got == STARTS
            value = alike_of(got)
            if starts or value >= least or min(v.mass[words[k]], mass) <= LIGHT:
                like = max(like, value)
        if like > 0.0:
            c_like[c_met], c_mass[c_met] = like, mass
            c_met += 1
        else:
            if kind == NOISE or kind == LEGAL:
                mass *= 0.3
            c_left += mass
            if kind != LEGAL and kind != NOISE:
                c_heaviest = max(c_heaviest, mass)
                c_rare += w.word_idf[u] * min(mass, 1.0)
                c_number = c_number or kind == NUMBER
                if leading and kind == 0:
                    c_head = mass
                if w.word_place[u] == 0 and mass > _OVER_NAME:
                    outright = False
        if kind == 0:
            leading = False
    share = lost / telling if telling > 0 else 0.0
    cover, c_cover = covered(q_like, q_mass, met, left), covered(c_like, c_mass, c_met, c_left)
    out[0], out[1], out[2] = cover, c_cover, min(cover, c_cover)
    out[3] = most
    out[4] = shared
    out[5] = shared if c_cover >= 0.96 else 0.0
    out[6], out[7], out[8], out[9] = heaviest, c_heaviest, rare, c_rare
    out[10] = share
    out[11] = c_head
    out[12] = 1.0 if q_form and c_form and same_form else 0.0
    out[13] = 1.0 if q_form and c_form and not same_form else 0.0
    out[14] = 1.0 if (telling == 1 or merged) and theirs.shape[0] >= 3 else 0.0
    out[15] = 1.0 if q_number and c_number else 0.0
    out[16] = 1.0 if q_number or c_number else 0.0
    return outright and met > 0
