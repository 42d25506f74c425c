"""The owned affiliates that a change reaches: look-through ownership under the rules of the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from licet.check.engine import Engine
from licet.check.impact_values import Affiliate
from licet.check.owners import OwnerScreening
from licet.core.answer import Truth
from licet.core.portfolio import OwnerEdge
from licet.core.trade import Party, PartyKind
from licet.owners.builder import Builder
from licet.owners.decide import Decision, decide
from licet.owners.graph import EVER, NEVER, UNNAMED, Graph, Sort, Source
from licet.owners.regimes import REGIMES, Regime

__all__ = ["State", "affiliates_of", "graph_of", "owned_by"]

_SORTS = {PartyKind.PERSON: Sort.PERSON, PartyKind.ORGANISATION: Sort.ORGANISATION}


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Lists and law on a day: one side of a change."""

    engine: Engine
    on: date


def graph_of(edges: Iterable[OwnerEdge], parties: Mapping[str, Party]) -> Graph:
    """The ownership graph of a portfolio."""
    builder = Builder()
    for edge in edges:
        ends = []
        for id, name, country in (
            (edge.owner, edge.owner_name, edge.owner_country),
            (edge.owned, "", ""),
        ):
            held = parties.get(id)
            sort = _SORTS.get(held.kind, Sort.UNKNOWN) if held else _stranger(name or id)
            ends.append(
                builder.party(
                    id,
                    name=held.name if held else name,
                    country=(held.countries[0] if held and held.countries else country),
                    sort=sort,
                )
            )
        source = builder.source(Source(name=edge.source or "the portfolio"))
        first = edge.since.toordinal() if edge.since else EVER
        last = edge.until.toordinal() if edge.until else NEVER
        builder.row(ends[0], ends[1], builder.share(edge.share), source, 0, first, last, 0)
    return builder.graph()


def _stranger(name: str) -> Sort:
    """An owner that is no counterparty: one called `unknown` may be anybody, as in files of ownership."""
    return Sort.UNNAMED if name.strip().casefold() in UNNAMED else Sort.UNKNOWN


def owned_by(
    edges: Iterable[OwnerEdge], hit: Iterable[str], days: Sequence[date]
) -> dict[str, tuple[str, ...]]:
    """Who is below the hit parties, at any depth, with the hit owners above each."""
    below: dict[str, list[str]] = {}
    for edge in edges:
        live = any(
            (edge.since is None or edge.since <= day) and (edge.until is None or day < edge.until)
            for day in days
        )
        if live and edge.owner != edge.owned:
            below.setdefault(edge.owner, []).append(edge.owned)
    found: dict[str, dict[str, None]] = {}
    for top in hit:
        seen, todo = {top}, [top]
        while todo:
            for owned in below.get(todo.pop(), ()):
                if owned not in seen:
                    seen.add(owned)
                    todo.append(owned)
                    found.setdefault(owned, {})[top] = None
    return {owned: tuple(tops) for owned, tops in found.items()}


def affiliates_of(
    below: Mapping[str, tuple[str, ...]], graph: Graph, lists: Sequence[str], before: State, after: State
) -> tuple[Affiliate, ...]:
    """What each ownership rule that looks at the changed lists says of each party below a hit owner.

    Args:
        below: parties below hit owners, from `owned_by`.
        graph: who owns whom.
        lists: ids of the lists that change.
        before: lists and law before the change.
        after: lists and law from the change on.
    """
    rules = [rule for rule in REGIMES if set(lists) & set(rule.lists)]
    screenings = [OwnerScreening(state.engine, state.on) for state in (before, after)]
    found: list[Affiliate] = []
    for id, tops in below.items():
        at = graph.find(id)
        was, now = (
            decide(graph, at, state.on, screening, rules)
            for state, screening in zip((before, after), screenings, strict=True)
        )
        who = (id, graph.name(at), tops)
        found.extend(_affiliate(who, rule, was.of(rule.id), now.of(rule.id)) for rule in rules)
    return tuple(one for one in found if _telling(one))


def _affiliate(
    who: tuple[str, str, tuple[str, ...]], rule: Regime, was: Decision, now: Decision
) -> Affiliate:
    id, name, tops = who
    return Affiliate(
        party=id,
        name=name,
        through=tops,
        rule=rule.id,
        share=str(now.share),
        before=was.answer.truth.value,
        after=now.answer.truth.value,
        in_force=now.in_force,
        confirmed=now.confirmed,
        asks=tuple(question.text for question in now.questions),
        cautions=_cautions(now),
    )


def _cautions(now: Decision) -> tuple[str, ...]:
    if now.in_force or now.reached is Truth.NO:
        return now.cautions
    held = "would reach it" if now.reached is Truth.YES else "may reach it: the share is not known"
    return (
        f"not in force on this day; in force it {held}; ownership by a listed party is a red flag",
        *now.cautions,
    )


def _telling(one: Affiliate) -> bool:
    """Whether the line says anything: a share below every bar, with no warning, does not."""
    return one.after != "no" or one.before != "no" or bool(one.cautions)
