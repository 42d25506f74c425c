"""UFLPA Entity List: goods made by these entities are presumed to be made with forced labour.

The web page as served, gzipped or not: one table for each clause of section 2(d)(2)(B), found by its order
and header. An entity may stand under several clauses; it is one listing with several grounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from licet.core.errors import SourceError
from licet.core.listing import Ground, Listing
from licet.core.period import Period
from licet.core.trade import Name, NameQuality, Party, PartyKind
from licet.lists.html import tables
from licet.lists.source import Document, Ids, document_name, slug, source

__all__ = ["read"]

_CLAUSES = ("(i)", "(ii)", "(v)")
_HEADERS = (["Name of Entity", "Effective Date"], ["Entity Name", "Effective Date"])
_NOTE = re.compile(
    r"\s*\(((?:and|including) \w+ alias(?:es)?:|also known as|formerly known as)\s*(.*)\)\s*(.*)",
    re.DOTALL,
)
_FORMER = re.compile(r"[;,]?\s*(?:and\s+)?formerly known as\s+")
_PART = re.compile(r";\s*(?:and\s+)?|(?<=Ltd\.) and |(?<=Co\.) and ")
_SHORT = re.compile(r"^(.*\S)\s+\(([A-Z]{2,8})\)(.*)$")
_WITH = re.compile(r",?\s+and (?:its )?(?:subordinate and affiliated entities|[Ss]ubsidiaries)\s*$")


@source(
    id="us-dhs-uflpa",
    title="UFLPA Entity List",
    authority="Pub. L. 117-78 section 2(d)(2)(B)",
    issuer="Forced Labor Enforcement Task Force, US Department of Homeland Security",
    address="https://www.dhs.gov/uflpa-entity-list",
    terms="public domain in the United States (17 USC 105)",
    expects=(60, 2_000),
    max_drop=0.15,
    max_age=60,
    legal_effect="Its goods are presumed made with forced labour and may not enter the United States.",
    files=("uflpa-entity-list*.html",),
)
def read(document: Document) -> Iterator[Listing]:
    """One listing for each entity, with every clause that it stands under and all aliases of all its rows."""
    file = document_name(document)
    found = [table for table in tables(document) if table[0] in _HEADERS]
    if len(found) != len(_CLAUSES):
        raise SourceError(
            f"{len(found)} tables of entities where {len(_CLAUSES)} are expected",
            place=file,
            fix="compare the page with the clauses that the reader knows",
        )
    entries: dict[str, list[tuple[str, Listing]]] = {}
    for clause, table in zip(_CLAUSES, found, strict=True):
        for number, cells in enumerate(table[1:], 1):
            place = f"{file}, clause {clause}, row {number}"
            if len(cells) != 2:
                raise SourceError(f"{len(cells)} cells where 2 are expected", place=place)
            names, notes, unread = _names(cells[0])
            one = Listing(
                id="",
                list="us-dhs-uflpa",
                party=Party(names=names, kind=PartyKind.ORGANISATION),
                period=Period(start=_day(cells[1], place)),
                grounds=(Ground(code=f"clause {clause}", cite=f"Pub. L. 117-78 2(d)(2)(B){clause}"),),
                source_ref=f"{clause} row {number}",
                notes=notes,
                source_note=unread,
            )
            entries.setdefault(_same(names[0].text), []).append((clause, one))
    ids = Ids("us-dhs-uflpa")
    for rows in entries.values():
        yield _join([one for _, one in rows], ids)


def _join(rows: list[Listing], ids: Ids) -> Listing:
    names: dict[str, Name] = {}
    for row in rows:
        for name in row.party.names:
            names.setdefault(slug(name.text), name)
    starts = [row.period.start for row in rows if row.period.start]
    first = rows[0]
    return Listing(
        id=ids.give(first.party.name),
        list=first.list,
        party=Party(
            names=tuple(
                name if index == 0 or name.quality is not NameQuality.PRIMARY else _alias(name.text)
                for index, name in enumerate(names.values())
            ),
            kind=first.party.kind,
        ),
        period=Period(start=min(starts)),
        grounds=tuple(dict.fromkeys(ground for row in rows for ground in row.grounds)),
        source_ref="; ".join(row.source_ref for row in rows),
        notes=tuple(dict.fromkeys(note for row in rows for note in row.notes)),
        source_note="; ".join(dict.fromkeys(row.source_note for row in rows if row.source_note)),
    )


def _same(name: str) -> str:
    """What tells that two tables mean one entity: the name without punctuation."""
    return slug(name).replace("-", "")


def _alias(text: str) -> Name:
    return Name(text=text, quality=NameQuality.STRONG)


def _names(cell: str) -> tuple[tuple[Name, ...], tuple[str, ...], str]:
    """Names, notes and what could not be read, of `A Co. (also known as B; and formerly known as C)`."""
    cell = cell.strip()
    found = _NOTE.search(cell)
    main, rest = (cell[: found.start()], found[3]) if found else (cell, "")
    aliases: list[Name] = []
    if found:
        listed = found[2] if not found[1].startswith("formerly") else f"formerly known as {found[2]}"
        current, *former = _FORMER.split(listed)
        aliases += [_alias(part) for part in _parts(current)]
        aliases += [Name(text=part, quality=NameQuality.FORMER) for text in former for part in _parts(text)]
    notes: tuple[str, ...] = ()
    if _WITH.search(f"{main} {rest}"):
        notes = ("WITH_SUBSIDIARIES",)
        main, rest = _WITH.sub("", main), _WITH.sub("", f" {rest}").strip()
    if short := _SHORT.match(main):
        main = f"{short[1]}{short[3]}"
        aliases.append(_alias(short[2]))
    return (Name(text=main.strip(" ,")), *aliases), notes, rest


def _parts(text: str) -> list[str]:
    cleaned = (re.sub(r"^and\s+", "", part.strip(" ;,")) for part in _PART.split(text))
    return [part for part in cleaned if part]


def _day(text: str, place: str) -> date:
    try:
        return datetime.strptime(text.strip(), "%B %d, %Y").date()
    except ValueError as error:
        raise SourceError(f"`{text}` is not a day", place=place) from error
