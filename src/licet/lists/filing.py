"""A filing as a change set: what a Federal Register document, or a new edition, changes on a list.

    read_filing(path)                 the rule's official XML, its text or page, or federalregister.gov's JSON
    changes_between(before, after)    the difference of any two editions of a list

A change set says who is added, revised or removed, from which day, and by which document. What could not be
read is in `unread`, in words: a change set with something unread is not the whole filing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from licet.core.cite import Citation
from licet.core.listing import Listing
from licet.lists.change_set import Action, ChangeSet, FiledChange, FilingKind, find_day
from licet.lists.changes import diff_listings, pair_editions
from licet.lists.filing_metadata import body_beside, parse_metadata, with_metadata, without_body
from licet.lists.filing_text import read_text
from licet.lists.filing_xml import read_rule
from licet.lists.source import Document, document_bytes, document_name

__all__ = [
    "Action",
    "ChangeSet",
    "FiledChange",
    "FilingKind",
    "changes_between",
    "documents_of",
    "find_day",
    "read_filing",
    "with_metadata",
]

_IS_PAGE = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|pre|div|p|h\d|section|article|main)\b", re.IGNORECASE
)


def read_filing(document: Document) -> ChangeSet:
    """The change set of a Federal Register document.

    Args:
        document: the rule or its issue in the official XML; its plain text or its page in HTML; or
            federalregister.gov's JSON, whose entries are read from the body that lies beside it. Without a
            body `unread` says so.

    Raises:
        SourceError: none of these, or no rule that amends the Entity List in it.
    """
    data, file = document_bytes(document), document_name(document)
    if _ending(data) != ".json":
        return _read_body(data, document, file)
    metadata = parse_metadata(data, file)
    body = body_beside(document, metadata) if isinstance(document, Path) else None
    alone = without_body(metadata, file=file)
    if body is None:
        return alone
    told = _read_body(document_bytes(body), body, body.name, alone.id, alone.cite)
    return with_metadata(told, metadata, file=f"{file} with {body.name}")


def documents_of(document: Document) -> dict[str, bytes]:
    """What a filing is read from, by ending: its body and, where it came with one, its JSON."""
    data = document_bytes(document)
    if (ending := _ending(data)) != ".json":
        return {ending: data}
    metadata = parse_metadata(data, document_name(document))
    body = body_beside(document, metadata) if isinstance(document, Path) else None
    return {".json": data} if body is None else {**documents_of(body), ".json": data}


def _ending(data: bytes) -> str:
    """What a document is by how it begins, as the ending under which it is kept."""
    begins = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if begins[:1] == b"{":
        return ".json"
    if begins[:1] != b"<":
        return ".txt"
    return ".html" if _IS_PAGE.match(begins) else ".xml"


def _read_body(
    data: bytes, document: Document, file: str, number: str = "", cite: Citation | None = None
) -> ChangeSet:
    if _ending(data) == ".xml":
        return read_rule(document)
    return read_text(data, file, number=number, cite=cite)


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
