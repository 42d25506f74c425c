"""A rule as it is printed, whatever the format, and what it changes on the Entity List.

    XML, text or page  ->  Printed (its parts as words, its table as rows)  ->  ChangeSet

The amendatory paragraphs say what is done, the table's rows how the entries will read. A row is a revision
when a revising clause names it, or when only revising clauses stand before the table; where the paragraphs
do not settle it the row is refused, never guessed. A clause whose entry is not in the table is told as not
read: a table may be printed as a picture, or cut off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from licet.core.cite import Citation
from licet.core.errors import SourceError
from licet.core.listing import Listing
from licet.core.period import Period
from licet.lists.change_set import Action, ChangeSet, FiledChange, FilingKind, find_day
from licet.lists.changes import fold
from licet.lists.filing_words import Clause, amended, clauses_of, effective_day, kind_of
from licet.lists.row import Row
from licet.lists.us_bis_entity_list import LIST_ID, read_rows

__all__ = ["Part", "Printed", "change_set_of", "kind_as_told"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a rule that amends the Entity List's table.

    Attributes:
        paragraphs: its amendatory paragraphs.
        tables: the rows of its tables, whole; a row without entity is left out.
        places: where each row of each table stands, in words; empty where the format has no lines.
        left: what of it could not be read, in words.
    """

    paragraphs: tuple[str, ...]
    tables: tuple[tuple[Row, ...], ...] = ()
    places: tuple[tuple[str, ...], ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A Federal Register rule, its parts as words.

    Attributes:
        file: name for messages.
        number: document number.
        title: its SUBJECT.
        action: its ACTION line.
        summary: its SUMMARY.
        dates: its DATES.
        docket: docket number.
        rin: regulation identifier number.
        cite: the page that it begins on.
        published: the issue's day.
        savings: the paragraphs under the heading of a savings clause.
        told: paragraphs that may cite the document that it acts on.
        parts: what amends the Entity List's table.
        left: what of the whole could not be read, in words.
    """

    file: str
    number: str
    title: str = ""
    action: str = ""
    summary: str = ""
    dates: str = ""
    docket: str = ""
    rin: str = ""
    cite: Citation | None = None
    published: date | None = None
    savings: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    left: tuple[str, ...] = ()


def kind_as_told(printed: Printed) -> FilingKind:
    """What the document does; one that prints how entries read now is a rule or a correction of one."""
    kind = kind_of(printed.action, printed.title)
    acts = kind in (FilingKind.DELAY, FilingKind.WITHDRAWAL)
    return FilingKind.RULE if acts and printed.parts else kind


def change_set_of(printed: Printed) -> ChangeSet:
    """What the document changes.

    Raises:
        SourceError: a row whose action is not settled, or which no reader of the list's table takes.
    """
    kind = kind_as_told(printed)
    effective = effective_day(printed.dates, kind)
    if kind is not FilingKind.DELAY and effective is None and not printed.parts:
        effective = printed.published
    own = {printed.number, str(printed.cite) if printed.cite else ""}
    amends = () if kind is FilingKind.RULE else amended(printed.told, own)
    unread = list(printed.left)
    # a delay that states no day is one until further notice, but it states that
    if effective is None and (kind is not FilingKind.DELAY or not printed.dates):
        unread.append("the effective day: DATES states none")
    if kind is not FilingKind.RULE and not amends:
        unread.append("which document it acts on: it names no number, page or day of one")
    changes: list[FiledChange] = []
    for part in printed.parts:
        changes.extend(_changes(part, printed, effective, unread))
    if printed.parts and not changes and not unread:
        unread.append("the entries: no paragraph and no row says which")
    days = (find_day(text) for text in printed.savings)
    return ChangeSet(
        id=printed.number,
        list=LIST_ID,
        title=printed.title,
        cite=printed.cite,
        published=printed.published,
        effective=effective,
        docket=printed.docket,
        rin=printed.rin,
        saved=next((day for day in days if day), None),
        changes=tuple(changes),
        unread=tuple(unread),
        kind=kind,
        amends=amends,
    )


def _changes(
    part: Part, printed: Printed, effective: date | None, unread: list[str]
) -> Iterator[FiledChange]:
    clauses, left = clauses_of(part.paragraphs)
    unread += [*left, *part.left]
    written: list[Listing] = []
    for at, rows in enumerate(part.tables):
        places = part.places[at] if part.places else ()
        for number, listing in enumerate(read_rows(rows)):
            place = f"{printed.file}, {places[number]}" if places else f"{printed.file}, {listing.source_ref}"
            action = _action(listing, clauses)
            if action is None:
                raise SourceError(
                    f"whether `{listing.party.name}` is added or revised is not said",
                    place=place,
                    fix="compare the rule's amendatory paragraphs with its table",
                )
            if places and (doubt := _doubt(listing)):
                unread.append(f"{places[number]}: {doubt} of `{listing.party.name}`")
            written.append(listing)
            yield FiledChange(
                action=action,
                name=listing.party.name,
                country=listing.party.countries[0],
                listing=_dated(listing, printed.cite, effective),
            )
    unread += _without_row(clauses, written)
    for clause in clauses:
        if clause.action is Action.REMOVED:
            for name in clause.names:
                yield FiledChange(action=Action.REMOVED, name=name, country=clause.country)


def _doubt(listing: Listing) -> str:
    """What of a row that was read out of columns of text is not sure; empty when nothing is."""
    for note, words in (
        ("UNPARSED", "the licence requirement or the review policy"),
        ("CITATION_UNREAD", "the Federal Register citation"),
    ):
        if note in listing.notes:
            return words
    return "" if listing.party.names or listing.address_only else "the name"


def _without_row(clauses: Sequence[Clause], written: Sequence[Listing]) -> list[str]:
    """Entries that the paragraphs add or revise, and that no row shows."""
    rows = [(one.party.countries[0], _names(one)) for one in written]
    telling = [clause for clause in clauses if clause.action is not Action.REMOVED]
    found: list[str] = []
    for clause in telling:
        here = [names for country, names in rows if clause.country in ("", country)]
        says = f"a paragraph says {clause.action.value}"
        shown = set().union(*here)
        found += [
            f"the entry of `{name}`: {says}, no row shows it"
            for name in clause.names
            if fold(name) not in shown
        ]
        alone = sum(one.country == clause.country for one in telling) == 1
        if not clause.names and not here:
            found.append(
                f"entries{f' under {clause.country}' * bool(clause.country)}: {says}, no row shows any"
            )
        elif not clause.names and alone and clause.count not in (None, len(here)):
            found.append(f"entries: {says} of {clause.count}, the table has {len(here)} rows")
    return found


def _names(listing: Listing) -> set[str]:
    return {fold(name.text) for name in listing.party.names} or {fold(listing.party.name)}


def _action(listing: Listing, clauses: Sequence[Clause]) -> Action | None:
    """What the paragraphs say of a row of the table; None where they leave it open."""
    names = _names(listing)
    written = [clause for clause in clauses if clause.action is not Action.REMOVED]
    naming = [
        clause.action
        for clause in written
        if clause.country in ("", listing.party.countries[0]) and names & set(map(fold, clause.names))
    ]
    if naming:
        return naming[0] if len(set(naming)) == 1 else None
    here = ("", listing.party.countries[0])
    unnamed = {clause.action for clause in written if not clause.names and clause.country in here}
    # Clauses that name their entries do not speak of this row.
    return next(iter(unnamed)) if len(unnamed) == 1 else None


def _dated(listing: Listing, cite: Citation | None, effective: date | None) -> Listing:
    """The entry in force from the filing's own effective day, whatever day its citation prints."""
    if effective is None:
        return replace(listing, period=replace(listing.period, confirmed=False))
    by = str(cite) if cite else ""
    period = Period(start=effective, by=by)
    versions = tuple(replace(version, period=period) for version in listing.versions[-1:])
    notes = tuple(note for note in listing.notes if note != "START_NOT_KNOWN")
    return replace(listing, period=period, versions=versions, notes=notes)
