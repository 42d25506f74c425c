"""Facts and shares: unknown is carried, bounds decide, floats are refused."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.core.fact import Fact, Share, known, not_applicable, not_known

percents = st.fractions(min_value=0, max_value=100)


@st.composite
def shares(draw: st.DrawFn) -> Share:
    """Shares of every width, with open and closed ends."""
    low, high = sorted((draw(percents), draw(percents)))
    if low == high:
        return Share(low, high)
    return Share(low, high, draw(st.booleans()), draw(st.booleans()))


def test_an_unknown_fact_answers_unknown_and_carries_its_question() -> None:
    """What nobody stated is asked for by its path."""
    fact: Fact[str] = not_known("item.eccn", "which ECCN is the item?")
    answer = fact.is_("3A090")
    assert answer.is_unknown
    assert [question.id for question in answer.asks()] == ["item.eccn"]


def test_a_fact_that_does_not_apply_is_a_no() -> None:
    """A question that cannot arise in this trade is settled."""
    fact: Fact[str] = not_applicable()
    assert fact.is_("x").is_no


def test_a_known_fact_answers_by_its_value() -> None:
    """A stated value settles the matter, false values included."""
    assert known(value=False).is_(False).is_yes
    assert known("CN").is_in({"RU", "BY"}).is_no


def test_exactly_half_is_at_least_half_and_not_more() -> None:
    """The US test is 50 or more, the UK's more than 50."""
    half = Share.exactly(50)
    assert half.at_least(50).is_yes
    assert half.more_than(50).is_no


def test_a_band_of_25_to_50_settles_neither_test_of_half() -> None:
    """The band includes exactly 50, so at-least is open; more-than is surely no."""
    band = Share(Fraction(25), Fraction(50), low_open=True)
    assert band.at_least(50).is_unknown
    assert band.more_than(50).is_no


def test_floats_are_refused() -> None:
    """A share is exact; binary fractions are not."""
    with pytest.raises(TypeError, match="exact"):
        Share.exactly(49.99)  # type: ignore[arg-type]


def test_a_sum_over_100_is_kept() -> None:
    """Shares that add up to more than all are a finding, not clipped away."""
    assert (Share.exactly(60) + Share.exactly(60)).low == 120


@given(shares(), percents, percents)
def test_narrowing_a_share_never_flips_a_yes_or_a_no(share: Share, inside: Fraction, bar: Fraction) -> None:
    """Learning the exact figure keeps what was already settled."""
    point = share.low + (share.high - share.low) * inside / 100
    if (point == share.low and share.low_open) or (point == share.high and share.high_open):
        return
    for test in ("at_least", "more_than"):
        wide, exact = getattr(share, test)(bar), getattr(Share.exactly(point), test)(bar)
        assert exact.truth is wide.truth or wide.is_unknown


@given(shares(), shares())
def test_adding_an_owner_never_lowers_a_bound(share: Share, other: Share) -> None:
    """A sum of shares is at least each of them."""
    total = share + other
    assert total.low >= share.low
    assert total.high >= share.high


def test_a_share_prints_as_a_person_would_write_it() -> None:
    """Bounds and exclusions are in words."""
    assert str(Share.exactly("33.3")) == "33.3 %"
    assert str(Share(Fraction(25), Fraction(50), low_open=True)) == "more than 25 to 50 %"
