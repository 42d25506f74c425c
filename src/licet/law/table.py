"""Dated tables: lines of the official text, each true from one day to another.

A table is a tab-separated file. The first line names the editions of the official text it was made from,
the second the day back to which the first edition's text is known to be unchanged and why, the third the
columns; the first two columns of every line are `from` and `to` (half-open, `to` empty while the line still
stands). A line whose change is dated by a known document bears that day; otherwise it bears the day of the
first edition that shows it, and the days between the two editions are `BETWEEN`. A day followed by `?` is
known from data only, not from a document.

    # editions 2025-01-29 2025-08-02
    # since 2024-12-26 89 FR 93166
    from        to          group  country
    2024-12-26              A:1    AR

Nothing here guesses. A day before `since` is `BEFORE`: the oldest text held is given, and whoever asks must
say that it is not confirmed for that day. A day after the last edition is `AFTER`: the newest text held is
given, as the law known to licet.
"""

from __future__ import annotations

import enum
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from types import MappingProxyType

from licet.core.errors import SourceError
from licet.core.period import Period

__all__ = ["Dated", "Head", "Line", "Table", "Vintage", "parse_table", "read_table", "write_table"]


class Vintage(enum.Enum):
    """How well a day is covered by the editions held."""

    HELD = "held"
    BETWEEN = "changed between two editions held, on a day not known"
    BEFORE = "before the first edition held"
    AFTER = "after the last edition held"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table.

    Attributes:
        start: first day, or first edition, that has it.
        end: first day, or first edition, without it; None while it stands.
        cells: the other columns, in the file's order.
        confirmed: whether both days are known from a document or an edition.
    """

    start: date
    end: date | None
    cells: tuple[str, ...]
    confirmed: bool = True

    @property
    def period(self) -> Period:
        """The line's days as a period."""
        return Period(start=self.start, end=self.end, confirmed=self.confirmed)


@dataclass(frozen=True, slots=True)
class Dated:
    """The lines of one key on a day, and how well that day is covered."""

    lines: tuple[Line, ...]
    vintage: Vintage


@dataclass(frozen=True, slots=True)
class Head:
    """What a table says of itself.

    Attributes:
        editions: the editions of the official text that it was made from, in order.
        since: the day back to which the first edition's text is known to be unchanged.
        why: the document that this rests on.
    """

    editions: tuple[date, ...]
    since: date
    why: str


class Table:
    """The lines of one file, found by the value of their first column after the dates."""

    __slots__ = ("_by_key", "columns", "editions", "name", "since", "why")

    def __init__(self, name: str, head: Head, columns: tuple[str, ...], lines: list[Line]) -> None:
        self.name = name
        self.editions = head.editions
        self.since = head.since
        self.why = head.why
        self.columns = columns
        grouped: dict[str, list[Line]] = {}
        for line in lines:
            grouped.setdefault(line.cells[0], []).append(line)
        self._by_key: Mapping[str, tuple[Line, ...]] = MappingProxyType(
            {key: tuple(group) for key, group in grouped.items()}
        )

    def __iter__(self) -> Iterator[Line]:
        for group in self._by_key.values():
            yield from group

    def keys(self) -> tuple[str, ...]:
        """All keys, in the file's order."""
        return tuple(self._by_key)

    def of(self, key: str) -> tuple[Line, ...]:
        """All lines of a key, whenever they held."""
        return self._by_key.get(key, ())

    def read_on(self, on: date) -> date:
        """The day as which the table is read: days before `since` as that day."""
        return max(on, self.since)

    def on(self, key: str, on: date) -> Dated:
        """The lines of a key that hold on a day; on days outside the editions, the nearest text held."""
        day = self.read_on(on)
        lines = tuple(
            line for line in self.of(key) if line.start <= day and (line.end is None or day < line.end)
        )
        return Dated(lines, self.vintage(on, key))

    def vintage(self, on: date, key: str | None = None) -> Vintage:
        """How well a day is covered; with a key, whether that key's text changed around the day."""
        if on < self.since:
            return Vintage.BEFORE
        if on < self.editions[0]:
            return Vintage.HELD
        if on > self.editions[-1]:
            return Vintage.AFTER
        if on == self.editions[-1]:
            return Vintage.HELD
        later = self.editions[bisect_right(self.editions, on)]
        if key is not None and any(later in (line.start, line.end) for line in self.of(key)):
            return Vintage.BETWEEN if on not in self.editions else Vintage.HELD
        return Vintage.HELD


def _day(text: str, place: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SourceError(f"not a day: `{text}`", place=place, fix="run `licet law build` again") from None


def read_table(package: str, name: str) -> Table:
    """A table from a package's folder.

    Raises:
        SourceError: the file is not a dated table.
    """
    text = resources.files(package).joinpath(name).read_text(encoding="utf-8")
    return parse_table(name, text)


def parse_table(name: str, text: str) -> Table:
    """A table from the text of its file.

    Raises:
        SourceError: the text is not a dated table.
    """
    rows = text.split("\n")
    if len(rows) < 3 or not rows[0].startswith("# editions ") or not rows[1].startswith("# since "):
        raise SourceError("no lines of editions and since", place=name, fix="run `licet law build` again")
    editions = tuple(_day(part, name) for part in rows[0].removeprefix("# editions ").split())
    since, _, why = rows[1].removeprefix("# since ").partition(" ")
    days: dict[str, date | None] = {"": None}
    lines: list[Line] = []
    for number, row in enumerate(rows[3:], start=4):
        if not row:
            continue
        start, end, *cells = row.split("\t")
        for day in (start, end):
            if day not in days:
                days[day] = _day(day.removesuffix("?"), f"{name}, line {number}")
        first = days[start]
        if first is None or not cells:
            raise SourceError("a line without its first day or key", place=f"{name}, line {number}")
        lines.append(Line(first, days[end], tuple(cells), "?" not in start + end))
    head = Head(editions, _day(since, name), why)
    return Table(name, head, tuple(rows[2].split("\t")[2:]), lines)


def write_table(head: Head, columns: tuple[str, ...], lines: list[Line]) -> str:
    """The text of a table's file; the same lines give the same bytes.

    Raises:
        SourceError: a cell holds a tab or a line end.
    """
    out = [
        "# editions " + " ".join(day.isoformat() for day in head.editions),
        f"# since {head.since.isoformat()} {head.why}",
        "\t".join(("from", "to", *columns)),
    ]
    for line in lines:
        for cell in line.cells:
            if "\t" in cell or "\n" in cell:
                raise SourceError(f"a cell holds a tab or a line end: `{cell[:60]}`")
        doubt = "" if line.confirmed else "?"
        start = line.start.isoformat() + (doubt if not line.end else "")
        end = line.end.isoformat() + doubt if line.end else ""
        out.append("\t".join((start, end, *line.cells)))
    return "\n".join(out) + "\n"
