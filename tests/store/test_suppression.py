"""Suppressions in the store: bound, approved by a second person, reviewed, ended with a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from licet.check.cleared import Basis, Lapse, LapseCause
from licet.core.errors import ConflictError, DeniedError, InputError
from licet.store.actor import Actor, Role
from licet.store.cases import CaseState, Disposition, case, dispose, open_case
from licet.store.store import Store
from licet.store.suppression import (
    Clearing,
    SuppressionPolicy,
    SuppressionState,
    add_suppression,
    approve_suppression,
    judgements,
    refuse_suppression,
    reopen_suppressions,
    review_suppression,
    revoke_suppression,
    set_suppression_policy,
    suppression,
    suppressions,
)
from licet.store.verify import verify

LISTING = "us-bis-entity-list:cn:orchid"
BASIS = Basis(
    party="p1",
    listing=LISTING,
    listing_version="l1",
    rules=("part744_entities.entity_list",),
    rule_state="r1",
    policy="m1",
    met="Orchid Imaging",
    score=0.86,
    verdict="review",
    on=date(2026, 11, 27),
)
WEAK = Clearing(basis=BASIS, reason="another firm: other town", party="C-1", party_name="Orchid Ltd")
STRONG = replace(WEAK, basis=replace(BASIS, verdict="match", score=0.99))


@pytest.fixture(autouse=True)
def clock(store: Store) -> None:
    """The store's day is fixed: 27 November 2026."""
    store.clock = lambda: datetime(2026, 11, 27, 12, tzinfo=UTC)


def test_a_weak_hit_is_suppressed_at_once_and_the_log_replays(store: Store, boss: Actor) -> None:
    """It holds for its party and listing, expires and is due for review; replay agrees with the rows."""
    id = add_suppression(store, boss, WEAK)
    held = suppression(store, boss, id)
    assert (held.state, held.strong, held.basis) == (SuppressionState.ACTIVE, False, BASIS)
    assert held.expires == date(2027, 11, 27)
    assert held.review == date(2027, 2, 25)
    found = judgements(store, boss, [("C-1", "")], today=date(2026, 11, 27))
    assert [one.mark.id for one in found] == [id]
    assert not found[0].ended
    assert not judgements(store, boss, [("C-2", "p1")], today=date(2026, 11, 27))
    assert verify(store).ok


def test_a_strong_hit_needs_a_second_person(store: Store, actor: Callable[..., Actor]) -> None:
    """It suppresses nothing until another person with the right has approved it."""
    ann, bob = actor("ann", Role.ANALYST), actor("bob", Role.APPROVER)
    id = add_suppression(store, bob, STRONG)
    assert suppression(store, bob, id).state is SuppressionState.WAITING
    assert not judgements(store, ann, [("C-1", "")], today=date(2026, 11, 27))
    with pytest.raises(DeniedError, match="needs `approve`"):
        approve_suppression(store, ann, id)
    with pytest.raises(DeniedError, match="cannot be the second person"):
        approve_suppression(store, bob, id)
    approve_suppression(store, actor("eve", Role.APPROVER), id)
    held = suppression(store, ann, id)
    assert (held.state, held.by, held.second) == (SuppressionState.ACTIVE, "bob", "eve")
    assert held.expires - date(2026, 11, 27) == timedelta(days=180)
    assert verify(store).ok


def test_a_refused_one_suppresses_nothing(store: Store, actor: Callable[..., Actor]) -> None:
    """What the second person refuses is final and says why."""
    id = add_suppression(store, actor("ann", Role.ANALYST), STRONG)
    eve = actor("eve", Role.APPROVER)
    refuse_suppression(store, eve, id, "same address")
    assert suppression(store, eve, id).why_ended == "same address"
    with pytest.raises(ConflictError, match="refused"):
        approve_suppression(store, eve, id)
    assert verify(store).ok


@pytest.mark.parametrize("cause", list(LapseCause))
def test_every_cause_reopens_with_a_case(store: Store, boss: Actor, cause: LapseCause) -> None:
    """Whatever changed, the suppression ends, a case is open with the reason, and a repeat adds nothing."""
    id = add_suppression(store, boss, WEAK)
    lapsed = {id: (Lapse(cause=cause, was="a", now="b"),)}
    opened = reopen_suppressions(store, boss, lapsed)
    found = case(store, boss, opened[id])
    assert found.summary.state is CaseState.OPEN
    assert cause.value in found.summary.title
    assert found.alerts[0].listing == LISTING
    held = suppression(store, boss, id)
    assert (held.state, held.case) == (SuppressionState.REOPENED, opened[id])
    assert reopen_suppressions(store, boss, lapsed) == {}
    assert not judgements(store, boss, [("C-1", "")], today=date(2026, 11, 27))
    assert verify(store).ok


def test_the_case_it_came_from_is_opened_again(store: Store, boss: Actor) -> None:
    """A closed case that made the judgement is reopened by its end, not doubled."""
    made = open_case(store, boss, title="Orchid", flags=[])
    dispose(store, boss, made, Disposition.FALSE_HIT, "another firm")
    id = add_suppression(store, boss, replace(WEAK, case=made))
    opened = reopen_suppressions(store, boss, {id: (Lapse(cause=LapseCause.LISTING),)})
    assert opened == {id: made}
    assert case(store, boss, made).summary.state is CaseState.OPEN


def test_it_expires_and_is_reviewed(store: Store, boss: Actor, actor: Callable[..., Actor]) -> None:
    """Overdue ones are listed; a review renews; of a strong hit only with a second person again."""
    weak = add_suppression(store, boss, WEAK)
    strong = add_suppression(store, boss, replace(STRONG, party="C-2"))
    approve_suppression(store, actor("eve", Role.APPROVER), strong)
    assert not suppressions(store, boss, overdue=date(2026, 11, 28))
    later = date(2027, 3, 1)
    assert [one.id for one in suppressions(store, boss, overdue=later)] == [weak, strong]
    store.clock = lambda: datetime(2027, 3, 1, tzinfo=UTC)
    assert review_suppression(store, boss, weak, "still another firm") is SuppressionState.ACTIVE
    assert review_suppression(store, boss, strong, "still another firm") is SuppressionState.WAITING
    assert suppression(store, boss, weak).expires == date(2028, 2, 29)
    assert not suppressions(store, boss, overdue=later)
    assert verify(store).ok


def test_what_makes_no_sense_is_refused(store: Store, boss: Actor) -> None:
    """No reason, a day too far, a second one for the same hit, a licence that is not held."""
    with pytest.raises(InputError, match="reason"):
        add_suppression(store, boss, replace(WEAK, reason=" "))
    with pytest.raises(InputError, match="may be suppressed"):
        add_suppression(store, boss, replace(WEAK, expires=date(2030, 1, 1)))
    with pytest.raises(InputError, match="may be suppressed"):
        add_suppression(store, boss, replace(WEAK, expires=date(2026, 11, 27)))
    with pytest.raises(ConflictError, match="does not hold"):
        add_suppression(store, boss, replace(WEAK, licences=["D1"]))
    id = add_suppression(store, boss, WEAK)
    with pytest.raises(ConflictError, match="already"):
        add_suppression(store, boss, WEAK)
    revoke_suppression(store, boss, id, "doubtful")
    assert add_suppression(store, boss, WEAK) != id
    with pytest.raises(InputError, match="days"):
        set_suppression_policy(store, boss, SuppressionPolicy(days=0))


def test_the_policy_of_the_house_holds(store: Store, boss: Actor) -> None:
    """Four eyes for all, shorter lives, a lower bar for what is strong."""
    set_suppression_policy(store, boss, SuppressionPolicy(days=30, review_days=10, four_eyes_score=80))
    held = suppression(store, boss, add_suppression(store, boss, WEAK))
    assert (held.strong, held.state) == (True, SuppressionState.WAITING)
    set_suppression_policy(store, boss, SuppressionPolicy(days=30, four_eyes_all=True))
    held = suppression(store, boss, add_suppression(store, boss, replace(WEAK, party="C-3")))
    assert (held.strong, held.state) == (False, SuppressionState.WAITING)
    assert held.expires == date(2026, 12, 27)
