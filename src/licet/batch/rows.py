"""Rows of a CSV, Parquet, XLSX or JSONL file as text cells, streaming, each with its line.

A row that does not fit is given with its error; only a file that cannot be read at all is refused.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from licet.batch.delimited import LONGEST, Row, csv_rows, open_text, too_long
from licet.batch.encoding import undecoded
from licet.core.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["PARQUET", "Row", "open_parquet", "open_rows", "text_of", "typed"]

PARQUET = ".parquet"

_Rows = Generator[Row, None, None]
_Wanted = Callable[[list[str]], Collection[int]]

_MIDNIGHT = time(0)
_JSON_HEAD = 1000
#: Half of a letter of two in `repr`: JSON can name it, no text can hold it.
_HALF = re.compile(r"(?<!\\)(?:\\\\)*\\ud[89a-f]")


@contextmanager
def open_rows(
    path: Path, encoding: str = "", wanted: _Wanted | None = None
) -> Iterator[tuple[list[str], Iterator[Row]]]:
    """The header of a file and its rows; the file's kind is its ending.

    Args:
        path: the file.
        encoding: that of a text file without a byte-order mark; UTF-8 when empty.
        wanted: which columns of a header are looked at; those of a typed file that are not come out empty,
            whatever they hold. All when None.

    Raises:
        InputError: missing, empty, or not what its ending says; raised while rows are read, too.
    """
    lines = partial(_jsonl, encoding=encoding)
    readers: dict[str, Callable[[Path, _Wanted], _Rows]] = {
        PARQUET: _parquet, ".xlsx": _xlsx, ".json": lines, ".jsonl": lines, ".ndjson": lines,
    }  # fmt: skip
    ending = path.suffix.lower()
    if encoding and ending in (PARQUET, ".xlsx"):
        raise InputError(
            f"a {ending} file knows its own encoding",
            file=str(path),
            field="--encoding",
            fix="leave it out",
        )
    typed_rows = readers.get(ending)
    rows = typed_rows(path, wanted or _all_of) if typed_rows else csv_rows(path, encoding)
    try:
        first = next(rows, None)
        if first is None:
            raise InputError("the file is empty", file=str(path), fix="give a header line and a row a party")
        yield list(first[1]), rows
    except FileNotFoundError:
        raise InputError("no such file", file=str(path), fix="check the path") from None
    except IsADirectoryError:
        raise InputError("a folder, not a file", file=str(path), fix="give one of its files") from None
    except (csv.Error, OSError) as error:
        kind = path.suffix.lstrip(".") or "csv"
        raise InputError(f"not readable as {kind}: {error}", file=str(path), fix="save it again") from None
    finally:
        rows.close()


def _all_of(header: Sequence[str]) -> Collection[int]:
    return range(len(header))


def _parquet(path: Path, wanted: _Wanted) -> _Rows:
    with open_parquet(path) as file:
        names = file.schema_arrow.names
        yield 0, names, ""
        line, places = 0, wanted(names)
        for batch in file.iter_batches(batch_size=2000):
            for record in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                line += 1
                yield typed(line, names, record, places)


@contextmanager
def open_parquet(path: Path) -> Iterator[Any]:
    """A Parquet file to read batches of.

    Raises:
        InputError: no such file, or not one of that kind; raised while batches are read, too.
        MissingExtraError: the reader is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise MissingExtraError(
            "reading Parquet needs pyarrow", fix='pip install "licet[batch]", or give CSV'
        ) from None
    try:
        with path.open("rb") as raw, pq.ParquetFile(raw) as file:
            yield file
    except FileNotFoundError:
        raise InputError("no such file", file=str(path), fix="check the path") from None
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"not readable as Parquet: {error}", file=str(path), fix="save it again") from None


def _xlsx(path: Path, wanted: _Wanted) -> _Rows:
    from zipfile import BadZipFile

    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError) as error:
        raise InputError(f"not an XLSX workbook: {error}", file=str(path), fix="save it as XLSX") from None
    try:
        _one_sheet(book, path)
        header: list[str] | None = None
        places: Collection[int] = ()
        for line, record in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
            if all(cell is None or cell == "" for cell in record):
                continue
            if header is None:
                header = ["" if cell is None else str(cell) for cell in record]
                yield line, header, ""
                places = wanted(header)
                continue
            full = [*record, *[None] * (len(header) - len(record))]
            beyond = any(cell not in (None, "") for cell in full[len(header) :])
            row = typed(line, header, full[: len(header)], places)
            yield (line, (), "cells beyond the header; fix: name their columns") if beyond else row
    finally:
        book.close()


def _one_sheet(book: Workbook, path: Path) -> None:
    """Refuse a workbook that goes on in another sheet: its rows would be left out unsaid."""
    headers = [
        next((row for row in sheet.iter_rows(values_only=True) if any(row)), ()) for sheet in book.worksheets
    ]
    for sheet, header in zip(book.worksheets[1:], headers[1:], strict=True):
        if header and header == headers[0]:
            raise InputError(
                f"sheet `{sheet.title}` has the header of the first: one sheet is read",
                file=str(path),
                fix="give each sheet as a file of its own",
            )


def _jsonl(path: Path, wanted: _Wanted, encoding: str) -> _Rows:
    names: dict[str, None] = {}
    with open_text(path, encoding=encoding) as file:
        wrong: tuple[int, str] | None = None
        for _, (line, text, error) in zip(range(_JSON_HEAD), _texts(file), strict=False):
            value = error or _object(text)
            if isinstance(value, dict):
                names |= dict.fromkeys(value)
            elif text.strip():
                wrong = wrong or (line, value)
        if not names:
            file.seek(0)
            if file.read(1) == "[":
                raise InputError("a JSON array", file=str(path), fix="write one object a line, without `[`")
            if wrong:
                why, _, fix = wrong[1].partition("; fix: ")
                raise InputError(
                    why, file=str(path), line=wrong[0], fix=fix or "write one whole JSON object a line"
                )
            return
        header = list(names)
        yield 0, header, ""
        file.seek(0)
        places = wanted(header)
        for line, text, error in _texts(file):
            if not text.strip():
                continue
            value = error or _object(text)
            if isinstance(value, str):
                yield line, (), value
            elif new := [name for name in value if name not in names]:
                yield (
                    line,
                    (),
                    f"field `{new[0]}` is new after {_JSON_HEAD} lines; fix: name it in an earlier line",
                )
            else:
                yield typed(line, header, [value.get(name) for name in header], places)


def _texts(file: TextIO) -> Iterator[tuple[int, str, str]]:
    """The lines of a file, each with its number and why it cannot be read."""
    line = 0
    while text := file.readline(LONGEST):
        line += 1
        yield line, text, too_long(text, file) or undecoded(text, file.encoding)


def _object(text: str) -> dict[str, Any] | str:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        return f"not JSON: {error.msg.lower()} at letter {error.pos + 1}"
    except (ValueError, RecursionError):
        return "not JSON: a number of too many digits, or nested too deep"
    if "\\u" in text and _HALF.search(repr(value)):
        return "not text: half a letter (`\\ud800` to `\\udfff`); fix: write both halves, or none"
    return value if isinstance(value, dict) else "not a JSON object; fix: one object a line"


def typed(line: int, names: Sequence[str], record: Sequence[object], places: Collection[int]) -> Row:
    """Text of the columns that are looked at; what is no text, number or day is refused, not guessed at."""
    cells = [""] * len(names)
    for at in places:
        try:
            cells[at] = text_of(record[at])
        except TypeError as wrong:
            return line, (), f"field `{names[at]}` {wrong}"
    return line, cells, ""


def text_of(value: object) -> str:
    """A typed value as the text that a CSV file would hold; several texts are set apart by semicolons.

    Raises:
        TypeError: it is no text, number, day or list of texts.
    """
    if isinstance(value, str):
        return value
    if value is None or value != value:  # noqa: PLR0124  not a number, as data frames write a blank
        return ""
    if isinstance(value, datetime) and value.time() == _MIDNIGHT:
        return value.date().isoformat()  # a day, as workbooks and data frames hold it
    if isinstance(value, list | tuple) and all(one is None or isinstance(one, str) for one in value):
        return "; ".join(filter(None, value))
    if isinstance(value, dict | list | tuple | bytes):
        raise TypeError(f"holds a {type(value).__name__}; fix: give text or a list of texts")
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
