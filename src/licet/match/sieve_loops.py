"""The inner loops of the sieve, in the subset that numba compiles. Every number here is a bound, never a score.

`sieve` compiles them together with `letters.distance`; the bounds and why they hold are told there.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from licet.match.arrays import GENERIC, LEGAL, NOISE, NUMBER, PARTICLE, PLACE
from licet.match.letters import MAX_LETTERS, ROWS, distance

__all__ = ["AGAIN", "INLINED", "LIGHT", "SCALE", "STARTS", "apart", "meet", "near_all", "reach"]

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
    "near_all",
    "add_row",
    "lower_row",
    "add_times",
)

#: Likenesses are kept as whole numbers of this part, rounded up.
SCALE = 250.0
#: A bare initial: it counts for little and never for the worst word.
STARTS = 255
#: Neighbours that may be one listed word together: as it, with all its weight and rarity for each of them.
JOINED = 254
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


def near_all(
    letters: Any, begin: Any, end: Any, side: Any, come: Any, work: Any, low: Any, inside: Any
) -> None:
    """The least that a word's letters can be apart from each listed word, in whatever order: `low[listed]`.

    Each of its letters becomes one of the other word's or goes, each of the other's comes of one of its own or is
    new: the dearer sum of the two is a bound from below. Letters that repeat the one before are not counted.
    `side`: `sieve.Side`; `come`: what a new letter costs; `work`: scratch, two rows; `inside` gets the first sum
    alone, its first letter at no more than a repeated one costs.
    """
    back, other = work[0], work[1]
    low[:] = 0.0
    other[:] = 0.0
    inside[:] = 0.0
    for y in range(come.shape[0]):
        back[y] = come[y]
    for k in range(begin, end):
        x = letters[k]
        if k > begin and x == letters[k - 1]:
            continue
        add_row(low, side.near[x])
        lower_row(back, side.swap[x])
        if k == begin:
            for u in range(low.shape[0]):
                inside[u] = min(low[u], AGAIN) - low[u]
    add_row(inside, low)
    for y in range(1, come.shape[0]):
        if back[y] > 0.0:
            add_times(other, side.count[y], back[y])
    for u in range(low.shape[0]):
        low[u] = max(low[u], other[u])


def add_row(out: Any, row: Any) -> None:
    """Add one row to another."""
    for u in range(out.shape[0]):
        out[u] += row[u]


def lower_row(out: Any, row: Any) -> None:
    """The lesser of two rows."""
    for u in range(out.shape[0]):
        out[u] = row[u] if row[u] < out[u] else out[u]


def add_times(out: Any, row: Any, times: Any) -> None:
    """Add a multiple of one row to another."""
    for u in range(out.shape[0]):
        out[u] += row[u] * times


def apart(
    a: Any, a0: Any, a1: Any, b: Any, b0: Any, b1: Any, u: Any, side: Any, come: Any, most: Any, back: Any, rows: Any
) -> Any:  # fmt: skip
    """How far two words are at least apart, every edit at its cheapest; `FAR` where that is more than `most`.

    `side.swap[letter, other]` is what a letter pays to be another, in column 0 to go; `come[letter]` what one costs
    that is new; either at most `AGAIN` where the letter repeats the one before. What the letters still to come must
    cost (`near_all`) is counted ahead, so that most pairs are given up after a few letters. `rows` is scratch.
    """
    size, other = a1 - a0, b1 - b0
    before, last, row, new, rest, ahead = 0, 1, 2, 3, 4, 5
    rows[ahead, size] = 0.0
    for k in range(size - 1, -1, -1):
        x = a[a0 + k]
        again = k > 0 and a[a0 + k - 1] == x
        rows[ahead, k] = rows[ahead, k + 1] + (np.float32(0.0) if again else side.near[x, u])
    rows[rest, other] = 0.0
    for j in range(other - 1, -1, -1):
        y = b[b0 + j]
        again = j > 0 and b[b0 + j - 1] == y
        rows[rest, j] = rows[rest, j + 1] + (np.float32(0.0) if again else back[y])
        rows[new, j] = min(come[y], AGAIN) if again else come[y]
    rows[last, 0] = 0.0
    for j in range(other):
        rows[last, j + 1] = rows[last, j] + rows[new, j]
    least_before = np.float32(0.0)
    for k in range(size):
        x = a[a0 + k]
        earlier = a[a0 + k - 1] if k > 0 else x
        gone = side.swap[x, 0]
        if k > 0 and earlier == x:
            gone = min(gone, AGAIN)
        to_come = rows[ahead, k + 1]
        value = rows[last, 0] + gone
        rows[row, 0] = value
        least = value + max(to_come, rows[rest, 0])
        y_before = x
        for j in range(other):
            y = b[b0 + j]
            best = min(rows[last, j] + side.swap[x, y], rows[last, j + 1] + gone)
            best = min(best, value + rows[new, j])
            if x == y_before and y == earlier and k > 0 and j > 0:
                best = min(best, rows[before, j - 1] + TURNED)
            y_before = y
            value = best
            rows[row, j + 1] = value
            least = min(least, value + max(to_come, rows[rest, j + 1]))
        if least > most and least_before > most:
            return FAR
        least_before = least
        before, last, row = last, row, before
    return rows[last, other]


def meet(
    v: Any, w: Any, first: Any, last: Any, spelt: Any, spoken: Any, of_vowel: Any, pairs: Any, exact: Any, found: Any,
    out_word: Any, out_like: Any, out_count: Any, inside: Any, glued: Any,
) -> None:  # fmt: skip
    """For the parties' words from `first` to `last`: which listed words each may meet, how well at most.

    `v` and `w` are `sieve.Words` of the parties and of the index; `spelt` and `spoken` (`sieve.Side`) their letters
    and sounds; `of_vowel` which row of what a new letter costs holds for each word; `exact` whether a listed word has
    the word's hash (1) or its bones (2). `found`, `out_word`, `out_like`: what is met, from place `found[0]` on of as
    many as there is room for; `out_count` how much each word meets. `inside`: of which listed words the word may be a
    part, by number modulo 64. `glued`: whether a word may be neighbouring listed words written as one.
    """
    listed = w.kind.shape[0]
    low = np.zeros(listed, dtype=np.float32)
    heard = np.zeros(listed, dtype=np.float32)
    part = np.zeros(listed, dtype=np.float32)
    work = np.zeros((2, max(spelt.swap.shape[1], listed)), dtype=np.float32)
    again = np.zeros_like(work)
    grid = np.zeros((6, MAX_LETTERS + 2), dtype=np.float32)
    rows = np.zeros(ROWS)
    for t in range(first, last):
        a0, a1 = v.start[t], v.start[t + 1]
        size, kind = a1 - a0, v.kind[t]
        s0, s1 = v.sound_start[t], v.sound_start[t + 1]
        vowel = v.vowel[t]
        sounds = vowel <= _SPOKEN and s1 - s0 > 2
        near_all(v.letters, a0, a1, spelt, spelt.come[of_vowel[t]], work, low, part)
        mask = 0
        for u in range(listed):
            if part[u] <= spelt.joined[u]:
                mask |= 1 << (u & 63)
        inside[t] = mask
        if sounds and kind != LEGAL:
            near_all(v.sound, s0, s1, spoken, spoken.come[of_vowel[t]], again, heard, part)
        begun = found[0]
        for u in range(listed):
            if exact[t] & 1 and v.hash[t] == w.hash[u]:
                like = 250
            elif kind == LEGAL or w.kind[u] == LEGAL or size == 0 or spelt.size[u] == 0:
                continue
            elif v.groups[t, 0] != 0 and same_group(v.groups[t], w.groups[u]):
                like = 243
            elif size == 1 or spelt.size[u] == 1:
                if size == 1 and spelt.size[u] == 1:
                    like = 200
                elif v.letters[a0] == spelt.head[u]:
                    like = STARTS
                else:
                    continue
            elif kind == NUMBER and w.kind[u] == NUMBER:
                continue
            else:
                other = spelt.size[u]
                best = 0.0
                if v.letters[a0] == spelt.head[u]:
                    b0, b1 = w.start[u], w.start[u + 1]
                    if short_of(v.letters, a0, a1, w.letters, b0, b1):
                        best = 0.6 + 0.3 * size / other
                    elif short_of(w.letters, b0, b1, v.letters, a0, a1):
                        best = 0.6
                if exact[t] & 2 and v.bones[t] == w.bones[u]:
                    best = max(best, 0.8)
                if size * 2 > other and other * 2 > size:
                    scale = 0.5 * (size + other)
                    most = (1.0 - max(best, _LEAST)) * scale + 0.001
                    cost = FAR + 0.0
                    if vowel > _SPOKEN:
                        most *= 0.5
                    if low[u] <= most:
                        cost = apart(
                            v.letters, a0, a1, w.letters, w.start[u], w.start[u + 1], u, spelt,
                            spelt.come[of_vowel[t]], most, work[0], grid,
                        )  # fmt: skip
                    if vowel > _SPOKEN:
                        cost *= 2.0
                    elif (
                        sounds
                        and heard[u] + 0.3 <= min(most, cost)
                        and spoken.size[u] * 2 > s1 - s0
                        and (s1 - s0) * 2 > spoken.size[u]
                    ):
                        cost = min(
                            cost,
                            0.3 + apart(
                                v.sound, s0, s1, w.sound, w.sound_start[u], w.sound_start[u + 1], u, spoken,
                                spoken.come[of_vowel[t]], most - 0.3, again[0], grid,
                            ),
                        )  # fmt: skip
                    best = max(best, 1.0 - cost / scale)
                if best < _LEAST:
                    continue
                like = min(250, int(best * SCALE) + 1)
            if found[0] < out_word.shape[0]:
                out_word[found[0]], out_like[found[0]] = u, like
            found[0] += 1
        out_count[t] = found[0] - begun
        if kind == LEGAL or size < 3 or size + 2 >= pairs.at.shape[0]:
            continue
        for p in range(pairs.at[size - 1], pairs.at[size + 2]):
            if may_be_one(v.classes[t], pairs.classes[p], size) and one_word(
                v.letters, a0, a1, pairs.letters, pairs.start[p], pairs.start[p + 1], pairs.near[p], vowel, rows
            ):  # fmt: skip
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


def joins(
    v: Any, words: Any, w: Any, names: Any, inside: Any, flat: Any, rows: Any, sims: Any, joined: Any
) -> Any:  # fmt: skip
    """Which neighbours of a reading, two to four written as one, may be a listed word.

    Marks `JOINED` in `sims` and puts place, span and listed word in `joined`; returns how many there are, -1 for more
    than there is room for, or where they may be a legal form. `inside`: of which listed words each word may be a
    part, by number modulo 64 (`meet`).
    """
    count = 0
    for k in range(words.shape[0] - 1):
        size = 0
        classes = 0
        parts = -1
        for span in range(min(4, words.shape[0] - k)):
            t = words[k + span]
            if v.kind[t] == LEGAL:
                break
            parts = parts & inside[t]
            if parts == 0 and v.start[t + 1] - v.start[t] < MAX_LETTERS - size:
                break  # nor are they with more words added
            for at in range(v.start[t], v.start[t + 1]):
                if size < MAX_LETTERS:
                    flat[size] = v.letters[at]
                    size += 1
            classes = classes | v.spelling[t]
            if span == 0 or size < 4 or size + 2 >= names.size_at.shape[0]:
                continue
            for place in range(names.size_at[size - 1], names.size_at[size + 2]):
                u = names.by_size[place]
                if may_be_one(classes, w.spelling[u], size) and one_word(
                    flat, 0, size, w.letters, w.start[u], w.start[u + 1], names.near[u], 0.5, rows
                ):
                    if count >= joined.shape[0] or w.kind[u] == LEGAL:
                        return -1
                    joined[count, 0], joined[count, 1], joined[count, 2] = k, span, u
                    count += 1
    for one in range(count):
        for k in range(joined[one, 0], joined[one, 0] + joined[one, 1] + 1):
            sims[k, joined[one, 2]] = JOINED
    return count


def reach(
    v: Any, w: Any, names: Any, curves: Any, readings: Any, first: Any, last: Any, glued: Any, inside: Any,
    most: Any, may: Any,
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
    joined = np.zeros((16, 3), dtype=np.int64)
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
        merged = joins(v, words, w, names, inside, flat, rows, sims, joined)
        if merged < 0:
            may[r] = 1
            continue
        for one in range(merged):
            u = joined[one, 2]
            for k in range(joined[one, 0], joined[one, 0] + joined[one, 1] + 1):
                t = words[k]
                note(whole, v.over[t], v.must[t], v.idf[t], w.mass[u], w.idf[u])
                note(persons, v.over[t], v.must[t], v.idf[t], w.mass[u], w.idf[u])
        for k in range(words.shape[0]):
            t = words[k]
            if glued[t]:
                may[r] = 1
            if most[t, 0] > 0.0:
                note(whole, v.over[t], v.must[t], v.idf[t], most[t, 0], most[t, 1])
                if most[t, 2] > 0.0:
                    note(persons, v.over[t], v.must[t], v.idf[t], most[t, 2], most[t, 3])
        best = need
        if merged == 0:
            best = quickly(names, curves, own, whole, values, 1)
            if names.persons[0] == 1:
                best = max(best, quickly(names, curves, own, persons, values, 0))
        if may[r] == 1 or (best < need and own[3] - whole[4] > 0.5):
            clear(words, readings, joined, merged, sims)
            continue  # no name is shared more than all of them together are
        have = 0
        for k in range(words.shape[0]):
            t = words[k]
            over, must = v.over[t], v.must[t]
            for at in range(readings.meet_start[t], readings.meet_start[t + 1]):
                u, got = readings.meet_word[at], readings.meet_like[at]
                if sims[k, u] != JOINED:
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
        for one in range(merged):
            u = joined[one, 2]
            for place in range(names.of_start[u], names.of_start[u + 1]):
                n = names.of[place]
                if seen[n] != r:
                    seen[n] = r
                    touched[have] = n
                    have += 1
        for k in range(have):
            n = touched[k]
            style = 1 if own[5] > 0.0 and names.unsure[n] else names.style[n]
            if merged > 0:  # as one word they may tell less, or of business
                if reaches(v, w, names, curves, words, n, sims, work, values, style, need, True) or (
                    names.unsure[n]
                    and reaches(v, w, names, curves, words, n, sims, work, values, 1, need, True)
                ):
                    may[r] = 1
                    break
                continue
            if own[3] - quick[n, 4] > 0.5 and quickly(names, curves, own, quick[n], values, style) < need:
                continue
            if reaches(v, w, names, curves, words, n, sims, work, values, style, need, False):
                may[r] = 1
                break
        if may[r] == 0:  # a name that nothing is met of
            whole[:] = 0.0
            best = quickly(names, curves, own, whole, values, 1)
            if names.persons[0] == 1:
                best = max(best, quickly(names, curves, own, whole, values, 0))
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
    need: Any, merged: Any,
) -> Any:  # fmt: skip
    """Whether a reading and one listed name may be a hit: by score, or named outright.

    `merged`: whether some of its words may be one word.
    """
    theirs = names.words[names.start[n] : names.start[n + 1]]
    outright = bounds(v, w, words, theirs, sims, work, 0.0, 1.0, merged, values)
    may = total_of(curves, style, values) + names.extra[n, style] >= need
    if not (may or outright):
        return False
    for level in range(curves.levels.shape[1] - 1):
        if not may:
            break
        least, most = curves.levels[style, level], curves.levels[style, level + 1]
        if most <= least:
            break
        bounds(v, w, words, theirs, sims, work, least, most, merged, values)
        if total_of(curves, style, values) + names.extra[n, style] >= need:
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
        kind, mass = v.kind[t], v.mass[t]
        like = weight = bits = 0.0
        for c in range(theirs.shape[0]):
            u = theirs[c]
            got = sims[k, u]
            if got == 0:
                continue
            starts = got == STARTS
            value = 0.75 if starts else min(1.0, got / SCALE)
            both = min(mass, w.mass[u] * (0.5 if starts else 1.0))
            if got == JOINED:
                like, weight, bits = 1.0, max(weight, w.mass[u]), max(bits, w.idf[u])
                continue
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
    out[14] = 1.0 if (telling == 1 or merged) and theirs.shape[0] >= 3 else 0.0
    out[15] = 1.0 if q_number and c_number else 0.0
    out[16] = 1.0 if q_number or c_number else 0.0
    return outright and met > 0
