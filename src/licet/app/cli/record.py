"""`licet record`: UVL statements, is-informed letters, end-user statements; events that end a transaction."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from licet.app.cli._help import Group
from licet.app.cli._kept import DAY, JSON, STORE, as_json, day_of, say, table

__all__ = ["command"]

_KINDS = click.Choice(
    [
        "UVL statement",
        "is-informed letter",
        "end-user statement",
        "TGL certification",
        "written assurance",
        "delivery verification",
    ],
    case_sensitive=False,
)


@click.group(cls=Group)
def command() -> None:
    """Statements and letters that must be kept and that rules ask for.

    \b
    licet record add "UVL statement" --party "Orchid Imaging Ltd" \\
        --signed 2026-01-29 --text "we use it for repair"
    licet record list
    """


@command.command("list")
@STORE
@JSON
@click.option("--kind", type=_KINDS, help="Only records of this kind.")
@click.option("--party", default="", help="The party it is about.")
@click.option("--on", type=DAY, help="Only those that hold on this day.")
def list_statements(place: str, machine: bool, kind: str | None, party: str, on: datetime | None) -> None:
    """Statements and letters."""
    from licet.app.actions.keeping import opened
    from licet.store.statements import StatementKind, statements

    with opened(place, create=False) as (store, who):
        found = statements(store, who, kind=StatementKind(kind) if kind else None, party=party, on=day_of(on))
    if machine:
        as_json(found)
        return
    rows = [
        (
            one.id,
            one.kind.value,
            one.party,
            f"{one.signed} to {one.valid_to or '...'}",
            "withdrawn" if one.withdrawn else "",
            ", ".join(one.sections),
        )
        for one in found
    ]
    table(("Id", "Kind", "Party", "Holds", "", "Sections"), rows, empty="no statements")


@command.command()
@STORE
@click.argument("kind", type=_KINDS)
@click.option("--party", default="", help="The party it is about.")
@click.option("--country", default="", help="Country code, to find it by.")
@click.option("--text", default="", help="Its words; with --file they may be left out.")
@click.option(
    "--file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="The document itself."
)
@click.option("--signed", type=DAY, required=True, help="Day of the signature.")
@click.option("--valid-to", type=DAY, help="Last day on which it holds.")
@click.option("--section", "sections", multiple=True, help="A section of 15 CFR it rests on.")
@click.option("--document", default="", help="Its reference number.")
def add(
    place: str,
    kind: str,
    party: str,
    country: str,
    text: str,
    file: Path | None,
    signed: datetime,
    valid_to: datetime | None,
    sections: tuple[str, ...],
    document: str,
) -> None:
    """Keep a statement or a letter."""
    from licet.app.actions.keeping import opened
    from licet.store.attachments import attach
    from licet.store.statements import StatementKind, keep_statement

    words = text or (f"see the attached {file.name}" if file else "")
    with opened(place) as (store, who):
        id = keep_statement(
            store,
            who,
            StatementKind(kind),
            party=party,
            text=words,
            signed=signed.date(),
            valid_to=day_of(valid_to),
            sections=sections,
            document=document,
            country=country,
        )
        if file is not None:
            attach(store, who, f"record/{id}", file.name, file.read_bytes(), document=document)
    say(id)


@command.command()
@STORE
@click.argument("record_id", metavar="RECORD")
@click.option("--reason", required=True, help="Why: it stands in the log.")
def withdraw(place: str, record_id: str, reason: str) -> None:
    """Note that it holds no longer."""
    from licet.app.actions.keeping import opened
    from licet.store.statements import withdraw as end

    with opened(place, create=False) as (store, who):
        end(store, who, record_id, reason)


@command.command()
@STORE
@click.argument("subject")
@click.argument(
    "event",
    type=click.Choice(["export", "reexport", "transfer", "diversion", "termination", "boycott request"]),
)
@click.option("--day", type=DAY, required=True, help="The day it happened.")
@click.option("--note", default="", help="A remark; it stands in the log.")
def event(place: str, subject: str, event: str, day: datetime, note: str) -> None:
    """Note an event that the five years count from (15 CFR 762.6(a))."""
    from licet.app.actions.keeping import opened
    from licet.store.retention import ClockEvent, note_event

    with opened(place, create=False) as (store, who):
        note_event(store, who, subject, ClockEvent(event), day.date(), note=note)
