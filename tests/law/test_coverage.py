"""The page of what is not covered is generated, and not stale."""

from __future__ import annotations

from pathlib import Path

from licet.law.coverage import as_markdown, sections_without_rule

PAGE = Path(__file__).parents[2] / "docs" / "not-covered.md"


def test_the_page_is_what_the_rule_book_says() -> None:
    """`licet law uncovered --markdown > docs/not-covered.md` was run."""
    assert PAGE.read_text(encoding="utf-8") == as_markdown()


def test_the_sections_that_decide_are_covered() -> None:
    """No section that imposes a licence requirement is without a rule."""
    left = {each.section.removeprefix("15 CFR ") for each in sections_without_rule()}
    deciding = {
        "734.3",
        "734.4",
        "734.9",
        "736.2",
        "738.4",
        "740.2",
        "742.4",
        "742.6",
        "742.15",
        "744.2",
        "744.3",
    }
    deciding |= {
        "744.4",
        "744.5",
        "744.6",
        "744.8",
        "744.9",
        "744.11",
        "744.15",
        "744.16",
        "744.17",
        "744.21",
    }
    deciding |= {"744.22", "744.23", "746.2", "746.3", "746.4", "746.6", "746.7", "746.8", "746.9", "762.6"}
    assert not deciding & left
