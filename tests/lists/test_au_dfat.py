"""Australia's consolidated list, as CSV and as workbook."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from licet.core.trade import NameQuality, PartyKind
from licet.lists.au_dfat import read
from licet.lists.source import sources

FIXTURES = Path(__file__).parent / "fixtures"


def test_letters_are_names_of_one_record() -> None:
    """8, 8a, 8d are one record; weak and original-script names are marked; several births are several."""
    found = {one.id: one for one in read(FIXTURES / "au-dfat.csv")}
    zahir, mansur, ship = found["au-dfat:8"], found["au-dfat:7"], found["au-dfat:8830"]
    assert [name.quality for name in zahir.party.names] == [
        NameQuality.PRIMARY,
        NameQuality.STRONG,
        NameQuality.STRONG,
        NameQuality.STRONG,
        NameQuality.WEAK,
        NameQuality.ORIGINAL_SCRIPT,
    ]
    assert [(birth.earliest, birth.latest) for birth in mansur.party.births] == [
        (date(1968, 1, 1), date(1968, 12, 31)),
        (date(1967, 11, 12), date(1967, 11, 12)),
    ]
    assert mansur.measures == ("ASSET_FREEZE", "TRAVEL_BAN", "ARMS_EMBARGO")
    assert mansur.period.start == date(2001, 1, 31)
    assert ship.party.kind is PartyKind.VESSEL
    assert ship.party.identifiers[0].value == "9058713"


def test_the_workbook_gives_the_same(tmp_path: Path) -> None:
    """The official workbook has the same columns, with booleans and numbers as cells."""
    from openpyxl import Workbook

    text = (FIXTURES / "au-dfat.csv").read_text(encoding="utf-8-sig")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for record in csv.reader(io.StringIO(text)):
        sheet.append([{"TRUE": True, "FALSE": False}.get(cell, cell) for cell in record])
    path = tmp_path / "Australian_Sanctions_Consolidated_List.xlsx"
    book.save(path)
    assert list(read(path)) == list(read(FIXTURES / "au-dfat.csv"))


@pytest.mark.shared
def test_the_whole_list(shared: Path) -> None:
    """3,856 records of 11,125 name rows: 2,551 individuals, 1,042 entities, 263 vessels."""
    path = shared / "intl" / "au-dfat-consolidated-2026-08-22.reconstructed.csv.gz"
    found = sources()["au-dfat"].collect(path).listings
    kinds = [listing.party.kind for listing in found]
    assert [kinds.count(kind) for kind in (PartyKind.PERSON, PartyKind.ORGANISATION, PartyKind.VESSEL)] == [
        2_551,
        1_042,
        263,
    ]
    assert sum(len(listing.party.names) for listing in found) == 11_125
