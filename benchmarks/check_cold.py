"""`licet check` from a cold process: wall time and peak memory, index included.

Bars (issue of the house): median at most 0.5 s on two cores, peak memory at most 250 MB.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

from benchmarks._memory import peak_of_children

NAMES = ("Hikvision", "海康威视", "Gartenbau Hofmann KG", "Almaz Antey Telecommunications", "Vladimir Petrov")
ROUNDS = 4


def main() -> dict[str, object]:
    """Run the command as a process of its own, after one run that builds the index."""
    with tempfile.TemporaryDirectory() as home:
        # A person's Python keeps its byte code; some build machines forbid that.
        environment = {**os.environ, "LICET_HOME": home}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        first = _run(environment, "Hikvision")
        seconds = [_run(environment, name) for _ in range(ROUNDS) for name in NAMES]
    figures: dict[str, object] = {
        "runs": len(seconds),
        "first run, index built (s)": round(first, 2),
        "median (s)": round(statistics.median(seconds), 3),
        "fastest (s)": round(min(seconds), 3),
        "slowest (s)": round(max(seconds), 3),
        "peak memory of the largest process (MB)": peak_of_children(),
    }
    for name, value in figures.items():
        print(f"{name:45} {value}")
    return figures


def _run(environment: dict[str, str], name: str) -> float:
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "licet", "check", name],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
