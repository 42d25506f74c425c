"""The web desk's pages: the server's processor time and the bytes of each, with forty cases in the queue.

    python -m benchmarks.pages

The server is a process of its own on loopback; the time is its own, user and system together, over twenty
requests of each page after one that is not counted.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

import httpx

from benchmarks._memory import peak
from benchmarks.api import spent, wait
from licet.app.actions.portfolio import import_file
from licet.store.actor import Permission, Role, system
from licet.store.people import add_user, issue_key
from licet.store.store import Store

_PORT = 8396
_TIMES = 20
_CASES = 40
_EXAMPLES = Path(__file__).parents[1] / "examples"
_KINDS = {"party": "parties", "owner": "owners", "item": "items", "order": "orders", "revenue": "revenue"}
_NAMES = ("Hikvision", "Huawei Technologies", "Dahua Technology", "SenseTime Group", "Rosoboronexport")


def _prepare(store: str) -> str:
    """Users and a portfolio; the key of somebody who may see every page."""
    with Store.open(store) as held:
        who = system("benchmark")
        roles = [Role.ADMINISTRATOR, Role.ANALYST, Role.AUDITOR]
        add_user(held, who, "ann", "Ann", roles, password="correct horse 42")  # noqa: S106
        for kind, name in _KINDS.items():
            import_file(held, who, "main", kind, _EXAMPLES / "portfolio" / f"{name}.csv")
        return issue_key(held, who, "ann", "benchmark", list(Permission))


def _pages(client: httpx.Client) -> dict[str, str]:
    for place in range(_CASES):
        name = _NAMES[place % len(_NAMES)]
        client.post("/api/v1/cases", json={"party": {"name": name}, "title": f"{name} {place}"})
    case = client.get("/api/v1/cases").json()["results"][0]["id"]
    found = client.post("/api/v1/check", json={"name": "Hikvision"}).json()["findings"][0]["listing"]
    return {
        "search": "/",
        "answer": f"/?q={quote('华为技术有限公司')}",
        "listing": f"/listing/{quote(found)}",
        "determine": "/determine",
        "lists": "/lists",
        "queue": "/queue",
        "case": f"/case/{case}",
        "figures": "/figures",
        "portfolio": "/portfolio/main",
        "impact": "/impact",
        "filings": "/filings",
        "cleared": "/cleared",
        "licences": "/licences",
        "audit": "/audit",
        "people": "/people",
        "api": "/docs",
    }


def main() -> dict[str, object]:
    """Measure and print."""
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        store = f"{folder}/store.db"
        key = _prepare(store)
        command = [sys.executable, "-m", "licet", "serve", "--quiet", "--port", str(_PORT), "--store", store]
        server = subprocess.Popen(command, env={**os.environ, "LICET_RATE": "0"}, stderr=subprocess.DEVNULL)
        try:
            wait(server, _PORT)
            headers = {"Authorization": f"ApiKey {key}"}
            base = f"http://127.0.0.1:{_PORT}"
            with httpx.Client(base_url=base, headers=headers, timeout=120) as client:
                for name, at in _pages(client).items():
                    size = len(client.get(at).raise_for_status().content)
                    before = spent(server.pid)
                    for _ in range(_TIMES):
                        client.get(at).raise_for_status()
                    taken = (spent(server.pid) - before) / _TIMES
                    found[name] = {"ms": round(taken * 1000, 1), "kb": round(size / 1000, 1)}
            most = peak(server.pid)
        finally:
            server.terminate()
            server.wait()
    whole: dict[str, object] = {
        "pages": found,
        "slowest_ms": max(one["ms"] for one in found.values()),
        "largest_kb": max(one["kb"] for one in found.values()),
        "resident_peak_mb": most,
    }
    print(json.dumps(whole, indent=1))
    return whole


if __name__ == "__main__":
    main()
