"""Closed cases against what is known now: which of them a changed listing or a changed law opens again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.app.actions.replay import differences, engine_for, rerun
from licet.core.errors import LicetError
from licet.law.book import rule_book
from licet.store.cases import (
    CaseState,
    Cause,
    Summary,
    case,
    cases,
    reopen_for_law,
    reopen_for_listing,
    version_of,
)
from licet.store.decisions import decision

if TYPE_CHECKING:
    from licet.check.engine import Engine
    from licet.store.actor import Actor
    from licet.store.decisions import Made
    from licet.store.store import Store

__all__ = ["Reviewed", "review"]

_PAGE = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A closed case that no longer stands as it was judged.

    Attributes:
        case: its id.
        cause: what changed; None where it could not be told.
        says: what, in words.
    """

    case: str
    cause: Cause | None
    says: str


def review(
    store: Store,
    who: Actor,
    engine: Engine,
    *,
    reopen: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> list[Reviewed]:
    """Closed cases whose listing has another version now, or whose decision today's rules make otherwise.

    A listing that is gone is another version too. A decision is asked again, on the lists and the day it was
    made with, only where the rule book has changed; one that can't be asked again is told, with no cause, and
    stays closed. A party that changed is screened anew by the watch: what it meets then is a case of its own.

    Args:
        store: the store.
        who: needs the permission for cases, to reopen.
        engine: today's lists.
        reopen: False to look only.
        progress: called with (done, total).
    """
    closed = cases(store, who, state=CaseState.CLOSED, limit=_PAGE)
    book = rule_book().digest()
    versions: dict[str, str] = {}
    found: list[Reviewed] = []
    for at, one in enumerate(closed, 1):
        told = _listings(store, who, engine, one, versions) or _law(store, who, one, book)
        found += told
        if progress:
            progress(at, len(closed))
    if reopen:
        _reopen(store, who, found, versions)
    return found


def _listings(
    store: Store, who: Actor, engine: Engine, one: Summary, versions: dict[str, str]
) -> list[Reviewed]:
    changed = []
    for alert in case(store, who, one.id).alerts:
        if alert.listing not in versions:
            held = engine.find(alert.listing.partition("#")[0])  # what follows names an ownership rule
            versions[alert.listing] = version_of(held) if held is not None else ""
        if not alert.version or versions[alert.listing] == alert.version:
            continue
        what = "changed" if versions[alert.listing] else "is no longer listed"
        changed.append(f"{alert.listing} {what}")
    says = "; ".join(changed)
    return [Reviewed(case=one.id, cause=Cause.LIST_CHANGE, says=says)] if changed else []


def _law(store: Store, who: Actor, one: Summary, book: str) -> list[Reviewed]:
    found = []
    for made in _decisions(store, who, one.id):
        if made.rule_book == book:
            continue
        try:
            unlike = differences(made, rerun(made, engine_for(made)))
        except LicetError as error:
            says = f"{made.id} can't be asked again: {error.message}"
            found.append(Reviewed(case=one.id, cause=None, says=says))
            continue
        if unlike:
            found.append(Reviewed(case=one.id, cause=Cause.LAW_CHANGE, says=f"{made.id}: {unlike[0]}"))
    return found


def _decisions(store: Store, who: Actor, id: str) -> list[Made]:
    names = {
        name.partition("/")[2]: None
        for entry in case(store, who, id).timeline
        for name in entry.about
        if name.startswith("decision/")
    }
    return [decision(store, who, name) for name in names]


def _reopen(store: Store, who: Actor, found: list[Reviewed], versions: dict[str, str]) -> None:
    for one in found:
        if one.cause is Cause.LIST_CHANGE:
            for alert in case(store, who, one.case).alerts:
                if alert.version and versions[alert.listing] != alert.version:
                    reopen_for_listing(store, who, alert.listing, versions[alert.listing], one.says)
        elif one.cause is Cause.LAW_CHANGE:
            reopen_for_law(store, who, [one.case], one.says)
