"""Shares as registers and people write them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from licet.core.fact import Share
from licet.owners.percent import parse_share


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("50", Share.exactly(50)),
        ("33,3 %", Share.exactly("33.3")),
        ("16 2/3", Share.exactly(Fraction(50, 3))),
        ("25-50", Share(Fraction(25), Fraction(50))),
        (">25-50", Share(Fraction(25), Fraction(50), True)),
        (">50 to <75", Share(Fraction(50), Fraction(75), True, True)),
        (">= 75%", Share(Fraction(75), Fraction(100))),
        ("<10", Share(Fraction(0), Fraction(10), False, True)),
        ("~33.3", Share(Fraction(3325, 100), Fraction(3335, 100), False, True)),
        ("unknown", Share.unknown()),
        ("", Share.unknown()),
    ],
)
def test_shares_are_read_as_people_write_them(text: str, share: Share) -> None:
    """Numbers, fractions, bands open or closed, roundings and silence."""
    assert parse_share(text) == share


@pytest.mark.parametrize("text", ["101", "-5", "half", "50-25", "1/0", "5 0", "25-150"])
def test_what_is_no_share_is_refused(text: str) -> None:
    """Nothing is guessed, clipped or turned round."""
    with pytest.raises(ValueError, match=r"not a percentage|more than 100|divided by|runs upward"):
        parse_share(text)
