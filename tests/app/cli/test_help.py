"""Help and refusals read alike in every command."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from licet.app.cli import root
from licet.app.cli._help import SECTIONS

EXAMPLES = Path(__file__).parents[3]


def _groups(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(command, click.Group):
        yield words
        ctx = click.Context(command)
        for name in command.list_commands(ctx):
            below = command.get_command(ctx, name)
            assert below is not None
            yield from _groups(below, (*words, name))


def _leaves(
    command: click.Command, words: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    if not isinstance(command, click.Group):
        yield words, command
        return
    ctx = click.Context(command)
    for name in command.list_commands(ctx):
        below = command.get_command(ctx, name)
        assert below is not None
        yield from _leaves(below, (*words, name))


@pytest.mark.parametrize("words", list(_groups(root)), ids=" ".join)
def test_no_summary_of_a_command_is_cut(words: tuple[str, ...]) -> None:
    """What a command does is told in a whole sentence, at eighty columns too."""
    told = CliRunner().invoke(root, [*words, "--help"], terminal_width=80).output
    assert "..." not in told.replace("[ARGS]...", "")
    assert max(map(len, told.splitlines())) <= 80


def test_each_verb_stands_in_a_section() -> None:
    """A new verb is put where a newcomer looks for it, and no section names a verb that is gone."""
    named = [name for _, names in SECTIONS for name in names]
    assert sorted(named) == root.list_commands(click.Context(root))


def _examples() -> Iterator[str]:
    for words, command in _leaves(root):
        start = f"licet {' '.join(words)}"
        for line in re.sub(r"\\\n\s*", "", command.help or "").splitlines():
            if line.strip().startswith((f"{start} ", f"{start}\t")) or line.strip() == start:
                yield line.strip()


@pytest.mark.parametrize("line", sorted(_examples()))
def test_each_example_of_the_help_is_a_call_that_is_understood(
    line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Options and arguments of every printed example exist, and the files that it names are shipped."""
    monkeypatch.chdir(EXAMPLES)
    call = line.partition("#")[0].partition(">")[0]
    words = shlex.split(call)[1:]
    ctx = click.Context(root, info_name="licet")
    command: click.Command = root
    while isinstance(command, click.Group):
        below = command.get_command(ctx, words.pop(0))
        assert below is not None
        command = below
    command.make_context("licet", words, parent=ctx).close()
    assert all(Path(word).exists() for word in words if word.startswith("examples/"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["compare", "A"], "missing argument `B`"),
        (["check", "--onn", "x"], "no such option `--onn`"),
        (["gear", "rules", "--on", "x"], "`x` is no day"),
        (["check", "X", "--kind", "ship"], "`ship` is not one of"),
        (["compare", "A", " "], "no name to compare"),
    ],
)
def test_a_wrong_call_is_refused_in_the_one_form(words: list[str], said: str) -> None:
    """What is wrong in lower case with the input in backticks, then what to do; exit code 2."""
    asked = "from licet.app.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", asked, *words], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 2
    first, fix = done.stderr.splitlines()[:2]
    assert first.startswith("error[input]: ")
    assert said in first
    assert fix.startswith("fix: ")
