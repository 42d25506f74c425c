"""`licet replay`: ask a kept decision again and show any difference."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from licet.app.cli._kept import DAY, JSON, STORE, as_json, day_of, say

if TYPE_CHECKING:
    from licet.app.actions.replay import Replayed

__all__ = ["command"]

_SHOWN = 40


@click.command()
@STORE
@JSON
@click.argument("record", metavar="CASE|DECISION")
@click.option("--now", is_flag=True, help="Ask today's lists instead of those it was decided on.")
@click.option("--on", type=DAY, help="Read law and listings as of this day instead of the decision's.")
@click.option(
    "--owners",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The ownership files that the decision looked through.",
)
def command(
    place: str, machine: bool, record: str, now: bool, on: datetime | None, owners: tuple[Path, ...]
) -> None:
    """Ask the decisions of a case again, on the lists and the day they were made with.

    Exit code 0: the same answer, be it in other words. 1: another answer, and where it differs is shown.

    \b
    licet check Hikvision --keep   # in a new store: DEC-1 and its case, CASE-2
    licet replay CASE-2
    licet replay DEC-1 --now
    """
    from licet.app.actions.keeping import opened
    from licet.app.actions.replay import decisions_of, replay

    with opened(place, create=False) as (store, who):
        made = decisions_of(store, who, record)
    found = [replay(one, now=now, on=day_of(on), owners=owners) for one in made]
    if machine:
        as_json(
            [
                {
                    "decision": one.made.id,
                    "agrees": one.agrees,
                    "status": [one.made.status, one.again.status],
                    "same_rule_book": one.rule_book,
                    "same_lists": one.snapshots,
                    "differences": one.differences,
                    "reworded": one.reworded,
                }
                for one in found
            ]
        )
    else:
        for one in found:
            _show(one)
    sys.exit(0 if all(one.agrees for one in found) else 1)


def _show(one: Replayed) -> None:
    from licet import __version__

    made, again = one.made, one.again
    when = made.at[:19].replace("T", " ")
    say(f"{made.id}, {when} UTC by {made.by}: {made.status}, law and lists of {made.on}")
    lists = ", ".join(made.snapshots) or "none asked"
    say(f"  lists {lists}: {'the same' if one.snapshots else 'now ' + ', '.join(again.snapshots)}")
    book = "the same" if one.rule_book else f"now {again.rule_book[:12]}"
    say(f"  rule book {made.rule_book[:12]}: {book}")
    if made.licet != __version__:
        say(f"  made with licet {made.licet}, asked again with {__version__}")
    if one.agrees:
        say(f"  the same answer: {again.status}")
        if one.reworded:
            say(f"  in other words at {len(one.reworded)} places: --json shows them")
        return
    say(f"  NOT the same answer: {again.status}, {len(one.differences)} differences")
    for each in one.differences[:_SHOWN]:
        say(f"    {each}")
    if len(one.differences) > _SHOWN:
        say(f"    and {len(one.differences) - _SHOWN} more: --json shows all")
