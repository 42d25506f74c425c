"""The commands about kept things, run as a person runs them."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def licet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `licet ...` on a store of its own."""
    monkeypatch.setenv("LICET_STORE", str(tmp_path / "store.db"))
    monkeypatch.delenv("LICET_API_KEY", raising=False)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "licet", *arguments], capture_output=True, text=True, check=False
        )

    return run


def out(done: subprocess.CompletedProcess[str]) -> str:
    """Its output, when it went well."""
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout.strip()


def test_a_licence_from_file_to_filing(licet: Run) -> None:
    """A licence is recorded, covers a shipment, is drawn on, and the EEI comes out as CSV."""
    assert out(licet("licence", "add", str(EXAMPLES / "licence.toml"))) == "LIC-1"
    said = out(licet("licence", "covers", str(EXAMPLES / "shipment.toml")))
    assert said.startswith("line 1: covered by licence D1234567, 100 of 100 left")
    out(licet("shipment", "check", str(EXAMPLES / "shipment.toml")))
    assert "is planned" in out(licet("shipment", "plan", str(EXAMPLES / "shipment.toml")))
    assert "90 of 100" in out(licet("licence", "show", "D1234567"))
    assert json.loads(out(licet("shipment", "eei", "SRN-2026-0001")))["lines"][0]["value"] == "25000"
    again = licet("shipment", "plan", str(EXAMPLES / "shipment.toml"))
    assert (again.returncode, "was used before" in again.stderr) == (2, True)


def test_what_was_planned_or_drafted_is_changed(licet: Run, tmp_path: Path) -> None:
    """Another carrier is taken, another quantity is refused; a draft is replaced."""
    planned = (EXAMPLES / "shipment.toml").read_text(encoding="utf-8")
    out(licet("licence", "add", str(EXAMPLES / "licence.toml")))
    out(licet("shipment", "plan", str(EXAMPLES / "shipment.toml")))
    file = tmp_path / "shipment.toml"
    file.write_text(planned.replace("China Airlines", "EVA Air"), encoding="utf-8")
    assert out(licet("shipment", "change", str(file))) == "SRN-2026-0001 is changed"
    assert "EVA Air" in out(licet("shipment", "eei", "SRN-2026-0001"))
    file.write_text(planned.replace('quantity = "10"', 'quantity = "11"'), encoding="utf-8")
    refused = licet("shipment", "change", str(file))
    assert (refused.returncode, "line 1" in refused.stderr) == (2, True)

    draft = out(licet("licence", "apply", str(EXAMPLES / "application.toml"))).splitlines()[0]
    other = tmp_path / "application.toml"
    text = (EXAMPLES / "application.toml").read_text(encoding="utf-8")
    other.write_text(re.sub(r"(?m)^ein = .*$", 'ein = "98-7654321"', text), encoding="utf-8")
    assert out(licet("licence", "apply", str(other), "--draft", draft)).splitlines()[0] == draft
    assert "98-7654321" in out(licet("licence", "sheet", draft))


def test_a_case_to_its_end(licet: Run, tmp_path: Path) -> None:
    """A case is opened, its flags answered, disposed of, printed; an edited file gives exit code 5."""
    id = out(licet("case", "open", "Orchid?", "--party", "Orchid Ltd"))
    assert licet("case", "dispose", id, "false hit", "--reason", "x").returncode == 2
    out(licet("case", "flags", id, "absent", "all"))
    assert out(licet("case", "dispose", id, "false hit", "--reason", "x")) == f"{id} is closed"
    page = tmp_path / "case.html"
    out(licet("case", "print", id, "--out", str(page)))
    assert "Orchid?" in page.read_text(encoding="utf-8")
    assert id in out(licet("store", "find", "--party", "orchid*"))
    out(licet("log", "checkpoint"))
    assert "the log verifies" in out(licet("log", "verify"))
    other = sqlite3.connect(tmp_path / "store.db")
    other.execute("UPDATE log_entry SET body = replace(body, 'Orchid?', 'Orchis?') WHERE idx = 1")
    other.commit()
    other.close()
    done = licet("log", "verify", "--json")
    assert done.returncode == 5
    assert json.loads(done.stdout)["first_bad"] == 1


def test_proof_by_command(licet: Run, tmp_path: Path) -> None:
    """A signed proof is made and checked by command; a changed one ends with exit code 5."""
    key, proof = tmp_path / "log.pem", tmp_path / "proof.json"
    assert "PUBLIC KEY" in out(licet("log", "key", str(key)))
    out(licet("store", "init"))
    proof.write_text(out(licet("log", "prove", "0", "--key", str(key))), encoding="utf-8")
    assert "proved" in out(licet("log", "check", str(proof), "--key", str(key)))
    data = json.loads(proof.read_text(encoding="utf-8"))
    proof.write_text(json.dumps({**data, "entry": "{}"}), encoding="utf-8")
    assert licet("log", "check", str(proof)).returncode == 5


def test_users_close_the_door(licet: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the first user on, only users come in: by API key, with the scopes it has."""
    assert licet("user", "add", "vic", "--name", "V", "--role", "viewer").returncode == 2
    said = out(licet("user", "add", "adm", "--name", "A", "--role", "administrator", "--role", "viewer"))
    done = licet("case", "list")
    assert (done.returncode, "LICET_API_KEY" in done.stderr) == (2, True)
    monkeypatch.setenv("LICET_API_KEY", "licet_KEY-1_nonsense")
    assert "no such API key" in licet("case", "list").stderr
    monkeypatch.setenv("LICET_API_KEY", said.partition("=")[2])
    assert "adm" in out(licet("user", "list"))
    assert "needs `case`" in licet("case", "open", "x").stderr
