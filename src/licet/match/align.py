"""Lay the words of listed names against a query's, and add up what met and what is left over.

Plain Python over NumPy arrays, written in the subset that numba compiles. `t` counts the query's words (rows of
`QueryArrays.facts`, from the reading's first), `c` those of one listed name.
"""

from __future__ import annotations

from typing import Any

from licet.match.arrays import (
    ABBREVIATION,
    BITS,
    C_BITS_LEFT,
    C_HEAD_LEFT,
    C_LEFT,
    C_MASS,
    C_MET,
    C_NAMED_LEFT,
    C_WORDS,
    COMPACT,
    CONSONANTS,
    CONTENT,
    CUT,
    DISORDER,
    EXACT,
    FORM,
    FORM_ALIKE,
    FORM_CLASH,
    FORM_SAME,
    GRAMS,
    GROUP,
    HEAD_MET,
    INITIAL_OF,
    IS_ACRONYM,
    IS_CUT,
    IS_PLACE,
    JOINED,
    KIND,
    LEGAL,
    LONGEST,
    MEANING,
    N_EXACT,
    N_FUZZY,
    N_INITIALS,
    N_JOINED,
    N_LOST,
    N_MEANING,
    NOISE,
    NONE,
    NUMBER,
    NUMBER_CLASH,
    NUMBER_LEFT,
    PARTICLE,
    PLACE,
    Q_BITS_LEFT,
    Q_FORM,
    Q_LEFT,
    Q_LETTERS,
    Q_MASS,
    Q_MET,
    Q_NAMED_LEFT,
    Q_PLACE_LEFT,
    Q_WORDS,
    RAREST,
    SKELETAL,
    SOUND,
    SPELLING,
    TYPO,
    WORST,
)
from licet.match.fetch import fetch_letters, fetch_records
from licet.match.letters import MAX_LETTERS, cheapest, distance
from licet.match.meet import heard_alike, likeness, shortened
from licet.match.retrieve import RARE

__all__ = ["align"]

#: Places of the memory of likenesses; a power of two.
MEMO = 1024
#: Names for which it does not pay to know what each letter costs at least; what stands there until it is known.
_FEW, _UNKNOWN = 4, -1.0
#: Neighbours that may have been written as one word.
_SPAN = 8
#: The shortest word that may be several.
_SHORTEST = 4
#: What a joined word may cost, in letters and in parts of its length.
_JOIN_COST, _JOIN_SHARE = 1.05, 0.16
#: The same for long ones, by the letter: `abdelbassed`, `abd al baset`.
_LONG_JOIN = 0.145
#: From this likeness on two spellings are one name, no translation of it (`Muhammad`, `Mohammed`).
_ONE_NAME = 0.92
_SPELT_COUNTS = 0.5
#: And from this on they sound the same: another spelling is all it is.
_ONE_SOUND = 0.96
_JOINED_LIKE = 0.97
#: What a word that is only alike says at most, in nats: so much for each of its letters but the first ones.
_BY_LETTERS, _NO_LETTERS = 2.0, 2.0


def same_words(name_start: Any, name_words: Any, one: Any, other: Any) -> Any:
    """Whether two names are the same words in the same order."""
    begin, start = name_start[one], name_start[other]
    size = name_start[one + 1] - begin
    if size != name_start[other + 1] - start:
        return False
    same = 0
    while same < size and name_words[begin + same] == name_words[start + same]:
        same += 1
    return same == size


def align(
    ix: Any,
    q: Any,
    reading: Any,
    have: Any,
    found: Any,
    strength: Any,
    table: Any,
    first_row: Any,
    scratch: Any,
) -> None:
    """Lay `have` names against one reading of a query; each gets one row of `table`.

    `scratch` keeps the last name's alignment: `met[t]` is the place of the name's word that the query's word t met,
    or -1, `sims` and `hows` how well, `taken[c]` the query's word that met the name's word c, or -1.
    """
    # taken out of their bundles once: inside a loop that costs more than the loop
    first, past = q.words_at[reading], q.words_at[reading + 1]
    tq = past - first
    f, start, letters = q.facts[first:past], q.start[first : past + 1], q.letters
    sound_start, sound = q.sound_start[first : past + 1], q.sound
    idf, mass, vowel_cost = q.idf[first:past], q.mass[first:past], q.vowel_cost[first:past]
    known = q.known[first:past]
    foreign = q.foreign[reading] != 0.0
    name_start, name_words = ix.name_start, ix.name_words
    records, weights = ix.word_records, ix.word_weights
    # the name's words, as if they were the whole vocabulary
    ws = scratch.own
    word_start, word_letters, word_kind = scratch.own_start, scratch.own_letters, scratch.own_kind
    sound_starts, sound_letters = scratch.own_sound_start, scratch.own_sounds
    word_idf, word_mass, word_place = scratch.own_idf, scratch.own_mass, scratch.own_place
    word_hash, word_groups = scratch.own_hash, scratch.own_groups
    word_mask, word_bones = scratch.own_mask, scratch.own_bones
    met, sims, hows, taken = scratch.met, scratch.sims, scratch.hows, scratch.taken
    alike, ways, rows = scratch.alike, scratch.ways, scratch.rows
    flat, flat_name, flat_query = scratch.flat, scratch.flat_name, scratch.flat_query
    memo_key, memo_like, memo_way = scratch.memo_key, scratch.memo_like, scratch.memo_way
    memo_key[:] = -1
    near = scratch.near_letters
    for t in range(tq):
        near[t, 0, 0] = _UNKNOWN
    query_size = -1
    for k in range(have):
        name = found[k]
        out = table[first_row + k]
        begin = name_start[name]
        tc = name_start[name + 1] - begin
        words = name_words[begin : begin + tc]
        if (
            k > 0
            and strength[k] == strength[k - 1]
            and same_words(name_start, name_words, name, found[k - 1])
        ):
            # the same name on another list stands right behind it, and is met in the same way
            for column in range(out.shape[0]):
                out[column] = table[first_row + k - 1, column]
            continue
        fetch_records(
            records, weights, words, word_kind, word_idf, word_mass, word_groups, word_mask, word_hash, word_bones,
            word_place,
        )  # fmt: skip
        fetch_letters(
            records,
            words,
            ix.word_letters,
            ix.sound_letters,
            word_start,
            word_letters,
            sound_starts,
            sound_letters,
        )
        for column in range(out.shape[0]):
            out[column] = 0.0
        for c in range(tc):
            taken[c] = -1
        left_q, left_c = tq, tc
        # exact words first: in order, so that repeated words pair up
        for t in range(tq):
            met[t] = -1
            sims[t] = 0.0
            hows[t] = NONE
            low, high = known[t, 0], known[t, 1]
            if low == high:
                continue
            for c in range(tc):
                if low <= words[c] < high and taken[c] < 0:
                    met[t], sims[t], hows[t] = c, 1.0, EXACT
                    taken[c] = t
                    left_q -= 1
                    left_c -= 1
                    break
        if left_q > 0 and left_c > 0:
            if left_q > 1:
                join_query(
                    f, tq, start, letters, ws, tc, word_start, word_letters, met, sims, hows, taken, rows
                )
            if left_c > 1:
                join_name(
                    f, tq, start, letters, vowel_cost, ws, tc, word_start, word_letters, word_kind, met, sims, hows,
                    taken, flat, rows,
                )  # fmt: skip
            # then the best of what is left, one by one
            left_q = left_c = 0
            for t in range(tq):
                if met[t] < 0:
                    left_q += 1
            for c in range(tc):
                if taken[c] < 0:
                    left_c += 1
        some = False
        if left_q > 0 and left_c > 0:
            for t in range(tq):
                if met[t] >= 0:
                    continue
                for c in range(tc):
                    if taken[c] >= 0:
                        continue
                    w = words[c]
                    slot = (w * 31 + t) & (MEMO - 1)
                    if memo_key[slot] == w * 64 + t:
                        value, way = memo_like[slot], memo_way[slot]
                    else:
                        kind_w, b0, b1 = word_kind[c], word_start[c], word_start[c + 1]
                        if near[t, 0, 0] == _UNKNOWN:
                            if have > _FEW:
                                cheapest(letters, start[t], start[t + 1], vowel_cost[t], near[t, 0])
                                cheapest(sound, sound_start[t], sound_start[t + 1], vowel_cost[t], near[t, 1])
                            else:
                                near[t] = 0.0
                        value, way = likeness(
                            f, t, letters, start[t], start[t + 1], sound, sound_start[t], sound_start[t + 1],
                            vowel_cost[t], c, kind_w, word_hash, word_groups, word_mask, word_bones, word_letters,
                            b0, b1, sound_letters, sound_starts[c], sound_starts[c + 1], near[t], rows,
                        )  # fmt: skip
                        if value == 0.0 and f[t, KIND] != LEGAL and kind_w != LEGAL:
                            value, way = shortened(
                                f[t, KIND], letters, start[t], start[t + 1], kind_w, word_letters, b0, b1
                            )
                        if foreign and heard_alike(
                            way, sound, sound_start[t], sound_start[t + 1], sound_letters, sound_starts[c],
                            sound_starts[c + 1],
                        ):  # fmt: skip
                            value, way = 1.0, SPELLING
                        memo_key[slot] = w * 64 + t
                        memo_like[slot] = value
                        memo_way[slot] = way
                    alike[t, c] = value
                    ways[t, c] = way
                    if value > 0.0:
                        some = True
        while some and left_q > 0 and left_c > 0:
            best = 0.0
            best_t = -1
            best_c = -1
            for t in range(tq):
                if met[t] >= 0:
                    continue
                for c in range(tc):
                    if taken[c] < 0 and alike[t, c] > 0.0:
                        value = alike[t, c] + 0.02 * word_mass[c]
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
        summarise_query(
            f, tq, start, idf, mass, ws, tc, word_start, word_idf, word_mass, met, sims, hows, taken, out
        )  # fmt: skip
        summarise_name(
            f, tq, ws, tc, word_kind, word_idf, word_mass, word_place, word_groups, met, sims, hows, taken, out
        )  # fmt: skip
        if out[Q_WORDS] == 1.0 and tc >= 3 and out[HEAD_MET] < 0.7:
            out[IS_ACRONYM] = is_acronym(f, tq, start, letters, ws, tc, word_kind, word_start, word_letters)
        grams = strength[k]
        out[GRAMS] = grams
        if out[Q_MET] >= 0.8 * out[Q_MASS] and out[C_MET] >= 0.6 * out[C_MASS]:
            out[COMPACT] = 1.0
        elif grams > 0.45:
            if query_size < 0:
                query_size = run_together(f, tq, start, letters, flat_query)
            out[COMPACT] = compactness(
                flat_query, query_size, ws, tc, word_kind, word_start, word_letters, flat_name, rows
            )


def join_query(
    f: Any, tq: Any, start: Any, letters: Any, ws: Any, tc: Any, word_start: Any, word_letters: Any, met: Any,
    sims: Any, hows: Any, taken: Any, rows: Any,
) -> None:  # fmt: skip
    """Pair neighbours of the query with one word of the name that somebody split."""
    for t in range(tq - 1):
        for span in range(2, _SPAN):
            last = t + span - 1
            if last >= tq or met[t] >= 0 or f[t, KIND] == LEGAL or met[last] >= 0 or f[last, KIND] == LEGAL:
                break
            size = min(start[last + 1] - start[t], MAX_LETTERS)
            if size < _SHORTEST:
                continue
            for c in range(tc):
                b0, b1 = word_start[ws[c]], word_start[ws[c] + 1]
                if taken[c] >= 0 or abs(b1 - b0 - size) > 1:
                    continue
                # neighbours in the query lie side by side
                a0 = start[t]
                cost = distance(
                    letters,
                    a0,
                    a0 + size,
                    word_letters,
                    b0,
                    b1,
                    0.5,
                    max(_JOIN_COST, _LONG_JOIN * size),
                    rows,
                )
                if cost <= max(_JOIN_COST, _LONG_JOIN * size) and cost <= _JOIN_SHARE * size:
                    taken[c] = t
                    for k in range(t, last + 1):
                        met[k], sims[k], hows[k] = c, _JOINED_LIKE - cost / size, JOINED
                    break


def join_name(
    f: Any, tq: Any, start: Any, letters: Any, vowel_cost: Any, ws: Any, tc: Any, word_start: Any, word_letters: Any,
    word_kind: Any, met: Any, sims: Any, hows: Any, taken: Any, flat: Any, rows: Any,
) -> None:  # fmt: skip
    """Pair neighbours of the name with one word of the query that somebody joined."""
    for c in range(tc - 1):
        size = word_start[ws[c] + 1] - word_start[ws[c]]
        for span in range(2, _SPAN):
            last = c + span - 1
            if last >= tc or taken[c] >= 0 or word_kind[ws[c]] == LEGAL:
                break
            if taken[last] >= 0 or word_kind[ws[last]] == LEGAL:
                break
            size = min(size + word_start[ws[last] + 1] - word_start[ws[last]], MAX_LETTERS)
            if size < _SHORTEST:
                continue
            filled = False
            for t in range(tq):
                a0, a1 = start[t], start[t + 1]
                if met[t] >= 0 or abs(a1 - a0 - size) > 1:
                    continue
                if not filled:
                    filled = True
                    at = 0
                    for k in range(c, last + 1):
                        for b in range(word_start[ws[k]], word_start[ws[k] + 1]):
                            if at < MAX_LETTERS:
                                flat[at] = word_letters[b]
                                at += 1
                cost = distance(
                    letters, a0, a1, flat, 0, size, vowel_cost[t], max(_JOIN_COST, _LONG_JOIN * size), rows
                )
                if cost <= max(_JOIN_COST, _LONG_JOIN * size) and cost <= _JOIN_SHARE * size:
                    met[t], sims[t], hows[t] = c, _JOINED_LIKE - cost / size, JOINED
                    for k in range(c, last + 1):
                        taken[k] = t
                    break


def run_together(f: Any, tq: Any, start: Any, letters: Any, flat: Any) -> Any:
    """The query's letters without spaces and legal forms, into `flat`; returns how many."""
    size = 0
    for t in range(tq):
        if f[t, KIND] == LEGAL or f[t, KIND] == NOISE:
            continue
        for at in range(start[t], start[t + 1]):
            if size < MAX_LETTERS:
                flat[size] = letters[at]
                size += 1
    return size


def compactness(
    flat_query: Any, size_a: Any, ws: Any, tc: Any, word_kind: Any, word_start: Any, word_letters: Any, flat: Any,
    rows: Any,
) -> Any:  # fmt: skip
    """How alike the two names are written without any spaces, legal forms left out."""
    size_b = 0
    for c in range(tc):
        if word_kind[ws[c]] == LEGAL or word_kind[ws[c]] == NOISE:
            continue
        for at in range(word_start[ws[c]], word_start[ws[c] + 1]):
            if size_b < MAX_LETTERS:
                flat[size_b] = word_letters[at]
                size_b += 1
    larger = size_a if size_a > size_b else size_b
    smaller = size_a if size_a < size_b else size_b
    if smaller < 4 or smaller * 4 < larger * 3:
        return 0.0
    cost = distance(flat_query, 0, size_a, flat, 0, size_b, 0.5, 0.25 * larger, rows)
    return 1.0 - cost / larger if cost < larger else 0.0


def summarise_query(
    f: Any, tq: Any, start: Any, idf: Any, mass: Any, ws: Any, tc: Any, word_start: Any, word_idf: Any, word_mass: Any,
    met: Any, sims: Any, hows: Any, taken: Any, out: Any,
) -> None:  # fmt: skip
    """Add up what the query's words met, and what they did not."""
    worst = 1.0
    head = -1
    inversions = 0.0
    pairs = 0.0
    last = -1
    numbers = 0
    form = False
    for t in range(tq):
        kind = f[t, KIND]
        weight = mass[t]
        c = met[t]
        if kind == LEGAL:
            form = True
        if kind != LEGAL and kind != NOISE and kind != PARTICLE:
            out[Q_WORDS] += 1.0
            out[Q_LETTERS] += start[t + 1] - start[t]
            if head < 0:
                head = t
        if c >= 0:
            w = ws[c]
            theirs = word_mass[w]
            how = hows[t]
            # a misspelt common word is as common as the word it stands for
            rarity = min(idf[t], word_idf[w])
            if how == JOINED:
                theirs = weight
            elif how != INITIAL_OF:
                weight = min(weight, theirs)
            else:
                weight = min(weight, 0.5 * theirs)
            out[Q_MASS] += weight
            out[Q_MET] += weight * sims[t]
            if kind != LEGAL and how != FORM:
                if how == JOINED:
                    # several words of the name for one of ours say what each of them says
                    for one in range(tc):
                        if taken[one] == t:
                            out[BITS] += word_idf[ws[one]] * sims[t]
                    out[N_JOINED] += 1.0
                else:
                    says = rarity * sims[t] * (0.35 if how == INITIAL_OF else 1.0)
                    if how == TYPO or how == SOUND or how == CONSONANTS or how == CUT:
                        # short words are near each other by chance: being only alike says no more than the letters do
                        size_q, size_c = start[t + 1] - start[t], word_start[w + 1] - word_start[w]
                        longer = size_q if how == CUT or size_q > size_c else size_c
                        says = min(says, _BY_LETTERS * max(longer - _NO_LETTERS, 0.0))
                    out[BITS] += says
                if weight > 0.12 and sims[t] < worst and how != INITIAL_OF:
                    worst = sims[t]
                if how == EXACT or (how == SPELLING and sims[t] == 1.0):
                    out[N_EXACT] += 1.0 if weight > 0.12 else 0.0
                    if f[t, IS_PLACE] == 0:
                        out[RAREST] = max(out[RAREST], weight)
                    size = float(start[t + 1] - start[t])
                    out[LONGEST] = max(out[LONGEST], size)
                elif how == INITIAL_OF:
                    out[N_INITIALS] += 1.0
                elif how == MEANING or how == SPELLING:
                    if how == MEANING or sims[t] < _ONE_NAME:
                        out[N_MEANING] += 1.0
                    elif sims[t] < _ONE_SOUND:
                        out[N_MEANING] += _SPELT_COUNTS
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
                weight *= 0.3
            if kind == PLACE:
                out[Q_PLACE_LEFT] += weight
                weight *= 0.3
            out[Q_MASS] += weight
            if kind != LEGAL and kind != NOISE and kind != PARTICLE:
                out[N_LOST] += 1.0
            if kind == NUMBER:
                numbers += 1
            if kind != LEGAL and kind != NOISE:
                out[Q_LEFT] = max(out[Q_LEFT], weight)
                if f[t, IS_PLACE] == 0:
                    out[Q_NAMED_LEFT] = max(out[Q_NAMED_LEFT], weight)
                out[Q_BITS_LEFT] += idf[t] * (weight if weight < 1.0 else 1.0)
    out[Q_FORM] = 1.0 if form else 0.0
    out[WORST] = worst
    out[DISORDER] = inversions / pairs if pairs > 0 else 0.0
    out[NUMBER_LEFT] = numbers
    out[HEAD_MET] = sims[head] if head >= 0 and met[head] >= 0 else 0.0


def summarise_name(
    f: Any, tq: Any, ws: Any, tc: Any, word_kind: Any, word_idf: Any, word_mass: Any, word_place: Any,
    word_groups: Any, met: Any, sims: Any, hows: Any, taken: Any, out: Any,
) -> None:  # fmt: skip
    """Add up what the name's words met, and what they did not; `summarise_query` went before."""
    numbers = 0
    form = False
    first = True
    for c in range(tc):
        w = ws[c]
        kind = word_kind[w]
        weight = word_mass[w]
        if kind == LEGAL:
            form = True
        if kind != LEGAL and kind != NOISE and kind != PARTICLE:
            out[C_WORDS] += 1.0
        if taken[c] >= 0:
            t = taken[c]
            if hows[t] == INITIAL_OF:
                weight *= 0.8
            if kind == LEGAL and word_groups[w, 1] != 0 and f[t, GROUP + 1] == word_groups[w, 1]:
                out[FORM_ALIKE] = max(out[FORM_ALIKE], word_idf[w] / RARE)
            out[C_MASS] += weight
            out[C_MET] += weight * sims[t]
        else:
            if kind == NOISE or kind == LEGAL:
                weight *= 0.3
            out[C_MASS] += weight
            if kind == NUMBER:
                numbers += 1
            if kind != LEGAL and kind != NOISE:
                out[C_LEFT] = max(out[C_LEFT], weight)
                if word_place[w] == 0:
                    out[C_NAMED_LEFT] = max(out[C_NAMED_LEFT], weight)
                out[C_BITS_LEFT] += word_idf[w] * (weight if weight < 1.0 else 1.0)
                if first and kind == CONTENT:
                    out[C_HEAD_LEFT] = weight
        if kind == CONTENT:
            first = False
    ours = out[NUMBER_LEFT]
    out[NUMBER_CLASH] = 1.0 if ours > 0 and numbers > 0 else 0.0
    out[NUMBER_LEFT] = 1.0 if ours + numbers > 0 else 0.0
    if form and out[Q_FORM] > 0.0:
        same = False
        for t in range(tq):
            if f[t, KIND] == LEGAL and met[t] >= 0:
                same = True
        out[FORM_SAME] = 1.0 if same else 0.0
        out[FORM_CLASH] = 0.0 if same else 1.0


def is_acronym(
    f: Any,
    tq: Any,
    start: Any,
    letters: Any,
    ws: Any,
    tc: Any,
    word_kind: Any,
    word_start: Any,
    word_letters: Any,
) -> Any:
    """1.0 when the query's one telling word is made of the first letters of the name's words, forms left out or not."""
    a0 = a1 = 0
    for t in range(tq):
        kind = f[t, KIND]
        if kind != LEGAL and kind != NOISE and kind != PARTICLE:
            a0, a1 = start[t], start[t + 1]
    if a1 - a0 < 3 or a1 - a0 > 8:
        return 0.0
    for skip in range(2):
        at = a0
        good = True
        for c in range(tc):
            kind = word_kind[ws[c]]
            if kind == PARTICLE or (skip == 1 and kind == LEGAL):
                continue
            if at < a1 and word_letters[word_start[ws[c]]] == letters[at]:
                at += 1
            else:
                good = False
                break
        if good and at == a1:
            return 1.0
    return 0.0
