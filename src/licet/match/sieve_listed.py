"""The entries of a small index as a sieve looks at them: which words and neighbours may be met, in which names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np

from licet.match import letters as spelling
from licet.match.arrays import DERIVED, LEGAL, NOISE, WEAK
from licet.match.features import FEATURES
from licet.match.index import Index
from licet.match.score import COLUMNS
from licet.match.sieve_curves import curve_of
from licet.match.sieve_meet import joined_by

__all__ = ["Listed", "Pairs", "listed_names", "neighbours"]

#: Letters by class: to change one for a letter of another class, or to lose it, costs at least half a point
#: (`letters.distance`). Vowels do so only where leaving one out costs as much: not in words without vowels.
_CONSONANTS: Final = ("ckqg69", "sz52", "t7", "b8", "d", "f", "h", "m", "n", "p", "r", "x")
_VOWELS: Final = ("a4", "e3", "o0", "i1lyj", "uvw")


class Listed(NamedTuple):
    """The names and words of the index.

    Attributes:
        of_start, of: the names of each word.
        style, unsure: which table of weights judges a name; whether words of business in the query decide that.
        extra: points for a part of a name or a weak alias, by name and style.
        bare: the greatest share that legal forms have of a name's weight.
        persons, of_person: whether any name is judged as a person's; which words stand in such a name.
        formed: whether a name of a style has a legal form.
        near: what each letter pays at least to be one of a word's letters, or to go: a row a letter, a column a word.
        joined: by how much neighbours may differ from a word and still be taken for it.
        by_size, size_at: words by length, and where each length begins.
        classes, class_of: the classes of letters that each word has, as bits; the class of each letter.
    """

    of_start: Any
    of: Any
    style: Any
    unsure: Any
    extra: Any
    bare: Any
    persons: Any
    of_person: Any
    formed: Any
    near: Any
    joined: Any
    by_size: Any
    size_at: Any
    classes: Any
    class_of: Any


class Pairs(NamedTuple):
    """Neighbouring listed words written as one, sorted by length; `class_of` as in `Listed`, without vowels."""

    start: Any
    letters: Any
    classes: Any
    at: Any
    class_of: Any


def listed_names(index: Index) -> Listed:
    """The names and words of an index in one part."""
    arrays = index.part_arrays(0)
    style, unsure, mark = index.names_in(0)
    count = len(arrays.name_start) - 1
    owner = np.repeat(np.arange(count), np.diff(arrays.name_start))
    pairs = np.unique(arrays.name_words.astype(np.int64) * (count + 1) + owner)
    word, name = pairs // (count + 1), pairs % (count + 1)
    sizes = np.diff(arrays.word_start)
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
        near=np.ascontiguousarray(_nearest(arrays.word_start, arrays.word_letters).T.astype(np.float32)),
        joined=np.array([joined_by(one + 1.0) + 1e-3 for one in sizes.tolist()], dtype=np.float32),
        by_size=np.argsort(sizes, kind="stable").astype(np.int64),
        size_at=_by_size(sizes),
        classes=_classes_of(arrays.word_start, arrays.word_letters, _SPELLING_OF),
        class_of=_SPELLING_OF,
    )


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
        starts, letters, _classes_of(starts, letters, _CLASS_OF), _by_size(np.diff(starts)), _CLASS_OF
    )


@cache
def _swaps() -> Any:
    """What it costs to take one letter for another; in column 0 to leave it out. The cheapest that there is."""
    letters = range(spelling.LETTERS)
    return np.array([[_edit(x, y) for y in letters] for x in letters], dtype=np.float32)


def _nearest(starts: Any, letters: Any) -> Any:
    """For each word and each letter: the least that the letter pays to be one of the word's, or to go."""
    swap, out = _swaps(), np.tile(_swaps()[:, 0], (len(starts) - 1, 1))
    for word in range(len(starts) - 1):
        own = letters[starts[word] : starts[word + 1]]
        if len(own):
            out[word] = np.minimum(out[word], swap[:, own].min(axis=1))
    return out


def _edit(x: int, y: int, vowels: tuple[float, ...] = (0.18, 0.5)) -> float:
    """What it costs to take one letter for another, to leave it out (y is 0) or to put one in (x is 0)."""
    if x == y:
        return 0.0
    a, b = np.array([x], dtype=np.uint8), np.array([y], dtype=np.uint8)
    rows = np.zeros(spelling.ROWS)
    return min(
        float(spelling.distance(a, 0, 1 if x else 0, b, 0, 1 if y else 0, vowel, 99.0, rows))
        for vowel in vowels
    )


def _class_table(classes: Sequence[str]) -> Any:
    table = np.zeros(spelling.LETTERS, dtype=np.int64)
    for bit, letters in enumerate(classes):
        for char in letters:
            table[ord(char) - 96 if char.isalpha() else ord(char) - 48 + 27] = 1 << bit
    return table


_CLASS_OF: Final = _class_table(_CONSONANTS)
_SPELLING_OF: Final = _class_table((*_CONSONANTS, *_VOWELS))


def _classes_of(starts: Any, letters: Any, table: Any) -> Any:
    """Which letter classes each word has, as bits."""
    if len(starts) == 1:
        return np.zeros(0, dtype=np.int64)
    bits = np.append(table[letters], 0)
    out = np.bitwise_or.reduceat(bits, np.minimum(starts[:-1], len(letters)))
    out[np.diff(starts) == 0] = 0
    return out


def _by_size(sizes: Any) -> Any:
    """Where words of each length begin, of words sorted by length."""
    return np.searchsorted(np.sort(sizes), np.arange(int(sizes.max(initial=0)) + 60)).astype(np.int64)
