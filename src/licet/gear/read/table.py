"""Inventories and spreadsheet bills of materials: CSV and XLSX with any column names.

Columns are found by their names, then by what is in them; a mapping given by the user comes first. Title
lines above the header are passed over. A row with a bad value keeps its other values.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from zipfile import BadZipFile

from licet.core.errors import InputError
from licet.gear.device import Device
from licet.gear.facts import rows
from licet.gear.mac import parse_mac
from licet.gear.read.reading import Problem, Reading, join

__all__ = ["FIELDS", "knows_header", "read_csv", "read_xlsx"]

_NAMES: Mapping[str, str] = MappingProxyType({row["field"]: row["names"] for row in rows("columns")})
#: Field of `Device` for each folded column name.
FIELDS: Mapping[str, str] = MappingProxyType(
    {name: field for field, names in _NAMES.items() for name in names.split("|")}
)
_ALTERNATIVE = re.compile(r"^(manufacturer|manufacturer part number|mpn|mfr)\s*([2-9])$")
_MANY_MAKERS = frozenset({"approved manufacturer list", "aml", "approved manufacturers"})
_HEADER_SEARCH, _SAMPLE = 20, 60


def _folded(header: str) -> str:
    return " ".join(re.sub(r"[^\w]+|_", " ", header.casefold()).split())


def knows_header(cells: Sequence[str]) -> bool:
    """Whether a row of cells names at least one column that is known."""
    return any(_folded(cell) in FIELDS for cell in cells)


@dataclass(frozen=True, slots=True)
class _Columns:
    by_field: Mapping[str, int]
    alternatives: tuple[tuple[int, int], ...]
    many_makers: int
    unread: tuple[str, ...]
    header: tuple[str, ...]


def _choose(
    header: Sequence[str], sample: Sequence[Sequence[str]], mapping: Mapping[str, str], file: str, line: int
) -> _Columns:
    by_field: dict[str, int] = {}
    folded = [_folded(cell) for cell in header]
    for wanted, name in mapping.items():
        if wanted not in _NAMES:
            raise InputError(
                f"no field is called `{wanted}`",
                field="mapping",
                fix=f"use one of {', '.join(sorted(_NAMES))}",
            )
        if _folded(name) not in folded:
            raise InputError(
                f"no column is called `{name}`",
                file=file,
                line=line,
                field="mapping",
                fix=f"the columns are {', '.join(f'`{cell}`' for cell in header if cell)}",
            )
        by_field[wanted] = folded.index(_folded(name))
    for at, name in enumerate(folded):
        field = FIELDS.get(name)
        if field and field not in by_field and at not in by_field.values():
            by_field[field] = at
    if "mac" not in by_field:
        for at in range(len(header)):
            values = [row[at] for row in sample if at < len(row) and row[at]]
            if at not in by_field.values() and values and sum(map(_is_mac, values)) * 2 > len(values):
                by_field["mac"] = at
                break
    others: dict[str, dict[str, int]] = {}
    for at, name in enumerate(folded):
        found = _ALTERNATIVE.match(name)
        if found:
            others.setdefault(found[2], {})["maker" if found[1] in ("manufacturer", "mfr") else "part"] = at
    alternatives = tuple((pair.get("maker", -1), pair.get("part", -1)) for pair in others.values())
    many = next((at for at, name in enumerate(folded) if name in _MANY_MAKERS), -1)
    used = {*by_field.values(), many, *(at for pair in alternatives for at in pair)}
    unread = tuple(cell for at, cell in enumerate(header) if at not in used and cell)
    return _Columns(
        by_field=by_field, alternatives=alternatives, many_makers=many, unread=unread, header=tuple(header)
    )


def _is_mac(text: str) -> bool:
    try:
        return bool(parse_mac(text)) and not text.isdigit()
    except InputError:
        return False


def _read_rows(
    numbered: Iterable[tuple[int, Sequence[str]]], file: str, mapping: Mapping[str, str], sheet: str = ""
) -> Reading:
    lines = iter(numbered)
    head = list(islice(lines, _HEADER_SEARCH + _SAMPLE))
    wanted = {_folded(name) for name in mapping.values()}
    start, most = -1, 0
    for at, (_, cells) in enumerate(head[:_HEADER_SEARCH]):
        score = sum(_folded(cell) in FIELDS or _folded(cell) in wanted for cell in cells)
        if score > most and not any(_is_mac(cell) for cell in cells):
            start, most = at, score
    if start < 0:
        return _headless(head, lines, file)
    columns = _choose(
        head[start][1], [cells for _, cells in head[start + 1 :]], mapping, file, head[start][0]
    )
    if not columns.by_field.keys() - {"quantity", "contract", "country"}:
        raise InputError(
            "no column says what a device is",
            file=file,
            line=head[start][0],
            fix="name the columns with --map, such as `--map mac='Ethernet ID' --map model=Typ`",
        )
    place = f"{file}[{sheet}]" if sheet else file
    devices: list[Device] = []
    problems: list[Problem] = []
    for line, cells in _chain(head[start + 1 :], lines):
        if any(cells):
            devices += _row(cells, line, place, columns, problems)
    return Reading(
        devices=tuple(devices),
        problems=tuple(problems),
        columns=tuple((columns.header[at], field) for field, at in columns.by_field.items()),
        unread_columns=columns.unread,
    )


def _chain(
    head: list[tuple[int, Sequence[str]]], rest: Iterator[tuple[int, Sequence[str]]]
) -> Iterator[tuple[int, Sequence[str]]]:
    yield from head
    yield from rest


def _row(
    cells: Sequence[str], line: int, file: str, columns: _Columns, problems: list[Problem]
) -> Iterator[Device]:
    if len(cells) > len(columns.header) and any(cells[len(columns.header) :]):
        problems.append(
            Problem(
                file=file,
                line=line,
                message=f"{len(cells)} cells under {len(columns.header)} columns: the last were not read",
                fix="quote values that contain the separator",
            )
        )
    values = {
        field: cells[at].strip() for field, at in columns.by_field.items() if at < len(cells) and cells[at]
    }
    if "mac" in values:
        try:
            parse_mac(values["mac"])
        except InputError as error:
            problems.append(Problem.of(error, file=file, line=line))
            del values["mac"]
    ref = f"{file}:{line}"
    yield Device(ref=ref, **values)  # type: ignore[arg-type]
    shared = {key: values[key] for key in ("name", "site", "description", "contract") if key in values}
    for number, (maker, part) in enumerate(columns.alternatives, start=2):
        other = {
            key: cells[at].strip()
            for key, at in (("maker", maker), ("part", part))
            if 0 <= at < len(cells) and cells[at].strip()
        }
        if other:
            yield Device(ref=f"{ref} (alternative {number})", **shared, **other)  # type: ignore[arg-type]
    if 0 <= columns.many_makers < len(cells):
        for name in re.split(r"[;|\n]", cells[columns.many_makers]):
            if name.strip():
                yield Device(ref=f"{ref} (approved maker)", maker=name.strip(), **shared)  # type: ignore[arg-type]


def _headless(
    head: list[tuple[int, Sequence[str]]], rest: Iterator[tuple[int, Sequence[str]]], file: str
) -> Reading:
    """A table without a header: only a column of MAC addresses can be told by itself."""
    filled = [pair for pair in _chain(head, rest) if any(pair[1])]
    width = max((len(cells) for _, cells in filled), default=0)
    for at in range(width):
        values = [cells[at] for _, cells in filled if at < len(cells) and cells[at]]
        if values and sum(map(_is_mac, values)) * 2 > len(values):
            header = ["mac" if number == at else f"column {number + 1}" for number in range(width)]
            return _read_rows([(0, header), *filled], file, {})
    raise InputError(
        "no header row and no column of MAC addresses was found",
        file=file,
        line=1,
        fix="put a first row with names such as Name, MAC, Manufacturer, Model, Serial, or use --map",
    )


def read_csv(data: bytes, file: str, mapping: Mapping[str, str]) -> Reading:
    """An inventory as text with separators; UTF-8, UTF-16 or Windows-1252.

    Raises:
        InputError: there is no row, no header, or a mapping names a column that is not there.
    """
    text = decode(data)
    if not text.strip():
        raise InputError("the file is empty", file=file, fix="export the inventory again")
    first = "\n".join(text.splitlines()[:_HEADER_SEARCH])
    separator = max(",;\t|", key=first.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        return _read_rows(_numbered(reader), file, mapping)
    except csv.Error as error:
        raise InputError(
            f"the table cannot be read: {error}", file=file, fix="save it as CSV UTF-8"
        ) from error


def _numbered(reader: Iterator[list[str]]) -> Iterator[tuple[int, Sequence[str]]]:
    line = 1
    for cells in reader:
        yield line, cells
        line = int(getattr(reader, "line_num", line)) + 1


def decode(data: bytes) -> str:
    """Text of a file people saved: by its mark, as UTF-8, else as Windows-1252."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read_xlsx(path: Path, mapping: Mapping[str, str]) -> Reading:
    """An inventory as a workbook: every sheet that has a header is read.

    Raises:
        InputError: the file is no workbook, or no sheet can be read.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError) as error:
        raise InputError("not a workbook", file=str(path), fix="save it as .xlsx or .csv") from error
    found: list[Reading] = []
    refused: list[Problem] = []
    try:
        for sheet in book.worksheets:
            numbered = (
                (number, tuple(map(_cell, values)))
                for number, values in enumerate(sheet.iter_rows(values_only=True), start=1)
            )
            try:
                found.append(_read_rows(numbered, path.name, mapping, sheet.title))
            except InputError as error:
                refused.append(
                    Problem(file=f"{path.name}[{sheet.title}]", message=error.message, fix=error.fix)
                )
    finally:
        book.close()
    if not found:
        raise InputError(
            refused[0].message if refused else "the workbook is empty",
            file=str(path),
            fix=refused[0].fix if refused else "export the inventory again",
        )
    return join([*found, Reading(problems=tuple(refused))])


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
