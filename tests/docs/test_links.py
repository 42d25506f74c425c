"""Every link inside the documentation leads somewhere, and every verb that the README names exists."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from licet.app.cli import root

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
VERB = re.compile(r"`licet ([a-z]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_inner_link_resolves(page: Path) -> None:
    """A reader never meets a missing page or picture."""
    text = page.read_text(encoding="utf-8")
    inner = [
        target for target in LINK.findall(text) if "://" not in target and not target.startswith("mailto:")
    ]
    missing = [target for target in inner if not (page.parent / target).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_verb_a_page_names_exists(page: Path) -> None:
    """A command in the text is a command of the program."""
    known = set(root.list_commands(click.Context(root)))
    named = set(VERB.findall(page.read_text(encoding="utf-8")))
    assert named - known == set()
