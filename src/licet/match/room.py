"""Where one thread of search works: memory for the inner loops, and the loops themselves, plain or as machine code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from licet.match import kernel, ranking
from licet.match.arrays import COLUMNS, SUMMARY, FoundArrays, IndexArrays, JudgeArrays, Scratch, SideArrays
from licet.match.features import FEATURES, measure
from licet.match.machine import Block, Machine, block_of
from licet.match.query import Laid
from licet.match.retrieve import MANY_CANDIDATES
from licet.match.score import curves

__all__ = ["BUDGET", "READINGS", "Room", "Shelf"]

#: Entries of posting lists read for each reading: rare keys first.
BUDGET: Final = 12_000
#: Readings that are searched in one call of the inner loops.
READINGS: Final = 64


class Shelf:
    """One set of arrays of an index, with the memory that searching in it takes."""

    def __init__(self, arrays: IndexArrays, side: SideArrays) -> None:
        self.arrays = arrays
        self.side = side
        self.scratch: Scratch = kernel.scratch_for(int(arrays.name_count[0]))
        self._machine: Machine | None = None
        self._blocks: tuple[Block, ...] = ()

    def use(self, machine: Machine) -> None:
        """Search by machine code from now on."""
        self._blocks = (block_of(self.arrays), block_of(self.side), block_of(self.scratch))
        self._machine = machine

    def search(
        self, asked: Laid, out: FoundArrays, block: Block | None, part: int, reading: int, row: int
    ) -> int:
        """`kernel.search` for some questions."""
        if self._machine is None or block is None:
            return int(
                kernel.search(
                    self.arrays, self.side, asked.arrays(), out, self.scratch, BUDGET, part, reading, row
                )
            )
        index, side, scratch = self._blocks
        questions = asked.block
        return self._machine["search"](
            index.address, side.address, questions.buffer_info()[0], block.address, scratch.address, BUDGET, part,
            reading, row,
        )  # fmt: skip

    def nearest(self, asked: Laid, most: int) -> list[int]:
        """The names that share most with the first question, best first."""
        if self._machine is None:
            have = int(kernel.nearest(self.arrays, asked.arrays(), self.scratch, BUDGET))
        else:
            index, _, scratch = self._blocks
            questions = asked.block
            have = self._machine["nearest"](
                index.address, questions.buffer_info()[0], scratch.address, BUDGET
            )
        names: list[int] = self.scratch.found[: min(have, most)].tolist()
        return names


class Room:
    """Memory for what is found and for what becomes of it; it grows when more is asked at once."""

    def __init__(self) -> None:
        self.found = FoundArrays(np.empty((0, COLUMNS), dtype=np.int64), np.empty((0, len(SUMMARY))))
        self._desk = _desk_for(0, 0, 0, 0)
        self._machine: Machine | None = None
        self._blocks: tuple[Block | None, ...] = (None, None, None)

    @property
    def block(self) -> Block | None:
        """Where machine code puts what it finds."""
        return self._blocks[0]

    def use(self, machine: Machine) -> None:
        """Judge by machine code from now on."""
        self._machine = machine
        self._bind()

    def _bind(self) -> None:
        if self._machine is not None:
            self._blocks = (block_of(self.found), block_of(self._desk), block_of(curves()))

    def make(self, readings: int, queries: int, parts: int, limit: int) -> None:
        """Make room for what so many readings of so many queries can find in so many sets of arrays."""
        rows, hits = readings * parts * MANY_CANDIDATES, queries * limit
        desk = self._desk
        if (
            rows <= len(desk.signal)
            and readings <= len(desk.query_of)
            and queries <= len(desk.counts)
            and hits <= len(desk.best)
        ):
            return
        rows, readings = max(rows, len(desk.signal)), max(readings, READINGS, len(desk.query_of))
        queries, hits = max(queries, READINGS, len(desk.counts)), max(hits, 10 * READINGS, len(desk.best))
        if rows > len(desk.signal):
            self.found = FoundArrays(
                np.empty((rows, COLUMNS), dtype=np.int64), np.empty((rows, len(SUMMARY)))
            )
        self._desk = _desk_for(rows, readings, queries, hits)
        self._bind()

    def judge(self, have: int, query_of: Sequence[int], queries: int, limit: int) -> tuple[Any, Any, Any]:
        """`ranking.judge`: how many hits each query has, the columns of all hits, their rank signals; as arrays.

        Args:
            have: rows that were found.
            query_of: the query of each reading.
            queries: how many queries asked.
            limit: at most so many hits for each.
        """
        desk = self._desk
        desk.query_of[: len(query_of)] = query_of
        found, held, weights = self._blocks
        if self._machine is None or found is None or held is None or weights is None:
            desk.values[:have] = measure(self.found.table[:have])
            hits = int(ranking.judge(self.found, desk, curves(), have, queries, limit))
        else:
            hits = self._machine["judge"](found.address, held.address, weights.address, have, queries, limit)
        return desk.counts[:queries], desk.chosen[:hits], desk.ranks[:hits]


def _desk_for(rows: int, readings: int, queries: int, hits: int) -> JudgeArrays:
    return JudgeArrays(
        values=np.empty((rows, len(FEATURES))),
        signal=np.empty(rows),
        query_of=np.zeros(readings, dtype=np.int64),
        like=np.zeros(queries),
        top=np.zeros(queries),
        best=np.zeros(hits, dtype=np.int64),
        counts=np.zeros(queries, dtype=np.int64),
        chosen=np.zeros((hits, COLUMNS), dtype=np.int64),
        ranks=np.zeros(hits),
    )
