"""A snapshot that crosses an air gap: one signed file, refused when tampered with, older, or wrongly signed.

    licet bundle 1
    {"made": ..., "snapshot": ..., "sha256": ..., "size": ..., "lists": {...}}
    base64 of the Ed25519 signature over the two lines above
    the snapshot's bytes

The signature covers the checksum, so it covers the snapshot. Signing and checking are given from outside, so
that this module knows the format and no keys.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from licet.core.errors import SnapshotError
from licet.lists.snapshot import Snapshot

__all__ = ["Bundle", "is_bundle", "pack", "refuse_older", "unpack"]

_MAGIC = b"licet bundle 1\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What a bundle holds, checked.

    Attributes:
        made: when it was signed.
        snapshot: the lists.
        data: the snapshot's bytes.
    """

    made: datetime
    snapshot: Snapshot
    data: bytes


def is_bundle(head: bytes) -> bool:
    """Whether a file that begins so is a bundle."""
    return head.startswith(_MAGIC)


def pack(data: bytes, made: datetime, sign: Callable[[bytes], bytes]) -> bytes:
    """A signed bundle of a snapshot's bytes.

    Args:
        data: the snapshot.
        made: the time to note, with its zone.
        sign: gives the Ed25519 signature of a message.

    Raises:
        SnapshotError: the bytes are no snapshot, or are torn.
    """
    snapshot = Snapshot(data, place="the snapshot to pack")
    snapshot.verify()
    head = {
        "made": made.isoformat(),
        "snapshot": snapshot.id,
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "lists": {name: day.isoformat() if day else None for name, day in _days(snapshot).items()},
    }
    signed = _MAGIC + json.dumps(head, sort_keys=True, separators=(",", ":")).encode() + b"\n"
    return signed + base64.b64encode(sign(signed)) + b"\n" + data


def unpack(raw: bytes, verify: Callable[[bytes, bytes], bool], *, place: str) -> Bundle:
    """The bundle in a file's bytes.

    Args:
        raw: the file.
        verify: whether a signature (second) is the trusted key's over a message (first).
        place: name for messages.

    Raises:
        SnapshotError: not a bundle, not signed by the trusted key, or not what was signed.
    """
    parts = raw.split(b"\n", 3)
    if not is_bundle(raw) or len(parts) != 4:
        raise SnapshotError("not a bundle of lists", place=place, fix="make it with `licet lists export`")
    signed = parts[0] + b"\n" + parts[1] + b"\n"
    try:
        signature = base64.b64decode(parts[2], validate=True)
    except (binascii.Error, ValueError):
        signature = b""
    if not verify(signed, signature):
        raise SnapshotError(
            "the bundle is not signed by the trusted key, or its head was changed",
            place=place,
            fix="ask whoever signed it for the bundle and the public key again",
        )
    head, data = json.loads(parts[1]), parts[3]
    if len(data) != head["size"] or hashlib.sha256(data).hexdigest() != head["sha256"]:
        raise SnapshotError(
            "the lists in the bundle are not those that were signed", place=place, fix="copy the file again"
        )
    snapshot = Snapshot(data, place=place)
    snapshot.verify()
    return Bundle(made=datetime.fromisoformat(head["made"]), snapshot=snapshot, data=data)


def refuse_older(bundle: Bundle, current: Snapshot, *, place: str) -> None:
    """Refuse a bundle that would take a list back, or take it away.

    Raises:
        SnapshotError: a list is missing from the bundle or stands at an earlier day than the one held.
    """
    new, held = _days(bundle.snapshot), _days(current)
    worse = [name for name, day in held.items() if name not in new or _earlier(new[name], day)]
    if worse:
        raise SnapshotError(
            f"the bundle is older than what is held for {', '.join(f'`{name}`' for name in worse)}",
            place=place,
            fix="import a newer bundle; what is held stays current",
        )


def _earlier(new: date | None, held: date | None) -> bool:
    return held is not None and (new is None or new < held)


def _days(snapshot: Snapshot) -> Mapping[str, date | None]:
    return {name: entry.as_of for name, entry in snapshot.lists.items()}
