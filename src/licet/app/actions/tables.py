"""The dated tables of the EAR: build them from official editions, compare two editions."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from licet.core.errors import InputError
from licet.law.ecfr.build import Report, build, difference

__all__ = ["build_tables", "compare_editions"]


def build_tables(folder: Path, out: Path | None = None) -> Report:
    """Builds all tables from the editions in a folder, into `out` or the installed package.

    Raises:
        SourceError: there is no edition, or one cannot be read.
        InputError: the installed package cannot be written to.
    """
    target = out
    if target is None:
        place = resources.files("licet.law.us.ear.tables")
        if not isinstance(place, Path):
            raise InputError("the installed tables are in an archive", fix="give a folder with --out")
        target = place
    target.mkdir(parents=True, exist_ok=True)
    return build(folder, target)


def compare_editions(old: Path, new: Path) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """What changed between two editions: (table, `+` or `-`, key, cells).

    Raises:
        SourceError: an edition cannot be read.
    """
    return difference(old, new)
