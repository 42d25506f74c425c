"""A file of any size, screened by several processes, that can be stopped at any moment and taken up again.

The input is cut into parts of equal numbers of rows. A worker writes each part whole and renames it into
place, so a part is there or it is not; the run's fingerprint (inputs, snapshot, settings) stands in
`run.json`, and a run with another fingerprint is refused. Memory is bounded by the parts in flight.

    FOLDER/run.json        input, snapshot, versions, settings; at the end `done`: counts and checksums
    FOLDER/parts/          one Parquet file a part, while the run is not done
    FOLDER/results.parquet one row for each row of the input, in its order
    FOLDER/hits.parquet    one row for each listing met

The same input, snapshot, versions and settings give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import shutil
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
import pyarrow.compute as pc
import pyarrow.parquet as pq

from licet.batch.crate import Crate, pack, settle, unpack
from licet.batch.rows import PARQUET, open_parquet, open_rows
from licet.batch.table import HIT, OUTPUT, arrow_input, as_input, screen_batch
from licet.check.engine import Engine
from licet.check.party import find_columns
from licet.core.errors import InputError
from licet.match.version import index_version

__all__ = ["Begun", "Done", "Progress", "begun", "screen_file"]

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
    """A finished run: where its results are, and how many rows came out with which disposition.

    Attributes:
        stale: lists too old to rely on, each with the reason.
        incomplete: lists whose history does not reach the day.
    """

    results: Path
    hits: Path
    manifest: Path
    rows: int
    dispositions: Mapping[str, int]
    stale: tuple[str, ...]
    incomplete: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What a run in a folder stands on, so that it can be taken up on another day, with other lists current.

    Attributes:
        snapshot: id of the lists.
        lists: ids of the lists that are looked at.
        on: the day on which listings are read.
        today: the day on which staleness is judged.
    """

    snapshot: str
    lists: tuple[str, ...]
    on: date
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settings:
    crate: Crate
    folder: Path
    on: date
    limit: int


def begun(folder: Path) -> Begun | None:
    """What the run of that folder stands on; None where there is none.

    Raises:
        InputError: the folder's `run.json` cannot be read.
    """
    run = _read_run(folder)
    if run is None:
        return None
    try:
        settings = run["settings"]
        return Begun(
            snapshot=run["snapshot"],
            lists=tuple(one["id"] for one in run["lists"]),
            on=date.fromisoformat(settings["on"]),
            today=date.fromisoformat(settings["today"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _torn(folder, error) from None


def _read_run(folder: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise _torn(folder, error) from None
    return found


def _torn(folder: Path, why: Exception) -> InputError:
    return InputError(f"no run that can be read: {why}", file=f"{folder}/run.json", fix="name a new folder")


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
    columns = _columns_of(path, mapping or {})
    run = _describe(path, engine, {
        "on": on.isoformat(), "today": engine.today.isoformat(), "limit": limit, "columns": columns,
        "part_rows": part_rows, "policy": asdict(engine.policy),
    })  # fmt: skip
    before = _prepare(folder, run, resume=resume)
    if before is None:
        engine.index.warm()  # compiled once, here, and not by every worker at the same time
        parts = folder / "parts"
        rows = _work(
            _batches(path, mapping or {}, part_rows),
            parts,
            _Settings(crate=pack(engine, parts), folder=parts, on=on, limit=limit),
            workers=max(1, workers or os.cpu_count() or 1),
            about=_rows_about(path) if progress else 0,
            progress=progress,
        )
        before = _finish(folder, run, rows)
    states = engine.list_states()
    return Done(
        results=folder / RESULTS,
        hits=folder / HITS,
        manifest=folder / "run.json",
        rows=before["rows"],
        dispositions=before["dispositions"],
        stale=tuple(f"{one.id}: {one.stale}" for one in states if one.stale),
        incomplete=tuple(one.id for one in states if not one.reaches(on)),
    )


def _columns_of(path: Path, mapping: Mapping[str, str]) -> dict[str, list[str]]:
    """Which of the file's columns hold which field.

    Raises:
        InputError: the file cannot be read, or nothing in it names a party.
    """
    with open_rows(path) as (header, _):
        found = find_columns(header, mapping, str(path))
        return {field: [header[at] for at in places] for field, places in found.items() if places}


def _describe(path: Path, engine: Engine, settings: Mapping[str, Any]) -> dict[str, Any]:
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
        "matcher": index_version(__name__),
        "filings": list(engine.laid.documents) if engine.laid else [],
        "settings": dict(settings),
        "versions": {name: _version(name) for name in ("licet", "numpy", "numba", "pyarrow", "rapidfuzz")},
    }  # fmt: skip


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _prepare(folder: Path, run: Mapping[str, Any], *, resume: bool) -> dict[str, Any] | None:
    """Make the folder ready; what the run gave where it is done already and its files are whole."""
    before = _read_run(folder)
    done: dict[str, Any] | None = None
    if before is not None:
        done = before.pop("done", None)
        wanted = json.loads(json.dumps(run))
        different = [key for key in run if before.get(key) != wanted[key]]
        if different:
            raise InputError(
                f"the folder holds a run with another {different[0]}",
                file=str(folder),
                fix="name a new folder",
            )
        if not resume:
            raise InputError(
                "the folder holds this run already", file=str(folder), fix="add --resume or name a new folder"
            )
    if done and all(_sum_of(folder / name) == digest for name, digest in done["sha256"].items()):
        return done
    (folder / "parts").mkdir(parents=True, exist_ok=True)
    _write_whole(folder / "run.json", json.dumps(run, indent=1, ensure_ascii=False).encode())
    return None


def _sum_of(path: Path) -> str:
    """SHA-256 of a file in hex; empty where there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def _write_whole(path: Path, data: bytes) -> None:
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _batches(path: Path, mapping: Mapping[str, str], part_rows: int) -> Iterator[pa.RecordBatch]:
    if path.suffix.lower() != PARQUET:
        with open_rows(path) as (header, rows):
            yield from as_input(rows, find_columns(header, mapping, str(path)), part_rows)
        return
    columns = _columns_of(path, mapping)
    needed = list(dict.fromkeys(name for several in columns.values() for name in several))
    with open_parquet(path) as file:
        first = 1
        for batch in file.iter_batches(batch_size=part_rows, columns=needed):
            yield arrow_input(batch, columns, first)
            first += batch.num_rows


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
    engine = unpack(settings.crate, lambda name: settings.folder / name)
    _engines[:] = [(settle(engine), settings)]


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


RESULTS, HITS = "results.parquet", "hits.parquet"


def _finish(folder: Path, run: Mapping[str, Any], rows: int) -> dict[str, Any]:
    """Put the parts together, say so in `run.json`, and only then remove them."""
    counts: Counter[str] = Counter()
    hit_rows = 0
    about = {b"licet.run": json.dumps(run, ensure_ascii=False, sort_keys=True).encode()}
    drafts = [folder / f"{name}.part" for name in (RESULTS, HITS)]
    with (
        pq.ParquetWriter(drafts[0], OUTPUT.with_metadata(about)) as all_rows,
        pq.ParquetWriter(drafts[1], _HITS.with_metadata(about)) as all_hits,
    ):
        for part in sorted((folder / "parts").glob("*.parquet")):
            table = pq.read_table(part, schema=OUTPUT)
            all_rows.write_table(table)
            for one in table["disposition"].value_counts().to_pylist():
                counts[one["values"]] += one["counts"]
            flat = _hits_of(table)
            hit_rows += flat.num_rows
            if flat.num_rows:
                all_hits.write_table(flat)
    if counts.total() != rows:
        raise RuntimeError(
            f"{counts.total()} rows came out where {rows} went in: remove the folder and run again"
        )
    for draft, name in zip(drafts, (RESULTS, HITS), strict=True):
        draft.replace(folder / name)
    done = {
        "rows": rows,
        "hits": hit_rows,
        "dispositions": dict(sorted(counts.items())),
        "sha256": {name: _sum_of(folder / name) for name in (RESULTS, HITS)},
    }
    _write_whole(
        folder / "run.json", json.dumps({**run, "done": done}, indent=1, ensure_ascii=False).encode()
    )
    shutil.rmtree(folder / "parts")
    return done


def _hits_of(table: pa.Table) -> pa.Table:
    """The hits of the rows, one a row, each with the row it belongs to."""
    hits = table["hits"].combine_chunks()
    rows = table.select(["line", "id", "name"]).take(pc.list_parent_indices(hits))
    flat = hits.flatten()
    return pa.Table.from_arrays([*rows.columns, *flat.flatten()], schema=_HITS)
