"""Learning a fact never turns a yes or a no; an unknown never gives a clean answer it could overturn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from licet.check.facts import read_facts
from licet.core.answer import Truth
from licet.core.deal import Item, Trade, TradeParty
from licet.core.fact import Fact, known, not_known
from licet.core.listing import ItemScope, Listing, Requirement, Version
from licet.core.period import ALWAYS, Period
from licet.core.trade import Name, Party
from licet.core.verdict import Verdict
from licet.law.book import questions
from licet.law.us.ear.determination import Determination
from licet.law.us.ear.determine import determine

_ON = st.sampled_from([date(2025, 10, 1), date(2026, 1, 29), date(2026, 11, 10)])
_ECCN = st.sampled_from(
    ["EAR99", "3A001.a.2", "3A090.a", "3B001.c.1.a", "3B991.b.1", "5A002.a.1", "5A992.c", "6A003", "9A610.a",
     "9A610.y.1", "0A501.a", "1C350.b.1", "3E001", "2B999", None]
)  # fmt: skip
_TO = st.sampled_from(["DE", "CN", "RU", "IR", "CU", "KP", "SY", "UA", "TW", "PK", "AE", "CA", "MO", "IN"])
_ACT = st.sampled_from(
    ["export", "reexport", "transfer_in_country", "deemed_export", "us_person_activity", "import"]
)
_LISTS = ("us-bis-entity-list", "us-bis-meu", "us-bis-uvl", "us-bis-dpl", "us-ofac-sdn")
_ROLES = ("purchaser", "end_user", "bank", "intermediate_consignee")


def _listing(list_id: str) -> Listing:
    need = Requirement(
        scope=ItemScope.SUPP2_PART744 if list_id == "us-bis-meu" else ItemScope.ALL_EAR, footnotes=(1,)
    )
    return Listing(
        id=list_id,
        list=list_id,
        party=Party(names=(Name(text=f"on {list_id}"),)),
        period=Period(start=date(2020, 1, 1)),
        versions=(Version(period=ALWAYS, requirement=need),) if list_id[:6] == "us-bis" else (),
        programmes=("SDGT",) if list_id == "us-ofac-sdn" else (),
    )


LISTINGS = {list_id: _listing(list_id) for list_id in _LISTS}


@st.composite
def _facts(draw: st.DrawFn) -> dict[str, Any]:
    flags = draw(
        st.lists(
            st.sampled_from(sorted(q for q in _booleans() if q.startswith(("use.", "trade.")))), max_size=3
        )
    )
    item_flags = draw(
        st.lists(st.sampled_from(sorted(q for q in _booleans() if q.startswith("item."))), max_size=3)
    )
    party: dict[str, Any] = {
        "name": "P",
        "roles": [draw(st.sampled_from(_ROLES))],
        "country": draw(_TO),
        "listed": draw(st.sampled_from([None, *_LISTS])),
    }
    if draw(st.booleans()):
        party["owners"] = [
            {"name": "O", "pct": draw(st.integers(0, 100)), "listed": draw(st.sampled_from(_LISTS))}
        ]
    return {
        "activity": draw(_ACT),
        "actor": {"us_person": draw(st.booleans()), "country": draw(_TO)},
        "destination": draw(_TO),
        "items": [
            {
                "eccn": draw(_ECCN),
                "kind": draw(st.sampled_from(["commodity", "software", "technology"])),
                "origin": draw(st.sampled_from(["US", "JP", "CN"])),
                "attrs": dict.fromkeys(item_flags, True),
                "content": {"us_controlled_pct": draw(st.integers(0, 30))},
                "production": {"us_tech_eccns": ["3E991"]},
            }
        ],
        "parties": [party],
        "trade": dict.fromkeys(flags, True),
    }


def _booleans() -> list[str]:
    return [id for id, question in questions().items() if question.choices == (True, False)]


_STRUCTURE = (
    "act",
    "us_person",
    "destination",
    "exported_from",
    "region",
    "transit",
    "parties_complete",
    "informed",
)


@st.composite
def _hidden(draw: st.DrawFn) -> tuple[frozenset[str], frozenset[str]]:
    """Which structural facts and which statements are made unknown."""
    structure = frozenset({*_STRUCTURE, "eccn", "kind", "origin", "roles", "country", "hits", "stakes"})
    some = draw(st.frozensets(st.sampled_from(sorted(structure)), max_size=4))
    statements = draw(st.frozensets(st.sampled_from(sorted(questions())), max_size=12))
    return some, statements


def _forget(trade: Trade, structure: frozenset[str], statements: frozenset[str]) -> Trade:
    """The same trade with less known of it."""

    def less(holder: Any, names: tuple[str, ...]) -> Any:
        blank = type(holder)(party=Party()) if isinstance(holder, TradeParty) else type(holder)()
        return replace(holder, **{name: getattr(blank, name) for name in names if name in structure})

    def silence(said: dict[str, Fact[Any]], prefixes: tuple[str, ...]) -> dict[str, Fact[Any]]:
        opened: dict[str, Fact[Any]] = {id: not_known(id, id) for id in statements if id.startswith(prefixes)}
        return {**said, **opened}

    items = tuple(
        replace(less(item, ("eccn", "kind", "origin")), statements=silence(dict(item.statements), ("item.",)))
        for item in trade.items
    )
    parties = tuple(
        replace(
            less(party, ("roles", "country", "hits", "stakes")),
            statements=silence(dict(party.statements), ("party.",)),
        )
        for party in trade.parties
    )
    said = silence(dict(trade.statements), ("use.", "trade.", "order.", "actor."))
    open_trade: Trade = less(trade, _STRUCTURE)
    return replace(open_trade, items=items, parties=parties, statements=said)


def _by_rule(found: Determination) -> dict[str, set[Truth]]:
    truths: dict[str, set[Truth]] = {}
    for each in found.limbs():
        truths.setdefault(each.limb.rule.id, set()).add(each.truth)
    return truths


@settings(max_examples=150)
@given(facts=_facts(), hidden=_hidden(), on=_ON)
def test_learning_a_fact_never_turns_a_yes_or_a_no(
    facts: dict[str, Any], hidden: tuple[frozenset[str], frozenset[str]], on: date
) -> None:
    """A limb that is met or not met with less known is so with more known."""
    whole = read_facts(facts, clean=True, find=LISTINGS.get).trade
    less, more = determine(_forget(whole, *hidden), on), determine(whole, on)
    before, after = _by_rule(less), _by_rule(more)
    for id, truths in before.items():
        if Truth.YES in truths:
            assert Truth.YES in after.get(id, set()), id
        if truths == {Truth.NO}:
            assert after.get(id, {Truth.NO}) == {Truth.NO}, id


@settings(max_examples=150)
@given(facts=_facts(), hidden=_hidden(), on=_ON)
def test_an_unknown_never_gives_a_clean_answer_it_could_overturn(
    facts: dict[str, Any], hidden: tuple[frozenset[str], frozenset[str]], on: date
) -> None:
    """What is clean with less known stays clean with more known; what is surely required stays required."""
    whole = read_facts(facts, clean=True, find=LISTINGS.get).trade
    less, more = determine(_forget(whole, *hidden), on), determine(whole, on)
    if less.verdict.is_clean:
        assert more.verdict.is_clean, (less.verdict, more.verdict)
    if less.verdict.rank >= Verdict.EXCEPTION_MAY_APPLY.rank:
        assert more.verdict.rank >= Verdict.EXCEPTION_MAY_APPLY.rank
    if less.verdict is Verdict.PROHIBITED:
        assert more.verdict is Verdict.PROHIBITED


@st.composite
def _owners(draw: st.DrawFn, depth: int = 2) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Owners as they are, and the same with less said of some: a share as a range or not at all, a listing
    unknown.
    """
    whole, less = [], []
    for number in range(draw(st.integers(1, 3))):
        share = draw(st.integers(0, 60))
        one: dict[str, Any] = {
            "name": f"O{number}",
            "pct": share,
            "listed": draw(st.sampled_from([None, *_LISTS])),
        }
        told = dict(one)
        if depth and draw(st.booleans()):
            one["owners"], told["owners"] = draw(_owners(depth - 1))
        told["pct"] = draw(st.sampled_from([share, "unknown", f"{max(0, share - 9)}-{share + 9}"]))
        if draw(st.booleans()):
            told["listed"] = "unknown"
        whole.append(one)
        less.append(told)
    return whole, less


@settings(max_examples=120)
@given(facts=_facts(), owners=_owners(), role=st.sampled_from([*_ROLES, "unknown"]), on=_ON)
def test_learning_of_owners_never_turns_the_answer(
    facts: dict[str, Any], owners: tuple[list[dict[str, Any]], list[dict[str, Any]]], role: str, on: date
) -> None:
    """Shares as ranges, owners of whom nobody knows whether they are listed, a role that is not told."""

    def found(party: dict[str, Any]) -> Determination:
        told = {**facts, "parties": [party]}
        return determine(read_facts(told, clean=True, find=LISTINGS.get, on=on).trade, on)

    party = facts["parties"][0]
    more = found({**party, "owners": owners[0]})
    less = found({**party, "owners": owners[1], "roles": [role] if role == "unknown" else party["roles"]})
    if less.verdict.is_clean:
        assert more.verdict.is_clean
    if less.verdict.rank >= Verdict.EXCEPTION_MAY_APPLY.rank:
        assert more.verdict.rank >= Verdict.EXCEPTION_MAY_APPLY.rank
    before, after = _by_rule(less), _by_rule(more)
    for id, truths in before.items():
        if Truth.YES in truths:
            assert Truth.YES in after.get(id, set()), id
        if truths == {Truth.NO}:
            assert after.get(id, {Truth.NO}) == {Truth.NO}, id


@settings(max_examples=60)
@given(facts=_facts(), on=_ON)
def test_no_licence_required_is_a_proof(facts: dict[str, Any], on: date) -> None:
    """Every limb of a clean answer was asked and is surely not met."""
    found = determine(read_facts(facts, clean=True, find=LISTINGS.get).trade, on)
    if found.verdict.is_clean:
        assert all(each.truth is Truth.NO for each in found.limbs())


@settings(max_examples=150)
@given(facts=_facts(), hidden=_hidden(), on=_ON)
def test_what_needs_facts_names_one(
    facts: dict[str, Any], hidden: tuple[frozenset[str], frozenset[str]], on: date
) -> None:
    """An open answer always says what is missing."""
    found = determine(_forget(read_facts(facts, clean=True, find=LISTINGS.get).trade, *hidden), on)
    assert found.verdict is not Verdict.NEEDS_FACTS or found.asks


def test_an_activity_without_an_item_asks_for_the_item() -> None:
    """Servicing with knowledge of a violation is a matter of the item that is serviced."""
    facts = {
        "activity": "us_person_activity",
        "actor": {"us_person": True},
        "conduct": {"known_violation": True},
    }
    found = determine(read_facts(facts, clean=True).trade, date(2026, 1, 29))
    assert found.verdict is Verdict.NEEDS_FACTS
    assert found.asks[0].id == "items"


def test_nothing_known_asks_and_never_clears() -> None:
    """A trade of which nothing is known needs facts."""
    found = determine(Trade(items=(Item(),)), date(2026, 1, 29))
    assert found.verdict is Verdict.NEEDS_FACTS
    assert found.asks
    assert known(1).is_known
