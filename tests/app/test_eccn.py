"""Item help: entries shown, entries found."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner

from licet.app.actions.eccn import find_entries, show_entry
from licet.app.cli.law import command
from licet.core.errors import InputError

NOW = date(2026, 7, 23)


def test_entry_shows_rows_exceptions_and_related_headings() -> None:
    """5A002 has its five rows, its LVS and ENC lines, and related entries with their headings."""
    view = show_entry("5a002", NOW)
    assert [row.reason for row in view.rows] == ["NS", "RS", "RS", "AT", "EI"]
    assert view.rows[0].applies == "NS Column 1"
    assert any(line.startswith("ENC: yes") for line in view.exceptions)
    assert dict(view.related)["5A992"].startswith("Equipment not controlled by 5A002")
    assert "older than that day" in view.vintage


def test_paragraph_and_destination_are_told_row_by_row() -> None:
    """For 9A610.y to Germany no row reaches the item, and the chart's answer is shown beside."""
    view = show_entry("9A610.y", NOW, destination="DE")
    assert {row.reaches for row in view.rows if row.here == "yes"} == {"no"}


def test_open_condition_is_shown_as_its_question() -> None:
    """A row that turns on a frame rate shows the question, not a guess."""
    reaches = [row.reaches for row in show_entry("6A003.b.4.b", NOW).rows if row.reason == "RS"]
    assert all("60 Hz" in text for text in reaches)


def test_military_end_use_list_is_named() -> None:
    """3A991 is in supplement no. 2 to part 744."""
    assert show_entry("3A991", NOW).military == "yes"


def test_ear99_is_told_to_be_no_entry() -> None:
    """EAR99 stands for what no entry holds: said so, with where the answer is."""
    with pytest.raises(InputError, match="no entry: it is what is subject to the EAR"):
        show_entry("EAR99", NOW)


@pytest.mark.parametrize(("text", "advice"), [("5A777", "entries of that group"), ("XYZ", "5A002")])
def test_what_is_no_entry_is_refused_with_advice(text: str, advice: str) -> None:
    """A number that the list has not, and a text that is no number, are input errors with a way on."""
    with pytest.raises(InputError, match=advice):
        show_entry(text, NOW)


@pytest.mark.parametrize(
    ("description", "entry"),
    [
        ("thermal imaging camera", "6A003"),
        ("machine that etches silicon wafers", "3B001"),
        ("body armor vest", "1A005"),
        ("high bandwidth memory", "3A090"),
        ("quantum computer", "4A906"),
        ("drone", "9A012"),
        ("laptop computer", "4A994"),
        ("gas mask", "1A004"),
        ("carbon fiber", "1C010"),
        ("vpn router", "5A002"),
        ("ai accelerator gpu", "3A090"),
        ("vaccine", "1C991"),
        ("jet engine blade", "9A619"),
    ],
)
def test_description_finds_the_entry_among_the_first(description: str, entry: str) -> None:
    """The entry to read is among the first four candidates, each with its quoted heading."""
    found = find_entries(description, NOW, most=4)
    assert entry in [each.eccn for each in found]
    assert all(each.heading and each.words for each in found)


def test_nothing_to_look_for_is_refused() -> None:
    """A description of common words only is refused."""
    with pytest.raises(InputError, match="no word"):
        find_entries("the and of", NOW)


def test_command_prints_the_entry_for_people_and_machines() -> None:
    """`licet law eccn` prints a table, or JSON with the same facts."""
    runner = CliRunner()
    shown = runner.invoke(command, ["eccn", "3A090", "--on", "2026-07-23"])
    assert shown.exit_code == 0
    assert "Integrated circuits" in shown.output
    told = json.loads(runner.invoke(command, ["eccn", "3A090", "--on", "2026-07-23", "--json"]).output)
    assert told["eccn"] == "3A090"
    assert len(told["rows"]) == 4


def test_find_says_that_it_does_not_classify() -> None:
    """`licet law find` ends with the warning that candidates are to be read."""
    shown = CliRunner().invoke(command, ["find", "quantum", "computer", "--on", "2026-07-23"])
    assert "not a classification" in shown.output
