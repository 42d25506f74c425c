"""Lines of a Federal Register document, and the signs that stand there for others."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

__all__ = ["OWN_PAGE", "SUPERSCRIPT", "Line", "accents", "join_lines", "signs"]

#: What the press prints in a row's own citation before it knows the page.
OWN_PAGE = re.compile(r"\[\s*insert\s+FR\s+page\s+number[^\]]*\]", re.IGNORECASE)
#: Digits as they stand at a footnote.
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FOOTNOTE = re.compile(r"\s?\\(\d+)\\")
_ACCENT = re.compile(r"\[([A-Za-z]{2,8})\]")
_PARTED = re.compile(r"[\w.)#\d](?:-{1,2}|/|—)$")
_DASHED = re.compile(r"(?:--|—)\S")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document: its 1-based number and its text."""

    number: int
    text: str


def join_lines(above: str, below: str) -> str:
    """Two lines of one paragraph as one: no space where a hyphen, dash or stroke parts a word."""
    parted = (_PARTED.search(above) and below[:1].isalnum()) or (_DASHED.match(below) and above[-1:] != " ")
    return f"{above}{below}" if parted else f"{above} {below}"


def accents(text: str) -> str:
    """`[eacute]` as the letter that it stands for."""
    return _ACCENT.sub(_accented, text)


def _accented(found: re.Match[str]) -> str:
    known = html.unescape(f"&{found[1]};")
    return known if len(known) == 1 else found[0]


def signs(text: str) -> str:
    """Dashes, section signs, quotes and footnote digits of plain text as the official XML prints them."""
    text = re.sub(r"\bSec\.\s+Sec\.\s+", "§§ ", text)
    text = re.sub(r"\bSec\.\s+(?=\d{3})", "§ ", text)
    text = text.replace("``", "“").replace("''", "”").replace("--", "—")
    return _FOOTNOTE.sub(lambda found: found[1].translate(SUPERSCRIPT), text)
