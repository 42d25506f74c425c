"""Cases: alerts become a case; a person works on it; it closes with a reason and the evidence as it stood.

    open -> needs facts | escalated -> open ...
    open -> waiting (a second pair of eyes, where the policy asks) -> closed
    closed -> open (a list, the law, the party changed, or a new fact)

A case closes only when each red flag on its checklist is settled. Nothing is overwritten: the timeline is
the log.
"""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from licet.core.errors import ConflictError, DeniedError, InputError, StoreError
from licet.store import tables
from licet.store.access import note_read
from licet.store.actor import Actor, Permission
from licet.store.attachments import Attachment, attachments
from licet.store.canonical import canonical, plain
from licet.store.find import history
from licet.store.policies import policy_body, set_policy
from licet.store.redflags import GENERAL, RED_FLAGS, FlagAnswer
from licet.store.retention import ClockEvent, record_event, tick
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
    "add_alerts",
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
    "refuse",
    "reopen",
    "reopen_for_law",
    "reopen_for_listing",
    "reopen_for_party",
    "set_case_policy",
    "set_due",
    "version_of",
]


class CaseState(enum.Enum):
    """Where a case stands."""

    OPEN = "open"
    NEEDS_FACTS = "needs facts"
    ESCALATED = "escalated"
    WAITING = "waiting"
    CLOSED = "closed"


class Disposition(enum.Enum):
    """What was decided about a case; the first two close it."""

    FALSE_HIT = "false hit"
    TRUE_HIT = "true hit"
    NEEDS_FACTS = "needs facts"
    ESCALATED = "escalated"

    @property
    def closes(self) -> bool:
        """Whether the case is closed by it."""
        return self in (Disposition.FALSE_HIT, Disposition.TRUE_HIT)


class Cause(enum.Enum):
    """Why a closed case is opened again."""

    LIST_CHANGE = "list change"
    LAW_CHANGE = "law change"
    PARTY_CHANGE = "party change"
    NEW_FACT = "new fact"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One hit that a case is about, with its evidence as it stood.

    Attributes:
        listing: id of the listing (`us-bis-entity-list:...`).
        version: version of the listing: `version_of(listing)`.
        evidence: the hit as JSON data: score, which fields met which, the listing's own words.
    """

    listing: str
    version: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePolicy:
    """What the house asks of its cases.

    Attributes:
        four_eyes: dispositions that a second person must approve.
        red_flags: codes of the checklist that each new case gets.
        due_days: days after opening by which a case must be disposed of; 0 for none.
    """

    four_eyes: frozenset[Disposition] = frozenset()
    red_flags: tuple[str, ...] = GENERAL
    due_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One line of a case's checklist; `answer` None while nobody has answered."""

    code: str
    asks: str
    answer: FlagAnswer | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A case in one line of a list.

    Attributes:
        id: `CASE-42`.
        state: where it stands.
        title: what it is about.
        party: the party's reference in the caller's own system; empty when there is none.
        party_version: version of the party that was judged.
        assignee: user id; empty when nobody's.
        due: deadline; None when there is none.
        disposition: the last one; None before the first.
        reason: why, in words.
        proposed_by: who proposed the disposition that waits for a second pair of eyes.
        opened: index of the entry that opened it.
        changed: index of the last entry that changed its state.
    """

    id: str
    state: CaseState
    title: str
    party: str
    party_version: str
    assignee: str
    due: date | None
    disposition: Disposition | None
    reason: str
    proposed_by: str
    opened: int
    changed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case, whole.

    Attributes:
        summary: its state.
        alerts: the hits, with their evidence.
        flags: the checklist.
        attachments: its documents.
        timeline: all that happened, oldest first.
    """

    summary: Summary
    alerts: tuple[Alert, ...]
    flags: tuple[Flag, ...]
    attachments: tuple[Attachment, ...]
    timeline: tuple[Entry, ...]

    @property
    def open_flags(self) -> tuple[Flag, ...]:
        """The flags that keep it from closing."""
        return tuple(flag for flag in self.flags if flag.answer is None or not flag.answer.is_settled)


def version_of(value: object) -> str:
    """A short hash of a listing or a party: equal values have equal versions."""
    return hashlib.sha256(canonical(plain(value)).encode()).hexdigest()[:16]


def set_case_policy(store: Store, who: Actor, policy: CasePolicy) -> None:
    """Set the policy; it holds for what happens from now on.

    Raises:
        InputError: a red flag that does not exist.
    """
    for code in policy.red_flags:
        if code not in RED_FLAGS:
            raise InputError(f"no such red flag: `{code}`", field="red_flags", fix="RF1 to RF29")
    set_policy(store, who, "cases", plain(policy))


def _policy(connection: Connection) -> CasePolicy:
    body = policy_body(connection, "cases")
    if body is None:
        return CasePolicy()
    return CasePolicy(
        four_eyes=frozenset(Disposition(value) for value in body["four_eyes"]),
        red_flags=tuple(body["red_flags"]),
        due_days=body["due_days"],
    )


def case_policy(store: Store, who: Actor) -> CasePolicy:
    """The policy in force."""
    who.need(Permission.READ)
    with store.read() as connection:
        return _policy(connection)


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
    policy = _policy(w.connection)
    checklist = policy.red_flags if flags is None else flags
    for code in checklist:
        if code not in RED_FLAGS:
            raise InputError(f"no such red flag: `{code}`", field="flags", fix="RF1 to RF29")
    if due is None and policy.due_days:
        due = w.now.date() + timedelta(days=policy.due_days)
    if assignee:
        _person(w.connection, assignee)
    id = f"CASE-{w.next_index}"
    data = {
        "title": title,
        "party": party,
        "party_version": party_version,
        "alerts": [plain(alert) for alert in alerts],
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
def _put_alerts(rows: Rows, entry: Entry) -> None:
    for alert in entry.data["alerts"]:
        key = {"case_id": entry.name, "listing": alert["listing"]}
        rows.drop(tables.case_alert, key)  # the newest evidence of a listing stands; the log holds the rest
        rows.put(
            tables.case_alert,
            {
                **key,
                "version": alert["version"],
                "evidence": canonical(alert["evidence"]),
                "entry": entry.index,
            },
        )


def _summary(row: Row[Any]) -> Summary:
    return Summary(
        id=row.id,
        state=CaseState(row.state),
        title=row.title,
        party=row.party,
        party_version=row.party_version,
        assignee=row.assignee,
        due=date.fromisoformat(row.due) if row.due else None,
        disposition=Disposition(row.disposition) if row.disposition else None,
        reason=row.reason,
        proposed_by=row.proposed_by,
        opened=row.opened,
        changed=row.changed,
    )


def _held(connection: Connection, id: str) -> Summary:
    row = connection.execute(select(tables.case_file).where(tables.case_file.c.id == id)).one_or_none()
    if row is None:
        raise StoreError(f"no case `{id}`")
    return _summary(row)


def _not_closed(connection: Connection, id: str) -> Summary:
    held = _held(connection, id)
    if held.state is CaseState.CLOSED:
        raise ConflictError(f"`{id}` is closed", fix="reopen it first")
    return held


def _person(connection: Connection, id: str) -> None:
    state = connection.execute(
        select(tables.person.c.state).where(tables.person.c.id == id)
    ).scalar_one_or_none()
    if state != "active":
        raise InputError(f"no active user `{id}`", field="assignee", fix="licet user list")


def add_alerts(store: Store, who: Actor, id: str, alerts: Sequence[Alert]) -> None:
    """Add hits to a case that is not closed; a hit on a listing it has replaces the older evidence."""
    who.need(Permission.CASE)

    def work(w: Writing) -> None:
        _not_closed(w.connection, id)
        w.record("case.alerted", f"case/{id}", {"alerts": [plain(alert) for alert in alerts]})

    store.write(who, work)


def assign(store: Store, who: Actor, id: str, to: str) -> None:
    """Give a case to a user, or to nobody (empty)."""
    who.need(Permission.CASE)

    def work(w: Writing) -> None:
        _not_closed(w.connection, id)
        if to:
            _person(w.connection, to)
        w.record("case.assigned", f"case/{id}", {"assignee": to})

    store.write(who, work)


@projects("case.assigned")
def _assigned(rows: Rows, entry: Entry) -> None:
    rows.set(tables.case_file, {"id": entry.name}, {"assignee": entry.data["assignee"]})


def note(store: Store, who: Actor, id: str, text: str) -> None:
    """Write a note; a closed case takes notes too."""
    who.need(Permission.CASE)

    def work(w: Writing) -> None:
        _held(w.connection, id)
        w.record("case.noted", f"case/{id}", {"text": text.strip()})

    store.write(who, work)


@projects("case.noted")
def _noted(_rows: Rows, _entry: Entry) -> None:
    """A note is its entry."""


def set_due(store: Store, who: Actor, id: str, due: date | None) -> None:
    """Set the deadline, or take it away."""
    who.need(Permission.CASE)

    def work(w: Writing) -> None:
        _not_closed(w.connection, id)
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
        _not_closed(w.connection, id)
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


def _flags(connection: Connection, id: str) -> tuple[Flag, ...]:
    table = tables.case_flag
    rows = connection.execute(select(table).where(table.c.case_id == id)).all()
    found = [
        Flag(
            code=row.flag,
            asks=RED_FLAGS[row.flag].asks,
            answer=FlagAnswer(row.answer) if row.answer else None,
            note=row.note,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda flag: RED_FLAGS[flag.code].number))


def _alerts(connection: Connection, id: str) -> tuple[Alert, ...]:
    table = tables.case_alert
    rows = connection.execute(select(table).where(table.c.case_id == id).order_by(table.c.listing)).all()
    return tuple(
        Alert(listing=row.listing, version=row.version, evidence=json.loads(row.evidence)) for row in rows
    )


def _dispose(
    w: Writing, id: str, disposition: Disposition, reason: str, *, proposed_by: str, day: date
) -> None:
    flags = _flags(w.connection, id)
    if disposition.closes:
        _settled(id, flags)
    answers = {
        flag.code: {"answer": flag.answer.value if flag.answer else "", "note": flag.note} for flag in flags
    }
    data = {
        "disposition": disposition,
        "reason": reason,
        "closes": disposition.closes,
        "proposed_by": proposed_by,
        "day": day,
        "evidence": [plain(alert) for alert in _alerts(w.connection, id)],
        "flags": answers,
    }
    w.record("case.disposed", f"case/{id}", data)
    if disposition.closes:
        _end_decisions(w, id, day)


def _settled(id: str, flags: Sequence[Flag]) -> None:
    """Go on only if no red flag keeps the case open."""
    open_flags = [flag for flag in flags if flag.answer is None or not flag.answer.is_settled]
    if open_flags:
        named = "; ".join(f"{flag.code} {flag.asks}" for flag in open_flags[:2])
        more = f"; and {', '.join(flag.code for flag in open_flags[2:])}" if open_flags[2:] else ""
        raise ConflictError(
            f"`{id}` cannot be closed while {len(open_flags)} red flags are open: {named}{more}",
            fix="answer each: absent, explained (with the explanation) or refrained (with the reason)",
        )


def _end_decisions(w: Writing, id: str, day: date) -> None:
    """The decisions that belong to a case end with it: their five years begin (15 CFR 762.6(a)(3))."""
    touch, entry = tables.touch, tables.log_entry
    subject = f"case/{id}"
    into = select(entry.c.subject).join(touch, touch.c.entry == entry.c.idx).where(touch.c.subject == subject)
    out_of = (
        select(touch.c.subject).join(entry, touch.c.entry == entry.c.idx).where(entry.c.subject == subject)
    )
    for other in sorted(set(w.connection.execute(into.union(out_of)).scalars())):
        if other.startswith("decision/"):
            record_event(w, other, ClockEvent.TERMINATION, day, note=f"{id} was closed", about=(subject,))


def dispose(
    store: Store, who: Actor, id: str, disposition: Disposition, reason: str, *, day: date | None = None
) -> CaseState:
    """Dispose of a case; returns where it stands then.

    With a disposition that needs four eyes the case waits until another person approves it.

    Raises:
        ConflictError: it is closed, waits already, or red flags are open.
        InputError: there is no reason.
    """
    who.need(Permission.CASE)
    if not reason.strip():
        raise InputError("a disposition needs its reason in words", field="reason")

    def work(w: Writing) -> CaseState:
        held = _not_closed(w.connection, id)
        if held.state is CaseState.WAITING:
            raise ConflictError(f"`{id}` waits for a second pair of eyes", fix="approve or refuse it first")
        if disposition.closes:
            _settled(id, _flags(w.connection, id))
        if disposition in _policy(w.connection).four_eyes:
            data = {"disposition": disposition, "reason": reason.strip()}
            w.record("case.disposition_proposed", f"case/{id}", data)
        else:
            _dispose(w, id, disposition, reason.strip(), proposed_by="", day=day or w.now.date())
        return _held(w.connection, id).state

    return store.write(who, work)


@projects("case.disposition_proposed")
def _proposed(rows: Rows, entry: Entry) -> None:
    values = {
        "state": CaseState.WAITING.value,
        "disposition": entry.data["disposition"],
        "reason": entry.data["reason"],
        "proposed_by": entry.by,
        "changed": entry.index,
    }
    rows.set(tables.case_file, {"id": entry.name}, values)


@projects("case.disposed")
def _disposed(rows: Rows, entry: Entry) -> None:
    data = entry.data
    state = CaseState.CLOSED.value if data["closes"] else data["disposition"]
    values = {
        "state": state,
        "disposition": data["disposition"],
        "reason": data["reason"],
        "proposed_by": data["proposed_by"],
        "changed": entry.index,
    }
    rows.set(tables.case_file, {"id": entry.name}, values)
    if data["closes"]:
        tick(rows, entry, ClockEvent.TERMINATION, data["day"])


def _second(w: Writing, id: str) -> Summary:
    held = _held(w.connection, id)
    if held.state is not CaseState.WAITING or held.disposition is None:
        raise ConflictError(f"`{id}` waits for nobody's approval: it is {held.state.value}")
    if held.proposed_by == w.who.id:
        raise DeniedError(
            f"`{w.who.id}` proposed this disposition and cannot be the second pair of eyes",
            fix="ask another approver",
        )
    return held


def approve(store: Store, who: Actor, id: str, *, day: date | None = None) -> CaseState:
    """Approve the disposition that a case waits with; returns where it stands then.

    Raises:
        DeniedError: the same person proposed it, or may not approve.
        ConflictError: nothing waits, or red flags are open.
    """
    who.need(Permission.APPROVE)

    def work(w: Writing) -> CaseState:
        held = _second(w, id)
        if held.disposition is None:
            raise ConflictError(f"`{id}` holds no disposition to approve")
        _dispose(w, id, held.disposition, held.reason, proposed_by=held.proposed_by, day=day or w.now.date())
        return _held(w.connection, id).state

    return store.write(who, work)


def refuse(store: Store, who: Actor, id: str, reason: str) -> None:
    """Refuse the disposition that a case waits with: it is open again."""
    who.need(Permission.APPROVE)

    def work(w: Writing) -> None:
        held = _second(w, id)
        data = {"disposition": held.disposition, "reason": reason.strip()}
        w.record("case.disposition_refused", f"case/{id}", data)

    store.write(who, work)


@projects("case.disposition_refused")
def _refused(rows: Rows, entry: Entry) -> None:
    values = {"state": CaseState.OPEN.value, "proposed_by": "", "changed": entry.index}
    rows.set(tables.case_file, {"id": entry.name}, values)


def reopen(
    store: Store,
    who: Actor,
    id: str,
    cause: Cause,
    reason: str,
    *,
    listing: str = "",
    version: str = "",
    party_version: str = "",
) -> None:
    """Open a closed case again, and say what changed.

    Raises:
        ConflictError: it is not closed.
    """
    who.need(Permission.CASE)
    changed = {"listing": listing, "version": version, "party_version": party_version}
    store.write(who, lambda w: _reopen(w, id, cause, reason, changed))


def reopen_closed(w: Writing, id: str, cause: Cause, reason: str) -> bool:
    """Open a case again inside a transaction, or note on it why it stays open; False where there is none."""
    table = tables.case_file
    state = w.connection.execute(select(table.c.state).where(table.c.id == id)).scalar_one_or_none()
    if state is None:
        return False
    if state == CaseState.CLOSED.value:
        _reopen(w, id, cause, reason, {})
    else:
        w.record("case.noted", f"case/{id}", {"text": reason})
    return True


def _reopen(w: Writing, id: str, cause: Cause, reason: str, changed: Mapping[str, str]) -> None:
    if _held(w.connection, id).state is not CaseState.CLOSED:
        raise ConflictError(f"`{id}` is not closed")
    data: dict[str, Any] = {"cause": cause, "reason": reason}
    data.update({name: value for name, value in changed.items() if value})
    w.record("case.reopened", f"case/{id}", data)


@projects("case.reopened")
def _reopened(rows: Rows, entry: Entry) -> None:
    values = {"state": CaseState.OPEN.value, "proposed_by": "", "changed": entry.index}
    if entry.data.get("party_version"):
        values["party_version"] = entry.data["party_version"]
    rows.set(tables.case_file, {"id": entry.name}, values)
    if entry.data.get("listing"):
        key = {"case_id": entry.name, "listing": entry.data["listing"]}
        rows.set(tables.case_alert, key, {"version": entry.data.get("version", "")})
    # The transaction goes on after all: the five years no longer count from the closing.
    rows.drop(tables.clock, {"subject": entry.subject, "event": ClockEvent.TERMINATION.value})


def reopen_for_listing(store: Store, who: Actor, listing: str, version: str, reason: str) -> list[str]:
    """Reopen each closed case that judged another version of a listing; returns their ids.

    An empty version stands for a listing that was removed.
    """
    who.need(Permission.CASE)
    alert, file = tables.case_alert, tables.case_file

    def work(w: Writing) -> list[str]:
        query = (
            select(file.c.id)
            .join(alert, alert.c.case_id == file.c.id)
            .where(alert.c.listing == listing, alert.c.version != version)
            .where(file.c.state == CaseState.CLOSED.value)
            .order_by(file.c.opened)
        )
        ids = list(w.connection.execute(query).scalars())
        for id in ids:
            _reopen(w, id, Cause.LIST_CHANGE, reason, {"listing": listing, "version": version})
        return ids

    return store.write(who, work)


def reopen_for_party(store: Store, who: Actor, party: str, party_version: str, reason: str) -> list[str]:
    """Reopen each closed case that judged another version of a party; returns their ids."""
    who.need(Permission.CASE)
    file = tables.case_file

    def work(w: Writing) -> list[str]:
        query = (
            select(file.c.id)
            .where(file.c.party == party, file.c.party_version != party_version)
            .where(file.c.state == CaseState.CLOSED.value)
            .order_by(file.c.opened)
        )
        ids = list(w.connection.execute(query).scalars())
        for id in ids:
            _reopen(w, id, Cause.PARTY_CHANGE, reason, {"party_version": party_version})
        return ids

    return store.write(who, work)


def reopen_for_law(store: Store, who: Actor, ids: Sequence[str], reason: str) -> list[str]:
    """Reopen those of these cases that are closed, because the law they were judged under changed.

    Which cases a change of law touches is for the caller to say (`decisions` hold the rule book's hash).
    """
    who.need(Permission.CASE)

    def work(w: Writing) -> list[str]:
        closed = [id for id in ids if _held(w.connection, id).state is CaseState.CLOSED]
        for id in closed:
            _reopen(w, id, Cause.LAW_CHANGE, reason, {})
        return closed

    return store.write(who, work)


def case(store: Store, who: Actor, id: str) -> Case:
    """A case, whole.

    Raises:
        StoreError: there is none of this id.
    """
    who.need(Permission.READ)
    with store.read() as connection:
        summary = _held(connection, id)
        alerts, flags = _alerts(connection, id), _flags(connection, id)
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
        return {id: _alerts(connection, id) for id in ids}


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
        return [_summary(row) for row in connection.execute(query)]
