"""Stays and missing amendments of the eCFR as data."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from licet.core.codified import NoteKind
from licet.lists.ecfr_notes import codified_notes

FIXTURE = Path(__file__).parent / "fixtures" / "part-744_2026-01-29.xml"


def test_stay_note() -> None:
    """A stayed paragraph: place, paragraph, document, first and last day."""
    note = codified_notes(FIXTURE)[0]
    assert (note.kind, note.place, note.parts) == (NoteKind.STAYED, "15 CFR 744.11", ("(a)(1)",))
    assert (note.since, note.until) == (date(2025, 11, 10), date(2026, 11, 9))
    assert note.whole


def test_note_on_a_part_of_a_provision() -> None:
    """A stay of introductory text alone is not a stay of the whole."""
    note = codified_notes(FIXTURE)[2]
    assert note.pointer == "the introductory text"
    assert not note.whole


def test_amendment_that_could_not_be_incorporated() -> None:
    """The entry that the printed table lacks is named with the rule that made it."""
    note = codified_notes(FIXTURE)[1]
    assert note.kind is NoteKind.NOT_INCORPORATED
    assert note.parts == ("S2C Limited",)
    assert str(note.by) == "89 FR 96836"


@pytest.mark.shared
def test_whole_title(shared: Path) -> None:
    """Title 15 of January 2026 carries twelve stays of the EAR and four missing amendments."""
    notes = codified_notes(shared / "us/ecfr/title-15_2026-01-29.xml.gz")
    ear = [note for note in notes if "922" not in note.place]
    assert sum(note.kind is NoteKind.STAYED for note in ear) == 12
    assert sum(note.kind is NoteKind.NOT_INCORPORATED for note in ear) == 4
    assert {note.until for note in ear if note.kind is NoteKind.STAYED} == {date(2026, 11, 9)}
