"""`licet owners`: who owns whom, and what the ownership rules make of it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licet.app.cli import FACTS_MISSING, OK, STANDS_IN_THE_WAY
from licet.app.cli._help import Group

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from licet.core.errors import InputError
    from licet.owners.decide import Decision, Report

_MARKS = {"yes": "[bold red]YES[/]", "unknown": "[bold magenta]UNKNOWN[/]", "no": "no"}


@click.group(cls=Group)
def command() -> None:
    """Who owns whom: the fifty-percent rules, aggregated and dated, with honest unknowns."""


def _day(_: click.Context, __: click.Parameter, value: str | None) -> date:
    try:
        return date.fromisoformat(value) if value else date.today()
    except ValueError as error:
        raise click.BadParameter("write a day as 2026-11-23") from error


def _shared(function: Callable[..., None]) -> Callable[..., None]:
    """The options that every verb here has."""
    options = [
        click.option(
            "--from",
            "files",
            multiple=True,
            type=click.Path(path_type=Path),
            help="Ownership file(s): CSV, XLSX, BODS, PSC, GLEIF. Default: what was imported.",
        ),
        click.option(
            "--on", callback=_day, metavar="DAY", help="Day whose edges and law count. Default: today."
        ),
        click.option(
            "--regime",
            "regimes",
            multiple=True,
            metavar="ID",
            help="us-ofac, us-ofac-ssi, us-bis, uk, eu; all by default.",
        ),
        click.option(
            "--listed",
            "given",
            multiple=True,
            metavar="NAME=LIST[:PROGRAMME]",
            help="Who is listed; may be repeated. Without it owners are screened.",
        ),
        click.option(
            "--listed-file", type=click.Path(path_type=Path), help="CSV party,list,programme,certain."
        ),
        click.option(
            "--affiliates",
            type=click.Choice(["in-force", "stayed"]),
            default=None,
            help="What the BIS rule is from 2026-11-10, once you have looked it up.",
        ),
        click.option("--json", "as_json", is_flag=True, help="For programs."),
    ]
    for option in reversed(options):
        function = option(function)
    return function


@command.command()
@click.argument("party")
@_shared
@click.option("--svg", type=click.Path(path_type=Path), help="Write the chain as a picture to this file.")
@click.pass_context
def show(
    ctx: click.Context,
    party: str,
    files: Sequence[Path],
    on: date,
    regimes: Sequence[str],
    given: Sequence[str],
    listed_file: Path | None,
    affiliates: str | None,
    as_json: bool,
    svg: Path | None,
) -> None:
    """Every rule's answer for PARTY (id or name), with the arithmetic in words."""
    from licet.app.actions import owners
    from licet.lists.home import home

    reading = owners.open_graph(files, home())
    _complain(reading.problems, reading.more)
    rules, listed = owners.rules(regimes, affiliates or ""), owners.who_is_listed(on, listed_file, given)
    report = owners.show(reading.graph, party, on, listed, rules)
    if as_json:
        click.echo(json.dumps(_plain(report), indent=1, default=str, ensure_ascii=False))
    else:
        _print(report)
    if svg is not None:
        from licet.app.actions.writing import write_whole

        worst = max(report.decisions, key=lambda one: ("no", "unknown", "yes").index(one.reached.value))
        rule = next(one for one in rules if one.id == worst.regime)
        write_whole(svg, owners.picture(reading.graph, party, on, listed, rule))
        click.echo(f"picture: {svg} ({rule.title})", err=True)
    short = _short(owners.unreliable(listed, rules))
    ctx.exit(_code([*(decision.answer.truth.value for decision in report.decisions), *short]))


@command.command()
@_shared
@click.option("--limit", default=50, show_default=True, help="Lines to print; --json prints all.")
@click.pass_context
def check(
    ctx: click.Context,
    files: Sequence[Path],
    on: date,
    regimes: Sequence[str],
    given: Sequence[str],
    listed_file: Path | None,
    affiliates: str | None,
    as_json: bool,
    limit: int,
) -> None:
    """All parties that a rule reaches, or may reach.

    \b
    licet owners check --from examples/owners.csv \\
        --listed-file examples/owners-listed.csv --on 2025-10-15
    """
    from licet.app.actions import owners
    from licet.lists.home import home

    reading = owners.open_graph(files, home())
    _complain(reading.problems, reading.more)
    rules = owners.rules(regimes, affiliates or "")
    listed = owners.who_is_listed(on, listed_file, given)
    found, overfull = owners.check(reading.graph, on, listed, rules)
    if as_json:
        body = [
            {
                "party": one.party,
                "name": one.name,
                "regime": one.regime,
                "truth": one.truth.value,
                "share": str(one.share),
                "in_force": one.in_force,
            }
            for one in found
        ]
        click.echo(
            json.dumps({"on": str(on), "reached": body, "over_100": overfull}, indent=1, ensure_ascii=False)
        )
    else:
        from rich.console import Console
        from rich.markup import escape
        from rich.table import Table

        table = Table(title=f"Reached through owners on {on}", title_justify="left")
        for column in ("rule", "answer", "listed share", "party", "id"):
            table.add_column(column)
        for one in found[:limit]:
            word = _MARKS[one.truth.value] + ("" if one.in_force else " (rule not in force)")
            table.add_row(one.regime, word, str(one.share), escape(one.name), escape(one.party))
        console = Console()
        console.print(table if found else f"no party is reached through its owners on {on}")
        if len(found) > limit:
            console.print(f"and {len(found) - limit} more: --limit or --json")
        for id in overfull[:limit]:
            console.print(f"more than 100 % of {escape(id)} is recorded", highlight=False)
    short = _short(owners.unreliable(listed, rules))
    ctx.exit(_code([*(one.truth.value for one in found if one.in_force), *short]))


@command.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def import_(files: Sequence[Path]) -> None:
    """Read FILES once and keep them for the other commands."""
    from licet.app.actions import owners
    from licet.lists.home import home

    reading, kept = owners.import_files(files, home())
    _complain(reading.problems, reading.more)
    click.echo(f"{len(reading.graph):,} parties, {reading.graph.edges:,} edges kept in {kept}")


@command.command()
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@_shared
@click.option(
    "--since", callback=_day, metavar="DAY", help="Day for BEFORE. Default: the same as --on.", default=None
)
@click.pass_context
def diff(
    ctx: click.Context,
    before: Path,
    after: Path,
    files: Sequence[Path],
    on: date,
    regimes: Sequence[str],
    given: Sequence[str],
    listed_file: Path | None,
    affiliates: str | None,
    as_json: bool,
    since: date,
) -> None:
    """Parties whose answer differs between two files, or (the same file twice) between --since and --on."""
    from licet.app.actions import owners

    if files:
        raise click.UsageError("diff takes its two files as arguments")
    same_day = ctx.get_parameter_source("since") is click.core.ParameterSource.DEFAULT
    states = []
    for file, day in ((before, on if same_day else since), (after, on)):
        reading = owners.open_graph([file], file.parent)
        _complain(reading.problems, reading.more)
        states.append((reading.graph, day))
    rules, listed = owners.rules(regimes, affiliates or ""), owners.who_is_listed(on, listed_file, given)
    changes = owners.diff(states[0], states[1], listed, rules)
    if as_json:
        body = [
            {
                "party": one.party,
                "name": one.name,
                "regime": one.regime,
                "before": one.before.value,
                "after": one.after.value,
            }
            for one in changes
        ]
        click.echo(json.dumps(body, indent=1, ensure_ascii=False))
    else:
        for one in changes:
            shares = f"{one.share_before or 'nothing'} -> {one.share_after or 'nothing'}"
            click.echo(f"{one.regime:12} {one.before.value:>7} -> {one.after.value:7} {one.name} ({shares})")
        if not changes:
            click.echo("no answer differs")
    ctx.exit(STANDS_IN_THE_WAY if any(one.after.value == "yes" for one in changes) else OK)


@command.command()
@click.option("--on", callback=_day, metavar="DAY", help="Mark what holds on this day. Default: today.")
def rules(on: date) -> None:
    """The rules with their periods, thresholds and citations."""
    from licet.owners.regimes import REGIMES

    for regime in REGIMES:
        counted = ", ".join(regime.lists.values())
        click.echo(f"{regime.id}: {regime.title}; owners that count: {counted}")
        for era in regime.eras:
            mark = "*" if on in era.period else " "
            days = f"{era.period.start or ''!s:10} to {era.period.end or ''!s:10}"
            status = era.period.status.value + ("" if era.period.confirmed else ", not confirmed")
            bar = f"{'at least' if era.bar.or_more else 'more than'} {era.bar.percent} %"
            bar += " or control" if regime.control else ""
            owners = "owners added up" if era.aggregate else "each owner alone"
            click.echo(f"  {mark} {days}  {status}: {bar}, {owners}")
            click.echo(f"      {era.period.by or era.cites[0]}")
    click.echo(f"\n* holds on {on}")


def _code(truths: list[str]) -> int:
    if "yes" in truths:
        return STANDS_IN_THE_WAY
    return FACTS_MISSING if "unknown" in truths else OK


def _short(unreliable: dict[str, str]) -> list[str]:
    """Say which rules can't be answered clearly; each counts as an unknown."""
    for regime, why in unreliable.items():
        click.echo(f"{regime}: a no is not clear, as its lists are short: {why}", err=True)
    return ["unknown"] * len(unreliable)


def _complain(problems: list[InputError], more: int) -> None:
    for problem in problems[:20]:
        click.echo(f"not read: {problem}", err=True)
    rest = len(problems) - 20 + more
    if rest > 0:
        click.echo(f"not read: {rest} more rows", err=True)


def _print(report: Report) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.tree import Tree

    console = Console(highlight=False)
    console.print(f"[bold]{escape(report.name)}[/] on {report.on}: {report.owners} parties above it\n")
    for decision in report.decisions:
        rest = decision.answer
        if rest.is_no and not decision.cautions and not decision.share.high:
            console.print(f"no  {escape(rest.says)}: no listed owner on record\n")
            continue
        tree = Tree(f"{_MARKS[rest.truth.value]}  {escape(rest.says)}")
        branches = [tree]
        for depth, part in rest.walk():
            if depth == 0:
                continue
            del branches[depth:]
            word = {"yes": "+", "no": "-", "unknown": "?"}[part.truth.value]
            branches.append(branches[depth - 1].add(f"{word} {escape(part.says)}"))
        console.print(tree)
        for caution in decision.cautions:
            console.print(f"  caution: {escape(caution)}")
        if decision.red_flag_29:
            console.print(
                "  Red Flag 29: resolve the share or get a licence (supp. no. 3 to 15 CFR part 732)"
            )
        for question in decision.questions[:5]:
            console.print(f"  ask: {escape(question.text)}")
        console.print(f"  [dim]{escape('; '.join(rest.cites))}[/]\n")
    for finding in report.findings:
        console.print(f"data: {escape(finding.text)}")


def _plain(report: Report) -> dict[str, Any]:
    return {
        "party": report.party,
        "name": report.name,
        "on": str(report.on),
        "decisions": [_plain_decision(decision) for decision in report.decisions],
        "findings": [{"code": one.code, "party": one.party, "text": one.text} for one in report.findings],
    }


def _plain_decision(decision: Decision) -> dict[str, Any]:
    share = decision.share
    return {
        "regime": decision.regime,
        "answer": decision.answer.truth.value,
        "in_force": decision.in_force,
        "confirmed": decision.confirmed,
        "threshold_passed": decision.reached.value,
        "share": {
            "low": str(share.low),
            "high": str(share.high),
            "low_open": share.low_open,
            "high_open": share.high_open,
        },
        "listed_owners": list(decision.owners),
        "listings": [listing.id for listing in decision.listings],
        "because": [
            {"depth": depth, "answer": part.truth.value, "says": part.says}
            for depth, part in decision.answer.walk()
        ],
        "questions": [{"id": one.id, "text": one.text} for one in decision.questions],
        "cautions": list(decision.cautions),
        "red_flag_29": decision.red_flag_29,
        "cites": list(decision.answer.cites),
    }
