"""The lexicons: plain tables of facts, each line readable, each file naming its sources."""

from __future__ import annotations

from functools import cache
from importlib import resources

__all__ = ["read_table"]


@cache
def read_table(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of `words/<name>.tsv`, each split at its tabs; lines that begin with # are comments."""
    text = resources.files(__name__).joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.split("\n") if line and line[0] != "#")
