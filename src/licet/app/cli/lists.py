"""`licet lists`: which lists are held, what an entry says, what changed; how they come: `_lists_bring`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licet.app.cli._help import Group
from licet.app.cli._lists_bring import build, export, import_, update

if TYPE_CHECKING:
    from licet.app.actions.lists import ListDiff
    from licet.core.listing import Listing, Version
    from licet.lists.snapshot import Snapshot

__all__ = ["command"]

_FACTS_MISSING, _STALE = 3, 4
#: Columns from which the titles of the lists stand beside their ids.
_WIDE = 120


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """The lists: what is held, from which day, what an entry says, what changed.

    \b
    licet lists status
    licet lists show Hikvision
    licet lists history us-bis-entity-list:cn:iflytek
    """


for _each in (update, export, import_, build):
    command.add_command(_each)


def _json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _plain(value: object) -> Any:  # noqa: ANN401  JSON is any
    from pydantic import TypeAdapter

    return TypeAdapter(type(value)).dump_python(value, mode="json")


@command.command()
@click.option("--snapshot", help="A snapshot's id, file, or `embedded`; the current one without it.")
@click.option("--check", is_flag=True, help="End with exit code 4 when a list is stale.")
@click.option("--history", "with_history", is_flag=True, help="Also the snapshots that were current before.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def status(*, snapshot: str | None, check: bool, with_history: bool, as_json: bool) -> None:
    """Which lists are held, how many entries, from which day, and whether they are stale."""
    from dataclasses import asdict
    from datetime import UTC, datetime

    from licet.app.actions.lists import list_status
    from licet.lists.home import past
    from licet.lists.manifest import entry_as_json

    found = list_status(snapshot, datetime.now(UTC).date())
    stale = {one.list: one for one in found.stale}
    before = past() if with_history else ()
    if as_json:
        _json(
            {
                "snapshot": found.snapshot.id,
                "place": found.snapshot.place,
                "bytes": found.bytes,
                "listings": len(found.snapshot),
                "lists": [
                    entry_as_json(one)
                    | {
                        "as_of": str(found.snapshot.as_of(one.id) or ""),
                        "stale": stale[one.id].why if one.id in stale else "",
                    }
                    for one in found.lists
                ],
                "not_held": [asdict(one) for one in found.not_held],
                "history": [{"snapshot": one.id, "since": one.since.isoformat()} for one in before],
            }
        )
    else:
        from rich.console import Console
        from rich.table import Table

        console = Console()
        table = Table(box=None, pad_edge=False, header_style="bold", row_styles=["", "dim"])
        titles = console.width >= _WIDE  # on a narrow screen each list is one row, its id whole
        table.add_column("List", no_wrap=True)
        if titles:
            table.add_column("Title", max_width=46)
        table.add_column("Entries", justify="right", no_wrap=True)
        table.add_column("As of", no_wrap=True)
        table.add_column("Whole from", no_wrap=True)
        table.add_column("State", max_width=44)
        for one in found.lists:
            state = "[green]fresh[/]"
            if one.id in stale:
                why = stale[one.id].why.replace(" days old, at most", " days, at most")
                state = f"[yellow]stale[/]: {why.removesuffix(' are allowed')}"
            table.add_row(
                one.id,
                *([one.title] if titles else []),
                f"{one.count:,}",
                str(found.snapshot.as_of(one.id) or "unknown"),
                str(one.complete_from or "unknown"),
                state,
            )
        console.print(table)
        console.print(
            f"\n{len(found.snapshot):,} entries of {len(found.lists)} lists, {found.bytes / 1e6:.2f} MB, "
            f"snapshot [bold]{found.snapshot.id[:12]}[/]"
        )
        console.print(f"[dim]{found.snapshot.place}[/]", soft_wrap=True)
        console.print("\nnot held, so no check looks at them:")
        for absent in found.not_held:
            console.print(f"  {absent.id}: {absent.title} ({absent.issuer}): {absent.why}")
        for row in before:
            console.print(f"[dim]current since {row.since:%Y-%m-%d %H:%M} UTC: {row.id[:12]}[/]")
        if stale:
            console.print(
                f"\n{len(stale)} of {len(found.lists)} lists are stale: run [bold]licet lists update[/]"
            )
    if check and stale:
        raise click.exceptions.Exit(_STALE)


@command.command()
@click.argument("entry", nargs=-1, required=True)
@click.option("--snapshot", help="A snapshot's id or file; the current one without it.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def show(*, entry: tuple[str, ...], snapshot: str | None, as_json: bool) -> None:
    """One entry by its id, or the entries whose name holds all these words."""
    from licet.app.actions.lists import find_listing

    held, found = find_listing(" ".join(entry), snapshot)
    if as_json:
        _json([_plain(one) for one in found])
    elif len(found) == 1:
        _show_one(held, found[0])
    else:
        _show_many(found)


def _show_many(found: tuple[Listing, ...]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold", row_styles=["", "dim"])
    table.add_column("Id", overflow="fold")
    table.add_column("Name", max_width=60)
    table.add_column("Countries")
    for one in found[:50]:
        table.add_row(one.id, escape(one.party.name), " ".join(one.party.countries))
    console = Console()
    console.print(table)
    more = ", the first 50 shown: give more words" if len(found) > 50 else ""
    console.print(f"\n{len(found)} entries{more}; [bold]licet lists show ID[/] shows one")


def _show_one(snapshot: Snapshot, one: Listing) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from licet.core.country import country_name

    entry = snapshot.lists[one.list]
    console = Console()
    console.print(f"[bold]{escape(one.party.name)}[/]")
    console.print(f"{escape(entry.title)} · {entry.issuer}")
    console.print(f"[dim]{one.id}[/]\n", soft_wrap=True)
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")

    def row(label: str, text: str) -> None:
        if text:
            table.add_row(label, escape(text))

    for name in one.party.names[1:]:
        dated = f" since {name.since}" if name.since else ""
        dated += f" until {name.until}" if name.until else ""
        row(name.quality.value, name.text + dated)
    row("kind", "" if one.party.kind.value == "any" else one.party.kind.value)
    row("countries", ", ".join(country_name(code) for code in one.party.countries))
    for address in one.party.addresses:
        place, country = address.text, country_name(address.country)
        row("address", place if country in place else f"{place}, {country}".strip(", "))
    for number in one.party.identifiers:
        row(number.kind, f"{number.value} {country_name(number.country)}".strip())
    for birth in one.party.births:
        about = "about " if birth.circa else ""
        span = (
            str(birth.earliest) if birth.earliest == birth.latest else f"{birth.earliest} to {birth.latest}"
        )
        row("born", about + span)
    row("listed", _period_words(one))
    row("grounds", "; ".join(f"{ground.code} {ground.cite}".strip() for ground in one.grounds))
    row("effect", entry.legal_effect)
    for version in one.versions:
        _version_rows(version, row)
    for cite in one.cites:
        row("notice", f"{cite}{f' of {cite.day}' if cite.day else ''}  {cite.link}")
    row("notes", ", ".join(one.notes))
    row("not read", one.source_note)
    row("source", one.source_ref)
    row("as of", f"{snapshot.as_of(one.list) or 'unknown'}, snapshot {snapshot.id[:12]}")
    console.print(table)


def _period_words(one: Listing) -> str:
    start = f"from {one.period.start}" if one.period.start else "from a day that is not held"
    end = f" until {one.period.end}" if one.period.end else ""
    return f"{start}{end}{'' if one.period.confirmed else ' (not confirmed)'}"


def _version_rows(version: Version, row: Any) -> None:  # noqa: ANN401  a local function
    from licet.core.listing_words import describe_policy, describe_requirement

    start = version.period.start or "the beginning"
    row("codes", f"{start} to {version.period.end}" if version.period.end else f"since {start}")
    if version.requirement is None or version.policy is None:
        row("  licence", "what held then is unknown: no source that licet holds states it")
        return
    row("  licence", describe_requirement(version.requirement))
    row("  review", describe_policy(version.policy))


@command.command()
@click.argument("before")
@click.argument("after")
@click.option("--list", "list_id", default="", help="Only this list.")
@click.option(
    "--from",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Official documents.",
)
@click.option("--snapshot", help="The snapshot whose history is asked; the current one without it.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def diff(
    *, before: str, after: str, list_id: str, folder: Path | None, snapshot: str | None, as_json: bool
) -> None:
    """What changed between two days (2025-01-29 2025-08-02) or two snapshots.

    Exit code 3: no list is held whole for the first day. 4: nothing changed on what is held, but an edition
    is older than the second day.

    \b
    licet lists diff 2025-01-29 2025-08-02
    licet lists diff embedded embedded
    """
    from licet.app.actions.lists import diff_lists

    found = diff_lists(before, after, which=snapshot, list_id=list_id, folder=folder)
    if as_json:
        head = {"before": found.before, "after": found.after, "warnings": found.warnings}
        compared = {"compared": found.compared}
        _json(head | compared | {"changes": [_plain(one) for one in found.changes]})
        _leave_diff(found)
        return
    from collections import Counter

    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table
    from rich.text import Text

    console = Console()
    table = Table(box=None, pad_edge=False, header_style="bold", row_styles=["", "dim"])
    for title, width in (("List", 18), ("Entry", 44), ("Change", 18), ("From", 34), ("To", 34), ("By", 44)):
        table.add_column(title, max_width=width)
    for one in found.changes:
        is_whole = one.kind.value in {"added", "removed"}
        table.add_row(
            one.list.removeprefix("us-bis-"),
            Text(one.name),
            one.kind.value,
            Text("" if is_whole else one.before),
            Text("" if is_whole else one.after),
            Text(", ".join(map(str, one.cites)) or one.why or "not cited"),
        )
    if found.changes:
        console.print(table)
        console.print()
    counts = Counter(one.kind.value for one in found.changes)
    nothing = "nothing changed" if found.compared else "no list could be compared"
    told = ", ".join(f"{count:,} {kind}" for kind, count in counts.most_common()) or nothing
    console.print(f"{found.before} to {found.after}: {told}")
    for warning in found.warnings:
        console.print(f"[yellow]note[/]: {escape(warning)}")
    _leave_diff(found)


def _leave_diff(found: ListDiff) -> None:
    """End with 3 when no list could be compared, with 4 when none showed a change and one is too old to."""
    if not found.compared:
        raise click.exceptions.Exit(_FACTS_MISSING)
    if found.older and not found.changes:
        raise click.exceptions.Exit(_STALE)


@command.command()
@click.argument("entry", nargs=-1, required=True)
@click.option("--snapshot", help="A snapshot's id or file; the current one without it.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def history(*, entry: tuple[str, ...], snapshot: str | None, as_json: bool) -> None:
    """What one entry required from day to day, with the notices that made it so."""
    from licet.app.actions.lists import find_listing

    held, found = find_listing(" ".join(entry), snapshot)
    if len(found) > 1:
        _show_many(found)
        return
    (one,) = found
    if as_json:
        _json(
            {"id": one.id, "period": _plain(one.period), "versions": [_plain(each) for each in one.versions]}
        )
        return
    from rich.console import Console
    from rich.markup import escape

    from licet.core.listing_words import describe_policy, describe_requirement

    console = Console()
    console.print(f"[bold]{escape(one.party.name)}[/]  [dim]{one.id}[/]")
    console.print(f"listed {_period_words(one)}")
    for version in one.versions:
        end = f" to {version.period.end}" if version.period.end else ""
        console.print(f"\n[bold]{version.period.start or 'from the beginning'}{end}[/]")
        if version.requirement is None or version.policy is None:
            console.print("  what held then is unknown: no source that licet holds states it")
        else:
            console.print(f"  licence: {escape(describe_requirement(version.requirement))}")
            console.print(f"  review:  {escape(describe_policy(version.policy))}")
        for cite in version.cites:
            console.print(f"  [dim]{cite}{f' of {cite.day}' if cite.day else ''}  {cite.link}[/]")
    whole = held.lists[one.list].complete_from
    console.print(
        f"\n[dim]the list is held whole from {whole}; before that day, what was removed is not held[/]"
    )
