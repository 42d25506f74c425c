"""Snapshots: the codec, the file, the pointer to the current one."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licet.core.errors import SnapshotError
from licet.core.listing import Listing
from licet.core.period import Period
from licet.core.trade import Name, Party
from licet.lists.codec import Decoder, encode, schema
from licet.lists.home import make_current, open_snapshot, past, read_checks, write_checks
from licet.lists.manifest import Check, DocumentInfo, ListEntry
from licet.lists.snapshot import Snapshot, read_snapshot, snapshot_bytes

NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)


def entry(list_id: str = "xx-test", published: date | None = date(2026, 7, 24)) -> ListEntry:
    """A manifest entry read from one document."""
    document = DocumentInfo(
        source=list_id,
        document="list.csv",
        address="https://example.org/list.csv",
        published=published,
        retrieved=None,
        sha256="0" * 64,
        count=1,
        terms="public domain",
    )
    return ListEntry(
        id=list_id,
        title="A list",
        issuer="nobody",
        authority="none",
        legal_effect="none",
        count=0,
        max_age=10,
        complete_from=date(2025, 1, 29),
        documents=(document,),
    )


def numbered(count: int, list_id: str = "xx-test") -> list[Listing]:
    """That many listings with telling names."""
    return [
        Listing(id=f"{list_id}:{n:04}", list=list_id, party=Party(names=(Name(text=f"Party {n}"),)))
        for n in range(count)
    ]


def snapshot_of(*listings: Listing, lists: tuple[str, ...] = ("xx-test",)) -> Snapshot:
    """A snapshot in memory."""
    return Snapshot(snapshot_bytes(listings, [entry(name) for name in lists]), place="memory")


def _listings() -> st.SearchStrategy[Listing]:
    """Any listing at all."""
    days = st.dates(min_value=date(1980, 1, 1), max_value=date(2030, 1, 1))
    periods = st.tuples(days | st.none(), days | st.none(), st.text(max_size=5), st.booleans()).filter(
        lambda parts: parts[0] is None or parts[1] is None or parts[0] < parts[1]
    )
    st.register_type_strategy(
        Period,
        periods.map(lambda parts: Period(start=parts[0], end=parts[1], by=parts[2], confirmed=parts[3])),
    )
    return st.from_type(Listing)


LISTINGS = _listings()
#: A whole snapshot in several blocks.
WHOLE = snapshot_bytes(numbered(120), [entry()])


@pytest.fixture
def fresh_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of lists."""
    monkeypatch.setenv("LICET_HOME", str(tmp_path))
    return tmp_path / "lists"


@settings(max_examples=150)
@given(LISTINGS)
def test_codec_round_trips(listing: Listing) -> None:
    """Any listing comes back from its code as it was."""
    assert Decoder(schema()).listing(encode(listing)) == listing


def test_codec_follows_the_schema_it_was_written_with() -> None:
    """A file written with fields in another order reads the same."""
    written = {name: list(fields) for name, fields in schema().items()}
    written["Listing"][0], written["Listing"][1] = written["Listing"][1], written["Listing"][0]
    array = encode(numbered(1)[0])
    array[0], array[1] = array[1], array[0]
    assert Decoder(written).listing(array) == numbered(1)[0]


def test_codec_refuses_a_field_it_does_not_know() -> None:
    """A file of a later version is refused with advice instead of being read wrongly."""
    written = schema() | {"Listing": [*schema()["Listing"], "colour"]}
    with pytest.raises(SnapshotError, match="update licet"):
        Decoder(written).listing(encode(numbered(1)[0]))


def test_reads_back_what_was_written() -> None:
    """All listings come back in order of id, by list, and one by one."""
    ours, theirs = numbered(300), numbered(50, "xx")
    snapshot = snapshot_of(*ours, *theirs, lists=("xx-test", "xx"))
    assert list(snapshot.listings()) == [*ours, *theirs]
    assert list(snapshot.listings("xx")) == theirs
    assert [snapshot.get(one.id) for one in (*ours, *theirs)] == [*ours, *theirs]
    assert snapshot.get("xx-test:9999") is None
    assert snapshot.get("") is None
    assert len(snapshot) == 350
    assert snapshot.lists["xx"].count == 50
    snapshot.verify()


def test_one_listing_is_found_by_what_it_is_and_not_by_what_stands_in_another() -> None:
    """Each id gives its own listing, read alone or from unpacked blocks, though another spells it out."""
    listings = numbered(200)
    bait = replace(
        listings[3],
        party=Party(names=(Name(text='],["xx-test:0005","xx-test",'), Name(text="xx-test:0005"))),
        programmes=("xx-test:0005", "xx-test", "and more"),
    )
    listings[3] = bait
    held = snapshot_of(*listings)
    for unpacked in (False, True):
        if unpacked:
            held.unpack()
        assert [held.get(one.id) for one in listings] == listings
        assert held.get("xx-test:nobody") is None


def test_names_are_those_of_the_listings() -> None:
    """Names read without the rest are the listings' own, list by list."""
    snapshot = open_snapshot("embedded")
    for list_id in ("us-dod-1260h", "us-bis-uvl", "us-bis-entity-list"):
        whole = [(one.id, tuple(name.text for name in one.party.names)) for one in snapshot.listings(list_id)]
        assert list(snapshot.names(list_id)) == whole


def test_same_listings_give_the_same_bytes() -> None:
    """The order in which listings and lists arrive does not change the file."""
    listings = numbered(300)
    shuffled = random.Random(7).sample(listings, len(listings))
    entries = [entry("xx-test"), entry("yy")]
    assert snapshot_bytes(listings, entries) == snapshot_bytes(shuffled, entries[::-1])


def test_any_change_changes_the_id() -> None:
    """Another listing, or another manifest, is another snapshot."""
    ids = {
        snapshot_of(*numbered(2)).id,
        snapshot_of(*numbered(3)).id,
        Snapshot(snapshot_bytes(numbered(2), [entry(published=None)]), place="").id,
    }
    assert len(ids) == 3


@pytest.mark.parametrize(
    ("listings", "says"),
    [
        ([replace(numbered(1)[0], list="yy")], "does not belong"),
        ([replace(numbered(1)[0], id="yy:1")], "does not belong"),
        (numbered(1) * 2, "stands for two"),
    ],
)
def test_refuses_listings_that_do_not_fit(listings: list[Listing], says: str) -> None:
    """Ids must be unique and begin with their list's id."""
    with pytest.raises(SnapshotError, match=says):
        snapshot_bytes(listings, [entry()])


@settings(max_examples=150)
@given(st.data())
def test_torn_files_are_found(data: st.DataObject) -> None:
    """A file with a byte changed or its end cut off reads as it was or is refused."""
    whole, listings = WHOLE, numbered(120)
    place = data.draw(st.integers(0, len(whole) - 1))
    torn = (
        whole[:place] + bytes([whole[place] ^ data.draw(st.integers(1, 255))]) + whole[place + 1 :]
        if data.draw(st.booleans())
        else whole[:place]
    )
    try:
        snapshot = Snapshot(torn, place="torn")
        snapshot.verify()
        found = list(snapshot.listings())
    except SnapshotError:
        return
    assert found == listings


def test_says_which_lists_are_stale() -> None:
    """A list older than it may be, of unknown age, or whose update was refused is stale."""
    snapshot = snapshot_of(*numbered(1))
    assert snapshot.staleness(date(2026, 8, 3)) == ()
    (old,) = snapshot.staleness(date(2026, 8, 4))
    assert (old.list, old.why) == ("xx-test", "11 days old, at most 10 are allowed")
    dateless = Snapshot(snapshot_bytes([], [entry(published=None)]), place="")
    assert dateless.staleness(date(2026, 8, 3))[0].why == "its day is not known"


def test_a_look_at_the_address_keeps_a_list_fresh() -> None:
    """A list found unchanged today is fresh however old its document is; a refused update makes it stale."""
    snapshot = snapshot_of(*numbered(1))
    today = date(2027, 1, 1)
    snapshot.checks = {"xx-test": Check(source="xx-test", good=today, tried=today)}
    assert snapshot.staleness(today) == ()
    assert snapshot.as_of("xx-test") == today
    snapshot.checks = {"xx-test": Check(source="xx-test", good=today, tried=today, error="500")}
    assert "was refused: 500" in snapshot.staleness(today)[0].why


def test_current_points_to_the_last_one_made_so(fresh_home: Path) -> None:
    """Making a snapshot current keeps those before it, reachable by the beginning of their id."""
    make_current(snapshot_bytes(numbered(3), [entry()]), now=NOW)
    first = make_current(snapshot_bytes(numbered(1), [entry()]), now=NOW)
    second = make_current(snapshot_bytes(numbered(2), [entry()]), now=NOW)
    assert open_snapshot().id == second.id
    assert [one.id for one in past()][:2] == [second.id, first.id]
    assert open_snapshot(first.id).id == first.id
    again = make_current(snapshot_bytes(numbered(2), [entry()]), now=NOW)
    assert again.id == second.id
    assert len(past()) == 3


def test_a_torn_current_is_an_error_not_an_empty_list(fresh_home: Path) -> None:
    """A current snapshot that is gone or torn raises: no list is never taken for a clear answer."""
    made = make_current(snapshot_bytes(numbered(1), [entry()]), now=NOW)
    path = fresh_home / "snapshots" / f"{made.id}.lists"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(SnapshotError):
        open_snapshot().verify()
    path.unlink()
    with pytest.raises(SnapshotError, match="cannot read"):
        open_snapshot()


def test_checks_are_kept(fresh_home: Path) -> None:
    """What the last look at each address gave comes back as it was; a broken file is an error."""
    assert read_checks() == {}
    kept = Check(source="a", good=NOW.date(), tried=NOW.date(), error="x", etag='"1"', sha256="00")
    write_checks([kept, Check(source="b")])
    assert read_checks() == {"a": kept, "b": Check(source="b")}
    (fresh_home / "checks.json").write_text("{")
    with pytest.raises(SnapshotError, match="not readable"):
        read_checks()


def test_a_file_that_is_no_snapshot_is_refused(tmp_path: Path) -> None:
    """Another file and a missing file are errors with their place."""
    path = tmp_path / "x.lists"
    with pytest.raises(SnapshotError, match="cannot read"):
        read_snapshot(path)
    path.write_bytes(b"hello")
    with pytest.raises(SnapshotError, match="not a snapshot"):
        read_snapshot(path)
