"""All tables from all editions: `licet law build --from DIR` writes them, `difference` compares two editions.

The same XML gives the same bytes. A line stands from the first edition that has it to the first that has not,
unless `amendments` knows the document and its day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from licet.core.country import country_code
from licet.core.errors import SourceError
from licet.law.ecfr.amendments import AMENDMENTS, EARLIER, LATER, SINCE
from licet.law.ecfr.ccl import Entry, read_ccl
from licet.law.ecfr.document import Edition, open_edition
from licet.law.ecfr.goods import (
    read_chemicals,
    read_excluded_countries,
    read_hts,
    read_military_items,
)
from licet.law.ecfr.grants import read_grants, statements
from licet.law.ecfr.places import read_chart, read_groups
from licet.law.ecfr.veu import read_validated
from licet.law.table import Head, Line, write_table

__all__ = ["COLUMNS", "Report", "build", "difference", "read_tables"]

Rows = dict[str, list[tuple[str, ...]]]

#: The columns of each table after `from` and `to`; the first is the key.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "ccl_entries": ("eccn", "heading", "reasons", "elsewhere", "paragraphs", "related"),
    "ccl_words": ("eccn", "words"),
    "ccl_rows": ("eccn", "reason", "scope", "target"),
    "ccl_exceptions": ("eccn", "symbol", "value", "scope", "but", "where"),
    "country_chart": ("country", "marks", "footnotes", "see"),
    "groups": ("group", "country"),
    "hts_746": ("supplement", "code", "price"),
    "chemicals_746": ("supplement", "paragraph", "cas"),
    "military_items_744": ("eccn", "scope"),
    "validated_748": ("end_user", "country", "type", "code", "limit", "excluded"),
}


@dataclass(slots=True)
class Report:
    """What a build read and wrote.

    Attributes:
        editions: the editions, oldest first.
        counts: lines read per table and edition.
        defects: what the official text has wrong, per edition.
        sizes: bytes written per file.
    """

    editions: list[date] = field(default_factory=list)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    defects: dict[str, list[str]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)


def read_tables(edition: Edition) -> tuple[dict[str, Rows], list[str]]:
    """All tables of one edition, and the defects of its text."""
    entries = read_ccl(edition)
    if len(entries) < 600:
        raise SourceError(f"only {len(entries)} entries in the Commerce Control List", place=edition.file)
    tables: dict[str, Rows] = {
        "ccl_entries": {eccn: [_entry_line(entry)] for eccn, entry in entries.items()},
        "ccl_words": _telling_words(entries),
        "ccl_rows": {
            eccn: [(row.reason, row.scope, row.target) for row in entry.rows]
            for eccn, entry in entries.items()
            if entry.rows
        },
        "ccl_exceptions": {
            eccn: [
                (grant.symbol, grant.value, grant.scope, grant.but, grant.where)
                for symbol, text in statements(entry.exceptions).items()
                for grant in read_grants(eccn, symbol, text)
                if grant.value != "no" or grant.symbol == "STA" or grant.scope != "*" or grant.where
            ]
            for eccn, entry in entries.items()
        },
        "country_chart": read_chart(edition),
        "groups": read_groups(edition),
        "hts_746": read_hts(edition),
        "chemicals_746": read_chemicals(edition),
        "military_items_744": read_military_items(edition),
        "validated_748": read_validated(edition),
    }
    defects = [f"{entry.eccn}: {defect}" for entry in entries.values() for defect in entry.defects]
    defects += [
        f"{eccn}: {row[0]} not understood"
        for eccn, rows in tables["ccl_exceptions"].items()
        for row in rows
        if row[1] == "unread"
    ]
    return tables, defects


def _entry_line(entry: Entry) -> tuple[str, ...]:
    return (
        entry.heading,
        " ".join(entry.reasons),
        "elsewhere" if entry.elsewhere else "",
        " ".join(entry.paragraphs),
        " ".join(entry.related),
    )


#: A word in more than this share of all entries tells nothing of one.
_COMMON_SHARE = 12


def _telling_words(entries: dict[str, Entry]) -> Rows:
    """Entry to the words of its items that few entries have, sorted: an index, not a text."""
    spread: dict[str, int] = {}
    for entry in entries.values():
        for word in entry.words:
            spread[word] = spread.get(word, 0) + 1
    most = len(entries) // _COMMON_SHARE
    return {
        eccn: [(" ".join(sorted(word for word in entry.words if spread[word] <= most)),)]
        for eccn, entry in entries.items()
    }


def _editions(folder: Path) -> list[Edition]:
    files = sorted(folder.glob("title-15_*.xml*"))
    if not files:
        raise SourceError(
            f"no file like title-15_2026-01-29.xml.gz in `{folder}`",
            fix="give the folder that holds editions of title 15 from the eCFR",
        )
    return sorted((open_edition(file) for file in files), key=lambda edition: edition.day)


def build(folder: Path, out: Path) -> Report:
    """Writes all tables from the editions of title 15 in a folder.

    Raises:
        SourceError: there is no edition, or one cannot be read.
    """
    report = Report()
    read: list[tuple[date, dict[str, Rows]]] = []
    excluded: list[tuple[str, str]] = []
    for edition in _editions(folder):
        tables, defects = read_tables(edition)
        day = edition.day.isoformat()
        report.editions.append(edition.day)
        report.defects[day] = defects
        for name, rows in tables.items():
            report.counts.setdefault(name, {})[day] = sum(len(lines) for lines in rows.values())
        read.append((edition.day, tables))
        excluded = read_excluded_countries(edition)
    days = tuple(report.editions)
    for name, columns in COLUMNS.items():
        # The index of words serves finding, which is done in the newest text.
        used = read[-1:] if name == "ccl_words" else read
        lines = _merge(name, [(day, tables[name]) for day, tables in used])
        if name == "groups":
            lines += _excluded_lines(excluded)
        _earlier(name, lines)
        _later(name, lines)
        since, why = SINCE.get(name, (days[0], "the newest edition only"))
        text = write_table(Head(days, min(since, days[0]), why), columns, lines)
        path = out / f"{name}.tsv"
        path.write_text(text, encoding="utf-8", newline="\n")
        report.sizes[path.name] = len(text.encode())
    return report


def _merge(name: str, editions: list[tuple[date, Rows]]) -> list[Line]:
    """Lines with their days; a key whose rows differ between two editions ends whole and begins anew.

    Tables of members (`groups`, goods) are merged member by member instead: a country that leaves a group
    does not date its other members anew.
    """
    by_member = name in ("groups", "hts_746", "chemicals_746")
    lines: list[Line] = []
    keys = dict.fromkeys(key for _, rows in editions for key in rows)
    since = min(SINCE[name][0], editions[0][0]) if name in SINCE else editions[0][0]
    for key in keys:
        spans: list[tuple[list[tuple[str, ...]], date, date | None]] = []
        if by_member:
            members = dict.fromkeys(member for _, rows in editions for member in rows.get(key, ()))
            for member in members:
                held = [(day, [member] if member in rows.get(key, ()) else []) for day, rows in editions]
                spans += _spans(name, key, held, since)
        else:
            spans = list(_spans(name, key, [(day, rows.get(key, [])) for day, rows in editions], since))
        lines += [Line(start, end, (key, *row)) for rows, start, end in spans for row in rows]
    return lines


def _spans(
    name: str, key: str, held: list[tuple[date, list[tuple[str, ...]]]], since: date
) -> Iterator[tuple[list[tuple[str, ...]], date, date | None]]:
    start = since
    current: list[tuple[str, ...]] = held[0][1]
    for day, rows in held[1:]:
        if rows != current:
            changed = _changed_on(name, key, day)
            if current:
                yield current, start, changed
            current, start = rows, changed
    if current:
        yield current, start, None


def _changed_on(name: str, key: str, seen: date) -> date:
    for amendment in AMENDMENTS:
        if (
            amendment.table == name
            and amendment.seen == seen
            and (not amendment.keys or key in amendment.keys)
        ):
            return amendment.day
    return seen


def _earlier(name: str, lines: list[Line]) -> None:
    """Changes before the first edition: a line that began later, or one that had ended by then."""
    for fact in EARLIER:
        if fact.table != name:
            continue
        since = SINCE[name][0]
        if not fact.begins:
            lines.append(Line(since, fact.day, (fact.key, *fact.cells), fact.confirmed))
            continue
        places = [
            at
            for at, line in enumerate(lines)
            if line.start == since and line.cells[0] == fact.key and fact.cells in ((), line.cells[1:])
        ]
        if not places:
            raise SourceError(
                f"no line to begin: `{' '.join((fact.key, *fact.cells))}`", place="licet.law.ecfr.amendments"
            )
        for at in places:
            # The mark of doubt stands at the end of a line that has one: the beginning is then read as known.
            old = lines[at]
            lines[at] = Line(
                fact.day, old.end, old.cells, fact.confirmed if old.end is None else old.confirmed
            )


def _later(name: str, lines: list[Line]) -> None:
    for fact in LATER:
        if fact.table != name:
            continue
        cells = (fact.key, *fact.cells)
        if fact.begins:
            lines.append(Line(fact.day, None, cells, fact.confirmed))
            continue
        place = next((at for at, line in enumerate(lines) if line.cells == cells and line.end is None), None)
        if place is None:
            raise SourceError(f"no line to end: `{' '.join(cells)}`", place="licet.law.ecfr.amendments")
        lines[place] = Line(lines[place].start, fact.day, cells, fact.confirmed)


def _excluded_lines(rows: list[tuple[str, str]]) -> list[Line]:
    """`RUS`: supplement no. 3 to part 746, each country from the day its own citation states."""
    lines: list[Line] = []
    for name, cite in rows:
        code = country_code(name)
        found = re.search(r"(\d{1,2})/(\d{1,2})/(\d{4})", cite)
        if not code or not found:
            raise SourceError(f"not understood: `{name}`, `{cite}`", place="supplement no. 3 to part 746")
        lines.append(Line(date(int(found[3]), int(found[1]), int(found[2])), None, ("RUS", code)))
    return lines


def difference(old: Path, new: Path) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """What changed between two editions: (table, `+` or `-`, key, cells), in a stable order."""
    before, _ = read_tables(open_edition(old))
    after, _ = read_tables(open_edition(new))
    for name in (each for each in COLUMNS if each != "ccl_words"):
        for key in sorted(set(before[name]) | set(after[name])):
            was, now = before[name].get(key, []), after[name].get(key, [])
            yield from ((name, "-", key, row) for row in was if row not in now)
            yield from ((name, "+", key, row) for row in now if row not in was)
