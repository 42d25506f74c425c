"""The shapes of the OpenSanctions API: what its clients send and read."""

from __future__ import annotations

from typing import Any

import pytest
from followthemoney import model

from licet.app.api.entity import SCHEMATA, entity_of, party_of_entity
from tests.app.api.conftest import Desk

HIKVISION = {"schema": "Company", "properties": {"name": ["Hangzhou Hikvision Digital Technology Co., Ltd."]}}


def _match(desk: Desk, queries: dict[str, Any], **params: Any) -> Any:
    from licet.store.actor import Role

    return desk.client.post(
        "/match/default", json={"queries": queries}, params=params, headers=desk.headers(Role.VIEWER)
    )


def _get(desk: Desk, path: str, **params: Any) -> Any:
    from licet.store.actor import Role

    return desk.client.get(path, params=params, headers=desk.headers(Role.VIEWER))


def test_a_batch_is_answered_by_the_names_of_its_queries(desk: Desk) -> None:
    """Each query has its status, results, total and itself; the best hit is a match."""
    found = _match(
        desk, {"a": HIKVISION, "b": {"schema": "Person", "properties": {"name": "Zwetschgen Obst"}}}
    )
    assert found.status_code == 200
    assert found.headers["x-batch-size"] == "2"
    answers = found.json()["responses"]
    best = answers["a"]["results"][0]
    assert best["match"] is True
    assert best["datasets"] == ["us_bis_entity_list"]
    assert answers["a"]["query"]["properties"]["name"] == HIKVISION["properties"]["name"]  # type: ignore[index]
    assert answers["b"]["results"] == []
    assert answers["b"]["total"] == {"value": 0, "relation": "eq"}


def test_threshold_and_cutoff_are_as_clients_mean_them(desk: Desk) -> None:
    """The threshold marks matches, the cutoff drops results; limit counts results."""
    query = {"a": {"schema": "LegalEntity", "properties": {"name": ["Huawei"]}}}
    low = _match(desk, query, threshold=0.0, cutoff=0.0, limit=3).json()["responses"]["a"]["results"]
    assert len(low) == 3
    assert all(one["match"] for one in low)
    high = _match(desk, query, threshold=1.01, cutoff=0.0, limit=3).json()["responses"]["a"]["results"]
    assert not any(one["match"] for one in high)


@pytest.mark.parametrize(
    ("queries", "params"),
    [
        ({"a": {"schema": "Spaceship", "properties": {"name": ["x"]}}}, {}),
        ({"a": {"schema": "Company", "properties": {"address": ["Somewhere 1"]}}}, {}),
        ({"a": HIKVISION}, {"algorithm": "no-such"}),
        ({str(place): HIKVISION for place in range(501)}, {}),
    ],
)
def test_what_cannot_be_matched_is_an_error_and_never_no_result(
    desk: Desk, queries: dict[str, Any], params: dict[str, Any]
) -> None:
    """An unknown schema or algorithm, no name, too many queries: 400."""
    assert _match(desk, queries, **params).status_code == 400


def test_filters_leave_out_what_was_not_asked_for(desk: Desk) -> None:
    """Excluded datasets, schemata and ids do not come back."""
    best = _match(desk, {"a": HIKVISION}).json()["responses"]["a"]["results"][0]
    for params in (
        {"exclude_dataset": "us_bis_entity_list"},
        {"exclude_entity_ids": best["id"]},
        {"topics": "sanction"},
        {"include_dataset": "us_ofac_sdn"},
        {"changed_since": "2100-01-01"},
    ):
        results = _match(desk, {"a": HIKVISION}, **params).json()["responses"]["a"]["results"]
        assert best["id"] not in [one["id"] for one in results], params


def test_search_pages_and_counts(desk: Desk) -> None:
    """Pages do not overlap, facets count, an empty query lists everything."""
    one = _get(desk, "/search/us_bis_entity_list", q="Huawei", limit=2).json()
    two = _get(desk, "/search/us_bis_entity_list", q="Huawei", limit=2, offset=2).json()
    assert not {e["id"] for e in one["results"]} & {e["id"] for e in two["results"]}
    assert one["facets"]["datasets"]["values"][0]["name"] == "us_bis_entity_list"
    everything = _get(desk, "/search/us_bis_meu").json()
    assert everything["total"]["value"] > 50


def test_an_entity_is_found_by_its_id_and_holds_still_while_nothing_changes(desk: Desk) -> None:
    """200 with an ETag, 304 for who has it, 404 for none."""
    from licet.store.actor import Role

    found = _get(desk, "/search/default", q="Hikvision", limit=1).json()["results"][0]
    path = f"/entities/{found['id']}"
    answer = _get(desk, path)
    assert answer.json()["caption"] == found["caption"]
    tag = {"If-None-Match": answer.headers["etag"], **desk.headers(Role.VIEWER)}
    assert desk.client.get(path, headers=tag).status_code == 304
    assert _get(desk, "/entities/none").status_code == 404
    assert _get(desk, "/search/none").status_code == 404


def test_catalog_and_algorithms_tell_what_is_here(desk: Desk) -> None:
    """Every list is a dataset, stale ones are outdated, and `best` is an algorithm."""
    catalog = _get(desk, "/catalog").json()
    names = {one["name"] for one in catalog["datasets"]}
    assert {"default", "us_ofac_sdn", "us_bis_entity_list"} <= names
    algorithms = _get(desk, "/algorithms").json()
    assert algorithms["best"] in {one["name"] for one in algorithms["algorithms"]}


def test_every_listing_is_a_valid_entity(desk: Desk) -> None:
    """The model takes each property of each listing's entity, and cleaning takes nothing away."""
    snapshot = desk.house.engine.snapshot
    for number, listing in enumerate(snapshot.listings()):
        if number % 7:
            continue
        entity = entity_of(listing, first_seen=None, last_seen=None)
        schema = model.get(entity["schema"])
        assert schema is not None
        for name, values in entity["properties"].items():
            prop = schema.get(name)
            assert prop is not None, (listing.id, name)
            for value in values:
                assert prop.type.clean(value) is not None, (listing.id, name, value)


def test_the_schemata_that_are_asked_with_are_the_models(desk: Desk) -> None:
    """Each schema that we take is one of FollowTheMoney's."""
    assert all(model.get(name) is not None for name in SCHEMATA)


def test_a_person_by_parts_of_a_name_is_a_party() -> None:
    """First and last name make a name; a year of birth is a range."""
    party = party_of_entity("Person", {"firstName": ["Ada"], "lastName": ["Byron"], "birthDate": ["1815"]})
    assert party.name == "Ada Byron"
    assert party.births[0].latest.isoformat() == "1815-12-31"


def test_the_quick_route_reads_a_request_as_the_framework_would(desk: Desk) -> None:
    """Same parameters, same refusals: a wrong number, a wrong body, a body that is no JSON, no media type."""
    from licet.store.actor import Role

    query = {"a": HIKVISION}
    assert _match(desk, query, limit="x").status_code == 422
    assert _match(desk, query, limit=501).json()["place"] == "field `query.limit`"
    assert _match(desk, query, exclude_schema=["Organization", "LegalEntity"]).json()["responses"]["a"]
    who = desk.headers(Role.VIEWER)
    wrong = desk.client.post("/match/default", json={"queries": {"a": {"schema": "Company"}}}, headers=who)
    assert wrong.status_code == 422
    assert wrong.json()["place"] == "field `body.queries.a.properties`"
    for content, media in ((b"{", "application/json"), (b'{"queries": {}}', "text/plain")):
        answer = desk.client.post("/match/default", content=content, headers={**who, "Content-Type": media})
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
