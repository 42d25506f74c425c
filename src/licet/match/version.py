"""What an index or the keys of a portfolio were made by: a text that changes with anything that shapes them.

Both are caches. Their names were taken apart by this code and these lexicons, so another version of either must
not read them. The text is a digest of the very files, so nobody has to remember to raise a number.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from importlib import resources
from importlib.resources.abc import Traversable

__all__ = ["KEY_MODULES", "KEY_WORDS", "digest_of", "index_version", "key_files", "keys_version"]

#: Folders whose files shape an index: the matcher, its lexicons and weights, and the words of `core` they use.
_PACKAGES = ("licet.match", "licet.match.words", "licet.core")
_SUFFIXES = (".py", ".tsv")

#: What keys are made by: `match.sieve_keys` with all that it imports, and the lexicons that these read. Neither
#: scores nor weights are among it, so that a matcher that judges otherwise reads the keys that are there.
KEY_MODULES = (
    "licet.core.country",
    "licet.core.errors",
    "licet.core.script",
    "licet.core.trade",
    "licet.match.address",
    "licet.match.arrays",
    "licet.match.build",
    "licet.match.forms",
    "licet.match.group_brand",
    "licet.match.han",
    "licet.match.identifiers",
    "licet.match.inflection",
    "licet.match.kana",
    "licet.match.known",
    "licet.match.lexicon",
    "licet.match.native",
    "licet.match.near",
    "licet.match.normal",
    "licet.match.patronymic",
    "licet.match.posts",
    "licet.match.query",
    "licet.match.rarity",
    "licet.match.record",
    "licet.match.retrieve",
    "licet.match.scripts",
    "licet.match.sieve_keys",
    "licet.match.sounds",
    "licet.match.tokens",
    "licet.match.vocabulary",
    "licet.match.words",
)
KEY_WORDS = (
    "agent_addresses",
    "company_words",
    "form_frequency",
    "frequency",
    "given_names",
    "group_brands",
    "han_brands",
    "han_pinyin",
    "han_simplified",
    "han_surnames",
    "legal_forms",
    "letters",
    "native_names",
    "native_words",
    "particles",
    "place_adjectives",
    "places",
    "world",
)


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


@cache
def keys_version() -> str:
    """The version of everything that shapes the keys of parties, the tables of characters among it."""
    return f"{digest_of(key_files())}-{unicodedata.unidata_version}"


def key_files() -> list[Traversable]:
    """The files whose change makes other keys."""
    found = [resources.files("licet.match.words").joinpath(f"{name}.tsv") for name in KEY_WORDS]
    found.append(resources.files("licet.core").joinpath("countries.tsv"))
    for module in KEY_MODULES:
        package, _, name = module.rpartition(".")
        whole = resources.files(package).joinpath(name)
        found.append(whole / "__init__.py" if whole.is_dir() else resources.files(package) / f"{name}.py")
    return found
