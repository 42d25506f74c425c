"""Owners named in the data meet the lists: a match counts, a hit for review is a question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from licet.check.engine import Engine
from licet.check.owners import OwnerScreening
from licet.core.fact import Share
from licet.match.policy import Policy, Thresholds
from licet.owners.builder import Builder
from licet.owners.decide import decide
from licet.owners.graph import Graph, Source

ON = date(2025, 10, 15)


def half_owned_by(name: str) -> Graph:
    """A company of which one named owner holds 60 %."""
    builder = Builder()
    owned = builder.party("customer", country="CN")
    builder.edge(builder.party(name), owned, Share.exactly(60), Source(name="register"))
    return builder.graph()


def test_an_owner_on_the_entity_list_makes_an_affiliate(engine: Engine) -> None:
    """Screened by name, through the real list, on a day on which the rule was in force."""
    graph = half_owned_by("Huawei Technologies Co., Ltd.")
    decision = decide(graph, graph.find("customer"), ON, OwnerScreening(engine, ON)).of("us-bis")
    assert decision.answer.is_yes
    assert "us-bis-entity-list" in {entry.list for entry in decision.listings}


def test_a_hit_for_review_is_a_question_and_never_a_yes(engine: Engine) -> None:
    """Under a policy by which nothing is a sure match the same owner only may be listed."""
    wary = replace(engine, policy=Policy(organisation=Thresholds(match=1.0, review=0.5)))
    graph = half_owned_by("Huwei Technology")
    decision = decide(graph, graph.find("customer"), ON, OwnerScreening(wary, ON)).of("us-bis")
    assert decision.answer.is_unknown
    assert decision.questions


def test_strangers_are_not_reached_and_lists_that_are_not_held_are_named(engine: Engine) -> None:
    """A stranger's company is a no; which lists that no does not rest on is said."""
    graph = half_owned_by("Zwetschgen Obstbau Immenstaad")
    screening = OwnerScreening(engine, ON)
    assert decide(graph, graph.find("customer"), ON, screening).of("us-bis").answer.is_no
    assert screening.positions(graph) == {}
    assert set(screening.gaps) >= {"uk-sl"} - set(engine.lists)
