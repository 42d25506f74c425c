"""Everything public says what it is."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module

import pytest

import licet
from licet.core.errors import MissingExtraError

MODULES = sorted(
    one.name
    for one in pkgutil.walk_packages(licet.__path__, "licet.")
    if not one.name.endswith("__main__") and ".migrations." not in one.name
)


def _public(module: str) -> Iterator[tuple[str, object]]:
    """The names a module offers that were made in it."""
    loaded = import_module(module)
    for name in getattr(loaded, "__all__", ()):
        what = getattr(loaded, name, None)
        if getattr(what, "__module__", None) == module:
            yield name, what


def _is_mute(name: str, what: object) -> bool:
    if not (inspect.isclass(what) or inspect.isroutine(what)):
        return False
    said = (what.__doc__ or "").strip()
    return not said or said.startswith(f"{name}(")  # what a dataclass writes when nobody did


@pytest.mark.parametrize("module", MODULES)
def test_modules_and_their_public_names_have_docstrings(module: str) -> None:
    """A reader who opens a module, or asks for help on a name, finds a sentence."""
    try:
        loaded = import_module(module)
    except MissingExtraError:
        pytest.skip("an extra is not installed")
    assert (loaded.__doc__ or "").strip(), f"{module} says nothing of itself"
    assert [name for name, what in _public(module) if _is_mute(name, what)] == []
