"""A report as a workbook: one sheet a question, every record, no cell that a spreadsheet could run."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from licet.gear.finding import Level
from licet.gear.report.made import DUTY, Report, due_days, reporting_facts
from licet.gear.rules import rules

__all__ = ["defused", "to_xlsx"]

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
_LONGEST = 32_000
_HEAD = PatternFill("solid", fgColor="1D4E89")
_FILLS = {
    Level.COVERED: PatternFill("solid", fgColor="F4C7C3"),
    Level.LIKELY: PatternFill("solid", fgColor="FBE3C8"),
    Level.LEAD: PatternFill("solid", fgColor="FFF6CC"),
}


def defused(text: str) -> str:
    """Text that no spreadsheet reads as a formula, without characters that a workbook cannot hold."""
    clean = _CONTROL.sub("", text)[:_LONGEST]
    return f"'{clean}" if clean.lstrip(" \t\r\n")[:1] in tuple("=+-@") or clean[:1] in ("\t", "\r") else clean


def to_xlsx(report: Report) -> bytes:
    """The workbook's bytes."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)  # noqa: S101 - a new workbook has one sheet
    first.title = "Summary"
    _summary(first, report)
    _findings(book.create_sheet("Findings"), report)
    _evidence(book.create_sheet("Evidence"), report)
    _reporting(book.create_sheet("FAR 52.204-25(d)"), report)
    _not_examined(book.create_sheet("Not examined"), report)
    _rules(book.create_sheet("Rules"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(
    sheet: Worksheet, header: Sequence[str], rows: Iterable[Sequence[object]], widths: Sequence[int]
) -> None:
    sheet.append([defused(name) for name in header])
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = _HEAD
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    start = sheet.max_row
    for row in rows:
        sheet.append([defused(value) if isinstance(value, str) else value for value in row])
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    # Printed, a sheet is one page wide, with its header on each page.
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{start}:{start}"
    sheet.freeze_panes = f"A{start + 1}"
    if sheet.max_row > start:
        sheet.auto_filter.ref = f"A{start}:{get_column_letter(len(header))}{sheet.max_row}"
    # Wrapping matters to people, who read hundreds of rows, not a hundred thousand.
    for cells in sheet.iter_rows(min_row=start + 1, max_row=min(sheet.max_row, 5000)):
        for cell in cells:
            cell.alignment = Alignment(vertical="top", horizontal="left", wrap_text=True)


def _summary(sheet: Worksheet, report: Report) -> None:
    first, second = due_days(report.identified)
    rows: list[Sequence[object]] = [
        ("Organisation", report.organisation or "not stated"),
        ("Rules read as of", report.on.isoformat()),
        ("Records examined", len(report.findings)),
        *((level.value, report.count(level)) for level in Level),
        ("Rows and files with problems", len(report.problems)),
        ("Addresses that did not answer", len(report.silent)),
        ("Identified on", report.identified.isoformat()),
        (f"First report due ({DUTY}(2)(i))", first.isoformat()),
        (f"Second report due ({DUTY}(2)(ii))", second.isoformat()),
        ("Files", "; ".join(f"{name} ({what})" for name, what in report.formats)),
        ("No evidence is not proof", "It says that nothing recorded points to a covered maker."),
        ("Unknown is not clean", "It says that nothing recorded could tell. See the sheet Not examined."),
    ]
    _fill(sheet, ("Covered equipment", ""), rows, (38, 90))


def _findings(sheet: Worksheet, report: Report) -> None:
    order = list(Level)
    found = sorted(report.findings, key=lambda item: order.index(item.level))
    header = (
        "Finding", "Name", "Site", "Address", "MAC", "Brand", "Recorded maker", "Model", "Serial",
        "Maker by evidence", "In words", "Clauses", "On party lists", "Ask next", "Notes", "Where recorded",
    )  # fmt: skip
    _fill(
        sheet,
        header,
        (
            (
                item.level.value, item.device.name, item.device.site, item.device.ip, item.device.mac,
                item.device.brand, item.device.maker, item.device.model or item.device.part,
                item.device.serial, item.maker_name, item.says, "; ".join(rule.cite for rule in item.rules),
                _parties(item.maker, report), "; ".join(question.text for question in item.asks),
                "; ".join(item.notes), item.device.ref,
            )
            for item in found
        ),
        (14, 18, 16, 14, 18, 14, 20, 22, 26, 26, 70, 44, 40, 44, 30, 24),
    )  # fmt: skip
    for number, item in enumerate(found[:5000], start=2):
        if item.level in _FILLS:
            sheet.cell(row=number, column=1).fill = _FILLS[item.level]


def _parties(maker: str, report: Report) -> str:
    if not maker:
        return ""
    if report.parties is None:
        return "not asked"
    return "; ".join(status.says for status in report.parties.get(maker, ())) or "none found"


def _evidence(sheet: Worksheet, report: Report) -> None:
    _fill(
        sheet,
        ("Name", "Where recorded", "Field", "Value", "Strength", "Points to", "In words", "Source", "Note"),
        (
            (
                item.device.title, item.device.ref, piece.field, piece.value, piece.strength.name.lower(),
                piece.maker or "no covered maker", piece.says, piece.source, piece.note,
            )
            for item in report.flagged
            for piece in item.evidence
        ),
        (26, 24, 14, 34, 10, 18, 70, 14, 40),
    )  # fmt: skip


def _reporting(sheet: Worksheet, report: Report) -> None:
    covered = [item for item in report.flagged if item.level in (Level.COVERED, Level.LIKELY)]
    names = list(reporting_facts(covered[0], report)) if covered else ["Brand", "Model number"]
    _fill(
        sheet,
        ("Finding", *names, "Where recorded"),
        ((item.level.value, *reporting_facts(item, report).values(), item.device.ref) for item in covered),
        (14, *(22 for _ in names), 24),
    )


def _not_examined(sheet: Worksheet, report: Report) -> None:
    rows: list[Sequence[object]] = [
        (
            "nothing to judge by",
            item.device.ref,
            item.device.title,
            "record MAC, model, serial number or maker",
        )
        for item in report.unjudged
    ]
    rows += [
        ("not read", f"{problem.file}, line {problem.line}" if problem.line else problem.file,
         f"{problem.field}: {problem.message}" if problem.field else problem.message, problem.fix)
        for problem in report.problems
    ]  # fmt: skip
    rows += [
        ("no answer", address, "gave no answer", "ask it from its own network") for address in report.silent
    ]
    rows += [
        ("column not used", "", name, "map it with --map if it says what a device is")
        for name in report.unread_columns
    ]
    _fill(sheet, ("Why", "Where", "What", "What to do"), rows, (22, 40, 60, 60))


def _rules(sheet: Worksheet) -> None:
    _fill(
        sheet,
        ("Rule", "Law", "Clause", "Since", "By", "Confirmed"),
        (
            (
                rule.title, rule.law, rule.clause, str(rule.period.start), rule.period.by,
                "yes" if rule.period.confirmed else "no: the day rests on published accounts",
            )
            for rule in rules()
        ),
        (60, 34, 30, 12, 20, 30),
    )  # fmt: skip
