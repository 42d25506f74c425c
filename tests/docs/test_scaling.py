"""docs/scaling.md says what was measured, and what it calculates follows from that."""

from __future__ import annotations

from benchmarks._kept import read
from benchmarks._scaling import DOCS, PAGE, pictures, rates, written


def test_the_measured_parts_of_the_page_are_those_that_are_kept() -> None:
    """No figure of its tables and its calculation was typed, and its plots show the same."""
    kept = read()
    page = PAGE.read_text(encoding="utf-8")
    assert written(page, kept) == page, "write it: python -m benchmarks"
    for name, picture in pictures(kept).items():
        assert (DOCS / "img" / name).read_text(encoding="utf-8") == picture, name


def test_a_cluster_is_reckoned_from_the_slowest_long_run() -> None:
    """The rate is that of a large file, and of several commits the lowest; what is told follows it."""
    kept = read()
    runs = [row for row in kept["batch_scale"]["figures"].values() if row.get("rows", 0) >= 1_000_000]
    slowest = min(runs, key=lambda row: row["rows_per_cpu_second"])
    assert rates(kept).whole == slowest["rows_per_cpu_second"]
    page = "<!-- measured: cluster -->\n<!-- end -->\n"
    before = written(page, kept)
    for row in runs:
        row["rows_per_cpu_second"] *= 2
    assert written(page, kept) != before
    assert f"{rates(kept).whole:,.0f} by file" in written(page, kept)
