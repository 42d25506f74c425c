"""docs/benchmarks.md from benchmarks/results.json: the comparison with the peers, as measured, with its plots."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.peers import PYTHON

DOCS = Path(__file__).parents[1] / "docs"
_MEASURES = ("R@1", "R@10", "hit@0.1%", "hit@1%", "hard@1%")
_SSB = "sanctions-screening-benchmark"


def write_page(kept: Mapping[str, Any]) -> bool:
    """Write the page and its plots; False where the peers were never measured."""
    if "peers" not in kept:
        return False
    run = kept["peers"]
    figures = run["figures"]
    rows = best_by_class(figures)
    parts = (
        _head(run), _table(figures), _ratios(figures), _losses(figures, rows), _classes(rows), _ssb(figures),
        _asked(), _not_measured(),
    )  # fmt: skip
    text = "\n".join(line for part in parts for line in part)
    (DOCS / "benchmarks.md").write_text(text.rstrip() + "\n", encoding="utf-8")
    plots = [
        ("peers", figures, "bench-peers.svg"),
        ("classes", {"rows": rows}, "bench-classes.svg"),
    ]
    draw(plots)
    return True


def draw(plots: list[tuple[str, Any, str]]) -> None:
    """Draw plots with the interpreter that has matplotlib; without one the pictures stay as they are."""
    if not Path(PYTHON).exists():
        print("docs/img: the pictures stay as they are; `make bench-peers` makes what draws them")
        return
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "plots.json"
        wanted.write_text(json.dumps(plots), encoding="utf-8")
        script = Path(__file__).with_name("_plots.py")
        subprocess.run([str(PYTHON), str(script), str(wanted), str(DOCS / "img")], check=True)


def _peers(figures: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row for name, row in figures.items() if name not in ("licet", _SSB)}


def best_by_class(figures: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each class with the peer that finds most of it at hit@1%, and licet on the same queries."""
    out = []
    for name, whole in figures["licet"]["by class"].items():
        # a class of a handful of queries says nothing of a peer
        asked = {
            peer: row
            for peer, row in _peers(figures).items()
            if row["by class"].get(name, {}).get("queries", 0) >= 10
        }
        peer, row = max(asked.items(), key=lambda one: one[1]["by class"][name]["hit@1%"])
        theirs, ours = row["by class"][name], row["licet on the same"]["by class"][name]
        out.append(
            {
                "class": name,
                "queries": theirs["queries"],
                "apart": row["only licet finds, only the peer"][name],
                "best": peer,
                "peer": theirs["hit@1%"],
                "licet": ours["hit@1%"],
                "peer R@1": theirs["R@1"],
                "licet R@1": ours["R@1"],
                "licet, all": whole["hit@1%"],
            }
        )
    return sorted(out, key=lambda one: one["licet"] - one["peer"], reverse=True)


def _head(run: Mapping[str, Any]) -> Iterator[str]:
    versions: dict[str, str] = {}
    for row in run["figures"].values():
        versions |= row.get("versions", {})
    versions["sanctions-screening-benchmark"] = run["figures"][_SSB]["version"]
    told = ", ".join(f"{name} {version}" for name, version in sorted(versions.items()))
    yield "# Beside the peers"
    yield ""
    yield "Written by `make bench` (or `make bench-peers` alone) from `benchmarks/results.json`: do not edit. Every system is asked for the"
    yield "same names in one run: 25,921 listed parties of the US Consolidated Screening List of 2026-07-31, 4,047"
    yield "queries in 30 classes of disturbance, 4,346 names that nobody lists, 2,063 hard ones made from listed"
    yield "names. Each system scores in its own way. Slow ones are asked a sample drawn with one seed, its size"
    yield "beside them, and licet is measured on that sample, too."
    yield ""
    yield "R@1, R@10: an accepted party is first, among the first ten, ties in the matcher's favour. hit@F: the share"
    yield "found at the score at which a share F of the clean names alerts. hard@1%: alerts per 1,000 hard names at"
    yield "that score. Speed: texts a second of processor time of all threads, warm, the index built before."
    if all("licet texts/s then" in row for row in _peers(run["figures"]).values()):
        yield "licet's is the median of runs right behind each peer, and each ratio is to the run behind that peer."
    else:
        yield "licet was timed once, before the peers."
    yield ""
    yield f"Commit {run.get('commit', 'not kept')}, Python {run['python']}, {run['cores']} cores, shared with other work: read the"
    yield f"ratios. {told}."
    yield ""
    yield "licet's weights are fitted on other disturbances of the same list's names; no query of this set is read in the"
    yield "fit. The set was at hand while rules were written, and one constant was moved for its hard names. What a seed"
    yield "kept aside gives is lower and stands in the [model card](model-card.md)."
    yield ""


def _line(name: str, row: Mapping[str, Any], speed: object) -> str:
    cells = [f"{row[one]:.3f}" if one != "hard@1%" else str(row[one]) for one in _MEASURES]
    asked = f"{row['queries']:,} + {row['clean']:,} + {row['hard']:,}"
    return f"| {name} | {' | '.join(cells)} | {speed} | {asked} |"


def _table(figures: Mapping[str, Any]) -> Iterator[str]:
    yield f"| system | {' | '.join(_MEASURES)} | texts/s | queries + clean + hard |"
    yield "|---|" + "---|" * (len(_MEASURES) + 2)
    yield _line("**licet**", figures["licet"], f"{figures['licet']['texts/s']:,}")
    for name, row in sorted(_peers(figures).items(), key=lambda one: -one[1]["hit@1%"]):
        yield _line(name, row, f"{row['texts/s']:,}")
        if row["queries"] != figures["licet"]["queries"]:
            yield _line("licet on the same", row["licet on the same"], "")
    yield ""
    yield "With 1,000 clean names or fewer hit@0.1% hangs on one name: read it on the full set only."
    yield ""
    yield "![Share found against speed](img/bench-peers.svg)"
    yield ""


def _ratios(figures: Mapping[str, Any]) -> Iterator[str]:
    yield "## How much faster, in this run"
    yield ""
    yield "| peer | licet answers so many times as many texts a processor second | index ready, s (peer, licet) |"
    yield "|---|---|---|"
    for name, row in sorted(_peers(figures).items(), key=lambda one: -one[1]["licet is faster by"]):
        ready = f"{row['ready s']}, {figures['licet']['ready s']}"
        yield f"| {name} | {row['licet is faster by']:,} | {ready} |"
    yield ""


def _losses(figures: Mapping[str, Any], rows: list[dict[str, Any]]) -> Iterator[str]:
    """Every measure of the page in which a peer is ahead, each on what both were asked."""
    peers = _peers(figures)
    lost = [
        f"{row['class']} ({row['licet']:.3f} against {row['peer']:.3f} of {row['best']}, by "
        f"{row['apart'][1] - row['apart'][0]} of {row['queries']} queries)"
        for row in rows
        if row["licet"] < row["peer"]
    ]
    first = [
        f"{row['class']} ({row['licet R@1']:.3f} against {row['peer R@1']:.3f} of {row['best']})"
        for row in rows
        if row["licet R@1"] < row["peer R@1"]
    ]
    hard = [
        f"{name} ({row['hard@1%']} against {row['licet on the same']['hard@1%']}, and finds "
        f"{row['hit@1%']:.3f} of the listed against {row['licet on the same']['hit@1%']:.3f})"
        for name, row in peers.items()
        if row["hard@1%"] < row["licet on the same"]["hard@1%"]
    ]
    faster = [
        f"{name} ({row['licet is faster by']})"
        for name, row in peers.items()
        if row["licet is faster by"] <= 1
    ]
    ready = [
        f"{name} ({row['ready s']} s)"
        for name, row in peers.items()
        if row["ready s"] < figures["licet"]["ready s"]
    ]
    yield "## Where licet loses"
    yield ""
    yield f"- Classes, by hit@1% against the best peer of each: {', '.join(lost) or 'none'}."
    yield f"- Classes, by R@1 against the same peer: {', '.join(first) or 'none'}."
    yield f"- Fewer alerts on hard names at hit@1%: {', '.join(hard) or 'no peer'}."
    yield f"- As many texts a second or more: {', '.join(faster) or 'no peer'}."
    yield f"- The index is ready sooner than licet's ({figures['licet']['ready s']} s): {', '.join(ready) or 'no peer'}."
    yield ""


def _classes(rows: list[dict[str, Any]]) -> Iterator[str]:
    yield "## Class by class, against the best peer of each class"
    yield ""
    yield "The peer that finds most of the class at hit@1%, and licet on the same queries, its threshold set by the same"
    yield "clean names. Peers that were asked fewer than ten queries of a class do not stand in its row."
    yield ""
    yield "| class | queries | licet | best peer | | only licet finds | only the peer | R@1 licet | R@1 peer |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for row in rows:
        mark = "**" if row["licet"] < row["peer"] else ""
        yield (
            f"| {mark}{row['class']}{mark} | {row['queries']} | {row['licet']:.2f} | {row['peer']:.2f} | "
            f"{row['best']} | {row['apart'][0]} | {row['apart'][1]} | "
            f"{row['licet R@1']:.2f} | {row['peer R@1']:.2f} |"
        )
    yield ""
    yield "![Class by class](img/bench-classes.svg)"
    yield ""


def _ssb(figures: Mapping[str, Any]) -> Iterator[str]:
    found = figures[_SSB]
    yield "## sanctions-screening-benchmark, with its own matchers"
    yield ""
    yield f"Its own disturbances and negatives made from {found['people']} listed persons of the set, its two matchers"
    yield "and licet on the same cases. A case counts when the right person is first, at or above the threshold. Each"
    yield "matcher has a scale of its own: compare recall at a like false-positive rate, not at a like threshold."
    yield ""
    yield "| matcher | threshold | recall | false-positive rate | cases |"
    yield "|---|---|---|---|---|"
    for card in found["cards"]:
        yield (
            f"| {card['matcher']} | {card['threshold']} | {card['recall']:.3f} | "
            f"{card['false_positive_rate']:.3f} | {card['cases']} |"
        )
    yield ""


def _asked() -> Iterator[str]:
    yield "## How each was asked"
    yield ""
    yield "- All: the text of the name alone; nomenklatura is also told the kind of party asked about. The ten best parties"
    yield "  count, a party by its best name."
    yield "- nomenklatura: its own `blocker.index.Index` retrieves, `LogicV2.compare` with its default settings scores what"
    yield "  was retrieved. That is what it can find without a search server."
    yield "- TF-IDF: `TfidfVectorizer` over trigrams inside words, cosine by `sp_matmul_topn`, 50 names a text."
    yield "- rapidfuzz: `process.extract` over every name, `default_process` on both sides, 50 names a text."
    yield "- `benchmarks/_peers.py` is all of it, run by an interpreter without licet. `LICET_PEERS_ALL=1 make bench-peers`"
    yield "  asks slow peers everything, too."
    yield ""


def _not_measured() -> Iterator[str]:
    yield "## Not measured, and why"
    yield ""
    yield "- yente and its retrieval: it needs an Elasticsearch or OpenSearch cluster beside it. Its scoring, logic-v2,"
    yield "  is measured behind nomenklatura's own blocker above."
    yield "- Watchman: a server in Go, asked over HTTP; on neither PyPI nor npm, and not built for this run."
    yield "- Marble asks yente or commercial data. LITE searches by Elasticsearch inside a Django service."
    yield "- export-controls-agent-mcp: not on PyPI or npm under its name."
    yield "- Commercial systems: no copy to run."
