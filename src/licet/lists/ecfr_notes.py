"""Effective Date Notes and "could not be incorporated" notes of the eCFR, as data.

At 90 FR 50857, Nov. 12, 2025, in § 744.11, paragraph (a)(1) was stayed, effective until Nov. 9, 2026.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from licet.core.cite import Citation, Scheme
from licet.core.codified import CodifiedNote, NoteKind
from licet.lists.ecfr import Division, divisions
from licet.lists.source import Document
from licet.lists.us_fr import document_of

__all__ = ["codified_notes"]

_DAY = r"(?P<{0}>[A-Z][a-z]{{2,8}}\.? \d{{1,2}}, \d{{4}})"
_AT = re.compile(
    rf"At (?P<volume>\d{{1,3}}) FR (?P<page>\d+), {_DAY.format('published')}, (?P<says>.*)", re.DOTALL
)
_UNTIL = re.compile(rf"\b(?:effective )?until {_DAY.format('until')}")
_PARAGRAPH = re.compile(r"(?<![\w)])(?:\([a-z0-9]{1,4}\))+(?:\d+)?|\b\d[A-E]\d{3}\b")
_QUOTED = re.compile(r"“(?P<name>[^”]+)”")


def codified_notes(
    document: Document, *, title: int = 15, edition: date | None = None
) -> tuple[CodifiedNote, ...]:
    """All notes of a part or a whole title that stay a provision or lack an amendment.

    Args:
        document: the eCFR's XML.
        title: CFR title of the document, for the places.
        edition: the day of the edition, which the XML itself does not state.

    Raises:
        SourceError: not the eCFR's XML.
    """
    return tuple(
        note for division in divisions(document) for note in _notes_of(division, title=title, edition=edition)
    )


def _notes_of(division: Division, *, title: int, edition: date | None) -> Iterator[CodifiedNote]:
    for block in division.element.iter("EFFDNOT", "EDNOTE"):
        for paragraph in block.iter("PSPACE", "P"):
            text = " ".join("".join(str(part) for part in paragraph.itertext()).split())
            note = _read(text, division.number, title=title, edition=edition)
            if note:
                yield note


def _read(text: str, number: str, *, title: int, edition: date | None) -> CodifiedNote | None:
    found = _AT.search(text)
    if found is None:
        return None
    says = found["says"]
    if "stayed" in says:
        kind = NoteKind.STAYED
    elif "could not be incorporated" in says:
        kind = NoteKind.NOT_INCORPORATED
    elif "effective until" in says:
        kind = NoteKind.UNTIL
    else:
        return None
    by = Citation(
        scheme=Scheme.FR, title=int(found["volume"]), section=found["page"], day=_day(found["published"])
    )
    document = document_of(by)
    pointer = _pointer(says)
    until = _UNTIL.search(says)
    return CodifiedNote(
        kind=kind,
        place=_place(number, title=title),
        parts=_parts(pointer if kind is NoteKind.STAYED else says.split("however")[0]),
        pointer=pointer,
        by=by,
        since=document.effective if document is not None and kind is NoteKind.STAYED else None,
        until=_day(until["until"]) if until else None,
        edition=edition,
    )


def _place(number: str, *, title: int) -> str:
    found = re.fullmatch(r"(?:§+\s*)?(?P<section>\d+\.\d+[a-z]?)", number.strip())
    if found:
        return f"{title} CFR {found['section']}"
    return " ".join(number.split()).replace("Supplement No.", "supplement no.").replace("to Part", "to part")


def _pointer(says: str) -> str:
    """The words between the place and what was done: which part of the place is meant."""
    head = re.split(r" (?:was|were) (?:stayed|amended)| however", says)[0]
    head = re.sub(r"^in\s+(?=§|supplement)", "", head)
    head = re.sub(
        r"^§\s*\d+\.\d+|(?:of )?supplement no\. \d+(?: to part \d+)?", "", head, flags=re.IGNORECASE
    )
    return head.strip(" ,.;§")


def _parts(text: str) -> tuple[str, ...]:
    """Paragraphs, ECCNs and quoted entries that a note names."""
    parts = [found.group() for found in _PARAGRAPH.finditer(text)]
    parts += [found["name"] for found in _QUOTED.finditer(text)]
    return tuple(dict.fromkeys(parts))


def _day(text: str) -> date | None:
    plain = text.replace(".", "").replace("Sept ", "Sep ")
    for form in ("%b %d, %Y", "%B %d, %Y"):
        try:
            return datetime.strptime(plain, form).date()
        except ValueError:
            continue
    return None
