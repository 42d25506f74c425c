"""The watch: a full re-screen of a portfolio beside the engine alone, and one filing against all of it.

python -m benchmarks.watch                          # 20,000 parties, three rounds
LICET_WATCH_PARTIES=1000000 LICET_WATCH_ROUNDS=1 python -m benchmarks.watch

Parties are names of real firms and people that are on no list (the clean names of the matching benchmark),
each a half of one and a half of another where there are not enough. The engine and the watch take turns over
the same parties and lists, each by one core: first `Index.search_many` over the names, as the matching
benchmark asks, then the first screening of a fresh store, cases and cursors with it; told are the middle
round and the middle ratio. Rates are by processor time of all processes, so that other work on the machine
counts little; wall time stands beside them.
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TypeVar

from benchmarks._match_data import clean_names
from benchmarks._memory import peak, peak_of_children
from licet.app.actions.watch import Desk, run_watch
from licet.check.engine import Engine, open_engine
from licet.core.trade import Name, Party
from licet.store.actor import system
from licet.store.portfolio import put
from licet.store.store import Store

T = TypeVar("T")
SHARED = Path(os.environ.get("LICET_SHARED", Path(__file__).parents[2] / "shared" / "data"))
_EVE, _DAY = date(2019, 10, 8), date(2019, 10, 9)


def _names(count: int) -> Iterator[str]:
    real = clean_names(SHARED / "negatives", 20_000, 5, set())
    yield from islice(real, count)
    rng = random.Random(5)
    for _ in range(max(0, count - len(real))):
        one, other = rng.choice(real).split(), rng.choice(real).split()
        yield " ".join((*one[: max(1, len(one) // 2)], *other[len(other) // 2 :]))


def _cost(work: Callable[[], T]) -> tuple[T, float, float]:
    """What it gave, processor seconds of this process and its children, and wall seconds."""

    def spent() -> float:
        both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(one.ru_utime + one.ru_stime for one in both)

    before, began = spent(), time.perf_counter()
    found = work()
    return found, spent() - before, time.perf_counter() - began


def main() -> dict[str, object]:
    """The engine and the watch in turn, the watch by all cores, then one filing's entries against all."""
    count = int(os.environ.get("LICET_WATCH_PARTIES", "20000"))
    rounds = int(os.environ.get("LICET_WATCH_ROUNDS", "3"))
    figures: dict[str, object] = {"parties": count}
    engine = replace(open_engine("embedded"), today=_EVE)
    engine.index.warm()
    names = list(_names(count))
    turns = [_turn(engine, names) for _ in range(rounds)]
    alone, watched = (round(count / statistics.median(turn[at] for turn in turns)) for at in range(2))
    figures |= {
        "engine alone, parties a second and core": alone,
        "first screening with cases, parties a second and core": watched,
        "screening to engine, middle ratio": round(statistics.median(one / two for one, two in turns), 2),
        "all ratios": [round(one / two, 2) for one, two in turns],
    }
    with _desk(engine, names) as desk:
        (first,), cpu, wall = _cost(lambda: run_watch(desk))
        figures |= {
            "by all cores, parties a second and core": round(count / cpu),
            "by all cores, parties a second by the clock": round(count / wall),
            "by all cores, wall seconds": round(wall, 1),
            "alerts": first.alerts,
            "cases": first.cases,
        }
        (turned,), cpu, wall = _cost(lambda: run_watch(replace(desk, engine=replace(engine, today=_DAY))))
        figures |= {
            "entries that took effect": turned.changed,
            "that day against all, processor seconds": round(cpu, 1),
            "that day against all, wall seconds": round(wall, 1),
        }
    figures["peak memory of this process, MB"] = peak()
    figures["peak memory of a worker, MB"] = peak_of_children()
    for name, value in figures.items():
        print(f"   {name}: {value}")
    return figures


@contextmanager
def _desk(engine: Engine, names: list[str], workers: int | None = None) -> Iterator[Desk]:
    """A fresh store with these parties, and what a run works with."""
    made = (Party(names=(Name(text=text),), id=f"C-{at}") for at, text in enumerate(names))
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "store.db") as store:
        who = system()
        put(store, who, "main", "party", made)
        yield Desk(store=store, who=who, engine=engine, workers=workers)


def _turn(engine: Engine, names: list[str]) -> tuple[float, float]:
    """Processor seconds of the engine alone, and of a first screening by one core, over the same names."""

    def alone() -> int:
        return sum(len(hits) for hits in engine.index.search_many(names))

    engine.index.forget()
    _, searched, _ = _cost(alone)
    with _desk(engine, names, workers=1) as desk:
        engine.index.forget()
        _, screened, _ = _cost(lambda: run_watch(desk))
    return searched, screened


if __name__ == "__main__":
    main()
