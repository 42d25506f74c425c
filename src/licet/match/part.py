"""One set of arrays of an index: made from entries, written to a file, mapped from it."""

from __future__ import annotations

import json
import mmap
import struct
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from licet.core.errors import MatchIndexError
from licet.match.arrays import GENERIC, KINDS, LEGAL, NUMBER, PERSON, THING, IndexArrays, SideArrays
from licet.match.build import Names, pack
from licet.match.gathered import Gathered

__all__ = ["Part", "dump_parts", "load_parts", "make_part", "part_of", "take_away"]

_MAGIC: Final = b"LICETIX5"


@dataclass(frozen=True, slots=True)
class Part:
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
    country_at: Any  # int64[E + 1] into countries
    countries: Any  # uint8: the countries of each entry, UTF-8, a line each
    id_hash: Any  # uint32, sorted: identifiers
    id_entry: Any  # int32: whose they are

    def side(self) -> SideArrays:
        """What the inner loops need beside the names."""
        return SideArrays(self.entry, self.mark, self.style, self.kind)

    def listed_name(self, name: int) -> str:
        """One name as it was given."""
        return bytes(self.names[self.name_at[name] : self.name_at[name + 1]]).decode()

    def countries_of(self, entry: int) -> tuple[str, ...]:
        """The countries of one entry, without taking its record apart."""
        held = bytes(self.countries[self.country_at[entry] : self.country_at[entry + 1]]).decode()
        return tuple(held.split("\n")) if held else ()

    def record(self, entry: int) -> dict[str, Any]:
        """One entry as it was given."""
        found: dict[str, Any] = json.loads(
            bytes(self.records[self.record_at[entry] : self.record_at[entry + 1]])
        )
        return found


def make_part(entries: Iterable[Mapping[str, Any]]) -> tuple[Part, Part]:
    """The names of entries, and their addresses as an index of their own; entries are read once, one by one."""
    return part_of(Gathered(entries))


def part_of(gathered: Gathered) -> tuple[Part, Part]:
    """The same of entries that were gathered; what was gathered is used up."""
    beside = {"kind": np.array(gathered.kinds, dtype=np.uint8)}
    beside["country_at"], beside["countries"] = _texts(gathered.countries, gathered.country_at)
    beside["record_at"], beside["records"] = _texts(gathered.records, gathered.record_at)
    whole = _fill(gathered.names, beside, sorted(gathered.ids))
    gathered.names, gathered.records = Names(), bytearray()
    # of the places the identifiers' columns hold how many entries are in one building, where more than one is
    shared = sorted((key, count) for key, count in gathered.buildings.items() if count > 1)
    nothing = _texts(b"", array("q", [0] * (len(gathered.kinds) + 1)))
    beside["country_at"], beside["countries"] = beside["record_at"], beside["records"] = nothing
    return whole, _fill(gathered.places, beside, shared)


def _texts(held: bytes | bytearray, at: Any) -> tuple[Any, Any]:
    """Texts of all entries, one after the other: where each begins, and their bytes."""
    return np.array(at, dtype=np.int64), np.frombuffer(bytes(held), dtype=np.uint8)


def take_away(part: Part, ids: set[Any]) -> Part:
    """The part without the entries of these ids."""
    gone = part.gone.copy()
    for entry in range(len(part.kind)):
        if not gone[entry] and part.record(entry)["id"] in ids:
            gone[entry] = 1
    return without(part, gone)


def without(part: Part, gone: Any) -> Part:
    """The part with the entries that are gone out of sight: all else is shared, nothing is copied but two columns."""
    gone = gone.astype(np.uint8)
    # a name that shares nothing whatever it shares is never a candidate, and takes no other's place
    scale = part.arrays.name_scale * (gone[part.entry] == 0)
    scale = scale.astype(np.float32)
    for column in (gone, scale):
        column.setflags(write=False)
    return replace(part, gone=gone, arrays=part.arrays._replace(name_scale=scale))


def _fill(names: Names, beside: Mapping[str, Any], ids: Sequence[tuple[int, int]]) -> Part:
    arrays = pack(names)
    entry = np.array(names.entry, dtype=np.int32)
    name_at, listed = _texts(names.listed, names.listed_at)
    part = Part(
        arrays=arrays,
        entry=entry,
        mark=np.array(names.mark, dtype=np.uint8),
        style=_styles(arrays, beside["kind"][entry]),
        name_at=name_at,
        names=listed,
        gone=np.zeros(len(beside["kind"]), dtype=np.uint8),
        id_hash=np.array([key for key, _ in ids], dtype=np.uint32),
        id_entry=np.array([number for _, number in ids], dtype=np.int32),
        **beside,
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
    business = np.isin(arrays.word_kind[arrays.name_words], (LEGAL, GENERIC, NUMBER))
    of_business = np.bincount(owner, weights=business, minlength=len(kind)) > 0
    words = np.diff(arrays.name_start)
    looks_like_one = ~of_business & (words >= 2) & (words <= 5)
    person = (kind == KINDS.index("person")) | ((kind == KINDS.index("any")) & looks_like_one)
    return np.where(person, PERSON, THING).astype(np.uint8)


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
    "country_at",
    "countries",
    "id_hash",
    "id_entry",
)


def _columns(part: Part) -> Iterator[tuple[str, Any]]:
    yield from part.arrays._asdict().items()
    for name in _SIDE:
        yield name, getattr(part, name)


def dump_parts(parts: Sequence[Part]) -> Iterator[bytes]:
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


def load_parts(data: mmap.mmap, place: str) -> list[Part]:
    """The parts of a file that was mapped.

    Args:
        data: the file.
        place: its name, for errors.

    Raises:
        MatchIndexError: the file is torn or of another format.
    """
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
            parts.append(Part(arrays=IndexArrays(**arrays), **side))
    except (ValueError, KeyError, TypeError) as error:
        raise torn from error
    return parts
