"""Keys beside the store: whoever they cannot vouch for is asked, and the answer says why everybody is."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from licet.core.errors import ConflictError
from licet.core.trade import Name, Party
from licet.match.index import Index
from licet.match.sieve import Sieve
from licet.store import portfolio_keys
from licet.store.actor import Actor
from licet.store.portfolio import put, withdraw
from licet.store.portfolio_keys import ToAsk, asked, keep_keys, to_ask
from licet.store.portfolio_proof import erase_record
from licet.store.store import Store

pytest.importorskip("numba")

NAMES = ("Megvii Technology", "Orchid Bread GmbH", "Lakeshore Garden Inc", "Quellix Steel AG")


def firms(*names: str, first: int = 0) -> list[Party]:
    """Counterparties with these names."""
    return [Party(id=f"C-{at}", names=(Name(text=name),)) for at, name in enumerate(names, first)]


def files(store: Store) -> list[Path]:
    """The files of keys beside a store."""
    assert store.file is not None
    return sorted(store.file.with_name(store.file.name + ".keys").glob("*"))


@pytest.fixture(scope="module")
def sieve() -> Sieve:
    """Over one entry."""
    return Sieve(Index.build([{"id": "m", "names": ["Megvii Technology"], "kind": "organisation"}]))


@pytest.fixture
def keyed(lite: Store, boss: Actor) -> Store:
    """A store with four parties and their keys."""
    put(lite, boss, "main", "party", firms(*NAMES))
    assert keep_keys(lite, boss, "main") == len(NAMES)
    return lite


def asks(store: Store, boss: Actor, sieve: Sieve) -> ToAsk:
    """Whom to ask; what is asked are the parties that are there."""
    found = to_ask(store, boss, "main", sieve)
    held = {one.id for one in asked(store, boss, "main", found)}
    assert found.ids is None or held == set(found.ids)
    return found


def test_keys_leave_out_who_cannot_be_a_hit(keyed: Store, boss: Actor, sieve: Sieve) -> None:
    """Of four parties the one that is listed is asked."""
    assert asks(keyed, boss, sieve) == ToAsk(ids=("C-0",), compared=4)


def test_what_came_since_is_asked_and_what_went_is_not(keyed: Store, boss: Actor, sieve: Sieve) -> None:
    """A later import, a new name and a withdrawal count without new keys, whatever the names are."""
    put(keyed, boss, "main", "party", firms("Baumgart Works", first=7))
    put(keyed, boss, "main", "party", firms("Torvill Works", first=1))
    withdraw(keyed, boss, "main", "party", ["C-0"])
    assert asks(keyed, boss, sieve).ids == ("C-1", "C-7")


def test_more_parties_since_than_have_keys_is_said(keyed: Store, boss: Actor, sieve: Sieve) -> None:
    """Where an import over the API brought most of them all are asked, and why stands there."""
    put(keyed, boss, "main", "party", firms(*NAMES, "Baumgart Works", first=10))
    found = asks(keyed, boss, sieve)
    assert found.ids is None
    assert "most parties came after their keys" in found.why
    assert keep_keys(keyed, boss, "main") == 5
    assert asks(keyed, boss, sieve) == ToAsk(ids=("C-0", "C-10"), compared=9)


def test_keys_of_another_matcher_are_no_keys(
    keyed: Store, boss: Actor, sieve: Sieve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With another version of the matcher all are asked; the new keys replace the old ones."""
    monkeypatch.setattr(portfolio_keys, "keys_version", lambda: "other")
    found = asks(keyed, boss, sieve)
    assert found.ids is None
    assert "keeps no keys" in found.why
    assert keep_keys(keyed, boss, "main") == len(NAMES)
    assert asks(keyed, boss, sieve).ids == ("C-0",)
    assert [path.name.split("@")[1] for path in files(keyed)] == ["other"]


@pytest.mark.parametrize("kept", [0, 1, 400])
def test_torn_keys_ask_everybody(keyed: Store, boss: Actor, sieve: Sieve, kept: int) -> None:
    """A file cut short anywhere never reads as nobody to ask."""
    (file,) = files(keyed)
    file.write_bytes(file.read_bytes()[:kept])
    found = asks(keyed, boss, sieve)
    assert found.ids is None
    assert "can't be read" in found.why


def test_keys_of_another_log_are_no_keys(keyed: Store, boss: Actor, sieve: Sieve, tmp_path: Path) -> None:
    """Keys beside a store that was put back from a copy, and then got other parties, are not believed."""
    with Store.open(tmp_path / "other.db", origin="test") as other:
        put(other, boss, "main", "party", firms(*reversed(NAMES)))
        shutil.copytree(files(keyed)[0].parent, tmp_path / "other.db.keys")
        assert asks(other, boss, sieve).ids is None


def test_an_erased_text_is_in_no_keys(keyed: Store, boss: Actor, sieve: Sieve) -> None:
    """Erasing takes the keys along; refused, it leaves them. All are asked until they are made anew."""
    withdraw(keyed, boss, "main", "party", ["C-0"])
    with pytest.raises(ConflictError):
        erase_record(keyed, boss, "main", ("party", "C-0"), "left")
    assert len(files(keyed)) == 1
    keyed.clock = lambda: datetime.now(UTC).replace(year=datetime.now(UTC).year + 6, day=1)
    assert erase_record(keyed, boss, "main", ("party", "C-0"), "left") == 1
    assert files(keyed) == []
    assert asks(keyed, boss, sieve).ids is None
    assert keep_keys(keyed, boss, "main") == 3
    assert asks(keyed, boss, sieve) == ToAsk(ids=(), compared=3)


def test_what_came_since_is_added_and_small_files_become_one(
    keyed: Store, boss: Actor, sieve: Sieve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Single parties that came get keys of their own; many such files become one; the answer is the same."""
    monkeypatch.setattr(portfolio_keys, "_SEGMENTS", 3)
    names = ("Baumgart Works", "Megvii Technology Ltd", "Torvill Works", "Quellix Bread")
    made = []
    for at, name in enumerate(names, 20):
        put(keyed, boss, "main", "party", firms(name, first=at))
        made.append(keep_keys(keyed, boss, "main", anew=False))
    assert made == [1, 1, 3, 1]
    assert len(files(keyed)) == 3
    assert asks(keyed, boss, sieve) == ToAsk(ids=("C-0", "C-21"), compared=8)


def test_no_keys_are_made_unasked(lite: Store, boss: Actor) -> None:
    """Adding what came since makes none where there are none."""
    put(lite, boss, "main", "party", firms(*NAMES))
    assert keep_keys(lite, boss, "main", anew=False) == 0
    assert files(lite) == []
