"""What each command costs before it does anything, and which heavy packages a typical run of it loads.

CPU seconds of whole processes, as multiples of a Python that does nothing (`python -c pass`) in the same run.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

EXAMPLES = Path(__file__).parents[1] / "examples"
ROUNDS = 5
#: Packages that take tens of milliseconds each.
HEAVY = ("numpy", "numba", "rapidfuzz", "sqlalchemy", "alembic", "pydantic", "fastapi", "lxml", "openpyxl",
         "pypdf", "httpx", "cryptography", "rich", "jinja2", "yaml", "pyarrow")  # fmt: skip
TYPICAL: Mapping[str, Sequence[str]] = {
    "check": ("check", "Hikvision"),
    "compare": ("compare", "Hikvision", "海康威视"),
    "determine": ("determine", "--act", "export", "--item", "3A991", "--to", "RU", "--on", "2026-01-29"),
    "determine with screening": ("determine", str(EXAMPLES / "trade.toml"), "--on", "2026-01-29"),
    "filing read": ("filing", "read", str(EXAMPLES / "filing-2019-22210.xml")),
    "gear check": ("gear", "check", str(EXAMPLES / "inventory.csv")),
    "law eccn": ("law", "eccn", "5A002"),
    "lists status": ("lists", "status"),
    "owners check": ("owners", "check", "--from", str(EXAMPLES / "owners.csv"), "--listed-file",
                     str(EXAMPLES / "owners-listed.csv")),
    "screen": ("screen", str(EXAMPLES / "parties.csv")),
    "store init": ("store", "init"),
    "case list": ("case", "list"),
    "log verify": ("log", "verify"),
}  # fmt: skip


def _cpu(words: Sequence[str], environment: Mapping[str, str]) -> float:
    """CPU seconds of one process, its own children included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _median(words: Sequence[str], environment: Mapping[str, str]) -> float:
    return statistics.median(_cpu(words, environment) for _ in range(ROUNDS))


def _loads(words: Sequence[str], environment: Mapping[str, str]) -> list[str]:
    """The heavy packages that a run imports."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "licet", *words],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    names = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    return [name for name in HEAVY if name in names]


def main() -> dict[str, object]:
    """A line for each command: CPU seconds, multiples of an idle Python, heavy packages."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "LICET_HOME": home, "LICET_STORE": f"{home}/store.db"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        idle = _median([sys.executable, "-c", "pass"], environment)
        helped = _median([sys.executable, "-m", "licet", "--help"], environment)
        print(f"python -c pass {idle:.3f} s, licet --help {helped:.3f} s of CPU")
        _cpu([sys.executable, "-m", "licet", "check", "Hikvision"], environment)  # builds the index
        figures: dict[str, object] = {
            "python -c pass (CPU s)": round(idle, 3),
            "licet --help (CPU s)": round(helped, 3),
        }
        for name, words in TYPICAL.items():
            seconds = _median([sys.executable, "-m", "licet", *words], environment)
            loads = _loads(words, environment)
            figures[name] = {
                "CPU s": round(seconds, 3),
                "times an idle Python": round(seconds / idle, 1),
                "loads": loads,
            }
            print(f"{name:26} {seconds:6.3f} s {seconds / idle:6.1f} x  {', '.join(loads)}")
    return figures
