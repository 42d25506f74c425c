"""The best hits of each query, against a plain sort."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from licet.match.arrays import ENTRY, FOUND, NAME, READING
from licet.match.compiled import compile_kernel
from licet.match.ranking import best_of, lay_points

ROWS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 1), st.integers(0, 5), st.integers(0, 9), st.integers(-3, 3)),
    max_size=40,
)


def _sorted(rows: list[tuple[int, ...]], query_of: list[int], limit: int) -> list[list[int]]:
    out: list[list[int]] = []
    for query in range(3):
        mine = [at for at, row in enumerate(rows) if query_of[row[0]] == query]
        mine.sort(key=lambda at: (-rows[at][4], rows[at][1], rows[at][3], at))
        seen: set[tuple[int, int]] = set()
        chosen: list[int] = []
        for at in mine:
            if rows[at][1:3] not in seen:
                seen.add(rows[at][1:3])  # type: ignore[arg-type]
                chosen.append(at)
        out.append(chosen[:limit])
    return out


@given(ROWS, st.integers(1, 6))
def test_the_best_of_each_query_are_those_of_a_plain_sort(rows: list[tuple[int, ...]], limit: int) -> None:
    """One row for each entry, by signal, then part, then name."""
    query_of = [0, 1, 1, 2]
    held = np.zeros((len(rows), FOUND), dtype=np.int64)
    for at, (reading, _, entry, name, _) in enumerate(rows):
        held[at, READING], held[at, ENTRY], held[at, NAME] = reading, entry, name
    part = np.array([row[1] for row in rows], dtype=np.int64)
    signal = np.array([row[4] for row in rows], dtype=np.float64)
    best, counts = np.zeros((3, limit), dtype=np.int64), np.zeros(3, dtype=np.int64)
    best_of(held, part, signal, np.array(query_of), limit, best, counts)
    found = [best[query, : counts[query]].tolist() for query in range(3)]
    assert found == _sorted(rows, query_of, limit)


def test_compiled_points_are_the_plain_ones() -> None:
    """Bit for bit: a score must not depend on how it was added up."""
    loops = compile_kernel()
    if loops is None:
        return
    rng = np.random.default_rng(3)
    knots = np.sort(rng.random((7, 5)), axis=1)
    args = (
        rng.random((60, 7)), rng.integers(0, 2, 60), rng.random(2), knots, rng.random((7, 5, 2)), rng.random((7, 5, 2))
    )  # fmt: skip
    plain, fast = (np.empty((60, 7)), np.empty(60)), (np.empty((60, 7)), np.empty(60))
    lay_points(*args, *plain)
    loops.lay_points(*args, *fast)
    assert all(np.array_equal(one, other) for one, other in zip(plain, fast, strict=True))
