"""Which names are near the best one: most of the long lists is not read, and nothing is different by that."""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import numpy as np
import pytest

from licet.match.index import Index
from licet.match.kernel import scratch_for
from licet.match.near import near_names
from licet.match.normal import read_name
from licet.match.posts import LEAST_SHARE, read_lists
from licet.match.query import query_arrays
from licet.match.retrieve import lists_of, shortest_first

_BUDGET = 12_000
_SYLLABLES = [one + other for one, other in product("bdgklmnrstz", "aeiou")]


@pytest.fixture(scope="module")
def crowd() -> Any:
    """The arrays of an index of persons whose names share words with many others'."""
    others = ["".join(each) for each in product(_SYLLABLES[:9], _SYLLABLES[20:29], _SYLLABLES[30:35])]
    names = [f"{word} {other}" for word, other in product(("Muhammad", "Abu Ahmad", "Jamal", "Li"), others)]
    names += ["Kazbek Muhammad Tulegenov", "Tulegenov, Kazbek", "Li Wei", "Wu", "Ahmad"]
    index = Index.build({"id": name, "names": [name], "kind": "person"} for name in names)
    return index.part_arrays(0)


def _lists(arrays: Any, text: str, scratch: Any) -> int:
    """The posting lists of a name, shortest first, each with what it gives."""
    starts, sizes, gains = scratch.list_start, scratch.list_size, scratch.list_gain
    question = query_arrays(read_name(text)[:1])
    count = lists_of(arrays, question, 0, starts, sizes, gains, scratch.list_free)
    for k in range(count):
        gains[k] *= math.log((20_000 + 1.0) / sizes[k]) ** 2
    shortest_first(count, starts, sizes, scratch.list_order)
    return int(count)


@pytest.mark.parametrize(
    "text",
    ["Kazbek Muhammad Tulegenov", "Tulegenov Kazbek Ahmad", "Muhamad Kazbek Tulegenof", "Li Wei", "Wu"],
)
def test_names_near_the_best_share_what_they_do_when_every_list_is_read(crowd: Any, text: str) -> None:
    """The same names are near, with the same sums to the last bit, in the order in which the lists have them."""
    scratch = scratch_for(int(crowd.name_count[0]))
    count = _lists(crowd, text, scratch)
    order, starts, sizes = scratch.list_order, scratch.list_start, scratch.list_size
    met: dict[int, int] = {}
    shares = np.zeros(int(crowd.name_count[0]), dtype=np.float32)
    for k in dict.fromkeys(order[:count].tolist()):
        names = crowd.posts[starts[k] : starts[k] + sizes[k]]
        if any(starts[k] == starts[other] for other in order[: order.tolist().index(k)].tolist()):
            continue
        shares[names] += np.float32(scratch.list_gain[k])
        met |= {name: len(met) for name in names.tolist() if name not in met}
    values = shares.astype(np.float64) * crowd.name_scale
    first, let_in, seen, done, have = read_lists(
        crowd, _BUDGET, 64, count, order, starts, sizes, scratch.list_gain, scratch.list_rest, scratch.acc,
        scratch.touched, np.uint64(0),
    )  # fmt: skip
    kept, first, best = near_names(crowd, (int(first), int(let_in), int(seen)), done, have, scratch)
    near = scratch.touched[:kept].tolist()
    assert not scratch.acc.any()
    assert best == pytest.approx(values.max(), rel=1e-6)
    assert scratch.sums[:kept].tolist() == shares[near].tolist()
    assert set(near[first:]) == set(np.flatnonzero(values >= LEAST_SHARE * best).tolist()) - set(near[:first])
    assert near == sorted(near, key=met.__getitem__)


def test_the_longest_lists_are_not_read_where_a_name_is_much_nearer_than_they_can_bring_any(
    crowd: Any,
) -> None:
    """`Kazbek Tulegenov` has two rare words: the thousand names with `Muhammad` in them are looked up, not read."""
    scratch = scratch_for(int(crowd.name_count[0]))
    count = _lists(crowd, "Kazbek Muhammad Tulegenov", scratch)
    *_, done, have = read_lists(
        crowd, _BUDGET, 64, count, scratch.list_order, scratch.list_start, scratch.list_size, scratch.list_gain,
        scratch.list_rest, scratch.acc, scratch.touched, np.uint64(0),
    )  # fmt: skip
    assert done < have
