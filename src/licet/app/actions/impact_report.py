"""An impact as one HTML page with pictures, and as a workbook."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from importlib import resources
from typing import TYPE_CHECKING

from licet.app.actions.impact_picture import bars_of_orders, bars_of_revenue, exposure_svg
from licet.check.impact_values import Impact
from licet.core.verdict import Verdict

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["MARKS", "impact_html", "impact_pictures", "impact_xlsx"]

#: A shape for each outcome, so that none is told by colour.
MARKS = {
    Verdict.NO_BIS_JURISDICTION.name: "○",
    Verdict.NOT_SUBJECT_TO_EAR.name: "○",
    Verdict.NO_LICENSE_REQUIRED.name: "○",
    Verdict.NO_LICENSE_REQUIRED_WITH_CONDITIONS.name: "◔",
    Verdict.NEEDS_FACTS.name: "?",
    Verdict.EXCEPTION_MAY_APPLY.name: "◧",
    Verdict.LICENSE_REQUIRED.name: "■",
    Verdict.PROHIBITED.name: "✕",
}


def impact_pictures(found: Impact) -> list[tuple[str, str]]:
    """(caption, SVG) of the exposure by counterparty: revenue, and open orders; those that have anything."""
    currency, day = found.at_stake.revenue.currency, found.event.effective
    pictures = [
        (
            f"Revenue of the counterparties hit, before and after {day} ({found.at_stake.basis}).",
            exposure_svg("Revenue by counterparty", bars_of_revenue(found), currency, key="revenue"),
        ),
        (
            f"Open orders reached, by purchaser, before and after {day}.",
            exposure_svg("Open orders by purchaser", bars_of_orders(found), currency, key="orders"),
        ),
    ]
    return [(caption, svg) for caption, svg in pictures if svg]


def impact_html(found: Impact) -> str:
    """The page: no script, no outside file; prints, and follows light or dark."""
    from jinja2 import Environment, StrictUndefined

    text = resources.files("licet.app.actions").joinpath("impact_report.html").read_text(encoding="utf-8")
    page = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True).from_string(text)
    sure = {hit.party for hit in found.hits if hit.sure}
    return page.render(
        found=found,
        event=found.event,
        stake=found.at_stake,
        sure=len(sure),
        maybe=len({hit.party for hit in found.hits} - sure),
        pictures=impact_pictures(found),
        marks=MARKS,
    )


def impact_xlsx(found: Impact) -> bytes:
    """The workbook: one sheet a question; no cell that a spreadsheet could run."""
    from openpyxl import Workbook

    event, stake = found.event, found.at_stake
    book = Workbook()
    first = book.worksheets[0]
    first.title = "Summary"
    _fill(
        first,
        ("What", "Value"),
        [
            ("document", event.id),
            ("title", event.title),
            ("citation", event.cite),
            ("published", event.published),
            ("in effect from", event.effective),
            ("savings clause", event.saved),
            ("lists", ", ".join(event.list)),
            ("added", event.added),
            ("revised", event.revised),
            ("removed", event.removed),
            ("portfolio", found.portfolio),
            ("compared", found.screened),
            ("revenue at stake", stake.revenue.amount),
            ("possibly more", stake.possible.amount),
            ("share of revenue, %", stake.share),
            ("basis", stake.basis),
            ("open orders stopped", stake.orders.amount),
            ("open orders left open", stake.orders_doubtful.amount),
            ("currency", stake.revenue.currency),
            ("snapshot", found.snapshot),
            ("rule book", found.rule_book),
            ("silence read as", found.silence),
            *(("stale", text) for text in found.stale),
            *(("not read", text) for text in event.unread),
            *(("contradicted", text) for text in event.contradictions),
            *(("not checked", text) for text in found.not_checked),
            *(("not in the sums", text) for text in stake.left_out),
        ],
    )
    _fill(
        book.create_sheet("Hits"),
        (
            "Party",
            "Name",
            "Country",
            "Version",
            "Verdict",
            "Score",
            "Action",
            "Listing",
            "Listed name",
            "Evidence",
            "Before",
            "After",
            "Citations",
        ),
        [
            (
                h.party,
                h.name,
                h.country,
                h.version,
                h.verdict,
                h.score,
                h.action,
                h.listing,
                h.listed_name,
                h.evidence,
                h.before,
                h.after,
                ", ".join(h.cites),
            )
            for h in found.hits
        ],
    )
    _fill(
        book.create_sheet("Affiliates"),
        (
            "Party",
            "Name",
            "Through",
            "Rule",
            "Listed owners hold",
            "Before",
            "After",
            "In force",
            "Confirmed",
            "Notes",
        ),
        [
            (
                a.party,
                a.name,
                ", ".join(a.through),
                a.rule,
                a.share,
                a.before,
                a.after,
                a.in_force,
                a.confirmed,
                "; ".join((*a.asks, *a.cautions)),
            )
            for a in found.affiliates
        ],
    )
    _fill(
        book.create_sheet("Orders"),
        (
            "Order",
            "State",
            "Purchaser",
            "Reached by",
            "Destination",
            "Value",
            "Due",
            "Aboard",
            "Before",
            "After",
            "Requirements after",
            "Review policy after",
            "Asks",
            "Savings",
            "Lacks",
            "Licences",
        ),
        [
            (
                o.id,
                o.state,
                o.purchaser,
                "; ".join(f"{role} {party}" for party, role in o.reached_by),
                o.destination,
                o.value.amount if o.value else None,
                o.due,
                o.aboard,
                o.before.verdict,
                o.after.verdict,
                "; ".join(n.citation for n in o.after.needs),
                "; ".join(n.policy for n in o.after.needs if n.policy),
                "; ".join(o.after.asks),
                o.saved,
                "; ".join(g.says for g in o.gaps if g.blocks),
                ", ".join(o.licences),
            )
            for o in found.orders
        ],
    )
    _fill(
        book.create_sheet("Licences"),
        ("Number", "Id", "State", "Valid to", "Why"),
        [(one.number, one.id, one.state, one.valid_to, "; ".join(one.why)) for one in found.licences],
    )
    _fill(
        book.create_sheet("Exposure"),
        ("Party", "Name", "Why", "Revenue", "Orders", "Order value", "Stopped", "Left open"),
        [
            (
                e.party,
                e.name,
                e.why,
                e.revenue.amount if e.revenue else None,
                e.orders,
                e.order_value.amount,
                e.stopped.amount,
                e.doubtful.amount,
            )
            for e in found.exposure
        ],
    )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


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
