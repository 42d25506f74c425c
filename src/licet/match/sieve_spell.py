"""How far one word is from every listed word at once, in the subset that numba compiles.

The weighted edit distance of `letters.distance`, worked out for all listed words side by side: one row of costs a
letter, one column a listed word, so that a processor takes eight at a time. Words that begin as the last one did
go on from the rows that it left. Numbers are single precision: a bound allows for `SLACK`.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np

from licet.match import letters as spelling
from licet.match.letters import LETTERS, drop_cost

__all__ = ["SLACK", "Spelt", "follow", "room_for", "spelt_words"]

#: More than rounding of single precision makes of a distance.
SLACK = np.float32(1e-3)
#: Columns are gone through in multiples of this, as many as a processor takes at a time.
_WIDE: Final = 32
#: More than any word costs.
FAR = np.float32(1e3)
#: The least that a vowel costs which only the query has.
_WRITTEN: Final = spelling._WRITTEN


class Spelt(NamedTuple):
    """The letters, or the sounds, of all listed words, one column each, the longest first; some at the end are empty.

    Attributes:
        vowels: what leaving out a vowel may cost; all tables below of that, one beside the other.
        swap: which table of `swaps` holds for each.
        swaps: what a letter pays to be the listed word's letter at a place, by letter, place and column.
        new: what the letter at a place costs that is lacking, by place and column.
        zero: what all letters up to a place cost that are lacking.
        turned: what two letters cost that changed places.
        turn_start, turn_at: where two letters stand the other way round, as place and column, by the pair of letters.
        wide: how many columns reach a place.
        size, column: how long each listed word is, and its column.
    """

    vowels: Any
    swap: Any
    swaps: Any
    new: Any
    zero: Any
    turned: Any
    turn_start: Any
    turn_at: Any
    wide: Any
    size: Any
    column: Any


def spelt_words(start: Any, letters: Any, vowels: Any) -> Spelt:
    """The tables of some words, each at most `letters.MAX_LETTERS` long, for each cost of a vowel."""
    begin = start.astype(np.int64)
    size = np.diff(begin)
    longest, columns = max(1, int(size.max(initial=0))), -(-len(size) // _WIDE) * _WIDE
    column = np.argsort(np.argsort(-size, kind="stable"), kind="stable")
    held = np.zeros((longest, columns), dtype=np.int64)
    new = np.zeros((len(vowels), longest, columns), dtype=np.float32)
    for word, at in enumerate(column.tolist()):
        held[: size[word], at] = letters[begin[word] : begin[word + 1]]
        for row, vowel in enumerate(vowels):
            for place in range(size[word]):
                new[row, place, at] = drop_cost(letters, begin[word] + place, begin[word], float(vowel))
    zero = np.zeros((len(vowels), longest + 1, columns), dtype=np.float32)
    np.cumsum(new, axis=1, out=zero[:, 1:])
    turns = np.stack(np.nonzero(held[1:] * (held[1:] != held[:-1])), axis=1)
    turns[:, 0] += 1
    pair = held[turns[:, 0], turns[:, 1]] * LETTERS + held[turns[:, 0] - 1, turns[:, 1]]
    by_pair = np.argsort(pair, kind="stable")
    bare = np.asarray(vowels) < spelling._FREE
    reach = (size[:, None] > np.arange(longest)).sum(axis=0)
    return Spelt(
        vowels=np.asarray(vowels, dtype=np.float64),
        swap=bare.astype(np.int64),
        swaps=np.ascontiguousarray(spelling._SWAPS[:, :, held].astype(np.float32)),
        new=new,
        zero=zero,
        turned=np.where(bare, 0.7 * spelling._BARE, 0.7).astype(np.float32),
        turn_start=np.searchsorted(pair[by_pair], np.arange(LETTERS**2 + 1)),
        turn_at=np.ascontiguousarray(turns[by_pair]),
        wide=-(-reach // _WIDE) * _WIDE,
        size=size,
        column=column,
    )


def room_for(spelt: Any) -> Any:
    """Tables of costs for words up to twice as long as the listed ones, and scratch, for `follow`."""
    _, places, columns = spelt.new.shape
    turns = np.full((places, columns), FAR)
    return np.zeros((2 * places, places + 1, columns), dtype=np.float32), turns


def follow(
    letters: Any, begin: Any, end: Any, vowel: Any, spelt: Any, rows: Any, turns: Any, of: Any
) -> None:
    """Work out `rows` for a word: its distances from all listed words are `rows[end - begin]`, at the place of each size.

    Args:
        letters: the letters of many words.
        begin: where the word begins among them.
        end: where it ends.
        vowel: what leaving out a vowel costs in it; one of those that `spelt` was made for.
        spelt: the listed words.
        rows: from `room_for`.
        turns: from `room_for`.
        of: which word they were left at: where it began, how long it was, its vowels. Below 0: none.
    """
    which = 0
    while spelt.vowels[which] != vowel:
        which += 1
    known = 0
    if of[0] >= 0 and of[2] == which:
        while known < end - begin and known < of[1] and letters[begin + known] == letters[of[0] + known]:
            known += 1
    of[0], of[1], of[2] = begin, end - begin, which
    lay(letters, begin, end, known, which, spelt, rows, turns)


def lay(
    letters: Any, begin: Any, end: Any, known: Any, which: Any, spelt: Any, rows: Any, turns: Any
) -> None:
    """Go through a word letter by letter; `rows[end - begin, place, column]` are its distances from listed words.

    Args:
        letters: the letters of many words.
        begin: where the word begins among them.
        end: where it ends.
        known: how many of its first letters `rows` knows from the word before, of the same `which`.
        which: the row of `spelt.vowels` that holds for it.
        spelt: the listed words.
        rows: a table of costs for each number of letters gone through.
        turns: scratch of the same form as one of these, full of `FAR`; left so.
    """
    written = max(spelt.vowels[which], _WRITTEN)
    if known == 0:
        rows[0] = spelt.zero[which]
    new, swaps, turned = spelt.new[which], spelt.swaps[spelt.swap[which]], spelt.turned[which]
    turn_start, turn_at, wide = spelt.turn_start, spelt.turn_at, spelt.wide
    for k in range(known, end - begin):
        x = np.int64(letters[begin + k])
        first = past = 0
        if k > 0:
            pair = np.int64(letters[begin + k - 1]) * LETTERS + x
            first, past = turn_start[pair], turn_start[pair + 1]
        for one in range(first, past):
            place, column = turn_at[one, 0], turn_at[one, 1]
            turns[place, column] = rows[k - 1, place - 1, column] + turned
        out = np.float32(drop_cost(letters, begin + k, begin, written))
        lay_letter(rows[k], rows[k + 1], swaps[x], new, turns, out, wide)
        for one in range(first, past):
            turns[turn_at[one, 0], turn_at[one, 1]] = FAR


def lay_letter(last: Any, row: Any, swap: Any, new: Any, turns: Any, out: Any, wide: Any) -> None:
    """The cheapest way to each place: another letter, one too many, one that is lacking, two turned round."""
    for u in range(row.shape[1]):
        row[0, u] = last[0, u] + out
    for place in range(swap.shape[0]):
        for u in range(wide[place]):
            best = min(last[place, u] + swap[place, u], last[place + 1, u] + out)
            other = min(row[place, u] + new[place, u], turns[place, u])
            row[place + 1, u] = min(best, other)
