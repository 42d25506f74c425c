"""Many parties through several processes, in order, with memory bounded by the parts in flight.

For callers that hold parties as values (a portfolio), where `files` is for files. The engine travels as a
crate: every worker maps the same index file. What comes back of a part is its hits alone.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from licet.batch.crate import Crate, pack, unpack
from licet.check.engine import Engine
from licet.check.finding import Finding
from licet.core.trade import Party

__all__ = ["PART", "Screened", "screen_parties"]

#: Parties a part: about a second of one core.
PART = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """A part of the stream, screened.

    Attributes:
        first: place of its first party in the stream, from 0.
        count: how many parties it holds.
        hits: place in the stream, party and findings of each party that meets anything.
    """

    first: int
    count: int
    hits: tuple[tuple[int, Party, tuple[Finding, ...]], ...]


def screen_parties(
    engine: Engine,
    parties: Iterable[Party],
    *,
    on: date,
    limit: int = 10,
    workers: int | None = None,
    part: int = PART,
) -> Iterator[Screened]:
    """Screen a stream of parties by the engine's own lists, day, policy and filings.

    Args:
        engine: what to screen against.
        parties: the parties; read no further ahead than two parts a worker.
        on: the day on which listings are read.
        limit: how many listed parties to keep a party.
        workers: processes; as many as there are cores when None, and none beside this one for 1.
        part: parties a part.

    Yields:
        The parts in order: all parties of a part were screened when it comes.

    Raises:
        BrokenProcessPool: a worker died; what was yielded stands.
    """
    count = max(1, workers or os.cpu_count() or 1)
    stream, first = iter(parties), 0
    if count == 1:
        while batch := list(islice(stream, part)):
            yield Screened(first=first, count=len(batch), hits=_hits(engine, batch, first, on, limit))
            first += len(batch)
        return
    with tempfile.TemporaryDirectory(prefix="licet-parties-") as folder:
        crate = pack(engine, Path(folder))
        pool = ProcessPoolExecutor(
            count,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_start,
            initargs=(crate, folder),
        )
        waiting: deque[tuple[int, int, Future[tuple[tuple[int, Party, tuple[Finding, ...]], ...]]]] = deque()
        try:
            while True:
                while len(waiting) < 2 * count and (batch := list(islice(stream, part))):
                    waiting.append((first, len(batch), pool.submit(_work, batch, first, on, limit)))
                    first += len(batch)
                if not waiting:
                    return
                at, size, future = waiting.popleft()
                yield Screened(first=at, count=size, hits=future.result())
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _hits(
    engine: Engine, batch: list[Party], first: int, on: date, limit: int
) -> tuple[tuple[int, Party, tuple[Finding, ...]], ...]:
    answers = engine.screen(batch, on=on, limit=limit)
    return tuple(
        (first + at, answer.party, answer.findings) for at, answer in enumerate(answers) if answer.findings
    )


_engines: list[Engine] = []


def _start(crate: Crate, folder: str) -> None:
    engine = unpack(crate, lambda name: Path(folder) / name)
    engine.index.warm()
    _engines[:] = [engine]


def _work(
    batch: list[Party], first: int, on: date, limit: int
) -> tuple[tuple[int, Party, tuple[Finding, ...]], ...]:
    return _hits(_engines[0], batch, first, on, limit)
