"""A disk that is full: said as such, with what to do, and never as a fault of the lists or the input."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from licet.core.errors import InputError

__all__ = ["is_full", "told_if_full"]

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def is_full(error: OSError) -> bool:
    """Whether that is what went wrong: no space, a quota, or a file larger than is allowed."""
    return error.errno in _FULL


@contextmanager
def told_if_full(folder: Path) -> Iterator[None]:
    """Says of work in a folder that its disk is full.

    Raises:
        InputError: it is.
    """
    try:
        yield
    except OSError as error:
        if not is_full(error):
            raise
        raise InputError(
            "no space left on its disk; the parts that are whole stay",
            file=str(folder),
            fix="make space, then go on with --resume",
        ) from error
