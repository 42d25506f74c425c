"""A name that has the query whole, and words that are only alike."""

from __future__ import annotations

import pytest

from licet.match.hit import Hit
from licet.match.index import Index


def _found(names: list[str], query: str, kind: str) -> list[Hit]:
    return Index.build({"id": name, "names": [name], "kind": kind} for name in names).search(query)


@pytest.mark.parametrize(
    ("whole", "like", "query", "kind"),
    [
        ("AWAAD, Muhammad Sharif Muhammad", "AWAD, Muhammad", "Muhammad Awaad", "person"),
        ("ABDALLAH, Hussein Ahmad", "ABDULLAHI, Hussein", "Hussein Abdallah", "person"),
        ("BAEK MA KANG", "PAEK MA", "BAEK MA", "vessel"),
    ],
)
def test_a_name_that_has_the_query_whole_stands_before_one_only_like_it(
    whole: str, like: str, query: str, kind: str
) -> None:
    """A father's name left out is likelier than a slip that makes another listed party's name by chance."""
    first, second = _found([like, whole], query, kind)
    assert (first.id, second.id) == (whole, like)
    # no score that the query does not reach anyway
    (alone,) = _found([like], query, kind)
    assert first.score == pytest.approx(alone.score, abs=0.01)


def test_all_words_met_on_both_sides_stay_first() -> None:
    """A form more does not make the longer name of another firm overtake the name that is all met."""
    names = ["Advanced Technologies", "ADVANCED INDUSTRIAL TECHNOLOGIES GMBH"]
    assert _found(names, "ADVANCED TECHNOLOGIES GMBH", "organisation")[0].id == names[0]


def test_a_short_word_one_letter_off_says_less_than_a_long_one() -> None:
    """`Sonos` and `Sonis` are near each other by chance, `Sonostrade` and `Sonistrade` hardly."""
    (short,) = _found(["SONIS"], "Sonos", "organisation")
    (long,) = _found(["SONISTRADE"], "Sonostrade", "organisation")
    assert short.rank < long.rank - 1.0
