"""MAC addresses in all spellings, and who holds their blocks."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.core.errors import InputError
from licet.gear.facts import rows
from licet.gear.mac import load_registry, parse_mac


@pytest.mark.parametrize(
    "text",
    [
        "44:47:cc:00:00:01",
        "44-47-CC-00-00-01",
        "4447.cc00.0001",
        "4447CC000001",
        "44:47:cc:0:0:1",
        "4447CC-000001",
    ],
)
def test_every_usual_spelling_is_one_address(text: str) -> None:
    """Colons, dashes, dots, bare hex and missing zeros give the same twelve digits."""
    assert parse_mac(text) == "4447CC000001"


@pytest.mark.parametrize("text", ["", "n/a", "-", "unknown", "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff"])
def test_no_address_is_empty(text: str) -> None:
    """Words for "none", and the null and broadcast addresses, are no address."""
    assert parse_mac(text) == ""


@pytest.mark.parametrize("text", ["1.23E+12", "1E1234", "4447", "camera", "44:47:cc:00:00:zz", "1" * 13])
def test_what_is_no_address_is_an_error_with_a_fix(text: str) -> None:
    """A number that a spreadsheet made, or any other text, says what to do."""
    with pytest.raises(InputError) as caught:
        parse_mac(text)
    assert caught.value.fix


@given(st.binary(min_size=6, max_size=6).filter(lambda raw: raw not in (bytes(6), b"\xff" * 6)))
def test_any_address_survives_every_spelling(raw: bytes) -> None:
    """Writing six bytes in any spelling and reading them gives the same digits."""
    digits = raw.hex().upper()
    for spelt in (raw.hex(":"), raw.hex("-").upper(), f"{digits[:4]}.{digits[4:8]}.{digits[8:]}"):
        assert parse_mac(spelt) == digits


def test_every_shipped_block_finds_its_maker() -> None:
    """Blocks of 24, 28 and 36 bits all answer with the maker they are filed under."""
    registry = load_registry()
    lengths = set()
    for row in rows("mac_blocks"):
        block = registry.find(row["prefix"].ljust(12, "0"))
        assert block is not None
        assert block.maker == row["maker"]
        lengths.add(len(block.prefix) * 4)
    assert lengths == {24, 28, 36}


def test_no_lookalike_registrant_hits() -> None:
    """Registrants that only look covered answer with their own name and the reason, and no maker."""
    registry = load_registry()
    for row in rows("lookalikes"):
        block = registry.find(row["prefix"].ljust(12, "0"))
        assert block is not None
        assert block.maker == ""
        assert block.note


def test_other_registrants_come_from_the_maintained_registry() -> None:
    """A block of a maker nobody lists is named too."""
    block = load_registry().find("00408C000001")
    assert block is not None
    assert "Axis" in block.registrant
    assert block.maker == ""


def test_a_random_address_names_nobody() -> None:
    """A locally administered address has no registrant, even where its digits look like a block."""
    registry = load_registry()
    assert registry.find("4647CC000001") is None
    assert registry.is_random("4647CC000001")


def test_registry_loads_under_a_running_event_loop() -> None:
    """A caller that already runs an event loop can look up blocks."""

    async def look() -> str:
        block = load_registry().find("00408C000001")
        return block.registrant if block else ""

    assert "Axis" in asyncio.run(look())


def test_user_files_extend_the_registry(tmp_path: Path) -> None:
    """A known registrant's newer block in a user's file counts for its maker; a look-alike's does not."""
    path = tmp_path / "oui36.csv"
    path.write_text(
        "Registry,Assignment,Organization Name,Organization Address\n"
        'MA-S,70B3D5ABC,"Hangzhou Hikvision Digital Technology Co.,Ltd.",Hangzhou CN\n'
        'MA-M,1234567,"Shanghai Dahua Scale Factory",Shanghai CN\n'
    )
    registry = load_registry([path])
    hit, other = registry.find("70B3D5ABC001"), registry.find("123456700001")
    assert hit is not None
    assert (hit.maker, hit.source) == ("hikvision", "oui36.csv")
    assert other is None or other.maker == ""


def test_a_wrong_registry_file_is_refused(tmp_path: Path) -> None:
    """A file that is not the IEEE's says so with file, line and fix."""
    path = tmp_path / "oui.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="not a registry file") as caught:
        load_registry([path])
    assert (caught.value.line, bool(caught.value.fix)) == (1, True)
