"""Citations: read in the spellings of the lists, printed in one form, linked to the official text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.core.cite import Scheme, find_citations, parse_citation


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("84 FR 54002", "84 FR 54002"),
        ("46 F.R. 46154 9/17/81", "46 FR 46154"),
        ("84 FR 54,002", "84 FR 54002"),
        ("15 CFR 744.11(a)(1)", "15 CFR 744.11(a)(1)"),
        ("15 C.F.R. § 744.16", "15 CFR 744.16"),
        ("FR Doc. 2019-22210", "FR Doc. 2019-22210"),
        ("22 U.S.C. 2778(b)", "22 USC 2778(b)"),
        ("E.O. 14059", "E.O. 14059"),
        ("Pub. L. 115-232", "Pub. L. 115-232"),
    ],
)
def test_each_spelling_prints_in_one_form(text: str, printed: str) -> None:
    """The lists' spellings come out the same."""
    assert str(parse_citation(text)) == printed


def test_an_entity_list_row_gives_its_history_with_days() -> None:
    """Hikvision's cell as the table prints it: three pages, three days."""
    cites = find_citations("84 FR 54004, 10/9/19. 85 FR 34505, 6/5/20. 85 FR 44161, 7/22/20.")
    assert [(str(cite), cite.day) for cite in cites] == [
        ("84 FR 54004", date(2019, 10, 9)),
        ("85 FR 34505", date(2020, 6, 5)),
        ("85 FR 44161", date(2020, 7, 22)),
    ]


def test_a_citation_links_to_the_official_text() -> None:
    """A reader follows the link to the paragraph or page."""
    assert parse_citation("84 FR 54002").link == "https://www.federalregister.gov/citation/84-FR-54002"
    assert parse_citation("15 CFR 744.11(a)(1)").link.endswith("/title-15/section-744.11")


def test_what_is_no_citation_is_refused() -> None:
    """A sentence is not a citation."""
    with pytest.raises(ValueError, match="not a citation"):
        parse_citation("see the Entity List")


@given(st.integers(1, 99), st.integers(1, 99999))
def test_printing_and_reading_agree(volume: int, page: int) -> None:
    """A printed citation reads back as itself."""
    cite = parse_citation(f"{volume} FR {page}")
    assert parse_citation(str(cite)) == cite
    assert cite.scheme is Scheme.FR


@given(st.text(max_size=200))
def test_any_text_is_searched_without_failing(text: str) -> None:
    """A cell may hold anything."""
    find_citations(text)
