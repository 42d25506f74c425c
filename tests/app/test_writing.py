"""A file that a person asked for is written whole or not at all."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from licet.app.actions.writing import write_whole
from licet.core.errors import InputError

FULL = """
import resource, sys
from pathlib import Path
from licet.app.actions.writing import write_whole
from licet.core.errors import InputError
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_whole(Path(sys.argv[1]), b"x" * 5000)
except InputError as error:
    print(error.message, "|", error.fix)
"""


def test_a_file_is_written_as_it_is(tmp_path: Path) -> None:
    """Text is UTF-8, bytes are themselves, and an old file is replaced."""
    place = tmp_path / "page.html"
    write_whole(place, "海康威视")
    assert place.read_text(encoding="utf-8") == "海康威视"
    write_whole(place, b"\x00\x01")
    assert place.read_bytes() == b"\x00\x01"
    assert [one.name for one in tmp_path.iterdir()] == ["page.html"]


def test_no_room_leaves_the_old_file(tmp_path: Path) -> None:
    """When the disk has no room for the new file, the old one stands and nothing is left half written."""
    assert hasattr(resource, "RLIMIT_FSIZE")
    place = tmp_path / "report.xlsx"
    place.write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(place)], capture_output=True, text=True, check=True
    )
    assert "report.xlsx` cannot be written" in done.stdout
    assert "make room on the disk" in done.stdout
    assert place.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["report.xlsx"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """The error names the file and the way out."""
    with pytest.raises(InputError, match="cannot be written") as told:
        write_whole(tmp_path / "none" / "page.html", "x")
    assert told.value.fix == "give a folder you may write to"
