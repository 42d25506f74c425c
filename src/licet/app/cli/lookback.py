"""`licet lookback`: past decisions and runs of the watch, asked again on other lists or another day."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licet.app.cli._help import Group
from licet.app.cli._kept import DAY, STORE, day_of, table
from licet.app.cli._lookback_watch import runs, watch
from licet.app.cli._rows import form_of, write_rows

if TYPE_CHECKING:
    from licet.app.actions.lookback import Replayed

__all__ = ["command"]

_COLUMNS = (
    "decision", "reference", "subject", "change", "decided", "on_before", "on_after", "status_before",
    "status_after", "snapshot_before", "snapshot_after", "new_hits", "lost_hits", "changed", "why",
)  # fmt: skip


@click.group(cls=Group, invoke_without_command=True)
@STORE
@click.option("--snapshot", default=None, help="Lists to ask: snapshot id, file, `embedded`; the current.")
@click.option("--on", "on", type=DAY, help="Day for law and lists; each decision's own day by default.")
@click.option("--since", type=DAY, help="Only decisions made on this day or later.")
@click.option("--until", type=DAY, help="Only decisions made before this day.")
@click.option("--all", "everything", is_flag=True, help="Show decisions that come out the same, too.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "jsonl"]),
    default="table",
    show_default=True,
    help="How the list is written.",
)
@click.option("--out", type=click.Path(path_type=Path), default=None, help="Write there instead.")
@click.pass_context
def command(
    context: click.Context,
    /,
    place: str,
    snapshot: str | None,
    on: datetime | None,
    since: datetime | None,
    until: datetime | None,
    everything: bool,
    form: str,
    out: Path | None,
) -> None:
    """Ask every kept decision again, and list what would differ: new hits, lost hits, another outcome.

    `licet lookback watch` does it for a whole run of the watch.

    Exit code 0: all come out the same. 1: some differ. 3: some cannot be asked again.

    \b
    licet check Hikvision --keep        # what was kept can be asked again
    licet lookback                      # lists and law of today, the days of then
    licet lookback --on 2026-11-10      # as if all were decided on that day
    licet lookback --snapshot embedded --since 2026-01-01 --out lookback.csv
    """
    if context.invoked_subcommand is not None:
        return
    from licet.app.actions.check import open_lists
    from licet.app.actions.keeping import opened
    from licet.app.actions.lookback import Change, look_back
    from licet.app.cli import FACTS_MISSING, OK, STANDS_IN_THE_WAY
    from licet.app.cli._progress import show
    from licet.app.cli.check import index_progress

    engine = open_lists(snapshot, None, index_progress())
    counts = dict.fromkeys(Change, 0)

    def progress(done: int) -> None:
        if done % 20 == 0:
            show(f"{done:,} decisions asked again, {counts[Change.DIFFERS]:,} differ")

    with opened(place, create=False) as (store, who):
        found = look_back(
            store, who, engine, on=day_of(on), since=day_of(since), until=day_of(until), progress=progress
        )
        _write(_counted(found, counts, everything=everything), form_of(form, out), out)
    total = sum(counts.values())
    decisions = "1 decision" if total == 1 else f"{total:,} decisions"
    click.echo(
        f"{decisions} asked again: {counts[Change.SAME]:,} same, "
        f"{counts[Change.DIFFERS]:,} differ, {counts[Change.CANNOT]:,} cannot be asked again",
        err=True,
    )
    if not total:
        click.echo(
            "nothing is kept that could be asked again: licet check --keep, licet determine --keep", err=True
        )
    if counts[Change.DIFFERS]:
        sys.exit(STANDS_IN_THE_WAY)
    sys.exit(FACTS_MISSING if counts[Change.CANNOT] else OK)


def _counted(
    found: Iterator[Replayed], counts: dict[Any, int], *, everything: bool
) -> Iterator[dict[str, Any]]:
    from licet.app.actions.lookback import Change

    for one in found:
        counts[one.change] += 1
        if everything or one.change is not Change.SAME:
            yield _row(one)


def _row(one: Replayed) -> dict[str, Any]:
    return {
        "decision": one.decision,
        "reference": one.reference,
        "subject": one.subject,
        "change": one.change.value,
        "decided": one.at[:10],
        "on_before": one.on[0].isoformat(),
        "on_after": one.on[1].isoformat(),
        "status_before": one.status[0],
        "status_after": one.status[1],
        "snapshot_before": one.snapshots[0][:12],
        "snapshot_after": one.snapshots[1][:12],
        "new_hits": list(one.new_hits),
        "lost_hits": list(one.lost_hits),
        "changed": list(one.changed),
        "why": one.why,
    }


def _write(rows: Iterator[dict[str, Any]], form: str, out: Path | None) -> None:
    if form == "table":
        shown = [
            (
                row["decision"],
                row["subject"] or row["reference"],
                row["change"],
                f"{row['status_before']} -> {row['status_after']}",
                "\n".join(
                    [f"+ {hit}" for hit in row["new_hits"]]
                    + [f"- {hit}" for hit in row["lost_hits"]]
                    + row["changed"]
                    + ([row["why"]] if row["why"] else [])
                ),
            )
            for row in rows
        ]
        table(("Decision", "About", "", "Outcome", "What differs"), shown, empty="no decision differs")
        return
    write_rows(rows, _COLUMNS, form, out)


command.add_command(runs)
command.add_command(watch)
