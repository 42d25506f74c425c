"""Strict rows: each filled column or tag is taken, ignored by name, or the document is refused.

    with row:
        name = row.take("Name")
        row.ignore("Last_Update")

A column that a government adds, renames or drops stops the import on the first row that shows it, with
file, row and column, instead of being lost.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from types import TracebackType
from typing import Self

from licet.core.errors import SourceError

__all__ = ["Row", "csv_rows", "rows_of"]

_REPORT = "the document's format changed: compare it with the reader's columns, then amend the reader"


class Row:
    """One record of a document; leave its `with` block only when nothing filled is left unread.

    Attributes:
        number: 1-based line or record in the document, for messages and `source_ref`.
    """

    __slots__ = ("_file", "_open", "_values", "number")

    def __init__(self, values: Mapping[str, str], *, file: str, number: int) -> None:
        self._values = values
        self._open = {column for column, value in values.items() if value.strip()}
        self._file = file
        self.number = number

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and self._open:
            column = min(self._open)
            raise SourceError(
                f"column `{column}` holds `{self._values[column][:60]}`, which the reader neither takes nor "
                "ignores",
                place=self.place(column),
                fix=_REPORT,
            )

    def place(self, column: str = "") -> str:
        """Where this is: file, row and, where given, column."""
        where = f"{self._file}, row {self.number}"
        return f"{where}, column `{column}`" if column else where

    def take(self, column: str) -> str:
        """The value of a column, without surrounding space.

        Raises:
            SourceError: the document has no such column.
        """
        if column not in self._values:
            raise SourceError(f"column `{column}` is missing", place=self.place(column), fix=_REPORT)
        self._open.discard(column)
        return self._values[column].strip()

    def take_if(self, column: str) -> str:
        """The value of a column that some editions lack; empty where it is absent."""
        return self.take(column) if column in self._values else ""

    def ignore(self, *columns: str) -> None:
        """Pass over columns on purpose."""
        self._open.difference_update(columns)

    def day(self, column: str, *formats: str) -> date | None:
        """A day in one of the formats (ISO where none is given); None when the column is empty.

        Raises:
            SourceError: the column is missing or holds no such day.
        """
        text = self.take(column)
        if not text:
            return None
        for form in formats or ("%Y-%m-%d",):
            try:
                return datetime.strptime(text, form).date()
            except ValueError:
                continue
        raise self.error(f"`{text}` is not a day", column)

    def error(self, message: str, column: str = "") -> SourceError:
        """An error that points to this row; the caller raises it."""
        return SourceError(message, place=self.place(column), fix=_REPORT)


def rows_of(
    records: Iterable[Sequence[str]], columns: Sequence[str], *, file: str, first: int
) -> Iterator[Row]:
    """Rows from records under known columns; a record of another length is refused.

    Args:
        records: the cells, header excluded.
        columns: names of the cells.
        file: name for messages.
        first: number of the first record in the document.

    Raises:
        SourceError: a record has more or fewer cells than there are columns.
    """
    for number, record in enumerate(records, first):
        if len(record) != len(columns):
            raise SourceError(
                f"{len(record)} cells where {len(columns)} are expected",
                place=f"{file}, row {number}",
                fix="fetch the document again; when it stays so, its format changed",
            )
        yield Row(dict(zip(columns, record, strict=True)), file=file, number=number)


def csv_rows(
    text: str, *, file: str, vintages: Sequence[Sequence[str]], delimiter: str = ",", strict: bool = True
) -> Iterator[Row]:
    """Rows of delimited text whose header must be one of the known vintages, in any order.

    Args:
        text: the whole document.
        file: name for messages.
        vintages: the known headers, newest first.
        delimiter: the cell separator.
        strict: refuse broken quoting instead of guessing.

    Raises:
        SourceError: the header is not one of the vintages (the message names the columns that differ from
            the nearest), a record has another length, or the quoting is broken. Blank lines are passed over.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    try:
        header = [cell.strip().lstrip("\ufeff").strip('"') for cell in next(reader, [])]
        _check_header(header, vintages, file)
        for record in reader:
            if not record:
                continue
            yield from rows_of([record], header, file=file, first=reader.line_num)
    except csv.Error as error:
        raise SourceError(
            f"broken delimited text: {error}",
            place=f"{file}, row {reader.line_num}",
            fix="fetch the document again: it may be cut short or be an error page",
        ) from error


def _check_header(header: Sequence[str], vintages: Sequence[Sequence[str]], file: str) -> None:
    known = [frozenset(vintage) for vintage in vintages]
    found = frozenset(header)
    if found in known and len(found) == len(header):
        return
    nearest = min(known, key=lambda vintage: len(vintage ^ found))
    missing = ", ".join(f"`{column}`" for column in sorted(nearest - found)) or "none"
    new = ", ".join(f"`{column[:40]}`" for column in sorted(found - nearest)[:5]) or "none"
    raise SourceError(
        f"the header is not one that the reader knows: missing {missing}; new {new}",
        place=f"{file}, row 1",
        fix=_REPORT,
    )
