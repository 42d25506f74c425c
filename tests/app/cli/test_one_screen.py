"""One screen: sections are cut to the rows there are, and what does not fit is counted."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from licet.app.cli._determine_view import show
from licet.app.cli._one_screen import Section, fitted
from licet.check.determine import determine_facts

LINES = st.lists(st.text(alphabet="abc ", min_size=1, max_size=200).filter(str.strip), max_size=30)
_CLEAN = {"assume": "clean", "activity": "export"}
TRADES = {
    "nothing but a classification": {"activity": "export", "items": [{"eccn": "EAR99"}], "destination": "DE"},
    "three lines, all open": {
        "activity": "export",
        "items": [{"eccn": "3A090.a"}, {"eccn": "5A002.a"}, {"eccn": "9A515.x"}],
        "destination": "CN",
    },
    "a requirement": {**_CLEAN, "items": [{"eccn": "3B001.k"}], "destination": "CN"},
    "an embargo": {**_CLEAN, "items": [{"eccn": "3A991"}], "destination": "RU"},
    "exceptions": {**_CLEAN, "items": [{"eccn": "9A610.x"}], "destination": "IN"},
    "clean": {**_CLEAN, "items": [{"eccn": "EAR99"}], "destination": "FR"},
}


@given(LINES, LINES, st.integers(min_value=10, max_value=40))
def test_what_does_not_fit_is_counted(first: list[str], second: list[str], room: int) -> None:
    """Shown and counted lines are all lines, and the rows stay within the room but for the least of each."""
    sections = [Section(title="one", lines=first, least=2), Section(title="two", lines=second, least=2)]
    for (_, rows), section in zip(
        fitted(sections, width=40, room=room), (each for each in sections if each.lines), strict=True
    ):
        counted = int(rows[-1].split()[1]) if rows[-1].startswith("  and ") else 0
        shown = len(rows) - bool(counted)
        assert shown + counted == len(section.lines)
        assert all(len(row) <= 40 for row in rows)
    total = sum(2 + len(rows) for _, rows in fitted(sections, width=40, room=room))
    assert total <= max(room, 2 * (2 + 2 + 1))


@pytest.mark.parametrize("name", TRADES)
def test_a_determination_fits_one_screen(name: str) -> None:
    """At most forty lines of eighty columns; the outcome first, what was not checked last."""
    outcome = determine_facts(TRADES[name], date(2026, 1, 29), clean="assume" in TRADES[name])
    out = StringIO()
    show(outcome, Console(file=out, width=80, highlight=False))
    lines = out.getvalue().splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80
    assert outcome.determination.verdict.name.replace("_", " ") in lines[0]
    assert any(line == "Not checked" for line in lines)


def test_the_trace_cuts_nothing() -> None:
    """With the trace every fact that is asked stands there whole."""
    outcome = determine_facts(TRADES["three lines, all open"], date(2026, 1, 29))
    out = StringIO()
    show(outcome, Console(file=out, width=80, highlight=False), trace=True)
    assert all(f"{question.id}: " in out.getvalue() for question in outcome.determination.asks)
