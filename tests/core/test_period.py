"""Half-open periods: in force, stayed, back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.core.period import ALWAYS, Period, as_day, find_overlap, period_on

days = st.dates(min_value=date(2000, 1, 1), max_value=date(2030, 1, 1))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Open and closed periods."""
    start, end = draw(st.none() | days), draw(st.none() | days)
    if start and end and start >= end:
        start, end = end, start + timedelta(days=1)
    return Period(start=start, end=end)


def test_the_first_day_is_in_and_the_last_is_not() -> None:
    """A period holds its start and not its end."""
    stay = Period(start=as_day("2025-11-10"), end=as_day("2026-11-10"))
    assert date(2025, 11, 10) in stay
    assert date(2026, 11, 9) in stay
    assert date(2026, 11, 10) not in stay


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    """Swapped days are a mistake, not an empty period."""
    with pytest.raises(ValueError, match="end after it starts"):
        Period(start=date(2025, 1, 2), end=date(2025, 1, 2))


@given(periods(), periods())
def test_overlap_is_symmetric(one: Period, other: Period) -> None:
    """If one shares a day with the other, so does the other with the one."""
    assert one.overlaps(other) == other.overlaps(one)


@given(periods(), periods(), days)
def test_a_shared_day_means_overlap(one: Period, other: Period, day: date) -> None:
    """A day in both is proof of an overlap."""
    if day in one and day in other:
        assert one.overlaps(other)


@given(periods())
def test_always_overlaps_everything(period: Period) -> None:
    """The period without ends shares a day with any other."""
    assert ALWAYS.overlaps(period)


def test_adjoining_periods_do_not_overlap_and_one_is_found_for_each_day() -> None:
    """In force, stayed, back: each day lies in exactly one."""
    spans = [
        Period(start=date(2025, 9, 29), end=date(2025, 11, 10)),
        Period(start=date(2025, 11, 10), end=date(2026, 11, 10)),
        Period(start=date(2026, 11, 10), confirmed=False),
    ]
    assert find_overlap(spans) is None
    assert period_on(spans, date(2025, 11, 10)) == spans[1]
    assert period_on(spans, date(2025, 9, 28)) is None
    assert find_overlap([*spans, ALWAYS]) == (spans[0], ALWAYS)
