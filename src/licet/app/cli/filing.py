"""`licet filing`: read a Federal Register filing, stage it, see what is staged, forget it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from licet.lists.filing import ChangeSet


@click.group()
def command() -> None:
    """Filings that change the Entity List: who is added, revised or removed, and from which day."""


@command.command("read")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def read_command(file: Path, as_json: bool) -> None:
    """What a filing changes (official XML, federalregister.gov JSON, or text).

    Exit code 3: something of it could not be read.
    """
    from licet.app.cli import FACTS_MISSING, OK
    from licet.lists.filing import read_filing

    changes = read_filing(file)
    _show(changes, as_json=as_json)
    sys.exit(FACTS_MISSING if changes.unread else OK)


@command.command("stage")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def stage_command(file: Path) -> None:
    """Show a filing in every later answer: from its effective day, never before it as in force."""
    from licet.lists.staged import stage

    changes = stage(file)
    click.echo(f"staged {changes.id}: {len(changes.changes)} changes from {changes.effective}")


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def list_command(as_json: bool) -> None:
    """The staged filings."""
    from licet.lists.staged import staged

    found = staged()
    if as_json:
        click.echo(json.dumps([_plain(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        click.echo(f"{one.id}  from {one.effective}  {len(one.changes)} changes  {one.title}")
    if not found:
        click.echo("no filing is staged")


@command.command("drop")
@click.argument("number")
def drop_command(number: str) -> None:
    """Forget a staged filing."""
    from licet.lists.staged import unstage

    unstage(number)
    click.echo(f"{number} is no longer staged")


def _plain(changes: ChangeSet) -> dict[str, object]:
    return {
        "id": changes.id,
        "list": changes.list,
        "title": changes.title,
        "citation": str(changes.cite) if changes.cite else None,
        "published": changes.published.isoformat() if changes.published else None,
        "effective": changes.effective.isoformat() if changes.effective else None,
        "docket": changes.docket,
        "rin": changes.rin,
        "saved": changes.saved.isoformat() if changes.saved else None,
        "grounds": list(changes.grounds),
        "changes": [
            {
                "action": one.action.value,
                "name": one.name,
                "country": one.country,
                "listing": one.listing.id if one.listing else None,
            }
            for one in changes.changes
        ],
        "unread": list(changes.unread),
    }


def _show(changes: ChangeSet, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(_plain(changes), ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table

    console = Console()
    where = f", {changes.cite}" if changes.cite else ""
    console.print(f"[bold]{changes.id}[/]{where}: {changes.title}", highlight=False)
    console.print(f"published {changes.published or '?'}, in effect from {changes.effective or '?'}")
    table = Table("", "name", "country")
    for one in changes.changes:
        table.add_row(one.action.value, one.name, one.country)
    if changes.changes:
        console.print(table)
    for text in changes.unread:
        console.print(f"not read: {text}", markup=False)
