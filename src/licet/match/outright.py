"""Names that are named outright: equal word for word, or a rare name that common words extend.

A score says how likely it is that two names mean one party. A desk's written policy may still want such hits
seen whatever their score: a single rare word carries a listed firm's name, and missing it costs a fine.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from licet.match import kernel

__all__ = ["LIKELY", "all_met", "named_outright", "same_words", "with_equals_first"]

#: Rarity that is met may differ from rarity that is there by rounding alone.
_SAME: Final = 0.999
#: Likeness of words that mean the same (`aviation`, `air`).
_MEANT: Final = 0.94
#: Likeness of two spellings of one name (`Mohammed`, `Muhammad`).
_SPELT: Final = 0.92
#: Weight of the rarest word that two names must share before being covered by each other means something.
_TELLING: Final = 0.6
#: Fewer letters than this name nobody outright (`HUA`, `GAS`).
_LETTERS: Final = 5
#: A brand has at least so many.
_BRAND_LETTERS: Final = 4
#: Fewer than this is nobody's name at all.
_SHORT: Final = 3
#: Weight of a word seen on a handful of listed parties at most; a commoner word is no brand. Less beside a second word.
_RARE: Final = 0.9
_RARE_TOGETHER: Final = 0.66
#: The same for a long word, which is hardly another's by chance (`HiSilicon`, on a dozen entries of one group).
_RARE_LONG: Final = 0.74
#: Weight of the rarest word the listed name may have more than a brand alone: `Technology`, `Digital`.
_BUSINESS: Final = 0.55
#: Weight of what the query may have more than places and the brand: nothing but forms and small words.
_COMMON: Final = 0.05
#: Weight of the rarest word the listed name may have more: `Technology`, `Beijing`, `Information`.
_COMMONER: Final = 0.62
#: Likeness of a brand that is a letter or two off, and the letters it must have: shorter words meet by chance.
_ALIKE: Final = 0.84
_LONG_BRAND: Final = 8
#: What the words met must say, in nats: one word that hardly anybody else has.
_SAYS: Final = 7.0
#: The least difference of two rank signals, which are rounded to six digits.
_STEP: Final = 1e-6
#: The rank signal of a hit that is more likely right than not (a score of 0.6).
LIKELY: Final = -1.6


def same_words(table: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """For each candidate: whether the names have the same words, all of them on both sides."""
    equal = table[:, kernel.WORST] >= _SAME
    equal &= table[:, kernel.Q_MET] >= _SAME * table[:, kernel.Q_MASS]
    equal &= table[:, kernel.C_MET] >= _SAME * table[:, kernel.C_MASS]
    return np.asarray(equal, dtype=np.bool_)


def with_equals_first(
    table: npt.NDArray[Any], signal: npt.NDArray[Any], query: npt.NDArray[Any], equal: npt.NDArray[np.bool_]
) -> npt.NDArray[Any]:
    """The rank signals, where a name that is the query's word for word stands above all that are only like it.

    Two tables of weights judge persons and the rest, and each is fitted by itself: a name may gain more by being like
    a firm's than by being a person's. What a list gives outright is not to stand behind it, nor are two names that are
    the query's in its own order to stand apart, unless the list calls one of them weak.

    Args:
        table: the measured evidence, one candidate a row.
        signal: the rank signal of each row.
        query: which query each row answers.
        equal: `same_words` of the table.
    """
    exact = equal & (table[:, kernel.IS_DERIVED] == 0)
    rows = exact.nonzero()[0]
    if not rows.size:
        return signal
    like = np.full(int(query.max()) + 1, -np.inf)
    np.maximum.at(like, query, np.where(exact, -np.inf, signal))
    asked = query[rows]
    floor = like[asked]
    own = signal[rows]
    lifted = np.where(own < floor, floor + _STEP, own)
    level = (table[rows, kernel.DISORDER] == 0) & (table[rows, kernel.IS_WEAK] == 0)
    top = np.full(len(like), -np.inf)
    np.maximum.at(top, asked[level], lifted[level])
    lifted = np.where(level, top[asked], lifted)
    raised = signal.copy()
    raised[rows] = lifted
    return raised


def named_outright(
    table: npt.NDArray[Any], signal: npt.NDArray[Any], equal: npt.NDArray[np.bool_] | None = None
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """For each candidate: whether the names are equal word for word, and whether one is the other's brand.

    Args:
        table: the measured evidence, one candidate a row (`kernel`'s columns).
        signal: the rank signal of each row.
        equal: `same_words` of the table where it is known.
    """
    letters, worst = table[:, kernel.Q_LETTERS], table[:, kernel.WORST]
    same = worst >= _SAME
    own = table[:, kernel.IS_DERIVED] == 0
    strong = table[:, kernel.IS_WEAK] == 0
    equal = same_words(table) if equal is None else equal
    whole = equal & strong & own & (letters >= _LETTERS)
    # a rare word stands whole on both sides; beside it the query has only a place, the listed name common words
    named = same & strong & own & (letters >= _LETTERS) & (table[:, kernel.LONGEST] >= _BRAND_LETTERS)
    named &= table[:, kernel.Q_NAMED_LEFT] <= _COMMON
    alone = table[:, kernel.RAREST] >= _RARE
    alone |= (table[:, kernel.RAREST] >= _RARE_LONG) & (table[:, kernel.LONGEST] >= _LONG_BRAND)
    alone &= table[:, kernel.C_NAMED_LEFT] <= _BUSINESS
    # a place or a second word met as well: then the listed name may go on with more words of business
    together = (table[:, kernel.N_EXACT] >= 2) & (table[:, kernel.RAREST] >= _RARE_TOGETHER)
    together &= table[:, kernel.C_NAMED_LEFT] <= _COMMONER
    brand = named & (alone | together)
    # equal word for word, but short (SMIC, VTB), or a whole part of the listed name (the text outside its brackets)
    brand |= equal & strong & (letters >= _SHORT)
    # all that tells on either side is met, as it is or by its meaning: what is over is forms (`Mahan Airline`, `JSC X`)
    covered = strong & (worst >= _MEANT) & (letters >= _LETTERS) & (table[:, kernel.RAREST] >= _TELLING)
    covered &= (table[:, kernel.Q_NAMED_LEFT] <= _COMMON) & (table[:, kernel.LONGEST] >= _BRAND_LETTERS)
    covered &= table[:, kernel.C_NAMED_LEFT] <= _COMMON
    brand |= covered
    # one rare word is a letter or two off, nothing else that tells is over on either side (`Hikvison Digital`)
    near = strong & own & (worst >= _ALIKE) & (letters >= _LONG_BRAND) & (table[:, kernel.BITS] >= _SAYS)
    near &= signal >= LIKELY
    near &= (table[:, kernel.N_FUZZY] == 1) & (table[:, kernel.N_EXACT] <= 1)
    near &= table[:, kernel.Q_NAMED_LEFT] <= _COMMON
    near &= table[:, kernel.C_NAMED_LEFT] <= _BUSINESS
    brand |= near
    return whole, brand


def all_met(table: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """For each candidate: every word met another spelling of itself or its meaning, places too, none by a typo.

    Among thousands of names common words meet by chance; between two names that are compared they do not.
    """
    met = (
        (table[:, kernel.WORST] >= _SPELT)
        & (table[:, kernel.N_FUZZY] == 0)
        & (table[:, kernel.N_INITIALS] == 0)
    )
    met &= (table[:, kernel.Q_LEFT] <= _COMMON) & (table[:, kernel.C_LEFT] <= _COMMON)
    met &= (
        (table[:, kernel.DISORDER] == 0)
        & (table[:, kernel.Q_LETTERS] >= _LETTERS)
        & (table[:, kernel.Q_WORDS] >= 2)
    )
    met &= (table[:, kernel.SKELETAL] == 0) & (table[:, kernel.NUMBER_CLASH] == 0)
    return np.asarray(met, dtype=np.bool_)
