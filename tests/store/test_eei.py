"""EEI: when it must be filed, whether it can be, and what is exported."""

from __future__ import annotations

import csv
import gzip
import io
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from licet.core.answer import Truth
from licet.core.deal import ItemKind
from licet.store.eei import (
    Ddtc,
    EeiParty,
    Firearm,
    LineAuthority,
    eei_csv,
    eei_json,
)
from licet.store.eei_check import check_eei
from licet.store.eei_need import DESTINATION_CONTROL_STATEMENT, eei_needed, loading_note, statement_needed
from licet.store.shipments import shipment_from
from tests.store.samples import LINE, SHIPMENT


@pytest.mark.parametrize(
    ("change", "destination", "truth"),
    [
        ({"schedule_b": "8525"}, "TW", Truth.NO),
        ({"origin": "X"}, "TW", Truth.NO),
        ({"authority": LineAuthority.EXCEPTION, "license_number": "GBS"}, "TW", Truth.YES),
        ({"authority": LineAuthority.EXCEPTION, "license_number": "740.4"}, "TW", Truth.NO),
        ({"authority": LineAuthority.NLR, "eccn": ""}, "CN", Truth.UNKNOWN),
        ({"authority": LineAuthority.NLR, "eccn": "EAR99", "license_code": "C33"}, "TW", Truth.YES),
        ({"authority": LineAuthority.NLR, "eccn": "EAR99", "license_code": "C30"}, "TW", Truth.NO),
        ({"eccn": "3A001.z"}, "TW", Truth.NO),
        ({"eccn": "3A001.z", "description": ".z processors"}, "TW", Truth.YES),
        ({"eccn": "camera"}, "TW", Truth.NO),
    ],
)  # fmt: skip
def test_line_rules(change: dict[str, object], destination: str, truth: Truth) -> None:
    """The rules of 758.1(g) for licences, exceptions and NLR, one line each."""
    line = replace(LINE, **change)  # type: ignore[arg-type]
    assert check_eei(replace(SHIPMENT, destination=destination, lines=(line,))).truth is truth


@pytest.mark.parametrize(
    ("change", "destination", "told", "truth"),
    [
        ({}, "TW", {}, Truth.YES),
        ({"authority": LineAuthority.NLR, "value": Decimal("2500.00")}, "DE", {}, Truth.NO),
        ({"authority": LineAuthority.NLR, "value": Decimal("2500.01")}, "DE", {}, Truth.YES),
        ({"authority": LineAuthority.NLR, "value": Decimal(5)}, "HK", {}, Truth.YES),
        ({"authority": LineAuthority.NLR, "value": Decimal(5), "eccn": "EAR99"}, "CN", {}, Truth.NO),
        ({"authority": LineAuthority.NLR, "value": Decimal(5)}, "DE", {"uvl_party": True}, Truth.YES),
        ({"authority": LineAuthority.NLR, "value": Decimal(5)}, "DE", {"uvl_party": None}, Truth.UNKNOWN),
        ({"authority": LineAuthority.NLR, "value": Decimal(5)}, "DE", {"group_e": True}, Truth.YES),
        ({"authority": LineAuthority.NLR, "value": Decimal(5), "eccn": "9A610.x"}, "CA", {}, Truth.YES),
        ({"authority": LineAuthority.NLR, "value": Decimal(5), "eccn": "9A610.y"}, "CA", {}, Truth.NO),
        ({"authority": LineAuthority.NLR, "value": Decimal(5), "eccn": "9A610"}, "CA", {}, Truth.UNKNOWN),
        ({"authority": LineAuthority.EXCEPTION, "license_number": "STA", "value": 5}, "DE", {}, Truth.YES),
        ({"tangible": False}, "CN", {}, Truth.NO),
    ],
)  # fmt: skip
def test_eei_needed(
    change: dict[str, object], destination: str, told: dict[str, bool | None], truth: Truth
) -> None:
    """When EEI must be filed (758.1(b)), limb by limb."""
    line = replace(LINE, **change)  # type: ignore[arg-type]
    asked = replace(SHIPMENT, destination=destination, lines=(line,))
    assert eei_needed(asked, **{"group_e": False, "uvl_party": False, **told}).truth is truth


@pytest.mark.shared
def test_destination_control_statement(shared: Path) -> None:
    """The statement is the regulation's own, word for word, and is not asked for EAR99."""
    part = gzip.decompress((shared / "us/ecfr/title-15-part-758_2026-01-29.xml.gz").read_bytes()).decode()
    assert DESTINATION_CONTROL_STATEMENT in part
    ear99 = replace(LINE, eccn="EAR99")
    assert statement_needed(replace(SHIPMENT, lines=(ear99,))).is_no
    assert statement_needed(replace(SHIPMENT, lines=(ear99, LINE))).is_yes


def test_exports_for_filing() -> None:
    """CSV and JSON hold the fields, one row a line; JSON reads back."""
    rows = list(
        csv.DictReader(io.StringIO(eei_csv(replace(SHIPMENT, lines=(LINE, replace(LINE, number=2))))))
    )
    assert [row["line_number"] for row in rows] == ["1", "2"]
    assert rows[0]["ultimate_consignee_name"] == "Orchid Imaging Ltd"
    assert rows[0]["line_value"] == "25000"
    assert rows[0]["related"] == "N"
    assert all("licence_id" not in name for name in rows[0])
    assert shipment_from(eei_json(SHIPMENT)) == SHIPMENT
    assert all(a != b for a, b in pairwise(list(rows[0])))


GUN = {
    "eccn": "0A501.a",
    "description": ".a rifles",
    "authority": LineAuthority.EXCEPTION,
    "license_number": "LVS",
}
CHEAP = {"authority": LineAuthority.NLR, "value": Decimal(5)}
ONE = Decimal(1)
DEAR = {**CHEAP, "value": Decimal(9000)}


@pytest.mark.parametrize(
    ("line", "shipment", "truth", "cite"),
    [
        ({**CHEAP, "eccn": "0A501.a"}, {"destination": "CA"}, Truth.YES, "758.1(b)(9)"),
        ({**CHEAP, "eccn": "0A501.c"}, {"destination": "CA"}, Truth.NO, ""),
        ({**CHEAP, "eccn": "0A501"}, {"destination": "CA"}, Truth.UNKNOWN, "758.1(b)(9)"),
        ({**CHEAP, "eccn": "0A505.a"}, {"destination": "GB"}, Truth.YES, "758.1(b)(9)"),
        ({**CHEAP, "eccn": "0A505.c"}, {"destination": "GB"}, Truth.NO, ""),
        ({**CHEAP, "eccn": "0A502"}, {"destination": "GB"}, Truth.UNKNOWN, "758.1(b)(9)"),
        ({**CHEAP, "eccn": "0A502", "short_barrel": True}, {"destination": "GB"}, Truth.YES, "758.1(b)(9)"),
        ({**GUN, "value": Decimal(5), "license_number": "BAG"}, {"destination": "DE"}, Truth.NO, ""),
        ({**CHEAP, "eccn": "3A069"}, {"destination": "DE"}, Truth.UNKNOWN, "758.1(b)(11)"),
        ({**CHEAP, "schedule_b": "7102.31.0000"}, {"destination": "DE"}, Truth.YES, "30.2(a)(1)(iv)(G)"),
        ({**CHEAP, "schedule_b": "8703.23.0000"}, {"destination": "DE"}, Truth.UNKNOWN, "30.2(a)(1)(iv)(H)"),
        ({**CHEAP, "used_vehicle": True}, {"destination": "DE"}, Truth.YES, "30.2(a)(1)(iv)(H)"),
        ({**CHEAP, "ddtc": Ddtc(category="12")}, {"destination": "DE"}, Truth.YES, "30.2(a)(1)(iv)(C)"),
        ({**DEAR}, {"destination": "CA"}, Truth.NO, ""),
        ({**DEAR}, {"destination": "DE", "via": ("CA",)}, Truth.YES, "758.1(b)(6)"),
        (CHEAP, {"destination": "DE", "via": ("CA",)}, Truth.NO, ""),
        ({**DEAR, "exemption": "30.37(q)"}, {"destination": "DE"}, Truth.NO, ""),
        ({**DEAR, "exemption": "mine"}, {"destination": "DE"}, Truth.YES, "758.1(b)(5)"),
        ({"exemption": "30.37(q)"}, {"destination": "DE"}, Truth.YES, "758.1(b)(2)"),
        (
            {**DEAR, "kind": ItemKind.SOFTWARE},
            {"destination": "DE"},
            Truth.UNKNOWN,
            "758.1(b)(5)",
        ),
        (
            {**DEAR, "kind": ItemKind.SOFTWARE, "mass_market": True},
            {"destination": "DE"},
            Truth.YES,
            "758.1(b)(5)",
        ),
        ({**DEAR, "kind": ItemKind.TECHNOLOGY}, {"destination": "DE"}, Truth.NO, ""),
        (
            {
                **CHEAP,
                "authority": LineAuthority.EXCEPTION,
                "license_number": "GOV",
                "exemption": "30.40(a)",
            },
            {"destination": "CN"},
            Truth.NO,
            "",
        ),
    ],
)  # fmt: skip
def test_limbs_and_exemptions(
    line: dict[str, object], shipment: dict[str, object], truth: Truth, cite: str
) -> None:
    """The limbs for firearms, transshipment, 3A069, other agencies, and what part 30 exempts."""
    asked = replace(SHIPMENT, lines=(replace(LINE, **line),), **shipment)  # type: ignore[arg-type]
    answer = eei_needed(asked, group_e=False, uvl_party=False)
    assert answer.truth is truth
    if cite:
        assert any(cite in one for part in answer.because if part.truth is truth for one in part.cites)


def test_three_a_069_to_group_d() -> None:
    """3A069 needs EEI to Country Group D and, at this value, nowhere else."""
    asked = replace(SHIPMENT, destination="DE", lines=(replace(LINE, **CHEAP, eccn="3A069"),))  # type: ignore[arg-type]
    told = [eei_needed(asked, group_e=False, uvl_party=False, group_d=d).truth for d in (True, False)]
    assert told == [Truth.YES, Truth.NO]


def test_what_goes_on_the_loading_document() -> None:
    """Where no EEI is filed the authority and the exemption of each line are told (758.1(d))."""
    lines = (replace(LINE, **CHEAP), replace(LINE, number=2, **{**CHEAP, "exemption": "30.37(b)"}))  # type: ignore[arg-type]
    asked = replace(SHIPMENT, destination="DE", lines=lines)
    assert loading_note(asked) == "line 1: NLR, 15 CFR 30.37(a); line 2: NLR, 15 CFR 30.37(b)"


AGENT = EeiParty(
    name="Fast Freight", address="2 Dock St", id="98-7654321", contact="R. Roe", telephone="5551234"
)


@pytest.mark.parametrize(
    ("change", "asks"),
    [
        ({"agent": AGENT}, []),
        ({"agent": replace(AGENT, telephone="")}, ["agent_telephone"]),
        ({"intermediate_consignee": EeiParty(name="Depot")}, ["intermediate_consignee_address"]),
        ({"from_zone": None}, ["from_zone"]),
        ({"from_zone": True}, ["foreign-trade_zone_identifier"]),
        ({"from_zone": True, "zone": "018C00102"}, []),
        ({"transport": "11"}, ["foreign_port_of_unlading", "booking_number"]),
        ({"transport": "11", "port_of_unlading": "58309", "transport_reference": "BK1"}, []),
    ],
)  # fmt: skip
def test_conditional_fields(change: dict[str, object], asks: list[str]) -> None:
    """Each conditional field of 30.6(b) is asked for where its condition holds, and only there."""
    answer = check_eei(replace(SHIPMENT, **change))  # type: ignore[arg-type]
    assert [question.id for question in answer.asks()] == asks
    assert answer.is_unknown is bool(asks)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"agent": replace(AGENT, address="P.O. Box 12")}, "no post office box"),
        ({"zone": "18"}, "zone identifier"),
        ({"transport": "10", "port_of_unlading": "TWKEL", "transport_reference": "B"}, "Schedule K"),
        ({"original_itn": "20260602123456"}, "original ITN"),
    ],
)  # fmt: skip
def test_conditional_forms(change: dict[str, object], wrong: str) -> None:
    """A conditional field that is given in another form is a no that names it."""
    answer = check_eei(replace(SHIPMENT, **change))  # type: ignore[arg-type]
    assert [part.says for part in answer.because if part.is_no and wrong in part.says]


@pytest.mark.parametrize(
    ("change", "asks", "truth"),
    [
        ({"second_unit": "kg"}, ["line_1_secondary_quantity"], Truth.UNKNOWN),
        ({"second_unit": "kg", "second_quantity": Decimal(4)}, [], Truth.YES),
        ({"second_quantity": Decimal(4)}, ["line_1_secondary_unit"], Truth.UNKNOWN),
        (
            {"used_vehicle": True, "vehicle_id": "1FT", "vehicle_id_kind": "V", "vehicle_title": "9"},
            ["line_1_vehicle_title_state"],
            Truth.UNKNOWN,
        ),
        (
            {"used_vehicle": True, "vehicle_id": "1FT", "vehicle_id_kind": "X", "vehicle_title": "9",
             "vehicle_title_state": "CA"},
            [],
            Truth.NO,
        ),
        ({"origin": "F"}, ["lines.1.warehoused"], Truth.UNKNOWN),
        ({"origin": "F", "warehoused": False}, [], Truth.YES),
        ({"origin": "F", "warehoused": True}, ["line_1_entry_number"], Truth.UNKNOWN),
        ({"origin": "F", "entry_number": "123-4567890-1"}, [], Truth.YES),
        ({"origin": "F", "entry_number": "12"}, [], Truth.NO),
        (
            {"ddtc": Ddtc(registration="M1", significant=False, category="XXI", unit="N", quantity=ONE)},
            ["line_1_DDTC_license_line_number", "line_1_DDTC_determination_number"],
            Truth.UNKNOWN,
        ),
        (
            {"ddtc": Ddtc(registration="M1", significant=False, category="12", unit="NO", quantity=Decimal(1),
                          exemption="126.4")},
            ["line_1_DDTC_eligible_party_certification"],
            Truth.UNKNOWN,
        ),
        ({**GUN, "license_number": "TMP"},
         ["line_1_manufacturer,_model,_caliber_and_serial_number"], Truth.UNKNOWN),
        (
            {**GUN, "license_number": "TMP", "firearms": (Firearm(manufacturer="A", model="B", calibre="9",
                                                                   serial="7"),)},
            [],
            Truth.YES,
        ),
        ({**GUN, "description": "rifles"}, [], Truth.NO),
        ({"eccn": "0A501.a", "description": ".a rifles"}, ["lines.1.temporary"], Truth.UNKNOWN),
        ({"authority": LineAuthority.NLR, "eccn": "", "license_code": "C30"},
         ["lines.1.controlled_beyond_at"], Truth.UNKNOWN),
    ],
)  # fmt: skip
def test_conditional_line_fields(change: dict[str, object], asks: list[str], truth: Truth) -> None:
    """The conditional fields of a line: second unit, used vehicle, entry number, DDTC, firearms, NLR."""
    answer = check_eei(replace(SHIPMENT, lines=(replace(LINE, **change),)))  # type: ignore[arg-type]
    told = [question.id for question in answer.asks()]
    assert [ask for ask in asks if ask not in told] == []
    assert answer.truth is truth


def test_every_field_of_30_6_is_exported() -> None:
    """Each field of a line and of its DDTC block has a column, the store's own ids have none."""
    arm = Firearm(manufacturer="Acme", model="X", calibre="9", serial="77")
    line = replace(LINE, ddtc=Ddtc(registration="M123"), firearms=(arm,), vehicle_id="1FT")
    (row,) = csv.DictReader(io.StringIO(eei_csv(replace(SHIPMENT, lines=(line,), via=("CA", "MX")))))
    assert (row["line_ddtc_registration"], row["line_firearms"]) == ("M123", "Acme X 9 77")
    assert (row["line_vehicle_id"], row["via"]) == ("1FT", "CA MX")
    assert shipment_from(eei_json(replace(SHIPMENT, lines=(line,)))).lines[0].ddtc == line.ddtc
