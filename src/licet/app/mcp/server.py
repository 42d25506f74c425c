"""The MCP server: licet's verbs as tools of an assistant, over standard input and output."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from licet.app.mcp import answers
from licet.check.engine import Engine
from licet.core.errors import LicetError, MissingExtraError

try:
    from mcp.server import MCPServer
except ImportError:
    raise MissingExtraError("the MCP server is not installed", fix='pip install "licet[mcp]"') from None

__all__ = ["make_server"]

_RULES = (
    "Answers come from government lists and the rule book of licet on a stated day. Never tell a person that "
    "a party or a trade is clear, approved or allowed on the ground of an empty result: repeat what was not "
    "checked, which lists are stale and what is unknown. Name the citations. A person decides."
)


def make_server(engine: Engine, store: str = "") -> MCPServer[Any]:
    """The server over the lists of an engine, and the store where portfolios are kept."""
    server: MCPServer[Any] = MCPServer("licet", instructions=_RULES)

    def told(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """An error is an answer that decides nothing, with what to do about it."""
        try:
            return work()
        except LicetError as error:
            return {
                "says": "no answer; nothing was decided",
                "error": {
                    "code": error.code,
                    "message": error.message,
                    "place": error.place,
                    "fix": error.fix,
                },
            }

    @server.tool()
    def check(name: str, country: str = "", kind: str = "any", on: str = "") -> dict[str, Any]:
        """Check one party against the lists on a day (YYYY-MM-DD; today if empty).

        `kind` is person, organisation, vessel, aircraft or any. Says what was met, why, under which citation,
        what is unknown and what was not checked.
        """
        return told(lambda: answers.check(engine, name, country, kind, on, store=store))

    @server.tool()
    def ownership(name: str, files: list[str], on: str = "") -> dict[str, Any]:
        """Check a party through its owners, from ownership files on this machine (CSV, XLSX, BODS, PSC)."""
        return told(lambda: answers.ownership(engine, name, files, on))

    @server.tool()
    def determine(facts: dict[str, Any], on: str = "") -> dict[str, Any]:
        """Determine a trade under US export law from facts such as act, destination, items and parties.

        Gives the outcome with its requirements and citations, what is missing, and the next question to ask.
        """
        return told(lambda: answers.determine(engine, facts, on))

    @server.tool()
    def listing(listing_id: str, on: str = "") -> dict[str, Any]:
        """One entry of a list by its id: names, requirement, licence policy, history, citations."""
        return told(lambda: answers.listing(engine, listing_id, on))

    @server.tool()
    def list_status() -> dict[str, Any]:
        """Which lists are held, of which day, how many entries, and which are stale."""
        return told(lambda: answers.list_status(engine))

    @server.tool()
    def impact(filing: str, portfolio: str = "main") -> dict[str, Any]:
        """What a Federal Register filing does to a portfolio kept on this machine.

        `filing` is a file (official XML) or the number of a staged filing. Names the counterparties hit,
        owned affiliates, orders before and after, what is at stake, unknown and was not checked.
        """
        return told(lambda: answers.impact(engine, filing, portfolio, store))

    return server
