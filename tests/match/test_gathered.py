"""Entries gathered in runs make the index that one pass over them makes."""

from __future__ import annotations

import pickle
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from licet.match.gathered import Gathered
from licet.match.index import Index
from licet.match.part import dump_parts, make_part, part_of

WORDS = ("Almaz", "Zarya", "Moscow", "LLC", "GmbH", "Trading", "海康威视", "Иван", "شركة", "12", "Co", "of")
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
addresses = st.fixed_dictionaries(
    {
        "text": st.sampled_from(("Tverskaya 1, Moscow", "12 High Street, London", "Tverskaya ul. 1, Moscow")),
        "country": st.sampled_from(("RU", "GB", "")),
    }
)
entries = st.lists(
    st.fixed_dictionaries(
        {
            "names": st.lists(names, max_size=3),
            "weak_names": st.lists(names, max_size=1),
            "kind": st.sampled_from(("person", "organisation", "any")),
            "countries": st.lists(st.sampled_from(("RU", "CN")), max_size=2),
            "addresses": st.lists(addresses, max_size=2),
            "identifiers": st.lists(st.just({"kind": "imo", "value": "9562233"}), max_size=1),
        }
    ),
    max_size=12,
)


def numbered(some: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entries with ids by their place."""
    return [{**entry, "id": f"x:{number}"} for number, entry in enumerate(some)]


@given(entries, st.integers(0, 12), st.integers(0, 12))
def test_runs_joined_in_order_give_the_bytes_of_one_pass(
    some: list[dict[str, Any]], one: int, other: int
) -> None:
    """Wherever entries are parted, and whichever process gathered them, the index is the same."""
    given_entries = numbered(some)
    low, high = sorted((one, other))
    whole = Gathered(given_entries[:low])
    for run in (given_entries[low:high], given_entries[high:]):
        whole.join(pickle.loads(pickle.dumps(Gathered(run))))  # noqa: S301  our own bytes
    assert b"".join(dump_parts(part_of(whole))) == b"".join(dump_parts(make_part(given_entries)))


def test_an_index_of_what_was_gathered_is_asked_like_any() -> None:
    """Entries of a later run are found, under their own ids."""
    first = Gathered([{"id": "a", "names": ["Zarya Trading LLC"]}])
    first.join(Gathered([{"id": "b", "names": ["Almaz Antey"], "countries": ["RU"]}]))
    index = Index.of(first)
    assert [hit.id for hit in index.search("Almaz-Antey")][:1] == ["b"]
    assert index.record(0, 1)["countries"] == ["RU"]
