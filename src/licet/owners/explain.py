"""The arithmetic in words: who holds what of whom, who says so, and what is still open.

The tree follows the computation (`workings.py`): each party is explained once, where it is first needed.
"""

from __future__ import annotations

from collections.abc import Iterator

from licet.core.answer import Answer, Question, Truth, all_of, any_of
from licet.core.country import country_name
from licet.core.fact import Share
from licet.owners.graph import Edge, Kind
from licet.owners.regimes import Era, Regime
from licet.owners.workings import Chain, Workings

__all__ = ["gap_question", "tell", "words"]

#: Entries of one owner that are spelled out; all of them are in the decision.
_SHOWN = 2


def words(share: Share) -> str:
    """A share as it is read aloud."""
    if share == Share.unknown():
        return "an unknown share"
    return str(share)


def tell(workings: Workings) -> Answer:
    """The whole answer for the party: in force, foreign where that matters, owned or controlled."""
    chain, regime, era = workings.chain, workings.regime, workings.era
    parts = [_force(regime, era, chain)]
    if regime.foreign_only:
        parts.append(_foreign(chain, regime))
    told = _Told(workings)
    owned = told.ownership(0)
    if regime.control:
        owned = any_of(
            owned, told.control(0), says=f"{chain.name(0)} is owned or controlled by listed parties"
        )
    whole = all_of(*parts, owned, says=f"{regime.title}: it reaches {chain.name(0)}", cites=era.cites)
    first = next(iter(workings.gaps), None) if whole.is_unknown else None
    if first is None or not first[2]:
        return whole
    return Answer(
        truth=whole.truth,
        says=whole.says,
        because=whole.because,
        question=gap_question(workings, first[0], first[1], first[2]),
        cites=whole.cites,
    )


def _force(regime: Regime, era: Era, chain: Chain) -> Answer:
    period = era.period
    by = f" ({period.by})" if period.by else ""
    doubt = "" if period.confirmed else "; not confirmed, look it up"
    if era.in_force:
        return Answer(truth=Truth.YES, says=f"the rule is in force on {chain.on}{by}{doubt}", cites=era.cites)
    return Answer(
        truth=Truth.NO, says=f"the rule is {period.status.value} on {chain.on}{by}{doubt}", cites=era.cites
    )


def _foreign(chain: Chain, regime: Regime) -> Answer:
    country = chain.graph.country(int(chain.parties[0]))
    says = f"{chain.name(0)} is not an entity of the {country_name(regime.foreign_only)}"
    if not country:
        ask = Question(
            id=f"owners.{chain.id(0)}.country", text=f"in which country is {chain.name(0)} incorporated?"
        )
        return Answer(truth=Truth.UNKNOWN, says=says, question=ask)
    truth = Truth.NO if country == regime.foreign_only else Truth.YES
    return Answer(truth=truth, says=f"{says} ({country_name(country)})")


def gap_question(workings: Workings, what: str, at: int, settles: str) -> Question:
    """The question that closes one gap, and what its answer could settle."""
    chain, edges = workings.chain, workings.edges
    if what == "listed":
        hits = workings.listings(at)
        if chain.unnamed(at):
            text = f"who is the unnamed owner ({chain.name(at)})?"
        else:
            entries = " or ".join(f"{hit.listing.party.name} ({hit.listing.id})" for hit in hits[:_SHOWN])
            text = f"is {chain.name(at)} the listed party {entries}?"
        return Question(id=f"owners.{chain.id(at)}.listed", text=text + _settling(settles))
    owner, owned = int(edges.owner[at]), int(edges.owned[at])
    share = workings.edge_share(at)
    if edges.channel[at]:
        text = f"does {chain.name(owner)} hold the votes or the board of {chain.name(owned)}, or control it?"
        return Question(
            id=f"owners.{chain.id(owned)}.control.{chain.id(owner)}", text=text + _settling(settles)
        )
    known = "nothing is known" if share == Share.unknown() else f"known: {share}"
    text = f"what share of {chain.name(owned)} does {chain.name(owner)} hold ({known})?"
    return Question(id=f"owners.{chain.id(owned)}.share.{chain.id(owner)}", text=text + _settling(settles))


def _settling(settles: str) -> str:
    match settles:
        case "either way":
            return " This alone settles the answer either way"
        case "yes" | "no":
            return f" This alone can make the answer {settles}"
        case _:
            return ""


class _Told:
    """Walks up from the party and says each party once."""

    def __init__(self, workings: Workings) -> None:
        self._w = workings
        self._said: set[tuple[int, int]] = set()

    def ownership(self, at: int) -> Answer:
        """Whether those who count own the party at a place to the threshold."""
        w = self._w
        name, bar = w.chain.name(at), w.bar
        wanted = f"{'at least' if bar.or_more else 'more than'} {bar.percent} %"
        truth = w.truth_of(w.low, w.high, at, control=False)
        share = w.share_at(at) if at or w.era.aggregate else w.share
        who = "listed owners together hold" if w.era.aggregate else "the listed owner with most holds"
        says = f"{who} {words(share)} of {name}; the threshold is {wanted}"
        if share == Share.exactly(0):
            says = f"no holding of a listed owner in {name} counts; the threshold is {wanted}"
        if (at, 0) in self._said:
            return Answer(truth=truth, says=f"{says} (see above)")
        self._said.add((at, 0))
        return Answer(truth=truth, says=says, because=tuple(self._holdings(at, 0)))

    def control(self, at: int) -> Answer:
        """Whether those who count hold its votes or board, or control it otherwise."""
        w = self._w
        truth = w.truth_of(w.low, w.high, at, control=True)
        says = f"listed parties control {w.chain.name(at)} by votes, board or influence"
        if (at, 1) in self._said:
            return Answer(truth=truth, says=f"{says} (see above)")
        self._said.add((at, 1))
        return Answer(truth=truth, says=says, because=tuple(self._holdings(at, 1)))

    def _holdings(self, at: int, channel: int) -> Iterator[Answer]:
        w = self._w
        for edge in w.into(at, channel):
            owner = int(w.edges.owner[edge])
            tainted = w.high.counts[owner] or w.high.total[owner] > 0 or w.high.control[owner] > 0
            if tainted and w.edges.high[edge] > 0:
                yield self._holding(edge, owner)

    def _holding(self, edge: int, owner: int) -> Answer:
        w = self._w
        says = self._sentence(edge)
        if not w.high.counts[owner]:
            why = self._counting(owner)
            return Answer(truth=Truth.NO, says=f"{says}; none of it counts", because=why)
        gap = w.edges.low[edge] != w.edges.high[edge] or bool(
            w.edges.low_open[edge] or w.edges.high_open[edge]
        )
        sure = bool(w.low.counts[owner])
        truth = Truth.YES if sure and not gap else Truth.UNKNOWN
        ask = gap_question(w, "share", edge, "") if gap else None
        counted = "all of it counts" if sure else "it counts only if the owner does"
        return Answer(truth=truth, says=f"{says}; {counted}", because=self._counting(owner), question=ask)

    def _counting(self, owner: int) -> tuple[Answer, ...]:
        """Why an owner counts, may count, or does not."""
        w = self._w
        name = w.chain.name(owner)
        if w.chain.unnamed(owner):
            ask = gap_question(w, "listed", owner, "")
            return (
                Answer(
                    truth=Truth.UNKNOWN, says=f"{name} is not identified, and may be listed", question=ask
                ),
            )
        hits = w.listings(owner)
        if hits and w.maybe[owner]:
            sure = bool(w.sure[owner])
            entries = "; ".join(_entry(w, hit.listing.id, hit.listing.list, hit.why) for hit in hits[:_SHOWN])
            if len(hits) > _SHOWN:
                entries += f"; and {len(hits) - _SHOWN} more"
            says = f"{name} {'is' if sure else 'may be'} listed: {entries}"
            doubt = None if sure else gap_question(w, "listed", owner, "")
            return (Answer(truth=Truth.YES if sure else Truth.UNKNOWN, says=says, question=doubt),)
        parts = [self.ownership(owner)]
        if w.regime.control:
            parts.append(self.control(owner))
        return tuple(parts)

    def _sentence(self, edge: int) -> str:
        w = self._w
        rows = [w.chain.graph.edge(row) for row in w.view.rows_of(edge)]
        owner, owned = w.chain.name(int(w.edges.owner[edge])), w.chain.name(int(w.edges.owned[edge]))
        share = w.edge_share(edge)
        kind = rows[0].kind
        if kind is Kind.LEAD and not w.edges.channel[edge]:
            what = f"{owner} is the accounting parent of {owned}, which says nothing of its share"
        elif kind is Kind.OWNS:
            what = f"{owner} owns {words(share)} of {owned}"
        elif kind is Kind.VOTES:
            what = f"{owner} holds {words(share)} of the votes of {owned}"
        else:
            what = f"{owner} {kind.words} {owned}"
        doubt = w.view.doubts.get(edge)
        return what + f" [{'; '.join(_source(row) for row in rows)}]" + (f" ({doubt.value})" if doubt else "")


def _source(edge: Edge) -> str:
    since = f", from {edge.period.start}" if edge.period.start else ""
    until = f", to {edge.period.end}" if edge.period.end else ""
    return f"{edge}{since}{until}"


def _entry(workings: Workings, id: str, list_id: str, why: str) -> str:
    return f"{workings.regime.lists.get(list_id, list_id)}, {id}" + (f" ({why})" if why else "")
