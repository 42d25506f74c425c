"""Which writing systems a text uses."""

from __future__ import annotations

import enum
from bisect import bisect_right

__all__ = ["Script", "main_script", "script_of", "scripts_of"]


class Script(enum.Enum):
    """Writing systems that the lists and the peers' names use; OTHER for the rest."""

    LATIN = "Latin"
    CYRILLIC = "Cyrillic"
    GREEK = "Greek"
    ARMENIAN = "Armenian"
    HEBREW = "Hebrew"
    ARABIC = "Arabic"
    DEVANAGARI = "Devanagari"
    BENGALI = "Bengali"
    THAI = "Thai"
    GEORGIAN = "Georgian"
    HANGUL = "Hangul"
    KANA = "Kana"
    HAN = "Han"
    OTHER = "Other"
    COMMON = "Common"


# First code point of each run and the script from there on (Unicode blocks that hold letters).
_RUNS: tuple[tuple[int, Script], ...] = (
    (0x0000, Script.COMMON), (0x0041, Script.LATIN), (0x005B, Script.COMMON), (0x0061, Script.LATIN),
    (0x007B, Script.COMMON), (0x00AA, Script.LATIN), (0x00AB, Script.COMMON), (0x00BA, Script.LATIN),
    (0x00BB, Script.COMMON), (0x00C0, Script.LATIN), (0x00D7, Script.COMMON), (0x00D8, Script.LATIN),
    (0x00F7, Script.COMMON), (0x00F8, Script.LATIN), (0x02B0, Script.COMMON), (0x0370, Script.GREEK),
    (0x0400, Script.CYRILLIC), (0x0530, Script.ARMENIAN), (0x0590, Script.HEBREW),
    (0x0600, Script.ARABIC), (0x0700, Script.OTHER), (0x0750, Script.ARABIC), (0x0780, Script.OTHER),
    (0x0870, Script.ARABIC), (0x0900, Script.DEVANAGARI), (0x0980, Script.BENGALI), (0x0A00, Script.OTHER),
    (0x0E00, Script.THAI), (0x0E80, Script.OTHER), (0x10A0, Script.GEORGIAN), (0x1100, Script.HANGUL),
    (0x1200, Script.OTHER), (0x1C80, Script.CYRILLIC), (0x1C90, Script.GEORGIAN), (0x1CC0, Script.OTHER),
    (0x1E00, Script.LATIN), (0x1F00, Script.GREEK), (0x2000, Script.COMMON), (0x2C60, Script.LATIN),
    (0x2C80, Script.OTHER), (0x2DE0, Script.CYRILLIC), (0x2E00, Script.COMMON), (0x2E80, Script.HAN),
    (0x2FF0, Script.COMMON), (0x3005, Script.HAN), (0x3006, Script.COMMON), (0x3007, Script.HAN),
    (0x3008, Script.COMMON), (0x3040, Script.KANA), (0x3100, Script.OTHER), (0x3130, Script.HANGUL),
    (0x3190, Script.COMMON), (0x31F0, Script.KANA), (0x3200, Script.COMMON), (0x3400, Script.HAN),
    (0x4DC0, Script.COMMON), (0x4E00, Script.HAN), (0xA000, Script.OTHER), (0xA640, Script.CYRILLIC),
    (0xA6A0, Script.OTHER), (0xA720, Script.LATIN), (0xA800, Script.OTHER), (0xAC00, Script.HANGUL),
    (0xD7FC, Script.OTHER), (0xF900, Script.HAN), (0xFB00, Script.LATIN), (0xFB1D, Script.HEBREW),
    (0xFB50, Script.ARABIC), (0xFE00, Script.COMMON), (0xFE70, Script.ARABIC), (0xFEFF, Script.COMMON),
    (0xFF21, Script.LATIN), (0xFF3B, Script.COMMON), (0xFF41, Script.LATIN), (0xFF5B, Script.COMMON),
    (0xFF66, Script.KANA), (0xFFA0, Script.HANGUL), (0xFFE0, Script.COMMON), (0x10000, Script.OTHER),
    (0x1F000, Script.COMMON), (0x20000, Script.HAN), (0x32000, Script.OTHER),
)  # fmt: skip
_STARTS = [start for start, _ in _RUNS]


def script_of(char: str) -> Script:
    """The script of one character; COMMON for digits, marks and spaces."""
    return _RUNS[bisect_right(_STARTS, ord(char)) - 1][1]


def scripts_of(text: str) -> frozenset[Script]:
    """The scripts of all letters in a text."""
    if text.isascii():
        return frozenset({Script.LATIN}) if any(map(str.isalpha, text)) else frozenset()
    return frozenset(script_of(char) for char in text) - {Script.COMMON}


def main_script(text: str) -> Script:
    """The script most letters are in; COMMON when there are none."""
    counts: dict[Script, int] = {}
    for char in text:
        script = script_of(char)
        if script is not Script.COMMON:
            counts[script] = counts.get(script, 0) + 1
    return max(counts, key=lambda script: counts[script]) if counts else Script.COMMON
