"""How help lists commands: the first sentence of each whole; the verbs of `licet` by what they are for."""

from __future__ import annotations

from collections.abc import Iterable

import click

__all__ = ["Group", "sections", "verb_sections"]

#: The verbs of `licet`, in the order in which a newcomer meets them; one that is not named here comes last.
SECTIONS = (
    ("Ask", ("check", "screen", "determine", "owners", "gear", "compare")),
    ("Filings and what they hit", ("filing", "portfolio", "impact", "watch")),
    ("What answers stand on", ("lists", "law", "selftest", "bench")),
    (
        "Keep and prove",
        ("store", "case", "suppression", "licence", "record", "shipment", "log", "replay", "lookback"),
    ),
    ("Serve and set up", ("serve", "mcp", "user", "completion")),
)


def verb_sections(verbs: Iterable[str]) -> list[tuple[str, list[str]]]:
    """The verbs by section; what no section names stands under `More`."""
    left = dict.fromkeys(verbs)
    found = []
    for title, names in SECTIONS:
        here = [name for name in names if name in left]
        found.append((title, here))
        for name in here:
            del left[name]
    if left:
        found.append(("More", list(left)))
    return [(title, names) for title, names in found if names]


def _first_sentence(command: click.Command) -> str:
    """The first sentence of a command's help, whole."""
    text = " ".join((command.help or "").partition("\n\n")[0].split())
    return text.removesuffix(".")


def sections(
    group: click.Group,
    ctx: click.Context,
    formatter: click.HelpFormatter,
    parts: Iterable[tuple[str, list[str]]],
) -> None:
    """Write commands under titles, each with its first sentence wrapped beside it."""
    told = []
    for title, names in parts:
        held = ((name, group.get_command(ctx, name)) for name in names)
        told.append((title, [(name, _first_sentence(command)) for name, command in held if command]))
    width = max((len(name) for _, rows in told for name, _ in rows), default=0)
    for title, rows in told:
        if rows:
            with formatter.section(title):
                formatter.write_dl([(name.ljust(width), says) for name, says in rows])


class Group(click.Group):
    """A group whose commands are listed with their first sentences whole."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands."""
        sections(self, ctx, formatter, [("Commands", self.list_commands(ctx))])
