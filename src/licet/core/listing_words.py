"""Requirement and policy codes back as a sentence of ours, for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from licet.core.listing import Clause, ItemScope, PolicyScope, Requirement, ReviewPolicy, Verb

__all__ = ["FLAG_WORDS", "NOTE_WORDS", "describe_clause", "describe_policy", "describe_requirement"]

_CARVE_OUTS: Mapping[str, str] = MappingProxyType(
    {
        "OFAC_GL_11": "items for transactions authorized by OFAC General License 11",
        "OFAC_GL_1B": "items for transactions authorized by OFAC General License 1B",
        "HS_LIST_ENERGY": "the listed oil and gas commodities",
        "JV_A1_OUTSIDE_COORDINATES": (
            "items to keep joint ventures with Country Group A:1 persons running outside the stated sea area"
        ),
        "EAR99_TECH_UAV_OPERATOR": "EAR99 technology that a UAV's operator releases to run or repair it",
    }
)
_CONDITIONS: Mapping[str, str] = MappingProxyType(
    {"END_USE_746.8(a)(4)_PROJECT": "only when used in a project of 15 CFR 746.8(a)(4)"}
)
_FOOTNOTES: Mapping[int, str] = MappingProxyType(
    {
        1: "footnote 1: with foreign-made items of 15 CFR 734.9(e)(1)",
        2: "footnote 2: without vulnerability disclosure to Huawei",
        3: "footnote 3: with foreign-made items of 15 CFR 734.9(g)",
        4: "footnote 4: with foreign-made items of 15 CFR 734.9(e)(2)",
        5: "footnote 5: with foreign-made items of 15 CFR 734.9(e)(3)",
    }
)
#: What each flag of a requirement tells a reader.
FLAG_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "AMBIGUOUS": "the entry's wording has two readings; the stricter is taken",
        "WORLDWIDE": "the entry reaches the party wherever it is",
        "COLUMNS_SWAPPED": "the source has the two columns the wrong way round",
        "INHERITED": "the row's own cells are empty; taken from the entry above it",
        "INFERRED": "the footnote mark is missing and follows from the section cited",
        "FOOTNOTE_MISSING": "15 CFR 734.9(e) is cited and the entry does not say which footnote",
        "RUSSIA_WITHOUT_CRIMEA": "Russia does not include Crimea here",
        "POLICY_IN_REQUIREMENT_CELL": "part of the policy stands in the requirement column",
        "CITATION_GLUED": "a Federal Register citation stands in the policy column",
        "CORRECTED": "a misprint of the source is corrected",
    }
)


#: What notes on the other governments' listings tell a reader.
NOTE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "LISTED_AGAIN": (
            "the name was listed before, left the list, and came back; the list does not say when each "
            "name left"
        ),
        "SUPERSEDED_SOURCE": "from a list that is closed: look at the list that has replaced it",
        "START_NOT_READ": "since when it is listed could not be read",
        "COUNTRY_NOT_READ": "the source's country is a region or a group and is not read",
    }
)


def _listed(words: Iterable[str]) -> str:
    """`a, b and c`."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def describe_requirement(requirement: Requirement) -> str:
    """What needs a licence, in one sentence."""
    if requirement.scope is ItemScope.UNPARSED:
        return "the entry's licence requirement could not be read; taken as all items subject to the EAR"
    parts = [requirement.scope.value]
    if requirement.carve_outs:
        outside = [_CARVE_OUTS.get(code, code) for code in requirement.carve_outs]
        parts[0] += f", except {_listed(outside)}"
    parts[0] += "".join(f", {_CONDITIONS.get(code, code)}" for code in requirement.conditions)
    footnotes = sorted({*requirement.footnotes, *requirement.inferred_footnotes})
    parts += [_FOOTNOTES.get(mark, f"footnote {mark}") for mark in footnotes]
    parts += [f"License Exception {code} is not excluded" for code in requirement.exceptions]
    parts += [FLAG_WORDS.get(flag, flag) for flag in requirement.flags]
    text = "; ".join(parts)
    return f"{text} (15 CFR {_listed(requirement.sections)})" if requirement.sections else text


def describe_clause(clause: Clause) -> str:
    """One branch of a policy: `case-by-case review for ECCNs 1A004.c and 1A995`."""
    if clause.verb in (Verb.BY_REFERENCE, Verb.UNPARSED):
        return str(clause.verb.value)
    match clause.scope:
        case PolicyScope.ECCNS:
            of = f"ECCN{'s' if len(clause.eccns) > 1 else ''} {_listed(clause.eccns)}"
        case PolicyScope.NOT_ECCNS:
            of = f"items not described in ECCN{'s' if len(clause.eccns) > 1 else ''} {_listed(clause.eccns)}"
        case PolicyScope.ALL if not clause.eccns:
            return str(clause.verb.value)
        case _:
            of = str(clause.scope.value)
            of += f" (ECCNs {_listed(clause.eccns)} among them)" if clause.eccns else ""
    return f"{clause.verb.value} for {of}"


def describe_policy(policy: ReviewPolicy) -> str:
    """How an application would be reviewed, in one sentence; named items before all others."""
    if not policy.is_readable:
        return "the entry's review policy could not be read; policy unknown"
    cited = _listed(policy.sections)
    if all(clause.verb is Verb.BY_REFERENCE for clause in policy.clauses):
        says = "say" if len(policy.sections) > 1 else "says"
        return f"as 15 CFR {cited} {says}" if cited else str(Verb.BY_REFERENCE.value)
    text = "; ".join(describe_clause(clause) for clause in policy.clauses)
    return f"{text} (15 CFR {cited})" if cited else text
