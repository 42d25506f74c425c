"""The inner loops of the sieve, in the subset that numba compiles. Every number here is a bound, never a score.

`sieve` compiles them together with `letters.distance`; the bounds and why they hold are told there.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from licet.match.arrays import GENERIC, LEGAL, NOISE, NUMBER, PARTICLE, PLACE
from licet.match.letters import MAX_LETTERS, ROWS, distance

__all__ = ["AGAIN", "INLINED", "LIGHT", "SCALE", "STARTS", "apart", "meet", "paid", "reach"]

#: Functions that are compiled into their callers: handing bundles of arrays over costs more than they do.
INLINED = (
    "quickly",
    "total_of",
    "points_at",
    "shared_by",
    "note",
    "whole_of",
    "joins",
    "may_be_one",
    "joined_by",
)

#: Likenesses are kept as whole numbers of this part, rounded up.
SCALE = 250.0
#: A bare initial: it counts for little and never for the worst word.
STARTS = 255
#: Words less alike than this never meet (the kernel's line is 0.58).
_LEAST = 0.575
#: Of a pair of words that weighs less than this the likeness does not count for the worst word (`summarise`: 0.12).
LIGHT = 0.125
#: Words whose missing vowels cost more than this are readings of Han characters (`meet.SPOKEN`).
_SPOKEN = 0.7
#: Neighbours taken for one word differ by no more than this or this part of their length, and by no more than that
#: part (`align`: 1.05, 0.145 of long ones, 0.16).
_JOINED, _JOINED_LONG, _JOINED_PART = 1.06, 0.15, 0.165
#: What a letter pays at most that repeats the one before it, and two that changed places (`letters.distance`).
AGAIN = np.float32(0.3)
TURNED = np.float32(0.7)
#: More than any word costs.
FAR = np.float32(100.0)
#: The likeness from which words count as the same for a name that is named outright (`outright`: 0.94, of a long brand 0.84).
_OUTRIGHT = 0.83
#: Columns of what a reading meets in one name: weight, rarity, weight and rarity no longer over, words.
QUICK = 5
#: What may be left over of either name that is named outright (`outright`: 0.05 and 0.62).
_OVER_QUERY, _OVER_NAME = 0.055, 0.65


def same_group(a: Any, b: Any) -> Any:
    """Whether two words belong to one group of the lexicon."""
    for i in range(4):
        if a[i] == 0:
            return False
        for j in range(4):
            if b[j] == a[i]:
                return True
    return False


def short_of(a: Any, a0: Any, a1: Any, b: Any, b0: Any, b1: Any) -> Any:
    """Whether one word may be a beginning or an abbreviation of another: its letters stand in it in order."""
    if a1 - a0 < 2 or a1 - a0 >= b1 - b0 or a[a0] != b[b0]:
        return False
    at = a0
    for k in range(b0, b1):
        if at < a1 and b[k] == a[at]:
            at += 1
    return at == a1


def paid(letters: Any, swap: Any, cost: Any) -> None:
    """What each letter of some words of one length pays to be another: `cost[place, other, word]`.

    `letters[place, word]`; column 0 is to go, for at most `AGAIN` where the letter repeats the one before.
    """
    for k in range(letters.shape[0]):
        for y in range(swap.shape[1]):
            for t in range(letters.shape[1]):
                cost[k, y, t] = swap[letters[k, t], y]
        if k > 0:
            for t in range(letters.shape[1]):
                if letters[k, t] == letters[k - 1, t]:
                    cost[k, 0, t] = min(cost[k, 0, t], AGAIN)


def apart(cost: Any, start: Any, letters: Any, come: Any, rows: Any, out: Any) -> None:
    """How far some words of one length are at least from each listed word: every edit at its cheapest.

    All words at once, so that the processor does eight in one step. `come[letter]` is what a letter costs that is
    new, `rows` scratch; `out[listed, word]`.
    """
    count, size = cost.shape[2], cost.shape[0]
    for u in range(start.shape[0] - 1):
        begin, other = start[u], start[u + 1] - start[u]
        if size * 2 <= other or other * 2 <= size:
            continue
        before, last, row = 0, 1, 2
        rows[last, 0, :count] = 0.0
        for j in range(other):
            y = letters[begin + j]
            new = come[y]
            if j > 0 and letters[begin + j - 1] == y:
                new = min(new, AGAIN)
            rows[last, j + 1, :count] = rows[last, j, :count] + new
        for k in range(size):
            gone = cost[k, 0]
            rows[row, 0, :count] = rows[last, 0, :count] + gone
            for j in range(other):
                y = letters[begin + j]
                new = come[y]
                if j > 0 and letters[begin + j - 1] == y:
                    new = min(new, AGAIN)
                cells(rows[last, j], rows[last, j + 1], rows[row, j], rows[row, j + 1], cost[k, y], gone, new)
                if k > 0 and j > 0:
                    x = letters[begin + j - 1]
                    turned(rows[before, j - 1], cost[k, x], cost[k - 1, y], rows[row, j + 1])
            before, last, row = last, row, before
        out[u] = rows[last, other, :count]


def cells(corner: Any, above: Any, left: Any, out: Any, swap: Any, gone: Any, new: Any) -> None:
    """One cell of the distance, of all words: a letter changed, gone or new."""
    for t in range(swap.shape[0]):
        best = corner[t] + swap[t]
        step = above[t] + gone[t]
        best = step if step < best else best
        step = left[t] + new
        out[t] = step if step < best else best


def turned(corner: Any, one: Any, two: Any, out: Any) -> None:
    """The same where two letters changed places: both must be the other's."""
    for t in range(one.shape[0]):
        step = corner[t] + TURNED + (one[t] + two[t]) * FAR
        out[t] = step if step < out[t] else out[t]


def meet(
    v: Any, w: Any, chosen: Any, spelt: Any, spoken: Any, pair_start: Any, pair_letters: Any, pair_class: Any,
    pair_near: Any, pair_at: Any, rows: Any, sims: Any, glued: Any,
) -> None:  # fmt: skip
    """For some of the parties' words: how well each may meet each listed word, at most.

    `v` and `w` are `sieve.Words` of the parties and of the index; `spelt[listed, word]` and `spoken` the least that
    their letters and sounds are apart. `glued` tells whether a word may be neighbouring listed words written as one.
    """
    listed = w.kind.shape[0]
    for row in range(chosen.shape[0]):
        t = chosen[row]
        a0, a1 = v.start[t], v.start[t + 1]
        size, kind = a1 - a0, v.kind[t]
        for u in range(listed):
            b0, b1 = w.start[u], w.start[u + 1]
            if v.hash[t] == w.hash[u]:
                sims[row, u] = 250
                continue
            if kind == LEGAL or w.kind[u] == LEGAL or size == 0 or b1 == b0:
                continue
            if v.groups[t, 0] != 0 and same_group(v.groups[t], w.groups[u]):
                sims[row, u] = 243
                continue
            other = b1 - b0
            if size == 1 or other == 1:
                if size == 1 and other == 1:
                    sims[row, u] = 200
                elif v.letters[a0] == w.letters[b0]:
                    sims[row, u] = STARTS
                continue
            if kind == NUMBER and w.kind[u] == NUMBER:
                continue
            best = 0.0
            if v.letters[a0] == w.letters[b0]:
                if short_of(v.letters, a0, a1, w.letters, b0, b1):
                    best = 0.6 + 0.3 * size / other
                elif short_of(w.letters, b0, b1, v.letters, a0, a1):
                    best = 0.6
            if v.bones[t] != 0 and v.bones[t] == w.bones[u]:
                best = max(best, 0.8)
            if size * 2 > other and other * 2 > size:
                scale = 0.5 * (size + other)
                cost = spelt[u, row]
                if v.vowel[t] > _SPOKEN:
                    cost *= 2.0
                elif v.sound_start[t + 1] - v.sound_start[t] > 2:
                    cost = min(cost, 0.3 + spoken[u, row])
                best = max(best, 1.0 - cost / scale)
            if best >= _LEAST:
                sims[row, u] = min(250, int(best * SCALE) + 1)
        if kind == LEGAL or size < 3 or size + 2 >= pair_at.shape[0]:
            continue
        for p in range(pair_at[size - 1], pair_at[size + 2]):
            if may_be_one(v.classes[t], pair_class[p], size) and one_word(
                v.letters,
                a0,
                a1,
                pair_letters,
                pair_start[p],
                pair_start[p + 1],
                pair_near[p],
                v.vowel[t],
                rows,
            ):
                glued[t] = 1
                break


def may_be_one(a: Any, b: Any, size: Any) -> Any:
    """Whether few enough classes of letters are in one of two words alone: each costs half a point at least."""
    more = a & ~b
    less = b & ~a
    for _ in range(int(joined_by(size + 1) / 0.5)):
        more = more & (more - 1)
        less = less & (less - 1)
    return more == 0 and less == 0


def joined_by(size: Any) -> Any:
    """By how much words of so many letters may differ and still be taken for one."""
    return min(max(_JOINED, _JOINED_LONG * size), _JOINED_PART * size)


def one_word(a: Any, a0: Any, a1: Any, b: Any, b0: Any, b1: Any, near: Any, vowel: Any, rows: Any) -> Any:
    """Whether two runs of letters are so near that neighbours may be taken for one word."""
    most = joined_by(max(a1 - a0, b1 - b0))
    if far_apart(a, a0, a1, near, most):
        return False
    return distance(a, a0, a1, b, b0, b1, vowel, most, rows) <= most


def far_apart(letters: Any, begin: Any, end: Any, near: Any, most: Any) -> Any:
    """Whether letters pay more than `most` even if each becomes the nearest letter of the other word, or goes."""
    cost = 0.0
    for k in range(begin, end):
        if near[letters[k]] > 0.0:
            again = k > begin and letters[k] == letters[k - 1]
            cost += min(near[letters[k]], 0.3) if again else near[letters[k]]
            if cost > most:
                return True
    return False


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


def joins(v: Any, words: Any, w: Any, by_size: Any, size_at: Any, near: Any, flat: Any, rows: Any) -> Any:
    """Whether two to four neighbours of a reading, written as one, may be a listed word."""
    for k in range(words.shape[0] - 1):
        size = 0
        classes = 0
        for span in range(min(4, words.shape[0] - k)):
            t = words[k + span]
            if v.kind[t] == LEGAL:
                break
            for at in range(v.start[t], v.start[t + 1]):
                if size < MAX_LETTERS:
                    flat[size] = v.letters[at]
                    size += 1
            classes = classes | v.spelling[t]
            if span == 0 or size < 4 or size + 2 >= size_at.shape[0]:
                continue
            for place in range(size_at[size - 1], size_at[size + 2]):
                u = by_size[place]
                if may_be_one(classes, w.spelling[u], size) and one_word(
                    flat, 0, size, w.letters, w.start[u], w.start[u + 1], near[u], 0.5, rows
                ):
                    return True
    return False


def reach(
    v: Any, w: Any, names: Any, curves: Any, readings: Any, first: Any, last: Any, glued: Any, most: Any,
    may: Any,
) -> None:  # fmt: skip
    """Mark the readings from `first` to `last` whose score with one listed name may reach what is needed.

    `readings`: `sieve.Readings`, the words of each reading and which listed words each may meet; `names`: the
    listed names; `curves`: what each bounded feature adds, and what all others may add at most; `most`: from
    `most_of`.
    """
    count = names.start.shape[0] - 1
    quick = np.zeros((count, QUICK))
    whole = np.zeros(QUICK)
    persons = np.zeros(QUICK)
    seen = np.full(count, -1, dtype=np.int64)
    by = np.full(count, -1, dtype=np.int64)
    touched = np.zeros(count, dtype=np.int64)
    sims = np.zeros((64, w.kind.shape[0]), dtype=np.uint8)
    rows = np.zeros(ROWS)
    flat = np.zeros(MAX_LETTERS + 2, dtype=np.uint8)
    work = np.zeros((4, 64))
    values = np.zeros(curves.knots.shape[0])
    for r in range(first, last):
        words = readings.words[readings.start[r] : readings.start[r + 1]]
        if words.shape[0] > 60:
            may[r] = 1
            continue
        need = curves.need[readings.born[r]]
        own = whole_of(v, words)
        whole[:] = 0.0
        persons[:] = 0.0
        if joins(v, words, w, names.by_size, names.size_at, names.near, flat, rows):
            may[r] = 1
        for k in range(words.shape[0]):
            t = words[k]
            if glued[t]:
                may[r] = 1
            if most[t, 0] > 0.0:
                note(whole, v.over[t], v.must[t], v.idf[t], most[t, 0], most[t, 1])
                if most[t, 2] > 0.0:
                    note(persons, v.over[t], v.must[t], v.idf[t], most[t, 2], most[t, 3])
        best = quickly(names, curves, own, whole, values, 1)
        if names.persons[0] == 1:
            best = max(best, quickly(names, curves, own, persons, values, 0))
        if may[r] == 1 or (best < need and own[3] - whole[4] > 0.5):
            continue  # no name is shared more than all of them together are
        have = 0
        for k in range(words.shape[0]):
            t = words[k]
            over, must = v.over[t], v.must[t]
            for at in range(readings.meet_start[t], readings.meet_start[t + 1]):
                u, got = readings.meet_word[at], readings.meet_like[at]
                sims[k, u] = got
                if v.kind[t] == LEGAL:
                    continue
                shared, bits = shared_by(v, w, t, u, got)
                for place in range(names.of_start[u], names.of_start[u + 1]):
                    n = names.of[place]
                    if seen[n] != r:
                        seen[n] = r
                        by[n] = -1
                        touched[have] = n
                        have += 1
                        quick[n] = 0.0
                    if by[n] != k:
                        by[n] = k
                        note(quick[n], over, must, v.idf[t], shared, bits)
                    else:
                        note(quick[n], 0.0, 0.0, 0.0, shared, bits)
        for k in range(have):
            n = touched[k]
            style = 1 if own[5] > 0.0 and names.unsure[n] else names.style[n]
            if own[3] - quick[n, 4] > 0.5 and quickly(names, curves, own, quick[n], values, style) < need:
                continue
            if reaches(v, w, names, curves, words, n, sims, work, values, style, need):
                may[r] = 1
                break
        if may[r] == 0:  # a name that nothing is met of
            whole[:] = 0.0
            best = quickly(names, curves, own, whole, values, 1)
            if names.persons[0] == 1:
                best = max(best, quickly(names, curves, own, whole, values, 0))
            may[r] = best >= need
        for k in range(words.shape[0]):
            t = words[k]
            for at in range(readings.meet_start[t], readings.meet_start[t + 1]):
                sims[k, readings.meet_word[at]] = 0


def most_of(v: Any, w: Any, names: Any, readings: Any, most: Any) -> None:
    """Of each word what weight and rarity it shares at most with any listed word; the same with words of persons."""
    for t in range(v.kind.shape[0]):
        if v.kind[t] != LEGAL:
            for at in range(readings.meet_start[t], readings.meet_start[t + 1]):
                u = readings.meet_word[at]
                shared, bits = shared_by(v, w, t, u, readings.meet_like[at])
                most[t, 0], most[t, 1] = max(most[t, 0], shared), max(most[t, 1], bits)
                if names.of_person[u]:
                    most[t, 2], most[t, 3] = max(most[t, 2], shared), max(most[t, 3], bits)


def shared_by(v: Any, w: Any, t: Any, u: Any, got: Any) -> Any:
    """What of their weight and of their rarity two words share at most."""
    like = 0.75 if got == STARTS else got / SCALE
    return like * min(v.mass[t], w.mass[u]), like * min(v.idf[t], w.idf[u])


def note(met: Any, over: Any, must: Any, idf: Any, shared: Any, bits: Any) -> None:
    """Note that a word may be met: what it shares, and that it is no longer over for sure."""
    met[0] += shared
    met[1] += bits
    met[2] += over
    met[3] += idf * min(over, 1.0)
    met[4] += must


def over_of(v: Any) -> None:
    """What each word weighs that is over, and whether a name that is named outright must have it met."""
    for t in range(v.kind.shape[0]):
        kind, mass = v.kind[t], v.mass[t]
        if kind == NOISE or kind == LEGAL or kind == PLACE:
            mass *= 0.3
        must = kind != LEGAL and kind != NOISE and v.place[t] == 0 and mass > _OVER_QUERY
        v.over[t], v.must[t] = mass, 1.0 if must else 0.0


def whole_of(v: Any, words: Any) -> Any:
    """Of a reading: what is over and how rare it is if nothing is met, the weight of its forms, how many words must
    be met for a name named outright, how many of its words tell, whether one is of business, and the heaviest that is over.
    """
    left = rare = forms = musts = telling = business = heaviest = 0.0
    for k in range(words.shape[0]):
        t = words[k]
        if v.kind[t] == LEGAL or v.kind[t] == GENERIC:
            business = 1.0
        over = v.over[t]
        musts += v.must[t]
        if v.kind[t] == LEGAL:
            forms += v.mass[t]
            continue
        left += over
        if v.kind[t] != NOISE:
            heaviest = max(heaviest, over)
            rare += v.idf[t] * min(over, 1.0)
            if v.kind[t] != PARTICLE:
                telling += 1.0
    return left, rare, forms, musts, telling, business, heaviest


def quickly(names: Any, curves: Any, own: Any, met: Any, values: Any, style: Any) -> Any:
    """The most that a score with one name can be, from the reading's side alone: what all its words may meet there."""
    left, rare, forms, _, telling, _, heaviest = own
    over = max(0.0, left - met[2])
    share = met[0] + forms
    values[:] = 0.0
    values[0] = share / (share + over) if share > 0.0 else 0.0
    values[1], values[3] = 1.0, 1.0
    if met[0] == 0.0:  # none of its words is met, legal forms aside
        values[1], values[6] = names.bare[0], heaviest
        values[10] = 1.0 if telling > 0.0 else 0.0
    values[2] = min(values[0], values[1])
    values[4] = values[5] = met[1]
    values[8] = max(0.0, rare - met[3] - 1e-9)
    values[12] = 1.0 if forms > 0.0 and names.formed[style] else 0.0
    values[14] = 1.0 if telling == 1.0 else 0.0
    return total_of(curves, style, values)


def reaches(
    v: Any, w: Any, names: Any, curves: Any, words: Any, n: Any, sims: Any, work: Any, values: Any, style: Any,
    need: Any,
) -> Any:  # fmt: skip
    """Whether a reading and one listed name may be a hit: by score, or named outright."""
    theirs = names.words[names.start[n] : names.start[n + 1]]
    outright = bounds(v, w, words, theirs, sims, work, 0.0, 1.0, values)
    may = total_of(curves, style, values) + names.extra[n, style] >= need
    if not (may or outright):
        return False
    for level in range(curves.levels.shape[1] - 1):
        if not may:
            break
        least, most = curves.levels[style, level], curves.levels[style, level + 1]
        if most <= least:
            break
        bounds(v, w, words, theirs, sims, work, least, most, values)
        if total_of(curves, style, values) + names.extra[n, style] >= need:
            return True
    return outright and bounds(v, w, words, theirs, sims, work, _OUTRIGHT, 1.0, values)


def total_of(curves: Any, style: Any, values: Any) -> Any:
    """The most that a score can be (log-odds) with the bounded features at these values."""
    total = curves.others[style]
    for f in range(values.shape[0]):
        if values[f] != 0.0:
            total += points_at(curves.knots[f], curves.points[f, style], curves.sizes[f], values[f])
    return total


def bounds(
    v: Any, w: Any, words: Any, theirs: Any, sims: Any, work: Any, least: Any, most: Any, out: Any
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
        kind, mass = v.kind[t], v.mass[t]
        like = weight = bits = 0.0
        for c in range(theirs.shape[0]):
            u = theirs[c]
            got = sims[k, u]
            if got == 0:
                continue
            starts = got == STARTS
            value = 0.75 if starts else got / SCALE
            both = min(mass, w.mass[u] * (0.5 if starts else 1.0))
            if not starts and both > LIGHT and value < least:
                continue
            like, weight = max(like, value), max(weight, both)
            bits = max(bits, min(v.idf[t], w.idf[u]) * value * (0.35 if starts else 1.0))
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
            if v.place[t] == 0 and mass > _OVER_QUERY:
                outright = False
    c_left = c_heaviest = c_rare = c_head = 0.0
    c_form = c_number = False
    leading = True
    for c in range(theirs.shape[0]):
        u = theirs[c]
        kind, mass = w.kind[u], w.mass[u]
        c_form = c_form or kind == LEGAL
        like = 0.0
        for k in range(words.shape[0]):
            got = sims[k, u]
            if got == 0:
                continue
            starts = got == STARTS
            value = 0.75 if starts else got / SCALE
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
                c_rare += w.idf[u] * min(mass, 1.0)
                c_number = c_number or kind == NUMBER
                if leading and kind == 0:
                    c_head = mass
                if w.place[u] == 0 and mass > _OVER_NAME:
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
    out[14] = 1.0 if telling == 1 and theirs.shape[0] >= 3 else 0.0
    out[15] = 1.0 if q_number and c_number else 0.0
    out[16] = 1.0 if q_number or c_number else 0.0
    return outright and met > 0
