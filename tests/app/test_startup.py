"""A command loads what it needs and nothing else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from licet.store.store import Store

EXAMPLES = Path(__file__).parents[2] / "examples"
#: What a run must not load: packages that take tens of milliseconds each and have no part in the answer.
CASES: Sequence[tuple[Sequence[str], frozenset[str]]] = (
    (("--help",), frozenset({"numpy", "sqlalchemy", "lxml", "pydantic", "httpx", "rich", "openpyxl"})),
    (("lists", "status"), frozenset({"numpy", "sqlalchemy", "pydantic", "httpx", "openpyxl", "fastapi"})),
    (("law", "eccn", "5A002"), frozenset({"numpy", "sqlalchemy", "pydantic", "httpx", "openpyxl", "lxml"})),
    (
        ("determine", "--act", "export", "--item", "3A991", "--to", "RU", "--clean"),
        frozenset({"numpy", "rapidfuzz", "sqlalchemy", "pydantic", "httpx", "openpyxl", "lxml"}),
    ),
    (
        ("filing", "read", str(EXAMPLES / "filing-2019-22210.xml")),
        frozenset({"numpy", "sqlalchemy", "pydantic", "httpx", "openpyxl"}),
    ),
    (("store", "init"), frozenset({"numpy", "rapidfuzz", "pydantic", "rich", "lxml", "httpx"})),
    (("law", "search", "chip"), frozenset({"numpy", "sqlalchemy", "pydantic", "yaml", "lxml"})),
    (
        ("case", "list"),
        frozenset({"numpy", "rapidfuzz", "alembic", "pydantic", "lxml", "httpx", "cryptography"}),
    ),
    (("suppression", "list"), frozenset({"numpy", "rapidfuzz", "alembic", "lxml", "httpx", "cryptography"})),
    (("portfolio", "missing"), frozenset({"numpy", "rapidfuzz", "alembic", "lxml", "httpx", "cryptography"})),
    (
        ("gear", "check", str(EXAMPLES / "inventory.csv"), "--no-lists"),
        frozenset({"openpyxl", "sqlalchemy", "pydantic", "httpx"}),
    ),
    (("log", "--help"), frozenset({"numpy", "sqlalchemy", "alembic", "cryptography", "pydantic"})),
)


@pytest.mark.parametrize(("words", "never"), CASES, ids=[" ".join(words)[:20] for words, _ in CASES])
def test_nothing_is_loaded_that_has_no_part_in_the_answer(
    words: Sequence[str], never: frozenset[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The heavy packages stay out of commands that do not use them."""
    monkeypatch.setenv("LICET_HOME", str(tmp_path))
    monkeypatch.setenv("LICET_STORE", str(tmp_path / "store.db"))
    if words != ("store", "init"):
        Store.open(str(tmp_path / "store.db")).close()
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "licet", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "licet" in loaded
    assert loaded & never == set()
