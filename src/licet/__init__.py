"""licet: is it permitted? The public names, nothing else."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from licet.check.engine import open_engine as open
    from licet.match.compare import compare
    from licet.match.index import Index

__all__ = ["Index", "__version__", "compare", "open"]

__version__ = "0.1.0"

#: Public names, where they live and what they are called there: each is imported when it is first asked for.
_HOMES = {
    "Index": ("licet.match.index", "Index"),
    "compare": ("licet.match.compare", "compare"),
    "open": ("licet.check.engine", "open_engine"),
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module `licet` has no attribute `{name}`")
    module, attribute = home
    return getattr(import_module(module), attribute)
