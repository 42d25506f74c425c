"""One trade in, one explained outcome out: facts read, parties screened, the law asked.

Parties given by name are screened through the lists; a probable hit keeps the limb open until a person
settles it. Lists that are stale never read as clear.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from licet.check.fact_item import makers_of
from licet.check.facts import read_facts
from licet.check.telling import names_somebody, unread_words
from licet.core.answer import Question
from licet.core.deal import Hit, Trade, TradeParty
from licet.core.fact import Fact, State, known, not_known
from licet.core.listing import Listing
from licet.core.trade import Party
from licet.law.book import rule_book
from licet.law.coverage import LIMITS
from licet.law.us.ear.determination import Determination
from licet.law.us.ear.determine import determine

if TYPE_CHECKING:
    from licet.check.engine import Engine
    from licet.owners.graph import Graph

__all__ = ["Outcome", "Screened", "determine_facts"]

#: Lists without which a party is not clear for the EAR.
_NEEDED = frozenset({"us-bis-entity-list", "us-bis-meu", "us-bis-uvl", "us-bis-dpl", "us-ofac-sdn"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """What screening one party gave.

    Attributes:
        name: the party.
        hits: (listing id, name, verdict, evidence) of each entry it may be.
        stale: lists that could not be relied on.
    """

    name: str
    hits: tuple[tuple[str, str, str, str], ...]
    stale: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A determination with what it was made from, enough to run it again.

    Attributes:
        determination: what the law says.
        facts: the facts as given.
        trade: the facts as read.
        clean: whether silence was declared negative.
        screened: the parties that were screened.
        snapshot: id of the lists; empty when none were asked.
        strange: facts that licet has no question for.
        book: hash of the rule book.
    """

    determination: Determination
    facts: Mapping[str, Any]
    trade: Trade
    clean: bool
    screened: tuple[Screened, ...] = ()
    snapshot: str = ""
    strange: tuple[str, ...] = ()
    book: str = ""

    @property
    def not_covered(self) -> tuple[str, ...]:
        """What no rule decides, said in each outcome."""
        return tuple(f"{each.section}: {each.says}" for each in LIMITS)


def determine_facts(
    facts: Mapping[str, Any],
    on: date,
    *,
    engine: Engine | None = None,
    clean: bool = False,
    unknown: Sequence[str] = (),
    owners: Graph | None = None,
    parties: Sequence[Party] = (),
) -> Outcome:
    """The outcome for facts as a person writes them (see `read_facts`).

    Args:
        facts: the trade.
        on: the day whose law and listings are read.
        engine: screens parties whose list status is not stated; None leaves it open.
        clean: whether what is not stated is declared negative.
        unknown: paths that stay unknown.
        owners: who owns whom; each owner of a party is screened, unless the party's owners were stated.
        parties: the parties of the facts, in their order, where more is known of them than facts can say.
    """

    def find(ref: str) -> Listing | None:
        return engine.find(ref) if engine else None

    read = read_facts(facts, clean=clean, unknown=unknown, find=find, on=on)
    trade, screened = read.trade, tuple[Screened, ...]()
    if parties:  # makers of items stand behind them
        named = [replace(one, party=whole) for one, whole in zip(trade.parties, parties, strict=False)]
        trade = replace(trade, parties=(*named, *trade.parties[len(named) :]))
    if engine is not None:
        given = [*(facts.get("parties") or ()), *makers_of(facts.get("items") or ())]
        nameless = {index for index, one in enumerate(given[len(parties) :], len(parties)) if not _named(one)}
        done = [
            _screen(engine, party, on, stated="listed" in given[index], nameless=index in nameless)
            for index, party in enumerate(trade.parties)
        ]
        looked = [party for party, _ in done]
        if owners is not None:
            looked = [
                party if "owners" in given[index] else _look_through(owners, engine, party, on)
                for index, party in enumerate(looked)
            ]
        trade = replace(trade, parties=tuple(looked))
        screened = tuple(each for _, each in done if each is not None)
    return Outcome(
        determination=determine(trade, on),
        facts=facts,
        trade=trade,
        clean=clean,
        screened=screened,
        snapshot=engine.snapshot.id if engine else "",
        strange=tuple(read.strange),
        book=rule_book().digest(),
    )


def _named(party: Mapping[str, Any]) -> bool:
    return bool(str(party.get("name") or "").strip())


def _look_through(owners: Graph, engine: Engine, party: TradeParty, on: date) -> TradeParty:
    """The party with what listed owners hold of it, where the ownership data holds the party."""
    from licet.check.ownership import stakes_from

    stakes = stakes_from(owners, engine, party.party, on)
    return party if stakes is None else replace(party, stakes=stakes)


def _screen(
    engine: Engine, party: TradeParty, on: date, *, stated: bool, nameless: bool
) -> tuple[TradeParty, Screened | None]:
    """The party with the entries it may be, unless its list status was stated."""
    if stated:
        return party, None
    if nameless:
        unasked = f"What is the name of {party.name}? No list can be searched without it"
        return replace(party, hits=not_known("party.name", unasked)), None
    check = engine.check(party.party, on=on)
    # Age alone does not spoil a list for a day that its edition reaches.
    stale = tuple(
        state.id
        for state in check.lists
        if state.id in _NEEDED
        and (state.doubted or (state.stale and (state.published is None or state.published < on)))
    )
    missing = tuple(sorted(_NEEDED - {state.id for state in check.lists}))
    hits: list[Hit] = []
    told: list[tuple[str, str, str, str]] = []
    # An entry linked to one that was met binds the party as much, though its name was not asked for.
    for finding in (*check.findings, *check.linked):
        if finding.listed.is_no:
            continue
        listing = finding.listing
        sure = finding.verdict == "match"
        question = f"Is {party.name} the listed {listing.party.name} ({listing.list})? {finding.evidence}"
        same = known(True, source=finding.evidence) if sure else not_known("party.same", question)
        hits.append(Hit(listing=listing, same=same, by_address=listing.address_only))
        told.append((listing.id, listing.party.name, finding.verdict, finding.evidence))
    screened = Screened(name=party.name, hits=tuple(told), stale=(*stale, *missing))
    words, names = "", [name.text for name in party.party.names]
    if stale or missing:
        words = f"Refresh the lists ({', '.join(screened.stale)}): {party.name} can't be called clear on them"
    elif unread_words(names) or not names_somebody(names):
        words = (
            f"Give the whole name of {party.name} in Latin letters: no list can be searched for it as it is"
        )
    if words:  # what was met stands; what the lists would say beyond it stays open
        ask = Question(id="party.hits", text=words)
        return replace(party, hits=Fact(state=State.UNKNOWN, value=tuple(hits), ask=ask)), screened
    return replace(party, hits=known(tuple(hits), source=f"screened, {engine.snapshot.id}")), screened
