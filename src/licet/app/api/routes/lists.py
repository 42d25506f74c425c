"""The lists: what is held and how old it is, entries with their history, and what changed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from licet.app.actions.check import finding_as_json
from licet.app.actions.lists import diff_lists
from licet.app.api.house import house_of
from licet.app.api.problems import PROBLEMS, NotFoundError
from licet.app.api.replies import cached, paged
from licet.app.api.who import asks
from licet.check.finding import Finding, listed_answer, standing_of
from licet.core.listing import Listing
from licet.lists.manifest import entry_as_json
from licet.store.canonical import plain

router = APIRouter(prefix="/api/v1", tags=["lists"], responses=PROBLEMS, dependencies=[asks()])

Limit = Annotated[int, Query(ge=1, le=500, description="Rows of a page.")]
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="Rows to pass over.")]
#: An id of ours: no control characters, not endless.
Id = Annotated[str, Path(min_length=1, max_length=200)]


@router.get("/lists")
async def lists(request: Request) -> Response:
    """Every list that is loaded: title, issuer, authority, legal effect, day, count, whether it is stale."""
    house = house_of(request)
    house.turn_day()
    engine = house.engine
    rows = [
        {
            **entry_as_json(engine.snapshot.lists[state.id]),
            "as_of": state.published.isoformat() if state.published else None,
            "stale": state.stale or None,
        }
        for state in engine.list_states()
    ]
    return cached(request, {"snapshot": engine.snapshot.id, "lists": rows})


@router.get("/lists/changes")
def changes(
    request: Request,
    since: date,
    until: date | None = None,
    list_id: Annotated[str, Query(alias="list", max_length=100)] = "",
    limit: Limit = 100,
    offset: Offset = 0,
) -> Response:
    """What was added, removed or changed between two days, as far as the history reaches."""
    house = house_of(request)
    if list_id and list_id not in house.engine.snapshot.lists:
        raise NotFoundError(f"no list `{list_id}`", fix="see /api/v1/lists")
    end = until or house.engine.today
    found = diff_lists(
        since.isoformat(), end.isoformat(), which=house.settings.snapshot or None, list_id=list_id
    )
    return paged(
        request,
        found.changes,
        limit=limit,
        offset=offset,
        before=found.before,
        after=found.after,
        warnings=list(found.warnings),
        compared=list(found.compared),
    )


@router.get("/lists/{list_id}")
async def one_list(request: Request, list_id: Id) -> Response:
    """One list."""
    engine = house_of(request).engine
    entry = engine.snapshot.lists.get(list_id)
    if entry is None:
        raise NotFoundError(f"no list `{list_id}`", fix="see /api/v1/lists")
    state = next((one for one in engine.list_states() if one.id == list_id), None)
    return cached(
        request, {**entry_as_json(entry), "stale": (state.stale or None) if state else "not looked at"}
    )


@router.get("/lists/{list_id}/entries")
def entries(request: Request, list_id: Id, limit: Limit = 100, offset: Offset = 0) -> Response:
    """The entries of one list, in order of id."""
    snapshot = house_of(request).engine.snapshot
    entry = snapshot.lists.get(list_id)
    if entry is None:
        raise NotFoundError(f"no list `{list_id}`", fix="see /api/v1/lists")
    rows = [
        {"id": one.id, "name": one.party.name, "countries": list(one.party.countries)}
        for one in snapshot.listings(list_id)
    ]
    return paged(request, rows, limit=limit, offset=offset)


@router.get("/listings/{listing_id}")
async def listing(request: Request, listing_id: Id, on: date | None = None) -> Response:
    """One entry: names, addresses, requirement, policy, standing on a day, and its whole history."""
    house = house_of(request)
    found = house.engine.find(listing_id)
    if found is None:
        raise NotFoundError("no entry of that id", fix="find it with POST /api/v1/check")
    return cached(request, listing_as_json(found, on or house.engine.today, house_known_from(request, found)))


def house_known_from(request: Request, found: Listing) -> date | None:
    """First day for which the list of an entry is known."""
    engine = house_of(request).engine
    entry = engine.snapshot.lists[found.list]
    return entry.complete_from or engine.snapshot.as_of(found.list)


def listing_as_json(found: Listing, on: date, known_from: date | None) -> dict[str, Any]:
    """An entry as data: as it stands on a day, and as it was."""
    standing = standing_of(found, on, known_from)
    finding = Finding(
        listing=found,
        standing=standing,
        version=found.version_on(on),
        score=1.0,
        verdict="match",
        evidence="",
        listed=listed_answer(found, standing, "match", on),
    )
    said = finding_as_json(finding)
    for name in ("score", "verdict", "met", "evidence", "evidence_data"):
        del said[name]
    return {"on": on.isoformat(), **said, "history": plain(found.versions)}
