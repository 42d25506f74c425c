"""Goods listed by code."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from licet.core.eccn import parse_eccn
from licet.law.table import Vintage
from licet.law.us.ear import supplements

NOW = date(2026, 1, 29)


@pytest.mark.parametrize(
    ("code", "supplement", "listed"),
    [
        ("730411", 2, True),
        ("7304.11.0000", 2, True),
        ("730411", 7, False),
        ("250200", 4, True),
        ("220300", 5, True),
        ("848210", 7, True),
        ("010121", 4, False),
    ],
)
def test_first_six_digits_decide(code: str, supplement: int, listed: bool) -> None:
    """Longer codes count by their first six digits."""
    assert supplements.hts_listed(code, supplement, NOW).is_yes is listed


def test_missing_code_is_asked_for() -> None:
    """Without a tariff code the answer is unknown and asks for it."""
    assert supplements.hts_listed("", 4, NOW).asks()[0].id == "item.hts"


def test_supplement_without_codes_is_refused() -> None:
    """Supplement no. 3 has countries, not codes."""
    with pytest.raises(ValueError, match="no tariff codes"):
        supplements.hts_listed("730411", 3, NOW)


def test_luxury_price() -> None:
    """Some luxury goods count from a unit price, others at any price."""
    assert supplements.luxury_price("220300", NOW) is None
    priced = {code: supplements.luxury_price(code, NOW) for code in ("420221", "611010", "640351")}
    assert Decimal(300) in priced.values()


def test_chemicals_by_number() -> None:
    """A chemical of supplement no. 6 is found by its CAS number."""
    assert supplements.chemical_listed("107-06-2", NOW).is_yes
    assert supplements.chemical_listed("7732-18-5", NOW).is_no
    assert supplements.chemical_listed("", NOW).is_no


def test_military_items() -> None:
    """Supplement no. 2 to part 744: whole entries, limited entries, and entries not in it."""
    assert supplements.military_item(parse_eccn("3A991.a"), NOW).is_yes
    assert supplements.military_item(parse_eccn("2A991"), NOW).is_unknown
    assert supplements.military_item(parse_eccn("1D999.a"), NOW).is_no
    assert supplements.military_item(parse_eccn("2A992"), NOW).is_no


def test_vintage_per_table() -> None:
    """Each table says how far back it is known to be unchanged."""
    assert supplements.held(date(2024, 6, 12))["hts_746"] is Vintage.HELD
    assert supplements.held(date(2024, 6, 11))["hts_746"] is Vintage.BEFORE
    assert supplements.held(date(2021, 10, 5))["military_items_744"] is Vintage.HELD


def test_a_code_of_a_later_text_is_asked_for_on_an_older_day() -> None:
    """The lists only grew: a code that the oldest text has may be newer than the day."""
    older = date(2023, 1, 10)
    assert supplements.hts_listed("848210", 4, older).is_unknown
    assert supplements.hts_listed("848210", 4, NOW).is_yes
    assert supplements.hts_listed("100199", 4, older).is_no
