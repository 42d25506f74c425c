"""Verification finds what was changed, names the first bad entry, and says what it could not check."""

from __future__ import annotations

import random
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from licet.core.errors import StoreError
from licet.store.actor import Actor, Role
from licet.store.attachments import attach
from licet.store.cases import Alert, note, open_case
from licet.store.keys import new_key
from licet.store.people import add_user
from licet.store.proof import checkpoint
from licet.store.retention import ClockEvent, note_event
from licet.store.seal import read_seal, seal
from licet.store.store import Store
from licet.store.verify import replay, verify, verify_at
from tests.store.kept import log_decisions
from tests.store.test_store import make


def fill(store: Store, boss: Actor, decisions: int = 30) -> str:
    """Something of everything; returns the id of a case."""
    log_decisions(store, boss, [make(n) for n in range(decisions)])
    alert = Alert(listing="us-bis-entity-list:acme", version="v1", evidence={"score": "0.97"})
    case = open_case(store, boss, title="Acme?", alerts=[alert], flags=["RF1", "RF9"])
    note(store, boss, case, "asked the customer")
    attach(store, boss, f"case/{case}", "letter.txt", b"we make bread", media="text/plain")
    add_user(store, boss, "ann", "Ann", [Role.ANALYST], password="correct horse battery")
    checkpoint(store, boss)
    return case


@pytest.fixture
def filled(store: Store, boss: Actor) -> Store:
    """A store with something of everything."""
    fill(store, boss)
    return store


def test_untouched(filled: Store) -> None:
    """A store that nobody touched verifies, and its replay agrees."""
    report = verify(filled)
    assert report.findings == []
    assert report.size == filled.head()[1]
    assert report.root == filled.head()[2]
    assert replay(filled).ok


@pytest.mark.parametrize(
    ("change", "where", "entry"),
    [
        ("UPDATE log_entry SET body = replace(body, 'Buyer 4', 'Buyer 5') WHERE idx = 5", "log", 5),
        ("UPDATE log_entry SET leaf = root WHERE idx = 7", "log", 7),
        ("UPDATE log_entry SET root = leaf WHERE idx = 9", "log", 9),
        ("UPDATE log_entry SET kind = 'case.noted' WHERE idx = 11", "log", 11),
        ("UPDATE log_entry SET subject = 'case/X' WHERE idx = 11", "log", 11),
        ("DELETE FROM log_entry WHERE idx = 13", "log", 13),
        ("UPDATE log_entry SET body = NULL WHERE idx = 6", "log", 6),
        ("DELETE FROM log_entry WHERE idx > 20", "log", 21),
        ("UPDATE log_head SET size = size + 1", "log", None),
        ("UPDATE log_head SET edge = substr(edge, 2)", "log", None),
        ("DELETE FROM log_head", "log", None),
        ("UPDATE decision SET status = 'no license required' WHERE entry = 12", "tables", None),
        ("DELETE FROM decision WHERE entry = 12", "tables", 12),
        ("UPDATE find_key SET key = 'x' WHERE entry = 3 AND key = 'cn'", "tables", None),
        ("DELETE FROM find_key WHERE entry = 3", "tables", 3),
        ("UPDATE case_file SET disposition = 'false hit', state = 'closed'", "tables", 31),
        ("UPDATE case_flag SET answer = 'absent' WHERE flag = 'RF9'", "tables", 31),
        ("DELETE FROM case_alert", "tables", 31),
        ("UPDATE person SET roles = '[\"administrator\"]'", "tables", 34),
        ("UPDATE credential SET secret = 'mine'", "credentials", 34),
        ("INSERT INTO credential VALUES ('user/eve', 'mine')", "credentials", None),
        ("DELETE FROM attachment_bytes", "attachments", 33),
        ("UPDATE attachment_bytes SET content = leaf FROM log_entry WHERE idx = 1", "attachments", 33),
        ("INSERT INTO attachment_bytes SELECT 'x', leaf FROM log_entry WHERE idx = 1", "attachments", None),
        ("UPDATE log_checkpoint SET note = replace(note, 'test', 'tset')", "checkpoints", None),
        ("UPDATE log_checkpoint SET size = 3", "checkpoints", None),
        ("UPDATE alembic_version SET version_num = '0000'", "schema", None),
    ],
)  # fmt: skip
def test_change_is_found(filled: Store, change: str, where: str, entry: int | None) -> None:
    """Each change by hand is found, in the part that was changed, and the first bad entry is named."""
    if "'tset'" in change:
        change = change.replace("'test', 'tset'", "'\n', '\nA'")
    with filled.engine.begin() as connection:
        assert connection.execute(text(change)).rowcount > 0
    report = verify(filled)
    assert not report.ok
    assert where in {finding.where for finding in report.findings}, report.findings
    if entry is not None:
        assert report.first_bad == entry


def test_consistent_rewriting_is_found_by_the_root(filled: Store) -> None:
    """An entry changed together with its leaf is named, because each entry states the root after it."""
    from licet.store.log import leaf_hash

    with filled.engine.begin() as connection:
        body = connection.execute(text("SELECT body FROM log_entry WHERE idx = 8")).scalar_one()
        body = body.replace("Buyer 7", "Buyer 9")
        connection.execute(
            text("UPDATE log_entry SET body = :body, leaf = :leaf WHERE idx = 8"),
            {"body": body, "leaf": leaf_hash(body.encode())},
        )
    report = verify(filled)
    assert report.first_bad == 8
    assert "root" in report.findings[0].says


def test_signed_checkpoint(filled: Store, boss: Actor, tmp_path: Path) -> None:
    """A checkpoint's signature is checked with the key given; with another key it is a finding."""
    key = new_key(tmp_path / "log.pem")
    checkpoint(filled, boss, key)
    assert verify(filled, public=key.public_key()).ok
    assert "1 checkpoint signatures" in verify(filled, public=key.public_key()).checked
    other = new_key(tmp_path / "other.pem")
    assert {f.where for f in verify(filled, public=other.public_key()).findings} == {"checkpoints"}


def copy(file: Path, to: Path) -> Path:
    """A copy of a store's files in a folder of its own."""
    to.mkdir()
    for part in file.parent.glob(file.name + "*"):
        shutil.copy(part, to / part.name)
    return to / file.name


def test_any_flipped_byte_is_found(tmp_path: Path, boss: Actor) -> None:
    """In a closed store any one byte that is changed is found: headers, entries, indexes and free space."""
    file = tmp_path / "made" / "store.db"
    with Store.open(file) as store:
        fill(store, boss)
    whole = file.read_bytes()
    assert verify_at(file).ok
    rng = random.Random(762)
    places = {*range(100), *rng.sample(range(len(whole)), 100)}
    zeros = [at for at in range(4096, len(whole) - 64, 517) if not any(whole[at : at + 64])]
    places.update(rng.sample(zeros, 20))
    victim = copy(file, tmp_path / "victim")
    missed = []
    for at in sorted(places):
        for part in victim.parent.iterdir():
            if part.suffix in (".db-wal", ".db-shm"):
                part.unlink()
        changed = bytearray(whole)
        changed[at] ^= 1 << rng.randrange(8)
        victim.write_bytes(changed)
        if verify_at(victim).ok:
            missed.append(at)
    assert missed == []


def test_flipped_byte_of_a_record_is_found_without_a_seal(tmp_path: Path, boss: Actor) -> None:
    """Without a seal a changed byte of any entry is found, and free space is said not to be covered."""
    file = tmp_path / "made" / "store.db"
    with Store.open(file) as store:
        fill(store, boss)
    for extra in (".seal", ".head"):
        file.with_name(file.name + extra).unlink()
    assert "not covered" in " ".join(verify_at(file).checked)
    whole = file.read_bytes()
    for number in range(8):
        at = whole.index(f'"Buyer {number}"'.encode())
        changed = bytearray(whole)
        changed[at + 7] = ord("0") + (number + 1) % 10
        victim = tmp_path / f"{number}.db"
        victim.write_bytes(changed)
        report = verify_at(victim)
        assert report.first_bad == number + 1, report.findings


@pytest.mark.parametrize("suffix", [".head", ".seal"])
def test_flipped_byte_of_the_notes_beside_it_is_found(tmp_path: Path, boss: Actor, suffix: str) -> None:
    """The two small files beside the store find changes of themselves."""
    file = tmp_path / "store.db"
    with Store.open(file) as store:
        fill(store, boss, 3)
    beside = file.with_name(file.name + suffix)
    whole = beside.read_bytes()
    for at in range(0, len(whole), 7):
        changed = bytearray(whole)
        changed[at] ^= 1
        beside.write_bytes(changed)
        assert not verify_at(file).ok, at


def test_lost_tail_is_found(tmp_path: Path, boss: Actor) -> None:
    """Acknowledged entries that are lost with the write-ahead log are found by the noted head."""
    file = tmp_path / "store.db"
    with Store.open(file) as store:
        fill(store, boss, 3)
        seal(store.engine, file)
        log_decisions(store, boss, [make(n) for n in range(5)])
        wal = copy(file, tmp_path / "victim")
    wal.with_name("store.db-wal").write_bytes(b"")
    report = verify_at(wal)
    assert any("acknowledged" in finding.says for finding in report.findings)


def test_torn_write_is_repaired(tmp_path: Path, boss: Actor) -> None:
    """A write-ahead log cut anywhere opens at the last whole transaction, and what is there verifies."""
    file = tmp_path / "store.db"
    with Store.open(file) as store:
        fill(store, boss, 3)
        seal(store.engine, file)
        before = store.head()[1]
        for n in range(12):
            log_decisions(store, boss, [make(n)])
        held = copy(file, tmp_path / "held")
    wal = held.with_name("store.db-wal").read_bytes()
    rng = random.Random(5)
    sizes = set()
    for number, cut in enumerate([0, len(wal), *rng.sample(range(len(wal)), 30)]):
        victim = copy(held, tmp_path / str(number))
        victim.with_name("store.db.head").unlink()
        victim.with_name("store.db-shm").unlink(missing_ok=True)
        torn = wal[:cut] + bytes(rng.randrange(256) for _ in range(min(100, len(wal) - cut)))
        victim.with_name("store.db-wal").write_bytes(torn)
        with Store.open(victim) as opened:
            sizes.add(opened.head()[1])
            assert verify(opened).ok
    assert min(sizes) == before
    assert max(sizes) == before + 12
    assert len(sizes) > 6


def test_seal_goes_stale_with_the_next_write(lite: Store, boss: Actor) -> None:
    """A seal covers one state; after the next entry verification says that it no longer does."""
    fill(lite, boss, 2)
    assert lite.file is not None
    made = seal(lite.engine, lite.file)
    assert made is not None
    assert read_seal(lite.file) == made
    assert made.bytes == lite.file.stat().st_size
    assert "every byte" in " ".join(verify(lite).checked)
    checkpoint(lite, boss)
    assert verify(lite).ok
    assert seal(lite.engine, lite.file) is not None
    assert "every byte" in " ".join(verify(lite).checked)
    note_event(lite, boss, "case/X", ClockEvent.EXPORT, make().on)
    assert "no current seal" in " ".join(verify(lite).checked)


def test_foreign_definitions_are_found(lite: Store, boss: Actor) -> None:
    """A trigger that somebody added to the database is found."""
    fill(lite, boss, 1)
    assert lite.file is not None
    other = sqlite3.connect(lite.file)
    other.execute("CREATE TRIGGER evil AFTER INSERT ON case_file BEGIN DELETE FROM hold; END")
    other.commit()
    other.close()
    assert any("`evil`" in finding.says for finding in verify(lite).findings)


def test_erased_text_is_gone_from_the_file(tmp_path: Path, boss: Actor) -> None:
    """Bytes of an erased attachment are overwritten in the file, not merely unlinked."""
    from licet.store.attachments import erase_attachment

    file = tmp_path / "store.db"
    with Store.open(file) as store:
        case = open_case(store, boss, title="x", flags=[])
        id = attach(store, boss, f"case/{case}", "passport.txt", b"SECRET-PASSPORT-1234567" * 300)
        seal(store.engine, file)
        assert b"SECRET-PASSPORT" in file.read_bytes()
        erase_attachment(store, boss, id, "not ours", required=False)
        assert verify(store).ok
    assert b"SECRET-PASSPORT" not in file.read_bytes()


def test_no_false_alarm_while_others_write(filled: Store, boss: Actor) -> None:
    """Verification of a store that is being written finds nothing wrong."""
    stop = threading.Event()

    def write() -> None:
        number = 1000
        while not stop.is_set():
            log_decisions(filled, boss, [make(number)])
            checkpoint(filled, boss)
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        reports = [verify(filled) for _ in range(6)]
    finally:
        stop.set()
        writer.join()
    assert [report.findings for report in reports] == [[]] * 6
    assert reports[-1].size > reports[0].size


def test_nothing_there(tmp_path: Path) -> None:
    """Verifying what is not there is an error, not a clean report."""
    with pytest.raises(StoreError, match="no store"):
        verify_at(tmp_path / "none.db")
