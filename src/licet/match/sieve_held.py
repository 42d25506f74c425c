"""How many letters of each class a word has, in one whole number: two such numbers tell whether two words may be alike.

To make a letter one of another class, to lose one or to have one more costs at least so much. The functions are in the
subset that numba compiles.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from licet.match import letters as spelling
from licet.match.sieve_spell import AGAIN

__all__ = ["APART", "CONSONANT_OF", "SPELLING_OF", "beyond", "hold", "hold_both", "may_be_one"]

#: At most sixteen classes. Vowels are left out where leaving one out costs next to nothing: in words without vowels.
_CONSONANTS: Final = ("ckqg69", "sz52", "t7", "b8", "d", "f", "hx", "m", "n", "p", "r")
_VOWELS: Final = ("a4", "e3", "o0", "i1lyj", "uvw")


def _class_table(classes: Sequence[str]) -> Any:
    """Where letters are counted: the lowest of four bits of each class, below nothing for those that are not."""
    table = np.full(spelling.LETTERS, -1, dtype=np.int64)
    for at, letters in enumerate(classes):
        for char in letters:
            table[spelling._code(char)] = 4 * at
    return table


CONSONANT_OF: Final = _class_table(_CONSONANTS)
SPELLING_OF: Final = _class_table((*_CONSONANTS, *_VOWELS))


def _apart() -> float:
    """What a letter that is counted in one of two words alone costs at least: two where one becomes another."""
    other = SPELLING_OF[:, None] != SPELLING_OF[None, :]
    counted = SPELLING_OF >= 0
    swaps = spelling._SWAPS[:, other & counted[:, None] & counted[None, :]]
    alone = [
        spelling.drop_cost(np.array([letter], dtype=np.uint8), 0, 0, vowel)
        for vowel in (spelling._FREE, spelling._WRITTEN)
        for letter in np.flatnonzero(counted if vowel > spelling._FREE else CONSONANT_OF >= 0).tolist()
    ]
    return float(min(AGAIN, 0.5 * float(swaps.min()), *alone))


#: What a letter costs at least that one of two words has more of its class.
APART: Final = _apart() - 1e-6
#: Letters of one class are counted in four bits, of which the highest stays free: set, it says that there are more.
FREE_BITS = -0x7777777777777778
_LOWEST, _LOW, _BYTES = 0x1111111111111111, 0x0F0F0F0F0F0F0F0F, 0x0101010101010101


def hold(letters: Any, begin: Any, end: Any, class_of: Any) -> Any:
    """How many letters of each class a word has, four bits each; `FREE_BITS` where it has more than seven of one."""
    held = 0
    for k in range(begin, end):
        at = class_of[letters[k]]
        if at >= 0:
            held += 1 << at
        if held & FREE_BITS != 0:
            return FREE_BITS
    return held


def hold_both(held: Any, other: Any) -> Any:
    """The same for two words side by side."""
    both = held + other
    return FREE_BITS if (held | other | both) & FREE_BITS != 0 else both


def may_be_one(held: Any, theirs: Any, lost: Any) -> Any:
    """Whether two runs of letters differ by no more than `lost` letters of some class (`hold`)."""
    if (held | theirs) & FREE_BITS != 0:
        return True
    more = beyond(held, theirs)
    return more <= lost and more + beyond(theirs, held) <= lost


def beyond(held: Any, theirs: Any) -> Any:
    """How many letters more there are in one of two words, class by class."""
    apart = (held | FREE_BITS) - theirs
    more = apart & FREE_BITS
    over = apart & (more - ((more >> 3) & _LOWEST))
    return (((over & _LOW) + ((over >> 4) & _LOW)) * _BYTES) >> 56
