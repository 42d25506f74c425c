"""`licet licence`: applications, licences and other authorisations, what is left on them."""

from __future__ import annotations

import csv
import sys
from datetime import datetime
from pathlib import Path

import click

from licet.app.cli._help import Group
from licet.app.cli._kept import DAY, JSON, STORE, as_json, day_of, say, table

__all__ = ["command"]

_FILE = click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))


@click.group(cls=Group)
def command() -> None:
    """Approvals: apply, record, draw down, amend; FILE is TOML or JSON (docs/store.md).

    \b
    licet licence add examples/licence.toml
    licet licence show D1234567
    licet licence covers examples/shipment.toml
    licet licence apply examples/application.toml
    licet licence sheet APP-2
    """


@command.command("list")
@STORE
@JSON
@click.option("--on", type=DAY, help="Only those valid on this day.")
def list_licences(place: str, machine: bool, on: datetime | None) -> None:
    """All authorisations held."""
    from licet.app.actions.keeping import opened
    from licet.store.licences import licences

    with opened(place, create=False) as (store, who):
        found = licences(store, who, on=day_of(on))
    if machine:
        as_json(found)
        return
    rows = [
        (
            one.id,
            f"{one.terms.agency} {one.terms.number}",
            one.terms.kind.value,
            one.state.value,
            f"{one.terms.valid_from} to {one.terms.valid_to or '...'}",
            ", ".join(one.terms.destinations),
        )
        for one in found
    ]
    table(("Id", "Number", "Kind", "State", "Valid", "For"), rows, empty="no licences")


@command.command()
@STORE
@_FILE
def add(place: str, file: Path) -> None:
    """Record an authorisation."""
    from licet.app.actions.keeping import opened, read_terms
    from licet.store.licences import record_licence

    terms = read_terms(file)
    with opened(place) as (store, who):
        say(record_licence(store, who, terms))


@command.command()
@STORE
@JSON
@click.argument("number")
def show(place: str, machine: bool, number: str) -> None:
    """One authorisation, by its number or id: terms, balance, draws."""
    from licet.app.actions.keeping import opened
    from licet.store.canonical import decimal_text
    from licet.store.licences import draws, licence_by_number

    with opened(place, create=False) as (store, who):
        held = licence_by_number(store, who, number)
        drawn = draws(store, who, held.id)
    if machine:
        as_json({"licence": held, "draws": drawn})
        return
    terms = held.terms
    say(f"{held.id}  {terms.agency} {terms.number}  {terms.kind.value}, {held.state.value}")
    where = ", ".join(terms.destinations) or "anywhere"
    say(f"valid {terms.valid_from} to {terms.valid_to or '...'}, for {where}")
    for party in terms.parties:
        say(f"{party.role.value.replace('_', ' ')}: {party.name} {party.country}")
    if terms.end_use:
        say(f"end use: {terms.end_use}")
    rows = []
    for line in terms.lines:
        quantity, value = held.left(line)
        rows.append(
            (
                line.line,
                line.eccn,
                line.description,
                f"{decimal_text(quantity)} of {decimal_text(line.quantity)} {line.unit}"
                if quantity is not None and line.quantity is not None
                else "no limit",
                f"{terms.currency} {value:,}" if value is not None else "no limit",
            )
        )
    table(("Line", "ECCN", "Description", "Left", "Value left"), rows, empty="no lines")
    for condition in terms.conditions:
        done = ", fulfilled" if condition.done else ""
        duty = f" ({condition.duty}, {condition.when.value}{done})" if condition.duty else ""
        say(f"condition {condition.number}: {condition.text}{duty}")
    table(
        ("Draw", "Line", "Shipment", "Quantity", "Value", "Day", ""),
        [
            (
                str(d.entry),
                d.line,
                d.shipment,
                decimal_text(d.quantity),
                decimal_text(d.value),
                str(d.day),
                "given back" if d.reversed else "",
            )
            for d in drawn
        ],
        empty="nothing drawn yet",
    )


@command.command()
@STORE
@click.argument("number")
@_FILE
@click.option("--reason", required=True, help="Why: it stands in the log.")
@click.option("--document", default="", help="Reference number of the letter.")
def amend(place: str, number: str, file: Path, reason: str, document: str) -> None:
    """Replace the terms by those in FILE."""
    from licet.app.actions.keeping import opened, read_terms
    from licet.store.licences import amend as change
    from licet.store.licences import licence_by_number

    terms = read_terms(file)
    with opened(place, create=False) as (store, who):
        change(store, who, licence_by_number(store, who, number).id, terms, reason, document=document)


@command.command()
@STORE
@click.argument("number")
@click.argument(
    "new_state", metavar="STATE", type=click.Choice(["active", "suspended", "revoked", "returned"])
)
@click.option("--reason", required=True, help="Why: it stands in the log.")
@click.option("--day", type=DAY, help="The day it happened.")
def state(place: str, number: str, new_state: str, reason: str, day: datetime | None) -> None:
    """Suspend, reinstate, revoke or return it."""
    from licet.app.actions.keeping import opened
    from licet.store.licences import licence_by_number, set_state
    from licet.store.terms import LicenceState

    with opened(place, create=False) as (store, who):
        held = licence_by_number(store, who, number)
        set_state(store, who, held.id, LicenceState(new_state), reason, day=day_of(day))


@command.command()
@STORE
@click.argument("number")
@click.argument("condition")
@click.option("--note", required=True, help="How it was fulfilled.")
def fulfil(place: str, number: str, condition: str, note: str) -> None:
    """Note that a condition was fulfilled."""
    from licet.app.actions.keeping import opened
    from licet.store.licences import licence_by_number, meet_condition

    with opened(place, create=False) as (store, who):
        meet_condition(store, who, licence_by_number(store, who, number).id, condition, note)


@command.command()
@STORE
@JSON
@click.option("--days", default=90, show_default=True, help="How many days ahead to look.")
@click.option("--on", type=DAY, help="The day to look from; today when not given.")
def expiring(place: str, machine: bool, days: int, on: datetime | None) -> None:
    """Active authorisations that end soon or are over. Exit code 1 if there are any."""
    from licet.app.actions.keeping import opened
    from licet.store.licences import expiring as soon

    with opened(place, create=False) as (store, who):
        found = soon(store, who, day_of(on) or store.clock().date(), days=days)
    if machine:
        as_json(found)
    else:
        rows = [(one.id, one.terms.number, str(one.terms.valid_to)) for one in found]
        table(("Id", "Number", "Ends"), rows, empty=f"nothing ends within {days} days")
    sys.exit(1 if found else 0)


@command.command()
@STORE
@JSON
@_FILE
def covers(place: str, machine: bool, file: Path) -> None:
    """Which licences cover the shipment in FILE, line by line. Exit code 1: not covered; 3: not known."""
    from licet.app.actions.keeping import opened, read_shipment
    from licet.store.eei import wanted_for
    from licet.store.licences import coverages

    asked = read_shipment(file)
    with opened(place, create=False) as (store, who):
        found = [(line.number, coverages(store, who, wanted_for(asked, line))) for line in asked.lines]
    truths = [{one.answer.truth.value for one in held} for _, held in found]
    if machine:
        as_json(
            [
                {
                    "line": number,
                    "licences": [
                        {"licence": one.licence.id, "says": one.says, "answer": one.answer} for one in held
                    ],
                }
                for number, held in found
            ]
        )
    else:
        for number, held in found:
            for one in held:
                say(f"line {number}: {one.says}")
            if not held:
                say(f"line {number}: no licence is held")
    if all("yes" in told for told in truths):
        return
    sys.exit(3 if all(told & {"yes", "unknown"} for told in truths) else 1)


@command.command()
@STORE
@_FILE
@click.option("--case", "case_id", default="", help="The case it belongs to.")
@click.option("--draft", default="", metavar="APPLICATION", help="A draft whose fields FILE replaces.")
def apply(place: str, file: Path, case_id: str, draft: str) -> None:
    """Draft an application with the fields of BIS-748P, and say what is missing."""
    from licet.app.actions.keeping import opened, read_application
    from licet.store.applications import change_application, draft_application
    from licet.store.bis748p import problems

    if draft and case_id:
        raise click.UsageError("a draft belongs to its case already: give --draft or --case")
    asked = read_application(file)
    with opened(place, create=not draft) as (store, who):
        if draft:
            change_application(store, who, draft, asked)
        say(draft or draft_application(store, who, asked, case=case_id))
    for one in problems(asked):
        say(f"block {one.block}: {one.says}")


@command.command()
@STORE
@click.argument("application_id", metavar="APPLICATION")
@click.option("--csv", "as_csv", is_flag=True, help="As CSV.")
def sheet(place: str, application_id: str, as_csv: bool) -> None:
    """What to type into SNAP-R, block by block."""
    from licet.app.actions.keeping import opened
    from licet.store.applications import application
    from licet.store.bis748p import sheet as rows_of
    from licet.store.people import log_action

    with opened(place, create=False) as (store, who):
        rows = rows_of(application(store, who, application_id).fields)
        log_action(store, who, "exported the sheet", f"application/{application_id}")
    if as_csv:
        from licet.core.cell import inert

        csv.writer(sys.stdout).writerows([("block", "field", "text"), *(map(inert, row) for row in rows)])
    else:
        table(("Block", "Field", "Text"), [row for row in rows if row[2]])


@command.command()
@STORE
@click.argument("application_id", metavar="APPLICATION")
@click.argument(
    "new_state",
    metavar="STATE",
    type=click.Choice(
        ["submitted", "intent to deny", "granted", "denied", "returned without action", "withdrawn"]
    ),
)
@click.option("--day", type=DAY, required=True, help="The day it happened.")
@click.option("--control-number", default="", help="The number the agency gave the application.")
@click.option("--note", default="", help="A remark; it stands in the log.")
def applied(
    place: str, application_id: str, new_state: str, day: datetime, control_number: str, note: str
) -> None:
    """Note what became of an application."""
    from licet.app.actions.keeping import opened
    from licet.store.applications import ApplicationState, move_application

    with opened(place, create=False) as (store, who):
        move_application(
            store,
            who,
            application_id,
            ApplicationState(new_state),
            day.date(),
            control_number=control_number,
            note=note,
        )
