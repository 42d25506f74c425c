"""The words for what a firm deals in: its counterparties, their owners, its items, orders and revenue.

A portfolio is the firm's own record, never a finding. What it does not state is empty here, and the gaps of
an order say so: a role that nobody filled in is missing, not absent.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from licet.core.fact import Share
from licet.core.money import Money
from licet.core.trade import Party, Role

__all__ = [
    "Gap",
    "HeldParty",
    "Order",
    "OrderLine",
    "OrderState",
    "OwnerEdge",
    "Part",
    "Revenue",
    "StockItem",
    "gaps_of",
]


class OrderState(enum.Enum):
    """Where an order stands."""

    OPEN = "open"
    SHIPPED = "shipped"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def pending(self) -> bool:
        """Whether something of it can still be stopped or is still on its way."""
        return self in (OrderState.OPEN, OrderState.SHIPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldParty:
    """One version of a counterparty.

    Attributes:
        portfolio: the portfolio it stands in.
        party: who it is; `party.id` is the firm's own reference.
        version: 1 for the first; counted on only when the content changes.
        digest: SHA-256 of the content, hexadecimal.
        entry: index of the log entry that brought this version.
    """

    portfolio: str
    party: Party
    version: int
    digest: str
    entry: int

    @property
    def id(self) -> str:
        """The firm's own reference."""
        return self.party.id


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerEdge:
    """Somebody owns a share of a counterparty.

    Attributes:
        owner: the owner's reference: a counterparty's, or its own.
        owned: the reference of the counterparty that is owned.
        share: how much, in per cent; anything from 0 to 100 where nobody says.
        owner_name: the owner's name, where it is no counterparty itself.
        owner_country: ISO 3166-1 alpha-2; empty when not known.
        since: first day; None when not stated.
        until: first day on which it no longer holds; None while it does.
        source: who says so.
    """

    owner: str
    owned: str
    share: Share = field(default_factory=Share.unknown)
    owner_name: str = ""
    owner_country: str = ""
    since: date | None = None
    until: date | None = None
    source: str = ""

    @property
    def id(self) -> str:
        """Names the edge: who owns whom."""
        return f"{self.owner} > {self.owned}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StockItem:
    """Something the firm sells.

    Attributes:
        id: the firm's own reference.
        description: what it is, in words; never used to classify.
        eccn: classification with its paragraph, or `EAR99`; empty when nobody classified it.
        hts: HTS code, digits only; empty when not known.
        origin: country in which it was made, ISO 3166-1 alpha-2; empty when not known.
        kind: `commodity`, `software` or `technology`; empty when not stated.
        by: who classified it.
        on: when; None when not stated.
    """

    id: str
    description: str = ""
    eccn: str = ""
    hts: str = ""
    origin: str = ""
    kind: str = ""
    by: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A counterparty's part in an order."""

    role: Role
    party: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One line of an order.

    Attributes:
        line: its number.
        item: reference of the item; empty when the line names none.
        value: price of all its units; None when not stated.
        quantity: how many; None when not stated.
        unit: of what.
        eccn: classification stated in the order; empty where the item's counts.
        description: in words.
    """

    line: str
    item: str = ""
    value: Money | None = None
    quantity: Decimal | None = None
    unit: str = ""
    eccn: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order with everybody who takes part in it (15 CFR 748.5(c) to (f), and the ship-to).

    Attributes:
        id: the firm's own reference.
        state: open, shipped, closed or cancelled.
        parties: who takes part, in which role; one counterparty may have several.
        lines: its lines.
        none: roles that somebody declared nobody has (`no intermediate consignee`).
        act: `export`, `reexport`, `transfer_in_country` ...; empty when not stated.
        exported_from: ISO 3166-1 alpha-2; empty when not stated.
        destination: country of ultimate destination, ISO 3166-1 alpha-2; empty when not stated.
        placed: when it was placed; None when not stated.
        due: when it is to leave; None when not stated.
        aboard: when it was loaded aboard the carrier to leave; None when it was not, or nobody says.
        licences: numbers of the licences it names.
    """

    id: str
    state: OrderState = OrderState.OPEN
    parties: tuple[Part, ...] = ()
    lines: tuple[OrderLine, ...] = ()
    none: tuple[Role, ...] = ()
    act: str = ""
    exported_from: str = ""
    destination: str = ""
    placed: date | None = None
    due: date | None = None
    aboard: date | None = None
    licences: tuple[str, ...] = ()

    def in_role(self, role: Role) -> tuple[str, ...]:
        """References of the counterparties that have a role."""
        return tuple(part.party for part in self.parties if part.role is role)

    def roles_of(self, party: str) -> tuple[Role, ...]:
        """The roles that a counterparty has."""
        return tuple(part.role for part in self.parties if part.party == party)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revenue:
    """What a counterparty brought in a period.

    Attributes:
        party: reference of the counterparty.
        period: the period, in the firm's own words (`2018`, `12 months to 2019-03`).
        amount: how much.
    """

    party: str
    period: str
    amount: Money

    @property
    def id(self) -> str:
        """Names the figure: whose, of which period."""
        return f"{self.party} @ {self.period}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that a record lacks.

    Attributes:
        record: `order` or `party`.
        id: its reference.
        field: what is missing (`ultimate_consignee`, `lines[2].eccn`).
        says: in words, with what to do.
        blocks: whether the record can't be called clear without it; otherwise it is a question.
    """

    record: str
    id: str
    field: str
    says: str
    blocks: bool = True


#: Roles without which an order is incomplete (15 CFR 748.5(c), (e), (f)).
_NEEDED = (Role.PURCHASER, Role.ULTIMATE_CONSIGNEE, Role.END_USER)
#: Roles that may really be nobody's: asked about, never assumed.
_ASKED = (Role.INTERMEDIATE_CONSIGNEE, Role.SHIP_TO)


def gaps_of(
    order: Order, *, knows: Callable[[str], bool], item: Callable[[str], StockItem | None]
) -> tuple[Gap, ...]:
    """What an order lacks before it can be called clear.

    Args:
        order: the order.
        knows: whether a reference is a counterparty of the portfolio, so that it is screened at all.
        item: the item of a reference; None when the portfolio has none.
    """
    found: list[Gap] = []

    def lacks(field: str, says: str, *, blocks: bool = True) -> None:
        found.append(Gap(record="order", id=order.id, field=field, says=says, blocks=blocks))

    for role in (*_NEEDED, *_ASKED):
        words = "end-user" if role is Role.END_USER else role.value.replace("_", " ")
        if order.in_role(role):
            continue
        if role in _NEEDED:
            lacks(role.value, f"no {words} is stated (15 CFR 748.5): every order has one, name it")
        elif role not in order.none:
            lacks(role.value, f"no {words} is stated: name it, or say `none`", blocks=False)
    for part in order.parties:
        if not knows(part.party):
            lacks(
                part.role.value,
                f"`{part.party}` is no party of the portfolio, so nobody screens it: import it",
            )
    if not order.destination:
        lacks("destination", "no country of destination is stated")
    if not order.lines:
        lacks("lines", "it has no line")
    for line in order.lines:
        held = item(line.item) if line.item else None
        if line.item and held is None:
            lacks(f"lines[{line.line}].item", f"item `{line.item}` is not in the portfolio: import it")
        if not line.eccn and not (held and held.eccn):
            lacks(f"lines[{line.line}].eccn", "nobody classified it: give an ECCN or EAR99")
        if line.value is None:
            lacks(f"lines[{line.line}].value", "no value is stated, so it adds nothing to any sum")
    return tuple(found)
