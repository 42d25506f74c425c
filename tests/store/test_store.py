"""The store: one transaction for entry and rows, many callers at once, upgrades, and what is refused."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from licet.core.errors import DeniedError, InputError, StoreError
from licet.store import tables
from licet.store.actor import Actor, Role
from licet.store.decisions import Decision, decision, decisions
from licet.store.store import Find, Store, Writing
from licet.store.upgrade import REVISION, held_revision, known_revisions
from licet.store.verify import verify
from tests.store.kept import log_decision, log_decisions


def make(number: int = 0) -> Decision:
    """A decision."""
    return Decision(
        status="license required",
        on=date(2026, 11, 1),
        rule_book="b00c" * 16,
        snapshots=["us-2026-11-01"],
        trade={"parties": [{"name": f"Buyer {number}"}]},
        outcome={"status": "license required", "because": ["15 CFR 744.11(a)"]},
        find=Find(parties=[f"Buyer {number}"], countries=["CN"], documents=[f"PO-{number}"]),
        reference=f"order {number}",
    )


def test_decision_comes_back_whole(store: Store, boss: Actor) -> None:
    """What was kept is what comes back: outcome, trade, day, rule book, snapshots, version, who, when."""
    id = log_decision(store, boss, make(7))
    held = decision(store, boss, id)
    wanted = make(7)
    assert (held.status, held.on, held.rule_book) == (wanted.status, wanted.on, wanted.rule_book)
    assert held.trade == wanted.trade
    assert held.outcome == wanted.outcome
    assert held.snapshots == ("us-2026-11-01",)
    assert held.by == "boss"
    entry = store.entry(held.entry)
    assert entry.origin == {"host": "desk-1", "client": "test", "software": f"licet {held.licet}"}
    assert entry.find == {"party": ["Buyer 7"], "country": ["CN"], "document": ["PO-7", "order 7"]}


def test_newest_first(store: Store, boss: Actor) -> None:
    """Decisions are listed newest first, by status and reference where wanted."""
    ids = log_decisions(store, boss, [make(n) for n in range(3)])
    assert [made.id for made in decisions(store, boss)] == ids[::-1]
    assert [made.id for made in decisions(store, boss, reference="order 1")] == [ids[1]]
    assert decisions(store, boss, status="prohibited") == []


def test_all_or_nothing(store: Store, boss: Actor) -> None:
    """An error after an entry was recorded takes the entry and its rows away again."""
    _, size, root = store.head()

    def work(w: Writing) -> None:
        w.record("case.noted", "case/CASE-0", {"text": "half"})
        w.record("case.noted", "case/CASE-0", {"txt": "not a field"})

    with pytest.raises(InputError, match="text"):
        store.write(boss, work)
    assert store.head()[1:] == (size, root)
    assert verify(store).ok


def test_exact_data_only(store: Store, boss: Actor) -> None:
    """A float in an outcome is refused, and nothing is kept."""
    bad = Decision(
        status="x", on=date(2026, 1, 1), rule_book="", snapshots=[], trade={}, outcome={"score": 0.5}
    )
    with pytest.raises(InputError, match="float"):
        log_decision(store, boss, bad)
    assert decisions(store, boss) == []


def test_permission(store: Store, actor: Callable[..., Actor]) -> None:
    """A viewer reads and decides nothing; the refusal says who may."""
    with pytest.raises(DeniedError, match="roles: analyst, approver"):
        log_decision(store, actor("vic", Role.VIEWER), make())
    with pytest.raises(DeniedError):
        decisions(store, actor("nobody"))


def test_callers_at_once(store: Store, boss: Actor) -> None:
    """Many threads write at once: each gets its own answer, one failing caller harms no other."""
    ids: list[str] = []
    refused: list[int] = []

    def one(number: int) -> None:
        if number % 10 == 3:
            with pytest.raises(InputError):
                store.write(boss, lambda w: w.record("case.noted", "case/X", {}))
            refused.append(number)
        else:
            ids.append(log_decision(store, boss, make(number)))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(ids)) == 54
    assert len(refused) == 6
    assert sorted(made.id for made in decisions(store, boss)) == sorted(ids)
    assert verify(store).ok


WRITER = """
import sys
from datetime import date
from licet.store.actor import system
from licet.store.decisions import Decision, record_decision
from licet.store.store import Store
with Store.open(sys.argv[1]) as store:
    for n in range(40):
        made = Decision(status="x", on=date(2026, 1, 1), rule_book="", snapshots=[], trade={}, outcome={},
                        reference=f"{sys.argv[2]}-{n}")
        print(store.write(system(), lambda w, made=made: record_decision(w, made)))
"""


def test_two_processes(url: str, boss: Actor) -> None:
    """Two processes open the same new store at once and write at once; nothing is lost or doubled."""
    processes = [
        subprocess.Popen([sys.executable, "-c", WRITER, url, name], stdout=subprocess.PIPE, text=True)
        for name in ("a", "b")
    ]
    ids = [line for process in processes for line in process.communicate(timeout=120)[0].split()]
    assert [process.returncode for process in processes] == [0, 0]
    assert len(set(ids)) == 80
    with Store.open(url) as store:
        assert store.head()[1] == 81
        assert len(decisions(store, boss, limit=200)) == 80
        assert verify(store).ok


def test_no_store(tmp_path: Path) -> None:
    """Opening what is not there is an error that says how to make it."""
    with pytest.raises(StoreError, match="licet store init"):
        Store.open(tmp_path / "none.db", create=False)


def test_not_a_database(tmp_path: Path) -> None:
    """A file that is no database is refused and left alone."""
    file = tmp_path / "letter.txt"
    file.write_bytes(b"dear sirs\n" * 1000)
    with pytest.raises(StoreError, match="cannot be opened"):
        Store.open(file)
    assert file.read_bytes() == b"dear sirs\n" * 1000


def test_other_engines_are_refused() -> None:
    """Licet writes two databases and no third."""
    with pytest.raises(StoreError, match="mysql"):
        Store.open("mysql://localhost/x")


def test_revision_is_the_newest_migration() -> None:
    """The revision in the code is the newest migration, and the chain is linear."""
    assert known_revisions()[0] == REVISION
    assert len(set(known_revisions())) == len(known_revisions())


@pytest.mark.parametrize("revision", list(reversed(known_revisions())))
def test_upgrade_from_each_revision(url: str, boss: Actor, revision: str) -> None:
    """A store of each earlier revision is brought up on open, keeps its log, and verifies."""
    old = Store.open(url, to=revision)
    root = old.head()[2]
    old.close()
    with Store.open(url) as store:
        with store.read() as connection:
            assert held_revision(connection) == REVISION
            first = connection.execute(select(tables.log_entry.c.root).where(tables.log_entry.c.idx == 0))
            assert bytes(first.scalar_one()) == root
        log_decision(store, boss, make())
        assert verify(store).ok


def test_migrations_make_the_tables_in_the_code(store: Store) -> None:
    """The tables that the migrations make are those that the code describes."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    with store.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), tables.metadata)
    assert [d for d in differences if "alembic_version" not in str(d)] == []


def test_newer_store_is_refused(lite: Store) -> None:
    """A store of a revision that this version does not know is left alone."""
    with lite.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert lite.file is not None
    with pytest.raises(StoreError, match="does not know"):
        Store.open(lite.file)


def test_file_is_private(lite: Store) -> None:
    """The database file can be read by its owner alone."""
    assert lite.file is not None
    assert lite.file.stat().st_mode & 0o077 == 0
