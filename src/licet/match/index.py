"""The index: a file that is memory-mapped, and the search in it.

    index = Index.build(entries)      entries: mappings with id, names, kind, countries ...
    index.save(path)                  deterministic bytes
    Index.open(path).search("...")    opened in milliseconds, its pages shared between processes

One path answers one query or many: readings, retrieval and alignment (kernel), features, score, verdict.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np

from licet.core.errors import MatchIndexError
from licet.core.trade import Party
from licet.match import score
from licet.match.address import address_text, campus_names
from licet.match.arrays import (
    A_PERSON,
    ANY,
    BRAND,
    KINDS,
    NAMED,
    OF_GROUP,
    OF_KIND,
    WEAK_ALIAS,
    WHOLE,
    IndexArrays,
)
from licet.match.beside import SAME_COUNTRY, Beside, beside_countries, beside_name
from licet.match.candidates import Candidates
from licet.match.compiled import is_kept, machine
from licet.match.gathered import Gathered
from licet.match.hit import Hit
from licet.match.identifiers import identifier_key
from licet.match.normal import Reading, read_name
from licet.match.part import Part, dump_parts, load_parts, make_part, part_of, take_away
from licet.match.policy import DEFAULT, Policy, Verdict
from licet.match.query import lay_out, readings
from licet.match.record import entry_of_party, entry_of_record
from licet.match.room import READINGS, Room, Shelf
from licet.match.vocabulary import key_of
from licet.match.weighed import on_campus, weigh_beside

__all__ = ["Index"]

#: Entries with a like address that are looked at.
_NEAR_PLACES: Final = 8
#: The rank signal of a party whose name says nothing.
_NO_NAME: Final = -6.0
#: What a party may tell beside its name and its country.
_TOLD: Final = frozenset({"births", "identifiers", "addresses"})
#: A birth date, a number or an address may make a hit of any name.
_ANY_LIFT: Final = float("inf")
#: By their own names, since every hit asks.
_NO_MATCH, _REVIEW, _MATCH = Verdict.NO_MATCH, Verdict.REVIEW, Verdict.MATCH
#: Queries whose candidates are scored together.
_CHUNK: Final = 64
#: Queries after which a process compiles the loops; where their machine code is kept it is linked for the first.
_COMPILE_AFTER: Final = 200


class Index:
    """Listed parties by name, ready to be asked."""

    def __init__(self, parts: Sequence[Part], places: Sequence[Part]) -> None:
        self._parts = tuple(parts)
        self._places = tuple(places)
        self._shelves = [Shelf(part.arrays, part.side()) for part in self._parts]
        self._place_shelves = [Shelf(part.arrays, part.side()) for part in self._places]
        self._room = Room()
        self._asked = 0
        self._warm = False

    def __len__(self) -> int:
        return sum(len(part.kind) - int(part.gone.sum()) for part in self._parts)

    # making

    @classmethod
    def build(cls, entries: Iterable[Mapping[str, Any]]) -> Index:
        """An index of entries.

        Args:
            entries: mappings with `id`, `names`, and where known `weak_names`, `kind` (or `type`), `countries`,
                `addresses`, `identifiers`, `births`.
        """
        part, places = make_part(entries)
        return cls([part], [places])

    @classmethod
    def of(cls, gathered: Gathered) -> Index:
        """The same of entries that were gathered, here or in several processes; what was gathered is used up."""
        part, places = part_of(gathered)
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
        """Take the inner loops as machine code from now on, compiled where they are not kept; results do not change.

        Returns:
            False where numba is not installed.
        """
        code = machine()
        if code is not None and not self._warm:
            for shelf in (*self._shelves, *self._place_shelves):
                shelf.use(code)
            self._room.use(code)
            self._warm = True
        return self._warm

    def forget(self) -> None:
        """Forget readings kept from earlier queries, so that a measurement is not flattered."""
        readings.cache_clear()
        read_name.cache_clear()

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
        ruled_out: bool = True,
    ) -> Iterator[list[Hit]]:
        """`search` for many queries, in order, much faster; the same hits and the same scores.

        With `ruled_out=False` hits with the verdict no match are left out, as far as nothing that stands beside
        a name could raise them.
        """
        rules = policy or DEFAULT
        chunk: list[str | Party] = []
        for query in queries:
            chunk.append(query)
            if len(chunk) == _CHUNK:
                yield from self._search_chunk(chunk, limit, kind, rules, ruled_out=ruled_out)
                chunk = []
        if chunk:
            yield from self._search_chunk(chunk, limit, kind, rules, ruled_out=ruled_out)

    def _search_chunk(
        self, queries: Sequence[str | Party], limit: int, kind: str, policy: Policy, *, ruled_out: bool
    ) -> Iterator[list[Hit]]:
        asked, have = self._search(queries)
        if kind != "any" and have:
            rows, table = self._room.found
            of_kind = rows[:have, OF_KIND]
            kept = np.flatnonzero((of_kind == KINDS.index(kind)) | (of_kind == ANY))
            have = len(kept)
            rows[:have], table[:have] = rows[kept], table[kept]
        lifts = [_ANY_LIFT if ruled_out else _lift_of(query) for query in queries]
        hits_of = self._hits(asked, have, lifts, limit, policy)
        for query, hits in zip(queries, hits_of, strict=True):
            yield hits if isinstance(query, str) else self._beside(query, hits, limit, kind, policy)

    def candidates(self, queries: Sequence[str | Party]) -> Candidates | None:
        """What a few queries retrieve, before any score: also what the weights are fitted on."""
        asked, have = self._search(queries)
        if not asked:
            return None
        return Candidates(
            rows=self._room.found.rows[:have].copy(),
            table=self._room.found.table[:have].copy(),
            readings=asked,
            query_of=np.array([number for number, _, _ in asked]),
        )

    def _search(self, queries: Sequence[str | Party]) -> tuple[list[tuple[int, Reading, str]], int]:
        """What was asked, query by query and reading by reading, and how many rows of the room were filled in."""
        self._asked += len(queries)
        if not self._warm and (self._asked > _COMPILE_AFTER or is_kept()):
            self.warm()
        asked: list[tuple[int, Reading, str]] = []
        for number, query in enumerate(queries):
            texts = [query] if isinstance(query, str) else [name.text for name in query.names]
            asked += [(number, reading, text) for text in texts for reading in readings(text)]
        room, row = self._room, 0
        room.make(len(asked), len(queries), len(self._parts), 0)
        for first in range(0, len(asked), READINGS):
            questions = lay_out([reading for _, reading, _ in asked[first : first + READINGS]])
            for at, shelf in enumerate(self._shelves):
                row = shelf.search(questions, room.found, room.block, at, first, row)
        return asked, row

    def _hits(
        self,
        asked: Sequence[tuple[int, Reading, str]],
        have: int,
        lifts: Sequence[float],
        limit: int,
        policy: Policy,
    ) -> Iterator[list[Hit]]:
        queries, most = len(lifts), min(limit, have)
        if most <= 0:
            yield from ([] for _ in range(queries))
            return
        self._room.make(len(asked), queries, len(self._parts), most)
        counts, columns, ranks = self._room.judge(have, [number for number, _, _ in asked], queries, most)
        scores = score.score_of(ranks)
        match, review = _limits(policy)
        if min(lifts) < _ANY_LIFT:
            query_of = np.repeat(np.arange(queries), counts)
            raised = np.array(lifts)[query_of]
            kept = score.score_of(ranks + raised) >= np.array(review)[columns[:, OF_KIND]]
            kept |= (columns[:, NAMED] != 0) | (raised == _ANY_LIFT)
            counts = np.bincount(query_of[kept], minlength=queries)
            columns, scores, ranks = columns[kept], scores[kept], ranks[kept]
        found = zip(*columns.T.tolist(), scores.tolist(), ranks.tolist(), strict=True)
        whole, brand = WHOLE if policy.whole_names else 0, BRAND if policy.brands else 0
        silent = 0 if policy.weak_aliases else WEAK_ALIAS
        of_group = OF_GROUP if policy.brands else 0
        for count, lift in zip(counts.tolist(), lifts, strict=True):
            hits: list[Hit] = []
            told = False  # a name that is listed itself is not asked about for the others of its group
            for source, name, entry, kind, _, part, named, value, rank in islice(found, count):
                verdict = _NO_MATCH
                if value >= review[kind]:
                    verdict = _MATCH if value >= match[kind] else _REVIEW
                if named:
                    if kind != A_PERSON:
                        if named & whole:
                            verdict = _MATCH
                        elif verdict is _NO_MATCH and (named & brand or (named & of_group and not told)):
                            verdict = _REVIEW
                    if named & silent:
                        verdict = _NO_MATCH
                told = told or verdict is _MATCH
                if lift or verdict is not _NO_MATCH:
                    _, reading, text = asked[source]
                    hits.append(
                        Hit(self, part, entry, name, reading, text, value, rank, KINDS[kind], verdict)
                    )
            yield hits

    def _beside(self, party: Party, hits: list[Hit], limit: int, kind: str, policy: Policy) -> list[Hit]:
        """Hits of a party with what stands beside the name weighed in, and those found by nothing but that."""
        if _by_name_alone(party) or not (hits or party.identifiers or party.addresses):
            return hits
        known = {(hit.part, hit.entry): hit for hit in hits}
        for at, part in enumerate(self._parts):
            for entry in self._by_identifier(party, part) | self._by_address(party, at):
                of_kind = KINDS[int(part.kind[entry])]
                if (at, entry) not in known and kind in {"any", of_kind} and not part.gone[entry]:
                    known[at, entry] = Hit(
                        self, at, entry, -1, None, "", 0.0, _NO_NAME, of_kind, Verdict.NO_MATCH
                    )
        ours = entry_of_party(party, id="query") if known else {}
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
        places = self._places[at]
        found: set[int] = set()
        if not len(places.entry):
            return found
        for address in party.addresses:
            text = address_text(entry_of_record({"id": 0, "addresses": [address]})["addresses"][0])
            for reading in readings(text):
                names = self._place_shelves[at].nearest(lay_out([reading]), _NEAR_PLACES)
                found.update(int(places.entry[name]) for name in names)
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


@lru_cache(maxsize=16)
def _limits(policy: Policy) -> tuple[list[float], list[float]]:
    """The scores from which hits of each kind of party are a match, and from which they are reviewed."""
    each = [policy.thresholds(kind) for kind in KINDS]
    return [one.match for one in each], [one.review for one in each]


def _by_name_alone(party: Party) -> bool:
    """Whether nothing but its names says who a party is."""
    return not (party.identifiers or party.births or party.countries or party.addresses)


def _lift_of(query: str | Party) -> float:
    """The most that what stands beside a name can add to the rank of a hit."""
    if isinstance(query, str) or _by_name_alone(query):
        return 0.0
    return _ANY_LIFT if query.identifiers or query.births or query.addresses else SAME_COUNTRY
