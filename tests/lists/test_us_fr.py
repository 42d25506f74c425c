"""Federal Register citations of a row and the days from which they had effect."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from licet.core.cite import Citation, Scheme
from licet.lists.us_fr import documents, effective_day, read_history


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("84 FR 54004, 10/9/19. 85 FR 44161, 7/22/20.", [date(2019, 10, 9), date(2020, 7, 22)]),
        ("73 FR 54508. 9/22/08.", [date(2008, 9, 22)]),
        ("88 FR FR 12158, 2/27/23.", [date(2023, 2, 27)]),
        ("81 FR 61601 preview citation details, 9/7/16.", [date(2016, 9, 7)]),
        ("77 FR 23116\n4/18/12.", [date(2012, 4, 18)]),
        ("86 FR 12531, 3/4/2021.", [date(2021, 3, 4)]),
        ("82 FR 16732, April 6, 2017; 79 FR 34220, June 16, 2014.", [date(2014, 6, 16), date(2017, 4, 6)]),
    ],
)
def test_history_cells(cell: str, days: list[date]) -> None:
    """All spellings and misprints of the official tables give dated citations, oldest first."""
    cites, left = read_history(cell)
    assert [cite.day for cite in cites] == days
    assert left == ""


def test_what_is_no_citation_is_kept() -> None:
    """Words that are no citation are returned, not dropped."""
    assert read_history("84 FR 54004, 10/9/19, as amended")[1] == "as amended"


@pytest.mark.parametrize(
    ("volume", "page", "published", "effective"),
    [
        (84, "54004", date(2019, 10, 9), date(2019, 10, 9)),
        (84, "22963", date(2019, 5, 21), date(2019, 5, 16)),
        (85, "83420", date(2020, 12, 22), date(2020, 12, 18)),
        (88, "71992", date(2023, 10, 19), date(2023, 10, 17)),
        (87, "62202", date(2022, 10, 13), date(2022, 10, 21)),
        (76, "71869", date(2011, 11, 21), date(2011, 11, 21)),
    ],
)
def test_effective_day(volume: int, page: str, published: date, effective: date) -> None:
    """Publication is not effect: the document table decides by page, else the day of publication holds."""
    cite = Citation(scheme=Scheme.FR, title=volume, section=page, day=published)
    assert effective_day(cite) == effective


def test_document_table_is_sound() -> None:
    """Pages run upward, do not overlap within a volume, and each row says where it was read."""
    for rows in documents().values():
        ordered = sorted(rows, key=lambda row: row.first)
        assert all(row.first <= row.last and row.source for row in ordered)
        assert all(one.last < other.first for one, other in pairwise(ordered))
