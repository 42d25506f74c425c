"""CSV as other systems write it: no row behind a wrong byte or an open quote is lost, none is made up."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.batch.delimited import Row
from licet.batch.rows import open_rows
from licet.core.errors import InputError

_CELL = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=12)
_ROWS = st.lists(st.tuples(_CELL, _CELL, _CELL).filter(lambda row: any(map(str.strip, row))), max_size=30)


def _read(path: Path) -> list[Row]:
    with open_rows(path) as (_, rows):
        return [(line, list(cells), error) for line, cells, error in rows]


@given(rows=_ROWS, encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), end=st.sampled_from("\n\r"))
def test_what_a_writer_quotes_is_read_as_it_was(rows: list[tuple[str, ...]], encoding: str, end: str) -> None:
    """Any cells in any encoding that says what it is come back, each with its line and no error."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file, lineterminator=end)
            writer.writerow(["name", "country", "id"])
            writer.writerows(rows)
        assert _read(path) == [(line, list(row), "") for line, row in enumerate(rows, 2)]


@given(data=st.binary(max_size=400))
def test_any_bytes_are_rows_or_an_error(data: bytes) -> None:
    """No bytes behind a header crash the reader, and the last row is always seen."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(b"name,country\n" + data + b"\nHikvision,CN\n")
        try:
            rows = _read(path)
        except InputError:
            return
        assert rows[-1][1:] == (["Hikvision", "CN"], "")


def test_an_open_quote_costs_its_own_row(tmp_path: Path) -> None:
    """The rows behind it are read; an address of two lines and a quoted first word stay as they are."""
    path = tmp_path / "a.csv"
    path.write_text(
        'id,name,country\n1,"Acme" Ltd,DE\n2,"Hikvision,CN\n3,Dahua,CN\n4,"Two\nLines",DE\n5,Huawei,CN\n'
    )
    first, open_quote, *rest = _read(path)
    assert first == (2, ["1", "Acme Ltd", "DE"], "")
    assert open_quote[0] == 3
    assert "a quote is opened and not closed; fix: close it" in open_quote[2]
    assert rest == [
        (4, ["3", "Dahua", "CN"], ""),
        (5, ["4", "Two\nLines", "DE"], ""),
        (7, ["5", "Huawei", "CN"], ""),
    ]


def test_a_byte_that_is_no_utf8_costs_its_own_row(tmp_path: Path) -> None:
    """Found a million rows into a file it is named by its line, and the run goes on."""
    for name, row in (("a.csv", b"%s,CN\n"), ("a.jsonl", b'{"name": "%s", "country": "CN"}\n')):
        path = tmp_path / name
        head = b"name,country\n" if name == "a.csv" else b""
        path.write_bytes(head + row % b"Obstbau" * 2000 + row % b"Dah\xfca" + row % b"Huawei")
        *_, wrong, last = _read(path)
        assert wrong[0] == 2001 + bool(head)
        assert "not UTF-8: byte 0xfc" in wrong[2]
        assert last[1:] == (["Huawei", "CN"], "")


def test_lines_without_end_are_not_read_into_memory(tmp_path: Path) -> None:
    """A line of megabytes is an error of that row; a cell beyond what the csv module takes is, too."""
    path = tmp_path / "a.csv"
    path.write_text("name,country\n" + "x" * 3_000_000 + "\n" + f'"{"y" * 200_000}",CN\n' + "Huawei,CN\n")
    long, wide, last = _read(path)
    assert long[2] == "a line of more than 1,000,000 letters; fix: one party a line"
    assert "field larger than field limit" in wide[2]
    assert last == (4, ["Huawei", "CN"], "")


def test_records_across_blocks_of_lines_are_whole(tmp_path: Path) -> None:
    """Many lines are read at once: a record of two lines, an open quote and a short row leave the rest."""
    path = tmp_path / "a.csv"
    for before in (1, 253, 254, 255, 256, 509):
        plain = "".join(f"{number},Acme,DE\n" for number in range(before))
        odd = '7,"Two\nLines",DE\n8,"Open,DE\n9,Short\n\n10,"Dahua, Inc.",CN\n'
        path.write_text("id,name,country\n" + plain + odd + "11,Huawei,CN\n")
        *first, two, opened, short, dahua, last = _read(path)
        assert [line for line, _, _ in first] == list(range(2, before + 2))
        assert two == (before + 2, ["7", "Two\nLines", "DE"], "")
        assert "a quote is opened" in opened[2]
        assert short[0] == before + 5
        assert "2 cells where 3 are expected" in short[2]
        assert dahua == (before + 7, ["10", "Dahua, Inc.", "CN"], "")
        assert last == (before + 8, ["11", "Huawei", "CN"], "")


def test_a_line_without_end_costs_no_other_row(tmp_path: Path) -> None:
    """Behind an open quote it is looked at twice; the row that follows is still there."""
    path = tmp_path / "a.csv"
    path.write_text('name,country\n"Open,DE\n' + "x" * 1_500_000 + "\nHuawei,CN\n")
    opened, long, last = _read(path)
    assert "a quote is opened" in opened[2]
    assert long[2] == "a line of more than 1,000,000 letters; fix: one party a line"
    assert last == (4, ["Huawei", "CN"], "")


def test_blank_lines_and_the_separator_that_excel_names(tmp_path: Path) -> None:
    """A `sep=;` line, blank lines before the header and commas in a quoted header do not confuse."""
    path = tmp_path / "a.csv"
    path.write_text("sep=;\nname;country\nHikvision;CN\n")
    assert _read(path) == [(3, ["Hikvision", "CN"], "")]
    path.write_text('\n\n"Name, short, or long";Country\nHikvision;CN\n')
    assert _read(path) == [(4, ["Hikvision", "CN"], "")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x1f\x8b\x08\x00", "a gzip archive"),
        (b"PK\x03\x04", "a workbook or a ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "the old kind"),
        (b"PAR1", "a Parquet file"),
    ],
)
def test_what_is_no_text_is_named(tmp_path: Path, data: bytes, said: str) -> None:
    """An archive or a workbook under the name of a CSV file is refused with what to do."""
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    with pytest.raises(InputError, match=said) as error:
        _read(path)
    assert error.value.fix
