"""'Military End-User' List, supplement no. 7 to 15 CFR part 744, from the eCFR's XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from licet.core.cite import Citation
from licet.core.listing import (
    Clause,
    Ground,
    ItemScope,
    Listing,
    Requirement,
    ReviewPolicy,
    Verb,
)
from licet.core.period import Period
from licet.core.trade import Party
from licet.lists.bis_table import RESERVED, countries_of, country_of, period_of, start_notes, versions_of
from licet.lists.corrections import correct
from licet.lists.ecfr import supplement_rows
from licet.lists.entry_text import read_entry
from licet.lists.source import Document, Ids, source
from licet.lists.us_fr import read_history

__all__ = ["COLUMNS", "LIST_ID", "NUMBER", "read"]

LIST_ID = "us-bis-meu"
NUMBER = "Supplement No. 7 to Part 744"
COLUMNS = ("Country", "Entity", "Federal Register citation")

#: 85 FR 83793 made the supplement: no entry is older.
_FIRST_DAY = date(2020, 12, 23)

# The supplement's introductory text says this of all entries: 15 CFR 744.21(a), (c), (e).
_REQUIREMENT = Requirement(
    scope=ItemScope.SUPP2_PART744, sections=("744.21",), exceptions=("GOV 740.11(b)(2)(i) and (ii)",)
)
_POLICY = ReviewPolicy(clauses=(Clause(verb=Verb.BY_REFERENCE),), sections=("744.21(d)", "744.21(e)"))

_HEADING = re.compile(
    r"The following (?P<count>\w+) subordinate institutions? of (?P<parent>[^:]+):|Subordinate institu\w+:"
)


@source(
    id=LIST_ID,
    title="Military End-User List",
    authority="15 CFR 744.21 and supplement no. 7 to 15 CFR part 744",
    issuer="Bureau of Industry and Security, US Department of Commerce",
    address="https://www.ecfr.gov/api/versioner/v1/full/current/title-15.xml?part=744",
    terms="work of the US government, public domain (17 USC 105)",
    expects=(40, 600),
    max_drop=0.3,
    legal_effect=(
        "a licence is needed for items of supplement no. 2 to part 744 when the party is purchaser, "
        "intermediate or ultimate consignee, or end-user; of the exceptions only part of GOV. "
        "The list is not exhaustive"
    ),
    files=("title-15*744*.xml", "title-15_*.xml"),
)
def read(document: Document) -> Iterator[Listing]:
    """Rows that name an entity; headings, `Subordinate institution:` and `[Reserved]` rows are passed over.

    An entity under a heading takes the heading's citation when its own cell is empty. Where neither has one,
    the entry begins on the day the supplement was made, with the note `START_NOT_KNOWN`.
    """
    ids: dict[str, Ids] = {}
    country, token = "", ""
    above: tuple[Citation, ...] = ()
    subordinate = False
    for row in supplement_rows(document, NUMBER, COLUMNS):
        with row:
            printed = row.take("Country")
            if printed:
                country, token = country_of(row, printed)
            cell, corrected = correct(LIST_ID, "Entity", row.take("Entity"))
            history = row.take("Federal Register citation")
        if not cell or RESERVED.fullmatch(cell):
            continue
        if not country:
            raise row.error("an entity before any country", "Country")
        cites, left = read_history(history)
        heading = _HEADING.fullmatch(" ".join(cell.split()))
        if heading:
            above = cites if heading["parent"] else above
            subordinate = True
            continue
        # A citation of its own ends the group under a heading.
        subordinate = subordinate and not cites
        cites = cites or (above if subordinate else ())
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
            period=period_of(cites) if cites else Period(start=_FIRST_DAY),
            versions=versions_of(_REQUIREMENT, _POLICY, cites),
            grounds=(Ground(code="744.21", cite="15 CFR 744.21"),),
            cites=cites,
            address_only=entry.address_only,
            source_ref=f"supplement no. 7 to part 744, row {row.number}",
            notes=(
                *(["CORRECTED"] if corrected else []),
                *(["CITATION_UNREAD"] if left else []),
                *(["SUBORDINATE"] if subordinate else []),
                *start_notes(cites),
            ),
            source_note=left,
        )
