"""federalregister.gov's JSON of a document: what it is, and the body file with its entries beside it.

    number, days, pages, docket, RIN, agencies, parts of the CFR     from the JSON
    entries                                                          from the file that it names

The JSON tells of a document and never of its rows. Where body and JSON say different things of one fact, the
body's own words stand and the difference is told as not read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from licet.core.cite import find_citations
from licet.core.errors import SourceError
from licet.lists.change_set import ChangeSet
from licet.lists.filing_words import effective_day, kind_of
from licet.lists.us_bis_entity_list import LIST_ID

__all__ = ["body_beside", "parse_metadata", "with_metadata", "without_body"]

#: Endings of a body, best first: the XML alone tells a row's cells without looking at columns.
ENDINGS = (".xml", ".txt", ".htm", ".html")
_LINKS = ("full_text_xml_url", "raw_text_url", "body_html_url")
_DOCKET = re.compile(r"^\s*Docket\s+No\.?\s*", re.IGNORECASE)
NO_ROWS = "no rows: the body is not here"


def parse_metadata(data: bytes, file: str) -> Mapping[str, Any]:
    """The one document that the JSON tells of: the document itself, or a search's only result.

    Raises:
        SourceError: not JSON, several documents, or no document number.
    """
    try:
        read = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SourceError(
            f"not JSON: {error}", place=file, fix="fetch the document's JSON from federalregister.gov"
        ) from error
    results = read.get("results") if isinstance(read, dict) else None
    if isinstance(results, list):
        if len(results) != 1:
            raise SourceError(
                f"{len(results)} documents in it", place=file, fix="give the JSON of one document"
            )
        read = results[0]
    if not isinstance(read, dict) or not str(read.get("document_number") or "").strip():
        raise SourceError(
            "no `document_number` in it", place=file, fix="give a document's JSON from federalregister.gov"
        )
    return read


def body_beside(path: Path, metadata: Mapping[str, Any]) -> Path | None:
    """The body in the JSON's own folder: under its links' names, its number, or the JSON's own name."""
    names = [PurePosixPath(str(metadata.get(link) or "")).name for link in _LINKS]
    stems = (str(metadata["document_number"]), path.name.removesuffix(".gz").removesuffix(".json"))
    names += [f"{stem}{ending}" for ending in ENDINGS for stem in stems]
    found = [path.with_name(name) for name in names if name and PurePosixPath(name).suffix in ENDINGS]
    found = [one for one in found if one != path and one.is_file()]
    return min(found, key=lambda one: ENDINGS.index(one.suffix), default=None)


def without_body(metadata: Mapping[str, Any], *, file: str = "") -> ChangeSet:
    """What the JSON alone tells: the document's facts, and that its entries are not known."""
    number = str(metadata["document_number"])
    hint = f"{NO_ROWS} (put {number}.xml, .txt or .html beside the JSON)"
    empty = ChangeSet(id=number, list=LIST_ID, unread=(hint,))
    return with_metadata(empty, metadata, file=file)


def with_metadata(changes: ChangeSet, metadata: Mapping[str, Any], *, file: str = "") -> ChangeSet:
    """The change set with what federalregister.gov's JSON states of its document.

    Args:
        changes: what was read of the body.
        metadata: the JSON.
        file: the JSON's name, for messages.

    Raises:
        SourceError: no document number, a day that is none, or it is another document.
    """
    number = str(metadata.get("document_number") or "")
    if not number or (changes.id and changes.id != number):
        raise SourceError(
            f"the metadata is of document `{number}`, not of `{changes.id or 'any'}`",
            place=file,
            fix="give the JSON of the same document from federalregister.gov",
        )
    action, title = str(metadata.get("action") or ""), str(metadata.get("title") or "")
    kind = kind_of(action, title) if action or title else changes.kind
    published = _day(metadata, "publication_date", file)
    effective = _day(metadata, "effective_on", file) or effective_day(str(metadata.get("dates") or ""), kind)
    cites = find_citations(str(metadata.get("citation") or ""))
    stated = {
        "publication day": (changes.published, published),
        "effective day": (changes.effective, effective),
        "page": (_page(changes), str(cites[0]) if cites else None),
        "docket": (changes.docket or None, _joined(metadata, "docket_ids", _DOCKET)),
        "RIN": (changes.rin or None, _joined(metadata, "regulation_id_numbers")),
    }
    unread = [
        f"{what}: the document says {ours}, its metadata {theirs}"
        for what, (ours, theirs) in stated.items()
        if ours and theirs and ours != theirs
    ]
    told = {what: ours or theirs for what, (ours, theirs) in stated.items()}
    still = [one for one in changes.unread if not (one.startswith("the effective day:") and effective)]
    if told["effective day"] is None and not any(one.startswith("the effective day:") for one in still):
        still.append("the effective day: the document's data does not state it")
    return replace(
        changes,
        id=number,
        title=title or changes.title,
        cite=changes.cite or (replace(cites[0], day=published) if cites else None),
        published=changes.published or published,
        effective=changes.effective or effective,
        docket=str(told["docket"] or ""),
        rin=str(told["RIN"] or ""),
        agencies=tuple(_agencies(metadata)),
        parts=tuple(_parts(metadata)),
        kind=changes.kind if changes.changes else kind,
        amends=changes.amends or tuple(_corrected(metadata)),
        unread=(*still, *unread),
    )


def _page(changes: ChangeSet) -> str | None:
    return str(replace(changes.cite, day=None)) if changes.cite else None


def _day(metadata: Mapping[str, Any], key: str, file: str) -> date | None:
    value = metadata.get(key)
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError as error:
        raise SourceError(
            f"`{key}` of `{metadata['document_number']}` is no ISO day: {error}",
            place=file,
            fix="fetch the document's JSON again",
        ) from error


def _joined(metadata: Mapping[str, Any], key: str, prefix: re.Pattern[str] | None = None) -> str | None:
    told = [str(one) for one in _many(metadata, key)]
    return ", ".join(prefix.sub("", one) if prefix else one for one in told) or None


def _many(metadata: Mapping[str, Any], key: str) -> Sequence[Any]:
    value = metadata.get(key)
    return value if isinstance(value, list) else ()


def _agencies(metadata: Mapping[str, Any]) -> Iterator[str]:
    for one in _many(metadata, "agencies"):
        name = (one.get("name") or one.get("raw_name")) if isinstance(one, dict) else one
        if name:
            yield str(name)


def _parts(metadata: Mapping[str, Any]) -> Iterator[str]:
    for one in _many(metadata, "cfr_references"):
        if isinstance(one, dict) and one.get("title") and one.get("part"):
            yield f"{one['title']} CFR part {one['part']}"


def _corrected(metadata: Mapping[str, Any]) -> Iterator[str]:
    """The number of the document that this one corrects, out of its address."""
    number = re.search(r"[\w-]*\d{2,4}-\d{1,6}", str(metadata.get("correction_of") or ""))
    if number:
        yield number[0]
