"""The Merkle tree of RFC 9162 section 2.1, pure: hashing, growing, proving, checking.

A tree grows in O(log n) by its compact range: the roots of its complete subtrees, largest first.
Proofs are made from any source of subtree hashes and checked from nothing but the proof.
A checkpoint is three lines (origin, size, root in base64), signed with Ed25519 when a key is set.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from licet.core.errors import InputError, LogError

if TYPE_CHECKING:  # only who signs or checks a signature loads it
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

__all__ = [
    "EMPTY_ROOT",
    "Checkpoint",
    "CompactRange",
    "Subtree",
    "consistency_path",
    "inclusion_path",
    "key_id",
    "leaf_hash",
    "node_hash",
    "parse_checkpoint",
    "root_of",
    "sign_checkpoint",
    "verify_consistency",
    "verify_inclusion",
    "verify_signature",
]

#: The root of the tree without leaves (RFC 9162 section 2.1.1).
EMPTY_ROOT = hashlib.sha256(b"").digest()

#: The hash of the leaves `[start, end)` as one subtree.
Subtree = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry: SHA-256 over 0x00 and the entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node: SHA-256 over 0x01 and its two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    """The largest power of two below `size` (size > 1)."""
    return 1 << (size - 1).bit_length() - 1


@dataclass(slots=True)
class CompactRange:
    """A growing tree, kept as the roots of its complete subtrees, largest first.

    Attributes:
        size: number of leaves.
        roots: one hash for each bit that is set in `size`, most significant first.
    """

    size: int = 0
    roots: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Add a leaf hash; returns the subtrees this completes as (level, index, hash), level 1 upwards."""
        done: list[tuple[int, int, bytes]] = []
        node, level, rest = leaf, 0, self.size
        while rest & 1:
            node = node_hash(self.roots.pop(), node)
            rest >>= 1
            level += 1
            done.append((level, rest, node))
        self.roots.append(node)
        self.size += 1
        return done

    def root(self) -> bytes:
        """The root of the whole tree."""
        if not self.roots:
            return EMPTY_ROOT
        node = self.roots[-1]
        for left in reversed(self.roots[:-1]):
            node = node_hash(left, node)
        return node

    def copy(self) -> CompactRange:
        """An independent copy."""
        return CompactRange(self.size, list(self.roots))

    def dump(self) -> bytes:
        """The roots as bytes, for keeping."""
        return b"".join(self.roots)

    @classmethod
    def load(cls, size: int, dumped: bytes) -> CompactRange:
        """The tree that `dump` kept.

        Raises:
            LogError: the bytes cannot be those of a tree of this size.
        """
        if size < 0 or len(dumped) != 32 * size.bit_count():
            raise LogError(f"the kept right edge does not belong to a tree of `{size}` entries")
        return cls(size, [dumped[at : at + 32] for at in range(0, len(dumped), 32)])


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes."""
    tree = CompactRange()
    for leaf in leaves:
        tree.append(leaf)
    return tree.root()


def inclusion_path(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """The proof that leaf `index` is in the tree of `size` leaves (RFC 9162 section 2.1.3.1).

    Raises:
        InputError: there is no such leaf.
    """
    if not 0 <= index < size:
        raise InputError(f"no entry `{index}` in a log of {size}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(start, middle))
            start = middle
    path.reverse()
    return path


def consistency_path(old: int, size: int, subtree: Subtree) -> list[bytes]:
    """The proof that the tree of `old` leaves is a prefix of that of `size` (RFC 9162 section 2.1.4.1).

    Raises:
        InputError: `old` is not between 1 and `size`.
    """
    if not 1 <= old <= size:
        raise InputError(f"no earlier log of `{old}` entries in a log of {size}")
    path: list[bytes] = []
    start, end, whole = 0, size, True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(start, middle))
            start, whole = middle, False
    if not whole:
        path.append(subtree(start, end))
    path.reverse()
    return path


def verify_inclusion(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    """Whether `path` proves that `leaf` is entry `index` of the tree (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, node = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            node = node_hash(step, node)
            while at and not at & 1:
                at >>= 1
                last >>= 1
        else:
            node = node_hash(node, step)
        at >>= 1
        last >>= 1
    return last == 0 and node == root


def verify_consistency(old: int, size: int, old_root: bytes, root: bytes, path: list[bytes]) -> bool:
    """Whether `path` proves that nothing of the old tree was changed (RFC 9162 section 2.1.4.2)."""
    if not 1 <= old <= size:
        return False
    if old == size:
        return not path and old_root == root
    steps = list(path)
    if old & (old - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        return False
    at, last = old - 1, size - 1
    while at & 1:
        at >>= 1
        last >>= 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while at and not at & 1:
                at >>= 1
                last >>= 1
        else:
            after = node_hash(after, step)
        at >>= 1
        last >>= 1
    return last == 0 and before == old_root and after == root


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The state of a log in three lines.

    Attributes:
        origin: name of the log: one line, chosen once.
        size: number of entries.
        root: root hash.
        signatures: lines `— name base64` below the blank line; the form of signed notes.
    """

    origin: str
    size: int
    root: bytes
    signatures: tuple[str, ...] = ()

    @property
    def body(self) -> str:
        """The three lines that are signed, each ended by a newline."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    def __str__(self) -> str:
        return self.body + (
            "\n" + "".join(f"{line}\n" for line in self.signatures) if self.signatures else ""
        )


def key_id(name: str, public: Ed25519PublicKey) -> bytes:
    """Four bytes that tell keys apart: SHA-256 over name, newline, 0x01 and the public key."""
    return hashlib.sha256(name.encode() + b"\n\x01" + public.public_bytes_raw()).digest()[:4]


def sign_checkpoint(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> Checkpoint:
    """The checkpoint with a signature line in the name of its origin."""
    mark = key_id(checkpoint.origin, key.public_key()) + key.sign(checkpoint.body.encode())
    line = f"— {checkpoint.origin} {base64.b64encode(mark).decode()}"
    return Checkpoint(
        origin=checkpoint.origin,
        size=checkpoint.size,
        root=checkpoint.root,
        signatures=(*checkpoint.signatures, line),
    )


def verify_signature(checkpoint: Checkpoint, public: Ed25519PublicKey) -> bool:
    """Whether one of the signature lines is by this key over these three lines."""
    from cryptography.exceptions import InvalidSignature

    wanted = key_id(checkpoint.origin, public)
    for line in checkpoint.signatures:
        try:
            raw = base64.b64decode(line.rsplit(" ", 1)[-1], validate=True)
        except binascii.Error:
            continue
        if raw[:4] != wanted:
            continue
        try:
            public.verify(raw[4:], checkpoint.body.encode())
        except InvalidSignature:
            continue
        return True
    return False


def parse_checkpoint(text: str) -> Checkpoint:
    """A checkpoint from its text.

    Raises:
        InputError: the text is no checkpoint.
    """
    head, _, tail = text.partition("\n\n")
    lines = head.rstrip("\n").split("\n")
    try:
        origin, size, root = lines
        number, digest = int(size), base64.b64decode(root, validate=True)
    except (ValueError, binascii.Error):
        raise InputError("not a checkpoint", fix="give the three lines: origin, size, root") from None
    if not origin or str(number) != size or number < 0 or len(digest) != 32:
        raise InputError("not a checkpoint", fix="give the three lines: origin, size, root")
    marks = tuple(line for line in tail.split("\n") if line)
    if not all(line.startswith("— ") for line in marks):
        raise InputError("not a signature line of a checkpoint")
    return Checkpoint(origin=origin, size=number, root=digest, signatures=marks)
