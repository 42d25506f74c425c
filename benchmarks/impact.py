"""One filing of 28 entries against a stored portfolio: import, keys, time to the hits, the same from scratch.

python -m benchmarks.impact                              # 20,000 parties
LICET_IMPACT_PARTIES=1000000 python -m benchmarks.impact
LICET_IMPACT_STORE=FOLDER                                # keep the store there, and use it when it is there
LICET_IMPACT_COMPARED=50000                              # from scratch over the first so many only; 0: not
python -m benchmarks.impact FOLDER/store.db              # weigh alone; without keys all are asked: it says so

The portfolio is made up (`_portfolio`), the filing that of October 2019. A process of its own weighs the
filing, as a command does, twice: the first compiles the loops where no start before did. Seconds by the wall
and of the processor, with the start of that process and the reading of the filing.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from benchmarks._memory import peak
from licet.check.reverse import entries_index, hits_of
from licet.core.portfolio import HeldParty
from licet.lists.filing import read_filing
from licet.match.sieve import Sieve
from licet.store.portfolio_keys import asked, to_ask
from licet.store.store import Store

__all__ = ["main"]

_FILING = Path(__file__).parents[1] / "examples" / "filing-2019-22210.xml"


def main() -> dict[str, object]:
    """Load, keep keys, ask, compare."""
    kept = os.environ.get("LICET_IMPACT_STORE")
    if kept:
        Path(kept).mkdir(parents=True, exist_ok=True)
        return measured(Path(kept))
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return measured(Path(folder))


def measured(folder: Path) -> dict[str, object]:
    """All figures, with the store in a folder."""
    # what making a portfolio, keys and processes imports is no part of weighing a filing
    import subprocess

    from licet.store.portfolio import put
    from licet.store.portfolio_keys import keep_keys
    from licet.store.portfolio_read import parties

    count = int(os.environ.get("LICET_IMPACT_PARTIES", "20000"))
    compared = int(os.environ.get("LICET_IMPACT_COMPARED", str(count)))
    listings = [change.listing for change in read_filing(_FILING).changes if change.listing]
    listed = [name.text for listing in listings for name in listing.party.names]
    figures: dict[str, object] = {"parties": count}
    clock = [0.0, 0.0]

    def tick(what: str) -> None:
        now = [time.perf_counter(), time.process_time()]
        if what:
            figures[what] = f"{now[0] - clock[0]:.1f} s, {now[1] - clock[1]:.1f} s of processor time"
        clock[:] = now

    path = folder / "store.db"
    there = path.exists()
    with Store.open(path) as store:
        who = store.system()
        tick("")
        if not there:
            from benchmarks._portfolio import made_parties, real_names
            from benchmarks.watch import SHARED

            put(store, who, "main", "party", made_parties(count, real_names(SHARED), listed))
            tick("import")
        if keep_keys(store, who, "main"):
            tick("keys of all parties")
        size = sum(file.stat().st_size for file in Path(f"{store.file}.keys").iterdir())
        figures["keys, bytes a party"] = round(size / count)
        for what in ("one filing to its hits, first start", "one filing to its hits"):
            command = [sys.executable, "-m", "benchmarks.impact", str(path)]
            before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
            spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            figures[what] = f"{wall:.1f} s, {spent:.1f} s of processor time"
        found = set(told.pop("hits"))
        figures |= {**told, "hits": len(found)}
        if compared:
            index = entries_index(listings)
            index.warm()
            tick("")
            seen: set[str] = set()

            def noted() -> Iterator[HeldParty]:
                for one in islice(parties(store, who, "main"), compared):
                    seen.add(one.party.id)
                    yield one

            whole = {one.party.id for one in hits_of(index, noted())}
            tick(f"the same from scratch, {compared:,} parties")
            figures["same hits"] = whole == found & seen
    figures["peak memory, MB"] = peak()
    for name, value in figures.items():
        print(f"   {name}: {value}")
    return figures


def weigh(path: Path) -> None:
    """Weigh the filing against the portfolio of a store; print what was found and how long each part took."""
    began = time.perf_counter()
    index = entries_index(change.listing for change in read_filing(_FILING).changes if change.listing)
    with Store.open(path) as store:
        who = store.system()
        ready = time.perf_counter()
        whom = to_ask(store, who, "main", Sieve(index))
        sieved = time.perf_counter()
        index.warm()
        found = [one.party.id for one in hits_of(index, asked(store, who, "main", whom))]
    told = {
        "of it reading the filing, opening the store": f"{ready - began:.1f} s",
        "of it finding whom to ask": f"{sieved - ready:.1f} s",
        "of it asking them": f"{time.perf_counter() - sieved:.1f} s",
        "asked": len(whom.ids) if whom.ids is not None else f"everybody, one by one: {whom.why}",
        "peak memory of that process, MB": peak(),
        "hits": found,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    if sys.argv[1:]:
        weigh(Path(sys.argv[1]))
    else:
        main()
