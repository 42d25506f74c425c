"""MAC addresses: every spelling people use, and who holds the block.

Blocks are 24, 28 or 36 bits. The longest block that holds an address decides. A block names who bought
it, which is not always who made the unit.
"""

from __future__ import annotations

import asyncio
import csv
import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import aiooui

from licet.core.errors import InputError
from licet.gear.facts import rows
from licet.gear.names import fold

__all__ = ["Block", "Registry", "load_registry", "parse_mac"]

_PAIRS = re.compile(r"[0-9A-Fa-f]{1,2}(?:[:\-. ][0-9A-Fa-f]{1,2}){5}")
_DOTTED = re.compile(r"[0-9A-Fa-f]{4}([.:\-])[0-9A-Fa-f]{4}\1[0-9A-Fa-f]{4}")
_BARE = re.compile(r"[0-9A-Fa-f]{12}")
_DASHED_HALVES = re.compile(r"[0-9A-Fa-f]{6}[\-:][0-9A-Fa-f]{6}")


def parse_mac(text: str) -> str:
    """Twelve upper-case hex digits for an address in any usual spelling; empty for no address at all.

    Colons, dashes, Cisco dots, spaces, bare hex, missing leading zeros between separators.

    Raises:
        InputError: something is written that is not a MAC address; a spreadsheet may have made it a number.
    """
    given = text.strip()
    if not given or given in {"-", "?", "*"} or given.casefold() in {"n/a", "na", "none", "unknown", "null"}:
        return ""
    if _PAIRS.fullmatch(given):
        digits = "".join(part.zfill(2) for part in re.split(r"[:\-. ]", given)).upper()
    elif _DOTTED.fullmatch(given) or _BARE.fullmatch(given) or _DASHED_HALVES.fullmatch(given):
        digits = re.sub(r"[^0-9A-Fa-f]", "", given).upper()
    elif re.fullmatch(r"[0-9.]+E\+?[0-9]+|\d{1,11}(?:\.0)?|\d{13,}", given, re.IGNORECASE):
        raise InputError(
            f"not a MAC address but a number: `{given}`",
            field="mac",
            fix="format the column as text before the file is saved, and copy the addresses again",
        )
    else:
        raise InputError(
            f"not a MAC address: `{given}`",
            field="mac",
            fix="write twelve hex digits, such as `44:47:CC:00:00:01`",
        )
    return "" if digits in {"000000000000", "FFFFFFFFFFFF"} else digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Who holds the block that an address lies in.

    Attributes:
        prefix: the block, hex digits; its length says 24, 28 or 36 bits.
        registrant: as registered.
        maker: maker id when the registrant is one that a US list names; else empty.
        note: why a registrant that looks covered is not; empty otherwise.
        source: `ieee`, or the file that a user gave.
    """

    prefix: str
    registrant: str
    maker: str = ""
    note: str = ""
    source: str = "ieee"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """Blocks by prefix, the shipped ones and a user's; the rest of the IEEE registry behind them."""

    blocks: Mapping[str, Block]
    makers_by_registrant: Mapping[str, str]

    def find(self, digits: str) -> Block | None:
        """The longest block that holds the address; None for a random or unregistered one.

        A locally administered address is random unless it lies in a company identifier (CID), which the
        IEEE sells with that bit set.
        """
        for length in (9, 7, 6):
            block = self.blocks.get(digits[:length])
            if block is not None:
                return block
        if not digits or self.is_random(digits):
            return None
        _load_ieee()
        vendor = aiooui.get_vendor(digits)
        if vendor is None or vendor == "IEEE Registration Authority":
            return None
        return Block(
            prefix=digits[:6], registrant=vendor, maker=self.makers_by_registrant.get(fold(vendor), "")
        )

    def is_random(self, digits: str) -> bool:
        """Whether the address is locally administered: made up by the device, no block behind it."""
        return bool(digits) and bool(int(digits[1], 16) & 2)


@cache
def _load_ieee() -> None:
    if aiooui.is_loaded():
        return
    # The loader is a coroutine; a thread of its own lets it run under a running event loop too.
    thread = threading.Thread(target=lambda: asyncio.run(aiooui.async_load()), name="licet-oui")
    thread.start()
    thread.join()


@cache
def _shipped() -> Registry:
    blocks: dict[str, Block] = {}
    registrants: dict[str, str] = {}
    for row in rows("mac_blocks"):
        blocks[row["prefix"]] = Block(prefix=row["prefix"], registrant=row["registrant"], maker=row["maker"])
        registrants[fold(row["registrant"])] = row["maker"]
    for row in rows("lookalikes"):
        blocks[row["prefix"]] = Block(prefix=row["prefix"], registrant=row["registrant"], note=row["why_not"])
        registrants.pop(fold(row["registrant"]), None)
    return Registry(blocks=MappingProxyType(blocks), makers_by_registrant=MappingProxyType(registrants))


def load_registry(files: Iterable[Path] = ()) -> Registry:
    """The shipped registry, extended by IEEE files (`oui.csv`, `mam.csv`, `oui36.csv`) a user downloaded.

    Raises:
        InputError: a file is not one of the IEEE's.
    """
    shipped = _shipped()
    given = list(files)
    if not given:
        return shipped
    blocks = dict(shipped.blocks)
    for path in given:
        for block in _read_ieee(path, shipped.makers_by_registrant):
            known = blocks.get(block.prefix)
            if known is None or fold(known.registrant) != fold(block.registrant):
                blocks[block.prefix] = block
    return Registry(blocks=MappingProxyType(blocks), makers_by_registrant=shipped.makers_by_registrant)


def _read_ieee(path: Path, makers: Mapping[str, str]) -> Iterable[Block]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            wanted = {"Registry", "Assignment", "Organization Name"}
            if not wanted <= set(reader.fieldnames or ()):
                raise InputError(
                    "not a registry file of the IEEE",
                    file=str(path),
                    line=1,
                    fix="give oui.csv, mam.csv or oui36.csv as downloaded, with columns Registry, Assignment,"
                    " Organization Name",
                )
            for row in reader:
                prefix, name = (
                    (row["Assignment"] or "").strip().upper(),
                    (row["Organization Name"] or "").strip(),
                )
                if len(prefix) in (6, 7, 9) and name and name != "IEEE Registration Authority":
                    yield Block(
                        prefix=prefix, registrant=name, maker=makers.get(fold(name), ""), source=path.name
                    )
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            "the registry file cannot be read", file=str(path), fix="download it again from the IEEE"
        ) from error
