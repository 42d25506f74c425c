"""Cases: alerts become a case; a person works on it; it closes with a reason and the evidence as it stood.

    open -> needs facts | escalated -> open ...
    open -> waiting (a second pair of eyes, where the policy asks) -> closed
    closed -> open (a list, the law, the party changed, or a new fact)

A case closes only when each red flag on its checklist is settled. Nothing is overwritten: the timeline is
the log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import Connection, select

from licet.core.errors import InputError
from licet.store import tables
from licet.store.access import note_read
from licet.store.actor import Actor, Permission
from licet.store.attachments import attachments
from licet.store.canonical import canonical, plain
from licet.store.case_rows import (
    active_person,
    alerts_in,
    flags_in,
    held_case,
    not_closed,
    policy_in,
    summary_of,
)
from licet.store.case_values import (
    Alert,
    Case,
    CasePolicy,
    CaseState,
    Cause,
    Disposition,
    Flag,
    Summary,
    version_of,
)
from licet.store.disposing import approve, dispose, refuse
from licet.store.find import history
from licet.store.policies import set_policy
from licet.store.redflags import RED_FLAGS, FlagAnswer
from licet.store.reopening import (
    reopen,
    reopen_closed,
    reopen_for_law,
    reopen_for_listing,
)
from licet.store.rows import Entry, Rows, projects
from licet.store.store import Find, Store, Writing

__all__ = [
    "Alert",
    "Case",
    "CasePolicy",
    "CaseState",
    "Cause",
    "Disposition",
    "Flag",
    "Summary",
    "alerts_of",
    "answer_flags",
    "approve",
    "assign",
    "case",
    "case_policy",
    "cases",
    "dispose",
    "note",
    "open_case",
    "open_case_on",
    "record_alerts",
    "record_case",
    "refuse",
    "reopen",
    "reopen_closed",
    "reopen_for_law",
    "reopen_for_listing",
    "set_case_policy",
    "set_due",
    "version_of",
]


def set_case_policy(store: Store, who: Actor, policy: CasePolicy) -> None:
    """Set the policy; it holds for what happens from now on.

    Raises:
        InputError: a red flag that does not exist.
    """
    for code in policy.red_flags:
        if code not in RED_FLAGS:
            raise InputError(f"no such red flag: `{code}`", field="red_flags", fix="RF1 to RF29")
    set_policy(store, who, "cases", plain(policy))


def case_policy(store: Store, who: Actor) -> CasePolicy:
    """The policy in force."""
    who.need(Permission.READ)
    with store.read() as connection:
        return policy_in(connection)


def open_case(
    store: Store,
    who: Actor,
    *,
    title: str,
    alerts: Sequence[Alert] = (),
    party: str = "",
    party_version: str = "",
    decision: str = "",
    due: date | None = None,
    assignee: str = "",
    flags: Sequence[str] | None = None,
    find: Find | None = None,
) -> str:
    """Open a case; returns its id (`CASE-42`).

    Args:
        store: the store.
        who: needs the permission for cases.
        title: what it is about, in one line.
        alerts: the hits, with their evidence.
        party: the party's reference in the caller's own system.
        party_version: `version_of(party)`, so that a change of the party can reopen the case.
        decision: id of the decision that raised it.
        due: deadline; the policy's when None.
        assignee: who works on it.
        flags: codes of the red flags to answer; the policy's when None.
        find: names, countries and numbers it can be found by.
    """
    who.need(Permission.CASE)
    return store.write(
        who,
        lambda w: record_case(
            w,
            title=title,
            alerts=alerts,
            party=party,
            party_version=party_version,
            decision=decision,
            due=due,
            assignee=assignee,
            flags=flags,
            find=find,
        ),
    )


def record_case(
    w: Writing,
    *,
    title: str,
    alerts: Sequence[Alert],
    party: str = "",
    party_version: str = "",
    decision: str = "",
    due: date | None = None,
    assignee: str = "",
    flags: Sequence[str] | None = None,
    find: Find | None = None,
) -> str:
    """Open a case inside a transaction; arguments as for `open_case`."""
    w.who.need(Permission.CASE)
    policy = policy_in(w.connection)
    checklist = policy.red_flags if flags is None else flags
    for code in checklist:
        if code not in RED_FLAGS:
            raise InputError(f"no such red flag: `{code}`", field="flags", fix="RF1 to RF29")
    if due is None and policy.due_days:
        due = w.now.date() + timedelta(days=policy.due_days)
    if assignee:
        active_person(w.connection, assignee)
    id = f"CASE-{w.next_index}"
    data = {
        "title": title,
        "party": party,
        "party_version": party_version,
        "alerts": list(alerts),
        "flags": list(dict.fromkeys(checklist)),
        "due": due.isoformat() if due else "",
        "assignee": assignee,
    }
    about = []
    if decision:
        data["decision"] = decision
        about.append(f"decision/{decision}")
    w.record("case.opened", f"case/{id}", data, about=about, find=find)
    return id


def open_case_on(
    connection: Connection, party: str, party_version: str, listings: Sequence[str]
) -> str | None:
    """The newest case of a party that is not closed and has an alert on one of these listings.

    Args:
        connection: of the transaction.
        party: the party's reference; without one its version alone says who it is.
        party_version: version of the party.
        listings: ids of the listings.
    """
    file, alert = tables.case_file, tables.case_alert
    query = (
        select(file.c.id)
        .join(alert, alert.c.case_id == file.c.id)
        .where(
            file.c.party == party,
            file.c.state != CaseState.CLOSED.value,
            alert.c.listing.in_(listings),
        )
    )
    if not party:
        query = query.where(file.c.party_version == party_version)
    found = connection.execute(query.order_by(file.c.opened.desc()).limit(1)).scalar()
    return None if found is None else str(found)


def record_alerts(w: Writing, id: str, alerts: Sequence[Alert]) -> None:
    """Add those hits to a case that it does not have, or has of another version of the listing."""
    table = tables.case_alert
    rows = w.connection.execute(select(table.c.listing, table.c.version).where(table.c.case_id == id))
    held = {(row.listing, row.version) for row in rows}
    fresh = [alert for alert in alerts if (alert.listing, alert.version) not in held]
    if fresh:
        w.record("case.alerted", f"case/{id}", {"alerts": fresh})


@projects("case.opened")
def _opened(rows: Rows, entry: Entry) -> None:
    data = entry.data
    rows.put(
        tables.case_file,
        {
            "id": entry.name,
            "state": CaseState.OPEN.value,
            "title": data["title"],
            "party": data["party"],
            "party_version": data["party_version"],
            "assignee": data["assignee"],
            "due": data["due"],
            "disposition": "",
            "reason": "",
            "proposed_by": "",
            "opened": entry.index,
            "changed": entry.index,
        },
    )
    _put_alerts(rows, entry)
    for code in data["flags"]:
        row = {"case_id": entry.name, "flag": code, "answer": "", "note": "", "entry": entry.index}
        rows.put(tables.case_flag, row)


@projects("case.alerted")
def _alerted(rows: Rows, entry: Entry) -> None:
    for listing in dict.fromkeys(alert["listing"] for alert in entry.data["alerts"]):
        # the newest evidence of a listing stands; the log holds the rest
        rows.drop(tables.case_alert, {"case_id": entry.name, "listing": listing})
    _put_alerts(rows, entry)


def _put_alerts(rows: Rows, entry: Entry) -> None:
    for alert in {alert["listing"]: alert for alert in entry.data["alerts"]}.values():
        rows.put(
            tables.case_alert,
            {
                "case_id": entry.name,
                "listing": alert["listing"],
                "version": alert["version"],
                "evidence": canonical(alert["evidence"]),
                "entry": entry.index,
            },
        )


def assign(store: Store, who: Actor, id: str, to: str) -> None:
    """Give a case to a user, or to nobody (empty)."""
    who.need(Permission.CASE)

    def work(w: Writing) -> None:
        not_closed(w.connection, id)
        if to:
            active_person(w.connection, to)
        w.record("case.assigned", f"case/{id}", {"assignee": to})

    store.write(who, work)


@projects("case.assigned")
def _assigned(rows: Rows, entry: Entry) -> None:
    rows.set(tables.case_file, {"id": entry.name}, {"assignee": entry.data["assignee"]})


def note(store: Store, who: Actor, id: str, text: str) -> None:
    """Write a note; a closed case takes notes too."""
    who.need(Permission.CASE)

    def work(w: Writing) -> None:
        held_case(w.connection, id)
        w.record("case.noted", f"case/{id}", {"text": text.strip()})

    store.write(who, work)


@projects("case.noted")
def _noted(_rows: Rows, _entry: Entry) -> None:
    """A note is its entry."""


def set_due(store: Store, who: Actor, id: str, due: date | None) -> None:
    """Set the deadline, or take it away."""
    who.need(Permission.CASE)

    def work(w: Writing) -> None:
        not_closed(w.connection, id)
        w.record("case.due_set", f"case/{id}", {"due": due.isoformat() if due else ""})

    store.write(who, work)


@projects("case.due_set")
def _due_set(rows: Rows, entry: Entry) -> None:
    rows.set(tables.case_file, {"id": entry.name}, {"due": entry.data["due"]})


def answer_flags(store: Store, who: Actor, id: str, answers: Mapping[str, tuple[FlagAnswer, str]]) -> None:
    """Answer red flags: code -> (answer, note). A flag not on the checklist yet joins it.

    Raises:
        InputError: no such flag, or an explanation without words.
    """
    who.need(Permission.CASE)
    for code, (answer, words) in answers.items():
        if code not in RED_FLAGS:
            raise InputError(f"no such red flag: `{code}`", field="flag", fix="RF1 to RF29")
        if answer in (FlagAnswer.EXPLAINED, FlagAnswer.REFRAINED) and not words.strip():
            raise InputError(
                f"`{code}`: say what explains it, or why the trade was refrained from", field="note"
            )

    def work(w: Writing) -> None:
        not_closed(w.connection, id)
        for code, (answer, words) in answers.items():
            data = {"flag": code, "answer": answer, "note": words.strip()}
            w.record("case.flag_answered", f"case/{id}", data)

    store.write(who, work)


@projects("case.flag_answered")
def _flag_answered(rows: Rows, entry: Entry) -> None:
    key = {"case_id": entry.name, "flag": entry.data["flag"]}
    rows.drop(tables.case_flag, key)
    rows.put(
        tables.case_flag,
        {**key, "answer": entry.data["answer"], "note": entry.data["note"], "entry": entry.index},
    )


def case(store: Store, who: Actor, id: str) -> Case:
    """A case, whole.

    Raises:
        StoreError: there is none of this id.
    """
    who.need(Permission.READ)
    with store.read() as connection:
        summary = held_case(connection, id)
        alerts, flags = alerts_in(connection, id), flags_in(connection, id)
    note_read(store, who, f"case/{id}")
    return Case(
        summary=summary,
        alerts=alerts,
        flags=flags,
        attachments=tuple(attachments(store, who, f"case/{id}")),
        timeline=tuple(history(store, who, f"case/{id}")),
    )


def alerts_of(store: Store, who: Actor, ids: Sequence[str]) -> dict[str, tuple[Alert, ...]]:
    """The alerts of some cases, by case: what a queue shows beside each."""
    who.need(Permission.READ)
    with store.read() as connection:
        return {id: alerts_in(connection, id) for id in ids}


def cases(
    store: Store,
    who: Actor,
    *,
    state: CaseState | None = None,
    assignee: str | None = None,
    overdue: date | None = None,
    party: str = "",
    listing: str = "",
    limit: int = 200,
) -> list[Summary]:
    """Cases, those with the nearest deadline first, then the oldest.

    Args:
        store: the store.
        who: needs to read.
        state: only those that stand so; None for all that are not closed.
        assignee: only this user's; empty for nobody's; None for everybody's.
        overdue: only those whose deadline is before this day.
        party: only those of this party.
        listing: only those with an alert on this listing.
        limit: at most so many.
    """
    who.need(Permission.READ)
    file = tables.case_file
    query = select(file)
    if state is not None:
        query = query.where(file.c.state == state.value)
    elif not party and not listing:
        query = query.where(file.c.state != CaseState.CLOSED.value)
    if assignee is not None:
        query = query.where(file.c.assignee == assignee)
    if overdue is not None:
        query = query.where(file.c.due != "", file.c.due < overdue.isoformat())
    if party:
        query = query.where(file.c.party == party)
    if listing:
        alert = tables.case_alert
        query = query.where(file.c.id.in_(select(alert.c.case_id).where(alert.c.listing == listing)))
    query = query.order_by(file.c.due == "", file.c.due, file.c.opened).limit(limit)
    with store.read() as connection:
        return [summary_of(row) for row in connection.execute(query)]
