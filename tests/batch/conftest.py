"""One engine over the embedded snapshot, in a home that workers share, and rows to screen."""

from __future__ import annotations

import csv
import os
import shutil
import sys
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from licet.check.engine import Engine, open_engine

DAY = date(2026, 8, 1)


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The lists that come with licet, indexed in a folder of their own."""
    before = os.environ.get("LICET_HOME")
    os.environ["LICET_HOME"] = str(Path(tmp_path_factory.mktemp("home")))
    try:
        opened = open_engine("embedded")
        opened.index.warm()  # the same results; a thousand single checks in seconds
        yield replace(opened, today=DAY, doubts=None)
    finally:
        if before is None:
            del os.environ["LICET_HOME"]
        else:
            os.environ["LICET_HOME"] = before


@pytest.fixture(scope="session")
def parties(engine: Engine) -> list[dict[str, str]]:
    """A thousand rows: listed names as they are and misspelt, and names of nobody."""
    rows: list[dict[str, str]] = []
    listings = engine.snapshot.listings("us-bis-entity-list")
    for number, listing in zip(range(1000), listings, strict=False):
        name = listing.party.name
        text = (name, name.replace("e", "a", 1), f"Obsthof Zwetschge {number}")[number % 3]
        country = next(iter(listing.party.countries), "") if number % 2 else ""
        rows.append({"id": f"C-{number}", "name": text, "country": country})
    rows[500]["country"] = "Atlantis"
    rows[501]["name"] = ""
    assert len(rows) == 1000
    return rows


@pytest.fixture
def table(parties: list[dict[str, str]], tmp_path: Path) -> Path:
    """The rows as a CSV file."""
    path = tmp_path / "parties.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["id", "name", "country"])
        writer.writeheader()
        writer.writerows(parties)
    return path


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A Spark session of two workers that tries a task four times, as a cluster does."""
    if not shutil.which("java"):
        pytest.skip("SPARK IS NOT TESTED: no Java here; install openjdk-17-jre-headless")
    sql = pytest.importorskip("pyspark.sql", reason="SPARK IS NOT TESTED: pip install 'licet[spark]'")
    here = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    options = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.memory": "768m",
    }
    builder = sql.SparkSession.builder.master("local[2,4]").appName("licet-tests")
    for name, value in (here | options).items():
        builder = builder.config(name, value)
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        patch.setenv("PYSPARK_PYTHON", sys.executable)  # else workers run the first `python3` of the path
        warnings.simplefilter("ignore")  # Spark's own: of pandas, of sockets it leaves to the collector
        session = builder.getOrCreate()
        yield session
        session.stop()
