"""Loops as machine code: plain functions over bundles of arrays, compiled by numba and kept for the next process.

    machine = made(version, lambda: code_of(entries, counts))

Each room of loops says which modules it compiles and what is called from outside (`compiled`, `sieve_machine`). The
code knows nothing of Python: it makes no arrays and counts no references, so it runs in many threads at once.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Any, Final

from licet.match.arrays import layout_of
from licet.match.machine import Code, Machine, keep, kept, link

__all__ = ["code_of", "jit", "kept_code", "loops_of", "made", "reader_of"]

#: How names begin that only a process which has imported numba knows.
_FOREIGN: Final = ("NRT_", "numba_", "Py", "_Py")


@cache
def kept_code(version: str) -> list[Code] | None:
    """The machine code of a version as it was kept before; None where there is none, or nothing to link it with."""
    try:
        return kept(version)
    except (ImportError, OSError):
        return None


def made(version: str, compiled: Callable[[], list[Code] | None]) -> Machine | None:
    """The loops of a version as machine code, compiled and kept where they are not; None where numba is not installed."""
    found = kept_code(version)
    if found is None:
        found = compiled()
        if found is None:
            return None
        keep(version, found)
    return link(found)


def code_of(
    entries: Callable[[], Mapping[str, Callable[..., Any]]], counts: Mapping[str, int]
) -> list[Code] | None:
    """The machine code of entries; None where numba is not installed, or its code wants more than is at hand.

    Args:
        entries: makes what is called from outside: functions of whole numbers, addresses of blocks among them.
        counts: how many numbers each takes.
    """
    try:
        numba = _numba("numba")
    except ImportError:
        return None
    found = []
    for name, entry in entries().items():
        takes = (numba.int64,) * counts[name]
        made = jit(entry)
        made.compile(takes)
        whole = made.overloads[takes]
        for one in whole.library._final_module.functions:
            if one.is_declaration and one.name.startswith(_FOREIGN):
                return None
        found.append(
            Code(name, whole.fndesc.llvm_func_name, len(takes), whole.library._get_compiled_object())
        )
    return found


def loops_of(
    modules: Sequence[types.ModuleType], *, plain: Collection[str], inlined: Collection[str]
) -> dict[str, Any]:
    """The loops as numba compiles them, by name, each module's own names within it.

    Args:
        modules: where they are, callees first.
        plain: functions that are left as they are.
        inlined: those that are compiled into their callers.
    """
    spaces = {module: dict(vars(module)) for module in modules}
    made: dict[str, Any] = {}
    for module in modules:
        for name, loop in vars(module).items():
            if name not in plain and _is_loop(module, name, loop):
                twin = types.FunctionType(loop.__code__, spaces[module], name, loop.__defaults__)
                made[name] = jit(twin, "always" if name in inlined else "never")
                for other in modules:
                    if vars(other).get(name) is loop:
                        spaces[other][name] = made[name]
    return made


def _is_loop(module: types.ModuleType, name: str, value: Any) -> bool:
    own = isinstance(value, types.FunctionType) and value.__module__ == module.__name__
    return own and name[0] != "_"


def reader_of(bundle: type) -> Any:
    """What makes a bundle of arrays out of the address of its block (`machine.block_of`), inside compiled code."""
    sorts, extending, arrayobj = (
        _numba(one) for one in ("numba.types", "numba.extending", "numba.np.arrayobj")
    )
    cgutils = _numba("numba.core.cgutils")
    number = _numba("llvmlite.ir").IntType(64)
    fields = [
        sorts.Array(getattr(sorts, sort.replace("bool", "boolean")), dimensions, "C")
        for sort, dimensions in layout_of(bundle)
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


def jit(function: Callable[..., Any], inline: str = "never") -> Any:
    """A function as numba compiles it, for other loops to call."""
    return _numba("numba").njit(
        nogil=True,
        error_model="numpy",
        inline=inline,
        no_cpython_wrapper=True,
        no_cfunc_wrapper=True,
        _nrt=False,
    )(function)
