"""Whether the server runs, whether it can answer, and its counters."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from licet import __version__
from licet.app.api.house import house_of
from licet.app.api.problems import PROBLEMS, problem
from licet.app.api.replies import jsoned

router = APIRouter(tags=["running"], responses=PROBLEMS)


@router.get("/healthz")
async def health() -> Response:
    """The process runs."""
    return jsoned({"status": "ok", "version": __version__})


@router.get("/readyz")
async def ready(request: Request) -> Response:
    """The lists are open and the store can be read; says which lists are stale."""
    house = house_of(request)
    house.turn_day()
    if why := house.why_not_ready():
        return problem(503, "not-ready", "; ".join(why))
    states = house.engine.list_states()
    stale = [f"{state.id}: {state.stale}" for state in states if state.stale]
    return jsoned(
        {"status": "ok", "snapshot": house.engine.snapshot.id, "lists": len(states), "stale": stale}
    )


@router.get("/metrics", responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}})
async def metrics(request: Request) -> Response:
    """Counters in the Prometheus text format."""
    house = house_of(request)
    states = house.engine.list_states()
    gauges = {
        "licet_list_entries": float(sum(state.count for state in states)),
        "licet_lists_stale": float(sum(bool(state.stale) for state in states)),
    }
    return Response(house.metrics.text(gauges), media_type="text/plain; version=0.0.4; charset=utf-8")
