"""Kill -9 at hundreds of random points, and a crash of the server: no acknowledged decision is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from licet.store.actor import Actor
from licet.store.decisions import decision
from licet.store.store import Store
from licet.store.verify import verify
from tests.store.conftest import Server
from tests.store.kept import log_decision
from tests.store.test_store import make

# One process that has everything imported forks the victims, so that hundreds of kills take seconds. It
# prints the number of kills, of decisions acknowledged, and of those gone or not whole afterwards.
KILLER = """
import os, random, select, signal, sys, time
from datetime import date
from licet.store.actor import system
from licet.store.decisions import Decision, decision, record_decision
from licet.store.store import Store
from licet.store.verify import verify

url, kills, limit = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
rng, who = random.Random(9), system()
acknowledged, lost, sizes = [], 0, set()


def victim(pipe, number):
    store = Store.open(url)
    count = 0
    while True:
        made = Decision(status="s", on=date(2026, 1, 1), rule_book="b", snapshots=["x"], trade={"n": number},
                        outcome={"text": "y" * (count * 37 % 900)}, reference=f"{number}-{count}")
        id = store.write(who, lambda w, made=made: record_decision(w, made))
        os.write(pipe, (id + f"={number}-{count}\\n").encode())
        count += 1


for number in range(kills):
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            victim(write, number)
        finally:
            os._exit(1)
    os.close(write)
    # From the first instruction of opening to the middle of the twentieth commit.
    if rng.random() < 0.8:
        select.select([read], [], [], 20)
    time.sleep(rng.random() * limit)
    os.kill(child, signal.SIGKILL)
    text = b""
    while part := os.read(read, 65536):
        text += part
    os.close(read)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the victim ended by itself"
    acknowledged += [line.split("=") for line in text.decode().split("\\n")[:-1]]
    if number % 10 == 9:
        with Store.open(url) as store:
            sizes.add(store.head()[1])
            for id, reference in acknowledged[-200:]:
                lost += decision(store, who, id).reference != reference
with Store.open(url) as store:
    for id, reference in acknowledged:
        lost += decision(store, who, id).reference != reference
    assert verify(store).ok, verify(store).findings
print(kills, len(acknowledged), lost)
"""


def kill(url: str, kills: int, limit: str) -> tuple[int, int, int]:
    """Run the killer; returns kills, decisions acknowledged, decisions lost."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", KILLER, url, str(kills), limit],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    first, second, third = map(int, done.stdout.split())
    return first, second, third


def test_sqlite_loses_nothing(tmp_path: Path) -> None:
    """300 kills of a writer to SQLite: each decision that was acknowledged is there and whole."""
    kills, acknowledged, lost = kill(str(tmp_path / "store.db"), 300, "0.015")
    assert (kills, lost) == (300, 0)
    assert acknowledged > 300


def test_postgresql_loses_nothing(postgres: Server) -> None:
    """100 kills of a writer to PostgreSQL: the same."""
    kills, acknowledged, lost = kill(postgres.new_database(), 100, "0.015")
    assert (kills, lost) == (100, 0)
    assert acknowledged > 100


def test_server_crash_loses_nothing(postgres: Server, boss: Actor) -> None:
    """A server that stops without a checkpoint comes back with all that was acknowledged."""
    url = postgres.new_database()
    ids = []
    for _ in range(2):
        with Store.open(url) as store:
            ids += [log_decision(store, boss, make(n)) for n in range(20)]
        postgres.stop("immediate")
        postgres.start()
    with Store.open(url) as store:
        assert [decision(store, boss, id).id for id in ids] == ids
        assert verify(store).ok
