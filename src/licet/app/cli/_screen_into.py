"""`licet screen FILE --into FOLDER`: a run of any size, with its progress and its summary."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from licet.core.errors import InputError

if TYPE_CHECKING:
    from licet.batch.files import Done, Progress

#: Rows that could not be read and are named on the terminal; all of them stand in the results.
_NAMED = 20
#: Lists too old that are told one by one; all of them stand in the manifest.
_LISTS_NAMED = 3


def screen_into_folder(
    file: Path,
    folder: Path,
    *,
    on: str | None,
    snapshot: str | None,
    lists: Sequence[str],
    mapping: Mapping[str, str],
    encoding: str,
    limit: int,
    workers: int | None,
    resume: bool,
    reports: Sequence[str],
) -> None:
    """Run, tell, and end with the exit code of the whole."""
    from licet.app.actions.screen import screen_into, write_reports
    from licet.app.cli._progress import show
    from licet.app.cli.check import day_option, index_progress

    done = screen_into(
        file,
        folder,
        on=day_option(on),
        snapshot=snapshot,
        lists=lists,
        mapping=mapping,
        encoding=encoding,
        limit=limit,
        workers=workers,
        resume=resume,
        building=index_progress(),
        progress=_tell,
    )
    show("writing reports" if reports else "", last=bool(reports))
    if not done.rows:
        raise nobody_in(file)
    written = [done.results, done.hits, done.manifest, *write_reports(folder, reports)]
    _summary(file, done, written)
    sys.exit(_code(done))


def nobody_in(file: Path) -> InputError:
    """The error of a file without a party: a list of nobody would read as a list of nobody found."""
    return InputError("no party in the file: every row is blank", file=str(file), fix="give a row a party")


def _tell(progress: Progress) -> None:
    from licet.app.cli._progress import show

    left = "" if progress.left is None else f", {_time(progress.left)} left"
    show(f"{progress.rows:,} rows, {progress.rate:,.0f} a second{left}")


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _summary(file: Path, done: Done, written: Sequence[Path]) -> None:
    from licet.app.actions.screen import unread_rows

    unread = done.dispositions.get("UNREAD", 0)
    for line, error in islice(unread_rows(done) if unread else (), _NAMED):
        click.echo(f"error[input]: {file}, line {line}: {error}", err=True)
    if unread > _NAMED:
        click.echo(f"and {unread - _NAMED:,} more rows that could not be read: see {done.results}", err=True)
    counts = ", ".join(
        f"{count:,} {name.lower().replace('_', ' ')}" for name, count in done.dispositions.items()
    )
    click.echo(f"{done.rows:,} rows: {counts or 'none'}")
    if done.stale:
        told = "; ".join(done.stale[:_LISTS_NAMED])
        more = len(done.stale) - _LISTS_NAMED
        rest = f"; and {more} more: licet lists status" if more > 0 else ""
        click.echo(f"too old to rely on: {told}{rest}", err=True)
    if done.incomplete:
        click.echo(f"history does not reach the day: {', '.join(done.incomplete)}", err=True)
    for path in written:
        click.echo(str(path))


def _code(done: Done) -> int:
    from licet.app.cli import FACTS_MISSING, OK, STALE, STANDS_IN_THE_WAY, USAGE

    if done.dispositions.get("UNREAD"):
        return USAGE
    if any(done.dispositions.get(name) for name in ("MATCH", "OWNED", "REVIEW")):
        return STANDS_IN_THE_WAY
    if done.incomplete:
        return FACTS_MISSING
    return STALE if done.stale else OK
