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
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from licet.core.errors import MatchIndexError
from licet.core.trade import Party
from licet.match import kernel, score
from licet.match.address import address_text, building_key, campus_names, place_of
from licet.match.arrays import IndexArrays, QueryArrays
from licet.match.build import DERIVED, WEAK, Names, pack
from licet.match.compiled import compile_kernel
from licet.match.hit import Hit
from licet.match.identifiers import identifier_key
from licet.match.normal import Reading, key_of
from licet.match.outright import named_outright
from licet.match.policy import DEFAULT, Policy, Verdict
from licet.match.query import query_arrays, readings
from licet.match.record import entry_of_record
from licet.match.retrieve import MANY_CANDIDATES
from licet.match.weighed import on_campus, weigh_beside

__all__ = ["Index"]

_MAGIC: Final = b"LICETIX2"
_KINDS: Final = ("person", "organisation", "vessel", "aircraft", "address", "any")
#: Words that only organisations have.
_BUSINESS: Final = (kernel.LEGAL, kernel.GENERIC)
#: Which kinds have no legal form.
_FORMLESS: Final = np.array([kind in {"person", "vessel", "aircraft"} for kind in _KINDS])
#: Entries of posting lists read for each reading: rare keys first.
BUDGET: Final = 12_000
#: Entries with a like address that are looked at.
_NEAR_PLACES: Final = 8
#: The rank signal of a party whose name says nothing.
_NO_NAME: Final = -6.0
#: Queries whose candidates are scored together.
_CHUNK: Final = 64
#: Readings that are searched in one call of the inner loops.
READINGS: Final = 64
#: Queries after which a process compiles its kernel.
_WARM_AFTER: Final = 200


@dataclass(frozen=True, slots=True)
class _Part:
    """One set of arrays: the base, or one increment."""

    arrays: IndexArrays
    entry: Any  # int32[N]: the entry of each name
    mark: Any  # uint8[N]
    style: Any  # uint8[N]: which table of weights judges the name
    kind: Any  # uint8[E]
    name_at: Any  # int64[N + 1] into names
    names: Any  # uint8: listed names, UTF-8
    record_at: Any  # int64[E + 1] into records
    records: Any  # uint8: JSON of each entry
    gone: Any  # uint8[E]: 1 for an entry that a later increment took away
    id_hash: Any  # uint32, sorted: identifiers
    id_entry: Any  # int32: whose they are

    def listed_name(self, name: int) -> str:
        return bytes(self.names[self.name_at[name] : self.name_at[name + 1]]).decode()

    def record(self, entry: int) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(
            bytes(self.records[self.record_at[entry] : self.record_at[entry + 1]])
        )
        return found


@dataclass(frozen=True, slots=True)
class Candidates:
    """Names retrieved for some queries, one row each, with their alignment's summary.

    Attributes:
        query: which query asked.
        reading: which of `readings` it was.
        part, name, entry: where the listed name is.
        kind: the entry's kind, as a place in the list of kinds.
        style: score.PERSON or score.THING: which table of weights judges the name.
        table: summaries, columns as `kernel.SUMMARY`.
        readings: query, part, reading and text of each search that was made.
    """

    query: Any
    reading: Any
    part: Any
    name: Any
    entry: Any
    kind: Any
    style: Any
    table: Any
    readings: list[tuple[int, int, Reading, str]]

    def only(self, wanted: Any) -> Candidates:
        """The rows that are wanted."""
        return Candidates(
            query=self.query[wanted],
            reading=self.reading[wanted],
            part=self.part[wanted],
            name=self.name[wanted],
            entry=self.entry[wanted],
            kind=self.kind[wanted],
            style=self.style[wanted],
            table=self.table[wanted],
            readings=self.readings,
        )


class _Room:
    """Where one thread of search puts what it finds in one set of arrays."""

    def __init__(self, names: int) -> None:
        rows = READINGS * MANY_CANDIDATES
        self.scratch = kernel.scratch_for(names)
        self.names = np.empty(rows, dtype=np.int32)
        self.table = np.empty((rows, len(kernel.SUMMARY)))
        self.sizes = np.zeros(READINGS, dtype=np.int64)


class Index:
    """Listed parties by name, ready to be asked."""

    def __init__(self, parts: Sequence[_Part], places: Sequence[_Part]) -> None:
        self._parts = tuple(parts)
        self._places = tuple(places)
        self._rooms = [_Room(int(part.arrays.name_count[0])) for part in self._parts]
        self._place_rooms = [_Room(int(part.arrays.name_count[0])) for part in self._places]
        self._asked = 0
        self._loops: Any = kernel

    def __len__(self) -> int:
        return sum(len(part.kind) - int(part.gone.sum()) for part in self._parts)

    # making

    @classmethod
    def build(cls, entries: Iterable[Mapping[str, Any]]) -> Index:
        """An index of entries.

        Args:
            entries: mappings with `id`, `names`, and where known `weak_names`, `kind` (or `type`),
            `countries`,
                `addresses`, `identifiers`, `births`.
        """
        part, places = _make_part(entries)
        return cls([part], [places])

    def extend(self, entries: Iterable[Mapping[str, Any]], *, without: Iterable[Any] = ()) -> Index:
        """A new index with more entries, and without some: the increment from one edition to the next.

        What is there is shared, not copied. A changed entry is given anew and its id named in `without`.

        Args:
            entries: as for `build`.
            without: ids of entries that are no more.
        """
        part, places = _make_part(entries)
        kept = self._parts
        wanted = set(without)
        if wanted:
            kept = tuple(_take_away(one, wanted) for one in kept)
        return Index([*kept, part], [*self._places, places])

    def save(self, path: str | Path) -> None:
        """Write the index to a file; the same entries give the same bytes."""
        with Path(path).open("wb") as file:
            file.writelines(_dump([*self._parts, *self._places]))

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
        parts = _load(data, str(path))
        half = len(parts) // 2
        return cls(parts[:half], parts[half:])

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
        found = self.candidates(queries)
        if found is None:
            for query in queries:
                yield [] if isinstance(query, str) else self._beside(query, [], limit, kind, policy)
            return
        if kind != "any":
            wanted = (found.kind == _KINDS.index(kind)) | (found.kind == _KINDS.index("any"))
            found = found.only(wanted)
        signal = score.rank_signal(found.table, found.style)
        for query, hits in zip(queries, self._hits(len(queries), found, signal, limit, policy), strict=True):
            yield hits if isinstance(query, str) else self._beside(query, hits, limit, kind, policy)

    def candidates(self, queries: Sequence[str | Party]) -> Candidates | None:
        """What a few queries retrieve, before any score: also what the weights are fitted on."""
        if self._loops is kernel and self._asked >= _WARM_AFTER:
            self.warm()
        self._asked += len(queries)
        asked: list[tuple[int, Reading, str]] = []
        for number, query in enumerate(queries):
            texts = [query] if isinstance(query, str) else [name.text for name in query.names]
            asked += [(number, reading, text) for text in texts for reading in readings(text)]
        if not asked:
            return None
        rows: list[Any] = []
        found: list[Any] = []
        counts: list[Any] = []
        for at in range(len(self._parts)):
            for first in range(0, len(asked), READINGS):
                pack = query_arrays([row[1] for row in asked[first : first + READINGS]])
                room = self._rooms[at]
                have, sizes_of = self._run(at, pack)
                rows.append(room.table[:have].copy())
                found.append(room.names[:have].copy())
                counts.append(sizes_of.copy())
        readings_of = [
            (number, at, reading, text) for at in range(len(self._parts)) for number, reading, text in asked
        ]
        sizes = np.concatenate(counts)
        table = np.concatenate(rows)
        names = np.concatenate(found)
        part_of = np.repeat([row[1] for row in readings_of], sizes)
        beside = np.empty((4, len(names)), dtype=np.int64)
        gone = np.zeros(len(names), dtype=np.bool_)
        for which, part in enumerate(self._parts):
            mine = part_of == which
            chosen = names[mine]
            entry = part.entry[chosen]
            beside[:, mine] = entry, part.kind[entry], part.mark[chosen], part.style[chosen]
            gone[mine] = part.gone[entry] != 0
        # a word of business in the query: where the list does not say what it is, it is no person
        business = np.repeat([any(w.kind in _BUSINESS for w in row[2].words) for row in readings_of], sizes)
        beside[3, business & (beside[1] == _KINDS.index("any"))] = score.THING
        table[:, kernel.IS_WEAK] = (beside[2] & WEAK) != 0
        table[:, kernel.IS_DERIVED] = (beside[2] & DERIVED) != 0
        formless = _FORMLESS[beside[1]]
        table[:, kernel.KIND_CLASH] = (table[:, kernel.Q_FORM] > 0) & formless
        table[:, kernel.IS_FOREIGN] = np.repeat([float(row[2].foreign) for row in readings_of], sizes)
        candidates = Candidates(
            query=np.repeat([row[0] for row in readings_of], sizes),
            reading=np.repeat(np.arange(len(readings_of)), sizes),
            part=part_of,
            name=names,
            entry=beside[0],
            kind=beside[1],
            style=beside[3],
            table=table,
            readings=readings_of,
        )
        return candidates.only(~gone) if gone.any() else candidates

    def _hits(
        self, asked: int, found: Candidates, signal: Any, limit: int, policy: Policy
    ) -> Iterator[list[Hit]]:
        ranked = np.lexsort((found.name, found.part, -signal, found.query))
        queries, parts_of, entries_of = found.query.tolist(), found.part.tolist(), found.entry.tolist()
        ends = np.searchsorted(found.query[ranked], np.arange(asked), side="right").tolist()
        scores = score.score_of(signal)[ranked].tolist()
        ranks = signal[ranked].tolist()
        entries, parts = found.entry[ranked].tolist(), found.part[ranked].tolist()
        kinds, names = found.kind[ranked].tolist(), found.name[ranked].tolist()
        sources = found.reading[ranked].tolist()
        weak = found.table[ranked, kernel.IS_WEAK].tolist()
        # any of an entry's names may be the one that is named outright, not only the one that scores best
        whole, brand = (
            {(queries[i], parts_of[i], entries_of[i]) for i in np.flatnonzero(mask).tolist()}
            for mask in named_outright(found.table)
        )
        begin = 0
        for number, end in enumerate(ends):
            hits: list[Hit] = []
            seen: set[tuple[int, int]] = set()
            for i in range(begin, end):
                key = (parts[i], entries[i])
                if key in seen:
                    continue
                seen.add(key)
                _, _, reading, text = found.readings[sources[i]]
                kind = _KINDS[kinds[i]]
                verdict = policy.verdict(scores[i], kind)
                if kind != "person":
                    if policy.whole_names and (number, *key) in whole:
                        verdict = Verdict.MATCH
                    elif policy.brands and (number, *key) in brand and verdict is Verdict.NO_MATCH:
                        verdict = Verdict.REVIEW
                if not policy.weak_aliases and weak[i]:
                    verdict = Verdict.NO_MATCH
                hits.append(
                    Hit(
                        self,
                        parts[i],
                        entries[i],
                        names[i],
                        reading,
                        text,
                        scores[i],
                        ranks[i],
                        kind,
                        verdict,
                    )
                )
                if len(hits) == limit:
                    break
            begin = end
            yield hits

    def _beside(self, party: Party, hits: list[Hit], limit: int, kind: str, policy: Policy) -> list[Hit]:
        """Hits of a party with what stands beside the name weighed in, and those found by nothing but that."""
        if not (party.identifiers or party.births or party.countries or party.addresses):
            return hits
        known = {(hit.part, hit.entry): hit for hit in hits}
        for at, part in enumerate(self._parts):
            for entry in self._by_identifier(party, part) | self._by_address(party, at):
                of_kind = _KINDS[int(part.kind[entry])]
                if (at, entry) not in known and kind in {"any", of_kind} and not part.gone[entry]:
                    known[at, entry] = Hit(
                        self, at, entry, -1, None, "", 0.0, _NO_NAME, of_kind, Verdict.NO_MATCH
                    )
        weighed = [weigh_beside(party, hit, policy, self._sharers) for hit in known.values()]
        if policy.addresses:
            best = {(hit.part, hit.entry): hit for hit in weighed}
            for hit in self._by_campus(party, policy):
                before = best.get((hit.part, hit.entry))
                if before is None or before.verdict is Verdict.NO_MATCH:
                    best[hit.part, hit.entry] = hit
            weighed = list(best.values())
        kept = [hit for hit in weighed if hit.query or hit.beside]
        return sorted(kept, key=lambda hit: (-hit.rank, hit.part, hit.entry))[:limit]

    def _by_campus(self, party: Party, policy: Policy) -> Iterator[Hit]:
        """Listed bodies on whose campus one of the party's addresses lies, by their names in the address."""
        for address in party.addresses:
            for name in campus_names(address.text):
                for hit in self.search(name, limit=3, policy=policy):
                    if hit.verdict is Verdict.MATCH and hit.kind != "person":
                        yield on_campus(hit, address.text, hit.name)

    def _sharers(self, building: str) -> int:
        """How many listed parties have an address in a building."""
        wanted = np.uint32(key_of("building", building)) if building else np.uint32(0)
        count = 0
        for places in self._places:
            at = int(np.searchsorted(places.id_hash, wanted))
            if building and at < len(places.id_hash) and places.id_hash[at] == wanted:
                count += int(places.id_entry[at])
        return count

    def _by_identifier(self, party: Party, part: _Part) -> set[int]:
        found: set[int] = set()
        for one in party.identifiers:
            key = identifier_key(one.kind, one.value)
            if key:
                wanted = np.uint32(key_of("identifier", key))
                low, high = (
                    np.searchsorted(part.id_hash, wanted),
                    np.searchsorted(part.id_hash, wanted, "right"),
                )
                found.update(int(entry) for entry in part.id_entry[low:high])
        return found

    def _by_address(self, party: Party, at: int) -> set[int]:
        """Entries of one part with an address like one of the party's."""
        places, scratch = self._places[at], self._place_rooms[at].scratch
        found: set[int] = set()
        if not len(places.entry):
            return found
        for address in party.addresses:
            text = address_text(entry_of_record({"id": 0, "addresses": [address]})["addresses"][0])
            for reading in readings(text):
                pack = query_arrays([reading])
                self._loops.weigh(places.arrays, pack)
                have = self._loops.retrieve(
                    places.arrays, pack, 0, BUDGET, scratch.found, scratch.strength, scratch
                )
                found.update(int(places.entry[name]) for name in scratch.found[: min(have, _NEAR_PLACES)])
        return found

    def _run(self, at: int, pack: QueryArrays) -> tuple[int, Any]:
        """Search one part for some readings: how many rows there are in its room, and how many each reading has."""
        room = self._rooms[at]
        have: int = self._loops.search(
            self._parts[at].arrays, pack, BUDGET, room.names, room.table, room.sizes, room.scratch
        )
        return have, room.sizes[: len(pack.uncounted)]

    # looking at what is kept

    def record(self, part: int, entry: int) -> dict[str, Any]:
        """One entry as it was given."""
        return self._parts[part].record(entry)

    def ids(self) -> Iterator[str]:
        """The ids of all entries that can be found, in the index's own order."""
        for part in self._parts:
            for entry in range(len(part.kind)):
                yield str(part.record(entry)["id"])

    def listed_name(self, part: int, name: int) -> str:
        """One name as it was given."""
        return self._parts[part].listed_name(name)

    def part_arrays(self, part: int) -> IndexArrays:
        """The arrays of one part, for explanations."""
        return self._parts[part].arrays


def _make_part(entries: Iterable[Mapping[str, Any]]) -> tuple[_Part, _Part]:
    """The names of entries, and their addresses as an index of their own; entries are read once, one by one."""
    names, places = Names(), Names()
    kinds = array("B")
    records, record_at = bytearray(), array("q", [0])
    ids: list[tuple[int, int]] = []
    buildings: Counter[int] = Counter()
    for number, given in enumerate(entries):
        entry = entry_of_record(given)
        addresses = entry.get("addresses", ())
        names.add_entry(entry)
        places.add_entry({"names": [address_text(one) for one in addresses]})
        buildings.update(
            {key_of("building", key) for one in addresses if (key := building_key(place_of(one)))}
        )
        kinds.append(_KINDS.index(entry["kind"]))
        records += json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
        record_at.append(len(records))
        ids += [
            (key_of("identifier", key), number)
            for one in entry.get("identifiers", ())
            if (key := identifier_key(str(one.get("kind", "")), str(one.get("value", ""))))
        ]
    kind = np.array(kinds, dtype=np.uint8)
    whole = _fill(names, kind, (records, record_at), sorted(ids))
    del names, records
    nothing = bytearray(), array("q", [0] * (len(kinds) + 1))
    # of the places the identifiers' columns hold how many entries are in one building, where more than one is
    shared = sorted((key, count) for key, count in buildings.items() if count > 1)
    return whole, _fill(places, kind, nothing, shared)


def _take_away(part: _Part, ids: set[Any]) -> _Part:
    gone = part.gone.copy()
    for entry in range(len(part.kind)):
        if not gone[entry] and part.record(entry)["id"] in ids:
            gone[entry] = 1
    gone.setflags(write=False)
    return replace(part, gone=gone)


def _fill(names: Names, kind: Any, records: tuple[bytearray, Any], ids: Sequence[tuple[int, int]]) -> _Part:
    arrays = pack(names)
    entry = np.array(names.entry, dtype=np.int32)
    part = _Part(
        arrays=arrays,
        entry=entry,
        mark=np.array(names.mark, dtype=np.uint8),
        style=_styles(arrays, kind[entry]),
        kind=kind,
        name_at=np.array(names.listed_at, dtype=np.int64),
        names=np.frombuffer(bytes(names.listed), dtype=np.uint8),
        gone=np.zeros(len(kind), dtype=np.uint8),
        record_at=np.array(records[1], dtype=np.int64),
        records=np.frombuffer(bytes(records[0]), dtype=np.uint8),
        id_hash=np.array([key for key, _ in ids], dtype=np.uint32),
        id_entry=np.array([number for _, number in ids], dtype=np.int32),
    )
    for _, column in _columns(part):
        # as when it is mapped from a file: the loops are compiled for that alone
        column.setflags(write=False)
    return part


def _styles(arrays: IndexArrays, kind: Any) -> Any:
    """Persons by the list's own word, or by their names where the list does not say: no word of business in
    them.
    """
    owner = np.repeat(np.arange(len(kind)), np.diff(arrays.name_start))
    business = np.isin(arrays.word_kind[arrays.name_words], (kernel.LEGAL, kernel.GENERIC, kernel.NUMBER))
    of_business = np.bincount(owner, weights=business, minlength=len(kind)) > 0
    words = np.diff(arrays.name_start)
    looks_like_one = ~of_business & (words >= 2) & (words <= 5)
    person = (kind == _KINDS.index("person")) | ((kind == _KINDS.index("any")) & looks_like_one)
    return np.where(person, score.PERSON, score.THING).astype(np.uint8)


_SIDE: Final = (
    "entry",
    "mark",
    "style",
    "kind",
    "name_at",
    "names",
    "record_at",
    "records",
    "gone",
    "id_hash",
    "id_entry",
)


def _columns(part: _Part) -> Iterator[tuple[str, Any]]:
    yield from part.arrays._asdict().items()
    for name in _SIDE:
        yield name, getattr(part, name)


def _dump(parts: Sequence[_Part]) -> Iterator[bytes]:
    """The file: magic, length of the header, header (JSON), then each array at a multiple of 64 bytes."""
    layout: list[list[dict[str, Any]]] = []
    at = 0
    for part in parts:
        columns = []
        for name, column in _columns(part):
            columns.append({"name": name, "dtype": column.dtype.str, "shape": list(column.shape), "at": at})
            at += column.nbytes + -column.nbytes % 64
        layout.append(columns)
    header = json.dumps({"parts": layout, "size": at}, separators=(",", ":")).encode()
    header += b" " * (-(len(header) + 16) % 64)
    yield _MAGIC
    yield struct.pack("<Q", len(header))
    yield header
    for part in parts:
        for _, column in _columns(part):
            yield np.ascontiguousarray(column).tobytes()
            yield b"\0" * (-column.nbytes % 64)


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
