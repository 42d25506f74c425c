"""Alerts of two screenings of one portfolio side by side: which would be opened, which not, and why."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from licet.check.finding import Standing, standing_of
from licet.check.version import listing_version
from licet.owners.regimes import REGIMES

if TYPE_CHECKING:
    from licet.check.engine import Engine
    from licet.store.watch_past import Alerted

__all__ = ["AlertChange", "AlertSide", "Ground", "HeldAlert", "RunChange", "Side", "cannot", "compared"]


class AlertChange(enum.Enum):
    """What a look-back says of one alert."""

    SAME = "same"
    OPENED = "would be alerted"
    NOT_OPENED = "would not be alerted"
    OTHERWISE = "would be alerted as something else"
    NOT_RECORDED = "alerted on the run's own lists too, and the run did not"
    CANNOT = "cannot be asked again"


class Ground(enum.Enum):
    """Why an alert differs."""

    NONE = ""
    LIST = "list not looked at"
    ENTRY = "entry not there"
    DAY = "another day"
    READS = "entry reads otherwise"
    CLEARED = "cleared before"
    MET = "met otherwise"
    OWNERS = "through owners"
    PROGRAM = "program or policy"
    GONE = "text or lists are gone"
    UNREAD = "not all of it can be looked for"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSide:
    """An alert as one of the two sides has it; empty texts where it has none."""

    verdict: str = ""
    standing: str = ""
    score: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunChange:
    """One alert of a party, in the run and in the look-back.

    Attributes:
        party: reference of the party.
        name: its name.
        listing: id of the listing, with the rule where it is met through owners; empty for a whole party.
        listed: name of the listing.
        change: what differs.
        ground: why, coded.
        says: why, in words.
        was: the alert on the lists and the day of the run.
        now: the alert in the look-back.
        case: the case in which the run, or one before it, had alerted it; empty where none had.
        evidence: the sentence of the hit: of the look-back, else of the run.
    """

    party: str
    name: str
    listing: str
    listed: str
    change: AlertChange
    ground: Ground = Ground.NONE
    says: str = ""
    was: AlertSide = AlertSide()
    now: AlertSide = AlertSide()
    case: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class HeldAlert:
    """What is kept of an alert in memory: a portfolio may have very many."""

    name: str
    key: str
    listed: str
    side: AlertSide
    evidence: str


@dataclass(slots=True)
class Side:
    """What one set of lists and one day say of a portfolio."""

    engine: Engine | None
    found: dict[tuple[str, str], HeldAlert] = field(default_factory=dict)
    cleared: dict[tuple[str, str], str] = field(default_factory=dict)
    parties: int = 0
    not_screened: list[str] = field(default_factory=list)


def cannot(id: str, ground: Ground, says: str) -> RunChange:
    """A party that cannot be asked again, by its reference."""
    return RunChange(
        party=id,
        name="",
        listing="",
        listed="",
        change=AlertChange.CANNOT,
        ground=ground,
        says=says,
    )


def compared(before: Side, after: Side, recorded: Mapping[tuple[str, str], Alerted]) -> list[RunChange]:
    """Each alert of either side with what differs, by party and listing; `recorded` is what was alerted."""
    changes = []
    for at in sorted(before.found.keys() | after.found.keys()):
        was, now = before.found.get(at), after.found.get(at)
        some = now or was
        if some is None:  # for the type checker: one of the two has it
            continue
        change, ground, says = _difference(at, before, after, told=at in recorded)
        changes.append(
            RunChange(
                party=at[0],
                name=some.name,
                listing=at[1],
                listed=some.listed,
                change=change,
                ground=ground,
                says=says,
                was=was.side if was else AlertSide(),
                now=now.side if now else AlertSide(),
                case=recorded[at].case if at in recorded else "",
                evidence=some.evidence,
            )
        )
    return changes


def _difference(
    at: tuple[str, str], before: Side, after: Side, *, told: bool
) -> tuple[AlertChange, Ground, str]:
    was, now = before.found.get(at), after.found.get(at)
    if was is None:
        ground, says = _why_not(at, before, after)
        return AlertChange.OPENED, ground, f"not in the run: {says}"
    if now is None:
        ground, says = _why_not(at, after, before)
        return AlertChange.NOT_OPENED, ground, f"not in the look-back: {says}"
    if was.side.standing != now.side.standing:
        return AlertChange.OTHERWISE, Ground.DAY, f"{was.side.standing} -> {now.side.standing}"
    if was.side.verdict != now.side.verdict:
        says = f"{was.side.verdict} {was.side.score} -> {now.side.verdict} {now.side.score}"
        return AlertChange.OTHERWISE, Ground.MET, says
    if was.key != now.key:
        return AlertChange.OTHERWISE, Ground.READS, "the entry says something else"
    if not told:
        return (
            AlertChange.NOT_RECORDED,
            Ground.PROGRAM,
            "another licet or policy than then",
        )
    return AlertChange.SAME, Ground.NONE, ""


def _why_not(at: tuple[str, str], here: Side, there: Side) -> tuple[Ground, str]:
    """Why one side does not alert what the other does."""
    listing_id, _, rule = at[1].partition("#")
    engine, other = here.engine, there.engine
    if at in here.cleared:
        return Ground.CLEARED, f"cleared before by {here.cleared[at]}"
    if engine is None:
        return Ground.GONE, "it was not alerted"
    list_id = listing_id.partition(":")[0]
    if list_id not in engine.lists:
        return Ground.LIST, f"`{list_id}` was not looked at"
    if rule:
        era = next(one for one in REGIMES if one.id == rule).on(engine.today)
        force = "in force" if era.in_force else era.period.status.value
        return Ground.OWNERS, f"no owner met so that `{rule}` ({force} on {engine.today}) reaches the party"
    held = engine.find(listing_id)
    if held is None:
        return Ground.ENTRY, f"no such entry in the edition of {engine.snapshot.as_of(list_id)}"
    known = {one.id: one.known_from for one in engine.list_states()}
    standing = standing_of(held, engine.today, known.get(list_id))
    if standing is Standing.ENDED:
        return Ground.DAY, f"no longer listed on {engine.today}"
    counterpart = other.find(listing_id) if other is not None else None
    if counterpart is not None and listing_version(counterpart) != listing_version(held):
        return Ground.READS, "the entry says something else there"
    return Ground.MET, "met less well than asks for a review"
