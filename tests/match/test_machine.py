"""Machine code is kept whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from licet.match import machine
from licet.match.machine import Code, keep, kept

CODES = [Code("a", "symbol_a", 2, b"\x00code\n" * 9), Code("b", "symbol_b", 1, b"more")]


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Two folders to keep it in, the first before the second, and a name that asks for no compiler."""
    found = [tmp_path / "first", tmp_path / "second"]
    monkeypatch.setattr(machine, "_folders", lambda: found)
    monkeypatch.setattr(machine, "_file", lambda version: f"loops-{version}.machine")
    return found


def test_what_was_kept_is_found_and_what_was_cut_is_not(folders: list[Path]) -> None:
    """Wherever the file ends too early, the code in it is made again and never run."""
    keep("v", CODES)
    assert kept("v") == CODES
    (file,) = folders[0].iterdir()
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert kept("v") is None


def test_a_folder_that_takes_nothing_is_left_as_it_was(folders: list[Path]) -> None:
    """The next folder has it, and no half file stays in the first."""
    (folders[0] / "loops-v.machine").mkdir(parents=True)
    keep("v", CODES)
    assert [one.name for one in folders[0].iterdir()] == ["loops-v.machine"]
    assert kept("v") == CODES


def test_a_shared_folder_serves_everybody_whom_the_umask_lets(folders: list[Path]) -> None:
    """What one user compiled is read by the next one of the machine."""
    before = os.umask(0o022)
    try:
        keep("v", CODES)
    finally:
        os.umask(before)
    (file,) = folders[0].iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
