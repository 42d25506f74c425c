"""`licet determine`: may we ship it? From a file, from flags, or as an interview."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licet.app.cli import FACTS_MISSING, OK, STANDS_IN_THE_WAY
from licet.core.errors import InputError

if TYPE_CHECKING:
    from licet.app.actions.approvals import Approval

__all__ = ["command"]


@click.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--on", "on_text", help="The day whose law and listings are read; today when not given.")
@click.option("--act", help="export, reexport, transfer_in_country, deemed_export, deemed_reexport ...")
@click.option("--item", "items", multiple=True, help="Classification: an ECCN with paragraph, or EAR99.")
@click.option("--to", "destination", help="Country of ultimate destination (a code, a name, or Crimea).")
@click.option("--from", "sent_from", help="Country from which it is sent.")
@click.option("--value", help="Value in US dollars (with one --item).")
@click.option(
    "--party", "parties", multiple=True, help='NAME@ROLE[,ROLE]@COUNTRY, like "Acme Ltd@end_user@CN".'
)
@click.option("--fact", "facts", multiple=True, help="Any fact by its path: use.nuclear=no, item.hts=848210.")
@click.option(
    "--clean/--open", default=None, help="Read what is not stated as declared negative, or as unknown."
)
@click.option("--ask", is_flag=True, help="Interview: ask only the next question that can change the answer.")
@click.option("--screen/--no-screen", default=True, help="Screen parties given by name through the lists.")
@click.option("--trace", is_flag=True, help="Print the whole trace.")
@click.option("--json", "as_data", is_flag=True, help="Machine-readable.")
@click.option(
    "--html",
    "html_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a page for the record.",
)
@click.option(
    "--owners",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Ownership file (CSV, XLSX, BODS, PSC, GLEIF): look through the owners of the parties.",
)
@click.option(
    "--store",
    "store_place",
    help="Store with the licences held: say which one covers the trade, or what term is not met.",
)
@click.option("--by", default="", help="Who determines, for the record.")
@click.option("--keep", is_flag=True, help="Keep it as a decision; where a party is met, open a case.")
@click.option("--reference", default="", help="Your own reference, to find what is kept by.")
def command(
    file: Path | None,
    on_text: str | None,
    act: str | None,
    items: tuple[str, ...],
    destination: str | None,
    sent_from: str | None,
    value: str | None,
    parties: tuple[str, ...],
    facts: tuple[str, ...],
    clean: bool | None,
    ask: bool,
    screen: bool,
    trace: bool,
    as_data: bool,
    html_file: Path | None,
    owners: tuple[Path, ...],
    store_place: str | None,
    by: str,
    keep: bool,
    reference: str,
) -> None:
    """Determine a trade under US export law: outcome, reasons, exceptions, duties, and what is missing.

    \b
    licet determine examples/trade.toml --on 2026-01-29
    licet determine --act export --item 3A991.p --to CN --clean
    licet determine examples/trade.toml --fact trade.sta_statement=no \\
        --html record.html
    """
    from licet.app.actions.determine import as_json, determine_trade, read_trade

    told: dict[str, Any] = read_trade(file) if file else {}
    _add_flags(told, act, items, destination, sent_from, value, parties, facts)
    on = _day(on_text or told.get("on"))
    if not told and not ask:
        if file:
            raise InputError("no fact in it", file=str(file), fix="examples/trade.toml shows the form")
        raise click.UsageError("give a file, flags like --item and --to, or --ask")
    if keep and store_place is None:
        from licet.app.actions.keeping import opened

        store_place = ""  # what is kept must see the letters that lie beside it
        with opened(store_place):
            pass
    if store_place is not None:
        from licet.app.actions.approvals import with_letters

        told = with_letters(told, on, store_place)
    engine = None
    if (screen and any("listed" not in party for party in told.get("parties") or ())) or (screen and ask):
        from licet.check.engine import open_engine

        engine = open_engine()
    if ask:
        from licet.app.cli._interview import interview

        outcome = interview(told, on=on, engine=engine, clean=clean)
    else:
        outcome = determine_trade(told, on=on, engine=engine, clean=clean, owners=owners)
    at = datetime.now().astimezone()
    if html_file is not None:
        from licet.app.actions.writing import write_whole
        from licet.app.cli._determine_view import page

        write_whole(html_file, page(outcome, by=by, at=at))
    approvals: tuple[Approval, ...] = ()
    records: tuple[str, ...] = ()
    if store_place is not None:
        from licet.app.actions.approvals import approvals_for, records_for

        approvals = approvals_for(outcome, store_place)
        records = records_for(outcome, store_place)
    kept: dict[str, str] = {}
    if keep:
        from licet.app.actions.decisions import keep_determination
        from licet.app.actions.keeping import opened

        with opened(store_place or "", create=False) as (store, who):
            held = keep_determination(store, who, engine, outcome, owners=owners, reference=reference)
        kept = {"decision": held.decision, "case": held.case}
    if as_data:
        data = as_json(outcome, trace=trace, by=by, at=at if by else None)
        data["authorisations"] = [asdict(each) for each in approvals]
        data["records"] = list(records)
        if kept:
            data["kept"] = kept
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
    else:
        from rich.console import Console

        from licet.app.cli._determine_view import show

        show(outcome, Console(highlight=False), trace=trace)
        if store_place is not None:
            click.echo("\nAuthorisations held")
            for each in approvals:
                click.echo(f"  {each.item}: {each.says}")
            if not approvals:
                click.echo("  none in this store speaks of the items")
            if records:
                click.echo("\nStatements and letters held")
                for one in records:
                    click.echo(f"  {one}")
        if html_file is not None:
            click.echo(f"\nrecord written to {html_file}")
        if kept:
            click.echo(f"\nkept as {kept['decision']}" + (f"; {kept['case']} waits" if kept["case"] else ""))
    sys.exit(_code(outcome.determination.verdict, understood=not outcome.strange))


def _code(verdict: Any, *, understood: bool) -> int:  # noqa: ANN401 - imported late
    from licet.core.verdict import Verdict

    if verdict.is_clean:
        return OK if understood else FACTS_MISSING
    return FACTS_MISSING if verdict is Verdict.NEEDS_FACTS else STANDS_IN_THE_WAY


def _day(text: object) -> date:
    if text is None:
        return datetime.now().astimezone().date()
    if isinstance(text, date):
        return text
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise click.BadParameter(f"not a day: `{text}` (like 2026-01-29)", param_hint="--on") from None


def _add_flags(
    told: dict[str, Any],
    act: str | None,
    items: tuple[str, ...],
    destination: str | None,
    sent_from: str | None,
    value: str | None,
    parties: tuple[str, ...],
    facts: tuple[str, ...],
) -> None:
    from licet.check.fact_values import as_eccn, is_unknown

    if act:
        told["activity"] = act
    if destination:
        told["destination"] = destination
    if sent_from:
        told["exported_from"] = sent_from
    for eccn in items:
        if not is_unknown(eccn) and as_eccn(eccn) is None:
            raise click.BadParameter(
                f"not an ECCN: `{eccn}` (like 3A090, 5A002.a.1, EAR99 or unknown)", param_hint="--item"
            )
        told.setdefault("items", []).append({"eccn": eccn} | ({"value_usd": value} if value else {}))
    for text in parties:
        name, roles, country, *more = (*text.split("@"), "", "")
        if not name.strip() or any(more):
            raise click.BadParameter(f"not NAME@ROLE@COUNTRY: `{text}`", param_hint="--party")
        party: dict[str, Any] = {"name": name.strip()}
        if roles:
            party["roles"] = [role.strip() for role in roles.split(",")]
        if country:
            party["country"] = country.strip()
        told.setdefault("parties", []).append(party)
    stated: dict[str, str] = {}
    for text in facts:
        path, found, given = text.partition("=")
        if not found:
            raise click.BadParameter(f"not a fact: `{text}` (like use.nuclear=no)", param_hint="--fact")
        before = stated.setdefault(path.strip(), given.strip())
        if before != given.strip():
            raise click.BadParameter(
                f"`{path.strip()}` is said to be `{before}` and `{given.strip()}`", param_hint="--fact"
            )
        _place(told, path.strip(), _plain(given.strip()))


def _plain(text: str) -> object:
    return {"yes": True, "true": True, "no": False, "false": False}.get(text.casefold(), text)


def _place(told: dict[str, Any], path: str, value: object) -> None:
    """Put one fact where the reader looks for it."""
    group, _, key = path.partition(".")
    if group == "item":
        for item in told.setdefault("items", [{}]):
            if key in ("eccn", "kind", "origin", "hts", "value_usd", "desc"):
                item[key] = value
            else:
                item.setdefault("attrs", {})[path] = value
    elif group == "actor":
        told.setdefault("actor", {})[key] = value
    elif group == "party":
        for party in told.get("parties") or ():
            party[path] = value
    elif group in ("use", "trade", "order"):
        told.setdefault("trade", {})[path] = value
    else:
        told[path] = value
