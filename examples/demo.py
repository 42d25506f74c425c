"""The main job on real data, as `make demo` runs it: no network, no set-up, the whole US lists."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent

STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("May we deal with Hikvision the day before the filing of October 2019 ...",
     ("check", "Hikvision", "--on", "2019-10-08", "--list", "us-bis-entity-list")),
    ("... on the day ...",
     ("check", "Hikvision", "--on", "2019-10-09", "--list", "us-bis-entity-list")),
    ("... and now, by its Chinese name, on every list?", ("check", "海康威视")),
    ("A customer file against every list.", ("screen", str(HERE / "parties.csv"), "--format", "csv")),
)  # fmt: skip


def main() -> int:
    """Run each step and show the command with its answer; an answer is not a failure, a usage error is."""
    for title, words in STEPS:
        print(f"\n\033[1m{title}\033[0m\n$ licet {' '.join(words)}\n", flush=True)
        code = subprocess.run([sys.executable, "-m", "licet", *words], check=False).returncode
        if code not in (0, 1, 3, 4):
            print(f"the demo stopped: exit code {code}", file=sys.stderr)
            return code
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
