"""What changed between two editions of a list: who is the same entry, and how it differs.

An entry is the same when its id is; else when, under the same list and country, it shares a name, or an
address together with a Federal Register citation; else when, under another country, it has the same name,
an address in common and the same citations. So a rename or a new address is a change, not a removal and an
addition.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from licet.core.cite import Citation
from licet.core.listing import Listing, Requirement, ReviewPolicy
from licet.core.listing_words import describe_policy, describe_requirement

__all__ = ["Change", "ChangeKind", "diff_listings", "pair_editions"]


class ChangeKind(enum.Enum):
    """What happened to an entry."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "now under another country"
    RENAMED = "renamed"
    ALIAS_ADDED = "new alias"
    ALIAS_REMOVED = "alias gone"
    ADDRESS_ADDED = "new address"
    ADDRESS_REMOVED = "address gone"
    REQUIREMENT = "requirement changed"
    FOOTNOTES = "footnotes changed"
    POLICY = "policy changed"
    MEASURES = "measures changed"
    PROGRAMMES = "programmes changed"
    BIRTHS = "births changed"
    NUMBERS = "numbers changed"
    PERIOD = "dates changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of one entry.

    Attributes:
        kind: what happened.
        list: list id.
        id: the entry's id in the later edition; in the earlier one for a removal.
        name: the entry's name to print.
        before: what it was, in words; empty for an addition.
        after: what it is, in words; empty for a removal.
        cites: the documents that the later edition newly cites for the entry; empty when it cites none,
            which is always so for a removal, as the row is gone.
        why: what the entry itself says of an addition: since when, by which act, under which regime; of a
            removal, what it had stood under, and that the list gives neither day nor act of its end.
    """

    kind: ChangeKind
    list: str
    id: str
    name: str
    before: str = ""
    after: str = ""
    cites: tuple[Citation, ...] = ()
    why: str = ""


_NOT_WORD = re.compile(r"[\W_]+")
_KINDS = list(ChangeKind)


def fold(text: str) -> str:
    """A text without what only typing changes: case, accents, punctuation."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return _NOT_WORD.sub(" ", bare).strip()


@dataclass(frozen=True, slots=True)
class _Signature:
    names: frozenset[str]
    places: frozenset[str]
    cites: frozenset[tuple[int, str]]

    @classmethod
    def of(cls, listing: Listing) -> _Signature:
        """The marks by which an entry is known again."""
        return cls(
            frozenset(fold(name.text) for name in listing.party.names) - {""},
            frozenset(fold(place.text) for place in listing.party.addresses) - {""},
            frozenset((cite.title, cite.section) for cite in listing.cites),
        )

    @property
    def marks(self) -> frozenset[str]:
        """What an entry must share one of to be a candidate at all."""
        return self.names | self.places

    def likeness(self, other: _Signature, *, moved: bool) -> int:
        """How much two entries share; 0 when too little to be the same, for which a move asks more."""
        names, places = len(self.names & other.names), len(self.places & other.places)
        cites = len(self.cites & other.cites)
        if moved and not (names and places and cites and self.cites == other.cites):
            return 0
        if not names and not (places and cites):
            return 0
        return 100 * names + 10 * places + cites


def _ground(listing: Listing) -> str:
    """List and country part of an id: the same entity under two countries is two entries."""
    head, _, _ = listing.id.rpartition(":")
    return head


def _list_of(listing: Listing) -> str:
    return listing.list


def pair_editions(
    before: Iterable[Listing], after: Iterable[Listing]
) -> list[tuple[Listing | None, Listing | None]]:
    """Entries of two editions side by side, None where one has no partner; later edition's order."""
    old = {listing.id: listing for listing in before}
    pairs: dict[str, Listing | None] = {}
    left: list[Listing] = []
    new = list(after)
    for listing in new:
        pairs[listing.id] = old.pop(listing.id, None)
        if pairs[listing.id] is None:
            left.append(listing)
    signs = {listing.id: _Signature.of(listing) for listing in [*left, *old.values()]}
    for ground in (_ground, _list_of):
        moved = ground is _list_of
        shared: dict[tuple[str, str], list[str]] = {}
        for listing in old.values():
            for mark in signs[listing.id].marks:
                shared.setdefault((ground(listing), mark), []).append(listing.id)
        likely = {
            (-likeness, listing.id, candidate)
            for listing in left
            if pairs[listing.id] is None
            for mark in signs[listing.id].marks
            for candidate in shared.get((ground(listing), mark), ())
            if (likeness := signs[listing.id].likeness(signs[candidate], moved=moved))
        }
        for _, later, earlier in sorted(likely):
            if pairs[later] is None and earlier in old:
                pairs[later] = old.pop(earlier)
    found: list[tuple[Listing | None, Listing | None]] = [(pairs[listing.id], listing) for listing in new]
    return found + [(listing, None) for listing in old.values()]


def diff_listings(before: Iterable[Listing], after: Iterable[Listing]) -> tuple[Change, ...]:
    """All changes from one edition of a list, or of several, to a later one, by list, name and kind."""
    found = [change for pair in pair_editions(before, after) for change in _changes(*pair)]
    return tuple(
        sorted(found, key=lambda change: (change.list, change.name, change.id, _KINDS.index(change.kind)))
    )


def _changes(before: Listing | None, after: Listing | None) -> Iterator[Change]:
    if before is None and after is not None:
        yield Change(
            kind=ChangeKind.ADDED,
            list=after.list,
            id=after.id,
            name=after.party.name,
            after=after.party.name,
            cites=after.cites,
            why=_why_added(after),
        )
    elif after is None and before is not None:
        yield Change(
            kind=ChangeKind.REMOVED,
            list=before.list,
            id=before.id,
            name=before.party.name,
            before=before.party.name,
            why=_why_removed(before),
        )
    elif before is not None and after is not None:
        yield from _differences(before, after)


def _why_removed(listing: Listing) -> str:
    """`stood from 2013-07-24; Al-Qaida: UNSCR 1267 (1999) ...; the later edition does not name it ...`."""
    said = [f"stood from {listing.period.start}"] if listing.period.start else []
    said += [f"{ground.code}: {ground.cite}" for ground in listing.grounds if ground.cite]
    said.append("the later edition does not name it, and an edition gives neither day nor act of a removal")
    return "; ".join(said)


def _why_added(listing: Listing) -> str:
    """`listed from 2025-09-28 by UNSCR 2231 (2015); Iran: UNSCR 1737 (2006); listed before from 2006`."""
    said = []
    if listing.period.start:
        said.append(f"listed from {listing.period.start}")
        said[0] += f" by {listing.period.by}" if listing.period.by else ""
    said += [f"{ground.code}: {ground.cite}" for ground in listing.grounds if ground.cite]
    said += [f"listed before from {period.start}" for period in listing.earlier[:1] if period.start]
    return "; ".join(said)


def _differences(before: Listing, after: Listing) -> Iterator[Change]:
    known = set(before.cites)
    cites = tuple(cite for cite in after.cites if cite not in known)

    def change(kind: ChangeKind, was: str, now: str) -> Change:
        return Change(
            kind=kind,
            list=after.list,
            id=after.id,
            name=after.party.name,
            before=was,
            after=now,
            cites=cites,
        )

    if _ground(before) != _ground(after):
        yield change(ChangeKind.MOVED, ", ".join(before.party.countries), ", ".join(after.party.countries))
    if fold(before.party.name) != fold(after.party.name):
        yield change(ChangeKind.RENAMED, before.party.name, after.party.name)
    old_names = {fold(name.text): name.text for name in before.party.names}
    new_names = {fold(name.text): name.text for name in after.party.names}
    primary = {fold(before.party.name), fold(after.party.name)}
    yield from (
        change(ChangeKind.ALIAS_ADDED, "", text)
        for key, text in new_names.items()
        if key not in old_names and key not in primary
    )
    yield from (
        change(ChangeKind.ALIAS_REMOVED, text, "")
        for key, text in old_names.items()
        if key not in new_names and key not in primary
    )
    old_places = {fold(place.text): place.text for place in before.party.addresses}
    new_places = {fold(place.text): place.text for place in after.party.addresses}
    yield from (
        change(ChangeKind.ADDRESS_ADDED, "", text)
        for key, text in new_places.items()
        if key not in old_places
    )
    yield from (
        change(ChangeKind.ADDRESS_REMOVED, text, "")
        for key, text in old_places.items()
        if key not in new_places
    )
    for kind, words in _FACTS.items():
        earlier, later = words(before), words(after)
        if earlier != later:
            yield change(kind, earlier, later)
    was, now = codes_of(before), codes_of(after)
    if was is None or now is None:
        return
    if requirement_key(was[0]) != requirement_key(now[0]):
        yield change(ChangeKind.REQUIREMENT, describe_requirement(was[0]), describe_requirement(now[0]))
    if was[0].footnotes != now[0].footnotes:
        yield change(ChangeKind.FOOTNOTES, _printed_footnotes(was[0]), _printed_footnotes(now[0]))
    if policy_key(was[1]) != policy_key(now[1]):
        yield change(ChangeKind.POLICY, describe_policy(was[1]), describe_policy(now[1]))


def _births_of(listing: Listing) -> str:
    return ", ".join(
        sorted(
            born.earliest.isoformat()
            if born.earliest == born.latest
            else f"{born.earliest.isoformat()} to {born.latest.isoformat()}"
            for born in listing.party.births
        )
    )


#: Facts of an entry that are compared as a whole, each as words; empty for none.
_FACTS: Mapping[ChangeKind, Callable[[Listing], str]] = MappingProxyType(
    {
        ChangeKind.MEASURES: lambda one: " ".join(sorted(one.measures)),
        ChangeKind.PROGRAMMES: lambda one: ", ".join(sorted(one.programmes)),
        ChangeKind.BIRTHS: _births_of,
        ChangeKind.NUMBERS: lambda one: ", ".join(
            sorted({f"{number.kind} {number.value}" for number in one.party.identifiers})
        ),
        ChangeKind.PERIOD: lambda one: str(one.period),
    }
)


def codes_of(listing: Listing) -> tuple[Requirement, ReviewPolicy] | None:
    """The codes of the edition's own text; None for a list that has none."""
    if not listing.versions:
        return None
    last = listing.versions[-1]
    if last.requirement is None or last.policy is None:
        return None
    return last.requirement, last.policy


def footnotes_of(requirement: Requirement) -> tuple[int, ...]:
    """Footnotes that govern, whether their mark is printed or follows from a section."""
    return tuple(sorted({*requirement.footnotes, *requirement.inferred_footnotes}))


def _printed_footnotes(requirement: Requirement) -> str:
    printed = ", ".join(map(str, requirement.footnotes)) or "none printed"
    inferred = ", ".join(map(str, requirement.inferred_footnotes))
    return f"{printed} ({inferred} follows from the section cited)" if inferred else printed


def requirement_key(requirement: Requirement) -> tuple[object, ...]:
    """What makes two requirements different in law: not the order of cites, nor oddities of print."""
    return (
        requirement.scope,
        frozenset(requirement.carve_outs),
        frozenset(requirement.carve_out_hs),
        frozenset(requirement.conditions),
        frozenset(requirement.sections),
        frozenset(requirement.exceptions),
        "WORLDWIDE" in requirement.flags,
    )


def policy_key(policy: ReviewPolicy) -> tuple[object, ...]:
    """What makes two policies different in law."""
    return (policy.clauses, frozenset(policy.sections))
