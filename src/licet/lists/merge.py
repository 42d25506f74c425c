"""The same entry through two documents becomes one listing: nothing lost, nothing doubled.

The Consolidated Screening List repeats lists that also have a document of their own.

- Where that document is the law or comes from its issuer (Entity List, MEU, UVL, DPL, DDTC), it rules. A CSL
  entry that pairs with one of its entries lends its newer names and is named in `source_ref`; a requirement
  or policy that differs is marked `SOURCE_CONFLICT`. One that pairs with none is kept with the note
  `CSL_ONLY` and an unconfirmed period. An entry that a newer CSL no longer has is marked `NOT_IN_CSL`.
- OFAC's lists have OFAC's own numbers in both documents. The newer document says who is listed; the other
  lends births, nationalities, numbers, addresses and the marks of weak and former names, but no names: one
  that it alone has may have been dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from licet.core.cite import Citation
from licet.core.listing import Listing, Version
from licet.core.period import Period
from licet.core.trade import Name, NameQuality, Party
from licet.lists.source import slug

__all__ = ["before_merge", "is_newer", "join_by_id", "merge_repeated"]


#: Notices are cited by the first page of a document or by the page of the entry, so near pages are the same.
_NEAR_PAGES = 80
_NOISE_WORDS = frozenset({"a", "k", "aka", "and", "f", "d", "b", "dba"})
_SUBORDINATE = re.compile(r".*(?:Subordinate Institu\w+|Affiliated Entity)\s*[-–:]*\s*(?=\S)", re.IGNORECASE)
_TAIL = re.compile(r"\s*\([^()]*\)\s*$|,?\s*(?:Ltd|Limited)\.?\s*$", re.IGNORECASE)
_ADDRESS_ONLY = re.compile(r":(address-\d+)")


def _key(text: str) -> str:
    plain = _TAIL.sub("", _TAIL.sub("", _SUBORDINATE.sub("", text)))
    return slug(plain or text).replace("-", "")


def _bag(listing: Listing) -> frozenset[str]:
    """The words of all names: what stays when a copy has shuffled surname, given name and aliases."""
    words = {word for name in listing.party.names for word in slug(name.text).split("-")}
    return frozenset(words - _NOISE_WORDS)


class _Finder:
    """Finds the official entries that a CSL entry repeats."""

    def __init__(self, official: Sequence[Listing]) -> None:
        self._by_name: dict[str, list[int]] = {}
        self._by_alias: dict[str, list[int]] = {}
        self._by_words: dict[frozenset[str], list[int]] = {}
        self._official = official
        for number, listing in enumerate(official):
            for name in listing.party.names[:1]:
                self._by_name.setdefault(_key(name.text), []).append(number)
            for name in listing.party.names[1:]:
                self._by_alias.setdefault(_key(name.text), []).append(number)
            if label := _ADDRESS_ONLY.search(listing.id):
                self._by_name.setdefault(_key(label[1]), []).append(number)
            if bag := _bag(listing):
                self._by_words.setdefault(bag, []).append(number)

    def find(self, repeated: Listing) -> list[int]:
        """By the whole name; where country and notice agree, by an alias or by the words of all names."""
        keys = [_key(name.text) for name in repeated.party.names]
        found = self._by_name.get(keys[0], [])
        fits = [number for number in found if self._same_place(number, repeated)]
        if fits or found:
            return fits or found
        near = {number for key in keys[1:] for number in self._by_name.get(key, [])}
        near.update(self._by_alias.get(keys[0], []))
        near.update(self._by_words.get(_bag(repeated), []))
        return sorted(
            number
            for number in near
            if self._same_place(number, repeated) and self._same_notice(number, repeated)
        )

    def _same_place(self, number: int, repeated: Listing) -> bool:
        ours, theirs = self._official[number].party.countries, repeated.party.countries
        return not ours or not theirs or bool(set(ours) & set(theirs))

    def _same_notice(self, number: int, repeated: Listing) -> bool:
        ours, theirs = self._official[number].cites, repeated.cites
        if not ours or not theirs:
            return True
        return any(_is_near(one, other) for one in ours for other in theirs)


def _is_near(one: Citation, other: Citation) -> bool:
    if one.section.isdecimal() and other.section.isdecimal():
        return one.title == other.title and abs(int(one.section) - int(other.section)) <= _NEAR_PAGES
    return (one.title, one.section) == (other.title, other.section)


def merge_repeated(
    official: Sequence[Listing], repeated: Iterable[Listing], *, newer: bool
) -> Iterator[Listing]:
    """The official entries, each joined with the CSL entries that repeat it, then those only in the CSL.

    Args:
        official: entries of the list's own document.
        repeated: the CSL's entries of that list.
        newer: whether the CSL is of a later day than the official document.
    """
    finder = _Finder(official)
    joined: dict[int, list[Listing]] = {}
    alone: list[Listing] = []
    for one in repeated:
        pairs = finder.find(one)
        for number in pairs:
            joined.setdefault(number, []).append(one)
        if not pairs:
            alone.append(one)
    taken = {listing.id for listing in official}
    for number, listing in enumerate(official):
        if number in joined:
            yield _join(listing, joined[number], newer=newer)
        else:
            is_current = listing.period.end is None
            yield replace(listing, notes=(*listing.notes, "NOT_IN_CSL")) if newer and is_current else listing
    for one in alone:
        yield _alone(one, taken)


def _join(listing: Listing, repeats: Sequence[Listing], *, newer: bool) -> Listing:
    notes = list(listing.notes)
    ours = listing.versions[-1] if listing.versions else None
    if ours and any(_differs(ours, one.versions[-1]) for one in repeats if one.versions):
        notes.append("SOURCE_CONFLICT")
    names = list(listing.party.names)
    known = {_key(name.text) for name in names}
    if newer:
        for name in (name for one in repeats for name in one.party.names):
            if _key(name.text) not in known:
                known.add(_key(name.text))
                names.append(replace(name, quality=NameQuality.STRONG))
                notes.append("CSL_NAMES")
    refs = [listing.source_ref, *(one.source_ref for one in repeats)]
    return replace(
        listing,
        party=replace(listing.party, names=tuple(names)),
        source_ref="; ".join(dict.fromkeys(ref for ref in refs if ref)),
        notes=tuple(dict.fromkeys(notes)),
    )


def _differs(ours: Version, theirs: Version) -> bool:
    """Whether items or policy differ in what they mean, not in how they are cited."""
    if not (ours.requirement and theirs.requirement and ours.policy and theirs.policy):
        return False
    same_items = (ours.requirement.scope, ours.requirement.carve_outs, ours.requirement.footnotes) == (
        theirs.requirement.scope,
        theirs.requirement.carve_outs,
        theirs.requirement.footnotes,
    )
    return not same_items or ours.policy.clauses != theirs.policy.clauses


_OURS = frozenset({"CSL_ONLY", "CSL_NAMES", "NOT_IN_CSL", "SOURCE_CONFLICT"})


def before_merge(listing: Listing) -> Listing:
    """A merged listing without the marks of the merge, to be merged again with newer documents."""
    refs = [ref for ref in listing.source_ref.split("; ") if not ref.startswith("CSL ")]
    return replace(
        listing,
        notes=tuple(note for note in listing.notes if note not in _OURS),
        source_ref="; ".join(refs) or listing.source_ref,
    )


def _alone(listing: Listing, taken: set[str]) -> Listing:
    """An entry only in the CSL: its days, where the CSL does not state them, are those of its notices."""
    days = [cite.day for cite in listing.cites if cite.day]
    start = listing.period.start or min(days, default=None)
    listing_id = listing.id
    while listing_id in taken:
        listing_id += "~csl"
    taken.add(listing_id)
    return replace(
        listing,
        id=listing_id,
        period=Period(start=start, end=listing.period.end, confirmed=False),
        notes=(*listing.notes, "CSL_ONLY"),
    )


def join_by_id(ruling: Iterable[Listing], lending: Mapping[str, Listing]) -> Iterator[Listing]:
    """The ruling entries, each with what an entry of the same id in the lending document adds."""
    for listing in ruling:
        other = lending.get(listing.id)
        yield replace(listing, party=_lend(listing.party, other.party)) if other else listing


def _lend(ours: Party, theirs: Party) -> Party:
    finer = {name.text.casefold(): name for name in theirs.names}
    names = [
        replace(name, quality=other.quality)
        if (other := finer.get(name.text.casefold())) and _is_finer(other, name)
        else name
        for name in ours.names
    ]
    return replace(
        ours,
        names=tuple(names),
        countries=tuple(dict.fromkeys((*ours.countries, *theirs.countries))),
        addresses=ours.addresses or theirs.addresses,
        identifiers=tuple(dict.fromkeys((*ours.identifiers, *theirs.identifiers))),
        births=ours.births or theirs.births,
    )


def _is_finer(name: Name, known: Name) -> bool:
    """Whether a document marks as weak or former what the other only lists."""
    return known.quality is NameQuality.STRONG and name.quality in (NameQuality.WEAK, NameQuality.FORMER)


def is_newer(one: date | None, other: date | None) -> bool:
    """Whether a document is of a later day; one without a day is not."""
    return one is not None and (other is None or one > other)
