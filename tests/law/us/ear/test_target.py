"""Where a row applies."""

from __future__ import annotations

import pytest

from licet.law.us.ear.target import parse_target, read_target


@pytest.mark.parametrize(
    ("words", "reason", "written"),
    [
        ("NS Column 2.", "NS", "column NS 2"),
        ("Column 1.", "AT", "column AT 1"),
        ("", "MT", "column MT 1"),
        ("", "NS", "unread"),
        ("RS Column 1, See § 742.6(a)(3) for license requirements.", "RS", "column RS 1"),
        ("China, Russia, or Venezuela (see § 742.6(a)(7)).", "RS", "places CN RU VE @742.6(a)(7)"),
        ("Worldwide control. See § 742.4(a)(5) and (b)(10) of the EAR.", "NS", "places world @742.4(a)(5)"),
        ("To or within any destination worldwide. See § 742.6(a)(13).", "RS", "places world @742.6(a)(13)"),
        (
            "To or within Macau or a destination specified in Country Group D:5. See § 742.4(a)(4).",
            "NS",
            "places MO D:5 @742.4(a)(4)",
        ),
        (
            "A license is required for ALL destinations, except Canada. See § 742.7.",
            "CC",
            "places world -CA @742.7",
        ),
        ("Refer to § 742.15 of the EAR.", "EI", "places world -CA @742.15(a)"),
        ("See § 742.14 of the EAR", "SI", "places world -AU -CA -GB @742.14(a)"),
        ("See § 746.1(b) for UN controls.", "UN", "places UN @746.1(b)"),
        ("See § 746.8 for specific license requirements", "RUS", "places RU BY @746.8"),
        (
            "A license is required to North Korea for anti-terrorism reasons. See § 742.19",
            "AT",
            "places KP @742.19",
        ),
        ("See § 742.6(a)(11) of the EAR.", "RS", "section 742.6(a)(11)"),
        ("N/A.", "NP", "none"),
        ("Gibberish", "RS", "unread"),
    ],
)
def test_official_words_are_read(words: str, reason: str, written: str) -> None:
    """Each sentence the official cells use becomes its written form, and that form reads back."""
    target = read_target(words, reason)
    assert str(target) == written
    assert parse_target(written) == target


def test_citation_is_the_chart_or_the_section() -> None:
    """A column cites the chart's procedure, a sentence its own section."""
    assert parse_target("column NS 2").citation == "15 CFR 738.4(a)"
    assert parse_target("places PK @742.6(a)(12)").citation == "15 CFR 742.6(a)(12)"
