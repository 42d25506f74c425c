"""The drawing of the house is a contract: it holds, and each part of it fails when broken."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]

# For each contract, one line that breaks it: (module, import).
BREAKS = {
    "layers": ("core/answer.py", "import licet.check"),
    "core-is-stdlib": ("core/answer.py", "import numpy"),
    "skins-stay-outside": ("check/__init__.py", "import click"),
    "one-door-to-the-network": ("owners/__init__.py", "import httpx"),
    "acyclic": ("app/actions/__init__.py", "import licet.app.cli"),
}


def _lint(tree: Path, contract: str) -> subprocess.CompletedProcess[str]:
    program = (
        "import sys; sys.path.insert(0, 'src'); from importlinter.cli import lint_imports; "
        f"sys.exit(lint_imports(config_filename='pyproject.toml', limit_to_contracts=('{contract}',)))"
    )
    return subprocess.run(
        [sys.executable, "-c", program], cwd=tree, capture_output=True, text=True, check=False
    )


def _copy(to: Path) -> Path:
    shutil.copytree(ROOT / "src", to / "src", ignore=shutil.ignore_patterns("__pycache__", "data"))
    shutil.copy(ROOT / "pyproject.toml", to)
    return to


def test_every_contract_has_a_break() -> None:
    """A contract nobody has seen fail proves nothing."""
    assert {contract["id"] for contract in CONTRACTS["contracts"]} == set(BREAKS)


@pytest.mark.parametrize("contract", BREAKS)
def test_a_contract_fails_when_broken(contract: str, tmp_path: Path) -> None:
    """The tree as it is passes; with one forbidden import it does not."""
    tree = _copy(tmp_path)
    assert _lint(tree, contract).returncode == 0
    module, line = BREAKS[contract]
    broken = tree / "src" / "licet" / module
    broken.write_text(broken.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    if contract == "acyclic":
        other = tree / "src" / "licet" / "app" / "cli" / "__init__.py"
        other.write_text(other.read_text(encoding="utf-8") + "\nimport licet.app.actions\n", encoding="utf-8")
    result = _lint(tree, contract)
    assert result.returncode != 0, result.stdout
