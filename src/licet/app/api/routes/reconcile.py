"""The W3C reconciliation service, versions 0.1 and 0.2, as OpenRefine and its kin call it.

    GET  /reconcile/{dataset}                     manifest; or queries, or extend, in the query string
    POST /reconcile/{dataset}                     queries, or extend, as a form
    GET  /reconcile/{dataset}/suggest/...         entity, type, property
    GET  /reconcile/{dataset}/extend/property     what can be added to a column
    GET  /reconcile/{dataset}/preview/{id}        a card

OpenRefine can send no header: give it the address with `?api_key=...`, which the manifest passes on.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Path, Query, Request
from pydantic import BaseModel, Field, TypeAdapter, ValidationError, field_validator
from starlette.responses import HTMLResponse, Response

from licet.app.api.entity import SCHEMATA, entity_of, party_of_entity, schema_of
from licet.app.api.finder import Filters, find, lists_of
from licet.app.api.house import House, house_of
from licet.app.api.problems import PROBLEMS, BadRequestError, NotFoundError
from licet.app.api.replies import jsoned
from licet.app.api.who import asks
from licet.check.engine import as_party
from licet.core.listing import Listing
from licet.match.policy import Verdict

router = APIRouter(prefix="/reconcile", tags=["reconciliation"], responses=PROBLEMS, dependencies=[asks()])

Dataset = Annotated[str, Path(min_length=1, max_length=100)]
Prefix = Annotated[str, Query(max_length=1000)]
#: What can be asked with and added to a column: our name, and what people call it.
PROPERTIES = {
    "name": "Name",
    "alias": "Other name",
    "country": "Country",
    "address": "Address",
    "birthDate": "Birth date",
    "topics": "Risk",
    "program": "Programme",
    "datasets": "List",
    "first_seen": "Listed since",
    "sourceUrl": "Federal Register document",
    "registrationNumber": "Registration number",
    "taxNumber": "Tax number",
    "idNumber": "Identity number",
    "passportNumber": "Passport",
    "imoNumber": "IMO number",
}


class Property(BaseModel):
    """A further column of a query."""

    pid: str = Field(max_length=200)
    v: Any = None

    def texts(self) -> list[str]:
        """The values as texts; a reconciled cell gives its name."""
        values = self.v if isinstance(self.v, list) else [self.v]
        return [
            str(one.get("name", one.get("id", ""))) if isinstance(one, dict) else str(one)
            for one in values
            if one is not None
        ]


class ReconQuery(BaseModel):
    """One cell to reconcile."""

    query: str = Field("", max_length=2000)
    type: str | list[str] | None = None
    limit: int = Field(5, ge=1, le=100)
    properties: list[Property] = Field([], max_length=50)

    @field_validator("type", mode="before")
    @classmethod
    def _types(cls, value: object) -> object:
        """A type may also come as an object with an id."""
        values = value if isinstance(value, list) else [value]
        names = [str(one.get("id", "")) if isinstance(one, dict) else one for one in values]
        return [one for one in names if one] or None


class ExtendColumn(BaseModel):
    """A column to add."""

    id: str = Field(max_length=200)
    settings: dict[str, Any] = {}


class ExtendQuery(BaseModel):
    """Columns to add for reconciled rows."""

    ids: list[Annotated[str, Field(max_length=200)]] = Field(max_length=1000)
    properties: list[ExtendColumn] = Field(max_length=50)


_QUERIES = TypeAdapter(dict[str, ReconQuery])


@router.get("/{dataset}")
async def manifest(
    request: Request,
    dataset: Dataset,
    queries: Annotated[str | None, Query(max_length=100_000)] = None,
    extend: Annotated[str | None, Query(max_length=100_000)] = None,
    callback: Annotated[str | None, Query(max_length=100)] = None,
) -> Response:
    """The manifest; or the answer to queries given in the query string."""
    house = house_of(request)
    lists_of(house, dataset)
    if callback is not None:
        raise BadRequestError("JSONP is not served", place="callback", fix="call with CORS or from a program")
    if queries is not None or extend is not None:
        return _answer(house, dataset, queries, extend)
    base = f"{request.url.scheme}://{request.headers.get('host', request.url.netloc)}/reconcile/{dataset}"
    key = request.query_params.get("api_key", "")
    rest = f"?{urlencode({'api_key': key})}" if key else ""
    space = base.rsplit("/reconcile/", 1)[0]

    def suggest(what: str) -> dict[str, str]:
        return {"service_url": base, "service_path": f"/suggest/{what}{rest}"}

    return jsoned(
        {
            "versions": ["0.1", "0.2"],
            "name": f"licet: {dataset}",
            "identifierSpace": f"{space}/entities/",
            "schemaSpace": f"{space}/reconcile/schema/",
            "view": {"url": f"{space}/entities/{{{{id}}}}{rest}"},
            "defaultTypes": [_type(name) for name in SCHEMATA if name != "Address"],
            "batchSize": 50,
            "preview": {"url": f"{base}/preview/{{{{id}}}}{rest}", "width": 430, "height": 300},
            "suggest": {what: suggest(what) for what in ("entity", "type", "property")},
            "extend": {
                "propose_properties": {"service_url": base, "service_path": f"/extend/property{rest}"},
                "property_settings": [
                    {
                        "name": "limit",
                        "label": "Limit",
                        "type": "number",
                        "default": 0,
                        "help_text": "At most so many values in a cell; 0 for all.",
                    }
                ],
            },
        }
    )


@router.post("/{dataset}")
async def reconcile(
    request: Request,
    dataset: Dataset,
    queries: Annotated[str | None, Form()] = None,
    extend: Annotated[str | None, Form()] = None,
) -> Response:
    """Reconcile a batch of cells, or extend rows that are reconciled."""
    return _answer(house_of(request), dataset, queries, extend)


def _answer(house: House, dataset: str, queries: str | None, extend: str | None) -> Response:
    lists = lists_of(house, dataset)
    try:
        if extend:
            return jsoned(_extend(house, lists, ExtendQuery.model_validate_json(extend)))
        if not queries:
            raise BadRequestError("neither `queries` nor `extend` was given", fix="send one of them")
        read = _QUERIES.validate_json(queries)
    except ValidationError as error:
        one = error.errors()[0]
        raise BadRequestError(str(one["msg"]), place=".".join(map(str, one["loc"]))) from None
    if len(read) > house.settings.max_batch:
        raise BadRequestError(f"at most {house.settings.max_batch} queries are taken at once")
    house.turn_day()
    return jsoned({name: {"result": _candidates(house, lists, query)} for name, query in read.items()})


def _candidates(house: House, lists: frozenset[str], query: ReconQuery) -> list[dict[str, Any]]:
    properties: dict[str, list[str]] = {"name": [query.query]} if query.query.strip() else {}
    for column in query.properties:
        properties.setdefault(column.pid.rpartition(":")[2], []).extend(column.texts())
    names = [name for name in query.type or [] if name in SCHEMATA]
    party = party_of_entity(names[0] if len(names) == 1 else "Thing", properties)
    if not party.names:
        return []
    filters = Filters(lists=lists, schema=names[0] if len(names) == 1 else "Thing")
    return [
        {
            "id": one.listing.id,
            "name": one.listing.party.name,
            "description": _description(house, one.listing),
            "type": [_type(schema_of(one.listing))],
            "score": round(one.score * 100, 2),
            "match": one.verdict is Verdict.MATCH,
            "features": [{"id": "name_likelihood", "value": round(one.score, 4)}],
        }
        for one in find(house.engine, party, filters, query.limit, counts=_not_ruled_out)
    ]


def _not_ruled_out(_score: float, verdict: Verdict) -> bool:
    return verdict is not Verdict.NO_MATCH


def _extend(house: House, lists: frozenset[str], query: ExtendQuery) -> dict[str, Any]:
    known = [column for column in query.properties if column.id in PROPERTIES]
    rows: dict[str, dict[str, list[dict[str, str]]]] = {}
    for listing_id in query.ids:
        listing = house.engine.find(listing_id)
        values = _values(house, listing) if listing is not None and listing.list in lists else {}
        rows[listing_id] = {
            column.id: [{"str": text} for text in values.get(column.id, [])[: _most(column)]]
            for column in query.properties
        }
    return {"meta": [{"id": one.id, "name": PROPERTIES[one.id]} for one in known], "rows": rows}


def _most(column: ExtendColumn) -> int | None:
    given = str(column.settings.get("limit", ""))
    return int(given) if given.isdigit() and int(given) else None


def _values(house: House, listing: Listing) -> dict[str, list[str]]:
    snapshot = house.engine.snapshot
    entity = entity_of(
        listing,
        first_seen=snapshot.lists[listing.list].complete_from,
        last_seen=snapshot.as_of(listing.list),
    )
    start = listing.period.start
    properties: dict[str, list[str]] = entity["properties"]
    return {**properties, "datasets": entity["datasets"], "first_seen": [start.isoformat()] if start else []}


@router.get("/{dataset}/suggest/entity")
async def suggest_entity(
    request: Request,
    dataset: Dataset,
    prefix: Prefix = "",
    cursor: Annotated[int, Query(ge=0, le=1000)] = 0,
) -> Response:
    """Entities whose name is like what was typed."""
    house = house_of(request)
    filters = Filters(lists=lists_of(house, dataset))
    found = find(house.engine, as_party(prefix), filters, cursor + 10) if prefix.strip() else []
    result = [
        {
            "id": one.listing.id,
            "name": one.listing.party.name,
            "description": _description(house, one.listing),
            "notable": [_type(schema_of(one.listing))],
        }
        for one in found[cursor:]
    ]
    return jsoned({"prefix": prefix, "result": result})


@router.get("/{dataset}/suggest/type")
async def suggest_type(request: Request, dataset: Dataset, prefix: Prefix = "") -> Response:
    """Sorts of parties."""
    lists_of(house_of(request), dataset)
    return jsoned({"prefix": prefix, "result": [_type(name) for name in _like(SCHEMATA, prefix)]})


@router.get("/{dataset}/suggest/property")
async def suggest_property(request: Request, dataset: Dataset, prefix: Prefix = "") -> Response:
    """Columns that a query can be narrowed by."""
    lists_of(house_of(request), dataset)
    found = [
        {"id": name, "name": label, "description": ""}
        for name, label in PROPERTIES.items()
        if _like([name, label], prefix)
    ]
    return jsoned({"prefix": prefix, "result": found})


@router.get("/{dataset}/extend/property")
async def extend_property(
    request: Request,
    dataset: Dataset,
    type: Annotated[str, Query(max_length=100)] = "Thing",
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Response:
    """Columns that can be added to reconciled rows."""
    lists_of(house_of(request), dataset)
    found = [{"id": name, "name": label} for name, label in PROPERTIES.items()]
    return jsoned({"type": type, "limit": limit, "properties": found[:limit]})


@router.get(
    "/{dataset}/preview/{entity_id}",
    responses={200: {"content": {"text/html": {"schema": {"type": "string"}}}}},
)
async def preview(
    request: Request, dataset: Dataset, entity_id: Annotated[str, Path(min_length=1, max_length=200)]
) -> HTMLResponse:
    """A card that OpenRefine shows over a cell."""
    house = house_of(request)
    listing = house.engine.find(entity_id)
    if listing is None or listing.list not in lists_of(house, dataset):
        raise NotFoundError("no entity of that id")
    rows = {
        PROPERTIES[name]: values for name, values in _values(house, listing).items() if name in PROPERTIES
    }
    cells = "".join(
        f"<dt>{html.escape(label)}</dt><dd>{html.escape('; '.join(values[:6]))}</dd>"
        for label, values in rows.items()
        if values
    )
    title = html.escape(listing.party.name)
    page = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        f"<body><h1>{title}</h1><p>{html.escape(_description(house, listing))}</p>"
        f"<dl>{cells}</dl></body></html>"
    )
    # OpenRefine shows the card in a frame of its own page.
    policy = "default-src 'none'; style-src 'none'; frame-ancestors *"
    return HTMLResponse(page, headers={"Content-Security-Policy": policy, "X-Frame-Options": "ALLOWALL"})


def _type(name: str) -> dict[str, str]:
    return {"id": name, "name": name}


def _description(house: House, listing: Listing) -> str:
    where = ", ".join(listing.party.countries)
    return f"{house.engine.snapshot.lists[listing.list].title}{f' ({where})' if where else ''}"


def _like(names: Iterable[str], prefix: str) -> list[str]:
    return [name for name in names if name.casefold().startswith(prefix.strip().casefold())]
