"""A column of texts: one run of bytes and where each text starts; millions cost bytes, not objects."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

__all__ = ["Texts"]

_END = b"\n"


@dataclass(slots=True)
class Texts:
    """Texts by position. Texts hold no line break: it marks their ends.

    Attributes:
        blob: all texts in UTF-8, each followed by a line break, after one leading line break.
        starts: where each text starts in `blob`, and one entry more for the end.
    """

    blob: bytes
    starts: npt.NDArray[np.int64]
    _sorted: tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32]] | None = field(default=None)
    _folded: bytes | None = field(default=None)

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        """A column from texts; runs of white space become one space."""
        parts = [(" ".join(text.split()) if "\n" in text else text).encode() for text in texts]
        sizes = np.fromiter((len(part) + 1 for part in parts), np.int64, len(parts))
        starts = np.ones(len(parts) + 1, np.int64)
        np.cumsum(sizes, out=starts[1:])
        starts[1:] += 1
        return cls(_END + _END.join(parts) + _END, starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, at: int) -> str:
        return self.blob[int(self.starts[at]) : int(self.starts[at + 1]) - 1].decode()

    def __iter__(self) -> Iterator[str]:
        return (self[at] for at in range(len(self)))

    def index(self, text: str) -> int:
        """The first position that holds exactly `text`; -1 when none does."""
        order, sums = self._sorted or self._sort()
        checksum = np.uint32(zlib.crc32(text.encode()))
        at = int(np.searchsorted(sums, checksum))
        while at < len(sums) and sums[at] == checksum:
            if self[int(order[at])] == text:
                return int(order[at])
            at += 1
        return -1

    def _sort(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32]]:
        starts, blob = self.starts.tolist(), self.blob
        sums = np.fromiter(
            (zlib.crc32(blob[starts[at] : starts[at + 1] - 1]) for at in range(len(self))),
            np.uint32,
            len(self),
        )
        order = np.argsort(sums, kind="stable")
        self._sorted = (order, sums[order])
        return self._sorted

    def find(self, text: str, limit: int = 10) -> tuple[int, ...]:
        """Positions whose whole text is `text` but for case; at most `limit`, in order."""
        if self._folded is None:
            # Upper and lower case differ in length for a few letters, so only ASCII is folded.
            self._folded = self.blob.lower()
        wanted = _END + text.encode().lower() + _END
        found: list[int] = []
        at = self._folded.find(wanted)
        while at >= 0 and len(found) < limit:
            found.append(int(np.searchsorted(self.starts, at + 1)))
            at = self._folded.find(wanted, at + 1)
        return tuple(found)
