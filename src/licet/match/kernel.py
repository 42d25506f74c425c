"""The inner loops together: weigh the words of some queries, retrieve names for each, lay them side by side.

The loops are plain Python over NumPy arrays, written in the subset that numba compiles. `compiled.py` compiles
these very functions for long runs; a single cold query runs them as they are. Either way the numbers are the same.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from licet.match.align import MEMO, align
from licet.match.arrays import *  # noqa: F403 -- the columns by name, for whoever reads a summary
from licet.match.arrays import KIND, LEGAL, MAX_TOKENS, NOISE, Scratch
from licet.match.letters import MAX_LETTERS, ROWS
from licet.match.retrieve import KEYS, MANY_CANDIDATES, NEAR, retrieve, weigh


def search(ix: Any, q: Any, budget: Any, names: Any, table: Any, sizes: Any, scratch: Any) -> Any:
    """Retrieve and align for each reading; returns how many rows there are in all.

    `names` and `table` get a row for each name found, readings one after the other; `sizes` how many each found.
    """
    weigh(ix, q)
    found, strength = scratch.found, scratch.strength
    row = 0
    for reading in range(q.words_at.shape[0] - 1):
        have = retrieve(ix, q, reading, budget, found, strength, scratch)
        align(ix, q, reading, have, found, strength, table, row, scratch)
        for k in range(have):
            names[row + k] = found[k]
        sizes[reading] = have
        row += have
    return row


def scratch_for(names: int) -> Scratch:
    """Working memory for an index of so many names."""
    words = MAX_TOKENS
    return Scratch(
        acc=np.zeros(names, dtype=np.float32),
        touched=np.zeros(names, dtype=np.int32),
        values=np.zeros(names),
        near=np.zeros(NEAR, dtype=np.int64),
        list_start=np.zeros(KEYS, dtype=np.int64),
        list_size=np.zeros(KEYS, dtype=np.int64),
        list_gain=np.zeros(KEYS),
        list_free=np.zeros(KEYS, dtype=np.bool_),
        list_order=np.zeros(KEYS, dtype=np.int64),
        found=np.zeros(MANY_CANDIDATES, dtype=np.int32),
        strength=np.zeros(MANY_CANDIDATES),
        met=np.zeros(words, dtype=np.int64),
        sims=np.zeros(words),
        hows=np.zeros(words, dtype=np.int64),
        taken=np.zeros(words, dtype=np.int64),
        alike=np.zeros((words, words)),
        ways=np.zeros((words, words), dtype=np.int64),
        rows=np.zeros(ROWS),
        flat=np.zeros(MAX_LETTERS, dtype=np.uint8),
        flat_name=np.zeros(MAX_LETTERS, dtype=np.uint8),
        flat_query=np.zeros(MAX_LETTERS, dtype=np.uint8),
        memo_key=np.zeros(MEMO, dtype=np.int64),
        memo_like=np.zeros(MEMO),
        memo_way=np.zeros(MEMO, dtype=np.int64),
    )


def likeness_of_grams(ix: Any, q: Any, name: Any) -> Any:
    """Likeness of the first reading and one name as bags of letter triples, where nothing was retrieved."""
    past = q.words_at[1]
    ours = _grams_of(q.start, q.letters, np.arange(past), q.facts[:past, KIND])
    words = ix.name_words[ix.name_start[name] : ix.name_start[name + 1]]
    theirs = _grams_of(ix.word_start, ix.word_letters, words, ix.word_kind)
    if len(ours) == 0 or len(theirs) == 0:
        return 0.0
    both = 0
    for gram in ours:
        if gram in theirs:
            both += 1
    return both / (len(ours) * len(theirs)) ** 0.5


def _grams_of(start: Any, letters: Any, words: Any, kind: Any) -> Any:
    """The letter triples of some words, legal forms and titles left out."""
    out = set()
    for w in words:
        if kind[w] == LEGAL or kind[w] == NOISE:
            continue
        begin, end = start[w], start[w + 1]
        for at in range(begin, end):
            left = int(letters[at - 1]) if at > begin else 0
            right = int(letters[at + 1]) if at + 1 < end else 0
            out.add((left * 38 + int(letters[at])) * 38 + right)
    return out
