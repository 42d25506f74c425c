"""What is asked with files: owners of a party, and covered equipment in an inventory."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from starlette.responses import Response

from licet.app.api.house import house_of
from licet.app.api.problems import PROBLEMS
from licet.app.api.replies import jsoned
from licet.app.api.uploads import kept
from licet.app.api.who import asks

router = APIRouter(prefix="/api/v1", tags=["owners and gear"], responses=PROBLEMS, dependencies=[asks()])

Files = Annotated[list[UploadFile], File(max_length=20)]


@router.post("/owners")
def owners(
    request: Request,
    name: Annotated[str, Form(min_length=1, max_length=1000)],
    files: Files,
    on: Annotated[date | None, Form()] = None,
) -> Response:
    """Check a party together with its owners (CSV, XLSX, BODS, PSC, GLEIF): each fifty-percent rule."""
    from licet.app.actions.check import check_as_json, check_party, party_of

    with kept(files) as paths, house_of(request).batch() as engine:
        return jsoned(check_as_json(check_party(engine, party_of(name), on=on, owners=paths)))


@router.post("/gear")
def gear(request: Request, files: Files, on: Annotated[date | None, Form()] = None) -> Response:
    """Covered equipment in inventories, scans, neighbour tables and bills of materials."""
    from licet.app.actions.gear import check_gear
    from licet.gear.report.plain import to_plain

    with kept(files) as paths:
        return jsoned(to_plain(check_gear(paths, on or house_of(request).engine.today)))
