"""The review-policy cell: clauses of a verb and what it is for, in the order in which they are to be read."""

from __future__ import annotations

import re
from dataclasses import replace

from licet.core.listing import Clause, PolicyScope, ReviewPolicy, Verb
from licet.lists.wording_scan import SEE, Scanner, take_cites

__all__ = ["in_reading_order", "policy_of"]


_VERBS = (
    (re.compile(r"(?:general )?policy of denial"), Verb.POLICY_DENIAL),
    (re.compile(r"presumption of denial"), Verb.PRESUMPTION_DENIAL),
    (re.compile(r"case-by-case(?: review| basis| determination)?"), Verb.CASE_BY_CASE),
    (re.compile(r"presumption of approval"), Verb.PRESUMPTION_APPROVAL),
    (re.compile(r"general policy of approval"), Verb.GENERAL_APPROVAL),
)
_ECCN = r"\d[a-e]\d{3}(?:\.[a-z0-9]{1,2})*"
_ECCN_NEXT = re.compile(
    rf"(?:, (?:and |or )?|; (?:and |or )?| and | or )"
    rf"(?:(?P<eccn>{_ECCN})|(?P<paragraph>\.?[a-z](?:\.[a-z0-9]{{1,2}})*(?= to|,|;|$| and| or))"
    r"(?: to \.(?P<last>[a-z])(?![a-z]))?)"
)
_ECCN_FIRST = re.compile(rf"(?P<eccn>{_ECCN})")
_ITEMS = r"(?:all )?(?:items )?"
_POLICY_SCOPES = (
    (re.compile(r"all items subject to (?:the )?ear(?= to include| apart|[;.,]|$| see)"), PolicyScope.ALL),
    (re.compile(r"all items(?= to include| apart|[;.,]|$)"), PolicyScope.ALL),
    (re.compile(r"all other(?:s| items(?: subject to the ear)?)"), PolicyScope.OTHERWISE),
    (re.compile(rf"(?:{_ITEMS}(?:listed )?on the ccl|(?:all )?ccl items)"), PolicyScope.CCL),
    # The first form of the SMIC entries (85 FR 83416).
    (
        re.compile(
            r"items uniquely required for (?:the )?production of semiconductors at advanced technology nodes"
            r" \(10 nanometers and below, including extreme ultraviolet technology\)"
        ),
        PolicyScope.UNIQUE_10NM,
    ),
    (re.compile(r"ear99 items described in the note to eccn 1a995"), PolicyScope.EAR99_NOTE_1A995),
    (re.compile(r"food and medicine(?: designated as ear99)?"), PolicyScope.FOOD_MEDICINE_EAR99),
    (re.compile(r"ear99(?: items)?(?=[;.,]|$| see)"), PolicyScope.EAR99),
    (
        re.compile(r"items necessary to detect, identify,? and treat infectious disease"),
        PolicyScope.INFECTIOUS_DISEASE,
    ),
    (
        re.compile(
            r"(?:items for )?u\.s\. government supported use in the international space station(?: \(iss\))?"
        ),
        PolicyScope.USG_ISS,
    ),
    (re.compile(r"(?:items for )?u\.s\. government supported space programs"), PolicyScope.USG_SPACE),
    (
        re.compile(r"licenses for the safety of civil aviation(?: and the safe operation)? of aircraft"),
        PolicyScope.CIVIL_AVIATION_SAFETY,
    ),
    (
        re.compile(
            r"telecommunications infrastructure items described in category 5 part 1 or category 5 part 2"
        ),
        PolicyScope.TELECOM_CAT5,
    ),
    (re.compile(r"consumer communications devices identified in § ?740\.19"), PolicyScope.CCD),
    (
        re.compile(
            r"items designed for production of 200 ?mm wafers destined to a 200 ?mm wafer production facility"
        ),
        PolicyScope.FAB_200MM,
    ),
)
_ECCN_SCOPES = (
    (re.compile(r"items not described in eccns? "), PolicyScope.NOT_ECCNS),
    (re.compile(r"items described in eccns? "), PolicyScope.ECCNS),
    (re.compile(r"eccns? "), PolicyScope.ECCNS),
)
_FOR = re.compile(r" for ")
_AND_ANOTHER = re.compile(r",? and (?:for )?(?!presumption|policy|case-by-case)")
_TO_INCLUDE = re.compile(r" to include items described in eccns? ")
_APART = re.compile(r",? (?:apart from|except for) ")
_APART_END = re.compile(r",? which will be reviewed (?:on a )?case-by-case(?: basis)?")
_EXCEPT = re.compile(r" except (?=case-by-case)")
_CLAUSE_END = re.compile(r"[\s;.,]*(?:and (?=presumption|policy|case-by-case))?")
_MORE_PARAGRAPHS = re.compile(r" and \(?(?P<letter>[a-z])\)?(?![a-z])")
_MEU_REFERENCE = re.compile(
    r"the license application procedure and license review policy for entities specified in"
    r" supplement no\. 2 to part 744 is specified in (?=§)"
)


def _take_eccns(scanner: Scanner) -> tuple[str, ...]:
    """`3B001.a.4, .c, f.1.b.2, .k to .p; 3B002.c, or 3B994`: a bare paragraph belongs to the entry before."""
    found = scanner.take(_ECCN_FIRST)
    if found is None:
        return ()
    eccns = [_print_eccn(found["eccn"])]
    while more := scanner.take(_ECCN_NEXT):
        if more["eccn"]:
            eccns.append(_print_eccn(more["eccn"]))
            continue
        entry, paragraph = eccns[-1][:5], more["paragraph"].lstrip(".")
        last = more["last"] or ""
        if last and len(paragraph) == 1:
            eccns += [f"{entry}.{chr(code)}" for code in range(ord(paragraph), ord(last) + 1)]
        else:
            eccns.append(f"{entry}.{paragraph}")
    return tuple(eccns)


def _print_eccn(text: str) -> str:
    return text[:5].upper() + text[5:]


def _take_scopes(scanner: Scanner, verb: Verb) -> list[Clause]:
    """One or more scopes of the same verb; empty when the words are not known."""
    clauses: list[Clause] = []
    while True:
        for pattern, scope in _ECCN_SCOPES:
            if scanner.take(pattern):
                eccns = _take_eccns(scanner)
                if not eccns:
                    return []
                clauses.append(Clause(verb=verb, scope=scope, eccns=eccns))
                break
        else:
            plain = next((scope for pattern, scope in _POLICY_SCOPES if scanner.take(pattern)), None)
            if plain is None:
                return []
            clauses.append(Clause(verb=verb, scope=plain))
        if not scanner.take(_AND_ANOTHER):
            return clauses


def _take_clause(scanner: Scanner) -> list[Clause]:
    """A verb with what it is for; empty when the words are not known."""
    verb = next((verb for pattern, verb in _VERBS if scanner.take(pattern)), None)
    if verb is None:
        return []
    clauses = _take_scopes(scanner, verb) if scanner.take(_FOR) else [Clause(verb=verb)]
    if not clauses:
        return []
    if scanner.take(_TO_INCLUDE):
        eccns = _take_eccns(scanner)
        if not eccns:
            return []
        clauses = [replace(clauses[0], eccns=eccns)]
    if scanner.take(_APART):
        apart = _take_scopes(scanner, Verb.CASE_BY_CASE)
        if not apart or not scanner.take(_APART_END):
            return []
        return [*apart, *clauses]
    if scanner.take(_EXCEPT):
        exceptions = _take_clause(scanner)
        return [*exceptions, *clauses] if exceptions else []
    return clauses


def in_reading_order(clauses: list[Clause]) -> tuple[Clause, ...]:
    """Named scopes first; what speaks of everything comes last, as "all other items"."""
    everything = (PolicyScope.ALL, PolicyScope.OTHERWISE)
    named = [clause for clause in clauses if clause.scope not in everything]
    rest = [clause for clause in clauses if clause.scope in everything]
    if named:
        rest = [replace(clause, scope=PolicyScope.OTHERWISE) for clause in rest]
    return (*named, *rest)


def policy_of(cell: str) -> ReviewPolicy | None:
    """The cell as a policy; None when a word of it is not understood, or it contradicts itself."""
    scanner = Scanner(cell)
    clauses: list[Clause] = []
    sections: list[str] = []
    while scanner.rest:
        if scanner.take(_MEU_REFERENCE) or scanner.take(SEE) or scanner.rest.startswith("§"):
            cites = take_cites(scanner)
            if cites is None or cites.footnotes:
                return None
            sections += list(cites.sections)
            while more := scanner.take(_MORE_PARAGRAPHS):
                sections.append(f"{sections[-1].partition('(')[0]}({more['letter']})")
        else:
            found = _take_clause(scanner)
            if not found:
                return None
            clauses += found
        if not scanner.take(_CLAUSE_END) and scanner.rest:
            return None
    if sections and not clauses:
        clauses = [Clause(verb=Verb.BY_REFERENCE)]
    # Two different policies for everything contradict each other: nothing can be read from that.
    ordered = in_reading_order(clauses)
    if len([clause for clause in ordered if clause.scope in (PolicyScope.ALL, PolicyScope.OTHERWISE)]) > 1:
        return None
    if not ordered:
        return None
    return ReviewPolicy(clauses=ordered, sections=tuple(dict.fromkeys(sections)))
