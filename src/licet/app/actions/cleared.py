"""What a person cleared before, beside the answers that meet it: of a check, and of a determination.

A determination is not changed by it: that a hit was cleared says that a person judged it, not why, and a
licence may have been the reason. It is shown, and the person who determines states what follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.app.actions.suppression import show_cleared

if TYPE_CHECKING:
    from licet.check.determine import Outcome
    from licet.check.engine import Engine
    from licet.check.finding import PartyCheck
    from licet.store.actor import Actor
    from licet.store.store import Store

__all__ = ["cleared_in", "with_shown"]

#: As many listed parties are looked at when one certain listing must not be cut off.
_ALL = 1_000


def with_shown(store: Store, who: Actor | None, engine: Engine, answer: PartyCheck) -> PartyCheck:
    """An answer that shows what was cleared before, to a person who may read it; to nobody else."""
    if who is None or not answer.findings:
        return answer
    return next(show_cleared(store, who, engine, [answer]))


def cleared_in(store: Store, who: Actor | None, engine: Engine, outcome: Outcome) -> list[dict[str, Any]]:
    """The hits of a trade's parties that were cleared before: whose, by whom, why, until when."""
    hit = {one.name: {listing for listing, *_ in one.hits} for one in outcome.screened if one.hits}
    told: list[dict[str, Any]] = []
    for one in outcome.trade.parties if who is not None else ():
        if one.name not in hit:
            continue
        answer = engine.check(one.party, on=outcome.determination.on, limit=_ALL)
        told += [
            {
                "party": one.name,
                "listing": finding.listing.id,
                "name": finding.listing.party.name,
                "suppression": finding.cleared.id,
                "by": finding.cleared.by,
                "reason": finding.cleared.reason,
                "expires": finding.cleared.expires.isoformat(),
            }
            for finding in with_shown(store, who, engine, answer).findings
            if finding.cleared is not None and finding.listing.id in hit[one.name]
        ]
    return told
