"""Matching on all lists at once: is every listed name found, and do the bars hold on the larger index?

    python -m benchmarks match_lists      the second part needs LICET_SHARED (or ../shared/data)

Every name and alias of every list is asked for: a hit on its own entry, or on one with an equal name, must be
first or tied. Then the labelled set of data/matching is asked of an index that holds its parties and all
entries of the other governments' lists; an entry there that bears a name of the party that is meant is right.
"""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.match_quality import SHARED, entries
from licet.app.actions.match import measure_matching
from licet.core.listing import Listing
from licet.lists.home import embedded
from licet.match.index import Index
from licet.match.normal import plain_key
from licet.match.record import entry_of_party

_FOREIGN = ("un-", "eu-", "uk-", "ca-", "au-", "jp-", "ch-")


def unfound(listings: Iterable[Listing]) -> tuple[int, list[str]]:
    """How many names are listed, and those whose own entry is neither first nor tied with the first."""
    parties = [entry_of_party(one.party, id=one.id) for one in listings]
    index = Index.build(parties)
    index.warm()
    asked = [
        (name, party["id"])
        for party in parties
        for name in dict.fromkeys([*party.get("names", ()), *party.get("weak_names", ())])
        if plain_key(name)
    ]
    missed = []
    for (name, owner), hits in zip(
        asked, index.search_many([name for name, _ in asked], limit=50), strict=True
    ):
        first = hits[0].rank if hits else 0.0
        if not any(hit.id == owner or _equal(hit.record, name) for hit in hits if hit.rank >= first):
            missed.append(f"{owner}: {name}")
    return len(asked), missed


def _equal(record: dict[str, Any], name: str) -> bool:
    key = plain_key(name)
    return any(plain_key(other) == key for other in [*record.get("names", ()), *record.get("weak_names", ())])


def larger_set(folder: Path, listings: Sequence[Listing]) -> dict[str, Any]:
    """The measures of data/matching on its own parties and all entries of the other governments' lists."""
    base = entries()
    foreign = [entry_of_party(one.party, id=one.id) for one in listings if one.list.startswith(_FOREIGN)]
    bearers: dict[str, set[str]] = defaultdict(set)
    for party in foreign:
        for name in [*party.get("names", ()), *party.get("weak_names", ())]:
            bearers[plain_key(name)].add(str(party["id"]))
    names = {party["id"]: party["names"] for party in base}
    rows = []
    for line in (SHARED / "matching" / "queries.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        keys = {plain_key(name) for one in row["accept"] for name in names[one]} | {plain_key(row["src"])}
        also = sorted(set().union(*(bearers.get(key, set()) for key in keys)))
        rows.append({**row, "accept": [*row["accept"], *also]})
    index, queries = folder / "index.jsonl", folder / "queries.jsonl"
    _write(index, [*base, *foreign])
    _write(queries, rows)
    figures = asdict(measure_matching(index, queries, SHARED / "matching" / "negatives.jsonl", speed=False))
    wanted = (
        "parties",
        "r1",
        "r10",
        "hit_01",
        "hit_1",
        "hard_1",
        "default_hit",
        "default_clean",
        "non_latin",
    )
    return {name: figures[name] for name in wanted}


def _write(path: Path, rows: Iterable[Any]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def main() -> dict[str, object]:
    """Measure, print and return."""
    listings = list(embedded().listings())
    asked, missed = unfound(listings)
    out: dict[str, object] = {
        "names and aliases of all lists": asked,
        "not found at rank 1 or tied": len(missed),
        "of them": missed[:40],
    }
    if SHARED.is_dir():
        with tempfile.TemporaryDirectory() as folder:
            out["data/matching with all lists"] = larger_set(Path(folder), listings)
    for name, value in out.items():
        print(f"   {name}: {value}")
    return out


if __name__ == "__main__":
    main()
