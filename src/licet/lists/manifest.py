"""What a snapshot says of each list it holds: its documents, their days, the last look at their address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

__all__ = ["CLOSED", "Check", "DocumentInfo", "ListEntry", "StaleList", "entry_as_json", "read_entry"]

#: As `max_age`: a list that its issuer no longer keeps, stale on every day.
CLOSED = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentInfo:
    """One official document that a list was read from.

    Attributes:
        source: id of the source whose reader read it.
        document: file name.
        address: official address.
        published: the document's own date; None when it states none.
        retrieved: day it was had; None when not known.
        sha256: checksum of the file as had.
        count: listings of this list that it gave.
        terms: on which terms its facts may be passed on.
    """

    source: str
    document: str
    address: str
    published: date | None
    retrieved: date | None
    sha256: str
    count: int
    terms: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntry:
    """One list in the manifest.

    Attributes:
        id: list id.
        title: the list's own title.
        issuer: the body that keeps it.
        authority: the provision it stands on.
        legal_effect: what being on it means, in one sentence.
        count: number of listings held.
        max_age: days after which it counts as stale.
        complete_from: first day on which what is held is the whole list; None when only the latest is.
        documents: what it was read from, the ruling one first.
    """

    id: str
    title: str
    issuer: str
    authority: str
    legal_effect: str
    count: int
    max_age: int
    complete_from: date | None
    documents: tuple[DocumentInfo, ...]

    @property
    def as_of(self) -> date | None:
        """The day up to which the list is known: the latest that its ruling document stands for."""
        days = [day for one in self.documents[:1] for day in (one.published, one.retrieved) if day]
        return max(days, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What the last look at a source's address gave.

    Attributes:
        source: source id.
        good: last day on which what is held was known to be the official document; None when never.
        tried: last day on which it was looked for.
        error: why the last try was refused; empty when it was not.
        etag: the server's mark of the document held.
        modified: the server's date of it, as sent.
        sha256: checksum of the document held.
    """

    source: str
    good: date | None = None
    tried: date | None = None
    error: str = ""
    etag: str = ""
    modified: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleList:
    """A list that may no longer be what its government publishes, and why that is so."""

    list: str
    as_of: date | None
    why: str


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def read_entry(entry: Mapping[str, Any]) -> ListEntry:
    """A manifest entry from what `entry_as_json` gave.

    Raises:
        KeyError, TypeError, ValueError: it is none.
    """
    documents = tuple(
        DocumentInfo(**{**one, "published": _day(one["published"]), "retrieved": _day(one["retrieved"])})
        for one in entry["documents"]
    )
    return ListEntry(**{**entry, "complete_from": _day(entry["complete_from"]), "documents": documents})


def entry_as_json(entry: ListEntry) -> dict[str, Any]:
    """A manifest entry in plain JSON values."""
    return {
        "id": entry.id,
        "title": entry.title,
        "issuer": entry.issuer,
        "authority": entry.authority,
        "legal_effect": entry.legal_effect,
        "count": entry.count,
        "max_age": entry.max_age,
        "complete_from": entry.complete_from.isoformat() if entry.complete_from else None,
        "documents": [
            {
                "source": one.source,
                "document": one.document,
                "address": one.address,
                "published": one.published.isoformat() if one.published else None,
                "retrieved": one.retrieved.isoformat() if one.retrieved else None,
                "sha256": one.sha256,
                "count": one.count,
                "terms": one.terms,
            }
            for one in entry.documents
        ],
    }
