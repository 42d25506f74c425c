"""The sieve's loops as machine code, with the matcher's that they call, kept as those are (`compiler`)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

from licet.match import (
    arrays,
    compiler,
    letters,
    meet,
    sieve_arrays,
    sieve_bounds,
    sieve_curves,
    sieve_first,
    sieve_glance,
    sieve_held,
    sieve_listed,
    sieve_meet,
    sieve_reach,
    sieve_spell,
)
from licet.match.compiler import code_of, loops_of, made, reader_of
from licet.match.machine import Machine
from licet.match.version import digest_of

__all__ = ["loops"]

#: Modules whose functions are compiled, callees first.
_MODULES: Final = (
    letters, meet, sieve_spell, sieve_held, sieve_meet, sieve_bounds, sieve_first, sieve_glance, sieve_reach
)  # fmt: skip
#: Those of them that make the loops' tables and memory.
_PLAIN: Final = frozenset({"in_order", "spelt_words", "units", "room_for"})
#: Functions that are compiled into their callers: handing bundles of arrays over costs more than they do.
_INLINED: Final = frozenset(
    {
        "likeness", "share_group", "shortened", "spelt_alike", "total_of", "points_at", "whole_of", "joined_by",
        "may_be_one", "beyond", "hold_both", "weigh_word", "quickly", "is_same", "alike_of", "step_at",
        "most_at", "falls_short", "in_brief",
    }
)  # fmt: skip
_COUNTS: Final = {"meet": 11, "glance": 9, "reach": 9}


@cache
def loops() -> Machine | None:
    """`meet`, `glance` and `reach` as machine code, compiled where it is not kept; None where numba is not installed."""
    modules = (*_MODULES, arrays, compiler, sieve_arrays, sieve_curves, sieve_listed)
    files = [Path(str(module.__file__)) for module in modules]
    return made(digest_of([*files, Path(__file__)]), lambda: code_of(_entries, _COUNTS))


def _entries() -> dict[str, Callable[..., Any]]:
    names = loops_of(_MODULES, plain=_PLAIN, inlined=_INLINED)
    meet_in, glance_in, reach_in = (names[one] for one in ("meet", "glance", "reach"))
    words_of, told_of, readings_of, met_of, memory_of, room_of = (
        reader_of(getattr(sieve_arrays, one))
        for one in ("Words", "Told", "Readings", "Met", "MeetRoom", "LookRoom")
    )
    index_of, curves_of = reader_of(arrays.IndexArrays), reader_of(sieve_curves.Curves)
    listed_of, pairs_of = reader_of(sieve_listed.Listed), reader_of(sieve_listed.Pairs)
    spelt_of = reader_of(sieve_spell.Spelt)

    def meet(
        words: int, index: int, listed: int, pairs: int, spelt: int, spoken: int, met: int, told: int, room: int,
        first: int, last: int,
    ) -> int:  # fmt: skip
        meet_in(
            words_of(words), index_of(index), listed_of(listed), pairs_of(pairs), spelt_of(spelt), spelt_of(spoken),
            met_of(met), told_of(told), memory_of(room), first, last,
        )  # fmt: skip
        return 0

    def bounding(loop: Any) -> Callable[..., int]:
        def look(
            words: int, index: int, listed: int, curves: int, readings: int, told: int, room: int, first: int,
            last: int,
        ) -> int:  # fmt: skip
            loop(
                words_of(words), index_of(index), listed_of(listed), curves_of(curves), readings_of(readings),
                told_of(told), room_of(room), first, last,
            )  # fmt: skip
            return 0

        return look

    return {"meet": meet, "glance": bounding(glance_in), "reach": bounding(reach_in)}
