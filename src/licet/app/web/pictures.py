"""Pictures as SVG made on the server: bars with a title, a description and a number on each bar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from licet.core.country import country_name
from licet.core.listing import Listing
from licet.store.cases import CaseState, Summary

__all__ = ["bars", "growth", "waiting"]

_WIDE, _LABEL, _ROW = 640, 190, 24


def bars(name: str, title: str, rows: Sequence[tuple[str, int]], *, unit: str) -> str:
    """A bar a row, in the order given; read out as a sentence."""
    most = max((count for _, count in rows), default=0) or 1
    high = _ROW * len(rows) + 8
    spoken = "; ".join(f"{label}: {count} {unit}" for label, count in rows)
    parts = [
        f'<svg class="picture" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {high}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(spoken)}</desc>'
    ]
    for place, (label, count) in enumerate(rows):
        y = place * _ROW + 4
        long = (_WIDE - _LABEL - 70) * count / most
        parts.append(
            f'<text x="{_LABEL - 8}" y="{y + 14}" text-anchor="end">{escape(label[:28])}</text>'
            f'<rect class="a" x="{_LABEL}" y="{y + 2}" width="{max(long, 1):.1f}" height="16" rx="2"/>'
            f'<text x="{_LABEL + long + 8:.1f}" y="{y + 14}">{count:,}</text>'
        )
    return "".join(parts) + "</svg>"


def growth(listings: Iterable[Listing]) -> tuple[str, str, str]:
    """Entries added by year, and by ground and country, of those that stand today."""
    years: Counter[str] = Counter()
    grounds: Counter[str] = Counter()
    countries: Counter[str] = Counter()
    undated = 0
    for listing in listings:
        if listing.period.start is None:
            undated += 1
        else:
            years[str(listing.period.start.year)] += 1
        countries.update(country_name(code) or code for code in listing.party.countries[:1])
        grounds.update({ground.cite or ground.code for ground in listing.grounds})
    by_year = sorted(years.items())[-14:]
    if undated:
        by_year.append(("day not stated", undated))
    return (
        bars("years", "Entries by the year they were listed", by_year, unit="entries"),
        bars("grounds", "Entries by ground", grounds.most_common(10), unit="entries"),
        bars("countries", "Entries by country", countries.most_common(10), unit="entries"),
    )


def waiting(cases: Sequence[Summary], on: date) -> str:
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
