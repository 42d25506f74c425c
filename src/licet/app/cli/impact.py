"""`licet impact`: what a filing, or any change of lists, does to a portfolio."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from licet.app.cli import FACTS_MISSING, OK, STALE, STANDS_IN_THE_WAY
from licet.app.cli._kept import DAY, JSON, STORE, day_of, say, table

if TYPE_CHECKING:
    from licet.check.impact import Question
    from licet.check.impact_values import Impact

__all__ = ["command"]


@click.command()
@STORE
@click.argument("filing", required=False)
@click.option("--portfolio", "name", default="main", show_default=True, help="Which portfolio.")
@click.option(
    "--from", "before", default="", metavar="DAY|SNAPSHOT", help="Instead of a filing: the old state."
)
@click.option("--to", "after", default="", metavar="DAY|SNAPSHOT", help="The new state.")
@click.option("--list", "lists", multiple=True, help="With --from and --to: only these lists.")
@click.option("--on", type=DAY, default=None, help="With two snapshots: the day to read; today if not given.")
@click.option(
    "--html", "page", type=click.Path(path_type=Path, dir_okay=False), help="Write the report here."
)
@click.option(
    "--xlsx", "book", type=click.Path(path_type=Path, dir_okay=False), help="Write a workbook here."
)
@JSON
def command(
    place: str,
    filing: str | None,
    name: str,
    before: str,
    after: str,
    lists: tuple[str, ...],
    on: datetime | None,
    page: Path | None,
    book: Path | None,
    machine: bool,
) -> None:
    """Who in the portfolio FILING hits, what it reaches, and what hangs on it.

    FILING is a file or the number of a staged filing. With --from and --to it is the
    difference of two days or two snapshots of the lists.

    Exit codes: 0 nothing is hit, 1 something surely is, 3 something may be or an order is incomplete, 4 the
    lists are stale.

    The portfolio is what `licet portfolio import` brought in.

    \b
    licet portfolio import party examples/portfolio/parties.csv
    licet portfolio import order examples/portfolio/orders.csv
    licet impact examples/filing-2019-22210.xml
    licet filing stage examples/filing-2019-22210.xml
    licet impact 2019-22210 --html report.html
    licet impact --from 2025-01-29 --to 2025-08-02
    """
    from licet.app.actions.impact import impact_as_json, impact_of
    from licet.app.actions.keeping import opened
    from licet.app.cli._progress import show

    ask = _ask(filing, before, after, lists, on)
    with opened(place, create=False) as (store, who):
        found = impact_of(
            store, who, name, ask, progress=lambda what, done, all_: show(f"{what}: {done:,} of {all_:,}")
        )
    show("", last=True)
    if page is not None:
        from licet.app.actions.impact_report import impact_html
        from licet.app.actions.writing import write_whole

        write_whole(page, impact_html(found))
    if book is not None:
        from licet.app.actions.impact_workbook import impact_xlsx
        from licet.app.actions.writing import write_whole

        write_whole(book, impact_xlsx(found))
    if machine:
        click.echo(json.dumps(impact_as_json(found), ensure_ascii=False, indent=2))
    else:
        _show(found)
        for path in filter(None, (page, book)):
            say(f"written: {path}")
    sys.exit(_code(found))


def _ask(
    filing: str | None, before: str, after: str, lists: tuple[str, ...], on: datetime | None
) -> Question:
    from licet.app.actions.impact import ask_between, ask_of_filing, read_named
    from licet.core.errors import InputError

    if filing and not (before or after):
        return ask_of_filing(read_named(filing))
    if before and after and not filing:
        return ask_between(before, after, lists=lists, on=day_of(on))
    raise InputError("name a filing, or give --from and --to", fix="licet impact FILING")


def _code(found: Impact) -> int:
    if any(hit.sure for hit in found.hits):
        return STANDS_IN_THE_WAY
    if found.stale:
        return STALE
    missing = (
        found.hits
        or found.event.unread
        or not found.compared
        or any(order.incomplete for order in found.orders)
    )
    return FACTS_MISSING if missing else OK


def _show(found: Impact) -> None:
    from licet.app.actions.impact_report import MARKS

    event, stake = found.event, found.at_stake
    cite = f", {event.cite}" if event.cite else ""
    say(f"{event.id}{cite}: {event.title}")
    say(
        f"in effect from {event.effective}: {event.added} added, {event.revised} revised, "
        f"{event.removed} removed on {', '.join(event.list)}"
    )
    if event.saved:
        say(f"savings clause: {event.saved}, {event.saved_known}")
    sure = {hit.party for hit in found.hits if hit.sure}
    maybe = {hit.party for hit in found.hits} - sure
    say(f"{found.portfolio}: {len(sure)} hit, {len(maybe)} to be looked at, of {found.screened:,} compared")
    if found.one_by_one:
        say(f"all of them were asked one by one: {found.one_by_one}")
    share = f", {stake.share} % of {stake.total}" if stake.share is not None else ""
    say(f"revenue at stake: {stake.revenue}{share} ({stake.basis})")
    if stake.possible.amount:
        say(f"possibly more: {stake.possible}")
    say(f"open orders stopped: {stake.orders}; left open: {stake.orders_doubtful}")
    rows = [
        (hit.party, hit.name, "match" if hit.sure else "review", hit.action, hit.listed_name)
        for hit in found.hits
    ]
    table(("Party", "Name", "Finding", "", "Listed as"), rows, empty="no counterparty is hit")
    for was, now in dict.fromkeys((hit.before, hit.after) for hit in found.hits if hit.sure):
        say(f"before: {was}\nafter:  {now}")
    if found.affiliates:
        _affiliates(found)
    orders = [
        (
            one.id,
            str(one.value or "?"),
            f"{MARKS[one.before.verdict]} {_words(one.before.verdict)}",
            f"{MARKS[one.after.verdict]} {_words(one.after.verdict)}",
            "; ".join(
                filter(
                    None,
                    (
                        ", ".join(dict.fromkeys(need.policy for need in one.after.needs if need.policy)),
                        one.saved,
                        "incomplete" if one.incomplete else "",
                    ),
                )
            ),
        )
        for one in found.orders
    ]
    table(
        ("Order", "Value", f"Before, {event.before}", f"After, {event.effective}", "Policy, savings"),
        orders,
        empty="no open order is reached",
    )
    for order in found.orders:
        if order.after.asks and not order.after.needs:
            more = f" (and {len(order.after.asks) - 1} more: --json)" if len(order.after.asks) > 1 else ""
            say(f"{order.id} needs facts: {order.after.asks[0]}{more}")
    for one in found.licences:
        say(f"licence {one.number} ({one.state}): {'; '.join(one.why)}")
    for word, texts in (
        ("stale", found.stale),
        ("not read", event.unread),
        ("contradicted", event.contradictions),
        ("not in the sums", stake.left_out),
        ("not checked", found.not_checked),
    ):
        for text in texts:
            say(f"{word}: {text}")
    say(
        f"stands on snapshot {found.snapshot[:12]}, rule book {found.rule_book[:12]}, silence {found.silence}"
    )


def _words(verdict: str) -> str:
    return verdict.replace("_", " ").lower()


def _affiliates(found: Impact) -> None:
    rows = [
        (
            one.party,
            one.name,
            ", ".join(one.through),
            one.share,
            one.before,
            one.after,
            "; ".join(one.asks or one.cautions[:1]),
        )
        for one in found.affiliates
    ]
    table(("Affiliate", "Name", "Through", "Held", "Before", "After", ""), rows)
