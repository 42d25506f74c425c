"""Rows of a CSV file as other systems write them: which encoding, which separator, where a quote went wrong.

A quote that is opened and never closed would swallow the rows behind it. Here it costs the row it stands in:
that row is given with an error, and reading goes on with the next line.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from itertools import count, filterfalse, repeat
from pathlib import Path
from typing import TextIO

from licet.batch.encoding import ESCAPED, ESCAPING, encoding_of, undecoded
from licet.core.errors import InputError

__all__ = ["LONGEST", "Row", "csv_rows", "open_text", "too_long"]

#: Line (or 1-based row), cells, and why the row could not be read; empty when it could.
Row = tuple[int, Sequence[str], str]

#: Letters of a line at most, so that a file without line ends is not read into memory.
LONGEST = 1_000_000
_LONG = f"a line of more than {LONGEST:,} letters; fix: one party a line"

#: Lines of a record at most: an address has a few, an open quote all that are left.
_MOST_LINES = 50

#: Lines that are read at once.
_BLOCK = 256

_SAMPLE = 8192
_SEPARATORS = ",;\t|"
_QUOTED = re.compile(r'"[^"]*"')
_SAID = re.compile(r"sep=(.)\s*")

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
def open_text(path: Path, newline: str | None = None, encoding: str = "") -> Iterator[TextIO]:
    """A text file in what its byte-order mark says, in what is given, or in UTF-8.

    Bytes behind its beginning that do not fit are escaped.

    Raises:
        InputError: it is an archive or a workbook, or its beginning is in another encoding.
        OSError: it cannot be read.
    """
    with path.open("rb") as raw:
        head = raw.read(_SAMPLE)
    for start, what, fix in _NO_TEXT:
        if head.startswith(start):
            raise InputError(f"{what}, not text", file=str(path), fix=fix)
    name = encoding_of(path, head, encoding)
    with path.open(encoding=name, errors=ESCAPING, newline=newline) as file:
        yield file


def too_long(text: str, file: TextIO) -> str:
    """Why a line that was read up to `LONGEST` letters cannot be read; what is left of it is skipped."""
    if len(text) < LONGEST:
        return ""
    while text and not text.endswith(("\n", "\r")):
        text = file.readline(LONGEST)
    return _LONG


def csv_rows(path: Path, encoding: str = "") -> Generator[Row, None, None]:
    """The header, then the rows, each with the line it begins at; blank rows are left out."""
    with open_text(path, newline="", encoding=encoding) as file:
        separator, before = _separator(file)
        width = 0
        for line, record, error in _records(file, separator):
            if error or any(map(str.strip, record)):
                if not width:
                    if error:
                        raise csv.Error(f"the header: {error}")
                    width = len(record)
                yield line + before, record, error or ("" if len(record) == width else _misfit(record, width))


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
    fix = "quote cells with commas" if len(record) > width else "write every cell, the empty ones too"
    cells = "1 cell" if len(record) == 1 else f"{len(record)} cells"
    return f"{cells} where {width} are expected; fix: {fix}"


def _records(file: TextIO, separator: str) -> Iterator[Row]:
    """Records with the line each begins at: of a block of lines at once where each line is one record."""
    line, width = 1, 0
    while block := _lines(file):
        records = _each_a_line(block, separator)
        if records is None:
            line, width = yield from _line_by_line(block, file, separator, line, width)
            continue
        width = width or next(filter(None, map(len, records)), 0)
        yield from zip(count(line), records, repeat(""))
        line += len(records)


def _lines(file: TextIO) -> list[str]:
    """The next lines; a line that is too long is the last of them."""
    lines: list[str] = []
    letters = 0
    while len(lines) < _BLOCK and letters < LONGEST and (text := _next_line(file)):
        lines.append(text)
        letters += len(text)
    return lines


def _next_line(file: TextIO) -> str:
    """The next line; of one that is too long the first `LONGEST` letters, and the rest is skipped."""
    text = file.readline(LONGEST)
    if len(text) >= LONGEST:
        too_long(text, file)
    return text


def _each_a_line(lines: Sequence[str], separator: str) -> list[list[str]] | None:
    """The records of lines that are one each, with nothing wrong in any; else None."""
    if len(lines[-1]) >= LONGEST or any(map(ESCAPED.search, filterfalse(str.isascii, lines))):
        return None
    try:
        records = list(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error:
        return None
    return records if len(records) == len(lines) else None


def _line_by_line(
    block: Sequence[str], file: TextIO, separator: str, line: int, width: int
) -> Generator[Row, None, tuple[int, int]]:
    """The records of a block, and of lines behind it that its last one needs; the next line and the width.

    One that does not end, or that spans lines and has not as many cells as the header, is taken for a broken
    quote: its first line is read alone, then the others anew.
    """
    back = deque(block)
    taken: list[str] = []

    def wrong(text: str) -> str:
        return _LONG if len(text) >= LONGEST else undecoded(text, file.encoding)

    def lines() -> Iterator[str]:
        while text := back.popleft() if back else _next_line(file):
            taken.append(text)
            if len(taken) > _MOST_LINES:
                raise _OpenQuoteError
            yield text

    reader = csv.reader(lines(), delimiter=separator, strict=True)
    while back:
        taken.clear()
        error = ""
        try:
            record = next(reader)
            whole = len(taken) == 1 or not width or len(record) == width
        except csv.Error:
            whole = False
        if not whole:
            back.extendleft(reversed(taken[1:]))
            several = len(taken) > 1
            del taken[1:]
            record, error = _alone(taken[0], separator)
            if several and len(record) != width:
                error = "a quote is opened and not closed; fix: close it, or double it inside a cell"
            reader = csv.reader(lines(), delimiter=separator, strict=True)
        width = width or len(record)
        yield line, record, next(filter(None, map(wrong, taken)), error)
        line += len(taken)
    return line, width


def _alone(text: str, separator: str) -> tuple[list[str], str]:
    """One line read as far as it can be: `"Acme" Ltd` is Acme Ltd."""
    try:
        return next(csv.reader([text], delimiter=separator), []), ""
    except csv.Error as error:
        return [], f"no CSV: {error}"
