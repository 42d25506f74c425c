"""Japan's three export-prohibition lists."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from licet.core.errors import SourceError
from licet.lists.jp_meti_ban import _entries, read
from licet.lists.source import sources


def test_numbers_run_without_a_gap() -> None:
    """A number that does not follow the last one, or stands before the address, begins no entry."""
    lines = ["heading", "1 甲", "Alpha", "所在地:Moscow", "5 floors", "2 乙", "Beta", "所 在 地 : Minsk"]
    assert [(number, body[0]) for number, body in _entries(lines)] == [(1, "甲"), (2, "乙")]


def test_what_is_no_pdf_is_refused() -> None:
    """A page of text is no list."""
    with pytest.raises(SourceError):
        list(sources()["jp-meti-ban"](b"<html>sorry</html>"))


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "count", "day"),
    [
        ("russia", 561, date(2025, 9, 12)),
        ("belarus", 27, date(2022, 7, 5)),
        ("daisangoku", 56, date(2025, 9, 12)),
    ],
)
def test_the_whole_documents(shared: Path, name: str, count: int, day: date) -> None:
    """Every number is an entry with a Latin name, an address and a country."""
    path = shared / "intl" / f"jp-meti-list_{name}_tokutei.pdf"
    found = list(read(path))
    assert len(found) == count
    assert all(one.party.names and one.party.countries and one.party.addresses for one in found)
    assert sources()["jp-meti-ban"].published_on(path) == day
    assert not [one for one in found if "alias" in one.party.name or "a.k.a" in one.party.name]
