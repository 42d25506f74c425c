"""Look-back: decisions that are kept, asked again on other lists, another day or today's law.

`replay_decision` is pure: the decision as kept, and an engine, give what would differ. Nothing is decided
anew; a decision that cannot be asked again says why, and is never counted as the same.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from licet.app.actions.replay import rerun
from licet.check.finding import Standing
from licet.core.errors import LicetError
from licet.store.canonical import plain
from licet.store.decisions import Made, decisions

if TYPE_CHECKING:
    from licet.check.engine import Engine
    from licet.store.actor import Actor
    from licet.store.store import Store

__all__ = ["Change", "Replayed", "look_back", "replay_decision"]

_PAGE = 200
#: What is said of a hit that does not stand on the day.
_NOT_STANDING = frozenset({"no"})
_NOT_YET = Standing.NOT_YET.value


class Change(enum.Enum):
    """What a replay shows."""

    SAME = "same"
    DIFFERS = "differs"
    CANNOT = "cannot be asked again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """One decision asked again.

    Attributes:
        decision: its id; empty when it was never kept.
        reference: the caller's own reference.
        subject: the party, or the parties of the trade.
        change: whether anything differs.
        at: when it was decided.
        on: the day it was decided for, and the day of the replay.
        status: its outcome before, and in the replay.
        snapshots: the lists before, and in the replay (first of each; empty where none were asked).
        rule_book: the rule book's hash before, and in the replay.
        new_hits: listings that are met now and were not.
        lost_hits: listings that were met and are not now.
        changed: other differences, in words: what was, and what is.
        why: why it cannot be asked again; empty when it was.
    """

    decision: str
    reference: str
    subject: str
    change: Change
    at: str
    on: tuple[date, date]
    status: tuple[str, str]
    snapshots: tuple[str, str]
    rule_book: tuple[str, str]
    new_hits: tuple[str, ...] = ()
    lost_hits: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    why: str = ""


def replay_decision(made: Made, engine: Engine | None, *, on: date | None = None) -> Replayed:
    """A kept decision asked again.

    Args:
        made: the decision as the store holds it.
        engine: the lists to ask; None for a determination that asked none.
        on: the day on which law and lists are read; the decision's own when None.
    """
    day = on or made.on
    if made.trade.get("question") == "check" and engine is None:
        return _replayed(made, day, engine, {}, why="a screening is asked again on lists only")
    try:
        again = rerun(made, engine if made.snapshots else None, on=on)
    except (LicetError, KeyError, TypeError, ValueError) as error:
        return _replayed(made, day, engine, {}, why=str(error) or type(error).__name__)
    return _replayed(made, day, engine, plain(again.outcome))


def _replayed(
    made: Made, day: date, engine: Engine | None, now: Mapping[str, Any], *, why: str = ""
) -> Replayed:
    before, after = _hits(made.outcome), _hits(now)
    status = _status(made.outcome) or made.status, "" if why else _status(now)
    changed = [] if why else _changed(made.outcome, now)
    new, lost = sorted(after.keys() - before.keys()), sorted(before.keys() - after.keys())
    if not why:
        was, coming = _to_come(made.outcome), _to_come(now)
        changed += [
            f"{id}: listed from {coming[id]}" for id in sorted(coming.keys() - was.keys() - before.keys())
        ]
        changed += [
            f"{id}: {before[id]} -> {after[id]}"
            for id in sorted(before.keys() & after.keys())
            if before[id] != after[id]
        ]
    differs = bool(new or lost or changed or not _same_status(made, now))
    book = str((now.get("made_from") or {}).get("rule_book", ""))
    return Replayed(
        decision=made.id,
        reference=made.reference,
        subject=_subject(made),
        change=Change.CANNOT if why else Change.DIFFERS if differs else Change.SAME,
        at=made.at,
        on=(made.on, day),
        status=status,
        snapshots=(next(iter(made.snapshots), ""), engine.snapshot.id if engine and made.snapshots else ""),
        rule_book=(made.rule_book, book),
        new_hits=() if why else tuple(new),
        lost_hits=() if why else tuple(lost),
        changed=tuple(changed),
        why=why,
    )


def _status(outcome: Mapping[str, Any]) -> str:
    return str(outcome.get("outcome") or outcome.get("disposition") or "")


def _same_status(made: Made, now: Mapping[str, Any]) -> bool:
    """Compared as the outcomes name it: a caller may have kept the status in other words."""
    return _status(made.outcome) == _status(now)


def _hits(outcome: Mapping[str, Any]) -> dict[str, str]:
    """Listing id -> what was said of it, for the hits that stand on the day."""
    found: dict[str, str] = {}
    for one in outcome.get("findings") or ():
        if one.get("listed") not in _NOT_STANDING:
            words = [str(one.get("verdict")), str(one.get("standing"))]
            words += [part["words"] for part in (one.get("requirement"), one.get("policy")) if part]
            found[one["listing"]] = "; ".join(words)
    for party in outcome.get("screened") or ():
        found |= {listing: verdict for listing, _name, verdict, _evidence in party["hits"]}
    return found


def _to_come(outcome: Mapping[str, Any]) -> dict[str, str]:
    """Listing id -> its first day, for hits that are not in force yet on the day."""
    found = outcome.get("findings") or ()
    return {one["listing"]: str(one.get("from")) for one in found if one.get("standing") == _NOT_YET}


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Requirements, exceptions and open facts of a determination that differ, in words."""
    said = []
    for part, read in (("requirements", _rule_of), ("overlays", _rule_of), ("needs", _need_of)):
        was = {read(one) for one in before.get(part) or ()}
        now = {read(one) for one in after.get(part) or ()}
        said += [f"{part}: no longer {one}" for one in sorted(was - now)]
        said += [f"{part}: now {one}" for one in sorted(now - was)]
    return said


def _rule_of(one: Mapping[str, Any]) -> str:
    about = f" for {one['party']}" if one.get("party") else ""
    return f"{one.get('citation') or one.get('rule')}{about}"


def _need_of(one: Mapping[str, Any]) -> str:
    return str(one["id"])


def _subject(made: Made) -> str:
    if made.trade.get("question") == "check":
        return str((made.outcome.get("party") or {}).get("name", ""))
    facts = made.trade.get("facts") or {}
    return ", ".join(str(one.get("name", "")) for one in facts.get("parties") or () if one)


def look_back(
    store: Store,
    who: Actor,
    engine: Engine | None,
    *,
    on: date | None = None,
    since: date | None = None,
    until: date | None = None,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Replayed]:
    """Every kept decision asked again, newest first, streaming.

    Args:
        store: what is kept.
        who: needs to read.
        engine: the lists to ask.
        on: the day for all of them; each decision's own day when None.
        since: only those decided on this day or later.
        until: only those decided before this day.
        progress: called with the number done.
    """
    done, before = 0, 0
    while page := decisions(store, who, limit=_PAGE, before=before):
        for made in page:
            day = date.fromisoformat(made.at[:10])
            if since and day < since:
                return  # the log is in order of time
            if until is None or day < until:
                yield replay_decision(made, engine, on=on)
            done += 1
            if progress:
                progress(done)
        before = page[-1].entry
        if before == 0:
            return  # the first entry of the log: nothing is older
