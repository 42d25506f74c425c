"""Fit the weights of matching offline: `python -m benchmarks._match_fit INDEX NEGATIVES_FOLDER [--skip
NEGATIVES]`.

A sum of piecewise-linear curves, each bound to its feature's direction, fitted as a logistic regression with
non-negative steps (L-BFGS-B). Needs scipy, which licet itself does not. Writes words/weights.tsv.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks._match_data import clean_names, hard_names, positive_queries
from licet.match import score
from licet.match.features import FEATURES, measure
from licet.match.index import Index
from licet.match.normal import plain_key

WEIGHTS = Path(score.__file__).parent / "words" / "weights.tsv"
_HEAD = (
    "# feature\tvalue\tpoints for persons\tpoints for the rest; log-odds, straight lines between. "
    "Written by benchmarks/_match_fit.py.\n"
)


def design(values: Any) -> Any:
    """The steps of every curve: how far each value is through each segment between knots, signed."""
    columns = []
    for at, feature in enumerate(FEATURES.values()):
        x = values[:, at]
        for low, high in zip(feature.knots, feature.knots[1:], strict=False):
            columns.append(feature.favours * np.clip((x - low) / (high - low), 0.0, 1.0))
    return np.stack(columns, axis=1)


def chunks(rows: Sequence[Any], size: int = 64) -> Iterator[Sequence[Any]]:
    """Rows in pieces."""
    for at in range(0, len(rows), size):
        yield rows[at : at + size]


def training_set(
    index: Index, entries: Sequence[Mapping[str, Any]], queries: Sequence[tuple[str, Any, str, str]], clean: list[str],
    hard: list[str],
) -> tuple[Any, Any, Any, Any]:  # fmt: skip
    """Features, labels, weights and styles of the best candidates of every query."""
    sharing: dict[str, set[int]] = defaultdict(set)
    place = {entry["id"]: at for at, entry in enumerate(entries)}
    for at, entry in enumerate(entries):
        for name in entry["names"]:
            sharing[plain_key(name)].add(at)
    values, labels, weights, styles = [], [], [], []

    def take(found: Any, rows: Any, is_match: Any, weight: float) -> None:
        values.append(measure(found.table[rows]).astype(np.float32))
        labels.append(is_match)
        weights.append(np.full(len(rows), weight, dtype=np.float32))
        styles.append(found.style[rows])

    for piece in chunks(queries):
        found = index.candidates([row[0] for row in piece])
        if found is None:
            continue
        signal = score.rank_signal(found.table, found.style)
        for number, (_, target, kind, source) in enumerate(piece):
            rows = np.flatnonzero(found.query == number)
            if not rows.size:
                continue
            good = sharing[plain_key(source)] | {place[target]}
            if kind == "alias":
                own = [int(n) for n in rows if index.listed_name(0, int(found.name[n])) == source]
                rows = np.setdiff1d(rows, own)
                good = {place[target]}
            is_match = np.isin(found.entry[rows], list(good))
            order = np.argsort(-signal[rows])
            chosen_bad = [i for i in order if not is_match[i]][:6]
            # of the right entry's names only the best: the score of an entry is its best name's
            chosen_good = [i for i in order if is_match[i]][:1]
            chosen = np.array(chosen_good + chosen_bad, dtype=np.int64)
            if kind == "alias" and not chosen_good:
                continue
            take(found, rows[chosen], is_match[chosen], 1.0)
    for names, weight in ((clean, 2.5), (hard, 1.7)):
        for piece in chunks(names):
            found = index.candidates(list(piece))
            if found is None:
                continue
            signal = score.rank_signal(found.table, found.style)
            for number in range(len(piece)):
                rows = np.flatnonzero(found.query == number)
                rows = rows[np.argsort(-signal[rows])][:4]
                take(found, rows, np.zeros(len(rows), dtype=bool), weight)
    return np.concatenate(values), np.concatenate(labels), np.concatenate(weights), np.concatenate(styles)


def fit_steps(x: Any, y: Any, w: Any, ridge: float) -> tuple[float, Any]:
    """Base and non-negative steps of a logistic regression."""
    from scipy.optimize import minimize

    x = x.astype(np.float32)
    y = y.astype(np.float64)

    def loss(beta: Any) -> tuple[float, Any]:
        z = beta[0] + x @ beta[1:].astype(np.float32)
        p = 1.0 / (1.0 + np.exp(-z))
        value = float((w * (np.logaddexp(0.0, z) - y * z)).sum()) + ridge * float((beta[1:] ** 2).sum())
        slope = w * (p - y)
        return value, np.concatenate(([slope.sum()], x.T @ slope.astype(np.float32) + 2 * ridge * beta[1:]))

    start = np.zeros(x.shape[1] + 1)
    # an acronym that nobody listed is a hint: it may lift a name among others, not make it a hit
    most = {"acronym": 1.0}
    limits = [most.get(name) for name, feature in FEATURES.items() for _ in feature.knots[1:]]
    bounds = [(None, None)] + [(0.0, limit) for limit in limits]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 400})
    return float(found.x[0]), found.x[1:]


def write(fits: Sequence[tuple[float, Any]]) -> None:
    """The table of weights from the two fits (persons, the rest)."""
    lines = [_HEAD, "base\t0\t" + "\t".join(f"{base:.3f}" for base, _ in fits) + "\n"]
    at = 0
    for name, feature in FEATURES.items():
        totals = [0.0, 0.0]
        for k, knot in enumerate(feature.knots):
            if k:
                for which, (_, steps) in enumerate(fits):
                    totals[which] += feature.favours * float(steps[at])
                at += 1
            lines.append(f"{name}\t{knot:g}\t{totals[0]:.3f}\t{totals[1]:.3f}\n")
    WEIGHTS.write_text("".join(lines), encoding="utf-8")


def main(arguments: list[str]) -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("index", type=Path)
    parser.add_argument("negatives", type=Path)
    parser.add_argument("--skip", type=Path, help="names kept for measuring, left out of the fit")
    parser.add_argument("--queries", type=int, default=24_000)
    parser.add_argument("--clean", type=int, default=24_000)
    parser.add_argument("--hard", type=int, default=6_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--save", type=Path)
    given = parser.parse_args(arguments)
    with gzip.open(given.index, "rt", encoding="utf-8") as file:
        entries = json.load(file)
    without: set[str] = set()
    if given.skip:
        without = {json.loads(line)["q"] for line in given.skip.read_text(encoding="utf-8").splitlines()}
    index = Index.build(entries)
    index.warm()
    queries = list(positive_queries(entries, given.queries, seed=1))
    aliases = [(n, e["id"], "alias", n) for e in entries if 1 < len(e["names"]) < 12 for n in e["names"][1:]]
    queries += [aliases[i] for i in np.random.default_rng(1).permutation(len(aliases))[: given.queries // 3]]
    clean = clean_names(given.negatives, given.clean, seed=1, without=without)
    hard = hard_names(entries, given.hard, seed=1)
    for turn in range(given.rounds):
        score.curves.cache_clear()
        x, y, w, style = training_set(index, entries, queries, clean, hard)
        if given.save:
            np.savez(given.save, x=x, y=y, w=w, style=style)
        steps = design(x)
        fits = []
        for which in (score.PERSON, score.THING):
            mine = style == which
            base, beta = fit_steps(steps[mine], y[mine], w[mine], ridge=0.5)
            z = base + steps[mine] @ beta
            p = np.clip(1 / (1 + np.exp(-z)), 1e-9, 1 - 1e-9)
            entropy = -np.where(y[mine], np.log(p), np.log(1 - p)).mean()
            print(f"round {turn} {score.COLUMNS[which]}: {mine.sum():,} rows, log loss {entropy:.4f}")
            fits.append((base, beta))
        write(fits)


if __name__ == "__main__":
    main(sys.argv[1:])
