"""A report as one HTML page that prints: no script, no outside file, every value escaped by construction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from importlib import resources

from lxml import etree

from licet.gear.facts import load
from licet.gear.finding import Finding, Level
from licet.gear.report.made import DUTY, Report, due_days, reporting_facts
from licet.gear.report.picture import to_svg
from licet.gear.rules import Applied, Rule

__all__ = ["to_html"]

_MOST_FLAGGED, _MOST_LISTED = 1000, 500
_BOXED = (Level.COVERED, Level.LIKELY)
_MARKS = {Level.COVERED: "■", Level.LIKELY: "◧", Level.LEAD: "◇", Level.NONE: "○", Level.UNKNOWN: "?"}
_MEANS = {
    Level.COVERED: "a strong piece of evidence says who made it, and a rule of the day reaches it",
    Level.LIKELY: "it points to a covered maker, but something is missing or speaks against it",
    Level.LEAD: "a label or shared signs: ask the seller, read the serial number",
    Level.NONE: "something was examined and nothing points to a covered maker; not proof that it is clean",
    Level.UNKNOWN: "nothing to judge by: no MAC, model, serial number or maker is recorded",
}
_CLASSES = {Level.COVERED: "finding covered", Level.LIKELY: "finding likely", Level.LEAD: "finding leadlevel"}

_Child = etree._Element | str


def _el(tag: str, *children: _Child, **attributes: str) -> etree._Element:
    element = etree.Element(tag, {name.rstrip("_"): value for name, value in attributes.items()})
    last: etree._Element | None = None
    for child in children:
        if isinstance(child, str):
            clean = "".join(char for char in child if char >= " " or char in "\t\n")
            if last is None:
                element.text = (element.text or "") + clean
            else:
                last.tail = (last.tail or "") + clean
        else:
            element.append(child)
            last = child
    return element


def _table(
    header: Sequence[str], rows: Iterable[Sequence[_Child]], numbers: frozenset[int] = frozenset()
) -> etree._Element:
    return _el(
        "table",
        _el("thead", _el("tr", *(_el("th", name, scope="col") for name in header))),
        _el(
            "tbody",
            *(
                _el(
                    "tr",
                    *(
                        _el("td", cell, class_="number") if at in numbers else _el("td", cell)
                        for at, cell in enumerate(row)
                    ),
                )
                for row in rows
            ),
        ),
    )


def _style() -> str:
    return resources.files("licet.gear.report").joinpath("style.css").read_text(encoding="utf-8")


def to_html(report: Report) -> str:
    """The page. Long lists are cut, with a line that says how much is left to the workbook."""
    whose = f" of {report.organisation}" if report.organisation else ""
    title = f"Covered equipment{whose}"
    body = _el(
        "main",
        _el("h1", title),
        _el(
            "p",
            f"Rules read as of {report.on}. {len(report.findings):,} records examined"
            f" from {len(report.formats)} {'file' if len(report.formats) == 1 else 'files'}.",
            class_="lead",
        ),
        *_summary(report),
        *_picture(report),
        *_flagged(report),
        *_reporting(report),
        *_not_examined(report),
        *_rules(report),
        *_method(report),
    )
    page = _el(
        "html",
        _el(
            "head",
            _el("meta", charset="utf-8"),
            _el("meta", name="viewport", content="width=device-width, initial-scale=1"),
            _el("title", title),
            _el("style", _style()),
        ),
        _el("body", body),
        lang="en",
    )
    return "<!DOCTYPE html>\n" + etree.tostring(page, encoding="unicode", method="html")


def _summary(report: Report) -> list[etree._Element]:
    rows = [
        (
            _el("span", f"{_MARKS[level]} {level.value}", class_="tag"),
            f"{report.count(level):,}",
            _MEANS[level],
        )
        for level in Level
    ]
    return [_el("h2", "Summary"), _table(("Finding", "Records", "What it means"), rows, frozenset({1}))]


def _picture(report: Report) -> list[etree._Element]:
    counts = report.by_site_and_maker()
    if not counts:
        return []
    return [_el("h2", "Flagged units by site and maker"), to_svg(counts)]


def _flagged(report: Report) -> list[etree._Element]:
    flagged = report.flagged
    head = [_el("h2", f"Findings ({len(flagged):,})")]
    if not flagged:
        return [*head, _el("p", "No record points to a covered maker. See what was not examined below.")]
    boxed = [found for found in flagged if found.level in _BOXED]
    leads = [found for found in flagged if found.level not in _BOXED]
    shown = [_finding(found, report) for found in boxed[:_MOST_FLAGGED]]
    if len(boxed) > _MOST_FLAGGED:
        shown.append(_el("p", f"{len(boxed) - _MOST_FLAGGED:,} more findings are in the workbook."))
    if leads:
        shown += [
            _el("h2", f"Leads to follow ({len(leads):,})"),
            _table(
                ("Unit", "Site", "Why", "Recorded at"),
                (
                    (found.device.title, found.device.site, found.says, found.device.ref)
                    for found in leads[:_MOST_LISTED]
                ),
            ),
        ]
        if len(leads) > _MOST_LISTED:
            shown.append(_el("p", f"{len(leads) - _MOST_LISTED:,} more leads are in the workbook."))
    return [*head, *shown]


def _finding(found: Finding, report: Report) -> etree._Element:
    device = found.device
    known = (
        ("Site", device.site),
        ("Address", device.ip),
        ("MAC", device.mac),
        ("Brand", device.brand),
        ("Recorded maker", device.maker),
        ("Model", device.model or device.part),
        ("Serial number", device.serial),
        ("Firmware", device.firmware),
        ("Recorded at", device.ref),
    )
    facts = [item for name, value in known if value for item in (_el("dt", name), _el("dd", value))]
    sources = load().sources
    evidence = _table(
        ("Evidence", "Strength", "Source"),
        (
            (
                piece.says + (f" ({piece.note})" if piece.note and piece.source != "shapes" else ""),
                piece.strength.name.lower() + ("" if piece.maker else ", names another"),
                _source(piece.source, sources.get(piece.source, "")),
            )
            for piece in found.evidence
        ),
    )
    clauses = [_el("li", *_applied(item)) for item in found.rules]
    parts = [
        _el(
            "h3",
            _el("span", f"{_MARKS[found.level]} {found.level.value}", class_="tag"),
            f" · {device.title}",
        ),
        _el("p", found.says, class_="says"),
        _el("dl", *facts),
        evidence,
        _el("p", _el("strong", "Clauses")),
        _el("ul", *clauses),
    ]
    left_open = dict.fromkeys(question.text for item in found.rules for question in item.answer.asks())
    if left_open:
        # The same question stands under several rules: it is asked once.
        parts.append(_el("p", _el("strong", "No record can tell")))
        parts.append(_el("ul", *(_el("li", f"{text[0].upper()}{text[1:]}") for text in left_open)))
    if report.parties is not None:
        statuses = report.parties.get(found.maker, ())
        text = "; ".join(status.says for status in statuses) or "no entry found on the lists asked"
        parts.append(_el("p", _el("strong", "The maker on party lists: "), f"{text}."))
    return _el("section", *parts, class_=_CLASSES[found.level])


def _source(key: str, address: str) -> _Child:
    return _el("a", key, href=address) if address.startswith("https://") else key


def _applied(item: Applied) -> list[_Child]:
    doubt = "" if item.rule.period.confirmed else " (day by published accounts)"
    since = "" if item.rule.forbids == "authorise" else f", since {item.rule.period.start}{doubt}"
    return [f"{item.rule.title}: ", *_linked(item.cite), since]


_CFR = re.compile(r"(\d+) CFR (\d+\.\d+(?:-\d+)?)")


def _linked(cite: str) -> list[_Child]:
    """A citation with its parts linked; sections of the FAR have a number behind a dash."""
    parts: list[_Child] = []
    for number, piece in enumerate(cite.split("; ")):
        found = _CFR.match(piece)
        parts.append("; " if number else "")
        if found:
            address = f"https://www.ecfr.gov/current/title-{found[1]}/section-{found[2]}"
            parts.append(_el("a", piece, href=address))
        else:
            parts.append(piece)
    return parts


def _reporting(report: Report) -> list[etree._Element]:
    first, second = due_days(report.identified)
    covered = [found for found in report.flagged if found.level in _BOXED]
    parts = [
        _el("h2", "Facts to report under FAR 52.204-25(d)"),
        _el(
            "p",
            f"Counted from identification on {report.identified}, in business days without federal holidays:"
            f" the facts below by {first} (one business day, {DUTY}(2)(i)); further"
            f" mitigation, the efforts made to prevent use, and those to come by {second} (ten business days"
            f" after a report on {first}, {DUTY}(2)(ii)). Department of Defense contracts report at"
            " https://dibnet.dod.mil, others to the contracting officer. Blank lines are not in the records:"
            " fill them in.",
        ),
    ]
    if not covered:
        return [*parts, _el("p", "No finding calls for a report.")]
    if any(item.rule.id == "s1656" for found in covered for item in found.rules):
        early, late = due_days(report.identified, 3, 30)
        parts.append(
            _el(
                "p",
                "Huawei and ZTE equipment in a covered mission of the Department of Defense is also reported"
                f" under 48 CFR 252.204-7018(d): by {early} (three business days), then by {late} (thirty).",
            )
        )
    groups: dict[tuple[tuple[str, str], ...], list[Finding]] = {}
    for found in covered:
        groups.setdefault(tuple(reporting_facts(found, report).items()), []).append(found)
    for facts, units in list(groups.items())[:_MOST_LISTED]:
        rows = [
            item
            for name, value in facts
            for item in (
                _el("dt", name),
                _el("dd", value) if value else _el("dd", _el("span", class_="blank")),
            )
        ]
        refs = ", ".join(found.device.name or found.device.ref for found in units[:20])
        more = f" and {len(units) - 20} more" if len(units) > 20 else ""
        rows += [_el("dt", "Units"), _el("dd", f"{len(units)}: {refs}{more}")]
        parts.append(_el("section", _el("dl", *rows), class_="finding"))
    return parts


def _not_examined(report: Report) -> list[etree._Element]:
    unjudged, problems = report.unjudged, report.problems
    parts = [_el("h2", "What was not examined")]
    if unjudged:
        names = ", ".join(f"{found.device.title} ({found.device.ref})" for found in unjudged[:_MOST_LISTED])
        more = f", and {len(unjudged) - _MOST_LISTED:,} more" if len(unjudged) > _MOST_LISTED else ""
        parts.append(_el("p", _el("strong", f"Nothing to judge by ({len(unjudged):,}): "), f"{names}{more}."))
    if problems:
        parts.append(
            _table(
                ("File", "Line", "Field", "Problem", "Fix"),
                (
                    (item.file, str(item.line) if item.line else "", item.field, item.message, item.fix)
                    for item in problems[:_MOST_LISTED]
                ),
            )
        )
        if len(problems) > _MOST_LISTED:
            parts.append(_el("p", f"{len(problems) - _MOST_LISTED:,} more problems are in the workbook."))
    if report.silent:
        shown = ", ".join(report.silent[:_MOST_LISTED])
        parts.append(
            _el("p", _el("strong", f"Addresses that gave no answer ({len(report.silent):,}): "), f"{shown}.")
        )
    if report.unread_columns:
        parts.append(
            _el("p", _el("strong", "Columns that were not used: "), f"{', '.join(report.unread_columns)}.")
        )
    if len(parts) == 1:
        parts.append(_el("p", "Every record had something to judge by, and every row was read."))
    parts.append(
        _el(
            "p",
            "Equipment that is in none of the files is not examined. Services (a carrier's line, cloud video)"
            " and equipment that a supplier uses are outside of what an inventory can show.",
        )
    )
    return parts


def _rules(report: Report) -> list[etree._Element]:
    applied: dict[str, Rule] = {item.rule.id: item.rule for found in report.findings for item in found.rules}
    if not applied:
        return []
    rows = (
        (
            rule.title,
            rule.law,
            _el("span", *_linked(rule.clause)),
            f"{rule.period.start}"
            + ("" if rule.period.confirmed else " (by published accounts; text not held)"),
        )
        for rule in applied.values()
    )
    return [_el("h2", "Rules applied"), _table(("Rule", "Law", "Clause", "In force since"), rows)]


def _method(report: Report) -> list[etree._Element]:
    asked = (
        "Party lists were not asked."
        if report.parties is None
        else "The maker of each finding was looked up on the party lists that licet holds."
    )
    return [
        _el("h2", "How this was made"),
        _el(
            "p",
            "licet compares what is recorded of each unit, and what units say of themselves, with coded"
            " facts: MAC blocks, shapes of models, serial numbers and firmware, protocols, brands. A label is"
            f" a lead; what a unit's own identifiers say goes further. {asked} This page is a record of a"
            " reasonable inquiry as far as it went, not a representation and not legal advice.",
        ),
    ]
