"""A disk that is full when a store is begun, or written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from licet.store.portfolio_read import portfolio
from licet.store.store import Store
from licet.store.verify import verify

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


_FILL = """
import resource, sys
from licet.core.errors import StoreError
from licet.core.trade import Name, Party
from licet.store.portfolio import put
from licet.store.store import Store
with Store.open(sys.argv[1]) as store:
    who = store.system()
    put(store, who, "main", "party", [Party(id="C-1", names=(Name(text="Acme"),))])
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    many = (Party(id=f"D-{number}", names=(Name(text=f"Obsthof {number}"),)) for number in range(30_000))
    try:
        put(store, who, "main", "party", many)
    except StoreError as error:
        print(type(error).__name__, error)
"""


def test_a_store_that_runs_out_of_room_says_so_and_keeps_what_it_had(tmp_path: Path) -> None:
    """The fix speaks of room, closing it adds no failure of its own, and the log verifies."""
    file = tmp_path / "store.db"
    done = subprocess.run(
        [sys.executable, "-c", _FILL, str(file), "1500000"],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("StoreError the store could not be written"), done.stderr
    assert "make room on the disk" in done.stdout
    with Store.open(file) as store:
        held = portfolio(store, store.system(), "main").counts["party"]
        assert held % 5_000 == 1
        assert verify(store).ok
