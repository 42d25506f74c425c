"""The Denied Persons List in its three forms."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from licet.core.errors import SourceError
from licet.core.listing import Listing
from licet.lists.us_bis_dpl import read

FIXTURES = Path(__file__).parent / "fixtures"


def entries(name: str) -> list[Listing]:
    """The listings of a fixture."""
    return list(read(FIXTURES / name))


def test_reads_the_form_of_nine_columns() -> None:
    """The oldest form has no notices; a US state gives the country; an alias stands in brackets."""
    first, second = entries("dpl-9-columns.txt")
    assert first.id == "us-bis-dpl:3k-aviation-consulting-logistics-antalya"
    assert first.period.start == date(2014, 1, 3)
    assert second.period.end == date(2026, 6, 23)
    assert [name.text for name in second.party.names] == ["LI, PEARL", "NEI-CHIEN CHU"]
    assert second.party.countries == ("US",)
    assert second.notes == ("COUNTRY_FROM_STATE",)


def test_reads_the_form_of_twelve_columns() -> None:
    """The second form has notices; rows equal in every cell are one listing."""
    first, second = entries("dpl-12-columns.txt")
    assert first.party.name == "I. ASH"
    assert [str(cite) for cite in first.cites] == ["68 FR 38290", "71 FR 38843", "72 FR 4236"]
    assert first.grounds[0].code == "standard"
    assert second.grounds[0].code == "non-standard"


def test_a_temporary_order_has_no_end() -> None:
    """An order of a year or less is renewed as a rule: its printed end is a note, no end."""
    aeroflot = entries("dpl.csv")[0]
    assert (aeroflot.period.start, aeroflot.period.end) == (date(2025, 9, 16), None)
    assert aeroflot.notes == ("TEMPORARY_UNTIL: 2026-09-16",)


def test_reads_the_joined_cell() -> None:
    """The CSV joins name and address by commas; legal forms and brackets with commas stay with the name."""
    aeroflot, spector, wearform, siberian = entries("dpl.csv")
    assert aeroflot.party.name == "PJSC AEROFLOT"
    assert aeroflot.party.addresses[0].text == "1 ARBAT ST., 119019, MOSCOW"
    assert aeroflot.party.countries == ("RU",)
    assert aeroflot.cites[-1].section == "78283"
    assert spector.party.name == "SPECTOR INTERNATIONAL, INC"
    assert wearform.party.name == "WEARFORM (MNC GROUP INTERNATIONAL, INC.)"
    assert wearform.period.end is None
    assert [name.text for name in siberian.party.names] == ["SIBERIAN AIRLINES", "S7 AIRLINES"]
    assert siberian.source_note == "8//28/2025"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("Effective_Date", "Start_Date"), "missing `Effective_Date`; new `Start_Date`"),
        (("9/16/2025", "16.9.2025"), "row 2, column `Effective_Date`"),
        (("9/16/2025,09/16/2026", "9/16/2026,09/16/2025"), "before it starts"),
        ((",Standard\n", "\n"), "4 cells where 5 are expected"),
    ],
)
def test_refuses_what_it_does_not_know(change: tuple[str, str], says: str) -> None:
    """A renamed column, a strange day, an order that ends before it starts and a short row are refused."""
    text = (FIXTURES / "dpl.csv").read_text(encoding="utf-8")
    with pytest.raises(SourceError, match=says):
        list(read(text.replace(change[0], change[1], 1).encode()))


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "count"),
    [
        ("dpl-2014-05.txt", 474),
        ("dpl-2019-06.txt", 543),  # 546 rows, 3 of them repeated in every cell
        ("dpl-2021-07.txt", 579),  # 581 rows, 2 repeated
        ("dpl-2026-06-18.csv", 562),  # 564 rows, 2 repeated
    ],
)
def test_reads_the_whole_official_files(shared: Path, file: str, count: int) -> None:
    """Each row of the official files is a listing, rows equal in every cell being one."""
    assert len(read.collect(shared / "us" / "other-lists" / file).listings) == count


@pytest.mark.shared
def test_names_agree_across_forms(shared: Path) -> None:
    """Of the names split from the joined cell, those that the tab form also has, with address, agree."""
    folder = shared / "us" / "other-lists"
    old = {
        one.party.addresses[0].text: one.party.name
        for one in read(folder / "dpl-2021-07.txt")
        if one.party.addresses
    }
    pairs = [
        (old[one.party.addresses[0].text], one.party.name)
        for one in read(folder / "dpl-2026-06-18.csv")
        if one.party.addresses and one.party.addresses[0].text in old
    ]
    same_street = [pair for pair in pairs if pair[0] == pair[1]]
    assert len(same_street) > 150
