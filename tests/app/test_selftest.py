"""`licet selftest` as a person runs it, and what later answers say of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from licet.app.actions.selftest import run_selftest
from licet.app.actions.watch import Desk, run_watch
from licet.app.cli import root
from licet.check.doubts import read_doubts
from licet.check.engine import Engine, open_engine
from licet.check.selftest import ProbeKind
from licet.core.trade import Name, Party
from licet.store.actor import system
from licet.store.decisions import Decision
from licet.store.portfolio import put
from licet.store.selftests import selftests
from licet.store.store import Store
from licet.store.verify import verify
from tests.store.kept import log_decisions

LISTS = ("us-bis-meu", "us-fcc-covered")


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Two short lists, opened anew by each command as the program does."""
    monkeypatch.setenv("LICET_HOME", str(tmp_path / "home"))

    def opened(*_: object) -> Engine:
        return replace(open_engine("embedded", LISTS), today=date(2026, 8, 1))

    monkeypatch.setattr("licet.app.actions.check.open_lists", opened)
    return opened()


def test_a_report_for_an_examiner(engine: Engine, tmp_path: Path) -> None:
    """The page and the data hold the rates by class; what is not looked at fails the test."""
    page = tmp_path / "report.html"
    done = CliRunner().invoke(
        root, ["selftest", "--effectiveness", "--sample", "5", "--html", str(page), "--json"]
    )
    assert done.exit_code == 1, done.output
    told = json.loads(done.stdout)
    assert told["snapshot"] == engine.snapshot.id
    exact = next(one for one in told["effectiveness"]["by_class"] if one["class"] == "exact")
    assert (exact["tested"], exact["rate"]) == (10, 1.0)
    text = page.read_text(encoding="utf-8")
    assert "<th scope=col>two letters swapped</th>" in text
    assert "us-bis-meu" in text
    silent = [one for one in told["probes"] if not one["passed"] and one["kind"] != "staleness"]
    assert {one["says"] for one in silent} == {"held, and not looked at"}


def test_no_alert_at_all_is_kept_and_said_by_later_answers(engine: Engine, tmp_path: Path) -> None:
    """Ten thousand kept screenings without one alert: the test fails, and so no later answer is clear."""
    place = tmp_path / "store.db"
    quiet = Decision(
        status="nothing found",
        on=date(2026, 8, 1),
        rule_book="",
        snapshots=("s",),
        trade={"question": "check"},
        outcome={},
    )
    with Store.open(place) as store:
        log_decisions(store, system(), [quiet] * 5_000)
    done = CliRunner().invoke(root, ["selftest", "--store", str(place)])
    assert done.exit_code == 1
    assert "next to impossible" in " ".join(done.output.split())
    with Store.open(place) as store:
        (kept,) = selftests(store, system())
        assert not kept["passed"]
        assert any("silence" in line for line in kept["failed"])
        assert verify(store).ok
    held = read_doubts()
    assert held is not None
    assert any("silence" in one.says for one in held.failures)
    later = open_engine("embedded", LISTS).check("Zwetschgen Obstbau Immenstaad")
    assert all("silence" in line for line in later.stale)
    checked = CliRunner().invoke(root, ["check", "Zwetschgen Obstbau Immenstaad", "--on", "2026-08-01"])
    assert checked.exit_code == 4
    assert "self-test:" in checked.output


def test_a_watch_that_finds_nobody_is_an_alarm(engine: Engine, tmp_path: Path) -> None:
    """Some thousand counterparties meet nobody: the self-test fails, and later answers say it."""
    place = tmp_path / "store.db"
    people = [Party(id=f"C-{at}", names=(Name(text=f"Obstbau Immenstaad {at}"),)) for at in range(4_700)]
    with Store.open(place) as store:
        put(store, system(), "main", "party", people)
        run_watch(Desk(store=store, who=system(), engine=engine, workers=1))
    done = CliRunner().invoke(root, ["selftest", "--store", str(place)])
    assert done.exit_code == 1
    assert "the watch: 4,700 parties screened in 7 days, 0 alerts where 9.4" in " ".join(done.output.split())
    checked = CliRunner().invoke(root, ["check", "Zwetschgen Obstbau Immenstaad", "--on", "2026-08-01"])
    assert checked.exit_code == 4
    assert "the watch: 4,700 parties" in " ".join(checked.output.split())


def test_a_watch_that_meets_somebody_is_no_alarm(engine: Engine, tmp_path: Path) -> None:
    """The same counterparties and one that is listed: alerted or cleared before, it counts."""
    people = [Party(id=f"C-{at}", names=(Name(text=f"Obstbau Immenstaad {at}"),)) for at in range(4_700)]
    listed = Party(id="C-H", names=(Name(text="Hangzhou Hikvision Digital Technology Company"),))
    with Store.open(tmp_path / "store.db") as store:
        put(store, system(), "main", "party", [*people, listed])
        for _ in range(2):
            run_watch(Desk(store=store, who=system(), engine=engine, workers=1), full=True)
        found = run_selftest(engine, store=store, who=system())
    (probe,) = [one for one in found.probes if one.kind is ProbeKind.SILENCE and "watch" in one.says]
    assert probe.passed
    assert "2 alerts" in probe.says
