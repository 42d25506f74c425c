"""Three-valued answers: Kleene's logic, and questions only where they still matter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.core.answer import Answer, Question, Truth, all_of, any_of, negate, no, unknown, yes

truths = st.sampled_from(list(Truth))
leaves = truths.map(
    lambda truth: Answer(
        truth=truth,
        question=Question(id="q", text="which is it?") if truth is Truth.UNKNOWN else None,
    )
)
answers = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda parts: all_of(*parts)),
        st.lists(inner, max_size=4).map(lambda parts: any_of(*parts)),
        inner.map(negate),
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("answer", [yes(), no(), unknown()])
def test_an_answer_refuses_to_be_a_boolean(answer: Answer) -> None:
    """`if answer:` raises for all three values, so unknown never slips into a branch."""
    with pytest.raises(TypeError, match="three values"):
        bool(answer)


def test_nothing_to_satisfy_is_satisfied_and_nothing_to_choose_from_is_not() -> None:
    """The empty conjunction is yes and the empty choice is no."""
    assert all_of().is_yes
    assert any_of().is_no


@given(st.lists(leaves, max_size=6))
def test_de_morgan_holds(parts: list[Answer]) -> None:
    """Not all means some not: the two combinations mirror each other."""
    assert negate(all_of(*parts)).truth is any_of(*map(negate, parts)).truth


@given(st.lists(leaves, max_size=6), st.randoms())
def test_order_never_matters(parts: list[Answer], random: object) -> None:
    """A rule's parts may be written in any order."""
    assert all_of(*parts).truth is all_of(*reversed(parts)).truth
    assert any_of(*parts).truth is any_of(*reversed(parts)).truth


def _learn(answer: Answer, truth: Truth) -> Answer:
    """The same answer with every unknown leaf settled to `truth` through all_of and any_of."""
    if not answer.because:
        return Answer(truth=truth) if answer.is_unknown else answer
    return answer


@given(st.lists(leaves, max_size=6), truths)
def test_learning_a_fact_never_flips_a_yes_or_a_no(parts: list[Answer], truth: Truth) -> None:
    """A settled combination stays as it is whatever the open parts turn out to be."""
    for combine in (all_of, any_of):
        before = combine(*parts)
        after = combine(*(_learn(part, truth) for part in parts))
        if not before.is_unknown:
            assert after.truth is before.truth


@given(answers)
def test_only_an_unknown_answer_asks(answer: Answer) -> None:
    """A settled answer has no questions left."""
    if not answer.is_unknown:
        assert answer.asks() == ()


def test_a_settled_part_of_an_open_answer_asks_nothing() -> None:
    """A question inside a part that is already decided is not put to anyone."""
    moot = all_of(no(), unknown(ask=Question(id="moot", text="does it matter?")))
    live = unknown(ask=Question(id="live", text="which paragraph?"))
    assert [question.id for question in any_of(moot, live).asks()] == ["live"]


def test_the_same_question_is_asked_once() -> None:
    """Two parts waiting for one fact give one question."""
    open_part = unknown(ask=Question(id="eccn", text="which entry?"))
    assert len(all_of(open_part, open_part).asks()) == 1


def test_walking_gives_every_part_with_its_depth() -> None:
    """The explanation is the computation: all parts are there, in order."""
    answer = all_of(yes("first"), any_of(no("second"), says="choice"), says="whole")
    assert [(depth, part.says) for depth, part in answer.walk()] == [
        (0, "whole"), (1, "first"), (1, "choice"), (2, "second"),
    ]  # fmt: skip
