"""What a spelling sounds like: a phonetic form and a consonant skeleton.

Romanisation systems differ in a small number of habits (kh or h, ou or u, y or i, w or v, doubled
letters). `phonetic` removes those habits; `skeleton` also removes the vowels, so that a name written
without them still meets the one that has them.
"""

from __future__ import annotations

import re

__all__ = ["phonetic", "skeleton"]

_SOUNDS = {
    "shch": "s", "tsch": "c", "tsh": "c", "dzh": "j", "tch": "c", "sch": "s", "dsh": "j",
    "zh": "z", "sh": "s", "ch": "c", "kh": "h", "gh": "g", "ph": "f", "th": "t", "dh": "d", "bh": "b",
    "ts": "c", "tz": "c", "cz": "c", "dj": "j", "ck": "k", "qu": "k", "rh": "r", "lh": "l",
    "q": "k", "x": "ks", "w": "v",
    "ce": "se", "ci": "si", "cy": "si", "c": "k",
    "iya": "ia", "ija": "ia", "iia": "ia", "ya": "ia", "iyu": "iu", "yu": "iu", "iye": "e", "ye": "e",
    "ie": "e", "yo": "io", "iyo": "io", "you": "iu", "ou": "u", "oo": "u", "uu": "u", "eo": "o", "eu": "u",
    "ee": "i", "ea": "e", "ei": "i", "ey": "i", "iy": "i", "yi": "i", "ij": "i", "ii": "i", "yy": "i",
    "ae": "e", "ai": "e", "ay": "e", "oe": "o", "ue": "u", "aa": "a", "au": "o", "y": "i",
}  # fmt: skip
# aw is one sound at the end of a syllable only (Dawud keeps its w)
_SPELLING = re.compile("|".join([*sorted(_SOUNDS, key=lambda key: (-len(key), key)), "aw(?![aeiou])"]))
_DOUBLE = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiou]+")
_LOOKS = str.maketrans("01358246", "oiesbzag")


def phonetic(token: str) -> str:
    """The token without the habits of one romanisation; digits that pass for letters become those."""
    if not token.isdigit() and any(char.isdigit() for char in token) and any(map(str.isalpha, token)):
        token = token.translate(_LOOKS)
    if token.endswith("ff") and len(token) > 4:
        token = token[:-2] + "v"
    return _DOUBLE.sub(r"\1", _SPELLING.sub(lambda match: _SOUNDS.get(match[0], "o"), token))


def skeleton(sound: str) -> str:
    """The consonants of a phonetic form; a leading vowel counts as one letter."""
    first = "a" if sound[:1] in {"a", "e", "i", "o", "u"} else ""
    rest = _VOWELS.sub("", sound).replace("z", "s")
    return first + _DOUBLE.sub(r"\1", rest)
