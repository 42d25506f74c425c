"""The part of `licet law` that reads tables: entries of the control list, candidates found by words, and how
the tables are built and compared.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from licet.app.cli._day import DAY

if TYPE_CHECKING:
    from licet.app.actions.eccn import EntryView

__all__ = ["build", "eccn", "editions", "find"]


def _day(value: datetime | None) -> date:
    return value.date() if value else datetime.now().astimezone().date()


_ON = click.option("--on", "on_day", type=DAY, help="The day whose law is read; today when not given.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")


@click.command()
@click.argument("eccn")
@click.option("--to", "destination", default="", help="A destination: shows which rows reach it.")
@_ON
@_JSON
def eccn(eccn: str, destination: str, on_day: datetime | None, as_json: bool) -> None:
    """Show an entry of the Commerce Control List, like 5A002 or 3A090.a.

    \b
    licet law eccn 5A002
    licet law eccn 3A090.a --to CN
    """
    from licet.app.actions.eccn import show_entry
    from licet.core.country import country_code
    from licet.core.errors import InputError

    code = country_code(destination) if destination else ""
    if destination and not code:
        raise InputError(
            f"not a country: `{destination}`", field="--to", fix="give its name or two-letter code"
        )
    view = show_entry(eccn, _day(on_day), destination=code)
    if as_json:
        click.echo(json.dumps(asdict(view), default=str, ensure_ascii=False, indent=2))
        return
    _print_entry(view, code)


def _print_entry(view: EntryView, destination: str) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from licet.core.country import country_name

    console = Console(highlight=False)
    console.print(f"[bold]{view.eccn}[/]  {escape(view.heading)}")
    console.print(f"[dim]{view.on}: {view.vintage}[/]")
    if view.elsewhere:
        console.print("This entry holds no items of its own: they are under another entry or agency.")
    asked = bool(view.rows and view.rows[0].reaches)
    table = Table(
        box=None, pad_edge=False, padding=(0, 2, 0, 0), title="Licence requirements", title_justify="left"
    )
    table.add_column("reason")
    table.add_column("covers", ratio=4)
    table.add_column("applies to", ratio=3)
    if asked:
        table.add_column(view.eccn.partition(".")[2], ratio=2)
    if destination:
        table.add_column(country_name(destination))
    for row in view.rows:
        cells = [row.reason, escape(row.covers), escape(row.applies)]
        if asked:
            cells.append(escape(row.reaches.replace("does it hold for the item: ", "if ")))
        if destination:
            cells.append(row.here)
        table.add_row(*cells)
    if view.rows:
        console.print()
        console.print(table)
    if view.exceptions:
        console.print("\n[italic]Licence exceptions that the entry lists[/]")
        for line in view.exceptions:
            console.print(f"  {escape(line)}")
    elif view.rows:
        console.print("\nThe entry lists no licence exception (LVS, GBS, TSR: no).")
    if view.military != "no":
        words = {"yes": "is", "unknown": "is in part"}[view.military]
        console.print(f"\nIt {words} in supplement no. 2 to part 744 (military end use, 744.21).")
    if view.related:
        console.print("\n[italic]Related entries[/]")
        for name, heading in view.related:
            console.print(f"  {name}  {escape(_short(heading))}")
    if view.paragraphs and not asked:
        console.print(f"\n[dim]{len(view.paragraphs)} paragraphs: {_some(view.paragraphs)}[/]")


def _short(heading: str, length: int = 90) -> str:
    return heading if len(heading) <= length else heading[:length].rsplit(" ", 1)[0] + " …"


def _some(paragraphs: tuple[str, ...]) -> str:
    shown = [f".{p}" for p in paragraphs if p.count(".") < 2][:40]
    return " ".join(shown) + (" …" if len(paragraphs) > len(shown) else "")


def _quoted(heading: str) -> str:
    """The heading in quotation marks, its own marks made single ones."""
    return "“" + heading.replace("“", "‘").replace("”", "’") + "”"


@click.command()
@click.argument("description", nargs=-1, required=True)
@click.option("--most", default=12, show_default=True, help="How many candidates to show.")
@_ON
@_JSON
def find(description: tuple[str, ...], most: int, on_day: datetime | None, as_json: bool) -> None:
    """Find entries whose headings share words with a description: where to start reading.

    No hit is an answer too, and ends with 0.

    \b
    licet law find infrared camera
    """
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from licet.app.actions.eccn import find_entries

    found = find_entries(" ".join(description), _day(on_day), most=most)
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=2))
        return
    console = Console(highlight=False)
    if not found:
        console.print("No heading shares a telling word with that.")
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("entry", style="bold")
    table.add_column("official heading", ratio=5)
    table.add_column("shared words", ratio=2, style="dim")
    for each in found:
        table.add_row(each.eccn, _quoted(escape(each.heading)), ", ".join(each.words))
    console.print(table)
    console.print("\n[dim]Candidates to read, not a classification: the items of the entry decide.[/]")


@click.command()
@click.option(
    "--from",
    "folder",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder with editions of title 15 from the eCFR: title-15_2026-01-29.xml.gz and the like.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where to write the tables; the installed ones when not given.",
)
def build(folder: Path, out: Path | None) -> None:
    """Build the dated tables of the EAR from official editions."""
    from licet.app.actions.tables import build_tables

    report = build_tables(folder, out)
    for name, counts in report.counts.items():
        figures = ", ".join(f"{day}: {count:,}" for day, count in counts.items())
        click.echo(f"{name}: {figures}")
    click.echo(f"{sum(report.sizes.values()):,} bytes in {len(report.sizes)} tables")
    newest = report.editions[-1].isoformat()
    for defect in report.defects[newest]:
        click.echo(f"defect in {newest}: {defect}")


@click.command()
@click.argument("old", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("new", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def editions(old: Path, new: Path) -> None:
    """Compare two editions of title 15, line by line of the tables."""
    from licet.app.actions.tables import compare_editions

    changes = 0
    for table, sign, key, cells in compare_editions(old, new):
        changes += 1
        click.echo(f"{sign} {table} {key}: {' | '.join(cells)}")
    click.echo(f"{changes} lines differ")
