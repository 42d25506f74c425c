"""Australia's DFAT Consolidated List, the official workbook and the same columns as CSV.

A record is a number; letters after it (8577, 8577a, 8577b) mark name variants of one record. Several birth
dates stand in one cell. The control date is in US order (m/d/yy) in the workbook, ISO in the CSV; it is
the day of the last edit, not of listing.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby

from licet.core.country import country_code
from licet.core.listing import Ground, Listing
from licet.core.period import Period
from licet.core.trade import Address, BirthDate, Identifier, Name, NameQuality, Party, PartyKind
from licet.lists.births import parse_birth
from licet.lists.source import Document, Row, csv_rows, decode, document_bytes, document_name, rows_of, source

__all__ = ["read"]

LIST_ID = "au-dfat"

_COLUMNS = (
    "Reference", "Name of Individual or Entity", "Type", "Name Type", "Alias Strength", "Date of Birth",
    "Place of Birth", "Citizenship", "Address", "Additional Information", "Listing Information", "IMO Number",
    "Committees", "Control Date", "Instrument of Designation", "Targeted Financial Sanction", "Travel Ban",
    "Arms Embargo", "Maritime Restriction",
)  # fmt: skip

_KINDS = {"Individual": PartyKind.PERSON, "Entity": PartyKind.ORGANISATION, "Vessel": PartyKind.VESSEL}
_MEASURES = {
    "Targeted Financial Sanction": "ASSET_FREEZE",
    "Travel Ban": "TRAVEL_BAN",
    "Arms Embargo": "ARMS_EMBARGO",
    "Maritime Restriction": "SHIP_SERVICES_BAN",
}
_REFERENCE = re.compile(r"(\d+)\s*([a-z]*)", re.IGNORECASE)
_LISTED = re.compile(r"[Ll]isted on:?\s*(\d{1,2}\s+[A-Za-z]{3,9}\.?\s+\d{4})")


@source(
    id=LIST_ID,
    title="Australian DFAT Consolidated List",
    authority="Charter of the United Nations Act 1945; Autonomous Sanctions Act 2011",
    issuer="Department of Foreign Affairs and Trade",
    address="https://www.dfat.gov.au/international-relations/security/sanctions/consolidated-list",
    link="[Cc]onsolidated*.xlsx",
    agent="Mozilla/5.0 (compatible; licet; open-source export-control engine)",
    terms="Creative Commons Attribution 4.0, with attribution",
    expects=(1_500, 15_000),
    max_drop=0.1,
    legal_effect=(
        "binds persons in Australia and Australians abroad: assets are frozen and none may be made "
        "available, and the other measures of the entry apply"
    ),
    files=("au-dfat*", "*Sanctions_Consolidated_List*", "regulation8_consolidated*"),
)
def read(document: Document) -> Iterator[Listing]:
    """Records of the list, one listing for each reference number with all its name rows."""
    rows = _parsed(_rows(document))
    for number, group in groupby(rows, key=lambda row: row.number):
        yield _listing(number, list(group))


class _Parsed:
    """One name row, read."""

    __slots__ = ("births", "kind", "letters", "name", "number", "row", "values")

    def __init__(self, row: Row) -> None:
        with row:
            self.values = {column: row.take(column) for column in _COLUMNS}
        reference = _REFERENCE.fullmatch(self.values["Reference"])
        if not reference:
            raise row.error(f"`{self.values['Reference']}` is no reference", "Reference")
        self.row = row
        self.number, self.letters = int(reference[1]), reference[2].lower()
        self.kind = _KINDS.get(self.values["Type"])
        if self.kind is None:
            raise row.error(f"`{self.values['Type']}` is a type that the reader does not know", "Type")
        self.name = " ".join(self.values["Name of Individual or Entity"].split())
        self.births = tuple(
            birth for part in self.values["Date of Birth"].split(";") if (birth := parse_birth(part))
        )


def _parsed(rows: Iterator[Row]) -> Iterator[_Parsed]:
    for row in rows:
        yield _Parsed(row)


def _rows(document: Document) -> Iterator[Row]:
    data, file = document_bytes(document), document_name(document)
    if data[:2] == b"PK":
        from openpyxl import load_workbook

        sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        cells = ([_cell(value) for value in record] for record in sheet.iter_rows(values_only=True))
        header = next(cells, [])
        known = [column for column in header if column]
        if tuple(known) != _COLUMNS[: len(known)]:
            yield from csv_rows(",".join(header), file=file, vintages=(_COLUMNS,))
        yield from rows_of(
            (record[: len(_COLUMNS)] for record in cells if any(record)), _COLUMNS, file=file, first=2
        )
        return
    yield from csv_rows(decode(document), file=file, vintages=(_COLUMNS,))


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)


def _listing(number: int, rows: list[_Parsed]) -> Listing:
    first = rows[0].values
    names: dict[str, Name] = {}
    for parsed in rows:
        if parsed.name:
            names.setdefault(parsed.name, Name(text=parsed.name, quality=_quality(parsed)))
    if not names:
        raise rows[0].row.error("a record without a name", "Name of Individual or Entity")
    ordered = sorted(names.values(), key=lambda name: name.quality is not NameQuality.PRIMARY)
    births: dict[BirthDate, None] = {birth: None for parsed in rows for birth in parsed.births}
    addresses = {address: None for parsed in rows for address in _addresses(parsed.values["Address"])}
    citizens = [country_code(part) for part in re.split(r"[;,]", first["Citizenship"])]
    nations = dict.fromkeys(code for code in (*citizens, *(a.country for a in addresses)) if code)
    ship = first["IMO Number"]
    listed = _LISTED.search(first["Listing Information"])
    return Listing(
        id=f"{LIST_ID}:{number}",
        list=LIST_ID,
        party=Party(
            names=tuple(ordered),
            kind=rows[0].kind or PartyKind.UNKNOWN,
            countries=tuple(nations),
            addresses=tuple(addresses),
            identifiers=(Identifier(kind="imo", value=ship),) if ship else (),
            births=tuple(births),
        ),
        period=Period(start=_listed_day(listed[1]) if listed else None),
        grounds=(Ground(code=first["Committees"], cite=_instrument(first["Instrument of Designation"])),),
        programmes=(first["Committees"],),
        measures=tuple(code for column, code in _MEASURES.items() if first[column].upper() == "TRUE"),
        source_ref=str(number),
    )


def _instrument(cell: str) -> str:
    """The legislation, without the words before it."""
    return " ".join(cell.split()).removeprefix("Instrument of first designation:").strip()


def _quality(parsed: _Parsed) -> NameQuality:
    kind = parsed.values["Name Type"].casefold()
    if kind.startswith("primary"):
        return NameQuality.PRIMARY
    if kind.startswith("original"):
        return NameQuality.ORIGINAL_SCRIPT
    return NameQuality.WEAK if parsed.values["Alias Strength"].casefold() == "weak" else NameQuality.STRONG


def _addresses(cell: str) -> Iterator[Address]:
    for part in cell.split(";"):
        text = " ".join(part.split())
        if text:
            yield Address(text=text, country=country_code(text.rpartition(",")[2]))


def _listed_day(text: str) -> date | None:
    birth = parse_birth(text)
    return birth.earliest if birth and birth.earliest == birth.latest else None
