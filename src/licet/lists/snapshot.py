"""A snapshot: all lists as they were known at one time, in one immutable file named by its content.

    magic, length of the head | head (JSON, deflated) | dictionary | block | block | ...

The head holds the manifest and the table of blocks; a block holds some hundred neighbouring listings, sorted
by id, as deflated JSON. Opening reads the head alone; `get` inflates one block. The snapshot's id is the
SHA-256 of the manifest and of the checksums of all blocks, taken before they are deflated: the same listings
always give the same id, whichever compressor wrote them, and a torn block is found when it is read.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any

from licet.core.errors import SnapshotError
from licet.core.listing import Listing
from licet.lists.codec import Decoder, encode, schema
from licet.lists.manifest import CLOSED, Check, ListEntry, StaleList, entry_as_json, read_entry

__all__ = ["Snapshot", "read_snapshot", "snapshot_bytes"]

_MAGIC = b"licet lists 1\n"
_DECODER = json.JSONDecoder()
_BLOCK = 96  # listings in a block: one block inflates and parses in about a millisecond
_DICTIONARY = 32 * 1024  # what deflate can look back on


class Snapshot:
    """All lists as known at one time. Cheap to open, safe to share between threads."""

    def __init__(self, data: bytes | memoryview, *, place: str) -> None:
        self._data = memoryview(data)
        self.place = place
        head, self._start = _read_head(self._data, place)
        content = _loads(_inflate(head, place), place)
        try:
            self.id = _content_id(content)
            self._decoder = Decoder(content["schema"])
            self.lists: Mapping[str, ListEntry] = MappingProxyType(
                {entry["id"]: read_entry(entry) for entry in content["lists"]}
            )
            self._table: list[tuple[str, str, int, int]] = [tuple(row) for row in content["blocks"]]
            dictionary_size = int(content["dictionary"])
        except (KeyError, TypeError, ValueError) as error:
            raise _torn(place, str(error)) from error
        self._first_ids = [row[0] for row in self._table]
        self._dictionary = bytes(self._data[self._start : self._start + dictionary_size])
        self.checks: Mapping[str, Check] = MappingProxyType({})
        self._kept: list[bytes] = []

    def __len__(self) -> int:
        return sum(entry.count for entry in self.lists.values())

    def __repr__(self) -> str:
        return f"Snapshot({self.id[:12]}, {len(self)} listings of {len(self.lists)} lists)"

    def get(self, listing_id: str) -> Listing | None:
        """The listing of that id; None when there is none.

        Raises:
            SnapshotError: the block it would be in is torn.
        """
        number = bisect_right(self._first_ids, listing_id) - 1
        if number < 0:
            return None
        plain = self._plain(number)
        array = _record_at(plain, listing_id)
        if array is None:
            block = _loads(plain, self.place)
            array = next((one for one in block if one[0] == listing_id), None)
        return None if array is None else self._decoder.listing(array)

    def listings(self, list_id: str | None = None) -> Iterator[Listing]:
        """All listings, or those of one list, in order of id.

        Raises:
            SnapshotError: a block is torn, or there is no such list.
        """
        yield from self.run(self._blocks_of(list_id))

    def runs(self, lists: Sequence[str], count: int) -> list[list[int]]:
        """The blocks of lists in at most so many runs about alike in bytes, to be read side by side.

        Raises:
            SnapshotError: there is no such list.
        """
        blocks = [number for list_id in lists for number in self._blocks_of(list_id)]
        total = sum(self._table[number][3] for number in blocks)
        found: list[list[int]] = [[] for _ in range(count)]
        before = 0
        for number in blocks:
            found[min(before * count // max(total, 1), count - 1)].append(number)
            before += self._table[number][3]
        return [run for run in found if run] or [[]]

    def run(self, blocks: Iterable[int]) -> Iterator[Listing]:
        """The listings of some blocks, in their order.

        Raises:
            SnapshotError: a block is torn.
        """
        for number in blocks:
            yield from map(self._decoder.listing, self._block(number))

    def _blocks_of(self, list_id: str | None) -> Iterator[int]:
        if list_id is not None and list_id not in self.lists:
            raise SnapshotError(
                f"no list `{list_id}` in the snapshot", place=self.place, fix="see `licet lists status`"
            )
        for number in range(len(self._table)):
            # A block never spans two lists, so its first id tells its list.
            if list_id is None or self._first_ids[number].partition(":")[0] == list_id:
                yield number

    def names(self, list_id: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Id and names of each listing of a list, for who looks for a few of them: the rest is not decoded.

        Raises:
            SnapshotError: a block is torn, or there is no such list.
        """
        for number in self._blocks_of(list_id):
            yield from map(self._decoder.names, self._block(number))

    def as_of(self, list_id: str) -> date | None:
        """The day up to which a list is known: its document's, or that of the last good look."""
        entry = self.lists[list_id]
        good = (self.checks[one.source].good for one in entry.documents[:1] if one.source in self.checks)
        return max((day for day in (entry.as_of, *good) if day), default=None)

    def staleness(self, today: date) -> tuple[StaleList, ...]:
        """The lists that are older than they may be, or whose last update was refused; empty when none.

        Every outcome says this: a stale list never reads as clear.
        """
        return tuple(
            StaleList(list=entry.id, as_of=self.as_of(entry.id), why=why)
            for entry in self.lists.values()
            if (why := self._why_stale(entry, today))
        )

    def _why_stale(self, entry: ListEntry, today: date) -> str:
        if entry.max_age == CLOSED:
            return "closed: its issuer no longer keeps it"
        for one in entry.documents[:1]:
            check = self.checks.get(one.source)
            if check and check.error:
                return f"the update of {check.tried} was refused: {check.error}"
        as_of = self.as_of(entry.id)
        if as_of is None:
            return "its day is not known"
        age = (today - as_of).days
        return f"{age} days old, at most {entry.max_age} are allowed" if age > entry.max_age else ""

    def verify(self) -> None:
        """Read every block.

        Raises:
            SnapshotError: something is torn, or a count is not what the manifest says.
        """
        counts: dict[str, int] = {}
        for listing in self.listings():
            counts[listing.list] = counts.get(listing.list, 0) + 1
        said = {entry.id: entry.count for entry in self.lists.values() if entry.count}
        if counts != said:
            raise _torn(self.place, "counts differ from the manifest")

    def _block(self, number: int) -> list[list[Any]]:
        block: list[list[Any]] = _loads(self._plain(number), self.place)
        return block

    def unpack(self) -> None:
        """Keep every block unpacked, for who asks for single listings all day: six times the file's bytes.

        Raises:
            SnapshotError: a block is torn.
        """
        self._kept = self._kept or [self._plain(number) for number in range(len(self._table))]

    def _plain(self, number: int) -> bytes:
        """A block as text, unpacked and checked."""
        if self._kept:
            return self._kept[number]
        _, checksum, offset, size = self._table[number]
        start = self._start + offset
        plain = _inflate(bytes(self._data[start : start + size]), self.place, self._dictionary)
        if _checksum(plain) != checksum:
            raise _torn(self.place, "checksum differs")
        return plain


def _record_at(plain: bytes, listing_id: str) -> list[Any] | None:
    """The one record of a block that has this id, the others unread; None when it is not plain to see.

    A record begins with its id and its list: what looks like it elsewhere is left to who reads all of them.
    """
    head = b"[" + _dumps([listing_id, listing_id.partition(":")[0]])[1:-1] + b","
    at = plain.find(head)
    if at < 0 or (at > 1 and plain[at - 2 : at] != b"],"):
        return None
    try:
        found, _ = _DECODER.raw_decode(plain[at:].decode())
    except ValueError:
        return None
    party = found[2] if len(found) > 2 else None  # texts alone are some tuple inside another record
    return found if isinstance(party, list) else None


def read_snapshot(path: Path) -> Snapshot:
    """Open a snapshot file.

    Raises:
        SnapshotError: it is not there, is no snapshot, is of another format, or its head is torn.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SnapshotError(
            f"cannot read the snapshot: {error.strerror}", place=str(path), fix="run `licet lists update`"
        ) from error
    return Snapshot(data, place=str(path))


def snapshot_bytes(listings: Iterable[Listing], entries: Iterable[ListEntry]) -> bytes:
    """The file of a snapshot; the same input, in any order, gives the same bytes.

    Args:
        listings: all listings; each id starts with its list's id and a colon.
        entries: the manifest; counts are set from the listings.

    Raises:
        SnapshotError: a listing's id does not fit its list, stands twice, or its list has no entry.
    """
    ordered = sorted(listings, key=lambda listing: listing.id)
    known = {entry.id: entry for entry in entries}
    counts = dict.fromkeys(known, 0)
    for before, listing in zip([None, *ordered], ordered, strict=False):
        if listing.list not in known or not listing.id.startswith(f"{listing.list}:"):
            raise SnapshotError(f"listing `{listing.id}` does not belong to a list of the manifest")
        if before is not None and before.id == listing.id:
            raise SnapshotError(f"id `{listing.id}` stands for two listings")
        counts[listing.list] += 1
    texts = [
        [_dumps(encode(listing)) for listing in group] for _, group in groupby(ordered, lambda one: one.list)
    ]
    dictionary = _make_dictionary([text for group in texts for text in group])
    blocks = [
        (json.loads(group[start])[0], b"[" + b",".join(group[start : start + _BLOCK]) + b"]")
        for group in texts
        for start in range(0, len(group), _BLOCK)
    ]
    table, packed, offset = [], [], len(dictionary)
    for first_id, block in blocks:
        deflated = _deflate(block, dictionary)
        table.append([first_id, _checksum(block), offset, len(deflated)])
        packed.append(deflated)
        offset += len(deflated)
    head = {
        "schema": schema(),
        "lists": [{**entry_as_json(known[name]), "count": counts[name]} for name in sorted(known)],
        "dictionary": len(dictionary),
        "blocks": table,
    }
    front = _deflate(_dumps(head))
    return b"".join([_MAGIC, len(front).to_bytes(4, "big"), front, dictionary, *packed])


def _content_id(content: Mapping[str, Any]) -> str:
    said = [content["schema"], content["lists"], [row[:2] for row in content["blocks"]]]
    return hashlib.sha256(_dumps(said)).hexdigest()


def _make_dictionary(texts: Sequence[bytes]) -> bytes:
    """Evenly spread samples: what neighbours in a block share with the rest of the file."""
    if not texts:
        return b""
    total = sum(map(len, texts))
    step = max(1, total // _DICTIONARY)
    return b",".join(texts[step // 2 :: step])[-_DICTIONARY:]


def _read_head(data: memoryview, place: str) -> tuple[bytes, int]:
    begin = len(_MAGIC)
    if bytes(data[:begin]) != _MAGIC:
        raise SnapshotError(
            "not a snapshot that this version reads", place=place, fix="update licet, or build it again"
        )
    size = int.from_bytes(data[begin : begin + 4], "big")
    head = bytes(data[begin + 4 : begin + 4 + size])
    if len(head) != size:
        raise _torn(place, "cut short")
    return head, begin + 4 + size


def _torn(place: str, why: str) -> SnapshotError:
    return SnapshotError(
        f"the snapshot is torn: {why}",
        place=place,
        fix="run `licet lists update`, or remove the file: the one before is used then",
    )


def _checksum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


def _deflate(data: bytes, dictionary: bytes = b"") -> bytes:
    packer = (
        zlib.compressobj(9, zlib.DEFLATED, -15, 9, zdict=dictionary)
        if dictionary
        else zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    )
    return packer.compress(data) + packer.flush()


def _inflate(data: bytes, place: str, dictionary: bytes = b"") -> bytes:
    unpacker = zlib.decompressobj(-15, zdict=dictionary) if dictionary else zlib.decompressobj(-15)
    try:
        return unpacker.decompress(data) + unpacker.flush()
    except zlib.error as error:
        raise _torn(place, str(error)) from error


def _dumps(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _loads(data: bytes, place: str) -> Any:  # noqa: ANN401  JSON is any
    try:
        return json.loads(data)
    except ValueError as error:
        raise _torn(place, str(error)) from error
