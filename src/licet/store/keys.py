"""The key that signs checkpoints and bundles of lists: made, read and shown as PEM."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from licet.core.errors import InputError

__all__ = ["load_key", "load_public_key", "new_key", "public_pem"]


def new_key(file: Path) -> Ed25519PrivateKey:
    """Make a signing key and write it to a new file that its owner alone can read.

    Raises:
        InputError: the file is there already.
    """
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        with file.open("xb") as stream:
            file.chmod(0o600)
            stream.write(pem)
    except FileExistsError:
        raise InputError("a file of this name is there already", file=str(file)) from None
    return key


def load_key(file: Path) -> Ed25519PrivateKey:
    """A signing key from a PEM file.

    Raises:
        InputError: the file holds no Ed25519 key.
    """
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise InputError(f"no signing key can be read: {error}", file=str(file)) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise InputError("not an Ed25519 key", file=str(file), fix="licet log key FILE")
    return key


def load_public_key(file: Path) -> Ed25519PublicKey:
    """A public key from a PEM file; the file may hold the private key too.

    Raises:
        InputError: the file holds no Ed25519 key.
    """
    raw = file.read_bytes()
    if b"PRIVATE KEY" in raw:
        return load_key(file).public_key()
    try:
        key = load_pem_public_key(raw)
    except ValueError as error:
        raise InputError(f"no public key can be read: {error}", file=str(file)) from None
    if not isinstance(key, Ed25519PublicKey):
        raise InputError("not an Ed25519 key", file=str(file))
    return key


def public_pem(key: Ed25519PrivateKey) -> str:
    """The public half, for whoever checks."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
