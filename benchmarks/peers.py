"""Quality and speed of matching by name beside the peers that install, in one run on the same labelled set.

    make bench-peers        or, with the group `bench` in .venv-bench: python -m benchmarks peers

Measures as in the set's own description: R@1, R@10 (an accepted party is first, in the first ten, ties count
for the matcher); hit@F (share found at the score at which a share F of clean negatives alerts); hard@1%
(alerts per 1,000 hard negatives at that score); texts a processor second. Slow peers run on a seeded sample
that is said beside them, and licet is measured on that sample too.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.match_quality import _lines, entries
from licet.match.index import Index

PYTHON = Path(os.environ.get("LICET_PEERS", Path(__file__).parents[1] / ".venv-bench/bin/python"))

#: Queries, clean and hard negatives that a peer is asked, drawn with one seed; LICET_PEERS_ALL=1 asks all.
_ALL = (4_047, 4_346, 2_063)
_SAMPLE = (4_047, 1_000, 300)
SAMPLES = {
    "nomenklatura blocker, logic-v2": _SAMPLE,
    "TF-IDF trigrams (sparse_dot_topn)": _ALL,
    "rapidfuzz token_sort_ratio": _SAMPLE,
    "rapidfuzz Jaro-Winkler": _SAMPLE,
    "rapidfuzz WRatio": (600, 300, 100),
}
_SSB_PEOPLE = 60

Hits = Sequence[Sequence[tuple[int, float]]]


def _drawn(rows: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    if count >= len(rows) or os.environ.get("LICET_PEERS_ALL"):
        return rows
    return random.Random(7).sample(rows, count)


def measures(queries: Sequence[dict[str, Any]], found: Hits, clean: Hits, hard: Hits) -> dict[str, Any]:
    """All measures of one matcher from its ten best parties for each text."""
    at = {share: _threshold(clean, share) for share in (0.001, 0.01)}
    rows = [_placed(query, hits) for query, hits in zip(queries, found, strict=True)]
    classes: dict[str, list[tuple[int, float]]] = {}
    for query, row in zip(queries, rows, strict=True):
        classes.setdefault(query["cls"], []).append(row)
    return {
        **_shares(rows, at),
        "hard@1%": round(1000 * sum(bool(hits) and hits[0][1] > at[0.01] for hits in hard) / len(hard)),
        "queries": len(queries),
        "clean": len(clean),
        "hard": len(hard),
        "by class": {name: {"queries": len(rows), **_shares(rows, at)} for name, rows in classes.items()},
    }


def _threshold(clean: Hits, share: float) -> float:
    """The score above which that share of the clean names alerts."""
    tops = sorted((hits[0][1] for hits in clean if hits), reverse=True)
    return tops[min(int(share * len(clean)), len(tops) - 1)] if tops else 0.0


def apart(
    queries: Sequence[dict[str, Any]], ours: tuple[Hits, Hits], theirs: tuple[Hits, Hits]
) -> dict[str, list[int]]:
    """By class: how many queries one finds at hit@1% and the other does not, licet's before the peer's.

    Args:
        queries: what both were asked.
        ours: what licet found of the queries and of the clean names.
        theirs: the same of the peer.
    """
    bars = [_threshold(clean, 0.01) for _, clean in (ours, theirs)]
    out: dict[str, list[int]] = {}
    for query, one, other in zip(queries, ours[0], theirs[0], strict=True):
        mine, its = (_placed(query, hits)[1] > bar for hits, bar in zip((one, other), bars, strict=True))
        counts = out.setdefault(query["cls"], [0, 0])
        counts[0] += mine and not its
        counts[1] += its and not mine
    return out


def _placed(query: dict[str, Any], hits: Sequence[tuple[int, float]]) -> tuple[int, float]:
    """The place of the best accepted party, ties in its favour (99: not among the ten), and its score."""
    accepted = [score for party, score in hits if party in query["accept"]]
    if not accepted:
        return 99, float("-inf")
    return sum(score > max(accepted) for _, score in hits) + 1, max(accepted)


def _shares(rows: Sequence[tuple[int, float]], at: dict[float, float]) -> dict[str, float]:
    count = len(rows)
    return {
        "R@1": round(sum(place == 1 for place, _ in rows) / count, 3),
        "R@10": round(sum(place <= 10 for place, _ in rows) / count, 3),
        "hit@0.1%": round(sum(score > at[0.001] for _, score in rows) / count, 3),
        "hit@1%": round(sum(score > at[0.01] for _, score in rows) / count, 3),
    }


def _timed(index: Index, texts: Sequence[str]) -> tuple[float, list[Any]]:
    """Texts a processor second, warm, nothing remembered; and what was found."""
    index.warm()
    list(index.search_many(texts[:300]))
    index.forget()
    started = time.process_time()
    found = list(index.search_many(texts))
    return len(texts) / (time.process_time() - started), found


def _peer(name: str, folder: Path, texts: list[dict[str, str]], interpreter: Path = PYTHON) -> dict[str, Any]:
    (folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    script = Path(__file__).with_name("_peers.py")
    command = [str(interpreter), str(script), name, "entries.json", "texts.json", "out.json"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    out: dict[str, Any] = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    return out


def _split(hits: Hits, queries: int, clean: int) -> tuple[Hits, Hits, Hits]:
    return hits[:queries], hits[queries : queries + clean], hits[queries + clean :]


def _ssb(parties: list[dict[str, Any]], folder: Path) -> dict[str, Any]:
    """sanctions-screening-benchmark: its own disturbances, matchers, negatives; licet on the same cases."""
    people = [entry["names"][0] for entry in parties if entry["type"] == "Person"]
    people = [" ".join(reversed(name.split(", "))) for name in people]
    people = sorted({name for name in people if len(name.split()) > 1})
    chosen = random.Random(3).sample(people, _SSB_PEOPLE)
    (folder / "names.json").write_text(json.dumps(chosen), encoding="utf-8")
    script = Path(__file__).with_name("_peers.py")
    command = [str(PYTHON), str(script), "ssb", "entries.json", "names.json", "out.json"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    *cards, made = json.loads((folder / "out.json").read_text(encoding="utf-8"))["cards"]
    index = Index.build({"id": str(at), "names": [name], "kind": "person"} for at, name in enumerate(chosen))
    index.warm()
    answers = list(index.search_many([case[0] for case in made["cases"]], limit=1))
    for threshold in (0.25, 0.4, 0.6):
        right = wrong = positives = 0
        for (_, wanted), hits in zip(made["cases"], answers, strict=True):
            fired = bool(hits) and hits[0].score >= threshold
            positives += wanted is not None
            right += fired and wanted is not None and str(hits[0].id) == wanted
            wrong += fired and wanted is None
        negatives = len(answers) - positives
        cards.append(
            {
                "matcher": "licet",
                "threshold": threshold,
                "recall": round(right / positives, 4),
                "false_positive_rate": round(wrong / negatives, 4),
                "cases": len(answers),
            }
        )
    return {"cards": cards, "version": made["version"], "people": len(chosen)}


def main() -> dict[str, object]:
    """Measure, print and return."""
    if not PYTHON.exists():
        raise RuntimeError(f"no peers at {PYTHON}: run `make bench-peers`, or set LICET_PEERS")
    parties, queries, negatives = entries(), _lines("queries.jsonl"), _lines("negatives.jsonl")
    hard = [row for row in negatives if row["cls"].startswith("ssb_")]
    clean = [row for row in negatives if not row["cls"].startswith("ssb_")]
    everything = [*queries, *clean, *hard]
    started = time.process_time()
    index = Index.build(parties)
    ready = time.process_time() - started
    rates = []
    rate, found = _timed(index, [row["q"] for row in everything])
    licet_hits = [[(hit.id, hit.rank) for hit in row] for row in found]
    about = {
        "texts/s": round(rate),
        "ready s": round(ready, 1),
        "versions": {"licet": version("licet")},
    }
    of_text = {row["q"]: hits for row, hits in zip(everything, licet_hits, strict=True)}
    out: dict[str, Any] = {
        "licet": {**measures(queries, *_split(licet_hits, len(queries), len(clean))), **about}
    }
    print(f"   licet: {_short(out['licet'])}")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "entries.json").write_text(json.dumps(parties), encoding="utf-8")
        out["sanctions-screening-benchmark"] = _ssb(parties, folder)
        for name, counts in SAMPLES.items():
            drawn = [_drawn(rows, count) for rows, count in zip((queries, clean, hard), counts, strict=True)]
            asked = [row for rows in drawn for row in rows]
            texts = [{"q": row["q"], "type": row.get("type", "")} for row in asked]
            given = _peer(name, folder, texts)
            sizes = len(drawn[0]), len(drawn[1])
            mine = [of_text[row["q"]] for row in asked]
            speed = len(texts) / given["cpu_seconds"]
            theirs, its_clean, _ = _split(given["hits"], *sizes)
            ours, our_clean, _ = _split(mine, *sizes)
            # the machine is shared and drifts: licet is timed again right behind each peer
            rate, _ = _timed(index, [text["q"] for text in texts])
            rates.append(rate)
            out[name] = {
                **measures(drawn[0], *_split(given["hits"], *sizes)),
                "texts/s": round(speed, 1),
                "ready s": given["ready_cpu_seconds"],
                "versions": given["versions"],
                "licet on the same": measures(drawn[0], *_split(mine, *sizes)),
                "only licet finds, only the peer": apart(drawn[0], (ours, our_clean), (theirs, its_clean)),
                "licet texts/s then": round(rate),
                "licet is faster by": round(rate / speed, 1),
            }
            print(f"   {name}: {_short(out[name])}, licet is faster by {out[name]['licet is faster by']}")
    out["licet"]["texts/s"] = round(sorted(rates)[len(rates) // 2])
    return out


def _short(figures: dict[str, Any]) -> str:
    return ", ".join(f"{name} {figures[name]}" for name in ("R@1", "R@10", "hit@0.1%", "hit@1%", "texts/s"))
