"""Editions and citations as dated listings with stable identity."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.core.cite import Citation, parse_citation
from licet.core.errors import SourceError
from licet.core.listing import Listing
from licet.core.trade import Address, Name, Party
from licet.lists.bis_table import period_of, versions_of
from licet.lists.history import Edition, History, history_of
from licet.lists.past import past_versions
from licet.lists.us_bis_entity_list import read
from licet.lists.wording import read_cells

FIRST = parse_citation("84 FR 54004, 10/9/19")
SECOND = parse_citation("90 FR 14035, 3/28/25")
THIRD = parse_citation("90 FR 44499, 9/16/25")
PLAIN = ("For all items subject to the EAR. (See § 744.11 of the EAR)", "Presumption of denial")
HARDER = ("For all items subject to the EAR. (See § 744.11 of the EAR)", "Policy of denial")
JANUARY, AUGUST, DECEMBER = date(2025, 1, 29), date(2025, 8, 2), date(2025, 12, 30)


def row(
    name: str, *aliases: str, cites: tuple[Citation, ...] = (FIRST,), cells: tuple[str, str] = PLAIN
) -> Listing:
    """A row of one edition, as the reader gives it."""
    codes = read_cells(*cells)
    return Listing(
        id=f"us-bis-entity-list:cn:{name.lower()}",
        list="us-bis-entity-list",
        party=Party(
            names=tuple(Name(text=text) for text in (name, *aliases)),
            addresses=(Address(text=f"1 {name} Road"),),
        ),
        period=period_of(cites),
        versions=versions_of(codes.requirement, codes.policy, cites),
        cites=cites,
    )


def over(*editions: tuple[date, list[Listing]]) -> History:
    """The history of some editions."""
    return history_of(Edition(day=day, listings=tuple(rows)) for day, rows in editions)


def test_one_edition_one_citation() -> None:
    """With one citation the codes hold from the day of listing."""
    (acme,) = over((JANUARY, [row("Acme")])).listings
    assert acme.period.start == date(2019, 10, 9)
    assert [version.period.start for version in acme.versions] == [date(2019, 10, 9)]


def test_change_between_editions_is_dated_by_its_citation() -> None:
    """A policy that changed between two editions changes on the new citation's day, both forms known."""
    (acme,) = over(
        (JANUARY, [row("Acme")]), (AUGUST, [row("Acme", cites=(FIRST, SECOND), cells=HARDER)])
    ).listings
    assert [(version.period.start, version.period.end) for version in acme.versions] == [
        (date(2019, 10, 9), date(2025, 3, 28)),
        (date(2025, 3, 28), None),
    ]
    assert all(version.policy is not None for version in acme.versions)


def test_two_amendments_between_editions_leave_a_gap() -> None:
    """Of two amendments between two editions the first one's text was never printed: unknown."""
    (acme,) = over(
        (JANUARY, [row("Acme")]), (DECEMBER, [row("Acme", cites=(FIRST, SECOND, THIRD), cells=HARDER)])
    ).listings
    between = acme.version_on(date(2025, 5, 1))
    assert between is not None
    assert between.policy is None
    assert acme.versions[-1].period.start == date(2025, 9, 16)


def test_amendment_that_leaves_the_codes_alone() -> None:
    """A new alias does not cut the version in two."""
    (acme,) = over(
        (JANUARY, [row("Acme")]), (AUGUST, [row("Acme", "Acme Works", cites=(FIRST, SECOND))])
    ).listings
    assert len(acme.versions) == 1
    assert [(name.text, name.since) for name in acme.party.names] == [
        ("Acme", None),
        ("Acme Works", date(2025, 3, 28)),
    ]


def test_entry_that_is_gone_ends_with_the_first_edition_without_it() -> None:
    """The day of a removal is not in the table: listed until the edition that lacks it, and not confirmed."""
    history = over((JANUARY, [row("Acme"), row("Bolt")]), (AUGUST, [row("Bolt")]))
    acme = history.listings[0]
    assert acme.period.end == AUGUST
    assert not acme.period.confirmed
    assert "END_NOT_KNOWN" in acme.notes
    assert acme.versions[-1].period.end == AUGUST
    assert [listing.party.name for listing in history.on(AUGUST)] == ["Bolt"]


def test_rename_keeps_the_id_and_the_old_name() -> None:
    """The id is that of the first edition; the old name stays, with the day on which it ended."""
    renamed = row("Apex", "Acme Works", cites=(FIRST, SECOND))
    (apex,) = over((JANUARY, [row("Acme", "Acme Works")]), (AUGUST, [renamed])).listings
    assert apex.id == "us-bis-entity-list:cn:acme"
    assert apex.party.name == "Apex"
    assert {name.text: name.until for name in apex.party.names}["Acme"] == date(2025, 3, 28)


def test_second_entry_of_the_same_id_gets_its_own() -> None:
    """An id once given to an entry that ended is not given to a later stranger."""
    again = replace(row("Acme"), cites=(THIRD,), period=period_of((THIRD,)))
    history = over((JANUARY, [row("Acme")]), (AUGUST, []), (DECEMBER, [again]))
    assert [listing.id for listing in history.listings] == [
        "us-bis-entity-list:cn:acme",
        "us-bis-entity-list:cn:acme~again2",
    ]


def test_completeness() -> None:
    """Before the first edition "not listed" cannot be said."""
    history = over((AUGUST, [row("Acme")]), (JANUARY, [row("Acme")]))
    assert history.complete_from == JANUARY
    assert not history.is_complete_on(date(2019, 10, 9))
    assert history.is_complete_on(JANUARY)


def test_editions_must_differ() -> None:
    """No edition, or two of one day, is refused."""
    with pytest.raises(SourceError, match="editions"):
        over()
    with pytest.raises(SourceError, match="editions"):
        over((JANUARY, [row("Acme")]), (JANUARY, [row("Acme")]))


def test_past_versions_are_readable_and_do_not_overlap() -> None:
    """Each cited earlier version is wholly read by the grammar and ends before the next begins."""
    for rows in past_versions().values():
        assert all(one.policy.is_readable and one.since < one.until for one in rows)


@given(
    st.lists(st.sets(st.sampled_from(["Acme", "Bolt", "Core", "Dyne"])), min_size=1, max_size=3),
)
def test_an_edition_is_given_back_on_its_day(sets: list[set[str]]) -> None:
    """On the day of an edition exactly its entries are listed."""
    days = (JANUARY, AUGUST, DECEMBER)
    history = over(
        *((day, [row(name) for name in sorted(names)]) for day, names in zip(days, sets, strict=False))
    )
    last = sets[-1]
    assert {listing.party.name for listing in history.on(days[len(sets) - 1])} == last
    ids = [listing.id for listing in history.listings]
    assert len(ids) == len(set(ids))
    for listing in history.listings:
        for one, other in zip(listing.versions, listing.versions[1:], strict=False):
            assert one.period.end == other.period.start


@pytest.mark.shared
def test_four_editions(shared: Path) -> None:
    """On each edition's day the history lists exactly as many entries as the edition prints."""
    counts = {"2025-01-29": 3273, "2025-08-02": 3355, "2025-12-30": 3415, "2026-01-29": 3415}
    history = history_of(
        Edition(
            day=date.fromisoformat(day),
            listings=tuple(read(shared / f"us/ecfr/title-15-part-744_{day}.xml.gz")),
        )
        for day in counts
    )
    assert {day: len(history.on(date.fromisoformat(day))) for day in counts} == counts
    assert history.complete_from == date(2025, 1, 29)
    moved = [listing for listing in history.listings if listing.party.name == "Zaheer & Sons"]
    assert [(listing.id, listing.party.countries) for listing in moved] == [
        ("us-bis-entity-list:pa:zaheer-sons", ("PK",))
    ]
