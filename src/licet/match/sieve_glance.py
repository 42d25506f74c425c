"""The first look of the sieve: what the words of a reading share with any names together.

In the subset that numba compiles; `sieve` tells what it is for. No name is shared more than all of them together are.
"""

from __future__ import annotations

from typing import Any

from licet.match.align import _SHORTEST, _SPAN
from licet.match.letters import MAX_LETTERS
from licet.match.sieve_arrays import MANY_WORDS
from licet.match.sieve_bounds import quickly, whole_of
from licet.match.sieve_first import CLOSER, SEVERAL, falls_short, least_unmet
from licet.match.sieve_meet import (
    ALIKE,
    BEGINS,
    BITS,
    COUNTED,
    INSIDE,
    MUST,
    OVER,
    RARE,
    SHARED,
    SHARED_LIGHT,
    SIZE,
    TELLS,
    is_same,
    joins,
)

__all__ = ["PERHAPS", "glance"]

#: A reading that is to be looked at name by name.
PERHAPS = 2


def glance(
    v: Any, w: Any, listed: Any, curves: Any, readings: Any, into: Any, room: Any, first: Any, last: Any
) -> None:
    """Mark the readings from `first` to `last` that may reach what is needed by all that their words share with any name.

    `readings`: the words of each reading and which listed words each may meet; `listed`: the names; `curves`: what each
    bounded feature adds, and what all others may add at most; `into`: from `meet`. Gives 1 to those that are asked whatever they score, `PERHAPS` to those that `sieve_reach.reach` is to look at.
    """
    # taken out of their bundles once: inside a loop that costs more than the loop
    start, words, born, mass, idf = readings.start, readings.words, readings.born, v.mass, v.idf
    need, persons, bare, formed = curves.need, listed.persons[0] == 1, listed.bare[0], listed.formed
    by_size, size_at, bit, sized, theirs, word_start, word_letters = (
        listed.by_size, listed.size_at, listed.bit_of, listed.sized, listed.held, w.word_start, w.word_letters
    )  # fmt: skip
    word_at, letters = v.start, v.letters
    rows, flat, values, own, met = room.rows, room.flat, room.values, room.own, room.met
    joined, found = room.joined, room.found
    told, pieces, brief, may = into.told, into.pieces, into.brief, readings.may
    unmet = least_unmet(curves, bare, formed)
    for r in range(first, last):
        begin, end = start[r], start[r + 1]
        if end - begin > MANY_WORDS:
            may[r] = 1
            continue
        first_look = falls_short(
            brief, words, begin, end, curves, unmet, persons, bare, formed, need[born[r]]
        )
        if first_look == SEVERAL:
            may[r] = 1
            continue
        if first_look == CLOSER:
            whole_of(told, words[begin:end], own)
            joined[: end - begin] = False
            if perhaps(
                words, begin, end, told, mass, idf, joined, False, own, met, persons, bare, formed, curves, values,
                need[born[r]],
            ):  # fmt: skip
                may[r] = PERHAPS
                continue
        if not side_by_side(pieces, words, begin, end, sized):
            continue
        count = joins(
            pieces, word_at, letters, words, begin, end, by_size, size_at, bit, sized, theirs, word_start, word_letters,
            flat, rows, found,
        )  # fmt: skip
        if count < 0:
            may[r] = PERHAPS
        if count <= 0:
            continue
        whole_of(told, words[begin:end], own)
        joined[: end - begin] = False
        for one in range(count):
            joined[found[one, 0] : found[one, 0] + found[one, 1] + 1] = True
        if perhaps(
            words, begin, end, told, mass, idf, joined, True, own, met, persons, bare, formed, curves, values,
            need[born[r]],
        ):  # fmt: skip
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
            may = quickly(bare, formed, curves, own, met_by, counted, values, style, least)
        if not may:
            may = quickly(bare, formed, curves, own, met[2], 1.0, values, style, least)
    own[TELLS] = tells
    return may


def side_by_side(pieces: Any, words: Any, begin: Any, end: Any, sized: Any) -> Any:
    """Whether any words may be one listed word with their neighbours by their letters and their length alone."""
    for k in range(begin, end - 1):
        these, size = pieces[words[k], BEGINS], pieces[words[k], SIZE]
        for at in range(k + 1, min(k + _SPAN - 1, end)):
            if these == 0:
                break
            these = these & pieces[words[at], INSIDE]
            size = min(size + pieces[words[at], SIZE], MAX_LETTERS)
            if size >= _SHORTEST and size + 2 < sized.shape[0] and these & sized[size] != 0:
                return True
    return False
