"""Spark: killed workers lose and repeat no row, streams are screened once, rows keep their own day."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from licet.batch.crate import pack, unpack
from licet.batch.spark import screen
from licet.check.engine import Engine
from licet.core.errors import InputError, SnapshotError
from tests.batch.conftest import DAY


def _python_workers() -> list[int]:
    """Processes that Spark's daemon of Python workers forked, below this test."""
    parents, words = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid = int(stat.parent.name)
            parents[pid] = int(stat.read_text().rsplit(")", 1)[1].split()[1])
            words[pid] = stat.with_name("cmdline").read_bytes()
        except OSError:
            continue

    def below(pid: int) -> bool:
        while pid in parents:
            pid = parents[pid]
            if pid == os.getpid():
                return True
        return False

    return [
        pid
        for pid, parent in parents.items()
        if b"pyspark.daemon" in words[pid] and b"pyspark.daemon" in words.get(parent, b"") and below(pid)
    ]


def _collect_while_killing(job: Any, tracker: Any) -> tuple[list[Any], set[int]]:
    """The rows of a job whose Python workers are killed once while tasks run, and the stages it had."""
    found: list[Any] = []
    stages: set[int] = set()
    killed = False
    run = threading.Thread(target=lambda: found.extend(job.collect()))
    run.start()
    while run.is_alive():
        stages.update(tracker.getActiveStageIds())
        infos = [tracker.getStageInfo(stage) for stage in stages]
        if not killed and any(info and info.numActiveTasks == 2 and info.numTasks == 16 for info in infos):
            time.sleep(0.05)  # the tasks are in their workers by now
            for pid in _python_workers():
                killed = True
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.02)
    run.join()
    return found, stages


def test_killed_workers_lose_and_repeat_no_row(
    spark: Any, engine: Engine, parties: list[dict[str, str]]
) -> None:
    """Kill -9 of every Python worker in the middle: tasks are tried again and each row comes out once."""
    frame = spark.createDataFrame(parties, "id string, name string, country string").repartition(16)
    job = screen(frame, on=DAY, engine=engine)
    whole = sorted(map(str, job.collect()))

    tracker, failed = spark.sparkContext.statusTracker(), 0
    for _ in range(25):  # a quick machine may be done before a worker with a task is met
        found, stages = _collect_while_killing(job, tracker)
        failed = sum(info.numFailedTasks for info in map(tracker.getStageInfo, stages) if info)
        if failed:
            break
    assert failed, "no task was in a worker that was killed"
    assert sorted(map(str, found)) == whole
    assert len({row["id"] for row in found}) == 1000


def test_a_stream_of_changes_is_screened_once_a_row(spark: Any, engine: Engine, tmp_path: Path) -> None:
    """A change feed: what came since the last look is screened, what was there is not screened again."""
    feed, out = tmp_path / "feed", tmp_path / "out"
    feed.mkdir()

    def look() -> None:
        stream = spark.readStream.schema("account string, name string").json(str(feed))
        query = (
            screen(stream, on=DAY, engine=engine, keep=["account"])
            .writeStream.format("parquet")
            .option("checkpointLocation", str(tmp_path / "seen"))
            .trigger(availableNow=True)
            .start(str(out))
        )
        query.awaitTermination()

    def feed_in(number: int, *names: str) -> None:
        rows = [json.dumps({"account": f"{number}-{at}", "name": name}) for at, name in enumerate(names)]
        (feed / f"{number}.json").write_text("\n".join(rows))

    feed_in(1, "Hikvision", "Obstbau Immenstaad")
    look()
    feed_in(2, "Dahua")
    look()
    rows = spark.read.parquet(str(out)).select("account", "disposition").collect()
    assert sorted(map(tuple, rows)) == [("1-0", "MATCH"), ("1-1", "NOTHING_FOUND"), ("2-0", "MATCH")]


def test_each_row_is_read_on_its_own_day(spark: Any, engine: Engine) -> None:
    """The day may be a column: a party listed since 2019-10-09 is not on the list the day before."""
    name = "Hangzhou Hikvision Digital Technology"
    rows = [(1, name, "2019-10-08"), (2, name, None), (3, name, "2019-10-09")]
    frame = spark.createDataFrame(rows, "n int, name string, day string").coalesce(1)
    found = {row["n"]: row for row in screen(frame, on="day", engine=engine, keep=["n"]).collect()}

    def standing(row: Any) -> str:
        return str(next(hit["standing"] for hit in row["hits"] if hit["list"] == "us-bis-entity-list"))

    assert (found[1]["on"], standing(found[1])) == (date(2019, 10, 8), "not yet in force")
    assert (found[3]["on"], standing(found[3])) == (date(2019, 10, 9), "in force")
    assert found[2]["disposition"] == "UNREAD"
    assert "no day in column `day`" in found[2]["error"]


def test_columns_that_are_not_there_are_named(spark: Any, engine: Engine) -> None:
    """An error on the driver, before any task is started."""
    frame = spark.createDataFrame([("x", "y")], "name string, hits string")
    with pytest.raises(InputError, match="no column `account`"):
        screen(frame, on=DAY, engine=engine, keep=["account"])
    with pytest.raises(InputError, match="column of the result"):
        screen(frame, on=DAY, engine=engine, keep=["hits"])
    with pytest.raises(InputError, match="no column `Kunde`"):
        screen(frame, on=DAY, engine=engine, mapping={"name": "Kunde"})


def test_a_worker_with_another_version_refuses(engine: Engine, tmp_path: Path) -> None:
    """Another version may find something else, so it finds nothing at all."""
    crate = pack(engine, tmp_path)
    same = unpack(crate, lambda name: tmp_path / name)
    assert same.check("Hikvision", on=DAY) == replace(engine, today=engine.today).check("Hikvision", on=DAY)
    with pytest.raises(SnapshotError, match=r"this worker has licet .*, the work came from licet 0\.0\.0"):
        unpack(replace(crate, version="0.0.0"), lambda name: tmp_path / name)
