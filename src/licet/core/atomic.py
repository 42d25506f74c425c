"""A file is the old one or the new one, whole, whatever happens while it is written.

    write_atomically(path, data)
    with whole(path) as part: ...      # the same for what writes itself

What is written stands as `.writing-...` beside its place until it is whole, locked by its writer. A process
that was killed leaves it behind, without its lock: the next one that writes in that folder takes it away.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no such locks: what a killed process leaves there stays
    fcntl = None  # type: ignore[assignment]

__all__ = ["sweep_parts", "whole", "write_atomically"]

_PREFIX = ".writing-"
_PART = re.compile(r"\.writing-[a-z0-9_]{8}")
#: Seconds for which a part is nobody's to sweep: its writer may not have come to lock it.
_YOUNG = 60.0


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that a reader, or a crash at any moment, sees the old or the new one whole."""
    with whole(path) as part:
        part.write_bytes(data)


@contextlib.contextmanager
def whole(path: Path, *, private: bool = False) -> Iterator[Path]:
    """A file to write, which takes its place when all went well; else nothing of it is left.

    Args:
        path: its place; the folder is made where there is none.
        private: for its owner alone; else whoever the umask lets may read it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep_once(path.parent)
    part = path.with_name(f"{_PREFIX}{secrets.token_hex(4)}")
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600 if private else 0o666))
    try:
        with _locked(part):
            yield part
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    if hasattr(os, "O_DIRECTORY"):  # the rename itself must survive a power cut, where folders can be synced
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextlib.contextmanager
def _locked(part: Path) -> Iterator[None]:
    """While a part is written its lock says that its writer lives."""
    if fcntl is None:  # and an open file cannot be renamed there
        yield
        return
    with part.open("rb") as file:
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


@cache
def _sweep_once(folder: Path) -> None:
    """Once a process: a folder may hold very many files."""
    sweep_parts(folder)


def sweep_parts(folder: Path, *, young: float = _YOUNG) -> int:
    """Remove what killed processes left half written in a folder; returns how many files.

    A part whose writer lives is locked and stays; so does one of another user, a young one, and every one
    where files cannot be locked.

    Args:
        folder: the folder.
        young: age in seconds below which a part stays whatever its lock says.
    """
    if fcntl is None:
        return 0
    done = 0
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if _PART.fullmatch(path.name) and path.is_file() and not path.is_symlink():
                done += _removed(path, young)
    return done


def _removed(path: Path, young: float) -> bool:
    try:
        handle = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return False  # it found its place meanwhile, or is somebody else's
    try:
        told = os.fstat(handle)
        if told.st_uid != os.getuid() or time.time() - told.st_mtime < young:
            return False
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()
    except OSError:
        return False  # its writer lives
    finally:
        os.close(handle)
    return True
