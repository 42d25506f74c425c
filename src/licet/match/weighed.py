"""A hit by name, with what stands beside the name weighed in."""

from __future__ import annotations

from typing import Final

import numpy as np

from licet.match.beside import Beside
from licet.match.explain import Evidence
from licet.match.hit import Hit
from licet.match.policy import Policy, Verdict
from licet.match.score import score_of

__all__ = ["on_campus", "weigh_beside"]

_ORDER: Final = {Verdict.NO_MATCH: 0, Verdict.REVIEW: 1, Verdict.MATCH: 2}

#: The rank signal from which an exact strong identifier lifts any hit.
_DECIDED: Final = 5.0
#: The rank signal of a party on the ground of a listed body: after those that are named.
_CAMPUS_RANK: Final = 0.5
#: Likeness of addresses from which they are one door.
_SAME_DOOR: Final = 0.8


def weigh_beside(found: Beside, hit: Hit, policy: Policy) -> Hit:
    """The hit with country, birth dates, identifiers and addresses weighed in.

    A bare address on a list covers whoever is there, so there the address is all that counts, however many share it.
    Elsewhere an address that many parties share (a formation agent's) is a hint and no hit of its own.
    """
    rank = hit.rank + found.points
    if found.decides:
        rank = max(rank, _DECIDED)
    score = hit.score if rank == hit.rank else float(score_of(np.float64(rank)))
    verdict = policy.verdict(score, hit.kind)
    if _ORDER[hit.verdict] > _ORDER[verdict]:  # named outright
        if found.points >= 0:
            verdict = hit.verdict
        elif hit.kind != "person" and all(each.feature == "country" for each in found.evidence):
            verdict = Verdict.REVIEW  # a body of that name in another country may be its branch
    place = next((e for e in found.evidence if e.feature == "address"), None)
    if place is not None and policy.addresses:
        bare = not (hit.record.get("names") or hit.record.get("weak_names"))
        whole = found.door > 0.0
        if bare:
            score = max(score, found.door if whole else policy.thresholds(hit.kind).review)
            rank = max(rank, 4.0 * found.door if whole else 0.5)
            verdict = Verdict.MATCH if found.door > _SAME_DOOR else Verdict.REVIEW
        elif whole and not found.common and verdict is Verdict.NO_MATCH:
            # another name at a listed party's address: somebody must look
            limit = policy.thresholds(hit.kind).review
            score, verdict = max(score, limit), Verdict.REVIEW
    return hit.weighed(rank, score, verdict, found.evidence)


def on_campus(hit: Hit, address: str, name: str) -> Hit:
    """The hit of a listed body on whose ground a party's address lies: somebody must look, whatever the party is called."""
    evidence = Evidence(
        feature="address",
        how="on the ground of a listed body",
        ours=(address,),
        theirs=(name,),
        rarity=0.8,
        favours=1,
    )
    score = min(hit.score, 0.9)
    return hit.weighed(min(hit.rank, _CAMPUS_RANK), score, Verdict.REVIEW, (*hit.beside, evidence))
