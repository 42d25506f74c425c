"""`licet screen FILE --into FOLDER`: time and memory for files of 10 thousand to 10 million rows.

    python -m benchmarks batch_scale                     10 thousand, 100 thousand, 1 million rows, all lists
    LICET_ROWS=10000,10000000 python -m benchmarks batch_scale        these sizes; LICET_LIST=ID: one list

A size is measured by a process of its own, in a folder that stays until it is done: stopped at any moment and
started again, a run goes on, and its figures then are those of the rows that were left. Figures of sizes
measured earlier are kept beside the new ones. Half an hour a million rows on two cores that others share.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from benchmarks._batch_data import watched, write_parties

_SIZES = "10000,100000,1000000"
_PART = 5_000
_RESULTS = Path(__file__).with_name("results.json")
_WORK = Path(__file__).parents[1] / "out" / "batch_scale"


def measure(rows: int, listed: str) -> dict[str, object]:
    """One file, screened by two workers."""
    folder = _WORK / f"{rows}-{listed or 'all'}"
    folder.mkdir(parents=True, exist_ok=True)
    file, run_folder = folder / "parties.csv", folder / "run"
    if not file.exists():
        write_parties(folder / "parties.part", rows, seed=rows).rename(file)
    begun = (run_folder / "run.json").exists()
    left = rows - _PART * len(list((run_folder / "parts").glob("*.parquet")))
    command = [
        sys.executable,
        "-m",
        "licet",
        "screen",
        str(file),
        "--into",
        str(run_folder),
        "--workers",
        "2",
    ]
    command += ["--snapshot", "embedded", "--on", "2026-08-01", *(["--resume"] if begun else [])]
    figures = watched([*command, *(["--list", listed] if listed else [])])
    run = json.loads((run_folder / "run.json").read_text(encoding="utf-8"))
    if run["done"]["rows"] != rows:
        raise RuntimeError(f"{run['done']['rows']} rows came out where {rows} went in")
    size = sum(path.stat().st_size for path in run_folder.iterdir())
    shutil.rmtree(folder)
    return {
        "rows": rows,
        "lists": listed or "all",
        **({"rows left when it was taken up": left} if begun else {}),
        **figures,
        "rows_per_cpu_second": round(left / figures["cpu_seconds"]),
        "output_mb": round(size / 1e6),
        "hits": run["done"]["hits"],
    }


def main() -> dict[str, object]:
    """Measure, print and return."""
    listed = os.environ.get("LICET_LIST", "")
    kept = json.loads(_RESULTS.read_text(encoding="utf-8")) if _RESULTS.exists() else {}
    out: dict[str, object] = dict(kept.get("batch_scale", {}).get("figures", {}))
    for size in map(int, os.environ.get("LICET_ROWS", _SIZES).split(",")):
        out[f"{size:,} rows, {listed or 'all'} lists"] = figures = measure(size, listed)
        print(f"   {figures}", flush=True)
    return out


if __name__ == "__main__":
    main()
