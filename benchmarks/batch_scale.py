"""`licet screen FILE --into FOLDER`: time and memory for files of 10 thousand to 10 million rows.

    python -m benchmarks batch_scale                     10 thousand, 100 thousand, 1 million rows, all lists
    LICET_ROWS=10000000 python -m benchmarks batch_scale                one size; LICET_LIST=ID: one list

A size is measured by a process of its own; figures of sizes measured earlier are kept beside it.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

from benchmarks._batch_data import watched, write_parties

_SIZES = (10_000, 100_000, 1_000_000)
_RESULTS = Path(__file__).with_name("results.json")


def measure(rows: int, listed: str) -> dict[str, object]:
    """One file, screened by two workers."""
    with tempfile.TemporaryDirectory() as folder:
        file = write_parties(Path(folder) / "parties.csv", rows, seed=rows)
        command = [sys.executable, "-m", "licet", "screen", str(file), "--into", f"{folder}/run"]
        command += ["--workers", "2", "--snapshot", "embedded", "--on", "2026-08-01"]
        figures = watched([*command, *(["--list", listed] if listed else [])])
        run = json.loads(Path(f"{folder}/run/run.json").read_text(encoding="utf-8"))
        assert run["done"]["rows"] == rows
        size = sum(path.stat().st_size for path in Path(f"{folder}/run").iterdir())
    return {
        "rows": rows,
        "lists": listed or "all",
        **figures,
        "rows_per_cpu_second": round(rows / figures["cpu_seconds"]),
        "output_mb": round(size / 1e6),
        "hits": run["done"]["hits"],
    }


def main() -> dict[str, object]:
    """Measure, print and return."""
    sizes = [int(os.environ["LICET_ROWS"])] if os.environ.get("LICET_ROWS") else list(_SIZES)
    listed = os.environ.get("LICET_LIST", "")
    kept = json.loads(_RESULTS.read_text(encoding="utf-8")) if _RESULTS.exists() else {}
    out: dict[str, object] = dict(kept.get("batch_scale", {}).get("figures", {}))
    for size in sizes:
        out[f"{size:,} rows, {listed or 'all'} lists"] = figures = measure(size, listed)
        print(f"   {figures}")
    return out


if __name__ == "__main__":
    main()
