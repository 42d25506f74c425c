"""Lists across an air gap: a signed bundle is taken, a tampered, older or wrongly signed one is not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from licet.app.cli import root
from licet.check.indexing import index_path
from licet.core.errors import InputError, LicetError, SnapshotError
from licet.core.listing import Listing
from licet.core.trade import Name, Party
from licet.lists.home import current_id, make_current, open_snapshot
from licet.lists.manifest import DocumentInfo, ListEntry
from licet.lists.snapshot import snapshot_bytes


def snapshot_of(day: date, *names: str) -> bytes:
    """A snapshot of one small list as of a day."""
    document = DocumentInfo(
        source="us-bis-dpl", document="dpl.csv", address="", published=day, retrieved=None, sha256="0" * 64,
        count=len(names), terms="public",
    )  # fmt: skip
    entry = ListEntry(
        id="us-bis-dpl", title="Denied Persons List", issuer="BIS", authority="15 CFR 764",
        legal_effect="denied", count=0, max_age=30, complete_from=None, documents=(document,),
    )  # fmt: skip
    listings = [
        Listing(id=f"us-bis-dpl:{name}", list="us-bis-dpl", party=Party(names=(Name(text=name),)))
        for name in names
    ]
    return snapshot_bytes(listings, [entry])


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose lists are of June 2026."""
    monkeypatch.setenv("LICET_HOME", str(tmp_path / "home"))
    make_current(snapshot_of(date(2026, 6, 18), "acme"), now=datetime.now(UTC))
    return tmp_path


def licet(*words: object) -> str:
    """Run a verb in this process; errors come out as they are."""
    done = CliRunner().invoke(root, [str(word) for word in words], catch_exceptions=True)
    if isinstance(done.exception, LicetError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


def bundle_of(home: Path, data: bytes, name: str = "lists.bundle", key: str = "key.pem") -> Path:
    """A bundle of a snapshot signed with a key of that name, with the public half beside it."""
    if not (home / key).exists():
        (home / f"{key}.pub").write_text(licet("log", "key", home / key), encoding="utf-8")
    file = home / "packed.lists"
    file.write_bytes(data)
    licet("lists", "export", home / name, "--key", home / key, "--snapshot", file)
    return home / name


def test_a_newer_signed_bundle_becomes_current(home: Path) -> None:
    """The machine without a network answers from the newer lists."""
    bundle = bundle_of(home, snapshot_of(date(2026, 7, 18), "acme", "bolt"))
    licet("lists", "import", bundle, "--trust", home / "key.pem.pub")
    held = open_snapshot()
    assert len(held) == 2
    assert index_path(held, held.lists).exists()  # the first check does not wait for it


def test_an_import_may_leave_the_index_to_the_first_check(home: Path) -> None:
    """Whoever imports for another machine need not build what nobody here asks."""
    bundle = bundle_of(home, snapshot_of(date(2026, 7, 18), "acme", "bolt"))
    licet("lists", "import", bundle, "--trust", home / "key.pem.pub", "--no-index")
    held = open_snapshot()
    assert len(held) == 2
    assert not index_path(held, held.lists).exists()


def test_the_same_lists_again_change_nothing(home: Path) -> None:
    """A bundle of what is held is no step back."""
    before = current_id()
    licet(
        "lists",
        "import",
        bundle_of(home, snapshot_of(date(2026, 6, 18), "acme")),
        "--trust",
        home / "key.pem.pub",
    )
    assert current_id() == before


@pytest.mark.parametrize("place", [0, 20, 60, 200, 400, -40, -1])
def test_a_tampered_bundle_is_refused(home: Path, place: int) -> None:
    """One changed byte anywhere: the last good lists stay current."""
    before = current_id()
    bundle = bundle_of(home, snapshot_of(date(2026, 7, 18), "acme", "bolt"))
    raw = bytearray(bundle.read_bytes())
    raw[place] ^= 1
    bundle.write_bytes(bytes(raw))
    with pytest.raises(LicetError):
        licet("lists", "import", bundle, "--trust", home / "key.pem.pub")
    assert current_id() == before


def test_a_cut_bundle_is_refused(home: Path) -> None:
    """Half a file is not half the lists."""
    bundle = bundle_of(home, snapshot_of(date(2026, 7, 18), "acme", "bolt"))
    bundle.write_bytes(bundle.read_bytes()[:-10])
    with pytest.raises(SnapshotError, match="not those that were signed"):
        licet("lists", "import", bundle, "--trust", home / "key.pem.pub")


def test_a_bundle_of_another_key_is_refused(home: Path) -> None:
    """Somebody else's signature is none."""
    bundle_of(home, snapshot_of(date(2026, 7, 18), "acme"))
    other = bundle_of(home, snapshot_of(date(2026, 7, 18), "acme"), "other.bundle", "other.pem")
    with pytest.raises(SnapshotError, match="not signed by the trusted key"):
        licet("lists", "import", other, "--trust", home / "key.pem.pub")


def test_an_older_bundle_is_refused(home: Path) -> None:
    """Nobody is taken off the list by an old file."""
    bundle = bundle_of(home, snapshot_of(date(2026, 5, 1), "acme"))
    with pytest.raises(SnapshotError, match="older than what is held"):
        licet("lists", "import", bundle, "--trust", home / "key.pem.pub")


def test_a_bundle_without_a_trusted_key_is_refused(home: Path) -> None:
    """There is no import on faith."""
    with pytest.raises(InputError, match="must have signed it"):
        licet("lists", "import", bundle_of(home, snapshot_of(date(2026, 7, 18), "acme")))
