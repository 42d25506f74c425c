"""Reading suppressions: the policy, each as it stands, and the judgements that an answer may show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from licet.check.cleared import Judgement, Lapse, LapseCause
from licet.core.errors import StoreError
from licet.store import tables
from licet.store.actor import Actor, Permission
from licet.store.policies import policy_body
from licet.store.store import Store
from licet.store.suppression_values import Suppression, SuppressionPolicy, SuppressionState, read_basis

__all__ = [
    "ended_licences",
    "held_suppression",
    "judgements",
    "lapsed_licences",
    "policy_in",
    "read_row",
    "suppression",
    "suppression_policy",
    "suppressions",
]


def policy_in(connection: Connection) -> SuppressionPolicy:
    """The policy in force, inside a transaction."""
    body = policy_body(connection, "suppression")
    return SuppressionPolicy() if body is None else SuppressionPolicy(**body)


def suppression_policy(store: Store, who: Actor) -> SuppressionPolicy:
    """The policy in force."""
    who.need(Permission.READ)
    with store.read() as connection:
        return policy_in(connection)


def ended_licences(connection: Connection, numbers: Sequence[str], today: date) -> list[str]:
    """Those of these licences that are not held, not active, or not valid today."""
    if not numbers:
        return []
    table = tables.licence
    rows = connection.execute(select(table).where(table.c.number.in_(numbers))).all()
    return lapsed_licences(rows, numbers, today)


def lapsed_licences(rows: Iterable[Any], numbers: Sequence[str], today: date) -> list[str]:
    """Those of these licences that no row holds, or whose row is not active or not valid on a day."""
    day = today.isoformat()
    good = {
        row.number
        for row in rows
        if row.state == "active"
        and (not row.valid_from or row.valid_from <= day)
        and (not row.valid_to or day <= row.valid_to)
    }
    return [number for number in numbers if number not in good]


def read_row(row: Row[Any]) -> Suppression:
    """A suppression from its row."""
    data = json.loads(row.body)
    return Suppression(
        id=row.id,
        state=SuppressionState(row.state),
        party=row.party,
        party_name=data["party_name"],
        listing_name=data["listing_name"],
        basis=read_basis(data["basis"]),
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


def held_suppression(connection: Connection, id: str) -> Suppression:
    """`suppression` inside a transaction."""
    table = tables.suppression
    row = connection.execute(select(table).where(table.c.id == id)).one_or_none()
    if row is None:
        raise StoreError(f"no suppression `{id}`", fix="licet suppression list")
    return read_row(row)


def suppression(store: Store, who: Actor, id: str) -> Suppression:
    """One suppression.

    Raises:
        StoreError: there is none of this id.
    """
    who.need(Permission.READ)
    with store.read() as connection:
        return held_suppression(connection, id)


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
        found = [read_row(row) for row in connection.execute(query)]
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
                one = read_row(row)
                ended = tuple(
                    Lapse(cause=LapseCause.APPROVAL, was=number, now="does not hold")
                    for number in ended_licences(connection, one.licences, today)
                )
                held.append(replace(one.judgement, ended=ended))
    return held
