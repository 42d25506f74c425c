"""What an index was made by: one text that changes with anything that shapes an index.

An index is a cache. Its names were taken apart by this code and these lexicons, so another version of either must
not read it. The text is a digest of the very files, so nobody has to remember to raise a number.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from importlib import resources
from importlib.resources.abc import Traversable

__all__ = ["digest_of", "index_version"]

#: Folders whose files shape an index: the matcher, its lexicons and weights, and the words of `core` they use.
_PACKAGES = ("licet.match", "licet.match.words", "licet.core")
_SUFFIXES = (".py", ".tsv")


def digest_of(files: Iterable[Traversable]) -> str:
    """One short text for files: their names and their bytes, in the order of their names."""
    digest = blake2b(digest_size=12)
    for file in sorted(files, key=lambda one: one.name):
        content = file.read_bytes()
        digest.update(f"{file.name}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()


@cache
def index_version(*feeders: str) -> str:
    """The version of everything that shapes an index, read once a process.

    Args:
        feeders: names of modules that make the entries which are indexed.
    """
    files = [
        file
        for package in _PACKAGES
        for file in resources.files(package).iterdir()
        if file.name.endswith(_SUFFIXES)
    ]
    for module in feeders:
        package, _, name = module.rpartition(".")
        files.append(resources.files(package).joinpath(f"{name}.py"))
    return digest_of(files)
