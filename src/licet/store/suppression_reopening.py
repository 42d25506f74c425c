"""Suppressions whose ground is gone end, and the case they came from opens again, or a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from licet.check.cleared import Lapse, LapseCause
from licet.store import tables
from licet.store.actor import Actor, Permission
from licet.store.canonical import plain
from licet.store.cases import Alert, Cause, open_case_on, record_case, reopen_closed
from licet.store.notices import queue_notice
from licet.store.rows import Entry, Rows, projects
from licet.store.store import Find, Store, Writing
from licet.store.suppression_read import held_suppression
from licet.store.suppression_values import Suppression, SuppressionState

__all__ = ["end_row", "reopen_lapsed", "reopen_suppressions"]


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
            held = held_suppression(w.connection, id)
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
        held = held_suppression(w.connection, id)
        if held.state not in (SuppressionState.ACTIVE, SuppressionState.WAITING) or not why:
            continue
        said = "; ".join(dict.fromkeys(one.says for one in why))
        reason = f"{id} no longer suppresses the hit on `{held.listing_name or held.basis.listing}`: {said}"
        case = _case(w, held, _CAUSES[why[0].cause], reason)
        w.record(
            "suppression.reopened",
            f"suppression/{id}",
            {"cause": why[0].cause.value, "reason": said, "case": case},
            about=[f"case/{case}"],
        )
        opened[id] = case
    return opened


def _case(w: Writing, held: Suppression, cause: Cause, reason: str) -> str:
    """The case in which the hit waits from now on: one that is open on it, its own again, or a new one."""
    basis = held.basis
    for id in (open_case_on(w.connection, held.party, basis.party, [basis.listing]), held.case):
        if id and reopen_closed(w, id, cause, reason):
            return id
    return record_case(
        w,
        title=f"{held.party_name or held.party}: {reason}",
        alerts=[Alert(listing=basis.listing, version=basis.listing_version, evidence=held.evidence)],
        party=held.party,
        party_version=basis.party,
        find=Find(parties=[held.party_name]) if held.party_name else None,
    )


@projects("suppression.reopened")
def _reopened(rows: Rows, entry: Entry) -> None:
    end_row(rows, entry, SuppressionState.REOPENED, entry.data["reason"])
    rows.set(tables.suppression, {"id": entry.name}, {"case_id": entry.data["case"]})


def end_row(rows: Rows, entry: Entry, state: SuppressionState, why: str) -> None:
    """Note in its row that a suppression ended, and why."""
    values = {"state": state.value, "why_ended": why, "changed": entry.index}
    rows.set(tables.suppression, {"id": entry.name}, values)
