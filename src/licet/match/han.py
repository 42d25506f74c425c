"""Names in Han characters: persons by their Mandarin reading, companies by place, brand, trade and form.

A company's Chinese name is not spelled in its English one, it is glossed:
杭州 海康威视 数字技术 股份有限公司 is Hangzhou, Hikvision, Digital Technology,
Co Ltd. The longest words of the
lexicon are taken first; what no lexicon knows is read aloud.
"""

from __future__ import annotations

import re
from functools import cache

from licet.match.scripts import han_syllable, is_han, simplified
from licet.match.words import read_table

__all__ = ["company_reading", "person_reading", "plain_reading"]

_LONGEST_PERSON = 4


@cache
def _surnames() -> tuple[frozenset[str], dict[str, str]]:
    rows = {row[0]: row[1] for row in read_table("han_surnames")}
    readings = dict(pair.split("=") for pair in rows["reading"].split(" "))
    return frozenset(rows["compound"].split(" ")), readings


@cache
def _lexicon() -> tuple[dict[str, str], int]:
    words: dict[str, str] = {}
    for _, natives, latin in (row for row in read_table("native_words") if len(row) == 3):
        for native in natives.split("|"):
            if native and all(map(is_han, native)):
                words[simplified(native)] = latin
    for native, latin, *_ in read_table("han_brands"):
        for one in native.split("|"):
            words[simplified(one)] = latin
    return words, max(map(len, words))


_ORDINAL = re.compile("第([一二三四五六七八九十百零〇]+)")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0}


def _number(chars: str) -> int:
    """A number below a thousand as Han characters write it.

    Example:
        >>> _number("三十"), _number("十四"), _number("五十五"), _number("一百零二")
        (30, 14, 55, 102)
    """
    whole = digit = 0
    for char in chars:
        if char == "百":
            whole, digit = whole + 100 * max(digit, 1), 0
        elif char == "十":
            whole, digit = whole + 10 * max(digit, 1), 0
        else:
            digit = _DIGITS[char]
    return whole + digit


def _aloud(chars: str) -> str:
    return "".join(han_syllable(char) for char in chars)


def person_reading(chars: str) -> str:
    """Surname and given name as Mandarin reads them; empty when the text is no person's length.

    Example:
        >>> person_reading("任正非")
        'ren zhengfei'
    """
    chars = simplified(chars)
    if not 2 <= len(chars) <= _LONGEST_PERSON:
        return ""
    compound, readings = _surnames()
    if len(chars) > 2 and chars[:2] in compound:
        return f"{_aloud(chars[:2])} {_aloud(chars[2:])}"
    return f"{readings.get(chars[0]) or han_syllable(chars[0])} {_aloud(chars[1:])}"


def plain_reading(chars: str) -> str:
    """Every character read aloud, two to a word, as lists write names they do not gloss."""
    chars = simplified(chars)
    return " ".join(_aloud(chars[at : at + 2]) for at in range(0, len(chars), 2))


def company_reading(chars: str) -> tuple[str, bool]:
    """A company's name glossed word by word, and whether any word of the lexicon was in it.

    Example:
        >>> company_reading("四川大学")
        ('sichuan university', True)
    """
    words, longest = _lexicon()
    chars = _ORDINAL.sub(lambda found: f" {_number(found[1])} ", simplified(chars))
    out: list[str] = []
    unknown: list[str] = []
    known = False

    def flush() -> None:
        if unknown:
            out.append(plain_reading("".join(unknown)))
            unknown.clear()

    at = 0
    while at < len(chars):
        if not is_han(chars[at]):
            flush()
            end = at
            while end < len(chars) and not is_han(chars[end]):
                end += 1
            out.append(chars[at:end].strip())
            at = end
            continue
        for size in range(min(longest, len(chars) - at), 0, -1):
            piece = chars[at : at + size]
            if piece in words and (size > 1 or not unknown or at + 1 == len(chars)):
                flush()
                out.append(words[piece])
                known = known or size > 1
                at += size
                break
        else:
            unknown.append(chars[at])
            at += 1
    flush()
    return " ".join(word for word in out if word), known
