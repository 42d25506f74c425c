"""Clear a hit of a case at the desk; a second person approves or refuses; a suppression is revoked."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from licet.app.actions.suppression import clear_alert
from licet.app.api.house import house_of
from licet.app.api.who import needs
from licet.app.web.desk import DeskRoute, see
from licet.core.errors import InputError
from licet.store.actor import Actor, Permission
from licet.store.suppression import approve_suppression, refuse_suppression, revoke_suppression

__all__ = ["router"]

router = APIRouter(route_class=DeskRoute)

_Worker = Annotated[Actor, needs(Permission.CASE)]
_Approver = Annotated[Actor, needs(Permission.APPROVE)]
_Words = Annotated[str, Form(max_length=10_000)]
_Short = Annotated[str, Form(max_length=300)]


@router.post("/case/{id}/clear")
async def clear(
    request: Request, id: str, who: _Worker, listing: _Short, reason: _Words, expires: _Short = ""
) -> Response:
    """Clear a hit of a case; the party is met on the lists again, nothing is taken from the page."""
    house = house_of(request)
    try:
        until = date.fromisoformat(expires) if expires else None
    except ValueError:
        raise InputError(f"`{expires}` is no day", field="expires", fix="write it as 2027-05-31") from None

    def work() -> str:
        return clear_alert(house.store, who, house.engine, id, listing=listing, reason=reason, expires=until)

    return see(f"/cleared?done={await run_in_threadpool(work)}")


@router.post("/cleared/{id}/approve")
async def approve(request: Request, id: str, who: _Approver, refuse: _Words = "") -> Response:
    """The second person of a strong hit: approve, or refuse with a reason."""
    store = house_of(request).store
    if refuse.strip():
        refuse_suppression(store, who, id, refuse)
    else:
        approve_suppression(store, who, id)
    return see(f"/cleared?done={id}")


@router.post("/cleared/{id}/revoke")
async def revoke(request: Request, id: str, who: _Worker, reason: _Words) -> Response:
    """End a suppression: its hit alerts again."""
    if not reason.strip():
        raise InputError("to revoke needs its reason in words", field="reason")
    revoke_suppression(house_of(request).store, who, id, reason)
    return see(f"/cleared?done={id}")
