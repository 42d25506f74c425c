"""`licet portfolio`: counterparties, their owners, items, orders and revenue, kept by version."""

from __future__ import annotations

import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path

import click

from licet.app.cli import FACTS_MISSING, OK
from licet.app.cli._help import Group
from licet.app.cli._kept import JSON, STORE, as_json, say, table

__all__ = ["command"]

_KINDS = ("party", "owner", "item", "order", "revenue")
_NAME = click.option("--portfolio", "name", default="main", show_default=True, help="Which portfolio.")
_SHOWN = 20


@click.group(cls=Group)
def command() -> None:
    """What the firm deals in: parties in all roles, owners, items, open orders, revenue.

    \b
    licet portfolio import party examples/portfolio/parties.csv
    licet portfolio import order examples/portfolio/orders.csv
    licet portfolio missing
    licet portfolio show C-1003
    """


@command.command("import")
@STORE
@_NAME
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--map", "mapping", multiple=True, metavar="FIELD=COLUMN", help="Which column holds a field.")
@click.option(
    "--encoding", default="", help="Of a CSV or JSONL file without a byte-order mark; UTF-8 by default."
)
@click.option("--whole", is_flag=True, help="The file holds all of them: withdraw those it lacks.")
@JSON
def import_command(
    place: str,
    name: str,
    kind: str,
    file: Path,
    mapping: tuple[str, ...],
    encoding: str,
    whole: bool,
    machine: bool,
) -> None:
    """Bring in a CSV, XLSX, JSONL or Parquet FILE of one KIND of record.

    A record gets a new version only where its content changed, so a file can be imported every day. Rows that
    can't be read are told with line, field and fix, and the rest goes on. What open orders of the file lack
    is told: they are incomplete, never clear. Columns that hold no field are named in a warning, and are no
    fault. Exit code 3: some rows were refused.
    """
    from licet.app.actions.keeping import opened
    from licet.app.actions.portfolio import import_file
    from licet.app.cli._progress import show
    from licet.core.errors import InputError

    fields = dict(pair.partition("=")[::2] for pair in mapping)
    if any(not column for column in fields.values()):
        raise InputError("a mapping is FIELD=COLUMN", field="--map", fix="like --map name='Company Name'")
    with opened(place) as (store, who):
        done = import_file(
            store, who, name, kind, file, mapping=fields, encoding=encoding, whole=whole,
            progress=lambda read: show(f"{read:,} read"),
        )  # fmt: skip
    show("", last=True)
    loaded = done.loaded
    if machine:
        errors = [
            {"file": one.file, "line": one.line, "field": one.field, "message": one.message, "fix": one.fix}
            for one in done.errors
        ]
        lacking = {"incomplete": done.incomplete, "lacking": done.lacking} if kind == "order" else {}
        told = {"kind": kind, "file": done.file, "loaded": loaded, "errors": errors}
        as_json({**told, "unread_columns": done.unread, **lacking})
        _say_unread(done.unread)
    else:
        for error in done.errors[:_SHOWN]:
            click.echo(str(error), err=True)
        if loaded.refused > _SHOWN:
            click.echo(f"and {loaded.refused - _SHOWN:,} more rows refused; --json lists them", err=True)
        say(
            f"{kind}: {loaded.read:,} read, {loaded.written:,} new or changed, "
            f"{loaded.unchanged:,} unchanged, {loaded.withdrawn:,} withdrawn, {loaded.refused:,} refused"
        )
        _say_unread(done.unread)
        if done.incomplete:
            are = "is" if done.incomplete == 1 else "are"
            say(f"{done.incomplete:,} of these orders {are} incomplete, not clear: licet portfolio missing")
            for gap in done.lacking[:_SHOWN]:
                say(f"  {gap.id}  {gap.field}: {gap.says}")
    sys.exit(FACTS_MISSING if loaded.refused else OK)


def _say_unread(unread: tuple[str, ...]) -> None:
    """Columns that were left out are no error of the file, and must not go unseen in a log."""
    if unread:
        columns = ", ".join(f"`{one}`" for one in unread)
        fix = "where one is a field of ours: --map FIELD=COLUMN"
        click.echo(f"warning: columns not read, of no field by their names: {columns}; {fix}", err=True)


@command.command("index")
@STORE
@_NAME
def index_command(place: str, name: str) -> None:
    """Keep the keys of the parties, by which a filing finds whom it may concern.

    Importing parties, by file or over the API, does this by itself from 10,000 on. Needed after an update of
    licet.
    """
    from licet.app.actions.keeping import opened
    from licet.app.actions.portfolio import index_parties
    from licet.app.cli._progress import show

    with opened(place) as (store, who):
        done = index_parties(store, who, name, progress=lambda read: show(f"{read:,} read"), least=0)
    show("", last=True)
    say(f"keys of {done:,} parties made")


@command.command("set")
@STORE
@_NAME
@click.option("--title", default=None, help="What people call it.")
@click.option("--currency", default=None, help="ISO 4217 code in which sums are told.")
@click.option("--revenue", default=None, help="The firm's whole revenue, which shares are of.")
@click.option("--period", default=None, help="The period of that revenue, like 2018.")
@click.option(
    "--fact", "facts", multiple=True, metavar="PATH=VALUE",
    help="What holds for every order: exported_from=US, actor.us_person=true.",
)  # fmt: skip
def set_command(
    place: str,
    name: str,
    title: str | None,
    currency: str | None,
    revenue: str | None,
    period: str | None,
    facts: tuple[str, ...],
) -> None:
    """State what holds for a portfolio as a whole."""
    from dataclasses import replace

    from licet.app.actions.keeping import opened
    from licet.core.errors import InputError, StoreError
    from licet.store.portfolio import set_portfolio
    from licet.store.portfolio_read import Settings, portfolio

    with opened(place) as (store, who):
        try:
            held = portfolio(store, who, name).settings
        except StoreError:
            held = Settings()
        told = {"title": title, "currency": currency and currency.upper(), "period": period}
        changed = replace(held, **{key: value for key, value in told.items() if value is not None})  # type: ignore[arg-type]
        if revenue is not None:
            try:
                changed = replace(changed, revenue=Decimal(revenue.replace(",", "")))
            except InvalidOperation:
                raise InputError(f"not an amount: `{revenue}`", field="--revenue") from None
        changed = replace(changed, facts={**changed.facts, **_facts(facts)})
        set_portfolio(store, who, name, changed)
    say(f"{name} is set")


def _facts(pairs: tuple[str, ...]) -> dict[str, object]:
    found: dict[str, object] = {}
    for pair in pairs:
        path, _, value = pair.partition("=")
        inside = found
        *above, last = path.split(".")
        for part in above:
            below = inside.setdefault(part, {})
            inside = below if isinstance(below, dict) else {}
        inside[last] = {"true": True, "false": False}.get(value.lower(), value)
    return found


@command.command("list")
@STORE
@_NAME
@click.argument("kind", type=click.Choice(_KINDS), required=False)
@click.option("--text", default="", help="Only records that hold this text.")
@click.option("--limit", default=50, show_default=True, help="At most so many.")
@JSON
def list_command(place: str, name: str, kind: str | None, text: str, limit: int, machine: bool) -> None:
    """All portfolios; or the records of one KIND in a portfolio."""
    from itertools import islice

    from licet.app.actions.keeping import opened
    from licet.store.portfolio_read import portfolios, records

    with opened(place, create=False) as (store, who):
        if kind is None:
            held = portfolios(store, who)
            if machine:
                as_json(held)
                return
            heads = ("Portfolio", "Title", *(f"{one} records" for one in _KINDS))
            rows = [
                (one.name, one.settings.title, *(f"{one.counts[each]:,}" for each in _KINDS)) for one in held
            ]
            table(heads, rows, empty="no portfolio")
            return
        wanted = text.casefold()
        stream = records(store, who, name, kind)
        found = list(islice((one for one in stream if wanted in str(one).casefold()), limit))
    if machine:
        as_json(found)
        return
    table(("Reference", "What"), [(one.id, _in_a_line(one)) for one in found], empty=f"no {kind}")


def _in_a_line(record: object) -> str:
    """A record in one line."""
    from licet.core.portfolio import Order, OwnerEdge, Revenue, StockItem
    from licet.core.trade import Party

    match record:
        case Party():
            places = ", ".join(record.countries)
            return f"{record.name}{f' ({places})' if places else ''}"
        case OwnerEdge():
            return f"{record.share} of {record.owned} is {record.owner_name or record.owner}'s"
        case StockItem():
            return f"{record.description} ({record.eccn or 'not classified'})"
        case Order():
            parts = "; ".join(f"{part.role.value} {part.party}" for part in record.parties)
            return f"{record.state.value}, to {record.destination or '?'}: {parts}"
        case Revenue():
            return f"{record.amount} in {record.period or '?'}"
        case _:
            return str(record)


@command.command()
@STORE
@_NAME
@click.argument("reference")
@JSON
def show(place: str, name: str, reference: str, machine: bool) -> None:
    """One party: all its versions, its orders, its owners, its revenue."""
    from licet.app.actions.keeping import opened
    from licet.store.portfolio_read import orders_of, owners_of, party, party_versions, revenues

    with opened(place, create=False) as (store, who):
        held = party(store, who, name, reference)
        versions = party_versions(store, who, name, reference)
        found = list(orders_of(store, who, name, [reference]))
        edges = list(owners_of(store, who, name, [reference]))
        figures = list(revenues(store, who, name, [reference]))
    if machine:
        as_json(
            {
                "party": held,
                "versions": [{"version": n, "entry": entry, "party": one} for n, entry, one in versions],
                "orders": found,
                "owners": edges,
                "revenue": figures,
            }
        )
        return
    say(f"{held.id}: {_in_a_line(held.party)}, version {held.version}, entry {held.entry}")
    for further in held.party.names[1:]:
        say(f"  also {further.text}")
    for birth in held.party.births:
        say(f"  born {birth.earliest}{f' to {birth.latest}' if birth.latest != birth.earliest else ''}")
    for word in ("addresses", "identifiers"):
        for one in getattr(held.party, word):
            fields = (
                getattr(one, part)
                for part in ("kind", "value", "text", "city", "country")
                if hasattr(one, part)
            )
            say(f"  {' '.join(filter(None, fields))}")
    for edge in edges:
        say(f"  {edge.share} of {edge.owned} is {edge.owner_name or edge.owner}'s")
    for order in found:
        roles = ", ".join(role.value for role in order.roles_of(reference))
        say(f"  order {order.id} ({order.state.value}): {roles}")
    for figure in figures:
        say(f"  revenue {figure.amount} in {figure.period or '?'}")
    if len(versions) > 1:
        say(f"  {len(versions)} versions, entries {', '.join(str(entry) for _, entry, _ in versions)}")


@command.command()
@STORE
@_NAME
@JSON
def status(place: str, name: str, machine: bool) -> None:
    """What a portfolio holds, from which files, and how many orders are incomplete. Exit code 3: some are."""
    from licet.app.actions.keeping import opened
    from licet.app.actions.portfolio import gaps
    from licet.store.portfolio_read import loads, portfolio

    with opened(place, create=False) as (store, who):
        held = portfolio(store, who, name)
        files = loads(store, who, name)
        lacking = {gap.id for gap in gaps(store, who, name) if gap.blocks}
    if machine:
        as_json({"portfolio": held, "files": files, "incomplete": sorted(lacking)})
    else:
        say(f"{held.name}: " + ", ".join(f"{count:,} {kind}" for kind, count in held.counts.items()))
        settings = held.settings
        if settings.revenue is not None:
            say(f"revenue {settings.currency} {settings.revenue:,} in {settings.period or '?'}")
        rows = [
            (
                f["at"][:19],
                f["kind"],
                f["source"],
                f"{f['read']:,}",
                f"{f['written']:,}",
                f"{f['refused']:,}",
                f["by"],
            )
            for f in files[:_SHOWN]
        ]
        table(("Read", "Kind", "File", "Rows", "New or changed", "Refused", "By"), rows, empty="no files")
        say(f"{len(lacking)} orders are incomplete" + (": licet portfolio missing" if lacking else ""))
    sys.exit(FACTS_MISSING if lacking else OK)


@command.command()
@STORE
@_NAME
@click.option("--all", "every", is_flag=True, help="Closed and cancelled orders too.")
@JSON
def missing(place: str, name: str, every: bool, machine: bool) -> None:
    """What orders lack before they can be called clear. Exit code 3: something that blocks."""
    from licet.app.actions.keeping import opened
    from licet.app.actions.portfolio import gaps

    with opened(place, create=False) as (store, who):
        found = list(gaps(store, who, name, pending=not every))
    if machine:
        as_json(found)
    else:
        rows = [(gap.id, gap.field, "missing" if gap.blocks else "ask", gap.says) for gap in found]
        table(("Order", "Field", "", "What"), rows, empty="nothing is missing")
    sys.exit(FACTS_MISSING if any(gap.blocks for gap in found) else OK)


@command.command()
@STORE
@_NAME
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("reference")
@click.option("--reason", required=True, help="Why: it stands in the log.")
def erase(place: str, name: str, kind: str, reference: str, reason: str) -> None:
    """Erase the text of a record five years after it was withdrawn; its hashes stay in the log."""
    from licet.app.actions.keeping import opened
    from licet.store.portfolio_proof import erase_record

    with opened(place, create=False) as (store, who):
        done = erase_record(store, who, name, (kind, reference), reason)
    say(f"{done} versions of {kind} {reference} are erased")
