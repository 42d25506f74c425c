"""The difference of two editions as impact: the FCC's pages and the United Nations' lists, as served."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from licet.app.cli import root
from licet.core.fact import Share
from licet.core.portfolio import OwnerEdge
from licet.core.trade import Name, Party
from licet.lists.build import build
from licet.lists.home import make_current
from licet.lists.source import Source
from licet.lists.un_sc import read as un
from licet.lists.us_fcc_covered import read as fcc
from licet.store.actor import system
from licet.store.portfolio import put
from licet.store.store import Store

pytestmark = pytest.mark.shared
NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fresh_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home of its own, and wide lines."""
    monkeypatch.setenv("LICET_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "240")


def snapshots(source: Source, *paths: Path) -> list[str]:
    """A snapshot of each document alone, in their order."""
    return [make_current(build([source.collect(path)]).data, now=NOW).id for path in paths]


def portfolio(tmp_path: Path, *names: str) -> Path:
    """A store with counterparties C-0, C-1 ... , the last of whom the first owns to 60 %."""
    place = tmp_path / "store.db"
    with Store.open(place) as store:
        people = [Party(id=f"C-{at}", names=(Name(text=name),)) for at, name in enumerate(names)]
        put(store, system(), "main", "party", people)
        edge = OwnerEdge(owner="C-0", owned=people[-1].id, share=Share.exactly(60))
        put(store, system(), "main", "owner", [edge])
    return place


def impact(place: Path, before: str, after: str, *more: str) -> tuple[str, dict[str, Any], int]:
    """What the command says, its data, and its exit code."""
    way = ["impact", "--from", before, "--to", after, "--store", str(place), "--on", "2026-08-01", *more]
    told = CliRunner().invoke(root, way)
    data = CliRunner().invoke(root, [*way, "--json"])
    assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
    return told.output, json.loads(data.stdout), told.exit_code


def test_the_page_of_the_fcc_gained_one_maker(shared: Path, tmp_path: Path) -> None:
    """Between June and July 2026 Digitalsystem Technology came: its buyer is hit, in words and in numbers."""
    folder = shared / "us" / "other-lists"
    june, july = snapshots(fcc, *(folder / f"fcc-covered-list-2026-0{day}.html" for day in ("6-19", "7-24")))
    place = portfolio(tmp_path, "Digitalsystem Technology Inc", "Zwetschgen Optik", "Bodensee Kameras")
    text, data, code = impact(place, june, july)
    assert code == 1
    assert "1 added, 0 revised, 0 removed on us-fcc-covered" in text
    assert "main: 1 hit, 0 to be looked at, of 3 compared" in text
    (hit,) = data["hits"]
    assert (hit["party"], hit["listing"]) == ("C-0", "us-fcc-covered:digitalsystem-technology-inc")
    assert (hit["action"], hit["before"]) == ("added", "not listed")


def test_the_list_of_the_united_nations_between_two_editions(shared: Path, tmp_path: Path) -> None:
    """129 came (Iran again, since 28 September 2025), 4 read otherwise, 3 are gone: al-Qubaysi with them."""
    folder = shared / "intl"
    days = ("2025-06-18", "2026-02-27")
    before, after = snapshots(un, *(folder / f"un-consolidated-{day}.xml.gz" for day in days))
    place = portfolio(
        tmp_path, "Fereidoun Abbasi-Davani", "Munir al Qubaysi", "Dimitri Herard", "Zwetschgen Obstbau"
    )
    text, data, code = impact(place, before, after)
    assert code == 1
    assert "129 added, 4 revised, 3 removed on un-sc" in text
    actions = {hit["party"]: (hit["action"], hit["listing"]) for hit in data["hits"]}
    assert actions == {
        "C-0": ("added", "un-sc:iri.001"),
        "C-1": ("removed", "un-sc:iqi.074"),
        "C-2": ("added", "un-sc:hti.008"),
    }
    gone = next(hit for hit in data["hits"] if hit["party"] == "C-1")
    assert gone["after"] == "not listed"
    turned = CliRunner().invoke(root, ["lists", "diff", after, before, "--list", "un-sc"])
    assert "the second snapshot is older, so what came reads as gone" in " ".join(turned.output.split())
    assert "129 added" in CliRunner().invoke(root, ["lists", "diff", before, after]).output


def test_two_snapshots_that_say_the_same(shared: Path, tmp_path: Path) -> None:
    """Nothing changed between them: that is an error in words, and no empty impact."""
    (june,) = snapshots(fcc, shared / "us" / "other-lists" / "fcc-covered-list-2026-06-19.html")
    place = portfolio(tmp_path, "Digitalsystem Technology Inc")
    done = CliRunner().invoke(root, ["impact", "--from", june, "--to", june, "--store", str(place)])
    assert "nothing changed on these lists" in str(done.exception)
