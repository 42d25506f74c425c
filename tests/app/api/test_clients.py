"""Published clients of the APIs whose shapes licet has, unchanged, against a server on loopback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import uvicorn

from licet.app.api.application import create_app
from licet.app.settings import Settings
from licet.store.actor import Role
from tests.app.api.conftest import Desk


@pytest.fixture(scope="module")
def address(desk: Desk) -> Iterator[str]:
    """Where the server listens."""
    app = create_app(Settings(access_log=False, rate=0), house=desk.house)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


def test_yente_client_matches_searches_and_fetches(desk: Desk, address: str) -> None:
    """The client of PyPI reads our matches, pages, entities, datasets and algorithms into its own models."""
    yente = pytest.importorskip("yente_client", reason="yente-client is not installed")
    from yente_client.entities import Company  # type: ignore[import-untyped]

    with yente.Client(base_url=address, api_key=desk.keys[Role.VIEWER]) as client:
        found = client.match(Company(name=["Hangzhou Hikvision Digital Technology Co., Ltd."]))
        best = found.results[0]
        assert best.match
        assert best.datasets == ["us_bis_entity_list"]
        same = client.fetch(best.id)
        assert same.caption == best.caption
        assert client.search("Huawei", limit=2).results
        assert any(one.name == "us_ofac_sdn" for one in client.datasets().datasets)
        assert client.algorithms().best
        assert client.healthz()


def test_yente_client_reads_a_refusal_as_an_error(desk: Desk, address: str) -> None:
    """A party without a name: the client raises, and shows no empty result."""
    yente = pytest.importorskip("yente_client", reason="yente-client is not installed")
    from yente_client.entities import Company

    with (
        yente.Client(base_url=address, api_key=desk.keys[Role.VIEWER]) as client,
        pytest.raises(Exception, match="name"),
    ):
        client.match(Company(address=["Somewhere 1"]))


def test_reconciler_reconciles_a_column(desk: Desk, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reconciliation client of PyPI, with its key in the address as OpenRefine has it.

    Its release of 2021 writes `np.NaN` for what was not found, a name NumPy 2 took away: given back here.
    """
    monkeypatch.setattr(np, "NaN", np.nan, raising=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reconciler = pytest.importorskip("reconciler", reason="reconciler is not installed")
        import pandas as pd  # type: ignore[import-untyped]

        column = pd.Series(["Hikvision", "Zwetschgen Obstbau Immenstaad"])
        endpoint = f"{address}/reconcile/default?api_key={desk.keys[Role.VIEWER]}"
        found = reconciler.reconcile(column, reconciliation_endpoint=endpoint)
    named = dict(zip(found["input_value"], found["name"], strict=True))
    assert str(named["Hikvision"]).startswith("Hangzhou Hikvision")
    assert not isinstance(named.get("Zwetschgen Obstbau Immenstaad"), str)


def test_the_javascript_model_reads_our_entities(desk: Desk, address: str) -> None:
    """The `@alephdata/followthemoney` of npm, unchanged: schema, caption, countries, no property it lacks.

    To run it: `npm install --prefix FOLDER @alephdata/followthemoney`, then with
    `LICET_NODE_MODULES=FOLDER/node_modules`.
    """
    node, modules = shutil.which("node"), os.environ.get("LICET_NODE_MODULES", "")
    if node is None or not Path(modules, "@alephdata", "followthemoney").is_dir():
        pytest.skip("no node, or LICET_NODE_MODULES names no folder with @alephdata/followthemoney")
    script = Path(__file__).with_name("followthemoney.cjs")
    command = [node, str(script), address, desk.keys[Role.VIEWER], "Hangzhou Hikvision Digital Technology"]
    done = subprocess.run(
        command, env={**os.environ, "NODE_PATH": modules}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    read = json.loads(done.stdout)
    assert read
    assert not any(one["unknown"] for one in read)
    for one in read:
        entity = desk.client.get(f"/entities/{one['id']}", headers=desk.headers(Role.VIEWER)).json()
        assert one["schema"] == entity["schema"]
        assert one["caption"] in entity["properties"]["name"]
        assert one["countries"] == entity["properties"].get("country", [])
