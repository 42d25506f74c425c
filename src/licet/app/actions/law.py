"""Law as a subject: run cases, list and show rules, search them, and tell what changed between two days."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from licet.core.errors import InputError
from licet.core.period import Period
from licet.law.book import rule_book
from licet.law.coverage import Uncovered, as_markdown, not_covered
from licet.law.rule import Kind, Rule
from licet.law.us.ear.documents import KNOWN, Document, Saving, of_citation, savings
from licet.law.us.ear.documents import documents as all_documents

if TYPE_CHECKING:
    from licet.check.cases import CaseResult

__all__ = [
    "CaseRun",
    "Change",
    "changes",
    "document_as_data",
    "find_documents",
    "find_rule",
    "rules",
    "run_case_file",
    "search_rules",
    "uncovered",
    "uncovered_page",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRun:
    """A file of cases, run.

    Attributes:
        file: its name.
        results: one a case, in the file's order.
    """

    file: str
    results: tuple[CaseResult, ...]

    @property
    def passed(self) -> int:
        """How many passed."""
        return sum(result.passed for result in self.results)

    def by_area(self) -> dict[str, tuple[int, int]]:
        """Area to (passed, run), in the order in which areas appear."""
        run = Counter(result.area for result in self.results)
        good = Counter(result.area for result in self.results if result.passed)
        return {area: (good[area], count) for area, count in run.items()}


def run_case_file(path: Path) -> CaseRun:
    """Run every case of a file of the schema licet-determination-case/1.

    Raises:
        InputError: the file is no such file.
    """
    from licet.check.cases import read_cases, run_cases

    file = read_cases(path)
    return CaseRun(file=file.name, results=tuple(run_cases(file)))


def rules(*, kind: Kind | None = None, on: date | None = None, part: str = "") -> tuple[Rule, ...]:
    """The rules, all or of one kind, in force on a day, of one part (`744`)."""
    return tuple(
        rule
        for rule in rule_book().rules
        if (kind is None or rule.kind is kind)
        and (on is None or rule.period_on(on) is not None)
        and (not part or f"CFR {part}" in rule.citation or f"part {part}" in rule.citation or part in rule.id)
    )


def find_rule(id: str) -> Rule:
    """The rule of an id, or the only one whose id or citation holds the text.

    Raises:
        InputError: none, or several.
    """
    book = rule_book().rules
    exact = [rule for rule in book if id in (rule.id, rule.citation)]
    found = exact or [rule for rule in book if id in rule.id or id in rule.citation]
    if len(found) == 1:
        return found[0]
    if not found:
        raise InputError(f"no rule `{id}`", fix="`licet law list` shows all ids")
    named = ", ".join(f"`{rule.id}`" for rule in found[:8])
    raise InputError(f"several rules are meant by `{id}`: {named}", fix="give one id whole")


def search_rules(words: str) -> tuple[Rule, ...]:
    """Rules whose sentence, citation or page holds all the words, best first."""
    wanted = words.casefold().split()
    scored: list[tuple[int, Rule]] = []
    for rule in rule_book().rules:
        head, page = f"{rule.id} {rule.citation} {rule.says} {rule.code}".casefold(), rule.doc.casefold()
        if all(word in head or word in page for word in wanted):
            scored.append((-sum(word in head for word in wanted), rule))
    return tuple(rule for _, rule in sorted(scored, key=lambda pair: (pair[0], pair[1].id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A rule that stands otherwise on one day than on another."""

    rule: Rule
    before: Period | None
    after: Period | None

    @property
    def by(self) -> str:
        """The document of the later period, else of the earlier."""
        period = self.after or self.before
        return period.by if period else ""


def changes(since: date, until: date) -> Iterator[Change]:
    """The rules whose period or status differs between two days."""
    for rule in rule_book().rules:
        before, after = rule.period_on(since), rule.period_on(until)
        if before != after:
            yield Change(rule=rule, before=before, after=after)


def uncovered() -> tuple[Uncovered, ...]:
    """The parts of the law that no rule covers, as the rule book itself knows them."""
    return not_covered()


def uncovered_page() -> str:
    """The same as the Markdown page of the documentation."""
    return as_markdown()


def find_documents(text: str) -> tuple[Document, ...]:
    """The documents of the table: all, or those that a cite, a page, a number or words name."""
    cite = re.fullmatch(r"\s*(\d+)\s*FR\s*(\d+)\s*", text)
    if cite:
        return of_citation(int(cite[1]), int(cite[2]))
    wanted = text.casefold().split()
    return tuple(
        each
        for each in all_documents()
        if all(word in f"{each.number} {each.provision} {each.about}".casefold() for word in wanted)
    )


def document_as_data(document: Document) -> dict[str, Any]:
    """A document and its savings clauses, for programs."""
    return {
        "cite": document.cite,
        "number": document.number,
        "published": document.published.isoformat(),
        "effective": document.effective.isoformat(),
        "compliance": document.compliance.isoformat() if document.compliance else None,
        "provision": document.provision,
        "about": document.about,
        "corrects": document.corrects or None,
        "known": KNOWN[document.known],
        "savings": [
            _terms(each)
            for each in savings()
            if each.cite == document.cite and each.since == document.effective
        ],
    }


def _terms(saving: Saving) -> str:
    terms = [f"aboard on {saving.aboard}"] if saving.aboard else []
    if saving.made:
        terms.append(f"production begun before {saving.made}")
    terms.append(f"exported before {saving.before}" if saving.before else "no last day")
    return f"{saving.saves}: {', '.join(terms)} ({KNOWN[saving.known]})"
