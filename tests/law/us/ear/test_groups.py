"""Country Groups and the other lists of countries."""

from __future__ import annotations

from datetime import date

import pytest

from licet.law.us.ear import groups

NOW = date(2026, 7, 23)


def test_cambodia_leaves_d5_on_its_day() -> None:
    """Cambodia is in D:5 until 2026-02-03 and not on 2026-02-04 (FR Doc. 2026-02262)."""
    assert groups.member("KH", "D:5", date(2026, 2, 3)).is_yes
    assert groups.member("KH", "D:5", date(2026, 2, 4)).is_no
    assert not groups.uncertain("KH", "D:5", NOW)


def test_emirates_join_a5_by_data_only() -> None:
    """The United Arab Emirates are in A:5 from the first data that shows it, and that is not confirmed."""
    assert groups.member("AE", "A:5", date(2026, 7, 22)).is_no
    assert groups.member("AE", "A:5", NOW).is_yes
    assert groups.uncertain("AE", "A:5", NOW)
    assert groups.member("AE", "D:4", NOW).is_no


def test_counts() -> None:
    """The sizes of the groups as the official tables print them."""
    on = date(2026, 1, 29)
    sizes = {name: len(groups.members(name, on)) for name in groups.GROUPS}
    assert sizes == {
        "A:1": 40, "A:2": 34, "A:3": 42, "A:4": 45, "A:5": 37, "A:6": 8, "B": 173,
        "D:1": 24, "D:2": 10, "D:3": 37, "D:4": 22, "D:5": 23, "E:1": 3, "E:2": 1,
        "ENC": 36, "AIA": 19, "SME": 33, "RUS": 38, "CWC": 196, "UN": 10,
    }  # fmt: skip


def test_excluded_countries_bear_their_own_dates() -> None:
    """Taiwan is in supplement no. 3 to part 746 from 2023-02-27, as its row states."""
    assert groups.member("TW", "RUS", date(2023, 2, 26)).is_no
    assert groups.member("TW", "RUS", date(2023, 2, 27)).is_yes
    assert groups.member("DE", "RUS", date(2022, 3, 3)).is_yes


@pytest.mark.parametrize(("country", "group"), [("LI", "A:1"), ("HK", "D:1"), ("GL", "A:5"), ("KY", "A:5")])
def test_dependent_places_follow_their_country(country: str, group: str) -> None:
    """15 CFR 738.3(b)."""
    assert groups.member(country, group, NOW).is_yes


def test_no_country_is_unknown() -> None:
    """A code that is no country answers unknown."""
    assert groups.member("ZZ", "D:5", NOW).is_unknown


def test_group_d5_lies_within_what_the_rules_say_of_it() -> None:
    """E:1 and E:2 countries are in D:5, and no A:5 country is."""
    for on in (date(2025, 1, 29), NOW):
        assert groups.members("E:1", on) | groups.members("E:2", on) <= groups.members("D:5", on)
        assert not groups.members("D:5", on) & groups.members("A:5", on)
