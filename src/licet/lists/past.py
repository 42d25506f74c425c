"""Earlier requirements and policies of single entries, where an authority states them: rows of data.

The editions in hand begin in 2025; what an entry said before its last amendment is filled in from here and
nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType

from licet.core.listing import Requirement, ReviewPolicy
from licet.lists.wording import read_cells

__all__ = ["PastVersion", "past_versions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PastVersion:
    """What an entry said from `since` (included) to `until` (excluded)."""

    since: date
    until: date
    requirement: Requirement
    policy: ReviewPolicy
    authority: str


@cache
def past_versions() -> Mapping[str, tuple[PastVersion, ...]]:
    """Known earlier versions by listing id, oldest first."""
    text = (
        resources.files("licet.lists").joinpath("data/us_bis_past_versions.tsv").read_text(encoding="utf-8")
    )
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    found: dict[str, list[PastVersion]] = {}
    for line in lines[1:]:
        id, since, until, requirement, policy, authority = line.split("\t")
        cells = read_cells(requirement, policy)
        row = PastVersion(
            since=date.fromisoformat(since),
            until=date.fromisoformat(until),
            requirement=cells.requirement,
            policy=cells.policy,
            authority=authority,
        )
        found.setdefault(id, []).append(row)
    return MappingProxyType(
        {id: tuple(sorted(rows, key=lambda row: row.since)) for id, rows in found.items()}
    )
