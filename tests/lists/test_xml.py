"""Hardened XML and strict nodes."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.core.errors import SourceError
from licet.lists.xml import Node, parse_xml

BOMB = b"""<!DOCTYPE a [<!ENTITY x "aaaaaaaa"><!ENTITY y "&x;&x;&x;&x;">]><a>&y;</a>"""
THIEF = b"""<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>"""


def node(text: str) -> Node:
    """The root of a text."""
    return Node(parse_xml(text.encode(), file="list.xml"), file="list.xml")


@pytest.mark.parametrize(
    "data", [BOMB, THIEF, b"<a>", b"", b"<html><br></html>", b"<a>" * 300 + b"</a>" * 300]
)
def test_refuses_dangerous_or_broken_xml(data: bytes) -> None:
    """Entity bombs, outside entities, cut documents, error pages and absurd depth are refused."""
    with pytest.raises(SourceError):
        parse_xml(data, file="f")


def test_node_accounts_for_everything() -> None:
    """A node passes when each filled child and attribute is taken or ignored."""
    with node('<e xmlns="urn:x" id="7"><name> A  B </name><aka><n>C</n></aka><empty/><!-- c --></e>') as one:
        assert one.take("@id") == "7"
        assert one.take("name") == "A B"
        assert [inner.take("n") for inner in one.nodes("aka")] == ["C"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<e><name>A</name><new>x</new></e>", "column `new`"),
        ('<e new="1"><name>A</name></e>', "column `@new`"),
        ("<e/>", "missing"),
        ("<e><name>A</name><name>B</name></e>", "2 times"),
        ("<e><name><b>A</b></name></e>", "children where text"),
    ],
)
def test_node_refuses_what_it_does_not_know(text: str, says: str) -> None:
    """A new child or attribute, a missing, repeated or structured one is an error with its place."""
    with pytest.raises(SourceError, match=says), node(text) as one:
        one.take("name", needed=True)


@given(st.binary())
def test_any_bytes_parse_or_are_refused(data: bytes) -> None:
    """No bytes make the parser fail in another way."""
    with contextlib.suppress(SourceError):
        parse_xml(data, file="f")
