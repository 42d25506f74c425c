"""The second and the third look of the sieve: what a reading shares with one name, and both names word by word.

In the subset that numba compiles; `sieve` tells what it is for.
"""

from __future__ import annotations

from typing import Any

from licet.match.arrays import KIND, LEGAL
from licet.match.sieve_bounds import bounds, quickly, total_of, whole_of
from licet.match.sieve_glance import PERHAPS
from licet.match.sieve_meet import (
    _OUTRIGHT,
    JOINED,
    MUST,
    OF_BUSINESS,
    OVER,
    RARE,
    alike_of,
    joins,
)

__all__ = ["reach"]


def reach(
    v: Any, w: Any, listed: Any, curves: Any, readings: Any, into: Any, room: Any, first: Any, last: Any
) -> None:
    """Mark the readings from `first` to `last` whose score with one listed name may reach what is needed.

    Only those that `sieve_glance.glance` marked `PERHAPS` are looked at; the arguments are the same.
    """
    rows, flat, values, own, whole, joined = (
        room.rows,
        room.flat,
        room.values,
        room.own,
        room.whole,
        room.found,
    )
    quick, seen, by, touched, sims, work = room.quick, room.seen, room.by, room.touched, room.sims, room.work
    told, pieces, may = into.told, into.pieces, readings.may
    for r in range(first, last):
        if may[r] != PERHAPS:
            continue
        may[r] = 0
        words = readings.words[readings.start[r] : readings.start[r + 1]]
        need = curves.need[readings.born[r]]
        merged = joins(
            pieces, v.start, v.letters, words, 0, words.shape[0], listed.by_size, listed.size_at, listed.bit_of,
            listed.sized, listed.held, w.word_start, w.word_letters, flat, rows, joined,
        )  # fmt: skip
        if merged < 0 or not mark_joined(joined, merged, w.word_kind, sims):
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
                alike = alike_of(got)
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
            if own[MUST] - quick[n, 4] > 0.5 and not quickly(
                listed.bare[0], listed.formed, curves, own, quick[n], 1.0, values, style, need
            ):
                continue
            if reaches(v, w, listed, curves, words, n, sims, work, values, style, need, False):
                may[r] = 1
                break
        if may[r] == 0:  # a name that nothing is met of
            for style in range(2):
                if (style == 1 or listed.persons[0] == 1) and quickly(
                    listed.bare[0], listed.formed, curves, own, whole, 1.0, values, style, need
                ):
                    may[r] = 1
        clear(words, readings, joined, merged, sims)


def mark_joined(joined: Any, count: Any, word_kind: Any, sims: Any) -> Any:
    """Mark in `sims` which neighbours may be one listed word, and give True; False if any may be a legal form."""
    for one in range(count):
        if word_kind[joined[one, 2]] == LEGAL:
            return False
    for one in range(count):
        for k in range(joined[one, 0], joined[one, 0] + joined[one, 1] + 1):
            sims[k, joined[one, 2]] = JOINED
    return True


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
