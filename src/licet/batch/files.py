"""A file of any size, screened by several processes, that can be stopped at any moment and taken up again.

The input is cut into parts of equal numbers of rows (`parts`), which are put together at the end (`results`);
what the run stands on is in `run.json` (`manifest`), and a run that stands on something else is refused.

    FOLDER/run.json        input, snapshot, versions, settings; at the end `done`: counts and checksums
    FOLDER/parts/          one Parquet file a part, while the run is not done
    FOLDER/results.parquet one row for each row of the input, in its order
    FOLDER/hits.parquet    one row for each listing met

The same input, snapshot, versions and settings give the same bytes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from licet.batch.crate import pack
from licet.batch.manifest import MANIFEST, Begun, alone_in, begun, describe, done_before, write_manifest
from licet.batch.parts import Progress, Settings, screen_parts
from licet.batch.results import HITS, RESULTS, put_together
from licet.batch.rows import PARQUET, open_parquet, open_rows
from licet.batch.space import told_if_full
from licet.batch.table import arrow_input, as_input, standing_on
from licet.check.engine import Engine
from licet.check.party import find_columns
from licet.core.errors import InputError

__all__ = ["Begun", "Done", "Progress", "begun", "screen_file"]

#: Rows a part: some seconds of work, a megabyte or two of results.
PART = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A finished run: where its results are, and how many rows came out with which disposition.

    Attributes:
        stale: lists too old to rely on, each with the reason.
        incomplete: lists whose history does not reach the day.
    """

    results: Path
    hits: Path
    manifest: Path
    rows: int
    dispositions: Mapping[str, int]
    stale: tuple[str, ...]
    incomplete: tuple[str, ...]


def screen_file(
    path: Path,
    folder: Path,
    *,
    engine: Engine,
    on: date,
    mapping: Mapping[str, str] | None = None,
    encoding: str = "",
    limit: int = 5,
    workers: int | None = None,
    resume: bool = False,
    part_rows: int = PART,
    progress: Callable[[Progress], None] | None = None,
) -> Done:
    """Screen a CSV, Parquet, XLSX or JSONL file into a folder.

    Args:
        path: the file.
        folder: where results go; made when missing.
        engine: the lists; workers open the same snapshot and map the same index file.
        on: the day on which listings are read.
        mapping: our field to the file's column.
        encoding: that of a text file without a byte-order mark; UTF-8 when empty.
        limit: how many listed parties to keep a row.
        workers: processes; as many as there are cores when None.
        resume: take up a run that was stopped; its parts are kept.
        part_rows: rows a part.
        progress: told after each part.

    Raises:
        InputError: the file cannot be read, or was changed meanwhile; the folder holds another run, or one
            and `resume` is not set, or another process is at work in it; its disk is full: what is whole
            stays, and `resume` goes on.
        RuntimeError: workers died three times without finishing a part.
        OSError: the folder cannot be written.
    """
    columns = _columns_of(path, mapping or {}, encoding)
    written = _written(path)
    run = describe(path, engine, {
        "on": on.isoformat(), "today": engine.today.isoformat(), "limit": limit, "columns": columns,
        "part_rows": part_rows, "policy": asdict(engine.policy),
        **({"encoding": encoding} if encoding else {}),
    })  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    with alone_in(folder), told_if_full(folder):
        before = done_before(folder, run, resume=resume)
        if before is None:
            (folder / "parts").mkdir(exist_ok=True)
            write_manifest(folder, run)
            engine.index.warm()  # compiled once, here, and not by every worker at the same time
            rows = screen_parts(
                _batches(path, mapping or {}, part_rows, encoding),
                Settings(crate=pack(engine, folder / "parts"), folder=folder / "parts", on=on, limit=limit),
                workers=max(1, workers or os.cpu_count() or 1),
                about=_rows_about(path) if progress else 0,
                progress=progress,
            )
            if _written(path) != written:
                raise _changed(path, folder)
            before = put_together(folder, run, standing_on(engine, on), rows)
            write_manifest(folder, run, before)
        shutil.rmtree(folder / "parts", ignore_errors=True)  # an earlier start may have been killed here
    states = engine.list_states()
    return Done(
        results=folder / RESULTS,
        hits=folder / HITS,
        manifest=folder / "run.json",
        rows=before["rows"],
        dispositions=before["dispositions"],
        stale=tuple(f"{one.id}: {one.stale}" for one in states if one.stale),
        incomplete=tuple(one.id for one in states if not one.reaches(on)),
    )


def _written(path: Path) -> tuple[int, int]:
    """The size of a file and when it was last written to."""
    found = path.stat()
    return found.st_size, found.st_mtime_ns


def _changed(path: Path, folder: Path) -> InputError:
    """The error of a file that is not what its checksum says; what was made of it is removed."""
    shutil.rmtree(folder / "parts", ignore_errors=True)
    (folder / MANIFEST).unlink(missing_ok=True)
    return InputError(
        "the file was changed while it was read: nothing of it is kept",
        file=str(path),
        fix="screen a copy that nobody writes to",
    )


def _columns_of(path: Path, mapping: Mapping[str, str], encoding: str = "") -> dict[str, list[str]]:
    """Which of the file's columns hold which field.

    Raises:
        InputError: the file cannot be read, or nothing in it names a party.
    """
    with open_rows(path, encoding) as (header, _):
        found = find_columns(header, mapping, str(path))
        return {field: [header[at] for at in places] for field, places in found.items() if places}


def _batches(
    path: Path, mapping: Mapping[str, str], part_rows: int, encoding: str = ""
) -> Iterator[pa.RecordBatch]:
    def wanted(header: list[str]) -> set[int]:
        return {at for places in find_columns(header, mapping, str(path)).values() for at in places}

    if path.suffix.lower() != PARQUET:
        with open_rows(path, encoding, wanted) as (header, rows):
            yield from as_input(rows, find_columns(header, mapping, str(path)), part_rows)
        return
    columns = _columns_of(path, mapping)
    needed = list(dict.fromkeys(name for several in columns.values() for name in several))
    with open_parquet(path) as file:
        _refuse_twins(file.schema_arrow.names, needed, path)
        first = 1
        for batch in file.iter_batches(batch_size=part_rows, columns=needed):
            yield arrow_input(batch, columns, first)
            first += batch.num_rows


def _refuse_twins(names: Sequence[str], needed: Sequence[str], path: Path) -> None:
    """Refuse two columns of one name: which of them was meant nobody can say."""
    for name in needed:
        if names.count(name) > 1:
            raise InputError(
                f"{names.count(name)} columns `{name}`", file=str(path), fix="rename one of them"
            )


def _rows_about(path: Path) -> int:
    """How many rows a file has, nearly; 0 where only reading it all would tell."""
    if path.suffix.lower() == ".parquet":
        return int(pq.read_metadata(path).num_rows)
    if path.suffix.lower() == ".xlsx":
        return 0
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
