"""Names of the world in katakana: the spelling behind the syllables.

Japanese writes a foreign name as it hears it, in syllables: ウラジーミル is u-ra-ji-mi-ru. Consonants that stand alone
get a vowel that is not theirs (`u`, after `t` and `d` an `o`), long vowels a stroke, sounds that Japanese lacks a
syllable with a small vowel (ヴィ, ファ, ティ). All of that is undone here; `l` and `r` are one letter in kana and stay so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

__all__ = ["as_heard"]

_SMALL: Final = {"ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o", "ャ": "ya", "ュ": "yu", "ョ": "yo"}
#: What a syllable begins with before a small vowel where that is not its own consonant.
_BEGINNINGS: Final = {
    "ウ": "w", "ヴ": "v", "フ": "f", "テ": "t", "デ": "d", "ト": "t", "ド": "d", "チ": "ch", "シ": "sh", "ジ": "j", "ツ": "ts",
    "ク": "kw", "グ": "gw", "イ": "y", "キ": "k", "ギ": "g", "ニ": "n", "ヒ": "h", "ビ": "b", "ピ": "p", "ミ": "m", "リ": "r",
}  # fmt: skip
#: Syllables that stand for a consonant alone, where no vowel was heard.
_BARE: Final = {
    "ク": "k", "グ": "g", "ス": "s", "ズ": "z", "ツ": "ts", "フ": "f", "ブ": "b", "プ": "p", "ム": "m", "ル": "r", "ヴ": "v",
    "ト": "t", "ド": "d", "シュ": "sh", "チ": "ch", "ジ": "j",
}  # fmt: skip
_KATAKANA: Final = re.compile(r"[ァ-ヺー]+\Z")
_Y_VOWEL: Final = re.compile(r"^y(?=[aou])")
_VOWELS: Final = frozenset("アイウエオァィゥェォャュョー")


def as_heard(token: str, plain: Callable[[str], str]) -> str:
    """A word in katakana in Latin letters; empty for any other.

    Args:
        token: the word.
        plain: how one syllable is written in Latin letters.

    Example:
        >>> from licet.match.scripts import romanise
        >>> as_heard("ウラジーミル", romanise), as_heard("ヴィクトル", romanise), as_heard("ペトロフ", romanise)
        ('urajimir', 'viktor', 'petrof')
    """
    if not _KATAKANA.match(token):
        return ""
    out: list[str] = []
    size = len(token)
    at = 0
    while at < size:
        char = token[at]
        after = token[at + 1] if at + 1 < size else ""
        if char in "ーッ":
            at += 1
        elif after in _SMALL and char in _BEGINNINGS:
            begin, vowel = _BEGINNINGS[char], _SMALL[after]
            # シャ is sha, リャ rya
            out.append(begin + (_Y_VOWEL.sub("", vowel) if begin in {"sh", "ch", "j"} else vowel))
            at += 2
        else:
            out.append(_bare(char, after, last=at + 1 == size) or plain(char))
            at += 1
    return "".join(out)


def _bare(char: str, after: str, *, last: bool) -> str:
    """The consonant a syllable stands for where its vowel is none of the name's; empty where it may be one."""
    if char in {"チ", "ジ"}:
        return _BARE[char] if last and char == "チ" else ""
    if char in {"ト", "ド"}:
        return _BARE[char] if last or (after in _AFTER_T) else ""
    return _BARE.get(char, "") if last or after not in _VOWELS else ""


#: A `t` or `d` stands alone before these.
_AFTER_T: Final = frozenset("ラリレロワヴヤユヨマミムメモフスシジカキクケコナニネノ")
