"""Ownership files -> one graph: what is told by its content, bad rows are reported and the rest goes on.

CSV, XLSX      owner, owned, share, from, to, source          read_table.py
JSON, JSONL    Beneficial Ownership Data Standard 0.4         read_bods.py
JSONL, TXT     UK register of people with significant control read_psc.py
XML, JSON      GLEIF level 2 relationships and exceptions     read_gleif.py
NPZ            a graph saved by licet
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from licet.core.errors import InputError
from licet.owners import read_bods, read_gleif, read_psc, read_table
from licet.owners.builder import Builder
from licet.owners.graph import Graph
from licet.owners.graph_file import load

__all__ = ["Reading", "read"]

#: Reports beyond this many are counted, not kept.
_KEPT = 1_000


@dataclass(slots=True)
class Reading:
    """What came out of the files.

    Attributes:
        graph: all that could be read.
        problems: what could not be: file, line, field, fix.
        more: problems beyond those kept.
    """

    graph: Graph
    problems: list[InputError] = field(default_factory=list)
    more: int = 0


def read(paths: Iterable[Path]) -> Reading:
    """Read files of any known kind into one graph.

    Raises:
        InputError: a file is of no known kind, or none was given; bad rows do not raise.
    """
    files = [Path(path) for path in paths]
    if not files:
        raise InputError("no ownership file given", fix="name a CSV, XLSX, JSON, JSONL or XML file")
    if len(files) == 1 and files[0].suffix == ".npz":
        return Reading(load(files[0]))
    builder, more = Builder(), 0
    problems: list[InputError] = []
    for path in files:
        for problem in _one(path, builder):
            if len(problems) < _KEPT:
                problems.append(problem)
            else:
                more += 1
    return Reading(builder.graph(), problems, more)


def _one(path: Path, builder: Builder) -> Iterator[InputError]:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    kind = (
        suffixes[-2] if suffixes and suffixes[-1] == ".gz" and len(suffixes) > 1 else "".join(suffixes[-1:])
    )
    try:
        match kind:
            case ".xlsx":
                yield from read_table.read_xlsx(path, builder)
            case ".csv" | ".tsv":
                with _text(path) as file:
                    yield from read_table.read_csv(file, path.name, builder, tab=kind == ".tsv")
            case ".xml":
                with _bytes(path) as file:
                    yield from read_gleif.read_xml(file, path.name, builder)
            case ".json" | ".jsonl" | ".ndjson" | ".txt":
                yield from _json(path, builder, lines=kind != ".json")
            case ".npz":
                raise InputError(
                    "a saved graph can't be joined with other files",
                    file=path.name,
                    fix="import all source files together",
                )
            case _ if not path.exists():
                raise InputError("no such file", file=path.name, fix="check the path")
            case _:
                raise InputError(
                    f"no reader for `{path.suffix}` files",
                    file=path.name,
                    fix="give CSV, XLSX, BODS JSON, PSC JSONL or GLEIF XML",
                )
    except UnicodeDecodeError as error:
        raise InputError("the file is not UTF-8 text", file=path.name, fix="save it as UTF-8") from error
    except OSError as error:
        raise InputError(
            f"can't be opened: {error.strerror or error}", file=str(path), fix="check the path"
        ) from error


def _json(path: Path, builder: Builder, *, lines: bool) -> Iterator[InputError]:
    if not lines:
        with _text(path) as file:
            try:
                whole = json.load(file)
            except json.JSONDecodeError as error:
                raise InputError(
                    f"not JSON: {error.msg}", file=path.name, line=error.lineno, fix="check that line"
                ) from error
        records = whole if isinstance(whole, list) else [whole]
        numbered: Iterable[tuple[int, Any]] = enumerate(records, start=1)
        yield from _records(numbered, path.name, builder)
        return
    broken: list[InputError] = []
    with _text(path) as file:
        yield from _records(_lines(file, path.name, broken), path.name, builder)
    yield from broken


def _lines(file: IO[str], name: str, broken: list[InputError]) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except json.JSONDecodeError as error:
            broken.append(
                InputError(f"not JSON: {error.msg}", file=name, line=number, fix="one JSON object a line")
            )


def _records(numbered: Iterable[tuple[int, Any]], name: str, builder: Builder) -> Iterator[InputError]:
    """Tell the format by the first record that has a known key, then hand over all of them."""
    held = iter(numbered)
    first: list[tuple[int, Any]] = []
    for number, record in held:
        first.append((number, record))
        if not isinstance(record, dict):
            continue
        everything = _chain(first, held)
        if "statementId" in record or "recordType" in record:
            yield from read_bods.read(everything, name, builder)
        elif "company_number" in record or str(record.get("data", "")).find("persons-of-significant") >= 0:
            yield from read_psc.read(everything, name, builder)
        elif "ExceptionCategory" in record or "exceptions" in record:
            yield from read_gleif.read_exceptions(everything, name, builder)
        else:
            raise InputError(
                "no known ownership format",
                file=name,
                line=number,
                fix="give BODS 0.4 statements, PSC snapshot lines or GLEIF reporting exceptions",
            )
        return
    if first:
        raise InputError("no JSON objects in it", file=name, fix="give a list of objects")


def _chain(first: list[tuple[int, Any]], rest: Iterator[tuple[int, Any]]) -> Iterator[tuple[int, Any]]:
    yield from first
    yield from rest


def _text(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _bytes(path: Path) -> IO[bytes]:
    if path.suffix != ".gz":
        return path.open("rb")
    unpacked: IO[bytes] = gzip.open(path)  # type: ignore[assignment]  # noqa: SIM115  (the caller closes it)
    return unpacked
