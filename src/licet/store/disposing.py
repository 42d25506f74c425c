"""Disposing of a case: at once, or proposed and approved by a second person; the evidence as it stood."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from licet.core.errors import ConflictError, DeniedError, InputError
from licet.store import tables
from licet.store.actor import Actor, Permission
from licet.store.canonical import plain
from licet.store.case_rows import alerts_in, flags_in, held_case, not_closed, policy_in
from licet.store.case_values import CaseState, Disposition, Flag, Summary
from licet.store.retention import ClockEvent, record_event, tick
from licet.store.rows import Entry, Rows, projects
from licet.store.store import Store, Writing

__all__ = [
    "approve",
    "dispose",
    "refuse",
]


def _dispose(
    w: Writing, id: str, disposition: Disposition, reason: str, *, proposed_by: str, day: date
) -> None:
    flags = flags_in(w.connection, id)
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
        "evidence": [plain(alert) for alert in alerts_in(w.connection, id)],
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
        held = not_closed(w.connection, id)
        if held.state is CaseState.WAITING:
            raise ConflictError(f"`{id}` waits for a second pair of eyes", fix="approve or refuse it first")
        if disposition.closes:
            _settled(id, flags_in(w.connection, id))
        if disposition in policy_in(w.connection).four_eyes:
            data = {"disposition": disposition, "reason": reason.strip()}
            w.record("case.disposition_proposed", f"case/{id}", data)
        else:
            _dispose(w, id, disposition, reason.strip(), proposed_by="", day=day or w.now.date())
        return held_case(w.connection, id).state

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
    held = held_case(w.connection, id)
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
        return held_case(w.connection, id).state

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
