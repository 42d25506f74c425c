"""Names that lists write in different letters: `Georgiyevich`, `Georgievich`, `Георгиевич` are one word.

A word is compared by its consonants, written alike (`kh` and `h`, `x` and `ks`), and by its vowels, one for
each run of them. Romanisations of one name differ in vowels and hardly ever in consonants; `Hassan` and
`Hussein` differ in two vowels and are two names.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Word", "alike", "fold", "inside", "spellings", "written_words"]

_NOT_WORD = re.compile(r"[\W_]+")
_NO_APOSTROPHE = str.maketrans(dict.fromkeys("'’‘`ʻʼ", ""))
_CYRILLIC = dict(
    zip(
        "абвгдезиклмнопрстуфыэієґ",
        (*"abvgdeziklmnoprstufyei", "ye", "g"),
        strict=True,
    )
)  # fmt: skip
_CYRILLIC |= {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya"}
_TO_LATIN = str.maketrans({**_CYRILLIC, "ъ": "", "ь": ""})
#: Letters that stand for one consonant, written as one sign.
_ONE_SOUND = {
    "shch": "S", "sch": "S", "sh": "S", "tch": "C", "ch": "C", "zh": "Z", "dzh": "j", "dj": "j", "kh": "h",
    "gh": "g", "ph": "f", "th": "t", "dh": "d", "ts": "T", "tz": "T", "ck": "k", "ce": "se", "ci": "si",
    "c": "k", "q": "k", "x": "ks", "w": "v",
}  # fmt: skip
_SOUND = re.compile("|".join(sorted(_ONE_SOUND, key=len, reverse=True)))
_VOWELS = re.compile("[aeiouy]+")
_DOUBLE = re.compile(r"(.)\1+")
#: A soft sign written as a letter (`Oljga`, `Valerjevna`).
_SOFT = re.compile("(?<=[lnrtmvbpsz])j(?![aeiouy])")
_GLIDE = re.compile("(?<=[lnrtmvbpsz])j")
#: Another spelling of the word before it, in brackets (`Sergei (Sergey) Chizhov`).
_OTHER_SPELLING = re.compile(r"(\w+)\s*\(([^()]+)\)")
_VOWEL = str.maketrans("eyo", "iiu")
#: Words that come and go in one person's name, and titles.
_COMING_AND_GOING = frozenset(
    {"al", "el", "ul", "bin", "ben", "ibn", "bint", "ould", "de", "da", "del", "van", "von", "mr", "dr",
     "haji", "hajji", "mullah", "maulavi", "sheikh", "sayyid", "seyed", "seyyed"}
)  # fmt: skip
#: Fewer consonants than this say too little without the vowels (`Ali`, `Lee`, `Ila`).
_TELLING = 3


@dataclass(frozen=True, slots=True, order=True)
class Word:
    """One word of a name as it is compared: its consonants and its vowels."""

    bones: str
    vowels: str


@lru_cache(maxsize=512)  # each name of an entry is folded for each way it is compared
def fold(text: str) -> str:
    """A text in small letters without marks and signs, its words parted by blanks."""
    if text.isascii():
        bare = text.lower().translate(_NO_APOSTROPHE)
    else:
        plain = unicodedata.normalize("NFKD", text).casefold()
        bare = "".join(char for char in plain if not unicodedata.combining(char)).translate(_NO_APOSTROPHE)
    return _NOT_WORD.sub(" ", bare).strip()


def written_words(text: str) -> tuple[Word, ...]:
    """The telling words of a person's name, by their consonants; empty for a script that is not read here.

    Args:
        text: a name in Latin or Cyrillic letters, in any order of its words.
    """
    plain = fold(text).translate(_TO_LATIN)
    if not plain.isascii():
        return ()
    telling = (word for word in plain.split() if word not in _COMING_AND_GOING and len(word) > 1)
    return tuple(sorted(map(_word, telling)))


def spellings(text: str) -> tuple[str, ...]:
    """A name in each spelling that it gives: `Sergei (Sergey) Chizhov` also as `Sergey Chizhov`."""
    found = _OTHER_SPELLING.search(text)
    if found is None:
        return (text,)
    words = dict.fromkeys((found[1], *(word.strip() for word in found[2].split("/"))))
    return tuple(f"{text[: found.start()]}{word} {text[found.end() :]}" for word in words)


@lru_cache(maxsize=65_536)  # given names and fathers' names are few
def _word(text: str) -> Word:
    text = _GLIDE.sub("i", _SOFT.sub("", text))
    sound = _DOUBLE.sub(r"\1", _SOUND.sub(lambda found: _ONE_SOUND[found[0]], text))
    bones = _DOUBLE.sub(r"\1", _VOWELS.sub("", sound))
    # of a run of vowels the last is sounded; what comes before it is a glide (`iye`, `ye`, `e`)
    vowels = "".join(run[-1] for run in _VOWELS.findall(sound)).translate(_VOWEL)
    return Word(bones, vowels)


def alike(one: Word, other: Word) -> bool:
    """Whether two words can be spellings of one: one set of consonants, vowels off by one at most."""
    if one.bones != other.bones:
        return False
    if len(one.bones) < _TELLING:
        return one.vowels == other.vowels
    return _off_by_one(one.vowels, other.vowels)


def _off_by_one(one: str, other: str) -> bool:
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    at = next((k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    return one[at + 1 :] == other[at + 1 :] if len(one) == len(other) else one[at:] == other[at + 1 :]


def inside(short: tuple[Word, ...], long: tuple[Word, ...]) -> bool:
    """Whether each word of the shorter name is one of the longer, each met once."""
    left = list(long)
    for word in short:
        met = next((other for other in left if alike(word, other)), None)
        if met is None:
            return False
        left.remove(met)
    return True
