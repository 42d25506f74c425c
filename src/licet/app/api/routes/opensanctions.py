"""The shapes of the OpenSanctions API (yente), so that its clients need another address and nothing else.

Scores are ours: calibrated likelihoods of identity. Without `threshold` and `cutoff` licet's own policy says
what is a match and what a person must look at. A query without a name is refused, not answered with nothing.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from licet import __version__
from licet.app.api.entity import SCHEMATA, dataset_of, party_of_entity
from licet.app.api.finder import ALL, Filters, Found, entity_text, facets, find, lists_of, stands, whole
from licet.app.api.house import House, house_of
from licet.app.api.problems import PROBLEMS, BadRequestError, NotFoundError
from licet.app.api.quick import QuickRoute
from licet.app.api.replies import cached, jsoned
from licet.app.api.who import asks
from licet.check.engine import as_party
from licet.core.listing import Listing
from licet.match.policy import Verdict

router = APIRouter(tags=["OpenSanctions shapes"], responses=PROBLEMS, dependencies=[asks()])

ALGORITHM = "licet"
#: Names under which clients ask for a server's own best algorithm, or for one of yente's.
_ALGORITHMS = frozenset(
    {ALGORITHM, "best", "default", "logic-v1", "logic-v2", "regression-v1", "name-based", "name-qualified"}
)
_FEATURES = {
    "name_likelihood": {
        "description": "Calibrated likelihood that both names stand for one party.",
        "coefficient": 1.0,
        "url": "",
    }
}
_MATCHER = json.dumps(_FEATURES)

Dataset = Annotated[
    str, Path(min_length=1, max_length=100, description="`default`, or a list such as `us_ofac_sdn`.")
]
Names = Annotated[list[Annotated[str, Field(max_length=200)]], Query(max_length=200)]
_STAMP = r"^\d{4}-\d{2}-\d{2}(T\d{2}(:\d{2}(:\d{2})?)?)?$"
Since = Annotated[str | None, Query(pattern=_STAMP, description="A day, `2026-01-31`.")]

_Text = Annotated[str, Field(max_length=5000)]


class Example(BaseModel):
    """A party as a FollowTheMoney entity."""

    model_config = ConfigDict(populate_by_name=True)

    id: str | None = Field(None, max_length=500)
    schema_: str = Field(..., alias="schema", max_length=100, examples=["Company"])
    properties: dict[str, Annotated[list[_Text | int | float | None], Field(max_length=200)] | _Text] = Field(
        ..., max_length=200, examples=[{"name": ["Huawei"]}]
    )

    def texts(self) -> dict[str, list[str]]:
        """The properties, each a list of texts."""
        return {
            name: [values] if isinstance(values, str) else [str(one) for one in values if one is not None]
            for name, values in self.properties.items()
        }


class MatchQuery(BaseModel):
    """A batch of queries, by names of the caller's own."""

    queries: dict[str, Example] = Field(..., min_length=1)
    weights: dict[str, float] = Field({}, description="Read and not used: the likelihood is calibrated.")
    config: dict[str, Any] = Field({}, description="Read and not used.")


async def match(
    request: Request,
    dataset: Dataset,
    asked: MatchQuery,
    limit: Annotated[int, Query(ge=0, le=500)] = 5,
    threshold: Annotated[float | None, Query(description="Score from which `match` is true.")] = None,
    cutoff: Annotated[float | None, Query(description="Score below which nothing is returned.")] = None,
    algorithm: Annotated[str, Query(max_length=100)] = "best",
    include_dataset: Names = [],  # noqa: B006  nothing here changes it
    exclude_dataset: Names = [],  # noqa: B006
    exclude_schema: Names = [],  # noqa: B006
    exclude_entity_ids: Names = [],  # noqa: B006
    topics: Names = [],  # noqa: B006
    changed_since: Since = None,
) -> Response:
    """Match a batch of parties against the lists."""
    house = house_of(request)
    house.turn_day()
    if algorithm not in _ALGORITHMS:
        raise BadRequestError(f"no algorithm `{algorithm}`", place="algorithm", fix="see /algorithms")
    if len(asked.queries) > house.settings.max_batch:
        raise BadRequestError(
            f"{len(asked.queries)} queries in one request, at most {house.settings.max_batch} are taken"
        )
    lists = lists_of(house, dataset)
    if include_dataset:
        lists &= frozenset().union(*(lists_of(house, one) for one in include_dataset))
    if exclude_dataset:
        lists -= frozenset().union(*(lists_of(house, one) for one in exclude_dataset))
    parts: list[str] = []
    for name, example in asked.queries.items():
        filters = Filters(
            lists=lists,
            schema=_schema(example.schema_),
            without_schemata=frozenset(exclude_schema),
            topics=frozenset(topics),
            without_ids=frozenset(exclude_entity_ids),
            changed_since=_day(changed_since),
        )
        parts.append(f"{json.dumps(name)}:{_one(house, example, filters, limit, threshold, cutoff)}")
    house.metrics.add("licet_parties_checked_total", len(parts), way="match")
    body = f'{{"responses":{{{",".join(parts)}}},"matcher":{_MATCHER},"limit":{limit}}}'
    return Response(body, media_type="application/json", headers={"x-batch-size": str(len(parts))})


router.add_api_route("/match/{dataset}", match, methods=["POST"], route_class_override=QuickRoute)


def _one(
    house: House,
    example: Example,
    filters: Filters,
    limit: int,
    threshold: float | None,
    cutoff: float | None,
) -> str:
    """The answer to one query as JSON."""
    texts = example.texts()
    party = party_of_entity(example.schema_, texts)
    if not party.names:
        raise BadRequestError(
            "a query without a name cannot be matched: numbers and addresses alone are not compared",
            place="name",
            fix="give a name",
        )
    least = _least(threshold, cutoff)
    kept = find(
        house.engine,
        party,
        filters,
        max(limit, 1),
        counts=_not_ruled_out if least is None else lambda score, _: score >= least,
    )
    results = ",".join(
        f'{entity_text(house, one.listing)},"score":{one.score:.4f},'
        f'"features":{{"name_likelihood":{one.score:.4f}}},'
        f'"match":{"true" if _matches(one, threshold) else "false"}}}'
        for one in kept[:limit]
    )
    query = json.dumps({"id": example.id, "schema": example.schema_, "properties": texts}, ensure_ascii=False)
    return (
        f'{{"status":200,"results":[{results}],'
        f'"total":{{"value":{len(kept)},"relation":"eq"}},"query":{query}}}'
    )


def _not_ruled_out(_score: float, verdict: Verdict) -> bool:
    return verdict is not Verdict.NO_MATCH


def _least(threshold: float | None, cutoff: float | None) -> float | None:
    """The likelihood from which a hit is shown; None where licet's own policy says it."""
    if cutoff is None and threshold is None:
        return None
    least = cutoff if cutoff is not None else 0.5
    return min(least, threshold) if threshold is not None else least


def _matches(one: Found, threshold: float | None) -> bool:
    return one.verdict is Verdict.MATCH if threshold is None else one.score >= threshold


def _schema(name: str) -> str:
    if name not in SCHEMATA:
        raise BadRequestError(f"no schema `{name}` that is matched", place="schema", fix=", ".join(SCHEMATA))
    return name


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise BadRequestError(f"`{text}` is no day", place="changed_since", fix="write 2026-01-31") from None


@router.get("/search/{dataset}")
def search(
    request: Request,
    dataset: Dataset,
    q: Annotated[str, Query(max_length=1000)] = "",
    schema: Annotated[str, Query(max_length=100)] = "Thing",
    countries: Names = [],  # noqa: B006
    topics: Names = [],  # noqa: B006
    include_dataset: Names = [],  # noqa: B006
    exclude_dataset: Names = [],  # noqa: B006
    exclude_schema: Names = [],  # noqa: B006
    changed_since: Since = None,
    limit: Annotated[int, Query(ge=0, le=500)] = 10,
    offset: Annotated[int, Query(ge=0, le=9499)] = 0,
) -> Response:
    """Find entities by name; all of them, page by page, without a query."""
    house = house_of(request)
    lists = lists_of(house, dataset)
    if include_dataset:
        lists &= frozenset().union(*(lists_of(house, one) for one in include_dataset))
    if exclude_dataset:
        lists -= frozenset().union(*(lists_of(house, one) for one in exclude_dataset))
    filters = Filters(
        lists=lists,
        schema=_schema(schema),
        without_schemata=frozenset(exclude_schema),
        countries=frozenset(one.lower() for one in countries),
        topics=frozenset(topics),
        changed_since=_day(changed_since),
    )
    found: list[Listing]
    with house.batch() as engine:
        if q.strip():
            found = [one.listing for one in find(engine, as_party(q), filters, 500)]
        else:
            found = [
                listing
                for list_id in sorted(lists)
                for listing in engine.snapshot.listings(list_id)
                if filters.let(listing) and stands(engine, listing)
            ]
    page = ",".join(whole(house, found[offset : offset + limit]))
    body = (
        f'{{"limit":{limit},"offset":{offset},"total":{{"value":{len(found)},"relation":"eq"}},'
        f'"results":[{page}],"facets":{json.dumps(facets(found))}}}'
    )
    return Response(body, media_type="application/json")


@router.get("/entities/{entity_id}")
async def entity(
    request: Request,
    entity_id: Annotated[str, Path(min_length=1, max_length=200)],
    nested: bool = True,  # noqa: FBT001, FBT002  clients send it; our entities have nothing to nest
) -> Response:
    """One entity."""
    house = house_of(request)
    listing = house.engine.find(entity_id)
    if listing is None or listing.list not in house.engine.lists:
        raise NotFoundError("no entity of that id")
    value = json.loads(entity_text(house, listing) + "}")
    return cached(request, {**value, "target": stands(house.engine, listing)})


@router.get("/entities/{entity_id}/adjacent")
async def adjacent(
    request: Request, entity_id: Annotated[str, Path(min_length=1, max_length=200)]
) -> Response:
    """One entity and its neighbours: the lists name none, and `licet owners` takes those that you have."""
    house = house_of(request)
    listing = house.engine.find(entity_id)
    if listing is None or listing.list not in house.engine.lists:
        raise NotFoundError("no entity of that id")
    return cached(request, {"entity": json.loads(entity_text(house, listing) + "}"), "adjacent": {}})


@router.get("/catalog")
async def catalog(request: Request) -> Response:
    """The datasets: every list, and `default` with all of them."""
    house = house_of(request)
    house.turn_day()
    states = house.engine.list_states()
    version = house.engine.snapshot.id[:12]
    stale = [dataset_of(state.id) for state in states if state.stale]
    children = [dataset_of(state.id) for state in states]
    datasets: list[dict[str, Any]] = [
        {
            "name": dataset_of(state.id),
            "title": state.title,
            "summary": house.engine.snapshot.lists[state.id].legal_effect,
            "url": None,
            "load": True,
            "entities_url": None,
            "version": state.published.isoformat() if state.published else version,
            "index_version": version,
            "index_current": not state.stale,
            "children": [],
            "entity_count": state.count,
            "updated_at": f"{state.published.isoformat()}T00:00:00" if state.published else None,
        }
        for state in states
    ]
    datasets += [
        {
            "name": name,
            "title": "All lists",
            "summary": "Every list that is loaded.",
            "url": None,
            "load": True,
            "entities_url": None,
            "version": version,
            "index_version": version,
            "index_current": not stale,
            "children": children,
        }
        for name in ALL[:2]
    ]
    return cached(
        request,
        {
            "datasets": datasets,
            "current": [name for name in children if name not in stale],
            "outdated": stale,
            "index_stale": bool(stale),
        },
    )


@router.get("/algorithms")
async def algorithms() -> Response:
    """The one algorithm: names of others are taken and answered by it."""
    return jsoned(
        {
            "algorithms": [
                {
                    "name": ALGORITHM,
                    "description": f"licet {__version__}: names compared across scripts, calibrated",
                    "features": _FEATURES,
                }
            ],
            "default": ALGORITHM,
            "best": ALGORITHM,
        }
    )
