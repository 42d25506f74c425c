"""What a run of the watch works with, and what it says it did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from licet.app.actions.suppression import show_cleared, show_judged
from licet.check.finding import PartyCheck, disposition_of
from licet.core.errors import StoreError

if TYPE_CHECKING:
    from licet.check.engine import Engine
    from licet.check.finding import Finding
    from licet.core.listing import Listing
    from licet.core.trade import Party
    from licet.store.actor import Actor
    from licet.store.store import Store
    from licet.store.suppression_values import Judge

__all__ = ["Desk", "Pass", "Progress", "Watched", "answers_of", "published"]

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a run works with.

    Attributes:
        store: the store.
        who: needs the permission for cases.
        engine: the lists as they are now, with staged filings, and the day.
        channels: who is told.
        workers: processes; as many as there are cores when None.
        progress: told (what, parties done).
        until: the log's entry as of which portfolios are read: that of a past run; None for now.
        judge: what was cleared before, as of then; None for now.
    """

    store: Store
    who: Actor
    engine: Engine
    channels: tuple[str, ...] = ()
    workers: int | None = None
    progress: Progress | None = None
    until: int | None = None
    judge: Judge | None = None

    def shown(self, met: Iterable[tuple[Party, tuple[Finding, ...]]]) -> Iterator[PartyCheck]:
        """What parties meet today, as answers in which it is shown what was cleared before."""
        answers = answers_of(self.engine, met)
        if self.judge is not None:
            return show_judged(self.engine, answers, self.judge)
        return show_cleared(self.store, self.who, self.engine, answers)

    @property
    def entries(self) -> int:
        """How many entries the lists looked at hold."""
        return sum(self.engine.snapshot.lists[one].count for one in self.engine.lists)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """One pass over parties, for the alarm of silence.

    Attributes:
        cause: why they were screened.
        screened: how many parties were looked at.
        met: how many of them met an entry, alerted before or not.
        entries: how many entries they were compared with.
    """

    cause: str
    screened: int
    met: int
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What a run did with one portfolio.

    Attributes:
        portfolio: its name.
        causes: why parties were screened; empty when nothing had changed.
        changed: how many entries read otherwise than last time.
        screened: how many parties were looked at.
        alerts: hits that were alerted for the first time, those through owners among them.
        cases: cases that were opened.
        not_screened: references of parties with nothing to look for: they are not clear.
        one_by_one: why all of a large portfolio were asked about a change of the lists; empty otherwise.
        passes: each pass over parties.
        owned: how many counterparties with recorded owners were looked through.
        through_owners: alerts, of those counted, that came of owners.
        owners_open: references of counterparties that owners nobody has named may reach: they are not clear.
        rules_open: ownership rules whose lists are not all held here, with what is missing.
    """

    portfolio: str
    causes: tuple[str, ...] = ()
    changed: int = 0
    screened: int = 0
    alerts: int = 0
    cases: int = 0
    not_screened: tuple[str, ...] = ()
    one_by_one: str = ""
    passes: tuple[Pass, ...] = ()
    owned: int = 0
    through_owners: int = 0
    owners_open: tuple[str, ...] = ()
    rules_open: tuple[str, ...] = ()


def answers_of(engine: Engine, met: Iterable[tuple[Party, tuple[Finding, ...]]]) -> Iterator[PartyCheck]:
    """What parties meet today, as answers in which suppressions can be shown."""
    for party, findings in met:
        yield PartyCheck(
            party=party,
            on=engine.today,
            snapshot=engine.snapshot.id,
            lists=(),
            findings=findings,
            disposition=disposition_of(findings),
            not_checked=(),
        )


def published(engine: Engine, listing: Listing) -> date | None:
    """When the newest document of an entry came out; of a list without documents, its edition's day."""
    days = [cite.day for cite in listing.cites if cite.day is not None]
    out = [day for day in days if day <= engine.today]
    if out:
        return max(out)
    if days:  # on public inspection, or staged from an issue to come: it is not published yet
        return None
    entry = engine.snapshot.lists.get(listing.list)
    if entry is None:
        raise StoreError(f"no list `{listing.list}` in the snapshot")
    return entry.as_of
