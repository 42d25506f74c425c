"""A text parted into tokens: in plain ASCII, and in any script."""

from __future__ import annotations

import re
import unicodedata

from licet.core.script import Script, script_of
from licet.match.arrays import LEGAL
from licet.match.lexicon import SHORT_FORM, all_phrases

__all__ = ["ascii_tokens", "latin_base", "split_tokens"]

_ASCII = dict.fromkeys(range(128), " ")
_ASCII |= {ord(c): c for c in "abcdefghijklmnopqrstuvwxyz0123456789"}
_ASCII |= {ord(c): c.lower() for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_ASCII |= {ord("'"): "", ord("`"): "", ord("&"): " and ", ord("$"): "s", ord("@"): "a", ord("!"): " "}
_DOTTED = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?")
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻ`´ʹʾʿ‛′"), "")


#: A form written to the name before it, or with a digit for its first letter: `GanarecaS.A.`, `Ganareca 5.A.`.
_SA = re.compile(r"(?:(?<=[A-Za-z]{3})[Ss]|(?<!\S)5)\.[Aa]\.?(?![^\W_])")


def _undot(match: re.Match[str]) -> str:
    joined = match[0].replace(".", "")
    form = all_phrases().get(joined.lower(), ())
    # K.B. is somebody's initials more often than a design bureau
    short = len(joined) <= SHORT_FORM
    return (
        joined
        if any(len(row[0]) == 1 and not (short and row[2] != LEGAL) for row in form)
        else match[0].replace(".", " ")
    )


def ascii_tokens(text: str) -> list[str]:
    """Tokens of a text in plain ASCII: letters and digits, small."""
    if "." in text:
        if ".A" in text:
            text = _SA.sub(" S.A. ", text)
        text = _DOTTED.sub(_undot, text)
    return text.translate(_ASCII).split()


_BASE: dict[str, str] = {}


def latin_base(token: str) -> str:
    """A token with marks dropped from Latin letters; letters of other scripts stay."""
    out = []
    for char in token:
        base = _BASE.get(char)
        if base is None:
            base = char
            if not char.isascii() and script_of(char) is Script.LATIN:
                plain = "".join(
                    c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c)
                )
                base = plain or char
            _BASE[char] = base
        out.append(base)
    return "".join(out)


class _Parts(dict[int, str]):
    """Letters, marks and digits as they are, a blank for all else; worked out when a character is met first."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kept = char.isalnum() or unicodedata.category(char)[0] == "M" or char in "々ー"
        self[code] = found = char if kept else " "
        return found


_PARTS = _Parts()


def split_tokens(text: str) -> list[str]:
    """Tokens of a text in any script: letters, marks and digits; all else parts them."""
    if "." in text:
        text = _DOTTED.sub(_undot, text)
    return text.translate(_APOSTROPHES).replace("&", " and ").translate(_PARTS).split()
