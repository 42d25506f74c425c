"""The BIS lists of the eCFR: rows, unread cells, seconds of import, agreement with the screening list."""

from __future__ import annotations

import gzip
import json
import os
import statistics
import time
from datetime import date
from pathlib import Path

from licet.core.listing import Listing
from licet.lists.changes import diff_listings, fold, footnotes_of, policy_key, requirement_key
from licet.lists.history import Edition, history_of
from licet.lists.us_bis_entity_list import read as read_entity_list
from licet.lists.us_bis_meu import read as read_meu
from licet.lists.us_bis_uvl import read as read_uvl
from licet.lists.wording import read_cells

SHARED = Path(os.environ.get("LICET_SHARED", Path(__file__).parents[2] / "shared" / "data"))
DAYS = ("2025-01-29", "2025-08-02", "2025-12-30", "2026-01-29")


def main() -> dict[str, object]:
    """Counts and times over the four editions of part 744, and the cross-check with the screening list."""
    folder = SHARED / "us/ecfr"
    rows: dict[str, tuple[Listing, ...]] = {}
    seconds: list[float] = []
    figures: dict[str, object] = {}
    for day in DAYS:
        document = folder / f"title-15-part-744_{day}.xml.gz"
        started = time.perf_counter()
        rows[day] = tuple(read_entity_list(document))
        others = [len(tuple(read_uvl(document))), len(tuple(read_meu(document)))]
        seconds.append(time.perf_counter() - started)
        unread = sum(bool(listing.source_note) for listing in rows[day])
        figures[f"{day}: entity list, uvl, meu, unread rows"] = [len(rows[day]), *others, unread]
    figures["seconds to import part 744 (three lists), median"] = round(statistics.median(seconds), 2)
    started = time.perf_counter()
    history = history_of(Edition(day=date.fromisoformat(day), listings=rows[day]) for day in DAYS)
    figures["seconds to build the history"] = round(time.perf_counter() - started, 2)
    figures["entries in the history"] = len(history.listings)
    figures["changes first to last edition"] = len(diff_listings(rows[DAYS[0]], rows[DAYS[-1]]))
    figures |= _against_screening_list(rows[DAYS[-1]])
    for name, value in figures.items():
        print(f"{name}: {value}")
    return figures


def _against_screening_list(listings: tuple[Listing, ...]) -> dict[str, object]:
    """Names and codes of the official table beside those of the screening list six months later."""
    with gzip.open(SHARED / "us/csl/csl-2026-07-31.compact.json.gz") as file:
        data = json.load(file)
    tables = data["tables"]
    theirs: dict[str, list[dict[str, object]]] = {}
    cells: list[tuple[str, str]] = []
    for entry in data["entries"]:
        if "lr" in entry:
            cells.append((tables["licenceRequirements"][entry["lr"]], tables["licencePolicies"][entry["lp"]]))
        if tables["sources"][entry["s"]].startswith("Entity List"):
            theirs.setdefault(fold(entry["n"]), []).append(entry)
    ours: dict[str, list[Listing]] = {}
    for listing in listings:
        if listing.party.names:
            ours.setdefault(fold(listing.party.name), []).append(listing)
    paired = {name: group for name, group in ours.items() if name in theirs}
    alike = different = 0
    for name, group in paired.items():
        if len(group) != 1 or len(theirs[name]) != 1:
            continue
        version = group[0].versions[-1]
        (entry,) = theirs[name]
        other = read_cells(tables["licenceRequirements"][entry["lr"]], tables["licencePolicies"][entry["lp"]])
        if version.requirement is None or version.policy is None:
            continue
        same = (
            requirement_key(version.requirement)[0] == requirement_key(other.requirement)[0]
            and footnotes_of(version.requirement) == footnotes_of(other.requirement)
            and policy_key(version.policy)[0] == policy_key(other.policy)[0]
        )
        alike, different = alike + same, different + (not same)
    return {
        "screening list: rows with cells": len(cells),
        "screening list: unread rows": sum(not read_cells(*pair).is_read for pair in cells),
        "primary names also in the screening list": sum(map(len, paired.values())),
        "named entries": sum(map(len, ours.values())),
        "unique pairs with the same scope, footnotes and clauses": alike,
        "unique pairs that differ": different,
    }


if __name__ == "__main__":
    main()
