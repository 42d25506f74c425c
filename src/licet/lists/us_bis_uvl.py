"""Unverified List, supplement no. 6 to 15 CFR part 744, from the eCFR's XML."""

from __future__ import annotations

from collections.abc import Iterator

from licet.core.listing import Ground, Listing
from licet.core.trade import Party
from licet.lists.bis_table import RESERVED, countries_of, country_of, period_of, start_notes
from licet.lists.corrections import correct
from licet.lists.ecfr import supplement_rows
from licet.lists.entry_text import read_entry
from licet.lists.source import Document, Ids, source
from licet.lists.us_fr import read_history

__all__ = ["COLUMNS", "LIST_ID", "NUMBER", "read"]

LIST_ID = "us-bis-uvl"
NUMBER = "Supplement No. 6 to Part 744"
COLUMNS = ("Country", "Listed person and address", "Federal Register citation")


@source(
    id=LIST_ID,
    title="Unverified List",
    authority="15 CFR 744.15 and supplement no. 6 to 15 CFR part 744",
    issuer="Bureau of Industry and Security, US Department of Commerce",
    address="https://www.ecfr.gov/api/versioner/v1/full/current/title-15.xml?part=744",
    terms="work of the US government, public domain (17 USC 105)",
    expects=(80, 600),
    max_drop=0.4,
    legal_effect=(
        "no licence exception, a UVL statement before a shipment that needs no licence, and export "
        "information at any value (15 CFR 744.15, 740.2(a)(17), 758.1(b)(8)); no licence requirement by "
        "itself"
    ),
    files=("title-15*744*.xml", "title-15_*.xml"),
)
def read(document: Document) -> Iterator[Listing]:
    """Rows of the table, one listing each; a row without a country stands under the country above it.

    The list states neither requirement nor policy, so its listings have no versions.
    """
    ids: dict[str, Ids] = {}
    country, token = "", ""
    for row in supplement_rows(document, NUMBER, COLUMNS):
        with row:
            printed = row.take("Country")
            if printed:
                country, token = country_of(row, printed)
            cell, corrected = correct(LIST_ID, COLUMNS[1], row.take(COLUMNS[1]))
            cites, left = read_history(row.take(COLUMNS[2]))
        if not cell or RESERVED.fullmatch(cell):
            continue
        if not country:
            raise row.error("an entry before any country", "Country")
        entry = read_entry(cell, country)
        label = entry.names[0].text if entry.names else entry.label
        giver = ids.setdefault(token, Ids(f"{LIST_ID}:{token}"))
        yield Listing(
            id=giver.give(label, [place.text for place in entry.addresses[:1]]),
            list=LIST_ID,
            party=Party(
                names=entry.names,
                countries=countries_of(country, entry.addresses),
                addresses=entry.addresses,
            ),
            period=period_of(cites),
            grounds=(Ground(code="744.15", cite="15 CFR 744.15"),),
            cites=cites,
            address_only=entry.address_only,
            source_ref=f"supplement no. 6 to part 744, row {row.number}",
            notes=(
                *(["CORRECTED"] if corrected else []),
                *(["CITATION_UNREAD"] if left else []),
                *start_notes(cites),
            ),
            source_note=left,
        )
