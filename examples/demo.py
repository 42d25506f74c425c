"""The main job on real data, as `make demo` runs it: no network, no set-up, the whole US lists."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).parent
#: A store for this run alone.
STORE = str(Path(tempfile.mkdtemp(prefix="licet-demo-")) / "store.db")
FILES = {"party": "parties", "owner": "owners", "item": "items", "order": "orders", "revenue": "revenue"}

STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("May we deal with Hikvision the day before the filing of October 2019 ...",
     ("check", "Hikvision", "--on", "2019-10-08", "--list", "us-bis-entity-list")),
    ("... on the day ...",
     ("check", "Hikvision", "--on", "2019-10-09", "--list", "us-bis-entity-list")),
    ("... and now, by its Chinese name, on every list?", ("check", "海康威视")),
    ("A customer file against every list.", ("screen", str(HERE / "parties.csv"), "--format", "table")),
    ("What does the filing of October 2019 do to a firm: who is hit, which orders, how much?",
     ("impact", str(HERE / "filing-2019-22210.xml"), "--store", STORE)),
)  # fmt: skip


def fill(place: str) -> None:
    """Bring the example portfolio into a store of this run, as `licet portfolio import` and `set` would."""
    from licet.app.actions.portfolio import import_file
    from licet.store.portfolio import set_portfolio
    from licet.store.portfolio_read import Settings
    from licet.store.store import Store

    usual = {"exported_from": "US", "actor": {"us_person": True, "country": "US"}, "assume": "clean"}
    with Store.open(place) as store:
        who = store.system()
        for kind, name in FILES.items():
            import_file(store, who, "main", kind, HERE / "portfolio" / f"{name}.csv")
        told = Settings(revenue=Decimal(322_000_000), period="2018", facts=usual)
        set_portfolio(store, who, "main", told)


def main() -> int:
    """Run each step and show the command with its answer; an answer is not a failure, a usage error is."""
    fill(STORE)
    for title, words in STEPS:
        print(f"\n\033[1m{title}\033[0m\n$ licet {' '.join(words)}\n", flush=True)
        code = subprocess.run([sys.executable, "-m", "licet", *words], check=False).returncode
        if code not in (0, 1, 3, 4):
            print(f"the demo stopped: exit code {code}", file=sys.stderr)
            return code
    print("\nNext: docs/tutorial.md, ten minutes. The commands above run as `.venv/bin/licet ...`.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
