"""The rules on covered equipment, each with its clause and the days on which it holds.

Section 889 names five producers and, for three of them, purposes; the FCC's Covered List has entries by
day; section 1656 speaks of defense missions; section 5949 of semiconductors, from a later day. What a
record cannot tell (the purpose, whether a part is essential) stays an open question on each finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from licet.core.answer import Answer, Question, all_of, unknown, yes
from licet.core.period import Period, as_day
from licet.gear.facts import load, rows

__all__ = [
    "Applied",
    "EditionChange",
    "Rule",
    "applied",
    "category_rules",
    "diff_editions",
    "editions",
    "rules",
    "rules_on",
]

_QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        "purpose": "is it used for public safety, security of Government facilities, physical security"
        " surveillance of critical infrastructure, or another national security purpose?",
        "component": "is it a substantial or essential component of a system, or critical technology in one?",
        "exception": "does an exception of FAR 52.204-25(c) or a waiver under FAR 4.2104 apply?",
        "mission": "does it serve a covered mission (nuclear deterrence, homeland defense)?",
        "product": "what is it: telecommunications, video surveillance, or something else?",
        "origin": "in which country was it produced?",
        "approval": "does it hold a Conditional Approval, or another exception of the entry?",
        "integrated": "does it contain the named software?",
    }
)
_LIMB_TELECOM, _LIMB_VIDEO = "(a)(1)", "(a)(2)"
_TELECOM = ("telecommunications",)
_BOTH = ("video surveillance", "telecommunications")
_FIVE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"huawei": _TELECOM, "zte": _TELECOM, "hytera": _BOTH, "hikvision": _BOTH, "dahua": _BOTH}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One prohibition or list entry.

    Attributes:
        id: stable short name.
        title: what it forbids, in words.
        law: the statute.
        clause: the clause or paragraph to cite; the statute's section where no clause is held.
        period: the days on which it holds; `confirmed` False when its first day rests on reports.
        forbids: `procure`, `use`, `grant`, `defense`, `semiconductor` or `authorise`.
        products: product classes it reaches for each maker id; the key `*` for every maker.
        opens: keys of the questions that a record cannot answer.
    """

    id: str
    title: str
    law: str
    clause: str
    period: Period
    forbids: str
    products: Mapping[str, tuple[str, ...]]
    opens: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A rule on one device: its answer is yes only when nothing is left to ask."""

    rule: Rule
    cite: str
    answer: Answer
    is_product_certain: bool


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, section 889 first, then the others, then the FCC's entries in order of their day."""
    found: list[Rule] = []
    for row in rows("provisions"):
        products = {
            maker: ("semiconductor",)
            if row["forbids"] == "semiconductor"
            else _FIVE[maker]
            if row["id"].startswith("s889")
            else _TELECOM
            for maker in row["makers"].split("|")
        }
        found.append(
            Rule(
                id=row["id"],
                title=row["title"],
                law=f"{row['law']}, section {row['section']}",
                clause=row["clause"] or f"{row['law']}, section {row['section']}",
                period=Period(
                    start=as_day(row["start"]),
                    end=as_day(row["end"]) if row["end"] else None,
                    by=row["by"],
                    confirmed=row["confirmed"] == "yes",
                ),
                forbids=row["forbids"],
                products=MappingProxyType(products),
                opens=tuple(row["open"].split()),
            )
        )
    for row in rows("fcc_covered"):
        classes = tuple(part for part in row["products"].split("|") if part)
        makers = tuple(part for part in row["makers"].split("|") if part) or ("*",)
        found.append(
            Rule(
                id=row["id"],
                title=f"FCC Covered List: {row['entry']}",
                law="47 USC 1601",
                clause="47 CFR 1.50002(b)",
                period=Period(start=as_day(row["since"]), by="FCC Covered List"),
                forbids="authorise",
                products=MappingProxyType(dict.fromkeys(makers, classes)),
                opens=tuple(row["open"].split()),
            )
        )
    return tuple(found)


def rules_on(on: date) -> tuple[Rule, ...]:
    """The rules that hold on a day."""
    return tuple(rule for rule in rules() if on in rule.period)


@cache
def applied(maker: str, product: str, on: date) -> tuple[Applied, ...]:
    """The rules that reach equipment of a maker on a day, with what is still open about each.

    Args:
        maker: maker id of `data/makers.tsv`.
        product: product class; empty when not known, which the rule leaves open.
        on: the day.
    """
    found: list[Applied] = []
    for rule in rules_on(on):
        products = rule.products.get(maker, ())
        if not products:
            continue
        found.append(_apply(rule, maker, product, products))
    return tuple(found)


def category_rules(kind_words: str, on: date) -> tuple[Applied, ...]:
    """The FCC entries that name a kind of equipment, whoever made it (routers, uncrewed aircraft)."""
    return tuple(
        _apply(rule, "", kind_words, (kind_words,))
        for rule in rules_on(on)
        if kind_words in rule.products.get("*", ())
    )


def _apply(rule: Rule, maker: str, product: str, products: tuple[str, ...]) -> Applied:
    name = load().makers[maker].name if maker else "a maker abroad"
    parts: list[Answer] = [yes(f"produced by {name}") if maker else _ask("origin")]
    certain = product in products
    parts.append(yes(f"it is {product} equipment") if certain else _ask("product"))
    opens = list(rule.opens)
    limb = ""
    if rule.id.startswith("s889"):
        limb = _LIMB_TELECOM if products == _TELECOM else _LIMB_VIDEO
        if limb == _LIMB_VIDEO:
            opens.insert(0, "purpose")
    parts += [_ask(key) for key in opens if not (key == "origin" and not maker)]
    cite = rule.clause
    if limb:
        where = "2 CFR 200.216(b)" if rule.id == "s889-grants" else "48 CFR 52.204-25(a)"
        number = limb[3:]
        cite = f"{rule.clause}; {where}, covered equipment {number}"
    elif rule.forbids == "authorise":
        cite = f"{rule.clause}; Covered List entry of {rule.period.start}"
    return Applied(
        rule=rule,
        cite=cite,
        answer=all_of(*parts, says=rule.title, cites=(rule.clause,)),
        is_product_certain=certain or not product,
    )


def _ask(key: str) -> Answer:
    return unknown(_QUESTIONS[key], ask=Question(id=f"equipment.{key}", text=_QUESTIONS[key]))


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionChange:
    """One difference between two editions of the FCC's page.

    Attributes:
        what: `added`, `removed` or `changed`.
        section: `entry`, `approval uas`, `approval router` or `import prohibition`.
        entry: the row as the page names it.
        since: its day.
        before: what the older edition stated, where that is the change.
        after: what the newer edition states.
    """

    what: str
    section: str
    entry: str
    since: str
    before: str = ""
    after: str = ""


def editions() -> tuple[str, ...]:
    """The days of the editions that are held, oldest first."""
    return tuple(sorted({row["edition"] for row in rows("fcc_editions")}))


def diff_editions(older: str, newer: str) -> tuple[EditionChange, ...]:
    """What changed on the FCC's page between two held editions."""
    before, after = _edition(older), _edition(newer)
    changes = [
        EditionChange(what="added", section=key[0], entry=key[1], since=key[2], after=_until(row))
        for key, row in after.items()
        if key not in before
    ]
    changes += [
        EditionChange(what="removed", section=key[0], entry=key[1], since=key[2], before=_until(row))
        for key, row in before.items()
        if key not in after
    ]
    changes += [
        EditionChange(
            what="changed",
            section=key[0],
            entry=key[1],
            since=key[2],
            before=_until(before[key]),
            after=_until(row),
        )
        for key, row in after.items()
        if key in before and (row["until"], row["updated"]) != (before[key]["until"], before[key]["updated"])
    ]
    return tuple(changes)


def _edition(day: str) -> dict[tuple[str, str, str], dict[str, str]]:
    return {
        (row["section"], row["what"], row["since"]): row
        for row in rows("fcc_editions")
        if row["edition"] == day
    }


def _until(row: dict[str, str]) -> str:
    if not row["section"].startswith("approval"):
        return f"updated {row['updated'].replace(',', ', ')}" if row["updated"] else ""
    return f"until {row['until']}" if row["until"] else "no end day stated"
