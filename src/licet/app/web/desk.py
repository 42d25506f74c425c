"""How a route of the desk fails: with a page that says what happened, or at the door."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.responses import RedirectResponse

from licet.app.api.problems import SignInNeededError, status_of
from licet.app.web.pages import FailurePage
from licet.app.web.render import render
from licet.core.errors import InputError, LicetError

__all__ = ["DeskRoute", "see"]


def see(address: str) -> Response:
    """On to another page, by GET."""
    return RedirectResponse(address, status_code=303)


class DeskRoute(APIRoute):
    """A route whose errors are pages; inheritance is how the framework takes it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler with its errors turned into pages."""
        inner = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                return await inner(request)
            except SignInNeededError:
                after = request.url.path if request.method == "GET" else "/"
                return see(f"/sign-in?after={quote(after)}")
            except RequestValidationError as error:
                first = error.errors()[0]
                failed: LicetError = InputError(str(first["msg"]).lower(), field=str(first["loc"][-1]))
            except LicetError as error:
                failed = error
            page = FailurePage(
                status=status_of(failed),
                code=failed.code,
                message=failed.message,
                place=failed.place,
                fix=failed.fix,
            )
            return render(request, page, page.status)

        return handler
