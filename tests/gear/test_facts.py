"""The shipped tables agree with each other and with the files they were coded from."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import yaml
from lxml import html

from licet.gear.facts import load, rows


def test_every_row_names_a_known_maker_and_source() -> None:
    """Blocks, brands, shapes and fingerprints point at makers and sources that exist."""
    facts = load()
    for table in ("mac_blocks", "patterns"):
        assert {row["maker"] for row in rows(table)} <= facts.makers.keys()
    assert {brand.maker for brand in facts.brands} - {""} <= facts.makers.keys()
    used = {key for brand in facts.brands for key in brand.sources.split()}
    used |= {key for row in rows("fingerprints") for key in row["sources"].split()}
    assert used <= facts.sources.keys()


def test_every_seen_example_has_its_shape() -> None:
    """Each pattern matches all examples recorded beside it."""
    for pattern in load().patterns:
        for example in pattern.seen:
            assert pattern.regex.match(example), (pattern.id, example)


@pytest.mark.shared
def test_blocks_are_the_collected_ones(shared: Path) -> None:
    """All collected blocks of covered makers are shipped."""
    with (shared / "equipment/covered-maker-mac-blocks.csv").open() as stream:
        collected = {(row["prefix"].upper(), row["maker_group"]) for row in csv.DictReader(stream)}
    assert {(row["prefix"], row["maker"]) for row in rows("mac_blocks")} == collected


@pytest.mark.shared
def test_patterns_are_the_collected_ones(shared: Path) -> None:
    """All collected shapes are shipped; one that other makers share was split in two."""
    collected = yaml.safe_load((shared / "equipment/model-patterns.yaml").read_text())["patterns"]
    shipped = {pattern.id for pattern in load().patterns}
    assert shipped - {"dahua-ipc-short"} == {pattern["id"] for pattern in collected}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "edition", "entries"),
    [
        ("fcc-covered-list-2026-06-19.html", "2026-06-15", 13),
        ("fcc-covered-list-2026-07-24.html", "2026-07-21", 14),
    ],
)
def test_fcc_editions_are_the_page(shared: Path, name: str, edition: str, entries: int) -> None:
    """The coded editions of the FCC's list hold as many entries and approvals as the pages as served."""
    page = html.parse(str(shared / "us/other-lists" / name)).getroot()
    counts = {"entry": 0, "approval": 0, "import": 0}
    section = ""
    for row in page.iter("tr"):
        first = " ".join("".join(map(str, row[0].itertext())).split())
        heads = {
            "Covered Equip": "entry",
            "UAS Cond": "approval",
            "Routers Cond": "approval",
            "Equipment Subj": "import",
        }
        head = next((value for key, value in heads.items() if first.startswith(key)), "")
        if head:
            section = head
        elif section:
            counts[section] += 1
    coded = [row for row in rows("fcc_editions") if row["edition"] == edition]
    assert counts["entry"] == entries
    # One page row names both uncrewed aircraft and section 1709; two router rows hold two approvals each.
    assert sum(row["section"] == "entry" for row in coded) == entries + 1
    assert sum(row["section"].startswith("approval") for row in coded) == counts["approval"] + 2
    assert sum(row["section"].startswith("import") for row in coded) == counts["import"]


@pytest.mark.shared
def test_fcc_entries_agree_with_another_reading(shared: Path) -> None:
    """Entry days are those a third party read from the same page."""
    other = json.loads((shared / "us/other-lists/derived-2026-07-09/fcc_covered.json").read_text())
    theirs = sorted(entity["effective_date"] for entity in other["entities"])
    ours = [row["since"] for row in rows("fcc_covered") if row["id"] != "fcc-1709"]
    # The other reading counts Pacific Networks and its subsidiary ComNet apart.
    assert sorted([*ours, "2022-09-20"]) == theirs
