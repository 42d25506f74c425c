"""The rules of a day: dates, limbs, products, and the FCC's two editions."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.gear.facts import load
from licet.gear.rules import applied, category_rules, diff_editions, editions, rules, rules_on


def _ids(maker: str, on: str, product: str = "") -> set[str]:
    return {item.rule.id for item in applied(maker, product, date.fromisoformat(on))}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2019-08-12", set()),
        ("2019-08-13", {"s889-a1A"}),
        ("2020-08-12", {"s889-a1A"}),
        ("2020-08-13", {"s889-a1A", "s889-a1B", "s889-grants"}),
        ("2021-03-11", {"s889-a1A", "s889-a1B", "s889-grants"}),
        ("2021-03-12", {"s889-a1A", "s889-a1B", "s889-grants", "fcc-hikvision"}),
    ],
)
def test_each_rule_starts_on_its_day(day: str, expected: set[str]) -> None:
    """For Hikvision: nothing before 13 August 2019, then part A, a year later part B, then the FCC."""
    assert _ids("hikvision", day) == expected


def test_limbs_differ_between_the_five() -> None:
    """Huawei stands under limb (1) without a purpose, Dahua under limb (2) with one."""
    on = date(2026, 11, 23)
    huawei = applied("huawei", "telecommunications", on)[0]
    dahua = applied("dahua", "video surveillance", on)[0]
    assert "covered equipment (1)" in huawei.cite
    assert "covered equipment (2)" in dahua.cite
    assert "equipment.purpose" not in {question.id for question in huawei.answer.asks()}
    assert "equipment.purpose" in {question.id for question in dahua.answer.asks()}


def test_service_entries_reach_no_equipment() -> None:
    """Carriers are on the Covered List for services only, so no rule reaches a device of theirs."""
    assert _ids("china-mobile", "2026-11-23") == set()


def test_drone_makers_are_reached_from_december_2025() -> None:
    """The section 1709 makers are on the Covered List from 22 December 2025."""
    assert _ids("dji", "2025-12-21") == set()
    assert _ids("dji", "2025-12-22") == {"fcc-1709"}


def test_semiconductor_rule_waits_for_its_day() -> None:
    """Section 5949 reaches no chip before 23 December 2027 and is marked as not confirmed."""
    assert _ids("ymtc", "2027-12-22") == set()
    assert _ids("ymtc", "2027-12-23") == {"s5949"}
    assert not next(rule for rule in rules() if rule.id == "s5949").period.confirmed


def test_routers_are_a_category_whoever_made_them() -> None:
    """From 23 March 2026 a router opens the question where it was produced."""
    assert category_rules("router", date(2026, 3, 22)) == ()
    (found,) = category_rules("router", date(2026, 3, 23))
    assert found.answer.is_unknown
    assert "equipment.origin" in {question.id for question in found.answer.asks()}


def test_every_rule_cites_a_clause_and_a_day() -> None:
    """No rule stands without its paragraph and first day."""
    for rule in rules():
        assert rule.clause
        assert rule.period.start is not None


@given(
    st.dates(min_value=date(2018, 1, 1), max_value=date(2030, 1, 1)), st.sampled_from(sorted(load().makers))
)
def test_rules_only_grow_with_time(on: date, maker: str) -> None:
    """No held rule ends, so a later day never reaches less."""
    earlier = {item.rule.id for item in applied(maker, "", on)}
    later = {item.rule.id for item in applied(maker, "", date(2031, 1, 1))}
    assert earlier <= later
    assert all(on in rule.period for rule in rules_on(on))


def test_editions_differ_as_the_page_does() -> None:
    """One entry, seven approvals and a prohibition were added, and the drone approvals lost their end day."""
    older, newer = editions()
    changes = diff_editions(older, newer)
    added = [change for change in changes if change.what == "added"]
    assert [change.entry for change in added if change.section == "entry"] == [
        "Digitalsystem Technology Inc."
    ]
    assert sum(change.section == "approval uas" for change in added) == 2
    assert sum(change.section == "approval router" for change in added) == 5
    assert sum(change.section == "import prohibition" for change in added) == 1
    changed = [change for change in changes if change.what == "changed"]
    assert len(changed) == 13
    assert {(change.before, change.after) for change in changed} == {
        ("until 2026-12-31", "no end day stated")
    }
    assert not [change for change in changes if change.what == "removed"]


def test_an_edition_does_not_differ_from_itself() -> None:
    """Comparing an edition with itself finds nothing."""
    assert diff_editions(editions()[0], editions()[0]) == ()
