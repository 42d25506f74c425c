"""`licet selftest`: does what must alert still alert?"""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from licet.app.cli._kept import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from licet.app.actions.selftest import SelfTest
    from licet.check.effectiveness import Rate

__all__ = ["command"]


@click.command()
@click.option("--effectiveness", is_flag=True, help="Also ask for exact and manipulated names of each list.")
@click.option("--sample", default=30, show_default=True, help="Entries a list for --effectiveness.")
@click.option(
    "--seed", default="licet", show_default=True, help="Which entries: the same seed, the same ones."
)
@click.option("--canaries", default=3, show_default=True, help="Canaries a list.")
@click.option("--max-age", default=3, show_default=True, help="Days after which this test counts as missed.")
@click.option(
    "--store", "place", default="", metavar="FILE|URL", help="The store: for the alarm of no alerts at all."
)
@click.option("--html", "page", type=click.Path(path_type=Path), help="Write the report as a page too.")
@click.option("--all", "everything", is_flag=True, help="Show what passed, too.")
@click.option("--json", "machine", is_flag=True, help="Print JSON.")
def command(
    effectiveness: bool,
    sample: int,
    seed: str,
    canaries: int,
    max_age: int,
    place: str,
    page: Path | None,
    everything: bool,
    machine: bool,
) -> None:
    """Ask for entries that must alert, count what is loaded, and keep what failed: later answers say it.

    To be run each day. Exit code 0: all is as it must be. 1: something failed. 4: only lists too old.

    \b
    licet selftest --effectiveness --html selftest.html
    """
    from licet.app.actions.check import open_lists
    from licet.app.actions.keeping import opened
    from licet.app.actions.selftest import effectiveness_html, run_effectiveness, run_selftest
    from licet.app.cli import OK, STALE, STANDS_IN_THE_WAY
    from licet.app.cli._progress import show
    from licet.app.cli.check import index_progress
    from licet.core.atomic import write_atomically

    engine = open_lists(None, None, index_progress())
    rates: Sequence[Rate] = ()
    if effectiveness:
        rates = run_effectiveness(
            engine,
            sample=sample,
            seed=seed,
            progress=lambda done, total: show(f"{done} of {total} lists tested", last=done >= total),
        )
    with ExitStack() as held:
        store, who = held.enter_context(opened(place, create=False)) if place else (None, None)
        found = run_selftest(engine, store=store, who=who, per_list=canaries, max_age=max_age, rates=rates)
    if page is not None:
        write_atomically(page, effectiveness_html(found).encode())
    if machine:
        click.echo(json.dumps(_as_data(found), ensure_ascii=False, indent=1))
    else:
        _print(found, everything=everything)
    if found.failed:
        sys.exit(STANDS_IN_THE_WAY)
    sys.exit(STALE if found.stale else OK)


def _as_data(found: SelfTest) -> dict[str, object]:
    from licet.app.actions.selftest import by_class, rate_rows

    return {
        "schema": "licet-selftest/1",
        "day": found.day,
        "snapshot": found.snapshot,
        "passed": not found.failed,
        "probes": [
            {"kind": one.kind.value, "list": one.list, "passed": one.passed, "says": one.says}
            for one in found.probes
        ],
        "effectiveness": {"by_class": rate_rows(by_class(found.rates)), "by_list": rate_rows(found.rates)}
        if found.rates
        else None,
    }


def _print(found: SelfTest, *, everything: bool) -> None:
    from licet.app.actions.selftest import by_class

    shown = [one for one in found.probes if everything or not one.passed]
    rows = [(one.list, one.kind.value, "passed" if one.passed else "FAILED", one.says) for one in shown]
    table(("List", "Probe", "", "What was found"), rows, empty="every probe passed")
    if found.rates:
        rates = [
            (one.name_class, f"{one.rate:.3f}", f"{one.alerted} of {one.tested}", str(one.matched))
            for one in by_class(found.rates)
        ]
        table(("Names", "Rate", "Alerted", "A match"), rates)
    click.echo(
        f"{len(found.probes)} probes on snapshot {found.snapshot[:12]}: {len(found.failed)} failed, "
        f"{len(found.stale)} lists too old"
    )
