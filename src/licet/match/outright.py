"""Names that are named outright: equal word for word, or a rare name that common words extend.

A score says how likely it is that two names mean one party. A desk's written policy may still want such hits
seen whatever their score: a single rare word carries a listed firm's name, and missing it costs a fine.
"""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from licet.match.arrays import (
    BITS,
    BRAND,
    C_HEAD_LEFT,
    C_LEFT,
    C_MASS,
    C_MET,
    C_NAMED_LEFT,
    DISORDER,
    FORM_CLASH,
    FORM_SAME,
    IS_DERIVED,
    IS_FOREIGN,
    IS_WEAK,
    LONGEST,
    N_EXACT,
    N_FUZZY,
    N_INITIALS,
    N_LOST,
    N_MEANING,
    NUMBER_CLASH,
    OF_GROUP,
    PART_OF_QUERY,
    Q_LEFT,
    Q_LETTERS,
    Q_MASS,
    Q_MET,
    Q_NAMED_LEFT,
    Q_WORDS,
    RAREST,
    READING,
    SKELETAL,
    WHOLE,
    WORST,
)

__all__ = [
    "LIKELY", "all_met", "is_equal", "named_outright", "outright_of", "put_equals_first", "put_whole_first",
]  # fmt: skip

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
#: The same for what two names that are compared may have more: `of`, `de`.
_SMALL: Final = 0.14
#: Weight of the rarest word the listed name may have more: `Technology`, `Beijing`, `Information`.
_COMMONER: Final = 0.62
#: The same behind the brand of a group with which the listed name begins.
_GOES_ON: Final = 0.82
#: Likeness of a brand that is a letter or two off, and the letters it must have: shorter words meet by chance.
_ALIKE: Final = 0.84
_LONG_BRAND: Final = 8
#: What the words met must say, in nats: one word that hardly anybody else has.
_SAYS: Final = 7.0
#: The same of two words: what hardly two firms begin with.
_SAYS_TOGETHER: Final = 14.0
_RARE_AT_HEAD: Final = 0.8
#: Below this rank signal (a score of 0.05) all else says that it is somebody else (`American Vanguard Corp.`, `Vanguard
#: International Ltd., S.A.`); a name that is equal word for word, or bears a group's brand, is seen all the same.
_PLAUSIBLE: Final = -5.0
#: By so much less likely (log-odds) a name that has the query whole may seem than one that is only like it. Of 60,000
#: names disturbed by `benchmarks/_match_data` one of the two alone was right in 51 so near each other, 39 times the name
#: that has the query whole; of 18 further apart 5 times.
_NEARLY: Final = 2.0
#: The least difference of two rank signals, which are rounded to six digits.
_STEP: Final = 1e-6
#: Less than that: it puts two names in order, and their ranks are the same when rounded.
_BARELY: Final = 1e-9
#: The rank signal of a hit that is more likely right than not (a score of 0.6).
LIKELY: Final = -1.6


def is_equal(row: Any) -> Any:
    """Whether the names of one summary have the same words, all of them on both sides."""
    return row[WORST] >= _SAME and row[Q_MET] >= _SAME * row[Q_MASS] and row[C_MET] >= _SAME * row[C_MASS]


def put_equals_first(
    rows: Any, table: Any, have: Any, query_of: Any, queries: Any, like: Any, top: Any, signal: Any
) -> None:
    """Raise the rank signals of names that are the query's word for word above all that are only like it.

    Two tables of weights judge persons and the rest, and each is fitted by itself: a name may gain more by being like
    a firm's than by being a person's. What a list gives outright is not to stand behind it, nor are two names that are
    the query's in its own order to stand apart, unless the list calls one of them weak.

    Args:
        rows: what was found, `have` rows.
        table: their summaries.
        have: how many there are.
        query_of: the query of each reading.
        queries: how many queries there are.
        like: room for a number a query.
        top: the same.
        signal: the rank signal of each row; changed.
    """
    for query in range(queries):
        like[query] = -math.inf
        top[query] = -math.inf
    some = False
    for k in range(have):
        row = table[k]
        if row[IS_DERIVED] == 0.0 and is_equal(row):
            some = True
        else:
            query = query_of[rows[k, READING]]
            like[query] = max(like[query], signal[k])
    if not some:
        return
    for k in range(have):
        row = table[k]
        if row[IS_DERIVED] == 0.0 and is_equal(row):
            query = query_of[rows[k, READING]]
            if signal[k] < like[query]:
                signal[k] = like[query] + _STEP
            if row[DISORDER] == 0.0 and row[IS_WEAK] == 0.0:
                top[query] = max(top[query], signal[k])
    # nor is a name that the list calls weak to stand before one that it does not (`LIDIA`, a weak `リディア`): they are tied
    for k in range(have):
        row = table[k]
        if row[IS_DERIVED] == 0.0 and row[IS_WEAK] != 0.0 and is_equal(row):
            query = query_of[rows[k, READING]]
            if top[query] > -math.inf and top[query] <= signal[k]:
                top[query] = signal[k] + _BARELY
    for k in range(have):
        row = table[k]
        level = row[IS_DERIVED] == 0.0 and row[DISORDER] == 0.0 and row[IS_WEAK] == 0.0
        if level and is_equal(row):
            signal[k] = top[query_of[rows[k, READING]]]


def has_whole(row: Any) -> Any:
    """Whether a listed name has every word of the query as it is written, and perhaps words of its own.

    One telling word is too little, unless both have a legal form of one family; a form of another speaks against.
    """
    own = row[IS_DERIVED] == 0.0 and row[IS_WEAK] == 0.0 and row[IS_FOREIGN] == 0.0
    enough = row[N_EXACT] >= 2.0 or (row[N_EXACT] == 1.0 and row[FORM_SAME] > 0.0)
    return own and enough and row[FORM_CLASH] == 0.0 and all_exact(row)


def all_exact(row: Any) -> Any:
    """Whether every word of the query met the very same word."""
    return row[WORST] >= _SAME and row[N_LOST] == 0.0 and row[N_INITIALS] == 0.0


def put_whole_first(
    rows: Any, table: Any, have: Any, query_of: Any, queries: Any, like: Any, top: Any, signal: Any
) -> None:
    """Raise names that have the query whole above those that are only like it, where they are nearly as likely.

    `Gulnara Kerimova` leaves out a father's name more often than it misspells a listed `Karimova`: that a slip should
    make another listed party's name by chance is rare. Nobody gains a score by it that the query does not reach anyway.
    Arguments as of `put_equals_first`.
    """
    for query in range(queries):
        like[query] = -math.inf
        top[query] = -math.inf
    some = False
    for k in range(have):
        row, query = table[k], query_of[rows[k, READING]]
        if has_whole(row):
            some = True
            top[query] = max(top[query], signal[k])
        elif not all_exact(row):
            like[query] = max(like[query], signal[k])
    if not some:
        return
    for k in range(have):
        if has_whole(table[k]):
            query = query_of[rows[k, READING]]
            lacks = like[query] - top[query]
            if 0.0 <= lacks < _NEARLY:
                signal[k] += lacks + _STEP


def outright_of(row: Any, signal: Any) -> Any:
    """Bits of one candidate: WHOLE where the names are equal word for word, BRAND where one is the other's brand,
    OF_GROUP where the brand of a group within the query is the listed name's.

    Args:
        row: its summary.
        signal: its rank signal.
    """
    if row[IS_WEAK] != 0.0:
        return 0
    letters, worst, rarest = row[Q_LETTERS], row[WORST], row[RAREST]
    query_left, name_left = row[Q_NAMED_LEFT], row[C_NAMED_LEFT]
    own, part = row[IS_DERIVED] == 0.0, row[IS_DERIVED] == PART_OF_QUERY
    found = 0
    if is_equal(row):
        if own and letters >= _LETTERS:
            found = WHOLE
        # equal word for word, but short (SMIC, VTB), or a whole part of the listed name (the text outside its brackets)
        if letters >= _SHORT:
            return found | (OF_GROUP if part else BRAND)
    if query_left > _COMMON:
        return found
    if part:  # the brand of a group within a longer name, and a listed name that has common words beside it
        # more where the brand heads the listed name (`Quectel`, `Quectel Wireless Solutions`)
        most = _GOES_ON if row[C_HEAD_LEFT] == 0.0 else _COMMONER
        return OF_GROUP if worst >= _SAME and name_left <= most else 0
    if signal < _PLAUSIBLE:
        return found
    long = letters >= _LETTERS and row[LONGEST] >= _BRAND_LETTERS
    # a rare word stands whole on both sides; beside it the query has only a place, the listed name common words
    if worst >= _SAME and own and letters >= _BRAND_LETTERS and row[LONGEST] >= _BRAND_LETTERS:
        rare = rarest >= _RARE or (rarest >= _RARE_LONG and row[LONGEST] >= _LONG_BRAND)
        if rare and name_left <= _BUSINESS:
            return found | BRAND
        # an office of a place, its division of the country left out (`Urumqi Public Security Bureau`)
        if row[N_EXACT] >= 3.0 and row[C_HEAD_LEFT] == 0.0 and row[Q_LEFT] <= _COMMON and name_left <= _SMALL:
            return found | BRAND
        # two words or more that hardly another name begins with head the listed one, which goes on to say what it does
        heads = row[C_HEAD_LEFT] == 0.0 and row[DISORDER] == 0.0 and row[Q_LEFT] <= _COMMON
        if heads and row[N_EXACT] >= 2.0 and rarest >= _RARE_AT_HEAD and row[BITS] >= _SAYS_TOGETHER:
            return found | BRAND
        # a place or a second word met as well: then the listed name may go on with more words of business
        if row[N_EXACT] >= 2.0 and rarest >= _RARE_TOGETHER and name_left <= _COMMONER:
            return found | BRAND
    # all that tells on either side is met, as it is or by its meaning: what is over is forms (`Mahan Airline`, `JSC X`)
    if worst >= _MEANT and long and rarest >= _TELLING and name_left <= _COMMON:
        return found | BRAND
    # one rare word is a letter or two off, nothing else that tells is over on either side (`Hikvison Digital`)
    near = own and worst >= _ALIKE and letters >= _LONG_BRAND and row[BITS] >= _SAYS and signal >= LIKELY
    if near and row[N_FUZZY] == 1.0 and row[N_EXACT] <= 1.0 and name_left <= _BUSINESS:
        return found | BRAND
    return found


def named_outright(
    table: npt.NDArray[Any], signal: npt.NDArray[Any]
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """For each candidate: whether the names are equal word for word, and whether one is the other's brand.

    Args:
        table: the measured evidence, one candidate a row (`arrays.SUMMARY`).
        signal: the rank signal of each row.
    """
    found = np.array([outright_of(row, one) for row, one in zip(table, signal, strict=True)], dtype=np.int64)
    return (found & WHOLE) > 0, (found & BRAND) > 0


def all_met(table: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """For each candidate: every word met another spelling of itself or its meaning, places too, none by a typo.

    Among thousands of names common words meet by chance; between two names that are compared they do not.
    """
    met = (table[:, WORST] >= _SPELT) & (table[:, N_FUZZY] == 0) & (table[:, N_INITIALS] == 0)
    met &= (table[:, Q_LEFT] <= _SMALL) & (table[:, C_LEFT] <= _SMALL)
    # a translation has an order of its own: `Banco Nacional de Cuba`, `National Bank of Cuba`
    met &= (table[:, DISORDER] == 0) | (table[:, N_MEANING] > 0)
    met &= (table[:, Q_LETTERS] >= _LETTERS) & (table[:, Q_WORDS] >= 2)
    met &= (table[:, SKELETAL] == 0) & (table[:, NUMBER_CLASH] == 0)
    return np.asarray(met, dtype=np.bool_)
