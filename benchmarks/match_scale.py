"""How cost grows with the list: 26 thousand, 100 thousand and 1 million parties, as figures and as a plot.

LICET_SCALE=26000,100000 chooses the sizes. Synthetic parties of realistic rarity: half of their words are
words of listed names drawn by their own frequencies, the others come from a million and a half made-up words,
few of them often and most of them once. Queries are names of the list with one letter changed. Each size
runs in a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import json
import math
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks._match_data import CHANGES
from benchmarks.match_quality import entries
from licet.match.index import Index

_QUERIES = 1_000
_SIZES = "26000,100000,1000000"
_MADE_WORDS = 1_500_000
PLOT = Path(__file__).parents[1] / "docs" / "img" / "matching-scale.svg"


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


def measure(count: int) -> dict[str, float]:
    """One size, in this process."""
    started = time.process_time()
    index = Index.build(parties(count, seed=count))
    build = time.process_time() - started
    built = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
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
        "queries/s": round(_QUERIES / spent),
        "recall@10": found / _QUERIES,
        "build s, generator included": round(build, 1),
        "resident MB at most": round(built / 1024),
    }


def plot(rows: Sequence[dict[str, float]]) -> str:
    """Queries a second and memory against parties, both axes logarithmic, as SVG."""
    width, height, edge = 640, 360, 56
    low, high = math.log10(rows[0]["parties"]), math.log10(rows[-1]["parties"])

    def at(parties_: float, value: float) -> tuple[float, float]:
        x = edge + (math.log10(parties_) - low) / max(high - low, 1e-9) * (width - 2 * edge)
        return round(x, 1), round(height - edge - math.log10(max(value, 1)) / 5 * (height - 2 * edge), 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="12">',
        "<title>Queries a second and memory against listed parties</title>",
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    for power in range(6):
        _, y = at(rows[0]["parties"], 10**power)
        parts.append(
            f'<path d="M{edge} {y}H{width - edge}" stroke="#ddd"/>'
            f'<text x="6" y="{y + 4}">{10**power:,}</text>'
        )
    for column, colour, name in (
        ("queries/s", "#0b5394", "queries a second, one core"),
        ("resident MB at most", "#b45f06", "MB resident while building"),
    ):
        points = [at(row["parties"], row[column]) for row in rows]
        line = " ".join(f"{x},{y}" for x, y in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [
            f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>'
            f'<text x="{x - 12}" y="{y - 8}" fill="{colour}">{row[column]:,.0f}</text>'
            for (x, y), row in zip(points, rows, strict=True)
        ]
        parts.append(
            f'<text x="{edge}" y="{16 if column == "queries/s" else 32}" fill="{colour}">{name}</text>'
        )
    parts += [
        f'<text x="{at(row["parties"], 1)[0] - 24}" y="{height - edge + 20}">{row["parties"]:,}</text>'
        for row in rows
    ]
    parts.append(f'<text x="{width / 2 - 40}" y="{height - 8}">listed parties</text></svg>')
    return "\n".join(parts) + "\n"


def main() -> dict[str, object]:
    """Measure each size in its own process, print, draw and return."""
    sizes = [int(size) for size in os.environ.get("LICET_SCALE", _SIZES).split(",")]
    out: dict[str, object] = {}
    rows = []
    for size in sizes:
        run = subprocess.run(
            [sys.executable, "-m", "benchmarks.match_scale", str(size)],
            check=True,
            capture_output=True,
            text=True,
        )
        row = json.loads(run.stdout.splitlines()[-1])
        rows.append(row)
        out[f"{size:,}"] = row
        print(f"   {row}", flush=True)
    if len(rows) > 1:
        PLOT.write_text(plot(rows), encoding="utf-8")
    return out


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
