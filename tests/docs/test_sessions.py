"""Every command that the tutorial and the how-tos show runs, and prints what they show."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from licet.app.cli import root
from licet.check.engine import open_engine
from tests.docs.sessions import ROOT, examples, run, same, steps

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


def _helps(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[str, list[str]]]:
    """Each command whose help shows an example, with the example."""
    if found := examples(command.help or ""):
        yield " ".join(words), found
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                yield from _helps(below, (*words, name))


#: `serve` never ends (`tests/app/api` starts it); the self-test of all lists has tests in `tests/check`.
HELPS = [each for each in _helps(root) if each[0] not in ("serve", "selftest")]
#: Exit codes of an answer: nothing in the way, something is, facts missing, stale lists.
ANSWERS = (0, 1, 3, 4)


@pytest.mark.parametrize(("verb", "commands"), HELPS, ids=[verb for verb, _ in HELPS])
def test_the_example_of_each_help_runs_as_printed(
    verb: str, commands: list[str], lists_home: Path, tmp_path: Path
) -> None:
    """Somebody who copies the example of `--help`, line by line and on a new machine, gets answers."""
    folder, home = tmp_path / "work", tmp_path / "home"
    shutil.copytree(ROOT / "examples", folder / "examples")
    shutil.copytree(lists_home, home, copy_function=os.link)
    for command in commands:
        if "--into" in command:
            continue  # the page of large files, above, runs it
        got = run(command.replace("~", str(folder)), folder, home)
        code = int(found[1]) if (found := re.search(r"\(exit (\d+)\)$", got)) else 0
        assert code in ANSWERS, f"licet {verb} --help: {command}\n{got}"
