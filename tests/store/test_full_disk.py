"""A disk that is full when a store is begun."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_BEGIN = """
import resource, sys
from licet.core.errors import StoreError
from licet.store.rows import load_projectors
from licet.store.store import Store
load_projectors()
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    Store.open(sys.argv[1])
except StoreError as error:
    print(error)
"""


@pytest.mark.parametrize("room", [0, 4_096, 50_000])
def test_a_store_that_found_no_room_says_so_and_leaves_nothing(tmp_path: Path, room: int) -> None:
    """The fix speaks of room, and no half store stays behind to be opened next time."""
    file = tmp_path / "store.db"
    done = subprocess.run(
        [sys.executable, "-c", _BEGIN, str(file), str(room)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert "make room on the disk" in done.stdout, done.stderr
    assert list(tmp_path.iterdir()) == []
