"""The Military End-User List of the eCFR."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.core.errors import SourceError
from licet.core.listing import ItemScope, Verb
from licet.lists.ecfr import supplement_rows
from licet.lists.us_bis_meu import COLUMNS, NUMBER, read

FIXTURE = Path(__file__).parent / "fixtures" / "part-744_2026-01-29.xml"
EDITIONS = ("2025-01-29", "2025-08-02", "2025-12-30", "2026-01-29")


def test_headings_and_reserved_rows_are_no_entities() -> None:
    """Of eight rows three name an entity."""
    assert [listing.party.name for listing in read(FIXTURE)] == [
        "AECC Aviation Power Co. Ltd.",
        "Anhui Yingliu Hangyuan Power",
        "AVIC International Holding Corporation",
    ]


def test_entity_under_a_heading_takes_its_citation() -> None:
    """The heading's citation is the entity's where the entity has none; else the start is a bound."""
    aecc, anhui, avic = read(FIXTURE)
    assert [str(cite) for cite in avic.cites] == ["85 FR 83799"]
    assert "SUBORDINATE" in avic.notes
    assert "SUBORDINATE" not in anhui.notes
    assert aecc.cites == ()
    assert aecc.period.start == date(2020, 12, 23)
    assert "START_NOT_KNOWN" in aecc.notes


def test_requirement_and_policy_of_the_supplement() -> None:
    """All entries: items of supplement no. 2, part of GOV, policy by reference."""
    version = next(iter(read(FIXTURE))).versions[-1]
    assert version.requirement is not None
    assert version.requirement.scope is ItemScope.SUPP2_PART744
    assert version.requirement.exceptions == ("GOV 740.11(b)(2)(i) and (ii)",)
    assert version.policy is not None
    assert version.policy.clauses[0].verb is Verb.BY_REFERENCE


@given(st.binary(max_size=300))
def test_any_bytes_give_listings_or_a_source_error(data: bytes) -> None:
    """No bytes raise anything but SourceError."""
    with pytest.raises(SourceError):
        list(read(data))


@pytest.mark.shared
@pytest.mark.parametrize("edition", EDITIONS)
def test_whole_editions(shared: Path, edition: str) -> None:
    """Of 90 rows 70 name an entity: 4 are reserved, 2 are headings, 14 say "Subordinate institution"."""
    document = shared / f"us/ecfr/title-15-part-744_{edition}.xml.gz"
    cells = [row.take("Entity") for row in supplement_rows(document, NUMBER, COLUMNS)]
    assert len(cells) == 90
    assert cells.count("[Reserved]") == 4
    assert sum(cell.startswith("The following") for cell in cells) == 2
    assert sum(cell.startswith("Subordinate institu") for cell in cells) == 14
    assert len(read.collect(document).listings) == 70
