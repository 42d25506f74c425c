"""Files that are whole at every moment."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from licet.core.atomic import write_atomically


def test_writing_leaves_no_trace_when_it_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that fails leaves the old file and no temporary one."""
    path = tmp_path / "a"
    write_atomically(path, b"old")

    def fail(_: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        write_atomically(path, b"new")
    assert [one.name for one in tmp_path.iterdir()] == ["a"]
    assert path.read_bytes() == b"old"
