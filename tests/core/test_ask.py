"""Questions: what silence means, and that unknown always carries its question."""

from __future__ import annotations

from licet.core.ask import Unstated, ask
from licet.core.deal import Item
from licet.core.fact import known, not_known

FOOD = ask("item.food_or_medicine", "Is the item food or medicine?")


def test_silence_is_unknown_in_an_open_trade_and_names_the_question() -> None:
    """Nobody said so: the answer is unknown and asks."""
    answer = FOOD.of(Item())
    assert answer.is_unknown
    assert [q.id for q in answer.asks()] == ["item.food_or_medicine"]


def test_silence_is_the_clean_answer_in_a_clean_trade() -> None:
    """A clean declaration answers no."""
    assert FOOD.of(Item(unstated=Unstated.CLEAN)).is_no


def test_a_statement_beats_a_clean_declaration() -> None:
    """What is stated counts, and what is stated to be unknown is unknown."""
    stated = Item(unstated=Unstated.CLEAN, statements={FOOD.id: known(True)})
    open_again = Item(unstated=Unstated.CLEAN, statements={FOOD.id: not_known(FOOD.id, FOOD.text)})
    assert FOOD.of(stated).is_yes
    assert FOOD.of(open_again).is_unknown
