"""How far two spellings are apart: an edit distance in which the cost of a letter depends on which it is.

Plain Python over NumPy arrays, written in the subset that numba compiles.
"""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = [
    "FAR",
    "LETTERS",
    "MAX_LETTERS",
    "ROWS",
    "abbreviates",
    "cheapest",
    "distance",
    "is_beyond",
    "swap_cost",
]

LETTERS = 37
MAX_LETTERS = 48
_ROW = MAX_LETTERS + 2
#: Length of the scratch that `distance` needs.
ROWS = 4 * _ROW
#: By how much more a wrong consonant costs in a word without its vowels.
_BARE = 1.5
#: A vowel that costs less than this was left out on purpose.
_FREE = 0.3
#: The least that a vowel costs which only the query has.
_WRITTEN = 0.45
#: What the second of two equal letters costs.
_DOUBLED = 0.3
#: By how much two sums of the same costs may differ.
_ROUNDING = 1e-9
#: No letter's code: what stands before a word.
_NONE = 255
#: The distance of words that were given up.
FAR = 99.0


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


def _bare_costs(swap: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The costs where vowels cost nothing: the consonants are all there is, and another one is another word."""
    vowels = np.outer(_VOWEL, _VOWEL)
    return np.where(vowels, swap, _BARE * swap)


_VOWEL = np.zeros(LETTERS, dtype=np.bool_)
for _char in "aeiou":
    _VOWEL[_code(_char)] = True
_SEMI = np.zeros(LETTERS, dtype=np.bool_)
for _char in "yw":
    _SEMI[_code(_char)] = True
_SWAP = _costs()
#: Usual costs, and those of words without vowels.
_SWAPS = np.stack((_SWAP, _bare_costs(_SWAP)))
_DROP = np.ones(LETTERS)
for _char, _cost in {"h": 0.5, "y": 0.6, "w": 0.7}.items():
    _DROP[_code(_char)] = _cost
#: What it costs to leave a letter out, usually and in words without vowels; -1 where it is what a vowel costs.
_DROPS = np.stack((np.where(_VOWEL, -1.0, _DROP), np.where(_VOWEL | _SEMI, -1.0, _BARE * _DROP)))


def swap_cost(x: Any, y: Any) -> Any:
    """What it costs to take one letter for another."""
    return _SWAP[x, y]


def drop_cost(letters: Any, at: Any, begin: Any, vowel: Any) -> Any:
    """What it costs to leave out one letter of a word."""
    letter = letters[at]
    if at > begin and letters[at - 1] == letter:
        return _DOUBLED
    if _VOWEL[letter]:
        return vowel
    if vowel < _FREE:
        return vowel if _SEMI[letter] else _BARE * _DROP[letter]
    return _DROP[letter]


def distance(a: Any, a0: Any, a1: Any, b: Any, b0: Any, b1: Any, vowel: Any, most: Any, rows: Any) -> Any:
    """Weighted edit distance with transpositions, given up once it must exceed `most`.

    `rows` is scratch. The cost of a letter depends on which it is: vowels, doubled letters and letters that sound
    or look alike cost less.
    """
    size_a = a1 - a0
    size_b = b1 - b0
    bare = 1 if vowel < _FREE else 0
    turned = 0.7 * _BARE if vowel < _FREE else 0.7
    # only vowels that the query lacks come free: those it does write were meant, and so was all else
    written = max(vowel, _WRITTEN)
    lacking, more, swaps = _DROPS[bare], _DROPS[0], _SWAPS[bare]
    before, last, row = rows[:_ROW], rows[_ROW : 2 * _ROW], rows[2 * _ROW : 3 * _ROW]
    drops = rows[3 * _ROW : 4 * _ROW]
    total = 0.0
    last[0] = 0.0
    y_before = _NONE
    for j in range(size_b):
        y = b[b0 + j]
        out = lacking[y]
        out = vowel if out < 0.0 else out
        out = _DOUBLED if y == y_before else out
        y_before = y
        total += out
        drops[j] = out
        last[j + 1] = total
    x_before = _NONE
    for i in range(size_a):
        x = a[a0 + i]
        out = more[x]
        out = written if out < 0.0 else out
        out = _DOUBLED if x == x_before else out
        costs = swaps[x]
        above = last[0]
        value = above + out
        row[0] = value
        least = value
        y_before = x
        for j in range(size_b):
            y = b[b0 + j]
            best = above + costs[y]
            above = last[j + 1]
            best = min(best, above + out)
            if x == y_before and y == x_before and x != y and i > 0 and j > 0:
                best = min(best, before[j - 1] + turned)
            y_before = y
            value = min(best, value + drops[j])
            row[j + 1] = value
            least = min(least, value)
        if least > most:
            return FAR
        x_before = x
        before, last, row = last, row, before
    return last[size_b]


def cheapest(a: Any, a0: Any, a1: Any, vowel: Any, out: Any) -> None:
    """What each letter of another word costs at least against word a: nothing if a has it; into `out`, by letter."""
    bare = 1 if vowel < _FREE else 0
    lacking = _DROPS[bare]
    for y in range(LETTERS):
        out[y] = lacking[y] if lacking[y] >= 0.0 else vowel
    for at in range(a0, a1):
        costs = _SWAPS[bare, a[at]]
        for y in range(LETTERS):
            out[y] = min(out[y], costs[y])


def is_beyond(costs: Any, b: Any, b0: Any, b1: Any, most: Any) -> Any:
    """Whether the letters of word b alone (`cheapest`) cost more than `most`, so that `distance` does, in any order."""
    total = 0.0
    before = _NONE
    for at in range(b0, b1):
        y = b[at]
        cost = costs[y]
        total += min(cost, _DOUBLED) if y == before else cost
        before = y
    return total > most + _ROUNDING


def abbreviates(a: Any, a0: Any, a1: Any, b: Any, b0: Any, b1: Any) -> Any:
    """Whether the letters of a stand in b in order, both beginning alike, a clearly shorter."""
    if a1 - a0 < 2 or (a1 - a0) * 3 > (b1 - b0) * 2 or a[a0] != b[b0]:
        return False
    at = a0
    for k in range(b0, b1):
        if at < a1 and b[k] == a[at]:
            at += 1
    return at == a1
