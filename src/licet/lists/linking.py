"""The same real party on several lists, linked with evidence; nothing is merged, so no listing is lost.

Precise before complete: a link needs one of

    a number          IMO, LEI or BIC alone; UN reference, passport, tax, registration and like numbers
                      together with a word of the name, for lists mistype them
    name and birth    a person's whole name and a birth date that fits
    name and place    both entries' main name, three words for a person, two for an organisation, and a
                      country in common; for an organisation three words where a country is not stated
    two names         for a person: two different whole names in common, one of them a main name
    name and regime   on two lists that carry out one regime of the Security Council: the main name of one
                      among the names of the other

and nothing that speaks against it: another kind of party, births that cannot be one, other IMO numbers, other
UN references of one regime. An organisation's aliases never link by themselves: lists give the cover names of
a whole family of firms to each of them. Weak aliases never link at all. Two entries of one list link by a
number, or by name and birth day, alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import combinations
from types import MappingProxyType

from licet.core.listing import Listing
from licet.core.trade import BirthDate, NameQuality, PartyKind

__all__ = ["Link", "LinkedParty", "link", "why_linked"]

#: Numbers that stand for one party alone, and those that need a word of the name beside them.
_ALONE = frozenset({"imo", "lei", "bic"})
_BESIDE = frozenset(
    {"passport", "national-id", "tax", "registration", "duns", "mmsi", "aircraft-tail", "cage", "call-sign"}
)
_UN = "un-reference"
#: A name that more entries share is a common one and proves nothing: it is not looked at.
_COMMON = 60
_NOT_WORD = re.compile(r"[\W_]+")
#: An abbreviation in brackets at the end of a name.
_SHORT = re.compile(r"\s*\(([A-Z0-9&/.\- ]{2,12})\)\s*$")
#: Legal forms in the spellings that lists use; what is left must still be a name.
_FORMS = frozenset(
    {
        "ltd", "limited", "llc", "inc", "co", "company", "corp", "corporation", "jsc", "ojsc", "pjsc", "cjsc",
        "zao", "oao", "pao", "ooo", "ao", "plc", "gmbh", "ag", "sa", "srl", "bv", "nv", "pte", "pvt", "bhd",
        "kk", "fzco", "fze", "fzc", "joint", "stock", "liability", "open", "closed", "public", "private",
        "the", "of", "and",
    }
)  # fmt: skip


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


class _Marks:
    """What a listing can be linked by, prepared once."""

    __slots__ = ("births", "countries", "kind", "main", "names", "numbers", "regimes", "words")

    def __init__(self, listing: Listing) -> None:
        party = listing.party
        self.kind = party.kind
        self.countries = frozenset(party.countries)
        self.births = party.births
        names = [name for name in party.names if name.quality is not NameQuality.WEAK]
        self.names = {key: name.text for name in reversed(names) if (key := _name_key(name.text, party.kind))}
        self.words = frozenset(word for key in self.names for word in key if len(word) > 2)
        self.numbers = {
            (one.kind, value): one.country
            for one in party.identifiers
            if (value := _number(one.kind, one.value))
        }
        # `Jama'a Nusrat (JNIM)` is the same name as without what it is called for short.
        for name in reversed(names):
            if (bare := _without_initials(name.text)) != name.text:
                self.names.setdefault(_name_key(bare, party.kind), name.text)
        self.names.pop((), None)
        self.main = _name_key(_without_initials(party.name), party.kind)
        held = _un_regimes()
        self.regimes = frozenset(
            regime for tag in listing.programmes if (regime := held.get((listing.list, tag)))
        )

    def values(self, kind: str) -> frozenset[str]:
        """All numbers of a kind."""
        return frozenset(value for held, value in self.numbers if held == kind)


@cache
def _un_regimes() -> Mapping[tuple[str, str], str]:
    """List and programme -> the regime of the Security Council carried out (`data/un_regimes.tsv`)."""
    text = resources.files("licet.lists").joinpath("data/un_regimes.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return MappingProxyType({(list_id, programme): regime for list_id, programme, regime in rows[1:]})


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(char for char in plain if not unicodedata.combining(char) and char not in "'’‘`ʻʼ")
    return _NOT_WORD.sub(" ", bare).strip()


def _name_key(text: str, kind: PartyKind) -> tuple[str, ...]:
    """The words of a whole name in order of the alphabet; empty for one word, which proves nothing."""
    words = _fold(text).split()
    if kind is not PartyKind.PERSON:
        words = [word for word in words if word not in _FORMS]
    return tuple(sorted(words)) if len(words) > 1 else ()


def _without_initials(text: str) -> str:
    """A name without the abbreviation of its own words in brackets behind it; `(KENYA)` is none and stays."""
    found = _SHORT.search(text)
    if found is None:
        return text
    bare = text[: found.start()]
    initials = iter([word[0] for word in _fold(bare).split()])
    return bare if all(char in initials for char in _fold(found[1]).replace(" ", "")) else text


def _number(kind: str, value: str) -> str:
    bare = _NOT_WORD.sub("", unicodedata.normalize("NFKC", value)).upper()
    if kind == "imo":
        found = re.search(r"\d{7}", bare)
        return found[0] if found else ""
    if kind in _ALONE or kind == _UN:
        return bare
    digits = sum(char.isdigit() for char in bare)
    return bare if kind in _BESIDE and len(bare) >= 5 and digits >= 4 else ""


def why_linked(one: Listing, other: Listing) -> tuple[str, ...]:
    """The evidence that two listings are of one party; empty where it does not suffice."""
    return _why(one, other, _Marks(one), _Marks(other))


def _why(one: Listing, other: Listing, ours: _Marks, theirs: _Marks) -> tuple[str, ...]:
    if _speaks_against(ours, theirs):
        return ()
    shared_numbers = [key for key in ours.numbers if key in theirs.numbers]
    names = [ours.names[key] for key in ours.names if key in theirs.names]
    born = _shared_birth(ours.births, theirs.births)
    why = [
        f"same {kind} {value}"
        for kind, value in shared_numbers
        if kind in _ALONE or _countries_fit(ours.numbers[kind, value], theirs.numbers[kind, value])
    ]
    by_number = any(kind in _ALONE for kind, _ in shared_numbers) or bool(why and ours.words & theirs.words)
    by_name = _names_suffice(one, other, ours, theirs, born)
    if not (by_number or by_name):
        return ()
    if names:
        why.append(f"same name `{names[0]}`" + (f" and {len(names) - 1} more" if len(names) > 1 else ""))
    if born:
        why.append(f"births fit ({born})")
    regimes = sorted(ours.regimes & theirs.regimes)
    if regimes and one.list != other.list:
        why.append(f"one regime of the Security Council ({', '.join(regimes)})")
    places = sorted(ours.countries & theirs.countries)
    if places:
        why.append(f"country {', '.join(places)}")
    return tuple(why)


def _speaks_against(ours: _Marks, theirs: _Marks) -> bool:
    kinds = {ours.kind, theirs.kind} - {PartyKind.UNKNOWN}
    if len(kinds) > 1:
        return True
    ships = ours.values("imo"), theirs.values("imo")
    if all(ships) and not ships[0] & ships[1]:
        return True
    if _of_one_regime(ours.values(_UN), theirs.values(_UN)):
        return True
    if not (ours.births and theirs.births):
        return False
    return not any(_near(a, b) for a in ours.births for b in theirs.births)


def _of_one_regime(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether both have a UN reference of one regime (`QD`) and none in common: one party has one there."""
    return not ours & theirs and bool({one[:2] for one in ours} & {one[:2] for one in theirs})


def _near(one: BirthDate, other: BirthDate) -> bool:
    """Whether two statements of a birth can be of one day; about a year leaves a year on both sides."""
    slack = 366 if one.circa or other.circa else 0
    return (one.earliest - other.latest).days <= slack and (other.earliest - one.latest).days <= slack


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


def _names_suffice(one: Listing, other: Listing, ours: _Marks, theirs: _Marks, born: str) -> bool:
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
    places = ours.countries & theirs.countries
    if PartyKind.PERSON in (ours.kind, theirs.kind):
        if len(shared) > 1 and (ours.main in theirs.names or theirs.main in ours.names):
            return True
        return is_main and len(ours.main) >= 3 and bool(places)
    if PartyKind.VESSEL in (ours.kind, theirs.kind) or not is_main:
        return False  # ships change and share names: their number alone tells them
    return bool(places) or (len(ours.main) >= 3 and not (ours.countries and theirs.countries))


def _one_in_the_other(ours: _Marks, theirs: _Marks, shared: int) -> bool:
    """Whether each main name is among the other's names; for a person one is enough where two are shared.

    Lists of one regime write their main names alike. An organisation's alias is not enough even there:
    `Ansar al-Sharia` is one of many bodies.
    """
    one, other = ours.main in theirs.names, theirs.main in ours.names
    if PartyKind.PERSON in (ours.kind, theirs.kind) and shared > 1:
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
    marks = [_Marks(listing) for listing in given]
    leader = list(range(len(given)))
    links: dict[int, list[Link]] = {}

    def lead(number: int) -> int:
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    members: dict[int, list[int]] = {number: [number] for number in range(len(given))}
    for first, second in sorted(_pairs(marks)):
        a, b = sorted((lead(first), lead(second)))
        if a == b:
            continue
        why = _why(given[first], given[second], marks[first], marks[second])
        # Links chain, so what speaks against one pair keeps the two groups apart.
        if not why or any(_speaks_against(marks[x], marks[y]) for x in members[a] for y in members[b]):
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


def _pairs(marks: Sequence[_Marks]) -> set[tuple[int, int]]:
    """Pairs that share a number or a whole name: all others cannot be linked."""
    found: set[tuple[int, int]] = set()
    for many in _shared(marks).values():
        if len(many) <= _COMMON:
            found.update(combinations(many, 2))
    return found


def _shared(marks: Sequence[_Marks]) -> Mapping[tuple[str, ...], list[int]]:
    by_key: dict[tuple[str, ...], list[int]] = {}
    for number, one in enumerate(marks):
        for key in _keys(one):
            by_key.setdefault(key, []).append(number)
    return MappingProxyType({key: many for key, many in by_key.items() if len(many) > 1})


def _keys(one: _Marks) -> Iterator[tuple[str, ...]]:
    yield from (("#", kind, value) for kind, value in one.numbers)
    yield from one.names
