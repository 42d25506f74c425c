"""The index: a file that is memory-mapped, and the search in it.

    index = Index.build(entries)      entries: mappings with id, names, kind, countries ...
    index.save(path)                  deterministic bytes
    Index.open(path).search("...")    opened in milliseconds, its pages shared between processes

One path answers one query or many: readings, retrieval and alignment (kernel), features, score, verdict.
"""

from __future__ import annotations

import mmap
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from licet.core.errors import MatchIndexError
from licet.core.trade import Party
from licet.match import kernel, score
from licet.match.address import address_text, campus_names
from licet.match.arrays import (
    A_PERSON,
    ANY,
    ENTRY,
    FOUND,
    KINDS,
    NAME,
    OF_KIND,
    READING,
    STYLE,
    IndexArrays,
)
from licet.match.beside import Beside, beside_countries, beside_name
from licet.match.compiled import PLAIN, compile_kernel
from licet.match.hit import Hit
from licet.match.identifiers import identifier_key
from licet.match.normal import Reading, key_of
from licet.match.outright import named_outright, same_words, with_equals_first
from licet.match.part import Part, dump_parts, keep_groups, load_parts, make_part, take_away
from licet.match.policy import DEFAULT, Policy, Verdict
from licet.match.query import query_arrays, readings
from licet.match.record import entry_of_party, entry_of_record
from licet.match.retrieve import MANY_CANDIDATES
from licet.match.weighed import on_campus, weigh_beside

__all__ = ["Index"]

#: Entries of posting lists read for each reading: rare keys first.
BUDGET: Final = 12_000
#: Entries with a like address that are looked at.
_NEAR_PLACES: Final = 8
#: The rank signal of a party whose name says nothing.
_NO_NAME: Final = -6.0
#: What a party may tell beside its name and its country.
_TOLD: Final = frozenset({"births", "identifiers", "addresses"})
#: Queries whose candidates are scored together.
_CHUNK: Final = 64
#: Readings that are searched in one call of the inner loops.
READINGS: Final = 64
#: Queries after which a process compiles its kernel.
_WARM_AFTER: Final = 200


def _joined(pieces: list[Any]) -> Any:
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Names retrieved for some queries, one row each, with their alignment's summary.

    Attributes:
        rows: which reading asked, the name, its entry, the entry's kind, the table of weights; columns as
            `arrays.READING` ...
        part: which part of the index holds the name.
        table: summaries, columns as `arrays.SUMMARY`.
        readings: which query asked, the reading, and its text.
        query_of: the query of each reading.
    """

    rows: Any
    part: Any
    table: Any
    readings: list[tuple[int, Reading, str]]
    query_of: Any

    @property
    def query(self) -> Any:
        """Which query asked for each row."""
        return self.query_of[self.rows[:, READING]]

    @property
    def name(self) -> Any:
        """The listed name of each row."""
        return self.rows[:, NAME]

    @property
    def entry(self) -> Any:
        """The entry of each row's name."""
        return self.rows[:, ENTRY]

    @property
    def style(self) -> Any:
        """PERSON or THING for each row: which table of weights judges it."""
        return self.rows[:, STYLE]

    def only(self, wanted: Any) -> Candidates:
        """The rows that are wanted."""
        return replace(self, rows=self.rows[wanted], part=self.part[wanted], table=self.table[wanted])


class _Room:
    """Where one thread of search puts what it finds in one set of arrays."""

    def __init__(self, names: int) -> None:
        count = READINGS * MANY_CANDIDATES
        self.scratch = kernel.scratch_for(names)
        self.rows = np.empty((count, FOUND), dtype=np.int64)
        self.table = np.empty((count, len(kernel.SUMMARY)))


class Index:
    """Listed parties by name, ready to be asked."""

    def __init__(self, parts: Sequence[Part], places: Sequence[Part]) -> None:
        self._parts = tuple(parts)
        self._places = tuple(places)
        self._rooms = [_Room(int(part.arrays.name_count[0])) for part in self._parts]
        self._place_rooms = [_Room(int(part.arrays.name_count[0])) for part in self._places]
        self._sides = [part.side() for part in self._parts]
        self._asked = 0
        self._warm = False
        #: The functions that search, plain or compiled: one set of numbers either way.
        self.loops: Any = PLAIN

    def __len__(self) -> int:
        return sum(len(part.kind) - int(part.gone.sum()) for part in self._parts)

    # making

    @classmethod
    def build(cls, entries: Iterable[Mapping[str, Any]]) -> Index:
        """An index of entries.

        Args:
            entries: mappings with `id`, `names`, and where known `weak_names`, `kind` (or `type`),
            `countries`,
                `addresses`, `identifiers`, `births`, `group` (which list it is of).
        """
        part, places = make_part(entries)
        return cls([part], [places])

    def extend(self, entries: Iterable[Mapping[str, Any]], *, without: Iterable[Any] = ()) -> Index:
        """A new index with more entries, and without some: the increment from one edition to the next.

        What is there is shared, not copied. A changed entry is given anew and its id named in `without`.

        Args:
            entries: as for `build`.
            without: ids of entries that are no more.
        """
        part, places = make_part(entries)
        kept = self._parts
        wanted = set(without)
        if wanted:
            kept = tuple(take_away(one, wanted) for one in kept)
        return Index([*kept, part], [*self._places, places])

    def of_groups(self, groups: Collection[str]) -> Index:
        """The index with the entries of some groups (lists) alone; what is there is shared, not copied.

        Words are as rare as they are in the whole index, so a score does not depend on which groups are looked at.

        Args:
            groups: the `group` of the entries to keep.
        """
        wanted = frozenset(groups)
        return Index(
            [keep_groups(part, wanted) for part in self._parts],
            [keep_groups(part, wanted) for part in self._places],
        )

    def save(self, path: str | Path) -> None:
        """Write the index to a file; the same entries give the same bytes."""
        with Path(path).open("wb") as file:
            file.writelines(dump_parts([*self._parts, *self._places]))

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
        parts = load_parts(data, str(path))
        half = len(parts) // 2
        return cls(parts[:half], parts[half:])

    # asking

    def warm(self) -> bool:
        """Compile the inner loops now; False where numba is not installed. Results do not change."""
        found = compile_kernel()
        if found is not None:
            self.loops = found
            self._warm = True
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
            of_kind = found.rows[:, OF_KIND]
            found = found.only((of_kind == KINDS.index(kind)) | (of_kind == ANY))
        signal = score.rank_signal(found.table, found.style, self.loops)
        equal = same_words(found.table)
        signal = with_equals_first(found.table, signal, found.query, equal)
        hits_of = self._hits(len(queries), found, signal, equal, limit, policy)
        for query, hits in zip(queries, hits_of, strict=True):
            yield hits if isinstance(query, str) else self._beside(query, hits, limit, kind, policy)

    def candidates(self, queries: Sequence[str | Party]) -> Candidates | None:
        """What a few queries retrieve, before any score: also what the weights are fitted on."""
        if not self._warm and self._asked >= _WARM_AFTER:
            self.warm()
        self._asked += len(queries)
        asked: list[tuple[int, Reading, str]] = []
        for number, query in enumerate(queries):
            texts = [query] if isinstance(query, str) else [name.text for name in query.names]
            asked += [(number, reading, text) for text in texts for reading in readings(text)]
        if not asked:
            return None
        rows, tables, parts = [], [], []
        for first in range(0, len(asked), READINGS):
            questions = query_arrays([reading for _, reading, _ in asked[first : first + READINGS]])
            for at, part in enumerate(self._parts):
                room = self._rooms[at]
                have = self.loops.search(
                    part.arrays, self._sides[at], questions, BUDGET, room.rows, room.table, room.scratch
                )
                found = room.rows[:have].copy()
                found[:, READING] += first
                rows.append(found)
                tables.append(room.table[:have].copy())
                parts.append(np.zeros(have, dtype=np.int64) if at == 0 else np.full(have, at))
        return Candidates(
            rows=_joined(rows),
            part=_joined(parts),
            table=_joined(tables),
            readings=asked,
            query_of=np.array([number for number, _, _ in asked]),
        )

    def _hits(
        self, asked: int, found: Candidates, signal: Any, equal: Any, limit: int, policy: Policy
    ) -> Iterator[list[Hit]]:
        most = min(limit, len(signal))
        best, counts = np.zeros((asked, most), dtype=np.int64), np.zeros(asked, dtype=np.int64)
        self.loops.best_of(found.rows, found.part, signal, found.query_of, most, best, counts)
        chosen = best[0, : counts[0]] if asked == 1 else best[np.arange(most) < counts[:, None]]
        ranks = signal[chosen]
        scores, signals = score.score_of(ranks).tolist(), ranks.tolist()
        rows, parts = found.rows[chosen].tolist(), found.part[chosen].tolist()
        weak = found.table[chosen, kernel.IS_WEAK].tolist()
        whole, brand = self._outright(found, signal, equal)
        at = 0
        for number, count in enumerate(counts.tolist()):
            hits: list[Hit] = []
            for one in range(at, at + count):
                source, name, entry, of_kind, _ = rows[one]
                _, reading, text = found.readings[source]
                kind, value = KINDS[of_kind], scores[one]
                verdict = policy.verdict(value, kind)
                if of_kind != A_PERSON:
                    key = (number, parts[one], entry)
                    if policy.whole_names and key in whole:
                        verdict = Verdict.MATCH
                    elif policy.brands and verdict is Verdict.NO_MATCH and key in brand:
                        verdict = Verdict.REVIEW
                if weak[one] and not policy.weak_aliases:
                    verdict = Verdict.NO_MATCH
                hits.append(
                    Hit(self, parts[one], entry, name, reading, text, value, signals[one], kind, verdict)
                )
            at += count
            yield hits

    def _outright(
        self, found: Candidates, signal: Any, equal: Any
    ) -> tuple[set[tuple[int, ...]], set[tuple[int, ...]]]:
        """Query, part and entry of what is named outright: any of an entry's names, not only the one that scores best."""
        whole, brand = named_outright(found.table, signal, equal)
        some = (whole | brand).nonzero()[0]
        if not some.size:
            return set(), set()
        where = zip(
            found.query[some].tolist(), found.part[some].tolist(), found.entry[some].tolist(), strict=True
        )
        keys = list(where)
        return (
            {key for key, is_so in zip(keys, whole[some].tolist(), strict=True) if is_so},
            {key for key, is_so in zip(keys, brand[some].tolist(), strict=True) if is_so},
        )

    def _beside(self, party: Party, hits: list[Hit], limit: int, kind: str, policy: Policy) -> list[Hit]:
        """Hits of a party with what stands beside the name weighed in, and those found by nothing but that."""
        if not (party.identifiers or party.births or party.countries or party.addresses):
            return hits
        known = {(hit.part, hit.entry): hit for hit in hits}
        for at, part in enumerate(self._parts):
            for entry in self._by_identifier(party, part) | self._by_address(party, at):
                of_kind = KINDS[int(part.kind[entry])]
                if (at, entry) not in known and kind in {"any", of_kind} and not part.gone[entry]:
                    known[at, entry] = Hit(
                        self, at, entry, -1, None, "", 0.0, _NO_NAME, of_kind, Verdict.NO_MATCH
                    )
        ours = entry_of_party(party, id="query")
        weighed = [weigh_beside(self._weighed(hit, ours), hit, policy) for hit in known.values()]
        if policy.addresses:
            best = {(hit.part, hit.entry): hit for hit in weighed}
            for hit in self._by_campus(party, policy):
                before = best.get((hit.part, hit.entry))
                if before is None or before.verdict is Verdict.NO_MATCH:
                    best[hit.part, hit.entry] = hit
            weighed = list(best.values())
        kept = [hit for hit in weighed if hit.query or hit.beside]
        return sorted(kept, key=lambda hit: (-hit.rank, hit.part, hit.entry))[:limit]

    def _weighed(self, hit: Hit, ours: Mapping[str, Any]) -> Beside:
        """What speaks for and against a hit beside its name; its record is read only where more than countries count."""
        if ours.keys() & _TOLD:
            return beside_name(ours, hit.record, self._sharers)
        return beside_countries(tuple(ours["countries"]), self._parts[hit.part].countries_of(hit.entry))

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

    def _by_identifier(self, party: Party, part: Part) -> set[int]:
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
                self.loops.weigh(places.arrays, pack)
                have = self.loops.retrieve(
                    places.arrays, pack, 0, BUDGET, scratch.found, scratch.strength, scratch
                )
                found.update(int(places.entry[name]) for name in scratch.found[: min(have, _NEAR_PLACES)])
        return found

    # looking at what is kept

    def record(self, part: int, entry: int) -> dict[str, Any]:
        """One entry as it was given."""
        return self._parts[part].record(entry)

    def ids(self) -> Iterator[str]:
        """The ids of all entries that can be found, in the index's own order."""
        for part in self._parts:
            for entry in np.flatnonzero(part.gone == 0).tolist():
                yield str(part.record(entry)["id"])

    def listed_name(self, part: int, name: int) -> str:
        """One name as it was given."""
        return self._parts[part].listed_name(name)

    def names_in(self, part: int) -> tuple[Any, Any, Any]:
        """Of each name of a part: which table of weights judges it, whether the kind is not known, its mark."""
        one = self._parts[part]
        return one.style, one.kind[one.entry] == ANY, one.mark

    def part_arrays(self, part: int) -> IndexArrays:
        """The arrays of one part, for explanations."""
        return self._parts[part].arrays
