"""What each entry of the control list says of licence exceptions: LVS values, GBS, TSR, STA conditions ...

    granted(eccn, "GBS", "TW", on)     does the entry open GBS to an item of that paragraph, for that place
    lvs_limit(eccn, "TW", on)          the LVS value in dollars, and whether it holds for the item
    sta_closed(eccn, "JP", on)         do the entry's special conditions close STA for that place
    lines(eccn, on)                    the coded lines, to be shown

These are the list-based conditions alone. What part 740 asks beside them (the destination, the reasons for
control, the bars of 740.2) is asked in `part740_*`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from licet.core.answer import Answer, Truth, all_of, any_of, negate, no, unknown, yes
from licet.core.country import country_name
from licet.core.eccn import Eccn
from licet.core.period import Period
from licet.law.table import Table, Vintage, read_table
from licet.law.us.ear import ccl, chart, groups
from licet.law.us.ear.scope import InWords, Scope, parse_scope

__all__ = ["Limit", "Line", "closed_reasons", "granted", "held", "lines", "lvs_limit", "names", "sta_closed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One coded line.

    Attributes:
        entry: `3B001`.
        symbol: `LVS`, `GBS`, `STA` ...
        value: dollars for LVS, `yes`, `no`, or `unread` when the words are not understood.
        scope: which part of the entry.
        but: reasons for control that close it.
        where: destinations it speaks of; empty for all.
        period: the days of this text.
    """

    entry: str
    symbol: str
    value: str
    scope: Scope
    but: tuple[str, ...]
    where: tuple[str, ...]
    period: Period

    @property
    def words(self) -> str:
        """The line as a person reads it."""
        value = f"${int(self.value):,}" if self.value.isdigit() else self.value
        text = f"{self.symbol}: {value}"
        if not self.scope.is_whole_entry:
            text += f" for {ccl.describe_scope(self.scope)}"
        if self.but:
            text += f", not where controlled for {', '.join(self.but)}"
        if self.where:
            text += f" (destinations: {' '.join(self.where)})"
        return text


@lru_cache(maxsize=1)
def _table() -> Table:
    return read_table("licet.law.us.ear.tables", "ccl_exceptions.tsv")


@lru_cache(maxsize=2048)
def _lines_on(name: str, day: date) -> tuple[Line, ...]:
    return tuple(
        Line(
            entry=name,
            symbol=line.cells[1],
            value=line.cells[2],
            scope=parse_scope(line.cells[3]),
            but=tuple(line.cells[4].split()),
            where=_places(line.cells[5]),
            period=line.period,
        )
        for line in _table().on(name, day).lines
    )


def _places(cell: str) -> tuple[str, ...]:
    return (cell,) if cell.startswith("!") else tuple(cell.split())


def lines(eccn: Eccn, on: date) -> tuple[Line, ...]:
    """The coded lines of an item's entry on a day."""
    return _lines_on(eccn.entry, _table().read_on(on))


def names(eccn: Eccn, symbol: str, on: date) -> bool:
    """Whether an entry speaks of an exception at all."""
    return any(line.symbol == symbol for line in lines(eccn, on))


def held(on: date) -> Vintage:
    """How well a day is covered by the editions."""
    return _table().vintage(on)


def _speaks_of(line: Line, country: str, on: date) -> Answer:
    """Whether a destination is one that the line speaks of."""
    if not line.where:
        return yes("any destination")
    if line.where[0].startswith("!"):
        column = line.where[0][1:]
        return negate(chart.marked(country, column, on), says=f"{column} is not marked")
    taken_in = [place for place in line.where if not place.startswith("-")]
    out = [place[1:] for place in line.where if place.startswith("-")]
    parts = [any_of(*(_is_at(place, country, on) for place in taken_in))] if taken_in else []
    parts += [negate(_is_at(place, country, on)) for place in out]
    return all_of(*parts)


def _is_at(place: str, country: str, on: date) -> Answer:
    if ":" in place or place == "B":
        return groups.member(country, place, on)
    here = groups.metropole(country, on)
    return yes(country_name(place)) if here == place else no(f"the destination is {country_name(place)}")


def closed_reasons(
    eccn: Eccn, reasons: Collection[str], on: date, related: Collection[Eccn] | None = None
) -> Answer:
    """Whether the item is controlled for one of some reasons (`N/A for MT`)."""
    rows = [row for row in ccl.rows(eccn, on) if row.reason in reasons]
    return any_of(*(row.covers(eccn, related) for row in rows), says=f"controlled for {', '.join(reasons)}")


def _applies(
    line: Line,
    eccn: Eccn,
    country: str,
    on: date,
    related: Collection[Eccn] | None,
    *,
    words: InWords | None = None,
) -> Answer:
    parts = [line.scope.covers(eccn.paragraph, related, words=words), _speaks_of(line, country, on)]
    if line.but:
        parts.append(negate(closed_reasons(eccn, line.but, on, related)))
    return all_of(*parts, says=line.words)


def granted(
    eccn: Eccn,
    symbol: str,
    country: str,
    on: date,
    related: Collection[Eccn] | None = None,
    *,
    words: InWords | None = None,
) -> Answer:
    """Whether the entry opens an exception to an item; no where it says nothing of it.

    Args:
        eccn: the item's classification, as precise as it is known.
        symbol: `GBS`, `TSR`, `NAC/ACA`, `AIA` ...; for LVS ask `lvs_limit`, for STA `sta_closed`.
        country: the destination.
        on: the day.
        related: for software and technology, what it is for.
        words: tells whether a condition that the entry puts in words holds for the item.
    """
    said = [line for line in lines(eccn, on) if line.symbol == symbol]
    says = f"ECCN {eccn.entry} lists {symbol} for the item"
    cites = (f"ECCN {eccn.entry}",)
    if any(line.value == "unread" for line in said):
        return unknown(f"{says}: its words are not understood", cites=cites)
    closing = [_applies(line, eccn, country, on, related, words=words) for line in said if line.value == "no"]
    opening = [
        _applies(line, eccn, country, on, related, words=words)
        for line in said
        if line.value not in ("no", "unread")
    ]
    if not opening:
        return no(f"ECCN {eccn.entry} does not list {symbol}", cites=cites)
    return all_of(any_of(*opening), negate(any_of(*closing)), says=says, cites=cites)


def sta_closed(
    eccn: Eccn,
    country: str,
    on: date,
    related: Collection[Eccn] | None = None,
    *,
    words: InWords | None = None,
) -> Answer:
    """Whether the entry's special conditions close License Exception STA for a destination."""
    said = [line for line in lines(eccn, on) if line.symbol == "STA"]
    says = f"the special conditions of ECCN {eccn.entry} close STA"
    cites = (f"ECCN {eccn.entry}",)
    if any(line.value == "unread" for line in said):
        return unknown(f"{says}: their words are not understood", cites=cites)
    return any_of(
        *(_applies(line, eccn, country, on, related, words=words) for line in said), says=says, cites=cites
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """The LVS value of an item.

    Attributes:
        dollars: the value limit; None where the entry gives none.
        holds: whether it is the item's; unknown where a paragraph or words decide.
    """

    dollars: Decimal | None
    holds: Answer


def lvs_limit(eccn: Eccn, country: str, on: date, *, words: InWords | None = None) -> Limit:
    """The LVS value limit of an item's entry (15 CFR 740.3(b)): the line for its part of the entry.

    Where it is open which line is the item's, the lowest of those that may be is given, as unknown.
    """
    said = [line for line in lines(eccn, on) if line.symbol == "LVS"]
    cites = (f"ECCN {eccn.entry}",)
    closing = any_of(
        *(_applies(line, eccn, country, on, None, words=words) for line in said if line.value == "no")
    )
    if closing.is_yes or not any(line.value.isdigit() for line in said):
        answer = no(f"ECCN {eccn.entry} gives the item no LVS value", cites=cites)
        return Limit(dollars=None, holds=answer)
    # A line for a part of the entry goes before the line for all of it.
    asked = sorted(
        (line for line in said if line.value.isdigit()), key=lambda line: line.scope.is_whole_entry
    )
    may_be: list[tuple[Decimal, Answer]] = []
    for line in asked:
        answer = _applies(line, eccn, country, on, None, words=words)
        if not answer.is_no:
            may_be.append((Decimal(line.value), answer))
        if answer.is_yes:
            break
    if not may_be:
        return Limit(dollars=None, holds=no(f"ECCN {eccn.entry} gives the item no LVS value", cites=cites))
    dollars = min(value for value, _ in may_be)
    says = f"the LVS value of {eccn} is ${dollars:,}"
    sure = all(value == dollars for value, _ in may_be) and may_be[-1][1].is_yes
    holds = all_of(
        *(() if sure else (answer for _, answer in may_be)), negate(closing), says=says, cites=cites
    )
    if not sure and holds.truth is Truth.YES:
        holds = unknown(says, cites=cites)
    return Limit(dollars=dollars, holds=holds)
