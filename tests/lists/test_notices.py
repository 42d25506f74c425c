"""Federal Register notices in the spellings of the lists."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.lists.notices import notices


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("82 F.R. 48792 10/20/2017", ["82 FR 48792 2017-10-20"]),
        ("68 F.R. 38290 6/27/03 71 F.R. 38843 7/10/06", ["68 FR 38290 2003-06-27", "71 FR 38843 2006-07-10"]),
        (
            "46 F.R. 46154 9/17/81 and 46 F.R. 19290 3/30/81",
            ["46 FR 46154 1981-09-17", "46 FR 19290 1981-03-30"],
        ),
        (
            "89 F.R.87329 11/1/2024, 86 FR. 66277 11/22/2021",
            ["89 FR 87329 2024-11-01", "86 FR 66277 2021-11-22"],
        ),
        ("89 87329 11/1/2024", ["89 FR 87329 2024-11-01"]),
        ("81.F.R. 22576 4/18/2016", ["81 FR 22576 2016-04-18"]),
        ("82 F.R. 28473, 28473 6/22/2017", ["82 FR 28473 2017-06-22"]),
        ("79 FR 35210 corrected by 79 FR 37384", ["79 FR 35210", "79 FR 37384"]),
        ("90 FR 40458ÿ", ["90 FR 40458"]),
        ("77 FR 61249 No. 195", ["77 FR 61249"]),
        ("77 FR 58006 (no. 182); 84 FR 43,495", ["77 FR 58006", "84 FR 43495"]),
        ("Vol. 83, No. 91, 05/10/2018", ["83 FR No. 91 2018-05-10"]),
        ("76 FR No. 197 (10/12/2011)", ["76 FR No. 197 2011-10-12"]),
        ("", []),
    ],
)
def test_reads_every_spelling(cell: str, expected: list[str]) -> None:
    """Each spelling found in the lists becomes the citation it means, with its day where it has one."""
    found, unread = notices(cell)
    assert [f"{one} {one.day or ''}".strip() for one in found] == expected
    assert unread == ""


@pytest.mark.parametrize(
    ("cell", "count", "unread"),
    [
        (
            "66 F.R. 47630 9/13/01, NEW F.R. NOTICE TO BE PUBLISHED SOON",
            1,
            "NEW F R NOTICE TO BE PUBLISHED SOON",
        ),
        ("90 F.R. 48938 8//28/2025", 1, "8//28/2025"),
        ("85 FR 34501; 88 FR", 1, "88 FR"),
    ],
)
def test_keeps_what_it_cannot_read(cell: str, count: int, unread: str) -> None:
    """A slip of the source is kept aside and the rest is read."""
    found, left = notices(cell)
    assert (len(found), left) == (count, unread)


def test_a_day_that_is_none_is_left_out() -> None:
    """A citation with an impossible day keeps its page and has no day."""
    ((cite,), _) = notices("88 FR 1000 13/45/2023")
    assert cite.day is None


@given(st.text(alphabet="0123456789 FR.,/;Volno()"))
def test_any_text_is_read(text: str) -> None:
    """No text makes the reader fail."""
    notices(text)


def test_links_a_notice_known_by_its_issue_to_the_issue() -> None:
    """A notice without a page links to the day's issue."""
    ((cite,), _) = notices("Vol. 83, No. 91, 05/10/2018")
    assert cite.day == date(2018, 5, 10)
    assert cite.link == "https://www.federalregister.gov/documents/2018/05/10"
