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
4. Evidence comes from which words meet. Two words are never taken to be less alike than the matcher may find them
   (`sieve_loops.meet`), and a word that nothing can meet is over for sure: the mass, the rarity and the count of
   these bound what is over, the rest what is shared. Neighbours that may be one listed word written apart are taken
   for it, each with all of its weight; a word that may be several listed ones is never left out.
5. A name that is named outright has all its telling words met, all but exactly, and the listed one has no rare
   word over; or it scores `outright.LIKELY` at least.

`tests/match/test_sieve.py` holds the bounds to the evidence itself, feature by feature, and the answer to asking
everybody. Nothing here depends on how high a score is or what the weights are.
"""

from __future__ import annotations

import os
import types
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np

from licet.match import letters as spelling
from licet.match import sieve_loops
from licet.match.arrays import DERIVED, FACTS, GROUP, HASH, KIND, LEGAL, NOISE, WEAK, QueryArrays
from licet.match.compiled import PLAIN, compile_kernel
from licet.match.features import FEATURES
from licet.match.identifiers import identifier_key
from licet.match.index import Index
from licet.match.normal import key_of
from licet.match.outright import LIKELY
from licet.match.policy import DEFAULT, Policy
from licet.match.score import COLUMNS, score_of
from licet.match.sieve_keys import Keys, place_keys
from licet.match.version import index_version
from licet.match.words import read_table

__all__ = ["BOUNDED", "MOST_WORDS", "Sieve"]

T = TypeVar("T")

#: Points beside the name that a candidate may gain: the same country, and the same day of birth.
_COUNTRY, _BIRTH = 0.4, 2.5
#: Beyond so many listed words there is nothing to win: everybody is asked.
MOST_WORDS: Final = 4_000
#: The evidence that is bounded, in the order of `sieve_loops.bounds`, and its direction.
BOUNDED: Final = {
    "query_covered": 1, "name_covered": 1, "both_covered": 1, "worst_word": 1, "rarity_shared": 1, "name_inside": 1,
    "query_left_over": -1, "name_left_over": -1, "rarity_left_query": -1, "rarity_left_name": -1,
    "words_misspelt": -1, "first_word_lacking": -1, "form_same": 1, "form_clash": -1, "acronym": 1,
    "number_clash": -1, "number_left": -1,
}  # fmt: skip
#: Evidence that is at least the share of words which met nothing, as `words_misspelt` is.
_AS_LOST: Final = ("words_initial", "words_without_vowels", "words_cut", "words_by_meaning")
#: Borders between levels of the worst word that met, each bounded by itself: it decides little but of persons.
_LEVELS: Final = np.array([[0.0, 0.65, 0.72, 0.78, 0.84, 0.9, 1.0], [0.0, 0.75, 1.0, 1.0, 1.0, 1.0, 1.0]])
#: Letters by class: to change one for a letter of another class, or to lose it, costs at least half a point
#: (`letters.distance`). Vowels do so only where leaving one out costs as much: not in words without vowels.
_CONSONANTS: Final = ("ckqg69", "sz52", "t7", "b8", "d", "f", "h", "m", "n", "p", "r", "x")
_VOWELS: Final = ("a4", "e3", "o0", "i1lyj", "uvw")
#: Pairs of words compared at a time by one thread.
_PAIRS: Final = 500_000
#: Readings bounded at a time by one thread.
_READINGS: Final = 20_000


class Words(NamedTuple):
    """A vocabulary, one row a word; of the parties or of the index."""

    start: Any
    letters: Any
    sound_start: Any
    sound: Any
    kind: Any
    groups: Any
    hash: Any
    bones: Any
    vowel: Any
    place: Any
    idf: Any
    mass: Any
    classes: Any
    spelling: Any
    over: Any
    must: Any


class Listed(NamedTuple):
    """The names of the index.

    Attributes:
        start, words: the words of each name; `of_start`, `of` the names of each word.
        style, unsure: which table of weights judges it; whether words of business in the query decide that.
        extra: points for a part of a name or a weak alias, by name and style.
        by_size, size_at: words by length, and where each length begins.
        bare: the greatest share that legal forms have of a name's weight.
        near: what each letter pays at least to be one of a word's letters, or to go.
        persons, of_person: whether any name is judged as a person's; which words stand in such a name.
        formed: whether a name of a style has a legal form.
    """

    start: Any
    words: Any
    of_start: Any
    of: Any
    style: Any
    unsure: Any
    extra: Any
    by_size: Any
    size_at: Any
    near: Any
    bare: Any
    persons: Any
    of_person: Any
    formed: Any


class Curves(NamedTuple):
    """What bounded evidence adds: knots, points by style, how many; what all else may add; what is needed."""

    knots: Any
    points: Any
    sizes: Any
    others: Any
    levels: Any
    need: Any


class Readings(NamedTuple):
    """The words of each reading, and which listed words each word may meet, how well."""

    start: Any
    words: Any
    born: Any
    meet_start: Any
    meet_word: Any
    meet_like: Any


class Side(NamedTuple):
    """The letters or the sounds of the listed words, one column a word, one row a letter.

    Attributes:
        near: what each letter pays at least to be one of the word's letters, or to go.
        count: how often each letter stands in the word, without those that repeat the one before.
        swap, come: what one letter pays to be another (in column 0 to go); what a new one costs, by what a vowel does.
        size, head: how long the word is, its first letter.
        joined: by how much neighbours may differ from the word and still be taken for it.
    """

    near: Any
    count: Any
    swap: Any
    come: Any
    size: Any
    head: Any
    joined: Any


class Pairs(NamedTuple):
    """Neighbouring listed words written as one, sorted by length."""

    start: Any
    letters: Any
    classes: Any
    near: Any
    at: Any


class Prepared(NamedTuple):
    """The words of many parties, compared with the listed ones.

    `glued` where a word may be several of theirs, `inside` of which of theirs it may be a part (`sieve_loops.meet`).
    """

    words: Words
    glued: Any
    inside: Any
    readings: Readings
    most: Any


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
        self._words = _listed_words(self._arrays)
        self._names = _listed_names(index)

    @property
    def able(self) -> bool:
        """Whether it can leave anybody out: the compiler is installed, and the index is small."""
        return _loops() is not None and len(self._words.kind) <= MOST_WORDS

    def may_hit(self, keys: Keys) -> Any:
        """Places of the parties to ask, ascending; all where it is not able to leave anybody out."""
        if not self.able:
            return np.arange(len(keys))
        marked = np.zeros(len(keys), dtype=np.bool_)
        marked[keys.blank] = True
        if len(keys.reading_party):
            marked[keys.reading_party[self.reach(self.prepare(keys), self._need()) > 0]] = True
        self._by_number(keys, marked)
        self._by_place(keys, marked)
        return np.flatnonzero(marked)

    def prepare(self, keys: Keys) -> Prepared:
        """The parties' words compared with the listed ones."""
        ours = _party_words(self._arrays, keys)
        _loops().over_of(ours)
        glued = np.zeros(len(ours.kind), dtype=np.uint8)
        inside = np.zeros(len(ours.kind), dtype=np.int64)
        meetings = self._meetings(_loops(), ours, glued, inside)
        readings = Readings(keys.reading_start, keys.reading_words, self._born(keys), *meetings)
        most = np.zeros((len(ours.kind), 4))
        _loops().most_of(ours, self._words, self._names, readings, most)
        return Prepared(ours, glued, inside, readings, most)

    def reach(self, prepared: Prepared, need: Any) -> Any:
        """Which readings may reach so many points by name, or are named outright.

        Args:
            prepared: the parties' words.
            need: points needed, without and with a day of birth.
        """
        loops, curves = _loops(), _curves(need)
        may = np.zeros(len(prepared.readings.born), dtype=np.uint8)

        def work(first: int) -> None:
            last = min(first + _READINGS, len(may))
            loops.reach(
                prepared.words, self._words, self._names, curves, prepared.readings, first, last, prepared.glued,
                prepared.inside, prepared.most, may,
            )  # fmt: skip

        _on_cores(range(0, len(may), _READINGS), work)
        return may

    def _meetings(self, loops: Any, ours: Words, glued: Any, inside: Any) -> tuple[Any, Any, Any]:
        """For each word of the parties the listed words it may meet: where they begin, which, how well."""
        listed, count = self._words, len(ours.kind)
        vowels, of_vowel = np.unique(ours.vowel, return_inverse=True)
        spelt = _side(listed.start, listed.letters, vowels)
        spoken = _side(listed.sound_start, listed.sound, vowels)
        pairs = _pairs(*_neighbours(self._arrays))
        exact = np.isin(ours.hash, listed.hash) + 2 * (np.isin(ours.bones, listed.bones) & (ours.bones != 0))
        met = np.zeros(count, dtype=np.int64)
        block = max(16, _PAIRS // max(1, len(listed.kind)))
        found: dict[int, tuple[Any, Any]] = {}

        def work(first: int) -> None:
            last = min(first + block, count)
            room = (last - first) * len(listed.kind)
            word, like, used = np.empty(room, np.int32), np.empty(room, np.uint8), np.zeros(1, np.int64)
            loops.meet(
                ours, listed, first, last, spelt, spoken, of_vowel, pairs, exact, used, word, like, met, inside, glued
            )  # fmt: skip
            found[first] = word[: used[0]].copy(), like[: used[0]].copy()

        _on_cores(range(0, count, block), work)
        word, like = (np.concatenate([found[first][at] for first in sorted(found)]) for at in range(2))
        start = np.zeros(count + 1, dtype=np.int64)
        np.cumsum(met, out=start[1:])
        return start, word, like

    def _born(self, keys: Keys) -> Any:
        """Of each reading, whether a day of birth may speak for it too."""
        born = np.zeros(len(keys), dtype=np.int64)
        if any(record.get("births") for record in self._records):
            born[keys.born] = 1
        return born[keys.reading_party]

    def _need(self) -> Any:
        """The points from which on a name may be a hit, without and with a day of birth."""
        limits = (self._policy.person, self._policy.organisation, self._policy.vessel)
        least = _signal_of(min(limit.review for limit in limits)) - _COUNTRY - 1e-5
        if self._policy.brands:
            least = min(least, LIKELY - 1e-5)  # a brand a letter or two off is reviewed from there
        return np.array([least, least - _BIRTH])

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


def _found(values: Any, owner: Any, wanted: int) -> Any:
    key = np.uint32(wanted)
    return owner[np.searchsorted(values, key) : np.searchsorted(values, key, "right")]


def _on_cores(items: Iterable[T], work: Callable[[T], None]) -> None:
    """Work that lets go of the interpreter's lock, item by item on as many cores as there are."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for _ in pool.map(work, items):
            pass


def _side(start: Any, letters: Any, vowels: Any) -> Side:
    """The listed words' letters or sounds, with what other letters cost beside them."""
    count, own = len(start) - 1, np.repeat(np.arange(len(start) - 1), np.diff(start))
    fresh = np.ones(len(letters), dtype=np.bool_)
    fresh[1:] = (letters[1:] != letters[:-1]) | (own[1:] != own[:-1])
    held = np.zeros((spelling.LETTERS, count), dtype=np.float32)
    np.add.at(held, (letters[fresh], own[fresh]), 1.0)
    size = np.diff(start).astype(np.int64)
    longest = size.astype(np.float64) + 1.0
    return Side(
        near=np.ascontiguousarray(_nearest(start, letters).T.astype(np.float32)),
        count=held,
        swap=_swaps(),
        come=np.stack([_coming(float(one)) for one in vowels]),
        size=size,
        head=np.array([letters[start[one]] if size[one] else 0 for one in range(count)], dtype=np.int64),
        joined=np.array([sieve_loops.joined_by(one) + 1e-3 for one in longest], dtype=np.float32),
    )


def _pairs(start: Any, letters: Any) -> Pairs:
    """Neighbours written as one, by length, and what must be so to be one of them."""
    return Pairs(
        start, letters, _classes_of(start, letters), _nearest(start, letters), _by_size(np.diff(start))
    )


@cache
def _swaps() -> Any:
    """What it costs to take one letter for another; in column 0 to leave it out. The cheapest that there is."""
    letters = range(spelling.LETTERS)
    return np.array([[_edit(x, y) for y in letters] for x in letters], dtype=np.float32)


def _nearest(starts: Any, letters: Any) -> Any:
    """For each word and each letter: the least that the letter pays to be one of the word's, or to go."""
    swap, out = _swaps(), np.tile(_swaps()[:, 0], (len(starts) - 1, 1))
    for word in range(len(starts) - 1):
        own = letters[starts[word] : starts[word + 1]]
        if len(own):
            out[word] = np.minimum(out[word], swap[:, own].min(axis=1))
    return out


@cache
def _coming(vowel: float) -> Any:
    """What it costs that a letter is new, where leaving out a vowel costs so much."""
    return np.array([_edit(0, y, (vowel,)) for y in range(spelling.LETTERS)], dtype=np.float32)


def _edit(x: int, y: int, vowels: tuple[float, ...] = (0.18, 0.5)) -> float:
    """What it costs to take one letter for another, to leave it out (y is 0) or to put one in (x is 0)."""
    if x == y:
        return 0.0
    a, b = np.array([x], dtype=np.uint8), np.array([y], dtype=np.uint8)
    rows = np.zeros(spelling.ROWS)
    return min(
        float(spelling.distance(a, 0, 1 if x else 0, b, 0, 1 if y else 0, vowel, 99.0, rows))
        for vowel in vowels
    )


# the vocabularies


def _listed_words(arrays: Any) -> Words:
    return Words(
        start=arrays.word_start.astype(np.int64),
        letters=np.array(arrays.word_letters),
        sound_start=arrays.sound_start.astype(np.int64),
        sound=np.array(arrays.sound_letters),
        kind=arrays.word_kind.astype(np.int64),
        groups=arrays.word_groups.astype(np.int64),
        hash=arrays.word_hash.astype(np.int64),
        bones=arrays.word_bones.astype(np.int64),
        vowel=np.zeros(len(arrays.word_kind)),
        place=arrays.word_place.astype(np.int64),
        idf=np.array(arrays.word_idf),
        mass=np.array(arrays.word_mass),
        classes=_classes_of(arrays.word_start, arrays.word_letters),
        spelling=_classes_of(arrays.word_start, arrays.word_letters, _SPELLING_OF),
        over=np.zeros(0),
        must=np.zeros(0),
    )


def _party_words(arrays: Any, keys: Keys) -> Words:
    idf, mass = weights_of(arrays, keys)
    return Words(
        keys.start, keys.letters, keys.sound_start, keys.sound, keys.kind, keys.groups, keys.hash, keys.bones,
        keys.vowel, keys.place, idf, mass, _classes_of(keys.start, keys.letters),
        _classes_of(keys.start, keys.letters, _SPELLING_OF), np.zeros(len(keys.kind)), np.zeros(len(keys.kind)),
    )  # fmt: skip


def weights_of(arrays: Any, keys: Keys) -> tuple[Any, Any]:
    """Rarity and weight of the parties' words as the index knows them (`retrieve.weigh`)."""
    count = len(keys.kind)
    facts = np.zeros((count, FACTS), dtype=np.int64)
    facts[:, KIND], facts[:, HASH], facts[:, GROUP : GROUP + 4] = keys.kind, keys.hash, keys.groups
    nothing, one = np.zeros(0, dtype=np.int64), np.zeros(1, dtype=np.int64)
    query = QueryArrays(
        words_at=np.array([0, count]), facts=facts, start=keys.start, letters=keys.letters,
        sound_start=keys.sound_start, sound=keys.sound, rarity=keys.rarity, vowel_cost=keys.vowel,
        keys_at=np.zeros(2, dtype=np.int64), keys=nothing, key_gain=np.zeros(0), business=one,
        foreign=np.zeros(1), uncounted=one, idf=np.zeros(count), mass=np.zeros(count),
        known=np.zeros((count, 2), dtype=np.int64),
    )  # fmt: skip
    (compile_kernel() or PLAIN).weigh(arrays, query)
    return query.idf, query.mass


def _class_table(classes: Sequence[str]) -> Any:
    table = np.zeros(spelling.LETTERS, dtype=np.int64)
    for bit, letters in enumerate(classes):
        for char in letters:
            table[ord(char) - 96 if char.isalpha() else ord(char) - 48 + 27] = 1 << bit
    return table


_CLASS_OF: Final = _class_table(_CONSONANTS)
_SPELLING_OF: Final = _class_table((*_CONSONANTS, *_VOWELS))


def _classes_of(starts: Any, letters: Any, table: Any = _CLASS_OF) -> Any:
    """Which letter classes each word has, as bits."""
    if len(starts) == 1:
        return np.zeros(0, dtype=np.int64)
    bits = np.append(table[letters], 0)
    out = np.bitwise_or.reduceat(bits, np.minimum(starts[:-1], len(letters)))
    out[np.diff(starts) == 0] = 0
    return out


def _by_size(sizes: Any) -> Any:
    """Where words of each length begin, of words sorted by length."""
    return np.searchsorted(np.sort(sizes), np.arange(int(sizes.max(initial=0)) + 60)).astype(np.int64)


def _neighbours(arrays: Any) -> tuple[Any, Any]:
    """Two to four neighbouring words of each listed name written as one (`align.join_words`), by length."""
    found: dict[bytes, None] = {}
    for name in range(len(arrays.name_start) - 1):
        words = arrays.name_words[arrays.name_start[name] : arrays.name_start[name + 1]]
        parts = [bytes(arrays.word_letters[arrays.word_start[w] : arrays.word_start[w + 1]]) for w in words]
        for at in range(len(parts) - 1):
            for span in range(2, 5):
                inside = words[at : at + span]
                if len(inside) < span or (arrays.word_kind[inside] == LEGAL).any():
                    break
                whole = b"".join(parts[at : at + span])[: spelling.MAX_LETTERS]
                if len(whole) >= 4:
                    found[whole] = None
    rows = sorted(found, key=len)
    starts = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([len(row) for row in rows], out=starts[1:])
    return starts, np.frombuffer(b"".join(rows), dtype=np.uint8)


# the listed names


def _listed_names(index: Index) -> Listed:
    arrays = index.part_arrays(0)
    style, unsure, mark = index.names_in(0)
    count = len(arrays.name_start) - 1
    owner = np.repeat(np.arange(count), np.diff(arrays.name_start))
    pairs = np.unique(arrays.name_words.astype(np.int64) * (count + 1) + owner)
    word, name = pairs // (count + 1), pairs % (count + 1)
    sizes = np.diff(arrays.word_start)
    extra = np.zeros((count, len(COLUMNS)))
    for column in range(len(COLUMNS)):
        for feature, bit in (("part_of_name", DERIVED), ("weak_alias", WEAK)):
            if feature in FEATURES and FEATURES[feature].favours < 0:
                extra[:, column] += np.where(mark & bit, float(np.interp(1.0, *_curve(feature, column))), 0.0)
    kind, mass = arrays.word_kind[arrays.name_words], arrays.word_mass[arrays.name_words]
    form = np.bincount(owner, weights=np.where(kind == LEGAL, mass, 0.0), minlength=count)
    rest = np.where(kind == LEGAL, 0.0, np.where(kind == NOISE, 0.3 * mass, mass))
    whole = form + np.bincount(owner, weights=rest, minlength=count)
    return Listed(
        start=arrays.name_start.astype(np.int64),
        words=arrays.name_words.astype(np.int64),
        of_start=np.searchsorted(word, np.arange(len(arrays.word_kind) + 1)).astype(np.int64),
        of=name,
        style=style.astype(np.int64),
        unsure=unsure.astype(np.int64),
        extra=extra,
        by_size=np.argsort(sizes, kind="stable").astype(np.int64),
        size_at=_by_size(sizes),
        near=_nearest(arrays.word_start, arrays.word_letters),
        persons=np.array([int((style == 0).any())]),
        of_person=np.bincount(word, weights=style[name] == 0, minlength=len(arrays.word_kind)) > 0,
        formed=np.array([(form[style == one] > 0).any() for one in range(len(COLUMNS))]),
        bare=np.array([(form / np.maximum(whole, 1e-9)).max(initial=0.0)]),
    )


# the curves


@cache
def _points() -> dict[str, list[tuple[float, float, float]]]:
    found: dict[str, list[tuple[float, float, float]]] = {}
    for name, knot, person, thing in read_table("weights"):
        found.setdefault(name, []).append((float(knot), float(person), float(thing)))
    return found


@cache
def _curve(feature: str, style: int) -> tuple[Any, Any]:
    """Knots and points of a feature."""
    rows = _points()[feature]
    return np.array([row[0] for row in rows]), np.array([row[1 + style] for row in rows])


def _curves(need: Any) -> Curves:
    """The curves of what is bounded, side by side; everything else at its top."""
    bounded = [name for name, way in BOUNDED.items() if name in FEATURES and FEATURES[name].favours == way]
    as_lost = [name for name in _AS_LOST if name in FEATURES and FEATURES[name].favours < 0]
    styles = range(len(COLUMNS))
    rows: list[list[tuple[Any, Any]]] = []
    for name in BOUNDED:
        same = [name, *as_lost] if name == "words_misspelt" else [name]
        rows.append(
            [_sum([_curve(one, style) for one in same if one in (*bounded, *as_lost)]) for style in styles]
        )
    widest = max(len(row[0][0]) for row in rows)
    knots, points = np.zeros((len(rows), widest)), np.zeros((len(rows), len(COLUMNS), widest))
    for f, row in enumerate(rows):
        for style, (x, y) in enumerate(row):
            knots[f, : len(x)], points[f, style, : len(y)] = x, y
    away = {*bounded, *as_lost, "part_of_name", "weak_alias"}
    others = [
        sum(float(_curve(name, style)[1].max()) for name in ("base", *FEATURES) if name not in away)
        for style in styles
    ]
    sizes = np.array([len(row[0][0]) for row in rows], dtype=np.int64)
    # what stands at zero stands for everybody: most evidence of most pairs is none
    nothing = np.array([[np.interp(0.0, *one) for one in row] for row in rows])
    points -= nothing[:, :, None]
    return Curves(knots, points, sizes, np.array(others) + nothing.sum(axis=0), _LEVELS, need)


def _sum(curves: list[tuple[Any, Any]]) -> tuple[Any, Any]:
    """Several curves as one; nothing where there is none."""
    knots = np.unique(np.concatenate([[0.0], *(x for x, _ in curves)]))
    return knots, sum((np.interp(knots, x, y) for x, y in curves), np.zeros(len(knots)))


@cache
def _signal_of(score: float) -> float:
    """The sum of points from which on a score is reached."""
    start = float(score_of(np.float64(0.0)))
    kept = min(max(score, 1e-9), 1.0 - 1e-9)
    return float(np.log(kept / (1.0 - kept)) - np.log(start / (1.0 - start)))


@cache
def _loops() -> Any:
    """The loops as machine code, the kernel's among them; None where numba is not installed."""
    try:
        import numba  # type: ignore[import-untyped,unused-ignore]
    except ImportError:
        return None
    names: dict[str, Any] = {**vars(spelling), **vars(sieve_loops)}
    made: dict[str, Any] = {}
    for module, wanted in (
        (spelling, ("drop_cost", "distance")),
        (sieve_loops, None),
    ):
        for name, plain in vars(module).items():
            own = isinstance(plain, types.FunctionType) and plain.__module__ == module.__name__
            if own and (wanted is None or name in wanted):
                twin = types.FunctionType(plain.__code__, names, name, plain.__defaults__, plain.__closure__)
                # what was compiled against another version of the matcher must not be found in the cache
                twin.__module__, twin.__qualname__ = module.__name__, f"{name}_{index_version()}"
                inline: Any = "always" if name in sieve_loops.INLINED else "never"
                compiled = numba.njit(cache=True, nogil=True, error_model="numpy", inline=inline)(twin)
                made[name] = names[name] = compiled
    return types.SimpleNamespace(**made)
