"""Files of made-up parties, and a process tree watched: its processor time and the memory it holds."""

from __future__ import annotations

import csv
import ctypes
import json
import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

SHARED = Path(os.environ.get("LICET_SHARED", Path(__file__).parents[2] / "shared" / "data"))

#: Of so many rows one is a listed name, spelt as somebody types it: a desk meets few.
_LISTED_ONE_IN = 100
_PR_SET_PDEATHSIG = 1
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


def watched(
    command: Sequence[str], *, each: float = 0.5, told: Callable[[dict[str, float]], None] | None = None
) -> dict[str, float]:
    """Run a command to its end; seconds, processor seconds of all its processes, and their memory at most.

    Memory is the proportional set size of the whole tree, so that pages which processes share count once.
    `one_process_cpu_seconds` is what the command's first process took: work that more cores do not share.
    The command is stopped where this process is.

    Args:
        command: what to run.
        each: seconds between two looks.
        told: is given the same figures, as far as they are, at each look.

    Raises:
        RuntimeError: the command failed.
    """
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=_end_with_parent,  # noqa: PLW1509  no threads here
    )
    at_most, first = 0.0, 0.0

    def so_far(cpu: float) -> dict[str, float]:
        return {
            "seconds": round(time.perf_counter() - started, 1),
            "cpu_seconds": round(cpu, 1),
            "one_process_cpu_seconds": round(first, 1),
            "peak_mb": round(at_most),
        }

    before = os.times()
    while True:
        try:
            _, said = process.communicate(timeout=each)
            break
        except subprocess.TimeoutExpired:
            at_most = max(at_most, sum(map(_held, tree(process.pid))))
            first = max(first, spent(process.pid, below=False))
            if told:
                told(so_far(spent(process.pid)))
    after = os.times()
    # what was found is no failure, nor are rows that name nobody (2): whoever asks looks whether all came out
    if process.returncode not in (0, 1, 2, 3, 4):
        raise RuntimeError(said.decode()[-500:])
    return so_far(after.children_user - before.children_user + after.children_system - before.children_system)


def _end_with_parent() -> None:
    """Of the kernel (Linux): the command gets a SIGKILL when the benchmark ends, however it ends."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def tree(root: int) -> list[int]:
    """A process and all below it."""
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


def spent(root: int, *, below: bool = True) -> float:
    """Processor seconds of a process; with `below` of all its descendants, those that ended included."""
    ticks = 0
    for pid in tree(root) if below else [root]:
        try:
            words = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        except OSError:
            continue
        ticks += sum(map(int, words[11:15] if below else words[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")
