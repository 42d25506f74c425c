"""Draw the README's picture from a real answer: `python docs/picture.py`."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

from rich.console import Console

from licet.app.cli._check_view import print_check
from licet.check.engine import Engine, open_engine

PICTURE = Path(__file__).with_name("img") / "check.svg"
NAME = "Hikvision"
LISTS = ("us-bis-entity-list", "us-dod-1260h", "us-ofac-cmic", "us-fcc-covered")
ON = date(2026, 7, 31)


def console() -> Console:
    """A terminal of a fixed width that records what it prints."""
    return Console(record=True, width=104, file=io.StringIO(), highlight=False, force_terminal=True)


def answer_text(engine: Engine) -> str:
    """The answer as plain text."""
    screen = console()
    print_check(engine.check(NAME, on=ON), screen)
    return screen.export_text()


def main() -> None:
    """Write the picture."""
    engine = open_engine("embedded", LISTS)
    screen = console()
    print_check(engine.check(NAME, on=ON), screen)
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(screen.export_svg(title=f"licet check {NAME} --on {ON}"), encoding="utf-8")


if __name__ == "__main__":
    main()
