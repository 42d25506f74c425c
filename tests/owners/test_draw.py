"""Pictures: well-formed, readable without colour, and complete for 2 and for 60 parties."""

from __future__ import annotations

import random

from lxml import etree

from licet.core.listing import Listing
from licet.owners.draw import draw
from licet.owners.graph import Graph
from licet.owners.regimes import US_OFAC
from licet.owners.workings import chain_of, work
from tests.owners.build import TODAY, graph_of, listed, listing

SVG = "{http://www.w3.org/2000/svg}"


def picture(graph: Graph, party: str, *entries: Listing) -> etree._Element:
    """The picture of one party, read back as XML."""
    chain = chain_of(graph, graph.find(party), TODAY, listed(*entries))
    return etree.fromstring(draw(work(chain, US_OFAC, {})).encode())


def texts(svg: etree._Element) -> list[str]:
    """All texts that are shown."""
    return [str(one.text) for one in svg.iter(f"{SVG}text")]


def test_two_parties_and_their_share_are_shown_with_title_and_description() -> None:
    """Names, share, shape and word of the listed owner, and the same for who can't see it."""
    svg = picture(graph_of([("X & Co", "A", "60")]), "A", listing("X & Co"))
    assert {"X & Co", "A", "60 %", "LISTED: SDN List", "REACHED"} <= set(texts(svg))
    assert len(list(svg.iter(f"{SVG}polygon"))) == 1
    described = svg.findtext(f"{SVG}desc") or ""
    assert "X & Co: 60 % of A." in described
    assert svg.get("role") == "img"


def test_sixty_parties_with_rings_all_have_a_box_and_none_overlap() -> None:
    """Every party is there, and no two boxes touch."""
    random.seed(4)
    names = [f"Company {at}" for at in range(60)]
    holdings = [(names[at], names[(at - 1) // 3], "50") for at in range(1, 60)]
    holdings += [(names[0], names[59], "20"), (names[4], names[44], "20")]
    svg = picture(graph_of(holdings), names[0], listing(names[50]))
    assert set(names) <= set(texts(svg))
    boxes = [
        tuple(float(box.get(side, "0")) for side in ("x", "y", "width", "height"))
        for box in svg.iter(f"{SVG}rect")
        if box.get("rx") == "4"
    ]
    for at, (x, y, wide, high) in enumerate(boxes):
        assert all(
            x + wide <= ox or ox + owide <= x or y + high <= oy or oy + ohigh <= y
            for ox, oy, owide, ohigh in boxes[at + 1 :]
        )


def test_a_crowd_without_listed_owners_is_one_box() -> None:
    """Beyond sixty parties those with nobody listed behind them are drawn together, with their sum."""
    graph = graph_of([*((f"Person {at}", "A", "1/2") for at in range(80)), ("X", "A", "60")])
    svg = picture(graph, "A", listing("X"))
    assert "80 other owners" in texts(svg)
    assert "40 %" in texts(svg)
