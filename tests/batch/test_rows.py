"""Typed files as exports write them: what is not looked at costs no row, what is no text costs its own."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from licet.app.actions.check import Unread, read_parties
from licet.batch.files import _batches
from licet.check.party import names_inside
from licet.core.errors import InputError


def _names(path: Path) -> list[tuple[list[str] | None, str | None]]:
    """Names and error of each row as a run into a folder has them."""
    rows = [row for batch in _batches(path, {}, 100) for row in batch.to_pylist()]
    return [(row["name"], row["error"]) for row in rows]


def test_what_stands_beside_a_party_costs_no_row(tmp_path: Path) -> None:
    """A nested field that nobody asked for is not read; one that holds the name is an error of its row."""
    path = tmp_path / "a.jsonl"
    path.write_text('{"name": "Huawei", "tags": {"a": [1]}}\n{"name": {"first": "A"}, "tags": 1}\n')
    (first, error), (_, nested) = _names(path)
    assert (first, error) == (["Huawei"], None)
    assert nested is not None
    assert "field `name` holds a dict" in nested
    one, other = read_parties(path)
    assert not isinstance(one, Unread)
    assert isinstance(other, Unread)


def test_half_a_letter_in_json_costs_its_row(tmp_path: Path) -> None:
    """JSON can name half of a pair, no text can hold it; a pair, and a backslash before `ud800`, are text."""
    path = tmp_path / "a.jsonl"
    lines = [r'{"name": "\ud800 Huawei"}', r'{"name": "\ud842\udfb7"}', r'{"name": "a\\ud800"}']
    path.write_text("\n".join(lines))
    (_, half), pair, slash = _names(path)
    assert half is not None
    assert "half a letter" in half
    assert pair == (["\U00020bb7"], None)
    assert slash == (["a\\ud800"], None)


def test_a_list_of_names_with_an_ampersand_is_several(tmp_path: Path) -> None:
    """`Smith & Co` hides no other name; `&amp;` is an ampersand, and a missing name is left out."""
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"name": [["Smith & Co", "Huawei"], ["Dahua", None]]}), path)
    assert _names(path) == [(["Smith & Co; Huawei"], None), (["Dahua"], None)]
    assert [part.strip() for part in names_inside(["Smith & Co; Huawei"])] == ["Smith & Co", "Huawei"]
    assert names_inside(["Smith &amp; Co"]) == ["Smith & Co"]


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    """Which of them was meant nobody can say; two that are not looked at are no matter."""
    path = tmp_path / "a.parquet"
    twice = pa.table({"name": ["Huawei"], "x": ["y"], "z": ["y"]})
    pq.write_table(twice.rename_columns(["name", "name", "z"]), path)
    with pytest.raises(InputError, match="2 columns `name`") as error:
        _names(path)
    assert error.value.fix
    pq.write_table(twice.rename_columns(["name", "x", "x"]), path)
    assert _names(path) == [(["Huawei"], None)]


def test_a_zero_byte_in_a_cell_is_no_utf16(tmp_path: Path) -> None:
    """Dirt in one cell does not refuse the file."""
    path = tmp_path / "a.csv"
    path.write_bytes(b"name,country\nHua\x00wei,CN\nDahua,CN\n")
    assert _names(path)[1] == (["Dahua"], None)
