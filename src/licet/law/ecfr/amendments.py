"""What dates the lines of the tables better than the editions do, and what is known after the last edition.

An edition shows that a line had changed by its day; the document that changed it says when. Each entry here
cites the document. A fact known only from later data than the official text held is a line marked
`unconfirmed` where no document for it was read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["AMENDMENTS", "EARLIER", "LATER", "SINCE", "Amendment", "Fact"]


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
    Amendment("validated_748", (), date(2026, 1, 29), date(2025, 12, 31), "FR Doc. 2025-16735"),
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
        date(2019, 1, 1),
        "the changes from then to the first edition as EARLIER names them, each by its document",
    ),
    "hts_746": (date(2024, 6, 12), "89 FR 51665, effective 2024-06-12"),
    "chemicals_746": (date(2024, 11, 1), "89 FR 87282"),
    "military_items_744": (date(2021, 10, 5), "86 FR 54812"),
    "validated_748": (date(2024, 12, 5), "89 FR 96854, the last change before the first edition"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line that begins or ends outside the editions held.

    Attributes:
        table: file name of the table without its ending.
        key: its key.
        cells: its cells after the key; empty for all lines of the key.
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


def _groups(
    country: str, day: date, by: str, *, into: str = "", out_of: str = "", read: bool = False
) -> tuple[Fact, ...]:
    """A country's move between Country Groups on a day."""
    gone = (Fact("groups", group, (country,), False, day, by, read) for group in out_of.split())
    come = (Fact("groups", group, (country,), True, day, by, read) for group in into.split())
    return (*gone, *come)


#: What changed before the first edition, so that older days are read rightly. `read` marks what an official
#: abstract says; the others are known from summaries, Cyprus's last day in D:5 from one sentence of a rule.
EARLIER: tuple[Fact, ...] = (
    *_groups("VE", date(2019, 5, 24), "84 FR 24018", into="D:1 D:2 D:3 D:4", out_of="B"),
    *_groups("RU", date(2020, 2, 24), "85 FR 10274", into="D:2 D:4", out_of="A:2 A:4"),
    *_groups("YE", date(2020, 2, 24), "85 FR 10274, 85 FR 13009", into="D:1", out_of="B"),
    *_groups("HK", date(2020, 12, 23), "85 FR 83765", out_of="A:6 B"),
    *_groups("UA", date(2020, 12, 28), "85 FR 84211", into="B", out_of="D:1"),
    *_groups("MX", date(2020, 12, 28), "85 FR 84211", into="A:6"),
    *_groups("CY", date(2020, 12, 28), "85 FR 84211", into="A:6"),
    *_groups("SD", date(2021, 1, 14), "86 FR 4929", into="B", out_of="E:1"),
    *_groups("MM", date(2021, 3, 8), "86 FR 13173", into="D:1", out_of="B"),
    *_groups("RU", date(2021, 3, 18), "86 FR 14689", into="D:5"),
    *_groups("KH", date(2021, 12, 9), "86 FR 70015", into="D:5"),
    *_groups("BY", date(2022, 3, 2), "87 FR 13048", out_of="A:4", read=True),
    *_groups("NI", date(2024, 3, 15), "89 FR 18780", into="D:1 D:5", out_of="B", read=True),
    *_groups("CY", date(2024, 5, 10), "FR Doc. 2024-10280", out_of="D:5"),
    Fact("groups", "SME", (), True, date(2024, 12, 2), "89 FR 96790", True),
    Fact("groups", "AIA", (), True, date(2025, 1, 13), "90 FR 4544", True),
)
