"""Export Control Classification Numbers: read, print, and tell which covers which.

`3A090.a.1`: category 3, product group A, number 090, paragraph a.1. `EAR99` is the basket for
items subject to the EAR that no entry names (15 CFR 734.3(c)). Source: 15 CFR 738.2(d).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["EAR99", "Eccn", "find_eccns", "parse_eccn"]

_BODY = r"(?P<category>[0-9])(?P<group>[A-E])(?P<number>[0-9YyXx][0-9Yy][0-9])"
_PARAGRAPHS = r"(?P<paragraph>(?:\.(?:[a-z]{1,4}|[ivx]+|\d{1,3}))*)"
_ECCN = re.compile(_BODY + _PARAGRAPHS)
_IN_TEXT = re.compile(r"(?<![0-9A-Za-z.])" + _BODY + _PARAGRAPHS + r"(?![0-9A-Za-z])")


@dataclass(frozen=True, slots=True, order=True)
class Eccn:
    """A classification number, down to its paragraph.

    Attributes:
        entry: `3A090`, or `EAR99`.
        paragraph: `a.1`, without a leading dot; empty for the entry as a whole.
    """

    entry: str
    paragraph: str = ""

    def __str__(self) -> str:
        return f"{self.entry}.{self.paragraph}" if self.paragraph else self.entry

    @property
    def is_ear99(self) -> bool:
        """Whether it is the basket."""
        return self.entry == "EAR99"

    @property
    def category(self) -> int | None:
        """CCL category 0 to 9; None for EAR99."""
        return None if self.is_ear99 else int(self.entry[0])

    @property
    def group(self) -> str:
        """Product group A to E; empty for EAR99."""
        return "" if self.is_ear99 else self.entry[1]

    @property
    def is_600_series(self) -> bool:
        """Whether the third character is 6: munitions items moved from the USML (15 CFR 738.2(d)(1))."""
        return not self.is_ear99 and self.entry[2] == "6"

    @property
    def is_9x515(self) -> bool:
        """Whether it is a spacecraft entry of category 9, number 515."""
        return not self.is_ear99 and self.entry[0] == "9" and self.entry[2:] == "515"

    def covers(self, other: Eccn) -> bool:
        """Whether `other` is this entry or paragraph, or lies below it."""
        if self.entry != other.entry:
            return False
        if not self.paragraph:
            return True
        return other.paragraph == self.paragraph or other.paragraph.startswith(self.paragraph + ".")


EAR99 = Eccn("EAR99")


def parse_eccn(text: str) -> Eccn:
    """The classification number that `text` is.

    Raises:
        ValueError: the text is no classification number.
    """
    cleaned = text.strip().replace(" ", "")
    if cleaned.upper() == "EAR99":
        return EAR99
    found = _ECCN.fullmatch(cleaned[:5].upper() + cleaned[5:].lower())
    if not found:
        raise ValueError(f"not an ECCN: `{text}` (like `3A090`, `5A002.a.1` or `EAR99`)")
    return Eccn(cleaned[:5].upper(), found["paragraph"].lstrip("."))


def find_eccns(text: str) -> tuple[Eccn, ...]:
    """All classification numbers named in a text, in order, EAR99 not among them."""
    return tuple(
        Eccn(f"{m['category']}{m['group']}{m['number']}", m["paragraph"].lstrip("."))
        for m in _IN_TEXT.finditer(text)
    )
