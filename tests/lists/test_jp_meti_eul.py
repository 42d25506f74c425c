"""Japan's Foreign End User List."""

from __future__ import annotations

from pathlib import Path

import pytest

from licet.lists.jp_meti_eul import read
from licet.lists.source import sources

FIXTURES = Path(__file__).parent / "fixtures"


def test_reads_bilingual_rows() -> None:
    """The English country counts, aliases are one a line, letters of concern become grounds."""
    found = list(read(FIXTURES / "jp-meti-end-user-list.xlsx"))
    assert found[0].party.name == "Al Qa'ida/Islamic Army"
    assert found[0].party.countries == ("AF",)
    assert "Usama Bin Laden Network" in [name.text for name in found[0].party.names]
    assert all(one.grounds and one.measures == ("EXPORT_NOTIFICATION",) for one in found)


@pytest.mark.shared
def test_the_whole_workbook(shared: Path) -> None:
    """835 rows, each with at least one kind of weapons; countries that are regions are said."""
    reading = sources()["jp-meti-eul"].collect(shared / "intl" / "jp-meti-end-user-list-2025-09-29.xlsx")
    assert len(reading.listings) == 835
    assert all(listing.grounds for listing in reading.listings)
    assert sum("COUNTRY_NOT_READ" in listing.notes for listing in reading.listings) == 9
