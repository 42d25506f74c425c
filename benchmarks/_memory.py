"""How much memory a process held at most: one reading for every study."""

from __future__ import annotations

import resource
from pathlib import Path


def peak(process: int | str = "self") -> int:
    """Megabytes (2**20 bytes) that a running process held at most.

    The system's own mark of a process (`VmHWM`) begins with its program; `ru_maxrss` would begin with what
    the process held that started it, so it serves only where there is no `/proc`, and of this process alone.

    Args:
        process: its number; this one by default.

    Raises:
        OSError: the process runs no more.
    """
    status = Path(f"/proc/{process}/status")
    if process == "self" and not status.exists():
        return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return round(int(status.read_text(encoding="ascii").partition("VmHWM:")[2].split()[0]) / 1024)


def peak_of_children() -> int:
    """Megabytes (2**20 bytes) that the largest process held that this one started and that has ended.

    It is never less than what this process held when it started one: ask it in a small process.
    """
    return round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
