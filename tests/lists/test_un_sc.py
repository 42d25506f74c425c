"""The Security Council's consolidated list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from licet.core.listing import Listing
from licet.core.period import Period
from licet.core.trade import NameQuality, PartyKind
from licet.lists.changes import ChangeKind, diff_listings
from licet.lists.source import sources
from licet.lists.un_sc import read

FIXTURES = Path(__file__).parent / "fixtures"
LATER = FIXTURES / "un-consolidated-2026-02-27.xml"
EARLIER = FIXTURES / "un-consolidated-2025-06-18.xml"


@pytest.fixture(scope="module")
def listings() -> dict[str, Listing]:
    """The entries of the later fixture by id."""
    return {listing.id: listing for listing in read(LATER)}


def test_reads_names_births_and_numbers(listings: dict[str, Listing]) -> None:
    """Name parts are joined, weak aliases stay weak, an uncertain birth is a span, a passport is one."""
    hassan = listings["un-sc:tai.002"].party
    assert hassan.name == "MOHAMMAD HASSAN AKHUND"
    assert hassan.kind is PartyKind.PERSON
    assert [name.text for name in hassan.names if name.quality is NameQuality.ORIGINAL_SCRIPT]
    assert (hassan.births[0].earliest, hassan.births[0].latest, hassan.births[0].circa) == (
        date(1955, 1, 1),
        date(1958, 12, 31),
        True,
    )
    assert any(
        name.quality is NameQuality.WEAK for listing in listings.values() for name in listing.party.names
    )
    kinds = {number.kind for listing in listings.values() for number in listing.party.identifiers}
    assert kinds == {"passport", "un-reference"}


def test_what_each_regime_means(listings: dict[str, Listing]) -> None:
    """The Guinea-Bissau regime bars travel and freezes nothing; North Korea's freezes and bars travel."""
    assert listings["un-sc:gbi.001"].measures == ("TRAVEL_BAN",)
    assert listings["un-sc:kpi.001"].measures == ("ASSET_FREEZE", "TRAVEL_BAN")
    assert listings["un-sc:ire.001"].measures == ("ASSET_FREEZE",)
    assert listings["un-sc:gbi.001"].grounds[0].cite == "UNSCR 2048 (2012)"


def test_names_of_the_iran_regime_are_not_claimed_between(listings: dict[str, Listing]) -> None:
    """LISTED_ON of 2006 does not say that a name stood on the list until it came back in September 2025."""
    one = listings["un-sc:ire.001"]
    assert one.period.start == date(2025, 9, 28)
    assert one.period.by == "UNSCR 2231 (2015), paragraphs 11 and 12"
    first, unknown = one.earlier
    assert (first.end, first.confirmed) == (date(2016, 1, 16), True)
    assert (unknown.start, unknown.end, unknown.confirmed) == (date(2016, 1, 16), date(2025, 6, 17), False)
    assert date(2025, 8, 1) not in one.period
    assert not any(date(2025, 8, 1) in period for period in one.earlier)
    assert "LISTED_AGAIN" in one.notes
    assert listings["un-sc:cdi.001"].earlier == ()


def test_the_delta_of_two_editions() -> None:
    """What came between the editions is a change each: the Iran names are added, the rest stays."""
    changes = diff_listings(read(EARLIER), read(LATER))
    added = {change.id for change in changes if change.kind is ChangeKind.ADDED}
    assert added == {"un-sc:iri.001", "un-sc:iri.002", "un-sc:ire.001", "un-sc:ire.002"}
    assert not [change for change in changes if change.kind is ChangeKind.REMOVED]
    assert next(change.why for change in changes if change.id == "un-sc:ire.001") == (
        "listed from 2025-09-28 by UNSCR 2231 (2015), paragraphs 11 and 12; Iran: UNSCR 1737 (2006); "
        "listed before from 2006-12-23"
    )


@pytest.mark.shared
def test_the_whole_editions(shared: Path) -> None:
    """730 and 684 individuals, 273 and 193 entities; the delta is mostly the return of the Iran regime."""
    folder = shared / "intl"
    later = sources()["un-sc"].collect(folder / "un-consolidated-2026-02-27.xml.gz")
    earlier = sources()["un-sc"].collect(folder / "un-consolidated-2025-06-18.xml.gz", before=None)
    for reading, persons, entities in ((later, 730, 273), (earlier, 684, 193)):
        kinds = [listing.party.kind for listing in reading.listings]
        assert kinds.count(PartyKind.PERSON) == persons
        assert kinds.count(PartyKind.ORGANISATION) == entities
    assert (earlier.published, later.published) == (date(2025, 6, 17), date(2026, 2, 27))
    assert not [one for one in earlier.listings if "Iran" in one.programmes]
    changes = diff_listings(earlier.listings, later.listings)
    added = [change for change in changes if change.kind is ChangeKind.ADDED]
    by_id = {listing.id: listing for listing in later.listings}
    assert sum("Iran" in by_id[change.id].programmes for change in added) == 121
    assert all(change.why for change in added)
    others = sorted(change.id for change in added if "Iran" not in by_id[change.id].programmes)
    assert others == [
        "un-sc:hte.001", "un-sc:hte.002", "un-sc:hti.008", "un-sc:hti.009",
        "un-sc:sdi.007", "un-sc:sdi.008", "un-sc:sdi.009", "un-sc:sdi.010",
    ]  # fmt: skip
    assert min(str(by_id[id].period.start) for id in others) > "2025-06-17"
    removed = {change.id: change.why for change in changes if change.kind is ChangeKind.REMOVED}
    assert set(removed) == {"un-sc:qdi.317", "un-sc:qdi.336", "un-sc:iqi.074"}
    assert removed["un-sc:iqi.074"].startswith("stood from ")
    assert all("neither day nor act" in why for why in removed.values())
    # What is left is one new name, one corrected name and two moves, each with before and after.
    rest = [change for change in changes if change.kind not in (ChangeKind.ADDED, ChangeKind.REMOVED)]
    assert {(change.id, change.kind.value) for change in rest} == {
        ("un-sc:iqi.085", "new alias"),
        ("un-sc:tai.068", "new alias"),
        ("un-sc:tai.068", "alias gone"),
        ("un-sc:qdi.372", "new address"),
        ("un-sc:qdi.372", "address gone"),
        ("un-sc:qdi.057", "new address"),
        ("un-sc:qdi.057", "address gone"),
    }
    assert all(change.before or change.after for change in rest)
    assert all(listing.measures for listing in later.listings)


@pytest.mark.shared
def test_an_entry_that_names_its_own_measures(shared: Path) -> None:
    """Under the Libya regime some may not travel, the assets of others are frozen, most are under both."""
    reading = sources()["un-sc"].collect(shared / "intl" / "un-consolidated-2026-02-27.xml.gz")
    held = {listing.id: listing.measures for listing in reading.listings}
    assert held["un-sc:lyi.001"] == ("TRAVEL_BAN",)
    assert held["un-sc:lyi.009"] == ("ASSET_FREEZE",)
    assert held["un-sc:lyi.010"] == ("ASSET_FREEZE", "TRAVEL_BAN")
    assert held["un-sc:lyi.021"] == ("ASSET_FREEZE", "TRAVEL_BAN")  # says nothing of its own: the regime's
    assert held["un-sc:yee.001"] == ("ARMS_EMBARGO",)


def test_every_listing_of_the_delta_is_accounted_for() -> None:
    """A fact of an entry that changes between two editions is a change, whatever fact it is."""
    (one, *_) = [listing for listing in read(LATER) if listing.id == "un-sc:tai.002"]
    other = replace(
        one, measures=("TRAVEL_BAN",), programmes=("Iraq",), period=Period(start=date(2020, 1, 1))
    )
    other = replace(other, party=replace(one.party, births=(), identifiers=()))
    kinds = {change.kind for change in diff_listings([one], [other])}
    assert kinds == {
        ChangeKind.MEASURES,
        ChangeKind.PROGRAMMES,
        ChangeKind.BIRTHS,
        ChangeKind.NUMBERS,
        ChangeKind.PERIOD,
    }
