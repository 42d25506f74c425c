"""Entity List, supplement no. 4 to 15 CFR part 744, from the eCFR's XML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from licet.core.cite import Citation
from licet.core.listing import Ground, Listing, Requirement, ReviewPolicy
from licet.core.trade import Name, Party, PartyKind
from licet.lists.bis_table import RESERVED, countries_of, country_of, period_of, start_notes, versions_of
from licet.lists.corrections import correct
from licet.lists.ecfr import supplement_rows
from licet.lists.entry_text import EntryText, read_entry
from licet.lists.row import Row
from licet.lists.source import Document, Ids, source
from licet.lists.us_fr import read_history
from licet.lists.wording import read_cells

__all__ = ["COLUMNS", "LIST_ID", "NUMBER", "read", "read_rows"]

LIST_ID = "us-bis-entity-list"
NUMBER = "Supplement No. 4 to Part 744"
COLUMNS = ("Country", "Entity", "License requirement", "License review policy", "Federal Register citation")

# "See § 744.3(d) of the EAR88 FR 13675, 3/6/23.": a citation at the end of the policy cell
_GLUED = re.compile(r"(?P<cites>(?:\d{1,3} FR \d+, \d{1,2}/\d{1,2}/\d{2,4}\.?\s*)+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Codes:
    """What a row says besides who: its codes and its history."""

    requirement: Requirement
    policy: ReviewPolicy
    cites: tuple[Citation, ...]
    notes: tuple[str, ...]
    left: str


@source(
    id=LIST_ID,
    title="Entity List",
    authority="15 CFR 744.16 and supplement no. 4 to 15 CFR part 744",
    issuer="Bureau of Industry and Security, US Department of Commerce",
    address="https://www.ecfr.gov/api/versioner/v1/full/current/title-15.xml?part=744",
    terms="work of the US government, public domain (17 USC 105)",
    expects=(3_000, 6_000),
    max_drop=0.1,
    legal_effect=(
        "a licence is needed for the items that the entry names when the party is purchaser, intermediate or "
        "ultimate consignee, or end-user; no licence exception unless the entry leaves it open"
    ),
    files=("title-15*744*.xml", "title-15_*.xml"),
)
def read(document: Document) -> Iterator[Listing]:
    """Rows of the table, one listing each.

    A row without a country stands under the country above it. A row whose other cells are all empty goes on
    with the entity above and takes its requirement, policy and history (flag `INHERITED`). Names of
    subordinate institutions and affiliates in one cell belong to the one listing (note `SEVERAL_PARTIES`).
    What the grammar cannot read is kept whole in `source_note`, and reads as all items, policy unknown.
    """
    yield from read_rows(supplement_rows(document, NUMBER, COLUMNS))


def read_rows(rows: Iterable[Row]) -> Iterator[Listing]:
    """Listings of rows of this table, wherever they are printed: in the eCFR or in a Federal Register rule.

    Raises:
        SourceError: a row stands before any country, or its country is not known.
    """
    ids: dict[str, Ids] = {}
    country, token = "", ""
    above: _Codes | None = None
    above_name = ""
    for row in rows:
        with row:
            printed = row.take("Country")
            if printed:
                country, token = country_of(row, printed)
            entity, corrected = correct(LIST_ID, "Entity", row.take("Entity"))
            cells = [row.take(column) for column in COLUMNS[2:]]
        if not entity or RESERVED.fullmatch(entity):
            continue
        if not country:
            raise row.error("an entity before any country", "Country")
        goes_on = not any(cells) and above is not None
        codes = _inherit(above) if goes_on and above is not None else _codes(*cells)
        entry = read_entry(entity, country)
        if goes_on and not entry.names:
            entry = replace(entry, names=(Name(text=above_name),), address_only=False)
        if not goes_on:
            above, above_name = codes, entry.names[0].text if entry.names else entry.label
        notes = (*codes.notes, *(["CORRECTED"] if corrected else []))
        giver = ids.setdefault(token, Ids(f"{LIST_ID}:{token}"))
        yield _listing(row, entry, replace(codes, notes=notes), giver=giver, country=country)


def _codes(requirement: str, policy: str, history: str) -> _Codes:
    requirement, corrected = correct(LIST_ID, "License requirement", requirement)
    glued = _GLUED.search(policy)
    if glued:
        policy, history = policy[: glued.start()], f"{glued['cites'].strip()} {history}"
    cells = read_cells(requirement, policy)
    cites, left = read_history(history)
    flags = (*(["CITATION_GLUED"] if glued else []), *(["CORRECTED"] if corrected else []))
    return _Codes(
        requirement=replace(cells.requirement, flags=(*cells.requirement.flags, *flags)),
        policy=cells.policy,
        cites=cites,
        notes=(*(["UNPARSED"] if not cells.is_read else []), *(["CITATION_UNREAD"] if left else [])),
        left=" | ".join(part for part in (cells.left, left) if part),
    )


def _inherit(above: _Codes) -> _Codes:
    requirement = replace(above.requirement, flags=(*above.requirement.flags, "INHERITED"))
    return replace(above, requirement=requirement, notes=(*above.notes, "INHERITED_REQUIREMENT"))


def _listing(row: Row, entry: EntryText, codes: _Codes, *, giver: Ids, country: str) -> Listing:
    names = entry.names
    printed_name = names[0].text if names else entry.label
    apart = [address.text for address in entry.addresses[:1]]
    notes = [
        *codes.notes,
        *(["SEVERAL_PARTIES"] if entry.several else []),
        *(f"SEE_ALSO:{code}" for code in entry.see_also),
        *start_notes(codes.cites),
    ]
    sections = codes.requirement.sections or codes.policy.sections
    return Listing(
        id=giver.give(printed_name, apart),
        list=LIST_ID,
        party=Party(
            names=names,
            kind=PartyKind.ADDRESS if entry.address_only else PartyKind.UNKNOWN,
            countries=countries_of(country, entry.addresses),
            addresses=entry.addresses,
        ),
        period=period_of(codes.cites),
        versions=versions_of(codes.requirement, codes.policy, codes.cites),
        grounds=tuple(Ground(code=section, cite=f"15 CFR {section}") for section in sections),
        cites=codes.cites,
        address_only=entry.address_only,
        source_ref=f"supplement no. 4 to part 744, row {row.number}",
        notes=tuple(notes),
        source_note=codes.left,
    )
