"""What tests ask of processes that the code under test started."""

from __future__ import annotations

import os
from pathlib import Path


def lives(process: int) -> bool:
    """Whether a process runs; one that has ended and that nobody took in does not, though its name stays."""
    try:
        os.kill(process, 0)
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(") ")[2][0]
    except OSError:
        return False
    return state != "Z"
