"""Names that are named outright: equal word for word, or a rare name that common words extend.

A score says how likely it is that two names mean one party. A desk's written policy may still want such hits
seen whatever their score: a single rare word carries a listed firm's name, and missing it costs a fine.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from licet.match import kernel

__all__ = ["named_outright"]

#: Rarity that is met may differ from rarity that is there by rounding alone.
_SAME: Final = 0.999
#: Fewer letters than this name nobody outright (`HUA`, `GAS`).
_LETTERS: Final = 5
#: Weight of a word seen on one listed name or two; a commoner word is no brand.
_RARE: Final = 0.97
#: What may be left over beside a brand: the rarity, in nats, of one word of business like `Technology`.
_COMMON: Final = 1.2


def named_outright(table: npt.NDArray[Any]) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """For each candidate: whether the names are equal word for word, and whether one is the other's brand.

    Args:
        table: the measured evidence, one candidate a row (`kernel`'s columns).
    """
    exact, worst = table[:, kernel.EXACT], table[:, kernel.WORST]
    query, listed = table[:, kernel.Q_MASS], table[:, kernel.C_MASS]
    long_enough = (table[:, kernel.Q_LETTERS] >= _LETTERS) & (worst >= _SAME)
    strong = (table[:, kernel.IS_WEAK] == 0) & (table[:, kernel.IS_DERIVED] == 0)
    all_of_query = exact >= _SAME * query
    all_of_listed = exact >= _SAME * listed
    whole = long_enough & strong & all_of_query & all_of_listed
    # one rare word for each word that met: a name of common words is nobody's brand
    rare = exact >= _RARE * np.maximum(table[:, kernel.N_EXACT], 1.0)
    brand = long_enough & strong & all_of_query & rare & (table[:, kernel.C_BITS_LEFT] <= _COMMON)
    return whole, brand
