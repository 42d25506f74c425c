"""How well covered equipment is found, and how fast an inventory is read.

The labelled set, and how it is split:

* **held out**: `gear_heldout.tsv`, units whose maker is public knowledge, written after shapes and brands
  were coded and not used for them; models a shape does not know stay in and count as missed.
* **held-out blocks**: one shipped MAC block in five (by a checksum of its prefix) is taken out of the
  registry, so that only the registrant's name, as learned from the other four, can find it.
* **coded from**: the examples the shapes were written from; they show that coding lost nothing, no more.
* **not covered**: every look-alike registrant and 5,000 blocks of the public registry whose registrant is not
  a covered maker, drawn by the same checksum.

Precision is that of `covered` over all sets; recall counts `covered` and, apart, `covered or likely covered`.
"""

from __future__ import annotations

import random
import tempfile
import time
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

import aiooui

from licet.gear.device import Device
from licet.gear.evidence import Examiner
from licet.gear.facts import load, rows
from licet.gear.finding import Level, judge, judge_all
from licet.gear.mac import Registry, load_registry
from licet.gear.names import fold
from licet.gear.read import read_path

ON = date(2026, 11, 23)
ROWS = 100_000


@dataclass(frozen=True, slots=True)
class _Case:
    truth: str
    device: Device


def _held_out() -> list[_Case]:
    lines = Path(__file__).with_name("gear_heldout.tsv").read_text(encoding="utf-8").splitlines()[2:]
    cases = []
    for line in lines:
        truth, brand, maker, model, kind = line.split("\t")
        device = Device(brand=brand, maker=maker, model=model, kind=kind)
        cases.append(_Case("" if truth == "-" else truth, device))
    return cases


def _coded_from() -> list[_Case]:
    fields = {"model": "model", "serial": "serial", "firmware": "firmware", "part-number": "part"}
    return [
        _Case(pattern.maker, Device(**{fields[pattern.field]: example, "brand": pattern.requires}))
        for pattern in load().patterns
        if pattern.field in fields
        for example in pattern.seen
    ]


def _mac(prefix: str) -> str:
    return prefix.ljust(12, "1")


def _blocks() -> tuple[list[_Case], Registry]:
    """The held-out blocks of covered makers, and a registry that has never seen them."""
    whole = load_registry()
    covered = {maker.id for maker in load().makers.values() if maker.products}
    out = {
        prefix
        for prefix, block in whole.blocks.items()
        if block.maker and zlib.crc32(prefix.encode()) % 5 == 0
    }
    kept = {prefix: block for prefix, block in whole.blocks.items() if prefix not in out}
    cases = [
        _Case(whole.blocks[prefix].maker, Device(mac=_mac(prefix)))
        for prefix in sorted(out)
        if whole.blocks[prefix].maker in covered
    ]
    learned = {fold(block.registrant) for block in kept.values() if block.maker}
    names = {name: maker for name, maker in whole.makers_by_registrant.items() if name in learned}
    return cases, Registry(blocks=MappingProxyType(kept), makers_by_registrant=MappingProxyType(names))


def _not_covered() -> list[_Case]:
    registry = load_registry()
    cases = [
        _Case("", Device(mac=_mac(row["prefix"]), maker=row["registrant"])) for row in rows("lookalikes")
    ]
    cases += [_Case("", Device(mac=_mac(row["prefix"]))) for row in rows("lookalikes")]
    registry.find("00408C000001")  # loads the public registry
    numbers = list(aiooui._OUI_MANAGER._keys or ())  # the package lists no prefixes
    prefixes = sorted((f"{number:06X}" for number in numbers), key=lambda text: zlib.crc32(text.encode()))
    for prefix in prefixes:
        block = registry.find(_mac(prefix))
        if block is not None and not block.maker:
            cases.append(_Case("", Device(mac=_mac(prefix))))
        if len(cases) >= 5_000 + 2 * 85:
            break
    return cases


def _score(cases: Iterable[_Case], examiner: Examiner) -> dict[str, int]:
    counts = {
        "positives": 0,
        "negatives": 0,
        "covered": 0,
        "likely": 0,
        "false_covered": 0,
        "false_likely": 0,
    }
    for case in cases:
        found = judge(case.device, ON, examiner)
        counts["positives" if case.truth else "negatives"] += 1
        if found.level is Level.COVERED:
            counts["covered" if found.maker == case.truth else "false_covered"] += 1
        elif found.level is Level.LIKELY:
            counts["likely" if found.maker == case.truth else "false_likely"] += 1
    return counts


def _inventory(path: Path, count: int) -> None:
    chance = random.Random(889)
    models = ["P3245-LVE", "DS-2CD2386G2-IU", "IPC-HDW5421S", "C9300-24P", "MF244dw", "XNV-8083R", "RLC-810A"]
    brands = ["Axis", "LTS", "Amcrest", "Cisco", "Canon", "Hanwha Vision", "Reolink", "SecureVid", ""]
    prefixes = ["44:47:CC", "3C:EF:8C", "00:40:8C", "00:1B:54", "48:57:02", "30:E1:F1"]
    with path.open("w", encoding="utf-8") as stream:
        stream.write("Asset,Site,Type,Brand,Model,Serial No.,Firmware,MAC Address,IP,Supplier\n")
        for number in range(count):
            tail = ":".join(f"{chance.randrange(256):02X}" for _ in range(3))
            cells = (
                f"CAM-{number}",
                f"Site {number % 90}",
                "camera",
                chance.choice(brands),
                f"{chance.choice(models)}-{number % 400}",
                f"S{number:09d}",
                f"V5.{number % 9}.{number % 7}build 2{number % 100000:05d}",
                f"{chance.choice(prefixes)}:{tail}",
                f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}",
                f"Shop {number % 300}",
            )
            stream.write(",".join(cells) + "\n")


def _speed() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "inventory.csv"
        _inventory(path, ROWS)
        started, worked = time.perf_counter(), time.process_time()
        reading = read_path(path)
        read = time.perf_counter() - started
        flagged = sum(found.is_flagged for found in judge_all(reading.devices, ON))
        whole, busy = time.perf_counter() - started, time.process_time() - worked
    return {
        "rows": ROWS,
        "read_s": round(read, 2),
        "whole_s": round(whole, 2),
        "processor_s": round(busy, 2),
        "flagged": flagged,
    }


def main() -> dict[str, object]:
    """Scores of each set, precision and recall over them, and the time for 100,000 rows."""
    examiner = Examiner()
    blocks, blind = _blocks()
    sets = {
        "held out": _score(_held_out(), examiner),
        "held-out blocks": _score(blocks, Examiner(registry=blind)),
        "coded from": _score(_coded_from(), examiner),
        "not covered": _score(_not_covered(), examiner),
    }
    right = sum(score["covered"] for score in sets.values())
    wrong = sum(score["false_covered"] for score in sets.values())
    fresh = [sets["held out"], sets["held-out blocks"]]
    positives = sum(score["positives"] for score in fresh)
    figures: dict[str, object] = {
        "sets": sets,
        "precision_covered": round(right / (right + wrong), 4),
        "precision_covered_held_out": round(
            sets["held out"]["covered"] / (sets["held out"]["covered"] + sets["held out"]["false_covered"]), 4
        ),
        "recall_covered": round(sum(score["covered"] for score in fresh) / positives, 4),
        "recall_covered_or_likely": round(
            sum(score["covered"] + score["likely"] for score in fresh) / positives, 4
        ),
        "recall_models_covered_or_likely": round(
            (sets["held out"]["covered"] + sets["held out"]["likely"]) / sets["held out"]["positives"], 4
        ),
        "speed": _speed(),
    }
    for name, value in figures.items():
        print(f"{name}: {value}")
    return figures


if __name__ == "__main__":
    main()
