"""`licet lookback runs` and `licet lookback watch`: past runs of the watch, asked again."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licet.app.cli._kept import DAY, JSON, STORE, as_json, day_of, say, table
from licet.app.cli._rows import form_of, write_rows

if TYPE_CHECKING:
    from licet.app.actions.lookback_alerts import RunChange
    from licet.app.actions.lookback_watch import LookedBack

__all__ = ["runs", "watch"]

SCHEMA = "licet-lookback-watch/1"
_COLUMNS = (
    "portfolio", "party", "name", "listing", "listed", "change", "ground", "says", "verdict_before",
    "verdict_after", "standing_before", "standing_after", "score_before", "score_after", "case", "evidence",
)  # fmt: skip


@click.command()
@STORE
@JSON
def runs(place: str, machine: bool) -> None:
    """List the runs of the watch, newest first: when, on what day and lists, and what each alerted."""
    from licet.app.actions.keeping import opened
    from licet.store.watch_past import past_runs

    with opened(place, create=False) as (store, who):
        found = past_runs(store, who)
    if machine:
        as_json(found)
        return
    rows = [
        (
            one.id,
            one.at[:16].replace("T", " "),
            one.day.isoformat(),
            one.snapshot[:12],
            ", ".join(one.portfolios),
            f"{sum(each['screened'] for each in one.portfolios.values()):,}",
            f"{sum(each['alerts'] for each in one.portfolios.values()):,}",
        )
        for one in found
    ]
    heads = ("Run", "Ended, UTC", "Day", "Lists", "Portfolios", "Screened", "New alerts")
    table(heads, rows, empty="the watch never ran on this store: licet watch")


@click.command()
@STORE
@click.argument("run", default="", metavar="[RUN]")
@click.option("--portfolio", "names", multiple=True, help="Only this portfolio; may be repeated.")
@click.option("--snapshot", default=None, help="Lists to ask: snapshot id, file, `embedded`; the current.")
@click.option("--on", "on", type=DAY, help="Day for law and lists; the run's own day by default.")
@click.option("--all", "everything", is_flag=True, help="Show alerts that are the same, too.")
@click.option("--workers", type=int, default=None, help="Processes; as many as there are cores.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "jsonl"]),
    default="table",
    show_default=True,
    help="How the list is written.",
)
@click.option("--out", type=click.Path(path_type=Path), default=None, help="Write there instead.")
def watch(
    place: str,
    run: str,
    names: tuple[str, ...],
    snapshot: str | None,
    on: datetime | None,
    everything: bool,
    workers: int | None,
    form: str,
    out: Path | None,
) -> None:
    """Ask a past run of the watch again, and list party by party which alerts it would have opened or not.

    RUN is `RUN-812`, or a day: the last run of that day or before it. Without it the last run of all. The
    portfolio and what was cleared before are taken as they were then.

    Exit code 0: every alert is the same. 1: some differ. 3: some cannot be asked again.

    \b
    licet portfolio import party examples/portfolio/parties.csv
    licet watch                                   # a run, to look back at
    licet lookback watch                          # the newest run on the lists of today
    licet lookback watch --on 2019-10-08 --out lookback.json
    """
    from licet.app.actions.check import open_lists
    from licet.app.actions.keeping import opened
    from licet.app.actions.lookback_alerts import AlertChange
    from licet.app.actions.lookback_watch import look_back_run
    from licet.app.cli import FACTS_MISSING, OK, STANDS_IN_THE_WAY
    from licet.app.cli._progress import show
    from licet.app.cli.check import index_progress
    from licet.store.watch_past import past_run

    engine = open_lists(snapshot, None, index_progress())
    with opened(place, create=False) as (store, who):
        past = past_run(store, who, run)
        found = [
            look_back_run(
                store,
                who,
                past,
                name,
                engine,
                on=day_of(on),
                workers=workers,
                progress=lambda what, done: show(f"{what}: {done:,} parties"),
            )
            for name in names or past.portfolios
        ]
    _write(found, form_of(form, out), out, everything=everything)
    for one in found:
        _say(one)
    counts = {change: sum(one.count(change) for one in found) for change in AlertChange}
    if counts[AlertChange.CANNOT]:
        sys.exit(FACTS_MISSING)
    sys.exit(OK if sum(counts.values()) == counts[AlertChange.SAME] else STANDS_IN_THE_WAY)


def _say(one: LookedBack) -> None:
    from licet.app.actions.lookback_alerts import AlertChange

    told = ", ".join(f"{one.count(change):,} {change.value}" for change in AlertChange if one.count(change))
    click.echo(
        f"{one.portfolio}, {one.run.id}: {one.parties:,} parties asked again on {one.days[1]} "
        f"(lists {one.snapshots[1][:12]}) beside {one.days[0]} (lists {one.snapshots[0][:12]}): "
        f"{told or 'no alert on either side'}",
        err=True,
    )
    for note in one.notes:
        click.echo(f"{one.portfolio}: {note}", err=True)


def _row(portfolio: str, one: RunChange) -> dict[str, Any]:
    return {
        "portfolio": portfolio,
        "party": one.party,
        "name": one.name,
        "listing": one.listing,
        "listed": one.listed,
        "change": one.change.value,
        "ground": one.ground.value,
        "says": one.says,
        "verdict_before": one.was.verdict,
        "verdict_after": one.now.verdict,
        "standing_before": one.was.standing,
        "standing_after": one.now.standing,
        "score_before": one.was.score,
        "score_after": one.now.score,
        "case": one.case,
        "evidence": one.evidence,
    }


def _write(found: list[LookedBack], form: str, out: Path | None, *, everything: bool) -> None:
    from licet.app.actions.lookback_alerts import AlertChange

    rows = [
        _row(back.portfolio, one)
        for back in found
        for one in back.changes
        if everything or one.change is not AlertChange.SAME
    ]
    if form in ("csv", "jsonl"):
        write_rows(rows, _COLUMNS, form, out)
    elif form == "json":
        _write_json(found, rows, out)
    else:
        shown = [
            (
                f"{row['party']} {row['name']}".strip(),
                f"{row['listed']}\n{row['listing']}".strip(),
                row["change"],
                f"{row['ground']}: {row['says']}" if row["ground"] else row["says"],
                row["case"],
            )
            for row in rows
        ]
        table(("Party", "Listed", "Alert", "Ground", "Case"), shown, empty="no alert differs")


def _write_json(found: list[LookedBack], rows: list[dict[str, Any]], out: Path | None) -> None:
    import json

    from licet.app.actions.lookback_alerts import AlertChange

    body = {
        "schema": SCHEMA,
        "runs": [
            {
                "run": one.run.id,
                "at": one.run.at,
                "portfolio": one.portfolio,
                "parties": one.parties,
                "on": [day.isoformat() for day in one.days],
                "snapshots": list(one.snapshots),
                "notes": list(one.notes),
                "counts": {change.value: one.count(change) for change in AlertChange},
            }
            for one in found
        ],
        "alerts": rows,
    }
    text = json.dumps(body, ensure_ascii=False, indent=2)
    if out is None:
        say(text)
        return
    from licet.core.atomic import write_atomically

    write_atomically(out, text.encode())
