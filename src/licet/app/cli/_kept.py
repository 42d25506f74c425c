"""What the commands about kept things share: options, tables, and data as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from licet.app.cli._day import DAY

if TYPE_CHECKING:
    from licet.core.answer import Answer

__all__ = ["DAY", "JSON", "STORE", "as_json", "country_of", "day_of", "say", "show_answer", "table"]

STORE = click.option(
    "--store",
    "place",
    default="",
    metavar="FILE|URL",
    help="The store; LICET_STORE or your data folder if not given.",
)
JSON = click.option("--json", "machine", is_flag=True, help="Print JSON.")


def day_of(value: datetime | None) -> date | None:
    """The day of a date option."""
    return value.date() if value else None


def as_json(value: object) -> None:
    """Print a value as JSON."""
    from licet.store.canonical import plain

    click.echo(json.dumps(plain(value), ensure_ascii=False, indent=2))


def country_of(text: str) -> str:
    """The code of a country, so that the record is found by it later (15 CFR 762.5(c)).

    Raises:
        InputError: no country of that name.
    """
    from licet.core.country import country_code
    from licet.core.errors import InputError

    code = country_code(text)
    if not code:
        raise InputError(
            f"`{text}` is no country that licet knows", field="--country", fix="write a two-letter code"
        )
    return code


def say(text: str) -> None:
    """Print a line."""
    click.echo(text)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, empty: str = "nothing") -> None:
    """Print a table; the words of `empty` where it has no rows."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    found = list(rows)
    if not found:
        click.echo(empty)
        return
    made = Table(*heads, box=box.SIMPLE_HEAD, pad_edge=False)
    for row in found:
        made.add_row(*(Text(cell) for cell in row))
    console = Console()
    if not console.is_terminal:
        console = Console(width=160)
    console.print(made)


_MARK = {"yes": "yes", "no": "NO ", "unknown": "?  "}


def show_answer(answer: Answer) -> None:
    """Print an answer with its parts, those that are not yes first of all told."""
    for depth, part in answer.walk():
        if part.says:
            cites = f"  [{', '.join(part.cites)}]" if part.cites else ""
            click.echo(f"{'  ' * depth}{_MARK[part.truth.value]} {part.says}{cites}")
    for question in answer.asks():
        click.echo(f"ask: {question.text}")
