"""Which listed words each word of many parties may meet, in the subset that numba compiles.

A pair of words meets as the matcher's own loops say (`meet.likeness`, `meet.shortened`): that depends on nothing but
the two words. `sieve` compiles these functions together with the matcher's, and tells what the numbers are for.
"""

from __future__ import annotations

from typing import Any

import numpy as np

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
)
from licet.match.letters import MAX_LETTERS, ROWS, distance
from licet.match.meet import likeness, shortened
from licet.match.sieve_spell import SLACK, follow, room_for

__all__ = ["joined_by", "meet"]

#: Likenesses are kept as whole numbers of this part, rounded up.
SCALE = 250.0
#: A bare initial: it counts for little and never for the worst word.
STARTS = 255
#: Neighbours that may be one listed word together: as it, with all its weight and rarity for each of them.
JOINED = 254
#: Neighbours taken for one word differ by no more than this or this part of their length, and by no more than that
#: part (`align`: 1.05, 0.145 of long ones, 0.16).
_JOINED, _JOINED_LONG, _JOINED_PART = 1.06, 0.15, 0.165
#: What a letter costs at most that repeats the one before it (`letters.distance`).
AGAIN = np.float32(0.3)
#: What two letters that changed places may save at the border of two parts: one is lost for at most 1, the two cost 0.7.
TURN = np.float32(0.31)
#: Words that are longer may be cut where neighbours are written as one.
HALF = MAX_LETTERS // 2
#: What leaving out a vowel costs where neighbours are written as one (`align.join_query`).
USUAL = 0.5
#: Half of the part of their mean length by which two words that meet may differ at most; what meeting by sound costs
#: at least (`meet`: 0.4201, 0.3).
MOST = np.float32(0.215)
BY_SOUND, NOTHING = np.float32(0.29), np.float32(0.0)
#: What may be left over of a query that names a listed party outright (`outright`: 0.05).
_OVER_QUERY = 0.055

#: What is told of a word, one column each: weight and rarity if it is over, whether a name that is named outright must
#: have it met, weight of a legal form, whether it tells, whether it is of business, the weight that may be the heaviest
#: over; how alike it is at most to a listed word, and how where the two weigh enough to count for the worst word;
#: weight and rarity shared at most with any listed word, with a person's, with one where the two do not weigh enough.
OVER, RARE, MUST, FORM, TELLS, OF_BUSINESS, HEAVY, ALIKE, COUNTED = range(9)
SHARED, SHARED_PERSON, SHARED_LIGHT, BITS, BITS_PERSON, BITS_LIGHT = range(9, 15)
TOLD = 15
#: Of a pair of words that weighs less than this the likeness does not count for the worst word (`summarise`: 0.12).
LIGHT = 0.125


def meet(
    v: Any, w: Any, listed: Any, pairs: Any, spelt: Any, spoken: Any, first: Any, last: Any, found: Any, out_word: Any,
    out_like: Any, out_count: Any, begins: Any, inside: Any, classes: Any, glued: Any,
    told: Any,
) -> None:  # fmt: skip
    """For the parties' words from `first` to `last`: which listed words each meets, how well, and what it weighs.

    `v`: `sieve.Words`, those of the parties; `w`: the arrays of the index; `listed`, `pairs`: `sieve_listed.Listed` and
    `Pairs`; `spelt`, `spoken`: `sieve_spell.Spelt`, the listed words' letters and sounds. `found`, `out_word`,
    `out_like`: what is met, from place `found[0]` on of as many as there is room for; `out_count` how much each word
    meets. `begins`, `inside`: which listed words neighbours may be that begin with the word, or go on with it, by number
    modulo 64. `classes`: the classes of its letters. `glued`: whether a word may be neighbouring listed words written as one. `told`: a row a word, see `OVER`.
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
    of_person, class_of = listed.of_person, listed.class_of
    count = word_kind.shape[0]
    part = np.zeros(spelt.new.shape[2], dtype=np.float32)
    flagged = np.zeros(count, dtype=np.bool_)
    rows = np.zeros(ROWS)
    costs, turns = room_for(spelt)
    heard, sounds_turned = room_for(spoken)
    usual, _ = room_for(spelt)
    costs_of, usual_of = np.full(3, -1), np.full(3, -1)
    heard_of = np.full(3, -1)
    for t in range(first, last):
        a0, a1, kind = start[t], start[t + 1], f[t, KIND]
        c0, c1, vowel = sound_start[t], sound_start[t + 1], vowel_cost[t]
        weigh_word(kind, f[t, IS_PLACE], v.mass[t], v.idf[t], told[t])
        begins[t], inside[t], classes[t] = -1, -1, 0
        for k in range(a0, a1):
            classes[t] |= class_of[letters[k]]
        if kind == LEGAL or a1 == a0:
            begins[t], inside[t] = 0, 0
        elif a1 - a0 <= HALF:
            inside[t] = parts_of(letters, a0, a1, listed.near, listed.joined, part)
        for u in range(count):
            flagged[u] = f[t, HASH] == word_hash[u]
        if kind != LEGAL and a1 > a0:
            flag_short(f, t, letters, a0, a1, word_start, word_letters, word_bones, word_groups, flagged)
            if a1 - a0 < costs.shape[0]:
                follow(letters, a0, a1, vowel, spelt, costs, turns, costs_of)
                flag_near(costs[a1 - a0], a1 - a0, spelt, spelt.size, NOTHING, flagged)
                if a1 - a0 <= HALF:
                    least = costs[a1 - a0]
                    if vowel != USUAL:
                        follow(letters, a0, a1, USUAL, spelt, usual, turns, usual_of)
                        least = usual[a1 - a0]
                    begins[t] = inside[t] & begun_by(least, listed.joined, spelt.column, spelt.wide, part)
            if 2 < c1 - c0 < heard.shape[0]:
                follow(sound, c0, c1, vowel, spoken, heard, sounds_turned, heard_of)
                flag_near(heard[c1 - c0], a1 - a0, spoken, spelt.size, BY_SOUND, flagged)
        begun = found[0]
        for u in range(count):
            if not flagged[u]:
                continue
            if f[t, HASH] == word_hash[u]:
                like = 250
            else:
                b0, b1 = word_start[u], word_start[u + 1]
                value, way = likeness(
                    f, t, letters, a0, a1, sound, c0, c1, vowel, u, word_kind[u], word_hash, word_groups, word_mask,
                    word_bones, word_letters, b0, b1, sound_letters, sounds_at[u], sounds_at[u + 1], rows,
                )  # fmt: skip
                if value == 0.0 and word_kind[u] != LEGAL:
                    value, way = shortened(kind, letters, a0, a1, word_kind[u], word_letters, b0, b1)
                if value == 0.0:
                    continue
                like = STARTS if way == INITIAL_OF else min(250, int(value * SCALE) + 1)
            if found[0] < out_word.shape[0]:
                out_word[found[0]], out_like[found[0]] = u, like
            found[0] += 1
            if kind != LEGAL:
                note_pair(like, v.mass[t], v.idf[t], word_mass[u], word_idf[u], of_person[u], told[t])
        out_count[t] = found[0] - begun
        if kind != LEGAL:
            glued[t] = is_glued(letters, a0, a1, vowel, pairs, rows)


def note_pair(
    like: Any, mass: Any, idf: Any, their_mass: Any, their_idf: Any, person: Any, told: Any
) -> None:
    """Note what two words share at most, into the row of the first."""
    alike = 0.75 if like == STARTS else like / SCALE
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


def flag_short(
    f: Any, t: Any, letters: Any, a0: Any, a1: Any, word_start: Any, word_letters: Any, word_bones: Any,
    word_groups: Any, flagged: Any,
) -> None:  # fmt: skip
    """Flag the listed words that one word may meet by their meaning, consonants, beginning or one letter."""
    size, head, bones, groups = a1 - a0, letters[a0], f[t, BONES], f[t, GROUP] != 0
    for u in range(flagged.shape[0]):
        b0, b1 = word_start[u], word_start[u + 1]
        if (
            size == 1
            or b1 - b0 == 1
            or (bones != 0 and bones == word_bones[u])
            or (groups and word_groups[u, 0] != 0)
        ):
            flagged[u] = True
        elif b1 > b0 and head == word_letters[b0]:
            if b1 - b0 > size:
                flagged[u] |= stands_in(letters, a0, a1, word_letters, b0, b1)
            else:
                flagged[u] |= stands_in(word_letters, b0, b1, letters, a0, a1)


def stands_in(a: Any, a0: Any, a1: Any, b: Any, b0: Any, b1: Any) -> Any:
    """Whether the letters of one word stand in another in their order."""
    at = a0
    for k in range(b0, b1):
        if at < a1 and b[k] == a[at]:
            at += 1
    return at == a1


def flag_near(costs: Any, size: Any, spelt: Any, sizes: Any, more: Any, flagged: Any) -> None:
    """Flag the listed words whose spelling or sound may be near enough to a word of so many letters.

    `costs`: from `sieve_spell.follow` over `spelt`; `sizes`: letters of the listed words; `more`: what is added.
    """
    places, columns = spelt.size, spelt.column
    for u in range(flagged.shape[0]):
        most = MOST * np.float32(size + sizes[u]) + SLACK
        flagged[u] |= costs[places[u], columns[u]] + more <= most


def weigh_word(kind: Any, place: Any, mass: Any, idf: Any, told: Any) -> None:
    """What a word adds to a reading if it is over, into its row of `told`."""
    if kind == LEGAL:
        told[FORM] = mass
        told[OF_BUSINESS] = 1.0
        return
    over = 0.3 * mass if kind == NOISE or kind == PLACE else mass
    told[OVER] = over
    if kind == GENERIC:
        told[OF_BUSINESS] = 1.0
    if kind != NOISE:
        told[RARE] = idf * min(over, 1.0)
        told[HEAVY] = over
        if place == 0 and over > _OVER_QUERY:
            told[MUST] = 1.0
        if kind != PARTICLE:
            told[TELLS] = 1.0


def parts_of(letters: Any, begin: Any, end: Any, near: Any, joined: Any, part: Any) -> Any:
    """Which listed words a word may be a part of, other parts written beside it: bits by number modulo 64.

    Each of its letters becomes one of the listed word's or goes; the first may repeat the last one of the part before.
    """
    part[:] = 0.0
    for k in range(begin, end):
        add_row(part, near[letters[k]], k == begin or letters[k - 1] == letters[k])
    mask = 0
    for u in range(joined.shape[0]):
        if part[u] <= joined[u]:
            mask |= 1 << (u & 63)
    return mask


def add_row(out: Any, row: Any, again: Any) -> None:
    """Add one row to another, each of its numbers at most `AGAIN` where the letter may repeat the one before."""
    if again:
        for u in range(row.shape[0]):
            out[u] += min(row[u], AGAIN)
    else:
        for u in range(row.shape[0]):
            out[u] += row[u]


def begun_by(costs: Any, joined: Any, columns: Any, wide: Any, least: Any) -> Any:
    """Which listed words may begin with a word, other parts written after it: bits by number modulo 64.

    The parts meet what the listed word is cut into, each at its own cost; but the last letter here may have changed
    places with the first of the next. `costs`: from `sieve_spell.follow`.
    """
    least[:] = costs[0]
    for place in range(wide.shape[0]):
        for u in range(wide[place]):
            least[u] = min(least[u], costs[place + 1, u])
    mask = 0
    for u in range(joined.shape[0]):
        if least[columns[u]] <= joined[u] + TURN:
            mask |= 1 << (u & 63)
    return mask


def is_glued(letters: Any, begin: Any, end: Any, vowel: Any, pairs: Any, rows: Any) -> Any:
    """Whether a word may be neighbouring listed words written as one."""
    size = end - begin
    if size < 3 or size + 2 >= pairs.at.shape[0]:
        return False
    classes = 0
    for k in range(begin, end):
        classes |= pairs.class_of[letters[k]]
    lost = lost_by(size)
    for p in range(pairs.at[size - 1], pairs.at[size + 2]):
        if may_be_one(classes, pairs.classes[p], lost) and one_word(
            letters, begin, end, pairs.letters, pairs.start[p], pairs.start[p + 1], vowel, rows
        ):
            return True
    return False


def may_be_one(a: Any, b: Any, lost: Any) -> Any:
    """Whether no more classes of letters than `lost` are in one of two words alone: each costs half a point at least."""
    more = a & ~b
    for _ in range(lost):
        more = more & (more - 1)
    if more != 0:
        return False
    less = b & ~a
    for _ in range(lost):
        less = less & (less - 1)
    return less == 0


def lost_by(size: Any) -> Any:
    """How many classes of letters may be lost where neighbours are taken for a word of so many letters, or one more."""
    return int(joined_by(size + 1) / 0.5)


def joined_by(size: Any) -> Any:
    """By how much words of so many letters may differ and still be taken for one."""
    return min(max(_JOINED, _JOINED_LONG * size), _JOINED_PART * size)


def one_word(a: Any, a0: Any, a1: Any, b: Any, b0: Any, b1: Any, vowel: Any, rows: Any) -> Any:
    """Whether two runs of letters are so near that neighbours may be taken for one word."""
    most = joined_by(max(a1 - a0, b1 - b0))
    return distance(a, a0, a1, b, b0, b1, vowel, most, rows) <= most


def joins(
    v: Any, words: Any, w: Any, listed: Any, begins: Any, inside: Any, flat: Any, rows: Any, sims: Any, joined: Any
) -> Any:  # fmt: skip
    """Which neighbours of a reading, two to four written as one, may be a listed word.

    Marks `JOINED` in `sims` and puts place, span and listed word in `joined`; returns how many there are, -1 for more
    than there is room for, or where they may be a legal form. `begins`, `inside`: from `meet`.
    """
    count = 0
    for k in range(words.shape[0] - 1):
        if begins[words[k]] & inside[words[k + 1]] == 0:
            continue
        size = 0
        classes = 0
        for span in range(min(4, words.shape[0] - k)):
            t = words[k + span]
            if v.facts[t, KIND] == LEGAL:
                break
            for at in range(v.start[t], v.start[t + 1]):
                if size < MAX_LETTERS:
                    flat[size] = v.letters[at]
                    classes |= listed.class_of[v.letters[at]]
                    size += 1
            if span == 0 or size < 4 or size + 2 >= listed.size_at.shape[0]:
                continue
            for place in range(listed.size_at[size - 1], listed.size_at[size + 2]):
                u = listed.by_size[place]
                if may_be_one(classes, listed.classes[u], lost_by(size)) and one_word(
                    flat, 0, size, w.word_letters, w.word_start[u], w.word_start[u + 1], 0.5, rows
                ):
                    if count >= joined.shape[0] or w.word_kind[u] == LEGAL:
                        return -1
                    joined[count, 0], joined[count, 1], joined[count, 2] = k, span, u
                    count += 1
    for one in range(count):
        for k in range(joined[one, 0], joined[one, 0] + joined[one, 1] + 1):
            sims[k, joined[one, 2]] = JOINED
    return count
