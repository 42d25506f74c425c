"""Country Groups as tests of a fact, and the lists of places that single rules keep (`rule_places.tsv`).

Groups go by the names of `groups` (`D:5`, `RUS`, `SME` ...). Rule places: `GP8` transit countries, `NUC`
supplement no. 3 to part 744, `MEU_LISTED_ITEMS` and `MEU_ANY_ITEM` 744.21, `MIEU` 744.22. A country code
stands for itself.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from licet.core.answer import Answer
from licet.core.fact import Fact
from licet.law.table import Table, read_table
from licet.law.us.ear import groups

__all__ = ["in_group", "lies_in", "lies_in_d5", "lies_in_reach_of_chip_rules"]


@lru_cache(maxsize=1)
def _places() -> Table:
    return read_table("licet.law.us.ear.tables", "rule_places.tsv")


@lru_cache(maxsize=1)
def _own_groups() -> frozenset[str]:
    return frozenset(_places().keys())


@lru_cache(maxsize=4096)
def _members(group: str, on: date) -> frozenset[str]:
    if group in _own_groups():
        return frozenset(line.cells[1] for line in _places().on(group, on).lines)
    if ":" in group or group in groups.GROUPS:
        return groups.members(group, on)
    return frozenset({group})


@lru_cache(maxsize=65536)
def in_group(country: str, names: tuple[str, ...], on: date) -> bool:
    """Whether a country, or the country it belongs to, lies in one of the groups on a day."""
    place = groups.metropole(country, on)
    if place == "LI":
        place = "CH"
    return any(place in _members(name, on) for name in names)


@lru_cache(maxsize=8192)
def _test(names: tuple[str, ...], but: tuple[str, ...], on: date) -> Callable[[str], bool]:
    def holds(country: str) -> bool:
        return in_group(country, names, on) and not (but and in_group(country, but, on))

    return holds


def lies_in(fact: Fact[str], *names: str, on: date, but: tuple[str, ...] = (), says: str = "") -> Answer:
    """Whether a country lies in one of the groups and in none of `but` on a day."""
    return fact.test(_test(names, but, on), says or " or ".join(names))


def lies_in_d5(fact: Fact[str], *, on: date, says: str = "") -> Answer:
    """Whether a country is Macau or in Country Group D:5: the reach of most semiconductor rules."""
    return fact.test(_test(("MO", "D:5"), (), on), says or "Macau or Country Group D:5")


#: The rules of October 2022 reached China alone, from 2023-01-17 Macau (88 FR 2821), from 2023-11-17 all of
#: Country Group D:5 (88 FR 73424, 88 FR 73458).
_MACAU_CAME, _D5_CAME = date(2023, 1, 17), date(2023, 11, 17)


def lies_in_reach_of_chip_rules(fact: Fact[str], *, on: date) -> Answer:
    """Whether a country is one that 744.6(c)(2) and 744.23 reached on a day."""
    if on >= _D5_CAME:
        return lies_in_d5(fact, on=on)
    names = ("CN", "MO") if on >= _MACAU_CAME else ("CN",)
    return fact.test(_test(names, (), on), " or ".join(names))
