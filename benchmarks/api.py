"""POST /match with one query: requests a second, p99 and resident memory of one worker.

    python -m benchmarks.api
    LICET_REQUESTS=1000 LICET_CONNECTIONS=1 python -m benchmarks.api     a shorter run, one caller
    LICET_OFFERED=400 python -m benchmarks.api       sent at that pace; times count from when each is due

The server is a process of its own on loopback, with the embedded lists and an empty store. One client process
keeps eight connections busy; where there are two cores or more, each process gets one of its own.
On a machine that others use too, read `requests_per_cpu_second`: the server's own
processor time, user and system together.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from benchmarks._memory import peak
from licet.lists.home import open_snapshot

_PORT = 8397
_CONNECTIONS = int(os.environ.get("LICET_CONNECTIONS", "8"))
_OFFERED = float(os.environ.get("LICET_OFFERED", "0"))
_REQUESTS = int(os.environ.get("LICET_REQUESTS", "4000"))


def _names() -> list[str]:
    """Listed names, some with a letter taken out, and as many that nobody has."""
    listed = [listing.party.name for listing in open_snapshot().listings()][::29][: _REQUESTS // 4]
    changed = [name[:4] + name[5:] for name in listed]
    return [*listed, *changed, *(f"Zwetschgen Obstbau {number} GmbH" for number in range(_REQUESTS // 2))]


def _request(name: str) -> bytes:
    query = {"q": {"schema": "LegalEntity", "properties": {"name": [name]}}}
    body = json.dumps({"queries": query}).encode()
    head = (
        f"POST /match/default HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _worker(queue: list[tuple[float, bytes]], times: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", _PORT)
    while queue:
        due, request = queue.pop()
        if _OFFERED:
            await asyncio.sleep(due - time.perf_counter())
        began = due if _OFFERED else time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        times.append(time.perf_counter() - began)
    writer.close()


async def _run(requests: list[bytes]) -> tuple[list[float], float]:
    times: list[float] = []
    began = time.perf_counter()
    step = 1 / _OFFERED if _OFFERED else 0.0
    queue = [(began + place * step, one) for place, one in enumerate(requests)][::-1]
    await asyncio.gather(*(_worker(queue, times) for _ in range(_CONNECTIONS)))
    return times, time.perf_counter() - began


def wait(server: subprocess.Popen[bytes], port: int) -> None:
    """Wait until a server answers."""
    for _ in range(600):
        if server.poll() is not None:
            raise RuntimeError("the server ended")
        try:
            httpx.get(f"http://127.0.0.1:{port}/healthz")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")


def _pin(pid: int, core: int) -> bool:
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_setaffinity") else []
    if len(cores) < 2:
        return False
    os.sched_setaffinity(pid, {cores[core]})
    return True


def spent(pid: int) -> float:
    """Processor seconds of a process so far, user and system."""
    try:
        rest = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(rest[11]) + int(rest[12])) / os.sysconf("SC_CLK_TCK")


def main() -> dict[str, object]:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "licet", "serve", "--quiet", "--port", str(_PORT)]
        server = subprocess.Popen(
            [*command, "--store", f"{folder}/store.db"],
            env={**os.environ, "LICET_RATE": "0"},
            stderr=subprocess.DEVNULL,
        )
        try:
            wait(server, _PORT)
            pinned = _pin(server.pid, 0) and _pin(os.getpid(), 1)
            requests = [_request(name) for name in _names()]
            requests = requests[::2] + requests[1::2]
            asyncio.run(_run(requests[:200]))
            before = spent(server.pid)
            times, seconds = asyncio.run(_run(requests))
            cpu = spent(server.pid) - before
            most = peak(server.pid)
        finally:
            server.terminate()
            server.wait()
    times.sort()
    found: dict[str, object] = {
        "requests": len(times),
        "connections": _CONNECTIONS,
        "offered_per_second": _OFFERED or None,
        "own_core_each": pinned,
        "requests_per_second": round(len(times) / seconds),
        "requests_per_cpu_second": round(len(times) / cpu) if cpu else None,
        "p50_ms": round(times[len(times) // 2] * 1000, 2),
        "p99_ms": round(times[int(len(times) * 0.99)] * 1000, 2),
        "resident_peak_mb": most,
    }
    print(json.dumps(found, indent=1))
    return found


if __name__ == "__main__":
    main()
