"""Filings: read one, stage it for every later answer, see what is staged, clear it."""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import APIRouter, File, Path, Request, UploadFile
from starlette.responses import Response

from licet.app.actions.filing import filing_as_json
from licet.app.actions.staging import clear_filing, stage_filing, staged_filing
from licet.app.api.house import house_of
from licet.app.api.once import once
from licet.app.api.problems import PROBLEMS, NotFoundError
from licet.app.api.replies import cached, jsoned, unchanged
from licet.app.api.uploads import kept
from licet.app.api.who import asks, needs
from licet.core.errors import InputError
from licet.lists.change_set import ChangeSet
from licet.store.actor import Actor, Permission

router = APIRouter(prefix="/api/v1/filings", tags=["portfolio and filings"], responses=PROBLEMS)

#: A filing changes everybody's answers: who may set policies may stage one.
Stager = Annotated[Actor, needs(Permission.POLICY)]
Number = Annotated[str, Path(min_length=1, max_length=40, pattern="^[A-Za-z0-9-]+$")]
DOCUMENTS = (".xml", ".json", ".txt", ".htm", ".html")


@router.get("", dependencies=[asks()])
def list_filings(request: Request) -> Response:
    """The filings that are staged: each shows in every answer from its effective day on."""
    from licet.lists.staged import staged

    return cached(request, {"results": [filing_as_json(one) for one in staged()]})


@router.post("/read", dependencies=[asks()])
def read_filing_sent(file: Annotated[UploadFile, File()]) -> Response:
    """What a Federal Register document changes on the Entity List; nothing of it is kept."""
    return jsoned(filing_as_json(filing_of(file, "")))


@router.post("", status_code=201)
def stage(request: Request, who: Stager, file: Annotated[UploadFile, File()]) -> Response:
    """Stage a rule (its XML, text or page): every later answer shows it. The same again changes nothing."""
    house = house_of(request)
    with kept([file], DOCUMENTS) as paths:
        digest = hashlib.sha256(paths[0].read_bytes()).hexdigest()

        def work() -> Response:
            filing = stage_filing(house.store, who, paths[0])
            house.lay_filings()
            place = f"/api/v1/filings/{filing.id}"
            return jsoned(filing_as_json(filing), 201, headers={"Location": place})

        return once(request, who, digest, work)


@router.get("/{number}", dependencies=[asks()])
def one_filing(request: Request, number: Number) -> Response:
    """One staged filing with its changes."""
    return cached(request, filing_as_json(_staged(number)))


@router.delete("/{number}")
def clear(request: Request, who: Stager, number: Number) -> Response:
    """Clear a staged filing: later answers no longer show it."""
    house = house_of(request)

    def work() -> Response:
        unchanged(request, filing_as_json(_staged(number)))
        clear_filing(house.store, who, number)
        house.lay_filings()
        return jsoned({"id": number, "staged": False})

    return once(request, who, number, work)


def _staged(number: str) -> ChangeSet:
    found = staged_filing(number)
    if found is None:
        raise NotFoundError("no staged filing of that number", fix="see /api/v1/filings")
    return found


def filing_of(file: UploadFile | None, number: str) -> ChangeSet:
    """The filing that was sent, or the staged one of a number.

    Raises:
        InputError: neither, or it cannot be read.
    """
    from licet.lists.filing import read_filing

    if file is not None and file.filename:
        with kept([file], DOCUMENTS) as paths:
            return read_filing(paths[0])
    found = staged_filing(number)
    if found is None:
        raise InputError(
            f"no staged filing `{number.strip()}`" if number.strip() else "no filing was named",
            field="number",
            fix="send the official XML as `file`, or stage it: licet filing stage FILE",
        )
    return found
