"""The inner loops: retrieve candidate names, align their words with the query's.

Plain Python over NumPy arrays, written in the subset that numba compiles. `compiled.py` compiles these
very functions for long runs; a single cold query runs them as they are. Either way the numbers are the same.

Letters are codes: 1 to 26 for a to z, 27 to 36 for the digits.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

__all__ = [
    "COMPILED",
    "HOW",
    "MAX_TOKENS",
    "SUMMARY",
    "IndexArrays",
    "QueryArrays",
    "align",
    "search",
    "weigh",
]

#: The functions that callers use, plain here or compiled by `compiled.py`.
COMPILED = ("weigh", "align", "retrieve", "search")
#: Functions that are compiled into their callers.
INLINED = ("likeness", "share_group", "shortened")
#: Functions that are never compiled: a comparison of two names needs no speed.
PLAIN_ONLY = ("likeness_of_grams", "grams_of")

MAX_TOKENS = 40
LETTERS = 37
#: Rarity of a word seen once, in nats of a list of 55 thousand names, whatever the size of the index.
RARE = 10.922
_LEAST_NAMES = 20_000.0
#: Names near the best one by their letters that are looked at word by word, and how near they must be, in parts of it.
_LOOKED_AT = 110
_BINS = 64
_LEAST_BIN = 13
#: From this share of the best name's likeness of letters a name is aligned whatever its words are.
_NEAR = 0.5
#: The share of the query's weight that words met must have for a name with fewer letters in common.
_TELLING = 0.34
#: So many names are aligned for their letters alone.
_ALWAYS = 18
#: Words whose missing vowels cost more than this are readings of Han characters.
SPOKEN = 0.7
MAX_LETTERS = 48
#: By how much more a wrong consonant costs in a word without its vowels.
_BARE = 1.5
#: The least that a vowel costs which only the query has.
_WRITTEN = 0.45

CONTENT, GENERIC, LEGAL, PARTICLE, NOISE, NUMBER, INITIAL, PLACE, SUFFIX = range(9)

#: How a word met another, by code; 0 is "not at all".
HOW = (
    "", "exact", "other spelling", "same meaning", "same sound", "typo", "joined or split", "initial",
    "cut off", "abbreviation", "same consonants", "acronym", "same form of company",
)  # fmt: skip
(
    NONE, EXACT, SPELLING, MEANING, SOUND, TYPO, JOINED, INITIAL_OF, CUT, ABBREVIATION, CONSONANTS,
    ACRONYM, FORM,
) = range(13)  # fmt: skip

#: What `align` says of one candidate, by column.
SUMMARY = (
    "q_mass", "q_met", "c_mass", "c_met", "q_left", "c_left", "worst", "exact", "fuzzy", "bits", "initials",
    "disorder", "number_clash", "number_left", "compact", "grams", "form_clash", "form_same",
    "q_words", "c_words",
    "acronym", "longest", "joined", "head_met", "q_place_left", "cut", "q_bits_left", "c_bits_left",
    "c_head_left", "meaning", "q_letters", "skeletal", "weak", "derived", "foreign", "lost", "q_form", "kind_clash",
    "rarest", "q_named_left", "c_named_left",
)  # fmt: skip
(
    Q_MASS, Q_MET, C_MASS, C_MET, Q_LEFT, C_LEFT, WORST, N_EXACT, N_FUZZY, BITS, N_INITIALS,
    DISORDER, NUMBER_CLASH, NUMBER_LEFT, COMPACT, GRAMS, FORM_CLASH, FORM_SAME, Q_WORDS, C_WORDS,
    IS_ACRONYM, LONGEST, N_JOINED, HEAD_MET, Q_PLACE_LEFT, IS_CUT, Q_BITS_LEFT, C_BITS_LEFT,
    C_HEAD_LEFT, N_MEANING, Q_LETTERS, SKELETAL, IS_WEAK, IS_DERIVED, IS_FOREIGN, N_LOST, Q_FORM, KIND_CLASH,
    RAREST, Q_NAMED_LEFT, C_NAMED_LEFT,
) = range(41)  # fmt: skip


class IndexArrays(NamedTuple):
    """The arrays of one index, as they lie in its file."""

    gram_start: Any  # int64[38**3 + 1]: where each trigram's names begin in `posts`
    key_hash: Any  # uint32[K], sorted: word groups, consonant skeletons, acronyms
    key_start: Any  # int64[K + 1]
    posts: Any  # int32: names by trigram, then by key
    name_start: Any  # int32[N + 1]
    name_words: Any  # int32: vocabulary numbers of each name's words
    name_norm: Any  # float64[N]: what the name would share with itself
    name_scale: Any  # float32[N]: scales what is shared with it, so that long names do not win
    word_start: Any  # int32[V + 1]
    word_letters: Any  # uint8
    sound_start: Any  # int32[V + 1]
    sound_letters: Any  # uint8
    word_kind: Any  # int8[V]
    word_idf: Any  # float64[V]: rarity in nats
    word_mass: Any  # float64[V]: weight in a name, 0..1
    word_groups: Any  # uint32[V, 4]
    word_mask: Any  # int64[V]: which letters its sound has
    word_hash: Any  # uint32[V] of the text
    word_bones: Any  # uint32[V] of the skeleton, 0 when too short
    word_place: Any  # uint8[V]: whether it is the name of a town, a province or a country
    name_count: Any  # int64[1]


class QueryArrays(NamedTuple):
    """One reading of a query, in the same form."""

    start: Any
    letters: Any
    sound_start: Any
    sound: Any
    kind: Any
    idf: Any
    mass: Any
    groups: Any
    mask: Any
    hash: Any
    bones: Any
    rarity: Any  # float64: known beforehand
    keys: Any  # uint32: keys to look up
    key_gain: Any  # float64: by how much more each counts
    uncounted: Any  # int64[1]: how many keys at the end do not count for what a name has to share
    vowel_cost: Any  # float64[T]
    place: Any  # int64[T]: whether it is the name of a town, a province or a country


def _costs() -> np.ndarray[Any, np.dtype[np.float64]]:
    """What it costs to take one letter for another."""
    table = np.ones((LETTERS, LETTERS))

    def put(a: str, b: str, cost: float) -> None:
        i, j = _code(a), _code(b)
        table[i, j] = table[j, i] = cost

    for a in "aeiou":
        for b in "aeiou":
            put(a, b, 0.5)
    for pair, cost in (
        ("iy", 0.2), ("ey", 0.5), ("ck", 0.3), ("kq", 0.3), ("cq", 0.4), ("sz", 0.4), ("vw", 0.3),
        ("uw", 0.4),
        ("ow", 0.5), ("bp", 0.6), ("dt", 0.6), ("gk", 0.6), ("fv", 0.5), ("mn", 0.7), ("jy", 0.4),
        ("gj", 0.5),
        ("ij", 0.5), ("cs", 0.6), ("hx", 0.6), ("kx", 0.6), ("hk", 0.7), ("gh", 0.7), ("lr", 0.7),
        ("fp", 0.7),
        ("bv", 0.6), ("uv", 0.6), ("gq", 0.5), ("cz", 0.7), ("sx", 0.7), ("xz", 0.7), ("jz", 0.6),
        ("cj", 0.7),
        ("o0", 0.15), ("l1", 0.15), ("i1", 0.15), ("s5", 0.15), ("b8", 0.15), ("z2", 0.15), ("e3", 0.2),
        ("g6", 0.2), ("a4", 0.2), ("il", 0.5), ("g9", 0.3), ("q9", 0.4), ("t7", 0.4),
    ):  # fmt: skip
        put(pair[0], pair[1], cost)
    for code in range(LETTERS):
        table[code, code] = 0.0
    return table


def _code(char: str) -> int:
    return ord(char) - 96 if char.isalpha() else ord(char) - 48 + 27


_SWAP = _costs()
_DROP = np.ones(LETTERS)
for _char, _cost in {"h": 0.5, "y": 0.6, "w": 0.7}.items():
    _DROP[_code(_char)] = _cost
_VOWEL = np.zeros(LETTERS, dtype=np.bool_)
for _char in "aeiou":
    _VOWEL[_code(_char)] = True
_SEMI = np.zeros(LETTERS, dtype=np.bool_)
for _char in "yw":
    _SEMI[_code(_char)] = True


def popcount(bits: Any) -> Any:
    """How many bits are set."""
    count = 0
    while bits:
        bits = bits & (bits - 1)
        count += 1
    return count


def drop_cost(letters: Any, at: Any, begin: Any, vowel: Any) -> Any:
    """What it costs to leave out one letter of a word."""
    letter = letters[at]
    if at > begin and letters[at - 1] == letter:
        return 0.3
    if _VOWEL[letter]:
        return vowel
    if vowel < 0.3:
        return vowel if _SEMI[letter] else _BARE * _DROP[letter]
    return _DROP[letter]


def distance(a: Any, a0: Any, a1: Any, b: Any, b0: Any, b1: Any, vowel: Any, most: Any, rows: Any) -> Any:
    """Weighted edit distance with transpositions, given up once it must exceed `most`.

    `rows` is scratch of four rows. The cost of a letter depends on which it is: vowels, doubled letters
    and letters that sound or look alike cost less.
    """
    size_a = a1 - a0
    size_b = b1 - b0
    # where vowels cost nothing the consonants are all there is: another one is another word
    bare = _BARE if vowel < 0.3 else 1.0
    # a vowel that the query does write was meant: only those it lacks come free
    written = max(vowel, _WRITTEN)
    before, last, row = 0, 1, 2
    rows[last, 0] = 0.0
    for j in range(size_b):
        rows[3, j] = drop_cost(b, b0 + j, b0, vowel)
        rows[last, j + 1] = rows[last, j] + rows[3, j]
    for i in range(size_a):
        x = a[a0 + i]
        out = drop_cost(a, a0 + i, a0, written)
        rows[row, 0] = rows[last, 0] + out
        least = rows[row, 0]
        for j in range(size_b):
            y = b[b0 + j]
            swap = _SWAP[x, y] if _VOWEL[x] and _VOWEL[y] else bare * _SWAP[x, y]
            best = rows[last, j] + swap
            other = rows[last, j + 1] + out
            best = min(best, other)
            other = rows[row, j] + rows[3, j]
            best = min(best, other)
            if i > 0 and j > 0 and x == b[b0 + j - 1] and a[a0 + i - 1] == y and x != y:
                other = rows[before, j - 1] + 0.7 * bare
                best = min(best, other)
            rows[row, j + 1] = best
            least = min(least, best)
        if least > most:
            return 99.0
        before, last, row = last, row, before
    return rows[last, size_b]


def find(values: Any, wanted: Any) -> Any:
    """Where `wanted` is in a sorted array, or -1."""
    low = 0
    high = values.shape[0]
    while low < high:
        middle = (low + high) >> 1
        if values[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    if low < values.shape[0] and values[low] == wanted:
        return low
    return -1


def weigh(ix: Any, q: Any) -> None:
    """Give each word of the query its rarity and its weight, as the index knows it."""
    count = ix.name_count[0]
    own = count / _LEAST_NAMES if count < _LEAST_NAMES else 1.0
    for t in range(q.kind.shape[0]):
        w = find(ix.word_hash, q.hash[t])
        if w >= 0:
            q.idf[t] = ix.word_idf[w]
            q.mass[t] = ix.word_mass[w]
            continue
        share = own + (1.0 - own) * q.rarity[t]
        for g in range(4):
            if q.groups[t, g] == 0:
                break
            at = find(ix.key_hash, q.groups[t, g])
            if at >= 0:
                size = float(ix.key_start[at + 1] - ix.key_start[at])
                known = 1.0 - math.log(size) / math.log(count + 1.0) + 0.064
                known = own * known + (1.0 - own) * q.rarity[t]
                share = min(share, known)
        q.idf[t] = share * RARE
        q.mass[t] = mass_of(q.kind[t], q.idf[t])


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


def search(
    ix: Any, q: Any, budget: Any, room: Any, acc: Any, touched: Any, found: Any, strength: Any,
    table: Any, met: Any, sims: Any, hows: Any, rows: Any, flat: Any, memo: Any,
) -> Any:  # fmt: skip
    """Retrieve and align: one row of `table`, `met`, `sims`, `hows` for each name found; returns how many."""
    weigh(ix, q)
    have = retrieve(ix, q, budget, room, acc, touched, found, strength)
    memo[:, 0] = -1.0
    for k in range(have):
        align(ix, q, found[k], strength[k], table[k], met[k], sims[k], hows[k], rows, flat, memo)
    return have


def retrieve(
    ix: Any, q: Any, budget: Any, room: Any, acc: Any, touched: Any, found: Any, strength: Any
) -> Any:
    """The names that share most with the query, best first, into `found`; returns how many.

    Rare keys are read first, until `budget` entries have been read. `acc` is zero before and after.
    """
    count = ix.name_count[0]
    posts = ix.posts
    words = q.kind.shape[0]
    starts = np.empty(512, dtype=np.int64)
    ends = np.empty(512, dtype=np.int64)
    sizes = np.empty(512, dtype=np.int64)
    gains = np.ones(512)
    enough = count if count > _LEAST_NAMES else _LEAST_NAMES
    keys = 0
    content = 0
    for t in range(words):
        if q.kind[t] != LEGAL and q.kind[t] != NOISE:
            content += 1
    for t in range(words):
        if content > 0 and (q.kind[t] == LEGAL or q.kind[t] == NOISE):
            continue
        begin, end = q.start[t], q.start[t + 1]
        for at in range(begin, end):
            if keys >= 400:
                break
            left = q.letters[at - 1] if at > begin else 0
            right = q.letters[at + 1] if at + 1 < end else 0
            gram = (np.int64(left) * 38 + q.letters[at]) * 38 + right
            if ix.gram_start[gram + 1] > ix.gram_start[gram]:
                starts[keys] = ix.gram_start[gram]
                ends[keys] = ix.gram_start[gram + 1]
                # words of business are long and many: by their letters alone they would crowd out the name
                gains[keys] = 0.5 if q.kind[t] == GENERIC else 1.0
                keys += 1
    free = np.zeros(512, dtype=np.bool_)
    for k in range(q.keys.shape[0]):
        if keys >= 500:
            break
        at = find(ix.key_hash, q.keys[k])
        if at >= 0:
            starts[keys] = ix.key_start[at]
            ends[keys] = ix.key_start[at + 1]
            gains[keys] = q.key_gain[k]
            free[keys] = k >= q.keys.shape[0] - q.uncounted[0]
            keys += 1
    for k in range(keys):
        sizes[k] = ends[k] - starts[k]
    order = np.argsort(sizes[:keys])
    whole = 1.0
    for k in range(keys):
        rarity = math.log((enough + 1.0) / sizes[k])
        if not free[k]:
            whole += rarity * rarity * gains[k]
    seen = 0
    read = 0
    last_start = -1
    for k in order:
        if read + sizes[k] > budget and read > 0:
            break
        if starts[k] == last_start:
            continue
        last_start = starts[k]
        read += sizes[k]
        rarity = math.log((enough + 1.0) / sizes[k])
        gain = np.float32(rarity * rarity * gains[k])
        for p in range(starts[k], ends[k]):
            name = posts[p]
            if acc[name] == 0.0:
                touched[seen] = name
                seen += 1
            acc[name] += gain
    return choose(ix, q, whole, seen, room, acc, touched, found, strength)


def choose(
    ix: Any, q: Any, whole: Any, seen: Any, room: Any, acc: Any, touched: Any, found: Any, strength: Any
) -> Any:
    """The names to align among those touched, best first: by what they share in letters and in whole words.

    Letters alone favour short names and names of common words. A name that has a rare word of the query whole, or
    another spelling of it, is looked at even where its letters are few among many.
    """
    # taken out of their bundles once: inside a loop that costs more than the loop
    scale, name_start, name_words = ix.name_scale, ix.name_start, ix.name_words
    word_hash, word_groups, word_bones = ix.word_hash, ix.word_groups, ix.word_bones
    hashes, groups, bones, weights, count = q.hash, q.groups, q.bones, q.mass, q.kind.shape[0]
    best = 0.0
    values = np.empty(seen)
    for k in range(seen):
        values[k] = float(acc[touched[k]]) * float(scale[touched[k]])
        best = max(best, values[k])
    if best == 0.0:
        return 0
    # how many names are how near to the best one: where to draw the line so that not too many are looked at
    near = np.zeros(_BINS + 1, dtype=np.int64)
    for k in range(seen):
        values[k] = values[k] / best
        near[int(_BINS * values[k])] += 1
    line = _BINS
    looked_at = near[line]
    enough = 0.0
    while line > _LEAST_BIN and looked_at + near[line - 1] <= _LOOKED_AT:
        line -= 1
        looked_at += near[line]
        if enough == 0.0 and looked_at >= _ALWAYS:
            enough = min(float(line) / _BINS, _NEAR)
    mass = 1e-6
    for t in range(count):
        mass += weights[t]
    have = 0
    for k in range(seen):
        name = touched[k]
        value = values[k]
        if int(_BINS * value) < line:
            acc[name] = 0.0
            continue
        # the weight of the query's words that the name has whole, in another spelling, or by their consonants
        words = 0.0
        for t in range(count):
            met = 0.0
            for c in range(name_start[name], name_start[name + 1]):
                w = name_words[c]
                if hashes[t] == word_hash[w]:
                    met = 1.0
                    break
                if groups[t, 0] != 0 and groups[t, 0] == word_groups[w, 0]:
                    met = 0.9
                elif bones[t] != 0 and met < 0.6 and bones[t] == word_bones[w]:
                    met = 0.6
            words += met * weights[t]
        words /= mass
        if value < enough and words < _TELLING:
            acc[name] = 0.0
            continue
        value += words
        if have < room:
            have += 1
        elif value <= strength[have - 1]:
            acc[name] = 0.0
            continue
        else:
            acc[found[have - 1]] = 0.0
        at = have - 1
        while at > 0 and strength[at - 1] < value:
            strength[at] = strength[at - 1]
            found[at] = found[at - 1]
            at -= 1
        strength[at] = value
        found[at] = name
    for k in range(have):
        own = ix.name_norm[found[k]]
        strength[k] = float(acc[found[k]]) / math.sqrt(own * whole)
        acc[found[k]] = 0.0
    return have


def likeness_of_grams(ix: Any, q: Any, name: Any) -> Any:
    """Likeness of a query and one name as bags of letter triples, where nothing was retrieved."""
    ours = grams_of(q.start, q.letters, np.arange(q.kind.shape[0]), q.kind)
    words = ix.name_words[ix.name_start[name] : ix.name_start[name + 1]]
    theirs = grams_of(ix.word_start, ix.word_letters, words, ix.word_kind)
    if len(ours) == 0 or len(theirs) == 0:
        return 0.0
    both = 0
    for gram in ours:
        if gram in theirs:
            both += 1
    return both / (len(ours) * len(theirs)) ** 0.5


def grams_of(start: Any, letters: Any, words: Any, kind: Any) -> Any:
    """The letter triples of some words, legal forms and titles left out."""
    out = set()
    for w in words:
        if kind[w] == LEGAL or kind[w] == NOISE:
            continue
        begin, end = start[w], start[w + 1]
        for at in range(begin, end):
            left = int(letters[at - 1]) if at > begin else 0
            right = int(letters[at + 1]) if at + 1 < end else 0
            out.add((left * 38 + int(letters[at])) * 38 + right)
    return out


def share_group(groups_a: Any, a: Any, groups_b: Any, b: Any) -> Any:
    """Whether two words belong to one lexicon group."""
    for i in range(4):
        one = groups_a[a, i]
        if one == 0:
            return False
        for j in range(4):
            two = groups_b[b, j]
            if two == 0:
                break
            if one == two:
                return True
    return False


def likeness(ix: Any, q: Any, t: Any, w: Any, rows: Any) -> Any:
    """How alike a word of the query and one of the vocabulary are (0..1), and how they met."""
    a0, a1 = q.start[t], q.start[t + 1]
    b0, b1 = ix.word_start[w], ix.word_start[w + 1]
    size_a, size_b = a1 - a0, b1 - b0
    if q.hash[t] == ix.word_hash[w] and size_a == size_b:
        return 1.0, EXACT
    kind_a, kind_b = q.kind[t], ix.word_kind[w]
    if kind_a == LEGAL or kind_b == LEGAL:
        return 0.0, NONE
    if kind_a == NUMBER or kind_b == NUMBER:
        if share_group(q.groups, t, ix.word_groups, w):
            return 0.97, SPELLING
        if kind_a == NUMBER and kind_b == NUMBER:
            return 0.0, NONE
    if size_a == 1 or size_b == 1:
        if size_a == 1 and size_b == 1:
            return (0.8, TYPO) if _SWAP[q.letters[a0], ix.word_letters[b0]] < 0.25 else (0.0, NONE)
        if q.letters[a0] == ix.word_letters[b0] and kind_a != NUMBER and kind_b != NUMBER:
            return 0.75, INITIAL_OF
        return 0.0, NONE
    if share_group(q.groups, t, ix.word_groups, w):
        if kind_a == GENERIC and kind_b == GENERIC:
            return 0.95, MEANING
        return (0.93, SPELLING) if q.letters[a0] == ix.word_letters[b0] else (0.86, SPELLING)
    smaller = size_a if size_a < size_b else size_b
    larger = size_a if size_a > size_b else size_b
    vowel = q.vowel_cost[t]
    best = 0.0
    how = NONE
    scale = 0.5 * (size_a + size_b)
    if vowel >= 0.3 and size_a >= 3 and size_b > size_a:
        same = True
        for k in range(size_a):
            if q.letters[a0 + k] != ix.word_letters[b0 + k]:
                same = False
                break
        if same and (size_a >= 4 or (kind_b == GENERIC and size_a >= 3)):
            best = 0.6 + 0.3 * size_a / size_b
            how = CUT
    if q.bones[t] != 0 and q.bones[t] == ix.word_bones[w]:
        bony = 0.72 if smaller >= 3 else 0.0
        if vowel < 0.3:
            bony = 0.8
    else:
        bony = 0.0
        apart_a = popcount(q.mask[t] & ~ix.word_mask[w])
        apart_b = popcount(ix.word_mask[w] & ~q.mask[t])
        if (apart_a if apart_a > apart_b else apart_b) > 1 + larger // 5:
            return best, how
    if smaller * 2 > larger:
        most = 0.45 * scale
        cost = distance(q.letters, a0, a1, ix.word_letters, b0, b1, vowel, most, rows)
        c0, c1 = q.sound_start[t], q.sound_start[t + 1]
        d0, d1 = ix.sound_start[w], ix.sound_start[w + 1]
        if vowel > SPOKEN:
            # a reading of Han characters is exact: what is near it is another syllable
            cost *= 2.0
        elif cost > 0.4 and c1 - c0 > 2:
            sounding = 0.3 + distance(q.sound, c0, c1, ix.sound_letters, d0, d1, vowel, most, rows)
            if sounding < cost:
                cost = sounding
                if cost < 0.31:
                    how = SOUND
        alike = 1.0 - cost / scale
        if alike > best:
            best = alike
            if how != SOUND:
                how = TYPO
    if bony > best:
        best = bony
        how = CONSONANTS
    if best < 0.58:
        return 0.0, NONE
    return best, how


def shortened(ix: Any, q: Any, t: Any, w: Any) -> Any:
    """Whether one word is an abbreviation of the other; longer ones or words of business only."""
    a0, a1 = q.start[t], q.start[t + 1]
    b0, b1 = ix.word_start[w], ix.word_start[w + 1]
    may_be = q.kind[t] != NUMBER and (a1 - a0 >= 3 or ix.word_kind[w] == GENERIC)
    if may_be and abbreviates(q.letters, a0, a1, ix.word_letters, b0, b1):
        return 0.6, ABBREVIATION
    may_be = q.kind[t] == GENERIC and b1 - b0 >= 3
    if may_be and abbreviates(ix.word_letters, b0, b1, q.letters, a0, a1):
        return 0.56, ABBREVIATION
    return 0.0, NONE


def abbreviates(a: Any, a0: Any, a1: Any, b: Any, b0: Any, b1: Any) -> Any:
    """Whether the letters of a stand in b in order, both beginning alike, a clearly shorter."""
    if a1 - a0 < 2 or (a1 - a0) * 3 > (b1 - b0) * 2 or a[a0] != b[b0]:
        return False
    at = a0
    for k in range(b0, b1):
        if at < a1 and b[k] == a[at]:
            at += 1
    return at == a1


def align(
    ix: Any,
    q: Any,
    name: Any,
    grams: Any,
    out: Any,
    met: Any,
    sims: Any,
    hows: Any,
    rows: Any,
    flat: Any,
    memo: Any,
) -> Any:
    """Lay a name's words against the query's; `out` gets the summary.

    `met[t]` gets the place of the name's word that the query's word t met, or -1; `sims` and `hows` how well.
    Returns for each of the name's words the query's word it met, or -1.
    """
    tq = q.kind.shape[0]
    begin = ix.name_start[name]
    tc = ix.name_start[name + 1] - begin
    out[:] = 0.0
    taken = np.full(MAX_TOKENS, -1, dtype=np.int64)
    for t in range(tq):
        met[t] = -1
        sims[t] = 0.0
        hows[t] = NONE
    # exact words first: in order, so that repeated words pair up
    for t in range(tq):
        for c in range(tc):
            w = ix.name_words[begin + c]
            if taken[c] < 0 and q.hash[t] == ix.word_hash[w]:
                met[t], sims[t], hows[t] = c, 1.0, EXACT
                taken[c] = t
                break
    join_words(ix, q, begin, tq, tc, met, sims, hows, taken, rows, flat)
    # then the best of what is left, one by one
    left_q = 0
    left_c = 0
    for t in range(tq):
        if met[t] < 0:
            left_q += 1
    for c in range(tc):
        if taken[c] < 0:
            left_c += 1
    if left_q > 0 and left_c > 0:
        alike = np.zeros((tq, tc))
        ways = np.zeros((tq, tc), dtype=np.int64)
        for t in range(tq):
            if met[t] >= 0:
                continue
            for c in range(tc):
                if taken[c] >= 0:
                    continue
                w = ix.name_words[begin + c]
                slot = (w * 31 + t) & (memo.shape[0] - 1)
                if memo[slot, 0] == w * 64 + t:
                    alike[t, c] = memo[slot, 1]
                    ways[t, c] = int(memo[slot, 2])
                    continue
                value, way = likeness(ix, q, t, w, rows)
                if value == 0.0 and q.kind[t] != LEGAL and ix.word_kind[w] != LEGAL:
                    value, way = shortened(ix, q, t, w)
                alike[t, c] = value
                ways[t, c] = way
                memo[slot, 0] = w * 64 + t
                memo[slot, 1] = value
                memo[slot, 2] = way
        while left_q > 0 and left_c > 0:
            best = 0.0
            best_t = -1
            best_c = -1
            for t in range(tq):
                if met[t] >= 0:
                    continue
                for c in range(tc):
                    if taken[c] < 0 and alike[t, c] > 0.0:
                        value = alike[t, c] + 0.02 * ix.word_mass[ix.name_words[begin + c]]
                        if value > best:
                            best, best_t, best_c = value, t, c
            if best_t < 0:
                break
            met[best_t] = best_c
            sims[best_t] = alike[best_t, best_c]
            hows[best_t] = ways[best_t, best_c]
            taken[best_c] = best_t
            left_q -= 1
            left_c -= 1
    summarise(ix, q, begin, tq, tc, met, sims, hows, taken, out)
    out[GRAMS] = grams
    if out[Q_MET] >= 0.8 * out[Q_MASS] and out[C_MET] >= 0.6 * out[C_MASS]:
        out[COMPACT] = 1.0
    elif grams > 0.45:
        out[COMPACT] = compactness(ix, q, begin, tq, tc, flat, rows)
    return taken


def join_words(
    ix: Any,
    q: Any,
    begin: Any,
    tq: Any,
    tc: Any,
    met: Any,
    sims: Any,
    hows: Any,
    taken: Any,
    rows: Any,
    flat: Any,
) -> None:
    """Pair words that somebody joined or split: several neighbours on one side, one word on the other."""
    for t in range(tq - 1):
        for span in range(2, 5):
            if t + span > tq or met[t] >= 0:
                break
            free = True
            size = 0
            for k in range(t, t + span):
                if met[k] >= 0 or q.kind[k] == LEGAL:
                    free = False
                    break
                for at in range(q.start[k], q.start[k + 1]):
                    if size < MAX_LETTERS:
                        flat[0, size] = q.letters[at]
                        size += 1
            if not free:
                break
            for c in range(tc):
                w = ix.name_words[begin + c]
                b0, b1 = ix.word_start[w], ix.word_start[w + 1]
                if taken[c] >= 0 or abs(b1 - b0 - size) > 1 or size < 4:
                    continue
                cost = distance(flat[0], 0, size, ix.word_letters, b0, b1, 0.5, 1.05, rows)
                if cost <= 1.05 and cost <= 0.16 * size:
                    taken[c] = t
                    for k in range(t, t + span):
                        met[k], sims[k], hows[k] = c, 0.97 - cost / size, JOINED
                    break
    for c in range(tc - 1):
        for span in range(2, 5):
            if c + span > tc or taken[c] >= 0:
                break
            free = True
            size = 0
            for k in range(c, c + span):
                w = ix.name_words[begin + k]
                if taken[k] >= 0 or ix.word_kind[w] == LEGAL:
                    free = False
                    break
                for at in range(ix.word_start[w], ix.word_start[w + 1]):
                    if size < MAX_LETTERS:
                        flat[0, size] = ix.word_letters[at]
                        size += 1
            if not free:
                break
            for t in range(tq):
                a0, a1 = q.start[t], q.start[t + 1]
                if met[t] >= 0 or abs(a1 - a0 - size) > 1 or size < 4:
                    continue
                cost = distance(q.letters, a0, a1, flat[0], 0, size, q.vowel_cost[t], 1.05, rows)
                if cost <= 1.05 and cost <= 0.16 * size:
                    met[t], sims[t], hows[t] = c, 0.97 - cost / size, JOINED
                    for k in range(c, c + span):
                        taken[k] = t
                    break


def compactness(ix: Any, q: Any, begin: Any, tq: Any, tc: Any, flat: Any, rows: Any) -> Any:
    """How alike the two names are written without any spaces, legal forms left out."""
    size_a = 0
    for t in range(tq):
        if q.kind[t] == LEGAL or q.kind[t] == NOISE:
            continue
        for at in range(q.start[t], q.start[t + 1]):
            if size_a < MAX_LETTERS:
                flat[0, size_a] = q.letters[at]
                size_a += 1
    size_b = 0
    for c in range(tc):
        w = ix.name_words[begin + c]
        if ix.word_kind[w] == LEGAL or ix.word_kind[w] == NOISE:
            continue
        for at in range(ix.word_start[w], ix.word_start[w + 1]):
            if size_b < MAX_LETTERS:
                flat[1, size_b] = ix.word_letters[at]
                size_b += 1
    larger = size_a if size_a > size_b else size_b
    smaller = size_a if size_a < size_b else size_b
    if smaller < 4 or smaller * 4 < larger * 3:
        return 0.0
    cost = distance(flat[0], 0, size_a, flat[1], 0, size_b, 0.5, 0.25 * larger, rows)
    return 1.0 - cost / larger if cost < larger else 0.0


def summarise(
    ix: Any, q: Any, begin: Any, tq: Any, tc: Any, met: Any, sims: Any, hows: Any, taken: Any, out: Any
) -> None:
    """Add up what met and what is left over on either side."""
    worst = 1.0
    head = -1
    inversions = 0.0
    pairs = 0.0
    last = -1
    q_number = c_number = 0
    q_form = c_form = False
    for t in range(tq):
        kind = q.kind[t]
        mass = q.mass[t]
        c = met[t]
        if kind == LEGAL:
            q_form = True
        if kind != LEGAL and kind != NOISE and kind != PARTICLE:
            out[Q_WORDS] += 1.0
            out[Q_LETTERS] += q.start[t + 1] - q.start[t]
            if head < 0:
                head = t
        if c >= 0:
            w = ix.name_words[begin + c]
            theirs = ix.word_mass[w]
            how = hows[t]
            # a misspelt common word is as common as the word it stands for
            rarity = min(q.idf[t], ix.word_idf[w])
            if how == JOINED:
                theirs = mass
            elif how != INITIAL_OF:
                mass = min(mass, theirs)
            else:
                mass = min(mass, 0.5 * theirs)
            out[Q_MASS] += mass
            out[Q_MET] += mass * sims[t]
            if kind != LEGAL:
                if how == JOINED:
                    out[BITS] += q.idf[t] * sims[t] if taken[c] == t else 0.0
                    out[N_JOINED] += 1.0
                else:
                    out[BITS] += rarity * sims[t] * (0.35 if how == INITIAL_OF else 1.0)
                if mass > 0.12 and sims[t] < worst and how != INITIAL_OF:
                    worst = sims[t]
                if how == EXACT:
                    out[N_EXACT] += 1.0 if mass > 0.12 else 0.0
                    if q.place[t] == 0:
                        out[RAREST] = max(out[RAREST], mass)
                    size = float(q.start[t + 1] - q.start[t])
                    out[LONGEST] = max(out[LONGEST], size)
                elif how == INITIAL_OF:
                    out[N_INITIALS] += 1.0
                elif how == MEANING or how == SPELLING:
                    out[N_MEANING] += 1.0
                elif how == CUT or how == ABBREVIATION:
                    out[IS_CUT] += 1.0
                elif how == CONSONANTS:
                    out[SKELETAL] += 1.0
                elif how != JOINED:
                    out[N_FUZZY] += 1.0
                if last >= 0:
                    pairs += 1.0
                    if c < last:
                        inversions += 1.0
                last = c
        else:
            if kind == NOISE or kind == LEGAL:
                mass *= 0.3
            if kind == PLACE:
                out[Q_PLACE_LEFT] += mass
                mass *= 0.3
            out[Q_MASS] += mass
            if kind != LEGAL and kind != NOISE and kind != PARTICLE:
                out[N_LOST] += 1.0
            if kind == NUMBER:
                q_number += 1
            if kind != LEGAL and kind != NOISE:
                out[Q_LEFT] = max(out[Q_LEFT], mass)
                if q.place[t] == 0:
                    out[Q_NAMED_LEFT] = max(out[Q_NAMED_LEFT], mass)
                out[Q_BITS_LEFT] += q.idf[t] * (mass if mass < 1.0 else 1.0)
    first = True
    for c in range(tc):
        w = ix.name_words[begin + c]
        kind = ix.word_kind[w]
        mass = ix.word_mass[w]
        if kind == LEGAL:
            c_form = True
        if kind != LEGAL and kind != NOISE and kind != PARTICLE:
            out[C_WORDS] += 1.0
        if taken[c] >= 0:
            t = taken[c]
            if hows[t] == INITIAL_OF:
                mass *= 0.8
            out[C_MASS] += mass
            out[C_MET] += mass * sims[t]
        else:
            if kind == NOISE or kind == LEGAL:
                mass *= 0.3
            out[C_MASS] += mass
            if kind == NUMBER:
                c_number += 1
            if kind != LEGAL and kind != NOISE:
                out[C_LEFT] = max(out[C_LEFT], mass)
                if ix.word_place[w] == 0:
                    out[C_NAMED_LEFT] = max(out[C_NAMED_LEFT], mass)
                out[C_BITS_LEFT] += ix.word_idf[w] * (mass if mass < 1.0 else 1.0)
                if first and kind == CONTENT:
                    out[C_HEAD_LEFT] = mass
        if kind == CONTENT:
            first = False
    out[Q_FORM] = 1.0 if q_form else 0.0
    out[WORST] = worst
    out[DISORDER] = inversions / pairs if pairs > 0 else 0.0
    out[NUMBER_CLASH] = 1.0 if q_number > 0 and c_number > 0 else 0.0
    out[NUMBER_LEFT] = 1.0 if q_number + c_number > 0 else 0.0
    out[HEAD_MET] = sims[head] if head >= 0 and met[head] >= 0 else 0.0
    if q_form and c_form:
        same = False
        for t in range(tq):
            if q.kind[t] == LEGAL and met[t] >= 0:
                same = True
        out[FORM_SAME] = 1.0 if same else 0.0
        out[FORM_CLASH] = 0.0 if same else 1.0
    if out[Q_WORDS] == 1.0 and tc >= 3 and head >= 0 and (met[head] < 0 or sims[head] < 0.7):
        out[IS_ACRONYM] = 1.0 if is_acronym(ix, q, head, begin, tc) else 0.0


def is_acronym(ix: Any, q: Any, t: Any, begin: Any, tc: Any) -> Any:
    """Whether a query's word is made of the first letters of the name's words, forms left out or not."""
    a0, a1 = q.start[t], q.start[t + 1]
    if a1 - a0 < 3 or a1 - a0 > 8:
        return False
    for skip in range(2):
        at = a0
        good = True
        for c in range(tc):
            w = ix.name_words[begin + c]
            kind = ix.word_kind[w]
            if kind == PARTICLE or (skip == 1 and kind == LEGAL):
                continue
            if at < a1 and ix.word_letters[ix.word_start[w]] == q.letters[at]:
                at += 1
            else:
                good = False
                break
        if good and at == a1:
            return True
    return False
