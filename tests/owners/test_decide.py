"""Decisions: the law of the day, who counts, what is asked, what is warned of."""

from __future__ import annotations

from datetime import date

import pytest

from licet.core.answer import Truth
from licet.core.fact import Share
from licet.core.period import Period, Status
from licet.core.trade import Party
from licet.owners.builder import Builder
from licet.owners.decide import decide
from licet.owners.graph import Kind, Source
from licet.owners.percent import parse_share
from licet.owners.regimes import REGIMES, US_BIS, assume, counts
from licet.owners.workings import Listed
from tests.owners.build import TODAY, graph_of, listed, listing

EL = "us-bis-entity-list"


@pytest.mark.parametrize(
    ("day", "answer", "in_force", "confirmed"),
    [
        ("2025-09-28", Truth.NO, False, True),
        ("2025-09-29", Truth.YES, True, True),
        ("2025-11-09", Truth.YES, True, True),
        ("2025-11-10", Truth.NO, False, True),
        ("2026-11-09", Truth.NO, False, True),
        ("2026-11-10", Truth.YES, True, False),
    ],
)
def test_affiliates_rule_is_in_force_stayed_and_back(
    day: str, answer: Truth, in_force: bool, confirmed: bool
) -> None:
    """Each day has its law; that the rule is back is said not to be confirmed; a stay leaves a red flag."""
    graph = graph_of([("P", "A", "80")])
    decision = decide(graph, graph.find("A"), date.fromisoformat(day), listed(listing("P", EL))).of("us-bis")
    assert decision.answer.truth is answer
    assert (decision.in_force, decision.confirmed) == (in_force, confirmed)
    assert decision.reached is Truth.YES, "the share is there whatever the law of the day"
    assert bool(decision.cautions) is (answer is Truth.NO)


def test_unconfirmed_law_can_be_settled_by_who_looked_it_up() -> None:
    """Told that the stay was extended, the rule is not in force."""
    graph = graph_of([("P", "A", "80")])
    rule = assume(US_BIS, Status.STAYED)
    decision = decide(graph, graph.find("A"), TODAY, listed(listing("P", EL)), (rule,)).decisions[0]
    assert decision.answer.is_no
    assert "assumed" in " ".join(part.says for _, part in decision.answer.walk())


def test_exactly_half_is_a_yes_for_the_us_and_a_no_for_the_uk() -> None:
    """At least 50 against more than 50; the EU moved from the one to the other on 3 July 2024."""
    graph = graph_of([("X", "A", "50")])
    resolver = listed(listing("X"), listing("X", "uk-sl"), listing("X", "eu-fsf"))
    at = graph.find("A")
    report = decide(graph, at, TODAY, resolver)
    truths = {one.regime: one.answer.truth for one in report.decisions}
    assert (truths["us-ofac"], truths["uk"], truths["eu"]) == (Truth.YES, Truth.NO, Truth.YES)
    assert decide(graph, at, date(2024, 7, 2), resolver).of("eu").answer.is_no
    assert decide(graph, at, date(2024, 7, 3), resolver).of("eu").answer.is_yes


def test_uk_owners_stand_alone_and_are_warned_of_together() -> None:
    """Two listed holders of 30 are no majority owner, unless they act together: that is asked."""
    graph = graph_of([("X", "A", "30"), ("Y", "A", "30")])
    resolver = listed(listing("X", "uk-sl"), listing("Y", "uk-sl"))
    decision = decide(graph, graph.find("A"), TODAY, resolver).of("uk")
    assert decision.answer.is_no
    assert any("joint arrangement" in caution for caution in decision.cautions)


def test_ofac_before_august_2014_did_not_add_up_owners() -> None:
    """Aggregation came with the guidance of 13 August 2014."""
    graph = graph_of([("X", "A", "30"), ("Y", "A", "30")])
    resolver, at = listed(listing("X"), listing("Y")), graph.find("A")
    assert decide(graph, at, date(2014, 8, 12), resolver).of("us-ofac").answer.is_no
    assert decide(graph, at, date(2014, 8, 13), resolver).of("us-ofac").answer.is_yes


@pytest.mark.parametrize(
    ("kind", "uk", "us"),
    [
        (Kind.APPOINTS, Truth.YES, Truth.NO),
        (Kind.INFLUENCE, Truth.UNKNOWN, Truth.NO),
        (Kind.LEAD, Truth.UNKNOWN, Truth.UNKNOWN),
        (Kind.TIE, Truth.NO, Truth.NO),
    ],
)
def test_control_counts_in_the_uk_and_is_a_caution_in_the_us(kind: Kind, uk: Truth, us: Truth) -> None:
    """A right to the board is control, influence may be; for the US neither is ownership, but a caution."""
    graph = graph_of([], ties=[("X", "A", kind)])
    report = decide(graph, graph.find("A"), TODAY, listed(listing("X"), listing("X", "uk-sl")))
    assert report.of("uk").answer.truth is uk
    ofac = report.of("us-ofac")
    assert ofac.answer.truth is us
    assert bool(ofac.cautions) is (us is Truth.NO)


def test_votes_are_summed_apart_from_shares() -> None:
    """60 % of the votes are control in the UK; 30 % of shares and 30 % of votes are not 60 of either."""
    for votes, expected in (("60", Truth.YES), ("30", Truth.NO)):
        builder, source = Builder(), Source(name="register")
        x, a = builder.party("X"), builder.party("A")
        builder.edge(x, a, parse_share("30"), source)
        builder.edge(x, a, parse_share(votes), source, kind=Kind.VOTES)
        graph = builder.graph()
        assert decide(graph, a, TODAY, listed(listing("X", "uk-sl"))).of("uk").answer.truth is expected


def test_us_entities_are_outside_and_an_unknown_country_is_asked() -> None:
    """The BIS rule reaches foreign entities only, also through a US holding between."""
    holdings = [("P", "A", "100"), ("A", "B", "100")]
    graph = graph_of(holdings, countries={"A": "US", "B": ""})
    resolver = listed(listing("P", EL))
    assert decide(graph, graph.find("A"), TODAY, resolver).of("us-bis").answer.is_no
    beyond = decide(graph, graph.find("B"), TODAY, resolver).of("us-bis")
    assert beyond.answer.is_unknown
    assert [question.id for question in beyond.questions] == ["owners.B.country"]


def test_probable_match_is_unknown_and_never_yes() -> None:
    """An owner that only may be listed makes a question, not an answer."""
    graph = graph_of([("P", "A", "100")])
    decision = decide(graph, graph.find("A"), TODAY, listed(listing("P"), probable=["P"])).of("us-ofac")
    assert decision.answer.is_unknown
    assert decision.share == Share.unknown()
    assert decision.questions[0].id == "owners.P.listed"


def test_red_flag_29_needs_a_listed_owner_of_the_bis_lists_and_the_rule_in_force() -> None:
    """An Entity List owner of unknown share raises it; an SDN does not, nor does a stayed rule."""
    graph = graph_of([("P", "A", "unknown")])
    at = graph.find("A")
    assert decide(graph, at, TODAY, listed(listing("P", EL))).of("us-bis").red_flag_29
    assert not decide(graph, at, TODAY, listed(listing("P"))).of("us-bis").red_flag_29
    assert not decide(graph, at, date(2026, 3, 1), listed(listing("P", EL))).of("us-bis").red_flag_29


def test_listing_days_address_entries_and_programmes_decide_who_counts() -> None:
    """Address-only entries, other days, other programmes: not counted; no programme held: a doubt."""
    assert counts(US_BIS, listing("P", EL, address_only=True), TODAY) is Truth.NO
    assert counts(US_BIS, listing("P", EL, period=Period(end=date(2020, 1, 1))), TODAY) is Truth.NO
    assert counts(US_BIS, listing("P", programmes=["CUBA"]), TODAY) is Truth.NO
    assert counts(US_BIS, listing("P", programmes=["CUBA", "[SDGT]"]), TODAY) is Truth.YES
    assert counts(US_BIS, listing("P", programmes=[]), TODAY) is Truth.UNKNOWN
    assert counts(REGIMES[0], listing("P", programmes=["ETHIOPIA-EO14046"]), TODAY) is Truth.UNKNOWN


def test_all_listed_owners_entries_are_handed_on_for_the_most_restrictive_to_govern() -> None:
    """Owners on different lists, direct and through others, all bring their entries; strangers bring none."""
    graph = graph_of(
        [("P", "I", "50"), ("I", "A", "40"), ("Q", "A", "10"), ("W", "A", "50"), ("V", "W", "10")]
    )
    resolver = listed(listing("P", EL), listing("Q", "us-bis-meu"), listing("V"))
    decision = decide(graph, graph.find("A"), TODAY, resolver).of("us-bis")
    assert decision.answer.is_yes
    assert {(holder.listing.id, str(holder.share)) for holder in decision.holders} == {
        (f"{EL}:p", "40 %"),
        ("us-bis-meu:q", "10 %"),
    }


def test_stakes_are_what_the_rules_of_law_take() -> None:
    """Each rule's share and owners go over by the names that the law uses."""
    graph = graph_of([("P", "A", ">25-50"), ("Q", "A", "10")])
    stakes = decide(graph, graph.find("A"), TODAY, listed(listing("P"), listing("Q", EL))).stakes()
    assert set(stakes) == {"ofac", "ofac-ssi", "bis", "uk", "eu"}
    assert stakes["ofac"].share == parse_share(">25-50")
    assert stakes["bis"].share.at_least(50).is_unknown
    assert [owner.listing.id for owner in stakes["bis"].owners] == ["us-ofac-sdn:p", f"{EL}:q"]


def test_edges_of_the_day_count() -> None:
    """A holding bought later or sold before is not there; what was sold is warned of."""
    builder, source = Builder(), Source(name="register")
    x, a = builder.party("X"), builder.party("A")
    builder.edge(x, a, parse_share("60"), source, start=date(2020, 1, 1), end=date(2024, 1, 1))
    graph, resolver = builder.graph(), listed(listing("X"))
    answers = [
        decide(graph, a, day, resolver).of("us-ofac")
        for day in (date(2019, 12, 31), date(2020, 1, 1), date(2023, 12, 31), date(2024, 1, 1))
    ]
    assert [one.answer.truth for one in answers] == [Truth.NO, Truth.YES, Truth.YES, Truth.NO]
    assert "sham sale" in answers[3].cautions[0]


def test_two_sources_are_two_accounts_and_two_rows_of_one_are_a_doubt() -> None:
    """A band and a number agree, two numbers contradict; two rows of one source may be parcels."""

    def told(*rows: tuple[str, str]) -> tuple[Share, set[str]]:
        builder = Builder()
        x, a = builder.party("X"), builder.party("A")
        for name, share in rows:
            builder.edge(x, a, parse_share(share), Source(name=name))
        report = decide(builder.graph(), a, TODAY, listed(listing("X")))
        return report.of("us-ofac").share, {finding.code for finding in report.findings} - {"unrecorded"}

    assert told(("register", ">25-50"), ("report", "40")) == (Share.exactly(40), set())
    assert told(("register", "30"), ("report", "40")) == (parse_share("30-40"), {"contradicted"})
    assert told(("register", "30"), ("register", "40")) == (parse_share("40-70"), {"repeated"})


def test_own_shares_are_left_out_and_said() -> None:
    """Treasury shares hold nobody up."""
    graph = graph_of([("X", "A", "45"), ("A", "A", "10")])
    report = decide(graph, graph.find("A"), TODAY, listed(listing("X")))
    assert report.of("us-ofac").answer.is_no
    assert "own-shares" in {finding.code for finding in report.findings}


def test_every_owner_is_screened_once_and_the_words_name_share_source_and_line() -> None:
    """The resolver is asked once for each owner; the explanation says who says what, and where."""
    graph = graph_of([("P", "I", "50"), ("I", "A", "50"), ("P", "A", "10")])
    asked: list[str] = []

    def resolver(party: Party) -> tuple[Listed, ...]:
        asked.append(party.id)
        return (Listed(listing=listing("P")),) if party.id == "P" else ()

    decision = decide(graph, graph.find("A"), TODAY, resolver).of("us-ofac")
    assert sorted(asked) == ["I", "P"]
    said = "\n".join(part.says for _, part in decision.answer.walk())
    assert "I owns 50 % of A [register (register.csv:2)]; all of it counts" in said
    assert decision.share == Share.exactly(60)


def test_every_era_follows_the_one_before_without_gap_and_has_a_citation() -> None:
    """A day has exactly one era under each rule."""
    for regime in REGIMES:
        assert regime.eras[0].period.start is None
        assert regime.eras[-1].period.end is None
        for before, after in zip(regime.eras, regime.eras[1:], strict=False):
            assert before.period.end == after.period.start
        assert all(era.cites for era in regime.eras)


def test_a_probable_owner_is_handed_on_as_one_that_only_may_be_listed() -> None:
    """The law takes the entry of a probable match as open, even where another owner holds the half."""
    graph = graph_of([("P", "A", "60"), ("Q", "A", "30")])
    resolver = listed(listing("P", "us-bis-meu"), listing("Q", EL), probable=["Q"])
    stake = decide(graph, graph.find("A"), TODAY, resolver).stakes()["bis"]
    assert stake.share.at_least(50).is_yes
    assert {owner.listing.id: owner.certain for owner in stake.owners} == {
        "us-bis-meu:p": True,
        f"{EL}:q": False,
    }
