"""Sessions in the documentation: `console` blocks whose commands run and whose outputs are compared.

In a block a line that begins with `$ ` is a command; a backslash at its end goes on in the next line. What
follows until the next command is what it prints. `...` stands for anything, white space and line breaks do
not count, and a last line `(exit 3)` says how the command ends when that is not 0.
"""

from __future__ import annotations

import inspect
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["ROOT", "Step", "examples", "run", "same", "steps"]

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One command of a page and what the page says it prints."""

    line: int
    command: str
    printed: str


def steps(page: str) -> Iterator[Step]:
    """The commands of a page in order."""
    for block in _BLOCK.finditer(page):
        first = page.count("\n", 0, block.start(1)) + 1
        command: list[str] = []
        printed: list[str] = []
        at = first
        for number, line in enumerate(block[1].splitlines(), first):
            if line.startswith("$ "):
                if command:
                    yield Step(line=at, command="\n".join(command), printed="\n".join(printed))
                command, printed, at = [line[2:]], [], number
            elif command and command[-1].endswith("\\") and not printed:
                command.append(line)
            else:
                printed.append(line)
        if command:
            yield Step(line=at, command="\n".join(command), printed="\n".join(printed))


def examples(help_text: str) -> list[str]:
    """The commands of the example in a verb's help; a backslash at the end goes on in the next line."""
    block = inspect.cleandoc(help_text).partition("\b\n")[2].partition("\n\n")[0]
    joined = re.sub(r"\\\n\s*", "", block)
    return [line for line in joined.splitlines() if line.startswith("licet ")]


def run(command: str, folder: Path, home: Path) -> str:
    """What a command prints in a folder, with `(exit N)` behind it where it does not end with 0."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LICET_")}
    environment |= {
        "LICET_HOME": str(home),
        "LICET_STORE": str(folder / "store.db"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    done = subprocess.run(
        [shutil.which("bash") or "bash", "-c", command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=240,
    )
    code = f"\n(exit {done.returncode})" if done.returncode else ""
    return done.stdout.rstrip() + code


def same(wanted: str, got: str) -> bool:
    """Whether the output is the one that the page shows."""
    pieces = [re.escape(" ".join(piece.split())) for piece in wanted.split("...")]
    return re.fullmatch(".*".join(pieces), " ".join(got.split())) is not None
