"""Portfolios, the weighing of a filing and what was cleared before, at the desk and through the API."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from licet.store.actor import Role
from tests.app.api.conftest import Desk

_EXAMPLES = Path(__file__).parents[3] / "examples"
_FILING = _EXAMPLES / "filing-2019-22210.xml"
_FILES = {"party": "parties", "owner": "owners", "item": "items", "order": "orders", "revenue": "revenue"}


def _bring_in(desk: Desk) -> None:
    who = desk.headers(Role.ANALYST)
    for kind, name in _FILES.items():
        raw = (_EXAMPLES / "portfolio" / f"{name}.csv").read_bytes()
        answer = desk.client.post(
            f"/api/v1/portfolios/main/{kind}", files={"file": (f"{name}.csv", raw)}, headers=who
        )
        assert answer.status_code == 200, answer.text
        assert answer.json()["errors"] == []


def test_a_filing_is_weighed_against_a_portfolio(desk: Desk) -> None:
    """Files in, the October 2019 filing against them: the API and the desk name the same parties and sums."""
    _bring_in(desk)
    who = desk.headers(Role.VIEWER)
    held = desk.client.get("/api/v1/portfolios/main", headers=who).json()
    assert held["counts"]["party"] > 0
    assert held["loads"]
    raw = _FILING.read_bytes()
    answer = desk.client.post("/api/v1/portfolios/main/impact", files={"file": ("f.xml", raw)}, headers=who)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["schema"] == "licet-impact/1"
    assert found["event"]["added"] == 28
    assert found["hits"]
    assert found["not_checked"]
    page = desk.client.post(
        "/impact", data={"portfolio": "main"}, files={"file": ("f.xml", raw)}, headers=who
    )
    assert page.status_code == 200
    assert all(hit["name"] in page.text.replace("&amp;", "&") for hit in found["hits"])
    assert 'class="exposure"' in page.text
    assert len(page.content) < 200_000
    assert desk.client.get("/portfolio/main", headers=who).status_code == 200


def test_the_same_file_twice_changes_nothing_and_the_same_key_answers_the_same(desk: Desk) -> None:
    """A file again writes no record; a key again writes nothing at all; another file under it is refused."""
    raw = (_EXAMPLES / "portfolio" / "parties.csv").read_bytes()
    who = desk.headers(Role.ANALYST)

    def send(data: bytes, **headers: str) -> Any:
        files = {"file": ("p.csv", data)}
        at = "/api/v1/portfolios/twice/party"
        return desk.client.post(at, files=files, headers={**who, **headers})

    first = send(raw, **{"Idempotency-Key": "load-1"})
    assert first.json()["loaded"]["written"] > 0
    counts = desk.client.get("/api/v1/portfolios/twice", headers=who).json()["counts"]
    size = desk.house.store.head()[1]
    assert send(raw, **{"Idempotency-Key": "load-1"}).json() == first.json()
    assert desk.house.store.head()[1] == size
    again = send(raw).json()["loaded"]
    assert (again["written"], again["unchanged"]) == (0, first.json()["loaded"]["written"])
    assert desk.client.get("/api/v1/portfolios/twice", headers=who).json()["counts"] == counts
    assert send(raw + b"\n", **{"Idempotency-Key": "load-1"}).status_code == 422


def test_what_cannot_be_weighed_is_an_error_and_never_no_hit(desk: Desk) -> None:
    """No portfolio, no filing, a filing that is none: each says so."""
    who = desk.headers(Role.VIEWER)
    raw = _FILING.read_bytes()
    none = desk.client.post("/api/v1/portfolios/none/impact", files={"file": ("f.xml", raw)}, headers=who)
    assert none.status_code == 404
    _bring_in(desk)
    for files, data in (({}, {"number": "1999-1"}), ({"file": ("f.xml", b"<a/>")}, {})):
        answer = desk.client.post("/api/v1/portfolios/main/impact", files=files, data=data, headers=who)
        assert answer.status_code == 422, answer.text
    assert desk.client.get("/api/v1/portfolios/none/gaps", headers=who).status_code == 404


def test_a_filing_is_read_without_keeping_it(desk: Desk) -> None:
    """The change set of a document as data; the list of staged filings stays empty."""
    who = desk.headers(Role.VIEWER)
    answer = desk.client.post(
        "/api/v1/filings/read", files={"file": ("f.xml", _FILING.read_bytes())}, headers=who
    ).json()
    assert len(answer["changes"]) == 28
    assert answer["effective"] == "2019-10-09"
    assert desk.client.get("/api/v1/filings", headers=who).json() == {"results": []}


def test_an_archive_that_swells_is_refused_before_it_is_read(desk: Desk) -> None:
    """A few hundred kilobytes that unpack to more than 64 MB, as a workbook: 422 from every upload."""
    raw = BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * (65 * 1024 * 1024))
    sent = ("o.xlsx", raw.getvalue())
    who = desk.headers(Role.ANALYST)
    for path, field, data in (
        ("/api/v1/owners", "files", {"name": "x"}),
        ("/api/v1/gear", "files", {}),
        ("/api/v1/portfolios/main/party", "file", {}),
        ("/owners", "file", {"party": "x"}),
        ("/gear", "file", {}),
    ):
        answer = desk.client.post(path, files={field: sent}, data=data, headers=who)
        assert answer.status_code == 422, path
        assert "unpacks" in answer.text, path


def test_entities_of_an_xml_upload_are_not_followed(desk: Desk, tmp_path: Path) -> None:
    """Neither a file of this machine nor a billion laughs come out of a document."""
    who = desk.headers(Role.VIEWER)
    secret = "what-no-upload-may-read"
    (tmp_path / "secret").write_text(secret)
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    for kinds in (f'<!ENTITY a11 SYSTEM "file://{tmp_path}/secret">', f'<!ENTITY a0 "ha">{laughs}'):
        raw = f"<!DOCTYPE RULE [{kinds}]><RULE><SUBJECT>&a11;</SUBJECT></RULE>".encode()
        for path, field in (("/api/v1/filings/read", "file"), ("/api/v1/gear", "files")):
            answer = desk.client.post(path, files={field: ("f.xml", raw)}, headers=who)
            assert answer.status_code in (200, 422), path
            assert "haha" not in answer.text
            assert (
                hostname := Path("/etc/hostname").read_text().strip()
            ) == "" or hostname not in answer.text


def test_cleared_hits_and_the_self_test_are_shown(desk: Desk) -> None:
    """The report of what is suppressed, and what the last self-test said."""
    who = desk.headers(Role.VIEWER)
    assert desk.client.get("/api/v1/suppressions", headers=who).json()["results"] == []
    assert desk.client.get("/cleared", headers=who).status_code == 200
    alerts = desk.client.get("/api/v1/alerts", params={"since": "2026-01-01"}, headers=who).json()
    assert alerts["schema"] == "licet-watch-report/1"
    assert "run" in desk.client.get("/api/v1/selftest", headers=who).json()
