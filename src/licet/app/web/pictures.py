"""Pictures as SVG made on the server, each with title, description and the same numbers as a table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from math import ceil
from statistics import median
from typing import Any

from licet.core.country import country_name
from licet.core.listing import Listing
from licet.store.case_times import CaseTimes
from licet.store.cases import CaseState, Summary

__all__ = ["Picture", "bars", "growth", "stacks", "waiting", "watched", "worked"]

#: In the picture's own units; narrow, so that words can be read on a phone, where the style enlarges them.
_WIDE, _ROW = 460, 46
_HIGH, _LEFT, _FOOT = 220, 56, 30
_SERIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture.

    Attributes:
        name: its id in the page.
        title: what it shows.
        svg: the drawing, with `title` and `desc` for those who cannot see it.
        legend: names of the series, in the order of their colours; empty for one series.
        head: headings of the table with the same numbers.
        rows: its rows.
    """

    name: str
    title: str
    svg: str
    legend: tuple[str, ...] = ()
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def _open(name: str, title: str, says: str, high: int) -> str:
    return (
        f'<svg class="picture" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {high}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(says)}</desc>'
    )


def bars(name: str, title: str, rows: Sequence[tuple[str, int]], *, unit: str) -> Picture:
    """A bar a row, in the order given."""
    most = max((count for _, count in rows), default=0) or 1
    parts = [_open(name, title, "; ".join(f"{label}: {count} {unit}" for label, count in rows),
                   _ROW * len(rows) + 8)]  # fmt: skip
    for place, (label, count) in enumerate(rows):
        y = place * _ROW + 4
        long = (_WIDE - 80) * count / most
        parts.append(
            f'<text x="0" y="{y + 13}">{escape(label[:32])}</text>'
            f'<rect class="s0" x="0" y="{y + 21}" width="{max(long, 1):.1f}" height="15" rx="2"/>'
            f'<text x="{long + 8:.1f}" y="{y + 34}">{count:,}</text>'
        )
    table = tuple((label, f"{count:,}") for label, count in rows)
    return Picture(
        name=name, title=title, svg="".join(parts) + "</svg>", head=("What", unit.capitalize()), rows=table
    )


def stacks(
    name: str,
    title: str,
    columns: Sequence[str],
    series: Sequence[tuple[str, Sequence[float]]],
    *,
    unit: str,
) -> Picture:
    """A column for each step of time, its parts stacked in the order of the series, the first at the foot."""
    totals = [sum(values[place] for _, values in series) for place in range(len(columns))]
    most = max(totals, default=0) or 1
    says = "; ".join(f"{column}: {total:g} {unit}" for column, total in zip(columns, totals, strict=True))
    parts = [_open(name, title, says, _HIGH + _FOOT)]
    for tick in (0.0, 0.5, 1.0) if most >= 2 else (0.0, 1.0):
        y, value = 10 + (_HIGH - 20) * (1 - tick), _rounded(most * tick)
        parts.append(
            f'<line class="axis" x1="{_LEFT}" x2="{_WIDE}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text class="soft" x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value}</text>'
        )
    step = (_WIDE - _LEFT - 24) / max(len(columns), 1)
    room = 10 * max((len(column) for column in columns), default=1) + 12
    every = max(1, ceil(len(columns) * room / (_WIDE - _LEFT)))
    for place, column in enumerate(columns):
        x, foot = _LEFT + place * step, 10.0 + _HIGH - 20
        for number, (label, values) in enumerate(series):
            if not values[place]:
                continue
            high = (_HIGH - 20) * values[place] / most
            foot -= high
            parts.append(
                f'<rect class="s{number}" x="{x + step * 0.14:.1f}" y="{foot:.1f}" width="{step * 0.72:.1f}" '
                f'height="{high:.1f}"><title>{escape(f"{column}, {label}: {values[place]:g}")}</title></rect>'
            )
        if place % every == 0:
            parts.append(
                f'<text class="soft" x="{x + step / 2:.1f}" y="{_HIGH + 16}" text-anchor="middle">'
                f"{escape(column)}</text>"
            )
    if not any(totals):
        parts.append(
            f'<text class="soft" x="{(_WIDE + _LEFT) / 2:.0f}" y="{_HIGH / 2:.0f}" text-anchor="middle">'
            f"no {escape(unit)} in this time</text>"
        )
    labels = tuple(label for label, _ in series)
    return Picture(
        name=name,
        title=title,
        svg="".join(parts) + "</svg>",
        legend=labels if len(labels) > 1 else (),
        head=("When", *labels),
        rows=tuple(
            (column, *(f"{values[place]:,g}" for _, values in series)) for place, column in enumerate(columns)
        ),
    )


def _rounded(value: float) -> str:
    """A number beside an axis: whole where it is one."""
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"


def _most_and_rest(counts: Mapping[str, Counter[str]], steps: Sequence[str]) -> list[tuple[str, list[int]]]:
    """The series with the most, and all others together."""
    totals = Counter({name: sum(held.values()) for name, held in counts.items()})
    shown = [name for name, _ in totals.most_common(_SERIES)]
    series = [(name, [counts[name][step] for step in steps]) for name in shown]
    rest = [sum(counts[name][step] for name in totals if name not in shown) for step in steps]
    return [*series, ("all others", rest)] if any(rest) else series


def growth(listings: Iterable[Listing]) -> tuple[Picture, ...]:
    """Entries by the year in which they were listed, by ground and by country, of those that stand today.

    An entry with several grounds counts once for the first; those whose day is not stated are left out, and
    the titles say how many.
    """
    grounds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    countries: defaultdict[str, Counter[str]] = defaultdict(Counter)
    years: Counter[str] = Counter()
    undated = 0
    for listing in listings:
        if listing.period.start is None:
            undated += 1
            continue
        year = str(listing.period.start.year)
        years[year] += 1
        ground = next(iter(listing.grounds), None)
        grounds[(ground.cite or ground.code) if ground else "ground not read"][year] += 1
        codes = listing.party.countries
        countries[(country_name(codes[0]) or codes[0]) if codes else "not stated"][year] += 1
    steps = [str(year) for year in range(int(min(years)), int(max(years)) + 1)] if years else []
    told = f" ({undated:,} without a stated day are left out)" if undated else ""
    return (
        stacks("by-ground", f"Entries listed each year, by ground{told}", steps,
               _most_and_rest(grounds, steps), unit="entries"),
        stacks("by-country", f"Entries listed each year, by country{told}", steps,
               _most_and_rest(countries, steps), unit="entries"),
    )  # fmt: skip


def waiting(cases: Sequence[Summary], on: date) -> Picture:
    """Cases that are not closed, by how far their deadline is."""
    names = ("overdue", "due in 7 days", "due later", "no deadline")
    counted = dict.fromkeys(names, 0)
    for case in cases:
        if case.state is CaseState.CLOSED:
            continue
        if case.due is None:
            counted["no deadline"] += 1
        else:
            days = (case.due - on).days
            counted[names[0] if days < 0 else names[1] if days <= 7 else names[2]] += 1
    return bars("waiting", "Open cases by deadline", list(counted.items()), unit="cases")


def worked(times: Sequence[CaseTimes], on: date) -> tuple[Picture, ...]:
    """Alerts that came, cases closed and the days they took, in each of the last twelve months."""
    months = [_month(on, back) for back in range(11, -1, -1)]
    came: Counter[str] = Counter()
    closed: Counter[str] = Counter()
    lags: defaultdict[str, list[float]] = defaultdict(list)
    for one in times:
        came[one.opened.strftime("%Y-%m")] += one.alerts
        if one.closed is not None:
            month = one.closed.strftime("%Y-%m")
            closed[month] += 1
            lags[month].append((one.closed - one.opened).total_seconds() / 86_400)
    middle = [round(median(lags[month]), 1) if lags[month] else 0.0 for month in months]
    return (
        stacks("alerts", "Alerts that came, by month", months,
               [("alerts", [came[month] for month in months])], unit="alerts"),
        stacks("closed", "Cases closed, by month", months,
               [("cases", [closed[month] for month in months])], unit="cases"),
        stacks("lag", "Days from opening to closing, median by month of closing", months,
               [("days", middle)], unit="days"),
    )  # fmt: skip


def watched(days: Sequence[Mapping[str, Any]], on: date) -> tuple[Picture, ...]:
    """Alerts that the watch raised in each of the last twelve months, and how late they were.

    Args:
        days: rows of `licet.app.actions.watch_report.alert_report`.
        on: today.
    """
    months = [_month(on, back) for back in range(11, -1, -1)]
    raised: Counter[str] = Counter()
    worst: Counter[str] = Counter()
    for row in days:
        month = str(row["day"])[:7]
        raised[month] += row["alerts"]
        worst[month] = max(worst[month], row["lag_worst"] or 0)
    return (
        stacks("watch", "Alerts of the watch, by month", months,
               [("alerts", [raised[month] for month in months])], unit="alerts"),
        stacks("late", "Days from a publication to its alert, worst by month", months,
               [("days", [worst[month] for month in months])], unit="days"),
    )  # fmt: skip


def _month(on: date, back: int) -> str:
    months = on.year * 12 + on.month - 1 - back
    return f"{months // 12}-{months % 12 + 1:02d}"
