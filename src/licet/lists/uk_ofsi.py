"""OFSI's consolidated list of asset freeze targets (ConList.csv), closed on 28 January 2026.

The UK Sanctions List has replaced it, yet copies can still be downloaded. It is read as a list of its own, so
that it never stands in for the list in force: each entry notes `SUPERSEDED_SOURCE`, its period is not
confirmed, and the list is stale on every day. One row for each name; rows of one entry share the
reference of the UK Sanctions List, which stands in the narrative column and alone is taken from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby

from licet.core.country import country_code
from licet.core.errors import SourceError
from licet.core.listing import Ground, Listing
from licet.core.period import Period
from licet.core.trade import Address, BirthDate, Identifier, Name, NameQuality, Party, PartyKind
from licet.lists.births import parse_birth
from licet.lists.manifest import CLOSED
from licet.lists.row import Row, csv_rows
from licet.lists.source import Document, decode, document_name, source

__all__ = ["read"]

LIST_ID = "uk-ofsi"

_NAMES = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")
_ADDRESS = tuple(f"Address {line}" for line in range(1, 7))
_COLUMNS = (
    "Name 6", "Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Title", "Name Non-Latin Script",
    "Non-Latin Script Type", "Non-Latin Script Language", "DOB", "Town of Birth", "Country of Birth",
    "Nationality", "Passport Number", "Passport Details", "National Identification Number",
    "National Identification Details", "Position", *_ADDRESS, "Post/Zip Code", "Country",
    "Other Information", "Group Type", "Alias Type",
)  # fmt: skip
_LATER = ("Regime", "Listed On", "UK Sanctions List Date Designated", "Last Updated", "Group ID")
_KINDS = {"Individual": PartyKind.PERSON, "Entity": PartyKind.ORGANISATION, "Ship": PartyKind.VESSEL}
_REFERENCE = re.compile(r"\(UK Sanctions List Ref\):\s*([A-Z]{3}\d+)")


def _published(document: Document) -> date | None:
    first = decode(document, "utf-8-sig", "cp1252").partition("\n")[0]
    text = first.partition("Last Updated,")[2].strip(" ,\r")
    return datetime.strptime(text, "%d/%m/%Y").date() if text else None


@source(
    id=LIST_ID,
    title="OFSI consolidated list of asset freeze targets (closed 28 January 2026)",
    authority="the regulations under the Sanctions and Anti-Money Laundering Act 2018",
    issuer="Office of Financial Sanctions Implementation, HM Treasury",
    address="",
    terms="Open Government Licence v3.0, with attribution",
    expects=(1, 30_000),
    max_drop=1.0,
    max_age=CLOSED,
    legal_effect=(
        "closed: an entry says that the party was listed; what is in force stands on the UK Sanctions List"
    ),
    files=("uk-ofsi*", "ConList*", "conlist*"),
    embedded=False,
    published=_published,
)
def read(document: Document) -> Iterator[Listing]:
    """Entries of the closed list, one listing for each reference."""
    file = document_name(document)
    first, _, rest = decode(document, "utf-8-sig", "cp1252").partition("\n")
    if not first.startswith("Last Updated,"):
        raise SourceError("not OFSI's consolidated list", place=f"{file}, row 1")
    rows = [_read(row) for row in csv_rows(rest, file=file, vintages=(_COLUMNS, (*_COLUMNS, *_LATER)))]
    rows.sort(key=lambda pair: pair[0])
    for reference, group in groupby(rows, key=lambda pair: pair[0]):
        yield _listing(reference, [values for _, values in group])


def _read(row: Row) -> tuple[str, dict[str, str]]:
    with row:
        values = {column: row.take(column) for column in _COLUMNS}
        values |= {column: row.take_if(column) for column in _LATER}
    found = _REFERENCE.search(values["Other Information"])
    reference = found[1] if found else values["Group ID"]
    if not reference:
        raise row.error("neither a reference nor a group id", "Other Information")
    if values["Group Type"] not in _KINDS:
        raise row.error(f"`{values['Group Type']}` is a kind that the reader does not know", "Group Type")
    return reference, values


def _listing(reference: str, rows: list[dict[str, str]]) -> Listing:
    names: dict[str, Name] = {}
    identifiers: dict[Identifier, None] = {}
    addresses: dict[Address, None] = {}
    births: dict[BirthDate, None] = {}
    nations: dict[str, None] = {}
    for values in rows:
        text = " ".join(" ".join(values[part] for part in _NAMES).split())
        is_primary = values["Alias Type"].casefold() == "primary name"
        quality = NameQuality.PRIMARY if is_primary else NameQuality.STRONG
        if text:
            names.setdefault(text, Name(text=text, quality=quality))
        if script := values["Name Non-Latin Script"]:
            names.setdefault(script, Name(text=script, quality=NameQuality.ORIGINAL_SCRIPT))
        for column, kind in (
            ("Passport Number", "passport"),
            ("National Identification Number", "national-id"),
        ):
            if values[column]:
                identifiers[Identifier(kind=kind, value=values[column])] = None
        parts = [*(values[line] for line in _ADDRESS), values["Post/Zip Code"], values["Country"]]
        if place := ", ".join(part for part in parts if part):
            addresses[Address(text=place, country=country_code(values["Country"]))] = None
        if birth := parse_birth(values["DOB"]):
            births[birth] = None
        nations[country_code(values["Nationality"])] = None
    codes = (*nations, *(address.country for address in addresses))
    regime = rows[0]["Regime"]
    return Listing(
        id=f"{LIST_ID}:{reference.lower()}",
        list=LIST_ID,
        party=Party(
            names=tuple(sorted(names.values(), key=lambda name: name.quality is not NameQuality.PRIMARY)),
            kind=_KINDS[rows[0]["Group Type"]],
            countries=tuple(dict.fromkeys(code for code in codes if code)),
            addresses=tuple(addresses),
            identifiers=tuple(identifiers),
            births=tuple(births),
        ),
        period=Period(confirmed=False),
        grounds=(Ground(code=reference[:3], cite=regime),),
        programmes=(regime,) if regime else (),
        source_ref=reference,
        notes=("SUPERSEDED_SOURCE",),
    )
