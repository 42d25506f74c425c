"""Counters in the Prometheus text format, kept in the process; no names of people or parties in them."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

__all__ = ["Metrics"]

#: Upper bounds of the histogram of answer times, in seconds.
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """Counts of requests, screened parties and refusals."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, tuple[tuple[str, str], ...]], float] = defaultdict(float)
        self._times: dict[str, list[int]] = {}
        self._sums: dict[str, float] = defaultdict(float)

    def add(self, name: str, amount: float = 1.0, **labels: str) -> None:
        """Count something, under labels."""
        with self._lock:
            self._counts[name, tuple(sorted(labels.items()))] += amount

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count an answer and its time."""
        with self._lock:
            labels = (("method", method), ("route", route), ("status", str(status)))
            self._counts["licet_requests_total", labels] += 1
            row = self._times.setdefault(route, [0] * (len(BUCKETS) + 1))
            for place, bound in enumerate(BUCKETS):
                row[place] += seconds <= bound
            row[-1] += 1
            self._sums[route] += seconds

    def text(self, gauges: dict[str, float]) -> str:
        """Everything in the text format, version 0.0.4."""
        with self._lock:
            return "\n".join([*self._lines(gauges), ""])

    def _lines(self, gauges: dict[str, float]) -> Iterator[str]:
        known = ""
        for (name, labels), value in sorted(self._counts.items()):
            if name != known:
                yield f"# TYPE {name} counter"
                known = name
            yield f"{name}{_labels(dict(labels))} {value:g}"
        yield "# TYPE licet_request_seconds histogram"
        for route, row in sorted(self._times.items()):
            for bound, count in zip((*(f"{bound:g}" for bound in BUCKETS), "+Inf"), row, strict=True):
                yield f"licet_request_seconds_bucket{_labels({'route': route, 'le': bound})} {count}"
            yield f"licet_request_seconds_sum{_labels({'route': route})} {self._sums[route]:.6f}"
            yield f"licet_request_seconds_count{_labels({'route': route})} {row[-1]}"
        for name, value in sorted((gauges | _memory()).items()):
            bare = name.partition("{")[0]
            if bare != known:
                yield f"# TYPE {bare} gauge"
                known = bare
            yield f"{name} {value:g}"


def _labels(labels: dict[str, str]) -> str:
    if not labels:
        return ""
    inside = ",".join(f'{name}="{_escape(value)}"' for name, value in labels.items())
    return "{" + inside + "}"


def _escape(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _memory() -> dict[str, float]:
    """Resident bytes, where the system tells them in `/proc`."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return {}
    return {"process_resident_memory_bytes": float(pages * 4096)}
