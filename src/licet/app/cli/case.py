"""`licet case`: work on cases."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from licet.app.cli._help import Group
from licet.app.cli._kept import DAY, JSON, STORE, as_json, country_of, day_of, say, table

__all__ = ["command"]

_DISPOSITIONS = click.Choice(["false hit", "true hit", "needs facts", "escalated"])
_ANSWERS = click.Choice(["present", "absent", "explained", "refrained"])
_CAUSES = click.Choice(["list change", "law change", "party change", "new fact", "review"])


@click.group(cls=Group)
def command() -> None:
    """Cases: what is done about alerts, by whom, and why.

    \b
    licet check Hikvision --keep   # in a new store: DEC-1 and its case, CASE-2
    licet case show CASE-2
    licet case flags CASE-2 absent all
    licet case dispose CASE-2 "true hit" --reason "it is the listed company"
    licet case print CASE-2 --out case.html
    """


@command.command("list")
@STORE
@JSON
@click.option(
    "--state",
    type=click.Choice(["open", "needs facts", "escalated", "waiting", "closed"]),
    help="Only cases in this state.",
)
@click.option("--assignee", help="Only this user's.")
@click.option("--overdue", type=DAY, help="Only those due before this day.")
@click.option("--party", default="", help="Only those of this party's reference.")
def list_cases(
    place: str,
    machine: bool,
    state: str | None,
    assignee: str | None,
    overdue: datetime | None,
    party: str,
) -> None:
    """Cases that are not closed, nearest deadline first."""
    from licet.app.actions.keeping import opened
    from licet.store.cases import CaseState, cases

    with opened(place, create=False) as (store, who):
        found = cases(
            store,
            who,
            state=CaseState(state) if state else None,
            assignee=assignee,
            overdue=day_of(overdue),
            party=party,
        )
    if machine:
        as_json(found)
        return
    rows = [
        (
            one.id,
            one.state.value,
            str(one.due or ""),
            one.assignee,
            one.title,
            one.disposition.value if one.disposition else "",
        )
        for one in found
    ]
    table(("Case", "State", "Due", "Assigned to", "Title", "Disposition"), rows, empty="no cases")


@command.command("open")
@STORE
@click.argument("title")
@click.option("--party", "parties", multiple=True, help="A party's name, to find it by; may be repeated.")
@click.option("--country", "countries", multiple=True, help="Country code, to find it by.")
@click.option("--document", "documents", multiple=True, help="A document's number, to find it by.")
@click.option("--decision", default="", help="The decision that raised it.")
@click.option("--due", type=DAY, help="Day by which it must be closed.")
@click.option("--assignee", default="", help="Who works on it.")
def open_case(
    place: str,
    title: str,
    parties: tuple[str, ...],
    countries: tuple[str, ...],
    documents: tuple[str, ...],
    decision: str,
    due: datetime | None,
    assignee: str,
) -> None:
    """Open a case by hand; alerts open theirs by themselves."""
    from licet.app.actions.keeping import opened
    from licet.store.cases import open_case as make
    from licet.store.store import Find

    codes = tuple(country_of(text) for text in countries)
    with opened(place) as (store, who):
        find = Find(parties=parties, countries=codes, documents=documents)
        say(make(store, who, title=title, decision=decision, due=day_of(due), assignee=assignee, find=find))


@command.command()
@STORE
@JSON
@click.argument("case_id", metavar="CASE")
def show(place: str, machine: bool, case_id: str) -> None:
    """A case with its alerts, red flags, documents and all that happened."""
    from licet.app.actions.keeping import opened
    from licet.store.casefile import describe
    from licet.store.cases import case

    with opened(place, create=False) as (store, who):
        held = case(store, who, case_id)
    if machine:
        as_json(held)
        return
    one = held.summary
    say(f"{one.id}  {one.title}")
    state = (
        f"{one.state.value}, {one.disposition.value}: {one.reason}" if one.disposition else one.state.value
    )
    say(f"state: {state}" + (f"   due {one.due}" if one.due else ""))
    for alert in held.alerts:
        say(f"alert: {alert.listing} {alert.evidence.get('says') or alert.evidence.get('evidence', '')}")
    if held.open_flags:
        say("open red flags (Supplement No. 3 to part 732):")
        for flag in held.open_flags:
            say(f"  {flag.code:5} {flag.asks}")
    for attached in held.attachments:
        say(f"document: {attached.id} {attached.name}" + (" (erased)" if attached.erased else ""))
    rows = [(str(e.index), e.at[:19].replace("T", " "), e.by, describe(e)) for e in held.timeline]
    table(("Entry", "When (UTC)", "Who", "What"), rows)


@command.command()
@STORE
@click.argument("case_id", metavar="CASE")
@click.argument("user")
def assign(place: str, case_id: str, user: str) -> None:
    """Give a case to a user."""
    from licet.app.actions.keeping import opened
    from licet.store.cases import assign as give

    with opened(place, create=False) as (store, who):
        give(store, who, case_id, user)


@command.command()
@STORE
@click.argument("case_id", metavar="CASE")
@click.argument("text")
def note(place: str, case_id: str, text: str) -> None:
    """Write a note."""
    from licet.app.actions.keeping import opened
    from licet.store.cases import note as write

    with opened(place, create=False) as (store, who):
        write(store, who, case_id, text)


@command.command()
@STORE
@click.argument("case_id", metavar="CASE")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--document", default="", help="Its reference number, to find it by.")
def attach(place: str, case_id: str, file: Path, document: str) -> None:
    """Attach a document."""
    from mimetypes import guess_type

    from licet.app.actions.keeping import opened
    from licet.store.attachments import attach as add

    media = guess_type(file.name)[0] or "application/octet-stream"
    with opened(place, create=False) as (store, who):
        say(add(store, who, f"case/{case_id}", file.name, file.read_bytes(), media=media, document=document))


@command.command()
@STORE
@click.argument("attachment_id", metavar="DOCUMENT")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write.")
def document(place: str, attachment_id: str, out: Path) -> None:
    """Write an attached document to a file; its bytes are checked against the hash in the log."""
    from licet.app.actions.keeping import opened
    from licet.app.actions.writing import write_whole
    from licet.store.attachments import read_attachment

    with opened(place, create=False) as (store, who):
        held, content = read_attachment(store, who, attachment_id)
    write_whole(out, content)
    say(f"{held.id} {held.name}, {held.size:,} bytes, sha256 {held.sha256}, is in {out}")


@command.command()
@STORE
@click.argument("attachment_id", metavar="DOCUMENT")
@click.option("--reason", required=True, help="Why: it stands in the log.")
@click.option("--no-record", is_flag=True, help="It never was a record of the trade: a wrong upload.")
def erase(place: str, attachment_id: str, reason: str, no_record: bool) -> None:
    """Erase a document's bytes; name, size and hash stay. Refused under a hold or before its time."""
    from licet.app.actions.keeping import opened
    from licet.store.attachments import erase_attachment

    with opened(place, create=False) as (store, who):
        erase_attachment(store, who, attachment_id, reason, required=not no_record)
    say(f"the bytes of {attachment_id} are gone; its hash stays in the log")


@command.command()
@STORE
@click.argument("case_id", metavar="CASE")
@click.argument("day", type=DAY, required=False)
def due(place: str, case_id: str, day: datetime | None) -> None:
    """Set the deadline of a case; without a day take it away."""
    from licet.app.actions.keeping import opened
    from licet.store.cases import set_due

    with opened(place, create=False) as (store, who):
        set_due(store, who, case_id, day_of(day))


@command.command()
@STORE
@JSON
@click.option("--dry-run", is_flag=True, help="Say what would be opened, and open nothing.")
def review(place: str, machine: bool, dry_run: bool) -> None:
    """Open closed cases again whose listing changed, or that today's rules would decide otherwise.

    Run it after `licet lists update` and after an upgrade. Exit code 1: cases were opened (or would be);
    3: some could not be judged.
    """
    from licet.app.actions.check import open_lists
    from licet.app.actions.keeping import opened
    from licet.app.actions.review import review as look

    engine = open_lists()
    with opened(place, create=False) as (store, who):
        found = look(store, who, engine, reopen=not dry_run)
    if machine:
        as_json(found)
    else:
        rows = [(one.case, one.cause.value if one.cause else "not known", one.says) for one in found]
        table(("Case", "Cause", "What changed"), rows, empty="every closed case stands as it was judged")
    if any(one.cause for one in found):
        sys.exit(1)
    sys.exit(3 if found else 0)


@command.command()
@STORE
@click.argument("case_id", metavar="CASE")
@click.argument("answer", type=_ANSWERS)
@click.argument("flags", nargs=-1, required=True)
@click.option("--note", "words", default="", help="What explains it, or why the trade was refrained from.")
def flags(place: str, case_id: str, answer: str, flags: tuple[str, ...], words: str) -> None:
    """Answer red flags: `licet case flags CASE-7 absent RF1 RF2`, or `absent all` for all that are open."""
    from licet.app.actions.keeping import opened
    from licet.store.cases import answer_flags, case
    from licet.store.redflags import FlagAnswer

    with opened(place, create=False) as (store, who):
        codes = flags
        if flags == ("all",):
            codes = tuple(flag.code for flag in case(store, who, case_id).open_flags)
        answer_flags(store, who, case_id, {code.upper(): (FlagAnswer(answer), words) for code in codes})
        left = len(case(store, who, case_id).open_flags)
    say(f"{case_id}: {len(codes)} answered, {left} red flags left open")


@command.command()
@STORE
@click.argument("case_id", metavar="CASE")
@click.argument("disposition", type=_DISPOSITIONS)
@click.option("--reason", required=True, help="Why: it stands in the log.")
def dispose(place: str, case_id: str, disposition: str, reason: str) -> None:
    """Dispose of a case: false hit, true hit, needs facts or escalated."""
    from licet.app.actions.keeping import opened
    from licet.store.cases import CaseState, Disposition
    from licet.store.cases import dispose as decide

    with opened(place, create=False) as (store, who):
        state = decide(store, who, case_id, Disposition(disposition), reason)
    waits = " for a second pair of eyes: licet case approve" if state is CaseState.WAITING else ""
    say(f"{case_id} is {state.value}{waits}")


@command.command()
@STORE
@click.argument("case_id", metavar="CASE")
@click.option("--refuse", default="", metavar="REASON", help="Refuse instead, and say why.")
def approve(place: str, case_id: str, refuse: str) -> None:
    """Be the second pair of eyes."""
    from licet.app.actions.keeping import opened
    from licet.store.cases import approve as agree
    from licet.store.cases import refuse as disagree

    with opened(place, create=False) as (store, who):
        if refuse:
            disagree(store, who, case_id, refuse)
            say(f"{case_id} is open")
        else:
            say(f"{case_id} is {agree(store, who, case_id).value}")


@command.command()
@STORE
@click.argument("case_id", metavar="CASE")
@click.option("--cause", type=_CAUSES, required=True, help="What changed.")
@click.option("--reason", required=True, help="Why: it stands in the log.")
def reopen(place: str, case_id: str, cause: str, reason: str) -> None:
    """Open a closed case again."""
    from licet.app.actions.keeping import opened
    from licet.store.cases import Cause
    from licet.store.cases import reopen as again

    with opened(place, create=False) as (store, who):
        again(store, who, case_id, Cause(cause), reason)


@command.command("print")
@STORE
@click.argument("case_id", metavar="CASE")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write; printed if not given."
)
def print_file(place: str, case_id: str, out: Path | None) -> None:
    """The whole file as one HTML page for paper (15 CFR 762.5(b)(1))."""
    from licet.app.actions.keeping import opened
    from licet.app.actions.writing import write_whole
    from licet.store.casefile import case_html
    from licet.store.people import log_action

    with opened(place, create=False) as (store, who):
        page = case_html(store, who, case_id)
        log_action(store, who, "printed", f"case/{case_id}")
    if out is None:
        click.echo(page)
    else:
        write_whole(out, page)
        say(f"{case_id} is in {out}")


@command.command()
@STORE
@JSON
@click.option(
    "--four-eyes", multiple=True, type=_DISPOSITIONS, help="A disposition that two must see; may be repeated."
)
@click.option("--red-flag", "red_flags", multiple=True, help="A flag on each new checklist; may be repeated.")
@click.option("--due-days", type=int, help="Days to the deadline of a new case; 0 for none.")
def policy(
    place: str,
    machine: bool,
    four_eyes: tuple[str, ...],
    red_flags: tuple[str, ...],
    due_days: int | None,
) -> None:
    """Show the policy for cases, or change the parts that are given."""
    from dataclasses import replace

    from licet.app.actions.keeping import opened
    from licet.store.cases import Disposition, case_policy, set_case_policy

    with opened(place) as (store, who):
        held = case_policy(store, who)
        new = held
        if four_eyes:
            new = replace(new, four_eyes=frozenset(Disposition(value) for value in four_eyes))
        if red_flags:
            new = replace(new, red_flags=tuple(code.upper() for code in red_flags))
        if due_days is not None:
            new = replace(new, due_days=due_days)
        if new != held:
            set_case_policy(store, who, new)
    if machine:
        as_json(new)
    else:
        say("four eyes: " + (", ".join(sorted(d.value for d in new.four_eyes)) or "nothing"))
        say("red flags: " + ", ".join(new.red_flags))
        say(f"due days: {new.due_days or 'none'}")
