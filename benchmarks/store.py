"""The store's speed: decisions kept a second with fsync, verification and proofs of a long log.

python -m benchmarks.store                   # both databases, verification of 20,000 entries
python -m benchmarks.store --entries 1000000 # the long one, once
"""

from __future__ import annotations

import argparse
import gc
import shutil
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from licet.store.actor import Actor, system
from licet.store.decisions import Decision, record_decision
from licet.store.proof import prove
from licet.store.store import Find, Store
from licet.store.verify import verify

_BECAUSE = [
    {"says": f"limb {n} does not apply", "cites": ["15 CFR 744.11(a)"], "truth": "no"} for n in range(12)
]


def decision(number: int) -> Decision:
    """A decision of ordinary size: about 1.6 kB of canonical JSON."""
    return Decision(
        status="no license required",
        on=date(2026, 11, 1),
        rule_book="5f" * 32,
        snapshots=["us-2026-11-01"],
        trade={"parties": [{"name": f"Buyer {number % 5000}"}], "items": [{"eccn": "EAR99", "n": number}]},
        outcome={"status": "no license required", "because": _BECAUSE},
        find=Find(parties=[f"Buyer {number % 5000}"], countries=["DE"], documents=[f"PO-{number}"]),
    )


def keep(store: Store, who: Actor, many: list[Decision]) -> None:
    """Keep decisions in one transaction."""
    store.write(who, lambda w: [record_decision(w, made) for made in many])


def rates(store: Store, who: Actor, seconds: float = 4.0) -> dict[str, int]:
    """Decisions a second: one writer, and sixteen at once; each answered after its own fsync."""
    found = {}
    count, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        keep(store, who, [decision(count)])
        count += 1
    found["one writer"] = round(count / (time.perf_counter() - began))

    def writer(start: int) -> int:
        done = 0
        while time.perf_counter() < until:
            keep(store, who, [decision(start + done)])
            done += 1
        return done

    until = time.perf_counter() + seconds
    with ThreadPoolExecutor(16) as pool:
        found["sixteen writers"] = round(sum(pool.map(writer, range(0, 16_000_000, 1_000_000))) / seconds)
    return found


def long_log(file: Path, who: Actor, entries: int) -> dict[str, object]:
    """Fill a log, verify it whole, prove entries of it."""
    with Store.open(file) as store:
        began = time.perf_counter()
        for start in range(0, entries, 1000):
            keep(store, who, [decision(start + n) for n in range(1000)])
        filled = time.perf_counter() - began
        report = verify(store)
        assert report.ok, report.findings
        # A full collection of the interpreter's start-up objects takes 25 ms and would hit one proof in 200.
        gc.collect()
        gc.freeze()
        times, busy = [], []
        for n in range(200):
            began, used = time.perf_counter(), time.process_time()
            prove(store, who, n * 7919 % report.size)
            times.append((time.perf_counter() - began) * 1000)
            busy.append((time.process_time() - used) * 1000)
    return {
        "entries": report.size,
        "bulk decisions a second": round(entries / filled),
        "verify seconds": round(report.seconds, 1),
        "proof ms, median": round(statistics.median(times), 2),
        "proof ms, slowest of 200": round(max(times), 2),
        "proof ms of processor time, median and slowest": (
            round(statistics.median(busy), 2),
            round(max(busy), 2),
        ),
        "file MB": round(file.stat().st_size / 1e6),
    }


def main(entries: int = 20_000) -> dict[str, object]:
    """Measure, print, and give back the figures."""
    who = system()
    folder = Path(tempfile.mkdtemp(prefix="licet-bench-"))
    figures: dict[str, object] = {}
    try:
        with Store.open(folder / "rates.db") as store:
            figures["sqlite"] = rates(store, who)
        print("SQLite, decisions a second with fsync:", figures["sqlite"])
        figures["postgresql"] = _postgres(who)
        print("PostgreSQL, decisions a second with fsync:", figures["postgresql"])
        figures["log"] = long_log(folder / "long.db", who, entries)
        print("a long log:", figures["log"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return figures


def _postgres(who: Actor) -> object:
    try:
        from tests.store.conftest import Server, postgres_binaries
    except ImportError:
        return "not measured: run from a checkout with the development tools"
    binaries = postgres_binaries()
    if binaries is None:
        return "not measured: PostgreSQL is not installed"
    server = Server(binaries, durable=True)
    try:
        with Store.open(server.new_database()) as store:
            return rates(store, who)
    finally:
        server.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=20_000)
    main(parser.parse_args().entries)
