"""One filing of 28 entries against a stored portfolio: import, keys, time to the hits, the same from scratch.

python -m benchmarks.impact                              # 20,000 parties
LICET_IMPACT_PARTIES=1000000 python -m benchmarks.impact
LICET_IMPACT_COMPARED=50000                              # from scratch over the first so many only

The portfolio is made up (`_portfolio`), the filing that of October 2019. Seconds by the wall and of
the processor.
"""

from __future__ import annotations

import os
import resource
import tempfile
import time
from itertools import islice
from pathlib import Path

from benchmarks._portfolio import made_parties, real_names
from benchmarks.watch import SHARED
from licet.check.reverse import entries_index, hits_of
from licet.lists.filing import read_filing
from licet.match.sieve import Sieve
from licet.store.portfolio import put
from licet.store.portfolio_keys import asked, keep_keys, to_ask
from licet.store.portfolio_read import parties, portfolio
from licet.store.store import Store

__all__ = ["main"]

_FILING = Path(__file__).parents[1] / "examples" / "filing-2019-22210.xml"


def main() -> dict[str, object]:
    """Load, keep keys, ask, compare."""
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

    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "store.db") as store:
        who = store.system()
        tick("")
        put(store, who, "main", "party", made_parties(count, real_names(SHARED), listed))
        tick("import")
        keep_keys(store, who, "main")
        tick("keys of all parties")
        size = sum(file.stat().st_size for file in Path(f"{store.file}.keys").iterdir())
        figures["keys, bytes a party"] = round(size / count)
        index = entries_index(listings)
        index.warm()
        # both sets of loops are compiled at their first call and kept for the next start
        first = to_ask(store, who, "main", Sieve(index))
        hits_of(index, islice(asked(store, who, "main", first), 1))
        tick("")
        index = entries_index(listings)
        held = portfolio(store, who, "main").counts["party"]
        whom = to_ask(store, who, "main", Sieve(index))
        figures["asked one by one"] = len(whom.ids or ()) or held
        index.warm()
        found = {one.party.id for one in hits_of(index, asked(store, who, "main", whom))}
        tick("one filing to its hits")
        figures["hits"] = len(found)
        tick("")
        seen = list(islice(parties(store, who, "main"), compared))
        whole = {one.party.id for one in hits_of(index, seen)}
        tick(f"the same from scratch, {compared:,} parties")
        there = {one.id for one in seen}
        figures["same hits"] = whole == found & there
    figures["peak memory, MB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    for name, value in figures.items():
        print(f"   {name}: {value}")
    return figures


if __name__ == "__main__":
    main()
