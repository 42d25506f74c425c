"""licet: is it permitted? The public names, nothing else."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from licet.match.compare import compare
    from licet.match.index import Index

__all__ = ["Index", "__version__", "compare"]

__version__ = "0.1.0"

#: Public names and the modules they live in: each is imported when it is first asked for.
_HOMES = {"Index": "licet.match.index", "compare": "licet.match.compare"}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module `licet` has no attribute `{name}`")
    return getattr(import_module(home), name)
