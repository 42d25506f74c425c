"""What both grammars of the Entity List cells stand on: a scanner that consumes, and section cites.

A cell is folded first: what differs only in typing (quotes, superscripts, known misprints) becomes one form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["SEE", "Cites", "Scanner", "take_cites"]

# What differs only in typing: quotes, hyphens, letter l for one, superscripts, glued words.
_TYPING = (
    (re.compile("[‘’´`′]"), "'"),
    (re.compile("[“”″]"), '"'),
    (re.compile("[‐‑‒]"), "-"),
    (re.compile(r"(?<=\.2)l(?=\()"), "1"),
    (re.compile(r"\bear 99\b"), "ear99"),
    (re.compile(r"\bcasa-by"), "case-by"),
    (re.compile(r"\bcase[- ]by[- ]case\b"), "case-by-case"),
    (re.compile(r"\bse (?=§)"), "see "),
    (re.compile(r"(?<=\d)(?=of the ear)"), " "),
    (re.compile(r"\bpresumption for denial\b"), "presumption of denial"),
    (re.compile(r"(?<=744\.21)e\b"), "(e)"),
    (re.compile(r"[\s—]+"), " "),
)
_SUPERSCRIPTS = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹", "123456789")

_SECTION = r"\d{3}\.\d{1,2}(?: ?\([0-9a-z]{1,4}\))*"
_CITE = re.compile(rf"(?:part ?)?§* ?(?P<section>{_SECTION})")
_JOIN = re.compile(r",? and (?=(?:part ?)?§* ?\d)|[, ]+(?=(?:part ?)?§* ?\d{3}\.)")
_OF_EAR = re.compile(r"[.)]* ?of (?:the ear|this part)(?: ?\)? ?(?P<digit>[1-5])(?!\d))?")
_FOOTNOTE = re.compile(r" ?,? ?(?P<digit>[1-5])(?=$|[ ,)])")
_FILLER = re.compile(r"[\s.,;:()]+")


class Scanner:
    """The rest of a cell that no rule has taken yet."""

    def __init__(self, cell: str) -> None:
        text = cell.strip().translate(_SUPERSCRIPTS).casefold()
        for pattern, plain in _TYPING:
            text = pattern.sub(plain, text)
        self.rest = text.strip()

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Consume the pattern from the front, if it is there."""
        found = pattern.match(self.rest)
        if found:
            self.rest = self.rest[found.end() :]
        return found

    def skip_filler(self) -> None:
        """Consume punctuation; the cells' brackets are too often unbalanced to mean anything."""
        self.take(_FILLER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cites:
    """Sections cited, as `744.11`, and the footnote digits that stood among them."""

    sections: tuple[str, ...]
    footnotes: tuple[int, ...]


SEE = re.compile(r"see ?(?=[§p\d])")


def take_cites(scanner: Scanner) -> Cites | None:
    """`§§ 734.9(g),3 746.8(a)(3), and 744.21(b) of the EAR)4` and its many spellings."""
    sections: list[str] = []
    footnotes: list[int] = []
    while found := scanner.take(_CITE):
        section = found["section"].replace(" ", "")
        sections.append(section)
        if section.startswith(("734.9", "736.2")) and (mark := scanner.take(_FOOTNOTE)):
            footnotes.append(int(mark["digit"]))
        if (end := scanner.take(_OF_EAR)) and (digit := end["digit"]):
            footnotes.append(int(digit))
        if not scanner.take(_JOIN):
            break
    if not sections:
        return None
    return Cites(sections=tuple(sections), footnotes=tuple(footnotes))
