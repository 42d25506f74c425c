"""What is odd in the ownership data that an answer rests on: said aloud, never put right in silence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from licet.core.fact import Share
from licet.owners.explain import words
from licet.owners.view import Doubt
from licet.owners.workings import Workings

__all__ = ["Finding", "findings_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something odd in the ownership data that a person should look at.

    Attributes:
        code: `over-100`, `repeated`, `contradicted`, `unrecorded`, `own-shares`, `note`.
        party: id of the party it is about.
        text: what it is.
    """

    code: str
    party: str
    text: str


def findings_of(workings: Workings) -> tuple[Finding, ...]:
    """Everything odd in a party's chain."""
    return (*_sums(workings), *_notes(workings), *_own_shares(workings), *_doubts(workings))


def _sums(workings: Workings) -> list[Finding]:
    chain, edges, found = workings.chain, workings.edges, []
    owns = edges.channel == 0
    least = np.zeros(edges.count, edges.low.dtype)
    np.add.at(least, edges.owned[owns], edges.low[owns])
    whole = 100 * edges.scale.per_percent
    for at in np.flatnonzero(least > whole).tolist():
        held = words(Share.exactly(edges.scale.back(least[at])))
        text = f"the recorded owners of {chain.name(at)} hold {held} together"
        found.append(Finding(code="over-100", party=chain.id(at), text=text))
    if least[0] < whole:
        rest = words(Share.exactly(100 - edges.scale.back(least[0])))
        text = f"{rest} of {chain.name(0)} has no owner with a known share on record; taken as strangers'"
        found.append(Finding(code="unrecorded", party=chain.id(0), text=text))
    return found


def _notes(workings: Workings) -> list[Finding]:
    chain = workings.chain
    return [
        Finding(code="note", party=chain.id(at), text=text)
        for at, node in enumerate(chain.parties.tolist())
        if chain.graph.notes
        for text in chain.graph.notes.get(node, ())
    ]


def _own_shares(workings: Workings) -> list[Finding]:
    graph, rows = workings.chain.graph, workings.chain.rows
    found = []
    for row in rows[graph.owner[rows] == graph.owned[rows]].tolist():
        edge = graph.edge(row)
        name = graph.name(edge.owned)
        text = f"{name} holds {words(edge.share)} of itself, left out of every sum [{edge}]"
        found.append(Finding(code="own-shares", party=graph.ids[edge.owned], text=text))
    return found


def _doubts(workings: Workings) -> list[Finding]:
    chain, edges = workings.chain, workings.edges
    found = []
    for edge, doubt in workings.view.doubts.items():
        owner, owned = int(edges.owner[edge]), int(edges.owned[edge])
        code = "repeated" if doubt is Doubt.REPEATED else "contradicted"
        text = f"{chain.name(owner)} in {chain.name(owned)}: {doubt.value}"
        found.append(Finding(code=code, party=chain.id(owned), text=text))
    return found
