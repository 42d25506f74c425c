"""Decisions kept as the program keeps them, without a question and an engine behind each."""

from __future__ import annotations

from collections.abc import Sequence

from licet.store.actor import Actor
from licet.store.decisions import Decision, record_decision
from licet.store.store import Store

__all__ = ["log_decision", "log_decisions"]


def log_decision(store: Store, who: Actor, made: Decision) -> str:
    """One decision in a transaction of its own; returns its id."""
    return store.write(who, lambda w: record_decision(w, made))


def log_decisions(store: Store, who: Actor, many: Sequence[Decision]) -> list[str]:
    """Several decisions in one transaction."""
    return store.write(who, lambda w: [record_decision(w, made) for made in many])
