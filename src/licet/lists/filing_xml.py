"""A rule in the Federal Register's XML (GPO's FR schema) that amends the Entity List, as a change set.

    RULE > PREAMB, SUPLINF, REGTEXT[@PART=744] > AMDPAR, GPOTABLE > ROW > ENT; FRDOC; PRTPAGE

What the paragraphs and rows mean is read in `filing_printed`, for all formats alike.

A document that corrects another may print its table under a heading of the preamble, with no REGTEXT; one
that delays or withdraws another has no table at all. What it acts on is read from the citations it prints.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from lxml import etree

from licet.core.cite import Citation, Scheme
from licet.core.errors import SourceError
from licet.lists.change_set import ChangeSet, FilingKind, find_day
from licet.lists.changes import fold
from licet.lists.filing_lines import OWN_PAGE, SUPERSCRIPT
from licet.lists.filing_printed import Part, Printed, change_set_of
from licet.lists.filing_words import acts_alone, corrects_in_words, kind_of
from licet.lists.row import Row, rows_of
from licet.lists.source import Document, document_bytes, document_name
from licet.lists.us_bis_entity_list import COLUMNS
from licet.lists.xml import parse_xml, text_of

__all__ = ["read_rule"]

_PART = "744"
_SUPPLEMENT = re.compile(r"supplement no\. 4", re.IGNORECASE)
_FRDOC = re.compile(r"FR\s+Doc\.?\s+([A-Z0-9-]+)")
_DOCKET = re.compile(r"Docket\s+No\.?\s*([\w-]+)")
_RIN = re.compile(r"\d{4}-[A-Z]{2}\d{2}")
_STARS = re.compile(r"[\s*]*")


def read_rule(document: Document) -> ChangeSet:
    """The one rule of a document, or of an issue, that amends supplement no. 4 to 15 CFR part 744.

    Raises:
        SourceError: no such rule or several, a table of another shape, or a row whose action is not settled.
    """
    file = document_name(document)
    root = parse_xml(document_bytes(document), file=file)
    held = [rule for rule in (root, *root.iter("RULE")) if rule.tag == "RULE"]
    rules = [rule for rule in held if _tables(rule) or _acts_without_table(rule)]
    rules = list(dict.fromkeys(rules))
    if len(rules) != 1:
        raise SourceError(
            f"{len(rules)} rules that amend the Entity List's table in it",
            place=file,
            fix="give one rule's XML, of 15 CFR part 744, from federalregister.gov",
        )
    return change_set_of(_read(rules[0], root, file))


def _acts_without_table(rule: etree._Element) -> bool:
    told = f"{_text(rule, 'SUM')} {_text(rule, 'EFFDATE')}"
    return acts_alone(_text(rule, "ACT"), _text(rule, "SUBJECT"), told)


def _kind(rule: etree._Element) -> FilingKind:
    return kind_of(_text(rule, "ACT"), _text(rule, "SUBJECT"))


def _tables(rule: etree._Element) -> list[etree._Element]:
    found = [
        part
        for part in rule.iter("REGTEXT")
        if part.get("PART") == _PART and part.get("TITLE") == "15" and _SUPPLEMENT.search(text_of(part))
    ]
    if found or _kind(rule) is not FilingKind.CORRECTION:
        return found
    # a correction of the document itself stands in its preamble: nothing of the code is amended
    return [
        part
        for part in rule.iter("SUPLINF")
        if part.find(".//GPOTABLE") is not None and _SUPPLEMENT.search(text_of(part))
    ]


def _read(rule: etree._Element, root: etree._Element, file: str) -> Printed:
    number = _FRDOC.search(_text(rule, "FRDOC"))
    if number is None:
        raise SourceError("the rule has no document number (FRDOC)", place=file, fix="fetch it again")
    published = find_day(_text(root, "DATE")) if root is not rule else None
    cite = _first_page(rule, root, published)
    docket, rin = _DOCKET.search(_text(rule, "DEPDOC")), _RIN.search(_text(rule, "RIN"))
    told = [_text(rule, tag) for tag in ("SUM", "EFFDATE")]
    told += [text_of(one) for part in rule.iter("SUPLINF") for one in part.iter("P", "AMDPAR")]
    return Printed(
        file=file,
        number=number[1],
        title=_text(rule, "SUBJECT"),
        action=_text(rule, "ACT"),
        summary=_text(rule, "SUM"),
        dates=_text(rule, "EFFDATE"),
        docket=docket[1] if docket else "",
        rin=rin[0] if rin else "",
        cite=cite,
        published=published,
        savings=tuple(_savings(rule)),
        told=tuple(told),
        parts=tuple(_part(part, cite, file) for part in _tables(rule)),
    )


def _part(part: etree._Element, cite: Citation | None, file: str) -> Part:
    if part.find(".//AMDPAR") is not None:
        paragraphs = [text_of(one) for one in part.iter("AMDPAR")]
    else:
        paragraphs = [text_of(one) for one in part.iter("P") if corrects_in_words(text_of(one))]
    tables = tuple(tuple(_rows(table, cite, file)) for table in part.iter("GPOTABLE"))
    return Part(paragraphs=tuple(paragraphs), tables=tables)


def _text(element: etree._Element, tag: str) -> str:
    found = element.find(f".//{tag}")
    return "" if found is None else text_of(found)


def _first_page(rule: etree._Element, root: etree._Element, published: date | None) -> Citation | None:
    """The page that the rule begins on: its own first mark of a page, else the last one before it."""
    volume = _text(root, "VOL")
    page = ""
    for element in root.iter("PRTPAGE", "RULE", "SUBJECT"):
        if element.tag == "PRTPAGE":
            page = element.get("P", "")
        elif element.tag == "SUBJECT" and rule in element.iterancestors():
            break
    if not (volume.isdigit() and page.isdigit()):
        return None
    return Citation(scheme=Scheme.FR, title=int(volume), section=page, day=published)


def _savings(rule: etree._Element) -> Iterator[str]:
    """The paragraphs under the heading of a savings clause."""
    inside = False
    for element in rule.iter("HD", "P"):
        if element.tag == "HD":
            inside = text_of(element).casefold().startswith("savings clause")
        elif inside:
            yield text_of(element)


def _rows(table: etree._Element, cite: Citation | None, file: str) -> Iterator[Row]:
    headings = tuple(" ".join(text_of(cell).split()) for cell in table.iter("CHED"))
    if len(headings) != len(COLUMNS) or fold(headings[1]) != fold(COLUMNS[1]):
        raise SourceError(
            f"the table is headed {', '.join(f'`{one}`' for one in headings) or 'by nothing'}",
            place=file,
            fix="only tables of the Entity List's five columns are read",
        )
    page = cite.section if cite else ""
    records = []
    for row in table.iter("ROW"):
        cells = [_cell(cell) for cell in row.iter("ENT")]
        if all(_STARS.fullmatch(cell) for cell in cells):
            continue
        cells += [""] * (len(COLUMNS) - len(cells))
        cells[-1] = OWN_PAGE.sub(page, cells[-1])
        records.append(cells)
    yield from rows_of(records, COLUMNS, file=f"{file}, GPOTABLE", first=1)


def _cell(element: etree._Element) -> str:
    """A cell's text; a line of the entry (`LI`) begins a line, superscript digits stay so."""
    parts: list[str] = [element.text or ""]
    for child in element:
        inner = text_of(child)
        if child.tag == "LI":
            parts.append("\n" + inner)
        elif child.tag == "SU":
            parts.append(inner.translate(SUPERSCRIPT))
        else:
            parts.append(inner)
        parts.append(child.tail or "")
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(lines).strip()
