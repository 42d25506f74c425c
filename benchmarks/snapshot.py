"""The embedded snapshot: how large, how soon open, how soon one entry, how soon all of them."""

from __future__ import annotations

import statistics
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from licet.lists.home import embedded
from licet.lists.snapshot import Snapshot

_ENTRY = "us-bis-entity-list:cn:hangzhou-hikvision-digital-technology-co-ltd"


def _median_ms(run: Callable[[], object], times: int = 21) -> float:
    found = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        found.append((time.perf_counter() - start) * 1_000)
    return round(statistics.median(found), 2)


def _stream(snapshot: Snapshot) -> int:
    return sum(1 for _ in snapshot.listings())


def main() -> dict[str, object]:
    """Print and return the figures."""
    snapshot = embedded()
    figures: dict[str, object] = {
        "bytes": Path(snapshot.place).stat().st_size,
        "listings": len(snapshot),
        "lists": len(snapshot.lists),
        "open, ms": _median_ms(embedded),
        "one entry, ms": _median_ms(lambda: snapshot.get(_ENTRY)),
        "all entries, ms": _median_ms(lambda: _stream(snapshot), times=3),
    }
    tracemalloc.start()
    _stream(embedded())
    figures["peak of streaming all, MB"] = round(tracemalloc.get_traced_memory()[1] / 1e6, 1)
    tracemalloc.stop()
    for name, value in figures.items():
        print(f"{name}: {value}")
    return figures


if __name__ == "__main__":
    main()
