"""Strict rows."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.core.errors import SourceError
from licet.lists.row import Row, csv_rows

COLUMNS = ("Name", "Country")


def row(**values: str) -> Row:
    """A row of a document."""
    return Row(values, file="list.csv", number=7)


def test_reads_each_filled_column() -> None:
    """A row whose filled columns are all taken or ignored passes."""
    with row(name=" A ", note="x", empty=" ") as one:
        assert one.take("name") == "A"
        one.ignore("note")


def test_refuses_an_unread_column() -> None:
    """A filled column that nobody reads is an error naming file, row and column."""
    with pytest.raises(SourceError, match=r"list\.csv, row 7, column `new`"), row(name="A", new="B") as one:
        one.take("name")


def test_refuses_a_missing_column() -> None:
    """Taking a column that the document lacks is an error naming it."""
    with pytest.raises(SourceError, match=r"column `name` is missing"), row(new="B") as one:
        one.take("name")


def test_keeps_the_first_error() -> None:
    """An error inside the block is not hidden by the unread columns it leaves."""
    with pytest.raises(KeyError), row(name="A"):
        raise KeyError("x")


def test_takes_a_column_some_editions_lack() -> None:
    """An optional column is empty where the edition has none."""
    assert row(name="A").take_if("new") == ""


def test_reads_days_in_the_stated_formats() -> None:
    """Days are read in the formats given, and anything else is refused with its place."""
    one = row(day="1/3/2014", iso="2014-01-03", none="", bad="3.1.14")
    assert one.day("day", "%m/%d/%Y") == date(2014, 1, 3)
    assert one.day("iso") == date(2014, 1, 3)
    assert one.day("none") is None
    with pytest.raises(SourceError, match="row 7, column `bad`"):
        one.day("bad")


def test_reads_either_vintage() -> None:
    """Each known header is read, in any order of columns."""
    found = [
        [one.take("Name") for one in csv_rows(text, file="f", vintages=(COLUMNS, ("Name",)))]
        for text in ("Name,Country\nA,CN\n", "Country,Name\nCN,A\n", "Name\nA\n")
    ]
    assert found == [["A"], ["A"], ["A"]]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Name,Land\nA,CN\n", "missing `Country`; new `Land`"),
        ("<html>oops</html>\n", "header is not one"),
        ("", "header is not one"),
        ("Name,Name\nA,B\n", "header is not one"),
        ("Name,Country\nA\n", "1 cells where 2 are expected"),
        ('Name,Country\n"A,CN\n', "broken delimited text"),
    ],
)
def test_refuses_other_documents(text: str, says: str) -> None:
    """Another header, an error page, a short row and a text cut inside quotes are refused."""
    with pytest.raises(SourceError, match=says):
        list(csv_rows(text, file="f", vintages=(COLUMNS,)))


@given(st.text())
def test_any_text_gives_rows_or_source_error(text: str) -> None:
    """No text makes the CSV reader fail in another way."""
    try:
        list(csv_rows(text, file="f", vintages=(COLUMNS,)))
        list(csv_rows("Name,Country\n" + text, file="f", vintages=(COLUMNS,)))
    except SourceError:
        pass
