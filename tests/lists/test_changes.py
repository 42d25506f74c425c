"""What changed between two editions: additions, removals, renames, aliases, addresses, codes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.core.cite import Citation, parse_citation
from licet.core.listing import Listing, Version
from licet.core.period import ALWAYS
from licet.core.trade import Address, Name, Party
from licet.lists.changes import ChangeKind, diff_listings
from licet.lists.us_bis_entity_list import read
from licet.lists.wording import read_cells

OLD, NEW = parse_citation("84 FR 54004, 10/9/19"), parse_citation("90 FR 44499, 9/16/25")
ALL = "For all items subject to the EAR. (See § 744.11 of the EAR)"
DENIAL = "Presumption of denial"


def listing(
    id: str,
    *names: str,
    places: tuple[str, ...] = (),
    cites: tuple[Citation, ...] = (OLD,),
    cells: tuple[str, str] = (ALL, DENIAL),
) -> Listing:
    """A listing of the Entity List."""
    codes = read_cells(*cells)
    return Listing(
        id=f"us-bis-entity-list:{id}",
        list="us-bis-entity-list",
        party=Party(
            names=tuple(Name(text=name) for name in names),
            addresses=tuple(Address(text=place) for place in places),
        ),
        cites=cites,
        versions=(Version(period=ALWAYS, requirement=codes.requirement, policy=codes.policy),),
    )


BASE = listing("cn:acme", "Acme", "Acme Works", places=("1 Road, Xian, China",))


def kinds(before: list[Listing], after: list[Listing]) -> list[ChangeKind]:
    """The kinds of all changes."""
    return [change.kind for change in diff_listings(before, after)]


def test_added_and_removed() -> None:
    """An entry without a partner is added, with its citations, or removed, without any."""
    (added,) = diff_listings([], [BASE])
    assert (added.kind, added.cites) == (ChangeKind.ADDED, (OLD,))
    (removed,) = diff_listings([BASE], [])
    assert (removed.kind, removed.cites) == (ChangeKind.REMOVED, ())


def test_rename_is_one_change_with_its_citation() -> None:
    """An entry whose id follows a new name is the same entry, renamed."""
    after = listing(
        "cn:apex", "Apex", "Acme", "Acme Works", places=("1 Road, Xian, China",), cites=(OLD, NEW)
    )
    (change,) = diff_listings([BASE], [after])
    assert (change.kind, change.before, change.after) == (ChangeKind.RENAMED, "Acme", "Apex")
    assert change.cites == (NEW,)


def test_rename_known_by_address_and_citation() -> None:
    """A renamed entry without any old name is known by an address and a citation in common."""
    after = listing("cn:apex", "Apex", places=("1 Road, Xian, China",), cites=(OLD, NEW))
    assert kinds([BASE], [after]) == [ChangeKind.RENAMED, ChangeKind.ALIAS_REMOVED]
    stranger = listing("cn:apex", "Apex", places=("1 Road, Xian, China",), cites=(NEW,))
    assert kinds([BASE], [stranger]) == [ChangeKind.REMOVED, ChangeKind.ADDED]


def test_twin_under_another_country_is_another_entry() -> None:
    """The same entity under a second country is added there, unless it left the first."""
    twin = listing("pk:acme", "Acme", "Acme Works", places=("1 Road, Xian, China",))
    assert kinds([BASE], [BASE, twin]) == [ChangeKind.ADDED]
    assert kinds([BASE], [twin]) == [ChangeKind.MOVED]


def test_aliases_and_addresses() -> None:
    """New and gone aliases and addresses are told one by one; punctuation and case are no change."""
    after = listing("cn:acme", "ACME", "Acme Plant", places=("2 Road, Xian, China",))
    assert kinds([BASE], [after]) == [
        ChangeKind.ALIAS_ADDED,
        ChangeKind.ALIAS_REMOVED,
        ChangeKind.ADDRESS_ADDED,
        ChangeKind.ADDRESS_REMOVED,
    ]
    assert kinds([BASE], [listing("cn:acme", "acme.", "Acme, Works", places=("1 Road Xian China",))]) == []


def test_codes() -> None:
    """Requirement, footnotes and policy are compared as codes and told in words."""
    after = listing(
        "cn:acme",
        "Acme",
        "Acme Works",
        places=("1 Road, Xian, China",),
        cites=(OLD, NEW),
        cells=(
            "For all items subject to the EAR. (See §§ 734.9(e)(2) and 744.11 of the EAR)4",
            "Policy of denial",
        ),
    )
    requirement, footnotes, policy = diff_listings([BASE], [after])
    assert [change.kind for change in (requirement, footnotes, policy)] == [
        ChangeKind.REQUIREMENT,
        ChangeKind.FOOTNOTES,
        ChangeKind.POLICY,
    ]
    assert (footnotes.before, footnotes.after) == ("none printed", "4")
    assert (policy.before, policy.after) == ("presumption of denial", "policy of denial")
    assert all(change.cites == (NEW,) for change in (requirement, footnotes, policy))


def test_order_of_cites_is_no_change() -> None:
    """The same sections in another order say the same."""
    one = listing(
        "cn:a", "A", cells=("All items subject to the EAR. (See §§ 744.2 and 744.11 of the EAR)", DENIAL)
    )
    other = replace(
        one,
        versions=listing(
            "cn:a",
            "A",
            cells=("For all items subject to the EAR (See §§ 744.11 and 744.2 of the EAR)", DENIAL),
        ).versions,
    )
    assert kinds([one], [other]) == []


@given(st.lists(st.sampled_from("abcdefgh"), unique=True), st.lists(st.sampled_from("abcdefgh"), unique=True))
def test_diff_is_a_set_difference_of_strangers(before: list[str], after: list[str]) -> None:
    """Of unrelated entries the diff tells exactly those that came and went."""
    found = diff_listings(
        [listing(f"cn:{name}", name) for name in before], [listing(f"cn:{name}", name) for name in after]
    )
    assert {change.name for change in found if change.kind is ChangeKind.ADDED} == set(after) - set(before)
    assert {change.name for change in found if change.kind is ChangeKind.REMOVED} == set(before) - set(after)
    assert len(found) == len(set(after) ^ set(before))


@pytest.mark.shared
def test_january_to_august_2025(shared: Path) -> None:
    """82 added, 8 aliases, one address, one entry moved from Panama to Pakistan; each but the move cited."""
    before, after = (
        list(read(shared / f"us/ecfr/title-15-part-744_{day}.xml.gz")) for day in ("2025-01-29", "2025-08-02")
    )
    found = diff_listings(before, after)
    count = {kind: sum(change.kind is kind for change in found) for kind in ChangeKind}
    assert {kind: number for kind, number in count.items() if number} == {
        ChangeKind.ADDED: 82,
        ChangeKind.ALIAS_ADDED: 8,
        ChangeKind.ADDRESS_ADDED: 1,
        ChangeKind.MOVED: 1,
    }
    assert [change.name for change in found if not change.cites] == ["Zaheer & Sons"]
    added = [change for change in found if change.kind is ChangeKind.ADDED]
    assert all(date(2025, 1, 29) < (change.cites[0].day or date.min) <= date(2025, 8, 2) for change in added)
