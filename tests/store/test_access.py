"""Reads and refusals are in the log, and reading does not wait for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from licet.core.errors import DeniedError
from licet.store.access import GATHERED, QUIET, note_refusal, readers
from licet.store.actor import Actor, Origin, Role
from licet.store.cases import case, open_case
from licet.store.find import history
from licet.store.people import add_user, sign_in, sign_in_with_key
from licet.store.store import Store
from licet.store.verify import verify

HERE = Origin(host="desk-2", client="web", address="10.0.0.7")
PASSWORD = "correct horse battery"


@pytest.fixture
def ann(store: Store, boss: Actor) -> Actor:
    """An analyst of a store with users."""
    add_user(store, boss, "ann", "Ann", [Role.ANALYST], password=PASSWORD)
    return Actor(id="ann", roles=frozenset({Role.ANALYST}), origin=HERE)


def test_reads_are_gathered_and_written(store: Store, boss: Actor, ann: Actor) -> None:
    """Two reads of a case are one line with its count; nothing is written while they are gathered."""
    id = open_case(store, boss, title="Orchid?")
    before = store.head()[1]
    case(store, ann, id)
    case(store, ann, id)
    assert store.head()[1] == before
    start = store.clock()
    store.clock = lambda: start + GATHERED
    case(store, ann, id)
    assert store.head()[1] == before + 1
    (read,) = readers(store, boss, f"case/{id}")
    assert (read.by, read.times, read.origin["address"]) == ("ann", 3, "10.0.0.7")
    assert verify(store).ok


def test_reads_are_written_on_closing(tmp_path: Path, boss: Actor) -> None:
    """What was gathered is in the log when the store is closed."""
    file = tmp_path / "store.db"
    who = Actor(id="vic", roles=frozenset({Role.VIEWER}), origin=HERE)
    with Store.open(file) as store:
        id = open_case(store, boss, title="Orchid?")
        case(store, who, id)
    with Store.open(file) as store:
        assert [read.by for read in readers(store, boss, f"case/{id}")] == ["vic"]
        assert history(store, boss, "user/vic")[-1].kind == "user.read"


def test_the_owner_of_a_store_without_users_is_not_watched(store: Store) -> None:
    """Reads by the operating system's user are not logged."""
    owner = store.system()
    id = open_case(store, owner, title="Orchid?")
    case(store, owner, id)
    assert readers(store, owner, f"case/{id}") == []


def test_readers_are_for_those_who_may_look_into_the_log(store: Store, ann: Actor) -> None:
    """An analyst does not see who read what."""
    with pytest.raises(DeniedError, match="log"):
        readers(store, ann, "case/CASE-1")


@pytest.mark.parametrize(("way", "why"), [("password", "no such user"), ("key", "no such key")])
def test_a_stranger_is_logged_without_what_was_typed(
    store: Store, boss: Actor, ann: Actor, way: str, why: str
) -> None:
    """An unknown name and a false key leave where from and why, and never the name itself."""
    doors = {
        "password": lambda: sign_in(store, "my secret passphrase", "x", HERE),
        "key": lambda: sign_in_with_key(store, "licet_KEY-99_my secret passphrase", HERE),
    }
    with pytest.raises(DeniedError):
        doors[way]()
    last = history(store, boss, "user/nobody")[-1]
    assert (last.kind, last.data["why"], last.data["how"]) == ("door.refused", why, way)
    assert last.origin["address"] == "10.0.0.7"
    assert "secret" not in str(last)


def test_guessing_does_not_fill_the_log(store: Store, boss: Actor) -> None:
    """A thousand refusals within a minute are one entry, and the next one tells how many there were."""
    start = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
    for second in range(59):
        store.clock = lambda second=second: start + timedelta(seconds=second)  # type: ignore[misc]
        for _ in range(17):
            note_refusal(store, HERE, how="password", why="no such user", typed="eve")
    assert len(history(store, boss, "user/nobody")) == 1
    store.clock = lambda: start + QUIET
    note_refusal(store, HERE, how="password", why="no such user", typed="eve")
    told = [entry.data["times"] for entry in history(store, boss, "user/nobody")]
    assert told == [1, 59 * 17]
