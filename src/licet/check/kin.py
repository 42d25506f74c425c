"""Which entries of a snapshot are of one party: worked out once, kept beside the index, read when one is met.

A name meets one entry of a party; its other entries may bear another spelling that the name does not meet
(`Nikolai Doluda` in Japan, `Nikolay Aleksandrovich DOLUDA` in the Union).
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

from licet.core.atomic import write_atomically
from licet.core.errors import MatchIndexError
from licet.core.listing import Listing
from licet.lists.home import embedded_path
from licet.lists.snapshot import Snapshot
from licet.match.version import digest_of

__all__ = ["NO_KIN", "Kin", "embed_kin", "is_kept", "keep_embedded", "kin_version", "write_kin"]

#: What decides who is linked to whom.
_LINKING = (
    "linking.py",
    "link_marks.py",
    "spelling.py",
    "data/un_regimes.tsv",
    "data/programme_countries.tsv",
)


@dataclass(frozen=True, slots=True)
class Kin:
    """The entries of one party by the id of each.

    Attributes:
        path: the file; None where none is kept, then no entry has others.
    """

    path: Path | None = None

    def of(self, listing_id: str) -> tuple[str, ...]:
        """The ids of all entries of the party that this entry is of; empty when it is the only one.

        Raises:
            MatchIndexError: the file is torn.
        """
        return () if self.path is None else _group(self.path, listing_id)


#: Where nothing is linked beforehand.
NO_KIN = Kin()


def is_kept(path: Path) -> bool:
    """Whether a file of groups is there, can be read and has its end; one that was cut is worked out anew."""
    try:
        with path.open("rb") as file:
            first = file.read(2)
            file.seek(-2, os.SEEK_END)
            return first + file.read() in {b"[[]]", b"[][]"}  # of groups, or of none
    except OSError:
        return False


def write_kin(path: Path, listings: Iterable[Listing]) -> None:
    """Link the entries of a snapshot and keep the groups of two and more in a file, put in place whole."""
    write_atomically(path, _groups(listings))


def _groups(listings: Iterable[Listing]) -> bytes:
    from licet.lists.linking import link  # entries are linked once, and read by every start

    groups = [[one.id for one in party.listings] for party in link(listings) if len(party.listings) > 1]
    return json.dumps(groups, separators=(",", ":")).encode()


@cache
def kin_version() -> str:
    """The version of what links entries: a digest of its code and tables."""
    folder = resources.files("licet.lists")
    return digest_of([folder.joinpath(name) for name in _LINKING])


def embed_kin(snapshot: Snapshot) -> None:
    """Keep the groups of the snapshot that comes with licet beside it: a new user need not work them out."""
    groups = zlib.compress(_groups(snapshot.listings()), 9)
    write_atomically(_embedded(), f"{snapshot.id} {kin_version()}\n".encode() + groups)


def keep_embedded(path: Path, snapshot: Snapshot, lists: Sequence[str]) -> bool:
    """Take the groups that come with licet, where they are of this snapshot, its lists and this version."""
    if tuple(lists) != tuple(sorted(snapshot.lists)):
        return False
    try:
        head, _, groups = _embedded().read_bytes().partition(b"\n")
        if head.decode() != f"{snapshot.id} {kin_version()}":
            return False
        plain = zlib.decompress(groups)
    except (OSError, UnicodeDecodeError, zlib.error):
        return False  # they are worked out then
    write_atomically(path, plain)
    return True


def _embedded() -> Path:
    return embedded_path().with_suffix(".kin")


@lru_cache(maxsize=4)
def _kept(path: Path) -> bytes:
    """The file, once: `[["a:1","b:1"],...]`; one group is looked for in it, since most questions meet few."""
    try:
        held = path.read_bytes()
    except OSError as error:
        raise _torn(path) from error
    if not (held.startswith(b"[") and held.endswith(b"]")):
        raise _torn(path)
    return held


@lru_cache(maxsize=10_000)
def _group(path: Path, listing_id: str) -> tuple[str, ...]:
    held = _kept(path)
    at = held.find(json.dumps(listing_id).encode())
    if at < 0:
        return ()
    try:
        return tuple(json.loads(held[held.rindex(b"[", 0, at) : held.index(b"]", at) + 1]))
    except ValueError as error:
        raise _torn(path) from error


def _torn(path: Path) -> MatchIndexError:
    return MatchIndexError(
        "the file of linked entries is torn",
        place=str(path),
        fix="remove the index folder: it is built again",
    )
