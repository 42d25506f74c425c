"""A file of any size, screened by several processes, that can be stopped at any moment and taken up again.

The input is cut into parts of equal numbers of rows. A worker writes each part whole and renames it into
place, so a part is there or it is not; the run's fingerprint (inputs, snapshot, settings) stands in
`run.json`, and a run with another fingerprint is refused. Memory is bounded by the parts in flight.

    FOLDER/run.json        inputs, checksums, snapshot, versions, settings; `done` with the counts at the end
    FOLDER/parts/          one Parquet file a part
    FOLDER/results.parquet one row for each row of the input, in its order
    FOLDER/hits.parquet    one row for each listing met
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from licet.batch.rows import open_rows
from licet.batch.table import HIT, OUTPUT, as_input, screen_batch
from licet.check.engine import Engine, open_engine
from licet.check.party import find_columns
from licet.core.errors import InputError
from licet.match.policy import DEFAULT

__all__ = ["Done", "Progress", "screen_file"]

#: Rows a part: some seconds of work, a megabyte or two of results.
PART = 5_000

#: After so many deaths of workers without a finished part between them the run ends with an error.
_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is.

    Attributes:
        rows: rows done, those of an earlier start included.
        rate: rows a second since this start; 0 until the first part is done.
        left: seconds to go at that rate; None while not known, and for XLSX.
    """

    rows: int
    rate: float
    left: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A finished run: where its results are, and how many rows came out with which disposition."""

    results: Path
    hits: Path
    manifest: Path
    rows: int
    dispositions: Mapping[str, int]
    stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settings:
    snapshot: str
    lists: tuple[str, ...]
    on: date
    today: date
    limit: int


def screen_file(
    path: Path,
    folder: Path,
    *,
    engine: Engine,
    on: date,
    mapping: Mapping[str, str] | None = None,
    limit: int = 5,
    workers: int | None = None,
    resume: bool = False,
    part_rows: int = PART,
    progress: Callable[[Progress], None] | None = None,
) -> Done:
    """Screen a CSV, Parquet, XLSX or JSONL file into a folder.

    Args:
        path: the file.
        folder: where results go; made when missing.
        engine: the lists; workers open the same snapshot and map the same index file.
        on: the day on which listings are read.
        mapping: our field to the file's column.
        limit: how many listed parties to keep a row.
        workers: processes; as many as there are cores when None.
        resume: take up a run that was stopped; its parts are kept.
        part_rows: rows a part.
        progress: told after each part.

    Raises:
        InputError: the file cannot be read, the folder holds another run, or a run and `resume` is not set.
        RuntimeError: workers died three times without finishing a part.
    """
    if engine.policy != DEFAULT:
        raise InputError(
            "workers screen by the default policy only",
            field="policy",
            fix="screen with `Engine.screen` in one process to use a policy of your own",
        )
    settings = _Settings(
        snapshot=engine.snapshot.place, lists=engine.lists, on=on, today=engine.today, limit=limit
    )
    run = _describe(path, engine, settings, mapping or {}, part_rows)
    parts = _prepare(folder, run, resume=resume)
    count = max(1, workers or os.cpu_count() or 1)
    rows = _work(
        _batches(path, mapping or {}, part_rows),
        parts,
        settings,
        workers=count,
        about=_rows_about(path) if progress else 0,
        progress=progress,
    )
    return _finish(folder, run, rows)


def _describe(
    path: Path, engine: Engine, settings: _Settings, mapping: Mapping[str, str], part_rows: int
) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            checksum = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"not readable: {error.strerror}", file=str(path), fix="check the path") from None
    return {
        "schema": "licet-batch/1",
        "input": {"file": path.name, "bytes": path.stat().st_size, "sha256": checksum},
        "snapshot": engine.snapshot.id,
        "lists": [
            {"id": one.id, "published": one.published.isoformat() if one.published else None,
             "count": one.count, "stale": one.stale}
            for one in engine.list_states()
        ],
        "settings": {
            "on": settings.on.isoformat(), "today": settings.today.isoformat(), "limit": settings.limit,
            "map": dict(sorted(mapping.items())), "part_rows": part_rows, "policy": asdict(engine.policy),
        },
        "versions": {name: _version(name) for name in ("licet", "numpy", "pyarrow", "rapidfuzz")},
    }  # fmt: skip


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _prepare(folder: Path, run: Mapping[str, Any], *, resume: bool) -> Path:
    manifest, parts = folder / "run.json", folder / "parts"
    if manifest.exists():
        before = json.loads(manifest.read_text(encoding="utf-8"))
        before.pop("done", None)
        if before != json.loads(json.dumps(run)):
            different = next(key for key in run if before.get(key) != json.loads(json.dumps(run[key])))
            raise InputError(
                f"the folder holds a run with another {different}", file=str(folder), fix="name a new folder"
            )
        if not resume:
            raise InputError(
                "the folder holds this run already", file=str(folder), fix="add --resume or name a new folder"
            )
    parts.mkdir(parents=True, exist_ok=True)
    _write_whole(manifest, json.dumps(run, indent=1, ensure_ascii=False).encode())
    return parts


def _write_whole(path: Path, data: bytes) -> None:
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _batches(path: Path, mapping: Mapping[str, str], part_rows: int) -> Iterator[pa.RecordBatch]:
    with open_rows(path) as (header, rows):
        yield from as_input(rows, find_columns(header, mapping, str(path)), part_rows)


def _part_path(parts: Path, number: int) -> Path:
    return parts / f"{number:07d}.parquet"


def _work(
    batches: Iterator[pa.RecordBatch],
    parts: Path,
    settings: _Settings,
    *,
    workers: int,
    about: int,
    progress: Callable[[Progress], None] | None,
) -> int:
    """Screen the parts that are not there; two parts a worker are in flight, no more."""
    started, total, fresh, known, deaths = time.monotonic(), 0, 0, 0, 0
    waiting: dict[Future[int], tuple[int, pa.RecordBatch]] = {}
    pool = _pool(settings, workers)

    def submit(number: int, batch: pa.RecordBatch) -> None:
        try:
            future = pool.submit(_screen_part, batch, str(_part_path(parts, number)))
        except BrokenProcessPool as broken:  # met again, and mended, where results are taken
            future = Future()
            future.set_exception(broken)
        waiting[future] = (number, batch)

    def settle(room: int) -> None:
        nonlocal pool, fresh, known, deaths
        while len(waiting) > room:
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            lost: list[tuple[int, pa.RecordBatch]] = []
            for future in done:
                number, batch = waiting.pop(future)
                try:
                    fresh += future.result()
                    known += batch.num_rows
                    deaths = 0
                except BrokenProcessPool:
                    lost.append((number, batch))
            if lost:
                # All that was in flight is lost with the pool; a part that got its name in time is kept.
                deaths += 1
                if deaths == _TRIES:
                    raise RuntimeError(f"workers died {_TRIES} times without finishing a part: run --resume")
                lost += waiting.values()
                waiting.clear()
                pool.shutdown(wait=True)
                pool = _pool(settings, workers)
                for number, batch in sorted(lost, key=lambda one: one[0]):
                    submit(number, batch)
            elif progress:
                rate = fresh / max(time.monotonic() - started, 1e-6)
                left = max(about - known, 0) / rate if about and rate else None
                progress(Progress(rows=known, rate=rate, left=left))

    try:
        for number, batch in enumerate(batches):
            total += batch.num_rows
            if _part_path(parts, number).exists():
                known += batch.num_rows
                continue
            submit(number, batch)
            settle(2 * workers - 1)
        settle(0)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return total


def _rows_about(path: Path) -> int:
    """How many rows a file has, nearly; 0 where only reading it all would tell."""
    if path.suffix.lower() == ".parquet":
        return int(pq.read_metadata(path).num_rows)
    if path.suffix.lower() == ".xlsx":
        return 0
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def _pool(settings: _Settings, workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=_start, initargs=(settings,)
    )


# in a worker

_engines: list[tuple[Engine, _Settings]] = []


def _start(settings: _Settings) -> None:
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    opened = open_engine(Path(settings.snapshot), settings.lists)
    engine = Engine(snapshot=opened.snapshot, index=opened.index, lists=opened.lists, today=settings.today)
    engine.index.warm()
    _engines[:] = [(engine, settings)]


def _end_with(parent: int) -> None:
    """A worker whose parent was killed ends too: nobody would take its results."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def _screen_part(batch: pa.RecordBatch, target: str) -> int:
    engine, settings = _engines[0]
    if Path(target).exists():
        return 0
    found = screen_batch(engine, batch, on=settings.on, limit=settings.limit)
    part = Path(f"{target}.{os.getpid()}.part")
    with part.open("wb") as file:
        pq.write_table(pa.Table.from_batches([found]), file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)
    return int(batch.num_rows)


# at the end

_HITS = pa.schema(
    [
        OUTPUT.field("line"),
        OUTPUT.field("id"),
        pa.field("party", pa.string()),
        *(HIT.field(i) for i in range(HIT.num_fields)),
    ]
)


def _finish(folder: Path, run: Mapping[str, Any], rows: int) -> Done:
    results, hits = folder / "results.parquet", folder / "hits.parquet"
    counts: Counter[str] = Counter()
    hit_rows, stale = 0, False
    drafts = [path.with_name(path.name + ".part") for path in (results, hits)]
    with pq.ParquetWriter(drafts[0], OUTPUT) as all_rows, pq.ParquetWriter(drafts[1], _HITS) as all_hits:
        for part in sorted((folder / "parts").glob("*.parquet")):
            table = pq.read_table(part, schema=OUTPUT)
            all_rows.write_table(table)
            counts.update(table["disposition"].to_pylist())
            stale = stale or any(table["stale"].to_pylist())
            flat = _hits_of(table)
            hit_rows += flat.num_rows
            if flat.num_rows:
                all_hits.write_table(flat)
    if counts.total() != rows:
        raise RuntimeError(
            f"{counts.total()} rows came out where {rows} went in: remove the folder and run again"
        )
    for draft, path in zip(drafts, (results, hits), strict=True):
        draft.replace(path)
    done = {"rows": rows, "hits": hit_rows, "dispositions": dict(sorted(counts.items()))}
    manifest = folder / "run.json"
    _write_whole(manifest, json.dumps({**run, "done": done}, indent=1, ensure_ascii=False).encode())
    return Done(
        results=results, hits=hits, manifest=manifest, rows=rows, dispositions=dict(counts), stale=stale
    )


def _hits_of(table: pa.Table) -> pa.Table:
    flat = [
        {"line": row["line"], "id": row["id"], "party": row["name"], **hit}
        for row in table.select(["line", "id", "name", "hits"]).to_pylist()
        for hit in row["hits"]
    ]
    return pa.Table.from_pylist(flat, schema=_HITS)
