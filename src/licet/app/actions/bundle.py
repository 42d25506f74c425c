"""Carry the lists across an air gap: a signed bundle out, a checked one in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from licet.core.atomic import write_atomically
from licet.core.errors import InputError
from licet.lists.bundle import is_bundle, pack, refuse_older, unpack
from licet.lists.home import make_current, open_snapshot
from licet.lists.snapshot import Snapshot

__all__ = ["export_lists", "import_bundle", "looks_like_bundle"]


def export_lists(out: Path, key_file: Path, which: str | None = None) -> Snapshot:
    """Write the lists as a bundle signed with the key.

    Args:
        out: the file to write.
        key_file: PEM file of an Ed25519 signing key (`licet log key FILE` makes one).
        which: a snapshot's id or file; the current one when None.

    Raises:
        InputError: no signing key.
        SnapshotError: no such snapshot.
    """
    from licet.store.keys import load_key

    key = load_key(key_file)
    snapshot = open_snapshot(which)
    data = Path(snapshot.place).read_bytes()
    write_atomically(out, pack(data, datetime.now(UTC), key.sign))
    return snapshot


def looks_like_bundle(file: Path) -> bool:
    """Whether a file is a bundle, by its first bytes."""
    with file.open("rb") as stream:
        return is_bundle(stream.read(64))


def import_bundle(file: Path, trust: Path | None) -> Snapshot:
    """Check a bundle against the trusted key and make its lists current.

    Args:
        file: the bundle.
        trust: PEM file of the public key that must have signed it.

    Raises:
        InputError: no key was given, or the file holds none.
        SnapshotError: tampered with, wrongly signed, torn, or older than what is held.
    """
    from cryptography.exceptions import InvalidSignature

    from licet.store.keys import load_public_key

    if trust is None:
        raise InputError(
            "a bundle needs the key that must have signed it", field="--trust", fix="--trust PUBLIC_KEY.pem"
        )
    public = load_public_key(trust)

    def verify(message: bytes, signature: bytes) -> bool:
        try:
            public.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    bundle = unpack(file.read_bytes(), verify, place=str(file))
    refuse_older(bundle, open_snapshot(), place=str(file))
    return make_current(bundle.data, now=datetime.now(UTC))
