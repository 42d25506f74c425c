"""`licet screen FILE`: many parties at once."""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from licet.core.cell import inert
from licet.core.errors import InputError

if TYPE_CHECKING:
    from licet.app.actions.check import Unread
    from licet.check.finding import PartyCheck

_CSV_COLUMNS = (
    "line", "id", "name", "disposition", "findings", "list", "listing", "listed_name", "score", "verdict",
    "standing", "from", "requirement", "policy", "citations", "evidence", "on", "snapshot", "stale",
)  # fmt: skip


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), default=None, help="Where to write; standard output by default."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "jsonl"]),
    default=None,
    help="By default from --out; without it a table on a terminal, else csv.",
)
@click.option(
    "--map", "mapping", multiple=True, metavar="FIELD=COLUMN", help="Say which column is which (name=Kunde)."
)
@click.option(
    "--encoding",
    default="",
    help="Of a CSV or JSONL file without a byte-order mark (cp1252, gb18030, ...); UTF-8 by default.",
)
@click.option(
    "--on", "on", default=None, help="Day on which listings are read (YYYY-MM-DD); today by default."
)
@click.option(
    "--snapshot", default=None, help="Snapshot id, file, or `embedded`; the current one by default."
)
@click.option("--list", "lists", multiple=True, help="Look at this list only (repeatable).")
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=5,
    show_default=True,
    help="Keep at most so many listings a party.",
)
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Screen a file of any size into a folder, on all cores: results, hits, report, manifest.",
)
@click.option("--resume", is_flag=True, help="With --into: take up the run that was stopped.")
@click.option("--workers", type=click.IntRange(1), default=None, help="With --into: processes; all cores.")
@click.option(
    "--report",
    "reports",
    type=click.Choice(["xlsx", "csv"]),
    multiple=True,
    help="With --into: also write report.xlsx or report.csv (repeatable).",
)
@click.option("--keep", is_flag=True, help="Keep each answer as a decision; open a case for each to look at.")
@click.option(
    "--store",
    "place",
    default="",
    metavar="FILE|URL",
    help="The store: to keep, and what was cleared before.",
)
def command(
    file: Path,
    out: Path | None,
    form: str | None,
    mapping: tuple[str, ...],
    encoding: str,
    on: str | None,
    snapshot: str | None,
    lists: tuple[str, ...],
    limit: int,
    into: Path | None,
    resume: bool,
    workers: int | None,
    reports: tuple[str, ...],
    keep: bool,
    place: str,
) -> None:
    """Screen a file of parties (CSV, Parquet, XLSX or JSONL) against every list.

    A row that cannot be read is reported by its line, and the rest goes on. With --into a run that was
    stopped, even by kill -9, is taken up with --resume: no row is lost, none is done twice.

    Exit code 1: something was found; 2: rows could not be read; 3: nothing found, but the history held does
    not reach the day; 4: nothing found on stale lists.

    \b
    licet screen examples/parties.csv --on 2026-01-29
    licet screen examples/kunden.csv --map name=Kunde --out hits.csv
    licet screen examples/parties.csv --into screened --report xlsx
    """
    if into is not None:
        if out or form or keep:
            raise InputError(
                "--into writes a folder", field="--into", fix="leave out --out, --format, --keep"
            )
        from licet.app.cli._screen_into import screen_into_folder

        pairs = dict(map(_pair, mapping))
        screen_into_folder(
            file, into, on=on, snapshot=snapshot, lists=lists, mapping=pairs, encoding=encoding, limit=limit,
            workers=workers, resume=resume, reports=reports,
        )  # fmt: skip
        return
    if resume or workers or reports:
        raise InputError("only --into has --resume, --workers and --report", fix="add --into FOLDER")
    if out and out.suffix.lower() in (".xlsx", ".parquet"):
        raise InputError(
            f"`{out.name}`: --out writes CSV or JSONL", field="--out", fix="write --into FOLDER --report xlsx"
        )
    if out and out.exists() and file.exists() and out.samefile(file):
        raise InputError(
            f"`{out}` is the file of the parties: it would be lost", field="--out", fix="give another name"
        )
    from licet.app.actions.check import open_lists, read_parties, screen_parties
    from licet.app.cli import FACTS_MISSING, OK, STALE, STANDS_IN_THE_WAY, USAGE
    from licet.app.cli.check import day_option, index_progress

    day = day_option(on)
    columns = dict(map(_pair, mapping))
    if (
        next(read_parties(file, columns, encoding=encoding), None) is None
    ):  # refused, with what cannot be read, before anything else
        from licet.app.cli._screen_into import nobody_in

        raise nobody_in(file)
    engine = open_lists(snapshot, lists or None, index_progress())
    bad: list[Unread] = []

    def unread(row: Unread) -> None:
        bad.append(row)
        click.echo(f"error[{row.error.code}]: {row.error}", err=True)

    if out and form == "table":
        raise InputError("a table is for the screen", field="--format", fix="write csv or jsonl")
    plain = "table" if out is None and sys.stdout.isatty() else "csv"
    shape = form or ("jsonl" if out and out.suffix in (".jsonl", ".ndjson") else plain)
    rows = read_parties(file, columns, encoding=encoding)
    answers = screen_parties(engine, rows, on=day, limit=limit, unread=unread)
    tally = _Tally()
    with ExitStack() as open_for_now:
        if keep or place:
            from licet.app.actions.decisions import keep_checks
            from licet.app.actions.keeping import opened
            from licet.app.actions.suppression import show_cleared

            store, who = open_for_now.enter_context(opened(place, create=keep))
            answers = with_lines(answers, lambda plain: show_cleared(store, who, engine, plain))
            if keep:
                kept = keep_checks(store, who, engine, answers, limit=limit)
                answers = ((line, answer) for line, answer, _ in kept)
        if out is None:
            _write(sys.stdout, shape, _watched(answers, tally))
        else:
            part = out.with_name(out.name + ".part")
            with part.open("w", encoding="utf-8", newline="") as sink:
                _write(sink, shape, _watched(answers, tally))
            part.replace(out)
    tally.report(len(bad))
    if bad:
        sys.exit(USAGE)
    if tally.found:
        sys.exit(STANDS_IN_THE_WAY)
    if tally.incomplete:
        sys.exit(FACTS_MISSING)
    sys.exit(STALE if tally.stale else OK)


def with_lines(
    answers: Iterator[tuple[int, PartyCheck]],
    change: Callable[[Iterator[PartyCheck]], Iterator[PartyCheck]],
) -> Iterator[tuple[int, PartyCheck]]:
    """Answers changed in a stream, each still beside its line."""
    lines: list[int] = []

    def noted() -> Iterator[PartyCheck]:
        for line, answer in answers:
            lines.append(line)
            yield answer

    for number, answer in enumerate(change(noted())):
        yield lines[number], answer


def _pair(text: str) -> tuple[str, str]:
    field, equals, column = text.partition("=")
    if not equals:
        raise InputError(f"`{text}` is not FIELD=COLUMN", field="--map", fix="write name=Kunde")
    return field.strip(), column


class _Tally:
    """Counts while answers stream by."""

    def __init__(self) -> None:
        self.done = self.found = 0
        self.stale = self.incomplete = False
        self.started = time.monotonic()

    def report(self, unread: int) -> None:
        """One line at the end, on stderr."""
        seconds = max(time.monotonic() - self.started, 1e-6)
        parties = "1 party" if self.done == 1 else f"{self.done:,} parties"
        rows = "1 row" if unread == 1 else f"{unread:,} rows"
        rate = f", {self.done / seconds:,.0f} a second" if self.done >= _TELLS_A_RATE else ""
        stale = ", on stale lists" if self.stale else ""
        click.echo(f"{parties} screened, {self.found:,} to look at, {rows} not read{rate}{stale}", err=True)


def _watched(answers: Iterator[tuple[int, PartyCheck]], tally: _Tally) -> Iterator[tuple[int, PartyCheck]]:
    from licet.app.actions.check import stands_in_the_way
    from licet.app.cli._progress import show

    for line, answer in answers:
        tally.done += 1
        tally.found += stands_in_the_way(answer)
        tally.stale = tally.stale or bool(answer.stale)
        tally.incomplete = tally.incomplete or bool(answer.incomplete)
        if tally.done % 200 == 0:
            rate = tally.done / max(time.monotonic() - tally.started, 1e-6)
            show(f"{tally.done:,} parties, {tally.found:,} to look at, {rate:,.0f} a second")
        yield line, answer


def _write(sink: TextIO, shape: str, answers: Iterator[tuple[int, PartyCheck]]) -> None:
    from licet.app.actions.check import check_as_json

    if shape == "jsonl":
        for line, answer in answers:
            plain = {"line": line, **check_as_json(answer)}
            plain.pop("lists", None)  # the same for every row: the snapshot id stands for them
            sink.write(json.dumps(plain, ensure_ascii=False) + "\n")
        return
    if shape == "table":
        _write_table(sink, answers)
        return
    writer = csv.writer(sink)
    writer.writerow(_CSV_COLUMNS)
    for line, answer in answers:
        writer.writerow([inert(cell) for cell in _csv_row(line, answer)])


#: Rows from which a rate says something about the machine, and not about its start.
_TELLS_A_RATE = 1_000
#: Columns of the table: head, place of the value in a row of the CSV, width.
_TABLE = (("Line", 0, 6), ("Name", 2, 26), ("Answer", 3, 13), ("List", 5, 18), ("Listed as", 7, 0))


def _write_table(sink: TextIO, answers: Iterator[tuple[int, PartyCheck]]) -> None:
    """One row a party as it comes: name, answer, the entry that weighs most; csv and jsonl hold the rest."""
    from rich.cells import cell_len, set_cell_size
    from rich.console import Console

    rest = max(Console(file=sink).width - sum(width + 1 for _, _, width in _TABLE), 12)

    def line(cells: Iterable[str]) -> str:
        sizes = (width or rest for _, _, width in _TABLE)
        fitted = (
            set_cell_size(cell, size) if cell_len(cell) <= size else set_cell_size(cell, size - 1) + "…"
            for cell, size in zip(cells, sizes, strict=True)
        )
        return " ".join(fitted).rstrip() + "\n"

    sink.write(line(head for head, _, _ in _TABLE))
    for number, answer in answers:
        row = _csv_row(number, answer)
        sink.write(line(_on_one_line(str(row[at])) for _, at, _ in _TABLE))
    sink.write("(--format csv or --out FILE: every column, with the evidence)\n")


def _on_one_line(text: str) -> str:
    """A cell of others without what moves the cursor or colours a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)


def _csv_row(line: int, answer: PartyCheck) -> list[object]:
    from licet.check.telling import unread_told
    from licet.core.listing_words import describe_policy, describe_requirement

    best = answer.findings[0] if answer.findings else None
    version = best.version if best else None
    return [
        line,
        answer.party.id,
        answer.party.name,
        answer.disposition.value,
        len(answer.findings),
        best.listing.list if best else "",
        best.listing.id if best else "",
        best.listing.party.name if best else "",
        f"{best.score:.4f}" if best else "",
        best.verdict if best else "",
        best.standing.value if best else "",
        best.listing.period.start or "" if best else "",
        describe_requirement(version.requirement) if version and version.requirement else "",
        describe_policy(version.policy) if version and version.policy else "",
        "; ".join(map(str, best.listing.cites)) if best else "",
        best.evidence if best else unread_told([name.text for name in answer.party.names]),
        answer.on.isoformat(),
        answer.snapshot[:12],
        "; ".join(_doubts(answer)),
    ]


def _doubts(answer: PartyCheck) -> Iterator[str]:
    """Why a row that found nothing is not clear yet."""
    if answer.stale:
        yield "stale"
    if answer.incomplete:
        yield "history too short"
