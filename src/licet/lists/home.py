"""Where a person's snapshots are kept: immutable files, one pointer to the current, nothing edited in place.

    LICET_HOME/lists/snapshots/<id>.lists    whole snapshots
    LICET_HOME/lists/current.json            which one is current, and which were before it
    LICET_HOME/lists/checks.json             what the last look at each official address gave

Without LICET_HOME it is the platform's folder for user data. A new installation has no such folder and uses
the snapshot that comes with licet.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from licet.core.atomic import write_atomically
from licet.core.errors import SnapshotError
from licet.lists.manifest import Check
from licet.lists.snapshot import Snapshot, read_snapshot

__all__ = [
    "Past",
    "current_id",
    "embedded",
    "embedded_path",
    "hold",
    "home",
    "make_current",
    "open_snapshot",
    "past",
    "read_checks",
    "staged_documents",
    "staged_folder",
    "write_checks",
]

_EMBEDDED = "embedded.lists"
_KEPT_POINTERS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A snapshot that is or was current, and since when (UTC)."""

    id: str
    since: datetime


#: What the body of a staged filing may end in.
_BODIES = (".xml", ".txt", ".html")


def home() -> Path:
    """The folder of this person's lists."""
    given = os.environ.get("LICET_HOME")
    if given:
        return Path(given) / "lists"
    from platformdirs import user_data_path

    return user_data_path("licet", appauthor=False) / "lists"


def staged_folder() -> Path:
    """The folder of filings that are staged; it need not exist."""
    return home().parent / "staged"


def staged_documents() -> tuple[Path, ...]:
    """The files of the filings that are staged: of each its body, or its JSON where it came with one."""
    bodies = [path for path in sorted(staged_folder().glob("*.*")) if path.suffix in _BODIES]
    told = ((path, path.with_suffix(".json")) for path in bodies)
    return tuple(json if json.is_file() else body for body, json in told)


def embedded() -> Snapshot:
    """The snapshot that comes with licet.

    Raises:
        SnapshotError: the installation lacks it.
    """
    return read_snapshot(embedded_path())


def embedded_path() -> Path:
    """The file of the snapshot that comes with licet."""
    return Path(str(resources.files("licet.lists").joinpath("data", _EMBEDDED)))


def open_snapshot(which: Path | str | None = None) -> Snapshot:
    """A snapshot by file, by id (or its beginning, at least 6 characters), or the current one.

    Args:
        which: a path, an id, `embedded`, or None for the person's current snapshot; the embedded one where
            there is none.

    Raises:
        SnapshotError: there is no such snapshot, several ids begin so, or it is torn.
    """
    folder = home()
    if which is None:
        now = current_id()
        snapshot = embedded() if now is None else read_snapshot(_file_of(now))
        if now is not None and snapshot.id != now:
            raise SnapshotError("the snapshot is not what its name says", place=snapshot.place)
        snapshot.checks = read_checks()
        return snapshot
    if isinstance(which, Path) or "/" in which or which.endswith(".lists"):
        if not Path(which).exists():
            raise SnapshotError("no such file", place=str(which), fix="check the path")
        return read_snapshot(Path(which))
    if which == "embedded":
        return embedded()
    found = {path.stem: path for path in sorted((folder / "snapshots").glob(f"{which}*.lists"))}
    inside = None if which in found else embedded()
    if inside and inside.id.startswith(which):
        found.setdefault(inside.id, Path(inside.place))
    if len(which) < 6 or len(found) != 1:
        raise SnapshotError(
            f"`{which}` names {len(found) or 'no'} snapshot{'s' if len(found) > 1 else ''}",
            fix="give more of its id; see `licet lists status --history`",
        )
    return read_snapshot(next(iter(found.values())))


def _file_of(snapshot_id: str) -> Path:
    return home() / "snapshots" / f"{snapshot_id}.lists"


def hold(snapshot: Snapshot) -> Path:
    """Keep a copy of a snapshot among the person's own, so that a newer licet does not take it away.

    What was decided on the snapshot that comes with licet must still be asked again after an upgrade.

    Raises:
        SnapshotError: its file is gone.
    """
    path = _file_of(snapshot.id)
    if not path.exists():
        try:
            data = Path(snapshot.place).read_bytes()
        except OSError as error:
            raise SnapshotError(f"the file of the snapshot is gone: {error}", place=snapshot.place) from None
        write_atomically(path, data)
    return path


def past() -> tuple[Past, ...]:
    """The current snapshot and those before it, newest first; empty on a new installation.

    Raises:
        SnapshotError: the pointer is not readable.
    """
    path = home() / "current.json"
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return tuple(Past(id=row["id"], since=datetime.fromisoformat(row["since"])) for row in rows)
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SnapshotError(
            f"the pointer to the current snapshot is not readable: {error}",
            place=str(path),
            fix="remove it: the snapshot that comes with licet is used then",
        ) from error


def current_id() -> str | None:
    """The id of the person's current snapshot; None when the embedded one is used."""
    known = past()
    return known[0].id if known else None


def make_current(data: bytes, *, now: datetime) -> Snapshot:
    """Keep a snapshot and make it the current one, as one step for every reader.

    The file is whole on disk before the pointer changes; whatever happens between, the last good one stays.

    Args:
        data: a snapshot's bytes.
        now: the time to note, with its zone.

    Raises:
        SnapshotError: the bytes are no snapshot or are torn.
    """
    snapshot = Snapshot(data, place="the new snapshot")
    snapshot.verify()
    known = past()
    if known and known[0].id == snapshot.id:
        return snapshot
    path = _file_of(snapshot.id)
    if not path.exists():
        write_atomically(path, data)
    rows = [Past(id=snapshot.id, since=now), *known][:_KEPT_POINTERS]
    text = json.dumps([{"id": row.id, "since": row.since.isoformat()} for row in rows], indent=1)
    write_atomically(home() / "current.json", text.encode())
    return snapshot


def read_checks() -> Mapping[str, Check]:
    """What the last look at each address gave, by source.

    Raises:
        SnapshotError: the file is not readable; a refused update must never be forgotten silently.
    """
    path = home() / "checks.json"
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return MappingProxyType({row["source"]: _check(row) for row in rows})
    except FileNotFoundError:
        return MappingProxyType({})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SnapshotError(
            f"not readable: {error}", place=str(path), fix="remove it and run `licet lists update`"
        ) from error


def _check(row: Mapping[str, str]) -> Check:
    return Check(
        source=row["source"],
        good=date.fromisoformat(row["good"]) if row["good"] else None,
        tried=date.fromisoformat(row["tried"]) if row["tried"] else None,
        error=row["error"],
        etag=row["etag"],
        modified=row["modified"],
        sha256=row["sha256"],
    )


def write_checks(checks: Iterable[Check]) -> None:
    """Keep what the last look at each address gave."""
    rows = [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(one).items()}
        for one in sorted(checks, key=lambda one: one.source)
    ]
    write_atomically(home() / "checks.json", json.dumps(rows, indent=1).encode())
