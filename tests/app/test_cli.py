"""The command line as a whole: every verb has help, verbs load lazily, errors have one form."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from licet.app.cli import USAGE, exit_code_of, main, root
from licet.core.errors import InputError, LogError, StaleError


def _commands(
    group: click.Command, path: tuple[str, ...] = ()
) -> list[tuple[tuple[str, ...], click.Command]]:
    found = [(path, group)]
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            inner = group.get_command(context, name)
            assert inner is not None, name
            found += _commands(inner, (*path, name))
    return found


@pytest.mark.parametrize(
    ("path", "command"),
    _commands(root),
    ids=lambda value: " ".join(value) or "licet" if isinstance(value, tuple) else "",
)
def test_every_command_has_help_that_says_what_it_is_for(
    path: tuple[str, ...], command: click.Command
) -> None:
    """Help is there for each verb, and for each of its options."""
    assert command.help, path
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            assert parameter.help, (path, parameter.name)
    shown = CliRunner().invoke(root, [*path, "--help"])
    assert shown.exit_code == 0, shown.output


def test_asking_for_the_version_imports_no_expert() -> None:
    """Start-up pays for nothing that is not used."""
    program = (
        "import sys; from licet.app.cli import root\n"
        "try: root(['--version'])\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'lxml', 'sqlalchemy', 'rich', 'openpyxl', 'httpx', 'pydantic'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_checking_imports_neither_store_nor_readers() -> None:
    """`licet check` needs lists, match and a terminal, no more."""
    program = (
        "import sys; import licet.app.actions.check\n"
        "heavy = {'sqlalchemy', 'openpyxl', 'httpx', 'pydantic', 'lxml', 'pypdf', 'numba', 'scipy'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_are_printed(shell: str) -> None:
    """A person can have the shell complete verbs."""
    assert "_LICET_COMPLETE" in CliRunner().invoke(root, ["completion", shell]).output


def test_each_error_ends_with_its_exit_code() -> None:
    """Scripts can tell usage, stale data and a broken log apart."""
    assert exit_code_of(InputError("x")) == 2
    assert exit_code_of(StaleError("x")) == 4
    assert exit_code_of(LogError("x")) == 5


def test_a_missing_extra_is_named_with_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a base install a command that wants an extra says which, in the one form of all errors."""

    def missing(**_: object) -> int:
        raise ModuleNotFoundError("No module named 'pyarrow'", name="pyarrow")

    monkeypatch.setattr("licet.app.cli.root", missing)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == USAGE
    assert 'pip install "licet[batch]"' in capsys.readouterr().err
