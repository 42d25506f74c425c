"""Two small files beside a SQLite store that find what the log inside it cannot.

`<store>.head` holds size and root of the log after the last commit of any process: if the database, or its
write-ahead log, loses acknowledged entries, verification sees it. `<store>.seal` holds the SHA-256 of the
whole database file at a quiet moment: as long as nothing was written since, one changed byte anywhere, in
free space too, is found. Both are guards against accident, and against tampering only when signed copies of
checkpoints are kept elsewhere.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.exc import DatabaseError

from licet.core.atomic import whole as wholly
from licet.core.errors import LogError
from licet.store import tables

__all__ = [
    "Seal",
    "break_seal",
    "file_digest",
    "head_file",
    "note_head",
    "read_head",
    "read_seal",
    "seal",
    "seal_quietly",
]

#: Files up to this size are sealed on close without being asked (a fraction of a second).
QUIET_LIMIT = 32 * 2**20


def head_file(file: Path) -> Path:
    """Where the head of a store's log is noted."""
    return file.with_name(file.name + ".head")


def seal_file(file: Path) -> Path:
    """Where a store's seal is."""
    return file.with_name(file.name + ".seal")


def _line(*parts: str) -> bytes:
    body = " ".join(parts)
    return f"{body} {hashlib.sha256(body.encode()).hexdigest()}\n".encode()


def _parts(path: Path, count: int) -> list[str] | None:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return None
    try:
        parts = raw.decode("ascii").split(" ")
    except UnicodeDecodeError:
        parts = []
    if len(parts) != count + 1 or _line(*parts[:-1]) != raw:
        raise LogError(f"`{path.name}` was changed", place=str(path))
    return parts[:-1]


def note_head(file: Path, size: int, root: bytes) -> None:
    """Note the log's head after a commit. One line of fixed length, so that it is never half a line."""
    handle = os.open(head_file(file), os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        os.pwrite(handle, _line("licet-head-1", f"{size:016d}", root.hex()), 0)
    finally:
        os.close(handle)


def read_head(file: Path) -> tuple[int, bytes] | None:
    """The noted head; None when there is none.

    Raises:
        LogError: the note was changed.
    """
    parts = _parts(head_file(file), 3)
    return None if parts is None else (int(parts[1]), bytes.fromhex(parts[2]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """The state of a whole database file.

    Attributes:
        size: entries in the log at that moment.
        bytes: length of the file.
        digest: SHA-256 of the file.
    """

    size: int
    bytes: int
    digest: str


_DIGEST = (
    "import hashlib,sys\n"
    "with open(sys.argv[1],'rb') as f: print(hashlib.file_digest(f,'sha256').hexdigest(), f.tell())"
)


def break_seal(file: Path) -> None:
    """Take the seal away before a write that adds no entry to the log; the next close seals again."""
    seal_file(file).unlink(missing_ok=True)


def file_digest(file: Path) -> tuple[int, str]:
    """Length and SHA-256 of a database file.

    A process of its own reads it: POSIX drops all locks of a process on a file as soon as that process
    closes any handle on it, SQLite's locks too.
    """
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _DIGEST, str(file)], capture_output=True, text=True, check=True
    )
    digest, length = done.stdout.split()
    return int(length), digest


def read_seal(file: Path) -> Seal | None:
    """The seal beside a store; None when there is none.

    Raises:
        LogError: the seal was changed.
    """
    parts = _parts(seal_file(file), 4)
    if parts is None:
        return None
    return Seal(size=int(parts[1]), bytes=int(parts[2]), digest=parts[3])


def seal(engine: Engine, file: Path) -> Seal | None:
    """Fold the write-ahead log into the file and seal it; None when others are writing just now.

    Raises:
        DatabaseError, sqlite3.Error, OSError: there is no room, or the file cannot be read.
    """
    wal = file.with_name(file.name + "-wal")
    with engine.connect() as raw:
        # by the driver itself, whose errors come as they are: this must not begin a transaction
        busy = raw.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]  # type: ignore[union-attr]
    if busy:
        return None
    with engine.connect() as raw:
        connection = raw.execution_options(licet_write=True)
        with connection.begin():  # nobody writes while the file is read
            if wal.exists() and wal.stat().st_size:
                return None
            size = connection.execute(select(tables.log_head.c.size)).scalar_one_or_none()
            if size is None:
                return None
            length, digest = file_digest(file)
            made = Seal(size=size, bytes=length, digest=digest)
            whole = _line("licet-seal-1", str(size), str(length), digest)
            with wholly(seal_file(file), private=True) as part:
                part.write_bytes(whole)
    return made


def seal_quietly(engine: Engine, file: Path) -> None:
    """Seal a small file on the way out; a failure costs nothing but the seal."""
    try:
        if file.stat().st_size <= QUIET_LIMIT:
            seal(engine, file)
    except (DatabaseError, sqlite3.Error, OSError, subprocess.SubprocessError):
        return
