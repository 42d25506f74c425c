"""FCC Covered List: communications equipment and services that may not be authorised or bought with aid.

The web page as served. The first table is the list; the tables after it name devices with a conditional
approval, which lift an entry for that device and are no listings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from licet.core.errors import SourceError
from licet.core.listing import Ground, Listing
from licet.core.period import Period
from licet.core.trade import Name, NameQuality, Party, PartyKind
from licet.lists.html import tables
from licet.lists.source import Document, Ids, document_name, source

__all__ = ["read"]

_LONG_DAY = re.compile(r"[A-Z][a-z]+ \d{1,2}, \d{4}")
# What stands before and after a maker's name in the first column.
_MAKER = re.compile(
    r"(?:produced(?: or provided)? by|supplied, directly or indirectly, by|provided by)\s+(?P<maker>.+?)"
    r"(?=,? (?:including|subject to|or any of its)|, to the extent|\.$|$)"
)
_SUBSIDIARY = re.compile(r"\s+and its wholly-owned subsidiary\s+")
_SCOPES: tuple[tuple[str, str], ...] = (
    ("section 214", "SECTION_214_SERVICES"),
    ("video surveillance and telecommunications equipment", "VIDEO_AND_TELECOM_EQUIPMENT"),
    ("telecommunications equipment", "TELECOM_EQUIPMENT"),
    ("information security products", "INFORMATION_SECURITY"),
    ("cybersecurity and anti-virus software", "SECURITY_SOFTWARE"),
    ("uncrewed aircraft systems", "UAS_FOREIGN_PRODUCED"),
    ("routers", "ROUTERS_FOREIGN_PRODUCED"),
)
_LIMITS: tuple[tuple[str, str], ...] = (
    ("to the extent it is used for the purpose of public safety", "ONLY_SECURITY_USES"),
    ("predecessors, successors, parents, subsidiaries, or affiliates", "WITH_AFFILIATES"),
    ("successors and assignees", "WITH_SUCCESSORS"),
    ("conditional approval", "CONDITIONAL_APPROVALS"),
)


@source(
    id="us-fcc-covered",
    title="FCC Covered List",
    authority="47 CFR 1.50002",
    issuer="Federal Communications Commission",
    address="https://www.fcc.gov/supplychain/coveredlist",
    terms="public domain in the United States (17 USC 105)",
    expects=(8, 100),
    max_drop=0.2,
    max_age=60,
    legal_effect="The equipment gets no FCC authorisation and may not be bought with federal subsidies.",
    files=("fcc-covered-list*.html",),
)
def read(document: Document) -> Iterator[Listing]:
    """One listing for each row of the first table.

    Two rows name no maker but a class of equipment produced abroad; their name is the class and their note
    `NO_MAKER`, so that nobody takes them for a party.
    """
    file = document_name(document)
    found = tables(document)
    if not found or [cell.rstrip("*") for cell in found[0][0]] != [
        "Covered Equipment or Services",
        "Date of Inclusion on Covered List",
    ]:
        raise SourceError("the page does not begin with the list's table", place=file)
    ids = Ids("us-fcc-covered")
    for number, cells in enumerate(found[0][1:], 1):
        place = f"{file}, row {number}"
        if len(cells) != 2:
            raise SourceError(f"{len(cells)} cells where 2 are expected", place=place)
        entry, when = cells
        yield _listing(entry, when, ids, number, place)


def _listing(entry: str, when: str, ids: Ids, number: int, place: str) -> Listing:
    days = [_day(text, place) for text in _LONG_DAY.findall(when)]
    if not days:
        raise SourceError(f"`{when}` holds no day", place=place)
    plain = entry.lower()
    scope = next((code for words, code in _SCOPES if words in plain), "")
    if not scope:
        raise SourceError(f"an entry of a new kind: `{entry[:80]}`", place=place, fix="amend the reader")
    limits = tuple(code for words, code in _LIMITS if words in plain)
    maker = _MAKER.search(entry)
    if maker and "foreign country" not in entry:
        names = [name.strip(" ,") for name in _SUBSIDIARY.split(maker["maker"])]
        party = Party(
            names=(
                Name(text=names[0]),
                *(Name(text=name, quality=NameQuality.STRONG) for name in names[1:]),
            ),
            kind=PartyKind.ORGANISATION,
        )
    else:
        label = "Uncrewed aircraft systems" if scope.startswith("UAS") else "Routers"
        party = Party(names=(Name(text=f"{label} produced in a foreign country"),))
        limits = (*limits, "NO_MAKER")
    later = tuple(f"AMENDED_{day.isoformat()}" for day in days[1:])
    return Listing(
        id=ids.give(party.name),
        list="us-fcc-covered",
        party=party,
        period=Period(start=days[0]),
        grounds=(Ground(code=scope, cite="47 CFR 1.50002(b)"),),
        source_ref=f"row {number}",
        notes=(*limits, *later),
    )


def _day(text: str, place: str) -> date:
    try:
        return datetime.strptime(text, "%B %d, %Y").date()
    except ValueError as error:
        raise SourceError(f"`{text}` is not a day", place=place) from error
