"""The watch: a full re-screen of a portfolio, and one filing of 28 entries against all of it.

python -m benchmarks.watch                          # 20,000 parties
LICET_WATCH_PARTIES=1000000 python -m benchmarks.watch

Parties are names of real firms and people that are on no list (the clean names of the matching benchmark),
each a half of one and a half of another where there are not enough. Rates are by processor time of all
processes, so that other work on the machine counts little; the wall time stands beside them.
"""

from __future__ import annotations

import os
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TypeVar

from benchmarks._match_data import clean_names
from licet.app.actions.watch import Desk, run_watch
from licet.batch.parties import screen_parties
from licet.check.engine import open_engine
from licet.core.trade import Name, Party
from licet.store.actor import system
from licet.store.portfolio import put
from licet.store.portfolio_read import parties
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
    """Load, screen all, screen one filing's entries against all."""
    count = int(os.environ.get("LICET_WATCH_PARTIES", "20000"))
    figures: dict[str, object] = {"parties": count}
    engine = replace(open_engine("embedded"), today=_EVE)
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "store.db") as store:
        who = system()
        made = (Party(names=(Name(text=text),), id=f"C-{at}") for at, text in enumerate(_names(count)))
        _, cpu, wall = _cost(lambda: put(store, who, "main", "party", made))
        figures["loaded, a second of processor time"] = round(count / cpu)

        def alone() -> int:
            read = (held.party for held in parties(store, who, "main"))
            return sum(len(part.hits) for part in screen_parties(engine, read, on=_EVE))

        hits, cpu, wall = _cost(alone)
        figures |= {
            "screened, parties a second and core": round(count / cpu),
            "screened, wall seconds": round(wall, 1),
            "parties that meet something": hits,
        }
        desk = Desk(store=store, who=who, engine=engine)
        (first,), cpu, wall = _cost(lambda: run_watch(desk))
        figures |= {
            "full re-screen with cases, parties a second and core": round(count / cpu),
            "full re-screen with cases, wall seconds": round(wall, 1),
            "alerts": first.alerts,
            "cases": first.cases,
        }
        (turned,), cpu, wall = _cost(lambda: run_watch(replace(desk, engine=replace(engine, today=_DAY))))
        figures |= {
            "entries that took effect": turned.changed,
            "that day against all, processor seconds": round(cpu, 1),
            "that day against all, wall seconds": round(wall, 1),
        }
    figures["peak memory of this process, MB"] = round(
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    )
    figures["peak memory of a worker, MB"] = round(
        resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    )
    for name, value in figures.items():
        print(f"   {name}: {value}")
    return figures


if __name__ == "__main__":
    main()
