"""`licet filing`: read a Federal Register filing, stage it, see what is staged, forget it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from licet.app.cli._help import Group

if TYPE_CHECKING:
    from licet.lists.changes import Change
    from licet.lists.filing import ChangeSet


@click.group(cls=Group)
def command() -> None:
    """Filings that change the Entity List: who is added, revised or removed, and from which day.

    \b
    licet filing read examples/filing-2019-22210.xml
    licet filing stage examples/filing-2019-22210.xml
    licet filing list
    licet filing drop 2019-22210
    """


@command.command("read")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--against", default="", metavar="FILE|NUMBER", help="The filing that it corrects.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def read_command(file: Path, against: str, as_json: bool) -> None:
    """What a filing changes: official XML, its text or page, or federalregister.gov's JSON.

    With JSON the entries come from the body that lies beside it (NUMBER.xml, .txt or .html).

    A correction is shown against the filing that it corrects: the staged one, or the one of --against.

    Exit code 3: something of it could not be read.
    """
    from licet.app.cli import FACTS_MISSING, OK
    from licet.lists.filing import read_filing

    changes = read_filing(file)
    _show(changes, _corrected(changes, against), as_json=as_json)
    sys.exit(FACTS_MISSING if changes.unread else OK)


@command.command("stage")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def stage_command(file: Path) -> None:
    """Show a filing in every later answer: from its effective day, never before it as in force."""
    from licet.lists.staged import stage, staged

    changes = stage(file)
    click.echo(f"staged {changes.id}: {_does(changes)}")
    for text in _acts(staged()):
        click.echo(text)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def list_command(as_json: bool) -> None:
    """The staged filings."""
    from licet.app.actions.filing import filing_as_json
    from licet.lists.staged import staged

    found = staged()
    if as_json:
        click.echo(json.dumps([filing_as_json(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        click.echo(f"{one.id}  {_does(one)}  {one.title}")
    for text in _acts(found):
        click.echo(text)
    if not found:
        click.echo("no filing is staged")


@command.command("drop")
@click.argument("number")
def drop_command(number: str) -> None:
    """Forget a staged filing."""
    from licet.lists.staged import unstage

    unstage(number)
    click.echo(f"{number} is no longer staged")


def _does(changes: ChangeSet) -> str:
    """`28 changes from 2019-10-09`, `delays 2019-22210 to 2019-11-09`."""
    from licet.lists.filing import FilingKind

    on = ", ".join(changes.amends)
    match changes.kind:
        case FilingKind.DELAY:
            return f"delays {on} {f'to {changes.effective}' if changes.effective else 'until further notice'}"
        case FilingKind.WITHDRAWAL:
            return f"withdraws {on} from {changes.effective}"
        case FilingKind.CORRECTION:
            return f"{len(changes.changes)} changes from {changes.effective}, corrects {on}"
        case FilingKind.RULE:
            return f"{len(changes.changes)} changes from {changes.effective}"


def _acts(held: tuple[ChangeSet, ...]) -> tuple[str, ...]:
    """What the staged filings do to one another."""
    from licet.lists.filing_chain import settled

    return settled(held)[1]


def _corrected(changes: ChangeSet, against: str) -> tuple[ChangeSet, tuple[Change, ...]] | None:
    """The filing that a correction corrects and what becomes of its entries; None where it is not at hand."""
    if not against and not changes.amends:
        return None
    from licet.lists.filing_chain import corrections_between
    from licet.lists.staged import staged

    earlier: ChangeSet | None = None
    if against:
        from licet.app.actions.impact import read_named

        earlier = read_named(against)
    else:
        earlier = next((one for one in staged() if changes.acts_on(one)), None)
    return None if earlier is None else (earlier, corrections_between(earlier, changes))


def _show(
    changes: ChangeSet, corrected: tuple[ChangeSet, tuple[Change, ...]] | None, *, as_json: bool
) -> None:
    rows = [
        {"name": one.name, "change": one.kind.value, "from": one.before, "to": one.after, "why": one.why}
        for one in (corrected[1] if corrected else ())
    ]
    if as_json:
        from licet.app.actions.filing import filing_as_json

        against = {"against": {"id": corrected[0].id, "changes": rows}} if corrected else {}
        click.echo(json.dumps({**filing_as_json(changes), **against}, ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from licet.app.actions.filing import saved_known

    console = Console(markup=False)  # names and titles may hold brackets
    where = f", {changes.cite}" if changes.cite else ""
    console.print(Text.assemble((changes.id, "bold"), f"{where}: {changes.title}"))
    console.print(f"published {changes.published or '?'}, in effect from {changes.effective or '?'}")
    known = {
        "docket": changes.docket,
        "RIN": changes.rin,
        "issued by": ", ".join(changes.agencies),
        "amends": ", ".join(changes.parts),
        "grounds": ", ".join(changes.grounds),
        "savings clause": f"{changes.saved}, {saved_known(changes)}" if changes.saved else "",
    }
    for word, told in known.items():
        if told:
            console.print(f"{word}: {told}", markup=False, highlight=False)
    if changes.amends:
        console.print(_does(changes), markup=False, highlight=False)
    table = Table("", "name", "country")
    for one in changes.changes:
        table.add_row(one.action.value, one.name, one.country)
    if changes.changes:
        console.print(table)
        counts = {one: len(changes.of(one)) for one in type(changes.changes[0].action)}
        told = ", ".join(f"{count} {one.value}" for one, count in counts.items())
        console.print(told if not changes.unread else f"{told}; not the whole filing", highlight=False)
    if corrected:
        console.print(f"against {corrected[0].id}: {len(rows) or 'no'} differences", markup=False)
    for row in rows:
        told = row["why"] or " -> ".join(filter(None, (row["from"], row["to"])))
        console.print(f"    {row['name']}: {row['change']}: {told}", markup=False, highlight=False)
    for text in changes.unread:
        console.print(f"not read: {text}", markup=False, highlight=False)
