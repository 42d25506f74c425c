"""Quality by class of disturbance on sets of our own: not the parties of data/matching, peers beside.

    python -m benchmarks match_classes      needs LICET_SHARED (or ../shared/data): parties, clean names

Two sets are made from the same lists by `_match_classes`. The first may be looked at line by line when the
matcher is worked on; of the second nobody looks at more than these figures. Parties that data/matching asks
for are in neither. rapidfuzz is asked a part of each class, nomenklatura too where `make bench-peers` has
installed it; licet's figures beside a peer's are of the same queries.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import peers
from benchmarks._match_classes import own_set
from benchmarks.match_quality import _lines, entries
from licet.match.index import Index

#: The seed of the set that may be looked at, and of the one kept aside.
SEEDS = {"seen": 20_261, "held out": 77_003}
#: Queries of a class; a peer is asked so many of them, and so many clean names.
_EACH, _PEERS_EACH, _CLEAN = 60, 10, 400
_NOMENKLATURA = "nomenklatura blocker, logic-v2"

Row = dict[str, Any]


def main() -> dict[str, object]:
    """Measure, print and return."""
    asked_elsewhere = {one for row in _lines("queries.jsonl") for one in [row["target"], *row["accept"]]}
    clean = [row for row in _lines("negatives.jsonl") if not row["cls"].startswith("ssb_")]
    out: dict[str, object] = {}
    for name, seed in SEEDS.items():
        index, queries = own_set(entries(), asked_elsewhere, _EACH, seed)
        out[f"{name} (seed {seed})"] = figures = measured(index, queries, clean, seed)
        print(f"   {name} (seed {seed}): {figures['all']}")
        for kind, row in figures["by class"].items():
            print(f"      {kind}: {row}")
    return out


def measured(parties: Sequence[Row], queries: Sequence[Row], clean: Sequence[Row], seed: int) -> Row:
    """Figures of licet on one set, by class, with those of the peers on a part of each class."""
    index = Index.build(parties)
    index.warm()
    texts = [row["q"] for row in (*queries, *clean)]
    hits = [[(hit.id, hit.rank) for hit in found] for found in index.search_many(texts)]
    mine, clean_hits = hits[: len(queries)], hits[len(queries) :]
    lines = _lines_of(clean_hits)
    placed = [peers._placed(row, found) for row, found in zip(queries, mine, strict=True)]
    of_class: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(queries):
        of_class[row["cls"]].append(at)
    dice = random.Random(seed)
    drawn = [at for rows in of_class.values() for at in dice.sample(rows, min(_PEERS_EACH, len(rows)))]
    names = dice.sample(range(len(clean)), min(_CLEAN, len(clean)))
    asked = [queries[at] for at in drawn]
    found: dict[str, tuple[peers.Hits, peers.Hits]] = {
        "licet": ([mine[at] for at in drawn], [clean_hits[at] for at in names])
    }
    for peer, interpreter in _installed().items():
        answers = _peer(peer, interpreter, parties, [*asked, *(clean[at] for at in names)])
        found[peer] = answers[: len(drawn)], answers[len(drawn) :]
    same = {peer: _by_class(asked, *answers) for peer, answers in found.items()}
    by_class: dict[str, Row] = {
        kind: {
            "queries": len(rows),
            **peers._shares([placed[at] for at in rows], lines),
            "on a part": {peer: classes[kind] for peer, classes in same.items()},
        }
        for kind, rows in of_class.items()
    }
    below = [
        kind
        for kind, row in by_class.items()
        if row["on a part"]["licet"]["R@1"] < max(one["R@1"] for one in row["on a part"].values())
    ]
    return {
        "queries": len(queries), "all": peers._shares(placed, lines), "by class": by_class,
        "on a part": {peer: classes["all"] for peer, classes in same.items()},
        "classes below a peer at R@1": below,
    }  # fmt: skip


def _lines_of(clean: peers.Hits) -> dict[float, float]:
    """The scores above which a tenth of a percent and a percent of the clean names alert."""
    tops = sorted((found[0][1] if found else float("-inf") for found in clean), reverse=True)
    return {share: tops[int(share * len(tops))] for share in (0.001, 0.01)}


def _by_class(asked: Sequence[Row], found: peers.Hits, clean: peers.Hits) -> dict[str, Row]:
    """R@1 and hit@1% of one matcher on a part of each class, and on all of it; too few names for hit@0.1%."""
    lines = _lines_of(clean)
    rows: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for row, hits in zip(asked, found, strict=True):
        for kind in ("all", row["cls"]):
            rows[kind].append(peers._placed(row, hits))
    return {
        kind: {name: share for name, share in peers._shares(some, lines).items() if name != "hit@0.1%"}
        for kind, some in rows.items()
    }


def _installed() -> dict[str, Path]:
    """The peers that can be asked here, each with the interpreter that has it."""
    if peers.PYTHON.exists():
        return {"rapidfuzz token_sort_ratio": peers.PYTHON, _NOMENKLATURA: peers.PYTHON}
    return {"rapidfuzz token_sort_ratio": Path(sys.executable)}


def _peer(name: str, interpreter: Path, parties: Sequence[Row], rows: Sequence[Row]) -> peers.Hits:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "entries.json").write_text(json.dumps(parties), encoding="utf-8")
        texts = [{"q": row["q"], "type": row.get("type") or ""} for row in rows]
        hits: peers.Hits = peers._peer(name, folder, texts, interpreter)["hits"]
        return hits
