"""Rows of a CSV file as other systems write them: which encoding, which separator, where a quote went wrong.

A quote that is opened and never closed would swallow the rows behind it. Here it costs the row it stands in:
that row is given with an error, and reading goes on with the next line.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from licet.core.errors import InputError

__all__ = ["LONGEST", "Row", "csv_rows", "not_utf8", "open_text", "too_long"]

#: Line (or 1-based row), cells, and why the row could not be read; empty when it could.
Row = tuple[int, Sequence[str], str]

#: Letters of a line at most, so that a file without line ends is not read into memory.
LONGEST = 1_000_000

#: Lines of a record at most: an address has a few, an open quote all that are left.
_MOST_LINES = 50

_SAMPLE = 8192
_SEPARATORS = ",;\t|"
_QUOTED = re.compile(r'"[^"]*"')
_SAID = re.compile(r"sep=(.)\s*")

#: What a byte that is no UTF-8 becomes (`surrogateescape`).
_ESCAPED = re.compile("[\udc80-\udcff]")

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: What a file begins with that is no text: what it is, and what to do.
_NO_TEXT = (
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"PK\x03\x04", "a workbook or a ZIP archive", "name it .xlsx, or unpack it first"),
    (b"\xd0\xcf\x11\xe0", "a workbook of the old kind (.xls)", "save it as XLSX"),
    (b"PAR1", "a Parquet file", "name it .parquet"),
)


class _OpenQuoteError(csv.Error):
    """A record that does not end."""


@contextmanager
def open_text(path: Path, newline: str | None = None) -> Iterator[TextIO]:
    """A text file in UTF-8, or in what its byte-order mark says; later bytes that are none are escaped.

    Raises:
        InputError: it is an archive or a workbook.
        UnicodeDecodeError: its beginning is not UTF-8.
        OSError: it cannot be read.
    """
    with path.open("rb") as raw:
        head = raw.read(_SAMPLE)
    for start, what, fix in _NO_TEXT:
        if head.startswith(start):
            raise InputError(f"{what}, not text", file=str(path), fix=fix)
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    if marked is None:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    errors = "strict" if marked else "surrogateescape"
    with path.open(encoding=marked or "utf-8-sig", errors=errors, newline=newline) as file:
        yield file


def not_utf8(text: str) -> str:
    """Why a line of `open_text` cannot be read, if it holds a byte that is no UTF-8; else empty."""
    found = None if text.isascii() else _ESCAPED.search(text)
    if found is None:
        return ""
    return f"not UTF-8: byte {ord(found[0]) - 0xDC00:#04x}; fix: save the file as CSV UTF-8"


def too_long(text: str, file: TextIO) -> str:
    """Why a line that was read up to `LONGEST` letters cannot be read; what is left of it is skipped."""
    if len(text) < LONGEST:
        return ""
    while text and not text.endswith(("\n", "\r")):
        text = file.readline(LONGEST)
    return f"a line of more than {LONGEST:,} letters; fix: one party a line"


def csv_rows(path: Path) -> Generator[Row, None, None]:
    """The header, then the rows, each with the line it begins at; blank rows are left out."""
    with open_text(path, newline="") as file:
        separator, before = _separator(file)
        width = 0
        for line, record, error in _records(file, separator):
            if error or any(cell.strip() for cell in record):
                if not width:
                    if error:
                        raise csv.Error(f"the header: {error}")
                    width = len(record)
                yield line + before, record, error or _misfit(record, width)


def _separator(file: TextIO) -> tuple[str, int]:
    """What separates cells, and how many lines to leave out (Excel's `sep=;`)."""
    sample = file.read(_SAMPLE)
    file.seek(0)
    lines = [line for line in sample.splitlines() if line.strip()] or [""]
    said = _SAID.fullmatch(lines[0])
    if said:
        file.readline()
        return said[1], 1
    return max(_SEPARATORS, key=_QUOTED.sub("", lines[0]).count), 0


def _misfit(record: Sequence[str], width: int) -> str:
    if len(record) == width:
        return ""
    fix = "quote cells with commas" if len(record) > width else "write every cell, the empty ones too"
    return f"{len(record)} cells where {width} are expected; fix: {fix}"


def _records(file: TextIO, separator: str) -> Iterator[Row]:
    """Records with the line each begins at. One that does not end, or that spans lines and has not as many
    cells as the header, is taken for a broken quote: its first line is read alone, then the others anew.
    """
    back: deque[str] = deque()
    taken: list[str] = []
    wrong: list[str] = []

    def lines() -> Iterator[str]:
        while text := back.popleft() if back else file.readline(LONGEST):
            if error := too_long(text, file) or not_utf8(text):
                wrong.append(error)
            taken.append(text)
            if len(taken) > _MOST_LINES:
                raise _OpenQuoteError
            yield text

    reader, line, width = csv.reader(lines(), delimiter=separator, strict=True), 1, 0
    while True:
        taken.clear()
        wrong.clear()
        error = ""
        try:
            record = next(reader)
            whole = len(taken) == 1 or not width or len(record) == width
        except StopIteration:
            return
        except csv.Error:
            whole = False
        if not whole:
            back.extendleft(reversed(taken[1:]))
            several = len(taken) > 1
            del taken[1:], wrong[1:]
            record, error = _alone(taken[0], separator)
            if several and len(record) != width:
                error = "a quote is opened and not closed; fix: close it, or double it inside a cell"
            reader = csv.reader(lines(), delimiter=separator, strict=True)
        width = width or len(record)
        yield line, record, (wrong[0] if wrong else error)
        line += len(taken)


def _alone(text: str, separator: str) -> tuple[list[str], str]:
    """One line read as far as it can be: `"Acme" Ltd` is Acme Ltd."""
    try:
        return next(csv.reader([text], delimiter=separator), []), ""
    except csv.Error as error:
        return [], f"no CSV: {error}"
