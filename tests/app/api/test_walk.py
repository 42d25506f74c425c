"""Every route of the desk asks who, refuses each role that may not, and takes no write from elsewhere."""

from __future__ import annotations

from licet.app.session import COOKIE, issue_session
from licet.store.actor import PERMISSIONS, Permission, Role
from licet.store.people import session_mark
from tests.app.api.conftest import Desk, permissions_of, routes_of

#: Routes that anybody may open: they tell nothing of people, parties or cases.
OPEN = {"/sign-in", "/sign-out", "/docs"}
_SITE = {"Sec-Fetch-Site": "same-origin"}


def _routes(desk: Desk) -> list[tuple[str, str, set[Permission]]]:
    """(method, address, what it asks for) of every route of the desk."""
    document = desk.client.get("/openapi.json").json()["paths"]
    found = [
        (method, route.path_format, permissions_of(route.dependant))
        for route in routes_of(desk.client.app)
        if route.path not in document
        for method in route.methods or ()
    ]
    assert len(found) > 25
    return found


def test_every_page_asks_who_and_refuses_each_role_that_may_not(desk: Desk) -> None:
    """Nobody is sent to the door; a role without the permission gets a page with 403."""
    marks = {role: session_mark(desk.house.store, role.value) for role in Role}
    cookies = {role: issue_session(desk.house.secret, role.value, mark) for role, mark in marks.items()}
    for method, path, wanted in _routes(desk):
        if path in OPEN:
            continue
        assert wanted, f"{method} {path} asks for no permission"
        nobody = desk.client.request(method, path, headers=_SITE, follow_redirects=False)
        assert nobody.status_code == 303, (method, path)
        assert nobody.headers["location"].startswith("/sign-in"), path
        for role in Role:
            if wanted <= PERMISSIONS[role]:
                continue
            who = {"Cookie": f"{COOKIE}={cookies[role]}", **_SITE}
            answer = desk.client.request(method, path, headers=who, follow_redirects=False)
            assert answer.status_code == 403, (role, method, path)
            assert "text/html" in answer.headers["content-type"]


def test_no_page_takes_a_write_from_another_site(desk: Desk) -> None:
    """With a good cookie: from another origin, from another site, and from a browser that tells nothing."""
    mark = session_mark(desk.house.store, "administrator")
    cookie = {"Cookie": f"{COOKIE}={issue_session(desk.house.secret, 'administrator', mark)}"}
    for method, path, _ in _routes(desk):
        if method in ("GET", "HEAD"):
            continue
        for foreign in (
            {"Origin": "http://evil.example"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {},
        ):
            answer = desk.client.request(method, path, headers={**cookie, **foreign}, follow_redirects=False)
            assert answer.status_code == 403, (path, foreign)


def test_every_answer_keeps_browsers_to_this_server(desk: Desk) -> None:
    """CSP, no sniffing, no frames, on pages, files and refusals alike."""
    for path in ("/sign-in", "/static/desk.css", "/api/v1/lists", "/none", "/healthz"):
        headers = desk.client.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'self'"), path
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
