"""Plots for docs/benchmarks.md, as SVG.

Run by the interpreter that has matplotlib: python benchmarks/_plots.py PLOTS.json FOLDER
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")
# fixed ids: the same figures give the same file, and text stays text
mpl.rcParams.update(
    {"svg.hashsalt": "licet", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 10}
)
import matplotlib.pyplot as plt  # noqa: E402  (the backend is chosen first)

_OURS, _THEIRS = "#0b5fa5", "#8a8f98"


def _save(figure: Any, path: Path) -> None:
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def peers(figures: dict[str, Any], path: Path) -> None:
    """What is found at one clean alert in a hundred, against texts a processor second."""
    figure, axes = plt.subplots(figsize=(7.2, 3.8))
    for name, row in figures.items():
        if name == "sanctions-screening-benchmark":
            continue
        ours = name == "licet"
        axes.scatter(row["texts/s"], row["hit@1%"], s=70, color=_OURS if ours else _THEIRS, zorder=3)
        left = row["texts/s"] > 300
        place = (-9 if left else 9, 7)
        axes.annotate(
            name, (row["texts/s"], row["hit@1%"]), xytext=place, textcoords="offset points",
            ha="right" if left else "left", color=_OURS if ours else "#333333",
        )  # fmt: skip
    axes.set_xscale("log")
    axes.set_ylim(0.0, 1.02)
    axes.set_xlabel("texts a processor second (log)")
    axes.set_ylabel("share found at hit@1%")
    axes.grid(visible=True, color="#e4e6ea")
    _save(figure, path)


def classes(figures: dict[str, Any], path: Path) -> None:
    """Each class: licet against the best peer."""
    rows = figures["rows"]
    figure, axes = plt.subplots(figsize=(7.2, 0.26 * len(rows) + 1.0))
    for at, row in enumerate(reversed(rows)):
        axes.plot([row["peer"], row["licet"]], [at, at], color="#d5d8dd", lw=2, zorder=1)
        axes.scatter(row["peer"], at, color=_THEIRS, s=32, zorder=3, label="best peer" if not at else None)
        axes.scatter(row["licet"], at, color=_OURS, s=32, zorder=4, label="licet" if not at else None)
    axes.set_yticks(range(len(rows)), [row["class"] for row in reversed(rows)])
    axes.set_xlim(-0.02, 1.02)
    axes.set_xlabel("share found at hit@1%")
    axes.grid(visible=True, axis="x", color="#e4e6ea")
    axes.legend(loc="lower left", frameon=False)
    _save(figure, path)


def main(plots_file: str, folder: str) -> None:
    """Draw what the page asks for: a JSON list of [kind, figures, file name]."""
    kinds = {"peers": peers, "classes": classes}
    for kind, figures, name in json.loads(Path(plots_file).read_text(encoding="utf-8")):
        kinds[kind](figures, Path(folder) / name)


if __name__ == "__main__":
    main(*sys.argv[1:])
