"""Every name of every list is found first or tied: nothing that is only like it stands before it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.check.engine import Engine, open_engine
from licet.match import kernel
from licet.match.index import Index
from licet.match.normal import plain_key
from licet.match.outright import is_equal, put_equals_first

#: Every so manieth name is asked for: some five hundred of all lists. `python -m benchmarks match_lists` asks for all.
STRIDE = 307

ROWS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(-4, 4), st.booleans(), st.booleans()),
    min_size=1,
    max_size=30,
)


@pytest.fixture(scope="module")
def engine(indexed_home: Path) -> Iterator[Engine]:
    """All lists, with the index that the whole run shares."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LICET_HOME", str(indexed_home))
        yield open_engine(lay=False)


def test_every_list_is_found_under_its_own_names(engine: Engine) -> None:
    """Names of all lists at a fixed stride: the entry itself, or one of an equal name, is first or tied."""
    listed = (
        (listing.id, name.text)
        for listing in engine.snapshot.listings()
        if "NO_MAKER" not in listing.notes
        for name in listing.party.names
    )
    some = [(owner, name) for owner, name in islice(listed, 0, None, STRIDE) if plain_key(name)]
    assert len(some) > 400
    assert len({owner.partition(":")[0] for owner, _ in some}) > 12
    missed = []
    for (owner, name), hits in zip(
        some, engine.index.search_many([name for _, name in some], limit=50), strict=True
    ):
        first = [hit for hit in hits if hit.rank >= hits[0].rank]
        key = plain_key(name)
        records = [hit.record for hit in first]
        names = {plain_key(text) for one in records for text in (*one["names"], *one.get("weak_names", ()))}
        if owner not in {hit.id for hit in first} and key not in names:
            missed.append((owner, name))
    assert missed == []


@pytest.mark.parametrize(
    "names",
    [["Ansar Group (a.k.a. Black Falcon)", "Black Falcon"], ["Black Falcon", "X (a.k.a. Black Falcon)"]],
)
def test_a_name_that_is_also_a_part_of_another_is_a_name(names: list[str]) -> None:
    """What the list gives outright carries no mark of a part, whichever of the two stands first."""
    index = Index.build([{"id": 1, "names": names, "kind": "organisation"}])
    found = index.candidates(["Black Falcon"])
    assert found is not None
    exact = np.array([is_equal(row) for row in found.table])
    assert exact.any()
    assert not found.table[exact, kernel.IS_DERIVED].any()


def test_a_part_of_a_name_that_is_a_weak_alias_stays_one() -> None:
    """A weak alias that is also in brackets of a strong name is given outright as a weak one alone."""
    entry = {"id": 1, "names": ["Ansar Group (a.k.a. Black Falcon)"], "weak_names": ["Black Falcon"]}
    found = Index.build([entry]).candidates(["Black Falcon"])
    assert found is not None
    exact = np.array([is_equal(row) for row in found.table])
    assert found.table[exact, kernel.IS_WEAK].all()
    assert not found.table[exact, kernel.IS_DERIVED].any()


@given(ROWS)
def test_an_equal_name_is_below_no_like_one(rows: list[tuple[int, int, bool, bool]]) -> None:
    """An equal name stands above all that are only like it, and nothing else moves, nor the best score."""
    query = np.array([row[0] for row in rows])
    signal = np.array([float(row[1]) for row in rows])
    equal = np.array([row[2] for row in rows])
    table = np.zeros((len(rows), len(kernel.SUMMARY)))
    table[:, kernel.WORST] = equal
    table[:, kernel.IS_DERIVED] = [row[3] for row in rows]
    found = np.zeros((len(rows), kernel.COLUMNS), dtype=np.int64)
    found[:, kernel.READING] = query
    queries = int(query.max()) + 1
    raised = signal.copy()
    room = np.empty(queries), np.empty(queries)
    put_equals_first(found, table, len(rows), np.arange(queries), queries, *room, raised)
    exact = equal & (table[:, kernel.IS_DERIVED] == 0)
    assert (raised[~exact] == signal[~exact]).all()
    assert (raised >= signal).all()
    for one in set(query[exact].tolist()):
        mine = query == one
        if (mine & ~exact).any():
            assert raised[mine & exact].min() >= signal[mine & ~exact].max()
        assert raised[mine].max() < signal[mine].max() + 1e-5


def test_a_weak_name_does_not_stand_before_one_that_is_given_outright() -> None:
    """`LIDIA` is a ship's name; a person's weak alias `リディア` is read the same: tied, the ship first."""
    index = Index.build(
        [
            {
                "id": "person",
                "names": ["MUDACUMURA, Pacifique"],
                "weak_names": ["リディア"],
                "kind": "person",
            },
            {"id": "ship", "names": ["LIDIA"], "kind": "vessel"},
        ]
    )
    for asked in ("LIDIA", "リディア"):
        ship, person = index.search(asked)
        assert (ship.id, person.id) == ("ship", "person")
        assert ship.rank == person.rank
