"""Keep a check or a determination as a decision, and open a case where it met a listing.

What is kept is the question as asked and the whole answer, so that `licet.app.actions.replay` can ask it
again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from licet.app.actions.check import check_as_json, finding_as_json, stands_in_the_way
from licet.app.actions.determine import as_json as determination_as_json
from licet.check.determine import Outcome
from licet.check.engine import Engine
from licet.check.finding import PartyCheck
from licet.law.book import rule_book
from licet.lists.home import hold
from licet.store.actor import Actor
from licet.store.canonical import plain
from licet.store.cases import Alert, open_case_on, record_alerts, record_case, version_of
from licet.store.decisions import Decision, record_decision
from licet.store.store import Find, Store, Writing

__all__ = [
    "Kept",
    "exact",
    "keep_check",
    "keep_checks",
    "keep_determination",
    "kept_check",
    "kept_determination",
    "plain_policy",
]

#: Answers of a stream that share one transaction.
_TOGETHER = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What was kept: the decision, and the case that was opened; empty when none was needed."""

    decision: str
    case: str = ""


def exact(data: object) -> Any:  # noqa: ANN401  JSON data
    """JSON data as the log holds it: an inexact number becomes its text, a day its ISO form."""
    return json.loads(json.dumps(data, default=_day), parse_float=str)


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _files(owners: Sequence[Path]) -> list[dict[str, str]]:
    """Ownership files by name and hash: a replay must be given the same ones."""
    return [{"file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()} for path in owners]


def _asked_of(engine: Engine) -> dict[str, Any]:
    """What of the engine is part of the question."""
    return {
        "lists": list(engine.lists),
        "today": engine.today.isoformat(),
        "policy": exact(plain_policy(engine)),
    }


def plain_policy(engine: Engine) -> dict[str, Any]:
    """The matching policy as data."""
    return asdict(engine.policy)


def kept_check(
    engine: Engine,
    answer: PartyCheck,
    *,
    limit: int = 10,
    near_misses: int = 0,
    owners: Sequence[Path] = (),
    reference: str = "",
) -> Decision:
    """A check as the decision that is kept.

    Args:
        engine: what it was checked with.
        answer: the answer.
        limit: how many listed parties were shown at most.
        near_misses: how many ruled-out listings were named.
        owners: ownership files that were looked through.
        reference: the asker's own reference.
    """
    asked = {
        "question": "check",
        "party": plain(answer.party),
        "limit": limit,
        "near_misses": near_misses,
        "owners": _files(owners),
        **_asked_of(engine),
    }
    return Decision(
        status=answer.disposition.value,
        on=answer.on,
        rule_book=rule_book().digest(),
        snapshots=[answer.snapshot],
        trade=asked,
        outcome=_outcome(answer),
        find=Find(
            parties=[name.text for name in answer.party.names],
            countries=answer.party.countries,
            documents=[answer.party.id],
        ),
        reference=reference,
    )


def _outcome(answer: PartyCheck) -> dict[str, Any]:
    """The answer without the lists' titles and explanations, which their ids stand for."""
    told: dict[str, Any] = exact(check_as_json(answer))
    part = ("id", "published", "count", "complete_from", "stale")
    return {**told, "lists": [{name: one[name] for name in part} for one in told["lists"]]}


def kept_determination(
    engine: Engine | None, outcome: Outcome, *, owners: Sequence[Path] = (), reference: str = ""
) -> Decision:
    """A determination as the decision that is kept; arguments as for `kept_check`."""
    asked: dict[str, Any] = {
        "question": "determine",
        "facts": exact(dict(outcome.facts)),
        "clean": outcome.clean,
        "owners": _files(owners),
    }
    if engine is not None:
        asked |= _asked_of(engine)
    trade = outcome.trade
    countries = [trade.destination.value or ""] if trade.destination.is_known else []
    countries += [(one.country.value or "") if one.country.is_known else "" for one in trade.parties]
    return Decision(
        status=outcome.determination.verdict.value,
        on=outcome.determination.on,
        rule_book=outcome.book,
        snapshots=[outcome.snapshot] if outcome.snapshot else [],
        trade=asked,
        outcome=exact(determination_as_json(outcome)),
        find=Find(
            parties=[name.text for party in trade.parties for name in party.party.names],
            countries=[country for country in countries if country],
        ),
        reference=reference,
    )


def keep_check(
    store: Store,
    who: Actor,
    engine: Engine,
    answer: PartyCheck,
    *,
    limit: int = 10,
    near_misses: int = 0,
    owners: Sequence[Path] = (),
    reference: str = "",
) -> Kept:
    """Keep a check; where something stands in the way a case is opened with the hits, in one transaction.

    Raises:
        DeniedError: this person may not decide, or may not open a case where one is needed.
    """
    hold(engine.snapshot)
    made = kept_check(
        engine, answer, limit=limit, near_misses=near_misses, owners=owners, reference=reference
    )
    return store.write(who, lambda w: _record_check(w, made, answer))


def keep_checks(
    store: Store, who: Actor, engine: Engine, answers: Iterable[tuple[int, PartyCheck]], *, limit: int = 5
) -> Iterator[tuple[int, PartyCheck, Kept]]:
    """Keep a stream of answers, each given on once it is durable; 200 share a transaction.

    Yields:
        (line, answer, what was kept of it), in order.
    """
    hold(engine.snapshot)
    stream = iter(answers)
    while batch := list(islice(stream, _TOGETHER)):
        made = [kept_check(engine, answer, limit=limit) for _, answer in batch]

        def work(
            w: Writing, batch: list[tuple[int, PartyCheck]] = batch, made: list[Decision] = made
        ) -> list[Kept]:
            return [_record_check(w, one, answer) for one, (_, answer) in zip(made, batch, strict=True)]

        kept = store.write(who, work)
        yield from ((line, answer, held) for (line, answer), held in zip(batch, kept, strict=True))


def _record_check(w: Writing, made: Decision, answer: PartyCheck) -> Kept:
    alerts = [
        Alert(
            listing=one.listing.id,
            version=version_of(one.listing),
            evidence={
                **exact(finding_as_json(one)),
                "says": one.evidence,
                "asked": answer.party.name,
                "snapshot": answer.snapshot,
            },
        )
        for one in answer.findings
    ]
    nobody = "its owners" if answer.ownership else "a name that is not read"
    hit = answer.findings[0].listing.party.name if answer.findings else nobody
    return _record(
        w,
        made,
        alerts,
        title=f"{answer.party.name} / {hit}",
        needed=stands_in_the_way(answer),
        party=answer.party.id,
        party_version=version_of(answer.party),
    )


def keep_determination(
    store: Store,
    who: Actor,
    engine: Engine | None,
    outcome: Outcome,
    *,
    owners: Sequence[Path] = (),
    reference: str = "",
) -> Kept:
    """Keep a determination; where a party may be a listed one a case is opened with the hits.

    Raises:
        DeniedError: this person may not decide, or may not open a case where one is needed.
    """
    if engine is not None:
        hold(engine.snapshot)
    made = kept_determination(engine, outcome, owners=owners, reference=reference)
    alerts: dict[str, Alert] = {}
    for screened in outcome.screened:
        for listing, name, verdict, evidence in screened.hits:
            held = engine.listing(listing) if engine is not None else None
            alerts[listing] = Alert(
                listing=listing,
                version=version_of(held) if held is not None else "",
                evidence={
                    "says": evidence,
                    "name": name,
                    "verdict": verdict,
                    "asked": screened.name,
                    "snapshot": outcome.snapshot,
                },
            )
    names = ", ".join(one.name for one in outcome.screened if one.hits)
    title = f"{names}: {outcome.determination.verdict.value}"
    return store.write(
        who, lambda w: _record(w, made, list(alerts.values()), title=title, needed=bool(alerts))
    )


def _record(
    w: Writing,
    made: Decision,
    alerts: Sequence[Alert],
    *,
    title: str,
    needed: bool,
    party: str = "",
    party_version: str = "",
) -> Kept:
    listings = [alert.listing for alert in alerts]
    held = open_case_on(w.connection, party, party_version, listings) if needed and party_version else None
    if held is not None:  # the same question again adds what is new to the case that waits, and no second one
        record_alerts(w, held, alerts)
        return Kept(decision=record_decision(w, replace(made, case=held)), case=held)
    id = record_decision(w, made)
    if not needed:
        return Kept(decision=id)
    case = record_case(
        w,
        title=title,
        alerts=alerts,
        party=party,
        party_version=party_version,
        decision=id,
        find=_found_by(made.find, alerts),
    )
    return Kept(decision=id, case=case)


def _found_by(find: Find, alerts: Sequence[Alert]) -> Find:
    """A case is found by the listed parties and their countries too (15 CFR 762.5(c))."""
    told = [alert.evidence for alert in alerts]
    return Find(
        parties=[*find.parties, *(one["name"] for one in told if "name" in one)],
        countries=[*find.countries, *(country for one in told for country in one.get("countries", ()))],
        documents=find.documents,
    )
