"""Bounds: what the readings of many parties may score at most, in the subset that numba compiles.

Every number here is a bound, never a score. `sieve` compiles them; the bounds and why they hold are told there.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from licet.match.align import _SHORTEST, _SPAN
from licet.match.arrays import IS_PLACE, KIND, LEGAL, NOISE, NUMBER, PARTICLE, PLACE
from licet.match.letters import MAX_LETTERS, ROWS
from licet.match.sieve_held import hold_both, may_be_one
from licet.match.sieve_meet import (
    ALIKE,
    BITS,
    COUNTED,
    FORM,
    HEAVY,
    JOINED,
    LIGHT,
    MUST,
    OF_BUSINESS,
    OVER,
    RARE,
    SCALE,
    SHARED,
    SHARED_LIGHT,
    STARTS,
    TELLS,
    TOLD,
    USUAL,
    joins,
    lost_by,
    one_word,
    run_together,
)

__all__ = ["INLINED", "glance", "reach"]

#: Functions that are compiled into their callers: handing bundles of arrays over costs more than they do.
INLINED = (
    "likeness", "share_group", "shortened", "spelt_alike",
    "total_of", "points_at", "whole_of", "joined_by", "may_be_one", "beyond", "hold_both", "add_row", "weigh_word",
    "quickly", "is_same",
)  # fmt: skip

#: The likeness from which words count as the same for a name that is named outright (`outright`: 0.94, of a long brand 0.84).
_OUTRIGHT = 0.83
#: Readings of more words are asked.
MOST_WORDS = 60
#: A reading that is to be looked at name by name.
PERHAPS = 2
#: Columns of what a reading meets: weight, rarity, weight and rarity no longer over, words that must be met, how alike.
QUICK = 6
#: What may be left over of either name that is named outright (`outright`: 0.05 and 0.62).
_OVER_QUERY, _OVER_NAME = 0.055, 0.65


def points_at(knots: Any, points: Any, size: Any, value: Any) -> Any:
    """The points of a curve at a value, less those at zero: straight lines between knots, level beyond the ends."""
    if value <= knots[0]:
        return points[0]
    for k in range(1, size):
        if value < knots[k]:
            share = (value - knots[k - 1]) / (knots[k] - knots[k - 1])
            return points[k - 1] + share * (points[k] - points[k - 1])
    return points[size - 1]


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


def glance(
    v: Any, w: Any, listed: Any, curves: Any, readings: Any, first: Any, last: Any, told: Any, glued: Any,
    inside: Any, held: Any, may: Any,
) -> None:  # fmt: skip
    """Mark the readings from `first` to `last` that may reach what is needed by all that their words share with any name.

    Gives 1 to those that are asked whatever they score, `PERHAPS` to those that `reach` is to look at: no name is
    shared more than all of them together are.
    """
    # taken out of their bundles once: inside a loop that costs more than the loop
    start, words, born, mass, idf = readings.start, readings.words, readings.born, v.mass, v.idf
    need, persons, bare, formed = curves.need, listed.persons[0] == 1, listed.bare[0], listed.formed
    by_size, size_at, bit, sized, theirs, word_start, word_letters = (
        listed.by_size, listed.size_at, listed.bit_of, listed.sized, listed.held, w.word_start, w.word_letters
    )  # fmt: skip
    word_at, letters = v.start, v.letters
    rows = np.zeros(ROWS)
    flat = np.zeros(MAX_LETTERS + 2, dtype=np.uint8)
    values = np.zeros(curves.knots.shape[0])
    own = np.zeros(TOLD)
    met = np.zeros((3, QUICK))
    joined = np.zeros(MOST_WORDS, dtype=np.bool_)
    for r in range(first, last):
        begin, end = start[r], start[r + 1]
        if end - begin > MOST_WORDS:
            may[r] = 1
            continue
        whole_of(told, words[begin:end], own)
        for k in range(begin, end):
            joined[k - begin] = False
            if glued[words[k]]:
                may[r] = 1
        if may[r] == 1:
            continue
        least = need[born[r]]
        if perhaps(
            words,
            begin,
            end,
            told,
            mass,
            idf,
            joined,
            False,
            own,
            met,
            persons,
            bare,
            formed,
            curves,
            values,
            least,
        ):
            may[r] = PERHAPS
            continue
        # neighbours are looked at closely only where it would matter that they are one listed word
        if not side_by_side(inside, word_at, words, begin, end, sized, joined) or not perhaps(
            words,
            begin,
            end,
            told,
            mass,
            idf,
            joined,
            True,
            own,
            met,
            persons,
            bare,
            formed,
            curves,
            values,
            least,
        ):
            continue
        merged = False
        for k in range(begin, end):
            joined[k - begin] = False
        for k in range(begin, end - 1):
            if inside[words[k]] & inside[words[k + 1]] == 0:
                continue
            span = joinable(
                inside, held, word_at, letters, words, k, end, by_size, size_at, bit, sized, theirs, word_start,
                word_letters, flat, rows,
            )  # fmt: skip
            if span > 0:
                merged = True
                joined[k - begin : k - begin + span] = True
        if merged and perhaps(
            words,
            begin,
            end,
            told,
            mass,
            idf,
            joined,
            True,
            own,
            met,
            persons,
            bare,
            formed,
            curves,
            values,
            least,
        ):
            may[r] = PERHAPS


def perhaps(
    words: Any, begin: Any, end: Any, told: Any, mass: Any, idf: Any, joined: Any, merged: Any, own: Any, met: Any,
    persons: Any, bare: Any, formed: Any, curves: Any, values: Any, least: Any,
) -> Any:  # fmt: skip
    """Whether a reading may reach what is needed, or name outright, by all that its words share with any name.

    `joined`: which of its words are taken for one listed word with others; `merged`: whether any are. `met`: scratch.
    """
    met[:] = 0.0
    counted = 0.0
    for k in range(begin, end):
        t = words[k]
        counted = max(counted, 1.0 if joined[k - begin] else told[t, COUNTED])
        for which in range(3):
            shared, bits, alike = told[t, SHARED + which], told[t, BITS + which], told[t, ALIKE]
            if joined[k - begin] and which < 2:
                shared, bits, alike = max(mass[t], shared), max(idf[t], bits), 1.0
            elif shared == 0.0:
                continue
            met[which, 0] += shared
            met[which, 1] += bits
            met[which, 2] += told[t, OVER]
            met[which, 3] += told[t, RARE]
            if joined[k - begin] or is_same(told[t, COUNTED], told[t, SHARED_LIGHT]):
                met[which, 4] += told[t, MUST]
            met[which, 5] = max(met[which, 5], alike)
    if own[MUST] - met[0, 4] <= 0.5:
        return True
    tells = own[TELLS]
    if merged:
        own[TELLS] = 1.0  # as one word they may tell less
    may = False
    # either a pair of words counts for the worst word, or only such as do not are met
    for style in range(2):
        if may or (style == 0 and not persons):
            continue
        if counted > 0.0:
            met_by = met[0] if style == 1 else met[1]
            may = quickly(bare, formed, curves, own, met_by, counted, values, style) >= least
        if not may:
            may = quickly(bare, formed, curves, own, met[2], 1.0, values, style) >= least
    own[TELLS] = tells
    return may


def side_by_side(inside: Any, start: Any, words: Any, begin: Any, end: Any, sized: Any, joined: Any) -> Any:
    """Mark the words that may be one listed word with their neighbours by their letters and their length alone."""
    some = False
    for k in range(begin, end - 1):
        these, size = inside[words[k]], start[words[k] + 1] - start[words[k]]
        for at in range(k + 1, min(k + _SPAN - 1, end)):
            these = these & inside[words[at]]
            size = min(size + start[words[at] + 1] - start[words[at]], MAX_LETTERS)
            if these == 0:
                break
            if size >= _SHORTEST and size + 2 < sized.shape[0] and these & sized[size] != 0:
                joined[k - begin : at - begin + 1] = True
                some = True
    return some


def is_same(counted: Any, light: Any) -> Any:
    """Whether a word may be met as one that is named outright: all but exactly, or where likeness does not count."""
    return counted >= _OUTRIGHT or light > 0.0


def joinable(
    inside: Any, held: Any, start: Any, letters: Any, words: Any, k: Any, end: Any, by_size: Any, size_at: Any,
    bit: Any, sized: Any, theirs: Any, word_start: Any, word_letters: Any, flat: Any, rows: Any,
) -> Any:  # fmt: skip
    """How many words from place k on may be one listed word together; 0 if none are."""
    t = words[k]
    these, have, size, found = inside[t], held[t], start[t + 1] - start[t], 0
    for span in range(2, min(_SPAN, end - k + 1)):
        t = words[k + span - 1]
        these, have = these & inside[t], hold_both(have, held[t])
        size = min(size + start[t + 1] - start[t], MAX_LETTERS)
        if these == 0:
            break
        if size < _SHORTEST or size + 2 >= size_at.shape[0] or these & sized[size] == 0:
            continue
        lost, filled = lost_by(size), False
        for place in range(size_at[size - 1], size_at[size + 2]):
            u = by_size[place]
            if these & bit[u] == 0 or not may_be_one(have, theirs[u], lost):
                continue
            if not filled:
                run_together(letters, start, words, k, k + span - 1, flat)
                filled = True
            if one_word(flat, 0, size, word_letters, word_start[u], word_start[u + 1], USUAL, rows):
                found = span
                break
    return found


def reach(
    v: Any, w: Any, listed: Any, curves: Any, readings: Any, first: Any, last: Any, told: Any, inside: Any,
    held: Any, may: Any,
) -> None:  # fmt: skip
    """Mark the readings from `first` to `last` whose score with one listed name may reach what is needed.

    `readings`: `sieve.Readings`, the words of each reading and which listed words each may meet; `listed`: the
    names; `curves`: what each bounded feature adds, and what all others may add at most; `told`, `glued`,
    `inside`: from `meet`.
    """
    count = w.name_start.shape[0] - 1
    quick = np.zeros((count, QUICK))
    own, whole = np.zeros(TOLD), np.zeros(QUICK)
    seen = np.full(count, -1, dtype=np.int64)
    by = np.full(count, -1, dtype=np.int64)
    touched = np.zeros(count, dtype=np.int64)
    sims = np.zeros((64, w.word_kind.shape[0]), dtype=np.uint8)
    rows = np.zeros(ROWS)
    flat = np.zeros(MAX_LETTERS + 2, dtype=np.uint8)
    work = np.zeros((4, 64))
    joined = np.zeros((16, 3), dtype=np.int64)
    values = np.zeros(curves.knots.shape[0])
    for r in range(first, last):
        if may[r] != PERHAPS:
            continue
        may[r] = 0
        words = readings.words[readings.start[r] : readings.start[r + 1]]
        need = curves.need[readings.born[r]]
        merged = joins(v, words, w, listed, inside, held, flat, rows, sims, joined)
        if merged < 0:
            may[r] = 1
            continue
        whole_of(told, words, own)
        have = 0
        for k in range(words.shape[0]):
            t = words[k]
            for at in range(readings.meet_start[t], readings.meet_start[t + 1]):
                u, got = readings.meet_word[at], readings.meet_like[at]
                if sims[k, u] != JOINED:
                    sims[k, u] = got
                if v.facts[t, KIND] == LEGAL:
                    continue
                alike = 0.75 if got == STARTS else got / SCALE
                shared, bits = alike * min(v.mass[t], w.word_mass[u]), alike * min(v.idf[t], w.word_idf[u])
                for place in range(listed.of_start[u], listed.of_start[u + 1]):
                    n = listed.of[place]
                    if seen[n] != r:
                        seen[n] = r
                        by[n] = -1
                        touched[have] = n
                        have += 1
                        quick[n] = 0.0
                    if by[n] != k:
                        by[n] = k
                        note(quick[n], told[t], shared, bits)
                    else:
                        quick[n, 0] += shared
                        quick[n, 1] += bits
                    quick[n, 5] = max(quick[n, 5], alike)
        for one in range(merged):
            u = joined[one, 2]
            for place in range(listed.of_start[u], listed.of_start[u + 1]):
                n = listed.of[place]
                if seen[n] != r:
                    seen[n] = r
                    touched[have] = n
                    have += 1
        for k in range(have):
            n = touched[k]
            style = 1 if own[OF_BUSINESS] > 0.0 and listed.unsure[n] else listed.style[n]
            if merged > 0:  # as one word they may tell less, or of business
                if reaches(v, w, listed, curves, words, n, sims, work, values, style, need, True) or (
                    listed.unsure[n]
                    and reaches(v, w, listed, curves, words, n, sims, work, values, 1, need, True)
                ):
                    may[r] = 1
                    break
                continue
            if (
                own[MUST] - quick[n, 4] > 0.5
                and quickly(listed.bare[0], listed.formed, curves, own, quick[n], 1.0, values, style) < need
            ):
                continue
            if reaches(v, w, listed, curves, words, n, sims, work, values, style, need, False):
                may[r] = 1
                break
        if may[r] == 0:  # a name that nothing is met of
            best = quickly(listed.bare[0], listed.formed, curves, own, whole, 1.0, values, 1)
            if listed.persons[0] == 1:
                best = max(best, quickly(listed.bare[0], listed.formed, curves, own, whole, 1.0, values, 0))
            may[r] = best >= need
        clear(words, readings, joined, merged, sims)


def clear(words: Any, readings: Any, joined: Any, merged: Any, sims: Any) -> None:
    """Forget what a reading met."""
    for k in range(words.shape[0]):
        t = words[k]
        for at in range(readings.meet_start[t], readings.meet_start[t + 1]):
            sims[k, readings.meet_word[at]] = 0
    for one in range(merged):
        for k in range(joined[one, 0], joined[one, 0] + joined[one, 1] + 1):
            sims[k, joined[one, 2]] = 0


def note(met: Any, told: Any, shared: Any, bits: Any) -> None:
    """Note that a word may be met: what it shares, and that it is no longer over for sure."""
    met[0] += shared
    met[1] += bits
    met[2] += told[OVER]
    met[3] += told[RARE]
    met[4] += told[MUST]


def whole_of(told: Any, words: Any, own: Any) -> None:
    """What a reading adds up of its words, into `own`: see `sieve_meet.OVER`."""
    own[:] = 0.0
    for k in range(words.shape[0]):
        t = words[k]
        for column in range(HEAVY):
            own[column] += told[t, column]
        own[HEAVY] = max(own[HEAVY], told[t, HEAVY])


def quickly(
    bare: Any, formed: Any, curves: Any, own: Any, met: Any, worst: Any, values: Any, style: Any
) -> Any:  # fmt: skip
    """The most that a score with one name can be, from the reading's side alone: what all its words may meet there.

    A word that is met with likeness s has 1/s times the weight that it shares; legal forms meet whole.
    """
    over, forms, alike = max(0.0, own[OVER] - met[2]), own[FORM], met[5]
    values[:] = 0.0
    if met[0] > 0.0:
        values[0] = (met[0] + forms) / (met[0] / alike + forms + over)
    if forms > 0.0:
        values[0] = max(values[0], forms / (forms + over))
    values[1], values[3] = alike + (1.0 - alike) * bare, worst
    if met[0] == 0.0:  # none of its words is met, legal forms aside
        values[3], values[6] = 1.0, own[HEAVY]
        values[10] = 1.0 if own[TELLS] > 0.0 else 0.0
    values[2] = min(values[0], values[1])
    values[4] = met[1]
    values[5] = met[1] if values[1] >= 0.96 else 0.0
    values[8] = max(0.0, own[RARE] - met[3] - 1e-9)
    values[12] = 1.0 if forms > 0.0 and formed[style] else 0.0
    values[14] = 1.0 if own[TELLS] == 1.0 else 0.0
    return total_of(curves, style, values)


def reaches(
    v: Any, w: Any, listed: Any, curves: Any, words: Any, n: Any, sims: Any, work: Any, values: Any, style: Any,
    need: Any, merged: Any,
) -> Any:  # fmt: skip
    """Whether a reading and one listed name may be a hit: by score, or named outright.

    `merged`: whether some of its words may be one word.
    """
    theirs = w.name_words[w.name_start[n] : w.name_start[n + 1]]
    outright = bounds(v, w, words, theirs, sims, work, 0.0, 1.0, merged, values)
    may = total_of(curves, style, values) + listed.extra[n, style] >= need
    if not (may or outright):
        return False
    for level in range(curves.levels.shape[1] - 1):
        if not may:
            break
        least, most = curves.levels[style, level], curves.levels[style, level + 1]
        if most <= least:
            break
        bounds(v, w, words, theirs, sims, work, least, most, merged, values)
        if total_of(curves, style, values) + listed.extra[n, style] >= need:
            return True
    return outright and bounds(v, w, words, theirs, sims, work, _OUTRIGHT, 1.0, merged, values)


def total_of(curves: Any, style: Any, values: Any) -> Any:
    """The most that a score can be (log-odds) with the bounded features at these values."""
    total = curves.others[style]
    for f in range(values.shape[0]):
        if values[f] != 0.0:
            total += points_at(curves.knots[f], curves.points[f, style], curves.sizes[f], values[f])
    return total


def bounds(
    v: Any,
    w: Any,
    words: Any,
    theirs: Any,
    sims: Any,
    work: Any,
    least: Any,
    most: Any,
    merged: Any,
    out: Any,
) -> Any:
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
            value = 0.75 if starts else min(1.0, got / SCALE)
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
            value = 0.75 if starts else min(1.0, got / SCALE)
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
