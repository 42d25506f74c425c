"""The same inner loops as machine code, compiled by numba once for a processor and kept (`machine`).

A process that finds them kept links them at its first queries; one that does not runs the loops as they are until it
has asked enough to make the compiler worth while. Both give the same numbers.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from licet.match import align, arrays, features, kernel, letters, meet, outright, ranking, retrieve
from licet.match.machine import Code, Machine, block_of, keep, kept, link
from licet.match.version import digest_of

__all__ = ["PLAIN", "compile_kernel", "is_kept", "machine"]

#: Modules whose functions are compiled, callees first, and what of them is not: what works on whole tables, makes
#: working memory or compares two names only.
_MODULES: Final = (letters, meet, retrieve, align, outright, ranking, kernel)
_PLAIN: Final = frozenset({"scratch_for", "likeness_of_grams", "named_outright", "all_met"})
#: Functions that are compiled into their callers, since handing over their many arrays costs more than they do.
_INLINED: Final = frozenset({"likeness", "share_group", "shortened", "spelt_alike"})
#: Columns of a summary by name.
_NUMBER: Final = {name: at for at, name in enumerate(arrays.SUMMARY)}
#: How names begin that only a process which has imported numba knows.
_FOREIGN: Final = ("NRT_", "numba_", "Py", "_Py")


#: The functions as they are.
PLAIN: Final = types.SimpleNamespace(weigh=retrieve.weigh)


@cache
def _version() -> str:
    """The version of all loops: whatever one of them has within must not be found as another."""
    files = [Path(str(module.__file__)) for module in (*_MODULES, features, arrays)]
    return digest_of([*files, Path(__file__)])


@cache
def _kept() -> list[Code] | None:
    try:
        return kept(_version())
    except (ImportError, OSError):
        return None


def is_kept() -> bool:
    """Whether the machine code of these loops is kept for this processor, so that a process has it in a moment."""
    return _kept() is not None


@cache
def machine() -> Machine | None:
    """The loops as machine code, compiled where it is not kept; None where numba is not installed."""
    found = _kept()
    if found is None:
        found = _compile()
        if found is None:
            return None
        keep(_version(), found)
    return link(found)


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


def _compile() -> list[Code] | None:
    """The machine code of the entries; None where numba is not installed, or its code wants more than is at hand."""
    try:
        numba = _numba("numba")
    except ImportError:
        return None
    found = []
    for name, entry in _entries(_loops()).items():
        takes = (numba.int64,) * _COUNTS[name]
        made = _jit(entry)
        made.compile(takes)
        whole = made.overloads[takes]
        for one in whole.library._final_module.functions:
            if one.is_declaration and one.name.startswith(_FOREIGN):
                return None
        found.append(
            Code(name, whole.fndesc.llvm_func_name, len(takes), whole.library._get_compiled_object())
        )
    return found


def _entries(names: Mapping[str, Any]) -> dict[str, Callable[..., Any]]:
    """What is called from outside: takes addresses of blocks and whole numbers, as `machine.Machine` hands them over."""
    index, side, questions = (
        _reader_of(one) for one in (arrays.IndexArrays, arrays.SideArrays, arrays.QueryArrays)
    )
    found, memory = _reader_of(arrays.FoundArrays), _reader_of(arrays.Scratch)
    desk, weights = _reader_of(arrays.JudgeArrays), _reader_of(arrays.Curves)
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


def _reader_of(bundle: type) -> Any:
    """What makes a bundle of arrays out of the address of its block (`machine.block_of`), inside compiled code."""
    sorts, extending, arrayobj = (
        _numba(one) for one in ("numba.types", "numba.extending", "numba.np.arrayobj")
    )
    cgutils = _numba("numba.core.cgutils")
    number = _numba("llvmlite.ir").IntType(64)
    fields = [
        sorts.Array(getattr(sorts, sort.replace("bool", "boolean")), dimensions, "C")
        for sort, dimensions in arrays.layout_of(bundle)
    ]
    whole = sorts.NamedTuple(fields, bundle)

    def make(context: Any, builder: Any, _: Any, given: Any) -> Any:
        block = builder.inttoptr(given[0], number.as_pointer())
        at = 0
        made = []
        for field in fields:
            words = [
                builder.load(cgutils.gep_inbounds(builder, block, at + k)) for k in range(field.ndim + 1)
            ]
            at += field.ndim + 1
            sort = context.get_data_type(field.dtype)
            size = context.get_constant(sorts.intp, context.get_abi_sizeof(sort))
            strides = [size]
            for length in reversed(words[2:]):
                strides.insert(0, builder.mul(strides[0], length))
            held = context.make_array(field)(context, builder)
            data = builder.inttoptr(words[0], sort.as_pointer())
            arrayobj.populate_array(held, data, words[1:], strides, size, None)
            made.append(held._getvalue())
        return context.make_tuple(builder, whole, made)

    def read(_: Any, address: Any) -> Any:
        return whole(address), make

    return extending.intrinsic(read)


def _numba(module: str) -> Any:
    """A module of numba: an extra that ships types of its own making."""
    return import_module(module)


def _jit(function: Callable[..., Any], inline: str = "never") -> Any:
    return _numba("numba").njit(
        nogil=True,
        error_model="numpy",
        inline=inline,
        no_cpython_wrapper=True,
        no_cfunc_wrapper=True,
        _nrt=False,
    )(function)


def _loops() -> dict[str, Any]:
    """The loops as numba compiles them, by name, each module's own names within it."""
    spaces = {module: dict(vars(module)) for module in _MODULES}
    made: dict[str, Any] = {}
    for module in _MODULES:
        for name, plain in vars(module).items():
            if _is_loop(module, name, plain):
                twin = types.FunctionType(plain.__code__, spaces[module], name, plain.__defaults__)
                made[name] = _jit(twin, "always" if name in _INLINED else "never")
                for other in _MODULES:
                    if vars(other).get(name) is plain:
                        spaces[other][name] = made[name]
    return made


def _is_loop(module: types.ModuleType, name: str, value: Any) -> bool:
    own = isinstance(value, types.FunctionType) and value.__module__ == module.__name__
    return own and name[0] != "_" and name not in _PLAIN


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

    space["_of"] = _jit(column)
    for shared in features.SHARED:
        space[shared.__name__] = _jit(twin_of(shared))
    all_of = _jit(nothing)
    for at, one in enumerate(features.FEATURES.values()):
        space[one.name] = _jit(twin_of(one.measure))
        all_of = _jit(_and_then(all_of, space[one.name], at))
    return all_of


def _and_then(before: Any, feature: Any, at: int) -> Callable[[Any, Any], None]:
    def measure(row: Any, out: Any) -> None:
        before(row, out)
        out[at] = feature(row)

    return measure
