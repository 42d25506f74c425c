"""Determine a trade: from a TOML or JSON file, from facts given one by one, and as data."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from licet.check.determine import Outcome, determine_facts
from licet.core.answer import Answer, Question
from licet.core.errors import InputError
from licet.law.book import Limb
from licet.law.us.ear.determination import Counted

if TYPE_CHECKING:
    from licet.check.engine import Engine

__all__ = ["as_json", "determine_trade", "next_question", "read_trade", "trace_lines"]

SCHEMA = "licet-determination/1"
Facts = dict[str, Any]


def read_trade(path: Path) -> Facts:
    """The facts of a TOML or JSON file.

    Raises:
        InputError: the file cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
        loaded = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise InputError(
            f"cannot be read as {'JSON' if path.suffix == '.json' else 'TOML'}: {error}",
            file=str(path),
            fix="mend it there; examples/trade.toml shows the form",
        ) from error
    if not isinstance(loaded, dict):
        raise InputError("a trade is a table of facts", file=str(path), fix="see examples/trade.toml")
    return loaded


def determine_trade(
    facts: Facts,
    *,
    on: date,
    engine: Engine | None = None,
    clean: bool | None = None,
    owners: Sequence[Path] = (),
) -> Outcome:
    """The outcome for a trade; `assume = "clean"` in the facts declares silence negative unless `clean` is
    given. Owners in the ownership files are screened, and what the listed ones hold counts.

    Raises:
        InputError: a fact has not the form its reader expects, or `assume` is neither.
    """
    graph = None
    if owners:
        from licet.owners.read import read

        graph = read(owners).graph
    assumed = facts.get("assume")
    if assumed not in (None, "clean", "open"):
        raise InputError(
            f"`{assumed}` is no way to read silence",
            field="assume",
            fix='write "clean" or "open", or leave it out',
        )
    declared = assumed == "clean" if clean is None else clean
    return determine_facts(
        facts, on, engine=engine, clean=declared, unknown=tuple(facts.get("unknown") or ()), owners=graph
    )


def next_question(outcome: Outcome) -> Question | None:
    """The next question whose answer can still change something; None when nothing is open."""
    asks = outcome.determination.asks
    return asks[0] if asks else None


def as_json(
    outcome: Outcome, *, trace: bool = False, by: str = "", at: datetime | None = None
) -> dict[str, object]:
    """The outcome as plain data; with `trace`, every limb and every part of its answer."""
    found = outcome.determination
    data: dict[str, object] = {
        "schema": SCHEMA,
        "on": found.on.isoformat(),
        "outcome": found.verdict.name,
        "says": found.verdict.value,
        "subject_to_ear": found.subject.value,
        "requirements": [_limb(each) for each in found.met()],
        "open": [_limb(each) for each in found.open()],
        "exceptions": {
            "not_foreclosed": [
                {"symbol": symbol, "conditions": list(conditions)}
                for symbol, conditions in _conditions(outcome)
            ],
            "foreclosed": [{"symbol": symbol, "by": why} for symbol, why in found.foreclosed],
        },
        "conditions": list(found.conditions),
        "duties": [" ".join(limb.reading.duties or (limb.rule.code,)) for limb in found.duties],
        "flags": list(found.flags),
        "overlays": [
            {
                "regime": limb.rule.code,
                "rule": limb.rule.citation,
                "says": limb.reading.why or limb.rule.says,
                "answer": limb.truth.value,
                "binds": limb.rule.binds,
            }
            for limb in found.overlays
            if limb.truth.value != "no"
        ],
        "needs": [{"id": question.id, "text": question.text} for question in found.asks],
        "not_covered": list(outcome.not_covered),
        "facts": _plain(outcome.facts),
        "silence": "declared negative" if outcome.clean else "unknown",
        "facts_not_understood": list(outcome.strange),
        "screened": [
            {"name": each.name, "stale": list(each.stale), "hits": [list(hit) for hit in each.hits]}
            for each in outcome.screened
        ],
        "made_from": {"rule_book": outcome.book, "lists": outcome.snapshot},
    }
    if by or at:
        data["record"] = {"by": by, "at": at.isoformat() if at else None}
    if trace:
        data["trace"] = list(trace_lines(outcome))
    return data


def _conditions(outcome: Outcome) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each symbol not foreclosed, with the conditions that remain to be answered."""
    told: dict[str, dict[str, None]] = {symbol: {} for symbol in outcome.determination.possible}
    for each in outcome.determination.limbs():
        for lifting in each.possible:
            if lifting.rule.code in told:
                told[lifting.rule.code].update(dict.fromkeys(q.text for q in lifting.answer.asks()))
    for symbol, conditions in told.items():
        yield symbol, tuple(conditions)


def _limb(each: Counted) -> dict[str, object]:
    limb, policy = each.limb, each.policy
    period = limb.period
    return {
        "rule": limb.rule.id,
        "citation": limb.citation,
        "general_prohibition": limb.rule.gp or None,
        "says": limb.rule.says,
        "why": _reason(limb),
        "party": limb.reading.party,
        "answer": each.truth.value,
        "status": period.status.value,
        "confirmed": period.confirmed,
        "since": period.start.isoformat() if period.start else None,
        "by": period.by,
        "policy": None
        if policy is None
        else {
            "verb": policy.verb.name if policy.verb else "UNDETERMINED",
            "by": policy.by,
            "says": policy.says,
        },
        "flags": list(limb.flags),
    }


def _reason(limb: Limb) -> str:
    """Why, without the column that the citation has just named."""
    cites = limb.reading.cites
    return limb.reading.why.removeprefix(f"{cites[-1]}: ") if cites else limb.reading.why


def trace_lines(outcome: Outcome) -> Iterator[str]:
    """The whole trace: routes, limbs by General Prohibition, exceptions, duties, overlays."""
    for item in outcome.determination.items:
        yield f"line {item.index + 1}: the act is regulated: {item.regulated.truth.value}"
        yield from _walk(item.regulated, 1)
        yield f"line {item.index + 1}: subject to the EAR: {item.subject.truth.value}"
        yield from _walk(item.subject, 1)
        for each in item.counted:
            yield from _limb_lines(each.limb, each.truth.value)
            for lifting in each.possible:
                yield f"    exception {lifting.rule.code}: not foreclosed ({lifting.rule.citation})"
                yield from _walk(lifting.answer, 3)
            for symbol, why in each.foreclosed:
                yield f"    exception {symbol}: foreclosed: {why}"
    for each in outcome.determination.conduct:
        yield from _limb_lines(each.limb, each.truth.value)
    for limb in (*outcome.determination.duties, *outcome.determination.overlays):
        yield from _limb_lines(limb, limb.truth.value)


def _limb_lines(limb: Limb, truth: str) -> Iterator[str]:
    gp = f"GP{limb.rule.gp} " if limb.rule.gp else ""
    flags = f" [{', '.join(limb.flags)}]" if limb.flags else ""
    yield f"{gp}{limb.rule.citation}: {truth}{flags}: {limb.reading.why or limb.rule.says}"
    yield from _walk(limb.reading.answer, 1)


def _walk(answer: Answer, depth: int) -> Iterator[str]:
    for below, part in answer.walk():
        if part.says:
            yield f"{'  ' * (depth + below)}{part.truth.value}: {part.says}"


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
