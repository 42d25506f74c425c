"""Run benchmarks and keep their figures in `benchmarks/results.json`; print them as tables.

Each module of this folder with a `main() -> dict` is one benchmark. Figures of one run stand beside
their peers' of the same run: these machines are noisy, ratios are what to read.
"""

from __future__ import annotations

import importlib
import sys
import time
from importlib import resources

from benchmarks._kept import commit, keep, read
from benchmarks._page import write_page
from benchmarks._scaling import write_scaling


def names() -> list[str]:
    """All benchmarks, by file name."""
    files = (entry.name for entry in resources.files(__package__).iterdir())
    return sorted(name[:-3] for name in files if name.endswith(".py") and not name.startswith("_"))


def main(wanted: list[str]) -> int:
    """Run the wanted benchmarks (all when none is named); the last result of each is kept."""
    failed = 0
    for name in wanted or names():
        print(f"== {name}", flush=True)
        started, at = time.perf_counter(), commit()
        try:
            figures = importlib.import_module(f"{__package__}.{name}").main()
        except Exception as error:  # one failing benchmark must not hide the others
            print(f"   failed: {error}")
            failed += 1
            continue
        keep(name, figures, at=at, seconds=time.perf_counter() - started)
    kept = read()
    write_scaling(kept)
    if not write_page(kept):
        print("docs/benchmarks.md: peers were not measured, the page stays as it is")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
