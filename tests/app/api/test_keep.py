"""Keeping checks and determinations over HTTP, and showing what a person cleared before."""

from __future__ import annotations

import json

from licet.app.actions.check import party_of
from licet.app.actions.suppression import clear_hit
from licet.core.trade import Party
from licet.store.actor import Actor, Origin, Role
from licet.store.proof import check_proof
from licet.store.suppression import SuppressionState, approve_suppression, suppression
from tests.app.api.conftest import Desk

_WHO = Origin(host="desk", client="test")
_ANN = Actor(id="analyst", roles=frozenset({Role.ANALYST}), origin=_WHO)
_EVE = Actor(id="approver", roles=frozenset({Role.APPROVER}), origin=_WHO)
_PARTY = {"id": "C-77", "name": "Dahua Technology", "country": "CN"}


def _clear(desk: Desk, party: Party, listing: str, reason: str) -> str:
    """A hit that was cleared, by a second person too where one is needed."""
    store = desk.house.store
    with desk.house.batch() as engine:
        id = clear_hit(store, _ANN, engine, party, listing=listing, reason=reason)
    if suppression(store, _ANN, id).state is SuppressionState.WAITING:
        approve_suppression(store, _EVE, id)
    return id


def test_a_check_is_kept_once_for_its_key_and_is_proved(desk: Desk) -> None:
    """The decision holds the question and the answer, a case waits, and the log proves the entry."""
    who = {**desk.headers(Role.ANALYST), "Idempotency-Key": "check-1"}
    at = "/api/v1/check?keep=true&reference=PO-12"
    body = {"name": "Hangzhou Hikvision Digital Technology"}
    first = desk.client.post(at, json=body, headers=who)
    assert first.status_code == 201, first.text
    size = desk.house.store.head()[1]
    again = desk.client.post(at, json=body, headers=who)
    assert again.json() == first.json()
    assert desk.house.store.head()[1] == size
    other = desk.client.post(at.replace("12", "13"), json=body, headers=who)
    assert other.status_code == 422
    kept = first.json()["kept"]
    reader = desk.headers(Role.VIEWER)
    made = desk.client.get(first.headers["location"], headers=reader).json()
    assert made["trade"]["party"]["names"][0]["text"] == body["name"]
    assert made["outcome"]["disposition"] == first.json()["disposition"]
    assert made["rule_book"]
    assert made["snapshots"] == [first.json()["snapshot"]]
    listed = desk.client.get("/api/v1/decisions?reference=PO-12", headers=reader).json()["results"]
    assert [one["id"] for one in listed] == [kept["decision"]]
    assert desk.client.get(f"/api/v1/cases/{kept['case']}", headers=reader).json()["alerts"]
    place = f"/api/v1/log/entries/{made['entry']}/proof"
    assert check_proof(desk.client.get(place, headers=desk.headers(Role.AUDITOR)).json()).size > made["entry"]


def test_a_determination_is_kept_with_its_paragraphs(desk: Desk) -> None:
    """What was asked and the whole outcome; a trade with no party opens no case."""
    body = {"facts": {"act": "export", "destination": "CN", "items": [{"eccn": "3A001"}]}, "keep": True}
    answer = desk.client.post("/api/v1/determine", json=body, headers=desk.headers(Role.ANALYST))
    assert answer.status_code == 201, answer.text
    assert answer.json()["kept"]["case"] is None
    made = desk.client.get(answer.headers["location"], headers=desk.headers(Role.VIEWER)).json()
    assert made["trade"]["facts"] == body["facts"]
    assert made["outcome"]["outcome"] == answer.json()["outcome"]
    assert made["outcome"]["made_from"]["rule_book"] == made["rule_book"]


def test_a_stream_is_kept_row_by_row(desk: Desk) -> None:
    """Each answered row names its decision."""
    rows = b'{"name": "Hikvision"}\n{"name": "Zwetschgen Obstbau"}\n'
    answer = desk.client.post(
        "/api/v1/screen?keep=true", content=rows, headers=desk.headers(Role.ANALYST)
    ).text.splitlines()
    hit, nothing, end = map(json.loads, answer)
    assert hit["kept"]["case"]
    assert nothing["kept"]["decision"]
    assert nothing["kept"]["case"] is None
    assert end["answered"] == 2
    size = desk.house.store.head()[1]
    who = {**desk.headers(Role.ANALYST), "Idempotency-Key": "stream-1"}
    refused = desk.client.post("/api/v1/screen?keep=true", content=rows, headers=who)
    assert refused.status_code == 400
    assert "/api/v1/check" in refused.json()["fix"]
    assert desk.house.store.head()[1] == size


def test_who_may_not_decide_keeps_nothing(desk: Desk) -> None:
    """Nobody, and a reader: refused, and the log is as it was."""
    size = desk.house.store.head()[1]
    for headers, status in (({}, 401), (desk.headers(Role.VIEWER), 403)):
        for at, body in (
            ("/api/v1/check?keep=true", {"name": "Hikvision"}),
            ("/api/v1/determine", {"facts": {"destination": "CN"}, "keep": True}),
            ("/api/v1/screen?keep=true", {"name": "Hikvision"}),
        ):
            answer = desk.client.post(at, json=body, headers=headers)
            assert answer.status_code == status, at
            assert answer.headers["content-type"] == "application/problem+json"
    assert desk.house.store.head()[1] == size


def test_what_was_cleared_is_shown_with_its_ground_and_dropped_nowhere(desk: Desk) -> None:
    """Check, screen, determine and the desk name who, why and until when; other hits still alert."""
    party = party_of("Dahua Technology", country="CN", party_id="C-77")
    who = desk.headers(Role.ANALYST)
    raw = desk.client.post("/api/v1/check", json=_PARTY, headers=who).json()
    listing = raw["findings"][0]["listing"]
    id = _clear(desk, party, listing, "a namesake in Linz")
    found = desk.client.post("/api/v1/check", json=_PARTY, headers=who).json()
    assert [one["listing"] for one in found["findings"]] == [one["listing"] for one in raw["findings"]]
    cleared = {one["listing"]: one["cleared"] for one in found["findings"]}
    assert cleared[listing]["reason"] == "a namesake in Linz"
    assert cleared[listing]["id"] == id
    assert cleared[listing]["expires"]
    assert [place for place, mark in cleared.items() if mark] == [listing]
    stream = desk.client.post("/api/v1/screen", content=json.dumps(_PARTY).encode(), headers=who).text
    assert "a namesake in Linz" in stream.splitlines()[0]
    # Nobody who has not signed in is told what was cleared: to them the hit alerts.
    if (open_to_all := desk.client.post("/api/v1/check", json=_PARTY)).status_code == 200:
        assert not any(one["cleared"] for one in open_to_all.json()["findings"])


def test_a_determination_names_what_was_cleared_and_stands_as_it_was(desk: Desk) -> None:
    """The hit stays in the outcome; beside it stands who cleared it and why."""
    party = party_of("Megvii Technology", country="CN")
    facts = {"destination": "CN", "parties": [{"name": "Megvii Technology", "country": "CN"}]}
    who = desk.headers(Role.ANALYST)
    before = desk.client.post("/api/v1/determine", json={"facts": facts}, headers=who).json()
    assert before["cleared"] == []
    hit = before["screened"][0]["hits"][0][0]
    _clear(desk, party, hit, "a namesake in Graz")
    page = desk.client.get("/?q=Megvii+Technology&country=CN", headers=who).text
    assert "a namesake in Graz" in page
    form = {"told": json.dumps(facts)}
    headers = {**who, "Sec-Fetch-Site": "same-origin"}
    assert "a namesake in Graz" in desk.client.post("/determine", data=form, headers=headers).text
    after = desk.client.post("/api/v1/determine", json={"facts": facts}, headers=who).json()
    assert [(one["listing"], one["reason"]) for one in after["cleared"]] == [(hit, "a namesake in Graz")]
    assert {**after, "cleared": []} == before
