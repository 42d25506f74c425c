"""How far one word is at least from every listed word at once, in the subset that numba compiles.

The weighted edit distance of `letters.distance`, worked out for all listed words side by side, in whole numbers of a
byte so that a processor takes dozens at a time: each cost is rounded down to `UNITS`, so it is never more than the
distance. Listed words stand in blocks of `WIDE` columns, the longest first, and end at the same place. Words that begin
as the last one did go on from the rows that it left.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np

from licet.match import letters as spelling
from licet.match.arrays import Float64, Int64, UInt8, UInt8Cube, UInt8Grid
from licet.match.letters import LETTERS, drop_cost

__all__ = [
    "FAR",
    "UNITS",
    "WIDE",
    "Spelt",
    "follow",
    "in_order",
    "nearest_start",
    "parts",
    "paying",
    "room_for",
    "spelt_words",
    "units",
]

#: Parts of a point of distance: nearly all costs are whole numbers of them.
UNITS: Final = 20
#: Columns of a block.
WIDE: Final = 32
#: More is not told apart; the dearest edit on top of it fits in a byte.
FAR: Final = 220
#: What a letter costs at most that repeats the one before it.
AGAIN: Final = float(drop_cost(np.array([2, 2], dtype=np.uint8), 1, 0, 0.5))


class Spelt(NamedTuple):
    """The letters, or the sounds, of all listed words.

    A row of costs has, block after block, one place more than the block's longest word has letters, of `WIDE` columns.

    Attributes:
        vowels: what leaving out a vowel may cost; `new`, `zero`, `turned` and `swap` have a row for each.
        swap: which table of `swaps` holds.
        swaps: what a letter pays to be the listed word's at a place, by letter.
        new: what the listed word's letter at a place costs that is lacking.
        zero: what all up to a place cost that are lacking.
        turned: what two letters cost that changed places.
        turn_start, turn_at: where two letters stand the other way round, by the pair of letters.
        block: where each block begins.
        pays: the least that a letter pays to become any of the listed word's, or to go; vowels at `joined`.
    """

    vowels: Float64
    swap: Int64
    swaps: UInt8Cube
    new: UInt8Grid
    zero: UInt8Grid
    turned: UInt8
    turn_start: Int64
    turn_at: Int64
    block: Int64
    pays: UInt8Grid


def units(cost: Any) -> Any:
    """Costs in whole `UNITS`, rounded down."""
    return np.minimum(np.floor(np.asarray(cost) * UNITS + 1e-6), 255 - FAR).astype(np.uint8)


def in_order(sizes: Any) -> Any:
    """The words as columns, the longest first."""
    return np.argsort(-np.asarray(sizes, dtype=np.int64), kind="stable")


def spelt_words(start: Any, letters: Any, order: Any, vowels: Any, joined: float) -> Spelt:
    """The tables of some words, each at most `letters.MAX_LETTERS` long.

    Args:
        start: where each begins; the last number is where they end.
        letters: their letters.
        order: which word stands in which column (`in_order`).
        vowels: what leaving out a vowel may cost.
        joined: what it costs where neighbours are written as one.
    """
    begin = start.astype(np.int64)
    vowels = np.asarray(vowels, dtype=np.float64)
    words = [letters[begin[word] : begin[word + 1]] for word in order.tolist()]
    blocks = [words[at : at + WIDE] for at in range(0, len(words), WIDE)]
    places = [1 + max(map(len, some)) for some in blocks]
    block = np.zeros(len(blocks) + 1, dtype=np.int64)
    np.cumsum(np.array(places, dtype=np.int64) * WIDE, out=block[1:])
    held = np.zeros(block[-1], dtype=np.int64)
    lacking = np.zeros((len(vowels), block[-1]))
    pays = np.zeros((LETTERS, len(blocks) * WIDE))
    gone = np.array([_drop([letter], 0, max(joined, spelling._WRITTEN)) for letter in range(LETTERS)])
    for column, own in enumerate(words):
        first, at = block[column // WIDE] + column % WIDE, places[column // WIDE] - len(own)
        for place in range(len(own)):
            held[first + (at + place) * WIDE] = own[place]
            lacking[:, first + (at + place) * WIDE] = [_drop(own, place, vowel) for vowel in vowels.tolist()]
        least = spelling._SWAPS[0][:, own].min(axis=1) if len(own) else gone
        pays[:, column] = np.minimum(gone, least)
    bare = vowels < spelling._FREE
    zero = np.zeros((len(vowels), block[-1]), dtype=np.int64)
    for one, size in zip(block[:-1].tolist(), places, strict=True):
        costs = units(lacking[:, one : one + size * WIDE]).reshape(-1, size, WIDE)
        zero[:, one : one + size * WIDE] = np.cumsum(costs, axis=1, dtype=np.int64).reshape(len(vowels), -1)
    # no letter stands where a word has not begun: it is passed for nothing, and cannot be met
    swaps = np.where(held, units(spelling._SWAPS[:, :, held]), 255 - FAR).astype(np.uint8)
    before = np.append(np.zeros(WIDE, dtype=np.int64), held[:-WIDE])
    turns = np.flatnonzero(held * before * (held != before))
    pair = held[turns] * LETTERS + before[turns]
    by_pair = np.argsort(pair, kind="stable")
    return Spelt(
        vowels=vowels,
        swap=bare.astype(np.int64),
        swaps=np.ascontiguousarray(swaps),
        new=units(lacking),
        zero=np.minimum(zero, FAR).astype(np.uint8),
        turned=units(np.where(bare, 0.7 * spelling._BARE, 0.7)),
        turn_start=np.searchsorted(pair[by_pair], np.arange(LETTERS**2 + 1)),
        turn_at=turns[by_pair],
        block=block,
        pays=units(pays),
    )


def _drop(letters: Any, at: int, vowel: float) -> float:
    return float(drop_cost(np.asarray(letters, dtype=np.uint8), at, 0, vowel))


def room_for(spelt: Any) -> Any:
    """Rows of costs for words up to twice as long as the listed ones, and scratch, for `follow`."""
    longest = (spelt.block[1] // WIDE if spelt.block.shape[0] > 1 else 1) - 1
    rows = np.zeros((2 * max(longest, 1), spelt.zero.shape[1]), dtype=np.uint8)
    return rows, np.full(spelt.zero.shape[1], FAR, dtype=np.uint8)


def follow(
    letters: Any, begin: Any, end: Any, which: Any, spelt: Any, rows: Any, turns: Any, of: Any
) -> None:
    """Work out `rows` for a word: the last place of each block of `rows[end - begin]` are its distances, in `UNITS`.

    Args:
        letters: the letters of many words.
        begin: where the word begins among them.
        end: where it ends.
        which: the row of `spelt.vowels` that holds for it.
        spelt: the listed words.
        rows: from `room_for`.
        turns: from `room_for`.
        of: which word they were left at: where it began, how long it was, its vowels. Below 0: none.
    """
    known = 0
    if of[0] >= 0 and of[2] == which:
        while known < end - begin and known < of[1] and letters[begin + known] == letters[of[0] + known]:
            known += 1
    of[0], of[1], of[2] = begin, end - begin, which
    written = max(spelt.vowels[which], _WRITTEN)
    if known == 0:
        zero, begun = spelt.zero[which], rows[0]
        for at in range(zero.shape[0]):
            begun[at] = zero[at]
    new, swaps, turned = spelt.new[which], spelt.swaps[spelt.swap[which]], spelt.turned[which]
    turn_start, turn_at, block = spelt.turn_start, spelt.turn_at, spelt.block
    for k in range(known, end - begin):
        x = np.int64(letters[begin + k])
        first = past = 0
        if k > 0:
            pair = np.int64(letters[begin + k - 1]) * LETTERS + x
            first, past = turn_start[pair], turn_start[pair + 1]
        for one in range(first, past):
            at = turn_at[one]
            turns[at] = min(rows[k - 1, at - 2 * WIDE] + turned, FAR)
        out = np.uint8(drop_cost(letters, begin + k, begin, written) * UNITS + 1e-6)
        last, row, swap = rows[k], rows[k + 1], swaps[x]
        for b in range(block.shape[0] - 1):
            lay_letter(last, row, swap, new, turns, out, block[b], block[b + 1])
        for one in range(first, past):
            turns[turn_at[one]] = FAR


#: The least that a vowel costs which only the query has.
_WRITTEN: Final = spelling._WRITTEN


def lay_letter(last: Any, row: Any, swap: Any, new: Any, turns: Any, out: Any, begin: Any, end: Any) -> None:
    """The cheapest way to each place of a block: another letter, one too many, one that is lacking, two turned round."""
    # indices count from nothing, so that the compiler sees that none is negative and takes many at a time
    before, here = last[begin:end], row[begin:end]
    swapped, lacking, turned = swap[begin + WIDE : end], new[begin + WIDE : end], turns[begin + WIDE : end]
    for u in range(WIDE):
        here[u] = min(np.uint8(before[u] + out), np.uint8(FAR))
    for at in range(swapped.shape[0]):
        best = min(np.uint8(before[at] + swapped[at]), np.uint8(before[at + WIDE] + out))
        here[at + WIDE] = min(best, turned[at])
    for at in range(lacking.shape[0]):
        best = min(np.uint8(here[at] + lacking[at]), here[at + WIDE])
        here[at + WIDE] = min(best, np.uint8(FAR))


def paying(letters: Any, begin: Any, end: Any, spelt: Any, rows: Any, of: Any) -> None:
    """Work out `rows` for a word that may be a part of one: `rows[end - begin]` are what its letters pay at least, by column.

    Each becomes one of the listed word's, or goes; the first may repeat the last one of the part before. `of` as in
    `follow`, without the vowels.
    """
    known = 0
    if of[0] >= 0:
        while known < end - begin and known < of[1] and letters[begin + known] == letters[of[0] + known]:
            known += 1
    of[0], of[1] = begin, end - begin
    pays, again = spelt.pays, np.uint8(AGAIN * UNITS + 1e-6)
    for k in range(known, end - begin):
        most = again if k == 0 or letters[begin + k] == letters[begin + k - 1] else np.uint8(255)
        last, row, pay = rows[k], rows[k + 1], pays[letters[begin + k]]
        for u in range(row.shape[0]):
            paid = np.uint8(last[u] + min(pay[u], most))
            row[u] = min(paid, np.uint8(FAR))


def nearest_start(rows: Any, size: Any, which: Any, spelt: Any, out: Any) -> None:
    """How far a word is at least from any beginning of each listed word, into `out` by column: `rows` from `follow`.

    Its last letter may have changed places with the first one of what is written apart from it.
    """
    block, turned = spelt.block, spelt.turned[which]
    for b in range(block.shape[0] - 1):
        whole, short = rows[size, block[b] : block[b + 1]], rows[size - 1, block[b] : block[b + 1]]
        here = out[b * WIDE : (b + 1) * WIDE]
        for u in range(WIDE):
            here[u] = FAR
        for place in range(whole.shape[0] // WIDE):
            these, before = whole[place * WIDE : (place + 1) * WIDE], short[place * WIDE : (place + 1) * WIDE]
            for u in range(WIDE):
                here[u] = min(these[u], np.uint8(before[u] + turned), here[u])


def parts(paid: Any, joined: Any, bit: Any) -> Any:
    """Which listed words a word may be a part of by what its letters pay, as bits."""
    mask = 0
    for u in range(paid.shape[0]):
        if paid[u] < joined[u]:
            mask |= bit[u]
    return mask
