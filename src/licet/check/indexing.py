"""The match index of a snapshot: a file beside the snapshots, built once and then mapped by every process.

Building reads every name. Several processes do it, each a run of the snapshot's blocks, and what they
gathered is joined in order: the file is the same whatever their number. Which entries are of one party is
worked out beside it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from licet.check.kin import Kin, is_kept, keep_embedded, kin_version, write_kin
from licet.core.atomic import whole
from licet.core.errors import MatchIndexError
from licet.core.listing import Listing
from licet.lists.catalogue import CatalogueEntry, catalogue_entry
from licet.lists.home import home
from licet.lists.snapshot import Snapshot, read_snapshot
from licet.match.version import index_version

if TYPE_CHECKING:  # arrays are loaded by what opens an index; many a command only names one
    import subprocess

    from licet.match.gathered import Gathered
    from licet.match.index import Index

__all__ = ["Progress", "index_entry", "index_path", "kin_of", "open_index"]

Progress = Callable[[int, int], None]

#: Fewer entries are not worth the half second in which another process starts.
_WORTH_A_PROCESS: Final = 4_000
_MOST_PROCESSES: Final = 4
_GATHER: Final = "from licet.check.indexing import _gather_run; _gather_run()"
_LINK: Final = "from licet.check.indexing import _link_all; _link_all()"


def open_index(snapshot: Snapshot, lists: tuple[str, ...], progress: Progress | None = None) -> Index:
    """The index over these lists of a snapshot, built where there is none.

    Args:
        snapshot: the lists as they were known.
        lists: ids of those that are looked at.
        progress: called with (done, total) while it is built.

    Raises:
        SnapshotError: the snapshot is torn.
        MatchIndexError: there is none, and its folder is not one to write to.
    """
    from licet.match.index import Index

    path = index_path(snapshot, lists)
    try:
        return Index.open(path)
    except MatchIndexError:
        _refuse_where_nothing_can_be_kept(path.parent)
        linking = _start_linking(snapshot, lists)
        try:
            _save(_built(snapshot, lists, progress, processes_for(snapshot, lists)), path)
            if linking is not None:
                _output(linking)
        except BaseException:
            _end(linking)
            raise
    _sweep(path, "index")
    return Index.open(path)


def index_path(snapshot: Snapshot, lists: Iterable[str]) -> Path:
    """Where the index over these lists of a snapshot is, or will be once it is built."""
    # another version of the matcher must not read what this one wrote: its words are taken apart otherwise
    version = index_version(__name__, catalogue_entry.__module__)
    return _folder() / f"{_key(snapshot, lists)}-{version}.index"


def kin_of(snapshot: Snapshot, lists: tuple[str, ...]) -> Kin:
    """Which entries of these lists are of one party, worked out where it is not kept."""
    path = _kin_path(snapshot, lists)
    if not is_kept(path) and not keep_embedded(path, snapshot, lists):
        write_kin(path, (listing for list_id in lists for listing in snapshot.listings(list_id)))
        _sweep(path, "kin")
    return Kin(path)


def index_entry(entry: CatalogueEntry) -> Mapping[str, object]:
    """An entry as the match index takes it."""
    return {
        "id": entry.id,
        "names": entry.names,
        "weak_names": entry.weak_names,
        "kind": entry.kind,
        "countries": entry.countries,
        "addresses": [{"text": text, "country": country} for text, country in entry.addresses],
        "identifiers": [
            {"kind": kind, "value": value, "country": country} for kind, value, country in entry.identifiers
        ],
        "births": [{"earliest": first, "latest": last} for first, last in entry.births],
    }


def processes_for(snapshot: Snapshot, lists: Sequence[str]) -> int:
    """How many processes read the names of these lists."""
    can = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    count = sum(snapshot.lists[list_id].count for list_id in lists)
    alone = not sys.executable or not Path(snapshot.place).is_file()
    return 1 if alone else max(1, min(can, _MOST_PROCESSES, count // _WORTH_A_PROCESS))


def _built(snapshot: Snapshot, lists: Sequence[str], progress: Progress | None, processes: int) -> Index:
    """The index, its names read by so many processes: here the first run, and what another failed at."""
    from licet.match.gathered import Gathered
    from licet.match.index import Index

    runs = snapshot.runs(lists, processes)
    others: list[subprocess.Popen[bytes] | None] = []
    try:
        others.extend(_start(_GATHER, snapshot, ",".join(map(str, run))) for run in runs[1:])
        total = sum(snapshot.lists[list_id].count for list_id in lists)
        gathered = Gathered(_entries(snapshot.run(runs[0]), progress, total, len(runs)))
        for run, other in zip(runs[1:], others, strict=True):
            more = _gathered_by(other)
            gathered.join(Gathered(_entries(snapshot.run(run))) if more is None else more)
    finally:
        for other in others:
            _end(other)
    if progress:
        progress(total, total)
    return Index.of(gathered)


def _entries(
    listings: Iterable[Listing], progress: Progress | None = None, total: int = 0, runs: int = 1
) -> Iterator[Mapping[str, object]]:
    """Listings as the index takes them; of so many runs about alike this one tells how far all are."""
    for done, listing in enumerate(listings, 1):
        if progress and done % 500 == 0:
            progress(min(done * runs, total - 1), total)
        # An entry of the FCC list that names a sort of product and no maker is nobody's name.
        if "NO_MAKER" not in listing.notes:
            yield index_entry(catalogue_entry(listing))


# other processes


def _start(code: str, snapshot: Snapshot, *arguments: str) -> subprocess.Popen[bytes] | None:
    """A process of our own, None where none can be started: its work is then done here, as where it fails.

    Called by `-c`: the program that called us needs no guard, as for a pool.
    """
    import subprocess  # an index is built once and opened by every start

    paths = os.pathsep.join(path for path in sys.path if path)
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-c", code, snapshot.place, snapshot.id, *arguments],
            env={**os.environ, "PYTHONPATH": paths},
            stdin=subprocess.PIPE,  # it ends with us, however we end (`_end_with_parent`)
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return None


def _end_with_parent() -> None:
    """A process of ours ends when the one that started it does, by kill -9 too: its pipe closes then."""
    import threading

    def wait() -> None:
        while os.read(0, 1):  # not by `sys.stdin`, whose lock would be held when this process ends by itself
            pass
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _given(arguments: Sequence[str]) -> Snapshot:
    """The snapshot that a process was started for."""
    _end_with_parent()
    place, wanted = arguments[:2]
    snapshot = read_snapshot(Path(place))
    if snapshot.id != wanted:
        raise SystemExit(1)  # another file stands there now
    return snapshot


def _gather_run() -> None:
    """What a process does: gather the names of a run of blocks and write them to its output."""
    import pickle

    from licet.match.gathered import Gathered

    snapshot = _given(sys.argv[1:])
    run = [int(number) for number in sys.argv[3].split(",")]
    gathered = Gathered(_entries(snapshot.run(run)))
    pickle.dump(gathered, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)


def _gathered_by(process: subprocess.Popen[bytes] | None) -> Gathered | None:
    """What another process gathered; None where it failed."""
    import pickle

    if process is None:
        return None
    data = _output(process)
    if process.returncode:
        return None
    found: Gathered = pickle.loads(data)  # noqa: S301  written by our own code, handed over by a pipe
    return found


def _output(process: subprocess.Popen[bytes]) -> bytes:
    """What a process of ours wrote until it ended; `communicate` would close the pipe it lives by."""
    with process:
        data = process.stdout.read() if process.stdout else b""
        process.wait()
    return data


def _end(process: subprocess.Popen[bytes] | None) -> None:
    """End a process of ours, done or not."""
    if process is not None:
        with process:  # closes its pipe and waits
            process.kill()


def _start_linking(snapshot: Snapshot, lists: tuple[str, ...]) -> subprocess.Popen[bytes] | None:
    """A process that works out which entries are of one party, where that is not kept and a core is there."""
    path = _kin_path(snapshot, lists)
    if is_kept(path) or keep_embedded(path, snapshot, lists) or processes_for(snapshot, lists) == 1:
        return None
    return _start(_LINK, snapshot, *lists)


def _link_all() -> None:
    snapshot = _given(sys.argv[1:])
    kin_of(snapshot, tuple(sys.argv[3:]))


# files


def _folder() -> Path:
    return home().parent / "index"


def _key(snapshot: Snapshot, lists: Iterable[str]) -> str:
    return hashlib.sha256("|".join((snapshot.id, *lists)).encode()).hexdigest()[:24]


def _kin_path(snapshot: Snapshot, lists: Iterable[str]) -> Path:
    return _folder() / f"{_key(snapshot, lists)}-{kin_version()}.kin"


def _sweep(path: Path, ending: str) -> None:
    """Remove what an older version made of the same lists; a process that has it mapped keeps it."""
    for old in path.parent.glob(f"{path.name.partition('-')[0]}*.{ending}"):
        if old != path:
            with contextlib.suppress(OSError):
                old.unlink()


def _refuse_where_nothing_can_be_kept(folder: Path) -> None:
    """Say it before the half minute of building, not after it."""
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise MatchIndexError(
            "no index that can be read is here, and none can be written: permission denied",
            place=str(folder),
            fix="get the rights to write here, or set LICET_HOME to a folder of your own",
        )


def _save(index: Index, path: Path) -> None:
    """Put the index in place whole: another process sees no file or all of it."""
    with whole(path) as part:
        index.save(part)
