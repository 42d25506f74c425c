"""Files that are whole at every moment."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from licet.core.atomic import sweep_parts, whole, write_atomically


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


@pytest.fixture
def umask() -> Iterator[None]:
    """A umask that lets the group read."""
    before = os.umask(0o027)
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_who_may_read_a_file_is_for_the_umask_to_say(tmp_path: Path) -> None:
    """A shared folder can be read by those whom the umask lets; what is private by its owner alone."""
    write_atomically(tmp_path / "a", b"lists")
    with whole(tmp_path / "b", private=True) as part:
        part.write_bytes(b"names")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640
    assert stat.S_IMODE((tmp_path / "b").stat().st_mode) == 0o600


#: Writes half a file, says so, and waits to be killed.
_WRITER = """
import sys, time
from pathlib import Path
from licet.core.atomic import whole
with whole(Path(sys.argv[1])) as part:
    part.write_bytes(b"half")
    print(part.name, flush=True)
    time.sleep(60)
"""


def _writer(path: Path) -> tuple[subprocess.Popen[str], str]:
    writer = subprocess.Popen([sys.executable, "-c", _WRITER, str(path)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    return writer, writer.stdout.readline().strip()


def test_what_a_killed_process_left_is_swept_and_what_a_living_one_writes_stays(tmp_path: Path) -> None:
    """After kill -9 the half file goes with a sweep; a young one, or that of a process at work, does not."""
    living, at_work = _writer(tmp_path / "a")
    killed, left = _writer(tmp_path / "b")
    try:
        killed.kill()
        killed.wait()
        assert {at_work, left} == {one.name for one in tmp_path.iterdir()}
        (tmp_path / ".writing-notes.txt").write_bytes(b"somebody else's")
        assert sweep_parts(tmp_path) == 0
        assert sweep_parts(tmp_path, young=0) == 1
        assert {one.name for one in tmp_path.iterdir()} == {at_work, ".writing-notes.txt"}
    finally:
        for one in (living, killed):
            with one:
                one.kill()


def test_the_first_write_in_a_folder_sweeps_it(tmp_path: Path) -> None:
    """What was left an hour ago is gone once something is written beside it."""
    left = tmp_path / ".writing-0a1b2c3d"
    left.write_bytes(b"half")
    os.utime(left, (time.time() - 3600,) * 2)
    write_atomically(tmp_path / "a", b"whole")
    assert [one.name for one in tmp_path.iterdir()] == ["a"]
