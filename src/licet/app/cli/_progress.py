"""One line of progress on stderr, only where a person looks."""

from __future__ import annotations

import sys


def show(text: str, *, last: bool = False) -> None:
    """Rewrite the progress line; end it with the last one."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{text}" + ("\n" if last else ""))
        sys.stderr.flush()
