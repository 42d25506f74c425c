"""`licet check NAME`: may we deal with this party?"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from licet.core.errors import InputError


def day_option(text: str | None) -> date | None:
    """A day from `--on`.

    Raises:
        InputError: not an ISO day.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"`{text}` is no day", field="--on", fix="write it like 2019-10-09") from None


@click.command()
@click.argument("name", default="")
@click.option("--country", default="", help="Country code or name: speaks for or against a hit.")
@click.option("--address", default="", help="Address: compared with every listed address, names or not.")
@click.option(
    "--id", "identifiers", multiple=True, help="Identifier, alone or as kind:value (lei:…, imo:…, tax:…)."
)
@click.option(
    "--kind",
    type=click.Choice(["any", "person", "organisation", "vessel", "aircraft"]),
    default="any",
    help="What the party is.",
)
@click.option(
    "--on", "on", default=None, help="Day on which listings are read (YYYY-MM-DD); today by default."
)
@click.option(
    "--snapshot", default=None, help="Snapshot id, file, or `embedded`; the current one by default."
)
@click.option("--list", "lists", multiple=True, help="Look at this list only (repeatable).")
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=10,
    show_default=True,
    help="Show at most so many listed parties.",
)
@click.option(
    "--owners",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Ownership file (CSV, XLSX, BODS, PSC, GLEIF): look through the party's owners too.",
)
@click.option(
    "--near", type=click.IntRange(0), default=0, help="Name so many listings that were ruled out, and why."
)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.option("--keep", is_flag=True, help="Keep it as a decision; where something is met, open a case.")
@click.option("--reference", default="", help="Your own reference, to find what is kept by.")
@click.option("--party", "party_id", default="", help="The party's reference: for what was cleared before.")
@click.option(
    "--store",
    "place",
    default="",
    metavar="FILE|URL",
    help="The store: to keep it; what was cleared.",
)
def command(
    name: str,
    country: str,
    address: str,
    identifiers: tuple[str, ...],
    kind: str,
    on: str | None,
    snapshot: str | None,
    lists: tuple[str, ...],
    limit: int,
    owners: tuple[Path, ...],
    near: int,
    as_json: bool,
    keep: bool,
    reference: str,
    party_id: str,
    place: str,
) -> None:
    """Check one party against every list, and say what being on it means on the day.

    Exit code 0: nothing found, on lists that are good. 1: something stands in the way.
    3: nothing found, but the history held does not reach the day asked about.
    4: nothing found, but a list is too old or short to rely on.

    \b
    licet check Hikvision
    licet check "Hangzhou Hikvision" --on 2019-10-08
    licet check "SIS d.o.o." --country SI --address "Spruha 19, Trzin"
    licet check "Meridian Optics Shenzhen Co. Ltd" --owners examples/owners.csv
    """
    from licet.app.actions.check import check_as_json, check_party, open_lists, party_of, stands_in_the_way
    from licet.app.cli import FACTS_MISSING, OK, STALE, STANDS_IN_THE_WAY

    party = party_of(
        name, country=country, address=address, identifiers=identifiers, kind=kind, party_id=party_id
    )
    day = day_option(on)
    engine = open_lists(snapshot, lists or None, index_progress())
    answer = check_party(engine, party, on=day, limit=limit, near_misses=near, owners=owners)
    kept: dict[str, str] = {}
    if keep or place:
        from licet.app.actions.decisions import keep_check
        from licet.app.actions.keeping import opened
        from licet.app.actions.suppression import show_cleared

        with opened(place, create=keep) as (store, who):
            answer = next(show_cleared(store, who, engine, [answer]))
            if keep:
                held = keep_check(
                    store,
                    who,
                    engine,
                    answer,
                    limit=limit,
                    near_misses=near,
                    owners=owners,
                    reference=reference,
                )
                kept = {"decision": held.decision, "case": held.case}
    if as_json:
        told = check_as_json(answer)
        click.echo(json.dumps({**told, "kept": kept} if kept else told, ensure_ascii=False, indent=1))
    else:
        from licet.app.cli._check_view import print_check

        print_check(answer)
        if kept:
            click.echo(f"\nkept as {kept['decision']}" + (f"; {kept['case']} waits" if kept["case"] else ""))
    if stands_in_the_way(answer):
        sys.exit(STANDS_IN_THE_WAY)
    if answer.incomplete:
        sys.exit(FACTS_MISSING)
    sys.exit(STALE if answer.stale else OK)


def index_progress() -> Callable[[int, int], None]:
    """What to hand to `open_lists` so that a person sees why the first call takes longer."""

    def progress(done: int, total: int) -> None:
        from licet.app.cli._progress import show

        show(f"building the match index, once for these lists: {done:,} of {total:,}", last=done >= total)

    return progress
