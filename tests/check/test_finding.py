"""What a listing means on a day, and what a check suggests."""

from __future__ import annotations

from datetime import date

import pytest

from licet.check.finding import (
    Disposition,
    Finding,
    ListState,
    PartyCheck,
    Standing,
    disposition_of,
    listed_answer,
    standing_of,
)
from licet.core.listing import Listing
from licet.core.period import Period
from licet.core.trade import Name, Party

LISTED = date(2019, 10, 9)


def listing(start: date | None = LISTED, end: date | None = None) -> Listing:
    """An Entity List entry with a period."""
    return Listing(
        id="us-bis-entity-list:cn/x",
        list="us-bis-entity-list",
        party=Party(names=(Name(text="X Ltd."),)),
        period=Period(start=start, end=end),
    )


def finding(verdict: str, standing: Standing) -> Finding:
    """A finding of that strength."""
    entry = listing()
    return Finding(
        listing=entry,
        standing=standing,
        version=None,
        score=0.9,
        verdict=verdict,
        evidence="",
        listed=listed_answer(entry, standing, verdict, LISTED),
    )


@pytest.mark.parametrize(
    ("start", "end", "on", "known_from", "expected"),
    [
        (LISTED, None, date(2019, 10, 8), None, Standing.NOT_YET),
        (LISTED, None, LISTED, None, Standing.IN_FORCE),
        (LISTED, date(2024, 1, 1), date(2024, 1, 1), None, Standing.ENDED),
        (None, None, date(2020, 1, 1), date(2025, 1, 29), Standing.UNKNOWN),
        (None, None, date(2025, 1, 29), date(2025, 1, 29), Standing.IN_FORCE),
        (None, None, date(2025, 1, 29), None, Standing.UNKNOWN),
    ],
)
def test_standing_follows_the_period_and_how_far_the_history_reaches(
    start: date | None, end: date | None, on: date, known_from: date | None, expected: Standing
) -> None:
    """In force, not yet, ended, or not known: never a guess."""
    assert standing_of(listing(start, end), on, known_from) is expected


def test_a_probable_hit_is_unknown_and_asks_whether_it_is_the_same_party() -> None:
    """A review-grade hit is neither a hit nor clear."""
    answer = finding("review", Standing.IN_FORCE).listed
    assert answer.is_unknown
    assert answer.asks()[0].id == "same_party[us-bis-entity-list:cn/x]"


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ([("match", Standing.IN_FORCE)], Disposition.MATCH),
        ([("match", Standing.UNKNOWN)], Disposition.REVIEW),
        ([("review", Standing.IN_FORCE)], Disposition.REVIEW),
        ([("match", Standing.NOT_YET)], Disposition.STAGED),
        ([("match", Standing.ENDED)], Disposition.NOTHING_FOUND),
        ([], Disposition.NOTHING_FOUND),
        ([("match", Standing.ENDED), ("match", Standing.IN_FORCE)], Disposition.MATCH),
    ],
)
def test_the_strongest_finding_in_force_decides(
    findings: list[tuple[str, Standing]], expected: Disposition
) -> None:
    """A listing that is over or not yet begun never reads as in force, an unknown one never as clear."""
    assert disposition_of(tuple(finding(*parts) for parts in findings)) is expected


def test_a_day_before_the_history_is_said_to_be_out_of_reach() -> None:
    """What was removed before the first edition held cannot be seen, and the answer names the list."""
    state = ListState(id="us-ofac-sdn", title="SDN", published=date(2026, 7, 31), count=1)
    answer = PartyCheck(
        party=Party(names=(Name(text="X"),)),
        on=date(2020, 1, 1),
        snapshot="s",
        lists=(state,),
        findings=(),
        disposition=Disposition.NOTHING_FOUND,
        not_checked=(),
    )
    assert answer.incomplete == ("us-ofac-sdn",)
