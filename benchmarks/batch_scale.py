"""`licet screen FILE --into FOLDER`: time and memory for files of 10 thousand to 10 million rows.

    python -m benchmarks batch_scale                     10 thousand, 100 thousand, 1 million rows, all lists
    LICET_ROWS=10000000 python -m benchmarks batch_scale              these sizes; LICET_LIST=ID: one list

Each size is a process of its own with two workers, in a folder under `out/` that stays until it is measured.
Stopped at any moment, even by kill -9, and started again, a run goes on, and what it had spent counts. A size
is kept in results.json as soon as it is done, beside those measured earlier; docs/scaling.md and its plots
are written from there. About a quarter of an hour a million rows on two cores at rest.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import _kept
from benchmarks._batch_data import watched, write_parties
from licet.lists.home import open_snapshot
from licet.match.version import index_version

_SIZES = "10000,100000,1000000"
_PART = 5_000
_WORK = Path(__file__).parents[1] / "out" / "batch_scale"
#: Disk that a row wants at most: the file, the parts, and the results beside them.
_BYTES_A_ROW = 300
#: Seconds between two lines of progress, where nobody sits before a terminal.
_TELL = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    folder: Path
    rows: int

    @property
    def file(self) -> Path:
        return self.folder / "parties.csv"

    @property
    def run(self) -> Path:
        return self.folder / "run"

    def done(self) -> int:
        """Rows that are screened."""
        return min(self.rows, _PART * len(list((self.run / "parts").glob("*.parquet"))))


def measure(rows: int, listed: str) -> dict[str, object]:
    """One file, screened by two workers."""
    place = _Place(folder=_WORK / f"{rows}-{listed or 'all'}", rows=rows)
    place.folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(place.folder).free
    if free < rows * _BYTES_A_ROW:
        raise RuntimeError(
            f"{rows:,} rows want {rows * _BYTES_A_ROW / 1e9:.1f} GB, {free / 1e9:.1f} are free"
        )
    if not place.file.exists():
        print(f"   writing {rows:,} parties", flush=True)
        write_parties(place.folder / "parties.part", rows, seed=rows).rename(place.file)
    spent = place.folder / "spent.json"
    if begun_otherwise(place.run):
        print("   begun with another matcher or other lists: it begins anew", flush=True)
        shutil.rmtree(place.run)
        spent.unlink(missing_ok=True)
    earlier: list[dict[str, float]] = json.loads(spent.read_text()) if spent.exists() else []
    command = _command(place.file, place.run, listed)
    if (place.run / "run.json").exists():
        command.append("--resume")
        print(f"   taken up at {place.done():,} rows", flush=True)
    at = _kept.commit()
    found = watched(command, each=2.0, told=_teller(place, earlier))
    whole = _sum([*earlier, found])
    run = json.loads((place.run / "run.json").read_text(encoding="utf-8"))
    out = run.get("done", {}).get("rows", 0)
    if out != rows:
        raise RuntimeError(f"{out} rows came out where {rows} went in; what it says: {' '.join(command)}")
    return {
        "rows": rows,
        "lists": listed or "all",
        "commit": at,
        **whole,
        "starts": len(earlier) + 1,
        "rows_per_cpu_second": round(rows / whole["cpu_seconds"]),
        "input_mb": round(place.file.stat().st_size / 1e6, 1),
        "output_mb": round(sum(path.stat().st_size for path in place.run.iterdir()) / 1e6, 1),
        "hits": run["done"]["hits"],
    }


def begun_otherwise(run: Path) -> bool:
    """Whether a folder holds a run that cannot be taken up: of another matcher, or of other lists."""
    try:
        held = json.loads((run / "run.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return False
    now = (index_version("licet.batch.manifest"), open_snapshot("embedded").id)
    return (held.get("matcher"), held.get("snapshot")) != now


def _command(file: Path, folder: Path, listed: str) -> list[str]:
    command = [sys.executable, "-m", "licet", "screen", str(file), "--into", str(folder), "--workers", "2"]
    return [*command, "--snapshot", "embedded", "--on", "2026-08-01", *(["--list", listed] if listed else [])]


def _sum(starts: list[dict[str, float]]) -> dict[str, float]:
    """What all starts of a run took together."""
    whole = {name: round(sum(one[name] for one in starts), 1) for name in starts[0]}
    return {**whole, "peak_mb": max(one["peak_mb"] for one in starts)}


def _teller(place: _Place, earlier: list[dict[str, float]]) -> Callable[[dict[str, float]], None]:
    """Keeps what this start has spent, so that a kill does not lose it, and tells how far it is."""
    already, last = place.done(), [time.monotonic()]
    each = 2.0 if sys.stdout.isatty() else _TELL

    def tell(so_far: dict[str, float]) -> None:
        part = place.folder / "spent.part"
        part.write_text(json.dumps([*earlier, so_far]))
        part.replace(place.folder / "spent.json")
        if time.monotonic() - last[0] < each:
            return
        last[0] = time.monotonic()
        done = place.done()
        rate = (done - already) / so_far["seconds"]
        left = f"{(place.rows - done) / rate / 60:.0f} min left" if rate else "starting"
        free = shutil.disk_usage(place.folder).free / 1e9
        print(
            f"   {done:,} of {place.rows:,} rows, {rate:,.0f} a second, {left}, "
            f"{so_far['peak_mb']:,.0f} MB at most, {free:,.0f} GB of disk free",
            flush=True,
        )

    return tell


def _make_ready(listed: str) -> None:
    """The index built and the inner loops compiled, which the first run after installing does once."""
    with tempfile.TemporaryDirectory() as folder:
        file = write_parties(Path(folder) / "few.csv", 100)
        watched(_command(file, Path(folder) / "run", listed))


def main() -> dict[str, object]:
    """Measure, print and return."""
    listed = os.environ.get("LICET_LIST", "")
    out = _kept.figures("batch_scale")
    _make_ready(listed)
    for size in map(int, os.environ.get("LICET_ROWS", _SIZES).split(",")):
        out[f"{size:,} rows, {listed or 'all'} lists"] = figures = measure(size, listed)
        _kept.keep("batch_scale", out, at=str(figures["commit"]))  # at once: the next size may be stopped
        shutil.rmtree(_WORK / f"{size}-{listed or 'all'}")
        print(f"   {figures}", flush=True)
    return out


if __name__ == "__main__":
    main()
