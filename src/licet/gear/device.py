"""One piece of equipment as somebody recorded it, or as it described itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

__all__ = ["Device", "Sign", "merge"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A statement a device made on the network.

    Attributes:
        where: the place of the statement, as in `data/fingerprints.tsv` (`http.server`, `sadp`, `snmp.oid`).
        value: what was said.
    """

    where: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """What is recorded of one device; empty means not recorded.

    Attributes:
        ref: where it was read: file and line, or network address.
        name: what its owner calls it.
        maker: who is recorded as having made it.
        supplier: who sold it; never read as the maker alone.
        brand: the label on it.
        part: the maker's part number.
        kind: what it is, in the words of the record (`dome camera`, `NVR`).
        country: country of production as recorded.
        signs: its statements on the network.
        parts: what is inside, as far as a bill of materials says.
    """

    ref: str = ""
    name: str = ""
    site: str = ""
    ip: str = ""
    mac: str = ""
    maker: str = ""
    supplier: str = ""
    brand: str = ""
    model: str = ""
    serial: str = ""
    firmware: str = ""
    firmware_file: str = ""
    part: str = ""
    description: str = ""
    kind: str = ""
    country: str = ""
    quantity: str = ""
    contract: str = ""
    signs: tuple[Sign, ...] = ()
    parts: tuple[Device, ...] = ()

    @property
    def title(self) -> str:
        """What to call it in a sentence."""
        label = " ".join(word for word in (self.brand or self.maker, self.model or self.part) if word)
        if self.name and label:
            return f"{self.name} ({label})"
        return self.name or label or self.ip or self.mac or self.ref

    def is_nothing_to_judge_by(self) -> bool:
        """Whether nothing recorded could say who made it."""
        return not (
            self.mac
            or self.maker
            or self.brand
            or self.model
            or self.serial
            or self.firmware
            or self.firmware_file
            or self.part
            or self.signs
            or self.parts
        )


def merge(devices: Iterable[Device]) -> tuple[Device, ...]:
    """Records of the same unit joined: same network address, or same MAC where there is no address.

    The first record that states a field wins; statements and parts are put together.
    """
    joined: dict[str, Device] = {}
    for device in devices:
        key = device.ip or device.mac or device.ref
        known = joined.get(key)
        joined[key] = device if known is None else _join(known, device)
    return tuple(joined.values())


def _join(first: Device, second: Device) -> Device:
    changes: dict[str, object] = {
        slot.name: getattr(second, slot.name)
        for slot in fields(Device)
        if slot.name not in ("signs", "parts")
        and not getattr(first, slot.name)
        and getattr(second, slot.name)
    }
    changes["signs"] = tuple(dict.fromkeys((*first.signs, *second.signs)))
    changes["parts"] = tuple(dict.fromkeys((*first.parts, *second.parts)))
    return replace(first, **changes)  # type: ignore[arg-type]
