"""Evidence of who made a device, one piece at a time, each with its strength and where it was read.

A label is not a maker: what a brand says is a lead; what a unit's registered addresses, serial shapes,
firmware shapes and protocols say goes further. Evidence for a maker that is not covered is kept too: it
speaks against a weak sign.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from licet.core.errors import InputError
from licet.gear.device import Device, Sign
from licet.gear.facts import Brand, Facts, Strength, load
from licet.gear.kind import product_of
from licet.gear.mac import Registry, load_registry, parse_mac
from licet.gear.name_book import NameBook
from licet.gear.names import SameName, fold
from licet.gear.shape import LONGEST, shapes_of

__all__ = ["Evidence", "Examiner"]

#: A shorter word of a description is no model number.
_SHORTEST_IN_TEXT = 7
_OWN_SCOPES = {("own-brand", True): Strength.STRONG, ("own-brand", False): Strength.MEDIUM}
_VIDEO = "video surveillance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One piece.

    Attributes:
        field: what it was read from (`mac`, `model`, `serial`, `brand`, `sadp` ...).
        maker: maker id; empty when it speaks for a maker that no US list names.
        strength: how far it goes.
        says: the piece in words, to stand after "because".
        value: what was recorded.
        source: key of `data/sources.tsv`, or the record itself.
        in_part: it is about a part inside, not about the whole.
        note: what to know about it.
    """

    field: str
    maker: str
    strength: Strength
    says: str
    value: str = ""
    source: str = "record"
    in_part: bool = False
    note: str = ""


@lru_cache(maxsize=100_000)
def _folded_words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(text).split()))


@dataclass(slots=True)
class Examiner:
    """Reads evidence off devices; keeps what it has looked up.

    Attributes:
        registry: who holds which MAC block.
        same_name: a better comparison of names than folding; None for folding alone.
        facts: the coded facts.
    """

    registry: Registry = field(default_factory=load_registry)
    same_name: SameName | None = None
    facts: Facts = field(default_factory=load)
    _names: NameBook = field(init=False)

    def __post_init__(self) -> None:
        """Index all names once."""
        self._names = NameBook(registry=self.registry, same_name=self.same_name, facts=self.facts)

    # ---- names

    def _name(self, place: str, text: str, *, is_video: bool) -> Iterator[Evidence]:
        known = self._names.look_up(text)
        for maker in known.makers:
            yield Evidence(
                field=place,
                maker=maker.id,
                strength=Strength.STRONG,
                says=f"the record names `{text}` as its {place}",
                value=text,
            )
        if known.makers:
            return
        for brand in known.brands:
            if brand.maker and (is_video or brand.scope == "own-brand"):
                yield _of_brand(place, text, brand)
        if known.other is not None:
            yield Evidence(
                field=place,
                maker="",
                strength=Strength.STRONG,
                says=f"the record names `{text}` as its {place}, a maker of its own",
                value=text,
                note=known.other.note,
            )
        elif known.alike:
            yield Evidence(
                field=place,
                maker="",
                strength=Strength.STRONG,
                says=f"`{text}` only looks like a covered maker",
                value=text,
                note=known.alike,
            )
        elif not known.brands:
            for word in dict.fromkeys(fold(text).split()):
                if word in self._names.words:
                    yield Evidence(
                        field=place,
                        maker=self._names.words[word],
                        strength=Strength.LABEL,
                        says=f"its {place} `{text}` shares the word `{word}` with a covered maker",
                        value=text,
                        note="a subsidiary or affiliate would be covered; a namesake is not",
                    )

    # ---- fields

    def _mac(self, text: str) -> Iterator[Evidence]:
        try:
            digits = parse_mac(text)
        except InputError:
            return
        block = self.registry.find(digits)
        if block is None:
            return
        shown = ":".join(digits[at : at + 2] for at in range(0, 12, 2))
        if block.maker:
            yield Evidence(
                field="mac",
                maker=block.maker,
                strength=Strength.STRONG,
                says=f"its MAC {shown} lies in a {len(block.prefix) * 4}-bit block of {block.registrant}",
                value=shown,
                source=block.source,
            )
            return
        other = self._names.look_up(block.registrant).other
        yield Evidence(
            field="mac",
            maker="",
            strength=Strength.STRONG if other or block.note else Strength.WEAK,
            says=f"its MAC {shown} lies in a block of {block.registrant}",
            value=shown,
            source=block.source,
            note=block.note,
        )

    def _shape(
        self, place: str, text: str, named: frozenset[str], *, in_text: bool = False
    ) -> Iterator[Evidence]:
        for part in _candidates(text, in_text=in_text):
            for pattern in shapes_of(place, part):
                strength = pattern.strength
                if pattern.requires:
                    if pattern.requires not in named:
                        continue
                    # A brand that stopped tells nothing without the day of making.
                    strength = Strength.LABEL if pattern.requires in self._names.former else Strength.MEDIUM
                elif in_text:
                    if strength < Strength.STRONG:
                        continue
                    strength = Strength.MEDIUM
                what = place.replace("-", " ")
                yield Evidence(
                    field="text" if in_text else place,
                    maker=pattern.maker,
                    strength=strength,
                    says=f"its {what} `{part}` has a shape that {self.facts.makers[pattern.maker].name} uses",
                    value=part,
                    source="shapes",
                    note=pattern.id,
                )

    def _free_text(self, text: str) -> Iterator[Evidence]:
        for word in _folded_words(text):
            if word in self._names.words:
                yield Evidence(
                    field="text",
                    maker=self._names.words[word],
                    strength=Strength.MEDIUM,
                    says=f"its description names `{word}`",
                    value=text,
                )

    def _sign(self, sign: Sign) -> Iterator[Evidence]:
        for print_ in self.facts.fingerprints.get(sign.where, ()):
            if not print_.holds(sign.value):
                continue
            yield Evidence(
                field=sign.where,
                maker=print_.maker,
                strength=print_.strength or Strength.STRONG,
                says=print_.says,
                value=sign.value,
                source=print_.sources.split(" ")[0],
            )

    # ---- the whole

    def examine(self, device: Device) -> tuple[Evidence, ...]:
        """All evidence on one device and on the parts inside it, strongest first."""
        product = product_of(device)
        is_video = product in ("", _VIDEO)
        found = list(self._mac(device.mac)) if device.mac else []
        for place, text in (("maker", device.maker), ("brand", device.brand)):
            if text and not (place == "brand" and text == device.maker):
                found += self._name(place, text, is_video=is_video)
        if device.supplier:
            found += self._supplier(device.supplier)
        named = self._named(device, found)
        if device.model:
            found += self._shape("model", device.model, named)
            found += self._named_in_model(device.model)
        if device.part and device.part != device.model:
            found += self._shape("model", device.part, named)
        if device.part or device.model:
            found += self._shape("part-number", device.part or device.model, named)
        if device.serial:
            found += self._shape("serial", device.serial, named)
        if device.firmware:
            found += self._shape("firmware", device.firmware, named)
        if device.firmware_file:
            found += self._shape("firmware-file", device.firmware_file, named)
        text = f"{device.name} {device.description}".strip()
        if text:
            found += self._free_text(text)
            found += self._shape("model", text, named, in_text=True)
        for sign in device.signs:
            found += self._sign(sign)
        for part in device.parts:
            found += self._inside(part)
        unique = dict.fromkeys(found)
        return tuple(sorted(unique, key=lambda piece: (-piece.strength, _telling(piece.field))))

    def _named(self, device: Device, found: list[Evidence]) -> frozenset[str]:
        words = {piece.maker for piece in found if piece.maker and piece.strength >= Strength.STRONG}
        for text in (device.maker, device.brand, device.model, device.description):
            if text:
                words.update(_folded_words(text))
        return frozenset(words)

    def _named_in_model(self, model: str) -> Iterator[Evidence]:
        words = _folded_words(model)
        for word in words[:2] if len(words) > 1 else []:
            if word in self._names.words:
                yield Evidence(
                    field="model",
                    maker=self._names.words[word],
                    strength=Strength.MEDIUM,
                    says=f"its model `{model}` names `{word}`",
                    value=model,
                )

    def _supplier(self, text: str) -> Iterator[Evidence]:
        for maker in self._names.look_up(text).makers:
            yield Evidence(
                field="supplier",
                maker=maker.id,
                strength=Strength.MEDIUM,
                says=f"`{text}` supplied it",
                value=text,
                note="a supplier may be the maker or only a seller",
            )

    def _inside(self, part: Device) -> Iterator[Evidence]:
        called = part.title or part.ref
        for piece in self.examine(part):
            if not piece.maker:
                continue
            yield Evidence(
                field="part",
                maker=piece.maker,
                strength=piece.strength,
                says=piece.says if piece.in_part else f"a part inside, {called}: {piece.says}",
                value=piece.value,
                source=piece.source,
                in_part=True,
                note=piece.note,
            )


def _of_brand(place: str, text: str, brand: Brand) -> Evidence:
    strength = _OWN_SCOPES.get((brand.scope, brand.is_read))
    if strength is None:
        strength = Strength.MEDIUM if brand.scope == "all" else Strength.LABEL
    how = {
        "own-brand": "is a brand of the maker itself",
        "all": "sells relabelled units of the maker",
        "most": "relabels the maker's units in most series",
        "some-series": "relabels the maker's units in some series",
        "former": "relabelled the maker's units in the past",
    }[brand.scope]
    return Evidence(
        field=place,
        maker=brand.maker,
        strength=strength,
        says=f"`{text}` {how}",
        value=text,
        source=brand.sources.split(" ")[0] or "ieee",
        note=brand.note if brand.is_read else f"{brand.note} (not read in its source)".strip(),
    )


def _candidates(text: str, *, in_text: bool) -> tuple[str, ...]:
    whole = text.strip()
    if " " not in whole:
        fits = len(whole) <= LONGEST and (not in_text or len(whole) >= _SHORTEST_IN_TEXT)
        return (whole,) if fits else ()
    words = [word.strip("()[],;:\"'") for word in whole.split()]
    if in_text:
        return tuple(dict.fromkeys(word for word in words if _SHORTEST_IN_TEXT <= len(word) <= LONGEST))
    parts = (whole, *(word for word in words if len(word) > 3)) if len(words) > 1 else (whole,)
    return tuple(dict.fromkeys(part for part in parts if len(part) <= LONGEST))


#: Within one strength, what tells most about the maker is said first.
_ORDER = (
    "sadp",
    "dhip",
    "isapi.namespace",
    "tls.subject",
    "serial",
    "mac",
    "firmware",
    "model",
    "maker",
    "brand",
)


def _telling(place: str) -> int:
    return _ORDER.index(place) if place in _ORDER else len(_ORDER)
