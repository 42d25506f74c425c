"""From the official XML to the tables: the whole files, compared with what ships and with a derived copy."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

import licet.law
from licet.core.errors import SourceError
from licet.law.ecfr.build import COLUMNS, build, difference
from licet.law.ecfr.ccl import read_ccl
from licet.law.ecfr.document import open_edition

#: Beside the package as it is installed, so that the wheel's tables are what is compared.
SHIPPED = Path(licet.law.__path__[0]) / "us/ear/tables"


@pytest.mark.shared
def test_build_gives_the_shipped_bytes(shared: Path, tmp_path: Path) -> None:
    """The tables that ship are what the four official editions give, byte for byte."""
    report = build(shared / "us/ecfr", tmp_path)
    assert report.editions == [date(2025, 1, 29), date(2025, 8, 2), date(2025, 12, 30), date(2026, 1, 29)]
    for name in COLUMNS:
        assert (tmp_path / f"{name}.tsv").read_bytes() == (SHIPPED / f"{name}.tsv").read_bytes(), name
    assert sum(report.sizes.values()) < 2_500_000
    assert report.counts["ccl_entries"]["2026-01-29"] == 638


@pytest.mark.shared
def test_two_editions_differ_by_the_drone_rule_and_the_validated_end_users(shared: Path) -> None:
    """From 2025-12-30 to 2026-01-29 the rows of 9A012 change, and three validated end-users go."""
    old, new = (shared / f"us/ecfr/title-15_{day}.xml.gz" for day in ("2025-12-30", "2026-01-29"))
    changes = list(difference(old, new))
    assert {key for table, _, key, _ in changes if table == "ccl_rows"} == {"9A012"}
    assert {table for table, *_ in changes} <= {"ccl_rows", "ccl_entries", "validated_748"}
    gone = {key for table, sign, key, _ in changes if table == "validated_748" and sign == "-"}
    assert gone == {
        "Intel Semiconductor (Dalian) Ltd",
        "SK hynix Semiconductor (China) Ltd",
        "Samsung China Semiconductor Co. Ltd",
    }


@pytest.mark.shared
def test_derived_list_lacks_five_entries_and_agrees_on_headings(shared: Path) -> None:
    """The derived copy is only compared: it loses five entries, and knows none that the XML has not."""
    entries = read_ccl(open_edition(shared / "us/ecfr/title-15_2026-01-29.xml.gz"))
    derived = json.loads(
        gzip.decompress((shared / "us/ear-text/ccl-2026-07-23.derived.json.gz").read_bytes())
    )
    theirs = {entry["eccn"]: entry for entry in derived["entries"]}
    assert set(entries) - set(theirs) == {"0D614", "2B352", "3D006", "3E002", "8D001"}
    assert set(theirs) <= set(entries)


@pytest.mark.shared
def test_defects_of_the_official_text_are_reported(shared: Path) -> None:
    """Cells that are empty or leave out their reason are named, not passed over."""
    entries = read_ccl(open_edition(shared / "us/ecfr/title-15_2026-01-29.xml.gz"))
    defects = {entry.eccn for entry in entries.values() if entry.defects}
    assert defects == {"0E982", "1A231", "1C350", "1C351", "1D002", "1D018", "1E355", "2E018", "6A203"}


def test_folder_without_editions_is_refused(tmp_path: Path) -> None:
    """A folder that holds no edition is a SourceError with advice."""
    with pytest.raises(SourceError, match="title-15_2026-01-29"):
        build(tmp_path, tmp_path)


@pytest.mark.parametrize("name", ["title-15.xml", "title-15_2026-01-29.xml"])
def test_file_that_is_no_edition_is_refused(tmp_path: Path, name: str) -> None:
    """A name without a day, and text that is no XML, are refused."""
    path = tmp_path / name
    path.write_text("not xml")
    with pytest.raises(SourceError):
        open_edition(path)
