"""A report as plain values, for machines: every finding, whole, with nothing left out."""

from __future__ import annotations

from typing import Any

from licet.gear.finding import Finding, Level
from licet.gear.report.made import DUTY, Report, due_days, reporting_facts

__all__ = ["to_plain"]

_SHOWN = (
    "name",
    "site",
    "ip",
    "mac",
    "maker",
    "supplier",
    "brand",
    "model",
    "serial",
    "firmware",
    "part",
    "kind",
)


def to_plain(report: Report) -> dict[str, Any]:
    """The report as dictionaries, lists and strings; days are ISO."""
    first, second = due_days(report.identified)
    return {
        "organisation": report.organisation,
        "on": report.on.isoformat(),
        "counts": {level.value: report.count(level) for level in Level},
        "findings": [_finding(found, report) for found in report.findings],
        "by_site_and_maker": {site: dict(makers) for site, makers in report.by_site_and_maker().items()},
        "not_examined": {
            "nothing_to_judge_by": [found.device.ref for found in report.unjudged],
            "problems": [
                {
                    "file": problem.file,
                    "line": problem.line,
                    "field": problem.field,
                    "message": problem.message,
                    "fix": problem.fix,
                }
                for problem in report.problems
            ],
            "silent_addresses": list(report.silent),
            "unread_columns": list(report.unread_columns),
        },
        "read": [{"file": name, "format": what} for name, what in report.formats],
        "reporting": {
            "clause": DUTY,
            "identified": report.identified.isoformat(),
            "first_report_by": first.isoformat(),
            "second_report_by": second.isoformat(),
        },
    }


def _finding(found: Finding, report: Report) -> dict[str, Any]:
    parties = report.parties
    return {
        "ref": found.device.ref,
        "device": {name: getattr(found.device, name) for name in _SHOWN if getattr(found.device, name)},
        "level": found.level.value,
        "maker": found.maker,
        "maker_name": found.maker_name,
        "says": found.says,
        "evidence": [
            {
                "field": piece.field,
                "maker": piece.maker,
                "strength": piece.strength.name.lower(),
                "says": piece.says,
                "value": piece.value,
                "source": piece.source,
                "inside": piece.in_part,
            }
            for piece in found.evidence
        ],
        "rules": [
            {
                "id": item.rule.id,
                "title": item.rule.title,
                "law": item.rule.law,
                "cite": item.cite,
                "since": item.rule.period.start.isoformat() if item.rule.period.start else None,
                "confirmed": item.rule.period.confirmed,
                "answer": item.answer.truth.value,
                "asks": [question.text for question in item.answer.asks()],
            }
            for item in found.rules
        ],
        "asks": [{"id": question.id, "text": question.text} for question in found.asks],
        "notes": list(found.notes),
        "reporting_facts": reporting_facts(found, report) if found.is_flagged else None,
        "party_lists": None
        if parties is None or not found.maker
        else [
            {
                "list": status.list,
                "entry": status.entry,
                "since": status.since.isoformat() if status.since else None,
                "cites": list(status.cites),
                "says": status.says,
            }
            for status in parties.get(found.maker, ())
        ],
    }
