"""The engine: the same inputs give the same answer, and nothing reads as clear that is not."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import licet
from licet.check.engine import Engine, open_engine
from licet.check.finding import Disposition
from licet.core.errors import InputError
from licet.core.trade import Name, Party


def test_one_at_a_time_and_in_a_stream_give_the_same_answers(engine: Engine) -> None:
    """Screening is checking, many times."""
    names = ["Hikvision", "Acme Garden Tools", "SenseTime", "Dahua", "Bakery Müller"]
    on = date(2026, 1, 29)
    assert [engine.check(name, on=on) for name in names] == list(engine.screen(names, on=on, limit=10))


def test_an_unlisted_name_finds_nothing_and_says_what_was_not_checked(engine: Engine) -> None:
    """The best answer there is still names its limits."""
    answer = engine.check("Zwetschgen Obstbau Immenstaad", on=date(2026, 8, 1))
    assert answer.disposition is Disposition.NOTHING_FOUND
    assert answer.not_checked


def test_old_lists_are_said_to_be_old(engine: Engine) -> None:
    """A year later the same lists no longer carry an answer by themselves."""
    later = replace(engine, today=date(2027, 8, 1))
    answer = later.check("Zwetschgen Obstbau Immenstaad")
    assert len(answer.stale) == len(answer.lists)


def test_a_party_with_nothing_to_look_for_is_refused(engine: Engine) -> None:
    """A blank row is an error, not a clear one."""
    with pytest.raises(InputError, match="needs a name"):
        engine.check(Party(names=(Name(text="  "),)))


def test_a_list_that_is_not_there_is_refused() -> None:
    """Asking for an unknown list never quietly checks fewer."""
    with pytest.raises(InputError, match="no list `us-moon`"):
        open_engine("embedded", ["us-moon"])


def test_one_list_can_be_asked_alone(engine: Engine) -> None:
    """An engine over one list finds only its entries."""
    assert os.environ["LICET_HOME"]  # the index is built in the test's own folder
    alone = licet.open("embedded", ["us-fcc-covered"])
    found = alone.check("Hangzhou Hikvision Digital Technology Company").findings
    assert {finding.listing.list for finding in found} == {"us-fcc-covered"}


def test_a_torn_index_is_built_again(engine: Engine) -> None:
    """A damaged index file is replaced, not trusted."""
    folder = Path(os.environ["LICET_HOME"], "index")
    alone = open_engine("embedded", ["us-fcc-covered"])
    before = alone.check("ZTE Corporation", on=date(2026, 8, 1))
    for path in folder.glob("*.index"):
        if path.stat().st_size < 2_000_000:
            path.write_bytes(path.read_bytes()[:100])
    again = open_engine("embedded", ["us-fcc-covered"])
    assert again.check("ZTE Corporation", on=date(2026, 8, 1)).findings == before.findings


def test_an_index_of_another_matcher_is_not_read(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change of the matcher builds a new index and leaves no old one behind."""
    assert engine.lists
    folder = Path(os.environ["LICET_HOME"], "index")
    open_engine("embedded", ["us-dhs-uflpa"])
    before = set(folder.glob("*.index"))
    monkeypatch.setattr("licet.check.indexing.index_version", lambda *_: "another")
    open_engine("embedded", ["us-dhs-uflpa"])
    after = set(folder.glob("*.index"))
    (new,) = after - before
    (old,) = before - after
    assert new.name.split("-")[0] == old.name.split("-")[0]
    assert new.name.endswith("-another.index")
