"""Every command that the tutorial and the how-tos show runs, and prints what they show."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from licet.check.engine import open_engine
from tests.docs.sessions import ROOT, run, same, steps

PAGES = sorted(
    page
    for page in [
        ROOT / "docs" / "tutorial.md",
        *ROOT.glob("docs/howto/*.md"),
        *ROOT.glob("docs/concepts/*.md"),
    ]
    if "```console" in page.read_text(encoding="utf-8")
)


@pytest.fixture(scope="session")
def lists_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose match index is built: the pages begin after the first call."""
    home = tmp_path_factory.mktemp("lists")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LICET_HOME", str(home))
        open_engine("embedded")
    return home


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_page_shows_what_the_commands_print(page: Path, lists_home: Path, tmp_path: Path) -> None:
    """A reader who types the commands of a page sees the page's outputs."""
    folder, home = tmp_path / "work", tmp_path / "home"
    shutil.copytree(ROOT / "examples", folder / "examples")
    shutil.copytree(lists_home, home, copy_function=os.link)
    for step in steps(page.read_text(encoding="utf-8")):
        got = run(step.command, folder, home)
        assert same(step.printed, got), f"{page.name}:{step.line}: $ {step.command}\n{got}"
