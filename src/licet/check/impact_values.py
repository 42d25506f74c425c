"""What a change of lists does to a portfolio: the values that an impact is told in.

Every field is text, a day, a whole number, an exact decimal or one of these again, so that the JSON form is
the same everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from licet.core.money import Money
from licet.core.portfolio import Gap

__all__ = [
    "Affiliate",
    "AtStake",
    "Event",
    "Exposure",
    "Impact",
    "LicenceReached",
    "Need",
    "OrderReached",
    "PartyHit",
    "Stand",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What changed, by which document, from which day.

    Attributes:
        id: document number, or the two days or snapshots compared.
        title: the document's title.
        list: list ids that it changes.
        cite: where it is printed; empty for a difference.
        published: publication day; None when not known.
        before: the last day of the old state.
        effective: the first day of the new state.
        saved: the day that its savings clause names; None when there is none.
        saved_known: how well that day is known, in words; empty when there is none.
        added: entries it adds.
        revised: entries it revises.
        removed: entries it removes.
        unread: what of it could not be read, in words.
        contradictions: where an official edition says otherwise, in words.
    """

    id: str
    title: str
    list: tuple[str, ...]
    before: date
    effective: date
    cite: str = ""
    published: date | None = None
    saved: date | None = None
    saved_known: str = ""
    added: int = 0
    revised: int = 0
    removed: int = 0
    unread: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyHit:
    """A counterparty that a changed entry may mean.

    Attributes:
        party: its reference.
        name: its name.
        country: ISO 3166-1 alpha-2; empty when not known.
        version: the version of the party that was looked at; 0 for an owner that is no counterparty.
        action: `added`, `revised` or `removed`.
        listing: the entry's id.
        listed_name: the entry's name.
        verdict: `match` or `review`.
        score: 0 to 1, calibrated, four places.
        evidence: the hit in one sentence.
        before: what the entry required on the day before, in words.
        after: what it requires from the effective day on, in words.
        cites: the documents of the entry.
    """

    party: str
    name: str
    country: str
    version: int
    action: str
    listing: str
    listed_name: str
    verdict: str
    score: Decimal
    evidence: str
    before: str
    after: str
    cites: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether the policy counts it as the listed party."""
        return self.verdict == "match"


@dataclass(frozen=True, slots=True, kw_only=True)
class Affiliate:
    """A counterparty that a hit party owns a share of, and what the ownership rule says of it.

    Attributes:
        party: its reference.
        name: its name.
        through: references of the hit owners above it.
        rule: the ownership rule.
        share: what listed owners hold, in words.
        before: `yes`, `no` or `unknown` on the day before.
        after: the same on the effective day.
        in_force: whether the rule is in force on the effective day.
        confirmed: whether that could be confirmed.
        asks: what would settle an unknown.
        cautions: what the law warns of although the answer is no.
    """

    party: str
    name: str
    through: tuple[str, ...]
    rule: str
    share: str
    before: str
    after: str
    in_force: bool
    confirmed: bool
    asks: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A requirement that is surely met: its paragraph, whose, and how an application would be reviewed."""

    citation: str
    says: str
    party: str = ""
    policy: str = ""
    policy_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """What the law says of an order on a day.

    Attributes:
        on: the day.
        verdict: name of the outcome (`LICENSE_REQUIRED`).
        says: the outcome in words.
        needs: requirements that are surely met.
        exceptions: symbols not foreclosed.
        asks: questions that can still change something.
        saved: what a savings clause takes out, in words; empty when nothing.
    """

    on: date
    verdict: str
    says: str
    needs: tuple[Need, ...] = ()
    exceptions: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    saved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderReached:
    """An order that a hit counterparty or one of its affiliates takes part in.

    Attributes:
        id: its reference.
        state: open or shipped.
        purchaser: reference of the purchaser; of the first party where none is stated.
        reached_by: (reference, role) of each hit party or affiliate in it.
        value: the sum of its lines in the portfolio's currency; None when a line has no such value.
        due: when it is to leave.
        aboard: when it was loaded.
        destination: ISO 3166-1 alpha-2.
        before: what the law said on the day before.
        after: what it says from the effective day on.
        gaps: what the order lacks; one that blocks means it is incomplete, never clear.
        licences: numbers of the licences it names.
        saved: whether the savings clause reaches it, in words; empty when there is none to speak of.
    """

    id: str
    state: str
    purchaser: str
    reached_by: tuple[tuple[str, str], ...]
    value: Money | None
    due: date | None
    aboard: date | None
    destination: str
    before: Stand
    after: Stand
    gaps: tuple[Gap, ...] = ()
    licences: tuple[str, ...] = ()
    saved: str = ""

    @property
    def incomplete(self) -> bool:
        """Whether something that blocks is missing."""
        return any(gap.blocks for gap in self.gaps)

    @property
    def changed(self) -> bool:
        """Whether the outcome, a requirement or its review policy differs."""
        return (self.before.verdict, self.before.needs) != (self.after.verdict, self.after.needs)


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceReached:
    """An authorisation that the change touches: it names a hit party, or an order reached names it."""

    number: str
    id: str
    state: str
    valid_to: date | None
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """What hangs on one counterparty.

    Attributes:
        party: its reference.
        name: its name.
        why: `match`, `review`, `owned` or `may be owned`.
        revenue: its revenue of the stated period; None when not stated.
        orders: number of open orders reached through it as purchaser or first party.
        order_value: the sum of those that have a value.
        stopped: of that, what surely needs a licence from the effective day on that it did not need before.
        doubtful: of that, what a missing fact or an unresolved hit leaves open from the effective day on.
    """

    party: str
    name: str
    why: str
    revenue: Money | None
    orders: int
    order_value: Money
    stopped: Money
    doubtful: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class AtStake:
    """Sums over all counterparties, each counted once.

    Attributes:
        revenue: revenue of the counterparties that are surely hit or surely covered through owners.
        possible: revenue of those that may be.
        total: the firm's revenue; None when neither stated nor summable.
        basis: where the total comes from, in words.
        share: `revenue` of `total` in per cent, one place; None without a total.
        share_possible: the same with `possible` added.
        orders: value of open orders that are surely stopped.
        orders_doubtful: value of open orders left open.
        left_out: amounts that could not be added, in words.
    """

    revenue: Money
    possible: Money
    total: Money | None
    basis: str
    share: Decimal | None
    share_possible: Decimal | None
    orders: Money
    orders_doubtful: Money
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """The whole answer.

    Attributes:
        portfolio: name of the portfolio.
        newest: log entry up to which the portfolio was read.
        screened: counterparties and owners that were compared.
        event: what changed.
        hits: counterparties that a changed entry may mean, sure ones first.
        affiliates: counterparties below a hit owner.
        orders: orders reached, those that change first.
        licences: authorisations reached.
        exposure: what hangs on each counterparty, most first.
        at_stake: the sums.
        snapshot: id of the lists; two joined by `..` where two were compared.
        rule_book: hash of the rule book.
        stale: why lists can't be relied on.
        not_checked: what this answer does not cover, in words.
        silence: how unstated facts were read: `unknown`, or `declared negative` by the portfolio's settings.
        one_by_one: why a large portfolio was asked one by one, which takes minutes; empty otherwise.
        unnamed: open orders that no hit reaches and of which a party is not stated or was never imported: it
            was compared with nothing, so they are no more clear than those that are reached.
    """

    portfolio: str
    newest: int
    screened: int
    event: Event
    hits: tuple[PartyHit, ...]
    affiliates: tuple[Affiliate, ...]
    orders: tuple[OrderReached, ...]
    licences: tuple[LicenceReached, ...]
    exposure: tuple[Exposure, ...]
    at_stake: AtStake
    snapshot: str
    rule_book: str
    stale: tuple[str, ...] = ()
    not_checked: tuple[str, ...] = field(default=())
    silence: str = "unknown"
    one_by_one: str = ""
    unnamed: tuple[str, ...] = ()

    @property
    def compared(self) -> bool:
        """Whether everybody that the firm deals with was compared: only then nothing found is nothing hit."""
        return self.screened > 0 and not self.unnamed
