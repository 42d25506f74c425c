"""What an entry of each regime means: its measures, the provision they stand on, and the day of that act.

Rows of `data/regimes.tsv`. A regime without a row says nothing here; its entries' own measures and the list's
legal effect still do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType

from licet.core.errors import SourceError
from licet.core.measure import Measure
from licet.core.trade import PartyKind

__all__ = ["Regime", "measures_of", "regimes", "regimes_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """One regime of one list, for one kind of party.

    Attributes:
        list: list id.
        programme: the list's own tag.
        who: `person`, `organisation` or `any`.
        measures: codes of `core.measure`.
        dated: the day of the act; for the UN's Iran regime the day of its return.
        cite: the provision.
        checked: how far it was checked: `provision: where` it was read, `act: where` only the act is named,
            or empty where it stands from memory.
    """

    list: str
    programme: str
    who: str
    measures: tuple[str, ...]
    dated: date
    cite: str
    checked: str = ""

    @property
    def confirmed(self) -> bool:
        """Whether the provision itself was read in a document."""
        return self.checked.startswith("provision:")

    @property
    def caution(self) -> str:
        """What a reader must know of it, in words; empty for a provision that was read."""
        if self.confirmed:
            return ""
        return "paragraph not confirmed" if self.checked else "not confirmed"


@cache
def regimes() -> Mapping[tuple[str, str], tuple[Regime, ...]]:
    """All rows by list and programme.

    Raises:
        SourceError: a row names a measure that is not one of ours, or no known way of checking.
    """
    text = resources.files("licet.lists").joinpath("data/regimes.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    found: dict[tuple[str, str], list[Regime]] = {}
    for line in lines[1:]:
        list_id, programme, who, measures, dated, cite, checked = line.split("\t")
        if checked and not checked.startswith(("provision: ", "act: ")):
            raise SourceError(
                f"not a way of checking: `{checked}`", place=f"regimes.tsv, {list_id} {programme}"
            )
        codes = tuple(measures.split())
        unknown = [code for code in codes if code not in Measure.__members__]
        if unknown:
            raise SourceError(f"no measure `{unknown[0]}`", place=f"regimes.tsv, {list_id} {programme}")
        row = Regime(
            list=list_id,
            programme=programme,
            who=who,
            measures=codes,
            dated=date.fromisoformat(dated),
            cite=cite,
            checked=checked,
        )
        found.setdefault((list_id, programme), []).append(row)
    return MappingProxyType({key: tuple(rows) for key, rows in found.items()})


def regimes_of(list_id: str, programmes: Iterable[str], kind: PartyKind) -> tuple[Regime, ...]:
    """The rows that speak of a party of that kind under those programmes."""
    # Ships and aircraft are property and fall under what holds for organisations.
    who = "person" if kind is PartyKind.PERSON else "organisation"
    return tuple(
        row
        for programme in programmes
        for row in regimes().get((list_id, programme), ())
        if row.who in (who, "any")
    )


def measures_of(list_id: str, programmes: Iterable[str], kind: PartyKind) -> tuple[str, ...]:
    """All measures of those rows, each once."""
    found = (code for row in regimes_of(list_id, programmes, kind) for code in row.measures)
    return tuple(dict.fromkeys(found))
