"""Staged filings in answers: from their day, by themselves, and against what an official edition says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from licet.check.engine import Engine
from licet.check.finding import Disposition, Standing
from licet.core.trade import Name
from licet.lists.filing import Action, ChangeSet, FiledChange, read_filing

EXAMPLE = Path(__file__).parents[2] / "examples" / "filing-2019-22210.xml"


def _coming(engine: Engine, days: int) -> ChangeSet:
    """The example's first entry under an invented name, from so many days after the edition held."""
    filing = read_filing(EXAMPLE)
    edition = engine.snapshot.as_of(filing.list)
    one = filing.changes[0].listing
    assert edition
    assert one
    effective = edition + timedelta(days=days)
    listing = replace(
        one,
        id="us-bis-entity-list:cn:zorvanta",
        party=replace(one.party, names=(Name(text="Zorvanta Quellix Semiconductors"),)),
        period=replace(one.period, start=effective),
    )
    change = FiledChange(action=Action.ADDED, name=listing.party.name, country="CN", listing=listing)
    return replace(filing, id="2099-00001", effective=effective, changes=(change,))


def test_a_staged_addition_is_shown_before_and_in_force_on_its_day(engine: Engine) -> None:
    """The day before it reads as listed from a later day; on the day it is a match without any act."""
    filing = _coming(engine, 5)
    assert filing.effective
    staged = engine.with_filings([filing])
    before = staged.check("Zorvanta Quellix Semiconductors", on=filing.effective - timedelta(days=1))
    assert before.disposition is Disposition.STAGED
    assert before.findings[0].standing is Standing.NOT_YET
    assert before.findings[0].listing.period.start == filing.effective
    assert before.filings == ("2099-00001",)
    on_the_day = staged.check("Zorvanta Quellix Semiconductors", on=filing.effective)
    assert on_the_day.disposition is Disposition.MATCH
    assert engine.check("Zorvanta Quellix Semiconductors").disposition is Disposition.NOTHING_FOUND


def test_an_edition_without_the_staged_entry_is_a_contradiction(engine: Engine) -> None:
    """An edition that reaches the day and lacks the entry: said in words, and a person must look."""
    staged = engine.with_filings([_coming(engine, 0)])
    answer = staged.check("Zorvanta Quellix Semiconductors")
    assert "does not stand" in answer.contradictions[0]
    assert answer.disposition is Disposition.REVIEW


def test_a_staged_removal_ends_the_entry_on_its_day(engine: Engine) -> None:
    """Before the day the entry is in force, on the day it is no longer listed; each entry is shown once."""
    filing = _coming(engine, 5)
    name = "Hangzhou Hikvision Digital Technology Co., Ltd."
    removal = replace(filing, changes=(FiledChange(action=Action.REMOVED, name=name, country="CN"),))
    assert removal.effective
    staged = engine.with_filings([removal])
    assert not staged.check(name).contradictions
    for day, standing in ((-1, Standing.IN_FORCE), (0, Standing.ENDED)):
        findings = staged.check(name, on=removal.effective + timedelta(days=day)).findings
        mine = [
            one for one in findings if one.listing.id.startswith("us-bis-entity-list:cn:hangzhou-hikvision")
        ]
        assert [one.standing for one in mine] == [standing]


def test_a_filing_that_the_edition_confirms_changes_nothing(engine: Engine) -> None:
    """The October 2019 filing over today's lists: no entry is added, none contradicted but by its codes."""
    staged = engine.with_filings([read_filing(EXAMPLE)])
    assert staged.laid is not None
    assert not staged.laid.listings
    assert not any("does not stand" in one for one in staged.laid.contradictions)
