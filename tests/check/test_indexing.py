"""The index of a snapshot: the same bytes however many processes read its names."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from licet.check import indexing
from licet.check.kin import embed_kin, keep_embedded, kin_version, write_kin
from licet.core.errors import MatchIndexError
from licet.core.listing import Listing
from licet.lists.home import embedded, embedded_path
from licet.lists.snapshot import Snapshot, read_snapshot, snapshot_bytes
from licet.match.index import Index
from tests.processes import lives

LISTS = ("un-sc", "us-bis-uvl")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Two of the lists that come with licet, in a file of their own."""
    held = embedded()
    path = tmp_path_factory.mktemp("lists") / "two.lists"
    listings = [one for name in LISTS for one in held.listings(name)]
    path.write_bytes(snapshot_bytes(listings, [held.lists[name] for name in LISTS]))
    return read_snapshot(path)


def bytes_of(snapshot: Snapshot, path: Path, processes: int) -> str:
    """The checksum of the index that so many processes make."""
    indexing._built(snapshot, LISTS, None, processes).save(path)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_any_number_of_processes_makes_the_same_file(snapshot: Snapshot, tmp_path: Path) -> None:
    """Runs are joined in the snapshot's order, whoever ends first."""
    made = {bytes_of(snapshot, tmp_path / "some.index", count) for count in (1, 2, 3)}
    assert len(made) == 1


def test_another_process_gathers_its_run(snapshot: Snapshot) -> None:
    """It does not merely fail, which would go unseen: what it fails at is done here."""
    run = snapshot.runs(LISTS, 2)[1]
    found = indexing._gathered_by(indexing._start(indexing._GATHER, snapshot, ",".join(map(str, run))))
    assert found is not None
    assert len(found.kinds) == sum(1 for _ in snapshot.run(run)) > 0


def test_another_process_links_entries(
    snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The groups that it keeps are those that would be worked out here."""
    monkeypatch.setenv("LICET_HOME", str(tmp_path))
    started = indexing._start(indexing._LINK, snapshot, *LISTS)
    assert started is not None
    indexing._output(started)
    assert started.returncode == 0
    write_kin(tmp_path / "own.kin", (one for name in LISTS for one in snapshot.listings(name)))
    assert indexing._kin_path(snapshot, LISTS).read_bytes() == (tmp_path / "own.kin").read_bytes()


_SLEEPER = (
    "import time; from licet.check.indexing import _end_with_parent; _end_with_parent(); time.sleep(600)"
)
_PARENT = f"""
import sys, time
from pathlib import Path
from licet.check import indexing
from licet.lists.snapshot import read_snapshot
child = indexing._start({_SLEEPER!r}, read_snapshot(Path(sys.argv[1])))
print(child.pid, flush=True)
time.sleep(600)
"""


def test_other_processes_end_with_the_one_that_started_them(snapshot: Snapshot) -> None:
    """Whoever kills an update, with kill -9 too, has ended all of it."""
    with subprocess.Popen(
        [sys.executable, "-c", _PARENT, snapshot.place], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    until = time.monotonic() + 60
    while lives(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not lives(child)


def test_ctrl_c_while_entries_are_linked_ends_that_too(
    snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index is whole by then and stays; the process that links entries is ended."""
    monkeypatch.setenv("LICET_HOME", str(tmp_path))
    linking = indexing._start(_SLEEPER, snapshot)
    assert linking is not None
    monkeypatch.setattr(indexing, "_start_linking", lambda *_: linking)

    def interrupted(_: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(indexing, "_output", interrupted)
    with pytest.raises(KeyboardInterrupt):
        indexing.open_index(snapshot, LISTS)
    assert linking.returncode is not None
    assert Index.open(indexing.index_path(snapshot, LISTS)) is not None


def test_a_process_that_fails_is_made_good_here(snapshot: Snapshot, tmp_path: Path) -> None:
    """Where the snapshot's file is not what it was, the other process gives up and its run is read here."""
    moved = read_snapshot(Path(snapshot.place))
    moved.place = str(tmp_path / "gone.lists")
    assert bytes_of(moved, tmp_path / "a.index", 2) == bytes_of(snapshot, tmp_path / "b.index", 1)


def test_where_no_process_can_be_started_all_is_read_here(
    snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An environment whose interpreter was moved while a program runs costs time and no answer."""
    alone = bytes_of(snapshot, tmp_path / "a.index", 1)
    monkeypatch.setattr("sys.executable", str(tmp_path / "gone" / "python"))
    assert bytes_of(snapshot, tmp_path / "b.index", 3) == alone


def test_runs_hold_every_listing_once_and_in_order(snapshot: Snapshot) -> None:
    """However many runs are asked for, joined they are the lists."""
    whole = [one.id for name in LISTS for one in snapshot.listings(name)]
    for count in (1, 2, 5, 100):
        runs = snapshot.runs(LISTS, count)
        assert len(runs) <= count
        assert [one.id for run in runs for one in snapshot.run(run)] == whole


def test_progress_ends_with_the_whole(snapshot: Snapshot) -> None:
    """A person sees how far it is, never backwards, and that it is done."""
    told: list[tuple[int, int]] = []
    indexing._built(snapshot, LISTS, lambda done, total: told.append((done, total)), 2)
    total = sum(snapshot.lists[name].count for name in LISTS)
    assert told == sorted(told)
    assert told[-1] == (total, total)
    assert len(told) > 1


def test_the_groups_that_come_with_licet_are_those_of_its_lists_and_code() -> None:
    """Where this fails they are stale: `licet.check.kin.embed_kin(embedded())` makes them anew."""
    head = embedded_path().with_suffix(".kin").read_bytes().partition(b"\n")[0]
    assert head.decode() == f"{embedded().id} {kin_version()}"


def test_kept_groups_are_taken_for_their_own_lists_alone(
    snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For other lists, another snapshot, or after a change of the linking code they are worked out anew."""
    file = tmp_path / "embedded.kin"
    monkeypatch.setattr("licet.check.kin._embedded", lambda: file)
    target = tmp_path / "some.kin"
    assert not keep_embedded(target, snapshot, LISTS)  # there is no such file
    embed_kin(snapshot)
    assert keep_embedded(target, snapshot, LISTS)
    assert target.read_bytes().startswith(b"[")
    assert not keep_embedded(target, snapshot, LISTS[:1])
    other = [_renamed(one) for one in snapshot.listings(LISTS[0])]
    changed = Snapshot(snapshot_bytes(other, [snapshot.lists[LISTS[0]]]), place="changed")
    assert not keep_embedded(target, changed, LISTS[:1])
    with monkeypatch.context() as changed_code:
        changed_code.setattr("licet.check.kin.kin_version", lambda: "another")
        assert not keep_embedded(target, snapshot, LISTS)
    assert keep_embedded(target, snapshot, LISTS)
    file.write_bytes(file.read_bytes()[:-9])
    assert not keep_embedded(target, snapshot, LISTS)


def test_linked_entries_in_a_cut_file_are_worked_out_anew(
    snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that filled up or a copy that broke off costs a moment, not an answer."""
    monkeypatch.setenv("LICET_HOME", str(tmp_path))
    kept = indexing.kin_of(snapshot, LISTS).path
    assert kept is not None
    whole = kept.read_bytes()
    for left in (b"", whole[: len(whole) // 2]):
        kept.write_bytes(left)
        again = indexing.kin_of(snapshot, LISTS)
        assert kept.read_bytes() == whole
        assert again.of("none:1") == ()


def test_a_folder_that_is_not_ours_is_refused_before_the_index_is_built(
    snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Building takes half a minute: who may not keep it is told at once, and how to."""
    monkeypatch.setenv("LICET_HOME", str(tmp_path))
    monkeypatch.setattr("os.access", lambda *_: False)  # the tests may run as one who may write anywhere
    monkeypatch.setattr(indexing, "_built", lambda *_: pytest.fail("it was built"))
    with pytest.raises(MatchIndexError, match="permission denied") as refused:
        indexing.open_index(snapshot, LISTS)
    assert str(tmp_path) in str(refused.value)
    assert "LICET_HOME" in refused.value.fix


def _renamed(listing: Listing) -> Listing:
    return replace(listing, source_ref="another")
