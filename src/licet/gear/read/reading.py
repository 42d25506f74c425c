"""What reading a file gives: devices, and every row or file that could not be read, with its fix."""

from __future__ import annotations

from dataclasses import dataclass

from licet.core.errors import InputError
from licet.gear.device import Device

__all__ = ["Problem", "Reading", "join"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One row, field or file that was not read; the rest was.

    Attributes:
        file: the file.
        line: 1-based line or row; 0 for the file as a whole.
        field: the column or path; empty when the whole row is meant.
        message: what is wrong.
        fix: what to do about it.
    """

    file: str
    line: int = 0
    field: str = ""
    message: str
    fix: str = ""

    @classmethod
    def of(cls, error: InputError, *, file: str, line: int) -> Problem:
        """An error about one value, placed."""
        return cls(file=file, line=line, field=error.field, message=error.message, fix=error.fix)

    def __str__(self) -> str:
        line = f", line {self.line}" if self.line else ""
        place = f", field `{self.field}`" if self.field else ""
        fix = f" (fix: {self.fix})" if self.fix else ""
        return f"{self.file}{line}{place}: {self.message}{fix}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Devices of one or more files.

    Attributes:
        devices: in the order read.
        problems: what was not read.
        formats: what each file was taken for, by file name.
        columns: which column was taken for which field, for tables.
        unread_columns: columns of tables that no field was found for.
    """

    devices: tuple[Device, ...] = ()
    problems: tuple[Problem, ...] = ()
    formats: tuple[tuple[str, str], ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    unread_columns: tuple[str, ...] = ()


def join(readings: list[Reading]) -> Reading:
    """Several readings as one, in order."""
    return Reading(
        devices=tuple(device for reading in readings for device in reading.devices),
        problems=tuple(problem for reading in readings for problem in reading.problems),
        formats=tuple(pair for reading in readings for pair in reading.formats),
        columns=tuple(dict.fromkeys(pair for reading in readings for pair in reading.columns)),
        unread_columns=tuple(dict.fromkeys(name for reading in readings for name in reading.unread_columns)),
    )
