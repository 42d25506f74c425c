"""The arithmetic against a slow, obvious reference, on thousands of random graphs with bounds and cycles."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from licet.core.answer import Truth
from licet.core.fact import Share
from licet.owners.decide import decide
from licet.owners.graph import Graph, Sort
from licet.owners.regimes import UK, US_OFAC
from licet.owners.share import Bar, scale_of, spread, spread_each
from licet.owners.sweep import overfull, sweep
from licet.owners.view import view
from licet.owners.workings import Listed
from tests.owners.build import TODAY, graph_of, listed, listing
from tests.owners.reference import Holding, counting, truth

#: Values around the threshold and the ends, and fractions no decimal can hold.
VALUES = [Fraction(n) for n in (0, 1, 10, 20, 24, 25, 26, 30, 40, 49, 50, 51, 60, 75, 100)] + [
    Fraction(100, 3), Fraction(50, 3), Fraction(100, 7), Fraction(49_995, 1000), Fraction(500_001, 10_000),
]  # fmt: skip


@st.composite
def shares(draw: st.DrawFn) -> Share:
    """An exact share, a band open or closed at either end, or nothing known."""
    if draw(st.booleans()):
        return Share.exactly(draw(st.sampled_from(VALUES)))
    if draw(st.integers(0, 4)) == 0:
        return Share.unknown()
    low, high = sorted((draw(st.sampled_from(VALUES)), draw(st.sampled_from(VALUES))))
    if low == high:
        return Share.exactly(low)
    return Share(low, high, draw(st.booleans()), draw(st.booleans()))


@st.composite
def registries(draw: st.DrawFn) -> tuple[list[Holding], set[int], set[int]]:
    """Up to eight parties with holdings in every direction, rings included; who is listed, who may be."""
    size = draw(st.integers(2, 8))
    pairs = [(a, b) for a in range(size) for b in range(size) if a != b]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=16, unique=True))
    holdings = [(owner, owned, draw(shares())) for owner, owned in chosen]
    maybe = draw(st.sets(st.integers(0, size - 1), max_size=3))
    sure = {party for party in maybe if draw(st.booleans())}
    return holdings, sure, maybe


def graph(holdings: list[Holding]) -> Graph:
    """The same holdings as a graph whose ids are the numbers."""
    return graph_of((str(owner), str(owned), share) for owner, owned, share in holdings)


def flags(built: Graph, parties: set[int]) -> np.ndarray:
    """A flag for each party of the graph that is among these."""
    return np.array([int(id) in parties for id in built.ids], dtype=bool)


@settings(max_examples=1500)
@given(registry=registries(), or_more=st.booleans())
def test_spread_agrees_with_the_reference(
    registry: tuple[list[Holding], set[int], set[int]], or_more: bool
) -> None:
    """Who counts and what they hold are the same, for the lowest and the highest possible shares."""
    holdings, _, maybe = registry
    if not holdings:
        return
    built = graph(holdings)
    edges = view(built, TODAY, control=False).edges
    for upper in (False, True):
        reach = spread(edges, flags(built, maybe), Bar(or_more=or_more), upper=upper)
        counts, totals = counting(holdings, maybe, upper=upper, or_more=or_more)
        for at, id in enumerate(built.ids):
            assert bool(reach.counts[at]) == (int(id) in counts)
            assert edges.scale.back(reach.total[at]) == totals[int(id)][0]
            assert bool(reach.total_open[at]) == totals[int(id)][1]


@settings(max_examples=1500)
@given(registry=registries())
def test_one_party_agrees_with_the_reference(registry: tuple[list[Holding], set[int], set[int]]) -> None:
    """The answer for each party is that of the reference: added up under OFAC, each owner alone in the UK."""
    holdings, sure, maybe = registry
    if not holdings:
        return
    built = graph(holdings)
    entries = [listing(str(party)) for party in maybe] + [listing(str(party), "uk-sl") for party in maybe]
    resolver = listed(*entries, probable=[str(party) for party in maybe - sure])
    for at, id in enumerate(built.ids):
        party = int(id)
        report = decide(built, at, TODAY, resolver, (US_OFAC, UK))
        # A party's own listing is not a matter of its owners.
        others = sure - {party}, maybe - {party}
        assert report.of("us-ofac").reached is truth(holdings, *others, party, or_more=True, aggregate=True)
        assert report.of("uk").reached is truth(holdings, *others, party, or_more=False, aggregate=False)


@settings(max_examples=600)
@given(registry=registries())
def test_sweep_agrees_with_one_party(registry: tuple[list[Holding], set[int], set[int]]) -> None:
    """The run over all parties and the answer for one give the same truth and the same bounds."""
    holdings, sure, maybe = registry
    if not holdings:
        return
    built = graph(holdings)
    hits = {
        at: [
            Listed(listing=listing(id, list_id), certain=int(id) in sure)
            for list_id in ("us-ofac-sdn", "uk-sl")
        ]
        for at, id in enumerate(built.ids)
        if int(id) in maybe
    }
    by_id = {built.ids[at]: found for at, found in hits.items()}
    for swept in sweep(built, TODAY, hits, (US_OFAC, UK)):
        for at, id in enumerate(built.ids):
            if int(id) in maybe:
                continue
            one = decide(built, at, TODAY, lambda party: by_id.get(party.id, ()), (swept.regime,)).decisions[
                0
            ]
            assert swept.truth_of(at) is one.reached
            assert swept.share_of(at) == one.share


@settings(max_examples=600)
@given(registry=registries(), share=shares(), is_listed=st.booleans(), owned=st.integers(0, 7))
def test_another_owner_never_lowers_the_upper_bound(
    registry: tuple[list[Holding], set[int], set[int]], share: Share, is_listed: bool, owned: int
) -> None:
    """Whoever joins, listed or not, the most that listed owners may hold of anybody does not fall."""
    holdings, _, maybe = registry
    if not holdings:
        return
    more = [*holdings, (99, owned, share)]
    before, after = graph(holdings), graph(more)
    old = spread(view(before, TODAY, control=False).edges, flags(before, maybe), Bar(), upper=True)
    old_scale = view(before, TODAY, control=False).edges.scale
    new_view = view(after, TODAY, control=False).edges
    new = spread(new_view, flags(after, maybe | ({99} if is_listed else set())), Bar(), upper=True)
    for at, id in enumerate(before.ids):
        there = after.ids.index(id)
        assert new_view.scale.back(new.total[there]) >= old_scale.back(old.total[at])


@settings(max_examples=300)
@given(registry=registries())
def test_learning_a_share_never_flips_a_settled_answer(
    registry: tuple[list[Holding], set[int], set[int]],
) -> None:
    """A yes or a no stays when any one share becomes known inside its bounds."""
    holdings, sure, maybe = registry
    for at, (owner, owned, share) in enumerate(holdings):
        for value in {share.low, share.high}:
            if (value == share.low and share.low_open) or (value == share.high and share.high_open):
                continue
            known = [*holdings[:at], (owner, owned, Share.exactly(value)), *holdings[at + 1 :]]
            for party in {owned for _, owned, _ in holdings}:
                built, later = graph(holdings), graph(known)
                resolver = listed(
                    *(listing(str(one)) for one in maybe), probable=[str(one) for one in maybe - sure]
                )
                old = decide(built, built.find(str(party)), TODAY, resolver, (US_OFAC,)).decisions[0].reached
                new = decide(later, later.find(str(party)), TODAY, resolver, (US_OFAC,)).decisions[0].reached
                assert old is Truth.UNKNOWN or new is old
        break


@settings(max_examples=400)
@given(registry=registries())
def test_each_alone_agrees_with_one_run_an_owner(
    registry: tuple[list[Holding], set[int], set[int]],
) -> None:
    """All listed owners at once, each alone, reach what a run for each of them reaches."""
    holdings, _, maybe = registry
    if not holdings:
        return
    built = graph(holdings)
    edges = view(built, TODAY, control=False).edges
    for upper in (False, True):
        together = spread_each(edges, flags(built, maybe), Bar(or_more=False), upper=upper)
        alone = [spread(edges, flags(built, {one}), Bar(or_more=False), upper=upper) for one in maybe]
        for at in range(len(built)):
            assert bool(together.counts[at]) == any(one.counts[at] for one in alone)
            assert together.total[at] == max((one.total[at] for one in alone), default=0)


def test_a_gap_that_settles_really_settles() -> None:
    """The question that is said to settle the answer either way does, whichever end is put in."""
    for share, expected in (("10", Truth.YES), ("0", Truth.NO)):
        told = graph_of([("X", "A", "40"), ("Y", "A", share)])
        resolver = listed(listing("X"), listing("Y"))
        assert decide(told, told.find("A"), TODAY, resolver).of("us-ofac").reached is expected
    open_ = graph_of([("X", "A", "40"), ("Y", "A", "unknown")])
    questions = (
        decide(open_, open_.find("A"), TODAY, listed(listing("X"), listing("Y"))).of("us-ofac").questions
    )
    assert questions[0].id == "owners.A.share.Y"
    assert "settles the answer either way" in questions[0].text


def test_thirds_and_sixths_are_exact() -> None:
    """Three sixths make exactly a half; three times 16.6666 do not; three rounded 16.67 may."""
    owners = [listing(name) for name in "XYZ"]
    for share, expected in (
        ("16 2/3", Truth.YES),
        ("50/3", Truth.YES),
        ("16.6666", Truth.NO),
        ("~16.67", Truth.UNKNOWN),
    ):
        built = graph_of((name, "A", share) for name in "XYZ")
        assert decide(built, built.find("A"), TODAY, listed(*owners)).of("us-ofac").reached is expected


def test_denominators_too_large_for_64_bits_stay_exact_for_one_party() -> None:
    """Seventeen owners with odd fractions that add to exactly a half are a yes, not a rounding matter."""
    parts = [Fraction(50 * k, sum(range(1, 30))) for k in range(1, 30)]
    primes = [Fraction(1, p) for p in (10**9 + 7, 10**9 + 9, 998_244_353)]
    held = [*parts[:-1], parts[-1] - sum(primes), *primes]
    built = graph_of((f"X{at}", "A", Share.exactly(share)) for at, share in enumerate(held))
    resolver = listed(*(listing(f"X{at}") for at in range(len(held))))
    decision = decide(built, built.find("A"), TODAY, resolver).of("us-ofac")
    assert decision.reached is Truth.YES
    assert decision.share == Share.exactly(50)


def test_a_scale_too_large_is_rounded_outward_for_a_registry() -> None:
    """A whole registry never rounds a share into a yes: lows go down and highs go up."""
    odd = [Share.exactly(Fraction(1, p)) for p in (10**9 + 7, 10**9 + 9, 998_244_353)]
    scale = scale_of(odd, 10_000_000, small=False)
    assert not scale.exact
    for share in odd:
        assert scale.back(scale.low(share)) <= share.low
        assert scale.back(scale.high(share)) >= share.high


def test_more_than_a_hundred_is_found() -> None:
    """Owners who hold more than everything are reported, and the total is not clipped."""
    built = graph_of([("X", "A", "70"), ("Y", "A", "60"), ("X", "B", "70")])
    assert [built.ids[int(at)] for at in overfull(built, TODAY)] == ["A"]
    report = decide(built, built.find("A"), TODAY, listed(listing("X"), listing("Y")))
    assert report.of("us-ofac").share == Share.exactly(130)
    assert [finding.code for finding in report.findings] == ["over-100"]


def test_unnamed_owners_may_be_anybody() -> None:
    """An owner nobody has identified is no yes and no no."""
    built = graph_of([("X", "A", "60")])
    built.sorts.flags.writeable = True
    built.sorts[built.find("X")] = Sort.UNNAMED
    decision = decide(built, built.find("A"), TODAY, listed()).of("us-ofac")
    assert decision.answer.is_unknown
    assert "unnamed owner" in decision.questions[0].text
