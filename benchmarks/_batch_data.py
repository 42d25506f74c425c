"""Files of made-up parties, and a process tree watched: its processor time and the memory it holds."""

from __future__ import annotations

import csv
import json
import os
import random
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path

SHARED = Path(os.environ.get("LICET_SHARED", Path(__file__).parents[2] / "shared" / "data"))

#: Of so many rows one is a listed name, spelt as somebody types it: a desk meets few.
_LISTED_ONE_IN = 100
_COUNTRIES = ("DE", "US", "JP", "CN", "IN", "BR", "FR", "KR", "NL", "")


def names(kind: str) -> list[str]:
    """The texts of `queries` (listed names, disturbed) or `negatives` (names of nobody listed)."""
    path = SHARED / "matching" / f"{kind}.jsonl"
    return [json.loads(line)["q"] for line in path.read_text(encoding="utf-8").splitlines()]


def write_parties(path: Path, rows: int, *, seed: int = 1, countries: bool = True) -> Path:
    """A CSV file of parties: names made of words of unlisted names, and one listed name in a hundred."""
    rng = random.Random(seed)
    nobody, listed = [name.split() for name in names("negatives")], names("queries")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "name", "country"])
        for number in range(rows):
            if number % _LISTED_ONE_IN == 0:
                name = rng.choice(listed)
            else:  # the head of one name and the tail of another
                one, other = rng.choice(nobody), rng.choice(nobody)
                name = " ".join([*one[: (len(one) + 1) // 2], *other[len(other) // 2 :]])
            writer.writerow([f"C-{number}", name, rng.choice(_COUNTRIES) if countries else ""])
    return path


def watched(command: Sequence[str], env: dict[str, str] | None = None) -> dict[str, float]:
    """Run a command to its end; seconds, processor seconds of all its processes, and their memory at most.

    Memory is the proportional set size of the whole tree, so that pages which processes share count once.

    Raises:
        RuntimeError: the command failed.
    """
    started = time.perf_counter()
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    peak = [0.0]

    def look() -> None:
        while process.poll() is None:
            peak[0] = max(peak[0], sum(map(_held, tree(process.pid))))
            time.sleep(0.5)

    watch = threading.Thread(target=look)
    before = os.times()
    watch.start()
    _, said = process.communicate()
    watch.join()
    after = os.times()
    if process.returncode not in (0, 1, 3, 4):  # what was found is no failure
        raise RuntimeError(said.decode()[-500:])
    cpu = after.children_user - before.children_user + after.children_system - before.children_system
    return {
        "seconds": round(time.perf_counter() - started, 1),
        "cpu_seconds": round(cpu, 1),
        "peak_mb": round(peak[0]),
    }


def tree(root: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        except OSError:
            continue
        parents.setdefault(int(words[1]), []).append(int(stat.parent.name))
    found, rest = [], [root]
    while rest:
        pid = rest.pop()
        found.append(pid)
        rest += parents.get(pid, [])
    return found


def _held(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def spent(root: int) -> float:
    """Processor seconds of a process and all below it, those that ended and were waited for included."""
    ticks = 0
    for pid in tree(root):
        try:
            words = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        except OSError:
            continue
        ticks += sum(map(int, words[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")
