"""Cases, determination, uploads and proofs over HTTP."""

from __future__ import annotations

from pathlib import Path

from licet.store.actor import Role
from licet.store.proof import check_proof
from tests.app.api.conftest import Desk


def test_a_case_goes_from_hit_to_disposition_and_is_proved(desk: Desk) -> None:
    """The same key opens one case; another body under it is refused; the log proves the entry."""
    who = {**desk.headers(Role.ANALYST), "Idempotency-Key": "case-1"}
    body = {"party": {"name": "Hikvision", "country": "CN"}}
    first = desk.client.post("/api/v1/cases", json=body, headers=who)
    assert first.status_code == 201, first.text
    again = desk.client.post("/api/v1/cases", json=body, headers=who)
    assert again.json() == first.json()
    other = desk.client.post("/api/v1/cases", json={"party": {"name": "Huawei"}}, headers=who)
    assert other.status_code == 422
    path = first.headers["location"]
    assert desk.client.post(
        f"{path}/notes", json={"text": "seen"}, headers=desk.headers(Role.ANALYST)
    ).is_success
    moved = desk.client.post(
        f"{path}/disposition",
        json={"disposition": "escalated", "reason": "the name is theirs"},
        headers=desk.headers(Role.ANALYST),
    )
    assert moved.json() == {"state": "escalated"}
    case = desk.client.get(path, headers=desk.headers(Role.VIEWER)).json()
    assert case["alerts"]
    index = case["summary"]["opened"]
    proof = desk.client.get(f"/api/v1/log/entries/{index}/proof", headers=desk.headers(Role.AUDITOR)).json()
    assert check_proof(proof).size > index
    assert desk.client.get("/api/v1/cases/CASE-999999", headers=desk.headers(Role.VIEWER)).status_code == 404


def test_nothing_found_opens_no_case_and_says_what_was_not_checked(desk: Desk) -> None:
    """No hit gives the check, with no case."""
    answer = desk.client.post(
        "/api/v1/cases", json={"party": {"name": "Zwetschgen Obstbau"}}, headers=desk.headers(Role.ANALYST)
    ).json()
    assert answer["case"] is None
    assert answer["check"]["not_checked"]


def test_a_trade_is_determined_and_asks_its_next_question(desk: Desk) -> None:
    """An open trade needs facts and names the next; nonsense is refused."""
    answer = desk.client.post(
        "/api/v1/determine",
        json={"facts": {"act": "export", "destination": "CN"}, "on": "2026-01-29"},
        headers=desk.headers(Role.VIEWER),
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["outcome"] == "NEEDS_FACTS"
    assert answer.json()["next"]["text"]


def test_owners_are_read_from_a_file(desk: Desk, tmp_path: Path) -> None:
    """An upload is judged by every fifty-percent rule."""
    csv = b"owned,owner,share\nAcme Ltd,Hangzhou Hikvision Digital Technology Co. Ltd.,60\n"
    answer = desk.client.post(
        "/api/v1/owners",
        data={"name": "Acme Ltd"},
        files={"files": ("owners.csv", csv, "text/csv")},
        headers=desk.headers(Role.VIEWER),
    )
    assert answer.status_code in (200, 422), answer.text


def test_rules_are_listed_with_their_pages(desk: Desk) -> None:
    """A rule has an id, a citation and a page."""
    found = desk.client.get("/api/v1/rules", params={"limit": 1}, headers=desk.headers(Role.VIEWER)).json()
    rule = found["results"][0]
    page = desk.client.get(f"/api/v1/rules/{rule['id']}", headers=desk.headers(Role.VIEWER))
    assert page.json()["citation"] == rule["citation"]
    assert found["next"]
