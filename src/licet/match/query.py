"""A question as arrays: one reading of a name, laid out for the kernel."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from licet.match.build import reading_keys, short_word_keys
from licet.match.kernel import QueryArrays
from licet.match.normal import LEGAL, NOISE, Reading, Word, key_of, read_name
from licet.match.sounds import skeleton

__all__ = ["query_arrays", "readings"]

_AS_WRITTEN = str.maketrans("qw", "kv")

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


def query_arrays(reading: Reading) -> QueryArrays:
    """One reading as arrays."""
    words = reading.words
    count = len(words)
    start = [0]
    sound_start = [0]
    a = b = 0
    content = None
    contents = 0
    for token in words:
        a += len(token.letters)
        b += len(token.sound_letters)
        start.append(a)
        sound_start.append(b)
        if token.kind != LEGAL and token.kind != NOISE:
            contents += 1
            content = token
    costs = [_vowel_cost(w, reading) for w in words]
    keys = reading_keys(reading)
    bare = [w for w, cost in zip(words, costs, strict=True) if cost < _USUAL and w.kind != LEGAL]
    if bare:
        # where the vowels are missing the consonants have to carry the search
        hollow = {w.bones_hash for w in bare}
        key_gain = [_HOLLOW_GAIN if key in hollow else 1.0 for key in keys]
        others = [key for w in bare for key in _other_bones(w) if key not in keys]
        keys += others
        key_gain += [_HOLLOW_GAIN] * len(others)
    else:
        key_gain = [1.0] * len(keys)
    if contents == 1 and content is not None and 3 <= len(content.text) <= 8:
        keys.append(key_of("acronym", content.text))
    short = short_word_keys(reading)
    keys += short
    whole = np.array(
        [
            [w.kind for w in words],
            [w.mask for w in words],
            [w.hash for w in words],
            [w.bones_hash for w in words],
            [w.place for w in words],
        ],
        dtype=np.int64,
    )
    shares = np.array([[w.rarity for w in words], costs])
    return QueryArrays(
        start=np.array(start, dtype=np.int32),
        letters=np.frombuffer(b"".join([w.letters for w in words]), dtype=np.uint8),
        sound_start=np.array(sound_start, dtype=np.int32),
        sound=np.frombuffer(b"".join([w.sound_letters for w in words]), dtype=np.uint8),
        kind=whole[0],
        idf=np.zeros(count),
        mass=np.zeros(count),
        groups=np.array([w.four_groups for w in words], dtype=np.int64),
        mask=whole[1],
        hash=whole[2],
        bones=whole[3],
        rarity=shares[0],
        keys=np.array(keys, dtype=np.int64),
        key_gain=np.array([*key_gain, 1.0, *([_SHORT_GAIN] * len(short))]),
        uncounted=np.array([len(short)], dtype=np.int64),
        vowel_cost=shares[1],
        place=whole[4],
    )


@lru_cache(maxsize=4096)
def readings(text: str) -> tuple[Reading, ...]:
    """The readings of a text, remembered while they are asked for again."""
    return read_name(text)
