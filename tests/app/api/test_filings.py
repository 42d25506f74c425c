"""Staging a filing over HTTP and at the desk: who may, what later answers show, and clearing it again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from licet.app.actions.filing import filing_as_json
from licet.app.api.application import create_app
from licet.app.api.house import open_house
from licet.app.settings import Settings
from licet.lists.filing import read_filing
from licet.store.actor import Permission, Role, system
from licet.store.people import add_user, issue_key
from licet.store.verify import verify
from tests.app.api.conftest import Desk

_FILING = Path(__file__).parents[3] / "examples" / "filing-2019-22210.xml"
_NUMBER = "2019-22210"


@pytest.fixture
def own(tmp_path: Path, indexed_home: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A server with a folder of staged filings of its own; the index is that of the whole run."""
    assert desk.house.engine
    home = tmp_path / "home"
    home.mkdir()
    (home / "index").symlink_to(indexed_home / "index")
    monkeypatch.setenv("LICET_HOME", str(home))
    house = open_house(Settings(store=str(tmp_path / "s.db"), access_log=False, rate=0, timeout=120))
    keys = {}
    for role in Role:
        add_user(house.store, system("test"), role.value, role.value, [role], password="correct horse 42")
        keys[role] = issue_key(house.store, system("test"), role.value, "test", list(Permission))
    with TestClient(create_app(house=house), base_url="http://localhost") as client:
        yield Desk(client=client, house=house, keys=keys)
    house.close()


def _laid(desk: Desk) -> list[str]:
    """The filings that an answer of now stands on."""
    answer = desk.client.post("/api/v1/check", json={"name": "Hikvision"}, headers=desk.headers(Role.VIEWER))
    found: list[str] = answer.json()["filings"]
    return found


def test_a_filing_is_staged_shown_and_cleared(own: Desk) -> None:
    """Every later answer names it, without a restart; the same again changes nothing; the log tells who."""
    who = own.headers(Role.ADMINISTRATOR)
    raw = _FILING.read_bytes()

    def send(**headers: str) -> object:
        files = {"file": ("f.xml", raw)}
        answer = own.client.post("/api/v1/filings", files=files, headers={**who, **headers})
        assert answer.status_code == 201, answer.text
        return answer.json()

    assert _laid(own) == []
    first = send(**{"Idempotency-Key": "stage-1"})
    size = own.house.store.head()[1]
    assert send(**{"Idempotency-Key": "stage-1"}) == first == send()
    assert first == filing_as_json(read_filing(_FILING))
    assert own.house.store.head()[1] == size
    assert _laid(own) == [_NUMBER]
    place = f"/api/v1/filings/{_NUMBER}"
    held = own.client.get(place, headers=own.headers(Role.VIEWER))
    assert held.json() == first
    again = own.client.get(place, headers={**own.headers(Role.VIEWER), "If-None-Match": held.headers["etag"]})
    assert again.status_code == 304
    stale = own.client.delete(place, headers={**who, "If-Match": '"another"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "changed")
    assert own.client.delete(place, headers={**who, "If-Match": held.headers["etag"]}).status_code == 200
    assert _laid(own) == []
    assert own.client.delete(place, headers=who).status_code == 404
    assert verify(own.house.store).ok


def test_who_may_not_set_policies_stages_nothing(own: Desk) -> None:
    """A filing changes everybody's answers: an analyst may weigh one and not stage it."""
    files = {"file": ("f.xml", _FILING.read_bytes())}
    for role in set(Role) - {Role.ADMINISTRATOR}:
        for place in ("/api/v1/filings", "/filings"):
            assert own.client.post(place, files=files, headers=own.headers(role)).status_code == 403
    assert _laid(own) == []


def test_what_is_no_whole_filing_is_not_staged(own: Desk) -> None:
    """Another document, none, and one that is cut, are refused with what to do."""
    who = own.headers(Role.ADMINISTRATOR)
    xml, text = _FILING.read_bytes(), _FILING.with_suffix(".txt").read_bytes()
    for raw in (
        b"<a/>",
        b"",
        b"A note.",
        xml[:5000],
        text[:500],
        text[: len(text) // 2],
        text.rstrip()[:-60],
    ):
        answer = own.client.post("/api/v1/filings", files={"file": ("f.xml", raw)}, headers=who)
        assert (answer.status_code, bool(answer.json()["fix"])) == (422, True), answer.text
    assert _laid(own) == []


def test_the_desk_stages_and_clears(own: Desk) -> None:
    """By plain forms: the page names the filing with its first day, and no longer once it is cleared."""
    who = {**own.headers(Role.ADMINISTRATOR), "Sec-Fetch-Site": "same-origin"}
    files = {"file": ("f.xml", _FILING.read_bytes())}
    page = own.client.post("/filings", files=files, headers=who)
    assert page.status_code == 200
    assert _NUMBER in page.text
    assert "2019-10-09" in page.text
    assert _laid(own) == [_NUMBER]
    viewer = own.client.get("/filings", headers=own.headers(Role.VIEWER)).text
    assert _NUMBER in viewer
    assert f"/filings/{_NUMBER}/clear" not in viewer
    page = own.client.post(f"/filings/{_NUMBER}/clear", headers=who)
    assert _NUMBER not in page.text
    assert _laid(own) == []
