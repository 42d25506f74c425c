"""An impact as a workbook: one sheet a question, one line here a column."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from licet.check.impact_values import Affiliate, Exposure, Impact, LicenceReached, OrderReached, PartyHit

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["impact_xlsx"]

T = TypeVar("T")
#: Headings, and what stands below each.
Columns = Sequence[tuple[str, Callable[[T], object]]]

_HITS: Columns[PartyHit] = (
    ("Party", lambda hit: hit.party),
    ("Name", lambda hit: hit.name),
    ("Country", lambda hit: hit.country),
    ("Version", lambda hit: hit.version),
    ("Verdict", lambda hit: hit.verdict),
    ("Score", lambda hit: hit.score),
    ("Action", lambda hit: hit.action),
    ("Listing", lambda hit: hit.listing),
    ("Listed name", lambda hit: hit.listed_name),
    ("Evidence", lambda hit: hit.evidence),
    ("Before", lambda hit: hit.before),
    ("After", lambda hit: hit.after),
    ("Citations", lambda hit: ", ".join(hit.cites)),
)
_AFFILIATES: Columns[Affiliate] = (
    ("Party", lambda one: one.party),
    ("Name", lambda one: one.name),
    ("Through", lambda one: ", ".join(one.through)),
    ("Rule", lambda one: one.rule),
    ("Listed owners hold", lambda one: one.share),
    ("Before", lambda one: one.before),
    ("After", lambda one: one.after),
    ("In force", lambda one: one.in_force),
    ("Confirmed", lambda one: one.confirmed),
    ("Notes", lambda one: "; ".join((*one.asks, *one.cautions))),
)
_ORDERS: Columns[OrderReached] = (
    ("Order", lambda order: order.id),
    ("State", lambda order: order.state),
    ("Purchaser", lambda order: order.purchaser),
    ("Reached by", lambda order: "; ".join(f"{role} {party}" for party, role in order.reached_by)),
    ("Destination", lambda order: order.destination),
    ("Value", lambda order: order.value.amount if order.value else None),
    ("Due", lambda order: order.due),
    ("Aboard", lambda order: order.aboard),
    ("Before", lambda order: order.before.verdict),
    ("After", lambda order: order.after.verdict),
    ("Requirements after", lambda order: "; ".join(need.citation for need in order.after.needs)),
    (
        "Review policy after",
        lambda order: "; ".join(need.policy for need in order.after.needs if need.policy),
    ),
    ("Asks", lambda order: "; ".join(order.after.asks)),
    ("Savings", lambda order: order.saved),
    ("Lacks", lambda order: "; ".join(gap.says for gap in order.gaps if gap.blocks)),
    ("Licences", lambda order: ", ".join(order.licences)),
)
_LICENCES: Columns[LicenceReached] = (
    ("Number", lambda one: one.number),
    ("Id", lambda one: one.id),
    ("State", lambda one: one.state),
    ("Valid to", lambda one: one.valid_to),
    ("Why", lambda one: "; ".join(one.why)),
)
_EXPOSURE: Columns[Exposure] = (
    ("Party", lambda one: one.party),
    ("Name", lambda one: one.name),
    ("Why", lambda one: one.why),
    ("Revenue", lambda one: one.revenue.amount if one.revenue else None),
    ("Orders", lambda one: one.orders),
    ("Order value", lambda one: one.order_value.amount),
    ("Stopped", lambda one: one.stopped.amount),
    ("Left open", lambda one: one.doubtful.amount),
)


def impact_xlsx(found: Impact) -> bytes:
    """The workbook: one sheet a question; no cell that a spreadsheet could run."""
    from openpyxl import Workbook

    book = Workbook()
    first = book.worksheets[0]
    first.title = "Summary"
    _fill(first, ("What", "Value"), _summary(found))
    _table(book.create_sheet("Hits"), _HITS, found.hits)
    _table(book.create_sheet("Affiliates"), _AFFILIATES, found.affiliates)
    _table(book.create_sheet("Orders"), _ORDERS, found.orders)
    _table(book.create_sheet("Licences"), _LICENCES, found.licences)
    _table(book.create_sheet("Exposure"), _EXPOSURE, found.exposure)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _summary(found: Impact) -> Iterator[tuple[str, object]]:
    event, stake = found.event, found.at_stake
    yield "document", event.id
    yield "title", event.title
    yield "citation", event.cite
    yield "published", event.published
    yield "in effect from", event.effective
    yield "savings clause", event.saved
    yield "savings clause known", event.saved_known
    yield "lists", ", ".join(event.list)
    yield "added", event.added
    yield "revised", event.revised
    yield "removed", event.removed
    yield "portfolio", found.portfolio
    yield "compared", found.screened
    yield "revenue at stake", stake.revenue.amount
    yield "possibly more", stake.possible.amount
    yield "share of revenue, %", stake.share
    yield "basis", stake.basis
    yield "open orders stopped", stake.orders.amount
    yield "open orders left open", stake.orders_doubtful.amount
    yield "currency", stake.revenue.currency
    yield "snapshot", found.snapshot
    yield "rule book", found.rule_book
    yield "silence read as", found.silence
    yield from (("stale", text) for text in found.stale)
    yield from (("not read", text) for text in event.unread)
    yield from (("contradicted", text) for text in event.contradictions)
    yield from (("not checked", text) for text in found.not_checked)
    yield from (("not in the sums", text) for text in stake.left_out)


def _table(sheet: Worksheet, columns: Columns[T], records: Iterable[T]) -> None:
    _fill(sheet, [name for name, _ in columns], ([cell(one) for _, cell in columns] for one in records))


def _fill(sheet: Worksheet, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    from licet.gear.report.workbook import defused

    sheet.append(list(header))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append([defused(value) if isinstance(value, str) else value for value in row])
    sheet.freeze_panes = "A2"
    for at, name in enumerate(header, 1):
        longest = max((len(str(cell.value or "")) for cell in sheet[get_column_letter(at)]), default=0)
        sheet.column_dimensions[get_column_letter(at)].width = min(max(longest, len(name)) + 2, 60)
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
