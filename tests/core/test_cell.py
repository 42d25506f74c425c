"""Cells of tables: what others wrote does not run in a spreadsheet."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from licet.core.cell import inert


@given(st.text())
@example('=HYPERLINK("http://x","y")')
@example(" \t=1+1")
@example("@SUM(A1)")
@example("\n-1")
def test_no_text_begins_a_formula_and_none_is_lost(text: str) -> None:
    """What is written begins with nothing that opens a formula, and holds the text whole."""
    written = str(inert(text))
    assert not written.lstrip().startswith(("=", "+", "-", "@"))
    assert written in (text, f"'{text}")


def test_numbers_stay_numbers() -> None:
    """A negative number is no text."""
    assert inert(-3) == -3
    assert inert(None) is None
