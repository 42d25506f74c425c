"""The same real party on several lists, linked with evidence; nothing is merged, so no listing is lost.

Precise before complete: a link needs one of

    a number          IMO, LEI or BIC alone; UN reference, passport, tax, registration and like numbers
                      together with a word of the name, for lists mistype them
    name and birth    a person's whole name and a birth date that fits
    name and place    both entries' main name, three words for a person, two for an organisation, and a
                      country in common; for an organisation three words where a country is not stated. Where
                      both state an organisation's countries these alone count, not what a programme is about:
                      a bank and its daughter abroad bear one name under one programme
    two names         for a person: two different whole names in common, one of them a main name
    one word          main names of two organisations that are one long word beside legal forms of one sort
                      (`Tupolev JSC`), and a country in common; not where a list has two of that name, or
                      where tax numbers differ
    name and regime   on two lists that carry out one regime of the Security Council: the main name of one
                      among the names of the other
    spelling          for a person on two lists: names whose words are spellings of one another
                      (`lists.spelling`): all words of the shorter, with the same day of birth; or three words
                      or more, a main or native name on one side, with a country in common

and nothing that speaks against it: another kind of party, births that cannot be one, other IMO numbers, other
UN references of one regime, other entries of a list that has each party once. The firmest links come first.
An organisation's aliases never link by themselves: lists give the cover names of a whole family of firms to
each of them. Weak aliases never link at all. Two entries of one list link by a number, or by name and birth
day, alone; organisations by a number and a whole name, for a group of firms may have its parent's number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from licet.core.listing import Listing
from licet.core.trade import BirthDate, PartyKind
from licet.lists.link_marks import ALONE, UN, Marks
from licet.lists.spelling import inside

__all__ = ["Link", "LinkedParty", "link", "why_linked"]

#: A name that more entries share is a common one and proves nothing: it is not looked at.
_COMMON = 60
_SPELLINGS = " are spellings of one name"
#: Lists that give each party one entry: offices of one name in two countries are two parties there.
_ONE_ENTRY_EACH = frozenset({"us-ofac-sdn", "us-ofac-ssi"})
#: What a key of a sole word begins with.
_SOLE = "1"
#: Month and day that lists write where they know a year alone.
_YEAR_ALONE = (1, 1)
#: Words of a name that is enough beside a country.
_WHOLE_NAME = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Why two listings are of one party.

    Attributes:
        one: id of a listing.
        other: id of the other.
        why: the evidence, in words.
    """

    one: str
    other: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedParty:
    """Listings of one real party, in the order given, with the links that join them."""

    listings: tuple[Listing, ...]
    links: tuple[Link, ...] = ()


def why_linked(one: Listing, other: Listing) -> tuple[str, ...]:
    """The evidence that two listings are of one party; empty where it does not suffice."""
    return _why(one, other, Marks(one), Marks(other))


def _why(one: Listing, other: Listing, ours: Marks, theirs: Marks) -> tuple[str, ...]:
    if _speaks_against(ours, theirs):
        return ()
    shared_numbers = [key for key in ours.numbers if key in theirs.numbers]
    names = [ours.names[key] for key in ours.names if key in theirs.names]
    if ours.sole and ours.sole == theirs.sole:
        names.insert(0, ours.named)
    born = _shared_birth(ours.births, theirs.births)
    why = [
        f"same {kind} {value}"
        for kind, value in shared_numbers
        if kind in ALONE or _countries_fit(ours.numbers[kind, value], theirs.numbers[kind, value])
    ]
    by_number = any(kind in ALONE for kind, _ in shared_numbers) or bool(why and _named_alike(ours, theirs))
    by_name = _names_suffice(one, other, ours, theirs, born)
    spelt = () if by_number or by_name else _spellings(ours, theirs)
    if not (by_number or by_name or spelt):
        return ()
    if spelt:
        why.append(f"`{spelt[0]}` and `{spelt[1]}`{_SPELLINGS}")
    elif names:
        why.append(f"same name `{names[0]}`" + (f" and {len(names) - 1} more" if len(names) > 1 else ""))
    if born:
        why.append(f"births fit ({born})")
    regimes = sorted(ours.regimes & theirs.regimes)
    if regimes and one.list != other.list:
        why.append(f"one regime of the Security Council ({', '.join(regimes)})")
    places = sorted(ours.countries & theirs.countries)
    if places:
        why.append(f"country {', '.join(places)}")
    elif matters := sorted(ours.places & theirs.places):
        why.append(f"programmes about {', '.join(matters)}")
    return tuple(why)


def _is_person(ours: Marks, theirs: Marks) -> bool:
    return PartyKind.PERSON in (ours.kind, theirs.kind)


def _named_alike(ours: Marks, theirs: Marks) -> bool:
    """Whether names let a number that lists mistype, and that firms of a group share, be the same party's.

    The Council's own reference needs a word in common; so does a person's number. An organisation's must not
    stand under two countries, and on one list it needs a whole name in common.
    """
    if not ours.words & theirs.words:
        return False
    if _is_person(ours, theirs) or ours.values(UN) & theirs.values(UN):
        return True
    if ours.list == theirs.list:
        return not ours.names.keys().isdisjoint(theirs.names)
    return not (ours.countries and theirs.countries and ours.countries.isdisjoint(theirs.countries))


def _places(ours: Marks, theirs: Marks) -> frozenset[str]:
    """Countries in common; of organisations their own alone where both state them."""
    if ours.countries and theirs.countries and not _is_person(ours, theirs):
        return ours.countries & theirs.countries
    return ours.places & theirs.places


def _speaks_against(ours: Marks, theirs: Marks) -> bool:
    kinds = {ours.kind, theirs.kind} - {PartyKind.UNKNOWN}
    if len(kinds) > 1:
        return True
    if ours.list == theirs.list and ours.list in _ONE_ENTRY_EACH:
        return True
    ships = ours.values("imo"), theirs.values("imo")
    if all(ships) and not ships[0] & ships[1]:
        return True
    if _of_one_regime(ours.values(UN), theirs.values(UN)):
        return True
    if not (ours.births and theirs.births):
        return False
    return not any(_near(a, b) or _a_slip_apart(a, b) for a in ours.births for b in theirs.births)


def _of_one_regime(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether both have a UN reference of one regime (`QD`) and none in common: one party has one there."""
    return not ours & theirs and bool({one[:2] for one in ours} & {one[:2] for one in theirs})


def _near(one: BirthDate, other: BirthDate) -> bool:
    """Whether two statements of a birth can be of one day; about a year leaves a year on both sides."""
    slack = 366 if one.circa or other.circa else 0
    return (one.earliest - other.latest).days <= slack and (other.earliest - one.latest).days <= slack


def _a_slip_apart(one: BirthDate, other: BirthDate) -> bool:
    """Whether two days are one but for a slip: in day, month or a digit of the year, or both swapped.

    Such births prove nothing and do not speak against: lists that copy one another have them.
    """
    if one.earliest != one.latest or other.earliest != other.latest:
        return False
    a, b = one.earliest, other.earliest
    if _YEAR_ALONE in {(a.month, a.day), (b.month, b.day)}:
        return False
    if a.year != b.year:
        digits = sum(x != y for x, y in zip(str(a.year), str(b.year), strict=True))
        return digits == 1 and (a.month, a.day) == (b.month, b.day)
    return a.month == b.month or a.day == b.day or (a.month, a.day) == (b.day, b.month)


def _shared_birth(ours: Sequence[BirthDate], theirs: Sequence[BirthDate]) -> str:
    """The narrowest birth that both state: a day, else years; empty where they share none."""
    pairs = [(a, b) for a in ours for b in theirs if _near(a, b)]
    if not pairs:
        return ""
    one, other = min(pairs, key=lambda pair: sum((birth.latest - birth.earliest).days for birth in pair))
    start, end = max(one.earliest, other.earliest), min(one.latest, other.latest)
    if one.earliest == one.latest == other.earliest == other.latest:
        return start.isoformat()
    return "-".join(dict.fromkeys(str(day.year) for day in sorted((start, end))))


def _countries_fit(one: str, other: str) -> bool:
    return not one or not other or one == other


def _names_suffice(one: Listing, other: Listing, ours: Marks, theirs: Marks, born: str) -> bool:
    if ours.sole and ours.sole == theirs.sole and one.list != other.list and _places(ours, theirs):
        taxed, forms = (ours.values("tax"), theirs.values("tax")), (ours.forms, theirs.forms)
        return all(not (mine and yours) or bool(mine & yours) for mine, yours in (taxed, forms))
    shared = [key for key in ours.names if key in theirs.names]
    if not shared:
        return False
    is_day = len(born) == len("1952-10-07")
    if one.list == other.list:
        return is_day
    longest = max(len(key) for key in shared)
    if born and (is_day or longest >= 3):
        return True
    if ours.regimes & theirs.regimes and _one_in_the_other(ours, theirs, len(shared)):
        return True
    is_main = ours.main == theirs.main and bool(ours.main)
    places = _places(ours, theirs)
    if _is_person(ours, theirs):
        if len(shared) > 1 and (ours.main in theirs.names or theirs.main in ours.names):
            return True
        return is_main and len(ours.main) >= _WHOLE_NAME and bool(places)
    if PartyKind.VESSEL in (ours.kind, theirs.kind) or not is_main:
        return False  # ships change and share names: their number alone tells them
    return bool(places) or (len(ours.main) >= 3 and not (ours.countries and theirs.countries))


def _spellings(ours: Marks, theirs: Marks) -> tuple[str, str] | tuple[()]:
    """Names of two persons that are spellings of one, where a birth day or a country stands beside them."""
    if ours.list == theirs.list or not (ours.written and theirs.written):
        return ()
    same_day = bool(_days(ours.births) & _days(theirs.births))
    same_place = bool(ours.places & theirs.places)
    if not (same_day or same_place):
        return ()
    for one, our_name in ours.written.items():
        for other, their_name in theirs.written.items():
            short, long = (one, other) if len(one) <= len(other) else (other, one)
            whole = len(short) == len(long) >= _WHOLE_NAME and (one in ours.own or other in theirs.own)
            if (same_day or (same_place and whole)) and inside(short, long):
                return our_name, their_name
    return ()


def _days(births: Iterable[BirthDate]) -> frozenset[date]:
    """Births stated as one day."""
    return frozenset(
        one.earliest
        for one in births
        if one.earliest == one.latest
        and not one.circa
        and (one.earliest.month, one.earliest.day) != _YEAR_ALONE
    )


def _one_in_the_other(ours: Marks, theirs: Marks, shared: int) -> bool:
    """Whether each main name is among the other's names; for a person one is enough where two are shared.

    Lists of one regime write their main names alike. An organisation's alias is not enough even there:
    `Ansar al-Sharia` is one of many bodies.
    """
    if shared < 2 and ours.countries and theirs.countries and not _places(ours, theirs):
        return False  # a bank and its daughter abroad
    one, other = ours.main in theirs.names, theirs.main in ours.names
    if _is_person(ours, theirs) and shared > 1:
        return one or other
    return one and other


def link(listings: Iterable[Listing]) -> tuple[LinkedParty, ...]:
    """Group listings by real party; every listing stands in exactly one group.

    Args:
        listings: from any lists, in the order in which they are to be shown.

    Returns:
        groups in the order of their first listing; a listing that links to none is a group of its own.
    """
    given = list(listings)
    marks = [Marks(listing) for listing in given]
    leader = list(range(len(given)))
    links: dict[int, list[Link]] = {}

    def lead(number: int) -> int:
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    members: dict[int, list[int]] = {number: [number] for number in range(len(given))}
    for first, second in _firmest_first(marks):
        a, b = sorted((lead(first), lead(second)))
        if a == b:
            continue
        why = _why(given[first], given[second], marks[first], marks[second])
        # Links chain, so what speaks against one pair keeps the two groups apart.
        if not why or any(_speaks_against(marks[x], marks[y]) for x in members[a] for y in members[b]):
            continue
        if why[0].endswith(_SPELLINGS) and _of_one_list(marks, members[a], members[b]):
            continue
        leader[b] = a
        members[a] += members.pop(b)
        links[a] = [
            *links.get(a, []),
            *links.pop(b, []),
            Link(one=given[first].id, other=given[second].id, why=why),
        ]
    return tuple(
        LinkedParty(listings=tuple(given[number] for number in sorted(many)), links=tuple(links.get(top, ())))
        for top, many in sorted(members.items(), key=lambda pair: min(pair[1]))
    )


def _firmest_first(marks: Sequence[Marks]) -> Iterator[tuple[int, int]]:
    """Pairs to look at: by number, country or regime as well as name, then by spelling, by name alone last.

    An entry that states no country fits each of two parties of its name: it joins that which more speaks for.
    """
    sure, likely = _pairs(marks)
    bare = []
    for first, second in sorted(sure):
        one, other = marks[first], marks[second]
        firm = (
            _is_person(one, other)
            or one.countries & other.countries
            or one.regimes & other.regimes
            or not one.numbers.keys().isdisjoint(other.numbers)
        )
        if firm:
            yield first, second
        else:
            bare.append((first, second))
    yield from sorted(likely - sure)
    yield from sorted(bare, key=lambda pair: -len(marks[pair[0]].names.keys() & marks[pair[1]].names.keys()))


def _of_one_list(marks: Sequence[Marks], many: Iterable[int], more: Iterable[int]) -> bool:
    """Whether two groups have entries of one list: no spelling says that a list has a person twice."""
    return bool({marks[one].list for one in many} & {marks[one].list for one in more})


def _pairs(marks: Sequence[Marks]) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Pairs that share a number or a whole name, and those that share a birth day or the consonants of one.

    All others cannot be linked.
    """
    return _paired(marks, _keys), _paired(marks, _loose_keys)


def _paired(
    marks: Sequence[Marks], keys_of: Callable[[Marks], Iterator[tuple[object, ...]]]
) -> set[tuple[int, int]]:
    by_key: dict[tuple[object, ...], list[int]] = {}
    for number, one in enumerate(marks):
        for key in dict.fromkeys(keys_of(one)):
            by_key.setdefault(key, []).append(number)
    found: set[tuple[int, int]] = set()
    for key, many in by_key.items():
        if key[0] == _SOLE and len({marks[one].list for one in many}) < len(many):
            continue  # a list has two: the word is no firm's own
        if 1 < len(many) <= _COMMON:
            found.update(combinations(many, 2))
    return found


def _keys(one: Marks) -> Iterator[tuple[object, ...]]:
    yield from (("#", kind, value) for kind, value in one.numbers)
    yield from one.names
    if one.sole:
        yield _SOLE, one.sole


def _loose_keys(one: Marks) -> Iterator[tuple[object, ...]]:
    if one.written:
        yield from ((day,) for day in _days(one.births))
        yield from (tuple(word.bones for word in name) for name in one.written if len(name) >= _WHOLE_NAME)
