"""The outcome of a determination, weakest to strongest: one word that a person can act on."""

from __future__ import annotations

import enum

__all__ = ["Verdict"]


class Verdict(enum.Enum):
    """What the law says about a trade on a day, on the stated facts.

    The order of the members is the lattice: several lines of one trade take the strongest.
    """

    NO_BIS_JURISDICTION = "not an act that the EAR regulates"
    NOT_SUBJECT_TO_EAR = "not subject to the EAR by any route"
    NO_LICENSE_REQUIRED = "no licence required: every rule was asked and none requires one"
    NO_LICENSE_REQUIRED_WITH_CONDITIONS = "no licence required, but something must be done"
    NEEDS_FACTS = "a missing fact could change the answer"
    EXCEPTION_MAY_APPLY = "a licence is required unless an exception that is not foreclosed applies"
    LICENSE_REQUIRED = "a licence is required"
    PROHIBITED = "prohibited: no licence exception can cure it"

    @property
    def rank(self) -> int:
        """Place in the lattice, 0 the weakest."""
        return _RANK[self]

    @property
    def is_clean(self) -> bool:
        """Whether the trade may go ahead with no licence and nothing left to find out."""
        return self.rank <= Verdict.NO_LICENSE_REQUIRED_WITH_CONDITIONS.rank


_RANK = {verdict: rank for rank, verdict in enumerate(Verdict)}
