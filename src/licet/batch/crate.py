"""An engine for other processes: its files to map and the rest by value.

A worker, here or on another machine, opens the same lists, the same index, the same staged filings and the
same last looks at the official addresses, so it finds the same and knows the same lists to be stale.
"""

from __future__ import annotations

import gc
import hashlib
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from licet import __version__
from licet.batch.space import is_full
from licet.check.doubts import Doubts
from licet.check.engine import Engine
from licet.check.kin import NO_KIN, Kin
from licet.core.errors import SnapshotError
from licet.lists.manifest import Check
from licet.lists.snapshot import read_snapshot
from licet.lists.staged import Overlay
from licet.match.index import Index
from licet.match.policy import Policy

__all__ = ["Crate", "pack", "settle", "spare_walks", "unpack"]

#: Objects made after which a process looks for cycles. A worker makes millions and hardly a cycle.
_OBJECTS = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Crate:
    """What an engine is made of; small enough to go with every task.

    Attributes:
        version: licet's version; another one may find something else and is refused.
        snapshot: content id of the lists.
        lists_file, index_file, kin_file: names of the files, each by its content; `kin_file` is empty where
            nothing says which entries are of one party.
        lists: ids of the lists that are looked at.
        policy: thresholds.
        today: the day on which staleness is judged.
        checks: what the last look at each official address gave.
        laid: staged filings laid over the snapshot.
        doubts: the last self-test.
    """

    version: str
    snapshot: str
    lists_file: str
    index_file: str
    lists: tuple[str, ...]
    policy: Policy
    today: date
    checks: Mapping[str, Check]
    laid: Overlay | None
    doubts: Doubts | None = None
    kin_file: str = ""

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files that a worker needs."""
        return tuple(name for name in (self.lists_file, self.index_file, self.kin_file) if name)


def pack(engine: Engine, folder: Path) -> Crate:
    """Write the engine's files into a folder.

    Raises:
        SnapshotError: the snapshot's file is gone or is another one by now.
        OSError: the folder cannot be written.
    """
    snapshot = engine.snapshot
    lists_file = f"licet-{snapshot.id[:24]}.lists"
    try:
        shutil.copyfile(snapshot.place, folder / lists_file)
    except OSError as error:
        if is_full(error):
            raise
        raise SnapshotError(
            f"cannot read the snapshot: {error.strerror}", place=snapshot.place, fix="open the lists again"
        ) from error
    if read_snapshot(folder / lists_file).id != snapshot.id:
        raise SnapshotError("the file holds another snapshot by now", place=snapshot.place)
    draft = folder / "licet.index.part"
    engine.index.save(draft)
    with draft.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    index_file = f"licet-{digest[:24]}.index"
    draft.replace(folder / index_file)
    return Crate(
        version=__version__,
        snapshot=snapshot.id,
        lists_file=lists_file,
        index_file=index_file,
        lists=engine.lists,
        policy=engine.policy,
        today=engine.today,
        checks=dict(snapshot.checks),
        laid=engine.laid,
        doubts=engine.doubts,
        kin_file=_pack_kin(engine.kin, folder),
    )


def _pack_kin(kin: Kin, folder: Path) -> str:
    """A party met by an entry that no longer stands is shown with its others: every worker must know them."""
    if kin.path is None:
        return ""
    held = kin.path.read_bytes()
    name = f"licet-{hashlib.sha256(held).hexdigest()[:24]}.kin"
    (folder / name).write_bytes(held)
    return name


def unpack(crate: Crate, place: Callable[[str], Path]) -> Engine:
    """The engine, its index memory-mapped.

    Args:
        crate: what `pack` gave.
        place: where a file of that name is on this machine.

    Raises:
        SnapshotError: this licet is of another version, or the lists are not those that were packed.
        MatchIndexError: the index is missing or torn.
    """
    if crate.version != __version__:
        raise SnapshotError(
            f"this worker has licet {__version__}, the work came from licet {crate.version}",
            fix="install the same version of licet everywhere",
        )
    snapshot = read_snapshot(place(crate.lists_file))
    if snapshot.id != crate.snapshot:
        raise SnapshotError("the lists are not those that were sent", place=snapshot.place)
    snapshot.checks = crate.checks
    return Engine(
        snapshot=snapshot,
        index=Index.open(place(crate.index_file)),
        lists=crate.lists,
        policy=crate.policy,
        today=crate.today,
        laid=crate.laid,
        doubts=crate.doubts,
        kin=Kin(place(crate.kin_file)) if crate.kin_file else NO_KIN,
    )


def settle(engine: Engine) -> Engine:
    """The engine of a process that does nothing but screen: compiled, what is loaded taken for lasting."""
    engine.index.warm()
    engine.snapshot.unpack()
    spare_walks()
    return engine


def spare_walks() -> None:
    """Take what is open now out of the garbage collector's walks.

    Lists, rules and code live as long as the process. Walking over them stopped a server's requests for up to
    150 ms and took a tenth of a worker's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS, 20, 20)
