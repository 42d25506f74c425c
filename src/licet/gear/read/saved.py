"""A folder of replies that devices gave and somebody saved, one or more to a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from licet.gear.device import Device, merge
from licet.gear.read.reading import Problem, Reading
from licet.gear.replies import read_reply

__all__ = ["read_folder", "replies_in"]

_LARGEST = 5_000_000


def read_folder(folder: Path) -> Reading:
    """All replies below a folder, each unit once; files that are no reply are reported."""
    devices: list[Device] = []
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        name = str(path.relative_to(folder))
        try:
            if path.stat().st_size > _LARGEST:
                problems.append(
                    Problem(file=name, message="too large to be a saved reply", fix="give the reply alone")
                )
                continue
            data = path.read_bytes()
        except OSError as error:
            problems.append(
                Problem(file=name, message=f"cannot be read: {error.strerror}", fix="check its rights")
            )
            continue
        found = list(replies_in(data, name))
        devices += found
        if not found and b"<Probe>" not in data:
            problems.append(
                Problem(
                    file=name,
                    message="not a reply that is known",
                    fix="save SADP, ONVIF, ISAPI or UPnP replies as XML, DHIP as JSON or datagram,"
                    " HTTP and RTSP with their status line and headers",
                )
            )
    return Reading(devices=merge(devices), problems=tuple(problems))


def replies_in(data: bytes, name: str) -> Iterator[Device]:
    """The records that one saved file makes; several when it is JSON that holds several replies."""
    reply = read_reply(data, name)
    if reply is not None:
        yield reply
        return
    if data.lstrip()[:1] in (b"{", b"["):
        try:
            document = json.loads(data)
        except (ValueError, RecursionError):
            return
        for number, inner in enumerate(_notifications(document, 0)):
            found = read_reply(json.dumps(inner).encode(), f"{name}#{number}")
            if found is not None:
                yield found


def _notifications(value: object, depth: int) -> Iterator[dict[str, object]]:
    if depth > 20:
        return
    if isinstance(value, dict):
        if value.get("method") == "client.notifyDevInfo":
            yield value
            return
        for inner in value.values():
            yield from _notifications(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _notifications(inner, depth + 1)
