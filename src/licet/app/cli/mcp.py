"""`licet mcp`: the tools for an assistant."""

from __future__ import annotations

import click

__all__ = ["command"]


@click.command()
@click.option("--snapshot", default=None, help="Which lists; the current ones if not given.")
@click.option(
    "--store", default="", metavar="FILE|URL", help="Where portfolios are kept and what was cleared."
)
def command(snapshot: str | None, store: str) -> None:
    """Serve check, determine, ownership, listing, list status and impact to an assistant, over its pipes.

    It reads and decides nothing by itself: each answer names its citations, what is unknown and what was not
    checked.
    """
    from licet.app.mcp.server import make_server
    from licet.check.engine import open_engine

    make_server(open_engine(snapshot), store).run("stdio")
