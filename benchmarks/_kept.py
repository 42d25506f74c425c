"""What was measured: `benchmarks/results.json`, each entry with the commit that it was measured at."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).with_name("results.json")


def read() -> dict[str, Any]:
    """All that is kept, by benchmark."""
    found: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    return found


def figures(name: str) -> dict[str, Any]:
    """The figures kept of one benchmark; empty where it was never run."""
    found: dict[str, Any] = read().get(name, {}).get("figures", {})
    return found


def keep(name: str, found: Mapping[str, Any], *, at: str, seconds: float | None = None) -> dict[str, Any]:
    """Put the figures of a benchmark in the place of its last ones.

    Args:
        name: the benchmark.
        found: its figures.
        at: the commit that it began with.
        seconds: how long it took.

    Returns:
        All that is kept now.
    """
    kept = read()
    kept[name] = {
        "figures": found,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "commit": at,
        **({} if seconds is None else {"seconds": round(seconds, 1)}),
    }
    part = RESULTS.with_suffix(".part")
    part.write_text(json.dumps(kept, indent=1, sort_keys=True, default=str) + "\n", encoding="utf-8")
    part.replace(RESULTS)
    return kept


def commit() -> str:
    """The commit at work, with `+` where its code was changed since; `not known` outside a clone."""
    try:
        told = [
            subprocess.run(["git", *words], cwd=RESULTS.parent, check=True, capture_output=True, text=True)
            for words in (
                ("rev-parse", "--short=7", "HEAD"),
                ("status", "--porcelain", "--", "../src", "*.py"),
            )
        ]
    except (OSError, subprocess.CalledProcessError):
        return "not known"
    return told[0].stdout.strip() + ("+" if told[1].stdout.strip() else "")
