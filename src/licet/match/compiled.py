"""The same inner loops, compiled by numba once and kept in its cache.

Importing numba and loading its cache takes about half a second, so a single cold query never does: the loops
run as they are until a process has asked enough to make it worth while. Both give the same numbers.
"""

from __future__ import annotations

import types
from functools import cache
from pathlib import Path
from typing import Any

from licet.match import align, kernel, letters, meet, ranking, retrieve
from licet.match.version import digest_of

__all__ = ["PLAIN", "compile_kernel"]

#: Modules whose functions are compiled, and what of them is not: what makes working memory or compares two names only.
_MODULES = (letters, meet, retrieve, align, ranking, kernel)
_PLAIN = frozenset({"scratch_for", "likeness_of_grams"})
#: What the index calls.
_CALLED = ("search", "retrieve", "weigh", "lay_points", "best_of")
#: The same functions as they are.
PLAIN = types.SimpleNamespace(
    **{name: vars(module)[name] for module in _MODULES for name in _CALLED if name in vars(module)}
)
#: Functions that are compiled into their callers, since handing over their many arrays costs more than they do.
_INLINED = frozenset({"likeness", "share_group", "shortened", "spelt_alike"})


def _bound(code: types.CodeType, version: str) -> tuple[types.CodeType, tuple[types.CellType, ...]]:
    """Code that carries the version of all loops: numba's cache looks at one file, but a loop has others within."""
    return code.replace(co_freevars=("version",)), (types.CellType(version),)


@cache
def compile_kernel() -> types.SimpleNamespace | None:
    """The loops as machine code; None where numba is not installed."""
    try:
        import numba  # type: ignore[import-untyped,unused-ignore]
    except ImportError:
        return None
    names: dict[str, Any] = {}
    for module in _MODULES:
        names |= vars(module)
    version = digest_of(Path(str(module.__file__)) for module in _MODULES)
    for module in _MODULES:
        for name, plain in vars(module).items():
            if (
                isinstance(plain, types.FunctionType)
                and plain.__module__ == module.__name__
                and name[0] != "_"
                and name not in _PLAIN
            ):
                code, cells = _bound(plain.__code__, version)
                twin = types.FunctionType(code, names, name, plain.__defaults__, cells)
                twin.__module__ = module.__name__
                inline: Any = "always" if name in _INLINED else "never"
                names[name] = numba.njit(cache=True, nogil=True, error_model="numpy", inline=inline)(twin)
    return types.SimpleNamespace(**{name: names[name] for name in _CALLED})
