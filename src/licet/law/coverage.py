"""What is covered and what is not: sections of the EAR against the citations of the rule book.

The list of sections is a fact of the regulation; which of them a rule cites is computed. What is left is
"not covered", and every outcome says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from licet.law.book import rule_book

__all__ = ["UNCOVERED", "Uncovered", "sections_without_rule"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncovered:
    """A piece of the law that licet does not decide.

    Attributes:
        section: where it stands.
        says: what it is about, and what that means for an answer.
    """

    section: str
    says: str


#: Known limits, by hand: what a reader of an outcome must look at beside it.
UNCOVERED = (
    Uncovered(
        section="15 CFR 734.4(b)", says="encryption content is asked as one question, not item by item"
    ),
    Uncovered(
        section="15 CFR 734.20",
        says="releases to foreign nationals that are no deemed reexports are asked for",
    ),
    Uncovered(section="15 CFR 736, Supplements 1 and 2", says="General Orders 4 to 6 are not rules here"),
    Uncovered(section="15 CFR 742.10, .12, .16, .20", says="reserved in the held editions"),
    Uncovered(section="15 CFR part 743", says="special reporting is not computed"),
    Uncovered(section="15 CFR 744.7", says="supplies for foreign vessels and aircraft are not decided"),
    Uncovered(
        section="15 CFR 744.19",
        says="a party under State sanctions is named beside the answer; the statutes are not told apart",
    ),
    Uncovered(section="15 CFR part 745", says="Chemical Weapons Convention notifications are not computed"),
    Uncovered(section="15 CFR part 747", says="reconstruction of Iraq special licences are not decided"),
    Uncovered(
        section="15 CFR part 748, Supplement No. 8 to part 748 VEU", says="validated end-users are not joined"
    ),
    Uncovered(section="15 CFR part 754", says="short supply controls are asked for, not decided"),
    Uncovered(section="15 CFR part 760", says="antiboycott rules are not decided"),
    Uncovered(section="22 CFR 120-130", says="ITAR jurisdiction is a fact that must be stated"),
    Uncovered(
        section="law before 2025-01-29",
        says="the Commerce Control List and chart are held from that edition on",
    ),
)
_SECTION = re.compile(r"(7[34]\d\.\d+)")


@cache
def sections_without_rule(sections: tuple[str, ...]) -> tuple[str, ...]:
    """Those of some sections (`744.21`) that no rule cites."""
    cited = {found for rule in rule_book().rules for found in _SECTION.findall(rule.citation)}
    return tuple(section for section in sections if section not in cited)
