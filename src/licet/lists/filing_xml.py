"""A rule in the Federal Register's XML (GPO's FR schema) that amends the Entity List, as a change set.

    RULE > PREAMB, SUPLINF, REGTEXT[@PART=744] > AMDPAR, GPOTABLE > ROW > ENT; FRDOC; PRTPAGE

The amendatory paragraphs say what is done, the table's rows how the entries will read. A row is a revision
when a revising clause names it, or when only revising clauses stand before the table; where the paragraphs
do not settle it the row is refused, never guessed.

A document that corrects another may print its table under a heading of the preamble, with no REGTEXT; one
that delays or withdraws another has no table at all. What it acts on is read from the citations it prints.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from lxml import etree

from licet.core.cite import Citation, Scheme
from licet.core.errors import SourceError
from licet.core.listing import Listing
from licet.core.period import Period
from licet.lists.change_set import Action, ChangeSet, FiledChange, FilingKind, find_day
from licet.lists.changes import fold
from licet.lists.filing_words import Clause, amended, clauses_of, effective_day, kind_of
from licet.lists.row import Row, rows_of
from licet.lists.source import Document, document_bytes, document_name
from licet.lists.us_bis_entity_list import COLUMNS, LIST_ID, read_rows
from licet.lists.xml import parse_xml, text_of

__all__ = ["read_rule"]

_PART = "744"
_FRDOC = re.compile(r"FR\s+Doc\.?\s+([A-Z0-9-]+)")
_DOCKET = re.compile(r"Docket\s+No\.?\s*([\w-]+)")
_RIN = re.compile(r"\d{4}-[A-Z]{2}\d{2}")
_STARS = re.compile(r"[\s*]*")
# The press prints a row's own citation before it knows the page.
_PAGE = re.compile(r"\[\s*insert\s+FR\s+page\s+number[^\]]*\]", re.IGNORECASE)


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
    return _read(rules[0], root, file)


def _acts_without_table(rule: etree._Element) -> bool:
    """Whether it delays or withdraws an earlier rule on the Entity List."""
    told = " ".join(_text(rule, tag) for tag in ("SUBJECT", "SUM", "EFFDATE"))
    return kind_of(rule) in (FilingKind.DELAY, FilingKind.WITHDRAWAL) and "Entity List" in told


def _tables(rule: etree._Element) -> list[etree._Element]:
    found = [
        part
        for part in rule.iter("REGTEXT")
        if part.get("PART") == _PART and part.get("TITLE") == "15" and "Supplement No. 4" in text_of(part)
    ]
    if found or kind_of(rule) is not FilingKind.CORRECTION:
        return found
    # a correction of the document itself stands in its preamble: nothing of the code is amended
    return [
        part
        for part in rule.iter("SUPLINF")
        if part.find(".//GPOTABLE") is not None and "Supplement No. 4" in text_of(part)
    ]


def _read(rule: etree._Element, root: etree._Element, file: str) -> ChangeSet:
    printed = _FRDOC.search(_text(rule, "FRDOC"))
    if printed is None:
        raise SourceError("the rule has no document number (FRDOC)", place=file, fix="fetch it again")
    published = find_day(_text(root, "DATE")) if root is not rule else None
    parts = _tables(rule)
    kind = kind_of(rule)
    if parts and kind in (FilingKind.DELAY, FilingKind.WITHDRAWAL):
        kind = FilingKind.RULE  # it says itself how the entries read now
    effective = effective_day(_text(rule, "EFFDATE"), kind) or (published if not parts else None)
    if kind is FilingKind.DELAY:
        effective = effective_day(_text(rule, "EFFDATE"), kind)
    cite = _first_page(rule, root, published)
    amends = () if kind is FilingKind.RULE else amended(rule, {printed[1], str(cite) if cite else ""})
    unread: list[str] = []
    if effective is None and kind is not FilingKind.DELAY:
        unread.append("the effective day: DATES states none")
    if kind is not FilingKind.RULE and not amends:
        unread.append("which document it acts on: it names no number, page or day of one")
    changes: list[FiledChange] = []
    for part in parts:
        changes.extend(_changes(part, cite, effective, file, unread))
    docket, rin = _DOCKET.search(_text(rule, "DEPDOC")), _RIN.search(_text(rule, "RIN"))
    return ChangeSet(
        id=printed[1],
        list=LIST_ID,
        title=_text(rule, "SUBJECT"),
        cite=cite,
        published=published,
        effective=effective,
        docket=docket[1] if docket else "",
        rin=rin[0] if rin else "",
        saved=_saved(rule),
        changes=tuple(changes),
        unread=tuple(unread),
        kind=kind,
        amends=amends,
    )


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


def _saved(rule: etree._Element) -> date | None:
    """The day in the paragraphs under the heading of a savings clause."""
    inside = False
    for element in rule.iter("HD", "P"):
        if element.tag == "HD":
            inside = text_of(element).casefold().startswith("savings clause")
        elif inside and (day := find_day(text_of(element))):
            return day
    return None


def _changes(
    part: etree._Element, cite: Citation | None, effective: date | None, file: str, unread: list[str]
) -> Iterator[FiledChange]:
    clauses, left = clauses_of(part)
    unread += left
    for table in part.iter("GPOTABLE"):
        for listing in read_rows(_rows(table, cite, file)):
            action = _action(listing, clauses)
            if action is None:
                raise SourceError(
                    f"whether `{listing.party.name}` is added or revised is not said",
                    place=f"{file}, {listing.source_ref}",
                    fix="compare the rule's amendatory paragraphs with its table",
                )
            yield FiledChange(
                action=action,
                name=listing.party.name,
                country=listing.party.countries[0],
                listing=_dated(listing, cite, effective),
            )
    for clause in clauses:
        if clause.action is Action.REMOVED:
            for name in clause.names:
                yield FiledChange(action=Action.REMOVED, name=name, country=clause.country)


def _action(listing: Listing, clauses: Sequence[Clause]) -> Action | None:
    """What the paragraphs say of a row of the table; None where they leave it open."""
    names = {fold(name.text) for name in listing.party.names} or {fold(listing.party.name)}
    written = [clause for clause in clauses if clause.action is not Action.REMOVED]
    naming = [
        clause.action
        for clause in written
        if clause.country in ("", listing.party.countries[0]) and names & set(map(fold, clause.names))
    ]
    if naming:
        return naming[0] if len(set(naming)) == 1 else None
    here = ("", listing.party.countries[0])
    unnamed = {clause.action for clause in written if not clause.names and clause.country in here}
    # Clauses that name their entries do not speak of this row.
    return next(iter(unnamed)) if len(unnamed) == 1 else None


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
        cells[-1] = _PAGE.sub(page, cells[-1])
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
            parts.append(inner.translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")))
        else:
            parts.append(inner)
        parts.append(child.tail or "")
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(lines).strip()


def _dated(listing: Listing, cite: Citation | None, effective: date | None) -> Listing:
    """The entry in force from the filing's own effective day, whatever day its citation prints."""
    if effective is None:
        return replace(listing, period=replace(listing.period, confirmed=False))
    by = str(cite) if cite else ""
    period = Period(start=effective, by=by)
    versions = tuple(replace(version, period=period) for version in listing.versions[-1:])
    return replace(listing, period=period, versions=versions)
