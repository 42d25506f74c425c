"""The wheel, as a stranger gets it: `make wheel`.

Built, installed alone in an empty environment without extras, imported module by module, measured, asked one
question; then the extras and the test tools are added and the whole test suite runs against it, from a folder
that has no `src`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: Megabytes that the base install may take with all that it depends on.
AT_MOST = 350
#: What the tests read beside the package; `src` is not among it.
BESIDE = (
    "tests", "docs", "examples", "benchmarks", "pyproject.toml", "Makefile", "README.md", "CHANGELOG.md",
    "CONTRIBUTING.md", "SECURITY.md", "CITATION.cff", "NOTICE", "LICENSE",
)  # fmt: skip
#: These look at the source tree itself: who imports whom, and that a forbidden import is found.
OF_THE_TREE = ("tests/laws/test_layers.py",)

IMPORTS = """
import importlib, pkgutil, licet
from licet.app.cli import _EXTRAS
from licet.core.errors import MissingExtraError
count, extras = 0, []
for module in pkgutil.walk_packages(licet.__path__, "licet."):
    if module.name.endswith("__main__") or ".migrations." in module.name:
        continue
    try:
        importlib.import_module(module.name)
    except MissingExtraError:
        extras.append(module.name)
    except ModuleNotFoundError as error:  # the command line says which extra brings it
        if _EXTRAS.get(error.name.partition(".")[0]) is None:
            raise
        extras.append(module.name)
    count += 1
print(f"{count} modules imported, {len(extras)} of them want an extra: {', '.join(extras)}")
"""


def _run(words: Sequence[str], *, folder: Path, more: Mapping[str, str] | None = None) -> str:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LICET_"))
    }
    done = subprocess.run(
        words, cwd=folder, env={**environment, **(more or {})}, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        print(done.stdout)
        sys.exit(f"failed with {done.returncode}: {' '.join(words)}")
    return done.stdout.strip()


def _megabytes(folder: Path) -> float:
    return sum(file.lstat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def main() -> None:
    """Build, install, import, measure, ask, test; the first step that fails ends it."""
    with tempfile.TemporaryDirectory(prefix="licet-wheel-") as made:
        room = Path(made)
        pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
        _run([*pip, "wheel", "--no-deps", "--wheel-dir", str(room), str(ROOT)], folder=room)
        (wheel,) = room.glob("*.whl")
        print(f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB")

        venv.create(room / "env", with_pip=True)
        python = str(room / "env" / "bin" / "python")
        install = [
            python,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--only-binary",
            ":all:",
        ]
        before = _megabytes(room / "env")
        _run([*install, str(wheel)], folder=room)
        size = _megabytes(room / "env") - before
        print(f"base install: {size:.0f} MB with all it depends on, at most {AT_MOST}")
        if size > AT_MOST:
            sys.exit(f"the base install is larger than {AT_MOST} MB")
        print(_run([python, "-W", "error::SyntaxWarning", "-c", IMPORTS], folder=room))
        home = {"LICET_HOME": str(room / "home")}
        ask = "import licet; print(licet.open().check('Hikvision').disposition.value)"
        print(f"Hikvision: {_run([python, '-c', ask], folder=room, more=home)}")

        groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
        tools = [name for name in groups["dev"] if isinstance(name, str)]
        _run([*install, f"{wheel}[fast,postgres,batch,mcp]", *tools], folder=room)
        for name in BESIDE:
            source, target = ROOT / name, room / "tree" / name
            target.parent.mkdir(exist_ok=True)
            copy = shutil.copytree if source.is_dir() else shutil.copy2
            copy(source, target)
        shared = ROOT.parent / "shared" / "data"
        left_out = [f"--ignore={name}" for name in OF_THE_TREE]
        words = [python, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", *left_out, *sys.argv[1:]]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        environment |= {"LICET_SHARED": os.environ.get("LICET_SHARED", str(shared))}
        environment["PATH"] = f"{Path(python).parent}{os.pathsep}{environment['PATH']}"
        sys.exit(subprocess.run(words, cwd=room / "tree", env=environment, check=False).returncode)


if __name__ == "__main__":
    main()
