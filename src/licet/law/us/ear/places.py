"""Which country lies in which group on a day: Country Groups, and the lists of places that single rules use.

Groups of supplement no. 1 to part 740 go by their names (`D:5`). Also: `RUS` supplement no. 3 to part 746,
`SME` supplement no. 4 to part 742, `ENC` supplement no. 3 to part 740, `AIA` supplement no. 5 to part 740,
`CWC` States Parties (supplement no. 2 to part 745); and those of `rule_places.tsv`: `GP8` transit,
`NUC` supplement no. 3 to part 744, `MEU_LISTED_ITEMS` and `MEU_ANY_ITEM` 744.21, `MIEU` 744.22.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import cache, lru_cache

from licet.core.answer import Answer
from licet.core.fact import Fact
from licet.law.table import Table, read_table

__all__ = ["control_country", "in_group", "lies_in", "lies_in_d5"]

_PACKAGE = "licet.law.us.ear.tables"
#: Parts of a country that the EAR reads as the country (15 CFR 738.3(b), 85 FR 83765).
_READ_AS = {"HK": "CN", "LI": "CH"}


@cache
def _tables() -> tuple[Table, ...]:
    return read_table(_PACKAGE, "groups.tsv"), read_table(_PACKAGE, "rule_places.tsv")


@lru_cache(maxsize=4096)
def _members(group: str, on: date) -> frozenset[str]:
    return frozenset(
        line.cells[1] for table in _tables() for line in table.on(group, on).lines if len(line.cells) > 1
    )


def control_country(country: str) -> str:
    """The country whose rules apply: Hong Kong is read as China, Liechtenstein as Switzerland."""
    return _READ_AS.get(country, country)


@lru_cache(maxsize=65536)
def in_group(country: str, groups: Collection[str], on: date) -> bool:
    """Whether a country lies in one of the groups on a day; a group may also be a country code."""
    code = control_country(country)
    return any(code == group or code in _members(group, on) for group in groups)


@lru_cache(maxsize=4096)
def _test(groups: tuple[str, ...], but: tuple[str, ...], on: date) -> Callable[[str], bool]:
    def holds(country: str) -> bool:
        return in_group(country, groups, on) and not (but and in_group(country, but, on))

    return holds


def lies_in(fact: Fact[str], *groups: str, on: date, but: tuple[str, ...] = (), says: str = "") -> Answer:
    """Whether a country lies in one of `groups` and in none of `but` on a day."""
    return fact.test(_test(groups, but, on), says)


def lies_in_d5(fact: Fact[str], *, on: date, says: str = "") -> Answer:
    """Whether a country is Macau or in Country Group D:5: the reach of most semiconductor rules."""
    return fact.test(_test(("MO", "D:5"), (), on), says or "Macau or Country Group D:5")
