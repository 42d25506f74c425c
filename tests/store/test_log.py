"""The Merkle tree against RFC 9162's definitions, written out here a second time, and known vectors."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from licet.core.errors import InputError, LogError
from licet.store.log import (
    EMPTY_ROOT,
    Checkpoint,
    CompactRange,
    Subtree,
    consistency_path,
    inclusion_path,
    leaf_hash,
    parse_checkpoint,
    root_of,
    sign_checkpoint,
    verify_consistency,
    verify_inclusion,
    verify_signature,
)

# The eight leaves and roots that implementations of Certificate Transparency have tested with since RFC 6962.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"
    )
]  # fmt: skip
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def by_definition(entries: list[bytes]) -> bytes:
    """MTH of RFC 9162 section 2.1.1, as it is written there."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return hashlib.sha256(b"\x01" + by_definition(entries[:k]) + by_definition(entries[k:])).digest()


def test_known_roots() -> None:
    """The roots of the eight known leaves come out as published."""
    leaves = [leaf_hash(entry) for entry in LEAVES]
    assert [root_of(leaves[: n + 1]).hex() for n in range(8)] == list(ROOTS)


def test_empty_root() -> None:
    """The empty tree has the hash of nothing."""
    assert root_of([]) == EMPTY_ROOT == by_definition([])


@given(st.lists(st.binary(max_size=8), max_size=70))
def test_growing_is_the_definition(entries: list[bytes]) -> None:
    """A tree that grew leaf by leaf has the root that the definition gives, and survives being kept."""
    tree = CompactRange()
    for entry in entries:
        tree.append(leaf_hash(entry))
        tree = CompactRange.load(tree.size, tree.dump())
    assert tree.root() == by_definition(entries)


def subtree_of(leaves: list[bytes]) -> Subtree:
    """Subtree hashes as the definition gives them."""
    return lambda start, end: root_of(leaves[start:end])


@given(st.integers(1, 200), st.data())
def test_every_inclusion_is_proved(size: int, data: st.DataObject) -> None:
    """Each entry has a proof; with another leaf, place or size the same proof proves nothing."""
    leaves = [leaf_hash(str(n).encode()) for n in range(size)]
    index = data.draw(st.integers(0, size - 1))
    path, root = inclusion_path(index, size, subtree_of(leaves)), root_of(leaves)
    assert len(path) <= max(1, size - 1).bit_length()
    assert verify_inclusion(leaves[index], index, size, path, root)
    assert not verify_inclusion(leaf_hash(b"other"), index, size, path, root)
    assert not verify_inclusion(leaves[index], index, size, [*path, root], root)
    other = data.draw(st.integers(0, size - 1))
    assert verify_inclusion(leaves[index], other, size, path, root) == (other == index)


@given(st.integers(1, 200), st.data())
def test_every_prefix_is_proved(size: int, data: st.DataObject) -> None:
    """Each earlier size has a proof; a changed earlier tree has none."""
    leaves = [leaf_hash(str(n).encode()) for n in range(size)]
    old = data.draw(st.integers(1, size))
    path = consistency_path(old, size, subtree_of(leaves))
    before, after = root_of(leaves[:old]), root_of(leaves)
    assert verify_consistency(old, size, before, after, path)
    changed = [*leaves[: old - 1], leaf_hash(b"changed")]
    assert not verify_consistency(old, size, root_of(changed), after, path)
    assert not verify_consistency(old, size, before, after, [*path, before])


def test_proofs_of_nothing() -> None:
    """Places outside the log are refused, not proved."""
    with pytest.raises(InputError, match="no entry `3`"):
        inclusion_path(3, 3, subtree_of([leaf_hash(b"")] * 3))
    with pytest.raises(InputError, match="no earlier log"):
        consistency_path(0, 3, subtree_of([leaf_hash(b"")] * 3))
    assert not verify_inclusion(b"", 0, 0, [], b"")
    assert not verify_consistency(0, 1, b"", b"", [])


def test_right_edge_of_the_wrong_size() -> None:
    """A kept right edge that cannot belong to its size is refused."""
    with pytest.raises(LogError, match="right edge"):
        CompactRange.load(3, b"x" * 32)


def test_checkpoint_is_three_lines() -> None:
    """A checkpoint prints as three lines and reads back."""
    made = Checkpoint(origin="acme exports", size=8, root=bytes.fromhex(ROOTS[7]))
    assert str(made) == "acme exports\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n"
    assert parse_checkpoint(str(made)) == made


def test_signature() -> None:
    """A signature holds for its key and three lines only, and survives printing."""
    key, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    made = sign_checkpoint(Checkpoint(origin="acme", size=1, root=EMPTY_ROOT), key)
    read = parse_checkpoint(str(made))
    assert verify_signature(read, key.public_key())
    assert not verify_signature(read, other.public_key())
    forged = Checkpoint(origin="acme", size=2, root=EMPTY_ROOT, signatures=read.signatures)
    assert not verify_signature(forged, key.public_key())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n",
        "a\n1\n",
        "a\nx\nAA==\n",
        "a\n1\nAA==\n",
        "a\n01\n" + "A" * 43 + "=\n",
        "\n1\n" + "A" * 43 + "=\n",
        "a\n1\n" + "A" * 43 + "=\n\nunsigned\n",
    ],
)
def test_not_a_checkpoint(text: str) -> None:
    """What is not exactly a checkpoint is refused."""
    with pytest.raises(InputError):
        parse_checkpoint(text)


@given(st.text(max_size=80))
def test_any_text_is_a_checkpoint_or_refused(text: str) -> None:
    """Any text either reads as a checkpoint that prints the same, or is refused."""
    try:
        made = parse_checkpoint(text)
    except InputError:
        return
    assert parse_checkpoint(str(made)) == made
