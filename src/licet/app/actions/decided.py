"""Answers as decisions to keep: the whole question, the whole answer, and what both stand on.

A decision kept like this can be asked again on other lists or another day (`lookback`). Scores and other
fractions are kept as text, because a log entry has exactly one form and a float has not.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from licet.store.canonical import plain
from licet.store.decisions import Decision
from licet.store.store import Find

if TYPE_CHECKING:
    from licet.check.determine import Outcome
    from licet.check.finding import PartyCheck

__all__ = ["PARTY_SCHEMA", "decision_of_check", "decision_of_outcome", "exact"]

#: The schema of a screened party as a decision keeps it.
PARTY_SCHEMA = "licet-party/1"


def exact(value: object) -> Any:  # noqa: ANN401 - JSON data is taken apart field by field
    """JSON data in which every fraction is text."""
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, Mapping):
        return {str(key): exact(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [exact(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def decision_of_check(answer: PartyCheck, *, reference: str = "", case: str = "") -> Decision:
    """A screening as a decision: its party whole, so that it can be screened again."""
    from licet.app.actions.check import check_as_json

    party = answer.party
    return Decision(
        status=answer.disposition.name,
        on=answer.on,
        rule_book="",
        snapshots=(answer.snapshot,),
        trade={"schema": PARTY_SCHEMA, "party": exact(plain(party))},
        outcome=exact(check_as_json(answer)),
        find=Find(parties=[name.text for name in party.names], countries=party.countries),
        reference=reference or party.id,
        case=case,
    )


def decision_of_outcome(outcome: Outcome, *, reference: str = "", case: str = "") -> Decision:
    """A determination as a decision: the facts as given, and whether silence was declared negative."""
    from licet.app.actions.determine import as_json

    trade = outcome.trade
    countries = [fact.value for fact in (trade.destination, trade.exported_from) if fact.is_known]
    return Decision(
        status=outcome.determination.verdict.name,
        on=outcome.determination.on,
        rule_book=outcome.book,
        snapshots=(outcome.snapshot,) if outcome.snapshot else (),
        trade=exact(outcome.facts),
        outcome=exact(as_json(outcome)),
        find=Find(
            parties=[party.name for party in trade.parties if party.name],
            countries=[str(country) for country in countries if country],
        ),
        reference=reference,
        case=case,
    )
