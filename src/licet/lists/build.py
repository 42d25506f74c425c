"""A snapshot from official documents: read, join, write. The same documents always give the same bytes.

`find_documents` knows a document by its file name (`Source.files`) and takes the newest of each source; of
the BIS tables and the UN list it takes every edition, for their history.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatch
from pathlib import Path

from licet.core.errors import SourceError
from licet.core.listing import Listing
from licet.lists.history import Edition, history_of
from licet.lists.manifest import DocumentInfo, ListEntry
from licet.lists.merge import before_merge, is_newer, join_by_id, merge_repeated
from licet.lists.snapshot import Snapshot, snapshot_bytes
from licet.lists.source import ListInfo, Reading, Source, day_in_name, list_infos, sources

__all__ = ["Built", "build", "find_documents", "read_documents"]

_CSL = "us-csl"
#: Sources whose every edition is read, because their entries' history is kept.
KEEPS_HISTORY = frozenset({"us-bis-entity-list", "us-bis-meu", "us-bis-uvl", "un-sc"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A snapshot's bytes, its manifest, and how many listings it holds."""

    data: bytes
    entries: tuple[ListEntry, ...]
    count: int


def find_documents(folder: Path, pattern: str = "*") -> Mapping[str, tuple[Path, ...]]:
    """The documents below a folder that sources know by name, by source id, oldest edition first.

    Names are compared without `.gz`; the date in a name tells the edition. Derived files and samples are no
    official documents and are passed over.

    Args:
        folder: where to look.
        pattern: which source ids are wanted (`us-*`); those that do not come with licet only by their id.
    """
    wanted = [
        item
        for name, item in sources().items()
        if name == pattern or (item.embedded and fnmatch(name, pattern))
    ]
    found: dict[str, tuple[Path, ...]] = {}
    paths = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "sample" not in path.name and not _is_derived(path.relative_to(folder))
    ]
    for item in wanted:
        known = [
            [path for path in paths if fnmatch(path.name.removesuffix(".gz"), shape)] for shape in item.files
        ]
        parts = known if item.in_parts else [sorted({path for many in known for path in many})]
        editions = [_editions(many) for many in parts]
        keep = [many if item.id in KEEPS_HISTORY else many[-1:] for many in editions]
        chosen = tuple(path for many in keep for path in many)
        if chosen:
            found[item.id] = chosen
    return found


def _is_derived(path: Path) -> bool:
    return any(word in path.as_posix() for word in ("derived", "fixtures", "specimens", "legacy"))


def _editions(paths: Iterable[Path]) -> list[Path]:
    """One file for each day, oldest first; of two with the same day the smaller, which is the excerpt."""
    by_day: dict[date, Path] = {}
    for path in sorted(paths, key=lambda path: (-path.stat().st_size, path.name)):
        by_day[day_in_name(path.name) or date.min] = path
    return [by_day[day] for day in sorted(by_day)]


def read_documents(
    documents: Mapping[str, Sequence[Path]], before: Mapping[str, int] | None = None
) -> list[Reading]:
    """Read documents by source id, each against its source's expectation.

    Args:
        documents: paths by source id.
        before: number of listings in the edition before, by source id.

    Raises:
        SourceError: a document is not what its reader expects.
    """
    readings: list[Reading] = []
    for name, paths in sorted(documents.items()):
        item = sources()[name]
        count = None if item.in_parts else (before or {}).get(name)
        readings += [item.collect(path, before=count) for path in paths]
    return readings


def build(readings: Sequence[Reading], base: Snapshot | None = None) -> Built:
    """One snapshot of what documents gave.

    Args:
        readings: documents, each read and held against its expectation.
        base: the snapshot to go on from: lists of which no document is given stay as they are in it, and
            entries of the BIS tables keep their history.

    Raises:
        SourceError: a list has no description, or there is neither document nor base.
    """
    if not readings and base is None:
        raise SourceError(
            "no document to build from", fix="see the file names that sources know: docs/lists.md"
        )
    by_list: dict[str, list[Reading]] = {name: [] for name in (base.lists if base else ())}
    for reading in sorted(readings, key=lambda reading: (reading.source.id, reading.document)):
        for list_id in reading.counts:
            by_list.setdefault(list_id, []).append(reading)
    listings: list[Listing] = []
    entries: list[ListEntry] = []
    for list_id, given in sorted(by_list.items()):
        kept = base.lists.get(list_id) if base else None
        held = tuple(base.listings(list_id)) if base and kept else ()
        if not given and kept:
            listings += held
            entries.append(kept)
            continue
        info = list_infos().get(list_id)
        if info is None:
            raise SourceError(f"no source describes `{list_id}`", fix="add a reader that declares it")
        entry = _entry(info, given, kept)
        listings += _join(list_id, given, _Held(held, kept))
        entries.append(entry)
    return Built(data=snapshot_bytes(listings, entries), entries=tuple(entries), count=len(listings))


class _Held:
    """What the base holds of a list, parted again into the list's own entries and those only in the CSL."""

    def __init__(self, listings: Sequence[Listing], entry: ListEntry | None) -> None:
        documents = entry.documents if entry else ()
        own = [one for one in documents if one.source != _CSL]
        csl = [one for one in documents if one.source == _CSL]
        self.own = [before_merge(one) for one in listings if "CSL_ONLY" not in one.notes] if own else []
        self.csl = [before_merge(one) for one in listings if not own or "CSL_ONLY" in one.notes]
        self.own_day = _latest(own)
        self.csl_day = _latest(csl)


def _latest(documents: Sequence[DocumentInfo]) -> date | None:
    return max((day for one in documents for day in (one.published, one.retrieved) if day), default=None)


def _of(list_id: str, reading: Reading) -> list[Listing]:
    return [listing for listing in reading.listings if listing.list == list_id]


def _day(reading: Reading) -> date | None:
    return max((day for day in (reading.published, reading.retrieved) if day), default=None)


def _need_day(reading: Reading) -> date:
    day = _day(reading)
    if day is None:
        raise SourceError(
            "an edition without a day",
            place=reading.document,
            fix="put its day into the name: `..._2026-01-29.xml`",
        )
    return day


def _join(list_id: str, readings: Sequence[Reading], held: _Held) -> Iterable[Listing]:
    own = [reading for reading in readings if reading.source.id != _CSL]
    csl = next((reading for reading in readings if reading.source.id == _CSL), None)
    official = _own(list_id, own, held) if own else held.own
    official_day = max((day for reading in own if (day := _day(reading))), default=held.own_day)
    repeated = _of(list_id, csl) if csl else held.csl
    newer = is_newer(_day(csl) if csl else held.csl_day, official_day)
    if not official:
        return repeated
    if list_id.startswith("us-ofac-"):
        ruling, lending = (repeated, official) if newer and repeated else (official, repeated)
        return join_by_id(ruling, {listing.id: listing for listing in lending})
    # An entry that has ended is history: what the CSL repeats is a living one.
    ended = [listing for listing in official if listing.period.end and list_id in KEEPS_HISTORY]
    gone = {listing.id for listing in ended}
    living = [listing for listing in official if listing.id not in gone]
    return [*merge_repeated(living, repeated, newer=newer and csl is not None), *ended]


def _own(list_id: str, readings: Sequence[Reading], held: _Held) -> list[Listing]:
    """The entries of the list's own documents: its parts together, or its editions with their history."""
    if list_id in KEEPS_HISTORY:
        return _with_history(list_id, readings, held)
    seen: dict[str, Listing] = {}
    for reading in readings:
        for listing in _of(list_id, reading):
            if listing.id in seen:
                raise SourceError(f"id `{listing.id}` stands in two parts", place=reading.document)
            seen[listing.id] = listing
    return list(seen.values())


def _with_history(list_id: str, readings: Sequence[Reading], held: _Held) -> list[Listing]:
    editions = [Edition(day=_need_day(one), listings=tuple(_of(list_id, one))) for one in readings]
    living = tuple(one for one in held.own if one.period.end is None)
    ended = [one for one in held.own if one.period.end is not None]
    if held.own_day is not None and living:
        # The base stands for all editions up to its day.
        editions = [one for one in editions if one.day > held.own_day]
        editions.append(Edition(day=held.own_day, listings=living))
    found = list(history_of(editions).listings)
    given = {one.id for one in found}
    return [*found, *(one for one in ended if one.id not in given)]


def _rank(document: DocumentInfo, newest: date | None) -> tuple[bool, int]:
    """The ruling document first: a list's own, unless OFAC's is older than the CSL; then the newest."""
    day = _latest([document])
    is_own = document.source != _CSL
    if document.source.startswith("us-ofac-") and day != newest:
        is_own = False
    return not is_own, -(day or date.min).toordinal()


def _entry(info: ListInfo, readings: Sequence[Reading], kept: ListEntry | None) -> ListEntry:
    read = {one.source.id for one in readings}
    known = kept.documents if kept else ()
    documents = [_document(info.id, one) for one in readings]
    documents += [one for one in known if one.source not in read or info.id in KEEPS_HISTORY]
    documents = list(dict.fromkeys(documents))
    newest = _latest(documents)
    ordered = sorted(documents, key=lambda one: _rank(one, newest))
    ruling = ordered[0]
    same = [day for one in ordered if one.source == ruling.source and (day := _latest([one]))]
    return ListEntry(
        id=info.id,
        title=info.title,
        issuer=info.issuer,
        authority=info.authority,
        legal_effect=info.legal_effect,
        count=0,  # set from the listings when they are written
        max_age=_max_age(ruling.source, kept),
        # Editions follow each other; parts are whole from the day of the last one.
        complete_from=(max if _in_parts(ruling.source) else min)(same, default=None),
        documents=tuple(ordered),
    )


def _in_parts(source_id: str) -> bool:
    item = sources().get(source_id)
    return bool(item and item.in_parts)


def _max_age(source_id: str, kept: ListEntry | None) -> int:
    item = sources().get(source_id)
    if item:
        return item.max_age
    return kept.max_age if kept else 30


def _document(list_id: str, reading: Reading) -> DocumentInfo:
    item: Source = reading.source
    return DocumentInfo(
        source=item.id,
        document=reading.document,
        address=item.address,
        published=reading.published,
        retrieved=reading.retrieved,
        sha256=reading.sha256,
        count=reading.counts[list_id],
        terms=item.terms,
    )
