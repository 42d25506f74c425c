"""What listed owners hold of a party, from owners written down by hand: {name, pct, listed, owners}.

Shares of listed or covered owners are added, never multiplied: an owner that listed parties hold to half or
more counts with its whole share, one below half counts with nothing (15 CFR 744.11(a)(1), OFAC FAQ 401).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from licet.check.entries import listing_stated
from licet.check.fact_values import is_unknown
from licet.check.fact_words import fold
from licet.core.deal import Owner, Stake
from licet.core.errors import InputError
from licet.core.fact import Share
from licet.core.listing import Listing
from licet.owners.percent import parse_share

__all__ = ["opened", "stakes_of", "unread_owners"]

#: What a file may hold.
Given = Any

Find = Callable[[str], Listing | None]

#: Lists whose entries count under each regime.
_COUNTS: Mapping[str, frozenset[str]] = {
    "bis": frozenset({"us-bis-entity-list", "us-bis-meu", "us-ofac-sdn"}),
    "ofac": frozenset({"us-ofac-sdn"}),
    "ssi": frozenset({"us-ofac-ssi"}),
}
#: 15 CFR 744.8(a)(1); an SDN under other programmes is no owner for the Affiliates Rule.
_BIS_TAGS = frozenset(
    [
        "BELARUS",
        "BELARUS-EO14038",
        "RUSSIA-EO14024",
        "UKRAINE-EO13660",
        "UKRAINE-EO13661",
        "UKRAINE-EO13662",
        "UKRAINE-EO13685",
        "FTO",
        "SDGT",
        "NPWMD",
        "ILLICIT-DRUGS-EO14059",
        "SDNT",
        "SDNTK",
        "TCO",
    ]
)
_NOTHING = Share.exactly(0)
_SHARE_KEYS = (
    "pct", "percent", "percentage", "share_pct", "share", "stake", "stake_pct", "ownership_pct", "ownership",
    "ownership_percentage", "equity_pct", "equity", "holding_pct", "holding", "owned_pct", "pct_owned",
)  # fmt: skip


Owned = Mapping[str, Any]
_NO = frozenset({"no", "none", "false", "notlisted", "unlisted"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lists:
    """How the listing of an owner is found, and how silence about it is read."""

    find: Find
    on: date | None
    clean: bool

    def of(self, owner: Owned) -> tuple[list[Listing], bool]:
        """The entries of an owner that stand on the day, and whether it may be listed beyond them."""
        refs = _refs(owner)
        if refs is None:
            return [], True
        if not refs:
            return [], not self.clean and "listed" not in owner
        found = [(_entry(ref, owner, self.find)) for ref in refs]
        standing = [
            each for each in found if each is not None and (self.on is None or self.on in each.period)
        ]
        return standing, None in found


def stakes_of(
    owners: Sequence[Owned], find: Find, on: date | None = None, *, clean: bool = True
) -> dict[str, Stake]:
    """The stake of owners listed on a day under each regime; without a day, of all that were ever listed.

    An owner whose listing is unknown counts between nothing and its whole share.
    """
    lists = _Lists(find=find, on=on, clean=clean)
    return {regime: _stake(owners, lists, regime) for regime in _COUNTS}


def unread_owners(owners: Sequence[Owned], find: Find, path: str) -> Iterator[tuple[str, Given]]:
    """The owners whose `listed` names no entry and no list, each with its place."""
    for index, owner in enumerate(owners):
        place = f"{path}[{index}]"
        yield from ((place, ref) for ref in _refs(owner) or () if _entry(ref, owner, find) is None)
        above = owner.get("owners")
        if above and above != "unknown":
            yield from unread_owners(above, find, f"{place}.owners")


def opened(owners: Sequence[Owned], path: str, unknown: Sequence[str]) -> list[Owned]:
    """The owners with what the paths of `unknown` name below `path` made unknown."""
    found: list[Owned] = []
    for index, owner in enumerate(owners):
        place = f"{path}[{index}]"
        here = {each for each in unknown if each == place or each.startswith(f"{place}.")}
        told = dict(owner)
        if {place, *(f"{place}.{key}" for key in _SHARE_KEYS)} & here:
            told = {key: value for key, value in told.items() if key not in _SHARE_KEYS}
        if f"{place}.listed" in here:
            told["listed"] = "unknown"
        if told.get("owners") and told["owners"] != "unknown":
            told["owners"] = opened(told["owners"], f"{place}.owners", unknown)
        found.append(told)
    return found


def _refs(owner: Owned) -> list[Given] | None:
    """What `listed` refers to; None when it says that it is not known."""
    listed = owner.get("listed")
    if listed is None or listed is False or (isinstance(listed, str) and fold(listed) in _NO):
        return []
    if is_unknown(listed):
        return None
    return list(listed) if isinstance(listed, list | tuple) else [listed]


def _entry(ref: Given, owner: Owned, find: Find) -> Listing | None:
    found = None if isinstance(ref, Mapping) else find(str(ref))
    return found or listing_stated(ref, owner)


def _counts(listing: Listing, regime: str) -> bool:
    if listing.list not in _COUNTS[regime] or (regime == "bis" and listing.address_only):
        return False
    if regime == "bis" and listing.list == "us-ofac-sdn":
        return any(tag.replace(" ", "-").upper() in _BIS_TAGS for tag in listing.programmes)
    return True


def _share(owner: Mapping[str, Any]) -> Share:
    given = next((owner[key] for key in _SHARE_KEYS if owner.get(key) is not None), None)
    if given is None and ("pct_min" in owner or "pct_max" in owner):
        given = {"min": owner.get("pct_min", 0), "max": owner.get("pct_max", 100)}
    if isinstance(given, Mapping):
        return Share(_exact(given.get("min", 0)), _exact(given.get("max", 100)))
    if isinstance(given, list | tuple) and len(given) == 2:
        return Share(_exact(given[0]), _exact(given[1]))
    if given is None or isinstance(given, bool):
        return Share.unknown()
    return _in_words(given) if isinstance(given, str) else Share.exactly(_exact(given))


_WORDED = (
    (re.compile(r"(?:more than|over|above)\s+"), ">"),
    (re.compile(r"(?:at least|no less than|not less than|minimum)\s+"), ">="),
    (re.compile(r"(?:less than|under|below)\s+"), "<"),
    (re.compile(r"(?:at most|up to|no more than|not more than|maximum)\s+"), "<="),
    (re.compile(r"(?:about|approximately|around|circa)\s+"), "~"),
    (re.compile(r"\s*(?:percent|per cent|pct)$"), "%"),
)
_WHOLE = {
    "majority": ">50",
    "minority": "<50",
    "half": "50",
    "wholly": "100",
    "wholly owned": "100",
    "all": "100",
}


def _in_words(text: str) -> Share:
    """A percentage in words (`at least 50`, `51 percent`, `majority`); unknown where it says no number."""
    plain = " ".join(text.casefold().split()).rstrip("+")
    plain = f">={plain}" if text.strip().endswith("+") else _WHOLE.get(plain, plain)
    for pattern, mark in _WORDED:
        plain = pattern.sub(mark, plain)
    try:
        return parse_share(plain)
    except ValueError as error:
        if "not a percentage" in str(error):
            return Share.unknown()
        raise InputError(f"`{text}` is no percentage", field="owners.pct", fix="write it as 51") from None


def _exact(number: Given) -> Fraction:
    try:
        return Fraction(str(number).strip().rstrip("%"))
    except (ValueError, ZeroDivisionError):
        raise InputError(f"`{number}` is no percentage", field="owners.pct", fix="write it as 51") from None


def _stake(owners: Sequence[Owned], lists: _Lists, regime: str) -> Stake:
    total, named, unscreened = _NOTHING, list[Owner](), False
    for owner in owners:
        share = _share(owner)
        standing, is_open = lists.of(owner)
        listings = [each for each in standing if _counts(each, regime)]
        if listings:
            total += share
            if share.high > 0:
                named.extend(Owner(listing=listing, share=share) for listing in listings)
            continue
        if is_open:
            total += Share(Fraction(0), share.high)
            unscreened = True
            continue
        above = owner.get("owners")
        if not above or above == "unknown":
            continue
        inner = _stake(above, lists, regime)
        half = inner.share.at_least(50)
        if half.is_yes:
            counted = share
        elif half.is_no:
            counted = _NOTHING
        else:
            counted = Share(Fraction(0), share.high)
        total += counted
        unscreened = unscreened or (inner.unscreened and not half.is_no)
        # A holding that listed owners hold in part adds nothing, but its owners are named: a red flag.
        named.extend(Owner(listing=each.listing, share=counted) for each in inner.owners)
    return Stake(share=total, owners=tuple(named), unscreened=unscreened)
