"""The Commerce Country Chart, supplement no. 1 to part 738: which column is marked for which country.

    marked("DE", "NS 1", on)     yes or no; unknown for the four countries whose row points to part 746
    footnotes("IN", on)          (7,): footnotes are requirements, not remarks
    footnote_rows("GB", on)      licence rows that a footnote adds (7 for India, 10 for Australia and the UK)

An empty row is not freedom: Cuba, Iran, North Korea and Syria have no marks because part 746 governs them.
AT Columns 1 and 2 are marked nowhere: anti-terrorism controls bite through parts 742 and 746.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from licet.core.answer import Answer, Question, no, unknown, yes
from licet.core.country import country_name
from licet.law.table import Table, Vintage, read_table
from licet.law.us.ear.groups import metropole
from licet.law.us.ear.scope import Scope, parse_scope

__all__ = [
    "COLUMNS",
    "FootnoteRow",
    "footnote_rows",
    "footnotes",
    "held",
    "is_pointed_to_746",
    "marked",
    "marks",
]

COLUMNS = (
    "CB 1", "CB 2", "CB 3", "NP 1", "NP 2", "NS 1", "NS 2", "MT 1",
    "RS 1", "RS 2", "FC 1", "CC 1", "CC 2", "CC 3", "AT 1", "AT 2",
)  # fmt: skip

_CITE = ("Supplement No. 1 to part 738",)


@dataclass(frozen=True, slots=True, kw_only=True)
class FootnoteRow:
    """A licence requirement that a footnote of the chart adds to an entry.

    Attributes:
        footnote: its number.
        entry: `0A506`.
        scope: which part of the entry.
        reason: the reason for control where the footnote names one, else empty.
    """

    footnote: int
    entry: str
    scope: Scope
    reason: str = ""

    @property
    def citation(self) -> str:
        """The footnote as a citation."""
        return f"Supplement No. 1 to part 738, footnote {self.footnote}"


def _row(footnote: int, entry: str, scope: str, reason: str = "") -> FootnoteRow:
    return FootnoteRow(footnote=footnote, entry=entry, scope=parse_scope(scope), reason=reason)


#: What the footnotes require, beside the rows' marks. Footnotes 1, 6, 8 and 9 point to parts 742 and 746,
#: where rules of their own stand; 2, 3 and 4 relax. Footnote 8 (Pakistan) is printed with the text of
#: footnote 9 since before 2025-01-29: the requirement stands in 742.6(a)(12).
_FOOTNOTE_ROWS: dict[int, tuple[FootnoteRow, ...]] = {
    7: (_row(7, "6A003", "b.4.b", "RS"), _row(7, "9A515", "e", "RS")),
    10: (
        _row(10, "0A501", "* ; -y"),
        _row(10, "0A502", "*?a shotgun with a barrel length less than 18 inches (45.72 cm)"),
        _row(10, "0A504", "i"),
        _row(10, "0A505", "a ; x"),
        _row(10, "0A506", "*"),
        _row(10, "0A507", "*"),
        _row(10, "0A508", "*?a semi-automatic shotgun with a barrel length less than 18 inches (45.72 cm)"),
        _row(10, "0A509", "*"),
        _row(10, "0D501", "* ; -*?0A501.y,0B501|software for 0A501.y or for 0B501 equipment for 0A501.y"),
        _row(10, "0D505", "*?0A505.a,0A505.x,0B505.a,0B505.x|software for 0A505.a and .x and 0B505.a and .x"),
        _row(10, "0E501", "*"),
        _row(10, "0E504", "*"),
        _row(
            10,
            "0E505",
            "*?0A505.a,0A505.x,0B505,0D505|technology for 0A505.a and .x, 0B505 and 0D505 for them",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class _Row:
    marks: frozenset[str]
    footnotes: tuple[int, ...]
    see: str


@lru_cache(maxsize=1)
def _table() -> Table:
    return read_table("licet.law.us.ear.tables", "country_chart.tsv")


@lru_cache(maxsize=4096)
def _row_of(country: str, day: date) -> _Row | None:
    lines = _table().on(country, day).lines
    if not lines:
        return None
    _, marks_cell, notes, see = lines[0].cells
    return _Row(
        frozenset(marks_cell.split(",")) if marks_cell else frozenset(), tuple(map(int, notes.split())), see
    )


def _find(country: str, on: date) -> _Row | None:
    return _row_of(metropole(country, on), _table().read_on(on))


def marks(country: str, on: date) -> frozenset[str] | None:
    """All columns marked for a country; None where there is no row, or the row points to part 746."""
    row = _find(country, on)
    return None if row is None or row.see else row.marks


@lru_cache(maxsize=16384)
def marked(country: str, column: str, on: date) -> Answer:
    """Whether a column is marked for a country on a day (15 CFR 738.4(a)).

    Unknown for a place without a row, and for Cuba, Iran, North Korea and Syria, whose rows only say that
    part 746 decides.

    Raises:
        ValueError: there is no such column.
    """
    if column not in COLUMNS:
        raise ValueError(f"no such column: `{column}` (like `NS 1`)")
    says = f"{column[:2]} Column {column[3]} is marked for {country_name(metropole(country))}"
    row = _find(country, on)
    if row is None and metropole(country) == "US":
        return no(
            f"{says}: what goes to the United States is no export or reexport", cites=("15 CFR 734.14",)
        )
    if row is None:
        return unknown(
            says, ask=Question(id="destination.country", text="which country of the chart is it"), cites=_CITE
        )
    if row.see:
        return unknown(f"{says}: the row points to part {row.see}, which decides", cites=_CITE)
    return yes(says, cites=_CITE) if column in row.marks else no(says, cites=_CITE)


def is_pointed_to_746(country: str, on: date) -> bool:
    """Whether the chart leaves a country to part 746 (Cuba, Iran, North Korea, Syria)."""
    row = _find(country, on)
    return row is not None and bool(row.see)


def footnotes(country: str, on: date) -> tuple[int, ...]:
    """The footnotes at a country's name."""
    row = _find(country, on)
    return row.footnotes if row else ()


def footnote_rows(country: str, on: date) -> tuple[FootnoteRow, ...]:
    """The licence requirements that footnotes add for a country."""
    return tuple(row for number in footnotes(country, on) for row in _FOOTNOTE_ROWS.get(number, ()))


def held(on: date) -> Vintage:
    """How well a day is covered by the editions the chart was read from."""
    return _table().vintage(on)
