"""The words for a trade as the law asks about it: acts, items, parties in their roles, the whole trade.

Every field is a `Fact`: known, unknown with its question, or not applicable. What only single rules ask
(an end use, a share of content, a condition of an exception) is a statement under the path of its `Ask`.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from licet.core.ask import Unstated
from licet.core.eccn import Eccn
from licet.core.fact import Fact, Share, not_known
from licet.core.listing import Listing
from licet.core.money import Money
from licet.core.trade import Party, Role

__all__ = [
    "Act",
    "Hit",
    "Item",
    "ItemKind",
    "Notice",
    "Owner",
    "Stake",
    "Trade",
    "TradeParty",
]

_NOTHING: Mapping[str, Fact[Any]] = MappingProxyType({})


def _nothing() -> Mapping[str, Fact[Any]]:
    return _NOTHING


class Act(enum.Enum):
    """What is done (15 CFR 734.13 to 734.16, 744.6), and acts that the EAR does not reach."""

    EXPORT = "export"
    REEXPORT = "reexport"
    TRANSFER = "transfer_in_country"
    DEEMED_EXPORT = "deemed_export"
    DEEMED_REEXPORT = "deemed_reexport"
    US_PERSON_ACTIVITY = "us_person_activity"
    IMPORT = "import"
    DOMESTIC_SALE = "domestic_sale"
    PROCUREMENT = "procurement"


class ItemKind(enum.Enum):
    """Commodity, software or technology (15 CFR 772.1 "item")."""

    COMMODITY = "commodity"
    SOFTWARE = "software"
    TECHNOLOGY = "technology"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of the trade.

    Attributes:
        eccn: classification with its paragraph, or EAR99.
        kind: commodity, software or technology.
        origin: ISO 3166-1 alpha-2 country in which it was made.
        value: selling price of all units of this line.
        hts: HTS-6 code, digits only.
        description: what it is, in words; never used to classify.
        statements: what else was stated about it, by the path of its `Ask` (`item.food_or_medicine`).
        unstated: how silence is read.
    """

    eccn: Fact[Eccn] = field(
        default=not_known("item.eccn", "What is the item's classification: ECCN with paragraph, or EAR99?")
    )
    kind: Fact[ItemKind] = field(default=not_known("item.kind", "Is it a commodity, software or technology?"))
    origin: Fact[str] = field(default=not_known("item.origin", "In which country was the item made?"))
    value: Fact[Money] = field(
        default=not_known("item.value", "What is the value of the item in this order?")
    )
    hts: Fact[str] = field(
        default=not_known("item.hts", "What is the item's HTS-6 code (from its Schedule B number)?")
    )
    description: str = ""
    statements: Mapping[str, Fact[Any]] = field(default_factory=_nothing)
    unstated: Unstated = Unstated.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A list entry that may be this party.

    Attributes:
        listing: the entry.
        same: whether it is this party; unknown while a probable match is not resolved.
        by_address: only the address matched, not the name.
    """

    listing: Listing
    same: Fact[bool] = field(
        default=not_known("party.same", "Is the party the listed one (does the name match hold)?")
    )
    by_address: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A listed owner of a party and the share it holds, directly or through others.

    Attributes:
        listing: the entry.
        share: what it holds.
        certain: false where the owner only may be the listed one: a person must look at the match.
    """

    listing: Listing
    share: Share
    certain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """What listed owners hold of a party under one regime's way of counting.

    Attributes:
        share: all counted owners together.
        owners: the counted owners.
        unscreened: whether the share holds owners of whom nobody knows whether, and where, they are listed.
    """

    share: Share
    owners: tuple[Owner, ...] = ()
    unscreened: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeParty:
    """A party in its roles.

    Attributes:
        party: names, addresses, identifiers.
        roles: its parts in this trade.
        country: where it is located.
        hq: where it is headquartered.
        parent_hq: where its ultimate parent is headquartered.
        hits: list entries that may be this party; unknown until it was screened. Unknown with a value where
            these were met and some list could not be relied on: there may be more.
        stakes: shares of listed owners by regime: `bis` (15 CFR 744.11, 744.21, 744.8), `ofac`
            (blocked persons); unknown until ownership was looked into.
        statements: what else was stated about it, by the path of its `Ask` (`party.military_end_user`).
        unstated: how silence is read.
    """

    party: Party
    roles: Fact[frozenset[Role]] = field(
        default=not_known(
            "party.roles",
            "Which part (role) does the party play: purchaser, intermediate consignee, ultimate consignee,"
            " end-user, or another?",
        )
    )
    country: Fact[str] = field(default=not_known("party.country", "In which country is the party located?"))
    hq: Fact[str] = field(default=not_known("party.hq", "In which country is the party headquartered?"))
    parent_hq: Fact[str] = field(
        default=not_known("party.parent_hq", "Where is its ultimate parent headquartered?")
    )
    hits: Fact[tuple[Hit, ...]] = field(
        default=not_known(
            "party.hits", "What is the party's list status: is it on a restricted-party list (screen it)?"
        )
    )
    stakes: Fact[Mapping[str, Stake]] = field(
        default=not_known(
            "party.owners",
            "Who owns the party, and what percentage (ownership share) does each hold: do listed entities own"
            " 50 percent or more?",
        )
    )
    statements: Mapping[str, Fact[Any]] = field(default_factory=_nothing)
    unstated: Unstated = Unstated.OPEN

    @property
    def name(self) -> str:
        """The name to print."""
        return self.party.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """BIS informed the exporter that a licence is required (15 CFR 744.11(c) and its like)."""

    section: str
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """One transaction, as far as it is known.

    Attributes:
        act: what is done.
        us_person: whether the actor is a US person (15 CFR 772.1).
        actor_country: where the actor is located.
        actor_hq: where the actor is headquartered.
        actor_parent: where the actor's ultimate parent is headquartered.
        exported_from: the country from which the item leaves.
        destination: country of ultimate destination, ISO 3166-1 alpha-2.
        region: `Crimea`, `Donetsk`, `Luhansk`, or empty for none of them.
        nationalities: of the recipient of technology or source code, in a deemed export or reexport.
        transit: countries passed through or unladen in on the way.
        items: its lines.
        parties: who takes part.
        parties_complete: whether all parties of 15 CFR 748.5 are named.
        informed: notices by BIS to the actor.
        authorisations: codes of licences held (`BIS`, `OFAC`, `OFAC_GL_8`), or words.
        statements: all other statements, by the path of their `Ask` (`use.nuclear`, `trade.red_flag`).
        unstated: how silence is read.
    """

    act: Fact[Act] = field(
        default=not_known("trade.act", "Is it an export, reexport, transfer, deemed export, or another act?")
    )
    us_person: Fact[bool] = field(default=not_known("actor.us_person", "Is the actor a US person?"))
    actor_country: Fact[str] = field(
        default=not_known("actor.country", "In which country is the actor located?")
    )
    actor_hq: Fact[str] = field(default=not_known("actor.hq", "In which country is the actor headquartered?"))
    actor_parent: Fact[str] = field(
        default=not_known("actor.parent_hq", "Where is the actor's ultimate parent headquartered?")
    )
    exported_from: Fact[str] = field(
        default=not_known("trade.exported_from", "From which country does the item leave?")
    )
    destination: Fact[str] = field(
        default=not_known("trade.destination", "Which country is the ultimate destination?")
    )
    region: Fact[str] = field(
        default=not_known(
            "trade.region", "Is the destination in Crimea or the so-called Donetsk or Luhansk republics?"
        )
    )
    nationalities: Fact[frozenset[str]] = field(
        default=not_known(
            "trade.nationalities", "Of which countries is the recipient a citizen or permanent resident?"
        )
    )
    transit: Fact[tuple[str, ...]] = field(
        default=not_known("trade.transit", "Through which countries does the item pass?")
    )
    items: tuple[Item, ...] = ()
    parties: tuple[TradeParty, ...] = ()
    parties_complete: Fact[bool] = field(
        default=not_known(
            "trade.parties",
            "Who are the parties (purchaser, consignees, end-user), and what is their list status?",
        )
    )
    informed: Fact[tuple[Notice, ...]] = field(
        default=not_known("trade.informed", "Has BIS informed the actor that a licence is required?")
    )
    authorisations: Fact[frozenset[str]] = field(
        default=not_known("trade.authorisations", "Which licences are held?")
    )
    statements: Mapping[str, Fact[Any]] = field(default_factory=_nothing)
    unstated: Unstated = Unstated.OPEN
