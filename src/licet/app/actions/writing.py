"""A file that a person asked for, written whole or not at all."""

from __future__ import annotations

import contextlib
from pathlib import Path

from licet.batch.space import is_full
from licet.core.errors import InputError

__all__ = ["write_whole"]


def write_whole(path: Path, content: bytes | str) -> None:
    """Write a file beside its place and move it there, so that a full disk leaves the old one as it was.

    Args:
        path: the file; a device or a pipe is written to as it is.
        content: bytes, or text that is written as UTF-8.

    Raises:
        InputError: it cannot be written there.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    part = path.with_name(f".{path.name}.part")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise InputError(
            f"`{path}` cannot be written: {error.strerror}",
            fix="make room on the disk" if is_full(error) else "give a folder you may write to",
        ) from error
