"""Ownership at the size of a national registry, beside the same rule over networkx.

    python -m benchmarks.owners              5,000,000 parties, 10,000,000 edges: load, every rule, one party
    python -m benchmarks.owners 500000       the same with so many parties

The registry is made up but shaped like real ones: most companies have one or two owners, a few holdings
own thousands, a few companies have thousands of owners, chains run several deep, and rings of
cross-holdings run through them, and four in five owners are people. One share in eight is a band, one
in twenty-four is unknown.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks._memory import peak
from licet.core.listing import Listing
from licet.core.trade import Name, Party
from licet.owners.decide import decide
from licet.owners.graph import Graph
from licet.owners.graph_file import load, save
from licet.owners.read import read
from licet.owners.regimes import REGIMES, US_OFAC
from licet.owners.sweep import overfull, sweep
from licet.owners.workings import Listed

ON = date(2026, 11, 23)
_LISTS = ("us-ofac-sdn", "us-bis-entity-list", "us-bis-meu", "uk-sl", "eu-fsf")
_SHARES = (
    "100", "100", "100", "100", "100", "75", "60", "51", "50", "50", "49", "40", "33.3", "33.33", "30", "25",
    "25", "20", "10", "5", ">25-50", ">50-<75", "75-100", "unknown",
)  # fmt: skip


def write_registry(path: Path, parties: int, *, seed: int = 11) -> None:
    """Write a made-up registry with twice as many edges as parties, as CSV."""
    rng = np.random.default_rng(seed)
    edges, companies = 2 * parties, parties * 11 // 20
    # Owned: companies only; 200 of them by a whole crowd. The rest of the parties are people.
    owned = (companies * rng.random(edges) ** 1.15).astype(np.int64)
    owned[: edges // 200] = rng.integers(0, 200, edges // 200)
    # Owners: four in five are people; companies stand later in the order than what they own.
    owner = rng.integers(companies, parties, edges)
    firm = np.flatnonzero((rng.random(edges) < 0.2) & (owned >= 200))
    owner[firm] = np.minimum(
        owned[firm] + 1 + (rng.pareto(1.0, firm.size) * 50).astype(np.int64), companies - 1
    )
    # Cross-holdings: every 40th company owner, if it is no great one, is owned by what it owns, too.
    ring = firm[::40]
    ring = ring[(ring + 1 < edges) & (owner[ring] < companies - 10_000)]
    owner[ring + 1], owned[ring + 1] = owned[ring], owner[ring]
    # A few holdings, funds and states own thousands.
    hubs = np.flatnonzero(rng.random(edges) < 0.02)
    hubs = hubs[owned[hubs] < companies - 10_000]
    owner[hubs] = companies - 1 - (rng.pareto(1.0, hubs.size) * 3).astype(np.int64) % 5_000
    share = rng.integers(0, len(_SHARES), edges)
    years = rng.integers(1995, 2026, edges)
    with path.open("w", encoding="utf-8") as file:
        file.write("owner,owned,share,from,to,source\n")
        for cut in range(0, edges, 500_000):
            part = slice(cut, cut + 500_000)
            file.writelines(
                f"P{a},P{b},{_SHARES[s]},{y}-01-01,,register\n"
                for a, b, s, y in zip(
                    owner[part].tolist(),
                    owned[part].tolist(),
                    share[part].tolist(),
                    years[part].tolist(),
                    strict=True,
                )
                if a != b
            )


def listed_parties(graph: Graph, count: int, *, seed: int = 12) -> dict[int, tuple[Listed, ...]]:
    """So many listed parties, spread over five lists, a tenth of them only probable matches."""
    rng = np.random.default_rng(seed)
    chosen = rng.choice(len(graph), size=count, replace=False).tolist()
    return {
        at: (
            Listed(
                listing=Listing(
                    id=f"{_LISTS[number % 5]}:{at}",
                    list=_LISTS[number % 5],
                    party=Party(names=(Name(text=graph.name(at)),)),
                    programmes=("SDGT",) if number % 5 == 0 else (),
                ),
                certain=number % 10 != 9,
            ),
        )
        for number, at in enumerate(chosen)
    }


def networkx_least(edges: Sequence[tuple[str, str, Fraction]], listed: Sequence[str]) -> set[str]:
    """Who counts under one rule with the lowest shares, as one writes it over networkx."""
    import networkx

    graph = networkx.DiGraph()
    for owner, owned, share in edges:
        if graph.has_edge(owner, owned):
            share = max(share, graph.edges[owner, owned]["share"])  # noqa: PLW2901
        graph.add_edge(owner, owned, share=share)
    counts, front = {one for one in listed if one in graph}, [one for one in listed if one in graph]
    total: dict[str, Fraction] = {}
    while front:
        owner = front.pop()
        for owned in graph.successors(owner):
            total[owned] = total.get(owned, Fraction(0)) + graph.edges[owner, owned]["share"]
            if total[owned] >= 50 and owned not in counts:
                counts.add(owned)
                front.append(owned)
    return counts


def _timed(what: Callable[[], Any]) -> tuple[float, Any]:
    """Wall-clock seconds and the result; a shared machine makes them long, so busy seconds stand beside."""
    start = time.perf_counter()
    made = what()
    return time.perf_counter() - start, made


def _registry(parties: int) -> dict[str, object]:
    figures: dict[str, object] = {"parties": parties}
    with tempfile.TemporaryDirectory() as folder:
        source, kept = Path(folder) / "registry.csv", Path(folder) / "owners.npz"
        write_registry(source, parties)
        busy = time.process_time()
        seconds, reading = _timed(lambda: read([source]))
        figures["read CSV (s of one core)"] = round(time.process_time() - busy, 1)
        graph = reading.graph
        figures |= {"edges": graph.edges, "read CSV (s)": round(seconds, 1)}
        save(graph, kept)
        del reading, graph
        seconds, graph = _timed(lambda: load(kept))
        figures["load saved (s)"] = round(seconds, 2)
    listed = listed_parties(graph, min(50_000, parties // 100))
    figures["listed parties"] = len(listed)

    def everything() -> dict[str, str]:
        found = {}
        for one in sweep(graph, ON, listed, REGIMES):
            yes, maybe = int((one.truth == 2).sum()), int((one.truth == 1).sum())
            found[one.regime.id] = f"{yes:,} yes, {maybe:,} unknown"
        return found

    busy = time.process_time()
    seconds, found = _timed(everything)
    figures["every party, every rule (s of one core)"] = round(time.process_time() - busy, 1)
    figures |= {"every party, every rule (s)": round(seconds, 1), **found}
    figures["more than 100 % recorded"] = int(overfull(graph, ON).size)
    figures["peak memory (GB)"] = round(peak() / 1024, 2)
    figures |= _one_party(graph, listed)
    return figures


def _one_party(graph: Graph, listed: dict[int, tuple[Listed, ...]]) -> dict[str, object]:
    """Every rule's whole answer, with words and questions, for parties picked at random."""
    by_id = {graph.ids[at]: hits for at, hits in listed.items()}
    ids = [graph.ids[int(at)] for at in np.random.default_rng(13).integers(0, len(graph), 2_000)]
    graph.find(ids[0])
    times, above = [], []
    for id in ids:
        busy = time.process_time()
        report = decide(graph, graph.find(id), ON, lambda party: by_id.get(party.id, ()))
        times.append((time.process_time() - busy) * 1000)
        above.append(report.owners)
    half, most = np.percentile(times, [50, 99])
    return {
        "one party, p50 (ms)": round(float(half), 2),
        "one party, p99 (ms)": round(float(most), 2),
        "one party, slowest (ms)": round(max(times), 2),
        "owners above it, p50 / most": f"{int(np.median(above))} / {max(above)}",
    }


def _beside_networkx(parties: int) -> dict[str, object]:
    """The lowest shares of one rule, over the same edges in memory, with the same result."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "registry.csv"
        write_registry(source, parties)
        graph = read([source]).graph
    listed = listed_parties(graph, parties // 100)
    sure = [
        graph.ids[at] for at, hits in listed.items() if hits[0].certain and hits[0].listing.list == _LISTS[0]
    ]
    edges = [
        (graph.ids[edge.owner], graph.ids[edge.owned], edge.share.low)
        for edge in (graph.edge(row) for row in range(graph.edges))
    ]
    theirs, counted = _timed(lambda: networkx_least(edges, sure))
    ours, (result,) = _timed(lambda: list(sweep(graph, ON, listed, (US_OFAC,))))
    passed = {graph.ids[int(at)] for at in np.flatnonzero(result.truth == 2)}
    assert passed - set(sure) == counted - set(sure), "the two disagree"
    return {
        "networkx, lowest bound of one rule (s)": round(theirs, 2),
        "licet, both bounds of one rule (s)": round(ours, 2),
        "ratio": round(theirs / ours, 1),
        "parties of that comparison": parties,
    }


def _print(figures: dict[str, object]) -> None:
    for what, figure in figures.items():
        print(f"{what:45} {figure:,}" if isinstance(figure, int) else f"{what:45} {figure}", flush=True)


def main(parties: int = 5_000_000) -> dict[str, object]:
    """Print and return the figures."""
    figures = _beside_networkx(min(parties, 200_000))
    _print(figures)
    rest = _registry(parties)
    _print(rest)
    figures |= rest
    return figures


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
