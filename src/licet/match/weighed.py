"""A hit by name, with what stands beside the name weighed in."""

from __future__ import annotations

from typing import Final

import numpy as np

from licet.core.trade import Party
from licet.match.beside import beside_name
from licet.match.hit import Hit
from licet.match.policy import Policy, Verdict
from licet.match.score import score_of

__all__ = ["weigh_beside"]

_ORDER: Final = {Verdict.NO_MATCH: 0, Verdict.REVIEW: 1, Verdict.MATCH: 2}

#: The rank signal from which an exact strong identifier lifts any hit.
_DECIDED: Final = 5.0


def weigh_beside(party: Party, hit: Hit, policy: Policy) -> Hit:
    """The hit with country, birth dates, identifiers and addresses weighed in.

    A bare address on a list covers whoever is there, so there the address is all that counts.
    """
    found = beside_name(party, hit.record)
    rank = hit.rank + found.points
    if found.decides:
        rank = max(rank, _DECIDED)
    score = float(score_of(np.float64(rank)))
    verdict = policy.verdict(score, hit.kind)
    if found.points >= 0 and _ORDER[hit.verdict] > _ORDER[verdict]:
        verdict = hit.verdict  # named outright, and nothing speaks against it
    place = next((e for e in found.evidence if e.feature == "address"), None)
    if place is not None and policy.addresses:
        bare = not (hit.record.get("names") or hit.record.get("weak_names"))
        whole = place.how == "same address"
        if bare:
            score = max(score, place.rarity if whole else policy.thresholds(hit.kind).review)
            rank = max(rank, 4.0 * place.rarity if whole else 0.5)
            verdict = Verdict.MATCH if whole and place.rarity > 0.8 else Verdict.REVIEW
        elif whole and verdict is Verdict.NO_MATCH:
            # another name at a listed party's address: somebody must look
            limit = policy.thresholds(hit.kind).review
            score, verdict = max(score, limit), Verdict.REVIEW
    return hit.weighed(rank, score, verdict, found.evidence)
