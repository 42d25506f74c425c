"""Questions as arrays: readings of names, laid out for the inner loops."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import numpy as np

from licet.match.arrays import FACTS, GENERIC, LEGAL, QueryArrays, layout_of
from licet.match.build import joined_keys, pair_keys, reading_keys, short_word_keys, telling_words
from licet.match.group_brand import read_query
from licet.match.normal import Reading
from licet.match.retrieve import PAIR_GAIN
from licet.match.sounds import skeleton
from licet.match.vocabulary import Word, key_of

__all__ = ["Laid", "lay_out", "query_arrays", "readings"]

_AS_WRITTEN = str.maketrans("qw", "kv")

#: Words that only organisations have.
_BUSINESS = frozenset({LEGAL, GENERIC})
_HOLLOW_GAIN = 2.5
#: What a short word with a letter left out counts for: enough to be looked at, too little to seem alike by.
_SHORT_GAIN = 0.6
#: The same for a name written in one word, or one word in several: that they are alike so is no chance.
_JOINED_GAIN = 2.0
_VOWELLESS, _DROPPED, _USUAL, _SPOKEN = 0.18, 0.2, 0.5, 0.75


def _vowel_costs(reading: Reading) -> list[float]:
    """What a missing vowel costs in each word: little where the script has none, or where somebody left them out."""
    if reading.vowelless:
        return [_VOWELLESS] * len(reading.words)
    if reading.spoken:
        return [_SPOKEN] * len(reading.words)
    return [_DROPPED if word.hollow else _USUAL for word in reading.words]


@lru_cache(maxsize=4096)
def _other_bones(text: str, its_bones: str) -> tuple[int, ...]:
    """Skeletons of a word without vowels: its letters are no sounds yet (`c` before a lost `e`, `l` and `h` apart)."""
    plain = text[:1] + "".join(char for char in text[1:] if char not in "aeiou")
    found = {skeleton(plain.translate(_AS_WRITTEN).replace("c", sound)) for sound in ("k", "s")}
    return tuple(key_of("bones", bones) for bones in sorted(found) if len(bones) > 1 and bones != its_bones)


def _keys_of(reading: Reading, costs: Sequence[float]) -> tuple[list[int], list[float], int]:
    """The keys to look up for one reading, how much each counts, and how many at the end do not count for likeness."""
    keys = reading_keys(reading)
    gains = [1.0] * len(keys)
    if min(costs) < _USUAL:
        bare = [w for w, cost in zip(reading.words, costs, strict=True) if cost < _USUAL and w.kind != LEGAL]
        # where the vowels are missing the consonants have to carry the search
        hollow = {w.bones_hash for w in bare}
        gains = [_HOLLOW_GAIN if key in hollow else 1.0 for key in keys]
        others = [key for w in bare for key in _other_bones(w.text, w.bones) if key not in keys]
        keys += others
        gains += [_HOLLOW_GAIN] * len(others)
    telling = telling_words(reading)
    if len(telling) == 1 and 3 <= len(telling[0].text) <= 8:
        keys.append(key_of("acronym", telling[0].text))
        gains.append(1.0)
    counted = len(keys)
    for more, gain in (
        (joined_keys(telling), _JOINED_GAIN),
        (short_word_keys(telling), _SHORT_GAIN),
        (pair_keys(reading), PAIR_GAIN),
    ):
        keys += more
        gains += [gain] * len(more)
    return keys, gains, len(keys) - counted


@dataclass(frozen=True, slots=True)
class Laid:
    """Readings laid out side by side, one buffer for each sort of number.

    Attributes:
        whole: whole numbers.
        parts: fractions.
        letters: codes of letters.
        block: for each field of `arrays.QueryArrays` its address in one of the three and its sizes, as compiled loops
            read a bundle of arrays (`machine.block_of`).
    """

    whole: array[int]
    parts: array[float]
    letters: array[int]
    block: array[int]

    def arrays(self) -> QueryArrays:
        """The same as NumPy arrays; nothing is copied."""
        held = {
            sort: (buffer.buffer_info()[0], np.frombuffer(buffer, dtype=sort))
            for sort, buffer in (("int64", self.whole), ("float64", self.parts), ("uint8", self.letters))
        }
        fields, at = [], 0
        for sort, dimensions in layout_of(QueryArrays):
            shape = self.block[at + 1 : at + 1 + dimensions].tolist()
            begin, values = held[sort]
            first = (self.block[at] - begin) // values.itemsize
            fields.append(values[first : first + math.prod(shape)].reshape(shape))
            at += 1 + dimensions
        return QueryArrays(*fields)


def lay_out(readings: Sequence[Reading]) -> Laid:
    """Readings as arrays, one after the other."""
    words: list[Word] = []
    costs: list[float] = []
    keys: list[int] = []
    gains: list[float] = []
    words_at, keys_at, uncounted, business = [0], [0], [], []
    for reading in readings:
        own = _vowel_costs(reading)
        more, their_gains, short = _keys_of(reading, own)
        words += reading.words
        costs += own
        keys += more
        gains += their_gains
        words_at.append(len(words))
        keys_at.append(len(keys))
        uncounted.append(short)
        business.append(not _BUSINESS.isdisjoint([w.kind for w in reading.words]))
    r, t, k = len(readings), len(words), len(keys)
    start = list(accumulate([len(w.letters) for w in words], initial=0))
    sound_start = list(accumulate([len(w.sound_letters) for w in words], initial=0))
    whole = array("q", [*words_at, *start, *sound_start, *keys_at, *business, *uncounted, *keys])
    facts_at = len(whole)
    whole.frombytes(b"".join([w.facts for w in words]))
    known_at = len(whole)
    whole.frombytes(bytes(16 * t))
    parts = array("d", [w.rarity for w in words])
    parts.extend(costs)
    parts.extend(gains)
    parts.extend([reading.foreign for reading in readings])
    parts.extend([bool(reading.of) for reading in readings])
    parts.frombytes(bytes(16 * t))
    letters = array("B", b"".join([w.letters for w in words] + [w.sound_letters for w in words]))
    n, p, c = whole.buffer_info()[0], parts.buffer_info()[0], letters.buffer_info()[0]
    starts = n + 8 * (r + 1)
    keys_first = starts + 16 * (t + 1)
    after = keys_first + 8 * (r + 1)
    read = p + 8 * (2 * t + k)
    work = read + 16 * r
    block = [
        n, r + 1,  # words_at
        n + 8 * facts_at, t, FACTS,
        starts, t + 1,
        c, start[-1],  # letters
        starts + 8 * (t + 1), t + 1,  # sound_start
        c + start[-1], sound_start[-1],  # sounds
        p, t,  # rarity
        p + 8 * t, t,  # vowel_cost
        keys_first, r + 1,  # keys_at
        after + 16 * r, k,
        p + 16 * t, k,  # key_gain
        after, r,  # business
        read, r,  # foreign
        read + 8 * r, r,  # part
        after + 8 * r, r,  # uncounted
        work, t,  # idf
        work + 8 * t, t,  # mass
        n + 8 * known_at, t, 2,
    ]  # fmt: skip
    return Laid(whole, parts, letters, array("q", block))


def query_arrays(readings: Sequence[Reading]) -> QueryArrays:
    """Readings as arrays, one after the other."""
    return lay_out(readings).arrays()


@lru_cache(maxsize=4096)
def readings(text: str) -> tuple[Reading, ...]:
    """The readings of a text, remembered while they are asked for again."""
    return read_query(text)
