"""Suppressions: hits that a person judged to need no alert, bound to everything the judgement stood on.

    waiting -> active (a second person approves a strong hit) | refused
    active  -> reopened (party, listing, law, policy, match or approval changed, or it expired) | revoked
    reopened, revoked and refused are final: who still holds the judgement makes it anew.

OFAC's guidance on false hit lists (2015) asks that compliance people own the list, that it is reviewed, and
that an entry never goes on hiding a hit once the entry, a similar new one, or the customer has changed.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from licet.check.cleared import Basis, Judgement, Lapse, LapseCause
from licet.check.finding import Cleared
from licet.core.errors import ConflictError, DeniedError, InputError, StoreError
from licet.store import tables
from licet.store.actor import Actor, Permission
from licet.store.canonical import canonical, plain
from licet.store.cases import Alert, Cause, record_case, reopen_closed
from licet.store.notices import queue_notice
from licet.store.policies import policy_body, set_policy
from licet.store.rows import Entry, Rows, projects
from licet.store.store import Find, Store, Writing

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


class SuppressionState(enum.Enum):
    """Where a suppression stands; one that expired is still `active` until it is reopened."""

    WAITING = "waiting"
    ACTIVE = "active"
    REOPENED = "reopened"
    REFUSED = "refused"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressionPolicy:
    """What the house asks of its suppressions.

    Attributes:
        days: the longest that one may hold.
        strong_days: the longest that one of a strong hit may hold.
        review_days: after how many days it must be looked at again, if it holds so long.
        four_eyes_all: whether every hit needs a second person, not only the strong ones.
        four_eyes_score: likelihood from which a hit is strong even where the verdict is `review`, in
            hundredths.
    """

    days: int = 365
    strong_days: int = 180
    review_days: int = 90
    four_eyes_all: bool = False
    four_eyes_score: int = 95


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearing:
    """A hit that somebody wants to be suppressed.

    Attributes:
        basis: what the judgement stands on.
        reason: why, in words.
        party: the party's reference; empty for one that is known by its content alone.
        party_name: the party's name, to show.
        listing_name: the listing's name, to show.
        expires: first day on which it no longer holds; the policy's longest when None.
        licences: numbers of licences that it relies on: one that ends reopens it.
        case: the case in which the hit was judged.
        evidence: the hit as JSON data.
    """

    basis: Basis
    reason: str
    party: str = ""
    party_name: str = ""
    listing_name: str = ""
    expires: date | None = None
    licences: Sequence[str] = ()
    case: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """A suppression as it stands.

    Attributes:
        id: `SUP-7`.
        state: where it stands.
        party: the party's reference; empty for one that is known by its content alone.
        party_name: the party's name then.
        listing_name: the listing's name then.
        basis: what it stands on.
        strong: whether the hit was strong.
        reason: why, in words.
        by: who made it.
        second: who approved it; empty when nobody had to or has yet.
        at: when it was made, UTC.
        expires: first day on which it no longer holds.
        review: day by which it must be looked at again.
        licences: licences it relies on.
        case: the case it came from, or that was opened when it ended.
        why_ended: why it no longer holds; empty while it does.
        evidence: the hit as it stood.
    """

    id: str
    state: SuppressionState
    party: str
    party_name: str
    listing_name: str
    basis: Basis
    strong: bool
    reason: str
    by: str
    second: str
    at: str
    expires: date
    review: date
    licences: tuple[str, ...]
    case: str
    why_ended: str
    evidence: Mapping[str, Any]

    def overdue(self, today: date) -> bool:
        """Whether it should have been reviewed."""
        return self.state is SuppressionState.ACTIVE and today >= min(self.review, self.expires)

    @property
    def judgement(self) -> Judgement:
        """What an answer needs of it."""
        mark = Cleared(
            id=self.id,
            by=self.by,
            second=self.second,
            at=self.at,
            reason=self.reason,
            expires=self.expires,
        )
        return Judgement(basis=self.basis, mark=mark, party=self.party)


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


def _policy(connection: Connection) -> SuppressionPolicy:
    body = policy_body(connection, "suppression")
    return SuppressionPolicy() if body is None else SuppressionPolicy(**body)


def suppression_policy(store: Store, who: Actor) -> SuppressionPolicy:
    """The policy in force."""
    who.need(Permission.READ)
    with store.read() as connection:
        return _policy(connection)


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
    policy, basis, today = _policy(w.connection), clearing.basis, w.now.date()
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
    ended = _ended_licences(w.connection, clearing.licences, today)
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


def plain_basis(basis: Basis) -> dict[str, Any]:
    """A basis as JSON data; the score as text, for it has exactly one."""
    return {
        "party": basis.party,
        "listing": basis.listing,
        "listing_version": basis.listing_version,
        "rules": list(basis.rules),
        "rule_state": basis.rule_state,
        "policy": basis.policy,
        "met": basis.met,
        "score": f"{basis.score:.4f}",
        "verdict": basis.verdict,
        "on": basis.on.isoformat(),
    }


def _read_basis(data: Mapping[str, Any]) -> Basis:
    return Basis(
        **{
            **data,
            "rules": tuple(data["rules"]),
            "score": float(data["score"]),
            "on": date.fromisoformat(data["on"]),
        }
    )


def _ended_licences(connection: Connection, numbers: Sequence[str], today: date) -> list[str]:
    """Those of these licences that are not held, not active, or not valid today."""
    if not numbers:
        return []
    table = tables.licence
    rows = connection.execute(select(table).where(table.c.number.in_(numbers))).all()
    day = today.isoformat()
    good = {
        row.number
        for row in rows
        if row.state == "active"
        and (not row.valid_from or row.valid_from <= day)
        and (not row.valid_to or day <= row.valid_to)
    }
    return [number for number in numbers if number not in good]


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
    held = _held(w.connection, id)
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
    _end(rows, entry, SuppressionState.REFUSED, entry.data["reason"])


def _end(rows: Rows, entry: Entry, state: SuppressionState, why: str) -> None:
    values = {"state": state.value, "why_ended": why, "changed": entry.index}
    rows.set(tables.suppression, {"id": entry.name}, values)


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
        held, policy, today = _held(w.connection, id), _policy(w.connection), w.now.date()
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
        return _held(w.connection, id).state

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
        held = _held(w.connection, id)
        if held.state not in (SuppressionState.ACTIVE, SuppressionState.WAITING):
            raise ConflictError(f"`{id}` is {held.state.value}")
        w.record("suppression.revoked", f"suppression/{id}", {"reason": reason.strip()})

    store.write(who, work)


@projects("suppression.revoked")
def _revoked(rows: Rows, entry: Entry) -> None:
    _end(rows, entry, SuppressionState.REVOKED, entry.data["reason"])


# reopening

_CAUSES: Mapping[LapseCause, Cause] = {
    LapseCause.PARTY: Cause.PARTY_CHANGE,
    LapseCause.LISTING: Cause.LIST_CHANGE,
    LapseCause.MATCH: Cause.LIST_CHANGE,
    LapseCause.LAW: Cause.LAW_CHANGE,
    LapseCause.APPROVAL: Cause.LAW_CHANGE,
    LapseCause.POLICY: Cause.REVIEW,
    LapseCause.EXPIRED: Cause.REVIEW,
}


def reopen_suppressions(
    store: Store, who: Actor, lapsed: Mapping[str, Sequence[Lapse]], *, channels: Sequence[str] = ()
) -> dict[str, str]:
    """End suppressions whose ground is gone; each opens its case again, or a new one. Returns id -> case.

    One that does not stand any more is left alone, so this may be repeated. Channels are told in the same
    transaction.
    """
    who.need(Permission.CASE)

    def work(w: Writing) -> dict[str, str]:
        opened = reopen_lapsed(w, lapsed)
        for id, case in opened.items():
            held = _held(w.connection, id)
            body = {
                "schema": "licet-reopened/1",
                "suppression": id,
                "case": case,
                "party": held.party,
                "name": held.party_name,
                "listing": held.basis.listing,
                "why": held.why_ended,
                "at": plain(w.now),
            }
            for channel in channels:
                queue_notice(w, channel, f"reopened {id}", body, case=case)
        return opened

    return store.write(who, work)


def reopen_lapsed(w: Writing, lapsed: Mapping[str, Sequence[Lapse]]) -> dict[str, str]:
    """`reopen_suppressions` inside a transaction."""
    opened: dict[str, str] = {}
    for id, why in lapsed.items():
        held = _held(w.connection, id)
        if held.state not in (SuppressionState.ACTIVE, SuppressionState.WAITING) or not why:
            continue
        said = "; ".join(dict.fromkeys(one.says for one in why))
        reason = f"{id} no longer suppresses the hit on `{held.listing_name or held.basis.listing}`: {said}"
        case = held.case if held.case and reopen_closed(w, held.case, _CAUSES[why[0].cause], reason) else ""
        if not case:
            case = record_case(
                w,
                title=f"{held.party_name or held.party}: {reason}",
                alerts=[
                    Alert(
                        listing=held.basis.listing,
                        version=held.basis.listing_version,
                        evidence=held.evidence,
                    )
                ],
                party=held.party,
                party_version=held.basis.party,
                find=Find(parties=[held.party_name]) if held.party_name else None,
            )
        w.record(
            "suppression.reopened",
            f"suppression/{id}",
            {"cause": why[0].cause.value, "reason": said, "case": case},
            about=[f"case/{case}"],
        )
        opened[id] = case
    return opened


@projects("suppression.reopened")
def _reopened(rows: Rows, entry: Entry) -> None:
    _end(rows, entry, SuppressionState.REOPENED, entry.data["reason"])
    rows.set(tables.suppression, {"id": entry.name}, {"case_id": entry.data["case"]})


# reading


def _read(row: Row[Any]) -> Suppression:
    data = json.loads(row.body)
    return Suppression(
        id=row.id,
        state=SuppressionState(row.state),
        party=row.party,
        party_name=data["party_name"],
        listing_name=data["listing_name"],
        basis=_read_basis(data["basis"]),
        strong=bool(row.strong),
        reason=data["reason"],
        by=row.by,
        second=row.second,
        at=row.at,
        expires=date.fromisoformat(row.expires),
        review=date.fromisoformat(row.review),
        licences=tuple(data["licences"]),
        case=row.case_id,
        why_ended=row.why_ended,
        evidence=data["evidence"],
    )


def _held(connection: Connection, id: str) -> Suppression:
    table = tables.suppression
    row = connection.execute(select(table).where(table.c.id == id)).one_or_none()
    if row is None:
        raise StoreError(f"no suppression `{id}`", fix="licet suppression list")
    return _read(row)


def suppression(store: Store, who: Actor, id: str) -> Suppression:
    """One suppression.

    Raises:
        StoreError: there is none of this id.
    """
    who.need(Permission.READ)
    with store.read() as connection:
        return _held(connection, id)


def suppressions(
    store: Store,
    who: Actor,
    *,
    state: SuppressionState | None = None,
    party: str = "",
    listing: str = "",
    overdue: date | None = None,
    limit: int = 100_000,
) -> list[Suppression]:
    """Suppressions, oldest first.

    Args:
        store: the store.
        who: needs to read.
        state: only those that stand so; all when None.
        party: only those of this reference.
        listing: only those on this listing.
        overdue: only active ones that should have been reviewed by this day.
        limit: at most so many.
    """
    who.need(Permission.READ)
    table = tables.suppression
    query = select(table).order_by(table.c.entry).limit(limit)
    if state is not None:
        query = query.where(table.c.state == state.value)
    if party:
        query = query.where(table.c.party == party)
    if listing:
        query = query.where(table.c.listing == listing)
    with store.read() as connection:
        found = [_read(row) for row in connection.execute(query)]
    return [one for one in found if overdue is None or one.overdue(overdue)]


def judgements(
    store: Store, who: Actor, wanted: Sequence[tuple[str, str]], *, today: date
) -> list[Judgement]:
    """The judgements that may hold for some parties; those that a licence's end has undone say so.

    Args:
        store: the store.
        who: needs to read.
        wanted: reference (may be empty) and version of each party.
        today: the day on which licences are judged.
    """
    who.need(Permission.READ)
    refs = sorted({ref for ref, _ in wanted if ref})
    versions = sorted({version for ref, version in wanted if version})
    table = tables.suppression
    held: list[Judgement] = []
    with store.read() as connection:
        for at in range(0, max(len(refs), len(versions)), 500):
            query = select(table).where(
                table.c.state == SuppressionState.ACTIVE.value,
                or_(
                    table.c.party.in_(refs[at : at + 500]),
                    (table.c.party == "") & table.c.party_version.in_(versions[at : at + 500]),
                ),
            )
            for row in connection.execute(query):
                one = _read(row)
                ended = tuple(
                    Lapse(cause=LapseCause.APPROVAL, was=number, now="does not hold")
                    for number in _ended_licences(connection, one.licences, today)
                )
                held.append(replace(one.judgement, ended=ended))
    return held
