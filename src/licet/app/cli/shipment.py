"""`licet shipment`: plan against licences, check the EEI, export it, note what left."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

import click

from licet.app.cli._help import Group
from licet.app.cli._kept import DAY, JSON, STORE, as_json, say, show_answer, table

__all__ = ["command"]

_FILE = click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))


@click.group(cls=Group)
def command() -> None:
    """Shipments and their Electronic Export Information (15 CFR 30.6 and 758.1(g)).

    \b
    licet licence add examples/licence.toml
    licet shipment check examples/shipment.toml
    licet shipment plan examples/shipment.toml
    licet shipment eei SRN-2026-0001 --csv
    """


@command.command("list")
@STORE
@JSON
def list_shipments(place: str, machine: bool) -> None:
    """All shipments."""
    from licet.app.actions.keeping import opened
    from licet.store.shipments import shipments

    with opened(place, create=False) as (store, who):
        found = shipments(store, who)
    if machine:
        as_json(found)
        return
    rows = [
        (
            one.fields.reference,
            one.state.value,
            str(one.exported or one.fields.export_day),
            one.fields.destination,
            one.fields.ultimate_consignee.name,
            one.itn,
        )
        for one in found
    ]
    table(("Reference", "State", "Day", "To", "Consignee", "ITN"), rows, empty="no shipments")


@command.command()
@STORE
@_FILE
@click.option("--screen/--no-screen", default=True, help="Look for its parties on the Unverified List.")
def check(place: str, file: Path, screen: bool) -> None:
    """Whether EEI for the shipment in FILE must be filed, can be, and agrees with its licences.

    Exit code 1: it must be filed and something is wrong; 3: something is not known.
    """
    from licet.app.actions.keeping import opened, read_shipment
    from licet.app.actions.shipping import UVL, must_be_filed
    from licet.store.eei_need import loading_note
    from licet.store.shipments import check_shipment

    asked = read_shipment(file)
    engine = None
    if screen:
        from licet.app.actions.check import open_lists

        engine = open_lists(lists=[UVL])
    needed = must_be_filed(asked, engine)
    if needed.is_no:
        say("EEI need not be filed (15 CFR 758.1(b)); on the loading document (758.1(d)):")
        say(f"  {loading_note(asked)}")
        sys.exit(0)
    reasons = [part for part in needed.because if part.truth is needed.truth]
    say("EEI must be filed:" if needed.is_yes else "not known whether EEI must be filed:")
    for part in reasons:
        say(f"  {part.says}  [{', '.join(part.cites)}]")
    with opened(place) as (store, who):
        answers = check_shipment(store, who, asked)
    for answer in answers:
        show_answer(answer)
    if any(answer.is_no for answer in answers):
        sys.exit(1)
    unknown = needed.is_unknown or any(answer.is_unknown for answer in answers)
    sys.exit(3 if unknown else 0)


@command.command()
@STORE
@_FILE
@click.option("--case", "case_id", default="", help="The case it belongs to.")
@click.option("--decision", "decisions", multiple=True, help="The decision it rests on.")
def plan(place: str, file: Path, case_id: str, decisions: tuple[str, ...]) -> None:
    """Plan the shipment in FILE and draw on its licences."""
    from licet.app.actions.keeping import opened, read_shipment
    from licet.store.shipments import plan_shipment

    asked = read_shipment(file)
    with opened(place) as (store, who):
        for line in plan_shipment(store, who, asked, case=case_id, decisions=decisions):
            say(line)
    say(f"{asked.reference} is planned")


@command.command()
@STORE
@_FILE
def change(place: str, file: Path) -> None:
    """Change a planned shipment to what FILE says; what a licence was checked against must stay."""
    from licet.app.actions.keeping import opened, read_shipment
    from licet.store.shipments import change_shipment

    asked = read_shipment(file)
    with opened(place, create=False) as (store, who):
        change_shipment(store, who, asked)
    say(f"{asked.reference} is changed")


@command.command()
@STORE
@click.argument("reference")
@click.option("--csv", "as_csv", is_flag=True, help="As CSV, one row a commodity line.")
def eei(place: str, reference: str, as_csv: bool) -> None:
    """The data to file in the Automated Export System."""
    from licet.app.actions.keeping import opened
    from licet.store.eei import eei_csv, eei_json
    from licet.store.people import log_action
    from licet.store.shipments import shipment

    with opened(place, create=False) as (store, who):
        held = shipment(store, who, reference).fields
        log_action(store, who, "exported the EEI", f"shipment/{reference}")
    if as_csv:
        click.echo(eei_csv(held), nl=False)
    else:
        click.echo(json.dumps(eei_json(held), ensure_ascii=False, indent=2))


@command.command()
@STORE
@click.argument("reference")
@click.option("--day", type=DAY, required=True, help="The day it happened.")
@click.option("--itn", default="", help="Internal Transaction Number that AES gave.")
def left(place: str, reference: str, day: datetime, itn: str) -> None:
    """Note that it left."""
    from licet.app.actions.keeping import opened
    from licet.store.shipments import export_shipment

    with opened(place, create=False) as (store, who):
        export_shipment(store, who, reference, day.date(), itn=itn)
    say(f"{reference} left on {day.date()}")


@command.command()
@STORE
@click.argument("reference")
@click.option("--reason", required=True, help="Why: it stands in the log.")
def cancel(place: str, reference: str, reason: str) -> None:
    """Note that it does not leave; what it drew is given back."""
    from licet.app.actions.keeping import opened
    from licet.store.shipments import cancel_shipment

    with opened(place, create=False) as (store, who):
        cancel_shipment(store, who, reference, reason)
    say(f"{reference} is cancelled; what it drew is given back")
