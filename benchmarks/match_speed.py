"""Speed of matching: queries a second in batch and one at a time, build, load, memory; rapidfuzz and
nomenklatura beside.

CPU time of this process, one core, warm. Peers run on a sample of the same queries in the same run. What a
process pays that only asks is measured in one of its own: to open the index, to link the machine code that is
kept and answer its first query, and what it holds after all queries.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks._memory import peak
from benchmarks.match_quality import _lines, entries
from licet.match.index import Index

_ROUNDS = 3
_PEER_QUERIES = 40


def main() -> dict[str, object]:
    """Measure, print and return."""
    parties = entries()
    started = time.process_time()
    index = Index.build(parties)
    build = time.process_time() - started
    queries = [row["q"] for row in _lines("queries.jsonl")]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index"
        index.save(path)
        opened = Index.open(path)
        size = path.stat().st_size
        opened.warm()
        list(opened.search_many(queries[:300]))
        batch = 0.0
        for _ in range(_ROUNDS):
            opened.forget()
            started = time.process_time()
            count = sum(1 for _ in opened.search_many(queries))
            batch = max(batch, count / (time.process_time() - started))
        opened.forget()
        spent = []
        for query in queries[::2]:
            started = time.process_time()
            opened.search(query)
            spent.append(time.process_time() - started)
        fresh = json.loads(
            subprocess.run(
                [sys.executable, "-m", "benchmarks.match_speed", str(path)],
                check=True, capture_output=True, text=True,
            ).stdout
        )  # fmt: skip
    spent.sort()
    figures: dict[str, object] = {
        "batch queries/s": round(batch),
        "single queries/s": round(len(spent) / sum(spent)),
        "p50 ms": round(1000 * spent[len(spent) // 2], 3),
        "p99 ms": round(1000 * spent[int(0.99 * len(spent))], 3),
        "build s": round(build, 2),
        **fresh,
        "index MB": round(size / 1e6, 1),
        "resident MB at most, with building": peak(),
    }
    sample = random.Random(5).sample(queries, _PEER_QUERIES)
    from rapidfuzz import fuzz, process, utils

    names = [utils.default_process(name) for party in parties for name in party["names"]]
    started = time.process_time()
    for query in sample:
        process.extract(utils.default_process(query), names, scorer=fuzz.token_sort_ratio, limit=10)
    figures["rapidfuzz token_sort queries/s"] = round(_PEER_QUERIES / (time.process_time() - started), 1)
    for name, value in figures.items():
        print(f"   {name}: {value}")
    return figures


def fresh_process(path: str) -> dict[str, object]:
    """What this process pays that does nothing but ask: `path` is an index; its machine code is kept."""
    queries = [row["q"] for row in _lines("queries.jsonl")]
    started = time.perf_counter()
    index = Index.open(path)
    load = time.perf_counter() - started
    started = time.perf_counter()
    index.search(queries[0])
    first = time.perf_counter() - started
    for _ in index.search_many(queries):
        pass
    return {
        "load ms": round(1000 * load, 2),
        "first query of a process ms, machine code linked in it": round(1000 * first, 1),
        "resident MB of a process that asks": peak(),
    }


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(fresh_process(sys.argv[1])))
    else:
        main()
