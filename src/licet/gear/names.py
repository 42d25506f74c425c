"""Maker and brand names compared: a folding of our own, and a place for a better comparison.

The experts of licet do not import each other, so whoever joins them (`licet.check.gear`) hands in a
`SameName`; without one, two names are the same when they fold to the same words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

__all__ = ["SameName", "fold"]

#: Whether two names stand for the same firm: first as written, second from a table.
SameName = Callable[[str, str], bool]

_LEGAL_FORMS = frozenset(
    {
        *(
            "co",
            "company",
            "corp",
            "corporation",
            "inc",
            "incorporated",
            "ltd",
            "limited",
            "llc",
            "llp",
            "plc",
        ),
        *("gmbh", "ag", "ab", "sa", "s", "a", "sas", "srl", "bv", "nv", "pte", "pvt", "private", "oy", "as"),
        *("kk", "fze", "fz"),
    }
)
_SPLIT = re.compile(r"[^\w]+|_")


def fold(text: str) -> str:
    """A name as plain lower-case words without marks and legal forms (`Foo Co.,Ltd.` is `foo`)."""
    if not text:
        return ""
    if not text.isascii():
        text = "".join(
            char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)
        )
    words = [word for word in _SPLIT.split(text.casefold()) if word]
    kept = [word for word in words if word not in _LEGAL_FORMS]
    return " ".join(kept or words)
