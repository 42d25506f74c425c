"""Portfolios: versions by content, batches bound to the log, withdrawing, erasing, changes found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from licet.core.errors import ConflictError, DeniedError, InputError, StoreError
from licet.core.fact import Share
from licet.core.money import Money
from licet.core.portfolio import Order, OrderLine, OrderState, OwnerEdge, Part, Revenue, StockItem
from licet.core.portfolio_json import Record, record_from_json, record_to_json
from licet.core.trade import Address, BirthDate, Identifier, Name, NameQuality, Party, PartyKind, Role
from licet.store.actor import Actor
from licet.store.actor import Role as Job
from licet.store.deletion import delete
from licet.store.portfolio import put, set_portfolio, withdraw, withdraw_absent
from licet.store.portfolio_proof import erase_record, record_subject
from licet.store.portfolio_read import (
    BATCH,
    Settings,
    changed_parties,
    newest_entry,
    orders_of,
    owners_of,
    parties,
    party,
    party_versions,
    portfolio,
    revenues,
    total_revenue,
)
from licet.store.retention import ClockEvent, hold, note_event
from licet.store.store import Store
from licet.store.verify import replay, verify


def firm(number: int, name: str = "") -> Party:
    """A counterparty."""
    return Party(id=f"C-{number}", names=(Name(text=name or f"Firm {number}"),), countries=("CN",))


def order(number: int, *names: str) -> Order:
    """An order whose parties are these, purchaser first."""
    roles = (Role.PURCHASER, Role.ULTIMATE_CONSIGNEE, Role.SHIP_TO)
    return Order(
        id=f"SO-{number}",
        parties=tuple(Part(role=role, party=name) for role, name in zip(roles, names, strict=False)),
        lines=(OrderLine(line="1", item="X", value=Money(amount=Decimal("10.50"))),),
        destination="CN",
    )


def test_a_version_changes_only_with_the_content(store: Store, boss: Actor) -> None:
    """The same content again writes nothing; another content is version 2, and version 1 stays."""
    assert put(store, boss, "main", "party", [firm(1), firm(2)]).written == 2
    size = store.head()[1]
    again = put(store, boss, "main", "party", [firm(1), firm(2)])
    assert (again.written, again.unchanged) == (0, 2)
    assert store.head()[1] == size
    assert put(store, boss, "main", "party", [firm(1), firm(2, "Firm Two")]).written == 1
    held = party(store, boss, "main", "C-2")
    assert (held.version, held.party.name) == (2, "Firm Two")
    names = [one.name for _, _, one in party_versions(store, boss, "main", "C-2") if one]
    assert names == ["Firm 2", "Firm Two"]
    assert party(store, boss, "main", "C-1").version == 1
    assert verify(store).ok


def test_changed_since(store: Store, boss: Actor) -> None:
    """What came after an entry is told, so that it can be screened again."""
    put(store, boss, "main", "party", [firm(n) for n in range(5)])
    mark = newest_entry(store, boss, "main")
    put(store, boss, "main", "party", [firm(3, "Other"), firm(9)])
    assert [one.id for one in changed_parties(store, boss, "main", mark)] == ["C-3", "C-9"]
    assert [one.id for one in parties(store, boss, "main")] == ["C-0", "C-1", "C-2", "C-3", "C-4", "C-9"]


def test_batches_are_entries_not_parties(store: Store, boss: Actor) -> None:
    """Many parties are one entry a batch, streamed from a generator."""
    told: list[int] = []
    count = BATCH + 7
    done = put(store, boss, "main", "party", (firm(n) for n in range(count)), progress=told.append)
    assert (done.read, done.written, told) == (count, count, [BATCH, count])
    assert store.head()[1] == 1 + 1 + 2  # made, set, two batches
    assert portfolio(store, boss, "main").counts["party"] == count
    assert verify(store).ok


def test_orders_owners_and_revenue_of_a_party(store: Store, boss: Actor) -> None:
    """What names a counterparty is found; an order that no longer names it is not."""
    put(
        store, boss, "main", "order", [order(1, "C-1", "C-2"), order(2, "C-2"), order(3, "C-3", "C-3", "C-1")]
    )
    put(store, boss, "main", "owner", [OwnerEdge(owner="C-1", owned="C-5", share=Share.exactly(51))])
    figures = [
        Revenue(party="C-1", period="2018", amount=Money(amount=Decimal(7))),
        Revenue(party="C-1", period="2017", amount=Money(amount=Decimal(5), currency="EUR")),
    ]
    put(store, boss, "main", "revenue", figures)
    assert [one.id for one in orders_of(store, boss, "main", ["C-1"])] == ["SO-1", "SO-3"]
    put(store, boss, "main", "order", [order(1, "C-9", "C-2")])
    assert [one.id for one in orders_of(store, boss, "main", ["C-1"])] == ["SO-3"]
    assert [one.owned for one in owners_of(store, boss, "main", ["C-1"])] == ["C-5"]
    total, others = total_revenue(revenues(store, boss, "main", ["C-1"]), "USD")
    assert (total, others) == (Money(amount=Decimal(7)), ("EUR",))
    assert verify(store).ok


def test_withdrawn_and_back(store: Store, boss: Actor) -> None:
    """What a whole new file lacks is withdrawn, its history stays, and it may come back."""
    put(store, boss, "main", "party", [firm(n) for n in range(4)])
    assert withdraw_absent(store, boss, "main", "party", {"C-0", "C-2"}.__contains__) == 2
    assert [one.id for one in parties(store, boss, "main")] == ["C-0", "C-2"]
    assert portfolio(store, boss, "main").counts["party"] == 2
    assert withdraw(store, boss, "main", "party", ["C-1", "nobody"]) == 0
    put(store, boss, "main", "party", [firm(1)])
    assert party(store, boss, "main", "C-1").version == 3
    with pytest.raises(StoreError, match="no party `C-3`"):
        party(store, boss, "main", "C-3")
    assert verify(store).ok


def test_erasing_waits_for_clock_and_holds(store: Store, boss: Actor) -> None:
    """A withdrawn record is erased after five years and no hold; the log still verifies."""
    put(store, boss, "main", "party", [firm(1), firm(2)])
    with pytest.raises(ConflictError, match="not withdrawn"):
        erase_record(store, boss, "main", ("party", "C-1"), "left")
    withdraw(store, boss, "main", "party", ["C-1"])
    with pytest.raises(ConflictError, match="must be kept until"):
        erase_record(store, boss, "main", ("party", "C-1"), "left")
    store.clock = lambda: datetime.now(UTC).replace(year=datetime.now(UTC).year + 6, day=1)
    held = hold(store, boss, record_subject("main", "party", "C-1"), "BIS", "subpoena")
    with pytest.raises(ConflictError, match="under hold"):
        erase_record(store, boss, "main", ("party", "C-1"), "left")
    from licet.store.retention import release

    release(store, boss, held, "letter of 1 May")
    assert erase_record(store, boss, "main", ("party", "C-1"), "left") == 1
    assert [one for _, _, one in party_versions(store, boss, "main", "C-1")] == [None, None]
    assert verify(store).ok
    assert replay(store).ok
    assert party(store, boss, "main", "C-2").version == 1


def test_deleting_a_portfolio(store: Store, boss: Actor) -> None:
    """A portfolio whose record is due goes with all its rows; another stays, and the log verifies."""
    put(store, boss, "old", "party", [firm(1)])
    put(store, boss, "old", "order", [order(1, "C-1")])
    put(store, boss, "main", "party", [firm(1)])
    with pytest.raises(ConflictError):
        delete(store, boss, "portfolio/old", "closed")
    note_event(store, boss, "portfolio/old", ClockEvent.TERMINATION, date(2001, 5, 1))
    delete(store, boss, "portfolio/old", "closed")
    assert list(parties(store, boss, "old")) == []
    with pytest.raises(StoreError, match="no portfolio `old`"):
        portfolio(store, boss, "old")
    assert party(store, boss, "main", "C-1").version == 1
    assert verify(store).findings == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("UPDATE portfolio_row SET body = replace(body, 'Firm 1', 'Firm X') WHERE id = 'C-1'", "content of"),
        ("UPDATE portfolio_row SET digest = 'x' WHERE id = 'C-1'", "not those that were brought in"),
        ("UPDATE portfolio_row SET body = NULL WHERE id = 'C-1'", "no erasing was logged"),
        ("DELETE FROM portfolio_row WHERE id = 'C-1'", "not those that were brought in"),
        ("DELETE FROM portfolio_row WHERE kind = 'party'", "are missing"),
        ("INSERT INTO portfolio_row VALUES ('main', 'party', 'C7', 1, 99, 0, '', '')", "no entry brought"),
        ("UPDATE portfolio_row SET portfolio = 'other' WHERE id = 'C-1'", "another portfolio"),
        ("UPDATE portfolio_tie SET party = 'C-8' WHERE party = 'C-1'", "portfolio_tie"),
        ("DELETE FROM portfolio_batch", "lacks the row"),
    ],
)  # fmt: skip
def test_a_changed_row_is_found(store: Store, boss: Actor, change: str, says: str) -> None:
    """Each change by hand of a portfolio's rows is found by verification."""
    put(store, boss, "main", "party", [firm(n) for n in range(3)])
    put(store, boss, "main", "order", [order(1, "C-1", "C-2")])
    with store.engine.begin() as connection:
        assert connection.execute(text(change)).rowcount > 0
    report = verify(store)
    assert any(says in finding.says for finding in report.findings), report.findings


def test_settings(store: Store, boss: Actor) -> None:
    """What a portfolio states as a whole comes back, the last word counts, and nonsense is refused."""
    set_portfolio(store, boss, "main", Settings(title="Optics"))
    told = Settings(
        title="Optics", revenue=Decimal("322000000.5"), period="2018", facts={"actor": {"country": "US"}}
    )
    set_portfolio(store, boss, "main", told)
    assert portfolio(store, boss, "main").settings == told
    with pytest.raises(InputError, match="more than nothing"):
        set_portfolio(store, boss, "main", Settings(revenue=Decimal(0)))
    with pytest.raises(InputError, match="not a name"):
        set_portfolio(store, boss, "a/b", Settings())
    assert verify(store).ok


def test_refused(store: Store, boss: Actor, actor: Callable[..., Actor]) -> None:
    """A viewer writes nothing; a record without a reference, of another kind, or given twice is refused."""
    with pytest.raises(DeniedError):
        put(store, actor("vic", Job.VIEWER), "main", "party", [firm(1)])
    with pytest.raises(InputError, match="reference of yours"):
        put(store, boss, "main", "party", [Party(names=(Name(text="X"),))])
    with pytest.raises(InputError, match="no record of kind"):
        put(store, boss, "main", "order", [firm(1)])
    with pytest.raises(InputError, match="reference of another"):
        put(store, boss, "main", "party", [firm(1), firm(1, "Twin")])
    with pytest.raises(InputError, match="no kind of record"):
        put(store, boss, "main", "thing", [firm(1)])


_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
_DAY = st.none() | st.dates()
_MONEY = st.builds(Money, amount=st.decimals(0, 10**9, places=2), currency=st.sampled_from(["USD", "EUR"]))
_PARTY = st.builds(
    Party,
    id=_TEXT,
    names=st.lists(st.builds(Name, text=_TEXT, quality=st.sampled_from(NameQuality)), max_size=3).map(tuple),
    kind=st.sampled_from(PartyKind),
    countries=st.lists(st.sampled_from(["CN", "RU"]), max_size=2).map(tuple),
    addresses=st.lists(st.builds(Address, text=_TEXT, city=_TEXT), max_size=2).map(tuple),
    identifiers=st.lists(st.builds(Identifier, kind=_TEXT, value=_TEXT), max_size=2).map(tuple),
    births=st.lists(st.builds(BirthDate, earliest=st.dates(), latest=st.dates()), max_size=1).map(tuple),
)
_ORDER = st.builds(
    Order,
    id=_TEXT,
    state=st.sampled_from(OrderState),
    parties=st.lists(st.builds(Part, role=st.sampled_from(Role), party=_TEXT), max_size=4).map(tuple),
    lines=st.lists(st.builds(OrderLine, line=_TEXT, item=_TEXT, value=st.none() | _MONEY), max_size=3).map(
        tuple
    ),
    none=st.lists(st.sampled_from(Role), max_size=2).map(tuple),
    placed=_DAY,
    aboard=_DAY,
    licences=st.lists(_TEXT, max_size=2).map(tuple),
)
_RECORDS = st.one_of(
    st.tuples(st.just("party"), _PARTY),
    st.tuples(st.just("order"), _ORDER),
    st.tuples(st.just("owner"), st.builds(OwnerEdge, owner=_TEXT, owned=_TEXT, since=_DAY, share=st.builds(
        Share, st.fractions(0, 40), st.fractions(50, 100), st.booleans(), st.booleans()))),
    st.tuples(st.just("item"), st.builds(StockItem, id=_TEXT, eccn=_TEXT, on=_DAY)),
    st.tuples(st.just("revenue"), st.builds(Revenue, party=_TEXT, period=_TEXT, amount=_MONEY)),
)  # fmt: skip


@given(_RECORDS)
def test_a_record_survives_its_json(record: tuple[str, Record]) -> None:
    """Any record written as JSON data and read back is the same record."""
    kind, value = record
    assert record_from_json(kind, record_to_json(value)) == value
