"""Names of the record find whom they stand for."""

from __future__ import annotations

import pytest

from licet.gear.facts import load
from licet.gear.mac import load_registry
from licet.gear.name_book import NameBook

BOOK = NameBook(registry=load_registry(), same_name=None, facts=load())


@pytest.mark.parametrize("name", [name for maker in load().makers.values() for name in maker.names])
def test_each_name_of_a_covered_maker_is_its_own(name: str) -> None:
    """However it is written, a maker's name stands for a maker, and for the one that bears it."""
    for written in (name, name.upper(), f"  {name} "):
        assert name in {known for maker in BOOK.look_up(written).makers for known in maker.names}


def test_a_brand_in_front_of_other_words_is_still_the_brand() -> None:
    """`LTS Security` is the brand LTS with a word of business behind it."""
    assert BOOK.look_up("LTS Security").brands == BOOK.look_up("LTS").brands
    assert BOOK.look_up("LTS").brands


def test_nobody_is_nobody() -> None:
    """An empty name, and one that no list of ours holds, stand for nobody."""
    for name in ("", "?!", "Zwetschgen Obstbau Immenstaad"):
        known = BOOK.look_up(name)
        assert (known.makers, known.brands, known.other, known.alike) == ((), (), None, "")
