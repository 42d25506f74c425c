"""Building a snapshot, and the one that comes with licet."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from licet.core.errors import SourceError
from licet.lists.build import build, find_documents, read_documents
from licet.lists.home import embedded
from licet.lists.snapshot import Snapshot
from licet.lists.source import sources

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two editions of one list, the two parts of another, and files that are none."""
    names = {
        "dpl-12-columns.txt": "dpl-2021-07.txt",
        "dpl.csv": "dpl-2026-06-18.csv",
        "ddtc-debarred-statutory.csv": "ddtc-debarred-statutory-2026-06-18.csv",
        "ddtc-debarred-administrative.csv": "ddtc-debarred-administrative-2026-06-18.csv",
        "uflpa-entity-list.html": "derived/uflpa-entity-list-2026-07-24.html",
        "csl-native-2025.csv": "csl-native-csv-sample-2025-06.csv",
    }
    (tmp_path / "derived").mkdir()
    for name, stored in names.items():
        shutil.copy(FIXTURES / name, tmp_path / stored)
    return tmp_path


def test_finds_the_newest_edition_and_all_parts(folder: Path) -> None:
    """The newest edition and each part count; derived files and samples are passed over."""
    found = find_documents(folder, "us-*")
    assert {name: [path.name for path in paths] for name, paths in found.items()} == {
        "us-bis-dpl": ["dpl-2026-06-18.csv"],
        "us-ddtc-debarred": [
            "ddtc-debarred-statutory-2026-06-18.csv",
            "ddtc-debarred-administrative-2026-06-18.csv",
        ],
    }
    assert find_documents(folder, "eu-*") == {}


def test_builds_one_snapshot(folder: Path) -> None:
    """Documents become a snapshot whose manifest names them, and building again gives the same bytes."""
    documents = find_documents(folder, "us-ddtc-debarred")
    built = build(read_documents(documents))
    snapshot = Snapshot(built.data, place="")
    assert len(snapshot) == 6
    entry = snapshot.lists["us-ddtc-debarred"]
    assert [one.count for one in entry.documents] == [3, 3]
    assert (entry.as_of, entry.complete_from) == (date(2026, 6, 18), date(2026, 6, 18))
    assert built.data == build(read_documents(documents)[::-1]).data


def test_a_short_document_is_refused(folder: Path) -> None:
    """A list cut to four rows is refused and nothing is built of it."""
    with pytest.raises(SourceError, match="4 listings where 300"):
        read_documents(find_documents(folder, "us-bis-dpl"))
    with pytest.raises(SourceError, match="no document"):
        build([])


def test_a_drop_is_refused() -> None:
    """A list that shrank by more than its source allows is refused."""
    with pytest.raises(SourceError, match="a drop of more than 15%"):
        sources()["us-bis-dpl"].check_count(500, before=1_000)


def test_the_embedded_snapshot_is_whole() -> None:
    """At most 8 MB, at least 53,000 listings of at least 23 lists, each with its documents, all readable."""
    snapshot = embedded()
    assert Path(snapshot.place).stat().st_size <= 8_000_000
    assert len(snapshot) >= 53_000
    assert len(snapshot.lists) >= 23
    snapshot.verify()
    for entry in snapshot.lists.values():
        assert entry.documents
        assert entry.as_of is not None
        assert all(len(one.sha256) == 64 and one.terms for one in entry.documents)


def test_the_embedded_snapshot_holds_what_started_it() -> None:
    """Hikvision stands on the Entity List since 9 October 2019 with all its notices."""
    listing = embedded().get("us-bis-entity-list:cn:hangzhou-hikvision-digital-technology-co-ltd")
    assert listing is not None
    assert listing.period.start == date(2019, 10, 9)
    assert [cite.title for cite in listing.cites] == [84, 85, 85]


@pytest.mark.shared
def test_rebuilding_gives_the_same_bytes(shared: Path) -> None:
    """The command that makes the embedded snapshot makes it again, byte for byte, from the official files."""
    built = build(read_documents(find_documents(shared)))
    snapshot = embedded()
    assert Snapshot(built.data, place="").id == snapshot.id
    assert built.data == Path(snapshot.place).read_bytes()


def test_going_on_from_a_base_keeps_what_is_not_given(folder: Path) -> None:
    """Lists without a new document stay; a CSL entry that stood alone stays until the CSL itself changes."""
    csl = sources()["us-csl"]
    readings = [
        replace(csl, expects=(1, 9)).collect(FIXTURES / "csl-native-2019.csv"),
        *read_documents(find_documents(folder, "us-ddtc-debarred")),
    ]
    base = Snapshot(build(readings).data, place="base")
    dpl = replace(sources()["us-bis-dpl"], expects=(1, 9)).collect(folder / "dpl-2026-06-18.csv")
    after = Snapshot(build([dpl], base).data, place="after")
    assert list(after.listings("us-ddtc-debarred")) == list(base.listings("us-ddtc-debarred"))
    assert after.lists["us-ddtc-debarred"] == base.lists["us-ddtc-debarred"]
    found = {one.party.name: one for one in after.listings("us-bis-dpl")}
    assert len(found) == 5
    assert found["ADRIAN MANUEL HERNANDEZ"].notes == ("CSL_ONLY",)
    assert [one.source for one in after.lists["us-bis-dpl"].documents] == ["us-bis-dpl", "us-csl"]
    again = Snapshot(build([dpl], after).data, place="again")
    assert list(again.listings("us-bis-dpl")) == list(after.listings("us-bis-dpl"))
