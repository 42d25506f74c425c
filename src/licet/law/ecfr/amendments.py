"""What dates the lines of the tables better than the editions do, and what is known after the last edition.

An edition shows that a line had changed by its day; the document that changed it says when. Each entry here
cites the document. A fact known only from later data than the official text held is a line marked
`unconfirmed` where no document for it was read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["AMENDMENTS", "LATER", "SINCE", "Amendment", "Fact"]


@dataclass(frozen=True, slots=True)
class Amendment:
    """One document that changed lines of a table.

    Attributes:
        table: file name of the table without its ending.
        keys: the keys whose lines it changed; empty for all that changed between the editions.
        seen: the first edition that shows the change.
        day: the day on which the change took effect.
        by: the document.
    """

    table: str
    keys: tuple[str, ...]
    seen: date
    day: date
    by: str


AMENDMENTS: tuple[Amendment, ...] = (
    Amendment("country_chart", (), date(2025, 12, 30), date(2025, 9, 30), "90 FR 47189"),
    Amendment(
        "ccl_rows",
        ("0A501", "0A502", "0A504", "0A505", "0A506", "0A507", "0A508", "0A509", "0D501", "0E501", "0E502",
         "0E504", "0E505"),
        date(2025, 12, 30), date(2025, 9, 30), "90 FR 47189",
    ),
    Amendment(
        "ccl_exceptions",
        ("0A501", "0A502", "0A504", "0A505", "0A506", "0A507", "0A508", "0A509", "0D501", "0D505", "0E501",
         "0E502", "0E504", "0E505"),
        date(2025, 12, 30), date(2025, 9, 30), "90 FR 47189",
    ),
    Amendment("ccl_rows", ("9A012",), date(2026, 1, 29), date(2026, 1, 21), "FR Doc. 2026-01059"),
    Amendment("ccl_exceptions", ("9A012",), date(2026, 1, 29), date(2026, 1, 21), "FR Doc. 2026-01059"),
)  # fmt: skip

#: The day back to which the first edition's text is known to be unchanged, table by table, and why: the
#: last amendment that the first edition's own source note (or the Federal Register's list) shows before it.
SINCE: dict[str, tuple[date, str]] = {
    "ccl_entries": (
        date(2025, 1, 16),
        "FR Docs. 2025-00711 and 2025-00723, the last rules before the first edition",
    ),
    "ccl_rows": (
        date(2025, 1, 16),
        "FR Docs. 2025-00711 and 2025-00723, the last rules before the first edition",
    ),
    "ccl_exceptions": (
        date(2025, 1, 16),
        "FR Docs. 2025-00711 and 2025-00723, the last rules before the first edition",
    ),
    "country_chart": (date(2024, 12, 26), "89 FR 93166 as corrected by 89 FR 94603"),
    "groups": (
        date(2024, 3, 15),
        "Nicaragua moved to Country Group D, the last change known before the first edition",
    ),
    "hts_746": (date(2024, 6, 18), "89 FR 51665"),
    "chemicals_746": (date(2024, 11, 1), "89 FR 87282"),
    "military_items_744": (date(2021, 10, 5), "86 FR 54812"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line that begins or ends after the last edition held.

    Attributes:
        table: file name of the table without its ending.
        key: its key.
        cells: its cells after the key.
        begins: whether the line begins on the day; False when it ends.
        day: the day.
        by: the document or data it is known from.
        confirmed: whether a document that says so was read.
    """

    table: str
    key: str
    cells: tuple[str, ...]
    begins: bool
    day: date
    by: str
    confirmed: bool


_DATA = "eCFR issue 2026-07-23, seen in data only"

LATER: tuple[Fact, ...] = (
    Fact("groups", "D:5", ("KH",), False, date(2026, 2, 4), "FR Doc. 2026-02262", True),
    Fact("groups", "A:5", ("AE",), True, date(2026, 7, 23), _DATA, False),
    Fact("groups", "D:3", ("AE",), False, date(2026, 7, 23), _DATA, False),
    Fact("groups", "D:4", ("AE",), False, date(2026, 7, 23), _DATA, False),
)
