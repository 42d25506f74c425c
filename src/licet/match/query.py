"""A question as arrays: one reading of a name, laid out for the kernel."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from licet.match.build import reading_keys
from licet.match.kernel import QueryArrays
from licet.match.normal import LEGAL, NOISE, Reading, Word, key_of, read_name

__all__ = ["query_arrays", "readings"]

_HOLLOW_GAIN = 2.5
_VOWELLESS, _DROPPED, _USUAL, _SPOKEN = 0.18, 0.2, 0.5, 0.75


def _vowel_cost(token: Word, reading: Reading) -> float:
    """What a missing vowel costs: little where the script has none, or where somebody left them out."""
    if reading.vowelless:
        return _VOWELLESS
    if reading.spoken:
        return _SPOKEN
    text = token.text
    if len(text) >= 3 and not any(vowel in text[1:-1] for vowel in "aeiou") and text.isalpha():
        return _DROPPED
    return _USUAL


def query_arrays(reading: Reading) -> QueryArrays:
    """One reading as arrays."""
    words = reading.words
    count = len(words)
    start = np.zeros(count + 1, dtype=np.int32)
    sound_start = np.zeros(count + 1, dtype=np.int32)
    groups = np.zeros((count, 4), dtype=np.uint32)
    a = b = 0
    content = None
    contents = 0
    for t, token in enumerate(words):
        a += len(token.letters)
        b += len(token.sound_letters)
        start[t + 1] = a
        sound_start[t + 1] = b
        if token.groups:
            groups[t, : len(token.groups)] = token.groups
        if token.kind != LEGAL and token.kind != NOISE:
            contents += 1
            content = token
    keys = reading_keys(reading)
    key_gain = np.ones(len(keys) + 1)
    hollow = {w.bones_hash for w in words if _vowel_cost(w, reading) < _USUAL}
    if hollow:
        # where the vowels are missing the consonants have to carry the search
        key_gain[: len(keys)] = [_HOLLOW_GAIN if key in hollow else 1.0 for key in keys]
    if contents == 1 and content is not None and 3 <= len(content.text) <= 8:
        keys.append(key_of("acronym", content.text))
    return QueryArrays(
        start=start,
        letters=np.frombuffer(b"".join([w.letters for w in words]), dtype=np.uint8),
        sound_start=sound_start,
        sound=np.frombuffer(b"".join([w.sound_letters for w in words]), dtype=np.uint8),
        kind=np.array([w.kind for w in words], dtype=np.int8),
        idf=np.zeros(count),
        mass=np.zeros(count),
        groups=groups,
        mask=np.array([w.mask for w in words], dtype=np.int64),
        hash=np.array([w.hash for w in words], dtype=np.uint32),
        bones=np.array([w.bones_hash for w in words], dtype=np.uint32),
        rarity=np.array([w.rarity for w in words]),
        keys=np.array(keys, dtype=np.uint32),
        key_gain=key_gain,
        vowel_cost=np.array([_vowel_cost(w, reading) for w in words], dtype=np.float64),
    )


@lru_cache(maxsize=4096)
def readings(text: str) -> tuple[Reading, ...]:
    """The readings of a text, remembered while they are asked for again."""
    return read_name(text)
