"""`run.json`: what a run stands on and what came out, written whole or not at all.

The same input, snapshot, versions and settings give the same bytes of results, so two manifests tell whether
two runs were the same, and a folder that holds another run is refused.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from licet.check.engine import Engine
from licet.core.errors import InputError
from licet.match.version import index_version

__all__ = ["MANIFEST", "Begun", "alone_in", "begun", "describe", "done_before", "sum_of", "write_manifest"]

MANIFEST = "run.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What a run in a folder stands on, so that it can be taken up on another day, with other lists current.

    Attributes:
        snapshot: id of the lists.
        lists: ids of the lists that are looked at.
        on: the day on which listings are read.
        today: the day on which staleness is judged.
    """

    snapshot: str
    lists: tuple[str, ...]
    on: date
    today: date


def begun(folder: Path) -> Begun | None:
    """What the run of that folder stands on; None where there is none.

    Raises:
        InputError: the folder's `run.json` cannot be read.
    """
    run = _read(folder)
    if run is None:
        return None
    try:
        settings = run["settings"]
        return Begun(
            snapshot=run["snapshot"],
            lists=tuple(one["id"] for one in run["lists"]),
            on=date.fromisoformat(settings["on"]),
            today=date.fromisoformat(settings["today"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _torn(folder, error) from None


def describe(path: Path, engine: Engine, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that the results of a run depend on.

    Raises:
        InputError: the input cannot be read.
    """
    try:
        with path.open("rb") as file:
            checksum = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"not readable: {error.strerror}", file=str(path), fix="check the path") from None
    return {
        "schema": "licet-batch/1",
        "input": {"file": path.name, "bytes": path.stat().st_size, "sha256": checksum},
        "snapshot": engine.snapshot.id,
        "lists": [
            {"id": one.id, "published": one.published.isoformat() if one.published else None,
             "count": one.count, "stale": one.stale}
            for one in engine.list_states()
        ],
        "matcher": index_version(__name__),
        "filings": list(engine.laid.documents) if engine.laid else [],
        "settings": dict(settings),
        "versions": {name: _version(name) for name in ("licet", "numpy", "numba", "pyarrow", "rapidfuzz")},
    }  # fmt: skip


def done_before(folder: Path, run: Mapping[str, Any], *, resume: bool) -> dict[str, Any] | None:
    """What the same run gave, where it is done already and its files are whole; None where there is work.

    Raises:
        InputError: the folder holds another run, or this one and `resume` is not set.
    """
    before = _read(folder)
    if before is None:
        return None
    done: dict[str, Any] | None = before.pop("done", None)
    wanted = json.loads(json.dumps(run))
    different = [key for key in run if before.get(key) != wanted[key]]
    if different:
        told = _told(different[0], before.get(different[0]), wanted[different[0]])
        raise InputError(f"the folder holds a run with {told}", file=str(folder), fix="name a new folder")
    if not resume:
        raise InputError(
            "the folder holds this run already", file=str(folder), fix="add --resume or name a new folder"
        )
    if done and all(sum_of(folder / name) == digest for name, digest in done["sha256"].items()):
        return done
    return None


def _told(key: str, before: Any, now: Any) -> str:  # noqa: ANN401  JSON is any
    """What differs between two runs, in words."""
    if isinstance(before, dict) and isinstance(now, dict) and key != "input":
        names = [name for name in {**now, **before} if before.get(name) != now.get(name)]
        return f"other {key}: {', '.join(f'`{name}`' for name in names)}"
    return f"other {key}" if key in ("lists", "filings") else f"another {key}"


def write_manifest(folder: Path, run: Mapping[str, Any], done: Mapping[str, Any] | None = None) -> None:
    """Write `run.json`, with what came out where the run is done."""
    part = folder / f"{MANIFEST}.part"
    with part.open("wb") as file:
        whole = {**run, **({"done": done} if done else {})}
        file.write(json.dumps(whole, indent=1, ensure_ascii=False).encode())
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / MANIFEST)


def sum_of(path: Path) -> str:
    """SHA-256 of a file in hex; empty where there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder: a second process at work in it would remove the parts that the first still reads.

    The hold ends with the process, however that ends. Where a file system or Windows knows no such holds,
    nothing is held.

    Raises:
        InputError: another process is at work in the folder.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    place = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(
                "another process is at work in the folder", file=str(folder), fix="wait until it is done"
            ) from None
        except OSError:
            pass
        yield
    finally:
        os.close(place)


def _read(folder: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise _torn(folder, error) from None
    return found


def _torn(folder: Path, why: Exception) -> InputError:
    return InputError(f"no run that can be read: {why}", file=f"{folder}/{MANIFEST}", fix="name a new folder")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
