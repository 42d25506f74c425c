"""Where the makers of covered equipment stand on the party lists."""

from __future__ import annotations

from datetime import date

import pytest

from licet.check.gear import parties_of_makers
from licet.core.cite import Citation, Scheme
from licet.core.listing import Listing
from licet.core.period import Period
from licet.core.trade import Name, Party
from licet.lists.home import embedded

ON = date(2026, 11, 23)


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
