"""The licence-requirement cell, consumed part by part after its scope."""

from __future__ import annotations

import re

from licet.core.listing import Clause, ItemScope, PolicyScope, Requirement, Verb
from licet.lists.wording_scan import SEE, Cites, Scanner, take_cites

__all__ = ["CARVE_OUT_AREA", "Draft", "draft_requirement"]

#: The rectangle outside of which `JV_A1_OUTSIDE_COORDINATES` takes items out: north-west, south-east corner.
CARVE_OUT_AREA = (("26°4'48.931\"N", "104°31'41.383\"E"), ("0°0'0.00\"N", "123°19'22.225\"E"))


_SCOPES = (
    (
        re.compile(
            r"(?:for )?all items subject to (?:the )?ear (?:having a classification other than ear99"
            r"|except ear99(?: items)?|listed on the ccl)"
            r"|(?:for )?(?:all )?items (?:listed )?on the ccl(?! and)"
        ),
        ItemScope.CCL,
        "",
    ),
    (re.compile(r"(?:for )?all items subject to (?:the )?ear(?![a-z0-9])"), ItemScope.ALL_EAR, ""),
    (
        re.compile(r"for any item subject to the ear listed in supplement no\. 2 to part 744"),
        ItemScope.SUPP2_PART744,
        "",
    ),
    (
        re.compile(
            r"for items on the ccl and ear99 items listed in supplement no\. 7 to part 746( of the ear)?"
        ),
        ItemScope.CCL_OR_SUPP7_EAR99,
        "",
    ),
    # "on the CCL and listed in supplement no. 7" is read as either, the stricter reading.
    (
        re.compile(r"for items on the ccl and listed in supplement no\. 7 to part 746( of the ear)?"),
        ItemScope.CCL_OR_SUPP7,
        "AMBIGUOUS",
    ),
)
_PROJECT = re.compile(r"when used in projects specified in (?=§)")
_OFAC_LICENCE = re.compile(
    r"apart from items that are related to transactions that are authorized by the department of the"
    r" treasury's office of foreign assets control pursuant to general license no\. (?P<number>\d+[a-z]?)"
    r" of [a-z]+ \d{1,2}, \d{4}"
)
_CRIMEA = re.compile(
    r'russia does not include the "crimea region of ukraine," as that term is defined in section 8\(d\)'
    r" of e\.o\. 13685"
)
_UAV = re.compile(
    r"except for ear99-designated technology for the operation, maintenance, or repair of unmanned aerial"
    r" vehicles \(uav\) released to this entity by the operator of the uav"
)
_HS_LIST = re.compile(
    r"except for: crude oil, condensates, aromatics, natural gas liquids, hydrocarbon gas liquids, natural"
    r" gas plant liquids, refined petroleum products, liquefied natural gas, natural gas, synthetic natural"
    r" gas, and compressed natural gas under the following harmonized system \(hs\) codes:"
    r" (?P<codes>\d{4,10}(?:, \d{4,10})*)"
)
_JOINT_VENTURE = re.compile(
    r"or items required for the continued operation of joint ventures with persons from countries in country"
    r" group a:1 in supplement no\. 1 to part 740 of the ear not operating in any body of water, or the"
    r" airspace above any body of water, within the following coordinates:"
    r" upper left: 26°4'48\.931\"? ?n 104°31'41\.383\"? ?e;?"
    r" upper right: 26°4'48\.931\"? ?n 123°19'22\.225\"? ?e;?"
    r" lower right: 0°0'0\.00\"? ?n 123°19'22\.225\"? ?e;?"
    r" lower left: 0°0'0\.00\"? ?n 104°31'41\.383\"? ?e"
)
_GOV = re.compile(r"this license requirement may be overcome by license exception gov under §? ?740\.11\(b\)")
_GOV_LIMITS = (
    (re.compile(r"\(2\) and \(?e\)?"), "GOV 740.11(b)(2) and (e)"),
    (
        re.compile(r" when used by the u\.s\.? geological survey"),
        "GOV 740.11(b) for the USGS",
    ),
)
_WORLDWIDE = re.compile(
    r"the license requirements under this entry also extend to any export, reexport and transfer"
    r" \(in-country\) to the entity wherever located worldwide"
)
_MISPLACED_POLICY = re.compile(r"with case-by-case basis for items listed on the ccl")
_STRAY_OF_EAR = re.compile(r"of the ear(?= |[.,;)]|$)")
_EAR_MARK = re.compile(r" ?\)? ?(?P<digit>[1-5])(?=$|[ .,)])")

#: Which footnote a product rule of 734.9 belongs to, where the printed mark is missing.
_FOOTNOTE_OF = {"734.9(e)(1)": 1, "734.9(g)": 3, "734.9(e)(2)": 4, "734.9(e)(3)": 5}


class Draft:
    """A requirement while its cell is being consumed."""

    def __init__(self, scope: ItemScope, flag: str) -> None:
        self.scope = scope
        self.flags: list[str] = [flag] if flag else []
        self.carve_outs: list[str] = []
        self.carve_out_hs: tuple[str, ...] = ()
        self.conditions: list[str] = []
        self.sections: list[str] = []
        self.footnotes: list[int] = []
        self.exceptions: list[str] = []
        self.misplaced: list[Clause] = []

    def add_cites(self, cites: Cites) -> None:
        """Take over sections and footnotes, each once."""
        self.sections += [section for section in cites.sections if section not in self.sections]
        self.footnotes += [mark for mark in cites.footnotes if mark not in self.footnotes]

    def finish(self) -> Requirement:
        """The requirement, with the footnotes that its sections imply."""
        implied = {_FOOTNOTE_OF[section] for section in self.sections if section in _FOOTNOTE_OF}
        inferred = tuple(sorted(implied - set(self.footnotes)))
        if "734.9(e)" in self.sections and not self.footnotes:
            self.flags.append("FOOTNOTE_MISSING")
        if inferred:
            self.flags.append("INFERRED")
        return Requirement(
            scope=self.scope,
            carve_outs=tuple(self.carve_outs),
            carve_out_hs=self.carve_out_hs,
            conditions=tuple(self.conditions),
            sections=tuple(self.sections),
            footnotes=tuple(sorted(self.footnotes)),
            inferred_footnotes=inferred,
            exceptions=tuple(self.exceptions),
            flags=tuple(self.flags),
        )


def _take_part(scanner: Scanner, draft: Draft) -> bool:
    """One part of a requirement after its scope; False when no rule knows what comes next."""
    if scanner.take(SEE) or scanner.rest.startswith("§"):
        cites = take_cites(scanner)
        if cites is not None:
            draft.add_cites(cites)
        return cites is not None
    if scanner.take(_PROJECT):
        cites = take_cites(scanner)
        if cites is None or cites.sections != ("746.8(a)(4)",):
            return False
        draft.add_cites(cites)
        draft.conditions.append("END_USE_746.8(a)(4)_PROJECT")
        return True
    if found := scanner.take(_OFAC_LICENCE):
        draft.carve_outs.append(f"OFAC_GL_{found['number'].upper()}")
        return True
    if scanner.take(_CRIMEA):
        draft.flags.append("RUSSIA_WITHOUT_CRIMEA")
        return True
    if scanner.take(_UAV):
        draft.carve_outs.append("EAR99_TECH_UAV_OPERATOR")
        return True
    if found := scanner.take(_HS_LIST):
        draft.carve_outs.append("HS_LIST_ENERGY")
        draft.carve_out_hs = tuple(dict.fromkeys(found["codes"].split(", ")))
        return True
    if scanner.take(_JOINT_VENTURE):
        draft.carve_outs.append("JV_A1_OUTSIDE_COORDINATES")
        return True
    if scanner.take(_GOV):
        limit = next((code for pattern, code in _GOV_LIMITS if scanner.take(pattern)), None)
        if limit is not None:
            draft.exceptions.append(limit)
        return limit is not None
    if scanner.take(_WORLDWIDE):
        draft.flags.append("WORLDWIDE")
        return True
    if scanner.take(_MISPLACED_POLICY):
        draft.flags.append("POLICY_IN_REQUIREMENT_CELL")
        draft.misplaced.append(Clause(verb=Verb.CASE_BY_CASE, scope=PolicyScope.CCL))
        return True
    return False


def draft_requirement(cell: str) -> Draft | None:
    """The cell's parts; None when a word of it is not understood."""
    scanner = Scanner(cell)
    draft = next((Draft(scope, flag) for pattern, scope, flag in _SCOPES if scanner.take(pattern)), None)
    if draft is None:
        return None
    if mark := scanner.take(_EAR_MARK):
        draft.footnotes.append(int(mark["digit"]))
    scanner.skip_filler()
    while scanner.rest:
        if scanner.take(_STRAY_OF_EAR):
            # "(See § 744.11) of the EAR)": the words belong to the cite before.
            scanner.skip_filler()
            continue
        if not _take_part(scanner, draft):
            return None
        scanner.skip_filler()
    return draft
