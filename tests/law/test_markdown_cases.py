"""Each rule's Markdown cases: a story, its facts in TOML, and the whole explanation that the rule gives.

A file of `tests/law/cases` holds a section a rule (`## part740_bars.torture`) and under it a heading a case
(`### Yes: ...`, `### No: ...`, `### Unknown: ...`, `### Not in force: ...`). A TOML block right under the
rule states what its cases have in common. `LICET_WRITE_CASES=1` writes the explanations again; read the
difference.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from licet.check.entries import listing_of
from licet.check.facts import read_facts
from licet.core.answer import Answer, Truth
from licet.core.listing import Listing
from licet.core.trade import Name, Party
from licet.law.book import rule_book
from licet.law.matter import Matter
from licet.law.rule import Rule
from licet.law.us.ear.determine import prepare

CASES = Path(__file__).with_name("cases")
KINDS = ("Yes", "No", "Unknown", "Not in force")
_BLOCK = re.compile(r"```(toml|text)\n(.*?)```\n?", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case as written: the rule, the heading, the facts and the explanation expected."""

    rule: str
    heading: str
    facts: dict[str, Any]
    expected: str

    @property
    def kind(self) -> str:
        """Yes, No, Unknown or Not in force."""
        return self.heading.partition(":")[0]


def _toml(section: str) -> dict[str, Any]:
    return next((tomllib.loads(body) for kind, body in _BLOCK.findall(section) if kind == "toml"), {})


def read(text: str) -> Iterator[Case]:
    """The cases of a Markdown text."""
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        head, *cases = re.split(r"^### ", part, flags=re.MULTILINE)
        shared = _toml(head)
        for case in cases:
            expected = [body for kind, body in _BLOCK.findall(case) if kind == "text"]
            yield Case(
                rule=head.split("\n", 1)[0].strip(),
                heading=case.split("\n", 1)[0].strip(),
                facts={**shared, **_toml(case)},
                expected=expected[0] if expected else "",
            )


def explain(case: Case) -> str:
    """What the rule answers, with all that it was made of and what it still asks."""
    rule = rule_book().find(case.rule)
    facts = dict(case.facts)
    on: date = facts.pop("on", date(2026, 1, 29))
    if rule.period_on(on) is None:
        return "not in force\n"
    clean = facts.pop("assume", "clean") == "clean"
    entries = {id: _entry(id, entry) for id, entry in facts.pop("listings", {}).items()}
    given = read_facts(facts, clean=clean, unknown=facts.pop("unknown", ()), find=entries.get)
    assert not given.strange, given.strange
    m = prepare(Matter(trade=given.trade, item=given.trade.items[0], on=on))
    lines: list[str] = []
    for reading in rule.read(m):
        lines.extend(_tree(reading.answer, 0))
        if reading.why:
            lines.append(f"why: {reading.why}")
        lines.extend(f"asks: {question.id}" for question in reading.answer.asks())
        lines.extend(f"duty: {duty}" for duty in reading.duties if not reading.answer.is_no)
    return "\n".join(lines) + "\n"


def _entry(id: str, entry: dict[str, Any]) -> Listing:
    """A list entry: by its two cells and days, or a bare one that only stands on a list."""
    if "history" in entry:
        return listing_of(id, entry)
    return Listing(id=f"{entry['list']}:{id}", list=entry["list"], party=Party(names=(Name(text=id),)))


def _tree(answer: Answer, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}{answer.truth.value}: {answer.says}"
    for part in answer.because:
        yield from _tree(part, depth + 1)


def _kind(case: Case, told: str) -> str:
    if told == "not in force\n":
        return "Not in force"
    truths = {
        line.split(":")[0] for line in told.splitlines() if not line.startswith((" ", "why", "asks", "duty"))
    }
    return {Truth.YES.value: "Yes", Truth.NO.value: "No"}.get(max(truths, key=_STRENGTH.index), "Unknown")


_STRENGTH = (Truth.NO.value, Truth.UNKNOWN.value, Truth.YES.value)
FILES = sorted(CASES.glob("*.md"))
ALL = [(file, case) for file in FILES for case in read(file.read_text(encoding="utf-8"))]


def _write() -> None:
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        parts = re.split(r"(^### )", text, flags=re.MULTILINE)
        told = iter([explain(case) for case in read(text)])
        for index in range(2, len(parts), 2):
            # A case's own text may be followed by the head of the next rule.
            own, mark, rest = parts[index].partition("\n## ")
            own = re.sub(r"```text\n.*?```\n?", "", own, flags=re.DOTALL).rstrip("\n")
            parts[index] = f"{own}\n\n```text\n{next(told)}```\n{mark if mark else ''}{rest}"
            if not mark and index < len(parts) - 1:
                parts[index] += "\n"
        file.write_text("".join(parts), encoding="utf-8")


if os.environ.get("LICET_WRITE_CASES"):
    _write()
    ALL = [(file, case) for file in FILES for case in read(file.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(
    "case", [case for _, case in ALL], ids=[f"{case.rule} {case.heading}" for _, case in ALL]
)
def test_the_rule_answers_and_explains_as_written(case: Case) -> None:
    """The heading says what the rule answers; the text block holds its whole explanation."""
    told = explain(case)
    assert _kind(case, told) == case.kind
    assert told == case.expected


@pytest.mark.parametrize(
    "rule",
    rule_book().rules,
    ids=lambda rule: rule.id,
)
def test_each_rule_has_its_four_cases(rule: Rule) -> None:
    """Yes, no, unknown and not in force."""
    held = {case.kind for _, case in ALL if case.rule == rule.id}
    wanted = set(KINDS) - (
        {"Not in force"} if any(period.start is None for period in rule.periods) else set()
    )
    assert wanted <= held
