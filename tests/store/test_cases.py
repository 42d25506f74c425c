"""Cases: from alerts to a disposition with four eyes, red flags, reopening, and a printable file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from licet.core.errors import ConflictError, DeniedError, InputError, StoreError
from licet.store.actor import Actor, Role
from licet.store.attachments import attach, attachments, erase_attachment, read_attachment
from licet.store.casefile import case_html
from licet.store.cases import (
    Alert,
    CasePolicy,
    CaseState,
    Cause,
    Disposition,
    answer_flags,
    approve,
    assign,
    case,
    case_policy,
    cases,
    dispose,
    note,
    open_case,
    record_alerts,
    refuse,
    reopen,
    reopen_for_law,
    reopen_for_listing,
    set_case_policy,
    set_due,
    version_of,
)
from licet.store.find import history
from licet.store.people import add_user
from licet.store.redflags import GENERAL, RED_FLAGS, FlagAnswer
from licet.store.retention import retention
from licet.store.store import Find, Store
from licet.store.verify import verify
from tests.store.kept import log_decision
from tests.store.test_store import make

ALERT = Alert(
    listing="us-bis-entity-list:sample",
    version="aa11",
    evidence={"score": "0.97", "says": "name equals but for `Co.`", "<b>": "&"},
)
ABSENT = (FlagAnswer.ABSENT, "")


def closed(store: Store, who: Actor, **more: str) -> str:
    """A case that was closed as a false hit."""
    id = open_case(store, who, title="Sample?", alerts=[ALERT], flags=[], **more)  # type: ignore[arg-type]
    dispose(store, who, id, Disposition.FALSE_HIT, "another country and another trade", day=date(2026, 3, 1))
    return id


def test_life_of_a_case(store: Store, boss: Actor, actor: Callable[..., Actor]) -> None:
    """Opened from a decision, assigned, noted, answered, disposed of: all of it is in the timeline."""
    decision = log_decision(store, boss, make())
    add_user(store, boss, "ann", "Ann", [Role.ANALYST])
    ann = actor("ann", Role.ANALYST)
    id = open_case(
        store,
        ann,
        title="Sample Trading against the Entity List",
        alerts=[ALERT],
        decision=decision,
        due=date(2026, 12, 1),
        flags=["RF1", "RF9"],
        find=Find(parties=["Sample Trading"], countries=["CN"]),
    )
    assign(store, boss, id, "ann")
    note(store, ann, id, "asked for the company registration")
    attach(store, ann, f"case/{id}", "registration.pdf", b"%PDF-", media="application/pdf")
    answer_flags(store, ann, id, {"RF1": ABSENT, "RF9": (FlagAnswer.EXPLAINED, "it stores for the end user")})
    assert dispose(store, ann, id, Disposition.NEEDS_FACTS, "no registration yet") is CaseState.NEEDS_FACTS
    assert dispose(store, ann, id, Disposition.FALSE_HIT, "born elsewhere") is CaseState.CLOSED
    held = case(store, ann, id)
    assert held.summary.state is CaseState.CLOSED
    assert held.summary.assignee == "ann"
    assert held.alerts == (ALERT,)
    assert [entry.kind for entry in held.timeline] == [
        "case.opened",
        "case.assigned",
        "case.noted",
        "attachment.added",
        "case.flag_answered",
        "case.flag_answered",
        "case.disposed",
        "case.disposed",
        "retention.event",
    ]
    last = held.timeline[-2].data
    assert last["evidence"] == [
        {"listing": ALERT.listing, "version": "aa11", "evidence": dict(ALERT.evidence)}
    ]
    assert last["flags"]["RF9"] == {"answer": "explained", "note": "it stores for the end user"}
    assert retention(store, ann, f"decision/{decision}").until is not None
    assert verify(store).ok


def test_open_red_flag_keeps_it_open(store: Store, boss: Actor) -> None:
    """A case does not close while a flag is unanswered or present; the refusal names the flag."""
    id = open_case(store, boss, title="x")
    assert [flag.code for flag in case(store, boss, id).flags] == list(GENERAL)
    with pytest.raises(ConflictError, match="12 red flags are open"):
        dispose(store, boss, id, Disposition.FALSE_HIT, "because")
    answer_flags(store, boss, id, dict.fromkeys(GENERAL, ABSENT))
    answer_flags(store, boss, id, {"RF9": (FlagAnswer.PRESENT, "")})
    with pytest.raises(ConflictError, match="RF9 is a forwarder"):
        dispose(store, boss, id, Disposition.TRUE_HIT, "because")
    with pytest.raises(InputError, match="say what explains it"):
        answer_flags(store, boss, id, {"RF9": (FlagAnswer.REFRAINED, " ")})
    answer_flags(store, boss, id, {"RF9": (FlagAnswer.REFRAINED, "we do not ship")})
    assert dispose(store, boss, id, Disposition.TRUE_HIT, "listed") is CaseState.CLOSED


def test_all_29_flags() -> None:
    """The checklist has the 29 flags of the supplement's edition of 2026-01-29, each a question of ours."""
    assert [flag.number for flag in RED_FLAGS.values()] == list(range(1, 30))
    assert all(flag.asks.endswith("?") and len(flag.asks) < 90 for flag in RED_FLAGS.values())


def test_four_eyes(store: Store, boss: Actor, actor: Callable[..., Actor]) -> None:
    """Where the policy asks, a second person approves; the proposer can't, nor an analyst."""
    set_case_policy(
        store, boss, CasePolicy(four_eyes=frozenset({Disposition.FALSE_HIT}), red_flags=(), due_days=5)
    )
    assert case_policy(store, boss).four_eyes == {Disposition.FALSE_HIT}
    ann, bob = actor("ann", Role.APPROVER), actor("bob", Role.APPROVER)
    id = open_case(store, ann, title="x")
    assert case(store, ann, id).summary.due is not None
    assert dispose(store, ann, id, Disposition.FALSE_HIT, "not them") is CaseState.WAITING
    with pytest.raises(DeniedError, match="second pair of eyes"):
        approve(store, ann, id)
    with pytest.raises(DeniedError, match="approve"):
        approve(store, actor("carl", Role.ANALYST), id)
    with pytest.raises(ConflictError, match="waits"):
        dispose(store, ann, id, Disposition.TRUE_HIT, "them after all")
    refuse(store, bob, id, "which birth date?")
    assert case(store, bob, id).summary.state is CaseState.OPEN
    dispose(store, ann, id, Disposition.FALSE_HIT, "not them, born 1961")
    assert approve(store, bob, id) is CaseState.CLOSED
    last = case(store, bob, id).timeline[-1]
    assert (last.by, last.data["proposed_by"]) == ("bob", "ann")
    assert verify(store).ok


def test_what_is_proposed_could_be_closed(store: Store, boss: Actor) -> None:
    """A disposition that closes is not even proposed while a red flag is open."""
    set_case_policy(store, boss, CasePolicy(four_eyes=frozenset({Disposition.FALSE_HIT}), red_flags=("RF3",)))
    id = open_case(store, boss, title="x")
    with pytest.raises(ConflictError, match="RF3"):
        dispose(store, boss, id, Disposition.FALSE_HIT, "not them")
    assert case(store, boss, id).summary.state is CaseState.OPEN


def test_reopened_by_a_changed_listing(store: Store, boss: Actor) -> None:
    """A listing's new version reopens the closed cases that judged the old one, once."""
    one, other = closed(store, boss), closed(store, boss)
    still = open_case(store, boss, title="open", alerts=[ALERT], flags=[])
    assert reopen_for_listing(store, boss, ALERT.listing, "aa11", "no change") == []
    assert reopen_for_listing(store, boss, ALERT.listing, "bb22", "alias added") == [one, other]
    assert reopen_for_listing(store, boss, ALERT.listing, "bb22", "alias added") == []
    held = case(store, boss, one)
    assert held.summary.state is CaseState.OPEN
    assert held.timeline[-1].data["cause"] == "list change"
    assert retention(store, boss, f"case/{one}").until is None
    assert case(store, boss, still).summary.state is CaseState.OPEN
    assert verify(store).ok


def test_reopened_by_a_person_or_a_changed_law(store: Store, boss: Actor) -> None:
    """A person reopens a case for a party's new version; a change of law reopens those that it touches."""
    id = closed(store, boss, party="customer-9", party_version=version_of({"name": "A"}))
    version = version_of({"name": "B"})
    reopen(store, boss, id, Cause.PARTY_CHANGE, "renamed", party_version=version)
    assert case(store, boss, id).timeline[-1].data["party_version"] == version
    with pytest.raises(ConflictError, match="not closed"):
        reopen(store, boss, id, Cause.LAW_CHANGE, "90 FR 50857")
    dispose(store, boss, id, Disposition.FALSE_HIT, "still not them")
    waits = open_case(store, boss, title="x", flags=[])
    ends = "the stay of the Affiliates Rule ends"
    assert reopen_for_law(store, boss, [id, waits], ends) == [id]
    assert case(store, boss, id).timeline[-1].data == {"cause": "law change", "reason": ends}
    assert case(store, boss, id).summary.state is CaseState.OPEN


def test_work_list(store: Store, boss: Actor, actor: Callable[..., Actor]) -> None:
    """The work list shows what is open, nearest deadline first, and what is overdue."""
    add_user(store, boss, "ann", "Ann", [Role.ANALYST])
    late = open_case(store, boss, title="late", due=date(2026, 1, 5), flags=[], assignee="ann")
    free = open_case(store, boss, title="free", flags=[])
    soon = open_case(store, boss, title="soon", due=date(2026, 1, 2), flags=[])
    closed(store, boss)
    assert [one.id for one in cases(store, boss)] == [soon, late, free]
    assert [one.id for one in cases(store, boss, overdue=date(2026, 1, 5))] == [soon]
    assert [one.id for one in cases(store, boss, assignee="ann")] == [late]
    set_due(store, boss, late, None)
    assert [one.id for one in cases(store, boss)] == [soon, late, free]
    assert len(cases(store, boss, state=CaseState.CLOSED)) == 1
    with pytest.raises(InputError, match="no active user"):
        assign(store, boss, late, "eve")


def test_newer_evidence(store: Store, boss: Actor) -> None:
    """Newer evidence on a listing replaces the older in the case, and both are in the log."""
    id = open_case(store, boss, title="x", alerts=[ALERT], flags=[])
    newer = Alert(listing=ALERT.listing, version="bb22", evidence={"score": "0.99"})
    store.write(boss, lambda w: record_alerts(w, id, [ALERT, newer, Alert(listing="us-csl:other")]))
    assert history(store, boss, f"case/{id}")[-1].data["alerts"][0]["version"] == "bb22"
    assert [alert.version for alert in case(store, boss, id).alerts] == ["bb22", ""]
    assert verify(store).ok


def test_closed_means_closed(store: Store, boss: Actor) -> None:
    """A closed case takes notes and nothing else."""
    id = closed(store, boss)
    note(store, boss, id, "the customer called")
    with pytest.raises(ConflictError, match="closed"):
        dispose(store, boss, id, Disposition.TRUE_HIT, "x")
    with pytest.raises(StoreError, match="no case"):
        note(store, boss, "CASE-999", "x")


def test_attachment(store: Store, boss: Actor) -> None:
    """An attachment comes back byte for byte; the same bytes twice are kept once."""
    id = open_case(store, boss, title="x", flags=[])
    subject = f"case/{id}"
    first = attach(store, boss, subject, "a.bin", b"\x00\xff bytes", document="REG-77")
    second = attach(store, boss, subject, "b.bin", b"\x00\xff bytes")
    assert read_attachment(store, boss, first)[1] == b"\x00\xff bytes"
    with pytest.raises(ConflictError, match="have not begun"):
        erase_attachment(store, boss, first, "asked to")
    erase_attachment(store, boss, first, "wrong file", required=False)
    with pytest.raises(StoreError, match="erased"):
        read_attachment(store, boss, first)
    assert read_attachment(store, boss, second)[1] == b"\x00\xff bytes"
    erase_attachment(store, boss, second, "wrong file", required=False)
    assert [one.erased for one in attachments(store, boss, subject)] == [True, True]
    assert verify(store).ok
    with pytest.raises(InputError, match="1 to"):
        attach(store, boss, subject, "empty", b"")


def test_printable_file(store: Store, boss: Actor) -> None:
    """The printed file holds who, when, where from, the evidence and the reason, and nothing unescaped."""
    id = closed(store, boss)
    note(store, boss, id, "<script>alert(1)</script>")
    page = case_html(store, boss, id)
    assert page.startswith("<!doctype html>")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    for part in (id, "another country and another trade", "desk-1", "boss", "false hit", "0.97"):
        assert part in page
