"""The MCP server as an assistant meets it: over stdin and stdout, through the official client."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from licet.app.actions.check import party_of
from licet.app.actions.keeping import opened
from licet.app.actions.portfolio import import_file
from licet.app.actions.suppression import clear_hit
from licet.app.mcp import answers
from licet.check.engine import open_engine
from licet.check.finding import Disposition
from licet.store.suppression import approve_suppression

_EXAMPLES = Path(__file__).parents[3] / "examples"


async def _ask(
    home: Path, calls: list[tuple[str, dict[str, Any]]], store: str = ""
) -> tuple[set[str], list[dict[str, Any]]]:
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "licet", "mcp", "--store", store],
        env={**os.environ, "LICET_HOME": str(home)},
    )
    async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
        await session.initialize()
        tools = {tool.name for tool in (await session.list_tools()).tools}
        answers = []
        for name, arguments in calls:
            result = await session.call_tool(name, arguments)
            answers.append(json.loads(result.content[0].text))  # type: ignore[union-attr]
        return tools, answers


def test_an_assistant_gets_citations_and_what_is_unknown(indexed_home: Path) -> None:
    """Every tool names its versions and paragraphs and what it did not check; an error decides nothing."""
    tools, (listed, nothing, wrong, status, trade, entry) = asyncio.run(
        _ask(
            indexed_home,
            [
                ("check", {"name": "Hangzhou Hikvision Digital Technology", "on": "2026-01-29"}),
                ("check", {"name": "Zwetschgen Obstbau Immenstaad"}),
                ("listing", {"listing_id": "none"}),
                ("list_status", {}),
                ("determine", {"facts": {"act": "export", "destination": "CN"}, "on": "2026-01-29"}),
                ("listing", {"listing_id": "us-bis-entity-list:vn:huawei-technology-co-ltd"}),
            ],
        )
    )
    assert tools == {"check", "determine", "ownership", "listing", "list_status", "impact"}
    assert listed["disposition"] == "MATCH"
    assert any("FR" in cite for one in listed["findings"] for cite in one["citations"])
    assert "no clearance" in nothing["says"]
    assert nothing["not_checked"]
    assert wrong["error"]["fix"]
    assert len(status["lists"]) >= 10
    assert trade["unknown"]
    assert trade["next_question"]
    assert any("15 CFR" in cite for cite in trade["citations"])
    assert trade["made_from"]["rule_book"]
    assert trade["made_from"]["lists"] == status["snapshot"] == listed["snapshot"] == entry["snapshot"]
    assert any("FR" in cite for cite in entry["citations"])
    assert entry["edition"].startswith("us-bis-entity-list of 20")
    for told in (listed, nothing, status, trade, entry):
        assert told["not_checked"]


def test_what_was_cleared_is_told_with_its_ground(indexed_home: Path, tmp_path: Path) -> None:
    """A hit that a person cleared says who, why and until when; the answer names it and is no clearance."""
    store, name = f"{tmp_path}/store.db", "Hangzhou Hikvision Digital Technology"
    engine = open_engine()
    hit = engine.check(name).findings[0]
    with opened(store) as (held, who):
        id = clear_hit(held, who, engine, party_of(name), listing=hit.listing.id, reason="another firm")
        approve_suppression(held, replace(who, id="eve"), id)
    _, (told,) = asyncio.run(_ask(indexed_home, [("check", {"name": name})], store))
    cleared = [one["cleared"] for one in told["findings"] if one["listing"] == hit.listing.id]
    assert [one["reason"] for one in cleared] == ["another firm"]
    assert cleared[0]["by"]
    assert cleared[0]["expires"]


def test_an_assistant_weighs_a_filing_and_reads_owners(indexed_home: Path, tmp_path: Path) -> None:
    """Impact and ownership: citations, what is unknown, not checked; a wrong name decides nothing."""
    store = f"{tmp_path}/store.db"
    with opened(store) as (held, who):
        for kind, name in (("party", "parties"), ("owner", "owners"), ("item", "items"), ("order", "orders")):
            import_file(held, who, "main", kind, _EXAMPLES / "portfolio" / f"{name}.csv")
    filing = str(_EXAMPLES / "filing-2019-22210.xml")
    file = tmp_path / "owners.csv"
    file.write_text("owner,owned,share\nHangzhou Hikvision Digital Technology Co. Ltd.,Lotus Optics,60\n")
    owners = {"name": "Lotus Optics", "files": [str(file)]}
    _, (hit, missing, nobody, owned) = asyncio.run(
        _ask(
            indexed_home,
            [
                ("impact", {"filing": filing}),
                ("impact", {"filing": "1999-1"}),
                ("impact", {"filing": filing, "portfolio": "none"}),
                ("ownership", owners),
            ],
            store,
        )
    )
    assert hit["hits"]
    assert hit["event"]["added"] == 28
    assert any("FR" in cite for cite in hit["citations"])
    assert hit["unknown"]
    assert hit["not_checked"]
    for wrong in (missing, nobody):
        assert wrong["says"] == "no answer; nothing was decided"
    assert owned["disposition"] in ("OWNED", "REVIEW")
    assert owned["not_checked"]
    assert owned["unknown"]
    assert any(rule["answer"] != "no" for rule in owned["ownership"])
    assert all(rule["citations"] for rule in owned["ownership"])


@pytest.mark.parametrize("disposition", list(Disposition), ids=lambda one: one.name)
def test_no_finding_is_told_as_clear(disposition: Disposition) -> None:
    """Every suggestion has words, and none of them says clear, approved or allowed."""
    assert not set(answers.SAYS[disposition].lower().split()) & {"clear", "approved", "allowed", "safe"}
