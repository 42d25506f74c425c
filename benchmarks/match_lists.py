"""Matching on all lists at once: is every listed name found, and do the bars hold on the larger index?

    python -m benchmarks match_lists      the second part needs LICET_SHARED (or ../shared/data)

Every name and alias of every list is asked for: a hit on its own entry, or on one with an equal name, must be
first or tied. Then the labelled set of data/matching is asked of an index that holds its parties and all
entries of the other governments' lists (`larger_set` says which of those are right).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from benchmarks.match_quality import SHARED, _lines, entries
from licet.app.actions.match import MatchFigures, measure_index
from licet.core.listing import Listing
from licet.lists.home import embedded
from licet.lists.linking import LinkedParty, link
from licet.match.arrays import LEGAL
from licet.match.index import Index
from licet.match.normal import plain_key, read_name
from licet.match.record import entry_of_party

#: Negatives that stand on a list abroad in other words, by a look at each: the Japanese End User List has
#: `Islamic Azad University`, whose branches these are; Canada has `Higher School of Economics University`.
_LISTED_IN_OTHER_WORDS = frozenset(
    {
        "Islamic Azad University, Karaj", "Islamic Azad University, Quchan", "Islamic Azad University, Saveh",
        "Islamic Azad University, Tehran South", "Higher School of Economics",
    }
)  # fmt: skip
_FOREIGN = ("un-", "eu-", "uk-", "ca-", "au-", "jp-", "ch-")


def unfound(listings: Iterable[Listing]) -> tuple[int, list[str]]:
    """How many names are listed, and those whose own entry is neither first nor tied with the first."""
    parties = [entry_of_party(one.party, id=one.id) for one in listings]
    index = Index.build(parties)
    index.warm()
    asked = [
        (name, party["id"])
        for party in parties
        for name in dict.fromkeys([*party.get("names", ()), *party.get("weak_names", ())])
        if plain_key(name)
    ]
    missed = []
    for (name, owner), hits in zip(
        asked, index.search_many([name for name, _ in asked], limit=50), strict=True
    ):
        first = hits[0].rank if hits else 0.0
        if not any(hit.id == owner or _equal(hit.record, name) for hit in hits if hit.rank >= first):
            missed.append(f"{owner}: {name}")
    return len(asked), missed


def _equal(record: dict[str, Any], name: str) -> bool:
    key = plain_key(name)
    return any(plain_key(other) == key for other in _names(record))


def larger_set(listings: Sequence[Listing]) -> dict[str, Any]:
    """The measures of data/matching on its own parties and all entries of the other governments' lists.

    Twice: an entry abroad is right that bears a name of the party that is meant, or of the query; and, beside
    those, one that `lists.linking` ties to that party. The second time places are counted over parties, as a
    check shows them, and names that are listed abroad, word for word but for legal forms or by a look at them
    (`_LISTED_IN_OTHER_WORDS`), are no longer taken for names that are not listed.
    """
    base = entries()
    foreign = [entry_of_party(one.party, id=one.id) for one in listings if one.list.startswith(_FOREIGN)]
    bearers: dict[str, set[str]] = defaultdict(set)
    bare: set[str] = set()
    for party in foreign:
        for name in _names(party):
            bearers[plain_key(name)].add(str(party["id"]))
            bare.add(_without_forms(name))
    names = {party["id"]: party["names"] for party in base}
    parties = link(listings)
    twins, party_of = twins_of(base, parties)
    by_name, by_link = [], []
    for row in _lines("queries.jsonl"):
        keys = {plain_key(name) for one in row["accept"] for name in names[one]} | {plain_key(row["src"])}
        also = set().union(*(bearers.get(key, set()) for key in keys))
        linked = set().union(*(twins.get(one, set()) for one in row["accept"]))
        by_name.append({**row, "accept": [*row["accept"], *sorted(also)]})
        by_link.append({**row, "accept": [*row["accept"], *sorted(also | linked)]})
    negatives = _lines("negatives.jsonl")
    listed = [
        row for row in negatives if _without_forms(row["q"]) in bare or row["q"] in _LISTED_IN_OTHER_WORDS
    ]
    unlisted = [row for row in negatives if row not in listed]
    index = Index.build([*base, *foreign])
    first = measure_index(index, by_name, negatives, speed=False)
    second = measure_index(index, by_link, unlisted, speed=False, party_of=party_of)
    return {
        "entries abroad that bear a name": _figures(first),
        "linked ones too, without names that are listed abroad": _figures(second),
        "negatives that are listed abroad": [row["q"] for row in listed],
        "queries with more that is right by a link": sum(
            len(one["accept"]) < len(other["accept"]) for one, other in zip(by_name, by_link, strict=True)
        ),
        "clean names that score highest": second.worst_clean,
    }


def twins_of(
    base: Sequence[dict[str, Any]], parties: Iterable[LinkedParty]
) -> tuple[dict[Any, set[str]], dict[Any, int]]:
    """For parties of the labelled set: the entries abroad that are linked with their own entry on our lists.

    The set gives no entry's id, so a party's own entry is one of the United States' lists where each of the
    two bears the other's first name.

    Returns:
        those entries; and the number of the party that each entry, abroad or of the set, is of.
    """
    ours: dict[str, list[tuple[set[str], int]]] = defaultdict(list)
    abroad: dict[int, set[str]] = {}
    party_of: dict[Any, int] = {}
    for number, group in enumerate(parties):
        abroad[number] = {one.id for one in group.listings if one.list.startswith(_FOREIGN)}
        party_of.update(dict.fromkeys(abroad[number], number))
        for one in group.listings:
            keys = [plain_key(name.text) for name in one.party.names]
            if keys and not one.list.startswith(_FOREIGN):
                ours[keys[0]].append((set(keys), number))
    out: dict[Any, set[str]] = {}
    for party in base:
        keys = [plain_key(name) for name in party["names"]]
        for key in dict.fromkeys(keys):
            for theirs, number in ours.get(key, ()):
                if keys[0] in theirs:
                    out.setdefault(party["id"], set()).update(abroad[number])
                    party_of.setdefault(party["id"], number)
    return out, party_of


def _figures(figures: MatchFigures) -> dict[str, Any]:
    wanted = (
        "parties", "negatives", "r1", "r10", "hit_01", "hit_1", "hard_1", "default_hit", "default_clean",
        "non_latin",
    )  # fmt: skip
    return {name: value for name, value in asdict(figures).items() if name in wanted}


def _without_forms(name: str) -> str:
    """The words of a name in order of the alphabet, legal forms left out unless it has no others."""
    words = [word for reading in read_name(name)[:1] for word in reading.words]
    return " ".join(sorted(word.text for word in words if word.kind != LEGAL)) or plain_key(name)


def _names(record: dict[str, Any]) -> list[str]:
    return [*record.get("names", ()), *record.get("weak_names", ())]


def main() -> dict[str, object]:
    """Measure, print and return."""
    listings = list(embedded().listings())
    asked, missed = unfound(listings)
    out: dict[str, object] = {
        "names and aliases of all lists": asked,
        "not found at rank 1 or tied": len(missed),
        "of them": missed[:40],
    }
    if SHARED.is_dir():
        out["data/matching with all lists"] = larger_set(listings)
    for name, value in out.items():
        print(f"   {name}: {value}")
    return out


if __name__ == "__main__":
    main()
