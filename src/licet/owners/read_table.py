"""CSV and XLSX: `owner, owned, share, from, to, source`, and, if wanted, names, countries and the kind.

Columns may come in any order and under the usual other names; a column that is not known is an error,
so a misspelt one is never silently empty. Ten million rows are read in one pass.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from operator import itemgetter
from pathlib import Path
from typing import IO, Any

from licet.core.country import country_code
from licet.core.errors import InputError
from licet.owners.builder import Builder
from licet.owners.graph import NEVER, UNNAMED, Kind, Sort, Source
from licet.owners.percent import parse_share

__all__ = ["read_csv", "read_xlsx"]

_COLUMNS = {
    "owner": "owner", "parent": "owner", "owned": "owned", "company": "owned", "subsidiary": "owned",
    "share": "share", "percent": "share", "percentage": "share", "ownership": "share",
    "from": "from", "start": "from", "to": "to", "end": "to", "until": "to",
    "source": "source", "kind": "kind", "owner_name": "owner_name", "owned_name": "owned_name",
    "owner_country": "owner_country", "owned_country": "owned_country", "vouched": "vouched",
    "vouched_by": "vouched",
}  # fmt: skip
_KINDS = {kind.name.lower(): kind for kind in Kind} | {"": Kind.OWNS, "shares": Kind.OWNS}
_SHARE_FIX = "write a percentage such as 50, 33.3, 16 2/3, 25-50, >25-50, ~33.3 or unknown"
_DAY_FIX = "write a day as 2025-09-29"


def read_csv(file: IO[str], name: str, builder: Builder, *, tab: bool = False) -> Iterator[InputError]:
    """Read a CSV (or TSV) whose first line names the columns."""
    rows = csv.reader(file, delimiter="\t" if tab else ",", strict=True)
    try:
        yield from _read(rows, name, builder)
    except csv.Error as error:
        raise InputError(
            f"not CSV: {error}", file=name, line=rows.line_num, fix="check the quotes on that line"
        ) from error


def read_xlsx(path: Path, builder: Builder) -> Iterator[InputError]:
    """Read the first sheet of an Excel file."""
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise InputError("not an Excel file", file=path.name, fix="save it as XLSX or CSV") from error
    try:
        sheet = book.worksheets[0]
        rows = ([_cell(value) for value in row] for row in sheet.iter_rows(values_only=True))
        yield from _read(rows, path.name, builder)
    finally:
        book.close()


def _cell(value: Any) -> str:  # noqa: ANN401  (a cell may hold anything)
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float):
        # A float's shortest text is what the person typed: 33.3, not 33.2999999.
        return repr(value).removesuffix(".0")
    return str(value)


def _read(rows: Iterable[Sequence[str]], name: str, builder: Builder) -> Iterator[InputError]:
    held = iter(rows)
    head = next(held, None)
    if head is None:
        raise InputError("the file is empty", file=name, fix="the first line names the columns")
    at = _columns(head, name)
    owner_at, owned_at, share_at = at["owner"], at["owned"], at.get("share", -1)
    others = _Others(at, name, builder)
    shares: dict[str, int] = {}
    told: dict[tuple[str, ...], tuple[int, int, int, int]] = {}
    add, party, width = builder.row, builder.party, len(head)
    for place, row in enumerate(held, start=2):
        if len(row) != width:
            if any(row):
                yield InputError(
                    f"{len(row)} cells where the first line has {width}",
                    file=name,
                    line=place,
                    fix="quote cells that hold a comma",
                )
            continue
        owned = row[owned_at].strip()
        if not owned:
            if any(row):
                yield InputError(
                    "nobody is owned", file=name, line=place, field="owned", fix="fill in the owned party"
                )
            continue
        text = row[share_at] if share_at >= 0 else ""
        share = shares.get(text)
        try:
            if share is None:
                share = shares[text] = builder.share(_share(text))
            first, last, source, kind = told.get(key := others.key(row)) or others.of(row, key, told)
            about = others.about(row) if others.describes else ()
        except _BadCell as bad:
            yield InputError(bad.message, file=name, line=place, field=bad.field, fix=bad.fix)
            continue
        owner = row[owner_at].strip()
        if owner.lower() in UNNAMED:
            who = party(f"{name}#{place}", name=f"unnamed owner of {owned}", sort=Sort.UNNAMED)
        else:
            who = party(owner)
        what = party(owned)
        for mine, field, text in about:
            at_whom = who if mine else what
            if field == "name":
                builder.describe(at_whom, name=text)
            else:
                builder.describe(at_whom, country=text)
        add(who, what, share, source, kind, first, last, place)


class _BadCell(Exception):  # noqa: N818  (not an error to see: it becomes a reported row)
    """A cell that can't be read: its field, what is wrong, the fix."""

    def __init__(self, field: str, message: str, fix: str) -> None:
        self.field, self.message, self.fix = field, message, fix
        super().__init__(message)


def _share(text: str) -> Any:  # noqa: ANN401
    try:
        return parse_share(text)
    except ValueError as error:
        raise _BadCell("share", str(error), _SHARE_FIX) from error


def _columns(head: Sequence[str], name: str) -> dict[str, int]:
    at: dict[str, int] = {}
    for place, title in enumerate(head):
        key = _COLUMNS.get("_".join(title.strip().lower().split()))
        if key is None:
            raise InputError(
                f"unknown column `{title}`",
                file=name,
                line=1,
                field=title,
                fix=f"use these columns: {', '.join(sorted(set(_COLUMNS.values())))}",
            )
        if key in at:
            raise InputError(f"column `{key}` is there twice", file=name, line=1, field=title, fix="keep one")
        at[key] = place
    for wanted in ("owner", "owned"):
        if wanted not in at:
            raise InputError(
                f"no column `{wanted}`",
                file=name,
                line=1,
                field=wanted,
                fix="name the columns in the first line",
            )
    return at


def _picker(columns: Sequence[int]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """These cells of a row as a tuple, at the speed of C where there are several."""
    if len(columns) > 1:
        picked: Callable[[Sequence[str]], tuple[str, ...]] = itemgetter(*columns)
        return picked
    return lambda row: tuple(row[place] for place in columns)


class _Others:
    """Reads the columns that repeat themselves: days, sources and kinds, each distinct text once."""

    def __init__(self, at: dict[str, int], name: str, builder: Builder) -> None:
        self._builder, self._name = builder, name
        self._from, self._to = at.get("from", -1), at.get("to", -1)
        self._source, self._vouched, self._kind = (
            at.get("source", -1),
            at.get("vouched", -1),
            at.get("kind", -1),
        )
        columns = [
            place for place in (self._from, self._to, self._source, self._vouched, self._kind) if place >= 0
        ]
        self.key = _picker(columns)
        self._days: dict[str, int] = {}
        self._sources: dict[tuple[str, str], int] = {}
        self._about = [
            (at[f"{who}_{what}"], who == "owner", what)
            for who in ("owner", "owned")
            for what in ("name", "country")
            if f"{who}_{what}" in at
        ]

    @property
    def describes(self) -> bool:
        """Whether the file has names or countries."""
        return bool(self._about)

    def of(
        self, row: Sequence[str], key: tuple[str, ...], told: dict[tuple[str, ...], tuple[int, int, int, int]]
    ) -> tuple[int, int, int, int]:
        """First day, first day no longer, source and kind of a row; kept in `told` for the next like it."""
        first = self._day(row[self._from], "from") if self._from >= 0 else 0
        last = self._day(row[self._to], "to") if self._to >= 0 else 0
        if last and first >= last:
            raise _BadCell(
                "to", "it ends before it starts", "`to` is the first day on which it no longer holds"
            )
        said = (
            row[self._source] if self._source >= 0 else "",
            row[self._vouched] if self._vouched >= 0 else "",
        )
        source = self._sources.get(said)
        if source is None:
            made = Source(name=said[0].strip() or self._name, file=self._name, vouched=said[1].strip())
            source = self._sources[said] = self._builder.source(made)
        kind = 0
        if self._kind >= 0:
            found = _KINDS.get(row[self._kind].strip().lower())
            if found is None:
                raise _BadCell("kind", f"unknown kind `{row[self._kind]}`", f"use one of {', '.join(_KINDS)}")
            kind = found
        told[key] = (first, last or NEVER, source, kind)
        return told[key]

    def _day(self, text: str, field: str) -> int:
        found = self._days.get(text)
        if found is None:
            try:
                found = date.fromisoformat(text.strip()).toordinal() if text.strip() else 0
            except ValueError as error:
                raise _BadCell(field, f"not a day: `{text}`", _DAY_FIX) from error
            self._days[text] = found
        return found

    def about(self, row: Sequence[str]) -> list[tuple[bool, str, str]]:
        """Names and countries, where the file has columns for them: (of the owner, field, text)."""
        said = []
        for place, mine, field in self._about:
            text = row[place].strip()
            if field == "country" and text:
                code = country_code(text)
                if not code:
                    column = f"{'owner' if mine else 'owned'}_country"
                    raise _BadCell(
                        column, f"unknown country `{text}`", "write a code such as CN, or a usual name"
                    )
                text = code
            if text:
                said.append((mine, field, text))
        return said
