"""The same thousand rows come out the same, whichever way they go in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient

from licet.app.api.application import create_app
from licet.app.api.house import open_house
from licet.app.settings import Settings
from licet.batch.files import screen_file
from licet.batch.table import UNREAD, outcome_of
from licet.check.engine import Engine
from licet.check.party import party_of
from licet.core.errors import InputError
from licet.store.actor import Permission, Role, system
from licet.store.people import add_user, issue_key
from tests.batch.conftest import DAY

_COLUMNS = ("disposition", "reasons", "hits", "on", "snapshot", "stale", "incomplete")

#: What the API writes of a finding as it is.
_PLAIN = ("list", "listing", "name", "score", "verdict", "standing", "evidence")

_Outcomes = dict[str, dict[str, Any] | None]


@pytest.fixture(scope="module")
def now(engine: Engine) -> Engine:
    """The engine as a server has it: staleness is judged today."""
    return replace(engine, today=date.today(), _recent={})


@pytest.fixture(scope="module")
def singly(now: Engine, parties: list[dict[str, str]]) -> _Outcomes:
    """What each row gives when it is asked alone; None where it cannot be read."""
    return {row["id"]: _singly(now, row) for row in parties}


def _singly(engine: Engine, row: dict[str, str]) -> dict[str, Any] | None:
    try:
        party = party_of(row["name"], country=row["country"], party_id=row["id"])
    except InputError:
        return None
    outcome = outcome_of(engine.check(party, on=DAY, limit=5))
    return {name: outcome[name] for name in _COLUMNS}


def _by_id(rows: list[dict[str, Any]]) -> _Outcomes:
    return {
        row["id"]: None if row["disposition"] == UNREAD else {name: row[name] for name in _COLUMNS}
        for row in rows
    }


def test_singly_and_by_file_give_identical_outcomes(
    now: Engine, singly: _Outcomes, table: Path, tmp_path: Path
) -> None:
    """A thousand rows one by one and by two workers from a file: not one cell differs."""
    assert sum(outcome is None for outcome in singly.values()) == 2
    dispositions = {outcome["disposition"] for outcome in singly.values() if outcome}
    assert {"MATCH", "NOTHING_FOUND"} <= dispositions

    done = screen_file(table, tmp_path / "out", engine=now, on=DAY, workers=2, part_rows=300)
    rows = pq.read_table(done.results).to_pylist()
    assert [row["line"] for row in rows] == list(range(2, 1002))
    assert _by_id(rows) == singly


def test_singly_and_on_spark_give_identical_outcomes(
    spark: Any, now: Engine, singly: _Outcomes, parties: list[dict[str, str]]
) -> None:
    """The same thousand rows on a Spark data frame of four parts, by two workers: not one cell differs."""
    from licet.batch.spark import screen

    frame = spark.createDataFrame(parties, "id string, name string, country string").repartition(4)
    found = screen(frame, on=DAY, engine=now).collect()
    assert _by_id([row.asDict(recursive=True) for row in found]) == singly


@pytest.fixture
def client(now: Engine, tmp_path: Path) -> Iterator[TestClient]:
    """The API over the same lists, with the key of somebody who may ask."""
    settings = Settings(store=str(tmp_path / "store.db"), access_log=False, rate=0, timeout=120)
    house = open_house(settings)
    add_user(house.store, system("test"), "a", "A", [Role.ANALYST], password="correct horse 42")
    key = issue_key(house.store, system("test"), "a", "test", list(Permission))
    with TestClient(create_app(house=house), base_url="http://localhost") as client:
        client.headers["Authorization"] = f"ApiKey {key}"
        yield client
    house.close()


def test_singly_and_through_the_api_give_identical_outcomes(
    client: TestClient, singly: _Outcomes, parties: list[dict[str, str]]
) -> None:
    """The same thousand rows as a stream to POST /api/v1/screen, each field that both give compared."""
    body = "\n".join(map(json.dumps, parties))
    reply = client.post(f"/api/v1/screen?on={DAY.isoformat()}&limit=5", content=body)
    *rows, end = map(json.loads, reply.text.splitlines())
    assert (end["end"], end["rows"], end["errors"]) == (True, 1000, 2)
    assert [row["line"] for row in rows] == list(range(1, 1001))
    answers = {
        party["id"]: None if "error" in row else _from_api(row)
        for party, row in zip(parties, rows, strict=True)
    }
    rounded = {
        name: outcome
        and outcome | {"hits": [hit | {"score": round(hit["score"], 4)} for hit in outcome["hits"]]}
        for name, outcome in singly.items()
    }
    assert answers == rounded


def _from_api(answer: dict[str, Any]) -> dict[str, Any]:
    editions = {one["id"]: one["published"] for one in answer["lists"]}
    hits = [
        {
            **{
                name: one[name]
                for name in ("list", "listing", "name", "score", "verdict", "standing", "evidence")
            },
            "edition": _day(editions[one["list"]]),
            "from": _day(one["from"]),
            "requirement": one["requirement"]["words"] if one["requirement"] else "",
            "policy": one["policy"]["words"] if one["policy"] else "",
            "citations": "; ".join(cite["text"] for cite in one["citations"]),
        }
        for one in answer["findings"]
    ]
    return {
        "hits": hits,
        "reasons": [hit["evidence"] for hit in hits],
        "on": _day(answer["on"]),
        **{name: answer[name] for name in ("disposition", "snapshot", "stale", "incomplete")},
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
