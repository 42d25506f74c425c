"""Where the makers of covered equipment stand on the party lists."""

from __future__ import annotations

from datetime import date

import pytest

from licet.check.gear import parties_of_makers, same_firm
from licet.core.cite import Citation, Scheme
from licet.core.listing import Listing
from licet.core.period import Period
from licet.core.trade import Name, Party
from licet.gear.device import Device
from licet.gear.evidence import Examiner
from licet.gear.facts import rows
from licet.gear.finding import Level, judge
from licet.lists.home import embedded

ON = date(2026, 11, 23)
EXAMINER = Examiner(same_name=same_firm)


def _listing(name: str, list_id: str = "us-bis-entity-list", start: date | None = None) -> Listing:
    cite = Citation(scheme=Scheme.FR, title=84, section="54002", day=date(2019, 10, 9))
    return Listing(
        id=f"{list_id}:{name}",
        list=list_id,
        party=Party(names=(Name(text=name),)),
        period=Period(start=start),
        cites=(cite,),
    )


def test_an_entry_of_the_maker_is_found_with_day_and_citation() -> None:
    """The maker's Entity List entry comes with its day and Federal Register page."""
    found = parties_of_makers([_listing("Hangzhou Hikvision Digital Technology Co., Ltd.")], ON)
    (status,) = found["hikvision"]
    assert (status.since, status.cites) == (date(2019, 10, 9), ("84 FR 54002",))
    assert status.says.startswith("Hangzhou Hikvision Digital Technology Co., Ltd. is on the Entity List")


def test_an_entry_not_yet_in_force_is_not_found() -> None:
    """An entry counts from its day on."""
    listing = _listing("Zhejiang Dahua Technology Co., Ltd.", start=date(2019, 10, 9))
    assert parties_of_makers([listing], date(2019, 10, 8)) == {}
    assert "dahua" in parties_of_makers([listing], date(2019, 10, 9))


def test_namesakes_and_other_lists_are_passed_over() -> None:
    """A firm that only looks alike, and the FCC's own list, give no entry."""
    listings = [
        _listing("Shanghai Dahua Scale Factory"),
        _listing("Dahua Technology Company", "us-fcc-covered"),
    ]
    assert parties_of_makers(listings, ON) == {}


def test_a_better_comparison_finds_more() -> None:
    """A comparison that is handed in is asked about entries that share a word."""
    listing = _listing("Hikvision Digital Technologies")
    assert parties_of_makers([listing], ON) == {}
    assert "hikvision" in parties_of_makers(
        [listing], ON, lambda *both: all("Hikvision" in name for name in both)
    )


def test_the_five_makers_in_the_shipped_lists() -> None:
    """Hikvision, Dahua and Huawei stand on the Entity List and the section 1260H list that licet ships."""
    found = parties_of_makers(embedded().listings(), ON)
    for maker in ("hikvision", "dahua", "huawei"):
        lists = {status.list for status in found[maker]}
        assert {"us-bis-entity-list", "us-dod-1260h"} <= lists, maker


@pytest.mark.parametrize("maker", ["hikvision", "dahua"])
def test_the_shipped_entity_list_day(maker: str) -> None:
    """Both were added to the Entity List on 9 October 2019."""
    found = parties_of_makers(embedded().listings("us-bis-entity-list"), ON)[maker]
    assert date(2019, 10, 9) in {status.since for status in found}


@pytest.mark.parametrize(
    ("name", "level", "maker"),
    [
        ("Hangzhou Hikvison Digital Tech", Level.COVERED, "hikvision"),
        ("Zhejiang Da Hua Technology", Level.COVERED, "dahua"),
        ("浙江大华技术股份有限公司", Level.COVERED, "dahua"),
        ("Huawei Technologies (UK) Co., Ltd.", Level.COVERED, "huawei"),
        ("Jorex Lorex India Private Limited", Level.NONE, ""),
        ("Dahua Steel Pipe Works", Level.LEAD, "dahua"),
        ("Beijing Autelan Technology", Level.NONE, ""),
        ("China Mobile Tools GmbH", Level.NONE, ""),
    ],
)
def test_recorded_makers_go_through_the_matcher(name: str, level: Level, maker: str) -> None:
    """Misspelt and Chinese names of covered makers are found; namesakes are at most a lead."""
    found = judge(Device(maker=name, kind="camera" if maker != "huawei" else "switch"), ON, EXAMINER)
    assert (found.level, found.maker) == (level, maker), found.says


def test_no_lookalike_registrant_matches() -> None:
    """With the matcher in place, no look-alike registrant becomes a covered finding by its name."""
    for name in sorted({row["registrant"] for row in rows("lookalikes")}):
        assert judge(Device(maker=name), ON, EXAMINER).level in (Level.NONE, Level.LEAD), name
