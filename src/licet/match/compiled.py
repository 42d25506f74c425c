"""The same inner loops as machine code, compiled by numba once for a processor and kept (`machine`).

A process that finds them kept links them at its first queries; one that does not runs the loops as they are until it
has asked enough to make the compiler worth while. Both give the same numbers.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

from licet.match import (
    align,
    arrays,
    compiler,
    features,
    fetch,
    kernel,
    letters,
    meet,
    near,
    outright,
    posts,
    ranking,
    retrieve,
)
from licet.match.compiler import code_of, jit, kept_code, loops_of, made, reader_of
from licet.match.machine import Machine, block_of
from licet.match.version import digest_of

__all__ = ["PLAIN", "compile_kernel", "is_kept", "machine"]

#: Modules whose functions are compiled, callees first, and what of them is not: what works on whole tables, makes
#: working memory or compares two names only.
_MODULES: Final = (letters, meet, posts, near, retrieve, fetch, align, outright, ranking, kernel)
_PLAIN: Final = frozenset({"scratch_for", "likeness_of_grams", "named_outright", "all_met"})
#: Functions that are compiled into their callers, since handing over their many arrays costs more than they do.
_INLINED: Final = frozenset({"likeness", "share_group", "shortened", "spelt_alike"})
#: Columns of a summary by name.
_NUMBER: Final = {name: at for at, name in enumerate(arrays.SUMMARY)}


#: The functions as they are.
PLAIN: Final = types.SimpleNamespace(weigh=retrieve.weigh)


@cache
def _version() -> str:
    """The version of all loops: whatever one of them has within must not be found as another."""
    files = [Path(str(module.__file__)) for module in (*_MODULES, features, arrays, compiler)]
    return digest_of([*files, Path(__file__)])


def is_kept() -> bool:
    """Whether the machine code of these loops is kept for this processor, so that a process has it in a moment."""
    return kept_code(_version()) is not None


@cache
def machine() -> Machine | None:
    """The loops as machine code, compiled where it is not kept; None where numba is not installed."""
    return made(_version(), lambda: code_of(_entries, _COUNTS))


@cache
def compile_kernel() -> types.SimpleNamespace | None:
    """The loops that other rooms call, as machine code; None where numba is not installed."""
    linked = machine()
    if linked is None:
        return None

    def weigh(ix: Any, q: Any) -> None:
        index, questions = block_of(ix), block_of(q)
        linked["weigh"](index.address, questions.address)

    return types.SimpleNamespace(weigh=weigh)


def _entries() -> dict[str, Callable[..., Any]]:
    """What is called from outside: takes addresses of blocks and whole numbers, as `machine.Machine` hands them over."""
    names = loops_of(_MODULES, plain=_PLAIN, inlined=_INLINED)
    index, side, questions = (
        reader_of(one) for one in (arrays.IndexArrays, arrays.SideArrays, arrays.QueryArrays)
    )
    found, memory = reader_of(arrays.FoundArrays), reader_of(arrays.Scratch)
    desk, weights = reader_of(arrays.JudgeArrays), reader_of(arrays.Curves)
    search_in, nearest_in, weigh_in, judge_all = (
        names[one] for one in ("search", "nearest", "weigh", "judge")
    )
    measure = _measure()

    def search(
        ix: int, beside: int, q: int, out: int, scratch: int, budget: int, part: int, asked: int, row: int
    ) -> Any:
        return search_in(
            index(ix), side(beside), questions(q), found(out), memory(scratch), budget, part, asked, row
        )

    def nearest(ix: int, q: int, scratch: int, budget: int) -> Any:
        return nearest_in(index(ix), questions(q), memory(scratch), budget)

    def weigh(ix: int, q: int) -> int:
        weigh_in(index(ix), questions(q))
        return 0

    def judge(out: int, held: int, curves: int, have: int, queries: int, limit: int) -> Any:
        summaries, work = found(out), desk(held)
        for row in range(have):
            measure(summaries.table[row], work.values[row])
        return judge_all(summaries, work, weights(curves), have, queries, limit)

    return {"search": search, "nearest": nearest, "weigh": weigh, "judge": judge}


_COUNTS: Final = {"search": 9, "nearest": 4, "weigh": 2, "judge": 6}


def _measure() -> Any:
    """All features of one summary into one row of values: the features themselves, with a row in the table's place."""
    space = dict(vars(features))

    def twin_of(plain: Any) -> types.FunctionType:
        # columns by number: machine code has no names
        constants = tuple(
            _NUMBER.get(one, one) if isinstance(one, str) else one for one in plain.__code__.co_consts
        )
        return types.FunctionType(plain.__code__.replace(co_consts=constants), space, plain.__name__)

    def column(row: Any, at: Any) -> Any:
        return row[at]

    def nothing(row: Any, out: Any) -> None:
        pass

    space["_of"] = jit(column)
    for shared in features.SHARED:
        space[shared.__name__] = jit(twin_of(shared))
    all_of = jit(nothing)
    for at, one in enumerate(features.FEATURES.values()):
        space[one.name] = jit(twin_of(one.measure))
        all_of = jit(_and_then(all_of, space[one.name], at))
    return all_of


def _and_then(before: Any, feature: Any, at: int) -> Callable[[Any, Any], None]:
    def measure(row: Any, out: Any) -> None:
        before(row, out)
        out[at] = feature(row)

    return measure
