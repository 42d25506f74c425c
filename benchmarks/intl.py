"""The other governments' lists: how long each import takes, what it gives, and how good the links are.

    python -m benchmarks.intl      needs the official files (LICET_SHARED, or ../shared/data)

Links are measured blind: UN references are taken out of the UN, EU, UK and Japanese entries, the entries are
linked by what is left, and two entries of one UN reference should then stand together. A second time all
births are hidden, and two linked persons should then have one birth.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path

from licet.core.listing import Listing
from licet.core.trade import PartyKind
from licet.lists.build import find_documents, read_documents
from licet.lists.home import embedded
from licet.lists.linking import link

SHARED = Path(os.environ.get("LICET_SHARED", Path(__file__).parents[2] / "shared" / "data"))
FOREIGN = ("un-", "eu-", "uk-", "ca-", "au-", "jp-")
REFERENCE = "un-reference"
#: References that a list mistypes, set right by the Council's entry of that name: (entry, printed) -> meant.
MISTYPED = {
    ("eu-fsf:eu.10072.9", "qdi.43"): "qdi.434",
    ("eu-fsf:eu.9496.20", "qdi.43"): "qdi.433",
    ("eu-fsf:eu.12246.92", "hti.00"): "hti.006",
    ("eu-fsf:eu.4076.89", "kpi.045"): "kpi.046",
    ("eu-fsf:eu.4801.12", "lyi.28"): "lyi.028",
    ("uk-sl:inu0279", "iri.012"): "iri.003",
    ("uk-sl:hai0012", "hti.009"): "hti.008",
    ("uk-sl:hai0013", "hti.010"): "hti.009",
}


def main() -> dict[str, object]:
    """Import every list and link everything; prints and returns the figures."""
    figures: dict[str, object] = {}
    if SHARED.is_dir():
        total = 0.0
        for name, paths in find_documents(SHARED).items():
            started = time.perf_counter()
            count = sum(len(one.listings) for one in read_documents({name: paths}))
            seconds = time.perf_counter() - started
            total += seconds
            if name.startswith(FOREIGN):
                figures[f"{name}: listings, seconds"] = (count, round(seconds, 2))
        figures["all lists imported, US ones included (s)"] = round(total, 1)
    snapshot = embedded()
    listings = list(snapshot.listings())
    started = time.perf_counter()
    groups = link(listings)
    figures["linking all entries (s)"] = round(time.perf_counter() - started, 1)
    figures["entries"] = len(listings)
    figures["parties on more than one entry"] = sum(len(group.listings) > 1 for group in groups)
    figures["parties on more than one list"] = sum(
        len({one.list for one in group.listings}) > 1 for group in groups
    )
    figures |= blind_links(listings)
    figures |= blind_births(listings)
    for name, value in figures.items():
        print(f"{name:45} {value}")
    return figures


def blind_links(listings: Iterable[Listing]) -> dict[str, float]:
    """How well links find what UN references say, when the references are hidden.

    Returns:
        pairs of one reference, those linked, links under two references; recall and precision.
    """
    truth: dict[str, str] = {}
    blind = []
    for one in listings:
        if not one.list.startswith(("un-", "eu-", "uk-", "jp-")):
            continue
        references = [number.value.casefold() for number in one.party.identifiers if number.kind == REFERENCE]
        if references:
            truth[one.id] = MISTYPED.get((one.id, references[0]), references[0])
        rest = tuple(number for number in one.party.identifiers if number.kind != REFERENCE)
        blind.append(replace(one, party=replace(one.party, identifiers=rest)))
    right, differing = 0, []
    for group in link(blind):
        known = [one.id for one in group.listings if one.id in truth]
        for first, second in combinations(known, 2):
            if truth[first] == truth[second]:
                right += 1
            else:
                differing.append((first, truth[first], second, truth[second]))
    pairs = sum(count * (count - 1) // 2 for count in Counter(truth.values()).values())
    for row in differing:
        print("linked under two references:", *row)
    return {
        "blind: pairs of one UN reference": pairs,
        "blind: of them linked": right,
        "blind: recall": round(right / pairs, 3),
        "blind: linked under two references": len(differing),
        "blind: precision": round(right / max(1, right + len(differing)), 3),
    }


def blind_births(listings: Iterable[Listing]) -> dict[str, float]:
    """What births say of links of persons that were made with all births hidden.

    Returns:
        linked pairs that both state days of birth: those that state one in common; those a slip apart;
        those of other days, which are wrong links or wrong births; the share of the first two.
    """
    days = {
        one.id: {birth.earliest for birth in one.party.births if birth.earliest == birth.latest}
        for one in listings
    }
    persons = [one for one in listings if one.party.kind is PartyKind.PERSON]
    hidden = [replace(one, party=replace(one.party, births=())) for one in persons]
    same = slips = other = 0
    for group in link(hidden):
        for first, second in combinations([one.id for one in group.listings if days[one.id]], 2):
            if days[first] & days[second]:
                same += 1
            elif any(_a_slip_apart(a, b) for a in days[first] for b in days[second]):
                slips += 1
            else:
                other += 1
    return {
        "births hidden: linked pairs of one day": same,
        "births hidden: a slip apart": slips,
        "births hidden: of other days": other,
        "births hidden: share that births bear out": round((same + slips) / max(1, same + slips + other), 3),
    }


def _a_slip_apart(one: date, other: date) -> bool:
    """Whether two of year, month and day are the same, or day and month changed places."""
    same = (one.year == other.year) + (one.month == other.month) + (one.day == other.day)
    return same == 2 or (one.year == other.year and (one.month, one.day) == (other.day, other.month))


if __name__ == "__main__":
    main()
