"""Parties of a Spark data frame, screened by every core of the cluster; the same function as for a file.

    from licet.batch.spark import screen
    found = screen(frame, on=date(2026, 8, 1), keep=["account"])

The lists and the index go to each executor once, as files; its Python workers map the one index file, so a
further worker costs no further copy. Works on streaming frames too. Each worker needs licet with the extra
`spark`, in the version of the driver.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from licet.batch.crate import Crate, pack, settle, unpack
from licet.check.engine import Engine, open_engine
from licet.check.party import find_columns
from licet.core.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark import SparkContext
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

__all__ = ["screen"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """What every task needs to know; sent with it.

    Attributes:
        crate: the lists and the index.
        columns: which of the frame's columns hold which field.
        keep: columns handed through.
        on: the day on which listings are read, or the column that holds it.
        limit: listed parties a row.
    """

    crate: Crate
    columns: Mapping[str, Sequence[str]]
    keep: tuple[str, ...]
    on: date | str
    limit: int


def screen(
    frame: DataFrame,
    *,
    on: date | str,
    engine: Engine | None = None,
    mapping: Mapping[str, str] | None = None,
    limit: int = 5,
    keep: Sequence[str] = (),
) -> DataFrame:
    """Screen each row of a Spark data frame.

    Args:
        frame: a `pyspark.sql.DataFrame`, streaming or not, with a column of names, addresses or identifiers.
        on: the day on which listings are read, or the name of a column of days: each row on its own.
        engine: the lists; the person's current ones when None.
        mapping: our field (`name`, `country`, ...) to the frame's column; else found by their names.
        limit: how many listed parties to keep a row, each with all its listings.
        keep: columns of the frame to hand through, before those of `licet.batch.table.OUTPUT`.

    Returns:
        A data frame with one row for each row given: `keep`, then `OUTPUT` without `line`.

    Raises:
        InputError: a column is not there, is named twice, or nothing names a party.
        MissingExtraError: pyspark, pandas or pyarrow is not installed.
    """
    schema = _schema(frame, keep)
    names = list(frame.columns)
    found = find_columns(names, mapping or {}, "the data frame")
    columns = {field: tuple(names[at] for at in places) for field, places in found.items() if places}
    days = (on,) if isinstance(on, str) else ()
    for column in (*keep, *days):
        if names.count(column) != 1:
            raise InputError(
                f"{names.count(column) or 'no'} column{'s' if column in names else ''} `{column}`",
                field="on" if column in days else "keep",
                fix=f"one of {names}",
            )
    needed = dict.fromkeys([name for several in columns.values() for name in several] + [*keep, *days])
    crate = _ship(_context_of(frame), engine or open_engine())
    work = _Work(crate=crate, columns=columns, keep=tuple(keep), on=on, limit=limit)
    with warnings.catch_warnings():
        # Spark asks for pandas, whose newest versions it warns of; nothing here uses it.
        warnings.simplefilter("ignore", FutureWarning)
        return frame.select([f"`{name}`" for name in needed]).mapInArrow(partial(_screen, work), schema)


def _schema(frame: DataFrame, keep: Sequence[str]) -> StructType:
    try:
        import pandas  # type: ignore[import-untyped,unused-ignore]  # noqa: F401  Spark's own need
        from pyspark.sql.pandas.types import from_arrow_type
        from pyspark.sql.types import StructField, StructType

        from licet.batch.table import OUTPUT
    except ImportError as error:
        raise MissingExtraError(
            f"screening on Spark needs `{error.name}`", fix='pip install "licet[spark]"'
        ) from None
    ours = [StructField(field.name, from_arrow_type(field.type)) for field in OUTPUT if field.name != "line"]
    clash = sorted({field.name for field in ours} & set(keep))
    if clash:
        raise InputError(
            f"`{clash[0]}` is a column of the result", field="keep", fix="rename it in the data frame first"
        )
    return StructType([*(frame.schema[name] for name in keep if name in frame.columns), *ours])


def _context_of(frame: DataFrame) -> SparkContext:
    try:
        return frame.sparkSession.sparkContext
    except AttributeError:
        raise InputError(
            "a session over Spark Connect cannot ship the index", fix="use a classic session of the cluster"
        ) from None


_folder: list[Path] = []
_shipped: set[tuple[str, str]] = set()


def _ship(context: SparkContext, engine: Engine) -> Crate:
    """Give the files to the cluster; executors fetch them when their first task wants them, once."""
    if not _folder:
        _folder.append(Path(tempfile.mkdtemp(prefix="licet-spark-")))
        atexit.register(shutil.rmtree, _folder[0], ignore_errors=True)
    crate = pack(engine, _folder[0])
    for name in crate.files:
        if (context.applicationId, name) not in _shipped:
            context.addFile(str(_folder[0] / name))
            _shipped.add((context.applicationId, name))
    return crate


# in a worker

_open: list[tuple[Crate, Engine]] = []


def _engine_of(crate: Crate) -> Engine:
    """The engine of this worker process; it serves the tasks that come later, too."""
    if not _open or _open[0][0] != crate:
        from pyspark import SparkFiles

        engine = unpack(crate, lambda name: Path(SparkFiles.get(name)))
        _open[:] = [(crate, settle(engine))]
    return _open[0][1]


def _screen(work: _Work, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    from licet.batch.table import arrow_input, screen_batch

    engine = _engine_of(work.crate)
    for batch in batches:
        given = arrow_input(batch, work.columns)
        if isinstance(work.on, str):
            found = _each_on_its_day(engine, given, batch.column(work.on), work)
        else:
            found = screen_batch(engine, given, on=work.on, limit=work.limit)
        kept = [batch.column(name) for name in work.keep]
        yield pa.RecordBatch.from_arrays(
            [*kept, *found.columns[1:]], names=[*work.keep, *found.schema.names[1:]]
        )


def _each_on_its_day(engine: Engine, given: pa.RecordBatch, days: pa.Array, work: _Work) -> pa.RecordBatch:
    """The rows of a batch, each read on the day in its own cell; a row without a day is not read."""
    import numpy as np
    import pyarrow as pa

    from licet.batch.table import OUTPUT, screen_batch, without

    plain = [_day_of(day) for day in days.to_pylist()]
    parts, order = [], []
    for day in sorted({day for day in plain if day}):
        rows = [at for at, one in enumerate(plain) if one == day]
        parts.append(screen_batch(engine, given.take(pa.array(rows)), on=day, limit=work.limit))
        order += rows
    rows = [at for at, one in enumerate(plain) if one is None]
    if rows:
        wrong = f"no day in column `{work.on}`; fix: give a date"
        parts.append(without(engine, given.take(pa.array(rows)), wrong))
        order += rows
    if not parts:
        return pa.RecordBatch.from_pylist([], schema=OUTPUT)
    table = pa.Table.from_batches(parts).take(pa.array(np.argsort(np.array(order))))
    return table.combine_chunks().to_batches()[0]


def _day_of(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        return None
