"""Uploads as files of our own naming, in a folder that goes away, and no archive that swells.

The caller's file name gives its ending and nothing else. What the readers parse is bounded by the body's
limit; an archive (XLSX is one) is bounded by what it unpacks to as well, before anything of it is read.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from fastapi import UploadFile

from licet.core.errors import InputError

__all__ = ["UNPACKED", "kept"]

#: What an archive may unpack to, in bytes: a small file must not fill the memory.
UNPACKED = 64 * 1024 * 1024


@contextmanager
def kept(uploads: Sequence[UploadFile], endings: Sequence[str] = ()) -> Iterator[list[Path]]:
    """The uploads as files.

    Args:
        uploads: as they came.
        endings: those that are read here; any when empty.

    Raises:
        InputError: none was sent, another kind of file, or an archive that unpacks to more than is read.
    """
    if not any(one.filename for one in uploads):
        raise InputError("no file was sent", field="files")
    with tempfile.TemporaryDirectory(prefix="licet-") as folder:
        paths = []
        for number, one in enumerate(uploads):
            ending = _ending(one.filename or "")
            if endings and ending not in endings:
                raise InputError(
                    f"`{ending or 'no ending'}` is not read here", fix=f"give {', '.join(endings)}"
                )
            path = Path(folder) / f"file-{number}{ending}"
            with path.open("wb") as out:
                while piece := one.file.read(1 << 20):
                    out.write(piece)
            _refuse_bombs(path)
            paths.append(path)
        yield paths


def _ending(name: str) -> str:
    return "".join(c for c in Path(name).suffix.lower()[:8] if c.isalnum() or c == ".")


def _refuse_bombs(path: Path) -> None:
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as held:
            size = sum(part.file_size for part in held.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise InputError("the archive cannot be read", fix="save it again") from error
    if size > UNPACKED:
        raise InputError(f"it unpacks to {size:,} bytes, at most {UNPACKED:,} are read", fix="split it")
