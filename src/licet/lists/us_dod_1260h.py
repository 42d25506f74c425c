"""Section 1260H list: Chinese military companies operating in the United States. An official PDF.

A company stands alone or above its listed subsidiaries, which follow without a blank line. The last page
names companies that left the list; they are no listings.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from licet.core.cite import Citation, Scheme
from licet.core.errors import SourceError
from licet.core.listing import Ground, Listing
from licet.core.trade import Name, NameQuality, Party, PartyKind
from licet.lists.pdf import pdf_text
from licet.lists.source import Document, Ids, document_bytes, document_name, source

__all__ = ["companies", "read"]

_HEAD = "Entities Identified as Chinese Military Companies"
_LEFT = "The Following Previously Listed Entities Did Not Meet"
_ALSO = re.compile(r"\s*\((?P<former>formerly\s+)?(?P<name>[^()]+)\)\s*$")
_TITLE = re.compile(rf"{_HEAD}.*?\(Public Law 116-283\)1?\*?", re.DOTALL)
# The footnote keeps a company on the list by reference to its own notice.
_FOOTNOTE = re.compile(
    r"\s*\n1\s+(?P<name>.+?) was previously identified as and remains a Chinese military company\s.*?"
    r"(?P<volume>\d+) Fed\. Reg\. (?P<page>\d+) \((?P<day>[A-Z][a-z]+ \d+, \d{4})\)\.",
    re.DOTALL,
)


def _stamp(document: Document) -> date | None:
    """The day on which the PDF was made, as it says itself."""
    from pypdf import PdfReader

    meta = PdfReader(io.BytesIO(document_bytes(document))).metadata
    made = meta.modification_date if meta else None
    return made.date() if made else None


@source(
    id="us-dod-1260h",
    title="Section 1260H list of Chinese military companies",
    authority="Pub. L. 116-283 section 1260H",
    issuer="US Department of Defense",
    address="https://media.defense.gov/2025/Jan/07/2003625471/-1/-1/1/"
    "ENTITIES-IDENTIFIED-AS-CHINESE-MILITARY-COMPANIES-OPERATING-IN-THE-UNITED-STATES.PDF",
    terms="public domain in the United States (17 USC 105)",
    expects=(50, 1_000),
    max_drop=0.4,
    max_age=400,
    legal_effect="The Department of Defense may not contract with it; no export rule follows by itself.",
    by_hand=True,
    files=("dod-1260h*.pdf",),
    published=_stamp,
)
def read(document: Document) -> Iterator[Listing]:
    """One listing for each company and each subsidiary; a subsidiary's note names its parent."""
    file = document_name(document)
    return companies(_text(document, file), file=file)


def companies(text: str, *, file: str) -> Iterator[Listing]:
    """The listings in the text of the PDF, where a blank line ends a parent's group.

    Raises:
        SourceError: the text is not one of a section 1260H list.
    """
    title = _TITLE.search(text)
    if not title:
        raise SourceError("not a section 1260H list", place=file, fix="check which PDF this is")
    ids = Ids("us-dod-1260h")
    body, _, _ = text[title.end() :].partition(_LEFT)
    note = _FOOTNOTE.search(body)
    if note:
        body = body.replace(note[0], "")
    parent = ""
    for number, line in enumerate(body.splitlines(), 1):
        name = " ".join(line.split())
        if not name:
            parent = ""
        elif not name.startswith("*"):
            yield _listing(name, parent, ids, number)
            parent = parent or _names(name)[0].text
    if note:
        by = Citation(
            scheme=Scheme.FR, title=int(note["volume"]), section=note["page"], day=_day(note["day"])
        )
        yield replace(
            _listing(" ".join(note["name"].split()), "", ids, 0), cites=(by,), notes=("FOOTNOTE_1",)
        )


def _listing(name: str, parent: str, ids: Ids, number: int) -> Listing:
    names = _names(name)
    return Listing(
        id=ids.give(names[0].text),
        list="us-dod-1260h",
        party=Party(names=names, kind=PartyKind.ORGANISATION),
        grounds=(Ground(code="subsidiary" if parent else "company", cite="Pub. L. 116-283 1260H(b)"),),
        source_ref=f"line {number}",
        notes=(f"LISTED_UNDER: {parent}",) if parent else (),
    )


def _names(cell: str) -> tuple[Name, ...]:
    found = _ALSO.search(cell)
    if not found:
        return (Name(text=cell),)
    quality = NameQuality.FORMER if found["former"] else NameQuality.STRONG
    return (Name(text=cell[: found.start()]), Name(text=found["name"], quality=quality))


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%B %d, %Y").date()
    except ValueError:
        return None


def _text(document: Document, file: str) -> str:
    return pdf_text(document_bytes(document), file)
