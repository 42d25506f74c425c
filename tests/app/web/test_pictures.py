"""Pictures say in words and in a table what they draw."""

from __future__ import annotations

from datetime import UTC, date, datetime
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from licet.app.web.pictures import stacks, watched, worked
from licet.store.case_times import CaseTimes

_SVG = "{http://www.w3.org/2000/svg}"


@given(st.lists(st.lists(st.integers(0, 10**6), min_size=3, max_size=3), min_size=1, max_size=6))
def test_a_stack_is_as_high_as_its_numbers(values: list[list[int]]) -> None:
    """The parts of a column add up to its total, drawn to one scale; the table holds every number."""
    series = [(f"<{place}>", row) for place, row in enumerate(values)]
    one = stacks("x", "A & B", ["2024", "2025", "2026"], series, unit="entries")
    tree = ElementTree.fromstring(one.svg)
    high = sum(float(rect.attrib["height"]) for rect in tree.iter(f"{_SVG}rect"))
    total, most = sum(map(sum, values)), max(map(sum, zip(*values, strict=True))) or 1
    assert abs(high - 200 * total / most) < 0.1 * len(values) * 3 + 0.1
    assert [row[1:] for row in one.rows] == [
        tuple(f"{value:,g}" for value in column) for column in zip(*values, strict=True)
    ]
    assert tree.find(f"{_SVG}title") is not None
    assert tree.find(f"{_SVG}desc") is not None


def test_the_days_to_close_are_counted_in_the_month_of_closing() -> None:
    """An open case has no lag; the median is of those closed in the month."""
    day = datetime(2026, 7, 30, tzinfo=UTC)
    times = [
        CaseTimes(opened=day, closed=day.replace(month=8, day=1), alerts=2),
        CaseTimes(opened=day, closed=day.replace(month=8, day=9), alerts=1),
        CaseTimes(opened=day, closed=None, alerts=4),
    ]
    alerts, closed, lag = worked(times, date(2026, 8, 20))
    assert alerts.rows[-2:] == (("2026-07", "7"), ("2026-08", "0"))
    assert closed.rows[-1] == ("2026-08", "2")
    assert lag.rows[-1] == ("2026-08", "6")


def test_the_watch_is_drawn_by_month_with_its_worst_lag() -> None:
    """Days of one month add up; the lag is the worst of them; a day without a lag counts for nothing."""
    days = [
        {"day": "2026-08-01", "alerts": 2, "lag_worst": 3},
        {"day": "2026-08-09", "alerts": 1, "lag_worst": 1},
        {"day": "2026-07-02", "alerts": 4, "lag_worst": None},
    ]
    raised, late = watched(days, date(2026, 8, 20))
    assert raised.rows[-2:] == (("2026-07", "4"), ("2026-08", "3"))
    assert late.rows[-2:] == (("2026-07", "0"), ("2026-08", "3"))
