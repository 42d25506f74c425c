"""From any script to Latin letters, offline and per script.

One character table (words/letters.tsv) serves the alphabets; Hangul is computed; Han characters get
their Mandarin reading. The result is a spelling to compare, not one to print.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from licet.match.words import read_table

__all__ = [
    "fold_lookalikes",
    "han_syllable",
    "has_han",
    "is_han",
    "letters",
    "romanise",
    "simplified",
    "strip_invisible",
    "vocalised",
    "vocalised_hebrew",
]

_HANGUL_LEAD = (
    "k",
    "kk",
    "n",
    "t",
    "tt",
    "r",
    "m",
    "p",
    "pp",
    "s",
    "ss",
    "",
    "j",
    "jj",
    "ch",
    "k",
    "t",
    "p",
    "h",
)
_HANGUL_VOWEL = (
    "a", "ae", "ya", "yae", "o", "e", "yo", "ye", "o", "wa", "wae", "oe",
    "yo", "u", "wo", "we", "wi", "yu", "u", "ui", "i",
)  # fmt: skip
_HANGUL_TAIL = (
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p",
    "t", "t", "ng", "t", "t", "k", "t", "p", "t",
)  # fmt: skip
_HANGUL_FIRST, _HANGUL_LAST = 0xAC00, 0xD7A3
_PLAIN_STOPS = frozenset({0, 3, 7})  # the leads k, t, p
_ABJADS = ("arabic", "hebrew")


@cache
def letters(script: str) -> dict[str, str]:
    """The letter table of one script."""
    for name, pairs in read_table("letters"):
        if name == script:
            return dict(pair.split("=", 1) for pair in pairs.split(" "))
    raise KeyError(script)


@cache
def _alphabet() -> dict[int, str]:
    """Every alphabet in one translation table; the abjads keep theirs here as well."""
    table: dict[int, str] = {}
    for name, pairs in read_table("letters"):
        if name in {"lookalike", "kana_small"} or name.endswith("_sign"):
            continue
        for pair in pairs.split(" "):
            letter, latin = pair.split("=", 1)
            if len(letter) == 1:
                table[ord(letter)] = latin
    for katakana in range(0x30A1, 0x30F7):
        hiragana = chr(katakana - 0x60)
        if ord(hiragana) in table:
            table[katakana] = table[ord(hiragana)]
    return table


@cache
def _signs() -> tuple[dict[str, str], dict[str, str]]:
    signs = letters("devanagari_sign") | letters("bengali_sign")
    consonants = {
        letter: latin
        for script in ("devanagari", "bengali")
        for letter, latin in letters(script).items()
        if latin[:1] not in {"a", "i", "u", "e", "o", ""} and not latin.isdigit()
    }
    return signs, consonants


@cache
def _han() -> dict[str, str]:
    return {
        char: syllable.replace("v", "u") for syllable, chars in read_table("han_pinyin") for char in chars
    }


@cache
def _simplify() -> dict[int, str]:
    (traditional,), (plain,) = read_table("han_simplified")
    return {ord(a): b for a, b in zip(traditional, plain, strict=True)}


def simplified(text: str) -> str:
    """Traditional characters replaced by simplified ones."""
    return text.translate(_simplify())


def is_han(char: str) -> bool:
    """Whether a character is a Han ideograph."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or char in "々〇"


_SOME_HAN = re.compile("[\u4e00-\u9fff\u3400-\u4dbf々〇]")


def has_han(text: str) -> bool:
    """Whether a text has a Han ideograph."""
    return _SOME_HAN.search(text) is not None


def han_syllable(char: str) -> str:
    """The usual Mandarin reading of one character without its tone; empty when not known."""
    return _han().get(char, "")


#: What a final consonant and the next syllable's first become together (McCune-Reischauer, as the lists write Korean).
_ASSIMILATED = {
    ("k", "n"): ("ng", "n"), ("k", "m"): ("ng", "m"), ("k", "r"): ("ng", "n"), ("t", "n"): ("n", "n"),
    ("t", "m"): ("n", "m"), ("t", "r"): ("n", "n"), ("p", "n"): ("m", "n"), ("p", "m"): ("m", "m"), ("p", "r"): ("m", "n"),
    ("n", "r"): ("l", "l"), ("l", "r"): ("l", "l"), ("l", "n"): ("l", "l"), ("ng", "r"): ("ng", "n"), ("m", "r"): ("m", "n"),
}  # fmt: skip
_VOICED = {"k": "g", "t": "d", "p": "b"}


def _hangul(text: str) -> str:
    """Hangul syllables in Latin letters; a plain stop between voiced sounds is voiced, as it is spoken."""
    out: list[str] = []
    for char in text:
        lead, rest = divmod(ord(char) - _HANGUL_FIRST, 588)
        vowel, tail = divmod(rest, 28)
        first = _HANGUL_LEAD[lead]
        if out:
            before = out[-1]
            if (before, first) in _ASSIMILATED:
                out[-1], first = _ASSIMILATED[before, first]
            elif lead in _PLAIN_STOPS and before in {"", "n", "m", "ng", "l"}:
                first = _VOICED[first]
        out += [first, _HANGUL_VOWEL[vowel], _HANGUL_TAIL[tail]]
    return "".join(out)


def romanise(token: str) -> str:
    """One token of any alphabet in Latin letters, lower case in and out; marks are dropped.

    Han characters are left to `han`; a letter of no known script is dropped.
    """
    table = _alphabet()
    signs, consonants = _signs()
    out: list[str] = []
    size = len(token)
    for at, char in enumerate(token):
        if char.isascii():
            out.append(char)
            continue
        if char in consonants:
            following = token[at + 1] if at + 1 < size else ""
            bare = following in signs or following in {"\u094d", "\u09cd"} or not following
            out.append(consonants[char] + ("" if bare else "a"))
            continue
        if char in signs:
            out.append(signs[char])
            continue
        latin = table.get(ord(char))
        if latin is not None:
            out.append(latin)
        elif _HANGUL_FIRST <= ord(char) <= _HANGUL_LAST:
            if at and _HANGUL_FIRST <= ord(token[at - 1]) <= _HANGUL_LAST:
                continue  # read with the syllable before it
            end = at
            while end < size and _HANGUL_FIRST <= ord(token[end]) <= _HANGUL_LAST:
                end += 1
            out.append(_hangul(token[at:end]))
        elif char in "ゃゅょャュョ" and out and out[-1].endswith("i"):
            vowel = {"ゃ": "a", "ャ": "a", "ゅ": "u", "ュ": "u"}.get(char, "o")
            out[-1] = out[-1][:-1] + ("" if out[-1] in {"shi", "chi", "ji"} else "y") + vowel
        elif char.isdigit():
            out.append(str(unicodedata.digit(char, "")))
    return "".join(out)


#: Arabic letters as Persian says them.
_PERSIAN = {"ض": "z", "ذ": "z", "ث": "s", "ق": "gh", "و": "v"}
#: Letters side by side that would read as one sound: there is a vowel between them that nobody wrote.
_APART = frozenset({("t", "s"), ("t", "z"), ("s", "h"), ("k", "h"), ("z", "h"), ("d", "j"), ("c", "h")})


def vocalised(token: str, *, persian: bool = False) -> str:
    """An Arabic or Persian token in Latin letters; waw and yeh are vowels where they stand between consonants.

    Args:
        token: the word in its own letters.
        persian: whether the letters are said as in Persian.
    """
    table = _alphabet()
    out: list[str] = []
    kept = [char for char in token if ord(char) in table]
    for at, char in enumerate(kept):
        before = kept[at - 1] if at else ""
        after = kept[at + 1] if at + 1 < len(kept) else ""
        if char in "ويی":
            glide = at == 0 or before == "ا" or after == "ا" or (before in "ويی" and out[-1] in "ui")
            # a last yeh is the vowel, so a waw before it is none: Musawi
            glide = glide or (char == "و" and after in "يی" and at + 2 == len(kept) and at > 1)
            if glide and (after or char == "و"):
                out.append(("v" if persian else "w") if char == "و" else "y")
            else:
                out.append("u" if char == "و" else "i")
            continue
        latin = _PERSIAN.get(char, table[ord(char)]) if persian else table[ord(char)]
        if out and (out[-1][-1:], latin) in _APART:
            out.append("a")
        out.append(latin)
    return "".join(out)


def vocalised_hebrew(token: str) -> str:
    """A Hebrew token in Latin letters; vav and yod are vowels after a consonant, a doubled one is a consonant, and a he
    at the end is an `a`.
    """
    table = _alphabet()
    out: list[str] = []
    kept = [char for char in token if ord(char) in table]
    at = 0
    while at < len(kept):
        char = kept[at]
        doubled = at + 1 < len(kept) and kept[at + 1] == char
        if char in "וי":
            after = kept[at + 1] if at + 1 < len(kept) else ""
            glide = out and out[-1][-1:] in "aoiu" and kept[at - 1] != "י"
            if doubled or at == 0 or glide or (char == "ו" and after == "י"):
                out.append("v" if char == "ו" else "y")
            else:
                out.append("o" if char == "ו" else "i")
            at += 1 + doubled
            continue
        if char == "ה" and at == len(kept) - 1 and at > 0:
            out.append("a")
        elif char == "פ" and at > 0:
            out.append("f")
        else:
            out.append(table[ord(char)])
        at += 1
    return "".join(out)


_UNSEEN = frozenset({"Cf", "Cc", "Cs", "Co", "Cn", "Me"})
_BLANKS = "\t\n\r\x0b\x0c\u2028\u2029"


class _Seen(dict[int, str | None]):
    """What of each character is seen, for `str.translate`; worked out when one is met first."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        seen = None if unicodedata.category(char) in _UNSEEN else char
        self[code] = found = " " if char in _BLANKS else seen
        return found


_SEEN = _Seen()


def strip_invisible(text: str) -> str:
    """Text without control, format, joiner and bidirectional characters."""
    return text.translate(_SEEN)


@cache
def _lookalikes() -> dict[int, str]:
    return {ord(a): b for a, b in letters("lookalike").items()}


def fold_lookalikes(token: str) -> str:
    """A token with letters of other alphabets that look like Latin ones replaced by those."""
    return token.translate(_lookalikes())
