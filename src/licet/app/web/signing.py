"""Signing in and out: argon2 passwords and the lockout are the store's; here is the cookie."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from licet.app.api.house import house_of
from licet.app.api.who import origin_of
from licet.app.session import COOKIE, issue_session
from licet.app.web.desk import DeskRoute, see
from licet.app.web.pages import SignInPage
from licet.app.web.render import render
from licet.core.errors import DeniedError
from licet.store.people import session_mark, sign_in

__all__ = ["router"]

router = APIRouter(route_class=DeskRoute)
_Short = Annotated[str, Form(max_length=300)]


def _here(after: str) -> str:
    """An address of this very site; anything else would lead a person away after signing in."""
    fine = after.startswith("/") and not after.startswith("//") and "\\" not in after and after.isprintable()
    return after if fine else "/"


@router.get(SignInPage.route)
async def ask(request: Request, after: Annotated[str, Query(max_length=500)] = "/") -> Response:
    """The form."""
    page = SignInPage(after=_here(after), problem="", no_users=not house_of(request).has_users)
    return render(request, page)


@router.post(SignInPage.route)
async def enter(request: Request, user: _Short, password: _Short, after: _Short = "/") -> Response:
    """Sign in; a wrong password and an unknown user read the same."""
    house = house_of(request)
    try:
        who = await run_in_threadpool(sign_in, house.store, user, password, origin_of(request, "web"))
    except DeniedError as error:
        told = f"{error.message}. {error.fix}" if error.fix else error.message
        return render(
            request, SignInPage(after=_here(after), problem=told, no_users=not house.has_users), 403
        )
    reply = see(_here(after))
    reply.set_cookie(
        COOKIE,
        issue_session(house.secret, who.id, session_mark(house.store, who.id)),
        max_age=house.settings.session_hours * 3600,
        httponly=True,
        samesite="strict",
        secure=house.settings.secure_cookies,
    )
    return reply


@router.post("/sign-out")
async def leave(_request: Request) -> Response:
    """Sign out."""
    reply = see("/sign-in")
    reply.delete_cookie(COOKIE)
    return reply
