"""One entry of one government list, as coded facts.

A list hit is a question, not an answer: what it means depends on the entry's item scope, the
party's role, the day, the carve-outs and the programme. All of that is here as codes; a source's
prose is not. What a reader could not code is UNPARSED, and reads as "all items, policy unknown".
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date

from licet.core.cite import Citation
from licet.core.period import ALWAYS, Period
from licet.core.trade import Party

__all__ = [
    "Clause",
    "Ground",
    "ItemScope",
    "Listing",
    "PolicyScope",
    "Requirement",
    "ReviewPolicy",
    "Verb",
    "Version",
]


class ItemScope(enum.Enum):
    """Which items an entry's licence requirement reaches."""

    ALL_EAR = "all items subject to the EAR"
    SUPP2_PART744 = "items in supplement no. 2 to part 744"
    CCL_OR_SUPP7_EAR99 = "items on the CCL, and EAR99 items in supplement no. 7 to part 746"
    CCL_OR_SUPP7 = "items on the CCL or in supplement no. 7 to part 746"
    CCL = "items on the CCL"
    UNPARSED = "not readable: taken as all items"


class Verb(enum.Enum):
    """A licence review policy, strictest first; BY_REFERENCE must be resolved or shown as such."""

    POLICY_DENIAL = "policy of denial"
    PRESUMPTION_DENIAL = "presumption of denial"
    CASE_BY_CASE = "case-by-case review"
    PRESUMPTION_APPROVAL = "presumption of approval"
    GENERAL_APPROVAL = "general policy of approval"
    BY_REFERENCE = "as the cited section says"
    UNPARSED = "not readable: policy unknown"


class PolicyScope(enum.Enum):
    """The items or uses one clause of a review policy speaks of."""

    ALL = "all items"
    OTHERWISE = "all other items"
    CCL = "items on the CCL"
    EAR99 = "EAR99 items"
    ECCNS = "the named ECCNs"
    EAR99_NOTE_1A995 = "EAR99 items described in the note to ECCN 1A995"
    NOT_ECCNS = "items other than the named ECCNs"
    INFECTIOUS_DISEASE = "items to detect, identify and treat infectious disease"
    FOOD_MEDICINE_EAR99 = "food and medicine designated EAR99"
    USG_ISS = "items for US Government support of the International Space Station"
    USG_SPACE = "items for US Government space cooperation"
    CIVIL_AVIATION_SAFETY = "items for the safety of civil aviation"
    TELECOM_CAT5 = "telecommunications items of category 5"
    CCD = "consumer communications devices of 15 CFR 740.19"
    FAB_200MM = "items to produce 200 mm wafers at a 200 mm facility"
    UNIQUE_10NM = "items uniquely required at 10 nanometres and below"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One branch of a review policy: this policy, for these items.

    `eccns` are the items where the scope is ECCNS or NOT_ECCNS; elsewhere only named as among them.
    """

    verb: Verb
    scope: PolicyScope = PolicyScope.ALL
    eccns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPolicy:
    """How an application would be reviewed: the first clause whose scope covers the item governs.

    Attributes:
        clauses: ordered branches; named scopes before "all other items".
        sections: sections of 15 CFR that the policy names or refers to.
    """

    clauses: tuple[Clause, ...] = ()
    sections: tuple[str, ...] = ()

    @property
    def is_readable(self) -> bool:
        """Whether every clause was understood."""
        return bool(self.clauses) and all(clause.verb is not Verb.UNPARSED for clause in self.clauses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """Which items need a licence, and under which paragraphs.

    Attributes:
        scope: the items.
        carve_outs: codes of what is taken out of the scope (`OFAC_GL_1B`, `JV_A1_OUTSIDE_COORDINATES`).
        carve_out_hs: Harmonized System codes that the carve-out `HS_LIST_ENERGY` names.
        conditions: codes of what must be so for the requirement to bite (`END_USE_746.8(a)(4)_PROJECT`).
        sections: sections of 15 CFR cited (`744.11`, `746.8(a)(3)`).
        footnotes: Entity List footnotes 1, 3, 4, 5 that widen "subject to the EAR"; 2 narrows it.
        inferred_footnotes: those not printed but following from a cited section.
        exceptions: licence exceptions that the entry itself leaves open (`GOV 740.11(b)(2)`).
        flags: oddities to show: `AMBIGUOUS` (read strictly), `WORLDWIDE`, `COLUMNS_SWAPPED`, `INHERITED`,
            `INFERRED` (footnotes), `FOOTNOTE_MISSING` (734.9(e) cited, which footnote is not printed),
            `RUSSIA_WITHOUT_CRIMEA`, `POLICY_IN_REQUIREMENT_CELL`.
    """

    scope: ItemScope
    carve_outs: tuple[str, ...] = ()
    carve_out_hs: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    footnotes: tuple[int, ...] = ()
    inferred_footnotes: tuple[int, ...] = ()
    exceptions: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Why the party is listed: a section, a programme tag, a sublist, with a short code of ours."""

    code: str
    cite: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a listing required in one period.

    Attributes:
        period: the days; `start` None means "before the first edition that licet holds".
        requirement: coded requirement; None when the sources do not say what held then.
        policy: coded policy; None when the sources do not say.
        cites: documents that made this version.
    """

    period: Period
    requirement: Requirement | None = None
    policy: ReviewPolicy | None = None
    cites: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One entry of one list, with everything needed to judge a hit on it.

    Attributes:
        id: stable across editions: `<list>:<slug>`; never a source's own changing hash.
        list: list id (`us-bis-entity-list`).
        party: names, kind, countries, addresses, identifiers.
        period: listed from (included) to (excluded); start None when the day is not known.
        earlier: periods before `period` in which it was listed too; one that is not confirmed is not known.
        versions: requirement and policy by period, oldest first; empty for lists without them.
        grounds: why listed.
        programmes: the list's own programme tags (`SDGT`, `RUSSIA-EO14024`).
        measures: codes of what being listed means (`core.measure`); empty where the list as a whole says it.
        cites: the Federal Register history, oldest first, each with its day where stated.
        address_only: the entry is an address: any party there is covered (89 FR 51644).
        source_ref: where in the source document (row, line, id) it stands.
        notes: short codes of ours (`SOURCE_CONFLICT`, `INHERITED_REQUIREMENT`), never prose.
        source_note: what could not be coded, whole; empty when all was read.
    """

    id: str
    list: str
    party: Party
    period: Period = ALWAYS
    earlier: tuple[Period, ...] = ()
    versions: tuple[Version, ...] = ()
    grounds: tuple[Ground, ...] = ()
    programmes: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    cites: tuple[Citation, ...] = ()
    address_only: bool = False
    source_ref: str = ""
    notes: tuple[str, ...] = ()
    source_note: str = ""

    def version_on(self, on: date) -> Version | None:
        """What the listing required on a day; None when nothing is held for it."""
        return next((version for version in self.versions if on in version.period), None)
