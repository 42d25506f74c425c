"""The words people use for facts, and the paths that the law asks for (`fact_words.tsv`).

A key that is itself the last part of a question's path needs no line there. Words are compared without
case, spaces, hyphens or underscores.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import resources
from types import MappingProxyType

__all__ = ["ITEM_WORDS", "PARTY_WORDS", "TRADE_WORDS", "USE_WORDS", "fold", "phrases"]


def fold(word: str) -> str:
    """A key without case, spaces, hyphens and underscores."""
    return "".join(char for char in word.casefold() if char.isalnum())


def _lines() -> Iterator[tuple[str, str, str]]:
    text = resources.files("licet.check").joinpath("fact_words.tsv").read_text(encoding="utf-8")
    for line in text.splitlines()[2:]:
        of, path, words = line.split("\t")
        yield of, path, words


def phrases() -> Iterator[tuple[str, str]]:
    """Each path with each of its words, and with the last part of its own name."""
    for _, path, words in _lines():
        yield path, path.rpartition(".")[2].replace("_", " ")
        for word in words.split():
            yield path, word.replace("_", " ")


def _table(group: str) -> Mapping[str, str]:
    """Folded word to path, for one group of facts."""
    found: dict[str, str] = {}
    for of, path, words in _lines():
        if of == group:
            found.update((fold(word), path) for word in words.split())
    return MappingProxyType(found)


USE_WORDS = _table("use")
ITEM_WORDS = _table("item")
PARTY_WORDS = _table("party")
TRADE_WORDS = _table("trade")
