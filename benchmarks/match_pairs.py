"""Pairs of names, labelled: is `compare` right?

    python -m benchmarks match_pairs

Two sets of our own. `match_pairs.tsv` was made by hand, by class. The other is made of the official lists:
the same party on two lists under two spellings (linked by evidence) against the listed name nearest to
another of its list. Precision, recall and F1 of "review or match", the best F1 at any score, and how often
each score is right.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from rapidfuzz import fuzz

from licet.core.listing import Listing
from licet.lists.home import embedded
from licet.lists.linking import link
from licet.match.compare import compare
from licet.match.index import Index
from licet.match.normal import plain_key
from licet.match.policy import Verdict

Pair = tuple[str, str, str, bool]
HAND = Path(__file__).with_name("match_pairs.tsv")
#: Pairs of each label drawn from the lists.
_EACH = 700
#: Lists whose own entries are told apart: the near names of one list are other parties.
_APART = ("us-ofac-sdn", "uk-sl", "eu-fsf", "us-bis-entity-list", "ca-sema", "jp-meti-eul")
#: Two names of one party must share something, or no comparison of names can tell.
_SHARED = 50.0
_KINDS = frozenset({"person", "organisation", "vessel"})


def by_hand() -> Iterator[tuple[str, Pair]]:
    """The pairs made by hand, each with its class."""
    for line in HAND.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            sort, kind, same, a, b = line.split("\t")
            yield sort, (a, b, kind, same == "1")


def of_lists(listings: Sequence[Listing], each: int = _EACH, seed: int = 5) -> list[Pair]:
    """Pairs of listed names: linked ones of two lists, and near ones of one list."""
    groups = link(listings)
    rng = random.Random(seed)
    same: dict[tuple[str, str], Pair] = {}
    for group in groups:
        for one, two in combinations(group.listings, 2):
            if one.list == two.list or not one.party.names or not two.party.names:
                continue
            a, b, kind = one.party.names[0].text, two.party.names[0].text, one.party.kind.value
            keys = (plain_key(a), plain_key(b))
            if kind in _KINDS and keys[0] != keys[1] and fuzz.token_set_ratio(*keys) >= _SHARED:
                same.setdefault(keys, (a, b, kind, True))
    owner = {one.id: number for number, group in enumerate(groups) for one in group.listings}
    other = [pair for name in _APART for pair in _near_names(listings, name, owner, each, rng)]
    return rng.sample(list(same.values()), min(each, len(same))) + rng.sample(other, min(each, len(other)))


def _near_names(
    listings: Sequence[Listing], name: str, owner: dict[str, int], most: int, rng: random.Random
) -> Iterator[Pair]:
    mine = {one.id: one for one in listings if one.list == name and one.party.names}
    index = Index.build(
        {"id": key, "names": [one.party.names[0].text], "kind": one.party.kind.value}
        for key, one in mine.items()
    )
    chosen = rng.sample(list(mine.values()), min(most, len(mine)))
    texts = [one.party.names[0].text for one in chosen]
    for one, text, hits in zip(chosen, texts, index.search_many(texts, limit=8), strict=True):
        for hit in hits:
            found = mine[hit.id]
            near = found.party.names[0].text
            kind = one.party.kind.value
            apart = owner[found.id] != owner[one.id] and plain_key(near) != plain_key(text)
            if apart and kind in _KINDS and found.party.kind.value == kind:
                yield text, near, kind, False
                break


def figures(pairs: Sequence[Pair]) -> dict[str, float]:
    """Precision, recall and F1 of what is reviewed or matched, and the best F1 of any threshold."""
    judged = [(compare(a, b, kind), same) for a, b, kind, same in pairs]
    alerts = [(one.verdict is not Verdict.NO_MATCH, same) for one, same in judged]
    out = dict(zip(("precision", "recall", "F1"), _rates(alerts), strict=True))
    limits = sorted({round(one.score, 2) for one, _ in judged})
    best = max((_rates([(one.score >= limit, same) for one, same in judged])[2], limit) for limit in limits)
    return {**out, "best F1": best[0], "at score": best[1], "pairs": float(len(pairs))}


def reliability(pairs: Sequence[Pair]) -> dict[str, tuple[int, float]]:
    """For each tenth of the score: how many pairs, and the share that is one party."""
    found: dict[int, list[bool]] = defaultdict(list)
    for a, b, kind, same in pairs:
        found[min(int(compare(a, b, kind).score * 10), 9)].append(same)
    return {
        f"{tenth / 10:.1f} to {(tenth + 1) / 10:.1f}": (len(rows), round(sum(rows) / len(rows), 3))
        for tenth, rows in sorted(found.items())
    }


def _rates(rows: Sequence[tuple[bool, bool]]) -> tuple[float, float, float]:
    right = sum(said and same for said, same in rows)
    said, there = sum(said for said, _ in rows), sum(same for _, same in rows)
    return (
        round(right / max(said, 1), 3),
        round(right / max(there, 1), 3),
        round(2 * right / max(said + there, 1), 3),
    )


def main() -> dict[str, object]:
    """Measure, print and return."""
    hand = list(by_hand())
    lists = of_lists(list(embedded().listings()))
    out: dict[str, object] = {
        "by hand": figures([pair for _, pair in hand]),
        "of the lists": figures(lists),
        "of the lists, by score": reliability(lists),
        "by hand, wrong": {
            sort: [f"{pair[0]} / {pair[1]}" for one, pair in hand if one == sort and _is_wrong(pair)]
            for sort in sorted({sort for sort, _ in hand})
        },
    }
    for name, value in out.items():
        print(f"   {name}: {value}")
    return out


def _is_wrong(pair: Pair) -> bool:
    a, b, kind, same = pair
    return (compare(a, b, kind).verdict is not Verdict.NO_MATCH) != same


if __name__ == "__main__":
    main()
