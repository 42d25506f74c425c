"""Ask a kept decision again, and say what differs.

    again = rerun(made, engine)      # pure: the same question, on the engine that is given
    differences(made, again)         # where the two answers differ, by path
    reworded(made, again)            # what says the same in other words

A decision is what is coded: outcome, rules, answers, listings, policies, facts. A sentence that a later
version writes otherwise beside the same codes is no other answer; it is told apart.

`replay` does it as it was decided: the same lists, the same day, the same policy; only the program and its
rules can then make a difference. With `now` it asks today's lists, which is what a look-back does.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from licet.app.actions.decisions import exact, kept_check, kept_determination, plain_policy
from licet.check.engine import Engine
from licet.core.errors import InputError, StoreError
from licet.store.actor import Actor
from licet.store.canonical import plain
from licet.store.decisions import Decision, Made, decision
from licet.store.find import history
from licet.store.store import Store

if TYPE_CHECKING:
    from licet.match.policy import Policy

__all__ = [
    "Difference",
    "Replayed",
    "decisions_of",
    "differences",
    "engine_for",
    "read_policy",
    "replay",
    "rerun",
    "reworded",
]

#: Parts of a kept decision that say how, not what: a replay with the same answer may differ in them.
_HOW = frozenset({"made_from", "snapshot", "cut"})
#: Places of an outcome that put into words what stands beside them as a code; `*` is any part of a list.
_WORDING = frozenset(
    {
        "says",
        *(f"{part}[*].{words}" for part in ("requirements", "open") for words in ("says", "why")),
        "overlays[*].says",
        "needs[*].text",
        "asks[*].text",
        "ownership[*].asks[*].text",
        *(
            f"{part}[*].{words}"
            for part in ("findings", "linked")
            for words in (
                "evidence",
                "legal_effect",
                "measures[*].words",
                "requirement.words",
                "policy.words",
            )
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place where two answers differ; None where one of them has nothing there."""

    path: str
    before: Any
    after: Any

    def __str__(self) -> str:
        return f"{self.path}: {_shown(self.before)} -> {_shown(self.after)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """A decision asked again.

    Attributes:
        made: the decision as kept.
        again: the answer now.
        differences: where they differ; empty when they agree.
        reworded: what the same answer says in other words.
        rule_book: whether the rule book is the same.
        snapshots: whether the lists are the same.
    """

    made: Made
    again: Decision
    differences: tuple[Difference, ...]
    reworded: tuple[Difference, ...]
    rule_book: bool
    snapshots: bool

    @property
    def agrees(self) -> bool:
        """Whether the answer is the same."""
        return not self.differences


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    text = value if isinstance(value, str) else str(value)
    return text if len(text) <= 100 else text[:97] + "..."


def read_policy(data: Mapping[str, Any]) -> Policy:
    """A matching policy from its data as a decision or a run keeps it.

    Raises:
        StoreError: it is of a form that this version does not know.
    """
    from licet.match.policy import Policy, Thresholds

    read: dict[str, Any] = {
        name: Thresholds(**{at: float(limit) for at, limit in value.items()})
        if isinstance(value, dict)
        else value
        for name, value in data.items()
    }
    try:
        return Policy(**read)
    except TypeError:
        raise StoreError(
            "the matching policy of this decision is of a form that this version does not know",
            fix="replay it with the version that made it",
        ) from None


def engine_for(made: Made, *, now: bool = False) -> Engine | None:
    """The engine a decision was made with, or today's; None for one that screened nobody.

    Raises:
        SnapshotError: its lists are no longer held.
    """
    from licet.check.engine import open_engine

    if "lists" not in made.trade:
        return None
    if now:
        return open_engine()
    engine = open_engine(made.snapshots[0], made.trade["lists"])
    engine = replace(engine, today=date.fromisoformat(made.trade["today"]))
    policy = made.trade["policy"]
    if policy == exact(plain_policy(engine)):
        return engine
    return replace(engine, policy=read_policy(policy))


def rerun(
    made: Made, engine: Engine | None, *, on: date | None = None, owners: Sequence[Path] = ()
) -> Decision:
    """The same question, asked again of this engine; pure.

    Args:
        made: the decision as kept.
        engine: `engine_for(made)`, or any other.
        on: another day for law and listings; the decision's own when None.
        owners: the ownership files it looked through, in any order.

    Raises:
        InputError: ownership files are missing or not those of the decision.
        StoreError: the decision was kept by something else than licet's own check or determination.
    """
    asked = made.trade
    files = _same_files(asked.get("owners", ()), owners)
    day = on or made.on
    if asked.get("question") == "check" and engine is not None:
        from licet.app.actions.check import check_party
        from licet.core.trade import Party
        from licet.store.reading import read_as

        answer = check_party(
            engine,
            read_as(Party, asked["party"]),
            on=day,
            limit=asked["limit"],
            near_misses=asked["near_misses"],
            owners=files,
        )
        return kept_check(
            engine,
            answer,
            limit=asked["limit"],
            near_misses=asked["near_misses"],
            owners=files,
            reference=made.reference,
        )
    if asked.get("question") == "determine":
        from licet.app.actions.determine import determine_trade

        outcome = determine_trade(
            dict(asked["facts"]), on=day, engine=engine, clean=asked["clean"], owners=files
        )
        return kept_determination(engine, outcome, owners=files, reference=made.reference)
    raise StoreError(
        f"`{made.id}` holds no question that licet can ask again",
        fix="only what `--keep` or the API kept can be replayed",
    )


def _same_files(wanted: Sequence[dict[str, str]], given: Sequence[Path]) -> list[Path]:
    held = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in given}
    missing = [one["file"] for one in wanted if one["sha256"] not in held]
    if missing:
        raise InputError(
            f"the decision looked through ownership files that are not given: `{'`, `'.join(missing)}`",
            field="--owners",
            fix="give the same files, unchanged",
        )
    return [held[one["sha256"]] for one in wanted]


def differences(made: Made, again: Decision) -> tuple[Difference, ...]:
    """Where two answers differ: the status first, then each place of the outcome, by path.

    The status is compared by its code, so that a decision kept under an older wording is the same one.
    """
    now = plain(again.outcome)
    before, after = _status(made.outcome) or made.status, _status(now) or again.status
    found = [each for each in _apart(made, again) if not _is_wording(each.path)]
    if before != after:
        found.insert(0, Difference(path="status", before=made.status, after=again.status))
    return tuple(found)


def reworded(made: Made, again: Decision) -> tuple[Difference, ...]:
    """What an answer puts in other words than it was kept in; the codes beside it are compared."""
    return tuple(each for each in _apart(made, again) if _is_wording(each.path))


def _apart(made: Made, again: Decision) -> Iterator[Difference]:
    return (each for each in _walk("", made.outcome, plain(again.outcome)) if each.path not in _HOW)


def _status(outcome: Mapping[str, Any]) -> str:
    return str(outcome.get("outcome") or outcome.get("disposition") or "")


def _is_wording(path: str) -> bool:
    return re.sub(r"\[[^\[\]]*\]", "[*]", path) in _WORDING


def _walk(path: str, before: Any, after: Any) -> Iterator[Difference]:  # noqa: ANN401  JSON data
    if isinstance(before, dict) and isinstance(after, dict):
        for name in dict.fromkeys((*before, *after)):
            if not path and name in _HOW:
                continue
            yield from _walk(f"{path}.{name}" if path else name, before.get(name), after.get(name))
    elif isinstance(before, list) and isinstance(after, list):
        yield from _lists(path, before, after)
    elif before != after:
        yield Difference(path=path, before=before, after=after)


#: What tells the parts of a list apart, so that one more finding is one difference and not twenty.
_NAMES = ("listing", "rule", "symbol", "id", "regime", "name")


def _lists(path: str, before: list[Any], after: list[Any]) -> Iterator[Difference]:
    name = next(
        (
            name
            for name in _NAMES
            if all(isinstance(part, dict) and name in part for part in (*before, *after))
            and all(len({str(p[name]) for p in side}) == len(side) for side in (before, after))
        ),
        "",
    )
    if all(isinstance(part, str) for part in (*before, *after)):
        yield from (Difference(path=path, before=one, after=None) for one in before if one not in after)
        yield from (Difference(path=path, before=None, after=one) for one in after if one not in before)
        return
    if not name:
        for at in range(max(len(before), len(after))):
            one, other = (side[at] if at < len(side) else None for side in (before, after))
            yield from _walk(f"{path}[{at}]", one, other)
        return
    old, new = ({str(part[name]): part for part in side} for side in (before, after))
    for key in dict.fromkeys((*old, *new)):
        if key in old and key in new:
            yield from _walk(f"{path}[{key}]", old[key], new[key])
        else:
            gone = old.get(key)
            yield Difference(
                path=f"{path}[{key}]",
                before="there" if gone is not None else None,
                after=None if gone is not None else "there",
            )


def replay(made: Made, *, now: bool = False, on: date | None = None, owners: Sequence[Path] = ()) -> Replayed:
    """Ask a decision again: as it was decided, or on today's lists.

    Raises:
        SnapshotError: its lists are no longer held.
        InputError: its ownership files are not given.
    """
    again = rerun(made, engine_for(made, now=now), on=on, owners=owners)
    return Replayed(
        made=made,
        again=again,
        differences=differences(made, again),
        reworded=reworded(made, again),
        rule_book=made.rule_book == again.rule_book,
        snapshots=made.snapshots == tuple(again.snapshots),
    )


def decisions_of(store: Store, who: Actor, id: str) -> list[Made]:
    """The decisions that an id names: itself, or those of a case, oldest first.

    Raises:
        StoreError: there is no such record, or the case has no decision.
    """
    if id.startswith("DEC-"):
        return [decision(store, who, id)]
    found: dict[str, None] = {}
    entries = history(store, who, f"case/{id}")
    if not entries:
        raise StoreError(f"no case or decision `{id}`", fix="licet case list")
    for entry in entries:
        names = (entry.subject, *entry.about)
        found |= dict.fromkeys(name.partition("/")[2] for name in names if name.startswith("decision/"))
    if not found:
        raise StoreError(f"no decision belongs to `{id}`: it was opened by hand")
    return [decision(store, who, name) for name in found]
