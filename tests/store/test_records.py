"""Retention, holds, deletion, finding, statements and applications."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from licet.core.errors import ConflictError, DeniedError, InputError, StoreError
from licet.store import tables
from licet.store.actor import Actor, Role
from licet.store.applications import (
    ApplicationState,
    application,
    applications,
    change_application,
    draft_application,
    move_application,
)
from licet.store.attachments import attach
from licet.store.bis748p import Application, ApplicationItem, ApplicationParty, problems, sheet
from licet.store.cases import Disposition, case, dispose, note, open_case
from licet.store.decisions import decision
from licet.store.deletion import delete
from licet.store.find import find, history
from licet.store.proof import check_proof, prove
from licet.store.retention import (
    ClockEvent,
    due,
    hold,
    holds,
    last_day,
    note_event,
    release,
    retention,
)
from licet.store.statements import (
    StatementKind,
    keep_statement,
    notices,
    statement,
    statements,
    withdraw,
)
from licet.store.store import Find, Store
from licet.store.verify import verify
from tests.store.kept import log_decision
from tests.store.test_store import make


def at(store: Store, year: int, month: int = 1, day: int = 1) -> None:
    """Set the store's clock."""
    store.clock = lambda: datetime(year, month, day, tzinfo=UTC)


def ended(store: Store, who: Actor) -> str:
    """A case that was closed on 2026-03-01; returns its subject."""
    id = open_case(
        store, who, title="Sample Trading", flags=[], find=Find(parties=["Sample"], countries=["CN"])
    )
    note(store, who, id, "PERSONAL-WORDS")
    attach(store, who, f"case/{id}", "a.txt", b"PERSONAL-BYTES")
    dispose(store, who, id, Disposition.FALSE_HIT, "not them", day=date(2026, 3, 1))
    return f"case/{id}"


def test_five_years(store: Store, boss: Actor) -> None:
    """A record is kept for five years from its latest event, and deleted the day after at the earliest."""
    subject = ended(store, boss)
    assert retention(store, boss, subject).until == date(2031, 3, 1)
    note_event(store, boss, subject, ClockEvent.REEXPORT, date(2027, 5, 5), note="seen in a trade fair")
    state = retention(store, boss, subject)
    assert (state.event, state.since, state.until) == (
        ClockEvent.REEXPORT,
        date(2027, 5, 5),
        date(2032, 5, 5),
    )
    at(store, 2032, 5, 5)
    with pytest.raises(ConflictError, match="must be kept to 2032-05-05"):
        delete(store, boss, subject, "retention over")
    assert due(store, boss, date(2032, 5, 5)) == []
    assert [one.subject for one in due(store, boss, date(2032, 5, 6))] == [subject]


def test_leap_day() -> None:
    """Five years from 29 February end on 1 March."""
    assert last_day(date(2024, 2, 29)) == date(2029, 3, 1)


def test_not_begun(store: Store, boss: Actor) -> None:
    """A record of a transaction that has not ended is never due."""
    id = log_decision(store, boss, make())
    at(store, 2060)
    with pytest.raises(ConflictError, match="have not begun"):
        delete(store, boss, f"decision/{id}", "old")


def test_hold_beats_the_clock(store: Store, boss: Actor) -> None:
    """Under a legal hold nothing is deleted, however old, until the agency's written authorization."""
    subject = ended(store, boss)
    held = hold(store, boss, subject, "BIS OEE", "subpoena 17")
    at(store, 2060)
    with pytest.raises(ConflictError, match=f"legal hold .*{held} for BIS OEE"):
        delete(store, boss, subject, "old")
    assert [one.id for one in holds(store, boss)] == [held]
    assert due(store, boss, date(2060, 1, 1)) == []
    release(store, boss, held, "letter of 2059-12-01, signed by the director")
    assert holds(store, boss) == []
    with pytest.raises(ConflictError, match="no hold"):
        release(store, boss, held, "again")
    assert delete(store, boss, subject, "old") == 6
    assert verify(store).ok


def test_deletion_leaves_a_log_that_proves_itself(store: Store, boss: Actor) -> None:
    """After a deletion rows, bytes and text are gone; the log verifies, proves, and says who deleted what."""
    other = log_decision(store, boss, make())
    subject = ended(store, boss)
    first = history(store, boss, subject)[0].index
    before = store.head()
    at(store, 2040)
    assert delete(store, boss, subject, "retention over") == 4
    with pytest.raises(StoreError, match="no case"):
        case(store, boss, subject.partition("/")[2])
    with pytest.raises(StoreError, match="erased"):
        store.entry(first)
    assert find(store, boss, party="Sample") == []
    assert history(store, boss, subject) == []
    with store.read() as connection:
        count = select(func.count()).select_from(tables.log_entry)
        assert connection.execute(count.where(tables.log_entry.c.body.contains("PERSONAL"))).scalar_one() == 0
        assert connection.execute(select(func.count()).select_from(tables.attachment_bytes)).scalar_one() == 0
    assert verify(store).findings == []
    proof = prove(store, boss, first, size=before[1])
    assert proof.entry is None
    assert check_proof(proof.plain()).root == before[2]
    last = store.entry(store.head()[1] - 1)
    assert (last.by, last.data["deleted"], last.data["reason"]) == ("boss", subject, "retention over")
    assert decision(store, boss, other).id == other
    with pytest.raises(ConflictError):
        delete(store, boss, subject, "again")


def test_who_may_delete(store: Store, actor: Callable[..., Actor], boss: Actor) -> None:
    """Only an administrator deletes; an auditor may hold."""
    subject = ended(store, boss)
    at(store, 2040)
    with pytest.raises(DeniedError, match="administrator"):
        delete(store, actor("ann", Role.APPROVER), subject, "x")
    hold(store, actor("aud", Role.AUDITOR), subject, "BIS", "audit")


def test_find_by_each_criterion(store: Store, boss: Actor) -> None:
    """Records are found by party, by country and by document number, and by several at once (762.5(c))."""
    ids = [log_decision(store, boss, make(n)) for n in range(3)]
    assert [one.subject for one in find(store, boss, party="  bUYER   1 ")] == [f"decision/{ids[1]}"]
    assert len(find(store, boss, country="cn")) == 3
    assert [one.subject for one in find(store, boss, document="PO-2")] == [f"decision/{ids[2]}"]
    assert [one.subject for one in find(store, boss, country="CN", document="PO-0")] == [f"decision/{ids[0]}"]
    assert find(store, boss, country="DE", document="PO-0") == []
    assert len(find(store, boss, party="buyer*")) == 3
    assert find(store, boss, party="buyer%") == []
    assert find(store, boss) == []


def test_uvl_statement(store: Store, boss: Actor) -> None:
    """A UVL statement holds for its party from its day to its end, and no longer once withdrawn."""
    id = keep_statement(
        store,
        boss,
        StatementKind.UVL,
        party="Orchid Imaging Ltd",
        text="we will not ...",
        signed=date(2026, 2, 1),
        valid_to=date(2027, 1, 31),
        sections=["744.15(b)"],
        document="UVL-7",
        country="TW",
    )
    assert [s.id for s in statements(store, boss, party="ORCHID imaging ltd", on=date(2026, 6, 1))] == [id]
    assert statements(store, boss, kind=StatementKind.UVL, on=date(2026, 1, 31)) == []
    assert statements(store, boss, party="Orchid Imaging Ltd", on=date(2027, 2, 1)) == []
    assert find(store, boss, document="uvl-7")[0].subject == f"record/{id}"
    withdraw(store, boss, id, "replaced", day=date(2026, 7, 1))
    assert statements(store, boss, party="Orchid Imaging Ltd", on=date(2026, 8, 1)) == []
    assert statement(store, boss, id).withdrawn
    with pytest.raises(ConflictError):
        withdraw(store, boss, id, "again")
    assert verify(store).ok


def test_is_informed_letter(store: Store, boss: Actor) -> None:
    """A letter that names a party is a notice for trades with it; a general one for all."""
    for party, section in (("Orchid", "744.21(b)"), ("", "744.23(b)")):
        keep_statement(
            store,
            boss,
            StatementKind.INFORMED,
            party=party,
            text="...",
            signed=date(2026, 1, 1),
            sections=[section],
        )
    assert [n.section for n in notices(store, boss, date(2026, 2, 1))] == ["744.23(b)"]
    assert [n.section for n in notices(store, boss, date(2026, 2, 1), party="orchid")] == [
        "744.21(b)",
        "744.23(b)",
    ]
    assert notices(store, boss, date(2025, 12, 31), party="orchid") == ()


PARTY = ApplicationParty(name="Orchid Imaging Ltd", address="5 Lane 7", city="Taipei", country="TW")
APPLICATION = Application(
    contact="J. Doe",
    telephone="022-358-0",
    day=date(2026, 4, 1),
    applicant=ApplicationParty(name="Acme Optics Inc", address="1 Main St", city="Fremont", country="US"),
    ein="12-3456789",
    ultimate_consignee=PARTY,
    end_use="fever screening at the entrances of two hospitals in Taipei",
    items=(
        ApplicationItem(
            eccn="6A003.b.4",
            quantity=Decimal(100),
            units="number",
            unit_price=Decimal(2500),
            total_price=Decimal(250000),
            description="uncooled infrared camera, 60 Hz",
        ),
    ),
    signer="J. Doe, export manager",
)


def test_application_without_problems() -> None:
    """A whole application has no problems, and its total is the sum of its items."""
    assert problems(APPLICATION) == []
    assert APPLICATION.total == 250000
    rows = sheet(APPLICATION)
    assert ("23", "Total application dollar value", "250000") in rows
    assert ("17", "Intermediate consignee", "None") in rows
    assert ("22 item 1(a)", "ECCN", "6A003.b.4") in rows


@pytest.mark.parametrize(
    ("change", "block", "says"),
    [
        ({"contact": ""}, "1", "contact person"),
        ({"day": None}, "4", "date"),
        ({"act": "import"}, "5", "export or reexport"),
        ({"ein": ""}, "14", "Employer"),
        ({"ultimate_consignee": None}, "18", "missing"),
        ({"ultimate_consignee": replace(PARTY, address="P. O. Box 7")}, "18", "post office box"),
        ({"end_users": (replace(PARTY, country=""),)}, "19", "country"),
        ({"end_use": "Research."}, "21", "vague"),
        ({"end_use": " "}, "21", "missing"),
        ({"items": ()}, "22", "no item"),
        ({"items": (replace(APPLICATION.items[0], total_price=Decimal(1)),)}, "22 item 1(h)", "are not 1"),
        ({"items": (replace(APPLICATION.items[0], unit_price=Decimal("9.9")),)}, "22 item 1(g)", "whole"),
        ({"items": (replace(APPLICATION.items[0], eccn="cam"),)}, "22 item 1(a)", "not an ECCN"),
        ({"items": (replace(APPLICATION.items[0], description=""),)}, "22 item 1(j)", "description"),
        ({"act": "reexport"}, "20", "original"),
        ({"signer": ""}, "25", "signer"),
    ],
)  # fmt: skip
def test_application_problems(change: dict[str, object], block: str, says: str) -> None:
    """Each thing that Supplement No. 1 to part 748 asks for is named by its block."""
    found = problems(replace(APPLICATION, **change))  # type: ignore[arg-type]
    assert any(one.block == block and says in one.says for one in found), found


def test_application_goes_its_way(store: Store, boss: Actor) -> None:
    """A draft is changed, submitted once it is complete, and granted; nothing goes backwards."""
    id = draft_application(store, boss, replace(APPLICATION, ein=""))
    with pytest.raises(InputError, match="block 14"):
        move_application(store, boss, id, ApplicationState.SUBMITTED, date(2026, 4, 2), control_number="Z1")
    change_application(store, boss, id, APPLICATION)
    assert application(store, boss, id).fields == APPLICATION
    with pytest.raises(InputError, match="control number"):
        move_application(store, boss, id, ApplicationState.SUBMITTED, date(2026, 4, 2))
    move_application(store, boss, id, ApplicationState.SUBMITTED, date(2026, 4, 2), control_number="Z100")
    with pytest.raises(ConflictError, match="no draft"):
        change_application(store, boss, id, APPLICATION)
    move_application(store, boss, id, ApplicationState.DENIED, date(2026, 6, 2))
    with pytest.raises(ConflictError, match="is denied"):
        move_application(store, boss, id, ApplicationState.GRANTED, date(2026, 6, 3))
    assert [one.control_number for one in applications(store, boss, state=ApplicationState.DENIED)] == [
        "Z100"
    ]
    assert find(store, boss, document="z100")[0].subject == f"application/{id}"
    assert retention(store, boss, f"application/{id}").until == date(2031, 6, 2)
    assert verify(store).ok
