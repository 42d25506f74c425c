"""Parts of a run, each screened by one of several processes and renamed into place when it is whole.

A part is there or it is not: whatever is killed, what is there stays and the rest is made. Memory is bounded
by the parts in flight, two a worker. What all rows of a run stand on is added when they are put together.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from licet.batch.crate import Crate, settle, unpack
from licet.batch.lifetime import end_with_parent
from licet.batch.table import STANDING, screen_batch
from licet.check.engine import Engine

__all__ = ["Progress", "Settings", "screen_parts"]

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
class Settings:
    """What a worker needs to know.

    Attributes:
        crate: the lists and the index.
        folder: where the crate's files are and parts go.
        on: the day on which listings are read.
        limit: listed parties a row.
    """

    crate: Crate
    folder: Path
    on: date
    limit: int


def _part_path(parts: Path, number: int) -> Path:
    return parts / f"{number:07d}.parquet"


def screen_parts(
    batches: Iterator[pa.RecordBatch],
    settings: Settings,
    *,
    workers: int,
    about: int,
    progress: Callable[[Progress], None] | None,
) -> int:
    """Screen the parts that are not there; two parts a worker are in flight, no more.

    Args:
        batches: the parts, in order.
        settings: what to screen with, and where to.
        workers: processes.
        about: how many rows there are, nearly; 0 when not known.
        progress: told after each part.

    Returns:
        How many rows the parts have, those that were there already included.

    Raises:
        RuntimeError: workers died three times without finishing a part.
        OSError: a part cannot be written.
    """
    started, total, fresh, known, deaths = time.monotonic(), 0, 0, 0, 0
    waiting: dict[Future[int], tuple[int, pa.RecordBatch]] = {}
    pool = _pool(settings, workers)

    def submit(number: int, batch: pa.RecordBatch) -> None:
        try:
            future = pool.submit(_screen_part, batch, str(_part_path(settings.folder, number)))
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
            if _part_path(settings.folder, number).exists():
                known += batch.num_rows
                continue
            submit(number, batch)
            settle(2 * workers - 1)
        settle(0)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return total


def _pool(settings: Settings, workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=_start, initargs=(settings,)
    )


# in a worker

_engines: list[tuple[Engine, Settings]] = []


def _start(settings: Settings) -> None:
    end_with_parent()
    engine = unpack(settings.crate, lambda name: settings.folder / name)
    _engines[:] = [(settle(engine), settings)]


def _screen_part(batch: pa.RecordBatch, target: str) -> int:
    engine, settings = _engines[0]
    if Path(target).exists():
        return 0
    found = screen_batch(engine, batch, on=settings.on, limit=settings.limit)
    part = Path(f"{target}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            pq.write_table(pa.Table.from_batches([found]).drop_columns(list(STANDING)), file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError:
        part.unlink(missing_ok=True)  # a full disk is no place for a piece of a part
        raise
    return int(batch.num_rows)
