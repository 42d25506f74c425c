"""The application as a whole: who may call what, and what stands before every route."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from licet.app.api.application import create_app
from licet.app.api.house import open_house
from licet.app.session import COOKIE, issue_session
from licet.app.settings import Settings
from licet.core.errors import InputError
from licet.match.index import Index
from licet.store.actor import PERMISSIONS, Role
from licet.store.people import session_mark
from tests.app.api.conftest import Desk, permissions_of, routes_of

#: Routes that anybody may call: they tell nothing of people, parties or cases.
OPEN = {"/healthz", "/readyz", "/metrics", "/docs"}


def _api_routes(desk: Desk) -> list[APIRoute]:
    document = desk.client.get("/openapi.json").json()
    found = [route for route in routes_of(desk.client.app) if route.path in document["paths"]]
    assert {route.path for route in found} == set(document["paths"])  # a walk past nothing shows nothing
    return found


def test_every_route_asks_who_and_refuses_each_role_that_may_not(desk: Desk) -> None:
    """All routes, all five roles: 401 for nobody, 403 for each role without the permission."""
    routes = [route for route in _api_routes(desk) if route.path not in OPEN]
    for route in routes:
        wanted = permissions_of(route.dependant)
        assert wanted, f"{route.path} asks for no permission"
        path = route.path_format.replace("{dataset}", "default")
        method = min(route.methods or {"GET"})
        assert desk.client.request(method, path).status_code == 401, route.path
        for role in Role:
            if not wanted <= PERMISSIONS[role]:
                answer = desk.client.request(method, path, headers=desk.headers(role))
                assert answer.status_code == 403, (role, route.path)


def test_a_session_stands_until_the_password_changes(desk: Desk) -> None:
    """A cookie names a person; one bound to another password names nobody."""
    mark = session_mark(desk.house.store, "viewer")
    good = issue_session(desk.house.secret, "viewer", mark)
    old = issue_session(desk.house.secret, "viewer", "0" * 32)
    path = "/api/v1/lists"
    assert desk.client.get(path, headers={"Cookie": f"{COOKIE}={good}"}).status_code == 200
    assert desk.client.get(path, headers={"Cookie": f"{COOKIE}={old}"}).status_code == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Origin": "http://evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Cookie": f"{COOKIE}=x"}, 403),
        ({"Content-Length": "999999999"}, 413),
    ],
)
def test_what_is_not_for_us_ends_before_any_route(desk: Desk, headers: dict[str, str], status: int) -> None:
    """Other names, other sites, cookies without an origin, and bodies beyond the bound are refused."""
    answer = desk.client.post("/api/v1/check", content=b"{}", headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status


def test_a_client_that_asks_too_often_is_told_to_wait(desk: Desk) -> None:
    """The bucket empties, and the answer says when to come again."""
    app = create_app(Settings(rate=0.001, burst=2, access_log=False), house=desk.house)
    with TestClient(app, base_url="http://localhost") as client:
        codes = [client.get("/healthz").status_code for _ in range(3)]
    assert codes == [200, 200, 429]


def test_a_wrong_key_is_refused_as_a_problem(desk: Desk) -> None:
    """The refusal says what and never which part of the key was wrong."""
    answer = desk.client.get("/api/v1/lists", headers={"Authorization": "ApiKey licet_KEY-1_x"})
    assert answer.status_code == 401
    assert answer.json()["code"] == "sign-in"


def test_other_addresses_need_users(tmp_path: Path) -> None:
    """A server that others can reach does not start while nobody is known to it."""
    with pytest.raises(InputError, match="no users"):
        open_house(Settings(host="0.0.0.0", store=str(tmp_path / "s.db")))  # noqa: S104


def test_a_missing_index_is_built_by_another_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server maps the file and never holds what building it takes."""
    monkeypatch.setenv("LICET_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(Index, "build", None)  # here; the other process has its own
    house = open_house(Settings(store=str(tmp_path / "s.db"), lists=("us-bis-uvl",)))
    found = house.engine.check("Zwetschgen Obstbau")
    house.close()
    assert [state.id for state in found.lists] == ["us-bis-uvl"]
    assert list((tmp_path / "home" / "index").glob("*.index"))


def test_health_and_metrics_answer_without_a_key(desk: Desk) -> None:
    """Whoever runs the server sees that it runs, and nothing about anybody."""
    assert desk.client.get("/healthz").json()["status"] == "ok"
    assert desk.client.get("/readyz").json()["lists"] >= 10
    assert "licet_request_seconds_bucket" in desk.client.get("/metrics").text
