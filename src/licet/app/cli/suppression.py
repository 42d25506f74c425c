"""`licet suppression`: hits that were cleared before: what holds, why, until when, and who says so."""

from __future__ import annotations

import csv
import sys
from datetime import datetime
from typing import Any

import click

from licet.app.cli._help import Group
from licet.app.cli._kept import DAY, JSON, STORE, as_json, day_of, say, table

__all__ = ["command"]

_STATES = click.Choice(["waiting", "active", "reopened", "refused", "revoked"])


@click.group(cls=Group)
def command() -> None:
    """Hits cleared before: bound to party, listing and law, approved, reviewed, ended when one changes.

    \b
    licet check "Carvana Co" --country US
    licet suppression add jp-meti-eul:ir-carvana-company "Carvana Co" \\
        --country US --party C-1010 --reason "a US car dealer, not of Iran"
    licet suppression list
    """


@command.command("list")
@STORE
@JSON
@click.option("--state", type=_STATES, help="Only those in this state; active and waiting by default.")
@click.option("--party", default="", help="Only those of this party's reference.")
@click.option("--listing", default="", help="Only those on this listing.")
@click.option("--overdue", is_flag=True, help="Only those that should have been reviewed by now.")
def list_suppressions(
    place: str, machine: bool, state: str | None, party: str, listing: str, overdue: bool
) -> None:
    """What is suppressed now."""
    from licet.app.actions.keeping import opened
    from licet.app.actions.suppression import report_rows
    from licet.store.suppression import SuppressionState, suppressions

    with opened(place, create=False) as (store, who):
        today = store.clock().date()
        found = suppressions(
            store,
            who,
            state=SuppressionState(state) if state else None,
            party=party,
            listing=listing,
            overdue=today if overdue else None,
        )
    if state is None:
        found = [one for one in found if one.state.value in ("active", "waiting")]
    if machine:
        as_json(list(report_rows(found, today)))
        return
    rows = [
        (
            row["id"],
            row["state"],
            row["party_name"] or row["party"],
            f"{row['listing_name']}\n{row['listing']}",
            row["reason"],
            f"{row['by']}{' and ' + row['second'] if row['second'] else ''}, {row['at']}",
            row["expires"],
            row["overdue"],
        )
        for row in report_rows(found, today)
    ]
    heads = ("Id", "State", "Party", "Listing", "Why", "By", "Until", "")
    table(heads, rows, empty="nothing is suppressed")


@command.command()
@STORE
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "json"]),
    default="csv",
    show_default=True,
    help="How the report is written.",
)
def report(place: str, form: str) -> None:
    """Every suppression there ever was, with all that it stands on and why it ended: for an examiner."""
    from licet.app.actions.keeping import opened
    from licet.app.actions.suppression import report_rows
    from licet.core.cell import inert
    from licet.store.suppression import suppressions

    with opened(place, create=False) as (store, who):
        rows = list(report_rows(suppressions(store, who), store.clock().date()))
    if form == "json":
        as_json(rows)
        return
    writer = csv.writer(sys.stdout)
    if rows:
        writer.writerow(rows[0])
    for row in rows:
        cells = ("; ".join(cell) if isinstance(cell, list) else cell for cell in row.values())
        writer.writerow([inert(cell) for cell in cells])


@command.command()
@STORE
@click.argument("listing")
@click.argument("name")
@click.option("--party", "reference", default="", help="The party's reference in your own system.")
@click.option("--country", default="", help="Country code or name.")
@click.option("--address", default="", help="Address.")
@click.option("--id", "identifiers", multiple=True, help="Identifier, alone or as kind:value.")
@click.option("--kind", default="any", help="person, organisation, vessel, aircraft or any.")
@click.option("--reason", required=True, help="Why the hit needs no alert.")
@click.option("--expires", type=DAY, help="First day on which it no longer holds.")
@click.option("--licence", "licences", multiple=True, help="A licence it relies on; its end reopens it.")
@click.option("--case", "case_id", default="", help="The case in which it was judged.")
def add(
    place: str,
    listing: str,
    name: str,
    reference: str,
    country: str,
    address: str,
    identifiers: tuple[str, ...],
    kind: str,
    reason: str,
    expires: datetime | None,
    licences: tuple[str, ...],
    case_id: str,
) -> None:
    """Suppress the hit of a party on one listing. A strong hit waits for a second person.

    The party is given as for `licet check`; the hit is looked up again, and what it stands on is kept.
    """
    from licet.app.actions.check import open_lists, party_of
    from licet.app.actions.keeping import opened
    from licet.app.actions.suppression import clear_hit
    from licet.app.cli.check import index_progress
    from licet.store.suppression import suppression

    party = party_of(
        name, country=country, address=address, identifiers=identifiers, kind=kind, party_id=reference
    )
    engine = open_lists(None, None, index_progress())
    with opened(place) as (store, who):
        id = clear_hit(
            store,
            who,
            engine,
            party,
            listing=listing,
            reason=reason,
            expires=day_of(expires),
            licences=licences,
            case=case_id,
        )
        held = suppression(store, who, id)
    waits = ", waits for a second person" if held.state.value == "waiting" else ""
    say(f"{id}: {held.state.value}, until {held.expires}, review by {held.review}{waits}")


@command.command()
@STORE
@click.argument("suppression_id", metavar="SUPPRESSION")
def approve(place: str, suppression_id: str) -> None:
    """Approve one that waits, as the second person."""
    from licet.app.actions.keeping import opened
    from licet.store.suppression import approve_suppression

    with opened(place, create=False) as (store, who):
        approve_suppression(store, who, suppression_id)


@command.command()
@STORE
@click.argument("suppression_id", metavar="SUPPRESSION")
@click.option("--reason", required=True, help="Why.")
def refuse(place: str, suppression_id: str, reason: str) -> None:
    """Refuse one that waits: its hit alerts as before."""
    from licet.app.actions.keeping import opened
    from licet.store.suppression import refuse_suppression

    with opened(place, create=False) as (store, who):
        refuse_suppression(store, who, suppression_id, reason)


@command.command()
@STORE
@click.argument("suppression_id", metavar="SUPPRESSION")
@click.option("--reason", required=True, help="What the review found.")
@click.option("--expires", type=DAY, help="First day on which it no longer holds.")
def review(place: str, suppression_id: str, reason: str, expires: datetime | None) -> None:
    """Look at one again and keep it; a strong one waits for a second person again."""
    from licet.app.actions.keeping import opened
    from licet.store.suppression import review_suppression

    with opened(place, create=False) as (store, who):
        state = review_suppression(store, who, suppression_id, reason, expires=day_of(expires))
    say(state.value)


@command.command()
@STORE
@click.argument("suppression_id", metavar="SUPPRESSION")
@click.option("--reason", required=True, help="Why.")
def revoke(place: str, suppression_id: str, reason: str) -> None:
    """End one: its hit alerts again."""
    from licet.app.actions.keeping import opened
    from licet.store.suppression import revoke_suppression

    with opened(place, create=False) as (store, who):
        revoke_suppression(store, who, suppression_id, reason)


@command.command("sweep")
@STORE
@JSON
def sweep_all(place: str, machine: bool) -> None:
    """End every suppression whose ground is gone, each with a case.

    Exit code 1: some ended.
    """
    from licet.app.actions.check import open_lists
    from licet.app.actions.keeping import opened
    from licet.app.actions.suppression import sweep
    from licet.app.cli import OK, STANDS_IN_THE_WAY
    from licet.app.cli._progress import show
    from licet.app.cli.check import index_progress

    engine = open_lists(None, None, index_progress())
    with opened(place, create=False) as (store, who):
        ended = sweep(
            store,
            who,
            engine,
            progress=lambda done, total: show(
                f"{done:,} of {total:,} suppressions looked at", last=done >= total
            ),
        )
    if machine:
        as_json(ended)
    else:
        for id, case_id in ended.items():
            say(f"{id} ended: {case_id}")
        if not ended:
            say("all suppressions still stand")
    sys.exit(STANDS_IN_THE_WAY if ended else OK)


@command.command()
@STORE
@JSON
@click.option("--days", type=int, help="The longest that one may hold.")
@click.option("--strong-days", type=int, help="The longest that one of a strong hit may hold.")
@click.option("--review-days", type=int, help="After how many days it must be looked at again.")
@click.option("--four-eyes-all/--four-eyes-strong", default=None, help="Whether every hit needs two people.")
@click.option("--four-eyes-score", type=int, help="Likelihood (0 to 100) from which a hit is strong.")
def policy(
    place: str,
    machine: bool,
    days: int | None,
    strong_days: int | None,
    review_days: int | None,
    four_eyes_all: bool | None,
    four_eyes_score: int | None,
) -> None:
    """Show or set how long suppressions hold and who must approve them."""
    from dataclasses import asdict, replace

    from licet.app.actions.keeping import opened
    from licet.store.suppression import set_suppression_policy, suppression_policy

    asked = {
        "days": days,
        "strong_days": strong_days,
        "review_days": review_days,
        "four_eyes_all": four_eyes_all,
        "four_eyes_score": four_eyes_score,
    }
    given: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
    with opened(place) as (store, who):
        held = suppression_policy(store, who)
        if given:
            held = replace(held, **given)
            set_suppression_policy(store, who, held)
    if machine:
        as_json(held)
        return
    for name, value in asdict(held).items():
        say(f"{name.replace('_', ' ')}: {value}")
