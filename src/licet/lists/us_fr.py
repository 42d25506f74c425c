"""Federal Register history of a list row: its citations with their days, and from when each had effect.

A citation's day is the publication day. It is the effective day unless `data/us_fr_documents.tsv` says
otherwise for the document on whose pages it falls.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources
from types import MappingProxyType

from licet.core.cite import Citation, Scheme, find_citations

__all__ = ["FrDocument", "documents", "effective_day", "read_history"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrDocument:
    """One Federal Register document whose effective day had to be looked up.

    Attributes:
        number: document number; empty when not known.
        volume: Federal Register volume.
        first: first page.
        last: last page.
        published: publication day.
        effective: first day of effect on Entity List rows; None when it is only known to differ.
        certainty: `stated`, `summary` or `open`.
        source: where it was read.
    """

    number: str
    volume: int
    first: int
    last: int
    published: date
    effective: date | None
    certainty: str
    source: str


@cache
def documents() -> Mapping[int, tuple[FrDocument, ...]]:
    """The document table, by volume."""
    text = resources.files("licet.lists").joinpath("data/us_fr_documents.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    found: dict[int, list[FrDocument]] = {}
    for line in lines[1:]:
        number, volume, first, last, published, effective, certainty, source = line.split("\t")
        document = FrDocument(
            number=number,
            volume=int(volume),
            first=int(first),
            last=int(last),
            published=date.fromisoformat(published),
            effective=date.fromisoformat(effective) if effective else None,
            certainty=certainty,
            source=source,
        )
        found.setdefault(document.volume, []).append(document)
    return MappingProxyType({volume: tuple(many) for volume, many in found.items()})


def document_of(citation: Citation) -> FrDocument | None:
    """The document in the table on whose pages a citation falls."""
    if citation.scheme is not Scheme.FR or not citation.section.isdigit():
        return None
    page = int(citation.section)
    return next(
        (item for item in documents().get(citation.title, ()) if item.first <= page <= item.last), None
    )


def effective_day(citation: Citation) -> date | None:
    """The day from which a cited document had effect: as the table says, else its publication day."""
    document = document_of(citation)
    if document is None:
        return citation.day
    return document.effective or document.published


_MISPRINTS = (
    (re.compile(r"\bFR\s+FR\b"), "FR"),
    (re.compile(r"\s*preview citation details"), ""),
    # "73 FR 54508. 9/22/08": a full stop for the comma
    (re.compile(r"(?<=\d)\.\s+(?=\d{1,2}/\d{1,2}/\d{2})"), ", "),
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_WORDED_DAY = re.compile(rf"\b(?:{_MONTHS})\s+\d{{1,2}},?\s+\d{{4}}\b")
_CITED = re.compile(r"\d{1,3}\s+F\.?\s?R\.?\s+\d[\d,]*\d(?:\s*,?\s*\(?\d{1,2}/\d{1,2}/\d{2,4}\)?)?")


def read_history(cell: str) -> tuple[tuple[Citation, ...], str]:
    """The citations of a row, oldest first, and what of the cell could not be read.

    A citation whose day the cell omits or misprints keeps its place with `day` None.
    """
    text = " ".join(cell.split())
    for pattern, plain in _MISPRINTS:
        text = pattern.sub(plain, text)
    text = _WORDED_DAY.sub(_as_numbers, text)
    found = [citation for citation in find_citations(text) if citation.scheme is Scheme.FR]
    left = re.sub(r"[\s.,;]+", " ", _CITED.sub(" ", text)).strip()
    return tuple(_in_order(found)), left


def _as_numbers(found: re.Match[str]) -> str:
    words = " ".join(found.group().replace(",", " ").split())
    try:
        day = datetime.strptime(words, "%B %d %Y")
    except ValueError:
        return found.group()
    return f"{day.month}/{day.day}/{day.year}"


def _in_order(citations: Sequence[Citation]) -> list[Citation]:
    unique = list(dict.fromkeys(citations))
    return sorted(unique, key=lambda item: (item.title, int(item.section)))
