"""`licet gear`: find covered equipment in what you have, or on your own network."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from licet.app.cli._day import DAY
from licet.app.cli._help import Group

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from licet.gear.finding import Finding
    from licet.gear.report.made import PartyStatus, Report

__all__ = ["command"]

_MOST_ROWS = 40
#: Up to so many units each is told in a whole sentence; more become a row each.
_SENTENCES = 3


def _day(value: datetime | None) -> date:
    return value.date() if value else datetime.now().astimezone().date()


def _mapping(pairs: tuple[str, ...]) -> dict[str, str]:
    from licet.core.errors import InputError

    found = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if not equals or not field or not column:
            raise InputError(
                f"not a mapping: `{pair}`", fix="write it as FIELD=COLUMN, such as mac='Ethernet ID'"
            )
        found[field.strip()] = column.strip()
    return found


@click.group(cls=Group)
def command() -> None:
    """Covered equipment: section 889, the FCC Covered List, and who really made the unit."""


_FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
_ON = click.option("--on", "on_day", type=DAY, help="Read the rules as of this day; today when not given.")
_MAP = click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="Which column holds which field; may be repeated.",
)
_OUI = click.option(
    "--oui",
    "registries",
    multiple=True,
    type=click.Path(path_type=Path),
    help="An IEEE file (oui.csv, mam.csv, oui36.csv) to add to the MAC registry; may be repeated.",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
_LONG = click.option("--long", is_flag=True, help="Say of each unit why, however many there are.")
_LISTS = click.option(
    "--lists/--no-lists", "ask_lists", default=True, help="Look the makers up on party lists."
)


@command.command()
@_FILES
@_ON
@_MAP
@_OUI
@_LISTS
@_JSON
@click.option("--all", "show_all", is_flag=True, help="Also list units without evidence.")
@_LONG
def check(
    files: tuple[Path, ...],
    on_day: datetime | None,
    maps: tuple[str, ...],
    registries: tuple[Path, ...],
    ask_lists: bool,
    as_json: bool,
    show_all: bool,
    long: bool,
) -> None:
    """Judge every unit in inventories, scans, neighbour tables, bills of materials or saved replies.

    Exit code 0 when nothing is flagged, 1 when something is, 3 when a unit has nothing to judge by or a row
    could not be read.

    \b
    licet gear check examples/inventory.csv
    licet gear check examples/inventory.csv --map mac="MAC Address" --long
    """
    from licet.app.actions.gear import check_gear

    report = check_gear(
        files, _day(on_day), mapping=_mapping(maps), registries=registries, ask_lists=ask_lists
    )
    _show(report, as_json=as_json, show_all=show_all, long=long)


@command.command()
@click.argument("address_range")
@_ON
@click.option("--protocol", "protocols", multiple=True, help="Ask only this one; may be repeated.")
@click.option(
    "--rate",
    type=click.FloatRange(0, min_open=True),
    default=25.0,
    show_default=True,
    help="Questions a second.",
)
@click.option(
    "--wait",
    type=click.FloatRange(0, min_open=True),
    default=2.0,
    show_default=True,
    help="Seconds to wait for an answer.",
)
@click.option("--multicast", is_flag=True, help="Also ask by multicast on the local link.")
@click.option(
    "--save", type=click.Path(path_type=Path), help="Also write the report here (.html .xlsx .json)."
)
@_LISTS
@_JSON
@_LONG
def discover(
    address_range: str,
    on_day: datetime | None,
    protocols: tuple[str, ...],
    rate: float,
    wait: float,
    multicast: bool,
    save: Path | None,
    ask_lists: bool,
    as_json: bool,
    long: bool,
) -> None:
    """Ask the devices in ADDRESS_RANGE who they are: SADP, DHIP, ONVIF, HTTP, HTTPS, RTSP.

    Only addresses inside the range are asked, at the given rate, with questions that read; no name or
    password is ever sent. Ask only networks that are yours to ask.
    """
    from licet.app.actions.gear import discover_gear, write_report
    from licet.gear.discover import PROTOCOLS, Plan, parse_range

    plan = Plan(addresses=parse_range(address_range), protocols=protocols or PROTOCOLS, rate=rate, wait=wait)
    if not as_json:
        click.echo(
            f"asking {_addresses(len(plan.addresses))}, {rate:g} questions a second:"
            f" about {max(plan.seconds, 1):.0f} s",
            err=True,
        )
    report = discover_gear(
        address_range,
        _day(on_day),
        protocols=plan.protocols,
        rate=rate,
        wait=wait,
        multicast=multicast,
        ask_lists=ask_lists,
    )
    if save:
        write_report(report, save)
    _show(report, as_json=as_json, show_all=True, long=long)


@command.command()
@_FILES
@click.option(
    "-o", "--output", "outputs", multiple=True, required=True, type=click.Path(path_type=Path),
    help="Where to write: .html, .xlsx, .json or .svg; may be repeated.",
)  # fmt: skip
@_ON
@click.option("--organisation", default="", help="Whose equipment it is.")
@click.option("--contract", default="", help="Contract number for the reporting facts.")
@click.option("--identified", type=DAY, help="Day of identification; the reporting days run from it.")
@_MAP
@_OUI
@_LISTS
def report(
    files: tuple[Path, ...],
    outputs: tuple[Path, ...],
    on_day: datetime | None,
    organisation: str,
    contract: str,
    identified: datetime | None,
    maps: tuple[str, ...],
    registries: tuple[Path, ...],
    ask_lists: bool,
) -> None:
    """Write the report for a contracting officer, with the facts of FAR 52.204-25(d)."""
    from licet.app.actions.gear import check_gear, write_report

    made = check_gear(
        files,
        _day(on_day),
        mapping=_mapping(maps),
        registries=registries,
        organisation=organisation,
        contract=contract,
        identified=identified.date() if identified else None,
        ask_lists=ask_lists,
    )
    for path in outputs:
        write_report(made, path)
        click.echo(f"wrote {path}")
    _leave(made)


@command.command()
@_ON
@click.option("--diff", is_flag=True, help="What changed on the FCC's page between the held editions.")
@_JSON
def rules(on_day: datetime | None, diff: bool, as_json: bool) -> None:
    """The rules that hold on a day, with clause and date; or the FCC list's last change."""
    if diff:
        _show_diff(as_json=as_json)
        return
    from rich.console import Console
    from rich.table import Table

    from licet.gear.rules import rules_on

    day = _day(on_day)
    held = rules_on(day)
    if as_json:
        plain = [
            {
                "id": rule.id,
                "title": rule.title,
                "law": rule.law,
                "clause": rule.clause,
                "since": str(rule.period.start),
                "by": rule.period.by,
                "confirmed": rule.period.confirmed,
                "makers": sorted(rule.products),
            }
            for rule in held
        ]
        click.echo(json.dumps(plain, indent=1))
        return
    table = Table(title=f"Rules on covered equipment on {day}", title_justify="left")
    table.add_column("Rule", overflow="fold", ratio=3)
    table.add_column("Clause", overflow="fold", ratio=1)
    table.add_column("Since", no_wrap=True)
    table.add_column("Makers", overflow="fold", ratio=1)
    for rule in held:
        since = f"{rule.period.start}{'' if rule.period.confirmed else chr(10) + 'unconfirmed'}"
        makers = ", ".join("any" if maker == "*" else maker for maker in rule.products)
        table.add_row(rule.title, rule.clause, since, makers)
    Console().print(table if held else _before_the_rules(day))


def _before_the_rules(day: date) -> str:
    """What a day without rules means: who made a unit matters all the same, but nothing reaches it yet."""
    from licet.gear.rules import rules

    first = min(rule.period.start for rule in rules() if rule.period.start)
    return (
        f"no rule on covered equipment held on {day}: the first begins {first}, so nothing is judged by one"
    )


def _show_diff(*, as_json: bool) -> None:
    from dataclasses import asdict

    from rich.console import Console
    from rich.table import Table

    from licet.gear.rules import diff_editions, editions

    older, newer = editions()[-2:]
    changes = diff_editions(older, newer)
    if as_json:
        found = {"older": older, "newer": newer, "changes": [asdict(change) for change in changes]}
        click.echo(json.dumps(found, indent=1, ensure_ascii=False))
        return
    table = Table(title=f"FCC Covered List: editions of {older} and {newer}", title_justify="left")
    table.add_column("Change", no_wrap=True)
    table.add_column("Row of the page", overflow="fold", ratio=1)
    table.add_column("Since", no_wrap=True)
    table.add_column("States", overflow="fold")
    for change in changes:
        states = f"{change.before} → {change.after}" if change.before else change.after
        table.add_row(f"{change.what}\n{change.section}", change.entry, change.since, states)
    Console().print(table)


def _addresses(count: int) -> str:
    return "1 address" if count == 1 else f"{count:,} addresses"


_STYLES = {
    "covered": "bold red",
    "likely covered": "red",
    "lead": "yellow",
    "no evidence": "dim",
    "unknown": "cyan",
}


def _show(made: Report, *, as_json: bool, show_all: bool, long: bool) -> None:
    from licet.gear.facts import load
    from licet.gear.finding import Level
    from licet.gear.report.plain import to_plain
    from licet.gear.rules import rules_on

    if as_json:
        click.echo(json.dumps(to_plain(made), indent=1, ensure_ascii=False))
        _leave(made)
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    order = list(Level)
    rows = sorted(
        (found for found in made.findings if show_all or found.is_flagged or found.level is Level.UNKNOWN),
        key=lambda found: order.index(found.level),
    )
    if rows and not long and len(rows) > _SENTENCES:
        _show_short(console, made, rows)
    elif rows:
        table = Table(
            title=f"Covered equipment, rules as of {made.on}", title_justify="left", show_lines=True
        )
        table.add_column("Finding", no_wrap=True)
        has_sites = any(found.device.site for found in rows)
        if has_sites:
            table.add_column("Site", overflow="fold", max_width=18)
        table.add_column("In words", overflow="fold", ratio=1)
        for found in rows[:_MOST_ROWS]:
            level = found.level.value
            site = [Text(found.device.site)] if has_sites else []
            table.add_row(Text(level, style=_STYLES[level]), *site, Text(found.says))
        console.print(table)
        if len(rows) > _MOST_ROWS:
            console.print(f"and {len(rows) - _MOST_ROWS:,} more: use `licet gear report -o report.xlsx`")
    counts = ", ".join(f"{made.count(level):,} {level.value}" for level in Level if made.count(level))
    units = "1 unit" if len(made.findings) == 1 else f"{len(made.findings):,} units"
    console.print(f"{units}: {counts or 'none'}", highlight=False)
    if not rules_on(made.on):
        console.print(_before_the_rules(made.on))
    if made.problems:
        console.print(f"not read ({len(made.problems)}):", highlight=False)
        for problem in made.problems[:10]:
            console.print(Text(f"  {problem}"))
    if made.silent:
        console.print(
            f"{_addresses(len(made.silent))} gave no answer, and what is there was not examined",
            highlight=False,
        )
    if made.parties is None and made.flagged:
        console.print("the makers were not looked up on party lists", style="dim")
    elif made.parties:
        for maker in dict.fromkeys(found.maker for found in made.flagged):
            statuses = made.parties.get(maker, ())
            entries = {status.list: status for status in reversed(statuses)}
            told = (status.says if long else _short(status) for status in reversed(entries.values()))
            shown = ("; " if long else ", ").join(told) or "no entry found"
            console.print(Text(f"party lists, {load().makers[maker].name}: {shown}"))
    if not long and len(rows) > _SENTENCES:
        console.print("--long says of each unit why, and by which rule since when", style="dim")
    _leave(made)


def _law(rule_id: str) -> str:
    """The law that a rule is of, in one word: `889` for each paragraph of section 889."""
    return "FCC" if rule_id.startswith("fcc-") else rule_id.partition("-")[0].removeprefix("s")


def _short(status: PartyStatus) -> str:
    """One entry of a maker in a few words; the whole sentence stands in the report."""
    return f"{status.list} since {status.since}" if status.since else status.list


def _show_short(console: Console, made: Report, rows: Sequence[Finding]) -> None:
    """One row a unit: what was found, which unit, whose make, which rules reach it."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=f"Covered equipment, rules as of {made.on}", title_justify="left", box=None)
    table.add_column("Finding", no_wrap=True, min_width=14)
    table.add_column("Unit", overflow="ellipsis", no_wrap=True, max_width=30)
    table.add_column("Made by", overflow="ellipsis", no_wrap=True, max_width=26)
    table.add_column("Reached by", no_wrap=True, min_width=10)
    for found in rows[:_MOST_ROWS]:
        level = found.level.value
        laws = (_law(rule.rule.id) for rule in found.rules)
        reached = ", ".join(dict.fromkeys(laws)) if found.is_flagged else ""
        table.add_row(
            Text(level, style=_STYLES[level]), Text(found.device.title), Text(found.maker_name), Text(reached)
        )
    console.print(table)
    if len(rows) > _MOST_ROWS:
        console.print(f"and {len(rows) - _MOST_ROWS:,} more: use `licet gear report -o report.xlsx`")


def _leave(made: Report) -> None:
    """End with 1 when something is flagged, 3 when something could not be judged, else 0."""
    if made.flagged:
        raise click.exceptions.Exit(1)
    if made.unjudged or made.problems or made.silent:
        raise click.exceptions.Exit(3)
    raise click.exceptions.Exit(0)
