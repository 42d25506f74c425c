"""Corrections of misprints in a source: rows of data, each with its reason, applied before a cell is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

__all__ = ["Correction", "correct", "corrections"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One misprint: where `printed` stands in a column of a list, `read` is read."""

    list: str
    column: str
    printed: str
    read: str
    reason: str


@cache
def corrections() -> Mapping[tuple[str, str], tuple[Correction, ...]]:
    """All corrections by list and column."""
    text = resources.files("licet.lists").joinpath("data/us_bis_corrections.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    found: dict[tuple[str, str], list[Correction]] = {}
    for line in lines[1:]:
        list_id, column, printed, read, reason = line.split("\t")
        printed, read = printed.replace("\\n", "\n"), read.replace("\\n", "\n")
        row = Correction(list=list_id, column=column, printed=printed, read=read, reason=reason)
        found.setdefault((list_id, column), []).append(row)
    return MappingProxyType({key: tuple(rows) for key, rows in found.items()})


def correct(list_id: str, column: str, text: str) -> tuple[str, bool]:
    """A cell as it is to be read, and whether that differs from what is printed."""
    changed = False
    for row in corrections().get((list_id, column), ()):
        if row.printed in text:
            text, changed = text.replace(row.printed, row.read), True
    return text, changed
