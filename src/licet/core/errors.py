"""Every way licet can fail, in one tree.

    LicetError
     |-- InputError        what a person gave us cannot be read: file, line, field, fix
     |-- SourceError       a government document is not what its reader expects
     |    `-- FetchError   a document could not be had from its official address
     |-- SnapshotError     a snapshot of the lists is missing, torn, or not what its manifest says
     |-- StaleError        the lists are older than policy allows
     |-- RuleError         the rule book contradicts itself (found at import)
     |-- MatchIndexError   a match index is missing, torn, or of another format
     |-- StoreError        what is kept could not be read or written
     |    |-- ConflictError   somebody else changed it first, or the change is not allowed now
     |    `-- LogError        the log does not verify
     |-- DeniedError       this person may not do this
     `-- MissingExtraError an optional engine is not installed

A message is lower case, without a full stop, names what was given in backticks, and is
followed by a `fix:` line that says what to do.
"""

from __future__ import annotations

__all__ = [
    "ConflictError",
    "DeniedError",
    "FetchError",
    "InputError",
    "LicetError",
    "LogError",
    "MatchIndexError",
    "MissingExtraError",
    "RuleError",
    "SnapshotError",
    "SourceError",
    "StaleError",
    "StoreError",
]


class LicetError(Exception):
    """Base of all errors of licet.

    Attributes:
        code: stable machine name, the same in CLI, API and web.
        message: what happened.
        place: where: file, line, field, list or rule; empty when there is none.
        fix: what to do about it; empty when nothing can be advised.
    """

    code = "error"

    def __init__(self, message: str, *, place: str = "", fix: str = "") -> None:
        self.message = message
        self.place = place
        self.fix = fix
        super().__init__(str(self))

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        advice = f"\nfix: {self.fix}" if self.fix else ""
        return f"{where}{self.message}{advice}"

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.message, self.place, self.fix, dict(self.__dict__)))


def _rebuild(
    kind: type[LicetError], message: str, place: str, fix: str, state: dict[str, object]
) -> LicetError:
    error = kind.__new__(kind)
    LicetError.__init__(error, message, place=place, fix=fix)
    error.__dict__.update(state)
    return error


class InputError(LicetError):
    """What a person gave us cannot be read.

    Attributes:
        file: the file's name as given; empty for a command line or a request.
        line: 1-based line or row; 0 when there is none.
        field: the column or path; empty when the whole is meant.
    """

    code = "input"

    def __init__(
        self, message: str, *, file: str = "", line: int = 0, field: str = "", fix: str = ""
    ) -> None:
        self.file = file
        self.line = line
        self.field = field
        parts = [file, f"line {line}" if line else "", f"field `{field}`" if field else ""]
        super().__init__(message, place=", ".join(part for part in parts if part), fix=fix)


class SourceError(LicetError):
    """A government document is not what its reader expects: refuse it, keep the last good one."""

    code = "source"


class FetchError(SourceError):
    """A document could not be had from its official address."""

    code = "fetch"


class SnapshotError(LicetError):
    """A snapshot of the lists is missing, torn, or not what its manifest says."""

    code = "snapshot"


class StaleError(LicetError):
    """The lists are older than policy allows."""

    code = "stale"


class RuleError(LicetError):
    """The rule book contradicts itself; raised at import and names both places."""

    code = "rule"


class MatchIndexError(LicetError):
    """A match index is missing, torn, or of another format."""

    code = "index"


class StoreError(LicetError):
    """What is kept could not be read or written."""

    code = "store"


class ConflictError(StoreError):
    """Somebody else changed it first, or the change is not allowed in this state."""

    code = "conflict"


class LogError(StoreError):
    """The log does not verify."""

    code = "log"


class DeniedError(LicetError):
    """This person may not do this."""

    code = "denied"


class MissingExtraError(LicetError):
    """An optional engine is not installed."""

    code = "missing-extra"
