"""The MCP server as an assistant meets it: over stdin and stdout, through the official client."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client


async def _ask(home: Path, calls: list[tuple[str, dict[str, Any]]]) -> tuple[set[str], list[dict[str, Any]]]:
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "licet", "mcp"], env={**os.environ, "LICET_HOME": str(home)}
    )
    async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
        await session.initialize()
        tools = {tool.name for tool in (await session.list_tools()).tools}
        answers = []
        for name, arguments in calls:
            result = await session.call_tool(name, arguments)
            answers.append(json.loads(result.content[0].text))  # type: ignore[union-attr]
        return tools, answers


def test_an_assistant_gets_citations_and_what_is_unknown(tmp_path: Path) -> None:
    """Every tool answers; nothing found is no clearance; an error decides nothing."""
    tools, (listed, nothing, wrong, status, trade) = asyncio.run(
        _ask(
            tmp_path,
            [
                ("check", {"name": "Hangzhou Hikvision Digital Technology", "on": "2026-01-29"}),
                ("check", {"name": "Zwetschgen Obstbau Immenstaad"}),
                ("listing", {"listing_id": "none"}),
                ("list_status", {}),
                ("determine", {"facts": {"act": "export", "destination": "CN"}, "on": "2026-01-29"}),
            ],
        )
    )
    assert tools == {"check", "determine", "ownership", "listing", "list_status"}
    assert listed["disposition"] == "MATCH"
    assert any("FR" in cite for one in listed["findings"] for cite in one["citations"])
    assert "no clearance" in nothing["says"]
    assert nothing["not_checked"]
    assert wrong["error"]["fix"]
    assert len(status["lists"]) >= 10
    assert trade["unknown"]
    assert trade["next_question"]
