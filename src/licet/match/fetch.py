"""The words of one listed name fetched from the vocabulary, laid out side by side as a vocabulary of its own.

All about a word lies in a few lines of memory, somewhere. Fetched one after the other nothing waits for another; among
comparisons each would.

Plain Python over NumPy arrays, written in the subset that numba compiles.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from licet.match.arrays import (
    ITS_BONES,
    ITS_GROUPS,
    ITS_HASH,
    ITS_KIND,
    ITS_PLACE,
    LETTERS_AT,
    LETTERS_HAVE,
    MASK_HIGH,
    MASK_LOW,
    MAX_TOKENS,
    SOUNDS_AT,
    SOUNDS_HAVE,
)

__all__ = ["OWN_LETTERS", "fetch_letters", "fetch_records"]

#: Room for the letters of a name's words: a word has 40 at most, and a letter two sounds.
OWN_LETTERS = MAX_TOKENS * 128


def fetch_records(
    records: Any, weights: Any, words: Any, kind: Any, idf: Any, mass: Any, groups: Any, mask: Any, number: Any,
    bones: Any, place: Any,
) -> None:  # fmt: skip
    """All numbers about the words of a name."""
    for c in range(words.shape[0]):
        record = records[words[c]]
        kind[c], place[c] = record[ITS_KIND], record[ITS_PLACE]
        number[c], bones[c] = record[ITS_HASH], record[ITS_BONES]
        mask[c] = np.int64(record[MASK_LOW]) | (np.int64(record[MASK_HIGH]) << 32)
        for g in range(4):
            groups[c, g] = record[ITS_GROUPS + g]
        idf[c], mass[c] = weights[words[c], 0], weights[words[c], 1]


def fetch_letters(
    records: Any, words: Any, word_letters: Any, sound_letters: Any, start: Any, letters: Any, sound_start: Any,
    sounds: Any,
) -> None:  # fmt: skip
    """The letters and the sounds of the words of a name."""
    at = sounding = 0
    for c in range(words.shape[0]):
        record = records[words[c]]
        start[c], sound_start[c] = at, sounding
        begin = record[LETTERS_AT]
        for k in range(begin, begin + record[LETTERS_HAVE]):
            if at < OWN_LETTERS:
                letters[at] = word_letters[k]
                at += 1
        begin = record[SOUNDS_AT]
        for k in range(begin, begin + record[SOUNDS_HAVE]):
            if sounding < OWN_LETTERS:
                sounds[sounding] = sound_letters[k]
                sounding += 1
    start[words.shape[0]], sound_start[words.shape[0]] = at, sounding
