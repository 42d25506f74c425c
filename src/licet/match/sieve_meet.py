"""Which listed words each word of many parties may meet, in the subset that numba compiles.

A pair of words meets as the matcher's own loops say (`meet.likeness`, `meet.shortened`): that depends on nothing but
the two words. They are asked about each pair that something speaks for: the same text, meaning, consonants, first
letter, or letters or sounds that may be near enough (`sieve_spell`). `sieve` compiles these functions together with
the matcher's, and tells what the numbers are for.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from licet.match.align import _JOIN_COST, _JOIN_SHARE, _LONG_JOIN, _SHORTEST, _SPAN
from licet.match.arrays import (
    BONES,
    GENERIC,
    GROUP,
    HASH,
    INITIAL_OF,
    IS_PLACE,
    KIND,
    LEGAL,
    NOISE,
    PARTICLE,
    PLACE,
    SLIP_OF,
)
from licet.match.letters import MAX_LETTERS, distance
from licet.match.meet import SPOKEN, heard_alike, likeness, shortened
from licet.match.sieve_arrays import HALF
from licet.match.sieve_held import APART, hold, hold_both, may_be_one
from licet.match.sieve_spell import WIDE, follow, nearest_start, parts, paying

__all__ = ["alike_of", "joined_by", "joins", "meet"]

#: Likenesses are kept as whole numbers of this part, rounded up.
SCALE = 250.0
#: A bare initial: it counts for little and never for the worst word.
STARTS = 255
#: Neighbours that may be one listed word together: as it, with all its weight and rarity for each of them.
JOINED = 254
#: Neighbours taken for one word differ by no more than this or this part of their length, and by no more than that
#: part: a little more than `align` says, to be safe from rounding.
_JOINED, _JOINED_LONG, _JOINED_PART = _JOIN_COST + 0.01, _LONG_JOIN + 0.001, _JOIN_SHARE + 0.001
#: What leaving out a vowel costs where neighbours are written as one (`align.join_query`).
USUAL = 0.5
#: What may be left over of a query that names a listed party outright (`outright`: 0.05).
_OVER_QUERY = 0.055

#: What is told of a word, one column each: weight and rarity if it is over, whether a name that is named outright must
#: have it met, weight of a legal form, whether it tells, whether it is of business, the weight that may be the heaviest
#: over; how alike it is at most to a listed word, and how where the two weigh enough to count for the worst word;
#: weight and rarity shared at most with any listed word, with a person's, with one where the two do not weigh enough.
OVER, RARE, MUST, FORM, TELLS, OF_BUSINESS, HEAVY, ALIKE, COUNTED = range(9)
SHARED, SHARED_PERSON, SHARED_LIGHT, BITS, BITS_PERSON, BITS_LIGHT = range(9, 15)
#: And whether it may be neighbouring listed words written as one. In all a row is 64 bytes: what a processor reads at once.
GLUED = 15
#: What is told is never more, or never less, than what it bounds: numbers of four bytes are about so exact.
_UP, _DOWN = 1.0 + 2e-7, 1.0 - 2e-7
#: What is told of a word that may be a part of one, as whole numbers: of which listed words it may be a part, and which
#: it may begin, as bits (`Listed.bit`); how many letters of each class it has (`sieve_held.hold`); how many letters.
INSIDE, BEGINS, HELD, SIZE = range(4)
#: What the first look reads of a word: what it adds to a reading that surely is over, and must be met and is not; weight
#: of a legal form, whether it tells, what it may share, what it adds if nothing is met; then what the most of any word
#: counts of: how alike it is, and where that counts, whether it is met without counting, whether it may be several
#: words, its weight.
LEFT, LEFT_RARE, LACKS, FORMS, TELLING, SHARES, SHARES_BITS, ADDS, ADDS_RARE = range(9)
LIKE, COUNTS, LIGHTLY, MANY, WEIGHS = range(9, 14)
#: The likeness from which words count as the same for a name that is named outright (`outright`: 0.94, of a long brand 0.84).
_OUTRIGHT = 0.83
#: Of a pair of words that weighs less than this the likeness does not count for the worst word (`summarise`: 0.12).
LIGHT = 0.125


def meet(
    v: Any, w: Any, listed: Any, pairs: Any, spelt: Any, spoken: Any, met: Any, into: Any, room: Any, first: Any,
    last: Any,
) -> None:  # fmt: skip
    """For the parties' words from `first` to `last`: which listed words each meets, how well, and what it weighs.

    `v`: those of the parties; `w`: the arrays of the index; `listed`, `pairs`: `sieve_listed.Listed` and `Pairs`;
    `spelt`, `spoken`: the listed words' letters and sounds; `met`: `sieve_arrays.Met`, as many as there is room for;
    `into`: `sieve_arrays.Told`, see `OVER` and `INSIDE`.
    """
    # taken out of their bundles once: inside a loop that costs more than the loop
    f, start, letters, sound_start, sound, vowel_cost = (
        v.facts,
        v.start,
        v.letters,
        v.sound_start,
        v.sound,
        v.vowel,
    )
    word_kind, word_hash, word_groups, word_mask = w.word_kind, w.word_hash, w.word_groups, w.word_mask
    word_bones, word_start, word_letters = w.word_bones, w.word_start, w.word_letters
    sounds_at, sound_letters, word_mass, word_idf = w.sound_start, w.sound_letters, w.word_mass, w.word_idf
    of_person, order, bit, joined = listed.of_person, listed.order, listed.bit, listed.joined
    costs, turns, heard, sounds_turned, paid = room.costs, room.turns, room.heard, room.heard_turns, room.paid
    costs_of, heard_of, paid_of = room.costs_of, room.heard_of, room.paid_of
    flagged, near, rows = room.flagged, room.near, room.rows
    found, out_word, out_like, out_count = met.used, met.word, met.like, met.many
    told, pieces = into.told, into.pieces
    for t in range(first, last):
        a0, a1, kind, size = start[t], start[t + 1], f[t, KIND], start[t + 1] - start[t]
        c0, c1, vowel = sound_start[t], sound_start[t + 1], vowel_cost[t]
        weigh_word(kind, f[t, IS_PLACE], v.mass[t], v.idf[t], told[t])
        pieces[t, HELD], pieces[t, SIZE] = hold(letters, a0, a1, listed.class_of), size
        if v.alike[t]:
            flag_alike(f, t, size, listed, flagged)
        if kind != LEGAL and size > 0:
            flag_short(letters, a0, a1, listed, flagged)
            which = row_of(spelt.vowels, vowel)
            if size < costs.shape[0]:
                follow(letters, a0, a1, which, spelt, costs, turns, costs_of)
                flag_near(costs[size], spelt.block, listed.limits[1 if vowel > SPOKEN else 0, size], flagged)
            if vowel <= SPOKEN and 2 < c1 - c0 < heard.shape[0]:
                follow(sound, c0, c1, which, spoken, heard, sounds_turned, heard_of)
                flag_near(heard[c1 - c0], spoken.block, listed.limits[2, size], flagged)
            pieces[t, INSIDE] = pieces[t, BEGINS] = -1
            if size <= HALF:
                paying(letters, a0, a1, spelt, paid, paid_of)
                pieces[t, INSIDE] = pieces[t, BEGINS] = parts(paid[size], joined, bit)
                if vowel == USUAL and size < costs.shape[0]:  # as neighbours are read that are written as one
                    nearest_start(costs, size, which, spelt, near)
                    pieces[t, BEGINS] &= parts(near, joined, bit)
            told[t, GLUED] = 1.0 if is_glued(letters, a0, a1, vowel, pairs, rows) else 0.0
        begun = found[0]
        at = next_flagged(flagged, 0)
        while at >= 0:
            u = order[at]
            at = next_flagged(flagged, at + 1)
            if f[t, HASH] == word_hash[u]:
                like = 250
            else:
                b0, b1 = word_start[u], word_start[u + 1]
                value, way = likeness(
                    f, t, letters, a0, a1, sound, c0, c1, vowel, u, word_kind[u], word_hash, word_groups, word_mask,
                    word_bones, word_letters, b0, b1, sound_letters, sounds_at[u], sounds_at[u + 1], room.no_bound, rows,
                )  # fmt: skip
                if value == 0.0 and kind != LEGAL and word_kind[u] != LEGAL:
                    value, way = shortened(kind, letters, a0, a1, word_kind[u], word_letters, b0, b1)
                if value == 0.0:
                    continue
                if heard_alike(way, sound, c0, c1, sound_letters, sounds_at[u], sounds_at[u + 1]):
                    value = 1.0
                like = STARTS if way == INITIAL_OF else min(250, int(value * SCALE) + 1)
            if found[0] < out_word.shape[0]:
                out_word[found[0]], out_like[found[0]] = u, like
            found[0] += 1
            if kind != LEGAL:
                note_pair(like, v.mass[t], v.idf[t], word_mass[u], word_idf[u], of_person[u], told[t])
        out_count[t] = found[0] - begun
        in_brief(told[t], into.brief[t])


def is_same(counted: Any, light: Any) -> Any:
    """Whether a word may be met as one that is named outright: all but exactly, or where likeness does not count."""
    return counted >= _OUTRIGHT or light > 0.0


def in_brief(told: Any, brief: Any) -> None:
    """What the first look reads of a word, from its row of `told`: see `LEFT`."""
    met = told[SHARED] > 0.0
    if not met:
        brief[LEFT], brief[LEFT_RARE] = told[OVER], told[RARE]
    if not (met and is_same(told[COUNTED], told[SHARED_LIGHT])):
        brief[LACKS] = told[MUST]
    brief[FORMS], brief[TELLING], brief[SHARES], brief[SHARES_BITS] = (
        told[FORM], told[TELLS], told[SHARED], told[BITS],
    )  # fmt: skip
    brief[ADDS], brief[ADDS_RARE], brief[LIKE], brief[COUNTS] = (
        told[OVER],
        told[RARE],
        told[ALIKE],
        told[COUNTED],
    )
    brief[LIGHTLY] = 1.0 if told[SHARED_LIGHT] > 0.0 else 0.0
    brief[MANY], brief[WEIGHS] = told[GLUED], told[HEAVY]


def row_of(values: Any, value: Any) -> Any:
    """The place of a value that is among them."""
    at = 0
    while values[at] != value:
        at += 1
    return at


def alike_of(like: Any) -> Any:
    """How alike two words are, from the whole number that is kept of it."""
    return 0.75 if like == STARTS else min(1.0, like / SCALE)


def note_pair(
    like: Any, mass: Any, idf: Any, their_mass: Any, their_idf: Any, person: Any, told: Any
) -> None:
    """Note what two words share at most, into the row of the first."""
    alike = alike_of(like) * _UP
    both = min(mass, their_mass)
    weight, bits = alike * both, alike * min(idf, their_idf)
    told[ALIKE] = max(told[ALIKE], alike)
    told[SHARED], told[BITS] = max(told[SHARED], weight), max(told[BITS], bits)
    if person:
        told[SHARED_PERSON], told[BITS_PERSON] = (
            max(told[SHARED_PERSON], weight),
            max(told[BITS_PERSON], bits),
        )
    if like != STARTS and both > LIGHT:
        told[COUNTED] = max(told[COUNTED], alike)
    if like == STARTS or both <= LIGHT:
        told[SHARED_LIGHT], told[BITS_LIGHT] = max(told[SHARED_LIGHT], weight), max(told[BITS_LIGHT], bits)


def flag_alike(f: Any, t: Any, size: Any, listed: Any, flagged: Any) -> None:
    """Flag the listed words that one word may meet by its text, its meaning or its consonants; all if it is one letter."""
    text, bones, grouped = f[t, HASH], f[t, BONES], f[t, GROUP] != 0 or f[t, SLIP_OF] != 0
    for at in range(listed.order.shape[0]):
        if (
            size == 1
            or text == listed.hash[at]
            or (bones != 0 and bones == listed.bones[at])
            or (grouped and listed.grouped[at])
        ):
            flagged[at] = 1


def flag_short(letters: Any, a0: Any, a1: Any, listed: Any, flagged: Any) -> None:
    """Flag the listed words that a word may begin, or be short for, or that are so for it.

    The one has no letters that the other has not, and both have the same first one.
    """
    have: Any = 0
    head = np.int64(letters[a0])
    for k in range(a0, a1):
        have |= 1 << np.int64(letters[k])
    for one in range(listed.head_start[head], listed.head_start[head + 1]):
        at = listed.head_at[one]
        if have & ~listed.letter[at] == 0 or listed.letter[at] & ~have == 0:
            flagged[at] = 1


def flag_near(costs: Any, block: Any, below: Any, flagged: Any) -> None:
    """Flag the listed words whose spelling or sound may be near enough: `costs` from `sieve_spell.follow`."""
    for b in range(block.shape[0] - 1):
        ends, most = costs[block[b + 1] - WIDE : block[b + 1]], below[b * WIDE : (b + 1) * WIDE]
        here = flagged[b * WIDE : (b + 1) * WIDE]
        for u in range(WIDE):
            here[u] |= ends[u] < most[u]


def next_flagged(flagged: Any, at: Any) -> Any:
    """The next place from `at` on that is flagged, no longer so; -1 if there is none."""
    while at < flagged.shape[0]:
        if at % WIDE == 0:
            here, some = flagged[at : at + WIDE], 0
            for u in range(WIDE):
                some |= here[u]
            if some == 0:
                at += WIDE
                continue
        if flagged[at] != 0:
            flagged[at] = 0
            return at
        at += 1
    return -1


def weigh_word(kind: Any, place: Any, mass: Any, idf: Any, told: Any) -> None:
    """What a word adds to a reading if it is over, into its row of `told`."""
    if kind == LEGAL:
        told[FORM] = mass * _UP
        told[OF_BUSINESS] = 1.0
        return
    over = 0.3 * mass if kind == NOISE or kind == PLACE else mass
    told[OVER] = over * _DOWN
    if kind == GENERIC:
        told[OF_BUSINESS] = 1.0
    if kind != NOISE:
        told[RARE] = idf * min(over, 1.0) * _DOWN
        told[HEAVY] = over * _DOWN
        if place == 0 and over > _OVER_QUERY:
            told[MUST] = 1.0
        if kind != PARTICLE:
            told[TELLS] = 1.0


def is_glued(letters: Any, begin: Any, end: Any, vowel: Any, pairs: Any, rows: Any) -> Any:
    """Whether a word may be neighbouring listed words written as one."""
    size = end - begin
    if size < 3 or size + 2 >= pairs.at.shape[0] or pairs.at[size - 1] == pairs.at[size + 2]:
        return False
    held, lost = hold(letters, begin, end, pairs.class_of), lost_by(size)
    for p in range(pairs.at[size - 1], pairs.at[size + 2]):
        if may_be_one(held, pairs.held[p], lost) and one_word(
            letters, begin, end, pairs.letters, pairs.start[p], pairs.start[p + 1], vowel, rows
        ):
            return True
    return False


def lost_by(size: Any) -> Any:
    """How many letters may be of another class where neighbours are taken for a word of so many letters, or one more."""
    return int(joined_by(size + 1) / APART)


def joined_by(size: Any) -> Any:
    """By how much words of so many letters may differ and still be taken for one."""
    return min(max(_JOINED, _JOINED_LONG * size), _JOINED_PART * size)


def one_word(a: Any, a0: Any, a1: Any, b: Any, b0: Any, b1: Any, vowel: Any, rows: Any) -> Any:
    """Whether two runs of letters are so near that neighbours may be taken for one word."""
    most = joined_by(max(a1 - a0, b1 - b0))
    return distance(a, a0, a1, b, b0, b1, vowel, most, rows) <= most


def joins(
    pieces: Any, start: Any, letters: Any, words: Any, begin: Any, end: Any, by_size: Any, size_at: Any,
    bit: Any, sized: Any, theirs: Any, word_start: Any, word_letters: Any, flat: Any, rows: Any, joined: Any,
) -> Any:  # fmt: skip
    """Which neighbours of a reading, written as one, may be a listed word.

    Puts place, span and listed word in `joined`; returns how many there are, -1 for more than there is room for.
    `words`: the reading's from `begin` to `end`; `pieces`: from `meet`; the rest of `sieve_listed.Listed`.
    """
    count = 0
    for k in range(begin, end - 1):
        ours = pieces[words[k]]
        these, have, size = ours[BEGINS], ours[HELD], ours[SIZE]
        for span in range(1, min(_SPAN - 1, end - k)):
            if these == 0:
                break
            more = pieces[words[k + span]]
            these, have = these & more[INSIDE], hold_both(have, more[HELD])
            size = min(size + more[SIZE], MAX_LETTERS)
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
                    run_together(letters, start, words, k, k + span, flat)
                    filled = True
                if one_word(flat, 0, size, word_letters, word_start[u], word_start[u + 1], USUAL, rows):
                    if count >= joined.shape[0]:
                        return -1
                    joined[count, 0], joined[count, 1], joined[count, 2] = k - begin, span, u
                    count += 1
    return count


def run_together(letters: Any, start: Any, words: Any, first: Any, last: Any, flat: Any) -> None:
    """The letters of neighbours written as one word, into `flat`, as far as words go."""
    at = 0
    for k in range(first, last + 1):
        for letter in range(start[words[k]], start[words[k] + 1]):
            if at < MAX_LETTERS:
                flat[at] = letters[letter]
                at += 1
