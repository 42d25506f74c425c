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
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from licet.batch.crate import Crate, pack, settle, unpack
from licet.batch.lifetime import end_with_parent, shared_folder
from licet.check.changed import may_concern
from licet.check.engine import Engine, as_party
from licet.check.finding import Finding
from licet.check.reverse import entries_index
from licet.core.errors import LicetError
from licet.core.listing import Listing
from licet.core.trade import Party
from licet.match.index import Index

__all__ = ["PART", "Screened", "screen_parties"]

_Rows = tuple[tuple[int, Party, tuple[Finding, ...]], ...]

#: Parties a part: about a second of one core.
PART = 4_000
#: Parties whose answer a process remembers, for others that are the same: some 30 MB.
_KNOWN = 50_000
#: How often workers may die before a part is given up.
_TRIES = 3


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
        LicetError: workers died three times over one part; what was yielded stands.
    """
    count = max(1, workers or os.cpu_count() or 1)
    stream, first = iter(parties), 0
    asked = _Asked(on=on, limit=limit, only=frozenset(only) if only is not None else None)
    if count == 1:
        alone = _Screen(engine, None if only is None else entries_index(only.values()))
        while batch := list(islice(stream, part)):
            yield Screened(first=first, count=len(batch), hits=alone.hits(batch, first, asked))
            first += len(batch)
        return
    batches = iter(lambda: list(islice(stream, part)), [])
    yield from _by_workers(engine, batches, asked, None if only is None else tuple(only.values()), count)


@dataclass(slots=True)
class _Part:
    """A part that is given to a worker, kept until its hits are here: a worker may die with it."""

    first: int
    batch: list[Party]
    future: Future[_Rows] | None = None


def _by_workers(
    engine: Engine,
    batches: Iterator[list[Party]],
    asked: _Asked,
    listings: tuple[Listing, ...] | None,
    count: int,
) -> Iterator[Screened]:
    with shared_folder("licet-parties-") as folder:
        crate = pack(engine, folder)

        def started() -> ProcessPoolExecutor:
            return ProcessPoolExecutor(
                count,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_start,
                initargs=(crate, str(folder), listings),
            )

        pool, waiting, first, deaths = started(), deque[_Part](), 0, 0
        try:
            while True:
                while len(waiting) < 2 * count and (batch := next(batches, None)):
                    waiting.append(_Part(first, batch))
                    first += len(batch)
                if not waiting:
                    return
                try:
                    rows = _next_rows(pool, waiting, asked)
                except BrokenProcessPool:
                    deaths += 1
                    if deaths == _TRIES:
                        raise _died() from None
                    pool.shutdown(wait=True)
                    pool = started()
                    for one in waiting:
                        one.future = None
                    continue
                done, deaths = waiting.popleft(), 0
                yield Screened(first=done.first, count=len(done.batch), hits=rows)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _next_rows(pool: ProcessPoolExecutor, waiting: deque[_Part], asked: _Asked) -> _Rows:
    """The hits of the first part that waits; all that wait are given to the workers."""
    for one in waiting:
        one.future = one.future or pool.submit(_work, one.batch, one.first, asked)
    future = waiting[0].future
    return future.result() if future is not None else ()


def _died() -> LicetError:
    return LicetError(
        f"workers died {_TRIES} times without finishing a part",
        fix="give the machine more memory, or run with --workers 1; what was done before stays",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    on: date
    limit: int
    only: frozenset[str] | None


_Who = tuple[object, ...]


def _who(party: Party) -> _Who:
    """All of a party that is asked: parties that are equal in it meet the same."""
    return (party.names, party.kind, party.countries, party.addresses, party.identifiers, party.births)


@dataclass(slots=True, eq=False)
class _Screen:
    """What one process asks, and what it knows: a party that is another's double is not asked again."""

    engine: Engine
    net: Index | None
    known: dict[_Who, tuple[Finding, ...]] = field(default_factory=dict)

    def hits(self, batch: list[Party], first: int, asked: _Asked) -> _Rows:
        """The parties of a part that meet anything, by their places."""
        if len(self.known) > _KNOWN:
            self.known.clear()
        whose = [_who(party) for party in batch]
        new = {who: party for who, party in zip(whose, batch, strict=True) if who not in self.known}
        self.known.update(dict.fromkeys(new, ()))
        todo = list(new.values())
        some = todo if self.net is None else may_concern(self.net, todo, policy=self.engine.policy)
        # the findings alone: most parties meet nothing, and nobody reads the rest of their answers
        met = self.engine.findings(some, on=asked.on, limit=asked.limit)
        for party, findings in zip(some, met, strict=True):
            self.known[_who(party)] = tuple(
                one for one in findings if asked.only is None or one.listing.id in asked.only
            )
        return tuple(
            (first + at, as_party(party), self.known[who])
            for at, (who, party) in enumerate(zip(whose, batch, strict=True))
            if self.known[who]
        )


_held: list[_Screen] = []


def _start(crate: Crate, folder: str, listings: tuple[Listing, ...] | None) -> None:
    end_with_parent()
    engine = unpack(crate, lambda name: Path(folder) / name)
    net = None if listings is None else entries_index(listings)
    if net:
        net.warm()
    _held[:] = [_Screen(settle(engine), net)]


def _work(batch: list[Party], first: int, asked: _Asked) -> _Rows:
    return _held[0].hits(batch, first, asked)
