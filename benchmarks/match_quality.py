"""Quality of matching on a labelled set, beside the peers that install.

Needs LICET_SHARED (the folder with matching/). rapidfuzz is always there; sanctions-screening-benchmark is
measured when it can be imported. Peers run on a sample, named beside them.
"""

from __future__ import annotations

import gzip
import json
import os
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from licet.app.actions.match import measure_matching
from licet.match.index import Index

SHARED = Path(os.environ.get("LICET_SHARED", Path(__file__).parents[2] / "shared" / "data"))
_SAMPLE = 300


def _lines(name: str) -> list[dict[str, Any]]:
    return [
        json.loads(line) for line in (SHARED / "matching" / name).read_text(encoding="utf-8").splitlines()
    ]


def entries() -> list[dict[str, Any]]:
    """The listed parties of the labelled set."""
    with gzip.open(SHARED / "matching" / "index.json.gz", "rt", encoding="utf-8") as file:
        found: list[dict[str, Any]] = json.load(file)
        return found


def rapidfuzz_token_sort(
    parties: Sequence[dict[str, Any]], queries: Sequence[dict[str, Any]]
) -> dict[str, float]:
    """Rapidfuzz's token_sort_ratio over every name, its default processing."""
    from rapidfuzz import fuzz, process, utils

    names = [(name, party["id"]) for party in parties for name in party["names"]]
    choices = [utils.default_process(name) for name, _ in names]
    first = 0
    for row in queries:
        best = process.extract(
            utils.default_process(row["q"]), choices, scorer=fuzz.token_sort_ratio, limit=1
        )
        first += bool(best) and names[best[0][2]][1] in row["accept"]
    return {"R@1": round(first / len(queries), 4), "queries": len(queries)}


def ssb(score: Callable[[str, str], float], names: list[str], threshold: float) -> dict[str, float]:
    """PyPI sanctions-screening-benchmark on some names of the list, its own perturbations and negatives."""
    from ssb.benchmark import build
    from ssb.benchmark import score as run
    from ssb.sources import Entity, ListSnapshot

    people = [
        Entity(entity_id=str(n), primary_name=name, entity_type="individual", aliases=[])
        for n, name in enumerate(names)
    ]
    snapshot = ListSnapshot(source="CSL", endpoint="", retrieved_at="2026-07-31", entities=people)
    card = run(build(snapshot, limit=len(names)), score, threshold)
    return {
        "recall": round(card.overall_recall, 4),
        "false positive rate": round(card.false_positive_rate, 4),
    }


def reliability(index: Index) -> dict[str, tuple[int, float]]:
    """By score: how many names scored so much, and the share of them that is right.

    Counted are the score of the right entry for a query, and that of the best hit for a name not listed.
    """
    index.warm()
    found: dict[int, list[bool]] = defaultdict(list)
    queries = _lines("queries.jsonl")
    for row, hits in zip(queries, index.search_many([one["q"] for one in queries], limit=50), strict=True):
        right = [hit.score for hit in hits if hit.id in row["accept"]]
        found[min(int(max(right, default=0.0) * 10), 9)].append(True)
    clean = [row["q"] for row in _lines("negatives.jsonl") if not row["cls"].startswith("ssb_")]
    for hits in index.search_many(clean, limit=1):
        found[min(int((hits[0].score if hits else 0.0) * 10), 9)].append(False)
    return {
        f"{tenth / 10:.1f} to {(tenth + 1) / 10:.1f}": (len(rows), round(sum(rows) / len(rows), 3))
        for tenth, rows in sorted(found.items())
    }


def licet_as_matcher(names: list[str]) -> Callable[[str, str], float]:
    """Licet behind the callable that the benchmark wants: one search a query, remembered."""
    index = Index.build({"id": name, "names": [name], "kind": "person"} for name in names)
    index.warm()
    kept: dict[str, dict[str, float]] = {}

    def score(query: str, candidate: str) -> float:
        if query not in kept:
            kept.clear()
            kept[query] = {hit.id: hit.score for hit in index.search(query, limit=50)}
        return kept[query].get(candidate, 0.0)

    return score


def main() -> dict[str, object]:
    """Measure, print and return."""
    folder = SHARED / "matching"
    figures = measure_matching(
        folder / "index.json.gz", folder / "queries.jsonl", folder / "negatives.jsonl", speed=False
    )
    parties = entries()
    sample = random.Random(7).sample(_lines("queries.jsonl"), _SAMPLE)
    out: dict[str, object] = {
        "licet": {
            "R@1": figures.r1, "R@10": figures.r10, "hit@0.1%": figures.hit_01, "hit@1%": figures.hit_1,
            "hard@1%": figures.hard_1, "default hit": figures.default_hit,
            "default clean": figures.default_clean,
            "non-Latin": figures.non_latin,
        },
        "by class": figures.by_class,
        "by score: names, share right": reliability(Index.build(parties)),
        "rapidfuzz token_sort": rapidfuzz_token_sort(parties, sample),
    }  # fmt: skip
    try:
        names = [
            " ".join(reversed(party["names"][0].split(", ")))
            for party in parties
            if party.get("type") == "Person"
        ]
        names = [name for name in dict.fromkeys(names) if len(name.split()) > 1]
        chosen = random.Random(3).sample(names, 250)
        matcher = licet_as_matcher(chosen)
        out["sanctions-screening-benchmark"] = {str(at): ssb(matcher, chosen, at) for at in (0.25, 0.4, 0.6)}
    except ImportError:
        out["sanctions-screening-benchmark"] = "not installed"
    for name, value in out.items():
        print(f"   {name}: {value}")
    return out
