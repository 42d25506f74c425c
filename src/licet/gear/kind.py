"""What a thing is (`camera`) and the class of product that the rules speak of (`video surveillance`)."""

from __future__ import annotations

import re
from functools import lru_cache

from licet.gear.device import Device
from licet.gear.facts import Strength, load
from licet.gear.shape import LONGEST, shapes_of

__all__ = ["kind_of", "product_of"]

_WORDS = re.compile(r"[a-z]+")


@lru_cache(maxsize=50_000)
def _kind_of(text: str) -> str:
    folded = " ".join(_WORDS.findall(text.casefold()))
    padded = f" {folded} "
    for kind in load().kinds.values():
        if any(f" {word} " in padded or f" {word}s " in padded for word in kind.words):
            return kind.name
    return ""


def product_of(device: Device) -> str:
    """The product class the rules speak of (`video surveillance`); empty when nothing tells."""
    kind = kind_of(device)
    return load().kinds[kind].product if kind else ""


def kind_of(device: Device) -> str:
    """What the thing is (`camera`), by the record's own words, then by the shape of its model."""
    for text in (device.kind, device.description):
        if text and (kind := _kind_of(text)):
            return kind
    if device.model or device.part:
        for pattern in shapes_of("model", (device.model or device.part).strip()[:LONGEST]):
            if pattern.kind and pattern.strength >= Strength.MEDIUM:
                return pattern.kind
    return _kind_of(device.name) if device.name else ""
