"""How cost grows with the list: 26 thousand, 100 thousand and 1 million parties (LICET_SCALE=5000000 for
more).

Synthetic parties of realistic rarity: words of the listed names drawn by their own frequencies, new rare
words made of their syllables. Queries are names of the list with one letter changed.
"""

from __future__ import annotations

import os
import random
import resource
import time
from collections.abc import Iterator
from typing import Any

from benchmarks._match_data import CHANGES
from benchmarks.match_quality import entries
from licet.match.index import Index

_QUERIES = 1_000


def parties(count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Made-up parties: two to six words each, about half of them rare."""
    rng = random.Random(seed)
    listed = [name.split() for entry in entries() for name in entry["names"][:1]]
    words = [word.strip(",.()").title() for name in listed for word in name]
    halves = [(word[: len(word) // 2], word[len(word) // 2 :]) for word in words if len(word) > 4]
    for number in range(count):
        size = len(rng.choice(listed))
        name = []
        for _ in range(min(max(size, 2), 6)):
            if rng.random() < 0.45:
                name.append((rng.choice(halves)[0] + rng.choice(halves)[1]).title())
            else:
                name.append(rng.choice(words))
        yield {"id": number, "names": [" ".join(name)], "kind": rng.choice(["person", "organisation"])}


def measure(count: int) -> dict[str, float]:
    """One size."""
    made = list(parties(count, seed=count))
    started = time.process_time()
    index = Index.build(made)
    build = time.process_time() - started
    index.warm()
    rng = random.Random(9)
    chosen = rng.sample(made, _QUERIES)
    queries = [CHANGES["typo"](party["names"][0], rng) for party in chosen]
    list(index.search_many(queries[:50]))
    index.forget()
    started = time.process_time()
    hits = list(index.search_many(queries))
    spent = time.process_time() - started
    found = sum(any(hit.id == party["id"] for hit in rows) for rows, party in zip(hits, chosen, strict=True))
    return {
        "parties": count,
        "queries/s": round(_QUERIES / spent),
        "recall@10": found / _QUERIES,
        "build s": round(build, 1),
        "resident MB at most": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def main() -> dict[str, object]:
    """Measure, print and return."""
    sizes = [26_000, 100_000, 1_000_000]
    if os.environ.get("LICET_SCALE"):
        sizes.append(int(os.environ["LICET_SCALE"]))
    out: dict[str, object] = {}
    for size in sizes:
        out[f"{size:,}"] = measure(size)
        print(f"   {out[f'{size:,}']}")
    return out


if __name__ == "__main__":
    main()
