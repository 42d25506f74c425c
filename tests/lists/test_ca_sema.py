"""Canada's autonomous sanctions list in its two layouts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from licet.core.trade import PartyKind
from licet.lists.ca_sema import read
from licet.lists.source import sources

FIXTURES = Path(__file__).parent / "fixtures"


def test_reads_the_layout_of_2026() -> None:
    """Regulation, schedule and item make the id; the bilingual cell gives the English words."""
    found = list(read(FIXTURES / "ca-sema-2026.xml"))
    assert found[0].party.name == "Nicolás MADURO MOROS"
    assert found[0].party.kind is PartyKind.PERSON
    assert found[0].period.start == date(2017, 11, 3)
    assert "S.C. 2017, c. 21" in found[0].grounds[0].cite
    assert found[0].party.countries == ()
    assert len({one.id for one in found}) == len(found)


def test_reads_the_layout_of_2020() -> None:
    """Aliases are split at commas, but not before a legal form; no day of listing is claimed."""
    found = {one.party.name: one for one in read(FIXTURES / "ca-sema-2020.xml")}
    bagan = found["Air Bagan"]
    assert [name.text for name in bagan.party.names] == [
        "Air Bagan",
        "Air Bagan Holdings Pte. Ltd.",
        "Air Bagan Limited",
    ]
    assert bagan.party.countries == ("MM",)
    assert bagan.period.start is None


@pytest.mark.shared
def test_the_whole_lists(shared: Path) -> None:
    """5,690 records in 2026, 1,369 in April 2020."""
    item = sources()["ca-sema"]
    later = item.collect(shared / "intl" / "ca-sema-lmes-2026-08-22.reconstructed.xml.gz")
    kinds = [listing.party.kind for listing in later.listings]
    assert (len(kinds), kinds.count(PartyKind.PERSON)) == (5_690, 3_514)
    assert len(item.collect(shared / "intl" / "ca-sema-lmes-2020-04.xml.gz").listings) == 1_369
