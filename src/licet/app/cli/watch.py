"""`licet watch`: the whole portfolio against every change, once or for ever."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licet.app.cli._help import Group
from licet.app.cli._kept import DAY, JSON, STORE, as_json, day_of, say, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from licet.app.actions.deliver import Channels
    from licet.app.actions.watch_desk import Watched

__all__ = ["command"]

#: Seconds between two looks at messages that wait for another try.
_RETRY = 15.0


def _channel_options(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(
        [
            click.option("--webhook", default="", envvar="LICET_WATCH_WEBHOOK", help="Where alerts go."),
            click.option(
                "--secret-file",
                type=click.Path(path_type=Path, exists=True, dir_okay=False),
                envvar="LICET_WATCH_SECRET_FILE",
                help="File with the secret that signs them.",
            ),
            click.option(
                "--mail-spool",
                type=click.Path(path_type=Path, file_okay=False),
                envvar="LICET_WATCH_MAIL_SPOOL",
                help="Folder in which e-mail files are written.",
            ),
            click.option(
                "--smtp", default="", metavar="HOST:PORT", envvar="LICET_WATCH_SMTP", help="A mail server."
            ),
            click.option("--starttls/--no-starttls", default=True, help="Whether mail goes over TLS."),
            click.option(
                "--mail-from",
                default="licet@localhost",
                envvar="LICET_WATCH_MAIL_FROM",
                help="Whose name the mail bears.",
            ),
            click.option("--mail-to", multiple=True, envvar="LICET_WATCH_MAIL_TO", help="Who gets the mail."),
        ]
    ):
        function = option(function)
    return function


def _channels(given: dict[str, Any]) -> Channels:
    from licet.app.actions.deliver import Channels

    return Channels(
        webhook=given["webhook"],
        secret=_secret(given["secret_file"]),
        spool=given["mail_spool"],
        smtp=given["smtp"],
        starttls=given["starttls"],
        sender=given["mail_from"],
        to=given["mail_to"],
    )


def _secret(file: Path | None) -> str:
    from licet.core.errors import InputError

    if file is None:
        return ""
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"the secret cannot be read: {error}", file=str(file), fix="openssl rand -hex 32 > FILE"
        ) from None


@click.group(cls=Group, invoke_without_command=True)
@STORE
@JSON
@click.option("--portfolio", "names", multiple=True, help="Only this portfolio; may be repeated.")
@click.option("--update/--no-update", default=False, help="Update the lists first.")
@click.option("--full", is_flag=True, help="Screen every party anew, whatever changed.")
@click.option("--loop", is_flag=True, help="Go on for ever.")
@click.option(
    "--every",
    type=click.FloatRange(min=0.01),
    default=60,
    show_default=True,
    help="Minutes between two runs of --loop.",
)
@click.option("--workers", type=int, default=None, help="Processes; as many as there are cores.")
@_channel_options
@click.pass_context
def command(
    context: click.Context,
    /,
    place: str,
    machine: bool,
    names: tuple[str, ...],
    update: bool,
    full: bool,
    loop: bool,
    every: float,
    workers: int | None,
    **given: Any,  # noqa: ANN401 - the options of the channels
) -> None:
    """Screen every portfolio against what changed; open cases and tell; go on after a crash where it was.

    Exit code 1: something new was alerted. 4: nothing was, on lists that are too old or failed the self-test.

    \b
    licet portfolio import party examples/portfolio/parties.csv
    licet watch
    licet watch --mail-spool out --mail-from licet@a.example --mail-to ann@a.ex
    licet watch report
    """
    if context.invoked_subcommand is not None:
        return
    channels = _channels(given)
    code = _once(place, names, channels, update=update, full=full, workers=workers, machine=machine)
    if not loop:
        sys.exit(code)
    while True:
        _wait(place, channels, minutes=every)
        with _told():  # what changed is enough from now on
            _once(place, names, channels, update=update, full=False, workers=workers, machine=machine)


@contextmanager
def _told() -> Iterator[None]:
    """A service goes on after a locked store or a full disk: what was not done is done next time."""
    from licet.core.errors import LicetError

    try:
        yield
    except LicetError as error:
        click.echo(f"error[{error.code}]: {error}", err=True)
    except OSError as error:
        click.echo(f"error[error]: {error.filename or 'the watch'}: {error.strerror or error}", err=True)


def _once(
    place: str,
    names: tuple[str, ...],
    channels: Channels,
    *,
    update: bool,
    full: bool,
    workers: int | None,
    machine: bool,
) -> int:
    from licet.app.actions.check import open_lists
    from licet.app.actions.deliver import deliver
    from licet.app.actions.keeping import opened
    from licet.app.actions.watch import Desk, run_watch
    from licet.app.cli import OK, STALE, STANDS_IN_THE_WAY
    from licet.app.cli._progress import show
    from licet.app.cli.check import index_progress
    from licet.store.canonical import plain

    if update:
        _update()
    engine = open_lists(None, None, index_progress())
    with opened(place, create=False) as (store, who):
        desk = Desk(
            store=store,
            who=who,
            engine=engine,
            channels=channels.names,
            workers=workers,
            progress=lambda what, done: show(f"{what}: {done:,} parties"),
        )
        found = run_watch(desk, names=names, full=full)
        sent = deliver(store, who, channels)
    stale = [f"{state.id}: {state.stale}" for state in engine.list_states() if state.stale]
    if machine:
        as_json({"portfolios": [plain(one) for one in found], "messages": sent, "stale": stale})
    else:
        rows = [
            (
                one.portfolio,
                ", ".join(one.causes) or "nothing changed",
                f"{one.changed:,}",
                f"{one.screened:,}",
                f"{one.alerts:,}",
                f"{one.cases:,}",
                f"{len(one.not_screened):,}",
            )
            for one in found
        ]
        heads = ("Portfolio", "Why", "Entries", "Screened", "New alerts", "Cases", "Cannot be screened")
        table(heads, rows, empty="no portfolio: licet portfolio import party FILE")
        for one in found:
            if one.one_by_one:
                say(f"{one.portfolio}: all were asked one by one: {one.one_by_one}")
        for one in found:
            _say_owners(one)
        if channels.names:
            say(f"messages: {sent['sent']} sent, {sent['failed']} failed, {sent['dead']} dead letters")
        if stale:
            say(f"{len(stale)} lists cannot be relied on: licet lists status, licet selftest")
    if any(one.alerts or one.not_screened for one in found):
        return STANDS_IN_THE_WAY
    return STALE if stale else OK


def _say_owners(one: Watched) -> None:
    """What was looked at through owners, and what of it stays open."""
    if one.owned:
        say(f"{one.portfolio}: {one.owned:,} looked at through owners, {one.through_owners:,} new alerts")
    if one.owners_open:
        some = ", ".join(one.owners_open[:10])
        say(f"{one.portfolio}: owners that nobody has named may reach {len(one.owners_open):,}: {some}")
    for text in one.rules_open if one.owned else ():
        say(f"{one.portfolio}: ownership rule {text}")


def _update() -> None:
    """A refused list stays as it was, is stale, and every answer says so: the watch goes on."""
    from licet.app.actions.lists import update_lists
    from licet.core.errors import LicetError

    try:
        done = update_lists(lambda _: None)
    except LicetError as error:
        click.echo(f"error[{error.code}]: the lists were not updated: {error}", err=True)
        return
    for one in done.refused:
        click.echo(f"{one.source}: refused: {one.why}", err=True)


def _wait(place: str, channels: Channels, *, minutes: float) -> None:
    """Until the next run, try again what did not arrive."""
    from licet.app.actions.deliver import deliver
    from licet.app.actions.keeping import opened

    until = time.monotonic() + minutes * 60
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(_RETRY, left))
        if channels.names:
            with _told(), opened(place, create=False) as (store, who):
                deliver(store, who, channels)


@command.command("deliver")
@STORE
@_channel_options
def deliver_now(place: str, **given: Any) -> None:  # noqa: ANN401 - the options of the channels
    """Try every message that is due, and screen nothing."""
    from licet.app.actions.deliver import deliver
    from licet.app.actions.keeping import opened

    with opened(place, create=False) as (store, who):
        sent = deliver(store, who, _channels(given))
    say(f"{sent['sent']} sent, {sent['failed']} failed, {sent['dead']} dead letters")


@command.command("dead-letters")
@STORE
@JSON
def dead_letters(place: str, machine: bool) -> None:
    """Messages that never arrived, with the last error of each."""
    from licet.app.actions.keeping import opened
    from licet.store.notices import NoticeState, notices

    with opened(place, create=False) as (store, who):
        found = notices(store, who, NoticeState.DEAD)
    if machine:
        as_json(found)
        return
    rows = [(one.id, one.channel, str(one.attempts), one.error) for one in found]
    table(("Message", "Channel", "Tries", "Last error"), rows, empty="no dead letters")


@command.command()
@STORE
@click.argument("messages", nargs=-1, metavar="[MESSAGE]...")
@click.option("--all", "everything", is_flag=True, help="All dead letters.")
def redeliver(place: str, messages: tuple[str, ...], everything: bool) -> None:
    """Queue dead letters again; they go with the next run or `licet watch deliver`."""
    from licet.app.actions.keeping import opened
    from licet.store.notices import NoticeState, notices, requeue

    with opened(place, create=False) as (store, who):
        wanted = [one.id for one in notices(store, who, NoticeState.DEAD)] if everything else list(messages)
        for id in wanted:
            requeue(store, who, id)
    say(f"{len(wanted)} queued again")


@command.command()
@STORE
@click.option("--since", type=DAY, help="Only from this day on.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    help="How the report is written.",
)
def report(place: str, since: datetime | None, form: str) -> None:
    """Alerts by day, and the days between a publication and its alerts."""
    from licet.app.actions.keeping import opened
    from licet.app.actions.watch_report import alert_report, alert_rows

    with opened(place, create=False) as (store, who):
        if form == "csv":
            alert_rows(store, who, sys.stdout, since=day_of(since))
            return
        found = alert_report(store, who, since=day_of(since))
    if form == "json":
        as_json(found)
        return
    rows = [
        (
            one["day"],
            str(one["alerts"]),
            str(one["cases"]),
            str(one["screened"]),
            "" if one["lag_median"] is None else str(one["lag_median"]),
            "" if one["lag_worst"] is None else str(one["lag_worst"]),
        )
        for one in found["days"]
    ]
    table(("Day", "Alerts", "Cases", "Screened", "Lag, median days", "Lag, worst"), rows, empty="no runs yet")
