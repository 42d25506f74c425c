"""Screen a file of any size into a folder: all cores, bounded memory, taken up again after a stop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from licet.app.actions.check import open_lists
from licet.core.errors import InputError, MissingExtraError, SnapshotError

if TYPE_CHECKING:
    from licet.batch.files import Done, Progress

__all__ = ["REPORTS", "screen_into", "unread_rows", "write_reports"]

REPORTS = ("xlsx", "csv")


def screen_into(
    path: Path,
    folder: Path,
    *,
    on: date | None = None,
    snapshot: str | None = None,
    lists: Iterable[str] = (),
    mapping: Mapping[str, str] | None = None,
    encoding: str = "",
    limit: int = 5,
    workers: int | None = None,
    resume: bool = False,
    building: Callable[[int, int], None] | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Done:
    """Screen a CSV, Parquet, XLSX or JSONL file into a folder, with its manifest.

    A run that is taken up goes on with the lists and on the days it began with, whatever is current by now.

    Args:
        path: the file.
        folder: where results go; made when missing.
        on: the day on which listings are read; today when None.
        snapshot: id, file or `embedded`; the current one when None.
        lists: ids of the lists to look at; all when empty.
        mapping: our field to the file's column.
        encoding: that of a text file without a byte-order mark; UTF-8 when empty.
        limit: how many listed parties to keep a row.
        workers: processes; as many as cores when None.
        resume: take up the run in the folder.
        building: told while the match index is built.
        progress: told after each part.

    Raises:
        InputError: the file cannot be used, or the folder holds another run.
        SnapshotError: there is no such snapshot, or that of the run is held no more.
        MissingExtraError: pyarrow is not installed.
    """
    try:
        from licet.batch.files import begun, screen_file
    except ImportError as error:
        raise MissingExtraError(
            f"screening into a folder needs `{error.name}`", fix='pip install "licet[batch]"'
        ) from None
    before = begun(folder) if resume else None
    if resume and before is None:
        raise InputError("the folder holds no run", file=str(folder), fix="leave out --resume to begin one")
    try:
        engine = open_lists(
            snapshot or (before.snapshot if before else None),
            tuple(lists) or (before.lists if before else None),
            building,
        )
    except SnapshotError as error:
        if snapshot or not before:
            raise
        raise SnapshotError(
            f"the lists that the run began with are not held: {before.snapshot[:12]}",
            fix="name their file, as when the run began: --snapshot FILE",
        ) from error
    if before:
        engine = replace(engine, today=before.today)
    return screen_file(
        path,
        folder,
        engine=engine,
        on=on or (before.on if before else engine.today),
        mapping=mapping,
        encoding=encoding,
        limit=limit,
        workers=workers,
        resume=resume,
        progress=progress,
    )


def write_reports(folder: Path, kinds: Sequence[str]) -> list[Path]:
    """Write a finished run as files that people open.

    Args:
        folder: the run's folder.
        kinds: of `REPORTS`.
    """
    from licet.batch.report import write_csv, write_xlsx

    writers = {"xlsx": write_xlsx, "csv": write_csv}
    return [writers[kind](folder, folder / f"report.{kind}") for kind in kinds]


def unread_rows(done: Done) -> Iterator[tuple[int, str]]:
    """Line and error of each row that could not be read."""
    import pyarrow.parquet as pq

    from licet.batch.table import UNREAD

    with pq.ParquetFile(done.results) as file:
        for batch in file.iter_batches(columns=["line", "disposition", "error"]):
            for row in batch.to_pylist():
                if row["disposition"] == UNREAD:
                    yield row["line"], row["error"]
