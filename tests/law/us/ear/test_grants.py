"""What entries say of licence exceptions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from licet.core.answer import Truth
from licet.core.eccn import Eccn, parse_eccn
from licet.law.us.ear import ccl, grants

NOW = date(2026, 7, 23)
YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


@pytest.mark.parametrize(
    ("eccn", "country", "dollars", "truth"),
    [
        ("1A001", "TW", "5000", YES),
        ("3B001.b", "TW", "500", YES),
        ("3B001.d", "TW", None, NO),
        ("3A001.b.4", "TW", "5000", YES),
        ("3A001.c", "TW", "1500", YES),
        ("3A001.z.1.a", "TW", None, NO),
        ("6A002.f", "BR", "500", YES),
        ("6A002.b", "BR", "3000", YES),
        ("6A002.c", "BR", None, NO),
        ("0A501.e", "CA", "500", YES),
        ("0A501.e", "BR", None, NO),
        ("6A003", "IL", "1500", UNKNOWN),
        ("5A002.a.1", "FR", "500", UNKNOWN),
        ("2B350.a", "BR", "2000", YES),
        ("2B350.a", "AE", "2000", YES),
        ("2B350.a", "EG", None, NO),
    ],
)
def test_lvs_value(eccn: str, country: str, dollars: str | None, truth: Truth) -> None:
    """The value is that of the item's part of the entry, or unknown where the part is open."""
    limit = grants.lvs_limit(parse_eccn(eccn), country, NOW)
    assert limit.dollars == (Decimal(dollars) if dollars else None)
    assert limit.holds.truth is truth


@pytest.mark.parametrize(
    ("eccn", "symbol", "truth"),
    [
        ("3B001.b", "GBS", YES),
        ("3B001.f.1", "GBS", NO),
        ("3B001.a.3", "GBS", UNKNOWN),
        ("6A003", "GBS", NO),
        ("3A001.z.1.a", "AIA", YES),
        ("3A001.z.1.b", "AIA", NO),
        ("3A090.c", "HBM", YES),
        ("3A090.c", "NAC/ACA", NO),
        ("3A090.a", "NAC/ACA", UNKNOWN),
        ("4E091", "ACM", NO),
        ("4E091", "AIA", YES),
        ("3B001.q", "IEC", YES),
        ("4A003.b", "APP", YES),
    ],
)
def test_listed_exceptions(eccn: str, symbol: str, truth: Truth) -> None:
    """Whether an entry opens an exception follows the paragraph."""
    assert grants.granted(parse_eccn(eccn), symbol, "TW", NOW).truth is truth


def test_technology_is_asked_what_it_is_for() -> None:
    """TSR for 3E001 is closed for technology for 3A090 and open for 3A002."""
    item = Eccn("3E001")
    assert grants.granted(item, "TSR", "TW", NOW, [parse_eccn("3A090.a")]).is_no
    assert not grants.granted(item, "TSR", "TW", NOW, [parse_eccn("3A002.d")]).is_no


@pytest.mark.parametrize(
    ("eccn", "country", "truth"),
    [
        ("0A501.a", "JP", YES),
        ("0A501.x", "JP", NO),
        ("0A501.x", "IL", YES),
        ("3B001.q", "JP", YES),
        ("7E004.a.7", "JP", NO),
        ("7E004.b", "JP", YES),
        ("9A610.a", "JP", UNKNOWN),
        ("9A610.x", "JP", NO),
        ("6A293", "JP", YES),
    ],
)
def test_special_conditions_for_sta(eccn: str, country: str, truth: Truth) -> None:
    """Special conditions close STA for A:5, for A:6, or for both."""
    assert grants.sta_closed(parse_eccn(eccn), country, NOW).truth is truth


def test_every_line_of_every_entry_is_read() -> None:
    """No line of any entry is left unread."""
    for entry in ccl.entries(NOW):
        for line in grants.lines(Eccn(entry.eccn), NOW):
            assert line.value != "unread", line
            assert line.words


def test_firearms_conditions_change_on_their_day() -> None:
    """0A509.a gets an LVS value on 2025-09-30 (90 FR 47189)."""
    item = parse_eccn("0A509.a")
    assert grants.lvs_limit(item, "BR", date(2025, 9, 29)).holds.is_no
    assert grants.lvs_limit(item, "BR", date(2025, 9, 30)).dollars == Decimal(500)
