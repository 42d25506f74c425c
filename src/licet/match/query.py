"""Questions as arrays: readings of names, laid out for the inner loops."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from licet.match.arrays import FACTS, LETTER_COUNT, SOUND_COUNT, QueryArrays
from licet.match.build import reading_keys, short_word_keys
from licet.match.normal import GENERIC, LEGAL, NOISE, Reading, Word, key_of, read_name
from licet.match.sounds import skeleton

__all__ = ["query_arrays", "readings"]

_AS_WRITTEN = str.maketrans("qw", "kv")

#: Words that only organisations have.
_BUSINESS = (LEGAL, GENERIC)
_HOLLOW_GAIN = 2.5
#: What a short word with a letter left out counts for: enough to be looked at, too little to seem alike by.
_SHORT_GAIN = 0.6
_VOWELLESS, _DROPPED, _USUAL, _SPOKEN = 0.18, 0.2, 0.5, 0.75


def _vowel_cost(token: Word, reading: Reading) -> float:
    """What a missing vowel costs: little where the script has none, or where somebody left them out."""
    if reading.vowelless:
        return _VOWELLESS
    if reading.spoken:
        return _SPOKEN
    return _DROPPED if token.hollow else _USUAL


@lru_cache(maxsize=4096)
def _other_bones(token: Word) -> tuple[int, ...]:
    """Skeletons of a word without vowels: its letters are no sounds yet (`c` before a lost `e`, `l` and `h` apart)."""
    plain = token.text[:1] + "".join(char for char in token.text[1:] if char not in "aeiou")
    found = {skeleton(plain.translate(_AS_WRITTEN).replace("c", sound)) for sound in ("k", "s")}
    return tuple(key_of("bones", bones) for bones in sorted(found) if len(bones) > 1 and bones != token.bones)


def _keys_of(reading: Reading, costs: Sequence[float]) -> tuple[list[int], list[float], int]:
    """The keys to look up for one reading, how much each counts, and how many at the end are of words cut short."""
    keys = reading_keys(reading)
    gains = [1.0] * len(keys)
    if min(costs) < _USUAL:
        bare = [w for w, cost in zip(reading.words, costs, strict=True) if cost < _USUAL and w.kind != LEGAL]
        # where the vowels are missing the consonants have to carry the search
        hollow = {w.bones_hash for w in bare}
        gains = [_HOLLOW_GAIN if key in hollow else 1.0 for key in keys]
        others = [key for w in bare for key in _other_bones(w) if key not in keys]
        keys += others
        gains += [_HOLLOW_GAIN] * len(others)
    telling = [w for w in reading.words if w.kind != LEGAL and w.kind != NOISE]
    if len(telling) == 1 and 3 <= len(telling[0].text) <= 8:
        keys.append(key_of("acronym", telling[0].text))
    gains.append(1.0)
    short = short_word_keys(reading)
    keys += short
    gains += [_SHORT_GAIN] * len(short)
    return keys, gains[: len(keys)], len(short)


def query_arrays(readings: Sequence[Reading]) -> QueryArrays:
    """Readings as arrays, one after the other."""
    words: list[Word] = []
    costs: list[float] = []
    keys: list[int] = []
    gains: list[float] = []
    words_at, keys_at, uncounted, business = [0], [0], [], []
    for reading in readings:
        own = [_vowel_cost(w, reading) for w in reading.words]
        more, their_gains, short = _keys_of(reading, own)
        words += reading.words
        costs += own
        keys += more
        gains += their_gains
        words_at.append(len(words))
        keys_at.append(len(keys))
        uncounted.append(short)
        business.append(any(w.kind in _BUSINESS for w in reading.words))
    count = len(words)
    facts = np.frombuffer(b"".join([w.facts for w in words]), dtype=np.int64).reshape(count, FACTS)
    ends = np.zeros((2, count + 1), dtype=np.int64)
    np.cumsum(facts[:, LETTER_COUNT : SOUND_COUNT + 1].T, axis=1, out=ends[:, 1:])
    shares = np.array([[w.rarity for w in words], costs, costs, costs])
    return QueryArrays(
        words_at=np.array(words_at, dtype=np.int64),
        facts=facts,
        start=ends[0],
        letters=np.frombuffer(b"".join([w.letters for w in words]), dtype=np.uint8),
        sound_start=ends[1],
        sound=np.frombuffer(b"".join([w.sound_letters for w in words]), dtype=np.uint8),
        rarity=shares[0],
        vowel_cost=shares[1],
        keys_at=np.array(keys_at, dtype=np.int64),
        keys=np.array(keys, dtype=np.int64),
        key_gain=np.array(gains, dtype=np.float64),
        business=np.array(business, dtype=np.int64),
        foreign=np.array([reading.foreign for reading in readings], dtype=np.float64),
        uncounted=np.array(uncounted, dtype=np.int64),
        idf=shares[2],
        mass=shares[3],
        known=np.empty((count, 2), dtype=np.int64),
    )


@lru_cache(maxsize=4096)
def readings(text: str) -> tuple[Reading, ...]:
    """The readings of a text, remembered while they are asked for again."""
    return read_name(text)
