"""The application: everything that is served, put together.

    /api/v1/...                       licet's own API
    /match /search /entities ...      shapes that programs already call
    /reconcile/...                    W3C reconciliation, as OpenRefine calls it
    /healthz /readyz /metrics         for whoever runs the server
    everything else                   the web desk (licet.app.web), where it is there

Every module of `licet.app.api.routes` defines `router` and is included.
`licet.app.web.routes.router` is included last; `licet/app/web/static` is served under `/static`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from importlib import import_module, resources
from importlib.util import find_spec
from pathlib import Path

from fastapi import APIRouter, Depends, FastAPI
from starlette.staticfiles import StaticFiles

from licet import __version__
from licet.app.api import routes
from licet.app.api.house import House, open_house
from licet.app.api.limits import Limits
from licet.app.api.once import Kept
from licet.app.api.problems import handle_problems, known_query
from licet.app.settings import Settings, load_settings

__all__ = ["create_app"]

_WEB = "licet.app.web"
_FIRST = "opensanctions"


def create_app(settings: Settings | None = None, *, house: House | None = None) -> FastAPI:
    """The whole application.

    Args:
        settings: read from file and environment when None.
        house: open parts to use instead of opening them at the start; the caller closes them.
    """
    held = settings or (house.settings if house else load_settings())

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.house = house or open_house(held)
        try:
            yield
        finally:
            if house is None:
                app.state.house.close()

    app = FastAPI(
        title="licet",
        version=__version__,
        summary="Is it permitted? Screening, licence determination, ownership, cases and proof.",
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        redirect_slashes=False,
    )
    app.state.settings = held
    app.state.keys = {}
    app.state.kept = Kept()
    if house is not None:
        app.state.house = house
    app.add_middleware(Limits, settings=held)
    handle_problems(app)
    for router in _routers():
        # the shapes of others take parameters of theirs that mean nothing here
        ours = [Depends(known_query)] if router.prefix.startswith("/api/") else []
        app.include_router(router, dependencies=ours)
    if find_spec(_WEB) is not None and find_spec(f"{_WEB}.routes") is not None:
        web = import_module(f"{_WEB}.routes")
        if (static := _static()) is not None:
            app.mount("/static", StaticFiles(directory=static), name="static")
        app.include_router(web.router, include_in_schema=False)
    return app


def _routers() -> Iterator[APIRouter]:
    # Routes are tried in order: what is called most often comes first.
    for module in sorted(
        pkgutil.iter_modules(routes.__path__), key=lambda one: (one.name != _FIRST, one.name)
    ):
        router: APIRouter = import_module(f"{routes.__name__}.{module.name}").router
        yield router


def _static() -> Path | None:
    folder = Path(str(resources.files(_WEB))) / "static"
    return folder if folder.is_dir() else None
