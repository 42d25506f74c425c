"""How cost grows with the list: 26 thousand, 100 thousand and 1 million parties, and 5 million where asked.

LICET_SCALE=26000,5000000 chooses the sizes; docs/scaling.md and its plot show all that were measured.
Synthetic parties of realistic rarity: half of their words are words of listed names drawn by their own
frequencies, the others come from a million and a half made-up words, few of them often and most of them once.
Queries are names of the list with one letter changed. Each size runs in a process of its own, so that its
memory is its own.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

from benchmarks import _kept
from benchmarks._match_data import CHANGES
from benchmarks._memory import peak
from benchmarks.match_quality import entries
from licet.match.index import Index

_QUERIES = 1_000
_SIZES = "26000,100000,1000000"
_MADE_WORDS = 1_500_000


def parties(count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Made-up parties, one by one: two to six words each."""
    rng = random.Random(seed)
    listed = [name.split() for entry in entries() for name in entry["names"][:1]]
    words = [word.strip(",.()").title() for name in listed for word in name]
    halves = [(word[: len(word) // 2], word[len(word) // 2 :]) for word in words if len(word) > 4]

    def made_word() -> str:
        # the cube of a uniform number: low numbers come often, high ones once
        number = int(rng.random() ** 3 * _MADE_WORDS)
        return (halves[number * 7919 % len(halves)][0] + halves[number * 104_729 % len(halves)][1]).title()

    for number in range(count):
        size = min(max(len(rng.choice(listed)), 2), 6)
        name = [made_word() if rng.random() < 0.5 else rng.choice(words) for _ in range(size)]
        yield {"id": number, "names": [" ".join(name)], "kind": rng.choice(["person", "organisation"])}


def measure(count: int) -> dict[str, object]:
    """One size, in this process."""
    at = _kept.commit()
    started = time.process_time()
    index = Index.build(parties(count, seed=count))
    build = time.process_time() - started
    built = peak()
    index.warm()
    rng = random.Random(9)
    wanted = set(rng.sample(range(count), _QUERIES))
    chosen = [party for party in parties(count, seed=count) if party["id"] in wanted]
    queries = [CHANGES["typo"](party["names"][0], rng) for party in chosen]
    list(index.search_many(queries[:50]))
    index.forget()
    started = time.process_time()
    hits = list(index.search_many(queries))
    spent = time.process_time() - started
    found = sum(any(hit.id == party["id"] for hit in rows) for rows, party in zip(hits, chosen, strict=True))
    return {
        "parties": count,
        "commit": at,
        "queries/s": round(_QUERIES / spent),
        "recall@10": found / _QUERIES,
        "build s, generator included": round(build, 1),
        "resident MB at most": built,
    }


def main() -> dict[str, object]:
    """Measure each size in its own process, print and return; sizes measured earlier stay."""
    out = _kept.figures("match_scale")
    for size in map(int, os.environ.get("LICET_SCALE", _SIZES).split(",")):
        run = subprocess.run(
            [sys.executable, "-m", "benchmarks.match_scale", str(size)],
            check=True,
            capture_output=True,
            text=True,
        )
        out[f"{size:,}"] = row = json.loads(run.stdout.splitlines()[-1])
        _kept.keep("match_scale", out, at=row["commit"])
        print(f"   {row}", flush=True)
    return out


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
