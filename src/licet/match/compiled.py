"""The same inner loops, compiled by numba once and kept in its cache.

Importing numba and loading its cache takes about half a second, so a single cold query never does: `kernel`
runs as it is until a process has asked enough to make it worth while. Both give the same numbers.
"""

from __future__ import annotations

import types
from functools import cache
from typing import Any

from licet.match import kernel

__all__ = ["compile_kernel"]


@cache
def compile_kernel() -> types.SimpleNamespace | None:
    """The kernel's functions as machine code; None where numba is not installed."""
    try:
        import numba  # type: ignore[import-untyped,unused-ignore]
    except ImportError:
        return None
    names: dict[str, Any] = dict(vars(kernel))
    for name, plain in vars(kernel).items():
        if (
            isinstance(plain, types.FunctionType)
            and plain.__module__ == kernel.__name__
            and name not in kernel.PLAIN_ONLY
            and name[0] != "_"
        ):
            twin = types.FunctionType(plain.__code__, names, name, plain.__defaults__, plain.__closure__)
            twin.__module__ = kernel.__name__
            # handing the two bundles of arrays to a function costs more than the function: those are inlined
            inline: Any = "always" if name in kernel.INLINED else "never"
            names[name] = numba.njit(cache=True, nogil=True, error_model="numpy", inline=inline)(twin)
    return types.SimpleNamespace(**{name: names[name] for name in kernel.COMPILED})
