"""The interview: the determination again after each answer, asking only what can still change it.

An empty answer leaves the question open and it is not asked again. `?` says what hangs on it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import click

from licet.app.actions.determine import determine_trade
from licet.app.actions.interview import place, settle, worded
from licet.check.determine import Outcome
from licet.check.engine import Engine
from licet.core.verdict import Verdict

__all__ = ["interview"]

Facts = dict[str, Any]
#: How often a reply that is not understood is asked for again.
_PATIENCE = 3
#: Answers after which nothing that is still open can change the outcome for the better.
_SETTLED = (Verdict.PROHIBITED, Verdict.LICENSE_REQUIRED)


def interview(
    told: Facts,
    *,
    on: date,
    engine: Engine | None,
    clean: bool | None,
    ask: Callable[[str], str] | None = None,
) -> Outcome:
    """Ask until nothing open can change the outcome, or the person has no more answers."""
    put = ask or (lambda text: str(click.prompt(text, default="", show_default=False)))
    skipped: set[str] = set()
    refused: dict[str, int] = {}
    while True:
        outcome = determine_trade(told, on=on, engine=engine, clean=clean)
        if outcome.determination.verdict in _SETTLED:
            return outcome
        open_questions = [q for q in outcome.determination.asks if q.id not in skipped]
        if not open_questions:
            return outcome
        question = min(open_questions, key=place)
        reply = put(worded(question)).strip()
        if reply == "?":
            click.echo(f"  {outcome.determination.verdict.name}; {len(open_questions)} questions are open")
            continue
        if not reply:
            skipped.add(question.id)
        elif not settle(told, question, reply):
            click.echo(f"  not understood: `{reply}` (leave it empty to go on)")
            refused[question.id] = refused.get(question.id, 0) + 1
            if refused[question.id] == _PATIENCE:
                skipped.add(question.id)
