"""How alike two words are, and how they met: spelling, meaning, sound, consonants, initial, abbreviation.

Plain Python over NumPy arrays, written in the subset that numba compiles. `f` is the query's facts, one row a
word; arrays are handed over one by one, because handing over a bundle of twenty costs more than the function.
"""

from __future__ import annotations

from typing import Any

from licet.match.arrays import (
    ABBREVIATION,
    BONES,
    CONSONANTS,
    CUT,
    EXACT,
    FORM,
    GENERIC,
    GROUP,
    HASH,
    INITIAL_OF,
    IS_COMMON,
    KIND,
    LEGAL,
    MASK,
    MEANING,
    NONE,
    NUMBER,
    SLIP_OF,
    SLIPS,
    SOUND,
    SPELLING,
    TYPO,
)
from licet.match.letters import FAR, abbreviates, distance, is_beyond, swap_cost

__all__ = ["heard_alike", "likeness", "shortened"]

#: Words whose missing vowels cost more than this are readings of Han characters.
SPOKEN = 0.7
#: A vowel that costs less than this was left out.
_HOLLOW = 0.3
#: Words less alike than this did not meet.
_LEAST = 0.58
#: Beyond this part of their mean length two words are further apart than `_LEAST` allows.
_MOST = 0.4201
#: How much less alike two names are that the lexicon knows as different ones (`Amer`, `Samer`; `Omsk`, `Tomsk`).
_OTHER_NAME = 0.06
#: The same for a word that many names have, and so was hardly a slip of another (`Cohen`, `Chen`).
_MEANT_SO = 0.1
#: What a vowel costs in a word whose vowels are all written (`query`).
_WRITTEN_OUT = 0.5
#: Likeness of two spellings of one name that sound the same (`Dmitri`, `Dmitry`).
_SPELT_SO = 0.97
#: Likeness of a legal form and a slip of it.
_SLIP = 0.8
#: What meeting by sound alone costs.
_BY_SOUND = 0.3


def popcount(bits: Any) -> Any:
    """How many bits are set."""
    count = 0
    while bits:
        bits = bits & (bits - 1)
        count += 1
    return count


def share_group(f: Any, t: Any, word_groups: Any, w: Any) -> Any:
    """Whether two words belong to one lexicon group."""
    for i in range(4):
        one = f[t, GROUP + i]
        if one == 0:
            break
        for j in range(4):
            two = word_groups[w, j]
            if two == 0:
                break
            if one == two:
                return True
    return False


def same_sound(sound: Any, c0: Any, c1: Any, sound_letters: Any, d0: Any, d1: Any) -> Any:
    """Whether two words sound the same."""
    if c1 - c0 != d1 - d0:
        return False
    same = 0
    while c0 + same < c1 and sound[c0 + same] == sound_letters[d0 + same]:
        same += 1
    return c0 + same == c1


def spelt_alike(
    letters: Any, a0: Any, a1: Any, sound: Any, c0: Any, c1: Any, word_letters: Any, b0: Any, b1: Any,
    sound_letters: Any, d0: Any, d1: Any, vowel: Any, near: Any, rows: Any,
) -> Any:  # fmt: skip
    """Likeness of two spellings by their letters or their sounds, and which of the two it was.

    `near`: what letters and sounds of another word cost at least against the query's (`letters.cheapest`).
    """
    scale = 0.5 * ((a1 - a0) + (b1 - b0))
    most = _MOST * scale
    if vowel > SPOKEN:
        # a reading of Han characters is exact: what is near it is another syllable
        cost = 2.0 * distance(letters, a0, a1, word_letters, b0, b1, vowel, 0.5 * most, rows)
        return 1.0 - cost / scale, TYPO
    cost = FAR
    if not is_beyond(near[0], word_letters, b0, b1, most):
        cost = distance(letters, a0, a1, word_letters, b0, b1, vowel, most, rows)
    if cost > 0.4 and c1 - c0 > 2:
        limit = min(cost, most) - _BY_SOUND
        if not is_beyond(near[1], sound_letters, d0, d1, limit):
            sounding = _BY_SOUND + distance(sound, c0, c1, sound_letters, d0, d1, vowel, limit, rows)
            if sounding < cost:
                return 1.0 - sounding / scale, SOUND if sounding < 0.31 else TYPO
    return 1.0 - cost / scale, TYPO


def likeness(
    f: Any, t: Any, letters: Any, a0: Any, a1: Any, sound: Any, c0: Any, c1: Any, vowel: Any, w: Any, kind_b: Any,
    word_hash: Any, word_groups: Any, word_mask: Any, word_bones: Any, word_letters: Any, b0: Any, b1: Any,
    sound_letters: Any, d0: Any, d1: Any, near: Any, rows: Any,
) -> Any:  # fmt: skip
    """How alike a word of the query and one of the vocabulary are (0..1), and how they met.

    `near`: of the query's word, `letters.cheapest` of its letters and of its sounds; zeros where that is not known.
    """
    size_a, size_b = a1 - a0, b1 - b0
    if f[t, HASH] == word_hash[w] and size_a == size_b:
        return 1.0, EXACT
    kind_a = f[t, KIND]
    if kind_a == LEGAL or kind_b == LEGAL:
        if kind_b == LEGAL and f[t, SLIP_OF] != 0:
            for i in range(SLIP_OF, SLIP_OF + SLIPS):
                if f[t, i] != 0 and f[t, i] == word_groups[w, 1]:
                    return _SLIP, FORM
        return 0.0, NONE
    same_group = f[t, GROUP] != 0 and word_groups[w, 0] != 0 and share_group(f, t, word_groups, w)
    if kind_a == NUMBER or kind_b == NUMBER:
        if same_group:
            return 0.97, SPELLING
        if kind_a == NUMBER and kind_b == NUMBER:
            return 0.0, NONE
    if size_a == 1 or size_b == 1:
        if size_a == 1 and size_b == 1:
            return (0.8, TYPO) if swap_cost(letters[a0], word_letters[b0]) < 0.25 else (0.0, NONE)
        if letters[a0] == word_letters[b0] and kind_a != NUMBER and kind_b != NUMBER:
            return 0.75, INITIAL_OF
        return 0.0, NONE
    if same_group:
        if kind_a == GENERIC and kind_b == GENERIC:
            return 0.95, MEANING
        if same_sound(sound, c0, c1, sound_letters, d0, d1):
            return _SPELT_SO, SPELLING
        return (0.93, SPELLING) if letters[a0] == word_letters[b0] else (0.86, SPELLING)
    smaller = size_a if size_a < size_b else size_b
    larger = size_a if size_a > size_b else size_b
    best = 0.0
    how = NONE
    if vowel >= _HOLLOW and size_a >= 3 and size_b > size_a:
        same = True
        for k in range(size_a):
            if letters[a0 + k] != word_letters[b0 + k]:
                same = False
                break
        if same and (size_a >= 4 or kind_b == GENERIC):
            best = 0.6 + 0.3 * size_a / size_b
            how = CUT
    bony = 0.0
    if f[t, BONES] != 0 and f[t, BONES] == word_bones[w]:
        bony = 0.72 if smaller >= 3 else 0.0
        if vowel < _HOLLOW:
            bony = 0.8
    else:
        ours, theirs = f[t, MASK], word_mask[w]
        apart_a, apart_b = popcount(ours & ~theirs), popcount(theirs & ~ours)
        if (apart_a if apart_a > apart_b else apart_b) > 1 + larger // 5:
            return best, how
    if smaller * 2 > larger:
        alike, way = spelt_alike(
            letters,
            a0,
            a1,
            sound,
            c0,
            c1,
            word_letters,
            b0,
            b1,
            sound_letters,
            d0,
            d1,
            vowel,
            near,
            rows,
        )
        known = f[t, GROUP] != 0 and word_groups[w, 0] != 0
        if known and kind_a != GENERIC and kind_b != GENERIC:
            alike -= _OTHER_NAME
        elif f[t, IS_COMMON] != 0 and vowel == _WRITTEN_OUT:
            alike -= _MEANT_SO
        if alike > best:
            best = alike
            how = way
    if bony > best:
        best = bony
        how = CONSONANTS
    if best < _LEAST:
        return 0.0, NONE
    return best, how


def heard_alike(how: Any, sound: Any, c0: Any, c1: Any, sound_letters: Any, d0: Any, d1: Any) -> Any:
    """Whether two words that are spelt nearly alike sound the same.

    Where one of them was written in another script its Latin letters are ours: `Лукойл` is Lukoil, not a slip of it.
    """
    return how == TYPO and same_sound(sound, c0, c1, sound_letters, d0, d1)


def shortened(
    kind_a: Any, letters: Any, a0: Any, a1: Any, kind_b: Any, word_letters: Any, b0: Any, b1: Any
) -> Any:
    """Whether one word is an abbreviation of the other; longer ones or words of business only."""
    may_be = kind_a != NUMBER and (a1 - a0 >= 3 or kind_b == GENERIC)
    if may_be and abbreviates(letters, a0, a1, word_letters, b0, b1):
        return 0.6, ABBREVIATION
    may_be = kind_a == GENERIC and b1 - b0 >= 3
    if may_be and abbreviates(word_letters, b0, b1, letters, a0, a1):
        return 0.56, ABBREVIATION
    return 0.0, NONE
