"""Lists that people ask for and licet does not hold: rows of `data/not_held.tsv`, each with the reason."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from importlib import resources

__all__ = ["NotHeld", "not_held"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotHeld:
    """A list that no check looks at.

    Attributes:
        id: the id that it has, or would have.
        title: its name.
        issuer: who publishes it.
        authority: the provision it rests on.
        why: why it is not held.
    """

    id: str
    title: str
    issuer: str
    authority: str
    why: str


@cache
def _rows() -> tuple[NotHeld, ...]:
    text = resources.files("licet.lists").joinpath("data/not_held.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(NotHeld(**dict(zip(lines[0], line, strict=True))) for line in lines[1:])


def not_held(held: Container[str]) -> tuple[NotHeld, ...]:
    """Those lists, without the ones that a snapshot holds after all."""
    return tuple(row for row in _rows() if row.id not in held)
