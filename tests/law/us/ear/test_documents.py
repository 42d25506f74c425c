"""The table of documents and their savings clauses: sound in itself, and agreeing with rules and lists."""

from __future__ import annotations

import re
from datetime import date

import pytest

from licet.core.eccn import parse_eccn
from licet.core.period import Status
from licet.law.book import rule_book
from licet.law.us.ear import ccl
from licet.law.us.ear.documents import (
    KNOWN,
    Document,
    Saving,
    documents,
    entity_savings,
    of_citation,
    saving_known,
    savings,
    savings_of,
)
from licet.lists.us_fr import documents as documents_of_lists

_FR = re.compile(r"\d+ FR \d+")


@pytest.mark.parametrize("document", documents(), ids=lambda each: f"{each.cite} {each.provision[:20]}")
def test_days_of_a_document_are_in_order(document: Document) -> None:
    """Compliance is not before effect; every line says how it is known."""
    assert document.known in KNOWN
    assert document.compliance is None or document.compliance > document.effective
    assert date(2019, 1, 1) <= document.published
    assert int(document.cite.split()[2]) <= document.last


@pytest.mark.parametrize("saving", savings(), ids=lambda each: f"{each.cite} {each.saves}")
def test_a_clause_saves_something_that_there_is(saving: Saving) -> None:
    """Its target is a rule, a paragraph behind a row, or the Entity List; its days are in order."""
    on = date(2025, 1, 29)
    sections = {row.target.section for row in ccl.rows(parse_eccn("2B999"), on)}
    known = {*rule_book().ids, "entity list", *sections}
    assert saving.saves in known
    assert saving.since in {each.effective for each in documents() if each.cite == saving.cite}
    assert saving.aboard or saving.made
    assert saving.aboard is None or saving.aboard >= saving.since
    assert saving.before is None or saving.before > (saving.aboard or saving.made or saving.since)


def test_periods_of_rules_agree_with_the_table() -> None:
    """A period that begins by a document of the table begins on a day that the table gives for it.

    An announcement of non-enforcement has its own day, and what is not confirmed says so.
    """
    days: dict[str, set[date]] = {}
    for each in documents():
        days.setdefault(each.cite, set()).update({each.effective, each.compliance or each.effective})
    wrong = [
        f"{rule.id}: {period} by {cited[0]}"
        for rule in rule_book().rules
        for period in rule.periods
        if period.confirmed
        and period.status is not Status.NOT_ENFORCED
        and (cited := _FR.findall(period.by))
        and cited[0] in days
        and period.start not in days[cited[0]]
    ]
    assert wrong == []


def test_the_lists_agree() -> None:
    """The effective days by which list entries begin are the same as here."""
    ours = {
        each.cite: each for each in documents() if each.provision.startswith("part 744, Supplement No. 4")
    }
    for volume, many in documents_of_lists().items():
        for theirs in many:
            own = ours.get(f"{volume} FR {theirs.first}")
            if own is not None and theirs.effective is not None:
                assert (own.published, own.effective) == (theirs.published, theirs.effective)


def test_a_page_inside_a_document_names_it() -> None:
    """Entries cite their own page: 84 FR 29373 lies in the rule that begins at 29371."""
    (found,) = of_citation(84, 29373)
    assert found.cite == "84 FR 29371"
    assert len(of_citation(87, 62202)) == 3
    assert of_citation(1, 1) == ()


def test_a_correction_gives_the_corrected_day() -> None:
    """The Pakistan rule was printed for 2024-11-25 and corrected to 2024-12-26."""
    corrected = next(each for each in documents() if each.corrects)
    first = next(each for each in documents() if each.cite == corrected.corrects)
    assert first.effective == corrected.effective == date(2024, 12, 26)


def test_clauses_are_found_by_rule_and_by_day() -> None:
    """Sugon's clause is open-ended; Biren's ends; a day without a listing document has none."""
    assert entity_savings(date(2019, 6, 24))[0].before is None
    assert entity_savings(date(2023, 10, 17))[0].before == date(2023, 11, 16)
    assert entity_savings(date(2019, 6, 25)) == ()
    assert savings_of("part746_russia.any_eccn")[0].aboard == date(2022, 5, 9)
    assert savings_of("no such rule") == ()


def test_how_well_the_day_of_a_savings_clause_is_known() -> None:
    """Read in the rule, read in summaries, another day than the one held, or not held at all."""
    day = date(2019, 6, 24)
    assert saving_known("84 FR 29371", day) == "confirmed by the official text"
    assert saving_known("84 FR 54002", date(2019, 10, 9)) == "not confirmed: read in summaries"
    assert (
        saving_known("84 FR 29371", date(2019, 7, 1)) == "not confirmed: 2019-06-24 is held for 84 FR 29371"
    )
    assert saving_known("99 FR 1", day) == "as the filing prints it"
