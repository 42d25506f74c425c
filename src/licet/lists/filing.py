"""A filing as a change set: what a Federal Register document, or a new edition, changes on a list.

    read_filing(path)                   the rule's official XML, federalregister.gov's JSON, or its text
    changes_between(before, after)      the difference of any two editions of a list

A change set says who is added, revised or removed, from which day, and by which document. What could not be
read is in `unread`, in words: a change set with something unread is not the whole filing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from licet.core.cite import Scheme, find_citations
from licet.core.errors import SourceError
from licet.core.listing import Listing
from licet.lists.change_set import Action, ChangeSet, FiledChange, FilingKind, find_day
from licet.lists.changes import diff_listings, pair_editions
from licet.lists.filing_xml import read_rule
from licet.lists.source import Document, document_bytes, document_name

__all__ = [
    "Action",
    "ChangeSet",
    "FiledChange",
    "FilingKind",
    "changes_between",
    "find_day",
    "read_filing",
    "with_metadata",
]


def read_filing(document: Document) -> ChangeSet:
    """The change set of a Federal Register document.

    Args:
        document: the rule or its issue in the official XML, federalregister.gov's JSON, or its text. JSON and
            text tell of the document, not of its rows: `unread` says so.

    Raises:
        SourceError: none of these, or no rule that amends the Entity List in it.
    """
    data = document_bytes(document)
    start = data.lstrip()[:1]
    if start == b"<":
        return read_rule(document)
    try:
        text = data.decode("utf-8-sig")
        if start == b"{":
            return with_metadata(_EMPTY, json.loads(text))
    except ValueError as error:
        raise SourceError(
            f"neither XML, JSON nor text: {error}",
            place=document_name(document),
            fix="give the rule's XML from federalregister.gov",
        ) from error
    return _from_text(text, document_name(document))


_ROWS = "the entries themselves: only the document's data was given, not its tables"
_EMPTY = ChangeSet(id="", list="us-bis-entity-list", unread=(_ROWS,))


def with_metadata(changes: ChangeSet, metadata: Mapping[str, Any]) -> ChangeSet:
    """The change set with what federalregister.gov's JSON states of its document.

    Raises:
        SourceError: no document number, a day that is none, or it is another document.
    """
    number = str(metadata.get("document_number") or "")
    if not number or (changes.id and changes.id != number):
        raise SourceError(
            f"the metadata is of document `{number}`, not of `{changes.id or 'any'}`",
            fix="give the JSON of the same document from federalregister.gov",
        )
    try:
        published = _iso(metadata.get("publication_date")) or changes.published
        effective = _iso(metadata.get("effective_on")) or changes.effective
    except ValueError as error:
        raise SourceError(f"the metadata of `{number}` holds no ISO day: {error}") from error
    cites = find_citations(str(metadata.get("citation") or ""))
    cite = replace(cites[0], day=published) if cites else changes.cite
    unread = changes.unread
    if effective is None and not any("effective day" in one for one in unread):
        unread = (*unread, "the effective day: the document's data does not state it")
    return replace(
        changes,
        id=number,
        title=str(metadata.get("title") or changes.title),
        cite=cite,
        published=published,
        effective=effective,
        docket=", ".join(map(str, metadata.get("docket_ids") or ())) or changes.docket,
        rin=", ".join(map(str, metadata.get("regulation_id_numbers") or ())) or changes.rin,
        unread=unread,
    )


def _iso(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None


_DOCKET = re.compile(r"\[?Docket\s+No\.?\s*([\w-]+)\]?")
_RIN = re.compile(r"\bRIN\s+(\d{4}-[A-Z]{2}\d{2})")
_EFFECTIVE = re.compile(
    r"(?:rule|action)\s+is\s+effective(?P<after>.{0,80})|(?P<before>Final rule, effective .{0,40})", re.DOTALL
)


def _from_text(text: str, file: str) -> ChangeSet:
    if "Entity List" not in text:
        raise SourceError(
            "no word of the Entity List in it", place=file, fix="give a rule that amends the Entity List"
        )
    cites = find_citations(text)
    cite = next((one for one in cites if one.scheme is Scheme.FR), None)
    numbered = next((one.section for one in cites if one.scheme is Scheme.FR_DOC), "")
    docket, rin, effective = _DOCKET.search(text), _RIN.search(text), _EFFECTIVE.search(text)
    day = find_day(effective.group()) if effective else None
    unread = (_ROWS,) if day else (_ROWS, "the effective day: the text does not state it")
    return replace(
        _EMPTY,
        id=numbered or (str(cite) if cite else file),
        cite=cite,
        published=cite.day if cite else None,
        docket=docket[1] if docket else "",
        rin=rin[1] if rin else "",
        effective=day,
        unread=unread,
    )


def changes_between(
    before: Iterable[Listing], after: Iterable[Listing], *, days: tuple[date, date], list_id: str = ""
) -> ChangeSet:
    """The difference of two editions of one list as a change set, in effect from the later one's day.

    Args:
        before: the earlier edition.
        after: the later edition.
        days: their days.
        list_id: the list; taken from the entries when not given.
    """
    old, new = tuple(before), tuple(after)
    changed = {change.id for change in diff_listings(old, new)}
    found: list[FiledChange] = []
    for was, now in pair_editions(old, new):
        if was is None and now is not None:
            found.append(_filed(Action.ADDED, now))
        elif now is None and was is not None:
            found.append(_filed(Action.REMOVED, was))
        elif now is not None and now.id in changed:
            found.append(_filed(Action.REVISED, now))
    name = list_id or next((listing.list for listing in (*new, *old)), "")
    return ChangeSet(
        id=f"{name}:{days[0].isoformat()}..{days[1].isoformat()}",
        list=name,
        title=f"what changed from {days[0].isoformat()} to {days[1].isoformat()}",
        effective=days[1],
        changes=tuple(found),
    )


def _filed(action: Action, listing: Listing) -> FiledChange:
    countries = listing.party.countries
    return FiledChange(
        action=action, name=listing.party.name, country=countries[0] if countries else "", listing=listing
    )
