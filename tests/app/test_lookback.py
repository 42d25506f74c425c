"""Look-back: kept decisions asked again, on another day and on other lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from licet.app.actions.decisions import kept_check, kept_determination
from licet.app.actions.determine import determine_trade
from licet.app.actions.lookback import Change, look_back, replay_decision
from licet.app.cli import root
from licet.check.engine import Engine, open_engine
from licet.core.trade import Address, BirthDate, Identifier, Name, Party
from licet.store.actor import system
from licet.store.decisions import Decision, decision
from licet.store.store import Store
from tests.store.kept import log_decision

HIKVISION = "us-bis-entity-list:cn:hangzhou-hikvision-digital-technology-co-ltd"
EVE, DAY = date(2019, 10, 8), date(2019, 10, 9)
LISTS = ("us-bis-entity-list", "us-fcc-covered")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The BIS lists and the FCC's, in a home of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LICET_HOME", str(tmp_path_factory.mktemp("home")))
        opened = open_engine("embedded", LISTS)
        yield replace(opened, today=date(2026, 8, 1))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new store."""
    with Store.open(tmp_path / "store.db") as made:
        yield made


def party() -> Party:
    """A party with everything that a party can have."""
    return Party(
        names=(Name(text="Hangzhou Hikvision Digital Technology"), Name(text="海康威视")),
        countries=("CN",),
        addresses=(Address(text="No. 555 Qianmo Road, Hangzhou", country="CN"),),
        identifiers=(Identifier(kind="lei", value="300300C1110330000001"),),
        births=(BirthDate(earliest=date(2001, 1, 1), latest=date(2001, 12, 31)),),
        id="C-1",
    )


def test_the_same_day_and_lists_give_the_same(engine: Engine, store: Store) -> None:
    """A screening asked again on its own lists and day differs in nothing, and names what it stood on."""
    id = log_decision(store, system(), kept_check(engine, engine.check(party(), on=DAY)))
    again = replay_decision(decision(store, system(), id), engine)
    assert (again.change, again.new_hits, again.lost_hits, again.changed) == (Change.SAME, (), (), ())
    assert again.snapshots == (engine.snapshot.id, engine.snapshot.id)
    assert again.subject == "Hangzhou Hikvision Digital Technology"


def test_another_law_date_shows_the_new_hit(engine: Engine, store: Store) -> None:
    """Decided on the eve of the filing, the look-back on the next day shows what came into force."""
    id = log_decision(store, system(), kept_check(engine, engine.check(party(), on=EVE)))
    again = replay_decision(decision(store, system(), id), engine, on=DAY)
    assert again.change is Change.DIFFERS
    assert HIKVISION in again.new_hits
    assert again.status == ("STAGED", "MATCH")


def test_what_is_listed_from_a_later_day_is_named(engine: Engine, store: Store) -> None:
    """On lists that know the entry the eve's answer names it with its first day."""
    fewer = open_engine("embedded", ["us-fcc-covered"])
    id = log_decision(store, system(), kept_check(fewer, fewer.check(party(), on=EVE)))
    again = replay_decision(decision(store, system(), id), engine, on=EVE)
    assert again.change is Change.DIFFERS
    assert f"{HIKVISION}: listed from 2019-10-09" in again.changed
    assert HIKVISION not in again.new_hits


def test_lost_hits_are_listed(engine: Engine, store: Store) -> None:
    """On lists without the entry, the hit is lost and is named."""
    id = log_decision(store, system(), kept_check(engine, engine.check(party(), on=DAY)))
    fewer = open_engine("embedded", ["us-fcc-covered"])
    again = replay_decision(decision(store, system(), id), fewer)
    assert again.change is Change.DIFFERS
    assert HIKVISION in again.lost_hits


def test_a_determination_is_asked_again(engine: Engine, store: Store) -> None:
    """A trade decided before the listing needs a licence after it: the outcome and the paragraph differ."""
    facts = {
        "activity": "export",
        "destination": "CN",
        "exported_from": "US",
        "items": [{"eccn": "EAR99", "value_usd": 10.5}],
        "parties": [
            {"name": "Hangzhou Hikvision Digital Technology Co Ltd", "roles": ["end_user"], "country": "CN"}
        ],
        "assume": "clean",
    }
    made = kept_determination(engine, determine_trade(facts, on=EVE, engine=engine), reference="PO-7")
    id = log_decision(store, system(), made)
    kept = decision(store, system(), id)
    assert replay_decision(kept, engine).change is Change.SAME
    again = replay_decision(kept, engine, on=DAY)
    assert again.change is Change.DIFFERS
    assert again.status[0] != again.status[1]
    assert again.rule_book[0] == again.rule_book[1] != ""
    assert any("744.11" in words for words in again.changed)


def test_what_cannot_be_asked_again_is_never_the_same(engine: Engine, store: Store) -> None:
    """A decision that some other program kept without its facts says why."""
    made = Decision(
        status="ok", on=DAY, rule_book="", snapshots=("x",), trade={"party": "?"}, outcome={"says": "ok"}
    )
    id = log_decision(store, system(), made)
    again = replay_decision(decision(store, system(), id), engine)
    assert again.change is Change.CANNOT
    assert "no question" in again.why


def test_many_are_streamed_newest_first_within_days(engine: Engine, store: Store) -> None:
    """All pages are read, once each; the days bound them."""
    made = kept_check(engine, engine.check("Zwetschgen Obstbau Immenstaad", on=EVE))
    ids = [log_decision(store, system(), made) for _ in range(203)]
    found = list(look_back(store, system(), engine))
    assert [one.decision for one in found] == ids[::-1]
    today = date.fromisoformat(found[0].at[:10])
    assert not list(look_back(store, system(), engine, until=today))
    assert len(list(look_back(store, system(), engine, since=today))) == 203


def test_the_command_lists_what_differs(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`licet lookback` writes CSV of what differs and ends with 1."""
    monkeypatch.setenv("LICET_HOME", str(Path(engine.snapshot.place).parent / "none"))
    monkeypatch.setattr("licet.app.actions.check.open_lists", lambda *_: engine)
    place = tmp_path / "store.db"
    with Store.open(place) as store:
        log_decision(store, system(), kept_check(engine, engine.check(party(), on=EVE)))
        log_decision(store, system(), kept_check(engine, engine.check("Obstbau Immenstaad", on=EVE)))
    out = tmp_path / "found.csv"
    done = CliRunner().invoke(
        root,
        ["lookback", "--store", str(place), "--on", "2019-10-09", "--format", "csv", "--out", str(out)],
    )
    assert done.exit_code == 1, done.output
    assert "2 decisions asked again: 1 same, 1 differ" in done.output
    text = out.read_text(encoding="utf-8")
    assert HIKVISION in text
    assert len(text.splitlines()) == 2
