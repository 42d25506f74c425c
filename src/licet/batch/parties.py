"""Many parties through several processes, in order, with memory bounded by the parts in flight.

For callers that hold parties as values (a portfolio), where `files` is for files. The engine travels as a
crate: every worker maps the same index file. What comes back of a part is its hits alone.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from licet.batch.crate import Crate, pack, settle, unpack
from licet.batch.lifetime import end_with_parent, shared_folder
from licet.check.changed import may_concern
from licet.check.engine import Engine
from licet.check.finding import Finding
from licet.check.reverse import entries_index
from licet.core.listing import Listing
from licet.core.trade import Party
from licet.match.index import Index

__all__ = ["PART", "Screened", "screen_parties"]

_Rows = tuple[tuple[int, Party, tuple[Finding, ...]], ...]

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
    only: Mapping[str, Listing] | None = None,
    workers: int | None = None,
    part: int = PART,
) -> Iterator[Screened]:
    """Screen a stream of parties by the engine's own lists, day, policy and filings.

    Args:
        engine: what to screen against.
        parties: the parties; read no further ahead than two parts a worker.
        on: the day on which listings are read.
        limit: how many listed parties to keep a party.
        only: look for these entries alone, by id: found by an index of their own, decided by the engine.
        workers: processes; as many as there are cores when None, and none beside this one for 1.
        part: parties a part.

    Yields:
        The parts in order: all parties of a part were screened when it comes.

    Raises:
        BrokenProcessPool: a worker died; what was yielded stands.
    """
    count = max(1, workers or os.cpu_count() or 1)
    stream, first = iter(parties), 0
    asked = _Asked(on=on, limit=limit, only=frozenset(only) if only is not None else None)
    if count == 1:
        net = None if only is None else entries_index(only.values())
        while batch := list(islice(stream, part)):
            yield Screened(first=first, count=len(batch), hits=_hits(engine, net, batch, first, asked))
            first += len(batch)
        return
    with shared_folder("licet-parties-") as folder:
        pool = ProcessPoolExecutor(
            count,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_start,
            initargs=(pack(engine, folder), str(folder), None if only is None else tuple(only.values())),
        )
        waiting: deque[tuple[int, int, Future[_Rows]]] = deque()
        try:
            while True:
                while len(waiting) < 2 * count and (batch := list(islice(stream, part))):
                    waiting.append((first, len(batch), pool.submit(_work, batch, first, asked)))
                    first += len(batch)
                if not waiting:
                    return
                at, size, future = waiting.popleft()
                yield Screened(first=at, count=size, hits=future.result())
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    on: date
    limit: int
    only: frozenset[str] | None


def _hits(engine: Engine, net: Index | None, batch: list[Party], first: int, asked: _Asked) -> _Rows:
    places = {id(party): first + at for at, party in enumerate(batch)}
    some = batch if net is None else may_concern(net, batch, policy=engine.policy)
    found = []
    for party, answer in zip(some, engine.screen(some, on=asked.on, limit=asked.limit), strict=True):
        kept = tuple(one for one in answer.findings if asked.only is None or one.listing.id in asked.only)
        if kept:
            found.append((places[id(party)], answer.party, kept))
    return tuple(found)


_held: list[tuple[Engine, Index | None]] = []


def _start(crate: Crate, folder: str, listings: tuple[Listing, ...] | None) -> None:
    end_with_parent()
    engine = unpack(crate, lambda name: Path(folder) / name)
    net = None if listings is None else entries_index(listings)
    if net:
        net.warm()
    _held[:] = [(settle(engine), net)]


def _work(batch: list[Party], first: int, asked: _Asked) -> _Rows:
    engine, net = _held[0]
    return _hits(engine, net, batch, first, asked)
