"""Cells of tables that people open in a spreadsheet: what others wrote must not run there."""

from __future__ import annotations

__all__ = ["inert"]

#: What a spreadsheet takes for the beginning of a formula, also behind blanks.
_OPENERS = ("=", "+", "-", "@")


def inert(cell: object) -> object:
    """A cell that a spreadsheet shows and does not run; anything but text stays as it is."""
    if not isinstance(cell, str):
        return cell
    opens = cell.lstrip().startswith(_OPENERS) or cell[:1] in ("\t", "\r", "\n")
    return f"'{cell}" if opens else cell
