"""`licet bench match`: all measures of matching on a labelled set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from licet.app.cli._help import Group

if TYPE_CHECKING:
    from licet.app.actions.match import MatchFigures

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(cls=Group)
def command() -> None:
    """Measure licet on files of your own."""


@command.command("match")
@click.option("--index", "index_file", type=_FILE, required=True, help="Listed parties: JSON array or lines.")
@click.option(
    "--queries", "queries_file", type=_FILE, required=True, help="Queries with accepted ids, JSON lines."
)
@click.option(
    "--negatives", "negatives_file", type=_FILE, required=True, help="Names not listed, JSON lines."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--no-speed", is_flag=True, help="Leave out the timing.")
def match(index_file: Path, queries_file: Path, negatives_file: Path, as_json: bool, no_speed: bool) -> None:
    """R@1, R@10, hits at fixed false alerts, hard negatives, the default policy, speed."""
    from licet.app.actions.match import measure_matching

    figures = measure_matching(index_file, queries_file, negatives_file, speed=not no_speed)
    if as_json:
        import json
        from dataclasses import asdict

        click.echo(json.dumps(asdict(figures), ensure_ascii=False, indent=2))
        return
    _print(figures)


def _print(figures: MatchFigures) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    whole = Table(
        title=f"{figures.queries:,} queries, {figures.negatives:,} negatives, {figures.parties:,} parties"
    )
    for column in ("R@1", "R@10", "hit@0.1%", "hit@1%", "hard@1% per 1,000"):
        whole.add_column(column, justify="right")
    whole.add_row(
        f"{figures.r1:.4f}",
        f"{figures.r10:.4f}",
        f"{figures.hit_01:.4f}",
        f"{figures.hit_1:.4f}",
        f"{figures.hard_1:.1f}",
    )
    console.print(whole)
    console.print(
        f"default policy: hit {figures.default_hit:.4f}, clean alerts {figures.default_clean:.2f} per 1,000, "
        f"hard alerts {figures.default_hard:.1f} per 1,000"
    )
    by_class = Table(title="by class of query")
    by_class.add_column("class")
    for column in ("queries", "R@1", "R@10", "hit@0.1%", "hit@1%"):
        by_class.add_column(column, justify="right")
    for name, row in [*sorted(figures.by_class.items()), ("all non-Latin", figures.non_latin)]:
        by_class.add_row(name, f"{row[0]:,}", *(f"{value:.3f}" for value in row[1:]))
    console.print(by_class)
    if figures.batch_per_second:
        console.print(
            f"speed, one core, warm: {figures.batch_per_second:,.0f} queries/s in batch, "
            f"{figures.single_per_second:,.0f} one at a time (p50 {figures.p50_ms:.2f} ms, "
            f"p99 {figures.p99_ms:.2f} ms); "
            f"index built in {figures.build_seconds:.1f} s"
        )
    worst = Table(title="clean negatives that score highest")
    for column in ("name", "listed name", "score"):
        worst.add_column(column)
    for query, name, score in figures.worst_clean:
        worst.add_row(query, name, f"{score:.3f}")
    console.print(worst)
