"""What a contracting officer is handed: the findings as HTML, workbook, JSON and picture."""

from licet.gear.report.html import to_html
from licet.gear.report.made import PartyStatus, Report, due_days, make_report
from licet.gear.report.picture import to_svg
from licet.gear.report.plain import to_plain
from licet.gear.report.workbook import to_xlsx

__all__ = [
    "PartyStatus",
    "Report",
    "due_days",
    "make_report",
    "to_html",
    "to_plain",
    "to_svg",
    "to_xlsx",
]
