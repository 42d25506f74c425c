"""Wrong requests: each is refused with the field, what was given, and what to do."""

from __future__ import annotations

import pytest

from licet.store.actor import Role
from tests.app.api.conftest import Desk

CHECK, DETERMINE = "/api/v1/check", "/api/v1/determine"


@pytest.mark.parametrize(
    ("path", "body", "told"),
    [
        (CHECK, b'{"name": ', ("body", "this is no JSON: character 9, expecting value", "send JSON")),
        (CHECK, b"[1]", ("body", "this is no JSON object", "send one JSON object")),
        (CHECK, b'{"name":"Acme","colour":1}', ("body.colour", "no such field", "leave it out")),
        (CHECK, b'{"name":7}', ("body.name", "input should be a valid string: `7`", "send text, in quotes")),
        (f"{CHECK}?on=2019-13-45", b'{"name":"Acme"}', ("query.on", "`2019-13-45`", "like 2019-10-09")),
        (f"{CHECK}?on=99999-01-01", b'{"name":"Acme"}', ("query.on", "`99999-01-01`", "like 2019-10-09")),
        (f"{CHECK}?onn=2019-10-09", b'{"name":"Acme"}', ("query.onn", "no such field", "leave it out")),
        (
            f"{CHECK}?limit=0",
            b'{"name":"Acme"}',
            ("query.limit", "greater than or equal to 1: `0`", "bounds"),
        ),
        (DETERMINE, b"{}", ("body.facts", "this field is missing", "give it")),
    ],
)
def test_a_wrong_request_names_field_and_fix(
    desk: Desk, path: str, body: bytes, told: tuple[str, str, str]
) -> None:
    """The problem says where, what and how; nothing is decided."""
    field, detail, fix = told
    headers = {**desk.headers(Role.ANALYST), "Content-Type": "application/json"}
    answer = desk.client.post(path, content=body, headers=headers)
    problem = answer.json()
    assert answer.status_code == 422
    assert problem["place"] == f"field `{field}`"
    assert detail in problem["detail"]
    assert fix in problem["fix"]
    assert problem["errors"][0]["field"] == field


def test_a_body_of_another_media_type_is_told(desk: Desk) -> None:
    """JSON that is sent as text is not read as JSON, and the fix says how to send it."""
    headers = {**desk.headers(Role.ANALYST), "Content-Type": "text/plain"}
    answer = desk.client.post(CHECK, content=b'{"name":"Acme"}', headers=headers)
    assert answer.status_code == 422
    assert "Content-Type: application/json" in answer.json()["fix"]


def test_a_key_that_is_not_good_is_as_good_as_none(desk: Desk) -> None:
    """401 and how to get one: who asks is not known, so nothing was denied to anybody."""
    answer = desk.client.get("/api/v1/lists", headers={"Authorization": "ApiKey nope"})
    assert (answer.status_code, answer.json()["code"]) == (401, "sign-in")
    assert answer.json()["detail"] == "no such API key, or it was revoked"
    assert answer.json()["fix"] == "licet user key USER"
    assert answer.headers["WWW-Authenticate"].startswith("ApiKey")


def test_the_shapes_of_others_take_their_own_parameters(desk: Desk) -> None:
    """A client of another matcher may send what means nothing here."""
    answer = desk.client.get(
        "/search/default", params={"q": "hikvision", "fuzzy": "true"}, headers=desk.headers(Role.ANALYST)
    )
    assert answer.status_code == 200
