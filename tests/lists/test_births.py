"""Uncertain birth dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.lists.births import parse_birth


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "circa"),
    [
        ("1972-01-30", "1972-01-30", "1972-01-30", False),
        ("30/01/1972", "1972-01-30", "1972-01-30", False),
        ("00/00/1975", "1975-01-01", "1975-12-31", False),
        ("dd/mm/1945", "1945-01-01", "1945-12-31", False),
        ("dd/06/1945", "1945-06-01", "1945-06-30", False),
        ("circa 1963", "1963-01-01", "1963-12-31", True),
        ("Between 1955 and 1958", "1955-01-01", "1958-12-31", False),
        ("Jan 1972", "1972-01-01", "1972-01-31", False),
        ("30 January 1972", "1972-01-30", "1972-01-30", False),
        ("1941年8月20日生", "1941-08-20", "1941-08-20", False),
        ("1955年-1958年頃", "1955-01-01", "1958-12-31", True),
        ("1970年生", "1970-01-01", "1970-12-31", False),
    ],
)
def test_reads_what_a_cell_states(text: str, earliest: str, latest: str, circa: bool) -> None:
    """A day, a month, a year, a range, and whether it is only about right."""
    birth = parse_birth(text)
    assert birth is not None
    assert (birth.earliest, birth.latest, birth.circa) == (
        date.fromisoformat(earliest),
        date.fromisoformat(latest),
        circa,
    )


@pytest.mark.parametrize("text", ["", "unknown", "31/02/1970", "13/13/1970", "3 Smarch 1970"])
def test_what_is_no_date_gives_none(text: str) -> None:
    """Nothing is guessed."""
    assert parse_birth(text) is None


@given(st.text(max_size=40))
def test_never_fails(text: str) -> None:
    """Any text gives a span that runs forward, or nothing."""
    birth = parse_birth(text)
    assert birth is None or birth.earliest <= birth.latest
