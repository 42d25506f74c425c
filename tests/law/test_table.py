"""Dated tables."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.core.errors import SourceError
from licet.law.table import Head, Line, Vintage, parse_table, write_table

HEAD = Head((date(2025, 1, 29), date(2025, 8, 2)), date(2024, 12, 26), "89 FR 93166")
TEXT = (
    "# editions 2025-01-29 2025-08-02\n# since 2024-12-26 89 FR 93166\nfrom\tto\tgroup\tcountry\n"
    "2024-12-26\t2025-08-02\tA:1\tAR\n2025-08-02\t\tA:1\tBR\n2026-07-23?\t\tA:5\tAE\n"
)


def test_line_holds_from_its_first_day_up_to_its_last() -> None:
    """A line stands on its first day and no longer on its end day."""
    table = parse_table("groups", TEXT)
    assert [line.cells for line in table.on("A:1", date(2025, 8, 1)).lines] == [("A:1", "AR")]
    assert [line.cells for line in table.on("A:1", date(2025, 8, 2)).lines] == [("A:1", "BR")]


def test_vintage_says_how_well_a_day_is_covered() -> None:
    """Before `since`, between two editions that differ, held, and after the last are told apart."""
    table = parse_table("groups", TEXT)
    assert table.vintage(date(2024, 12, 25)) is Vintage.BEFORE
    assert table.vintage(date(2025, 1, 1)) is Vintage.HELD
    assert table.vintage(date(2025, 3, 1), "A:1") is Vintage.BETWEEN
    assert table.vintage(date(2025, 3, 1), "A:5") is Vintage.HELD
    assert table.vintage(date(2025, 1, 29), "A:1") is Vintage.HELD
    assert table.vintage(date(2026, 1, 1)) is Vintage.AFTER


def test_day_before_the_table_reads_the_oldest_text() -> None:
    """The oldest lines are given for an earlier day; the vintage says that they are not confirmed."""
    found = parse_table("groups", TEXT).on("A:1", date(2020, 1, 1))
    assert found.lines[0].cells == ("A:1", "AR")
    assert found.vintage is Vintage.BEFORE


def test_question_mark_is_a_day_known_from_data_only() -> None:
    """A day followed by a question mark is not confirmed."""
    assert [line.confirmed for line in parse_table("groups", TEXT)] == [True, True, False]


@pytest.mark.parametrize(
    "text",
    ["", "from\tto\n", "# editions 2025-01-29\n# since x\nfrom\tto\tk\n", TEXT + "\t\tA:1\tAR\n"],
)
def test_other_text_is_refused(text: str) -> None:
    """A file that is not a dated table is a SourceError."""
    with pytest.raises(SourceError):
        parse_table("groups", text)


cell = st.text(st.characters(blacklist_characters="\t\n\r", blacklist_categories=["Cs"]), max_size=12)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(st.lists(st.tuples(days, days, st.tuples(cell, cell)), max_size=8))
def test_what_is_written_reads_back(raw: list[tuple[date, date, tuple[str, str]]]) -> None:
    """Any lines come back as they were written, grouped by key."""
    lines = [Line(min(a, b), max(a, b) if a != b else None, cells) for a, b, cells in raw]
    text = write_table(HEAD, ("key", "value"), lines)
    back = parse_table("any", text)
    assert sorted(back, key=repr) == sorted(lines, key=repr)
    assert back.editions == HEAD.editions
    assert back.why == HEAD.why


def test_cell_with_a_tab_is_refused() -> None:
    """A cell may hold neither tab nor line end."""
    with pytest.raises(SourceError):
        write_table(HEAD, ("key",), [Line(date(2025, 1, 1), None, ("a\tb",))])
