"""Parties through several processes: the same hits as alone, and nothing left of them after kill -9."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from licet.batch.lifetime import shared_folder
from licet.batch.parties import screen_parties
from licet.check.engine import Engine
from licet.check.finding import Standing
from licet.core.trade import Name, Party
from tests.processes import lives


def test_linked_entries_are_met_by_workers_too(engine: Engine) -> None:
    """A party met by an Australian entry that is not yet in force is found by its Canadian one that is."""
    day = date(2019, 6, 1)
    names = ("Bassam Mirhaj AL-HASSAN", "Obsthof Zwetschge")
    parties = [Party(names=(Name(text=name),), id=name) for name in names]
    found = {
        workers: [
            (party.id, [(one.listing.id, one.standing) for one in findings])
            for part in screen_parties(engine, parties, on=day, workers=workers, part=1)
            for _, party, findings in part.hits
        ]
        for workers in (1, 2)
    }
    assert found[1] == found[2]
    ((_, met),) = found[2]
    assert dict(met)["ca-sema:syria-part-2-23"] is Standing.IN_FORCE
    assert met == [(one.listing.id, one.standing) for one in engine.check(parties[0], on=day).findings]


@pytest.mark.parametrize("workers", [1, 2])
def test_parties_that_are_the_same_meet_the_same_each_under_its_own_reference(
    engine: Engine, workers: int
) -> None:
    """Branches with one name are all found, in later parts too; another country is another question."""
    day, name = date(2020, 6, 1), "Hangzhou Hikvision Digital Technology"
    countries: tuple[tuple[str, ...], ...] = ((), ("CN",), (), ("DE",), ("CN",), ())
    parties = [
        Party(names=(Name(text=name),), id=f"C-{at}", countries=one) for at, one in enumerate(countries)
    ]
    parties.insert(3, Party(names=(Name(text="Obsthof Zwetschge"),), id="C-9"))
    found = [
        (place, party, [(one.listing.id, one.score) for one in findings])
        for part in screen_parties(engine, parties, on=day, workers=workers, part=4)
        for place, party, findings in part.hits
    ]
    alone = [
        (place, party, [(one.listing.id, one.score) for one in engine.check(party, on=day).findings])
        for place, party in enumerate(parties)
        if party.id != "C-9"
    ]
    assert found == alone


#: Screens for ever, and says once that its workers are at work.
_SCREENER = """
import itertools, multiprocessing, sys
from datetime import date
from licet.batch.parties import screen_parties
from licet.check.engine import open_engine
from licet.core.trade import Name, Party

def parties():
    for number in itertools.count():
        yield Party(names=(Name(text=f"Obsthof Zwetschge {number}"),), id=str(number))

if __name__ == "__main__":
    engine = open_engine("embedded", ["us-fcc-covered"])
    for at, _ in enumerate(screen_parties(engine, parties(), on=date(2026, 8, 1), workers=2, part=10)):
        if at == 3:
            print(*(one.pid for one in multiprocessing.active_children()), flush=True)
"""


def test_a_killed_screening_leaves_no_process_and_no_folder(engine: Engine, tmp_path: Path) -> None:
    """After kill -9 the workers end by themselves, and the next work takes the folder away."""
    script, scratch = tmp_path / "screener.py", tmp_path / "tmp"
    script.write_text(_SCREENER, encoding="utf-8")
    scratch.mkdir()
    env = {**os.environ, "TMPDIR": str(scratch), "LICET_HOME": str(tmp_path / "home")}
    with subprocess.Popen(
        [sys.executable, str(script)], env=env, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        workers = [int(word) for word in parent.stdout.readline().split()]
        assert len(workers) == 2
        parent.kill()
    until = time.monotonic() + 60
    while any(map(lives, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(lives, workers))
    (left,) = scratch.glob("licet-parties-*")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tempfile.tempdir", str(scratch))
        with shared_folder("licet-parties-"):
            assert left.is_dir()  # young: its owner may be about to lock it
        with shared_folder("licet-parties-", young=-1) as mine:
            assert not left.exists()
            with shared_folder("licet-parties-", young=-1):
                assert mine.is_dir()  # its owner lives
    assert not list(scratch.glob("licet-parties-*"))


_DYING = """
import os, sys
from datetime import date
from pathlib import Path
from licet.batch import parties
from licet.check.engine import open_engine
from licet.core.trade import Name, Party

def dying(batch, first, asked):
    if first == 20 and (os.environ["AGAIN"] == "yes" or not Path(os.environ["MARK"]).exists()):
        Path(os.environ["MARK"]).touch()
        os._exit(9)
    return screen(batch, first, asked)

screen, parties._work = parties._work, dying

if __name__ == "__main__":
    people = [Party(names=(Name(text="Hytera Communications"),), id=str(number)) for number in range(60)]
    engine = open_engine("embedded", ["us-fcc-covered"])
    for part in parties.screen_parties(engine, people, on=date(2026, 8, 1), workers=2, part=10):
        print(part.first, len(part.hits), flush=True)
"""


@pytest.mark.parametrize("again", ["no", "yes"])
def test_a_worker_that_dies_costs_its_part_a_second_try(engine: Engine, tmp_path: Path, again: str) -> None:
    """A machine short of memory kills one: nothing is skipped. Where each try dies the screening says so."""
    script = tmp_path / "dying.py"
    script.write_text(_DYING, encoding="utf-8")
    home = {"LICET_HOME": str(tmp_path / "home"), "MARK": str(tmp_path / "mark"), "AGAIN": again}
    done = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, **home},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stdout.splitlines()
    if again == "no":
        assert done.returncode == 0, done.stderr
        assert lines == [f"{first} 10" for first in range(0, 60, 10)]
    else:
        assert lines == ["0 10", "10 10"]
        assert "workers died 3 times" in done.stderr
        assert "--workers 1" in done.stderr
