"""The index: a file that is memory-mapped, and the search in it.

    index = Index.build(entries)      entries: mappings with id, names, kind, countries ...
    index.save(path)                  deterministic bytes
    Index.open(path).search("...")    opened in milliseconds, its pages shared between processes

One path answers one query or many: readings, retrieval and alignment (kernel), features, score, verdict.
"""

from __future__ import annotations

import json
import mmap
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from licet.core.errors import MatchIndexError
from licet.core.trade import Party
from licet.match import kernel, score
from licet.match.build import DERIVED, WEAK, build_arrays
from licet.match.compiled import compile_kernel
from licet.match.hit import Hit
from licet.match.kernel import IndexArrays
from licet.match.normal import Reading
from licet.match.policy import DEFAULT, Policy
from licet.match.query import query_arrays, readings
from licet.match.record import entry_of_record

__all__ = ["Index"]

_MAGIC: Final = b"LICETIX1"
_KINDS: Final = ("person", "organisation", "vessel", "aircraft", "address", "any")
#: Names retrieved and aligned for each reading of a query.
CANDIDATES: Final = 40
#: Entries of posting lists read for each reading: rare keys first.
BUDGET: Final = 20_000
_POWER: Final = 0.4
#: Queries whose candidates are scored together.
_CHUNK: Final = 64
#: Queries after which a process compiles its kernel.
_WARM_AFTER: Final = 200


@dataclass(frozen=True, slots=True)
class _Part:
    """One set of arrays: the base, or one increment."""

    arrays: IndexArrays
    entry: Any  # int32[N]: the entry of each name
    mark: Any  # uint8[N]
    kind: Any  # uint8[E]
    name_at: Any  # int64[N + 1] into names
    names: Any  # uint8: listed names, UTF-8
    record_at: Any  # int64[E + 1] into records
    records: Any  # uint8: JSON of each entry

    def listed_name(self, name: int) -> str:
        return bytes(self.names[self.name_at[name] : self.name_at[name + 1]]).decode()

    def record(self, entry: int) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(
            bytes(self.records[self.record_at[entry] : self.record_at[entry + 1]])
        )
        return found


class _Scratch:
    """Working memory of one thread of search."""

    def __init__(self, names: int) -> None:
        self.acc = np.zeros(names, dtype=np.float32)
        self.touched = np.zeros(names, dtype=np.int32)
        self.found = np.zeros(CANDIDATES, dtype=np.int32)
        self.strength = np.zeros(CANDIDATES)
        self.met = np.zeros((CANDIDATES, kernel.MAX_TOKENS), dtype=np.int64)
        self.sims = np.zeros((CANDIDATES, kernel.MAX_TOKENS))
        self.hows = np.zeros((CANDIDATES, kernel.MAX_TOKENS), dtype=np.int64)
        self.rows = np.zeros((3, kernel.MAX_LETTERS + 2))
        self.flat = np.zeros((2, kernel.MAX_LETTERS + 2), dtype=np.uint8)
        self.table = np.zeros((CANDIDATES, len(kernel.SUMMARY)))


class Index:
    """Listed parties by name, ready to be asked."""

    def __init__(self, parts: Sequence[_Part]) -> None:
        self._parts = tuple(parts)
        self._scratch = [_Scratch(int(part.arrays.name_count[0])) for part in self._parts]
        self._asked = 0
        self._loops: Any = kernel

    def __len__(self) -> int:
        return sum(len(part.kind) for part in self._parts)

    # making

    @classmethod
    def build(cls, entries: Iterable[Mapping[str, Any]]) -> Index:
        """An index of entries.

        Args:
            entries: mappings with `id`, `names`, and where known `weak_names`, `kind` (or `type`),
            `countries`,
                `addresses`, `identifiers`, `births`.
        """
        return cls([_make_part(entries)])

    def extend(self, entries: Iterable[Mapping[str, Any]]) -> Index:
        """A new index with more entries; what is there is shared, not copied."""
        return Index([*self._parts, _make_part(entries)])

    def save(self, path: str | Path) -> None:
        """Write the index to a file; the same entries give the same bytes."""
        Path(path).write_bytes(b"".join(_dump(self._parts)))

    @classmethod
    def open(cls, path: str | Path) -> Index:
        """The index in a file, memory-mapped.

        Raises:
            MatchIndexError: the file is missing, torn or of another format.
        """
        try:
            with Path(path).open("rb") as file:
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise MatchIndexError(
                f"no match index at `{path}`", fix="build it again: licet lists build"
            ) from error
        return cls(_load(data, str(path)))

    # asking

    def warm(self) -> bool:
        """Compile the inner loops now; False where numba is not installed. Results do not change."""
        found = compile_kernel()
        if found is not None:
            self._loops = found
        return found is not None

    def forget(self) -> None:
        """Forget readings kept from earlier queries, so that a measurement is not flattered."""
        readings.cache_clear()

    def search(
        self, query: str | Party, *, limit: int = 10, kind: str = "any", policy: Policy | None = None
    ) -> list[Hit]:
        """The listed parties most like a name or party, best first.

        Args:
            query: a name, or a party with its names.
            limit: at most so many hits; near misses are among them, with the verdict `no match`.
            kind: look only for `person`, `organisation`, `vessel` ...; entries of unknown kind count.
            policy: thresholds; the default policy when None.
        """
        return next(self.search_many([query], limit=limit, kind=kind, policy=policy))

    def search_many(
        self,
        queries: Iterable[str | Party],
        *,
        limit: int = 10,
        kind: str = "any",
        policy: Policy | None = None,
    ) -> Iterator[list[Hit]]:
        """`search` for many queries, in order, much faster; the same hits and the same scores."""
        rules = policy or DEFAULT
        chunk: list[str | Party] = []
        for query in queries:
            chunk.append(query)
            if len(chunk) == _CHUNK:
                yield from self._search_chunk(chunk, limit, kind, rules)
                chunk = []
        if chunk:
            yield from self._search_chunk(chunk, limit, kind, rules)

    def _search_chunk(
        self, queries: Sequence[str | Party], limit: int, kind: str, policy: Policy
    ) -> Iterator[list[Hit]]:
        if self._loops is kernel and self._asked >= _WARM_AFTER:
            self.warm()
        self._asked += len(queries)
        rows: list[Any] = []
        found: list[Any] = []
        owners: list[tuple[int, int, Reading, str]] = []
        for asked, query in enumerate(queries):
            texts = [query] if isinstance(query, str) else [name.text for name in query.names]
            for text in texts:
                for reading in readings(text):
                    arrays = query_arrays(reading)
                    for at, part in enumerate(self._parts):
                        have = self._run(at, part, arrays)
                        scratch = self._scratch[at]
                        rows.append(scratch.table[:have].copy())
                        found.append(scratch.found[:have].copy())
                        owners.append((asked, at, reading, text))
        if not rows:
            yield from ([] for _ in queries)
            return
        sizes = [len(row) for row in rows]
        table = np.concatenate(rows)
        names = np.concatenate(found)
        source = np.repeat(np.arange(len(rows)), sizes)
        number = np.repeat([owner[0] for owner in owners], sizes)
        foreign = np.repeat([float(owner[2].foreign) for owner in owners], sizes)
        part_of = np.repeat([owner[1] for owner in owners], sizes)
        entry = np.empty(len(names), dtype=np.int64)
        kinds = np.empty(len(names), dtype=np.int64)
        mark = np.empty(len(names), dtype=np.int64)
        for which, part in enumerate(self._parts):
            mine = part_of == which
            entry[mine] = part.entry[names[mine]]
            kinds[mine] = part.kind[entry[mine]]
            mark[mine] = part.mark[names[mine]]
        table[:, kernel.IS_WEAK] = (mark & WEAK) != 0
        table[:, kernel.IS_DERIVED] = (mark & DERIVED) != 0
        table[:, kernel.IS_FOREIGN] = foreign
        signal = score.rank_signal(table, np.where(kinds == 0, score.PERSON, score.THING))
        keep = np.ones(len(names), dtype=bool)
        if kind != "any":
            keep = (kinds == _KINDS.index(kind)) | (kinds == _KINDS.index("any"))
        scores = score.score_of(signal)
        yield from self._hits(
            queries, owners, number[keep], source[keep], part_of[keep], entry[keep], kinds[keep], names[keep],
            signal[keep], scores[keep], limit, policy,
        )  # fmt: skip

    def _hits(
        self, queries: Sequence[str | Party], owners: Any, number: Any, source: Any, part_of: Any, entry: Any,
        kinds: Any, names: Any, signal: Any, scores: Any, limit: int, policy: Policy,
    ) -> Iterator[list[Hit]]:  # fmt: skip
        ranked = np.lexsort((names, part_of, -signal, number))
        order = [int(place) for place in ranked]
        ends = np.searchsorted(number[ranked], np.arange(len(queries)), side="right").tolist()
        entries, parts, sources = entry.tolist(), part_of.tolist(), source.tolist()
        begin = 0
        for end in ends:
            hits: list[Hit] = []
            seen: set[tuple[int, int]] = set()
            for i in order[begin:end]:
                key = (parts[i], entries[i])
                if key in seen:
                    continue
                seen.add(key)
                _, _, reading, text = owners[sources[i]]
                kind = _KINDS[kinds[i]]
                value = float(scores[i])
                hits.append(
                    Hit(self, parts[i], entries[i], int(names[i]), reading, text, value,
                    float(signal[i]), kind,
                        policy.verdict(value, kind))
                )  # fmt: skip
                if len(hits) == limit:
                    break
            begin = end
            yield hits

    def _run(self, at: int, part: _Part, arrays: Any) -> int:
        s = self._scratch[at]
        have: int = self._loops.search(
            part.arrays, arrays, BUDGET, _POWER, s.acc, s.touched, s.found, s.strength, s.table, s.met,
            s.sims,
            s.hows, s.rows, s.flat,
        )  # fmt: skip
        return have

    # looking at what is kept

    def record(self, part: int, entry: int) -> dict[str, Any]:
        """One entry as it was given."""
        return self._parts[part].record(entry)

    def listed_name(self, part: int, name: int) -> str:
        """One name as it was given."""
        return self._parts[part].listed_name(name)

    def part_arrays(self, part: int) -> IndexArrays:
        """The arrays of one part, for explanations."""
        return self._parts[part].arrays


def _make_part(entries: Iterable[Mapping[str, Any]]) -> _Part:
    kept = [entry_of_record(entry) for entry in entries]
    arrays, side, listed = build_arrays(kept)
    names = [name.encode() for name in listed]
    records = [json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode() for entry in kept]
    return _Part(
        arrays=arrays,
        entry=side["entry"],
        mark=side["mark"],
        kind=np.array([_KINDS.index(entry["kind"]) for entry in kept], dtype=np.uint8),
        name_at=np.cumsum([0, *map(len, names)], dtype=np.int64),
        names=np.frombuffer(b"".join(names), dtype=np.uint8),
        record_at=np.cumsum([0, *map(len, records)], dtype=np.int64),
        records=np.frombuffer(b"".join(records), dtype=np.uint8),
    )


_SIDE: Final = ("entry", "mark", "kind", "name_at", "names", "record_at", "records")


def _columns(part: _Part) -> Iterator[tuple[str, Any]]:
    yield from part.arrays._asdict().items()
    for name in _SIDE:
        yield name, getattr(part, name)


def _dump(parts: Sequence[_Part]) -> Iterator[bytes]:
    """The file: magic, length of the header, header (JSON), then each array at a multiple of 64 bytes."""
    layout: list[list[dict[str, Any]]] = []
    blobs: list[bytes] = []
    at = 0
    for part in parts:
        columns = []
        for name, array in _columns(part):
            blob = np.ascontiguousarray(array).tobytes()
            columns.append({"name": name, "dtype": array.dtype.str, "shape": list(array.shape), "at": at})
            blob += b"\0" * (-len(blob) % 64)
            blobs.append(blob)
            at += len(blob)
        layout.append(columns)
    header = json.dumps({"parts": layout, "size": at}, separators=(",", ":")).encode()
    header += b" " * (-(len(header) + 16) % 64)
    yield _MAGIC
    yield struct.pack("<Q", len(header))
    yield header
    yield from blobs


def _load(data: mmap.mmap, place: str) -> list[_Part]:
    torn = MatchIndexError("the match index is torn or of another format", place=place, fix="build it again")
    if len(data) < 16 or data[:8] != _MAGIC:
        raise torn
    (length,) = struct.unpack("<Q", data[8:16])
    try:
        header = json.loads(data[16 : 16 + length])
        base = 16 + length
        if base + header["size"] != len(data):
            raise torn
        parts = []
        for columns in header["parts"]:
            arrays = {}
            for column in columns:
                shape = tuple(column["shape"])
                count = int(np.prod(shape))
                flat = np.frombuffer(
                    data, dtype=np.dtype(column["dtype"]), count=count, offset=base + column["at"]
                )
                arrays[column["name"]] = flat.reshape(shape)
            side = {name: arrays.pop(name) for name in _SIDE}
            parts.append(_Part(arrays=IndexArrays(**arrays), **side))
    except (ValueError, KeyError, TypeError) as error:
        raise torn from error
    return parts
