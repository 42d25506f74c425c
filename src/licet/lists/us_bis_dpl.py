"""Denied Persons List: who may not take part in any transaction subject to the EAR.

Three official forms: `dpl.txt` of 9 columns (to 2014) and of 12 columns (to 2022), tab separated, and the CSV
since 2026, whose first cell joins name and address by commas.

A temporary order keeps its printed end as a note: it stands until the list drops it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from types import MappingProxyType

from licet.core.country import country_code
from licet.core.listing import Ground, Listing
from licet.core.period import Period
from licet.core.trade import Address, Name, NameQuality, Party, PartyKind
from licet.lists.notices import notices
from licet.lists.source import Document, Ids, Row, csv_rows, decode, document_name, source

__all__ = ["read"]

_OLD = (
    "Name",
    "Street_Address",
    "City",
    "State",
    "Country",
    "Postal_Code",
    "Effective_Date",
    "Expiration_Date",
    "Standard_Order",
)
_TEXT = (*_OLD, "Last_Update", "Action", "FR_Citation")
_CSV = (
    "Name_and_Address",
    "Effective_Date",
    "Expiration_Date",
    "Appropriate Federal Register Citations",
    "Type of Denial",
)
_US_STATES = frozenset(
    [
        "AL",
        "AK",
        "AZ",
        "AR",
        "CA",
        "CO",
        "CT",
        "DE",
        "FL",
        "GA",
        "HI",
        "ID",
        "IL",
        "IN",
        "IA",
        "KS",
        "KY",
        "LA",
        "ME",
        "MD",
        "MA",
        "MI",
        "MN",
        "MS",
        "MO",
        "MT",
        "NE",
        "NV",
        "NH",
        "NJ",
        "NM",
        "NY",
        "NC",
        "ND",
        "OH",
        "OK",
        "OR",
        "PA",
        "RI",
        "SC",
        "SD",
        "TN",
        "TX",
        "UT",
        "VT",
        "VA",
        "WA",
        "WV",
        "WI",
        "WY",
        "DC",
        "PR",
        "VI",
        "GU",
    ]
)
# What may follow a comma and still belong to a name, in the joined cell.
_NAME_TAIL = re.compile(
    r"(?:INC|LTD|LLC|L\.?L\.?C|CO|CORP|CORPORATION|LIMITED|GMBH|S\.?A|S\.?A\.?R\.?L|A/?S|A\.?G|B\.?V|PLC|LLP|L\.?P"
    r"|PTE|PTY|FZE|FZCO|FZ-?LLC|OOO|JSC|S\.?R\.?L|SDN|BHD|K\.?K|JR|SR|II|III|IV|P\.?C|COMPANY|TRADING|USA)"
    r"(?:\.|\b)[\s.A-Z]{0,12}",
)
_INSIDE = re.compile(r"\s*\(\s*(?:A/K/A|AKA|A\.K\.A\.)\s+([^)]*)\)\s*")
_ALSO = re.compile(r"\s*,?\s*\b(?:A/K/A|AKA|A\.K\.A\.?|D/B/A|DBA|F/K/A|FKA)\b\.?:?\s*")
_FORMER = re.compile(r"\b(?:F/K/A|FKA)\b")
# A temporary denial order runs a year at most and is renewed as a rule (15 CFR 766.24(d)); its printed end is
# no end of the listing, and an older list must not read as clear after it.
_TEMPORARY = timedelta(days=366)
_KINDS: Mapping[str, str] = MappingProxyType({"Y": "standard", "STANDARD": "standard", "": ""})


@source(
    id="us-bis-dpl",
    title="Denied Persons List",
    authority="15 CFR 764.3(a)(2)",
    issuer="Bureau of Industry and Security, US Department of Commerce",
    address="https://www.bis.gov/licensing/end-user-guidance/denied-persons-list-dpl",
    by_hand=True,
    terms="public domain in the United States (17 USC 105)",
    expects=(300, 3_000),
    max_drop=0.15,
    max_age=30,
    legal_effect="No one may deal with the person in items subject to the EAR in the ways its order denies.",
    files=("dpl*.txt", "dpl*.csv"),
)
def read(document: Document) -> Iterator[Listing]:
    """One listing for each row; rows equal in every cell are one, and each address has its own row."""
    text = decode(document, "utf-8-sig", "cp1252")
    file = document_name(document)
    joined = "Name_and_Address" in text.partition("\n")[0]
    rows = (
        csv_rows(text, file=file, vintages=(_CSV,))
        if joined
        else csv_rows(text, file=file, vintages=(_TEXT, _OLD), delimiter="\t")
    )
    ids = Ids("us-bis-dpl")
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        with row:
            name, address, notes = _split(row.take("Name_and_Address")) if joined else _cells(row)
            start = row.day("Effective_Date", "%m/%d/%Y")
            end = row.day("Expiration_Date", "%m/%d/%Y")
            cites, unread = notices(
                row.take("Appropriate Federal Register Citations") if joined else row.take_if("FR_Citation")
            )
            kind = row.take("Type of Denial" if joined else "Standard_Order").upper()
            row.ignore("Last_Update", "Action")
        if not name:
            continue  # ITA's copies carry a row of empty cells
        key = (name, address, start, end, cites, kind)
        if key in seen:
            continue
        seen.add(key)
        if start and end and end <= start:
            raise row.error(f"the order ends on {end}, before it starts on {start}", "Expiration_Date")
        if start and end and end - start <= _TEMPORARY:
            notes, end = (*notes, f"TEMPORARY_UNTIL: {end}"), None
        yield Listing(
            id=ids.give(f"{name} {address.city}"),
            list="us-bis-dpl",
            party=Party(
                names=_names(name),
                kind=PartyKind.UNKNOWN,
                countries=(address.country,) if address.country else (),
                addresses=(address,) if address.text or address.country else (),
            ),
            period=Period(start=start, end=end),
            grounds=(Ground(code=_KINDS.get(kind, "non-standard") or "order", cite="15 CFR 764.3(a)(2)"),),
            cites=cites,
            source_ref=f"row {row.number}",
            notes=notes,
            source_note=unread,
        )


def _cells(row: Row) -> tuple[str, Address, tuple[str, ...]]:
    street, city, state = row.take("Street_Address"), row.take("City"), row.take("State")
    country, postcode = row.take("Country"), row.take("Postal_Code")
    return _squeeze(row.take("Name")), *_address(street, city, state, country, postcode)


def _split(cell: str) -> tuple[str, Address, tuple[str, ...]]:
    """The joined cell: city, state, country and postal code come last; the name may hold commas."""
    parts = [_squeeze(part) for part in cell.split(",")]
    if len(parts) < 6:
        return _squeeze(cell), Address(), ("ADDRESS_NOT_SEPARATED",)
    *front, city, state, country, postcode = parts
    size = 1
    while size < len(front) - 1 and _goes_on(", ".join(front[:size]), front[size]):
        size += 1
    return ", ".join(front[:size]), *_address(", ".join(front[size:]), city, state, country, postcode)


def _goes_on(name: str, part: str) -> bool:
    """Whether a part belongs to the name: a legal form, an open bracket, a given name after one word."""
    if name.count("(") > name.count(")") or _NAME_TAIL.fullmatch(part):
        return True
    return name.isalpha() and part.isalpha()


def _address(
    street: str, city: str, state: str, country: str, postcode: str
) -> tuple[Address, tuple[str, ...]]:
    code = country_code(country)
    notes: tuple[str, ...] = ()
    if not country and state.upper() in _US_STATES:
        code, notes = "US", ("COUNTRY_FROM_STATE",)
    whole = ", ".join(part for part in (street, city, state, postcode) if part)
    if country and not code:
        whole, notes = f"{whole}, {country}", ("COUNTRY_NOT_KNOWN",)
    return Address(text=whole, city=city, region=state, postcode=postcode, country=code), notes


def _names(cell: str) -> tuple[Name, ...]:
    inside = _INSIDE.findall(cell)
    cell = _squeeze(_INSIDE.sub(" ", cell))
    first, *others = _ALSO.split(cell)
    marks = _ALSO.findall(cell)
    return (
        Name(text=first),
        *(Name(text=other.strip(), quality=NameQuality.STRONG) for other in inside),
        *(
            Name(text=other, quality=NameQuality.FORMER if _FORMER.search(mark) else NameQuality.STRONG)
            for mark, other in zip(marks, others, strict=True)
            if other
        ),
    )


def _squeeze(text: str) -> str:
    return " ".join(text.split())
