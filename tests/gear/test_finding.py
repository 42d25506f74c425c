"""What evidence comes to: five levels, one sentence, and what to ask next."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.gear.device import Device, Sign
from licet.gear.evidence import Examiner
from licet.gear.facts import Strength, rows
from licet.gear.finding import Finding, Level, judge

ON = date(2026, 11, 23)
EXAMINER = Examiner()


def find(on: date = ON, **said: Any) -> Finding:
    """A finding on a device with these fields."""
    return judge(Device(**said), on, EXAMINER)


@pytest.mark.parametrize(
    ("said", "level", "maker"),
    [
        ({"mac": "44-47-cc-00-00-01"}, Level.COVERED, "hikvision"),
        ({"model": "DS-2CD2386G2-IU"}, Level.COVERED, "hikvision"),
        ({"brand": "LTS", "serial": "ECI-T24F220230615AAWRAC4440853"}, Level.COVERED, "hikvision"),
        ({"brand": "Amcrest", "firmware": "V4.000.00AC002.0.R.220902"}, Level.COVERED, "dahua"),
        ({"maker": "Zhejiang Dahua Technology Co., Ltd."}, Level.COVERED, "dahua"),
        ({"maker": "HUAWEI TECHNOLOGIES CO.,LTD", "kind": "switch"}, Level.COVERED, "huawei"),
        ({"brand": "HiLook", "model": "IPC-T221H"}, Level.COVERED, "hikvision"),
        ({"maker": "Hytera", "model": "PD785"}, Level.COVERED, "hytera"),
        ({"maker": "Huawei", "kind": "laptop"}, Level.LIKELY, "huawei"),
        ({"model": "NVR5208-8P-4KS2E"}, Level.LIKELY, "dahua"),
        ({"brand": "EmpireTech"}, Level.LIKELY, "dahua"),
        ({"brand": "LTS"}, Level.LEAD, "hikvision"),
        ({"brand": "Honeywell", "kind": "camera"}, Level.LEAD, "dahua"),
        ({"maker": "Dahua Steel Pipe Works"}, Level.LEAD, "dahua"),
        ({"brand": "Honeywell", "kind": "printer"}, Level.NONE, ""),
        ({"maker": "Axis Communications AB", "model": "P3245-V"}, Level.NONE, ""),
        ({"maker": "Canon", "model": "MF244dw"}, Level.NONE, ""),
        ({"maker": "Shanghai Dahua Scale Factory"}, Level.NONE, ""),
        ({"brand": "Montavue Nexus"}, Level.NONE, ""),
        ({"maker": "i-PRO"}, Level.NONE, ""),
        ({"maker": "Uniview", "model": "IPC-T112-PF28"}, Level.NONE, "uniview"),
        ({"name": "camera 14", "site": "Gate 3"}, Level.UNKNOWN, ""),
    ],
)
def test_evidence_comes_to_the_expected_level(said: dict[str, str], level: Level, maker: str) -> None:
    """Each kind of record gives its level and maker."""
    found = find(ON, **said)
    assert (found.level, found.maker) == (level, maker), found.says


def test_every_finding_is_one_readable_sentence() -> None:
    """A covered finding names the unit, the maker, the reason, the rule and its day."""
    found = find(name="camera 14", brand="LTS", mac="44:47:cc:00:00:01")
    assert found.says == (
        "Covered: camera 14 (LTS) was made by Hangzhou Hikvision Digital Technology Company, because its MAC"
        " 44:47:CC:00:00:01 lies in a 24-bit block of Hangzhou Hikvision Digital Technology Co.,Ltd. and"
        " `LTS` relabels the maker's units in most series. Reached by section 889 (part A since 2019-08-13,"
        " part B since 2020-08-13) and the FCC Covered List (since 2021-03-12)."
    )


def test_nothing_to_judge_by_is_not_clean() -> None:
    """A row without MAC, model or maker says so, and what to find out."""
    found = find(name="camera 14")
    assert found.says.startswith("Nothing to judge by")
    assert {question.id for question in found.asks} >= {"equipment.serial", "equipment.mac"}


def test_a_contradicted_address_is_only_likely() -> None:
    """A Hikvision MAC in a row that names Axis as maker keeps both sides in the sentence."""
    found = find(maker="Axis", mac="44:47:cc:00:00:01")
    assert found.level is Level.LIKELY
    assert "but the record names `Axis`" in found.says


def test_a_label_does_not_outweigh_what_the_unit_says() -> None:
    """A unit that answers DHIP is Dahua's whatever its label and its MAC say."""
    found = find(maker="Axis", mac="00:40:8c:00:00:01", signs=(Sign(where="dhip", value="answered"),))
    assert (found.level, found.maker) == (Level.COVERED, "dahua")


def test_the_day_decides() -> None:
    """The same camera is out of reach the day before section 889 began, and the sentence says so."""
    before, after = (find(date(2019, 8, day), model="DS-2CD2386G2-IU") for day in (12, 13))
    assert (before.level, after.level) == (Level.NONE, Level.COVERED)
    assert "nothing held here is in force on that day" in before.says


def test_a_chip_inside_reaches_the_product() -> None:
    """A HiSilicon chip three levels down makes the camera of another maker likely covered."""
    chip = Device(part="Hi3521D", maker="HiSilicon")
    board = Device(part="mainboard", parts=(Device(part="soc module", parts=(chip,)),))
    found = find(maker="SecureVid", model="X1", parts=(board,))
    assert (found.level, found.maker) == (Level.LIKELY, "huawei")
    assert "a part inside" in found.says
    assert "equipment.component" in {question.id for question in found.asks}


def test_a_maker_on_other_lists_only_is_said_to_be() -> None:
    """Uniview is no covered maker, and the finding says to screen it as a party."""
    found = find(mac="48:EA:63:00:00:01")
    assert found.level is Level.NONE
    assert any("screen it as a party" in note for note in found.notes)


def test_lookalikes_never_hit() -> None:
    """No look-alike registrant is more than "no evidence", by block or by name."""
    for row in rows("lookalikes"):
        prefix = row["prefix"].ljust(12, "0")
        assert find(mac=prefix).level is Level.NONE, row
        assert find(maker=row["registrant"]).level in (Level.NONE, Level.LEAD), row


def test_unrelated_enterprise_numbers_do_not_hit() -> None:
    """Lorex Industries and ZTEvision hold SNMP numbers of their own."""
    for number in ("1.3.6.1.4.1.14457.1", "1.3.6.1.4.1.8409"):
        assert find(signs=(Sign(where="snmp.oid", value=number),)).level is Level.NONE
    assert find(signs=(Sign(where="snmp.oid", value=".1.3.6.1.4.1.39165.1.1"),)).level is Level.COVERED
    assert find(signs=(Sign(where="snmp.oid", value="1.3.6.1.4.1.391650"),)).level is Level.NONE


def test_names_go_through_the_comparison_that_is_handed_in() -> None:
    """A better comparison of names finds what folding does not."""
    examiner = Examiner(same_name=lambda given, known: given[:8].casefold() == known[:8].casefold())
    found = judge(Device(maker="Hangzhou Hikvison Digital Tech"), ON, examiner)
    assert (found.level, found.maker) == (Level.COVERED, "hikvision")


def test_the_chip_of_a_router_opens_its_origin() -> None:
    """A router of any maker asks where it was produced, without being flagged."""
    found = find(maker="Netgear", model="RAX50", kind="wifi router")
    assert found.level is Level.NONE
    assert "equipment.origin" in {question.id for question in found.asks}


words = st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZabc0123456789-. ", max_size=24)


@given(maker=words, brand=words, model=words, serial=words, firmware=words, mac=words)
def test_any_record_gets_a_sentence(**said: str) -> None:
    """Whatever is written in the fields, there is a finding with one sentence that ends in a full stop."""
    found = find(ON, **said)
    assert found.says.endswith(".")
    assert ".." not in found.says.replace("...", "") or ".." in "".join(said.values())


@given(model=words, mac=st.sampled_from(["44:47:cc:00:00:01", "30:E1:F1:00:00:01", ""]))
def test_more_of_the_units_own_word_never_hurts(model: str, mac: str) -> None:
    """Learning that a unit answers SADP never lowers what was found about Hikvision."""
    rank = [Level.UNKNOWN, Level.NONE, Level.LEAD, Level.LIKELY, Level.COVERED]
    before = find(model=model, mac=mac)
    after = find(model=model, mac=mac, signs=(Sign(where="sadp", value="answered"),))
    assert rank.index(after.level) >= rank.index(before.level)


def test_every_piece_says_where_it_is_from() -> None:
    """Each piece of evidence has words, a strength and a source."""
    found = find(brand="LTS", mac="44:47:cc:00:00:01", model="DS-2CD2386G2-IU", serial="x")
    assert len(found.evidence) >= 3
    for piece in found.evidence:
        assert piece.says
        assert piece.source
        assert isinstance(piece.strength, Strength)


def test_listed_software_is_reached() -> None:
    """Kaspersky software stands on the Covered List; its entry of 2022 comes first."""
    found = find(maker="Kaspersky Lab", kind="endpoint security")
    assert (found.level, found.rules[0].rule.id) == (Level.COVERED, "fcc-kaspersky-ao")


def test_a_long_text_is_still_examined_word_by_word() -> None:
    """A model cell with a whole sentence in it gives its model number."""
    assert find(model="outdoor unit " + "x " * 80 + "DS-2CD2386G2-IU").level is Level.COVERED
