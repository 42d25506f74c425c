"""Parties debarred under the ITAR: by statute after a conviction, or by administrative order.

Two official CSV files, told apart by their header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from licet.core.cite import Citation
from licet.core.listing import Ground, Listing
from licet.core.period import Period
from licet.core.trade import Name, NameQuality, Party, PartyKind
from licet.lists.births import parse_birth
from licet.lists.notices import notices
from licet.lists.source import Document, Ids, Row, csv_rows, decode, document_name, source

__all__ = ["read", "split_debarred_name"]

_STATUTORY = (
    "Party Name",
    "Date Of Birth",
    "Federal Register Notice",
    "Notice Date",
    "Corrected Notice",
    "Corrected Notice Date",
)
_ADMINISTRATIVE = ("Name", "Date", "Charging Letter", "Debarment Order", "Federal Register Notice")
_ALSO = re.compile(r"\s*\(?\s*\b(?:a\.?/?k\.?/?a\.?)\s+", re.IGNORECASE)
_COMPANY = re.compile(
    r"\b(?:Inc|Ltd|LLC|L\.L\.C|Corp|Corporation|Co|Company|S\.A|Limited|GmbH|International|Systems|Trading|"
    r"Technologies|Group|Industries|Enterprises|Services|Supply|Products|Aerospace|Pte|Pty)\b",
    re.IGNORECASE,
)
# One administrative order may name several parties in one cell.
_JOINT = re.compile(r";\s*|,?\s+and\s+|(?<=S\.A\.),\s*(?:and\s+)?")
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?", re.IGNORECASE)


@source(
    id="us-ddtc-debarred",
    title="AECA debarred parties",
    authority="22 CFR 127.7",
    issuer="Directorate of Defense Trade Controls, US Department of State",
    address="https://www.pmddtc.state.gov/ddtc_public?id=ddtc_kb_article_page"
    "&sys_id=c22d1833dbb8d300d0a370131f9619f0",
    by_hand=True,
    terms="public domain in the United States (17 USC 105)",
    expects=(3, 3_000),
    max_drop=0.15,
    max_age=60,
    legal_effect="The party may not take part in exports of defence articles or services under the ITAR.",
    files=("ddtc-debarred-statutory*.csv", "ddtc-debarred-administrative*.csv"),
    in_parts=True,
)
def read(document: Document) -> Iterator[Listing]:
    """One listing for each row; `Surname, Given` is turned, aliases in brackets become names."""
    text = decode(document, "utf-8-sig", "cp1252")
    file = document_name(document)
    ids = Ids("us-ddtc-debarred")
    for row in csv_rows(text, file=file, vintages=(_STATUTORY, _ADMINISTRATIVE)):
        with row:
            yield _administrative(row, ids) if row.take_if("Name") else _statutory(row, ids)


def _statutory(row: Row, ids: Ids) -> Listing:
    cell = row.take("Party Name")
    if not cell:
        raise row.error("a party without a name", "Party Name")
    day = row.day("Notice Date", "%m/%d/%Y")
    first, unread = _cites(row.take("Federal Register Notice"), day)
    corrected = row.day("Corrected Notice Date", "%m/%d/%Y")
    second, more = _cites(row.take("Corrected Notice"), corrected)
    text = row.take("Date Of Birth")
    birth = parse_birth(text)
    names, kind = split_debarred_name(cell)
    if birth:
        kind = PartyKind.PERSON
    left = [part for part in (unread, more, text if text and not birth else "") if part]
    return Listing(
        id=ids.give(cell, [first[0].section if first else ""]),
        list="us-ddtc-debarred",
        party=Party(names=names, kind=kind, births=(birth,) if birth else ()),
        period=Period(start=day),
        grounds=(Ground(code="statutory", cite="22 CFR 127.7(b)"),),
        cites=(*first, *second),
        source_ref=f"row {row.number}",
        source_note="; ".join(left),
    )


def _administrative(row: Row, ids: Ids) -> Listing:
    cell = row.take("Name")
    day = row.day("Date", "%m/%d/%Y")
    cites, unread = _cites(row.take("Federal Register Notice"), None)
    row.ignore("Charging Letter", "Debarment Order")  # the captions of links to PDF files
    parts = [split_debarred_name(part) for part in _JOINT.split(cell)]
    names = tuple(name for many, _ in parts for name in many)
    kind = parts[0][1] if len(parts) == 1 else PartyKind.UNKNOWN
    return Listing(
        id=ids.give(cell),
        list="us-ddtc-debarred",
        party=Party(names=names, kind=kind),
        period=Period(start=day),
        grounds=(Ground(code="administrative", cite="22 CFR 127.7(a)"),),
        cites=cites,
        source_ref=f"row {row.number}",
        notes=("SEVERAL_PARTIES",) if len(parts) > 1 else (),
        source_note=unread,
    )


def _cites(cell: str, day: date | None) -> tuple[tuple[Citation, ...], str]:
    found, unread = notices(cell)
    return tuple(
        Citation(scheme=one.scheme, title=one.title, section=one.section, day=one.day or day) for one in found
    ), unread


def split_debarred_name(cell: str) -> tuple[tuple[Name, ...], PartyKind]:
    """The names of a cell in reading order, and the kind of party where it shows.

    `Ahmed, Tariq (a.k.a. Tariq Amin; Tariq Ahmad Amin)`.
    """
    main, *tails = _ALSO.split(cell)
    main = main.strip(" ;(")
    aliases = [part.strip(" ()") for tail in tails for part in tail.split(";")]
    company = bool(_COMPANY.search(main))
    person = not company and "," in main
    turned = (_turn(alias) if person else alias for alias in aliases if alias)
    return (
        Name(text=_turn(main) if person else main),
        *(Name(text=alias, quality=NameQuality.STRONG) for alias in turned),
    ), PartyKind.ORGANISATION if company else PartyKind.PERSON if person else PartyKind.UNKNOWN


def _turn(name: str) -> str:
    """`Myles, Jr., George Frank` as `George Frank Myles, Jr.`."""
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 2 and not _SUFFIX.fullmatch(parts[1]):
        return f"{parts[1]} {parts[0]}"
    if len(parts) == 3 and _SUFFIX.fullmatch(parts[1]):
        return f"{parts[2]} {parts[0]}, {parts[1]}"
    return name
