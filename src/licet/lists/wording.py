"""The two free-text cells of the Entity List and the MEU List, read into codes by a grammar.

    requirement = scope { carve-out | condition | cites | named exception | territory | misplaced policy }
    policy      = { clause } [ cites ]  |  cites
    clause      = verb [ "for" scope { "and for" scope } ] [ "apart from" ... "case-by-case" ]

The reader consumes: each rule takes the words it understands from the front, and whatever is left
over at the end makes the cell UNPARSED ("all items, policy unknown"), never a best guess. A footnote
digit counts only where the cell puts one: behind a 734.9 cite, or behind "EAR".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from licet.core.listing import Clause, ItemScope, Requirement, ReviewPolicy, Verb
from licet.lists.wording_policy import in_reading_order, policy_of
from licet.lists.wording_requirement import CARVE_OUT_AREA, draft_requirement

__all__ = ["CARVE_OUT_AREA", "Cells", "read_cells", "read_policy", "read_requirement"]

_UNREADABLE_POLICY = ReviewPolicy(clauses=(Clause(verb=Verb.UNPARSED),))
_UNREADABLE_REQUIREMENT = Requirement(scope=ItemScope.UNPARSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """What two cells say.

    Attributes:
        requirement: coded; scope UNPARSED when the cell was not wholly understood.
        policy: coded; one UNPARSED clause when the cell was not wholly understood.
        left: the cells that could not be read, whole; empty when all was read, or nothing stood there.
    """

    requirement: Requirement
    policy: ReviewPolicy
    left: str = ""

    @property
    def is_read(self) -> bool:
        """Whether both cells were wholly understood."""
        return self.requirement.scope is not ItemScope.UNPARSED and self.policy.is_readable


def read_requirement(cell: str) -> Requirement:
    """The licence-requirement cell as codes; scope UNPARSED when a word of it is not understood."""
    draft = draft_requirement(cell)
    return _UNREADABLE_REQUIREMENT if draft is None else draft.finish()


def read_policy(cell: str) -> ReviewPolicy:
    """The review-policy cell as ordered clauses; one UNPARSED clause when a word is not understood."""
    return policy_of(cell) or _UNREADABLE_POLICY


@lru_cache(maxsize=1024)
def read_cells(requirement: str, policy: str) -> Cells:
    """Both cells of a row, with the one repair that needs both: columns that were swapped.

    A policy clause that was put in the requirement cell joins the policy; cells that only make sense
    the other way round are read that way and flagged COLUMNS_SWAPPED.
    """
    draft, review = draft_requirement(requirement), policy_of(policy)
    if draft is None and review is None:
        draft, review = draft_requirement(policy), policy_of(requirement)
        if draft is None or review is None:
            return Cells(
                requirement=_UNREADABLE_REQUIREMENT,
                policy=_UNREADABLE_POLICY,
                left=" | ".join(cell for cell in (requirement.strip(), policy.strip()) if cell),
            )
        draft.flags.append("COLUMNS_SWAPPED")
    left = " | ".join(cell.strip() for cell, read in ((requirement, draft), (policy, review)) if read is None)
    if draft is not None and draft.misplaced and review is not None:
        review = replace(review, clauses=in_reading_order([*draft.misplaced, *review.clauses]))
    return Cells(
        requirement=_UNREADABLE_REQUIREMENT if draft is None else draft.finish(),
        policy=review or _UNREADABLE_POLICY,
        left=left,
    )
