"""Portfolios, filings, what a filing does to a portfolio, what was cleared before, and the last self-test."""

from __future__ import annotations

import hashlib
from datetime import date
from itertools import islice
from typing import Annotated, Literal

from fastapi import APIRouter, File, Form, Path, Query, Request, UploadFile
from starlette.responses import Response

from licet.app.actions.suppression import report_rows
from licet.app.api.house import house_of
from licet.app.api.once import once
from licet.app.api.problems import PROBLEMS
from licet.app.api.replies import cached, jsoned, paged
from licet.app.api.routes.filings import filing_of
from licet.app.api.uploads import kept
from licet.app.api.who import asks, needs
from licet.check.doubts import read_doubts
from licet.store.actor import Actor, Permission
from licet.store.canonical import plain
from licet.store.portfolio_read import loads, portfolio, portfolios
from licet.store.suppression import SuppressionState, suppressions

router = APIRouter(prefix="/api/v1", tags=["portfolio and filings"], responses=PROBLEMS)

Reader = Annotated[Actor, needs(Permission.READ)]
Keeper = Annotated[Actor, needs(Permission.RECORD)]
Name = Annotated[str, Path(min_length=1, max_length=100, pattern="^[a-z0-9-]+$")]
Limit = Annotated[int, Query(ge=1, le=500)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
Kind = Literal["party", "owner", "item", "order", "revenue"]
Number = Annotated[str, Form(max_length=40, description="Number of a staged filing, `2019-22210`.")]
#: Gaps that are counted; where there are more, `total` stops here.
_MOST = 100_000
_TABLES = (".csv", ".tsv", ".xlsx", ".jsonl", ".parquet")


@router.get("/portfolios")
def list_portfolios(request: Request, who: Reader, limit: Limit = 100, offset: Offset = 0) -> Response:
    """The portfolios, with how many records of each kind they hold."""
    return paged(request, portfolios(house_of(request).store, who), limit=limit, offset=offset)


@router.get("/portfolios/{name}")
def one_portfolio(request: Request, who: Reader, name: Name) -> Response:
    """A portfolio: what it states as a whole, its counts, and the files brought in."""
    store = house_of(request).store
    held = plain(portfolio(store, who, name))
    return cached(request, {**held, "loads": plain(loads(store, who, name))})


@router.post("/portfolios/{name}/impact")
def weigh(
    request: Request,
    who: Reader,
    name: Name,
    number: Number = "",
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """What a filing does to a portfolio: who is hit, what is owned, orders before and after, sums."""
    from licet.app.actions.impact import ask_of_filing, impact_as_json, impact_of

    house = house_of(request)
    house.turn_day()
    portfolio(house.store, who, name)
    filing = filing_of(file, number)
    with house.batch() as engine:
        found = impact_of(house.store, who, name, ask_of_filing(filing, engine))
    return jsoned(impact_as_json(found))


@router.post("/portfolios/{name}/{kind}")
def bring_in(
    request: Request, who: Keeper, name: Name, kind: Kind, file: Annotated[UploadFile, File()]
) -> Response:
    """Bring in a file of one kind of record; the same file again changes nothing. Rows refused are told."""
    from licet.app.actions.portfolio import import_file

    store = house_of(request).store
    with kept([file], _TABLES) as paths:
        with paths[0].open("rb") as raw:
            digest = hashlib.file_digest(raw, "sha256").hexdigest()

        def work() -> Response:
            done = import_file(store, who, name, kind, paths[0])
            errors = [
                {"line": one.line, "field": one.field, "message": one.message, "fix": one.fix}
                for one in done.errors
            ]
            told = {"portfolio": name, "kind": kind, "loaded": plain(done.loaded), "errors": errors}
            if kind == "order":
                told["incomplete"] = done.incomplete
            return jsoned(told)

        return once(request, who, digest, work)


@router.get("/portfolios/{name}/gaps")
def list_gaps(request: Request, who: Reader, name: Name, limit: Limit = 100, offset: Offset = 0) -> Response:
    """What open orders lack before they can be called clear."""
    from licet.app.actions.portfolio import gaps

    store = house_of(request).store
    portfolio(store, who, name)  # one that does not exist has no gaps, and must not look so
    return paged(request, list(islice(gaps(store, who, name), _MOST)), limit=limit, offset=offset)


@router.get("/suppressions")
def list_suppressions(
    request: Request,
    who: Reader,
    state: SuppressionState | None = None,
    party: Annotated[str, Query(max_length=200)] = "",
    listing: Annotated[str, Query(max_length=200)] = "",
    limit: Limit = 100,
    offset: Offset = 0,
) -> Response:
    """Hits that were cleared before: by whom, why, until when, and what ended them."""
    found = suppressions(house_of(request).store, who, state=state, party=party, listing=listing)
    return paged(request, list(report_rows(found, date.today())), limit=limit, offset=offset)


@router.get("/alerts")
def alerts(request: Request, who: Reader, since: date | None = None) -> Response:
    """Alerts of the watch by day, with the days from a publication to its alert, and how messages stand."""
    from licet.app.actions.watch_report import alert_report

    return cached(request, alert_report(house_of(request).store, who, since=since))


@router.get("/selftest", dependencies=[asks()])
def last_selftest(request: Request) -> Response:
    """What the last self-test found; `run` is false where none was ever made."""
    doubts = read_doubts()
    if doubts is None:
        return cached(request, {"run": False, "fix": "licet selftest"})
    return cached(request, {"run": True, **plain(doubts)})
