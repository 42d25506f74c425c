"""Peers on a labelled set, each with its own scoring; run by the interpreter that has the group `bench`.

    python benchmarks/_peers.py PEER ENTRIES.json TEXTS.json OUT.json

OUT holds for each text the ten best listed parties with their scores, the processor seconds of asking and of
getting ready, and the versions. It imports nothing of licet, so that no peer runs in licet's house.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

Hits = list[list[tuple[int, float]]]

#: Candidates looked at for each text before the best ten parties are taken.
_KEPT = 50


def _best(found: Iterable[tuple[int, float]]) -> list[tuple[int, float]]:
    best: dict[int, float] = {}
    for party, score in found:
        best[party] = max(score, best.get(party, 0.0))
    return sorted(best.items(), key=lambda one: -one[1])[:10]


def _names(entries: Sequence[dict[str, Any]]) -> tuple[list[str], list[int]]:
    pairs = [(name, entry["id"]) for entry in entries for name in entry["names"]]
    return [name for name, _ in pairs], [party for _, party in pairs]


def _rapidfuzz(scorer: str) -> Callable[..., tuple[float, float, Hits]]:
    """Every name compared with every text by a scorer of `rapidfuzz.fuzz`, or by Jaro-Winkler."""

    def run(entries: Sequence[dict[str, Any]], texts: Sequence[dict[str, str]]) -> tuple[float, float, Hits]:
        from rapidfuzz import fuzz, process, utils
        from rapidfuzz.distance import JaroWinkler

        score, full = (
            (JaroWinkler.similarity, 1.0) if scorer == "JaroWinkler" else (getattr(fuzz, scorer), 100.0)
        )
        ready = time.process_time()
        names, parties = _names(entries)
        choices = [utils.default_process(name) for name in names]
        begun = time.process_time()
        hits = [
            _best(
                (parties[at], found / full)
                for _, found, at in process.extract(
                    utils.default_process(text["q"]), choices, scorer=score, limit=_KEPT
                )
            )
            for text in texts
        ]
        return begun - ready, time.process_time() - begun, hits

    return run


def _tfidf(entries: Sequence[dict[str, Any]], texts: Sequence[dict[str, str]]) -> tuple[float, float, Hits]:
    """TF-IDF over trigrams of letters, cosine, top-k product of sparse matrices."""
    import numpy
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sparse_dot_topn import sp_matmul_topn

    ready = time.process_time()
    names, parties = _names(entries)
    made = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), dtype=numpy.float32)
    listed = made.fit_transform(names).T.tocsr()
    begun = time.process_time()
    found = sp_matmul_topn(made.transform([text["q"] for text in texts]), listed, top_n=_KEPT, sort=True)
    hits = []
    for row in range(found.shape[0]):
        span = slice(found.indptr[row], found.indptr[row + 1])
        pairs = zip(found.indices[span], found.data[span], strict=True)
        hits.append(_best((parties[at], float(score)) for at, score in pairs))
    return begun - ready, time.process_time() - begun, hits


def _nomenklatura(
    entries: Sequence[dict[str, Any]], texts: Sequence[dict[str, str]]
) -> tuple[float, float, Hits]:
    """Its blocker retrieves, logic-v2 scores; it is told the kind of each party asked about."""
    from followthemoney import Dataset, StatementEntity
    from nomenklatura.blocker.index import Index
    from nomenklatura.matching import LogicV2
    from nomenklatura.resolver import Linker
    from nomenklatura.store.memory import MemoryStore

    data = Dataset.make({"name": "listed", "title": "listed"})

    def entity(number: str, kind: str, names: Sequence[str], countries: Sequence[str] = ()) -> Any:
        properties = {"name": list(names)}
        if countries and kind not in ("Vessel", "Airplane"):
            properties["country"] = [country.lower() for country in countries]
        row = {"id": number, "schema": kind or "LegalEntity", "properties": properties}
        return StatementEntity.from_data(data, row, cleaned=False)

    ready = time.process_time()
    store = MemoryStore(data, Linker({}))
    listed = {}
    with store.writer() as writer:
        for entry in entries:
            made = entity(f"e-{entry['id']}", entry["type"], entry["names"], entry.get("c", ()))
            listed[made.id] = made
            writer.add_entity(made)
    with tempfile.TemporaryDirectory() as folder:
        index = Index(store.default_view(), Path(folder))
        index.build()
        begun = time.process_time()
        asked = {f"q-{at}": entity(f"q-{at}", text["type"], [text["q"]]) for at, text in enumerate(texts)}
        config = LogicV2.default_config()
        found: dict[str, list[tuple[int, float]]] = {}
        for number, candidates in index.match_entities(asked.values()):
            mine = asked[str(number)]
            found[mine.id] = _best(
                (int(str(one)[2:]), float(LogicV2.compare(mine, listed[str(one)], config).score))
                for one, _ in candidates
            )
        spent = time.process_time() - begun
    return begun - ready, spent, [found.get(f"q-{at}", []) for at in range(len(texts))]


PEERS: dict[str, tuple[Callable[..., tuple[float, float, Hits]], tuple[str, ...]]] = {
    "nomenklatura blocker, logic-v2": (_nomenklatura, ("nomenklatura", "followthemoney", "rigour", "duckdb")),
    "rapidfuzz token_sort_ratio": (_rapidfuzz("token_sort_ratio"), ("rapidfuzz",)),
    "rapidfuzz WRatio": (_rapidfuzz("WRatio"), ("rapidfuzz",)),
    "rapidfuzz Jaro-Winkler": (_rapidfuzz("JaroWinkler"), ("rapidfuzz",)),
    "TF-IDF trigrams (sparse_dot_topn)": (_tfidf, ("scikit-learn", "sparse-dot-topn")),
}


def ssb(names: Sequence[str], thresholds: Sequence[float]) -> list[dict[str, Any]]:
    """sanctions-screening-benchmark with its own matchers, on its own disturbances of these names."""
    from ssb import matching
    from ssb.benchmark import build, score
    from ssb.sources import Entity, ListSnapshot

    people = [
        Entity(entity_id=str(at), primary_name=name, entity_type="individual", aliases=[])
        for at, name in enumerate(names)
    ]
    made = build(ListSnapshot(source="CSL", endpoint="", retrieved_at="", entities=people), limit=len(names))
    out = []
    for matcher in (matching.BaselineMatcher(), matching.ExactMatcher()):
        for threshold in thresholds:
            card = score(made, matcher, threshold)
            out.append(
                {
                    "matcher": card.matcher,
                    "threshold": threshold,
                    "recall": round(card.overall_recall, 4),
                    "false_positive_rate": round(card.false_positive_rate, 4),
                    "cases": len(made.cases),
                }
            )
    cases = [[case.query, case.expected_entity_id] for case in made.cases]
    return [*out, {"cases": cases, "version": version("sanctions-screening-benchmark")}]


def main(peer: str, entries_file: str, texts_file: str, out_file: str) -> None:
    """Run one peer."""
    entries = json.loads(Path(entries_file).read_text(encoding="utf-8"))
    texts = json.loads(Path(texts_file).read_text(encoding="utf-8"))
    if peer == "ssb":
        found: dict[str, Any] = {"cards": ssb(texts, (0.85, 0.9, 0.95))}
    else:
        run, packages = PEERS[peer]
        ready, spent, hits = run(entries, texts)
        found = {
            "ready_cpu_seconds": round(ready, 2),
            "cpu_seconds": round(spent, 3),
            "hits": hits,
            "versions": {name: version(name) for name in packages},
        }
    Path(out_file).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
