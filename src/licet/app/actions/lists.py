"""What people do with lists: see, compare, update, import, build."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from licet.core.atomic import write_atomically
from licet.core.errors import InputError, SnapshotError
from licet.core.listing import Listing
from licet.lists.build import Built, build, find_documents, read_documents
from licet.lists.changes import Change, diff_listings
from licet.lists.home import embedded, embedded_path, open_snapshot
from licet.lists.manifest import CLOSED, ListEntry, StaleList
from licet.lists.not_held import NotHeld, not_held
from licet.lists.onday import listings_on
from licet.lists.snapshot import Snapshot
from licet.lists.source import Source, sources
from licet.lists.staged import overlay, staged

if TYPE_CHECKING:
    from licet.lists.update import Updated  # it needs an HTTP client, which most verbs do not

__all__ = [
    "ListDiff",
    "ListStatus",
    "build_lists",
    "diff_lists",
    "find_listing",
    "import_lists",
    "list_status",
    "update_lists",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListStatus:
    """What lists are held, from when they are, and which of them are stale."""

    snapshot: Snapshot
    stale: tuple[StaleList, ...]
    bytes: int

    @property
    def lists(self) -> tuple[ListEntry, ...]:
        """The manifest, by list id."""
        return tuple(self.snapshot.lists.values())

    @property
    def not_held(self) -> tuple[NotHeld, ...]:
        """Lists that people ask for and that no check looks at, with the reason."""
        return not_held(self.snapshot.lists)


def list_status(which: str | None, today: date) -> ListStatus:
    """The lists of a snapshot; the current one where none is named."""
    snapshot = open_snapshot(which)
    size = Path(snapshot.place).stat().st_size
    return ListStatus(snapshot=snapshot, stale=snapshot.staleness(today), bytes=size)


def find_listing(wanted: str, which: str | None) -> tuple[Snapshot, tuple[Listing, ...]]:
    """The listing of that id, else those whose id or a name holds all its words.

    Without a named snapshot also what a staged filing adds, and its entries as the filing has them.

    Raises:
        InputError: nothing fits.
    """
    snapshot = open_snapshot(which)
    laid = overlay(snapshot, staged()).listings if which is None else {}
    exact = laid.get(wanted) or snapshot.get(wanted)
    if exact:
        return snapshot, (exact,)
    words = wanted.casefold().replace("-", " ").split()
    entries = chain((one for one in snapshot.listings() if one.id not in laid), laid.values())
    found = tuple(listing for listing in entries if words and _holds(listing, words))
    if not found:
        raise InputError(
            f"no entry `{wanted}` in snapshot {snapshot.id[:12]}",
            fix="give an id or words of a name; for spellings and scripts use `licet check`",
        )
    return snapshot, found


def _holds(listing: Listing, words: Sequence[str]) -> bool:
    """Whether the id or one name has words that begin with each of these."""
    texts = [listing.id, *(name.text for name in listing.party.names)]
    starts = [re.compile(rf"(?<!\w){re.escape(word)}") for word in words]
    return any(all(start.search(text.casefold().replace("-", " ")) for start in starts) for text in texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDiff:
    """What changed between two states of the lists.

    Attributes:
        changes: by list, name and kind.
        before: what the earlier state is.
        after: what the later state is.
        warnings: what the comparison cannot tell.
        compared: ids of the lists that were compared.
        older: of those, the ones whose edition is older than the later day: what came after is not seen.
    """

    changes: tuple[Change, ...]
    before: str
    after: str
    warnings: tuple[str, ...]
    compared: tuple[str, ...]
    older: tuple[str, ...] = ()


def diff_lists(
    before: str, after: str, *, which: str | None = None, list_id: str = "", folder: Path | None = None
) -> ListDiff:
    """Compare two days, or two snapshots.

    Args:
        before: a day (`2025-01-29`) or a snapshot's id.
        after: the same kind.
        which: the snapshot whose history is asked for days.
        list_id: only this list.
        folder: official documents whose editions of those very days are compared whole.

    Raises:
        InputError: one is a day and the other is none, the later day comes first, or the folder lacks an
            edition.
    """
    days = _day(before), _day(after)
    if days[0] and days[1]:
        if days[0] >= days[1]:
            raise InputError(
                f"{days[0]} is not before {days[1]}: what came would read as gone",
                field="before",
                fix="give two days"
                if days[0] == days[1]
                else f"give the earlier day first: licet lists diff {days[1]} {days[0]}",
            )
        if folder:
            return _diff_editions(days[0], days[1], folder, list_id)
        return _diff_days(days[0], days[1], which, list_id)
    if days[0] or days[1]:
        raise InputError(
            f"`{before}` and `{after}` are not of one kind", fix="give two days or two snapshot ids"
        )
    old, new = open_snapshot(before), open_snapshot(after)
    wanted = [list_id] if list_id else sorted({*old.lists, *new.lists})
    turned = [name for name in wanted if _older(new.lists.get(name), old.lists.get(name))]
    changes = diff_listings(
        (one for name in wanted if name in old.lists for one in old.listings(name)),
        (one for name in wanted if name in new.lists for one in new.listings(name)),
    )
    return ListDiff(
        changes=changes,
        before=f"snapshot {old.id[:12]}",
        after=f"snapshot {new.id[:12]}",
        warnings=tuple(
            f"{name}: the second snapshot is older, so what came reads as gone" for name in turned
        ),
        compared=tuple(wanted),
    )


def _older(one: ListEntry | None, other: ListEntry | None) -> bool:
    """Whether an edition is of an earlier day than another; not known of a list that one of them lacks."""
    if one is None or other is None or one.as_of is None or other.as_of is None:
        return False
    return one.as_of < other.as_of


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _diff_days(before: date, after: date, which: str | None, list_id: str) -> ListDiff:
    snapshot = open_snapshot(which)
    if list_id and list_id not in snapshot.lists:
        raise SnapshotError(f"no list `{list_id}`", fix="see `licet lists status`")
    entries = [entry for name, entry in snapshot.lists.items() if not list_id or name == list_id]
    dated = [entry for entry in entries if entry.complete_from and entry.complete_from <= before]
    late = [entry.id for entry in entries if entry not in dated]
    changes = tuple(
        change
        for entry in dated
        for change in diff_listings(
            listings_on(snapshot.listings(entry.id), before), listings_on(snapshot.listings(entry.id), after)
        )
    )
    first = before
    warnings = [f"not held whole on {first}, so not compared: {', '.join(late)}"] if late else []
    newest = {entry.id: snapshot.as_of(entry.id) for entry in dated}
    older = tuple(name for name, day in newest.items() if day is None or day < after)
    if older:
        warnings.append(f"edition older than {after}, so what came after it is not seen: {', '.join(older)}")
    return ListDiff(
        changes=changes,
        before=str(before),
        after=str(after),
        warnings=tuple(warnings),
        compared=tuple(entry.id for entry in dated),
        older=older,
    )


def _diff_editions(before: date, after: date, folder: Path, list_id: str) -> ListDiff:
    editions: dict[date, list[Listing]] = {before: [], after: []}
    for name, paths in find_documents(folder, list_id or "us-bis-*").items():
        for day in (before, after):
            for path in paths:
                if day.isoformat() in path.name:
                    editions[day].extend(sources()[name].collect(path).listings)
    missing = [day for day, listings in editions.items() if not listings]
    if missing:
        raise InputError(f"no edition of {missing[0]} in `{folder}`", fix="see the days in the file names")
    return ListDiff(
        changes=diff_listings(editions[before], editions[after]),
        before=f"edition of {before}",
        after=f"edition of {after}",
        warnings=(),
        compared=tuple(sorted({one.list for one in (*editions[before], *editions[after])})),
    )


def build_lists(folder: Path, pattern: str, out: Path, tell: Callable[[str], None]) -> Built:
    """Build a snapshot file from official documents below a folder."""
    documents = find_documents(folder, pattern)
    for name, paths in documents.items():
        tell(f"{name}: {', '.join(path.name for path in paths)}")
    built = build(read_documents(documents))
    write_atomically(out, built.data)
    if out.resolve() == embedded_path().resolve():
        from licet.check.kin import embed_kin

        embed_kin(embedded())
    return built


def update_lists(tell: Callable[[str], None], only: Sequence[str] = ()) -> Updated:
    """Update from the official addresses, or those of LICET_LIST_ADDRESSES; see `licet.lists.update.update`.

    Raises:
        InputError: LICET_LIST_ADDRESSES names a source that there is not.
    """
    import httpx

    from licet.lists.fetch import Fetcher
    from licet.lists.update import update

    wanted = [source_of(name) for name in only] or None
    with httpx.Client(timeout=httpx.Timeout(30.0, connect=10.0)) as client:
        return update(Fetcher(client=client), wanted=wanted, addresses=_mirrors(), tell=tell)


def _mirrors() -> dict[str, str]:
    """Other addresses by source id, where a mirror alone is reached; `*=URL` first: all others."""
    found: dict[str, str] = {}
    for text in os.environ.get("LICET_LIST_ADDRESSES", "").split():
        id, mark, address = text.partition("=")
        if not mark or not address:
            raise InputError(
                f"`{text}` is no address of a source", field="LICET_LIST_ADDRESSES", fix="ID=URL ID=URL"
            )
        found |= dict.fromkeys(sources(), address) if id == "*" else {source_of(id).id: address}
    return found


def import_lists(
    paths: Sequence[Path], source_id: str, *, anyway: bool = False
) -> tuple[Snapshot, tuple[str, ...]]:
    """Import downloaded documents; the new current snapshot and a line for each document read.

    With `anyway` an edition is taken that is older than the one held, or holds much less.
    A list that its issuer has closed adds a line that warns of it.
    """
    from licet.lists.update import import_documents

    chosen = source_of(source_id) if source_id else None
    snapshot, readings = import_documents(paths, chosen, anyway=anyway)
    lines = [f"{one.document}: {len(one.listings)} entries of {one.source.id}" for one in readings]
    closed = [one.source for one in readings if one.source.max_age == CLOSED]
    lines += [f"warning: `{one.id}` is {one.legal_effect}" for one in closed]
    return snapshot, tuple(lines)


def source_of(source_id: str) -> Source:
    """The source of that id.

    Raises:
        InputError: there is none.
    """
    found = sources().get(source_id)
    if found is None:
        raise InputError(f"no source `{source_id}`", fix=f"one of {', '.join(sources())}")
    return found
