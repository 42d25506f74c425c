"""The Entity List of the eCFR: rows as listings, the defects of the table handled and shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.core.errors import SourceError
from licet.core.listing import ItemScope, Listing, PolicyScope, Verb
from licet.core.trade import NameQuality, PartyKind
from licet.lists.us_bis_entity_list import read

FIXTURE = Path(__file__).parent / "fixtures" / "part-744_2026-01-29.xml"
EDITIONS = {"2025-01-29": 3273, "2025-08-02": 3355, "2025-12-30": 3415, "2026-01-29": 3415}


def listings() -> dict[str, Listing]:
    """The fixture's listings by the last part of their id."""
    return {listing.id.rpartition(":")[2]: listing for listing in read(FIXTURE)}


def test_row_with_alias_addresses_and_history() -> None:
    """Name, alias, two addresses, three dated citations, and the codes of both cells."""
    hikvision = listings()["hangzhou-hikvision-digital-technology-co-ltd"]
    assert hikvision.id == "us-bis-entity-list:cn:hangzhou-hikvision-digital-technology-co-ltd"
    assert [name.text for name in hikvision.party.names] == [
        "Hangzhou Hikvision Digital Technology Co., Ltd.",
        "Hikvision",
    ]
    assert [place.text for place in hikvision.party.addresses] == [
        "555 Qianmo Road, Binjiang District, Hangzhou, China",
        "700 Dongliu Road, Hangzhou, China",
    ]
    assert [(str(cite), cite.day) for cite in hikvision.cites] == [
        ("84 FR 54004", date(2019, 10, 9)),
        ("85 FR 34505", date(2020, 6, 5)),
        ("85 FR 44161", date(2020, 7, 22)),
    ]
    assert [ground.code for ground in hikvision.grounds] == ["744.11"]


def test_codes_hold_from_the_last_citation_only() -> None:
    """Between the first and the last citation the entry was listed and its policy is not known."""
    hikvision = listings()["hangzhou-hikvision-digital-technology-co-ltd"]
    assert date(2019, 10, 8) not in hikvision.period
    assert date(2019, 10, 9) in hikvision.period
    before = hikvision.version_on(date(2020, 6, 5))
    assert before is not None
    assert before.policy is None
    after = hikvision.version_on(date(2020, 7, 22))
    assert after is not None
    assert after.policy is not None
    assert after.policy.clauses[-1].scope is PolicyScope.OTHERWISE


def test_effective_day_of_a_staged_rule() -> None:
    """Footnote 4 of 87 FR 62186 holds from 21 October 2022, not from the day of publication."""
    yitu = listings()["yitu-technologies"]
    assert yitu.versions[-1].period.start == date(2022, 10, 21)
    requirement = yitu.versions[-1].requirement
    assert requirement is not None
    assert requirement.footnotes == (4,)


def test_see_alternate_address_is_a_link_not_an_address() -> None:
    """`(See alternate addresses under Pakistan, and U.A.E.)` names two countries and no address."""
    yitu = listings()["yitu-technologies"]
    assert {"SEE_ALSO:PK", "SEE_ALSO:AE"} <= set(yitu.notes)
    assert len(yitu.party.addresses) == 1


def test_empty_cells_inherit_from_the_entity_above() -> None:
    """A continuation row takes requirement, policy and citations from above, flagged."""
    below = listings()["201-research-institute"]
    requirement = below.versions[-1].requirement
    assert requirement is not None
    assert requirement.flags == ("INHERITED",)
    assert [str(cite) for cite in below.cites] == ["83 FR 37427"]


def test_row_of_addresses_alone_keeps_the_entity_above() -> None:
    """`The following addresses apply to the entity` is no address entry: it carries the entity's name."""
    more = listings()["second-academy~50-yongding-road-beijing-china"]
    assert [name.text for name in more.party.names] == ["Second Academy"]
    assert len(more.party.addresses) == 2
    assert not more.address_only


def test_address_entry_has_no_name() -> None:
    """`Address 01, ...` lists whoever is there; its scope is ambiguous and read strictly."""
    entry = listings()["address-01"]
    assert entry.address_only
    assert entry.party.names == ()
    assert entry.party.kind is PartyKind.ADDRESS
    assert entry.party.countries == ("CN", "HK")
    assert entry.period.start == date(2024, 6, 12)
    requirement = entry.versions[-1].requirement
    assert requirement is not None
    assert (requirement.scope, requirement.flags) == (ItemScope.CCL_OR_SUPP7, ("AMBIGUOUS",))


def test_citation_glued_to_the_policy_is_parted() -> None:
    """`See § 744.3(d) of the EAR88 FR 13675, 3/6/23.` is a policy by reference and the first citation."""
    entry = listings()["rayscience-optoelectronics-innovation-co-ltd"]
    version = entry.versions[-1]
    assert version.policy is not None
    assert version.policy.clauses[0].verb is Verb.BY_REFERENCE
    assert entry.period.start == date(2023, 3, 6)
    assert version.requirement is not None
    assert version.requirement.flags == ("CITATION_GLUED",)


def test_swapped_columns() -> None:
    """The one row with its two cells the wrong way round is read right and flagged."""
    version = listings()["djamshid-nezhad"].versions[-1]
    assert version.requirement is not None
    assert version.requirement.flags == ("COLUMNS_SWAPPED",)
    assert version.policy is not None
    assert version.policy.clauses[0].verb is Verb.PRESUMPTION_DENIAL


def test_crimea_is_ukraine_with_a_region() -> None:
    """The heading "Crimea region of Ukraine" gives country UA, region Crimea, and its own ids."""
    entry = listings()["resort-nizhnyaya-oreanda"]
    assert entry.id.startswith("us-bis-entity-list:crimea:")
    assert entry.party.countries == ("UA",)
    assert entry.party.addresses[0].region == "Crimea"
    assert entry.party.names[1].quality is NameQuality.FORMER


def test_unreadable_cell_is_kept_whole_and_counts_as_unknown() -> None:
    """What the grammar cannot read reads as all items, policy unknown, with the words kept."""
    entry = listings()["moonbeam-works"]
    version = entry.versions[-1]
    assert version.requirement is not None
    assert version.requirement.scope is ItemScope.UNPARSED
    assert entry.source_note == "For all items subject to the moon"
    assert "UNPARSED" in entry.notes


def test_reserved_and_blank_rows_are_no_listings() -> None:
    """`[Reserved]` and empty rows give nothing."""
    assert len(listings()) == 10


def test_swapped_header_is_refused() -> None:
    """A table with other headings is not read at all."""
    data = FIXTURE.read_bytes().replace(b"<TH>Entity</TH><TH>License requirement</TH>", b"<TH>Entity</TH>", 1)
    with pytest.raises(SourceError, match="headed"):
        list(read(data))


def test_unknown_country_is_refused() -> None:
    """A country cell that is no country stops the import and is named."""
    data = FIXTURE.read_bytes().replace(b"<TD>GERMANY</TD>", b"<TD>ATLANTIS</TD>")
    with pytest.raises(SourceError, match="`ATLANTIS`"):
        list(read(data))


def test_document_type_is_refused() -> None:
    """An XML that declares a document type, and so could declare entities, is refused."""
    body = FIXTURE.read_bytes().partition(b"?>")[2]
    with pytest.raises(SourceError, match="document type"):
        list(read(b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>' + body))


@given(st.binary(max_size=300))
def test_any_bytes_give_listings_or_a_source_error(data: bytes) -> None:
    """No bytes raise anything but SourceError."""
    with pytest.raises(SourceError):
        list(read(data))


@given(st.integers(min_value=0, max_value=20_000), st.binary(min_size=1, max_size=8))
def test_damaged_document_gives_listings_or_a_source_error(at: int, splinter: bytes) -> None:
    """A document damaged anywhere gives listings or SourceError."""
    whole = FIXTURE.read_bytes()
    place = at % len(whole)
    try:
        found = list(read(whole[:place] + splinter + whole[place:]))
    except SourceError:
        return
    assert len(found) >= 9


@pytest.mark.shared
@pytest.mark.parametrize("edition", EDITIONS)
def test_whole_editions(shared: Path, edition: str) -> None:
    """Every row with an entity is one listing, and both cells of every row are read."""
    reading = read.collect(shared / f"us/ecfr/title-15-part-744_{edition}.xml.gz")
    assert len(reading.listings) == EDITIONS[edition]
    assert [listing.id for listing in reading.listings if listing.source_note] == []
    assert [listing.id for listing in reading.listings if listing.period.start is None] == []
    flags = [
        flag
        for listing in reading.listings
        if (requirement := listing.versions[-1].requirement) is not None
        for flag in requirement.flags
    ]
    assert flags.count("INHERITED") == 4
    assert flags.count("COLUMNS_SWAPPED") == 1
    assert flags.count("CITATION_GLUED") == 1


@pytest.mark.shared
def test_title_and_part_give_the_same(shared: Path) -> None:
    """The whole of Title 15 and part 744 alone give the same listings."""
    part = list(read(shared / "us/ecfr/title-15-part-744_2026-01-29.xml.gz"))
    assert list(read(shared / "us/ecfr/title-15_2026-01-29.xml.gz")) == part
