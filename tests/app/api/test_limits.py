"""The layer before every route: time, log, size of streams."""

from __future__ import annotations

import asyncio
import json

import pytest
from fastapi.testclient import TestClient
from starlette.types import Receive, Scope, Send

from licet.app.api.application import create_app
from licet.app.api.limits import Limits
from licet.app.settings import Settings
from licet.store.actor import Role
from tests.app.api.conftest import Desk


def test_an_answer_that_is_late_is_an_error_and_never_empty() -> None:
    """504 with a problem that says that nothing was decided."""

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(5)

    app = Limits(slow, settings=Settings(timeout=0.02, access_log=False))
    answer = TestClient(app, base_url="http://localhost").get("/match/default")
    assert answer.status_code == 504
    assert answer.headers["content-type"] == "application/problem+json"
    assert "nothing was decided" in answer.json()["title"]


def test_an_unforeseen_failure_tells_its_kind_and_not_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    """500: neither the answer nor the log holds what the error said, which may be what somebody typed."""

    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError("Jane Roe, born 1970")

    app = Limits(broken, settings=Settings())
    answer = TestClient(app, base_url="http://localhost").get("/x")
    assert answer.status_code == 500
    told = answer.text + capsys.readouterr().err
    assert "RuntimeError" in told
    assert "Jane" not in told


def test_the_log_of_requests_is_json_without_names(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """Route patterns, statuses and times; no query, no id, no key, no address of the caller."""
    app = create_app(Settings(access_log=True, rate=0), house=desk.house)
    key = desk.headers(Role.VIEWER)
    with TestClient(app, base_url="http://localhost") as client:
        capsys.readouterr()
        client.get("/search/default", params={"q": "Jane Roe", "api_key": "licet_KEY-secret"}, headers=key)
        client.get("/entities/person-jane-roe", headers=key)
        client.post("/api/v1/check", json={"name": "Jane Roe"}, headers=key)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["route"] for line in lines] == [
        "/search/{dataset}",
        "/entities/{entity_id}",
        "/api/v1/check",
    ]
    text = json.dumps(lines).lower()
    assert not [
        word for word in ("jane", "secret", desk.keys[Role.VIEWER].lower(), "testclient") if word in text
    ]
    assert all({"status", "ms", "bytes"} <= set(line) for line in lines)
