"""Whether the ownership rules reach a party on a day: one decision a rule, with all that stands behind it.

This is what the rest of licet calls. The caller says who is listed (`Resolver`); nothing here screens
a name. An owner that only may be listed gives unknown, never yes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from licet.core.answer import Answer, Question, Truth
from licet.core.deal import Owner, Stake
from licet.core.fact import Share
from licet.core.listing import Listing
from licet.owners.explain import gap_question, tell, words
from licet.owners.findings import Finding, findings_of
from licet.owners.graph import Graph, Kind
from licet.owners.regimes import REGIMES, US_BIS, Regime, counts
from licet.owners.view import View
from licet.owners.workings import Chain, Resolver, Workings, chain_of, work

__all__ = ["Decision", "Report", "decide", "decide_chain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One rule's answer for one party on one day.

    Attributes:
        regime: the rule.
        answer: whether it reaches the party, with the arithmetic in words.
        share: what listed owners hold of it, directly and through those who count; bounds. Where the rule
            does not add up different owners: of the one with most.
        reached: whether the share or control passes the threshold, whatever is in force.
        in_force: whether the rule is in force on the day.
        confirmed: whether that could be confirmed.
        owners: listed owners whose holdings reach the party, by id.
        holders: their entries, each with what that owner holds of the party on its own, directly and through
            those it makes count. The most restrictive entry governs under `us-bis`.
        questions: what to ask, most useful first; empty unless the answer is unknown.
        cautions: what the law warns of although the answer is no.
        red_flag_29: a listed owner's share is not known and the BIS rule is in force: resolve it or get a
            licence (supplement no. 3 to 15 CFR part 732).
    """

    regime: str
    answer: Answer
    share: Share
    reached: Truth
    in_force: bool
    confirmed: bool
    owners: tuple[str, ...]
    holders: tuple[Owner, ...]
    questions: tuple[Question, ...]
    cautions: tuple[str, ...]
    red_flag_29: bool

    @property
    def listings(self) -> tuple[Listing, ...]:
        """The owners' entries."""
        return tuple(holder.listing for holder in self.holders)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All rules' answers for one party on one day.

    Attributes:
        party: its id in the graph.
        name: its name.
        on: the day.
        decisions: one for each rule, in the order of `REGIMES`.
        findings: what is odd in the data it rests on.
        owners: how many parties are above it.
    """

    party: str
    name: str
    on: date
    decisions: tuple[Decision, ...]
    findings: tuple[Finding, ...]
    owners: int

    def of(self, regime: str) -> Decision:
        """The decision under one rule."""
        return next(decision for decision in self.decisions if decision.regime == regime)

    def stakes(self) -> dict[str, Stake]:
        """What listed owners hold, as the rules of law take it: by `ofac`, `bis`, `uk`, `eu`, ...

        Where a rule reaches the party by control alone the share is what is owned, not what is controlled.
        """
        return {
            decision.regime.removeprefix("us-"): Stake(share=decision.share, owners=decision.holders)
            for decision in self.decisions
        }


#: What else a sale leaves behind.
_AFTER_A_SALE = {"us-ofac": "property that was blocked then stays blocked (OFAC FAQ 402), and "}


def decide(
    graph: Graph, party: int, on: date, listed: Resolver, regimes: Sequence[Regime] = REGIMES
) -> Report:
    """Whether the ownership rules reach a party.

    Args:
        graph: the ownership data.
        party: position of the party (`graph.find`).
        on: the day whose edges, listings and law count.
        listed: says which list entries an owner is, or may be.
        regimes: the rules to ask.
    """
    return decide_chain(chain_of(graph, party, on, listed), regimes)


def decide_chain(chain: Chain, regimes: Sequence[Regime] = REGIMES) -> Report:
    """As `decide`, for a chain that is collected and screened already."""
    views: dict[bool, View] = {}
    workings = [work(chain, regime, views) for regime in regimes]
    return Report(
        party=chain.id(0),
        name=chain.name(0),
        on=chain.on,
        decisions=tuple(_decision(one) for one in workings),
        findings=findings_of(workings[0]) if workings else (),
        owners=int(chain.parties.size) - 1,
    )


def _decision(workings: Workings) -> Decision:
    answer, era, regime = tell(workings), workings.era, workings.regime
    owners = workings.contributors
    named = tuple(owner for owner in owners if not workings.chain.unnamed(owner))
    questions: dict[str, Question] = {}
    if answer.is_unknown:
        for what, at, settles in workings.gaps:
            question = gap_question(workings, what, at, settles)
            questions.setdefault(question.id, question)
        for question in answer.asks():
            questions.setdefault(question.id, question)
    open_share = answer.is_unknown and any(what == "share" for what, _, _ in workings.gaps)
    return Decision(
        regime=regime.id,
        answer=answer,
        share=workings.share,
        reached=workings.truth,
        in_force=era.in_force,
        confirmed=era.period.confirmed,
        owners=tuple(workings.chain.id(owner) for owner in named),
        holders=tuple(
            Owner(listing=hit.listing, share=share, certain=hit.certain)
            for owner in named
            for share in (workings.share_of(owner),)
            for hit in workings.listings(owner)
        ),
        questions=tuple(questions.values()),
        cautions=tuple(_cautions(workings, answer)),
        red_flag_29=regime.id == US_BIS.id and open_share and _known_owner(workings),
    )


def _known_owner(workings: Workings) -> bool:
    """Whether an owner is known to be on the Entity List or the MEU List: SDNs are not in Red Flag 29."""
    flagged = {"us-bis-entity-list", "us-bis-meu"}
    return any(
        hit.certain and hit.listing.list in flagged
        for owner in workings.contributors
        for hit in workings.listings(owner)
    )


def _cautions(workings: Workings, answer: Answer) -> list[str]:
    """What the law warns of although the rule does not reach the party."""
    if not answer.is_no:
        return []
    chain, regime, era = workings.chain, workings.regime, workings.era
    if not workings.maybe.any():
        return _sold(workings)
    name = chain.name(0)
    found = []
    if workings.truth is Truth.YES and not era.in_force:
        found.append(
            f"listed owners hold {words(workings.share)} of {name}: a red flag although the rule is "
            f"{era.period.status.value} on {chain.on}"
        )
    upstream = _upstream(workings)
    if workings.truth is Truth.NO and upstream:
        who = ", ".join(sorted({chain.name(owner) for owner in upstream}))
        found.append(f"{who}: listed, with an interest in {name} below the threshold ({regime.caution})")
    for owner, row in _ties(workings):
        kind = Kind(int(chain.graph.kind[row]))
        found.append(
            f"{chain.name(owner)} is listed and {kind.words} {name}: control does not count here, but what "
            f"that person signs or does for it is a dealing with a listed party ({regime.caution})"
        )
    found += _together(workings)
    found += _sold(workings)
    return found


def _upstream(workings: Workings) -> list[int]:
    """Listed owners anywhere above the party, through holdings of any size."""
    edges, seen, front = workings.edges, {0}, [0]
    found = []
    while front:
        for edge in workings.view.into(front.pop()):
            owner = int(edges.owner[edge])
            if owner in seen or not edges.high[edge]:
                continue
            seen.add(owner)
            front.append(owner)
            if workings.listings(owner):
                found.append(owner)
    return found


def _ties(workings: Workings) -> list[tuple[int, int]]:
    """Control and offices that listed parties have in the party itself, where the rule leaves them out."""
    chain = workings.chain
    place = {int(party): at for at, party in enumerate(chain.parties.tolist())}
    left_out = (
        {Kind.TIE} if workings.regime.control else {Kind.VOTES, Kind.APPOINTS, Kind.INFLUENCE, Kind.TIE}
    )
    found: dict[tuple[int, int], int] = {}
    for row in chain.rows.tolist():
        owner = place[int(chain.graph.owner[row])]
        mine = int(chain.graph.owned[row]) == int(chain.parties[0])
        if mine and int(chain.graph.kind[row]) in left_out and workings.listings(owner):
            found.setdefault((owner, int(chain.graph.kind[row])), row)
    return [(owner, row) for (owner, _), row in found.items()]


def _together(workings: Workings) -> list[str]:
    """Owners that stand alone under the rule but would pass if they acted together."""
    if workings.era.aggregate or workings.truth is not Truth.NO:
        return []
    edges = workings.edges
    held = [edge for edge in workings.into(0) if workings.listings(int(edges.owner[edge]))]
    total = sum((workings.edge_share(edge).high for edge in held), Fraction(0))
    if len(held) < 2 or total <= workings.bar.percent:
        return []
    return [
        f"listed owners together hold up to {words(Share.exactly(total))} of {workings.chain.name(0)}: their "
        f"shares count together only under a joint arrangement, so ask for one ({workings.regime.caution})"
    ]


def _sold(workings: Workings) -> list[str]:
    """Holdings in the party that a listed owner gave up before the day."""
    chain, regime, graph = workings.chain, workings.regime, workings.chain.graph
    found = []
    for row, hits in chain.former.items():
        if all(counts(regime, hit.listing, chain.on) is Truth.NO for hit in hits):
            continue
        who, share = graph.name(int(graph.owner[row])), words(graph.shares[graph.share[row]])
        last = date.fromordinal(int(graph.end[row])) - timedelta(days=1)
        found.append(
            f"{who} held {share} of {chain.name(0)} until {last}: {_AFTER_A_SALE.get(regime.id, '')}a sham "
            f"sale must be ruled out ({regime.caution})"
        )
    return found
