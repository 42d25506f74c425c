"""What the drivers keep of the matching engine's rate per core: file driver by two workers, Spark local[2].

    python -m benchmarks batch_speed

Against all lists of the embedded snapshot, and against the 25,921 parties of the labelled set: those
of the US Consolidated Screening List of 2026-07-31, its official document read into a snapshot of its own.

Rates are rows a processor second, all processes of a driver counted (the JVM, too), as the difference of two
sizes, so that starting up is no part of them; what starting takes stands beside them. The engine's rate is
`Index.search_many` over the same names, asked by two processes at once: two cores share caches and memory.
"""

from __future__ import annotations

import csv
import os
import shutil
import sys
import tempfile
import time
import warnings
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from benchmarks._batch_data import SHARED, spent, watched, write_parties
from benchmarks._scaling import LABELLED
from licet.app.actions.lists import build_lists
from licet.check.engine import Engine, open_engine

#: Both give each of two workers a part to do, so that neither's start stands in the difference.
_SMALL, _LARGE = 10_000, 70_000
#: Names that each process asks the engine.
_NAMES = 10_000
_DAY = date(2026, 8, 1)


def _engine_rate(file: Path, skip: int, snapshot: str) -> float:
    """Names a processor second of the engine, each met for the first time, in this process."""
    with file.open(encoding="utf-8", newline="") as text:
        names = [row["name"] for row in islice(csv.DictReader(text), skip, skip + _NAMES + 1000)]
    engine = open_engine(snapshot)
    engine.index.warm()
    list(engine.index.search_many(names[:1000]))
    started = time.process_time()
    count = sum(1 for _ in engine.index.search_many(names[1000:]))
    return count / (time.process_time() - started)


def _engine_rates(file: Path, snapshot: str) -> list[float]:
    """The rates of two processes at once."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        return list(pool.map(_engine_rate, (file, file), (0, _LARGE // 2), (snapshot, snapshot)))


def _file_rate(small: Path, large: Path, folder: Path, snapshot: str) -> dict[str, float]:
    found = []
    for file in (small, large):
        command = [sys.executable, "-m", "licet", "screen", str(file), "--into", f"{folder}/{file.stem}"]
        command += ["--workers", "2", "--snapshot", snapshot, "--on", _DAY.isoformat()]
        found.append(watched(command))
        if not (folder / file.stem / "results.parquet").exists():
            raise RuntimeError(f"{file.name} was not screened")
    more = (found[1]["cpu_seconds"] - found[0]["cpu_seconds"]) / (_LARGE - _SMALL)
    return {
        "rows/s": round(1 / more),
        "start": round(found[0]["cpu_seconds"] - _SMALL * more, 1),
        "peak MB": found[1]["peak_mb"],
    }


def _spark_rate(engine: Engine, small: Path, large: Path) -> dict[str, float]:
    from pyspark.sql import SparkSession

    from licet.batch.spark import screen

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session = builder.getOrCreate()
    spent_on = []
    try:
        for file in (small, small, large):  # the first warms up the workers and the JVM
            frame = session.read.csv(str(file), header=True).repartition(8)
            before = spent(os.getpid())
            screen(frame, on=_DAY, engine=engine).write.format("noop").mode("overwrite").save()
            spent_on.append(spent(os.getpid()) - before)
    finally:
        session.stop()
    return {"rows/s": round((_LARGE - _SMALL) / (spent_on[2] - spent_on[1]))}


def _drivers(small: Path, large: Path, folder: Path, snapshot: str) -> dict[str, object]:
    """Both drivers against one snapshot. Machines drift: the engine is timed before and after each driver."""
    engine = open_engine(snapshot)
    folder.mkdir()
    rates = _engine_rates(large, snapshot)
    file = _file_rate(small, large, folder, snapshot)
    rates += _engine_rates(large, snapshot)
    figures: dict[str, object] = {
        "listed parties": len(engine.snapshot),
        "file driver, two workers, rows a core second": file["rows/s"],
        "file driver keeps": _kept(file["rows/s"], rates),
        "file driver starts in, processor seconds": file["start"],
        "file driver peak MB": file["peak MB"],
    }
    if shutil.which("java"):
        spark = _spark_rate(engine, small, large)
        after = _engine_rates(large, snapshot)
        figures["Spark local[2], rows a core second"] = spark["rows/s"]
        figures["Spark keeps"] = _kept(spark["rows/s"], [*rates[-2:], *after])
        rates += after
    figures["engine on both cores, names a core second"] = list(map(round, rates))
    figures["engine on one core, names a core second"] = round(_engine_rate(large, 0, snapshot))
    return figures


def main() -> dict[str, object]:
    """Measure, print and return."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        small = write_parties(folder / "small.csv", _SMALL, seed=2, countries=False)
        large = write_parties(folder / "large.csv", _LARGE, seed=3, countries=False)
        figures = _drivers(small, large, folder / "all", "embedded")
        csl = folder / "csl.lists"
        build_lists(SHARED / "us" / "csl", "us-csl", csl, lambda _: None)
        figures[LABELLED] = _drivers(small, large, folder / "csl", str(csl))
    for name, value in figures.items():
        print(f"   {name}: {value}")
    return figures


def _kept(rate: float, engine: Sequence[float]) -> float:
    return round(rate / median(engine), 2)
