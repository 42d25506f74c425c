"""The entries of a small index as a sieve looks at them: which words and neighbours may be met, in which names."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from licet.match import letters as spelling
from licet.match import meet
from licet.match.arrays import (
    DERIVED,
    LEGAL,
    NOISE,
    WEAK,
    Bool,
    Float64,
    Float64Grid,
    Int64,
    UInt8,
    UInt8Cube,
)  # fmt: skip
from licet.match.features import FEATURES
from licet.match.index import Index
from licet.match.score import COLUMNS
from licet.match.sieve_curves import curve_of
from licet.match.sieve_held import CONSONANT_OF, SPELLING_OF, hold
from licet.match.sieve_meet import joined_by
from licet.match.sieve_spell import UNITS, WIDE, in_order

__all__ = ["Listed", "Pairs", "listed_names", "neighbours"]


class Listed(NamedTuple):
    """The names and words of the index.

    Attributes:
        of_start, of: the names of each word.
        style, unsure: which table of weights judges a name; whether words of business in the query decide that.
        extra: points for a part of a name or a weak alias, by name and style.
        bare: the greatest share that legal forms have of a name's weight.
        persons, of_person: whether any name is judged as a person's; which words stand in such a name.
        formed: whether a name of a style has a legal form.
        order: the word of each column (`sieve_spell`).
        limits: how far words of so many letters may be from a word that they meet, by that and column: a distance
            that is less. Three tables: by letters; by those of Han characters; by sounds.
        joined: the same for what a part of a word may pay.
        bit: a bit for each column, words of like length sharing one; `sized`: those of words about so long.
        hash, bones, grouped, letter: of each column the text, the consonants, whether the lexicon has it, its letters
            as bits; `head_start`, `head_at`: the columns that begin with each letter.
        by_size, size_at: words by length, and where each length begins; `bit_of`: their bits.
        held, class_of: how many letters of each class a word has (`sieve_held.hold`); where each letter is counted.
    """

    of_start: Int64  # [V + 1]
    of: Int64
    style: Int64  # [N]
    unsure: Int64  # [N]
    extra: Float64Grid  # [N, STYLES]
    bare: Float64  # [1]
    persons: Int64  # [1]
    of_person: Bool  # [V]
    formed: Bool  # [STYLES]
    order: Int64  # [V]
    limits: UInt8Cube  # [3, LETTERS, columns]
    joined: UInt8  # [columns]
    bit: Int64  # [columns]
    sized: Int64
    hash: Int64  # [columns]
    bones: Int64  # [columns]
    grouped: Bool  # [columns]
    letter: Int64  # [columns]
    head_start: Int64
    head_at: Int64
    by_size: Int64  # [V]
    size_at: Int64
    bit_of: Int64  # [V]
    held: Int64  # [V]
    class_of: Int64  # [LETTERS]


class Pairs(NamedTuple):
    """Neighbouring listed words written as one, sorted by length; `class_of` as in `Listed`, without vowels."""

    start: Int64
    letters: UInt8
    held: Int64
    at: Int64
    class_of: Int64


def listed_names(index: Index) -> Listed:
    """The names and words of an index in one part."""
    arrays = index.part_arrays(0)
    style, unsure, mark = index.names_in(0)
    count = len(arrays.name_start) - 1
    owner = np.repeat(np.arange(count), np.diff(arrays.name_start))
    pairs = np.unique(arrays.name_words.astype(np.int64) * (count + 1) + owner)
    word, name = pairs // (count + 1), pairs % (count + 1)
    sizes = np.diff(arrays.word_start)
    order = in_order(sizes)
    extra = np.zeros((count, len(COLUMNS)))
    for column in range(len(COLUMNS)):
        for feature, bit in (("part_of_name", DERIVED), ("weak_alias", WEAK)):
            if feature in FEATURES and FEATURES[feature].favours < 0:
                extra[:, column] += np.where(
                    mark & bit, float(np.interp(1.0, *curve_of(feature, column))), 0.0
                )
    kind, mass = arrays.word_kind[arrays.name_words], arrays.word_mass[arrays.name_words]
    form = np.bincount(owner, weights=np.where(kind == LEGAL, mass, 0.0), minlength=count)
    rest = np.where(kind == LEGAL, 0.0, np.where(kind == NOISE, 0.3 * mass, mass))
    whole = form + np.bincount(owner, weights=rest, minlength=count)
    return Listed(
        of_start=np.searchsorted(word, np.arange(len(arrays.word_kind) + 1)).astype(np.int64),
        of=name,
        style=style.astype(np.int64),
        unsure=unsure.astype(np.int64),
        extra=extra,
        bare=np.array([(form / np.maximum(whole, 1e-9)).max(initial=0.0)]),
        persons=np.array([int((style == 0).any())]),
        of_person=np.bincount(word, weights=style[name] == 0, minlength=len(arrays.word_kind)) > 0,
        formed=np.array([(form[style == one] > 0).any() for one in range(len(COLUMNS))]),
        **_by_length(sizes, order),
        **_looks(arrays, order),
        held=_held(arrays.word_start, arrays.word_letters, SPELLING_OF),
        class_of=SPELLING_OF,
    )


def _by_length(sizes: Any, order: Any) -> dict[str, Any]:
    """What the lengths of the words say."""
    count = len(sizes)
    by_size = np.argsort(sizes, kind="stable").astype(np.int64)
    bit = np.zeros(count, dtype=np.int64)
    bit[by_size] = np.int64(1) << (np.arange(count, dtype=np.int64) * 63 // max(count, 1))
    size_at = _by_size(sizes)
    ours = np.arange(spelling.MAX_LETTERS + 1)[:, None]
    far = meet._MOST * 0.5 * (ours + sizes)
    limits = np.stack([_below(one) for one in (far, 0.5 * far, far - meet._BY_SOUND)])
    limits[:, np.minimum(ours, sizes) * 2 <= np.maximum(ours, sizes)] = 0
    near = [np.bitwise_or.reduce(bit[np.abs(sizes - size) <= 1], initial=0) for size in range(len(size_at))]
    return {
        "order": order,
        "limits": _columns(limits[:, :, order]),
        "joined": _columns(_below(np.array([joined_by(one + 1.0) for one in sizes.tolist()]))[order]),
        "bit": _columns(bit[order]),
        "sized": np.array(near, dtype=np.int64),
        "by_size": by_size,
        "size_at": size_at,
        "bit_of": bit,
    }


def _below(most: Any) -> Any:
    """Units of distance that are less than these are no more than `most`."""
    return np.clip(np.floor(most * UNITS + 1e-6) + 1, 0, 255).astype(np.uint8)


def _looks(arrays: Any, order: Any) -> dict[str, Any]:
    """What is told of each word beside how its letters follow one another, one column each."""
    start, letters = arrays.word_start.astype(np.int64), arrays.word_letters
    own = [letters[start[word] : start[word + 1]].astype(np.int64) for word in order.tolist()]
    head = np.array([int(one[0]) if len(one) else 0 for one in own], dtype=np.int64)
    held = np.array([np.bitwise_or.reduce(np.int64(1) << one, initial=0) for one in own], dtype=np.int64)
    return {
        "hash": _columns(arrays.word_hash[order].astype(np.int64), -1),
        "bones": _columns(arrays.word_bones[order].astype(np.int64)),
        "grouped": _columns(arrays.word_groups[order, 0] != 0),
        "letter": _columns(held),
        "head_start": np.searchsorted(np.sort(head), np.arange(spelling.LETTERS + 1)).astype(np.int64),
        "head_at": np.argsort(head, kind="stable").astype(np.int64),
    }


def _columns(values: Any, empty: int = 0) -> Any:
    """The values, and others for the empty columns of the last block."""
    wide = [(0, 0)] * (values.ndim - 1) + [(0, -values.shape[-1] % WIDE)]
    return np.ascontiguousarray(np.pad(values, wide, constant_values=empty))


def neighbours(arrays: Any) -> Pairs:
    """Two to four neighbouring words of each listed name written as one (`align.join_name`), by length."""
    found: dict[bytes, None] = {}
    for name in range(len(arrays.name_start) - 1):
        words = arrays.name_words[arrays.name_start[name] : arrays.name_start[name + 1]]
        parts = [bytes(arrays.word_letters[arrays.word_start[w] : arrays.word_start[w + 1]]) for w in words]
        for at in range(len(parts) - 1):
            for span in range(2, 5):
                inside = words[at : at + span]
                if len(inside) < span or (arrays.word_kind[inside] == LEGAL).any():
                    break
                whole = b"".join(parts[at : at + span])[: spelling.MAX_LETTERS]
                if len(whole) >= 4:
                    found[whole] = None
    rows = sorted(found, key=len)
    starts = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([len(row) for row in rows], out=starts[1:])
    letters = np.frombuffer(b"".join(rows), dtype=np.uint8)
    return Pairs(
        starts, letters, _held(starts, letters, CONSONANT_OF), _by_size(np.diff(starts)), CONSONANT_OF
    )


def _held(starts: Any, letters: Any, table: Any) -> Any:
    """How many letters of each class each word has."""
    found = [hold(letters, starts[at], starts[at + 1], table) for at in range(len(starts) - 1)]
    return np.array(found, dtype=np.int64)


def _by_size(sizes: Any) -> Any:
    """Where words of each length begin, of words sorted by length."""
    return np.searchsorted(np.sort(sizes), np.arange(int(sizes.max(initial=0)) + 60)).astype(np.int64)
