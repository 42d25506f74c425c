"""What other processes need lives as long as the one that started them: themselves, and their folder.

A process that is killed with kill -9 tidies nothing. Its workers would wait for ever for their next part, and
the lists and the index that it laid out for them would fill the disk for temporary files.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no such locks: what a killed process leaves there stays
    fcntl = None  # type: ignore[assignment]

__all__ = ["end_with_parent", "shared_folder"]

#: Seconds for which a folder is nobody's to sweep: its owner may not have come to lock it.
_YOUNG = 60.0


def end_with_parent() -> None:
    """End this worker of a pool as soon as the process that started it is gone: nobody takes its results."""
    parent = multiprocessing.parent_process()
    if parent is None:  # this is no worker
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


@contextlib.contextmanager
def shared_folder(prefix: str, *, young: float = _YOUNG) -> Iterator[Path]:
    """A temporary folder for the time of a work; folders that killed processes left are taken away first.

    Args:
        prefix: how the names of such folders begin.
        young: age in seconds below which a folder stays, whoever made it.
    """
    _sweep(Path(tempfile.gettempdir()), prefix, young)
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if fcntl is None:
            yield folder
            return
        handle = os.open(folder, os.O_RDONLY)
        try:
            with contextlib.suppress(OSError):  # a file system without locks
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield folder
        finally:
            os.close(handle)


def _sweep(root: Path, prefix: str, young: float) -> None:
    if fcntl is None:
        return
    for path in root.glob(f"{prefix}*"):
        with contextlib.suppress(OSError):  # its owner lives, or took it away just now
            told = path.lstat()
            if told.st_uid == os.getuid() and time.time() - told.st_mtime > young and not path.is_symlink():
                handle = os.open(path, os.O_RDONLY)
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(path, ignore_errors=True)
                finally:
                    os.close(handle)
