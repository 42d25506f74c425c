"""A graph as one file: written once, read back at the speed of the disk."""

from __future__ import annotations

import json
import zlib
from fractions import Fraction
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from licet.core.errors import InputError
from licet.core.fact import Share
from licet.owners.graph import Graph, Source
from licet.owners.texts import Texts

__all__ = ["load", "save"]

_FORMAT = 1
_ARRAYS = (
    "countries",
    "sorts",
    "owner",
    "owned",
    "kind",
    "share",
    "start",
    "end",
    "source",
    "place",
    "in_at",
)


def save(graph: Graph, path: Path) -> None:
    """Write a graph as one file that `load` reads back at the speed of the disk."""
    about: dict[str, Any] = {
        "format": _FORMAT,
        "shares": [_share_out(share) for share in graph.shares],
        "sources": [[source.name, source.file, source.vouched] for source in graph.sources],
        "notes": [[at, list(texts)] for at, texts in graph.notes.items()],
    }
    parts = {name: getattr(graph, name) for name in _ARRAYS}
    with path.open("wb") as file:
        np.savez(
            file,
            about=np.frombuffer(json.dumps(about).encode(), np.uint8),
            ids=np.frombuffer(graph.ids.blob, np.uint8),
            id_starts=graph.ids.starts,
            names=np.frombuffer(graph.names.blob, np.uint8),
            name_starts=graph.names.starts,
            **parts,
        )


def load(path: Path) -> Graph:
    """Read a graph that `save` wrote.

    Raises:
        InputError: the file is not one of ours, or of another format.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            about = json.loads(held["about"].tobytes())
            if about["format"] != _FORMAT:
                raise InputError(
                    f"ownership file of format {about['format']}, this licet reads {_FORMAT}",
                    file=str(path),
                    fix="import the sources again: licet owners import",
                )
            return Graph(
                ids=Texts(held["ids"].tobytes(), held["id_starts"]),
                names=Texts(held["names"].tobytes(), held["name_starts"]),
                shares=tuple(_share_in(share) for share in about["shares"]),
                sources=tuple(Source(name=a, file=b, vouched=c) for a, b, c in about["sources"]),
                notes={at: tuple(texts) for at, texts in about["notes"]},
                **{name: held[name] for name in _ARRAYS},
            )
    except (
        OSError,
        ValueError,
        KeyError,
        EOFError,
        BadZipFile,
        zlib.error,
        AttributeError,
        TypeError,
    ) as error:
        raise InputError(
            f"not a saved ownership graph: {error}", file=str(path), fix="make one: licet owners import"
        ) from error


def _share_out(share: Share) -> list[str | bool]:
    return [str(share.low), str(share.high), share.low_open, share.high_open]


def _share_in(parts: list[Any]) -> Share:
    return Share(Fraction(parts[0]), Fraction(parts[1]), parts[2], parts[3])
