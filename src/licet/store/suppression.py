"""Suppressions: hits that a person judged to need no alert, bound to everything the judgement stood on.

    waiting -> active (a second person approves a strong hit) | refused
    active  -> reopened (party, listing, law, policy, match or approval changed, or it expired) | revoked
    reopened, revoked and refused are final: who still holds the judgement makes it anew.

OFAC's guidance on false hit lists (2015) asks that compliance people own the list, that it is reviewed, and
that an entry never goes on hiding a hit once the entry, a similar new one, or the customer has changed.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from licet.core.errors import ConflictError, DeniedError, InputError
from licet.store import tables
from licet.store.actor import Actor, Permission
from licet.store.canonical import canonical, plain
from licet.store.policies import set_policy
from licet.store.rows import Entry, Rows, projects
from licet.store.store import Find, Store, Writing
from licet.store.suppression_read import (
    ended_licences,
    held_suppression,
    judgements,
    policy_in,
    suppression,
    suppression_policy,
    suppressions,
)
from licet.store.suppression_reopening import end_row, reopen_suppressions
from licet.store.suppression_values import (
    Clearing,
    Suppression,
    SuppressionPolicy,
    SuppressionState,
    plain_basis,
)

__all__ = [
    "Clearing",
    "Suppression",
    "SuppressionPolicy",
    "SuppressionState",
    "add_suppression",
    "approve_suppression",
    "judgements",
    "refuse_suppression",
    "reopen_suppressions",
    "review_suppression",
    "revoke_suppression",
    "set_suppression_policy",
    "suppression",
    "suppression_policy",
    "suppressions",
]


def set_suppression_policy(store: Store, who: Actor, policy: SuppressionPolicy) -> None:
    """Set the policy; it holds for what happens from now on.

    Raises:
        InputError: a number of days that makes no sense.
    """
    if min(policy.days, policy.strong_days, policy.review_days) < 1 or not 0 <= policy.four_eyes_score <= 100:
        raise InputError(
            "a policy of suppressions needs days of one or more and a score of 0 to 100", field="days"
        )
    set_policy(store, who, "suppression", plain(policy))


# making one


def add_suppression(store: Store, who: Actor, clearing: Clearing) -> str:
    """Suppress a hit; returns its id. A strong hit waits until a second person has approved it.

    Raises:
        InputError: no reason, or a day of expiry that is past or beyond the policy's longest.
        ConflictError: the same hit is suppressed already, or a licence it relies on does not hold.
    """
    who.need(Permission.CASE)
    if not clearing.reason.strip():
        raise InputError("a suppression needs its reason in words", field="reason")
    return store.write(who, lambda w: _add(w, clearing))


def _add(w: Writing, clearing: Clearing) -> str:
    policy, basis, today = policy_in(w.connection), clearing.basis, w.now.date()
    strong = basis.verdict == "match" or round(basis.score * 100) >= policy.four_eyes_score
    longest = policy.strong_days if strong else policy.days
    expires = clearing.expires or today + timedelta(days=longest)
    if not today < expires <= today + timedelta(days=longest):
        raise InputError(
            f"`{expires}` is no day until which this may be suppressed",
            field="expires",
            fix=f"a day after {today}, at most {longest} days on",
        )
    table = tables.suppression
    same = table.c.party == clearing.party if clearing.party else table.c.party_version == basis.party
    held = w.connection.execute(
        select(table.c.id).where(
            same, table.c.listing == basis.listing, table.c.state.in_(["waiting", "active"])
        )
    ).scalar()
    if held:
        raise ConflictError(
            f"`{held}` suppresses this hit already", fix=f"licet suppression review {held}, or revoke it"
        )
    ended = ended_licences(w.connection, clearing.licences, today)
    if ended:
        raise ConflictError(
            f"licence `{ended[0]}` does not hold", fix="keep it first: licet licence add FILE"
        )
    id = f"SUP-{w.next_index}"
    w.record(
        "suppression.added",
        f"suppression/{id}",
        {
            "party": clearing.party,
            "party_name": clearing.party_name,
            "listing_name": clearing.listing_name,
            "basis": {**plain_basis(basis)},
            "strong": strong,
            "needs_second": strong or policy.four_eyes_all,
            "reason": clearing.reason.strip(),
            "expires": expires,
            "review": min(expires, today + timedelta(days=policy.review_days)),
            "licences": list(clearing.licences),
            "case": clearing.case,
            "evidence": dict(clearing.evidence),
        },
        about=[f"case/{clearing.case}"] if clearing.case else (),
        find=Find(parties=[clearing.party_name]) if clearing.party_name else None,
    )
    return id


@projects("suppression.added")
def _added(rows: Rows, entry: Entry) -> None:
    data = entry.data
    state = SuppressionState.WAITING if data["needs_second"] else SuppressionState.ACTIVE
    rows.put(
        tables.suppression,
        {
            "id": entry.name,
            "state": state.value,
            "party": data["party"],
            "party_version": data["basis"]["party"],
            "listing": data["basis"]["listing"],
            "strong": int(data["strong"]),
            "by": entry.by,
            "second": "",
            "at": entry.at,
            "expires": data["expires"],
            "review": data["review"],
            "case_id": data["case"],
            "why_ended": "",
            "body": canonical(dict(data)),
            "entry": entry.index,
            "changed": entry.index,
        },
    )


# a second person


def _second(w: Writing, id: str) -> Suppression:
    held = held_suppression(w.connection, id)
    if held.state is not SuppressionState.WAITING:
        raise ConflictError(f"`{id}` waits for nobody's approval: it is {held.state.value}")
    if w.who.id == _proposer(w.connection, id):
        raise DeniedError(
            f"`{w.who.id}` made this suppression and cannot be the second person", fix="ask another approver"
        )
    return held


def _proposer(connection: Connection, id: str) -> str:
    """Who made it, or asked last for its renewal."""
    return str(
        connection.execute(select(tables.suppression.c.by).where(tables.suppression.c.id == id)).scalar_one()
    )


def approve_suppression(store: Store, who: Actor, id: str) -> None:
    """Approve a suppression that waits.

    Raises:
        DeniedError: the same person made it, or may not approve.
        ConflictError: it waits for nobody.
    """
    who.need(Permission.APPROVE)

    def work(w: Writing) -> None:
        _second(w, id)
        w.record("suppression.approved", f"suppression/{id}", {})

    store.write(who, work)


@projects("suppression.approved")
def _approved(rows: Rows, entry: Entry) -> None:
    values = {"state": SuppressionState.ACTIVE.value, "second": entry.by, "changed": entry.index}
    rows.set(tables.suppression, {"id": entry.name}, values)


def refuse_suppression(store: Store, who: Actor, id: str, reason: str) -> None:
    """Refuse a suppression that waits: its hit alerts as before."""
    who.need(Permission.APPROVE)

    def work(w: Writing) -> None:
        _second(w, id)
        w.record("suppression.refused", f"suppression/{id}", {"reason": reason.strip()})

    store.write(who, work)


@projects("suppression.refused")
def _refused(rows: Rows, entry: Entry) -> None:
    end_row(rows, entry, SuppressionState.REFUSED, entry.data["reason"])


# looking again


def review_suppression(
    store: Store, who: Actor, id: str, reason: str, *, expires: date | None = None
) -> SuppressionState:
    """Look at a suppression again and keep it; a strong one then waits for a second person again.

    Its basis stays what it was: a review renews a judgement, it does not make another.

    Raises:
        ConflictError: it does not stand.
        InputError: no reason, or a day that the policy does not allow.
    """
    who.need(Permission.CASE)
    if not reason.strip():
        raise InputError("a review needs its finding in words", field="reason")

    def work(w: Writing) -> SuppressionState:
        held, policy, today = held_suppression(w.connection, id), policy_in(w.connection), w.now.date()
        if held.state is not SuppressionState.ACTIVE:
            raise ConflictError(f"`{id}` is {held.state.value}", fix="add a new one if the hit still shows")
        longest = policy.strong_days if held.strong else policy.days
        until = expires or today + timedelta(days=longest)
        if not today < until <= today + timedelta(days=longest):
            raise InputError(
                f"`{until}` is no day until which this may be suppressed",
                field="expires",
                fix=f"a day after {today}, at most {longest} days on",
            )
        data = {
            "reason": reason.strip(),
            "expires": until,
            "review": min(until, today + timedelta(days=policy.review_days)),
            "needs_second": held.strong or policy.four_eyes_all,
        }
        w.record("suppression.reviewed", f"suppression/{id}", data)
        return held_suppression(w.connection, id).state

    return store.write(who, work)


@projects("suppression.reviewed")
def _reviewed(rows: Rows, entry: Entry) -> None:
    values: dict[str, Any] = {
        "expires": entry.data["expires"],
        "review": entry.data["review"],
        "changed": entry.index,
    }
    if entry.data["needs_second"]:
        values |= {"state": SuppressionState.WAITING.value, "by": entry.by, "second": ""}
    rows.set(tables.suppression, {"id": entry.name}, values)


def revoke_suppression(store: Store, who: Actor, id: str, reason: str) -> None:
    """End a suppression: its hit alerts again.

    Raises:
        ConflictError: it does not stand.
    """
    who.need(Permission.CASE)
    if not reason.strip():
        raise InputError("a revocation needs its reason in words", field="reason")

    def work(w: Writing) -> None:
        held = held_suppression(w.connection, id)
        if held.state not in (SuppressionState.ACTIVE, SuppressionState.WAITING):
            raise ConflictError(f"`{id}` is {held.state.value}")
        w.record("suppression.revoked", f"suppression/{id}", {"reason": reason.strip()})

    store.write(who, work)


@projects("suppression.revoked")
def _revoked(rows: Rows, entry: Entry) -> None:
    end_row(rows, entry, SuppressionState.REVOKED, entry.data["reason"])
