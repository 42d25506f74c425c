"""A report before it is written down: findings, what was not examined, and what must be reported when.

FAR 52.204-25(d)(2): the facts within one business day of identification, and within ten business days of
that report what was done and what will be done.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from licet.gear.finding import Finding, Level
from licet.gear.read import Problem, Reading

__all__ = ["DUTY", "PartyStatus", "Report", "due_days", "is_business_day", "make_report", "reporting_facts"]

#: The clause the reporting facts answer to.
DUTY = "48 CFR 52.204-25(d)"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyStatus:
    """Where the maker itself stands on a party list.

    Attributes:
        list: list id (`us-bis-entity-list`).
        entry: the entry's name.
        since: day of listing as the list states it; None when it states none.
        cites: citations in print.
        says: one sentence.
    """

    list: str
    entry: str
    since: date | None = None
    cites: tuple[str, ...] = ()
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything a report says.

    Attributes:
        organisation: whose equipment it is.
        contract: contract number for the reporting facts; empty to fill in by hand.
        on: day on which the rules were read.
        identified: day of identification, from which the reporting days run.
        findings: in the order of the records.
        problems: rows, fields and files that could not be read.
        silent: addresses of a range that gave no answer.
        formats: what each file was taken for.
        unread_columns: columns that were not used.
        parties: maker id -> where that maker stands on party lists; None when no list was asked.
    """

    organisation: str
    contract: str
    on: date
    identified: date
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...] = ()
    silent: tuple[str, ...] = ()
    formats: tuple[tuple[str, str], ...] = ()
    unread_columns: tuple[str, ...] = ()
    parties: Mapping[str, tuple[PartyStatus, ...]] | None = field(default=None)

    @property
    def flagged(self) -> tuple[Finding, ...]:
        """Findings somebody must act on, the most serious first."""
        order = list(Level)
        return tuple(
            sorted(
                (found for found in self.findings if found.is_flagged),
                key=lambda found: order.index(found.level),
            )
        )

    @property
    def unjudged(self) -> tuple[Finding, ...]:
        """Records with nothing to judge by."""
        return tuple(found for found in self.findings if found.level is Level.UNKNOWN)

    def count(self, level: Level) -> int:
        """How many records have this level."""
        return sum(found.level is level for found in self.findings)

    def by_site_and_maker(self) -> Mapping[str, Mapping[str, int]]:
        """Flagged units by site, then by maker's name; sites with most first."""
        counts: dict[str, Counter[str]] = {}
        for found in self.flagged:
            counts.setdefault(found.device.site or "no site recorded", Counter())[found.maker_name] += 1
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1].total(), pair[0]))
        return MappingProxyType({site: dict(makers.most_common()) for site, makers in ordered})


def make_report(
    reading: Reading,
    findings: Iterable[Finding],
    *,
    on: date,
    identified: date | None = None,
    organisation: str = "",
    contract: str = "",
    silent: Sequence[str] = (),
    parties: Mapping[str, tuple[PartyStatus, ...]] | None = None,
) -> Report:
    """A report on what was read and found; `identified` is `on` when not given."""
    return Report(
        organisation=organisation,
        contract=contract,
        on=on,
        identified=identified or on,
        findings=tuple(findings),
        problems=reading.problems,
        silent=tuple(silent),
        formats=reading.formats,
        unread_columns=reading.unread_columns,
        parties=parties,
    )


def reporting_facts(found: Finding, report: Report) -> dict[str, str]:
    """The facts of FAR 52.204-25(d)(2)(i) as far as the record holds them; empty where it does not."""
    device = found.device
    return {
        "Contract number": device.contract or report.contract,
        "Order number": "",
        "Supplier name": device.supplier,
        "Supplier unique entity identifier": "",
        "Supplier CAGE code": "",
        "Brand": device.brand or device.maker,
        "Model number": device.model or device.part,
        "Item description": " ".join(
            part for part in (found.kind or device.kind, device.description) if part
        ),
        "Mitigation actions": "",
    }


def due_days(identified: date, first: int = 1, second: int = 10) -> tuple[date, date]:
    """The last days for the first report (one business day) and the second (ten after a report on that day).

    Covered missions of the Department of Defense have three and thirty (48 CFR 252.204-7018(d)).
    """
    day = _after(identified, first)
    return day, _after(day, second)


def _after(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= is_business_day(day)
    return day


def is_business_day(day: date) -> bool:
    """Whether a day is a weekday that is no federal holiday (5 USC 6103)."""
    return day.weekday() < 5 and day not in _holidays(day.year) and day not in _holidays(day.year + 1)


def _holidays(year: int) -> frozenset[date]:
    fixed = [date(year, 1, 1), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
    if year >= 2021:
        fixed.append(date(year, 6, 19))
    observed = [
        day - timedelta(days=1)
        if day.weekday() == 5
        else day + timedelta(days=1)
        if day.weekday() == 6
        else day
        for day in fixed
    ]
    floating = [
        _nth(year, 1, 0, 3),
        _nth(year, 2, 0, 3),
        _nth(year, 6, 0, 1) - timedelta(days=7),
        _nth(year, 9, 0, 1),
        _nth(year, 10, 0, 2),
        _nth(year, 11, 3, 4),
    ]
    return frozenset(observed + floating)


def _nth(year: int, month: int, weekday: int, count: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (count - 1))
