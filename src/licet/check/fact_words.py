"""The words people use for facts, and the paths that the law asks for (`fact_words.tsv`).

A key that is itself the last part of a question's path needs no line there. Words are compared without
case, spaces, hyphens or underscores.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType

__all__ = ["ITEM_WORDS", "PARTY_WORDS", "TRADE_WORDS", "USE_WORDS", "fold"]


def fold(word: str) -> str:
    """A key without case, spaces, hyphens and underscores."""
    return "".join(char for char in word.casefold() if char.isalnum())


def _table(group: str) -> Mapping[str, str]:
    """Folded word to path, for one group of facts."""
    text = resources.files("licet.check").joinpath("fact_words.tsv").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for line in text.splitlines()[2:]:
        of, path, words = line.split("\t")
        if of == group:
            found.update((fold(word), path) for word in words.split())
    return MappingProxyType(found)


USE_WORDS = _table("use")
ITEM_WORDS = _table("item")
PARTY_WORDS = _table("party")
TRADE_WORDS = _table("trade")
