"""The self-test finds a cut list, a deaf index and a silent filter; and every later answer says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from licet.check.determine import determine_facts
from licet.check.doubts import Doubt, Doubts, doubts_path, read_doubts, write_doubts
from licet.check.effectiveness import CLASSES, effectiveness
from licet.check.engine import Engine, open_engine
from licet.check.selftest import Looked, ProbeKind, canaries, counts, failed, run_probes, silence
from licet.lists.snapshot import Snapshot, snapshot_bytes

LISTS = ("us-bis-meu", "us-bis-uvl", "us-fcc-covered")
TODAY = date(2026, 8, 1)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A snapshot of three short lists, whole, with an index of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LICET_HOME", str(tmp_path_factory.mktemp("home")))
        yield replace(open_engine("embedded", LISTS), today=TODAY)


def test_all_canaries_alert_and_all_entries_are_found(small: Engine) -> None:
    """On whole lists no canary is silent, and no entry of these lists is missing from the index."""
    found = [one for one in run_probes(small) if one.list in LISTS]
    assert {one.kind for one in found} == {ProbeKind.CANARY, ProbeKind.COUNT, ProbeKind.STALENESS}
    assert not failed(found)


def test_a_list_that_is_not_looked_at_is_a_failure(small: Engine) -> None:
    """An engine over three of the lists held says which it leaves out: Starling's filter did not."""
    left = {one.list for one in counts(small) if not one.passed}
    assert "us-ofac-sdn" in left
    assert not left & set(LISTS)


def test_a_deaf_index_is_found(small: Engine) -> None:
    """An index of another list makes every canary of this one silent, and its entries are missed."""
    deaf = replace(small, index=open_engine("embedded", ["us-fcc-covered"]).index)
    wrong = {(one.kind, one.list) for one in failed(run_probes(deaf))}
    assert (ProbeKind.CANARY, "us-bis-meu") in wrong
    assert (ProbeKind.COUNT, "us-bis-meu") in wrong
    assert (ProbeKind.CANARY, "us-fcc-covered") not in wrong


def test_a_cut_list_is_found(small: Engine) -> None:
    """A tenth of the list is not the list, whatever the manifest of the cut one says."""
    held = [one for id in LISTS for one in small.snapshot.listings(id)]
    cut = [one for one in held if one.list != "us-bis-uvl"] + [
        one for one in held if one.list == "us-bis-uvl"
    ][:19]
    data = snapshot_bytes(cut, [small.snapshot.lists[id] for id in LISTS])
    short = replace(small, snapshot=Snapshot(data, place="cut"))
    (probe,) = [one for one in counts(short) if one.list == "us-bis-uvl"]
    assert not probe.passed
    assert "of the document are not held" in probe.says
    assert "came with licet" in probe.says


def test_other_canaries_each_day(small: Engine) -> None:
    """The canaries rotate, so that in time every entry is one; within a day they stay."""
    seen = set()
    for day in range(30):
        seen |= {one.says for one in canaries(replace(small, today=TODAY + timedelta(days=day)))}
        assert all(one.passed for one in canaries(replace(small, today=TODAY + timedelta(days=day))))
    assert seen


def test_silence_over_many_parties_is_an_alarm() -> None:
    """No alert over 10,000 parties is no luck; over 100 it may be; one alert ends it."""
    assert not silence([Looked(screened=10_000, alerts=0)], days=7).passed
    few = silence([Looked(screened=100, alerts=0)], days=7)
    assert few.passed
    assert "0.2 are expected at the least: too few to tell" in few.says
    assert silence([Looked(screened=10_000, alerts=1)], days=7).passed


def test_silence_after_a_small_change_is_no_alarm() -> None:
    """A million parties against 28 of 50,000 entries may alert nobody; against half of them they may not."""
    change = Looked(screened=1_000_000, alerts=0, entries=28 / 50_000)
    assert silence([change], days=7).passed
    assert not silence([replace(change, entries=0.5)], days=7).passed
    assert not silence([change] * 9, days=7).passed  # nine such changes are as good as one large one


def test_rates_by_class(small: Engine) -> None:
    """Exact names all alert; each class is counted for each list; the same seed asks the same."""
    found = list(effectiveness(small, sample=12))
    assert {one.list for one in found} == set(LISTS)
    assert {one.name_class for one in found} >= set(CLASSES) - {"a middle word left out"}
    for one in found:
        assert one.alerted + len(one.missed) >= min(one.tested, 5)
        assert one.matched <= one.alerted <= one.tested
        if one.name_class == "exact":
            assert one.rate == 1.0
    assert found == list(effectiveness(small, sample=12))


def test_a_failure_is_said_by_every_answer(small: Engine) -> None:
    """A list in doubt is stale in checks, and no determination is clear on it even on a day it reaches."""
    doubts = Doubts(day=TODAY, failures=(Doubt(list="us-bis-uvl", says="canary: silent"),))
    doubted = replace(small, doubts=doubts)
    answer = doubted.check("Zwetschgen Obstbau Immenstaad", on=date(2026, 1, 29))
    assert any("us-bis-uvl" in line and "canary: silent" in line for line in answer.stale)
    assert not any("us-bis-meu" in line and "canary" in line for line in answer.stale)
    facts = {"activity": "export", "parties": [{"name": "Zwetschgen Obstbau Immenstaad"}]}
    (screened,) = determine_facts(facts, date(2026, 1, 29), engine=doubted).screened
    assert "us-bis-uvl" in screened.stale
    (screened,) = determine_facts(facts, date(2026, 1, 29), engine=small).screened
    assert "us-bis-uvl" not in screened.stale


def test_what_concerns_no_single_list_concerns_all(small: Engine) -> None:
    """Silence puts every list in doubt."""
    doubted = replace(small, doubts=Doubts(day=TODAY, failures=(Doubt(list="", says="silence"),)))
    assert all(state.doubted for state in doubted.list_states())


def test_a_missed_self_test_is_said(small: Engine) -> None:
    """Three days are allowed; from the fourth on each answer says that it was missed."""
    doubts = Doubts(day=TODAY - timedelta(days=3))
    assert not any(state.doubted for state in replace(small, doubts=doubts).list_states())
    late = replace(small, doubts=doubts, today=TODAY + timedelta(days=1))
    assert all("missed" in state.stale for state in late.list_states())


def test_what_is_kept_is_read_by_the_next_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file says it to every later process; a torn file is a doubt, none is none."""
    monkeypatch.setenv("LICET_HOME", str(tmp_path))
    assert read_doubts() is None
    write_doubts(TODAY, "abc", [Doubt(list="us-bis-uvl", says="x")], max_age=1)
    assert read_doubts() == Doubts(
        day=TODAY, snapshot="abc", max_age=1, failures=(Doubt(list="us-bis-uvl", says="x"),)
    )
    doubts_path().write_text("{", encoding="utf-8")
    held = read_doubts()
    assert held is not None
    assert "cannot be read" in held.about("us-bis-uvl", TODAY)
