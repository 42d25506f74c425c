"""Parts of the eCFR's XML (versioner API, ECFR/DIV schema): the tables of a supplement, and the notes.

    ECFR > DIV1 title > ... > DIV5 part > DIV8 section | DIV9 supplement > TABLE > TR > TD

Read as a stream: of a whole title only one section or supplement is held at a time. Entities are not
expanded, and a document type is refused.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from licet.core.errors import SourceError
from licet.lists.row import Row, rows_of
from licet.lists.source import Document, document_bytes, document_name

__all__ = ["Division", "cell_text", "divisions", "supplement_rows"]

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """A section or a supplement.

    Attributes:
        number: `§ 744.11` or `Supplement No. 4 to Part 744`, as printed in the document.
        kind: `SECTION` or `APPENDIX`.
        element: the element; valid until the next one is read.
    """

    number: str
    kind: str
    element: etree._Element


def divisions(document: Document) -> Iterator[Division]:
    """Sections and supplements of a part or a whole title, one at a time.

    Raises:
        SourceError: not well-formed XML, or it declares a document type.
    """
    name = document_name(document)
    events = etree.iterparse(
        io.BytesIO(document_bytes(document)),
        events=("end",),
        tag=("DIV8", "DIV9"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
    )
    try:
        for _, element in events:
            if element.getroottree().docinfo.internalDTD is not None:
                raise SourceError(
                    "it declares a document type, which no list does", place=name, fix="do not trust it"
                )
            yield Division(number=element.get("N", ""), kind=element.get("TYPE", ""), element=element)
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        raise SourceError(
            f"not well-formed XML: {error}",
            place=name,
            fix="fetch the document again: it may be cut short or be an error page",
        ) from error


def cell_text(element: etree._Element) -> str:
    """The text of a cell: `<br/>` is a newline, superscript digits stay so, other space is one blank."""
    parts: list[str] = []
    _collect(element, parts)
    lines = (_SPACE.sub(" ", line).strip() for line in "".join(parts).split("\n"))
    return "\n".join(lines).strip()


def _collect(element: etree._Element, parts: list[str]) -> None:
    if not isinstance(element.tag, str):
        return
    if element.tag == "sup":
        parts.append("".join(str(text) for text in element.itertext()).strip().translate(_SUPERSCRIPTS))
        return
    parts.append(_SPACE.sub(" ", element.text or ""))
    for child in element:
        if child.tag == "br":
            parts.append("\n")
        else:
            _collect(child, parts)
        parts.append(_SPACE.sub(" ", child.tail or ""))


def supplement_rows(document: Document, number: str, columns: tuple[str, ...]) -> Iterator[Row]:
    """The body rows of a supplement's table.

    Args:
        document: a part or a whole title.
        number: `Supplement No. 4 to Part 744`.
        columns: the headings that the table must have.

    Raises:
        SourceError: no such supplement, it stands there twice, other headings, or a row of another width.
    """
    file = document_name(document)
    found = False
    for division in divisions(document):
        if division.number != number:
            continue
        if found:
            raise SourceError(f"`{number}` stands there twice", place=file)
        found = True
        yield from _table_rows(division.element, columns, file=f"{file}, {number}")
    if not found:
        raise SourceError(
            f"no `{number}` in it", place=file, fix="give the eCFR XML of part 744 or of Title 15 as a whole"
        )


def _table_rows(element: etree._Element, columns: tuple[str, ...], *, file: str) -> Iterator[Row]:
    headings = tuple(" ".join(cell_text(cell).split()) for cell in element.iter("TH"))
    if headings != columns:
        raise SourceError(
            f"the table is headed {', '.join(f'`{heading}`' for heading in headings) or 'by nothing'}",
            place=file,
            fix="the document's format changed: compare it with the reader's columns, then amend the reader",
        )
    records = [
        [cell_text(cell) for cell in row.iter("TD")]
        for body in element.iter("TBODY")
        for row in body.iter("TR")
    ]
    yield from rows_of(records, columns, file=file, first=1)
