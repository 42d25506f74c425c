"""The measured parts of docs/scaling.md, their plots, and what follows from them for a cluster, by calculation.

Between `<!-- measured: NAME -->` and `<!-- end -->` stands what `python -m benchmarks` wrote from
benchmarks/results.json; the prose around it is written by hand and holds no figures that change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks._growth import plot

DOCS = Path(__file__).parents[1] / "docs"
PAGE = DOCS / "scaling.md"
_BLOCK = re.compile(r"(<!-- measured: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)

#: Under this name `batch_speed` has its figures against the parties of the labelled set.
LABELLED = "against the parties of the labelled set"

#: What a bank calls nightly.
_NIGHT = 7 * 3600
_BILLION = 1_000_000_000
#: Rows from which a run tells how fast a file of any size is screened.
_LONG = 1_000_000
#: Cores of one worker machine of a cluster, and those of a whole cluster, to count with.
_MACHINE, _CLUSTER = 16, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """What the calculation stands on, all measured.

    Attributes:
        file: rows a core second by file, names alone.
        spark: the same on Spark, JVM counted.
        whole: rows a core second of the slowest long run by file, with a country in nine rows of ten.
        reader: seconds a row of the one process that reads, hands out and puts together.
        start: processor seconds before the first and after the last row.
        worker_mb: memory of one worker, its share of what is mapped included.
        input_bytes, output_bytes: of one row on disk.
        rows: rows of that run.
    """

    file: float
    spark: float
    whole: float
    reader: float
    start: float
    worker_mb: float
    input_bytes: float
    output_bytes: float
    rows: int


def rates(kept: Mapping[str, Any]) -> Rates:
    """The rates that were measured: of the slowest long run, for commits differ, and of the run of both drivers."""
    speed = kept["batch_speed"]["figures"]
    sizes = _by_size(kept, "batch_scale", "rows")
    long = [row for row in sizes if row["rows"] >= _LONG] or sizes[-1:]
    longest = min(long, key=lambda row: float(row["rows_per_cpu_second"]))
    rows = longest["rows"]
    return Rates(
        file=speed["file driver, two workers, rows a core second"],
        spark=speed["Spark local[2], rows a core second"],
        whole=longest["rows_per_cpu_second"],
        reader=longest["one_process_cpu_seconds"] / rows,
        start=speed["file driver starts in, processor seconds"],
        worker_mb=longest["peak_mb"] / 2,
        input_bytes=longest["input_mb"] * 1e6 / rows,
        output_bytes=longest["output_mb"] * 1e6 / rows,
        rows=rows,
    )


def write_scaling(kept: Mapping[str, Any]) -> None:
    """Write the page's measured parts and its plots from what is kept."""
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), kept), encoding="utf-8")
    for name, picture in pictures(kept).items():
        (DOCS / "img" / name).write_text(picture, encoding="utf-8")


def written(page: str, kept: Mapping[str, Any]) -> str:
    """The page with its measured parts as they are kept; a part that was never measured stays as it is.

    Raises:
        KeyError: the page names a part that nothing writes.
    """
    parts: dict[str, tuple[tuple[str, ...], Callable[[Mapping[str, Any]], Iterator[str]]]] = {
        "drivers": (("batch_speed",), _drivers),
        "rows": (("batch_scale",), _rows),
        "starting": (("startup",), _starting),
        "lists": (("match_scale",), _lists),
        "cluster": (("batch_speed", "batch_scale"), _cluster),
    }

    def one(found: re.Match[str]) -> str:
        needs, lines = parts[found[2]]
        if not all(name in kept for name in needs):
            return found[0]
        return found[1] + "\n".join(lines(kept)) + "\n" + found[3]

    return _BLOCK.sub(one, page)


def pictures(kept: Mapping[str, Any]) -> dict[str, str]:
    """The plots, by file name."""
    out = {}
    lists = _by_size(kept, "match_scale", "parties")
    if len(lists) > 1:
        out["matching-scale.svg"] = plot(
            "Queries a second and memory against listed parties",
            "listed parties",
            [row["parties"] for row in lists],
            {
                "queries a second, one core": [row["queries/s"] for row in lists],
                "MB resident while building": [row["resident MB at most"] for row in lists],
            },
        )
    rows = _by_size(kept, "batch_scale", "rows")
    if len(rows) > 1:
        out["batch-scale.svg"] = plot(
            "Rows a core second and memory against rows of the file",
            "rows of the file",
            [row["rows"] for row in rows],
            {
                "rows a core second, whole runs": [row["rows_per_cpu_second"] for row in rows],
                "MB at most, all processes": [row["peak_mb"] for row in rows],
            },
        )
    return out


def _by_size(kept: Mapping[str, Any], name: str, size: str) -> list[dict[str, Any]]:
    found = kept.get(name, {}).get("figures", {}).values()
    return sorted((row for row in found if size in row), key=lambda row: row[size])


def _at(kept: Mapping[str, Any], name: str) -> str:
    return f"`python -m benchmarks {name}` at commit {kept[name].get('commit', 'not kept')}"


def _drivers(kept: Mapping[str, Any]) -> Iterator[str]:
    speed = kept["batch_speed"]["figures"]
    against = [speed, *([speed[LABELLED]] if LABELLED in speed else [])]

    def row(what: str, say: Callable[[Mapping[str, Any]], str]) -> str:
        return f"| {what} | {' | '.join(map(say, against))} |"

    def engine(one: Mapping[str, Any]) -> str:
        both = one["engine on both cores, names a core second"]
        alone = one["engine on one core, names a core second"]
        return f"{min(both):,} to {max(both):,} ({alone:,} alone)"

    def driver(rate: str, keeps: str) -> Callable[[Mapping[str, Any]], str]:
        return lambda one: f"{one[rate]:,}, **{one[keeps]} of the engine's rate**"

    yield f"{_at(kept, 'batch_speed')}:"
    yield ""
    heads = [
        f"{one['listed parties']:,} entries" if "listed parties" in one else "all lists" for one in against
    ]
    yield f"| what, against | {' | '.join(heads)} |"
    yield "|---|" + "---|" * len(against)
    yield row("engine, two processes at once, names a core second", engine)
    yield row(
        "file driver, two workers, all processes counted, rows a core second (the bar is 0.85)",
        driver("file driver, two workers, rows a core second", "file driver keeps"),
    )
    yield row(
        "file driver, start and end beside the rows (opening, two workers, checksums), processor seconds",
        lambda one: str(one["file driver starts in, processor seconds"]),
    )
    yield row(
        "Spark `local[2]`, JVM counted, rows a core second (the bar is 0.70)",
        driver("Spark local[2], rows a core second", "Spark keeps"),
    )
    yield row(
        "memory, all processes of the file driver, shared pages once, at 70 thousand rows (the bar is 1 GB)",
        lambda one: f"{one['file driver peak MB']:,} MB",
    )


def _rows(kept: Mapping[str, Any]) -> Iterator[str]:
    yield "| rows | processor seconds | seconds | rows a core second | memory at most, MB | results, MB | commit |"
    yield "|---|---|---|---|---|---|---|"
    for row in _by_size(kept, "batch_scale", "rows"):
        again = f" in {row['starts']} starts" if row["starts"] > 1 else ""
        yield (
            f"| {row['rows']:,} | {row['cpu_seconds']:,.0f} | {row['seconds']:,.0f}{again} | "
            f"{row['rows_per_cpu_second']:,} | {row['peak_mb']:,} | {row['output_mb']:,.1f} | {row['commit']} |"
        )
    yield ""
    yield "![Rows a core second and memory against the rows of the file](img/batch-scale.svg)"


def _starting(kept: Mapping[str, Any]) -> Iterator[str]:
    found = dict(kept["startup"]["figures"])
    idle, about = found.pop("python -c pass (CPU s)"), found.pop("licet --help (CPU s)")
    yield (
        f"{_at(kept, 'startup')}. A Python that does nothing took {idle:.3f} s in the same run, "
        f"`licet --help` {about:.3f} s."
    )
    yield ""
    yield "| command | processor seconds | times an idle Python | heavy packages that it loads |"
    yield "|---|---|---|---|"
    for name, row in found.items():
        yield (
            f"| `{name}` | {row['CPU s']:.2f} | {row['times an idle Python']:.0f} | "
            f"{', '.join(row['loads']) or 'none'} |"
        )


def _lists(kept: Mapping[str, Any]) -> Iterator[str]:
    yield (
        "| parties on the list | queries a core second | recall@10 | made and indexed, s | "
        "memory of building, MB | commit |"
    )
    yield "|---|---|---|---|---|---|"
    for row in _by_size(kept, "match_scale", "parties"):
        yield (
            f"| {row['parties']:,} | {row['queries/s']:,} | {row['recall@10']:.3f} | "
            f"{row['build s, generator included']:,.0f} | {row['resident MB at most']:,} | "
            f"{row.get('commit', 'before it was kept')} |"
        )
    yield ""
    yield "![Queries a second and memory against the size of the list](img/matching-scale.svg)"


def _cluster(kept: Mapping[str, Any]) -> Iterator[str]:
    r = rates(kept)
    country_on_spark = r.whole * r.spark / r.file
    yield (
        f"By calculation from the rates above: by name {r.file:,.0f} rows a core second by file and {r.spark:,.0f} "
        f"on Spark; with a country {r.whole:,.0f} by file (the run of {r.rows:,} rows) and, in the same "
        f"proportion, {country_on_spark:,.0f} on Spark."
    )
    yield ""
    yield (
        "| rows | core hours by name, file | with a country, file | with a country on 2 cores | "
        f"core hours with a country, Spark | Spark on {_CLUSTER} cores |"
    )
    yield "|---|---|---|---|---|---|"
    for power in (6, 7, 8, 9):
        rows = 10**power
        yield (
            f"| {_many(rows)} | {_hours(rows / r.file)} | {_hours(rows / r.whole)} | "
            f"{_time(rows / r.whole / 2)} | {_hours(rows / country_on_spark)} | "
            f"{_time(rows / country_on_spark / _CLUSTER)} |"
        )
    machine = 2 * _NIGHT
    cores = _BILLION / country_on_spark / _NIGHT
    machines = -int(-cores // _MACHINE)
    yield ""
    yield (
        f"**One machine ends** at what its cores do in the time there is: two cores do "
        f"{r.whole * machine / 1e6:,.0f} million rows with a country in a night of seven hours "
        f"({r.file * machine / 1e6:,.0f} million by name), {_MACHINE} cores eight times as many. More cores help "
        f"until the one process that reads, hands out and puts together is busy all the time: it takes "
        f"{r.reader * 1e6:,.0f} us a row, so about {1 / r.reader / r.whole:,.0f} cores. Disk is not the limit: "
        f"{r.input_bytes:,.0f} bytes a row in, {r.output_bytes:,.0f} out. Memory is not either: it does not grow "
        f"with the file."
    )
    yield ""
    yield (
        f"**A billion rows with a country in one night** want {cores:,.0f} cores of Spark: {machines} machines of "
        f"{_MACHINE} cores, each with {_MACHINE * r.worker_mb / 1000:,.0f} GB for its Python workers at "
        f"{r.worker_mb:,.0f} MB each (half of what the file driver's processes held) beside the JVM, "
        f"{_BILLION * r.input_bytes / 1e9:,.0f} GB to read and {_BILLION * r.output_bytes / 1e9:,.0f} GB to "
        f"write. By name alone {_BILLION / r.spark / _NIGHT:,.0f} cores do."
    )


def _many(rows: int) -> str:
    return f"{rows // 1_000_000_000} billion" if rows >= _BILLION else f"{rows // 1_000_000} million"


def _hours(core_seconds: float) -> str:
    hours = core_seconds / 3600
    return f"{hours:,.0f}" if hours >= 10 else f"{hours:.2g}"


def _time(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:,.0f} h"
