"""A sieve over many parties: which of them can't be a hit on any entry of a small index, without scoring them.

Screening a million parties against the thirty entries of a filing scores a million names to find a dozen. The sieve
leaves out those that cannot be a hit whatever their score turns out to be; all others are asked of the index
itself, whose answer decides. What must hold for a hit, and why:

1. A hit beside the name shares an identifier, or a house number and the beginnings of two telling words of one
   address (`address.compare_places` gives nothing else any weight). Such parties are never left out.
2. A hit by name scores at least the policy's threshold less what else may speak for it: the same country, and the
   day of birth where both sides have one. Or the name is named outright.
3. The score is a sum of curves (`words/weights.tsv`), each rising or falling with one piece of evidence
   (`tests/match/test_laws.py`). So no pair of names scores more than the sum at bounds of its evidence: for evidence
   that grows with agreement a bound from above, else one from below. What is not bounded counts at its top.
4. Evidence comes from which words meet. How well two words meet depends on them alone, so it is what the matcher's own
   loops say (`meet.likeness`), for each word of the parties and each listed one that may be near it (`sieve_meet`). A
   word that nothing can meet is over for sure: the mass, the rarity and the count of these bound what is over, the
   rest what is shared. Neighbours that may be one listed word written apart are taken for it, each with all of its own
   weight; a word that may be several listed ones is never left out.
5. A name that is named outright has all its telling words met, all but exactly, and the listed one has no rare
   word over; or it scores `outright.LIKELY` at least.

It goes in three steps, each over what the one before left (`sieve_glance`, `sieve_reach`): all that a reading's words share with any
names together; what they share with one name, by the reading's words alone; both names word by word.

`tests/match/test_sieve.py` holds the bounds to the score of every pair, hit or not, and the answer to asking
everybody. Nothing here depends on how high a score is or what the weights are.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np

from licet.core.trade import Name, Party
from licet.match import sieve_meet
from licet.match.arrays import BONES, GROUP, HASH, SLIP_OF, QueryArrays
from licet.match.compiled import PLAIN, compile_kernel
from licet.match.identifiers import identifier_key
from licet.match.index import Index
from licet.match.machine import Machine, block_of
from licet.match.policy import DEFAULT, Policy
from licet.match.sieve_arrays import BRIEF, PIECE, TOLD, Met, Readings, Told, Words, look_room, meet_room
from licet.match.sieve_curves import curves_for, points_needed
from licet.match.sieve_keys import Keys, place_keys
from licet.match.sieve_listed import listed_names, neighbours
from licet.match.sieve_machine import loops
from licet.match.sieve_spell import spelt_words
from licet.match.vocabulary import key_of

__all__ = ["MOST_WORDS", "Sieve", "warm"]

T = TypeVar("T")

#: Beyond so many listed words there is nothing to win: everybody is asked.
MOST_WORDS: Final = 4_000
#: Pairs of words compared at a time by one thread.
_PAIRS: Final = 2_000_000
#: Bytes that a processor reads at once.
_LINE: Final = 64
#: Readings bounded at a time by one thread.
_READINGS: Final = 20_000


class Prepared(NamedTuple):
    """The words of many parties, compared with the listed ones."""

    words: Words
    readings: Readings
    told: Told


class Sieve:
    """Bounds against one small index.

    Args:
        index: the entries that change, in one part.
        policy: from which score somebody must look.
    """

    def __init__(self, index: Index, policy: Policy = DEFAULT) -> None:
        self._policy = policy
        self._records = [index.record(0, entry) for entry in range(len(index))]
        self._arrays = index.part_arrays(0)
        self._listed = listed_names(index)
        self._pairs = neighbours(self._arrays)

    @property
    def able(self) -> bool:
        """Whether it can leave anybody out: the compiler is installed, and the index is small."""
        return loops() is not None and len(self._arrays.word_kind) <= MOST_WORDS

    def may_hit(self, keys: Keys) -> Any:
        """Places of the parties to ask, ascending; all where it is not able to leave anybody out."""
        if not self.able:
            return np.arange(len(keys))
        marked = np.zeros(len(keys), dtype=np.bool_)
        marked[keys.blank] = True
        if len(keys.reading_party):
            marked[keys.reading_party[self.reach(self.prepare(keys), points_needed(self._policy)) > 0]] = True
        self._by_number(keys, marked)
        self._by_place(keys, marked)
        return np.flatnonzero(marked)

    def prepare(self, keys: Keys) -> Prepared:
        """The parties' words compared with the listed ones."""
        count = len(keys.facts)
        arrays, order, usual = self._arrays, self._listed.order, sieve_meet.USUAL
        words = Words(
            keys.start, keys.letters, keys.sound_start, keys.sound, keys.facts, keys.vowel,
            self._alike(keys), *weights_of(arrays, keys),
        )  # fmt: skip
        told = Told(
            _rows(count, TOLD, np.float32), _rows(count, PIECE, np.int64), _rows(count, BRIEF, np.float32)
        )
        vowels = np.union1d(keys.vowel, usual)
        spelt = spelt_words(arrays.word_start, arrays.word_letters, order, vowels, usual)
        spoken = spelt_words(arrays.sound_start, arrays.sound_letters, order, vowels, usual)
        given = [block_of(one) for one in (words, arrays, self._listed, self._pairs, spelt, spoken)]
        meet, into = _loops()["meet"], block_of(told)
        found: dict[int, tuple[Any, Any]] = {}
        many = np.zeros(count, dtype=np.int64)
        block = max(16, _PAIRS // max(1, len(arrays.word_kind)))

        def work(first: int) -> None:
            last = min(first + block, count)
            pairs = (last - first) * len(arrays.word_kind)
            met = Met(np.zeros(1, np.int64), np.empty(pairs, np.int32), np.empty(pairs, np.uint8), many)
            room = block_of(meet_room(spelt, spoken, len(self._listed.bit)))
            blocks = (*given, block_of(met), into, room)
            meet(*(one.address for one in blocks), first, last)
            used = int(met.used[0])
            found[first] = met.word[:used].copy(), met.like[:used].copy()

        _on_cores(range(0, count, block), work)
        empty = [(np.zeros(0, np.int32), np.zeros(0, np.uint8))]
        parts = [found[first] for first in sorted(found)] or empty
        word, like = (np.concatenate([one[at] for one in parts]) for at in range(2))
        start = np.zeros(count + 1, dtype=np.int64)
        np.cumsum(many, out=start[1:])
        may = np.zeros(len(keys.reading_party), dtype=np.uint8)
        readings = Readings(keys.reading_start, keys.reading_words, self._born(keys), start, word, like, may)
        return Prepared(words, readings, told)

    def reach(self, prepared: Prepared, need: Any) -> Any:
        """Which readings may reach so many points by name, or are named outright.

        Args:
            prepared: the parties' words.
            need: points needed, without and with a day of birth.
        """
        readings = prepared.readings._replace(may=np.zeros_like(prepared.readings.may))
        names, words = len(self._arrays.name_start) - 1, len(self._arrays.word_kind)
        bundles = (prepared.words, self._arrays, self._listed, curves_for(need), readings, prepared.told)
        given = [block_of(one) for one in bundles]

        def work(first: int) -> None:
            blocks = (*given, block_of(look_room(names, words)))
            last = min(first + _READINGS, len(readings.may))
            for look in ("glance", "reach"):
                _loops()[look](*(one.address for one in blocks), first, last)

        _on_cores(range(0, len(readings.may), _READINGS), work)
        return readings.may

    def _alike(self, keys: Keys) -> Any:
        arrays, facts = self._arrays, keys.facts
        same = _among(facts[:, HASH], arrays.word_hash) | (np.diff(keys.start) == 1)
        same |= _among(facts[:, BONES], arrays.word_bones[arrays.word_bones != 0])
        if arrays.word_groups.any():
            same |= (facts[:, GROUP] != 0) | (facts[:, SLIP_OF] != 0)
        return same

    def _born(self, keys: Keys) -> Any:
        """Of each reading, whether a day of birth may speak for it too."""
        born = np.zeros(len(keys), dtype=np.int64)
        if any(record.get("births") for record in self._records):
            born[keys.born] = 1
        return born[keys.reading_party]

    def _by_number(self, keys: Keys, marked: Any) -> None:
        for record in self._records:
            for one in record.get("identifiers", ()):
                if key := identifier_key(str(one.get("kind", "")), str(one.get("value", ""))):
                    marked[_found(keys.id_hash, keys.id_party, key_of("identifier", key))] = True

    def _by_place(self, keys: Keys, marked: Any) -> None:
        for record in self._records:
            for address in record.get("addresses", ()):
                numbers, begins = place_keys(address)
                there = [_found(keys.house, keys.house_party, one) for one in numbers]
                alike = [_found(keys.begins, keys.begins_party, one) for one in set(begins)]
                if there and alike:
                    party, count = np.unique(np.concatenate(alike), return_counts=True)
                    marked[np.intersect1d(party[count >= 2], np.concatenate(there))] = True


def _among(values: Any, few: Any) -> Any:
    """Which of many values are among a few, without putting the many in order."""
    held = np.unique(few)
    if not len(held):
        return np.zeros(len(values), dtype=np.bool_)
    return held[np.minimum(np.searchsorted(held, values), len(held) - 1)] == values


def _found(values: Any, owner: Any, wanted: int) -> Any:
    key = np.uint32(wanted)
    return owner[np.searchsorted(values, key) : np.searchsorted(values, key, "right")]


def _rows(count: int, width: int, sort: Any) -> Any:
    """Rows of nothing that begin where a processor begins to read: one that is 64 bytes long comes at once."""
    size = count * width * np.dtype(sort).itemsize
    room = np.zeros(size + _LINE, dtype=np.uint8)
    begin = -room.__array_interface__["data"][0] % _LINE
    return room[begin : begin + size].view(sort).reshape(count, width)


def _loops() -> Machine:
    found = loops()
    if found is None:
        raise ModuleNotFoundError("numba")  # `Sieve.able` says so before
    return found


def _on_cores(items: Iterable[T], work: Callable[[T], None]) -> None:
    """Work that lets go of the interpreter's lock, item by item on as many cores as there are."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for _ in pool.map(work, items):
            pass


def weights_of(arrays: Any, keys: Keys) -> tuple[Any, Any]:
    """Rarity and weight of the parties' words as the index knows them (`retrieve.weigh`)."""
    count = len(keys.facts)
    nothing, one = np.zeros(0, dtype=np.int64), np.zeros(1, dtype=np.int64)
    query = QueryArrays(
        words_at=np.array([0, count]), facts=keys.facts, start=keys.start, letters=keys.letters,
        sound_start=keys.sound_start, sound=keys.sound, rarity=keys.rarity, vowel_cost=keys.vowel,
        keys_at=np.zeros(2, dtype=np.int64), keys=nothing, key_gain=np.zeros(0), business=one,
        foreign=np.zeros(1), part=np.zeros(1), uncounted=one, idf=np.zeros(count), mass=np.zeros(count),
        known=np.zeros((count, 2), dtype=np.int64),
    )  # fmt: skip
    (compile_kernel() or PLAIN).weigh(arrays, query)
    return query.idf, query.mass


def warm() -> None:
    """Have the loops compiled and kept, where that was not done yet: a filing must not wait for the compiler."""
    name = "Megvii Technology"
    index = Index.build([{"id": name, "names": [name], "kind": "any"}])
    Sieve(index).may_hit(Keys.of([Party(id=name, names=(Name(text=name),))]))
