"""What a filing does to a portfolio: hits, affiliates, orders before and after, sums, honest unknowns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from licet.app.actions.impact import ask_of_filing
from licet.check.engine import Engine
from licet.check.impact import Books, HeldLicence, Question, impact, listings_of
from licet.check.impact_values import Impact, OrderReached
from licet.check.reverse import entries_index, hits_of
from licet.core.errors import InputError
from licet.core.fact import Share
from licet.core.money import Money
from licet.core.portfolio import HeldParty, Order, OrderLine, OrderState, OwnerEdge, Part, Revenue, StockItem
from licet.core.trade import Address, Name, Party, Role
from licet.lists.filing import Action, read_filing

EXAMPLES = Path(__file__).parents[2] / "examples"
USUAL = {"exported_from": "US", "actor": {"us_person": True, "country": "US"}, "assume": "clean"}
LENS = StockItem(id="LENS", eccn="EAR99", origin="US", kind="commodity")
ROLES = (Role.PURCHASER, Role.ULTIMATE_CONSIGNEE, Role.END_USER, Role.SHIP_TO)


@pytest.fixture(scope="module")
def ask(engine: Engine) -> Question:
    """The question of the filing of October 2019."""
    return ask_of_filing(read_filing(EXAMPLES / "filing-2019-22210.xml"), engine)


def held(id: str, name: str, country: str = "CN", address: str = "") -> HeldParty:
    """A counterparty."""
    party = Party(
        id=id,
        names=(Name(text=name),),
        countries=(country,),
        addresses=(Address(text=address, country=country),) if address else (),
    )
    return HeldParty(portfolio="main", party=party, version=1, digest="", entry=1)


def order(id: str, party: str, value: str = "100", **more: object) -> Order:
    """A whole export order to one counterparty in all roles."""
    made = Order(
        id=id,
        act="export",
        destination="CN",
        parties=tuple(Part(role=role, party=party) for role in ROLES),
        none=(Role.INTERMEDIATE_CONSIGNEE,),
        lines=(OrderLine(line="1", item="LENS", value=Money(amount=Decimal(value))),),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def weigh(ask: Question, parties: Sequence[HeldParty], **books: object) -> Impact:
    """The impact on a portfolio of these counterparties."""
    found = tuple(hits_of(entries_index(listings_of(ask)), parties))
    known = {one.id: one.party for one in parties}
    made = Books(portfolio="main", parties=known, items={"LENS": LENS}, usual=USUAL, screened=len(parties))
    return impact(ask, found, replace(made, **books))  # type: ignore[arg-type]


def only(found: Impact) -> OrderReached:
    """The one order reached."""
    (one,) = found.orders
    return one


def test_a_hit_stops_an_order_from_its_day(ask: Question) -> None:
    """EAR99 to Hikvision: no licence the day before, one from 9 October under a presumption of denial."""
    hik = held("C1", "Hangzhou Hikvision Digital Technology Co Ltd")
    found = weigh(ask, [hik, held("C2", "Nordlicht Optik GmbH", "DE")], orders=(order("SO1", "C1"),))
    (hit,) = found.hits
    assert (hit.party, hit.sure, hit.action, hit.before) == ("C1", True, "added", "not listed")
    assert "presumption of denial" in hit.after
    assert "84 FR 54002" in hit.cites
    one = only(found)
    assert (one.before.on, one.after.on) == (date(2019, 10, 8), date(2019, 10, 9))
    assert one.before.verdict.startswith("NO_LICENSE_REQUIRED")
    assert one.after.verdict == "LICENSE_REQUIRED"
    assert "744.11" in one.after.needs[0].citation
    assert one.after.needs[0].policy == "presumption of denial"
    assert found.at_stake.orders == Money(amount=Decimal(100))
    assert (found.event.added, found.event.saved) == (28, date(2019, 10, 9))
    assert len(found.rule_book) >= 12
    assert found.silence == "declared negative"


def test_a_shipment_aboard_a_carrier_is_saved(ask: Question) -> None:
    """Loaded on the day or before: the savings clause holds it out; loaded after: it does not."""
    hik = held("C1", "Hangzhou Hikvision Digital Technology Co Ltd")
    aboard = only(
        weigh(ask, [hik], orders=(order("S", "C1", state=OrderState.SHIPPED, aboard=date(2019, 10, 8)),))
    )
    assert aboard.after.verdict != "LICENSE_REQUIRED"
    assert "saved: aboard a carrier since 2019-10-08" in aboard.saved
    late = only(weigh(ask, [hik], orders=(order("S", "C1", aboard=date(2019, 10, 10)),)))
    assert (late.after.verdict, late.saved[:9]) == ("LICENSE_REQUIRED", "not saved")
    asked = only(weigh(ask, [hik], orders=(order("S", "C1", state=OrderState.SHIPPED),)))
    assert asked.after.verdict != "NO_LICENSE_REQUIRED"
    assert asked.saved.startswith("ask: since which day")


def test_an_incomplete_order_never_reads_as_clear(ask: Question) -> None:
    """Without ultimate consignee, or with a ship-to that nobody imported, the order stays open."""
    iffy = held("C1", "IFLYTEK Trading Partner of Nobody")
    hik = held("C2", "Hangzhou Hikvision Digital Technology Co Ltd")
    parts = tuple(part for part in order("S", "C1").parties if part.role is not Role.ULTIMATE_CONSIGNEE)
    bank = Part(role=Role.BANK, party="C2")  # a hit in a role that gates nothing
    lacking = only(weigh(ask, [iffy, hik], orders=(order("S", "C1", parties=(*parts, bank)),)))
    assert lacking.incomplete
    assert lacking.after.verdict == "NEEDS_FACTS"
    stranger = Part(role=Role.SHIP_TO, party="X9")
    unknown = only(
        weigh(
            ask, [iffy, hik], orders=(order("S", "C1", parties=(*order("S", "C1").parties, stranger, bank)),)
        )
    )
    assert unknown.incomplete
    assert unknown.after.verdict == "NEEDS_FACTS"
    assert any("nobody screens it" in gap.says for gap in unknown.gaps)


def test_owned_affiliates_under_the_rule_of_the_day(ask: Question, engine: Engine) -> None:
    """In 2019 no rule counts owners: a warning. While the Affiliates Rule stood: covered, or asked."""
    parties = [
        held("P", "Hangzhou Hikvision Digital Technology Co Ltd"),
        held("A", "Zorvanta Optics"),
        held("B", "Quellix"),
    ]  # fmt: skip
    edges = (
        OwnerEdge(owner="P", owned="A", share=Share.exactly(60)), OwnerEdge(owner="A", owned="B"),
    )  # fmt: skip
    told = weigh(ask, parties, edges=edges)
    by_party = {one.party: one for one in told.affiliates}
    assert (by_party["A"].after, by_party["A"].in_force) == ("no", False)
    assert "in force it would reach it" in by_party["A"].cautions[0]
    assert by_party["A"].through == ("P",)
    assert by_party["B"].through == ("P",)
    filing = read_filing(EXAMPLES / "filing-2019-22210.xml")
    later = ask_of_filing(replace(filing, effective=date(2025, 10, 1)), engine)
    now = {one.party: one for one in weigh(later, parties, edges=edges).affiliates}
    assert (now["A"].after, now["A"].in_force) == ("yes", True)
    assert now["B"].after == "unknown"
    assert now["B"].asks


def test_sums_count_each_counterparty_once(ask: Question) -> None:
    """Sure and possible apart, other currencies and periods left out and told, a share of what was stated."""
    parties = [
        held("A", "Hangzhou Hikvision Digital Technology Co Ltd"), held("B", "Megvii Technology"),
        held("C", "Clean Co"),
    ]  # fmt: skip
    figures = (
        Revenue(party="A", period="2018", amount=Money(amount=Decimal(70))),
        Revenue(party="A", period="2017", amount=Money(amount=Decimal(999))),
        Revenue(party="B", period="2018", amount=Money(amount=Decimal(5), currency="EUR")),
    )
    orders = (order("1", "A", "10"), order("2", "A", "20"), order("3", "B", "7", state=OrderState.CLOSED))
    found = weigh(ask, parties, figures=figures, orders=orders, revenue=Decimal(280), period="2018")
    assert found.at_stake.revenue == Money(amount=Decimal(70))
    assert found.at_stake.share == Decimal("25.0")
    assert found.at_stake.orders == Money(amount=Decimal(30))
    assert "revenue of B in EUR" in found.at_stake.left_out
    assert [one.party for one in found.exposure] == ["A", "B"]
    assert {one.id for one in found.orders} == {"1", "2"}
    nothing = weigh(ask, [held("C", "Clean Co")])
    assert (nothing.hits, nothing.at_stake.share) == ((), None)


def test_licences_reached(ask: Question) -> None:
    """A licence is reached by the order that names it, or because it names a hit party."""
    hik = held("A", "Hangzhou Hikvision Digital Technology Co Ltd")
    licences = (
        HeldLicence(number="D1", id="LIC-1", state="active", valid_to=None),
        HeldLicence(number="D2", id="LIC-2", state="active", valid_to=None, hit={"Hik": "Hikvision"}),
        HeldLicence(number="D3", id="LIC-3", state="active", valid_to=None),
    )  # fmt: skip
    found = weigh(ask, [hik], orders=(order("1", "A", licences=("D1",)),), licences=licences)
    assert [one.number for one in found.licences] == ["D1", "D2"]


def test_a_removal_frees(engine: Engine) -> None:
    """A filing that removes an entry: listed the day before, not from the day; nothing is at stake by it."""
    filing = read_filing(EXAMPLES / "filing-2019-22210.xml")
    (one,) = (change for change in filing.changes if "Hikvision" in change.name)
    gone = replace(one, action=Action.REMOVED, listing=None)
    later = replace(filing, id="X", effective=date(2026, 6, 1), changes=(gone,))
    asked = ask_of_filing(later, engine)
    hik = held("A", "Hangzhou Hikvision Digital Technology Co Ltd")
    found = weigh(asked, [hik], orders=(order("1", "A"),), revenue=Decimal(10))
    (hit,) = found.hits
    assert (hit.action, hit.after) == ("removed", "not listed")
    assert "all items subject to the EAR" in hit.before
    assert only(found).before.verdict == "LICENSE_REQUIRED"
    assert only(found).after.verdict != "LICENSE_REQUIRED"
    assert found.at_stake.revenue.amount == 0


def test_a_filing_that_is_not_whole_is_not_weighed(engine: Engine) -> None:
    """Without entries or effective day there is no impact, and the error says what is missing."""
    filing = read_filing(EXAMPLES / "filing-2019-22210.xml")
    for broken in (
        replace(filing, effective=None, unread=("the effective day",)),
        replace(filing, changes=()),
    ):
        with pytest.raises(InputError, match="can't be weighed"):
            ask_of_filing(broken, engine)
