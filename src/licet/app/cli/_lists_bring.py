"""`licet lists update`, `import`, `export` and `build`: how lists come, also where no network is."""

from __future__ import annotations

import json
from pathlib import Path

import click

from licet.app.cli import STALE

__all__ = ["build", "export", "import_", "update"]


_index_option = click.option(
    "--index/--no-index",
    default=True,
    show_default=True,
    help="Build the index of new lists at once, so that the first check of them does not wait.",
)


@click.command()
@click.option(
    "--only", multiple=True, metavar="SOURCE", help="Only this source; may be given more than once."
)
@_index_option
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def update(*, only: tuple[str, ...], index: bool, as_json: bool) -> None:
    """Fetch the lists from their official addresses; ends with 4 when one is refused."""
    from licet.app.actions.lists import update_lists

    done = update_lists(lambda name: None if as_json else click.echo(f"asking for {name}", err=True), only)
    if index:
        _make_ready()
    if as_json:
        from pydantic import TypeAdapter

        outcomes = [TypeAdapter(type(one)).dump_python(one, mode="json") for one in done.outcomes]
        told = {"snapshot": done.snapshot.id, "outcomes": outcomes}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, pad_edge=False, header_style="bold")
        table.add_column("Source")
        table.add_column("Outcome")
        table.add_column("Entries", justify="right")
        table.add_column("Why", overflow="fold")
        styles = {"new": "green", "unchanged": "", "refused": "red", "by hand": "yellow"}
        for one in done.outcomes:
            why = f"download from {one.why}, then `licet lists import`" if one.state == "by hand" else one.why
            count = f"{one.count:,}" if one.count else ""
            table.add_row(one.source, Text(one.state, style=styles[one.state]), count, Text(why))
        console = Console()
        console.print(table)
        console.print(f"\ncurrent snapshot [bold]{done.snapshot.id[:12]}[/], {len(done.snapshot):,} entries")
        if done.refused:
            console.print(
                f"{len(done.refused)} refused: what is held stays, and every answer says that it is stale"
            )
    if done.refused:
        raise click.exceptions.Exit(STALE)


@click.command()
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--key",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The signing key (PEM); `licet log key FILE` makes one and prints its public half.",
)
@click.option("--snapshot", help="A snapshot's id or file; the current one without it.")
def export(*, out: Path, key: Path, snapshot: str | None) -> None:
    """Write the lists to OUT as a signed bundle, for a machine without a network."""
    from licet.app.actions.bundle import export_lists

    packed = export_lists(out, key, snapshot)
    size = f"{out.stat().st_size / 1e6:.2f} MB"
    click.echo(f"{out}: {size}, {len(packed):,} entries of {len(packed.lists)} lists, signed")


@click.command(name="import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--source", "source_id", default="", help="Whose documents they are; known by name without it.")
@click.option(
    "--trust",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="For a bundle: the public key (PEM) that must have signed it.",
)
@click.option(
    "--anyway",
    is_flag=True,
    help="Take an edition that is older than the one held, or has lost many entries: you compared it.",
)
@_index_option
def import_(
    *, files: tuple[Path, ...], source_id: str, trust: Path | None, anyway: bool, index: bool
) -> None:
    """Read official documents that you downloaded, or a signed bundle, and make them the current snapshot."""
    from licet.app.actions.bundle import import_bundle, looks_like_bundle
    from licet.app.actions.lists import import_lists

    if len(files) == 1 and looks_like_bundle(files[0]):
        snapshot = import_bundle(files[0], trust)
        lines: tuple[str, ...] = (f"{files[0].name}: signed and whole",)
    else:
        snapshot, lines = import_lists(files, source_id, anyway=anyway)
    if index:
        _make_ready()
    for line in lines:
        click.echo(line)
    click.echo(
        f"current snapshot {snapshot.id[:12]}, {len(snapshot):,} entries of {len(snapshot.lists)} lists"
    )


@click.command()
@click.option(
    "--from",
    "folder",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of official documents, searched through.",
)
@click.option("--sources", default="*", show_default=True, help="Which sources, as a pattern.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file; the embedded snapshot without it.",
)
def build(*, folder: Path, sources: str, out: Path | None) -> None:
    """Build a snapshot file from official documents: the same documents always give the same bytes."""
    from licet.app.actions.lists import build_lists
    from licet.lists.home import embedded_path

    target = out or embedded_path()
    built = build_lists(folder, sources, target, click.echo)
    size = f"{len(built.data) / 1e6:.2f} MB"
    click.echo(f"{target}: {size}, {built.count:,} entries of {len(built.entries)} lists")


def _make_ready() -> None:
    """The first check of new lists finds its index built."""
    from licet.app.actions.check import make_ready
    from licet.app.cli.check import index_progress

    make_ready(index_progress())
