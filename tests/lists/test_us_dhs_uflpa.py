"""The UFLPA Entity List page."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pytest

from licet.core.errors import SourceError
from licet.core.trade import NameQuality
from licet.lists.us_dhs_uflpa import read

PAGE = Path(__file__).parent / "fixtures" / "uflpa-entity-list.html"


def test_reads_entities_once_with_all_clauses() -> None:
    """An entity of two tables is one listing with two grounds; aliases, short and former names are names."""
    found = {one.party.name: one for one in read(PAGE)}
    assert len(found) == 5
    hoshine = found["Hoshine Silicon Industry (Shanshan) Co., Ltd"]
    assert [ground.code for ground in hoshine.grounds] == ["clause (i)", "clause (v)"]
    assert hoshine.notes == ("WITH_SUBSIDIARIES",)
    assert hoshine.period.start == date(2022, 6, 21)
    assert [name.text for name in found["Jiangyin Lianyun Co. Ltd."].party.names[1:]] == [
        "Jiangyin Intermodal Transport Co.",
        "Jiangyin United Transport Co.",
    ]
    gansu = found["Gansu Yasheng International Trading Co., Ltd."].party.names
    assert [name.quality for name in gansu] == [NameQuality.PRIMARY, NameQuality.STRONG, NameQuality.FORMER]
    assert found["No. 4 Vocation Skills Education Training Center"].party.names[1].text == "VSETC"


def test_reads_the_page_gzipped() -> None:
    """A gzipped page reads like the page."""
    assert list(read(gzip.compress(PAGE.read_bytes()))) == list(read(PAGE))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("Entity Name", "Company"), "2 tables of entities where 3"),
        (("May 17, 2024", "?"), "is not a day"),
        (("<td>May 17, 2024</td>", ""), "1 cells where 2"),
    ],
)
def test_refuses_another_page(change: tuple[str, str], says: str) -> None:
    """A table less, an unreadable day and a short row are refused."""
    with pytest.raises(SourceError, match=says):
        list(read(PAGE.read_text(encoding="utf-8").replace(*change).encode()))


@pytest.mark.shared
@pytest.mark.parametrize("day", ["2026-06-21", "2026-07-24"])
def test_reads_the_whole_pages(shared: Path, day: str) -> None:
    """160 rows are 144 entities: 16 rows repeat an entity under another clause."""
    found = read.collect(shared / "us" / "other-lists" / f"uflpa-entity-list-{day}.html.gz").listings
    assert len(found) == 144
    assert sum(one.source_ref.count("row") for one in found) == 160
    assert not [one.source_note for one in found if one.source_note]
