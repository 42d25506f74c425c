"""`licet compare A B`: are two names one party, and why."""

from __future__ import annotations

import click


@click.command()
@click.argument("a")
@click.argument("b")
@click.option(
    "--kind",
    type=click.Choice(["any", "person", "organisation", "vessel"]),
    default="any",
    help="What both are.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(a: str, b: str, kind: str, as_json: bool) -> None:
    """Compare two names and print how their words meet.

    \b
    licet compare "Hangzhou Hikvision Digital Tech" "海康威视"
    """
    from licet.app.actions.match import compare_names

    found = compare_names(a, b, kind)
    if as_json:
        import json
        from dataclasses import asdict

        fields = asdict(found) | {"verdict": found.verdict.value}
        click.echo(json.dumps(fields, ensure_ascii=False, indent=2))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(markup=False)  # names may hold brackets
    table = Table(box=None, pad_edge=False)
    for column in (a, b, "how", "likeness", "weight"):
        table.add_column(column, overflow="fold")
    for pair in found.pairs:
        likeness = f"{pair.likeness:.2f}" if pair.how else ""
        how = pair.how or ("only on the left" if pair.ours else "only on the right")
        table.add_row(
            " ".join(pair.ours) or "·", " ".join(pair.theirs) or "·", how, likeness, f"{pair.weight:.2f}"
        )
    verdict = Text.assemble(
        (found.verdict.value, "bold"), f"  score {found.score:.3f}  rank {found.rank:+.2f}"
    )
    console.print(verdict)
    console.print(table)
    console.print(found.sentence)
