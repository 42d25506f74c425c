"""What is covered and what is not: sections of the EAR against the citations of the rule book.

Which sections there are is a fact of the regulation (`tables/sections.tsv`); which of them a rule cites is
computed. What is left over is "not covered", and so are the limits named here by hand. Every outcome says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from licet.law.book import rule_book

__all__ = ["LIMITS", "Uncovered", "as_markdown", "not_covered", "sections_without_rule"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncovered:
    """A piece of the law that licet does not decide.

    Attributes:
        section: where it stands.
        says: what it is about, and what that means for an answer.
    """

    section: str
    says: str


#: Limits by hand: what a reader of an outcome must look at beside it.
LIMITS = (
    Uncovered(section="15 CFR 734.4(b)", says="encryption content is one question, not item by item"),
    Uncovered(section="15 CFR 734.20", says="releases that are no deemed reexports are asked for"),
    Uncovered(section="15 CFR 740.12(b)", says="supplement no. 2 to part 740 (donations) is not held"),
    Uncovered(
        section="15 CFR 740.20(b)(2)(viii)",
        says="software of 9D001 and 9D002 that STA does not carry is not told apart",
    ),
    Uncovered(
        section="15 CFR 740.24", says="the table of License Exception IEC is not in the CFR: asked for"
    ),
    Uncovered(
        section="15 CFR part 743",
        says="the Sensitive List is asked for; 743.2 (computers), 743.4 (arms), 743.9 (fabs) are not named",
    ),
    Uncovered(section="15 CFR part 745", says="schedules of chemicals are read by entry, not by chemical"),
    Uncovered(section="15 CFR part 747", says="special Iraq reconstruction licences are not decided"),
    Uncovered(
        section="15 CFR 748.15",
        says="validated end-users are found by name, legal form aside; limits of their items are asked for",
    ),
    Uncovered(
        section="15 CFR 754.6; 754.7", says="registration and petitions for short supply are procedures"
    ),
    Uncovered(
        section="15 CFR part 760", says="boycott conduct and its exceptions are asked for in three questions"
    ),
    Uncovered(section="22 CFR 120-130", says="ITAR jurisdiction is a fact that must be stated"),
    Uncovered(
        section="19 USC 1307; Pub. L. 117-78",
        says="the texts of the import bans are not held; whether an order covers the goods is asked for",
    ),
    Uncovered(
        section="law before 2025-01-29",
        says="the Commerce Control List and chart are held from that edition on; older answers ask; of other "
        "texts those are held whose documents are known (documents.tsv)",
    ),
)
_SECTION = re.compile(r"(?<![\d.])(7\d\d\.\d+)")


@cache
def _sections() -> dict[str, str]:
    text = resources.files("licet.law.us.ear.tables").joinpath("sections.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t", 1) for line in text.splitlines()[2:] if line)


@cache
def sections_without_rule() -> tuple[Uncovered, ...]:
    """Sections of parts 734 to 764 that no rule cites, with their official headings."""
    cited: set[str] = set()
    for rule in rule_book().rules:
        for text in (rule.citation, rule.doc, rule.says):
            cited.update(_SECTION.findall(text))
    return tuple(
        Uncovered(section=f"15 CFR {section}", says=heading)
        for section, heading in _sections().items()
        if section not in cited
    )


def not_covered() -> tuple[Uncovered, ...]:
    """All that no rule decides: the limits, then the sections that no rule cites."""
    return (*LIMITS, *sections_without_rule())


def as_markdown() -> str:
    """The page `docs/not-covered.md`."""
    lines = [
        "# Not covered",
        "",
        "Generated from the rule book by `licet law uncovered --markdown > docs/not-covered.md`; a test",
        "fails when it is stale. Every outcome of `licet determine` names these.",
        "",
        "## Limits",
        "",
        *(f"- {each.section}: {each.says}" for each in LIMITS),
        "",
        "## Sections of 15 CFR parts 734 to 764 that no rule cites",
        "",
        "Many of them give procedures or definitions and decide nothing by themselves.",
        "",
        *(f"- {each.section}: {each.says}" for each in sections_without_rule()),
    ]
    return "\n".join(lines) + "\n"
