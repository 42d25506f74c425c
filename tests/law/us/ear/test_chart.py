"""The Commerce Country Chart: the sanity laws that a shifted column would break."""

from __future__ import annotations

from datetime import date

import pytest

from licet.core.country import country_names
from licet.law.table import Vintage
from licet.law.us.ear import chart, groups

DAYS = [date(2025, 1, 29), date(2025, 8, 2), date(2025, 12, 30), date(2026, 1, 29), date(2026, 7, 23)]


def rows(on: date) -> dict[str, frozenset[str]]:
    """All countries with a row of marks."""
    found = {code: chart.marks(code, on) for code in country_names() if groups.metropole(code) == code}
    return {code: marks for code, marks in found.items() if marks is not None}


@pytest.mark.parametrize("on", DAYS)
def test_196_countries_have_marks_and_four_point_to_part_746(on: date) -> None:
    """196 rows of marks, and Cuba, Iran, North Korea and Syria without any."""
    assert len(rows(on)) == 196
    pointed = {code for code in country_names() if chart.is_pointed_to_746(code, on)}
    assert pointed == {"CU", "IR", "KP", "SY"}


@pytest.mark.parametrize("on", DAYS)
def test_ns_1_is_all_but_australia_canada_and_the_united_kingdom(on: date) -> None:
    """15 CFR 742.4(a): NS Column 1."""
    assert {code for code, marks in rows(on).items() if "NS 1" not in marks} == {"AU", "CA", "GB"}


@pytest.mark.parametrize("on", DAYS)
def test_ns_2_is_all_but_country_group_a1(on: date) -> None:
    """15 CFR 742.4(a): NS Column 2 is the complement of Country Group A:1."""
    free = {code for code, marks in rows(on).items() if "NS 2" not in marks}
    # Liechtenstein is one territory with Switzerland (footnote 5); the United States has no row.
    assert free - {"LI"} == groups.members("A:1", on) - {"US"}


@pytest.mark.parametrize("on", DAYS)
def test_cb_1_is_marked_everywhere(on: date) -> None:
    """CB Column 1 is marked in all 196 rows."""
    assert all("CB 1" in marks for marks in rows(on).values())


@pytest.mark.parametrize("on", DAYS)
def test_at_columns_are_marked_nowhere(on: date) -> None:
    """AT Columns 1 and 2 have no mark on any row."""
    assert not any({"AT 1", "AT 2"} & marks for marks in rows(on).values())


def test_cc_2_of_the_firearms_rule_ends() -> None:
    """Germany is marked in CC Column 2 until 2025-09-29 and not on 2025-09-30 (90 FR 47189)."""
    assert chart.marked("DE", "CC 2", date(2025, 9, 29)).is_yes
    assert chart.marked("DE", "CC 2", date(2025, 9, 30)).is_no


def test_empty_row_is_not_freedom() -> None:
    """A mark for Iran is unknown: part 746 decides."""
    answer = chart.marked("IR", "AT 1", DAYS[-1])
    assert answer.is_unknown
    assert "746" in answer.says


def test_hong_kong_reads_as_china_and_macau_does_not() -> None:
    """Hong Kong has China's marks; Macau its own row."""
    on = DAYS[-1]
    assert chart.marks("HK", on) == chart.marks("CN", on)
    assert chart.marks("KY", on) == chart.marks("GB", on)
    assert groups.member("HK", "D:5", on).is_yes
    assert groups.member("MO", "D:5", on).is_no


def test_footnotes_are_requirements() -> None:
    """Footnote 7 adds rows for India, footnote 10 for the United Kingdom, from 2025-09-30."""
    on = DAYS[-1]
    assert [row.entry for row in chart.footnote_rows("IN", on)] == ["6A003", "9A515"]
    assert "0A506" in [row.entry for row in chart.footnote_rows("GB", on)]
    assert chart.footnote_rows("GB", date(2025, 9, 29)) == ()
    assert chart.footnotes("PK", on) == (8,)


def test_unknown_place_is_unknown() -> None:
    """A place without a row answers unknown, never unmarked."""
    assert chart.marked("AQ", "NS 1", DAYS[-1]).is_unknown
    assert chart.held(date(2024, 6, 1)) is Vintage.BEFORE


def test_the_united_states_are_no_destination() -> None:
    """What goes to the United States is no export: no column stands against it."""
    assert chart.marked("US", "NS 2", date(2026, 1, 29)).is_no


def test_no_such_column() -> None:
    """A column that the chart has not is refused."""
    with pytest.raises(ValueError, match="no such column"):
        chart.marked("DE", "NS 3", DAYS[-1])
