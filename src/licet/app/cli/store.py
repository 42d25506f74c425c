"""`licet store`: make, upgrade and look at what is kept."""

from __future__ import annotations

from datetime import datetime

import click

from licet.app.cli._help import Group
from licet.app.cli._kept import DAY, JSON, STORE, as_json, country_of, day_of, say, table

__all__ = ["command"]


@click.group(cls=Group)
def command() -> None:
    """What is kept: one SQLite file, or a PostgreSQL database by URL.

    \b
    licet store init
    licet check Hikvision --keep --reference PO-1
    licet store find --party "hikvision*"
    licet store retention case/CASE-2
    """


@command.command()
@STORE
@click.option("--origin", default="", help="Name of the log in its checkpoints; a random one if not given.")
def init(place: str, origin: str) -> None:
    """Make a new store."""
    from licet.app.actions.keeping import store_place
    from licet.store.store import Store

    with Store.open(store_place(place), origin=origin) as store:
        name, size, _ = store.head()
    entries = "1 entry" if size == 1 else f"{size:,} entries"
    before = ", which was there before" if size > 1 else ""
    say(f"store at {store_place(place)}{before}: log `{name}`, {entries}")


@command.command()
@STORE
def upgrade(place: str) -> None:
    """Bring the tables up to this version (every other command does so too)."""
    from licet.app.actions.keeping import store_place
    from licet.store.store import Store
    from licet.store.upgrade import REVISION

    Store.open(store_place(place), create=False).close()
    say(f"{store_place(place)} is at revision {REVISION}")


@command.command()
@STORE
@JSON
@click.option("--party", default="", help="Name of a party; end it with * for beginnings.")
@click.option("--country", default="", help="Code or name of a country connected with it.")
@click.option("--document", default="", help="A reference number on any of its documents.")
def find(place: str, machine: bool, party: str, country: str, document: str) -> None:
    """Find all records of a transaction (15 CFR 762.5(c)); several criteria must all hold."""
    from licet.app.actions.keeping import opened
    from licet.store.find import find as find_records

    code = country_of(country) if country else ""
    with opened(place, create=False) as (store, who):
        found = find_records(store, who, party=party, country=code, document=document)
    if machine:
        as_json(found)
    else:
        rows = [(one.subject, str(one.entries), str(one.first)) for one in found]
        table(("Record", "Entries", "First"), rows, empty="no record answers")


@command.command()
@STORE
@JSON
@click.argument("subject")
def history(place: str, machine: bool, subject: str) -> None:
    """Everything that happened to a record (`case/CASE-7`, `licence/LIC-3`)."""
    from licet.app.actions.keeping import opened
    from licet.store.casefile import describe
    from licet.store.find import history as read

    with opened(place, create=False) as (store, who):
        entries = read(store, who, subject)
    if machine:
        as_json(entries)
    else:
        rows = [(str(e.index), e.at[:19].replace("T", " "), e.by, describe(e)) for e in entries]
        table(("Entry", "When (UTC)", "Who", "What"), rows, empty="nothing is held of it")


@command.command()
@STORE
@JSON
@click.argument("subject")
def readers(place: str, machine: bool, subject: str) -> None:
    """Who read a record (`case/CASE-7`, `licence/LIC-3`): logged once a store has users."""
    from licet.app.actions.keeping import opened
    from licet.store.access import readers as read

    with opened(place, create=False) as (store, who):
        found = read(store, who, subject)
    if machine:
        as_json(found)
    else:
        rows = [
            (one.first[:19].replace("T", " "), one.by, str(one.times), one.origin.get("address", ""))
            for one in found
        ]
        table(("From (UTC)", "Who", "Times", "Address"), rows, empty="nobody, so far as the log knows")


@command.command()
@STORE
@JSON
@click.argument("subject", default="")
@click.option("--on", type=DAY, help="As of this day; today when not given.")
def retention(place: str, machine: bool, subject: str, on: datetime | None) -> None:
    """How long a record must be kept; without a record, which may be deleted (15 CFR 762.6)."""
    from licet.app.actions.keeping import opened
    from licet.store.retention import due
    from licet.store.retention import retention as read

    with opened(place, create=False) as (store, who):
        day = day_of(on) or store.clock().date()
        found = [read(store, who, subject)] if subject else due(store, who, day)
    if machine:
        as_json(found)
        return
    rows = [
        (
            one.subject,
            f"{one.event.value} {one.since}" if one.event else "has not ended",
            str(one.until or "not yet known"),
            ", ".join(f"{hold.id} {hold.agency}" for hold in one.holds),
        )
        for one in found
    ]
    table(("Record", "Latest event", "Keep to", "Holds"), rows, empty="nothing may be deleted")


@command.command()
@STORE
@click.argument("subject")
@click.option("--agency", required=True, help="Who asked.")
@click.option("--reason", required=True, help="Why: it stands in the log.")
def hold(place: str, subject: str, agency: str, reason: str) -> None:
    """Place a legal hold on a record (15 CFR 762.6(b))."""
    from licet.app.actions.keeping import opened
    from licet.store.retention import hold as place_hold

    with opened(place, create=False) as (store, who):
        say(place_hold(store, who, subject, agency, reason))


@command.command()
@STORE
@click.argument("hold_id", metavar="HOLD")
@click.option("--authorization", required=True, help="The agency's written authorization.")
def release(place: str, hold_id: str, authorization: str) -> None:
    """Release a legal hold."""
    from licet.app.actions.keeping import opened
    from licet.store.retention import release as release_hold

    with opened(place, create=False) as (store, who):
        release_hold(store, who, hold_id, authorization)


@command.command()
@STORE
@click.argument("subject")
@click.option("--reason", required=True, help="Why: it stands in the log.")
def delete(place: str, subject: str, reason: str) -> None:
    """Delete a record whose retention is over and that no hold protects; the deletion is logged."""
    from licet.app.actions.keeping import opened
    from licet.store.deletion import delete as delete_record

    with opened(place, create=False) as (store, who):
        count = delete_record(store, who, subject, reason)
    say(f"{subject}: rows, documents and the text of {count} entries are gone; their hashes stay in the log")
