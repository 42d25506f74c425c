"""Checking and screening over HTTP gives what the engine gives."""

from __future__ import annotations

import json

from licet.app.actions.check import check_as_json, party_of
from licet.store.actor import Role
from tests.app.api.conftest import Desk


def test_a_check_is_the_engines_own_answer(desk: Desk) -> None:
    """The API adds and drops nothing, and names what was not checked."""
    answer = desk.client.post(
        "/api/v1/check",
        json={"name": "Hikvision", "country": "CN"},
        params={"on": "2026-01-29"},
        headers=desk.headers(Role.ANALYST),
    ).json()
    with desk.house.batch() as engine:
        from datetime import date

        own = engine.check(party_of("Hikvision", country="CN"), on=date(2026, 1, 29))
    assert answer == json.loads(json.dumps(check_as_json(own)))
    assert answer["not_checked"]


def test_a_stream_answers_each_row_in_order_and_ends_with_its_counts(desk: Desk) -> None:
    """Rows that cannot be read say so, the rest goes on, and the last line proves that it is whole."""
    rows = [
        json.dumps({"id": str(n), "name": "Hikvision" if n % 2 else "Zwetschgen Obst"}) for n in range(150)
    ]
    rows[7] = "not json"
    rows[8] = json.dumps({"name": ""})
    body = "\n".join(rows).encode()
    answer = desk.client.post("/api/v1/screen", content=body, headers=desk.headers(Role.VIEWER))
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert lines[-1] == {"end": True, "rows": 150, "answered": 148, "errors": 2}
    assert [line["line"] for line in lines[:-1]] == list(range(1, 151))
    assert lines[7]["error"]["code"] == "input"
    assert lines[9]["party"]["id"] == "9"
    assert lines[9]["disposition"] != "NOTHING_FOUND"


def test_a_party_without_a_name_is_refused(desk: Desk) -> None:
    """What is not compared must not look compared."""
    answer = desk.client.post(
        "/api/v1/check", json={"identifiers": ["lei:x"]}, headers=desk.headers(Role.VIEWER)
    )
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
