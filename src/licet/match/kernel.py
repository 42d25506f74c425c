"""The inner loops together: weigh the words of some queries, retrieve names for each, lay them side by side.

The loops are plain Python over NumPy arrays, written in the subset that numba compiles. `compiled.py` compiles
these very functions for long runs; a single cold query runs them as they are. Either way the numbers are the same.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from licet.match.align import MEMO, align
from licet.match.arrays import *  # noqa: F403 -- the columns by name, for whoever reads a summary
from licet.match.arrays import (
    A_PERSON,
    A_VESSEL,
    AN_AIRCRAFT,
    ANY,
    DERIVED,
    ENTRY,
    IS_DERIVED,
    IS_FOREIGN,
    IS_WEAK,
    KIND,
    KIND_CLASH,
    LEGAL,
    MAX_TOKENS,
    NAME,
    NOISE,
    OF_KIND,
    PART,
    PART_OF_QUERY,
    Q_FORM,
    READING,
    STYLE,
    THING,
    WEAK,
    Scratch,
)
from licet.match.fetch import OWN_LETTERS
from licet.match.letters import LETTERS, MAX_LETTERS, ROWS
from licet.match.retrieve import BLOCK, KEYS, MANY_CANDIDATES, NEAR, retrieve, weigh


def search(
    ix: Any, side: Any, q: Any, found: Any, scratch: Any, budget: Any, part: Any, first_reading: Any, row: Any
) -> Any:
    """Retrieve and align for each reading; returns the row after the last that was filled in.

    `found` gets a row for each name found, from `row` on, readings one after the other, each one's best first.

    Args:
        ix: the index's arrays.
        side: what stands beside its names.
        q: the questions.
        found: `FoundArrays`.
        scratch: working memory of this index.
        budget: entries of posting lists that are read for each reading.
        part: the number by which answers call this set of arrays.
        first_reading: the number by which they call the first reading.
        row: the first row to fill in.
    """
    weigh(ix, q)
    names, strength = scratch.found, scratch.strength
    for reading in range(q.words_at.shape[0] - 1):
        have = retrieve(ix, q, reading, budget, names, strength, scratch)
        align(ix, q, reading, have, names, strength, found.table, row, scratch)
        describe(side, q, reading, have, names, found.rows, found.table, row, part, first_reading + reading)
        row += have
    return row


def nearest(ix: Any, q: Any, scratch: Any, budget: Any) -> Any:
    """Retrieve for the first reading alone, into `scratch.found`; returns how many."""
    weigh(ix, q)
    return retrieve(ix, q, 0, budget, scratch.found, scratch.strength, scratch)


def describe(
    side: Any, q: Any, reading: Any, have: Any, found: Any, rows: Any, table: Any, first: Any, part: Any, asked_by: Any
) -> None:  # fmt: skip
    """What is known of the names found beside their words: marks, kind, which table of weights judges them."""
    entry, mark, style, kind = side.entry, side.mark, side.style, side.kind
    business, foreign, brand = q.business[reading], q.foreign[reading], q.part[reading]
    for k in range(have):
        name = found[k]
        row = rows[first + k]
        of_kind = kind[entry[name]]
        row[READING] = asked_by
        row[NAME] = name
        row[ENTRY] = entry[name]
        row[OF_KIND] = of_kind
        # a word of business in the query: where the list does not say what it is, it is no person
        row[STYLE] = THING if business and of_kind == ANY else style[name]
        row[PART] = part
        out = table[first + k]
        formless = of_kind == A_PERSON or of_kind == A_VESSEL or of_kind == AN_AIRCRAFT
        out[IS_WEAK] = 1.0 if mark[name] & WEAK else 0.0
        out[IS_DERIVED] = 1.0 if mark[name] & DERIVED else PART_OF_QUERY * brand
        out[KIND_CLASH] = 1.0 if formless and out[Q_FORM] > 0 else 0.0
        out[IS_FOREIGN] = foreign


def scratch_for(names: int) -> Scratch:
    """Working memory for an index of so many names."""
    words = MAX_TOKENS
    return Scratch(
        acc=np.zeros(names, dtype=np.float32),
        touched=np.zeros(names + 1, dtype=np.uint32),
        sums=np.zeros(names, dtype=np.float32),
        values=np.zeros(names),
        near=np.zeros(NEAR, dtype=np.int64),
        block_ends=np.zeros(BLOCK + 1, dtype=np.int64),
        block_words=np.zeros(BLOCK * words, dtype=np.uint32),
        block_groups=np.zeros(BLOCK * words, dtype=np.uint32),
        block_bones=np.zeros(BLOCK * words, dtype=np.uint32),
        list_start=np.zeros(KEYS, dtype=np.int64),
        list_size=np.zeros(KEYS, dtype=np.int64),
        list_gain=np.zeros(KEYS),
        list_free=np.zeros(KEYS, dtype=np.bool_),
        list_order=np.zeros(KEYS, dtype=np.int64),
        list_rest=np.zeros(KEYS),
        found=np.zeros(MANY_CANDIDATES, dtype=np.uint32),
        strength=np.zeros(MANY_CANDIDATES),
        own=np.arange(words, dtype=np.int64),
        own_start=np.zeros(words + 1, dtype=np.int32),
        own_letters=np.zeros(OWN_LETTERS, dtype=np.uint8),
        own_sound_start=np.zeros(words + 1, dtype=np.int32),
        own_sounds=np.zeros(OWN_LETTERS, dtype=np.uint8),
        own_kind=np.zeros(words, dtype=np.int8),
        own_idf=np.zeros(words),
        own_mass=np.zeros(words),
        own_groups=np.zeros((words, 4), dtype=np.uint32),
        own_mask=np.zeros(words, dtype=np.int64),
        own_hash=np.zeros(words, dtype=np.uint32),
        own_bones=np.zeros(words, dtype=np.uint32),
        own_place=np.zeros(words, dtype=np.uint8),
        met=np.zeros(words, dtype=np.int64),
        sims=np.zeros(words),
        hows=np.zeros(words, dtype=np.int64),
        taken=np.zeros(words, dtype=np.int64),
        alike=np.zeros((words, words)),
        ways=np.zeros((words, words), dtype=np.int64),
        rows=np.zeros(ROWS),
        near_letters=np.zeros((words, 2, LETTERS)),
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
