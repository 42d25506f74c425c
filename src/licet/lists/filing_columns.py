"""The Entity List's table as the Federal Register's plain text prints it: five columns of fixed width.

    ------------------------------------------------------------------
         Country             Entity       License requirement  ...
    ------------------------------------------------------------------
    CHINA, PEOPLE'S....  Alpha Works,     For all items        ...
                          a.k.a., the      subject to the
                         --Alpha.          EAR.

Columns are found by the blank gutters that run down the whole table. A line that goes on with the line above
stands one place further in; what begins at the column's edge begins a line of the entry, or a row. A row that
does not fit is reported with its line, and so is everything behind a country that is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from licet.core.country import country_code, region_code
from licet.lists.bis_table import RESERVED
from licet.lists.filing_lines import OWN_PAGE, Line, accents, join_lines, signs
from licet.lists.row import Row
from licet.lists.us_bis_entity_list import COLUMNS

__all__ = ["ReadTable", "is_country", "is_headed", "kept_rows", "outside_tables", "tables_of"]

_RULE = re.compile(r"\s*-{40,}\s*")
_STARS = re.compile(r"[\s*]+")
_PAGE = re.compile(r"\s*\[\[Page [\w-]+\]\]\s*")
_LEADERS = re.compile(r"\s*\.{2,}\s*$|(?<=\s)\.\s*$")
_CITED = re.compile(r"\d{1,3}\s+FR\b")
#: Where the page is not known the row's own citation says nothing.
_OWN_CITE = re.compile(rf"\d{{1,3}}\s+FR\s+{OWN_PAGE.pattern}.*", re.IGNORECASE | re.DOTALL)
_HEADINGS = sorted(" ".join(COLUMNS).casefold().split())
#: A heading's rules are at most so many lines apart.
_HEADING = 9
_GAP = 2


@dataclass(slots=True)
class ReadTable:
    """What came of one table: its rows, where each stands, and what could not be read."""

    rows: list[Row] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Drawn:
    """A row as it is gathered: its first line, its cells' lines, and whether a line does not fit."""

    number: int
    cells: list[list[tuple[bool, str]]]
    broken: bool = False


def is_headed(words: str) -> bool:
    """Whether these are the headings of the Entity List's five columns, in whatever order they were cut."""
    return sorted(words.casefold().split()) == _HEADINGS


def tables_of(lines: Sequence[Line], *, file: str, page: str) -> Iterator[ReadTable]:
    """The tables of a part of a rule; one with other headings gives nothing but a remark.

    Args:
        lines: the lines of the part.
        file: name for messages.
        page: the page that stands for `[INSERT FR PAGE NUMBER]` in a row's own citation.
    """
    for top, under, end in _ruled(lines):
        words = _heading(lines, top, under)
        if is_headed(words):
            yield _table(lines[under + 1 : end], file=file, page=page)
        else:
            yield ReadTable(left=[f"line {lines[top + 1].number}: a table headed `{words[:80]}`"])


def outside_tables(lines: Sequence[Line]) -> list[Line]:
    """The lines that stand in none of the tables that `tables_of` finds."""
    inside = {at for top, _, end in _ruled(lines) for at in range(top, end + 1)}
    return [line for at, line in enumerate(lines) if at not in inside]


def _ruled(lines: Sequence[Line]) -> Iterator[tuple[int, int, int]]:
    """Where tables stand: the rule above the heading, the one under it, and the last, or the text's end."""
    rules = [at for at, line in enumerate(lines) if _RULE.fullmatch(line.text)]
    at = 0
    while at + 1 < len(rules):
        top, under = rules[at], rules[at + 1]
        if under - top > _HEADING or "entity" not in _heading(lines, top, under).casefold():
            at += 1
            continue
        yield top, under, rules[at + 2] if at + 2 < len(rules) else len(lines)
        at += 3


def _heading(lines: Sequence[Line], top: int, under: int) -> str:
    return " ".join(" ".join(line.text for line in lines[top + 1 : under]).split())


def _table(body: Sequence[Line], *, file: str, page: str) -> ReadTable:
    body = [line for line in body if not (_STARS.fullmatch(line.text) or _PAGE.fullmatch(line.text))]
    body = [line for line in body if line.text.strip()]
    found = ReadTable()
    if not body:
        return found
    spans = _spans([line.text for line in body])
    if spans is None:
        where = f"lines {body[0].number} to {body[-1].number}"
        found.left.append(f"{where}: five columns can't be told apart")
        return found
    drawn = list(_drawn(body, spans))
    if not _is_hung(drawn):
        where = f"lines {body[0].number} to {body[-1].number}"
        found.left.append(f"{where}: nothing shows which line of an entry goes on with the line above")
        return found
    records = []
    for one in drawn:
        cells = [_cell(lines) for lines in one.cells]
        cells[0] = _LEADERS.sub("", cells[0])
        if not one.broken and cells[0] and not any(cells[1:]):  # a country on a line of its own
            records.append((one.number, cells))
            continue
        if one.broken or not cells[1]:
            found.left.append(f"line {one.number}: a row that does not fit the columns: `{_shown(cells)}`")
            if cells[0]:
                records.append((one.number, [cells[0], "", "", "", ""]))
            continue
        records.append((one.number, cells))
    kept_rows(records, found, file=file, page=page)
    return found


def _spans(texts: Sequence[str]) -> list[tuple[int, int]] | None:
    """Where the five columns begin and end; None where the gutters do not part five."""
    width = max(map(len, texts))
    used = [sum(len(text) > at and text[at] != " " for text in texts) for at in range(width)]
    # A word that is longer than its column may cross a gutter: its row is reported, the others are read.
    for bridges in range(1 + len(texts) // 40):
        edges: list[tuple[int, int]] = []
        at = 0
        while at < width:
            gap = at
            while gap < width and used[gap] <= bridges:
                gap += 1
            if gap - at >= _GAP or (gap == width and gap > at) or (at == 0 and gap):
                edges.append((at, gap))
            at = max(gap, at + 1)
        starts = [0, *(end for _, end in edges)] if not edges or edges[0][0] else [end for _, end in edges]
        starts = [start for start in starts if start < width]
        if len(starts) == len(COLUMNS):
            return list(zip(starts, [*starts[1:], width], strict=True))
    return None


def _drawn(body: Sequence[Line], spans: Sequence[tuple[int, int]]) -> Iterator[_Drawn]:
    row: _Drawn | None = None
    for line in body:
        parts = [line.text[start:end] for start, end in spans]
        crosses = any(
            line.text[start - 1 : start].strip() and line.text[start - 2 : start - 1].strip()
            for start, _ in spans[1:]
        )
        flush = [bool(part[:1].strip()) for part in parts]
        cited = flush[4] and bool(_CITED.match(parts[4]))
        begins = flush[1] and flush[2] + flush[3] + cited >= 2
        if begins:
            if row is not None:
                yield row
            row = _Drawn(line.number, [[] for _ in COLUMNS])
        elif row is None:
            row = _Drawn(line.number, [[] for _ in COLUMNS])
        row.broken |= crosses
        for cell, at_edge, part in zip(row.cells, flush, parts, strict=True):
            if part.strip():
                cell.append((at_edge, part.strip()))
    if row is not None:
        yield row


def _is_hung(drawn: Sequence[_Drawn]) -> bool:
    """Whether lines that go on are told from lines that begin: somewhere one is hung, or none goes on."""
    columns = [cell for row in drawn for cell in row.cells[1:]]
    goes_on = any(len(cell) > 1 for cell in columns)
    return not goes_on or any(not at_edge for cell in columns for at_edge, _ in cell[1:])


def _cell(lines: Sequence[tuple[bool, str]]) -> str:
    told: list[str] = []
    for at_edge, text in lines:
        if at_edge or not told:
            told.append(text)
        else:
            told[-1] = join_lines(told[-1], text)
    return "\n".join(told)


def _shown(cells: Sequence[str]) -> str:
    return " | ".join(" ".join(cell.split()) for cell in cells if cell)[:120]


def kept_rows(
    records: Sequence[tuple[int, Sequence[str]]], found: ReadTable, *, file: str, page: str
) -> None:
    """Add records of five cells to a table as rows, each with its country; what cannot be is reported.

    Args:
        records: the line that each begins on, and its cells.
        found: the table; changed.
        file: name for messages.
        page: the page for a row's own citation; empty when it is not known.
    """
    country = ""
    known = True
    for line, cells in records:
        printed = " ".join(cells[0].split())
        if printed:
            country, known = printed, is_country(printed)
            if not known:
                found.left.append(f"line {line}: `{printed[:60]}` is not a country that licet knows")
        entity = cells[1].strip()
        if not entity or RESERVED.fullmatch(entity):
            continue
        if not country or not known:
            why = "under that country" if country else "before any country"
            found.left.append(f"line {line}: `{' '.join(entity.split())[:80]}` stands {why}")
            continue
        told = (accents(signs(cell.strip())) for cell in cells[1:])
        values = dict(zip(COLUMNS, [country, *told], strict=True))
        missing = [column for column in COLUMNS[2:] if not values[column]]
        if missing:
            found.left.append(
                f"line {line}: `{' '.join(entity.split())[:80]}` has no {' and no '.join(missing).casefold()}"
            )
            continue
        values[COLUMNS[-1]] = (
            OWN_PAGE.sub(page, values[COLUMNS[-1]]) if page else _OWN_CITE.sub("", values[COLUMNS[-1]])
        )
        found.rows.append(Row(values, file=f"{file}, table", number=len(found.rows) + 1))
        found.places.append(f"line {line}")


def is_country(text: str) -> bool:
    """Whether a cell is a country's heading, or that of a region which the list keeps apart."""
    plain = " ".join(text.split())
    region = plain.casefold().removesuffix("region of ukraine")
    return bool(country_code(plain)) or (region != plain.casefold() and bool(region_code(region.strip())))
