"""The reconciliation service: each call that OpenRefine makes."""

from __future__ import annotations

import json
from typing import Any

from licet.store.actor import Role
from tests.app.api.conftest import Desk


def _get(desk: Desk, path: str, **params: Any) -> Any:
    return desk.client.get(f"/reconcile/default{path}", params=params, headers=desk.headers(Role.VIEWER))


def _post(desk: Desk, **form: object) -> Any:
    data = {name: json.dumps(value) for name, value in form.items()}
    return desk.client.post("/reconcile/default", data=data, headers=desk.headers(Role.VIEWER))


def test_the_manifest_names_every_service_and_passes_the_key_on(desk: Desk) -> None:
    """OpenRefine can send no header: the key stands in each address that the manifest gives."""
    found = desk.client.get("/reconcile/default", params={"api_key": desk.keys[Role.VIEWER]}).json()
    assert set(found["suggest"]) == {"entity", "type", "property"}
    assert "api_key=" in found["suggest"]["entity"]["service_path"]
    assert "{{id}}" in found["preview"]["url"]
    assert found["identifierSpace"]
    assert found["schemaSpace"]


def test_cells_are_reconciled_with_their_columns(desk: Desk) -> None:
    """A listed company is a match; a name that nobody has gives an empty result, not a missing one."""
    queries = {
        "q0": {
            "query": "Hangzhou Hikvision Digital Technology Co., Ltd.",
            "type": "Company",
            "properties": [{"pid": "country", "v": "China"}],
        },
        "q1": {"query": "Zwetschgen Obstbau Immenstaad", "limit": 3},
    }
    found = _post(desk, queries=queries).json()
    assert found["q0"]["result"][0]["match"] is True
    assert found["q1"]["result"] == []
    in_query = _get(desk, "", queries=json.dumps(queries)).json()
    assert in_query == found


def test_rows_are_extended(desk: Desk) -> None:
    """A column has its meta and a list of cells for each row, empty where nothing is known."""
    entity = _get(desk, "/suggest/entity", prefix="Hikvision").json()["result"][0]
    asked = {"ids": [entity["id"], "none"], "properties": [{"id": "country"}, {"id": "nothing"}]}
    found = _post(desk, extend=asked).json()
    assert found["meta"] == [{"id": "country", "name": "Country"}]
    assert found["rows"][entity["id"]] == {"country": [{"str": "cn"}], "nothing": []}
    assert found["rows"]["none"] == {"country": [], "nothing": []}


def test_types_properties_and_cards_are_offered(desk: Desk) -> None:
    """Suggestions follow the prefix; the card may be framed by OpenRefine and runs no script."""
    assert _get(desk, "/suggest/type", prefix="per").json()["result"] == [{"id": "Person", "name": "Person"}]
    assert _get(desk, "/suggest/property", prefix="coun").json()["result"][0]["id"] == "country"
    assert _get(desk, "/extend/property", type="Person").json()["properties"]
    entity = _get(desk, "/suggest/entity", prefix="Hikvision").json()["result"][0]
    card = _get(desk, f"/preview/{entity['id']}")
    assert "<h1>" in card.text
    assert "frame-ancestors *" in card.headers["content-security-policy"]


def test_what_is_not_json_is_refused(desk: Desk) -> None:
    """A broken batch is an error, never an empty result."""
    answer = desk.client.post("/reconcile/default", data={"queries": "{"}, headers=desk.headers(Role.VIEWER))
    assert answer.status_code == 400
