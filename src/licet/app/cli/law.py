"""`licet law`: the rules, their pages, what changed between two days, cases run against them; and, from
`_law_entries`, the control list and its tables.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from licet.app.cli._help import Group
from licet.app.cli._law_documents import documents
from licet.app.cli._law_entries import build, eccn, editions, find
from licet.core.errors import InputError

if TYPE_CHECKING:
    from licet.app.actions.law import CaseRun
    from licet.check.cases import CaseResult
    from licet.law.rule import Rule

__all__ = ["command"]


@click.group(cls=Group, name="law")
def command() -> None:
    """The law: its rules, its control list, what changed, and cases run against it.

    \b
    licet law list --part 744
    licet law eccn 3A090.a --to CN
    licet law diff 2025-01-29 2026-01-29
    licet law uncovered
    """


for _each in (eccn, find, build, editions, documents):
    command.add_command(_each)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"not a day: `{text}` (like 2026-01-29)") from None


def _as_data(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "citation": rule.citation,
        "says": rule.says,
        "kind": rule.kind.value,
        "general_prohibition": rule.gp or None,
        "periods": [
            {
                "from": period.start.isoformat() if period.start else None,
                "to": period.end.isoformat() if period.end else None,
                "status": period.status.value,
                "confirmed": period.confirmed,
                "by": period.by,
            }
            for period in rule.periods
        ],
        "code": rule.code,
        "lifts": sorted(rule.lifts),
        "bars": sorted(rule.bars),
        "page": rule.doc,
    }


@command.command("list")
@click.option("--kind", help="requirement, prohibition, exception, bar, route, duty or overlay.")
@click.option("--on", "on_text", help="Only rules in force on this day.")
@click.option("--part", default="", help="Only rules of this part, like 744.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
def list_rules(kind: str | None, on_text: str | None, part: str, as_json: bool) -> None:
    """List the rules."""
    from licet.app.actions.law import rules
    from licet.law.rule import Kind

    wanted = next((each for each in Kind if each.value == kind), None)
    if kind and wanted is None:
        raise click.BadParameter(f"no such kind: `{kind}`")
    found = rules(kind=wanted, on=_day(on_text), part=part)
    if as_json:
        click.echo(json.dumps([_as_data(rule) for rule in found], indent=2))
        return
    _table(found)


def _table(found: tuple[Rule, ...]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("rule", "kind", "GP", "citation", "says"):
        table.add_column(name, overflow="fold", no_wrap=name in ("kind", "GP"))
    for rule in found:
        table.add_row(rule.id, rule.kind.value, str(rule.gp or ""), rule.citation, rule.says)
    console = Console()
    console.print(table)
    console.print(f"{len(found)} rules", style="dim")
    if not found:
        console.print("licet law find WORDS looks through the entries of the control list", style="dim")


@command.command()
@click.argument("rule_id")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
def show(rule_id: str, as_json: bool) -> None:
    """Show the page of one rule."""
    from licet.app.actions.law import find_rule

    rule = find_rule(rule_id)
    if as_json:
        click.echo(json.dumps(_as_data(rule), indent=2))
        return
    from rich.console import Console

    console = Console(highlight=False)
    console.print(rule.id, style="bold")
    console.print(
        f"{rule.citation} ({rule.kind.value}{f', General Prohibition {rule.gp}' if rule.gp else ''})"
    )
    console.print(rule.says)
    console.print()
    console.print(rule.doc, markup=False)
    console.print()
    for period in rule.periods:
        unsure = "" if period.confirmed else ", not confirmed"
        console.print(f"{period}  {period.status.value}{unsure}  {period.by}", markup=False)
    for name, codes in (("lifts", rule.lifts), ("bars", rule.bars), ("open to", rule.open_to or ())):
        if codes:
            console.print(f"{name}: {', '.join(sorted(codes))}", markup=False)


@command.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
def search(words: tuple[str, ...], as_json: bool) -> None:
    """Search the rules for words (`find` searches the control list).

    No hit is an answer too, and ends with 0.

    \b
    licet law search "military end use"
    """
    from licet.app.actions.law import search_rules

    found = search_rules(" ".join(words))
    if as_json:
        click.echo(json.dumps([_as_data(rule) for rule in found], indent=2))
    else:
        _table(found)


@command.command()
@click.argument("since")
@click.argument("until")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
def diff(since: str, until: str, as_json: bool) -> None:
    """Show the rules that stand otherwise on two days."""
    from licet.app.actions.law import changes

    first, last = _day(since), _day(until)
    if first is None or last is None:
        raise click.UsageError("two days are needed")
    if first >= last:
        raise InputError(f"{first} is not before {last}", field="SINCE", fix="give the earlier day first")
    found = tuple(changes(first, last))
    rows = [
        (
            change.rule.id,
            change.before.status.value if change.before else "no law",
            change.after.status.value if change.after else "no law",
            change.by,
        )
        for change in found
    ]
    if as_json:
        click.echo(
            json.dumps(
                [dict(zip(("rule", "before", "after", "by"), row, strict=True)) for row in rows], indent=2
            )
        )
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("rule", str(first), str(last), "by"):
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console().print(table)
    click.echo(f"{len(rows)} rules differ")


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
@click.option("--markdown", is_flag=True, help="As the page of the documentation.")
def uncovered(as_json: bool, markdown: bool) -> None:
    """Say what the rules do not cover."""
    from licet.app.actions.law import uncovered as not_covered
    from licet.app.actions.law import uncovered_page

    if markdown:
        click.echo(uncovered_page(), nl=False)
        return

    found = not_covered()
    if as_json:
        click.echo(json.dumps([{"section": each.section, "says": each.says} for each in found], indent=2))
        return
    for each in found:
        click.echo(f"{each.section}: {each.says}")


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
@click.option("--area", help="Show only cases of this area.")
@click.option("-v", "--verbose", is_flag=True, help="Show passed cases too.")
def cases(file: Path, as_json: bool, area: str | None, verbose: bool) -> None:
    """Run the cases of FILE (schema licet-determination-case/1): pass or fail with the difference, totals
    by area.
    """
    from licet.app.actions.law import run_case_file

    run = run_case_file(file)
    if as_json:
        click.echo(json.dumps(_cases_as_data(run), indent=2))
    else:
        _print_cases(run, area=area, verbose=verbose)
    if run.passed != len(run.results):
        sys.exit(1)


def _cases_as_data(run: CaseRun) -> dict[str, object]:
    return {
        "file": run.file,
        "passed": run.passed,
        "run": len(run.results),
        "areas": {area: {"passed": good, "run": count} for area, (good, count) in run.by_area().items()},
        "cases": [_case_as_data(result) for result in run.results],
    }


def _case_as_data(result: CaseResult) -> dict[str, object]:
    data: dict[str, object] = {
        "id": result.id,
        "title": result.title,
        "area": result.area,
        "passed": result.passed,
        "differences": list(result.differences),
        "facts_not_understood": list(result.strange),
    }
    found = result.determination
    if found is None:
        return data
    return data | {
        "outcome": found.verdict.name,
        "subject_to_ear": found.subject.value,
        "requires": [
            {
                "rule": each.limb.citation,
                "why": each.limb.reading.why,
                "policy": each.policy.verb.name if each.policy and each.policy.verb else None,
            }
            for each in found.met()
        ],
        "possible": list(found.possible),
        "foreclosed": [symbol for symbol, _ in found.foreclosed],
        "flags": list(found.flags),
        "needs": [question.text for question in found.asks],
        "conditions": list(found.conditions),
        "overlays": [
            {"regime": limb.rule.code, "says": limb.reading.why or limb.rule.says}
            for limb in found.overlays
            if limb.truth.value == "yes"
        ],
    }


def _print_cases(run: CaseRun, *, area: str | None, verbose: bool) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    for result in run.results:
        if area and result.area != area:
            continue
        if result.passed and not verbose:
            continue
        word = ("pass", "green") if result.passed else ("FAIL", "red")
        title = f"  {result.title}  "  # may hold brackets
        console.print(Text.assemble(word, "  ", (result.id, "bold"), title, (result.area, "dim")))
        for difference in result.differences:
            console.print(f"      {difference}", markup=False)
        for note in result.strange:
            console.print(f"      not understood: {note}", markup=False, style="yellow")
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("area")
    table.add_column("passed", justify="right")
    table.add_column("of", justify="right")
    for name, (good, count) in run.by_area().items():
        table.add_row(name, str(good), str(count), style=None if good == count else "red")
    table.add_section()
    table.add_row("all", str(run.passed), str(len(run.results)), style="bold")
    console.print(table)
