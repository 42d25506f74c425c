"""Inventories with any column names; bad rows are reported and the rest goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from licet.core.errors import InputError
from licet.gear.read import read_path
from licet.gear.read.table import read_csv


def test_columns_are_found_by_their_usual_names() -> None:
    """Names in other spellings and languages are found, unknown ones are listed."""
    reading = read_csv(
        b"Hostname;MAC-Adresse;Hersteller;Model No.;Shoe size\na;44-47-cc-00-00-01;X;Y;43\n", "f", {}
    )
    (device,) = reading.devices
    assert (device.name, device.maker, device.model, device.ref) == ("a", "X", "Y", "f:2")
    assert device.mac == "44-47-cc-00-00-01"
    assert reading.unread_columns == ("Shoe size",)


def test_a_column_of_addresses_needs_no_name() -> None:
    """A column full of MAC addresses is found by what is in it."""
    reading = read_csv(b"Name,Kennung\na,44:47:cc:00:00:01\nb,44:47:cc:00:00:02\n", "f", {})
    assert [device.mac for device in reading.devices] == ["44:47:cc:00:00:01", "44:47:cc:00:00:02"]


def test_a_mapping_comes_first() -> None:
    """The user's mapping beats the usual names, and unknown fields or columns are errors."""
    data = b"Model,Bezeichnung\nX,DS-2CD2386G2-IU\n"
    (device,) = read_csv(data, "f", {"model": "Bezeichnung"}).devices
    assert device.model == "DS-2CD2386G2-IU"
    with pytest.raises(InputError, match="no column is called `nix`"):
        read_csv(data, "f", {"model": "nix"})
    with pytest.raises(InputError, match="no field is called `colour`"):
        read_csv(data, "f", {"colour": "Model"})


def test_bad_values_are_placed_and_the_rest_is_read() -> None:
    """A broken address names line, field and fix; the row keeps its model, the other rows stay."""
    reading = read_csv(b"Name,MAC,Model\na,1.23E+12,X\nb,44:47:cc:00:00:01,Y\n", "inv.csv", {})
    assert [(device.model, device.mac) for device in reading.devices] == [
        ("X", ""),
        ("Y", "44:47:cc:00:00:01"),
    ]
    (problem,) = reading.problems
    assert (problem.file, problem.line, problem.field) == ("inv.csv", 2, "mac")
    assert "text" in problem.fix


def test_lines_are_those_of_the_file() -> None:
    """Title lines and quoted line breaks do not shift the line numbers."""
    reading = read_csv(b'Inventory 2026,,\n,,\nName,MAC,Note\na,x,"two\nlines"\nb,y,\n', "f", {})
    assert [device.ref for device in reading.devices] == ["f:4", "f:6"]
    assert [problem.line for problem in reading.problems] == [4, 6]


def test_all_makers_of_one_line_are_devices() -> None:
    """Second manufacturers and approved maker lists of a bill of materials are examined too."""
    data = (
        b"Ref,Manufacturer 1,Manufacturer Part Number 1,Manufacturer 2,Manufacturer Part Number 2,AML\n"
        b"U1,TI,ABC,HiSilicon,Hi3520D,Foo;Bar\n"
    )
    makers = [(device.maker, device.part) for device in read_csv(data, "f", {}).devices]
    assert makers == [("TI", "ABC"), ("HiSilicon", "Hi3520D"), ("Foo", ""), ("Bar", "")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings_people_save_in(encoding: str) -> None:
    """Excel's encodings are read."""
    (device,) = read_csv("Name,Model\nPförtner,X\n".encode(encoding), "f", {}).devices
    assert device.name == "Pförtner"


@pytest.mark.parametrize("data", [b"", b"\n\n", b"hello\nworld\n", b"Qty,Country\n1,DE\n"])
def test_what_is_no_inventory_is_refused_with_a_fix(data: bytes) -> None:
    """An empty file, prose, or a table that says nothing of devices is an error with a fix."""
    with pytest.raises(InputError) as caught:
        read_csv(data, "f", {})
    assert caught.value.fix


def test_workbooks_are_read_sheet_by_sheet(tmp_path: Path) -> None:
    """Each sheet with a header is read, numbers become text, a sheet without one is reported."""
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "Cameras"
    first.append(["Camera", "MAC", "Model", "Serial"])
    first.append(["a", "44:47:cc:00:00:01", "DS-2CD2386G2-IU", 12345.0])
    first.append(["b", 1e12, "X", None])
    book.create_sheet("Notes").append(["nothing", "here"])
    path = tmp_path / "inventory.xlsx"
    book.save(path)
    reading = read_path(path)
    assert [(device.ref, device.serial) for device in reading.devices] == [
        ("inventory.xlsx[Cameras]:2", "12345"),
        ("inventory.xlsx[Cameras]:3", ""),
    ]
    assert {problem.file for problem in reading.problems} == {
        "inventory.xlsx[Cameras]",
        "inventory.xlsx[Notes]",
    }


def test_a_broken_workbook_is_an_input_error(tmp_path: Path) -> None:
    """A ZIP file that is no workbook says so."""
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(InputError, match="not a workbook"):
        read_path(path)


@given(st.binary(max_size=300))
def test_any_bytes_are_devices_or_an_input_error(data: bytes) -> None:
    """No table, however broken, raises anything else."""
    for start in (b"", b"Name,MAC,Model\n"):
        try:
            reading = read_csv(start + data, "fuzz", {})
        except InputError:
            continue
        assert all(device.ref.startswith("fuzz:") for device in reading.devices)
