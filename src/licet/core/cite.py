"""Citations: read them, print them in one form, link them to the official text.

15 CFR 744.11(a)(1)     a section and paragraph of the Code of Federal Regulations
84 FR 54002             a page of the Federal Register, with its publication day where given
FR Doc. 2019-22210      a document of the Federal Register
22 USC 2778(b)          a section of the US Code
E.O. 14059              an executive order
Pub. L. 115-232         a public law
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from datetime import date

__all__ = ["Citation", "Scheme", "find_citations", "parse_citation"]


class Scheme(enum.Enum):
    """Which body of documents a citation points into."""

    CFR = "CFR"
    FR = "FR"
    FR_DOC = "FR Doc."
    USC = "USC"
    EO = "E.O."
    PUBLIC_LAW = "Pub. L."


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Citation:
    """One place in the official documents.

    Attributes:
        scheme: which documents.
        title: CFR or USC title, FR volume; 0 where the scheme has none.
        section: `744.11`, a page, a document number, an order number.
        paragraph: `(a)(1)`, a supplement, or empty.
        day: publication day as the source states it; None when it does not.
    """

    scheme: Scheme
    title: int
    section: str
    paragraph: str = ""
    day: date | None = None

    def __str__(self) -> str:
        if self.scheme in (Scheme.CFR, Scheme.USC):
            return f"{self.title} {self.scheme.value} {self.section}{self.paragraph}"
        if self.scheme is Scheme.FR:
            return f"{self.title} FR {self.section}"
        return f"{self.scheme.value} {self.section}"

    @property
    def link(self) -> str:
        """Address of the official text; for the CFR on the citation's day, where it has one."""
        match self.scheme:
            case Scheme.CFR:
                when = f"on/{self.day.isoformat()}" if self.day else "current"
                return f"https://www.ecfr.gov/{when}/title-{self.title}/section-{self.section}"
            case Scheme.FR if self.section.startswith("No. "):
                # A notice known by its issue alone.
                when = f"{self.day:%Y/%m/%d}" if self.day else ""
                return f"https://www.federalregister.gov/documents/{when}"
            case Scheme.FR:
                return f"https://www.federalregister.gov/citation/{self.title}-FR-{self.section}"
            case Scheme.FR_DOC:
                return f"https://www.federalregister.gov/d/{self.section}"
            case Scheme.USC:
                return (
                    "https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-"
                    f"title{self.title}-section{self.section}"
                )
            case Scheme.EO:
                return f"https://www.federalregister.gov/executive-order/{self.section}"
            case Scheme.PUBLIC_LAW:
                congress, _, number = self.section.partition("-")
                return f"https://www.congress.gov/public-laws/{congress}/{number}"


_PARAGRAPH = r"(?P<paragraph>(?:\s?\([0-9A-Za-z]{1,5}\))*)"
_SECTION_MARK = r"(?:§+\s*)?"
_PATTERNS: tuple[tuple[Scheme, re.Pattern[str]], ...] = (
    (
        Scheme.FR,
        re.compile(
            r"(?P<title>\d{1,3})\s+F\.?\s?R\.?\s+(?P<section>\d[\d,]*)"
            r"(?:\s*,?\s*\(?(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{2,4})\)?)?"
        ),
    ),
    (Scheme.FR_DOC, re.compile(r"FR\s+Doc\.?\s+(?P<section>(?:[A-Z]\d-)?\d{2,4}-\d{1,6})")),
    (
        Scheme.CFR,
        re.compile(
            rf"(?P<title>\d{{1,2}})\s+C\.?\s?F\.?\s?R\.?\s+(?:[Pp]art\s+)?{_SECTION_MARK}"
            rf"(?P<section>\d+(?:\.\d+)?){_PARAGRAPH}"
        ),
    ),
    (
        Scheme.USC,
        re.compile(
            rf"(?P<title>\d{{1,2}})\s+U\.?\s?S\.?\s?C\.?\s+{_SECTION_MARK}(?P<section>\d+[a-z]?(?:-\d+)?)"
            rf"{_PARAGRAPH}"
        ),
    ),
    (Scheme.EO, re.compile(r"E\.?\s?O\.?\s+(?P<section>\d{4,5})")),
    (
        Scheme.PUBLIC_LAW,
        re.compile(r"Pub(?:\.|lic)\s?L(?:\.|aw)\s?(?:No\.\s?)?(?P<section>\d{2,3}[-–]\d+)"),
    ),
)


def _build(scheme: Scheme, found: re.Match[str]) -> Citation:
    parts = found.groupdict()
    day: date | None = None
    if parts.get("month"):
        year = int(parts["year"])
        # Two-digit years: the Federal Register began in 1936.
        year += 0 if year > 99 else (1900 if year >= 36 else 2000)
        try:
            day = date(year, int(parts["month"]), int(parts["day"]))
        except ValueError:
            day = None
    return Citation(
        scheme=scheme,
        title=int(parts.get("title") or 0),
        section=parts["section"].replace(",", "").replace("–", "-"),
        paragraph=(parts.get("paragraph") or "").replace(" ", ""),
        day=day,
    )


def find_citations(text: str) -> tuple[Citation, ...]:
    """All citations in a text, in order of appearance."""
    found = [
        (match.start(), _build(scheme, match))
        for scheme, pattern in _PATTERNS
        for match in pattern.finditer(text)
    ]
    return tuple(citation for _, citation in sorted(found, key=lambda pair: pair[0]))


def parse_citation(text: str) -> Citation:
    """The one citation that `text` is.

    Raises:
        ValueError: the text is no citation, or more than one.
    """
    stripped = text.strip().rstrip(".;,")
    for scheme, pattern in _PATTERNS:
        found = pattern.fullmatch(stripped)
        if found:
            return _build(scheme, found)
    raise ValueError(f"not a citation that licet knows: `{text}`")
