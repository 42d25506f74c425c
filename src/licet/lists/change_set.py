"""A change set as a value: who is added, revised or removed on a list, from which day, by which document."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from datetime import date, datetime

from licet.core.cite import Citation
from licet.core.listing import Listing

__all__ = ["Action", "ChangeSet", "FiledChange", "FilingKind", "find_day"]


class Action(enum.Enum):
    """What a filing does to an entry."""

    ADDED = "added"
    REVISED = "revised"
    REMOVED = "removed"


class FilingKind(enum.Enum):
    """What a document does: change entries, or act on an earlier document."""

    RULE = "rule"
    CORRECTION = "correction"
    DELAY = "delay"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledChange:
    """One entry that a filing changes.

    Attributes:
        action: what is done.
        name: the entry's name, as the filing has it.
        country: ISO 3166-1 alpha-2 code that it stands under; empty when the filing does not say.
        listing: the entry as it will read; as it read last for a removal between editions; None for a
            removal by a filing, which names the entry alone.
    """

    action: Action
    name: str
    country: str = ""
    listing: Listing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSet:
    """What one document changes on one list.

    Attributes:
        id: document number (`2019-22210`), or the two editions' days for a difference.
        list: list id.
        title: the document's title.
        cite: its first page in the Federal Register; None for a difference.
        published: publication day; None when the document does not say.
        effective: first day of effect; None when it could not be read, and then nothing takes effect.
        docket: docket number.
        rin: regulation identifier number.
        saved: the day that its savings clause names; None when there is none.
        changes: in the document's order.
        unread: what could not be read, in words; empty when all was.
        kind: whether it corrects, delays or withdraws an earlier document. A delay's `effective` is the day
            to which that one is put off (None: until further notice), a withdrawal's the day it is gone.
        amends: what the earlier document is known by: its number, its pages, the day it was published.
        agencies: who issued it, where its metadata is at hand.
        parts: the parts of the CFR that it amends, where its metadata is at hand.
    """

    id: str
    list: str
    title: str = ""
    cite: Citation | None = None
    published: date | None = None
    effective: date | None = None
    docket: str = ""
    rin: str = ""
    saved: date | None = None
    changes: tuple[FiledChange, ...] = ()
    unread: tuple[str, ...] = ()
    kind: FilingKind = FilingKind.RULE
    amends: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    def of(self, action: Action) -> tuple[FiledChange, ...]:
        """The changes of one sort."""
        return tuple(change for change in self.changes if change.action is action)

    @property
    def grounds(self) -> tuple[str, ...]:
        """The sections that its entries cite, each once."""
        found = (ground.cite for one in self.changes if one.listing for ground in one.listing.grounds)
        return tuple(dict.fromkeys(found))

    def acts_on(self, other: ChangeSet) -> bool:
        """Whether another document is the one that this one corrects, delays or withdraws."""
        if self.kind is FilingKind.RULE or self.id == other.id:
            return False
        known = {other.id, str(other.cite) if other.cite else other.id}
        named = [one for one in self.amends if not _ISO_DAY.fullmatch(one)]
        if named:
            return bool(known & set(named))
        # A day alone tells a document only where nothing better is printed.
        return other.published is not None and other.published.isoformat() in self.amends


_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = re.compile(rf"\b({_MONTHS})\s+(\d{{1,2}}),\s+(\d{{4}})")


def find_day(text: str) -> date | None:
    """The first day written in words in a text (`October 9, 2019`); None when there is none."""
    for month, day, year in _DAY.findall(text):
        try:
            return datetime.strptime(f"{month} {day} {year}", "%B %d %Y").date()
        except ValueError:
            continue
    return None
