"""The references are what the program says today, and nothing public is left out of them."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
MADE: dict[str, str] = runpy.run_path(str(DOCS / "reference.py"))["pages"]()


@pytest.mark.parametrize("name", sorted(MADE))
def test_the_page_is_what_the_program_says(name: str) -> None:
    """A page that the program has outgrown is refused; one command writes it again."""
    file = DOCS / "reference" / name
    stale = not file.is_file() or file.read_text(encoding="utf-8") != MADE[name]
    assert not stale, f"docs/reference/{name} is stale\nfix: make docs"


def test_no_page_is_left_from_what_is_gone() -> None:
    """Every page in the folder is one that is made."""
    left = {file.name for file in (DOCS / "reference").glob("*.md")} - set(MADE)
    assert not left, f"nothing makes {sorted(left)}\nfix: make docs"


def test_every_row_says_something() -> None:
    """No command, list, rule, feature, error or event stands without a word about it."""
    mute = [
        (name, line)
        for name, text in MADE.items()
        if name not in {"cli.md", "index.md"}
        for line in text.splitlines()
        if line.startswith("| `") and "|  |" in line
    ]
    assert mute == []
    sections = MADE["cli.md"].split("## licet ")[1:]
    assert [part.split("\n")[0] for part in sections if not part.split("\n", 2)[2].strip()] == []
