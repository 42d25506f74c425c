"""The FCC Covered List page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from licet.core.errors import SourceError
from licet.lists.us_fcc_covered import read

PAGE = Path(__file__).parent / "fixtures" / "fcc-covered-list.html"


def test_reads_makers_classes_and_limits() -> None:
    """Makers become names, the kind of equipment a ground, limits notes; approvals are no listings."""
    hikvision, kaspersky, pacific, drones = read(PAGE)
    assert hikvision.party.name == "Hangzhou Hikvision Digital Technology Company"
    assert hikvision.period.start == date(2021, 3, 12)
    assert hikvision.grounds[0].code == "VIDEO_AND_TELECOM_EQUIPMENT"
    assert hikvision.notes == ("ONLY_SECURITY_USES",)
    assert (kaspersky.party.name, kaspersky.notes) == ("AO Kaspersky Lab", ("WITH_AFFILIATES",))
    assert [name.text for name in pacific.party.names] == ["Pacific Networks Corp", "ComNet (USA) LLC"]
    assert drones.notes == ("CONDITIONAL_APPROVALS", "NO_MAKER", "AMENDED_2026-01-07")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("Covered Equipment", "Equipment"), "does not begin"),
        (("telecommunications equipment produced", "toasters produced"), "entry of a new kind"),
        (("March 12, 2021", "soon"), "holds no day"),
        (("March 12, 2021", "Marsh 12, 2021"), "is not a day"),
    ],
)
def test_refuses_another_page(change: tuple[str, str], says: str) -> None:
    """Another table, a new kind of entry and an unreadable day are refused."""
    text = PAGE.read_text(encoding="utf-8")
    with pytest.raises(SourceError, match=says):
        list(read(text.replace(*change).encode()))


@pytest.mark.shared
def test_reads_the_whole_pages(shared: Path) -> None:
    """The two stored pages hold 13 and 14 entries; the one that came is Digitalsystem Technology."""
    folder = shared / "us" / "other-lists"
    before, after = (
        {one.id: one for one in read.collect(folder / f"fcc-covered-list-{day}.html").listings}
        for day in ("2026-06-19", "2026-07-24")
    )
    assert (len(before), len(after)) == (13, 14)
    (new,) = after.keys() - before.keys()
    assert after[new].party.name == "Digitalsystem Technology Inc."
    assert after[new].period.start == date(2026, 7, 7)
