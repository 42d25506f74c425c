"""The coded facts about covered makers: who they are, their blocks, shapes, brands and fingerprints.

Everything is read once from the tab-separated tables in `gear/data/`; each row keeps the key of the
source it was read in (`data/sources.tsv`).
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from licet.gear.names import fold

__all__ = [
    "Brand",
    "Facts",
    "Fingerprint",
    "Kind",
    "Maker",
    "OtherMaker",
    "Pattern",
    "Strength",
    "load",
    "rows",
]


class Strength(enum.IntEnum):
    """How far one piece of evidence goes towards who made the unit.

    PROOF is the maker's own identifier; STRONG is rarely used by others; MEDIUM points at the maker;
    WEAK is shared by several makers; LABEL is a brand that relabels: a lead whatever stands beside it.
    """

    LABEL = 0
    WEAK = 1
    MEDIUM = 2
    STRONG = 3
    PROOF = 4


_STRENGTHS = {
    "weak": Strength.WEAK,
    "medium": Strength.MEDIUM,
    "strong": Strength.STRONG,
    "proof": Strength.PROOF,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """A maker that a US list names.

    Attributes:
        id: short name used in all tables.
        name: the name as the law or list writes it.
        country: ISO 3166-1 alpha-2, empty when not stated.
        products: product classes that some dated rule reaches; empty for services or party lists only.
        words: words that name this maker alone in free text.
        names: all names known, subsidiaries included.
    """

    id: str
    name: str
    country: str
    products: tuple[str, ...]
    words: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """A brand under which a covered maker's units are, or were, sold.

    Attributes:
        scope: `own-brand`, `all`, `most`, `some-series` or `former`.
        is_read: whether the statement was read in its source.
        maker: maker id; empty when the row says that the brand is no evidence of manufacture.
    """

    name: str
    also: tuple[str, ...]
    maker: str
    scope: str
    is_read: bool
    sources: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherMaker:
    """A maker of its own that is not covered."""

    name: str
    also: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A shape of a model, serial number, firmware version or part number.

    Attributes:
        field: `model`, `serial`, `firmware`, `firmware-file` or `part-number`.
        kind: what the thing is (`camera`), where the shape tells.
        requires: folded name of a brand or maker that must be named beside it; empty when none.
    """

    id: str
    maker: str
    field: str
    strength: Strength
    kind: str
    requires: str
    regex: re.Pattern[str]
    seen: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """A statement of a device on the network and what it says about the maker.

    Attributes:
        maker: maker id; empty when the statement names somebody who is not covered.
        how: `is`, `starts`, `ends`, `has`, `matches` or `oid`.
        strength: None for a statement that speaks for another maker.
    """

    where: str
    maker: str
    how: str
    value: str
    strength: Strength | None
    sources: str
    says: str

    def holds(self, value: str) -> bool:
        """Whether a statement made in this place is the one meant."""
        given, wanted = value.strip().casefold(), self.value.casefold()
        match self.how:
            case "is":
                return given == wanted
            case "starts":
                return given.startswith(wanted)
            case "ends":
                return given.rstrip("/").endswith(wanted)
            case "has":
                return wanted in given
            case "oid":
                return f"{given.lstrip('.')}.".startswith(f"{wanted}.")
            case _:
                return re.search(self.value, value.strip(), re.IGNORECASE) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a thing is, the product class the rules use for it, and the words that say so."""

    name: str
    product: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All tables together."""

    makers: Mapping[str, Maker]
    brands: tuple[Brand, ...]
    others: tuple[OtherMaker, ...]
    patterns: tuple[Pattern, ...]
    fingerprints: Mapping[str, tuple[Fingerprint, ...]]
    kinds: Mapping[str, Kind]
    sources: Mapping[str, str]


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of `gear/data/<name>.tsv` by column name."""
    text = resources.files("licet.gear").joinpath("data", f"{name}.tsv").read_text(encoding="utf-8")
    lines = text.splitlines()
    header = lines[1].split("\t")
    for line in lines[2:]:
        yield dict(zip(header, line.split("\t"), strict=True))


def _many(text: str, by: str = "|") -> tuple[str, ...]:
    return tuple(part for part in text.split(by) if part)


@cache
def load() -> Facts:
    """The shipped facts, read once."""
    makers = {
        row["maker"]: Maker(
            id=row["maker"],
            name=row["name"],
            country=row["country"],
            products=_many(row["scope"]),
            words=_many(row["words"], " "),
            names=(row["name"], *_many(row["names"])),
        )
        for row in rows("makers")
    }
    brands = tuple(
        Brand(
            name=row["brand"],
            also=_many(row["also"]),
            maker=row["maker"],
            scope=row["scope"],
            is_read=row["read"] == "yes",
            sources=row["sources"],
            note=row["note"],
        )
        for row in rows("brands")
    )
    others = tuple(
        OtherMaker(name=row["name"], also=_many(row["also"]), note=row["note"])
        for row in rows("other_makers")
    )
    patterns = tuple(
        Pattern(
            id=row["id"],
            maker=row["maker"],
            field=row["field"],
            strength=_STRENGTHS[row["strength"]],
            kind=row["kind"],
            requires=fold(row["requires"]),
            regex=re.compile(row["regex"], re.IGNORECASE),
            seen=_many(row["seen"]),
        )
        for row in rows("patterns")
    )
    by_place: dict[str, list[Fingerprint]] = {}
    for row in rows("fingerprints"):
        by_place.setdefault(row["where"], []).append(
            Fingerprint(
                where=row["where"],
                maker=row["maker"],
                how=row["how"],
                value=row["value"],
                strength=_STRENGTHS.get(row["strength"]),
                sources=row["sources"],
                says=row["says"],
            )
        )
    kinds = {
        row["kind"]: Kind(name=row["kind"], product=row["product"], words=_many(row["words"]))
        for row in rows("kinds")
    }
    sources = {row["key"]: row["url"] or row["what"] for row in rows("sources")}
    return Facts(
        makers=MappingProxyType(makers),
        brands=brands,
        others=others,
        patterns=patterns,
        fingerprints=MappingProxyType({place: tuple(prints) for place, prints in by_place.items()}),
        kinds=MappingProxyType(kinds),
        sources=MappingProxyType(sources),
    )
