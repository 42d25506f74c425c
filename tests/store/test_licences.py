"""Licences: what they cover, term by term; drawdown that is exact and never too much; shipments and EEI."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licet.core.answer import Truth
from licet.core.deal import Item, Trade, TradeParty
from licet.core.eccn import parse_eccn
from licet.core.errors import ConflictError, InputError
from licet.core.fact import known
from licet.core.money import Money
from licet.core.trade import Name, Party, Role
from licet.store.actor import Actor
from licet.store.actor import Role as Duty
from licet.store.canonical import plain
from licet.store.coverage import NamedParty, Wanted, covers
from licet.store.eei import (
    Shipment,
)
from licet.store.eei_check import check_eei
from licet.store.find import find
from licet.store.licences import (
    amend,
    coverages,
    draws,
    expiring,
    licence,
    licence_by_number,
    licences,
    meet_condition,
    record_licence,
    set_state,
    terms_from,
    trade_coverages,
)
from licet.store.retention import retention
from licet.store.shipments import (
    ShipmentState,
    cancel_shipment,
    change_shipment,
    check_shipment,
    export_shipment,
    plan_shipment,
    shipment,
    shipments,
)
from licet.store.store import Store
from licet.store.terms import (
    Authorisation,
    Condition,
    Licence,
    LicenceLine,
    LicenceParty,
    LicenceState,
    Terms,
    When,
)
from licet.store.verify import verify
from tests.store.samples import LINE, SHIPMENT

TERMS = Terms(
    kind=Authorisation.BIS_LICENCE,
    number="D1234567",
    licensee="Acme Optics Inc",
    parties=(
        LicenceParty(role=Role.ULTIMATE_CONSIGNEE, name="Orchid Imaging Ltd", country="TW"),
        LicenceParty(role=Role.END_USER, name="Orchid Hospital", country="TW"),
    ),
    destinations=("TW",),
    end_use="infrared cameras for fever screening",
    lines=(
        LicenceLine(
            line="1",
            eccn="6A003.b",
            description="Uncooled infrared cameras, 60 Hz",
            unit="number",
            quantity=Decimal(100),
            value=Decimal("250000.00"),
        ),
        LicenceLine(line="2", eccn="6E001", description="Technology"),
    ),
    conditions=(
        Condition(number="1", text="no resale"),
        Condition(number="3", text="...", when=When.AFTER, duty="a delivery verification"),
    ),
    valid_from=date(2026, 1, 1),
    valid_to=date(2029, 12, 31),
)
WANTED = Wanted(
    on=date(2026, 6, 1),
    eccn=parse_eccn("6A003.b.4"),
    quantity=Decimal(10),
    unit="number",
    value=Money(amount=Decimal(25000)),
    destination="TW",
    parties=(
        NamedParty(role=Role.ULTIMATE_CONSIGNEE, names=("ORCHID  imaging ltd",), country="TW"),
        NamedParty(role=Role.END_USER, names=("Orchid Hospital",), country="TW"),
        NamedParty(role=Role.FORWARDER, names=("Fast Freight",), country="US"),
    ),
    parties_complete=True,
    within_end_use=True,
)


def for_licence(id: str, number: int = 1, quantity: str = "10", value: str = "25000") -> Shipment:
    """A shipment that draws on a licence."""
    line = replace(LINE, licence_id=id, quantity=Decimal(quantity), value=Decimal(value))
    return replace(SHIPMENT, reference=f"SRN-{number}", lines=(line,))


def test_covered(store: Store, boss: Actor) -> None:
    """A covered trade reads: covered by which licence, how much is left, which condition asks for what."""
    id = record_licence(store, boss, TERMS)
    for number in range(6):
        plan_shipment(store, boss, for_licence(id, number))
    first = coverages(store, boss, WANTED)[0]
    assert first.answer.is_yes
    assert first.says == (
        "covered by licence D1234567, 40 of 100 left, condition 3 asks for a delivery verification"
    )
    assert licence_by_number(store, boss, "D1234567").id == id
    assert verify(store).ok


@pytest.mark.parametrize(
    ("change", "truth", "says"),
    [
        ({"quantity": Decimal(101)}, Truth.NO, "100 of 100 left on line 1, wanted 101"),
        ({"quantity": None}, Truth.UNKNOWN, "100 of 100 left on line 1"),
        ({"unit": "kilograms"}, Truth.UNKNOWN, "the licence counts in number, the trade in kilograms"),
        ({"value": Money(amount=Decimal("250000.01"))}, Truth.NO, "wanted 250000.01"),
        ({"value": Money(amount=Decimal(5), currency="EUR")}, Truth.UNKNOWN, "the licence counts in USD"),
        ({"value": None}, Truth.UNKNOWN, "value left on line 1"),
        ({"eccn": parse_eccn("6A002.a")}, Truth.NO, "no line for 6A002.a"),
        ({"eccn": None}, Truth.UNKNOWN, "the item is on it"),
        ({"destination": "CN"}, Truth.NO, "the trade goes to China"),
        ({"destination": ""}, Truth.UNKNOWN, "it is for Taiwan"),
        ({"on": date(2030, 1, 1)}, Truth.NO, "valid from 2026-01-01 to 2029-12-31, wanted on 2030-01-01"),
        ({"on": date(2025, 12, 31)}, Truth.NO, "wanted on 2025-12-31"),
        ({"on": date(2029, 12, 31)}, Truth.YES, ""),
        ({"within_end_use": False}, Truth.NO, "the end use is that approved"),
        ({"within_end_use": None}, Truth.UNKNOWN, "the end use is that approved"),
        ({"within_end_use": None, "end_use": "Infrared cameras for fever screening"}, Truth.YES, ""),
        ({"parties_complete": None}, Truth.UNKNOWN, "all parties of the trade are given"),
        ({"parties": (NamedParty(role=Role.END_USER, names=("Other",)),)}, Truth.NO, "Other is not named"),
        (
            {"parties": (NamedParty(role=Role.INTERMEDIATE_CONSIGNEE, names=("Hub",), country="TW"),)},
            Truth.UNKNOWN,
            "located in the country of destination",
        ),
        (
            {"parties": (NamedParty(role=Role.INTERMEDIATE_CONSIGNEE, names=("Hub",), country="SG"),)},
            Truth.NO,
            "intermediate consignee Hub is not named",
        ),
        ({"eccn": parse_eccn("6E001"), "quantity": None, "value": None}, Truth.YES, ""),
    ],
)  # fmt: skip
def test_each_term(change: dict[str, object], truth: Truth, says: str) -> None:
    """Each term that is not met, or not known, is said in words."""
    held = Licence(id="LIC-1", state=LicenceState.ACTIVE, terms=TERMS, drawn={})
    coverage = covers(held, replace(WANTED, **change))  # type: ignore[arg-type]
    assert coverage.answer.truth is truth, coverage.says
    assert says in coverage.says


def test_condition_before_shipment(store: Store, boss: Actor) -> None:
    """A condition that must be fulfilled first stands in the way until it is."""
    before = Condition(number="2", text="...", when=When.BEFORE, duty="written notice to BIS")
    id = record_licence(store, boss, replace(TERMS, conditions=(before,)))
    assert coverages(store, boss, WANTED)[0].unmet == ("condition 2 asks for written notice to BIS first",)
    meet_condition(store, boss, id, "2", "mailed")
    assert coverages(store, boss, WANTED)[0].answer.is_yes
    with pytest.raises(ConflictError, match="nothing that is open"):
        meet_condition(store, boss, id, "2", "again")
    assert verify(store).ok


def test_from_a_trade(store: Store, boss: Actor) -> None:
    """A trade's items are held against the licences; what the trade does not state stays unknown."""
    record_licence(store, boss, TERMS)
    party = TradeParty(
        party=Party(names=(Name(text="Orchid Imaging Ltd"),)),
        roles=known(frozenset({Role.ULTIMATE_CONSIGNEE})),
        country=known("TW"),
    )
    item = Item(
        eccn=known(parse_eccn("6A003.b.4")),
        value=known(Money(amount=Decimal(500))),
        statements={"item.quantity": known("2")},
    )
    trade = Trade(destination=known("TW"), items=(item,), parties=(party,))
    ((wanted, found),) = trade_coverages(store, boss, trade, date(2026, 6, 1))
    assert wanted.quantity == 2
    assert found[0].answer.is_unknown
    assert {question.id for question in found[0].answer.asks()} == {"parties_complete", "end_use"}


def test_never_overdrawn(store: Store, boss: Actor) -> None:
    """The last unit can be drawn, one more cannot; a cancelled shipment gives back what it drew."""
    id = record_licence(store, boss, TERMS)
    plan_shipment(store, boss, for_licence(id, 1, "99.5", "10"))
    with pytest.raises(ConflictError, match=r"0\.5 of 100 left on line 1, wanted 0\.50001"):
        plan_shipment(store, boss, for_licence(id, 2, "0.50001", "10"))
    plan_shipment(store, boss, for_licence(id, 3, "0.5", "10"))
    assert licence(store, boss, id).drawn["1"] == (Decimal(100), Decimal(20))
    cancel_shipment(store, boss, "SRN-1", "order withdrawn")
    assert licence(store, boss, id).drawn["1"] == (Decimal("0.5"), Decimal(10))
    assert [(draw.shipment, draw.reversed) for draw in draws(store, boss, id)] == [
        ("SRN-1", True),
        ("SRN-3", False),
    ]
    with pytest.raises(ConflictError, match="is cancelled"):
        cancel_shipment(store, boss, "SRN-1", "again")
    with pytest.raises(ConflictError, match="used before"):
        plan_shipment(store, boss, for_licence(id, 1))
    assert verify(store).ok


RACER = """
import json, sys
from dataclasses import replace
from licet.core.errors import ConflictError
from licet.store.actor import system
from licet.store.shipments import plan_shipment, shipment_from
from licet.store.store import Store
asked, done = shipment_from(json.loads(sys.argv[2])), 0
with Store.open(sys.argv[1]) as store:
    for n in range(14):
        try:
            plan_shipment(store, system(), replace(asked, reference=f"{sys.argv[3]}-{n}"))
            done += 1
        except ConflictError:
            pass
print(done)
"""


def test_never_overdrawn_by_two_at_once(url: str, boss: Actor) -> None:
    """Two processes that ship on one licence at once get exactly what is there, together."""
    with Store.open(url) as store:
        id = record_licence(store, boss, TERMS)
    asked = json.dumps(plain(for_licence(id, 1, "7", "100")))
    racers = [
        subprocess.Popen([sys.executable, "-c", RACER, url, asked, name], stdout=subprocess.PIPE, text=True)
        for name in ("a", "b")
    ]
    done = [int(racer.communicate(timeout=120)[0]) for racer in racers]
    assert sum(done) == 14
    with Store.open(url) as store:
        assert licence(store, boss, id).drawn["1"][0] == 98
        assert verify(store).ok


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.lists(st.decimals("0.001", "60", places=3), max_size=8))
def test_sums_are_exact(amounts: list[Decimal]) -> None:
    """Whatever is drawn, what is left is exactly the rest and never below nothing."""
    boss = Actor(id="boss", roles=frozenset(Duty))
    with Store.open(":memory:") as store:
        id = record_licence(store, boss, TERMS)
        left = Decimal(100)
        for number, amount in enumerate(amounts):
            asked = for_licence(id, number, str(amount), "1")
            if amount <= left:
                plan_shipment(store, boss, asked)
                left -= amount
            else:
                with pytest.raises(ConflictError):
                    plan_shipment(store, boss, asked)
            held = licence(store, boss, id)
            assert held.left(held.terms.lines[0])[0] == left


def test_tolerance(store: Store, boss: Actor) -> None:
    """With a stated tolerance the value may be passed by so much, the quantity never (15 CFR 750.11)."""
    one = replace(TERMS, lines=TERMS.lines[:1])
    tolerant = record_licence(store, boss, replace(one, value_tolerance=Decimal(10)))
    plan_shipment(store, boss, for_licence(tolerant, 1, "50", "275000"))
    with pytest.raises(ConflictError, match="value left on the licence: USD 0"):
        plan_shipment(store, boss, for_licence(tolerant, 2, "1", "0.01"))
    with pytest.raises(InputError, match="0 to 10 per cent"):
        record_licence(store, boss, replace(one, number="D2", value_tolerance=Decimal(11)))


def test_suspension_and_revocation(store: Store, boss: Actor) -> None:
    """A suspended licence covers nothing and lets nothing leave; a revoked one is never active again."""
    id = record_licence(store, boss, TERMS)
    plan_shipment(store, boss, for_licence(id))
    set_state(store, boss, id, LicenceState.SUSPENDED, "letter of 5 May")
    assert coverages(store, boss, WANTED)[0].says == "not covered by licence D1234567: it is suspended"
    with pytest.raises(ConflictError, match="suspended"):
        export_shipment(store, boss, "SRN-1", date(2026, 6, 1))
    set_state(store, boss, id, LicenceState.ACTIVE, "letter of 9 May")
    with pytest.raises(ConflictError, match="wanted on 2031"):
        export_shipment(store, boss, "SRN-1", date(2031, 1, 1))
    set_state(store, boss, id, LicenceState.REVOKED, "order", day=date(2026, 7, 1))
    with pytest.raises(ConflictError, match="is revoked"):
        set_state(store, boss, id, LicenceState.ACTIVE, "please")
    assert verify(store).ok


def test_amendment(store: Store, boss: Actor) -> None:
    """An amendment changes the terms, but never below what was drawn."""
    id = record_licence(store, boss, TERMS)
    plan_shipment(store, boss, for_licence(id, 1, "60", "1000"))
    less = replace(TERMS.lines[0], quantity=Decimal(59))
    with pytest.raises(ConflictError, match="60 are drawn"):
        amend(store, boss, id, replace(TERMS, lines=(less,)), "cut")
    with pytest.raises(ConflictError, match="cannot go"):
        amend(store, boss, id, replace(TERMS, lines=()), "cut")
    longer = replace(TERMS, valid_to=date(2031, 12, 31), lines=(replace(less, quantity=Decimal(60)),))
    amend(store, boss, id, longer, "validity extended (750.7(g)(1))", document="letter 7")
    assert licence(store, boss, id).terms == longer
    assert find(store, boss, document="letter 7")[0].subject == f"licence/{id}"
    with pytest.raises(ConflictError, match="recorded already"):
        record_licence(store, boss, TERMS)
    assert verify(store).ok


def test_expiry(store: Store, boss: Actor) -> None:
    """What ends soon is listed, soonest first; what is valid on a day is too."""
    late = record_licence(store, boss, TERMS)
    soon = record_licence(store, boss, replace(TERMS, number="D2", valid_to=date(2026, 7, 1)))
    assert [one.id for one in expiring(store, boss, date(2026, 6, 1), days=60)] == [soon]
    assert [one.id for one in expiring(store, boss, date.max)] == [soon, late]
    assert [one.id for one in licences(store, boss, on=date(2027, 1, 1))] == [late]


def test_terms_from_json() -> None:
    """Terms come back from JSON as they were; a field that is wrong is named."""
    assert terms_from(json.loads(json.dumps(plain(TERMS)))) == TERMS
    with pytest.raises(InputError, match="lines"):
        terms_from({**plain(TERMS), "lines": [{"line": "1", "eccn": "6A003", "quantity": "many"}]})
    with pytest.raises(InputError, match="is no such field"):
        terms_from({**plain(TERMS), "nubmer": "1"})


def test_shipment_leaves(store: Store, boss: Actor) -> None:
    """A shipment that left is found by its ITN, and starts the five years of its licence and of itself."""
    id = record_licence(store, boss, TERMS)
    assert plan_shipment(store, boss, for_licence(id)) == (
        "line 1: covered by licence D1234567, 100 of 100 left, condition 3 asks for a delivery verification",
    )
    export_shipment(store, boss, "SRN-1", date(2026, 6, 2), itn="X20260602123456")
    held = shipment(store, boss, "SRN-1")
    assert (held.state, held.itn) == (ShipmentState.EXPORTED, "X20260602123456")
    assert find(store, boss, document="x20260602123456")[0].subject == "shipment/SRN-1"
    assert retention(store, boss, "shipment/SRN-1").until == date(2031, 6, 2)
    assert retention(store, boss, f"licence/{id}").until == date(2034, 12, 31)
    with pytest.raises(ConflictError, match="is exported"):
        cancel_shipment(store, boss, "SRN-1", "x")
    assert [one.fields.reference for one in shipments(store, boss, state=ShipmentState.EXPORTED)] == ["SRN-1"]
    assert verify(store).ok


def test_changing_a_planned_shipment(store: Store, boss: Actor) -> None:
    """Carrier and weight may change; what the licence was checked against may not."""
    id = record_licence(store, boss, TERMS)
    asked = for_licence(id)
    plan_shipment(store, boss, asked)
    change_shipment(store, boss, replace(asked, carrier="EVA Air", carrier_id="BR"))
    assert shipment(store, boss, "SRN-1").fields.carrier == "EVA Air"
    more = replace(asked.lines[0], quantity=Decimal(11))
    with pytest.raises(ConflictError, match="line 1, destination"):
        change_shipment(store, boss, replace(asked, destination="CN", lines=(more,)))
    assert verify(store).ok


def test_eei_is_checked(store: Store, boss: Actor) -> None:
    """A whole shipment can be filed; each missing or ill-formed field is named with its paragraph."""
    id = record_licence(store, boss, TERMS)
    whole = for_licence(id)
    assert [answer.truth for answer in check_shipment(store, boss, whole)] == [Truth.YES, Truth.YES]
    assert [q.id for q in check_eei(replace(whole, carrier="")).asks()] == ["carrier_name"]
    assert check_eei(replace(whole, statement_on_invoice=False)).is_no
    wrong = replace(whole.lines[0], description="thermal cameras", license_number="D7654321")
    answer = check_shipment(store, boss, replace(whole, lines=(wrong,)))[1]
    assert [part.says for part in answer.because if part.is_no] == [
        "line 1 license number is D1234567",
        "line 1 description is the licence's own: Uncooled infrared cameras, 60 Hz",
    ]
