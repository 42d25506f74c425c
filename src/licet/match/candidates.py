"""What the inner loops retrieved for some queries, before any score."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from licet.match.arrays import ENTRY, NAME, READING, STYLE
from licet.match.normal import Reading

__all__ = ["Candidates"]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Names retrieved for some queries, one row each, with their alignment's summary.

    Attributes:
        rows: which reading asked, the name, its entry, the entry's kind, the table of weights, the part of the index;
            columns as `arrays.READING` ...
        table: summaries, columns as `arrays.SUMMARY`.
        readings: which query asked, the reading, and its text.
        query_of: the query of each reading.
    """

    rows: Any
    table: Any
    readings: list[tuple[int, Reading, str]]
    query_of: Any

    @property
    def query(self) -> Any:
        """Which query asked for each row."""
        return self.query_of[self.rows[:, READING]]

    @property
    def name(self) -> Any:
        """The listed name of each row."""
        return self.rows[:, NAME]

    @property
    def entry(self) -> Any:
        """The entry of each row's name."""
        return self.rows[:, ENTRY]

    @property
    def style(self) -> Any:
        """PERSON or THING for each row: which table of weights judges it."""
        return self.rows[:, STYLE]

    def only(self, wanted: Any) -> Candidates:
        """The rows that are wanted."""
        return replace(self, rows=self.rows[wanted], table=self.table[wanted])
