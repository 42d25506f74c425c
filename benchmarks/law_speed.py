"""How fast trades are determined: with and without the trace in words, and how fast the rule book loads.

python -m benchmarks.law_speed
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from licet.app.actions.determine import trace_lines
from licet.check.cases import read_cases
from licet.check.determine import Outcome
from licet.check.facts import read_facts
from licet.law.book import rule_book
from licet.law.us.ear.determine import determine

CASES = Path(__file__).parents[1] / "tests" / "law" / "own-cases.yaml"
_IMPORT = """import time
t = time.perf_counter()
from licet.law.book import rule_book
rule_book()
print(time.perf_counter() - t)
"""


def main() -> dict[str, object]:
    """Determinations a second over all own cases, one core, and the seconds to load the rule book."""
    file = read_cases(CASES)
    trades = [
        (
            read_facts(case["facts"], clean=case.get("assume") != "open", find=file.listings.get).trade,
            date.fromisoformat(str(case["as_of"])),
        )
        for case in file.cases
    ]
    for trade, on in trades:
        determine(trade, on)
    rounds = 8
    begun = time.process_time()
    for _ in range(rounds):
        for trade, on in trades:
            determine(trade, on)
    plain = rounds * len(trades) / (time.process_time() - begun)
    begun = time.process_time()
    for trade, on in trades:
        found = determine(trade, on)
        list(trace_lines(Outcome(determination=found, facts={}, trade=trade, clean=True)))
    traced = len(trades) / (time.process_time() - begun)
    loads = [
        float(
            subprocess.run([sys.executable, "-c", _IMPORT], capture_output=True, text=True, check=True).stdout
        )
        for _ in range(5)
    ]
    figures: dict[str, object] = {
        "trades": len(trades),
        "rules": len(rule_book().rules),
        "determinations_per_second": round(plain),
        "with_trace_per_second": round(traced),
        "rule_book_loads_in_seconds": round(statistics.median(loads), 3),
    }
    for name, value in figures.items():
        print(f"{name}: {value}")
    return figures


if __name__ == "__main__":
    main()
