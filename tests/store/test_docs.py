"""What the docs say is so: the script needs nothing of ours, the commands exist, events have schemas."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from licet.app.cli import root
from licet.core.errors import InputError, LogError, StoreError
from licet.store import events
from licet.store.actor import Actor
from licet.store.keys import load_key, new_key
from licet.store.proof import (
    check_consistency,
    check_proof,
    checkpoint,
    prove,
    prove_consistency,
)
from licet.store.rows import _PROJECTORS, load_projectors
from licet.store.store import Store
from tests.store.kept import log_decisions
from tests.store.test_store import make

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """The script of docs/log-proof.md as a file of its own."""
    found = re.search(r"```python\n(.*?)```", (DOCS / "log-proof.md").read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    file = tmp_path / "check_proof.py"
    file.write_text(found[1], encoding="utf-8")
    return file


def run(script: Path, *arguments: Path) -> subprocess.CompletedProcess[str]:
    """Run it as a stranger would: without licet on the path."""
    return subprocess.run(
        [sys.executable, "-I", "-W", "ignore", str(script), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_stranger_checks_a_proof(store: Store, boss: Actor, script: Path, tmp_path: Path) -> None:
    """The script of the docs accepts true proofs and refuses false ones, with nothing of ours."""
    log_decisions(store, boss, [make(n) for n in range(300)])
    state = tmp_path / "checkpoint.txt"
    state.write_text(str(checkpoint(store, boss)), encoding="utf-8")
    file = tmp_path / "proof.json"
    for index in (0, 1, 255, 256, 299, 300):
        proof = prove(store, boss, index).plain()
        file.write_text(json.dumps(proof), encoding="utf-8")
        done = run(script, file, state)
        assert done.returncode == 0, done.stderr
        assert done.stdout == f"TRUE: entry {index} is in log 'test' of 301 entries\n"
    for change in (
        {"entry": proof["entry"].replace("Buyer", "Byuer")},
        {"index": 299},
        {"path": proof["path"][:-1]},
        {"path": [*proof["path"], proof["leaf"]]},
    ):
        file.write_text(json.dumps({**proof, **change}), encoding="utf-8")
        done = run(script, file, state)
        assert done.returncode == 1
        assert done.stderr.startswith("FALSE")
    other = prove(store, boss, 3, size=200).plain()
    file.write_text(json.dumps(other), encoding="utf-8")
    assert run(script, file).returncode == 0
    assert "not the checkpoint you hold" in run(script, file, state).stderr


def test_our_own_check(store: Store, boss: Actor) -> None:
    """`licet log check` accepts and refuses the same; consistency proofs too."""
    log_decisions(store, boss, [make(n) for n in range(700)])
    for index in (0, 511, 512, 700):
        proof = prove(store, boss, index).plain()
        assert check_proof(proof).size == 701
        with pytest.raises(LogError):
            check_proof({**proof, "index": index ^ 1})
    for old in (1, 255, 256, 512, 700, 701):
        proof = prove_consistency(store, boss, old)
        assert check_consistency(proof)[0].size == old
    with pytest.raises(LogError):
        check_consistency({**proof, "old": prove_consistency(store, boss, 5)["old"]})
    with pytest.raises(LogError, match="not a proof"):
        check_proof({})
    with pytest.raises(InputError):
        prove(store, boss, 701)


def test_keys(tmp_path: Path) -> None:
    """A key is written once, for its owner alone, and read back."""
    file = tmp_path / "log.pem"
    made = new_key(file)
    assert file.stat().st_mode & 0o077 == 0
    assert load_key(file).private_bytes_raw() == made.private_bytes_raw()
    with pytest.raises(InputError, match="there already"):
        new_key(file)
    file.write_text("no key")
    with pytest.raises(InputError, match="no signing key"):
        load_key(file)


def test_documented_commands_exist() -> None:
    """Each `licet ...` line of the docs names a command that is there."""
    text = (DOCS / "store.md").read_text(encoding="utf-8") + (DOCS / "log-proof.md").read_text(
        encoding="utf-8"
    )
    lines = set(re.findall(r"licet (\w+) (\w+)", text))
    assert len(lines) > 15
    context = click.Context(root)
    for verb, sub in lines:
        command = root.get_command(context, verb)
        assert command is not None, verb
        if not isinstance(command, click.Group):
            continue  # a command without others below it: the word after it is an argument
        assert command.get_command(context, sub), f"licet {verb} {sub}"


def test_each_event_has_schema_and_projector() -> None:
    """Schemas and projectors are the same set, and each schema uses only what is checked."""
    load_projectors()
    assert set(events.kinds()) == set(_PROJECTORS)
    used = {"$schema", "title", "type", "properties", "required", "additionalProperties", "items"}
    used |= {"enum", "pattern", "minLength", "minItems"}

    def walk(schema: dict[str, Any]) -> None:
        assert set(schema) <= used
        for part in (*schema.get("properties", {}).values(), *filter(None, [schema.get("items")])):
            walk(part)

    for kind in events.kinds():
        schema = events.schema_of(kind)
        assert schema["title"]
        walk(schema)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "case.noted.text`: is missing"),
        ({"text": ""}, "must not be empty"),
        ({"text": 1}, "must be string"),
        ({"text": "a", "more": 1}, "is not a field"),
    ],
)
def test_schema_errors(data: dict[str, Any], says: str) -> None:
    """What does not fit its schema is refused by field."""
    with pytest.raises(InputError, match=says):
        events.check("case.noted", data)


def test_unknown_kind() -> None:
    """A kind without a schema cannot be written."""
    with pytest.raises(StoreError, match="no schema"):
        events.check("case.vanished", {})
