"""The best hits of each query, against a plain sort."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.match.arrays import BRAND, COLUMNS, ENTRY, NAME, NAMED, PART, READING, STYLE, SUMMARY, WHOLE
from licet.match.compiled import machine
from licet.match.features import measure
from licet.match.machine import block_of
from licet.match.ranking import best_of, keep_named, sum_points
from licet.match.room import Room
from licet.match.score import curves, rank_signal

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
    held = np.zeros((len(rows), COLUMNS), dtype=np.int64)
    for at, (reading, part, entry, name, _) in enumerate(rows):
        held[at, READING], held[at, PART], held[at, ENTRY], held[at, NAME] = reading, part, entry, name
    signal = np.array([row[4] for row in rows], dtype=np.float64)
    best, counts = np.zeros(3 * limit, dtype=np.int64), np.zeros(3, dtype=np.int64)
    best_of(held, len(rows), signal, np.array(query_of), 3, limit, best, counts)
    found = [best[query * limit :][: counts[query]].tolist() for query in range(3)]
    assert found == _sorted(rows, query_of, limit)


def _asked(seed: int, count: int) -> tuple[Room, list[int]]:
    """A room in which three readings of two queries found `count` names, their evidence by chance."""
    rng = np.random.default_rng(seed)
    room = Room()
    room.make(3, 2, 2, 10)
    rows, table = room.found
    rows[:count] = rng.integers(0, 2, (count, COLUMNS))
    rows[:count, READING] = np.sort(rng.integers(0, 3, count))
    rows[:count, NAME] = rng.permutation(count)
    rows[:count, ENTRY] = rng.integers(0, count // 2, count)
    table[:count] = rng.integers(0, 5, (count, len(SUMMARY))) / 4
    # every third candidate is named outright
    table[:count:3, [SUMMARY.index(name) for name in ("worst", "q_mass", "q_met", "c_mass", "c_met")]] = 1.0
    table[:count:3, [SUMMARY.index(name) for name in ("weak", "derived")]] = 0.0
    table[:count, SUMMARY.index("q_letters")] = 9.0
    return room, [0, 1, 1]


@pytest.mark.parametrize("seed", range(5))
def test_compiled_answers_are_the_plain_ones(seed: int) -> None:
    """Bit for bit, from the evidence to the hits: a score must not depend on how it was added up."""
    code = machine()
    if code is None:
        pytest.skip("numba is not installed")
    answers = []
    for fast in (False, True):
        room, query_of = _asked(seed, 90)
        if fast:
            room.use(code)
        counts, columns, ranks = room.judge(90, query_of, 2, 10)
        answers.append((counts.tolist(), columns.tolist(), ranks.tolist()))
    assert answers[0] == answers[1]
    assert any(row[NAMED] & WHOLE for row in answers[0][1])


def test_summed_points_are_those_of_the_table() -> None:
    """The signal of a row is the sum of the points that each feature is said to add."""
    room, _ = _asked(7, 60)
    values = measure(room.found.table[:60])
    signal = np.empty(60)
    sum_points(values, room.found.rows, 60, curves(), signal)
    assert np.array_equal(signal, rank_signal(room.found.table[:60], room.found.rows[:60, STYLE]))


def test_an_array_of_another_sort_is_no_block() -> None:
    """What machine code would misread is refused."""
    room, _ = _asked(1, 10)
    with pytest.raises(TypeError, match="`rows` is no array of int64"):
        block_of(room.found._replace(rows=room.found.rows.astype(np.int32)))
    with pytest.raises(TypeError, match="`table` is no array"):
        block_of(room.found._replace(table=room.found.table[:, ::2]))


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(-3, 3), st.booleans()),
        min_size=1,
        max_size=40,
    ),
    st.integers(1, 6),
)
def test_what_is_named_outright_has_a_place(given: list[tuple[int, int, int, bool]], limit: int) -> None:
    """As many as there is room for behind the most alike, each marked, in order, and nothing else is put in."""
    rows = np.zeros((len(given), COLUMNS), dtype=np.int64)
    for at, (entry, name, _, marked) in enumerate(given):
        rows[at, [ENTRY, NAME, NAMED]] = entry, name, BRAND if marked else 0
    signal = np.array([float(one[2]) for one in given])
    query_of, best, counts = np.zeros(1, np.int64), np.zeros(limit, np.int64), np.zeros(1, np.int64)
    best_of(rows, len(given), signal, query_of, 1, limit, best, counts)
    before = best[: counts[0]].tolist()
    keep_named(rows, len(given), signal, query_of, limit, best, counts)
    after = best[: counts[0]].tolist()
    named = {one[0] for one in given if one[3]}
    there = [given[at][0] for at in after]
    assert after[0] == before[0]
    assert len(set(there)) == len(there) == len(before)
    assert len(named & set(there[1:])) == min(len(named - {there[0]}), limit - 1)
    assert all(bool(rows[at, NAMED]) == (given[at][0] in named) for at in after)
    assert after == sorted(after, key=lambda at: (-signal[at], rows[at, NAME], after.index(at)))
    assert all(at in before or given[at][0] in named for at in after)
