"""Pages on what the firm deals in: portfolios, what a filing does to one, what was cleared before."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from licet.app.actions.staging import clear_filing, stage_filing
from licet.app.actions.suppression import report_rows
from licet.app.api.house import House, house_of
from licet.app.api.routes.filings import DOCUMENTS, filing_of
from licet.app.api.uploads import kept
from licet.app.api.who import needs
from licet.app.web.desk import DeskRoute, see
from licet.app.web.pages import ClearedPage, FilingsPage, ImpactPage, PortfolioPage, PortfoliosPage
from licet.app.web.pictures import bars
from licet.app.web.render import render
from licet.core.country import country_name
from licet.core.errors import InputError
from licet.lists.staged import staged
from licet.store.actor import Actor, Permission
from licet.store.portfolio_read import loads, orders, portfolio, portfolios
from licet.store.suppression import SuppressionState, suppression, suppressions

__all__ = ["router"]

router = APIRouter(route_class=DeskRoute)

_Reader = Annotated[Actor, needs(Permission.READ)]
_Stager = Annotated[Actor, needs(Permission.POLICY)]
#: Orders and gaps that a page looks through; it says so where there are more.
_MOST = 20_000
_GAPS = 200
_ROWS = 500


@router.get(PortfoliosPage.route)
async def all_portfolios(request: Request, who: _Reader) -> Response:
    """The portfolios."""
    found = await run_in_threadpool(portfolios, house_of(request).store, who)
    return render(request, PortfoliosPage(portfolios=tuple(found)))


@router.get(PortfolioPage.route)
async def one_portfolio(request: Request, name: str, who: _Reader) -> Response:
    """One portfolio: counts, files, what its orders lack, where they go."""
    return render(request, await run_in_threadpool(_held, house_of(request), who, name))


def _held(house: House, who: Actor, name: str) -> PortfolioPage:
    from licet.app.actions.portfolio import gaps

    held = portfolio(house.store, who, name)
    places: Counter[str] = Counter()
    looked = 0
    for order in islice(orders(house.store, who, name), _MOST):
        looked += 1
        if order.state.pending:
            places[(country_name(order.destination) or order.destination) or "not stated"] += 1
    picture = bars("exposure", "Orders under way, by destination", places.most_common(12), unit="orders")
    return PortfolioPage(
        held=held,
        loads=tuple(loads(house.store, who, name))[:20],
        gaps=tuple(islice(gaps(house.store, who, name), _GAPS)),
        picture=picture if places else None,
        looked=looked,
    )


@router.get(ImpactPage.route)
async def impact_start(request: Request, who: _Reader) -> Response:
    """Choose a filing and a portfolio."""
    return render(request, await run_in_threadpool(_impact, house_of(request), who, None, "", ""))


@router.post(ImpactPage.route)
async def impact(
    request: Request,
    who: _Reader,
    portfolio: Annotated[str, Form(max_length=100)],
    number: Annotated[str, Form(max_length=40)] = "",
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """What a filing does to a portfolio."""
    page = await run_in_threadpool(_impact, house_of(request), who, file, number, portfolio)
    return render(request, page)


def _impact(house: House, who: Actor, file: UploadFile | None, number: str, name: str) -> ImpactPage:
    names = tuple(one.name for one in portfolios(house.store, who))
    known = tuple((one.id, f"{one.id}, from {one.effective}: {one.title}"[:120]) for one in staged())
    if not name:
        return ImpactPage(portfolios=names, staged=known, found=None, pictures=(), marks={})
    from licet.app.actions.impact import ask_of_filing, impact_of
    from licet.app.actions.impact_report import MARKS, impact_pictures

    house.turn_day()
    portfolio(house.store, who, name)
    filing = filing_of(file, number)
    with house.batch() as engine:
        found = impact_of(house.store, who, name, ask_of_filing(filing, engine))
    return ImpactPage(
        portfolios=names, staged=known, found=found, pictures=tuple(impact_pictures(found)), marks=MARKS
    )


@router.get(FilingsPage.route)
async def filings(request: Request, who: _Reader) -> Response:
    """The filings that are staged."""
    found = await run_in_threadpool(staged)
    return render(request, FilingsPage(filings=found, on=date.today()))


@router.post(FilingsPage.route)
async def stage(request: Request, who: _Stager, file: Annotated[UploadFile, File()]) -> Response:
    """Stage a filing for every later answer."""
    await run_in_threadpool(_stage, house_of(request), who, file)
    return see("/filings")


def _stage(house: House, who: Actor, file: UploadFile) -> None:
    with kept([file], DOCUMENTS) as paths:
        stage_filing(house.store, who, paths[0])
    house.lay_filings()


@router.post("/filings/{number}/clear")
async def clear(request: Request, number: str, who: _Stager) -> Response:
    """Clear a staged filing."""
    house = house_of(request)
    await run_in_threadpool(clear_filing, house.store, who, number)
    await run_in_threadpool(house.lay_filings)
    return see("/filings")


@router.get(ClearedPage.route)
async def cleared(
    request: Request,
    who: _Reader,
    state: Annotated[str, Query(max_length=20)] = "",
    done: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Hits that were cleared before: by whom, why, until when."""
    try:
        wanted = SuppressionState(state) if state else None
    except ValueError:
        raise InputError(f"`{state}` is no state of a suppression", field="state") from None
    found = await run_in_threadpool(suppressions, house_of(request).store, who, state=wanted)
    today = date.today()
    page = ClearedPage(
        rows=tuple(islice(report_rows(found, today), _ROWS)),
        total=len(found),
        state=state,
        states=tuple(one.value for one in SuppressionState),
        done=suppression(house_of(request).store, who, done).id if done else "",
    )
    return render(request, page)
