"""Which names to look at: those that share most with the query, rare letter triples and keys first.

Plain Python over NumPy arrays, written in the subset that numba compiles.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from licet.match.arrays import (
    BONES,
    GENERIC,
    GROUP,
    HASH,
    INITIAL,
    KIND,
    LEGAL,
    NOISE,
    NUMBER,
    PARTICLE,
    PLACE,
    SUFFIX,
)
from licet.match.near import near_names
from licet.match.posts import LEAST_SHARE, find, read_lists, read_names

__all__ = ["CANDIDATES", "MANY_CANDIDATES", "PAIR_GAIN", "RARE", "mass_of", "retrieve", "weigh"]

#: Names retrieved and aligned for each reading of a query, in an index of `_USUAL_NAMES`.
CANDIDATES = 32
#: The same for a query with initials or without its vowels, which say little by themselves.
INITIALS_CANDIDATES = 120
#: Names of an index in which so many are enough. In one of more, more names are near a query by chance and a party has
#: more spellings: there `further` times as many are looked at, so that what is right is no less found. The limit bounds
#: the work.
_USUAL_NAMES = 55_000.0
_GROWTH = 1.75
_FURTHEST = 4.0
#: Room for the names that are retrieved.
MANY_CANDIDATES = 480
#: Rarity of a word seen once, in nats of a list of 55 thousand names, whatever the size of the index.
RARE = 10.922
_LEAST_NAMES = 20_000.0
#: Letters triples and keys that are looked up at most.
_GRAMS, _KEYS = 400, 500
KEYS = 512
#: Names near the best one by their letters that are looked at word by word, and how near they must be, in parts of it.
_LOOKED_AT = 110
#: The same for a query with initials, or without its vowels.
_INITIALS_LOOKED_AT = 330
#: What a missing vowel costs at least where vowels are written (`query`).
_USUAL_VOWEL = 0.5
_BINS = 64
#: Places of the count of names by nearness.
NEAR = _BINS + 1
_LEAST_BIN = 13
#: From this share of the best name's likeness of letters a name is aligned whatever its words are.
_NEAR = 0.5
#: The share of the query's weight that words met must have for a name with fewer letters in common.
_TELLING = 0.34
#: Names whose words are fetched together.
BLOCK = 16
#: Names met while so many entries of the shortest lists are read are looked at, however few their letters.
_FIRST_READ = 64
#: What a pair of common words counts for: its names are looked at, and seem no more alike by it. A longer list of names
#: that have both is not read.
PAIR_GAIN = 0.01
_LONGEST_PAIR = 128
#: So many names are aligned for their letters alone.
_ALWAYS = 18
#: What a word counts for that the name has in another spelling, or by its consonants.
_SPELT, _BONY = 0.9, 0.6


def further(ix: Any) -> Any:
    """How many times as far as usual to look in an index, by its size: from 1 to a limit, which bounds the work."""
    more = ix.name_count[0] / _USUAL_NAMES - 1.0
    return min(max(1.0 + _GROWTH * more, 1.0), _FURTHEST)


def weigh(ix: Any, q: Any) -> None:
    """Give each word of the queries its rarity and its weight, as the index knows it, and its place there."""
    f, known, idf, mass, rarity = q.facts, q.known, q.idf, q.mass, q.rarity
    word_hash, key_hash, key_start = ix.word_hash, ix.key_hash, ix.key_start
    word_idf, word_mass = ix.word_idf, ix.word_mass
    count = ix.name_count[0]
    own = count / _LEAST_NAMES if count < _LEAST_NAMES else 1.0
    scale = math.log(count + 1.0)
    for t in range(f.shape[0]):
        w = find(word_hash, f[t, HASH])
        known[t, 0] = known[t, 1] = 0
        if w >= 0:
            idf[t] = word_idf[w]
            mass[t] = word_mass[w]
            known[t, 0] = w
            while w < word_hash.shape[0] and word_hash[w] == f[t, HASH]:
                w += 1
            known[t, 1] = w
            continue
        share = own + (1.0 - own) * rarity[t]
        for g in range(GROUP, GROUP + 4):
            if f[t, g] == 0:
                break
            at = find(key_hash, f[t, g])
            if at >= 0:
                size = float(key_start[at + 1] - key_start[at])
                there = 1.0 - math.log(size) / scale + 0.064
                there = own * there + (1.0 - own) * rarity[t]
                share = min(share, there)
        idf[t] = share * RARE
        mass[t] = mass_of(f[t, KIND], idf[t])


def mass_of(kind: Any, idf: Any) -> Any:
    """How much a word of a kind and rarity weighs in a name, 0 to 1."""
    share = idf / RARE
    share = max(share, 0.02)
    if kind == LEGAL:
        return 0.05
    if kind == GENERIC:
        return 0.85 * share
    if kind == PARTICLE:
        return 0.3 * share
    if kind == NOISE:
        return 0.15 * share
    if kind == NUMBER:
        return max(0.35, share)
    if kind == INITIAL:
        return 0.2
    if kind == PLACE:
        return 0.6 * share
    if kind == SUFFIX:
        return 0.25 * share
    return share


def lists_of(ix: Any, q: Any, reading: Any, starts: Any, sizes: Any, gains: Any, free: Any) -> Any:
    """The posting lists of one reading: its letter triples, then its keys; returns how many."""
    f, start, letters = q.facts, q.start, q.letters
    gram_start, key_hash, key_start = ix.gram_start, ix.key_hash, ix.key_start
    first, past = q.words_at[reading], q.words_at[reading + 1]
    lists = 0
    content = 0
    for t in range(first, past):
        if f[t, KIND] != LEGAL and f[t, KIND] != NOISE:
            content += 1
    for t in range(first, past):
        kind = f[t, KIND]
        if content > 0 and (kind == LEGAL or kind == NOISE):
            continue
        begin, end = start[t], start[t + 1]
        for at in range(begin, end):
            if lists >= _GRAMS:
                break
            left = np.int64(letters[at - 1]) if at > begin else 0
            right = np.int64(letters[at + 1]) if at + 1 < end else 0
            gram = (left * 38 + np.int64(letters[at])) * 38 + right
            size = gram_start[gram + 1] - gram_start[gram]
            if size > 0:
                starts[lists] = gram_start[gram]
                sizes[lists] = size
                # words of business are long and many: by their letters alone they would crowd out the name
                gains[lists] = 0.5 if kind == GENERIC else 1.0
                free[lists] = False
                lists += 1
    keys_at, keys_end = q.keys_at[reading], q.keys_at[reading + 1]
    for k in range(keys_at, keys_end):
        if lists >= _KEYS:
            break
        at = find(key_hash, q.keys[k])
        if at >= 0:
            starts[lists] = key_start[at]
            sizes[lists] = key_start[at + 1] - key_start[at]
            gains[lists] = q.key_gain[k]
            free[lists] = k >= keys_end - q.uncounted[reading]
            lists += 1
    return lists


def shortest_first(lists: Any, starts: Any, sizes: Any, order: Any) -> None:
    """The numbers of the lists into `order`: by length, then by place, so that equal ones lie side by side."""
    for k in range(lists):
        at = k
        while at > 0:
            other = order[at - 1]
            if sizes[other] < sizes[k] or (sizes[other] == sizes[k] and starts[other] <= starts[k]):
                break
            order[at] = other
            at -= 1
        order[at] = k


def retrieve(ix: Any, q: Any, reading: Any, budget: Any, found: Any, strength: Any, scratch: Any) -> Any:
    """The names that share most with one reading, best first, into `found`; returns how many.

    Rare keys are read first, until `budget` entries have been read, more in a large index.
    `scratch.acc` is zero before and after.
    """
    acc, touched = scratch.acc, scratch.touched
    starts, sizes, gains, free = scratch.list_start, scratch.list_size, scratch.list_gain, scratch.list_free
    order = scratch.list_order
    posts = ix.posts
    count = ix.name_count[0]
    wider = further(ix)
    enough = count if count > _LEAST_NAMES else _LEAST_NAMES
    lists = lists_of(ix, q, reading, starts, sizes, gains, free)
    whole = 1.0
    seen = np.uint64(0)
    for k in range(lists):
        rarity = math.log((enough + 1.0) / sizes[k])
        gain = rarity * rarity * gains[k]
        if not free[k]:
            whole += gain
        if gains[k] == PAIR_GAIN:
            # names that have two common words of the query come first: by their letters they would be lost among others
            if sizes[k] <= _LONGEST_PAIR * wider:
                seen = read_names(posts[starts[k] : starts[k] + sizes[k]], gain, acc, touched, seen)
            sizes[k] = 0
        gains[k] = gain
    shortest_first(lists, starts, sizes, order)
    first, let_in, seen, done, lists = read_lists(
        ix, budget * wider, _FIRST_READ * wider, lists, order, starts, sizes, gains, scratch.list_rest, acc, touched,
        seen,
    )  # fmt: skip
    counts = (np.int64(first), np.int64(let_in), np.int64(seen))
    seen, rare, best = near_names(ix, counts, done, lists, scratch)
    return choose(ix, q, reading, whole, (rare, seen, best), found, strength, scratch) if best > 0.0 else 0


def bits_of(f: Any, known: Any) -> Any:
    """By what words of a listed name can meet those of a query, each a set of 64 bits: what is not there meets none."""
    one, last = np.int64(1), np.int64(63)
    whole = group = bones = np.int64(0)
    for t in range(f.shape[0]):
        for w in range(known[t, 0], known[t, 1]):
            whole |= one << (w & last)
        if f[t, GROUP] != 0:
            group |= one << (f[t, GROUP] & last)
        if f[t, BONES] != 0:
            bones |= one << (f[t, BONES] & last)
    return whole, group, bones


def fetch_words(ix: Any, names: Any, ends: Any, words: Any, groups: Any, bones: Any) -> None:
    """The words of some names side by side, with what they are met by: names one after the other, up to `ends`.

    Each lies elsewhere in memory. Here one fetch does not wait for another; among comparisons it would.
    """
    name_start, name_words, word_marks = ix.name_start, ix.name_words, ix.word_marks
    for k in range(names.shape[0]):
        # the first word of each, so that the others are at hand
        ends[k] = name_start[names[k]]
        words[k] = name_words[ends[k]]
    begin = ends[0]
    ends[0] = 0
    have = 0
    for k in range(names.shape[0]):
        past = name_start[names[k] + np.uint32(1)]
        for c in range(begin, past):
            words[have] = name_words[c]
            have += 1
        begin = ends[k + 1]
        ends[k + 1] = have
    for at in range(have):
        groups[at] = word_marks[words[at], 0]
        bones[at] = word_marks[words[at], 1]


def choose(
    ix: Any, q: Any, reading: Any, whole: Any, near_by: Any, found: Any, strength: Any, scratch: Any
) -> Any:
    """The names to align among those touched, best first: by what they share in letters and in whole words.

    Letters alone favour short names and names of common words. A name that has a rare word of the query whole, or
    another spelling of it, is looked at even where its letters are few among many: those that share the rarest keys
    (`near_by`: how many those are, how many there are with the others, what the best one shares), and those near the best
    one by their letters.
    """
    rare, seen, best = near_by
    wider = further(ix)
    # taken out of their bundles once: inside a loop that costs more than the loop
    touched, values, sums, near, met = (
        scratch.touched,
        scratch.values,
        scratch.sums,
        scratch.near,
        scratch.sims,
    )
    ends, names_words, groups, many_bones = (
        scratch.block_ends,
        scratch.block_words,
        scratch.block_groups,
        scratch.block_bones,
    )
    name_norm = ix.name_norm
    first, past = q.words_at[reading], q.words_at[reading + 1]
    f, known, weights = q.facts[first:past], q.known[first:past], q.mass[first:past]
    # how many names are how near to the best one: where to draw the line so that not too many are looked at
    for line in range(_BINS + 1):
        near[line] = 0
    least = LEAST_SHARE * best
    kept = 0
    kept_rare = 0
    for k in range(seen):
        # those of the rarest keys come first and are kept; a name that is out of sight weighs nothing
        if values[k] >= least or (k < rare and values[k] > 0.0):
            value = values[k] / best
            near[int(_BINS * value)] += 1
            touched[kept] = touched[k]
            sums[kept] = sums[k]
            values[kept] = value
            kept += 1
            if k < rare:
                kept_rare = kept
    mass = 1e-6
    room = int(CANDIDATES * wider)
    most = int(_LOOKED_AT * wider)
    for t in range(past - first):
        mass += weights[t]
        # an initial says little, and so does a word whose vowels are left out
        if f[t, KIND] == INITIAL or q.vowel_cost[first + t] < _USUAL_VOWEL:
            room = int(INITIALS_CANDIDATES * wider)
            most = int(_INITIALS_LOOKED_AT * wider)
    line = _BINS
    looked_at = near[line]
    enough = 0.0
    while line > _LEAST_BIN and looked_at + near[line - 1] <= most:
        line -= 1
        looked_at += near[line]
        if enough == 0.0 and looked_at >= _ALWAYS * wider:
            enough = min(float(line) / _BINS, _NEAR)
    seen = kept
    kept = 0
    for k in range(seen):
        if k < kept_rare or int(_BINS * values[k]) >= line:
            touched[kept] = touched[k]
            sums[kept] = sums[k]
            values[kept] = values[k]
            kept += 1
    whole_bits, group_bits, bone_bits = bits_of(f, known)
    for t in range(past - first):
        met[t] = 0.0
    have = 0
    for k in range(kept):
        if k % BLOCK == 0:
            fetch_words(ix, touched[k : min(k + BLOCK, kept)], ends, names_words, groups, many_bones)
        # the weight of the query's words that the name has whole, in another spelling, or by their consonants
        words, some = 0.0, False
        for at in range(ends[k % BLOCK], ends[k % BLOCK + 1]):
            w, its_group, its_bones = names_words[at], groups[at], many_bones[at]
            if (
                not (
                    (whole_bits >> (w & 63))
                    | (group_bits >> (its_group & 63))
                    | (bone_bits >> (its_bones & 63))
                )
                & 1
            ):
                continue
            some = True
            for t in range(past - first):
                group, bones = f[t, GROUP], f[t, BONES]
                if known[t, 0] <= w < known[t, 1]:
                    met[t] = 1.0
                elif group != 0 and group == its_group:
                    met[t] = max(met[t], _SPELT)
                elif bones != 0 and bones == its_bones:
                    met[t] = max(met[t], _BONY)
        if some:
            for t in range(past - first):
                words += met[t] * weights[t]
                met[t] = 0.0
            words /= mass
        value = values[k]
        if value < enough and words < _TELLING:
            continue
        value += words
        if have < room:
            have += 1
        elif value <= strength[have - 1]:
            continue
        at = have - 1
        while at > 0 and strength[at - 1] < value:
            strength[at] = strength[at - 1]
            found[at] = found[at - 1]
            at -= 1
        strength[at] = value
        found[at] = k
    for k in range(have):
        at = found[k]
        name = touched[at]
        found[k] = name
        strength[k] = float(sums[at]) / math.sqrt(name_norm[name] * whole)
    return have
