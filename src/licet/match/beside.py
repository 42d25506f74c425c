"""Evidence beside the name: country, birth date, identifiers, addresses, each for or against.

Each adds or takes points (log-odds) on top of the name's own. An exact strong identifier decides; a clash of
birth dates speaks against, and says so; a fact that one side lacks says nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from licet.match.address import address_text, building_key, compare_places, is_agents, numbers_in, place_of
from licet.match.explain import Evidence
from licet.match.identifiers import STRONG, is_valid, shared_identifiers

__all__ = ["SAME_COUNTRY", "Beside", "Sharers", "beside_countries", "beside_name"]

_SAME_ID: Final = 9.0
_SAME_WEAK_ID: Final = 4.0
_OTHER_ID: Final = -2.5
_SAME_DAY: Final = 2.5
_NEAR_DAY: Final = 1.0
_OTHER_YEAR: Final = -3.0
_FAR_YEARS: Final = 8
#: The most that countries alone add.
SAME_COUNTRY: Final = 0.4
_OTHER_COUNTRY: Final = -0.6
_SAME_ADDRESS: Final = 3.0
_SAME_BUILDING: Final = 1.6
#: Listed parties at one building up to which it says all that an address can; how many a formation agent stands for.
_FEW: Final = 3
_MANY: Final = 1_000

Sharers = Callable[[str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What speaks for and against beside the name.

    Attributes:
        points: to add to the name's rank signal, in log-odds.
        evidence: each thing said, for and against.
        decides: whether an exact strong identifier was met.
        door: how surely both stand at one door, 0 to 1; 0 when in one building at most.
        common: whether many unrelated parties have that address (a formation agent's).
    """

    points: float = 0.0
    evidence: tuple[Evidence, ...] = ()
    decides: bool = False
    door: float = 0.0
    common: bool = False


def _days(birth: Mapping[str, Any] | str) -> tuple[date, date] | None:
    try:
        if isinstance(birth, str):
            pieces = [int(piece) for piece in birth.split("-")]
            if len(pieces) == 3:
                return date(*pieces), date(*pieces)
            return date(pieces[0], 1, 1), date(pieces[0], 12, 31)
        return date.fromisoformat(str(birth["earliest"])), date.fromisoformat(str(birth["latest"]))
    except (ValueError, KeyError, TypeError):
        return None


def _births(ours: Any, theirs: Any) -> tuple[float, list[Evidence]]:
    a = [days for days in map(_days, ours or ()) if days]
    b = [days for days in map(_days, theirs or ()) if days]
    if not a or not b:
        return 0.0, []
    said = tuple(f"{x[0]}" if x[0] == x[1] else f"{x[0]} to {x[1]}" for x in a)
    listed = tuple(f"{y[0]}" if y[0] == y[1] else f"{y[0]} to {y[1]}" for y in b)
    gap = min(max((y[0] - x[1]).days, (x[0] - y[1]).days, 0) for x in a for y in b)
    if gap == 0:
        narrow = any(x[0] == x[1] and y[0] == y[1] and x == y for x in a for y in b)
        how = "same day" if narrow else "may be the same day"
        return (_SAME_DAY if narrow else _NEAR_DAY), [
            Evidence(
                feature="birth date",
                how=how,
                ours=said,
                theirs=listed,
                rarity=0.9 if narrow else 0.5,
                favours=1,
            )
        ]
    swapped = any(
        x[0] == x[1]
        and y[0] == y[1]
        and x[0].year == y[0].year
        and (x[0].month, x[0].day) == (y[0].day, y[0].month)
        for x in a
        for y in b
    )
    if swapped:
        return _NEAR_DAY, [
            Evidence(
                feature="birth date",
                how="day and month swapped",
                ours=said,
                theirs=listed,
                rarity=0.6,
                favours=1,
            )
        ]
    years = gap / 365.25
    points = _OTHER_YEAR * min(1.0, 0.4 + 0.6 * years / _FAR_YEARS)
    return points, [
        Evidence(feature="birth date", how="another day", ours=said, theirs=listed, rarity=0.8, favours=-1)
    ]


def _identifiers(ours: Any, theirs: Any) -> tuple[float, list[Evidence], bool]:
    equal, differ = shared_identifiers(ours or (), theirs or ())
    points = 0.0
    decides = False
    evidence = []
    for kind, value in equal:
        strong = kind in STRONG and is_valid(kind, value) is not False
        decides = decides or strong
        points += _SAME_ID if strong else _SAME_WEAK_ID
        evidence.append(
            Evidence(
                feature="identifier",
                how=f"same {kind}",
                ours=(value,),
                theirs=(value,),
                rarity=1.0,
                favours=1,
            )
        )
    for kind, mine, listed in differ:
        points += _OTHER_ID
        evidence.append(
            Evidence(
                feature="identifier",
                how=f"another {kind}",
                ours=(mine,),
                theirs=(listed,),
                rarity=0.9,
                favours=-1,
            )
        )
    return points, evidence, decides


def _countries(ours: Any, theirs: Any) -> tuple[float, list[Evidence]]:
    a, b = set(ours or ()), set(theirs or ())
    if not a or not b:
        return 0.0, []
    shared = tuple(sorted(a & b))
    if shared:
        return SAME_COUNTRY, [
            Evidence(feature="country", how="same", ours=shared, theirs=shared, rarity=0.2, favours=1)
        ]
    return _OTHER_COUNTRY, [
        Evidence(
            feature="country",
            how="another",
            ours=tuple(sorted(a)),
            theirs=tuple(sorted(b)),
            rarity=0.2,
            favours=-1,
        )
    ]


def _addresses(ours: Any, theirs: Any, sharers: Sharers) -> Beside:
    best: tuple[float, str, str, str] = (0.0, "", "", "")
    for a in ours or ():
        told = numbers_in(address_text(a))
        for b in theirs or ():
            if told.isdisjoint(numbers_in(address_text(b))):
                continue  # no number in common: neither one door nor one building, and nothing else counts
            likeness, how = compare_places(place_of(a), place_of(b))
            if likeness > best[0]:
                best = (likeness, how, address_text(a), address_text(b))
    likeness, how, mine, listed = best
    points = {"same address": _SAME_ADDRESS, "same building, another unit": _SAME_BUILDING}.get(how, 0.0)
    if not points:
        return Beside()
    door = likeness if how == "same address" else 0.0
    listed_place = place_of(listed)
    sharing = sharers(building_key(listed_place))
    if is_agents(listed_place):
        sharing = max(sharing, _MANY)
        how = f"{how}, a formation agent's"
    elif sharing > _FEW:
        how = f"{how}, shared by {sharing} listed parties"
    # an address says as much as it is rare: at an agent's door thousands have nothing to do with each other
    weight = likeness if sharing <= _FEW else likeness / (1.0 + math.log(sharing / _FEW))
    evidence = Evidence(
        feature="address", how=how, ours=(mine,), theirs=(listed,), rarity=round(weight, 2), favours=1
    )
    return Beside(points=points * weight, evidence=(evidence,), door=door, common=sharing > _FEW)


@lru_cache(maxsize=8_192)
def beside_countries(ours: tuple[str, ...], theirs: tuple[str, ...]) -> Beside:
    """`beside_name` of a query of which nothing but countries is known: the few pairs there are come again and again."""
    return beside_name({"countries": ours}, {"countries": theirs})


def beside_name(ours: Mapping[str, Any], record: Mapping[str, Any], sharers: Sharers = lambda _: 1) -> Beside:
    """Compare everything but the names of a party and an entry as the index keeps it.

    Args:
        ours: who is asked about, as an entry (`record.entry_of_party`).
        record: the listed entry; what `ours` lacks need not be there.
        sharers: how many listed parties have an address in a building, by `address.building_key`.
    """
    points = 0.0
    evidence: list[Evidence] = []
    for one, found in (
        _births(ours.get("births"), record.get("births")),
        _countries(ours.get("countries"), record.get("countries")),
    ):
        points += one
        evidence += found
    more, found, decides = _identifiers(ours.get("identifiers"), record.get("identifiers"))
    place = _addresses(ours.get("addresses"), record.get("addresses"), sharers)
    return Beside(
        points=points + more + place.points,
        evidence=(*evidence, *place.evidence, *found),
        decides=decides,
        door=place.door,
        common=place.common,
    )
