"""A determination beside the licences held: covered, and by which, or the term that is not met."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

TRADE = """
assume = "clean"
activity = "export"
destination = "TW"
[actor]
us_person = true
country = "US"
[[items]]
eccn = "6A003.b"
kind = "commodity"
value_usd = "{value}"
quantity = "40"
unit = "number"
[[parties]]
name = "Orchid Imaging Ltd"
roles = ["ultimate_consignee"]
country = "TW"
[[parties]]
name = "Orchid Hospital"
roles = ["end_user"]
country = "TW"
"""


def licet(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a verb in a folder of its own."""
    return subprocess.run(
        [sys.executable, "-m", "licet", *words],
        env={**os.environ, "LICET_HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A store that holds the example licence."""
    folder = Path(tmp_path_factory.mktemp("store"))
    url = f"sqlite:///{folder / 'licet.db'}"
    added = licet(folder, "licence", "add", str(ROOT / "examples" / "licence.toml"), "--store", url)
    assert added.returncode == 0, added.stderr
    return folder, url


def _held(store: tuple[Path, str], trade: str) -> list[dict[str, object]]:
    folder, url = store
    file = folder / "trade.toml"
    file.write_text(trade, encoding="utf-8")
    done = licet(
        folder, "determine", str(file), "--on", "2026-01-29", "--no-screen", "--store", url, "--json"
    )
    assert done.returncode in (1, 3), done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)["authorisations"]
    return found


def test_the_licence_that_fits_is_named_with_what_is_left(store: tuple[Path, str]) -> None:
    """The officer reads number, balance and the open condition, and what still has to be confirmed."""
    (held,) = _held(store, TRADE.format(value="100000"))
    assert held["number"] == "D1234567"
    assert held["answer"] in ("yes", "unknown")
    assert held["unmet"] == []


def test_the_term_that_is_not_met_is_named(store: tuple[Path, str]) -> None:
    """Another destination is not the licence's: it does not cover, and says why."""
    (held,) = _held(store, TRADE.format(value="100000").replace('destination = "TW"', 'destination = "SG"'))
    assert held["answer"] == "no"
    assert held["unmet"]


def test_letters_and_assurances_held_are_facts(store: tuple[Path, str], tmp_path: Path) -> None:
    """A letter for a party of the trade makes a licence requirement; one for another party does not."""
    folder, url = store
    trade = tmp_path / "trade.toml"
    trade.write_text(TRADE.format(value="100"), encoding="utf-8")

    def outcome() -> dict[str, object]:
        done = licet(
            folder, "determine", str(trade), "--on", "2026-06-01", "--no-screen", "--json", "--store", url
        )
        told: dict[str, object] = json.loads(done.stdout)
        return told

    def letter(party: str) -> None:
        done = licet(
            folder, "record", "add", "is-informed letter", "--party", party, "--text", "a licence is needed",
            "--signed", "2026-01-15", "--section", "744.21(b)", "--store", url,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    letter("Somebody Else Ltd")
    assert "744.21(b)" not in json.dumps(outcome()["requirements"])
    letter("Orchid Hospital")
    told = outcome()
    assert "744.21(b)" in json.dumps(told["requirements"])
    assert any("is-informed letter of Orchid Hospital" in str(one) for one in told["records"])  # type: ignore[attr-defined]
