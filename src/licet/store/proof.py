"""Checkpoints and proofs: what a stranger needs to check that an entry is in the log, and nothing more."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select, text

from licet.core.errors import InputError, LogError
from licet.store import tables
from licet.store.actor import Actor, Permission
from licet.store.log import (
    Checkpoint,
    CompactRange,
    Subtree,
    consistency_path,
    inclusion_path,
    leaf_hash,
    node_hash,
    parse_checkpoint,
    root_of,
    sign_checkpoint,
    verify_consistency,
    verify_inclusion,
)
from licet.store.store import TILE, Store

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

__all__ = [
    "Proof",
    "check_consistency",
    "check_proof",
    "checkpoint",
    "prove",
    "prove_consistency",
]

_WIDTH = 1 << TILE
# Plain SQL, which both databases read alike: to build these from the tables takes a new process longer than a
# whole proof.
_NODES = text("SELECT hash FROM log_node WHERE level = :level AND idx >= :first AND idx < :last ORDER BY idx")
_LEAVES = text("SELECT leaf FROM log_entry WHERE idx >= :first AND idx < :last ORDER BY idx")
_HEAD = text("SELECT origin, size, edge FROM log_head")
_ROOT = text("SELECT root FROM log_entry WHERE idx = :last")
_ENTRY = text("SELECT body, leaf FROM log_entry WHERE idx = :idx")


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _tile(connection: Connection, level: int, number: int) -> list[bytes]:
    """The hashes of up to 256 neighbouring nodes of a kept level; of leaves for level 0."""
    first, last = number << TILE, (number + 1) << TILE
    between = {"level": level, "first": first, "last": last} if level else {"first": first, "last": last}
    return [bytes(row[0]) for row in connection.execute(_NODES if level else _LEAVES, between)]


def _subtree(connection: Connection) -> Subtree:
    """Subtree hashes from the database: each tile is read once, so a proof takes at most two a kept level."""
    held: dict[tuple[int, int], list[bytes]] = {}

    def read(start: int, end: int) -> bytes:
        width = end - start
        if width & (width - 1) or start % width:
            middle = start + (1 << (width - 1).bit_length() - 1)
            return node_hash(read(start, middle), read(middle, end))
        level = (width.bit_length() - 1) // TILE * TILE
        first, count = start >> level, width >> level
        place = level, first >> TILE
        if place not in held:
            held[place] = _tile(connection, *place)
        at = first & (_WIDTH - 1)
        hashes = held[place][at : at + count]
        if len(hashes) != count:
            raise LogError(f"hashes of the entries {start} to {end} are missing", fix="licet log verify")
        return root_of(hashes)

    return read


def _size_and_root(connection: Connection, size: int | None) -> tuple[str, int, bytes]:
    head = connection.execute(_HEAD).one()
    if size is None or size == head.size:
        return head.origin, head.size, CompactRange.load(head.size, bytes(head.edge)).root()
    if not 1 <= size <= head.size:
        raise InputError(f"no log of `{size}` entries: it holds {head.size}")
    return head.origin, size, bytes(connection.execute(_ROOT, {"last": size - 1}).scalar_one())


def checkpoint(store: Store, who: Actor, key: Ed25519PrivateKey | None = None) -> Checkpoint:
    """The state of the log now, signed when there is a key; kept, so that verification compares it.

    Send it to somebody else: a checkpoint proves something only where the log's keeper can't change it.
    """
    who.need(Permission.READ)
    with store.beside_the_log() as (connection, tree):
        origin = connection.execute(select(tables.log_head.c.origin)).scalar_one()
        made = Checkpoint(origin=origin, size=tree.size, root=tree.root())
        if key is not None:
            made = sign_checkpoint(made, key)
        table = tables.log_checkpoint
        held = connection.execute(select(table.c.note).where(table.c.size == tree.size)).scalar_one_or_none()
        if held is None:
            connection.execute(table.insert().values(size=tree.size, note=str(made)))
        elif key is not None and held != str(made):
            connection.execute(table.update().where(table.c.size == tree.size).values(note=str(made)))
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """That one entry is in the log.

    Attributes:
        index: the entry's place.
        entry: its canonical text; None once erased.
        leaf: its leaf hash.
        path: sibling hashes from the leaf up.
        checkpoint: the state of the log it is proved against.
    """

    index: int
    entry: str | None
    leaf: bytes
    path: tuple[bytes, ...]
    checkpoint: Checkpoint

    def plain(self) -> dict[str, Any]:
        """The proof as JSON data; hashes in base64."""
        return {
            "index": self.index,
            "entry": self.entry,
            "leaf": _b64(self.leaf),
            "path": [_b64(step) for step in self.path],
            "checkpoint": str(self.checkpoint),
        }


def prove(
    store: Store, who: Actor, index: int, *, size: int | None = None, key: Ed25519PrivateKey | None = None
) -> Proof:
    """Prove that entry `index` is in the log as it is now, or as it was with `size` entries.

    Raises:
        InputError: there is no such entry or no such size.
    """
    who.need(Permission.READ)
    with store.read() as connection:
        origin, size, root = _size_and_root(connection, size)
        path = inclusion_path(index, size, _subtree(connection))
        row = connection.execute(_ENTRY, {"idx": index}).one()
    state = Checkpoint(origin=origin, size=size, root=root)
    if key is not None:
        state = sign_checkpoint(state, key)
    return Proof(index=index, entry=row.body, leaf=bytes(row.leaf), path=tuple(path), checkpoint=state)


def prove_consistency(store: Store, who: Actor, old: int, *, size: int | None = None) -> dict[str, Any]:
    """Prove that the log of `old` entries is the beginning of the log now (or of `size`), as JSON data."""
    who.need(Permission.READ)
    with store.read() as connection:
        origin, size, root = _size_and_root(connection, size)
        _, _, old_root = _size_and_root(connection, old)
        path = consistency_path(old, size, _subtree(connection))
    return {
        "old": str(Checkpoint(origin=origin, size=old, root=old_root)),
        "new": str(Checkpoint(origin=origin, size=size, root=root)),
        "path": [_b64(step) for step in path],
    }


def check_proof(proof: Mapping[str, Any]) -> Checkpoint:
    """Check a proof of an entry; returns the checkpoint that it leads to.

    Raises:
        LogError: it proves nothing.
    """
    try:
        state = parse_checkpoint(proof["checkpoint"])
        leaf = base64.b64decode(proof["leaf"])
        path = [base64.b64decode(step) for step in proof["path"]]
        index, entry = int(proof["index"]), proof["entry"]
    except (KeyError, ValueError, TypeError) as error:
        raise LogError(f"not a proof: {error}") from None
    if entry is not None and leaf_hash(entry.encode()) != leaf:
        raise LogError(f"the text of entry `{index}` is not what was logged")
    if not verify_inclusion(leaf, index, state.size, path, state.root):
        raise LogError(f"entry `{index}` is not in the log that this checkpoint describes")
    return state


def check_consistency(proof: Mapping[str, Any]) -> tuple[Checkpoint, Checkpoint]:
    """Check that one checkpoint's log continues another's; returns both.

    Raises:
        LogError: it does not, or this proves nothing.
    """
    try:
        old, new = parse_checkpoint(proof["old"]), parse_checkpoint(proof["new"])
        path = [base64.b64decode(step) for step in proof["path"]]
    except (KeyError, ValueError, TypeError) as error:
        raise LogError(f"not a proof: {error}") from None
    if old.origin != new.origin:
        raise LogError(f"two different logs: `{old.origin}` and `{new.origin}`")
    if not verify_consistency(old.size, new.size, old.root, new.root, path):
        raise LogError(f"the log of {new.size} entries does not begin with that of {old.size}")
    return old, new
