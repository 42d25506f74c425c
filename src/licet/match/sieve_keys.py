"""The keys of many parties as columns: what a sieve needs to know of each, made once when the parties come in.

    keys = Keys.of(parties)
    keys.save(path); Keys.load(path)

Names are taken apart by the matcher's own reading, so keys are bound to its version (`match.version`).
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.lib import format as npy

from licet.core.errors import MatchIndexError
from licet.core.trade import Party
from licet.match.address import campus_names, place_of, telling_words
from licet.match.arrays import FACTS
from licet.match.group_brand import read_query
from licet.match.identifiers import identifier_key
from licet.match.normal import Reading, read_name
from licet.match.query import query_arrays
from licet.match.record import entry_of_party
from licet.match.vocabulary import Word, key_of

__all__ = ["Keys", "place_keys"]

#: What a file of keys begins with; another number for another form of the columns.
_MAGIC: Final = b"licet keys 2\n"
#: Columns begin at multiples of this in the file, as machine code wants them.
_ALIGN: Final = 64


@dataclass(frozen=True, slots=True)
class Keys:
    """Parties as columns, in their order.

    Attributes:
        start, letters, sound_start, sound, facts, rarity, vowel: their vocabulary, one row a word; `facts` as in
            `arrays.QueryArrays`, `vowel` is what leaving out a vowel costs.
        reading_start, reading_words, reading_party: the words of each reading of each name, and whose it is.
        id_hash, id_party: their numbers, by number.
        house, house_party: house numbers in their addresses, by number.
        begins, begins_party: beginnings of the telling words in their addresses, by beginning.
        born: parties with a birth date.
        blank: parties with neither name, address nor identifier: never left out, somebody must be told.
        ref, ref_start: their references, UTF-8.
    """

    start: Any
    letters: Any
    sound_start: Any
    sound: Any
    facts: Any
    rarity: Any
    vowel: Any
    reading_start: Any
    reading_words: Any
    reading_party: Any
    id_hash: Any
    id_party: Any
    house: Any
    house_party: Any
    begins: Any
    begins_party: Any
    born: Any
    blank: Any
    ref: Any
    ref_start: Any

    def __len__(self) -> int:
        return len(self.ref_start) - 1

    def ids(self, at: Any) -> list[str]:
        """The references of the parties at these places."""
        blob, start = self.ref.tobytes(), self.ref_start
        return [blob[start[one] : start[one + 1]].decode() for one in at]

    @classmethod
    def of(cls, parties: Iterable[Party]) -> Keys:
        """The columns of parties, streamed: each distinct word is kept once."""
        made = _Columns()
        for party in parties:
            made.add(party)
        return made.keys()

    def save(self, path: Path) -> None:
        """Write them to a file, column after column."""
        with path.open("wb") as file:
            file.write(_MAGIC)
            for field in fields(self):
                file.write(bytes(-file.tell() % _ALIGN))
                npy.write_array(file, getattr(self, field.name), allow_pickle=False)

    @classmethod
    def load(cls, path: Path) -> Keys:
        """Take them from a file, which is mapped into memory and read as far as it is looked at.

        Raises:
            MatchIndexError: the file is missing, torn or of another format.
        """
        try:
            with path.open("rb") as file:
                if file.read(len(_MAGIC)) != _MAGIC:
                    raise ValueError("torn, or of another format")  # noqa: TRY301 -- told like any other
                return cls(**{field.name: _mapped(file, path) for field in fields(cls)})
        except (OSError, ValueError, EOFError) as error:
            raise MatchIndexError(
                "the keys of a portfolio can't be read", place=str(path), fix="licet portfolio index"
            ) from error


def _mapped(file: BinaryIO, path: Path) -> Any:
    """The column that begins here, as a part of the file."""
    file.seek(-file.tell() % _ALIGN, os.SEEK_CUR)
    npy.read_magic(file)
    shape, _, dtype = npy.read_array_header_1_0(file)
    begin = file.tell()
    file.seek(int(np.prod(shape)) * dtype.itemsize, os.SEEK_CUR)
    if not np.prod(shape):
        return _fixed(np.zeros(shape, dtype))
    return np.asarray(np.memmap(path, dtype, "r", begin, shape))


def _fixed(column: Any) -> Any:
    """The column as one that is only read, as those of a file are: machine code is made for one sort."""
    column.flags.writeable = False
    return column


class _Columns:
    """Columns while parties are read."""

    def __init__(self) -> None:
        self.words: dict[tuple[str, int, float], int] = {}
        self.vocabulary: list[tuple[Word, float]] = []
        self.flat, self.sizes, self.owner = array("i"), array("i"), array("i")
        self.ids, self.houses, self.begins = ((array("I"), array("i")) for _ in range(3))
        self.born, self.blank = array("i"), array("i")
        self.ref, self.ref_start = bytearray(), array("q", [0])

    def add(self, party: Party) -> None:
        """Take in the next party."""
        at = len(self.ref_start) - 1
        self.ref += party.id.encode()
        self.ref_start.append(len(self.ref))
        texts = [name.text for name in party.names]
        for address in party.addresses:
            # a party on the ground of a listed body is found by the body's name
            texts += campus_names(address.text)
        for text in texts:
            for reading in read_query(text):
                self._read(reading, at)
        for one in party.identifiers:
            if key := identifier_key(one.kind, one.value):
                _put(self.ids, [key_of("identifier", key)], at)
        if party.addresses:
            for address in entry_of_party(party, id="query")["addresses"]:
                houses, begins = place_keys(address)
                _put(self.houses, houses, at)
                _put(self.begins, begins, at)
        if party.births:
            self.born.append(at)
        if not (party.names or party.addresses or party.identifiers):
            self.blank.append(at)

    def _read(self, reading: Reading, at: int) -> None:
        self.sizes.append(len(reading.words))
        self.owner.append(at)
        for word in reading.words:
            cost = _vowel_cost(vowelless=reading.vowelless, spoken=reading.spoken, hollow=word.hollow)
            key = (word.text, word.kind, cost)
            number = self.words.get(key)
            if number is None:
                number = self.words[key] = len(self.vocabulary)
                self.vocabulary.append((word, cost))
            self.flat.append(number)

    def keys(self) -> Keys:
        # words that begin alike stand together: what is worked out for one goes on for the next
        order = sorted(
            range(len(self.vocabulary)), key=lambda at: (self.vocabulary[at][1], self.vocabulary[at][0].text)
        )
        words = [self.vocabulary[at][0] for at in order]
        place = np.zeros(len(order), dtype=np.int32)
        place[order] = np.arange(len(order))
        start, letters = _ragged([word.letters for word in words])
        sound_start, sound = _ragged([word.sound_letters for word in words])
        facts = np.frombuffer(b"".join([word.facts for word in words]), dtype=np.int64)
        ids, houses, begins = map(_sorted, (self.ids, self.houses, self.begins))
        columns = {
            "start": start,
            "letters": letters,
            "sound_start": sound_start,
            "sound": sound,
            "facts": facts.reshape(len(words), FACTS),
            "rarity": np.array([word.rarity for word in words], dtype=np.float64),
            "vowel": np.array([self.vocabulary[at][1] for at in order], dtype=np.float64),
            "reading_start": _starts(self.sizes),
            "reading_words": place[np.array(self.flat, dtype=np.int32)],
            "reading_party": np.array(self.owner, dtype=np.int32),
            "id_hash": ids[0],
            "id_party": ids[1],
            "house": houses[0],
            "house_party": houses[1],
            "begins": begins[0],
            "begins_party": begins[1],
            "born": np.array(self.born, dtype=np.int32),
            "blank": np.array(self.blank, dtype=np.int32),
            "ref": np.frombuffer(bytes(self.ref), dtype=np.uint8),
            "ref_start": np.array(self.ref_start, dtype=np.int64),
        }
        return Keys(**{name: _fixed(column) for name, column in columns.items()})


def _put(column: tuple[array[int], array[int]], values: Iterable[int], at: int) -> None:
    for value in values:
        column[0].append(value)
        column[1].append(at)


def _sorted(column: tuple[array[int], array[int]]) -> tuple[Any, Any]:
    values, owner = np.array(column[0], dtype=np.uint32), np.array(column[1], dtype=np.int32)
    order = np.argsort(values, kind="stable")
    return values[order], owner[order]


def _starts(sizes: Any) -> Any:
    starts = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(np.array(sizes, dtype=np.int64), out=starts[1:])
    return starts


def _ragged(rows: list[bytes]) -> tuple[Any, Any]:
    return _starts([len(row) for row in rows]), np.frombuffer(b"".join(rows), dtype=np.uint8)


@cache
def _vowel_cost(*, vowelless: bool, spoken: bool, hollow: bool) -> float:
    """What the matcher takes a missing vowel for, in a word of this sort."""
    (reading,) = read_name("brtsk" if hollow else "bartisk")
    probe = Reading(reading.words, vowelless=vowelless, foreign=False, spoken=spoken)
    return float(query_arrays([probe]).vowel_cost[0])


@cache
def _piece(sort: str, text: str) -> int:
    return key_of(sort, text)


def place_keys(address: Any) -> tuple[set[int], list[int]]:
    """House numbers of an address, and the first four letters of each of its telling words.

    Two addresses are the same, or of one building, only with a number in common and two telling words that begin
    alike (`address.compare_places`).
    """
    place = place_of(address)
    return (
        {_piece("house", number) for number in place.numbers},
        [_piece("begins", word[:4]) for word in telling_words(place)],
    )
