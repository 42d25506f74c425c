"""Filings that the lists do not hold yet, laid over a snapshot: seen at once, in force on their day.

A staged addition stands in answers with its first day; nobody has to do anything on that day. Once an
official edition reaches it the edition governs, and where the two differ the contradiction is said in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TypeAlias

from licet.core.atomic import write_atomically
from licet.core.errors import InputError, SourceError
from licet.core.listing import Listing
from licet.core.period import Period
from licet.lists.changes import codes_of, fold, policy_key, requirement_key
from licet.lists.filing import Action, ChangeSet, FiledChange, documents_of, read_filing
from licet.lists.filing_chain import settled
from licet.lists.home import staged_documents, staged_folder
from licet.lists.snapshot import Snapshot
from licet.lists.source import Document, slug

__all__ = ["Overlay", "as_filed", "overlay", "stage", "staged", "unstage"]

#: Entries by the country and the name of who they list; what gives those of a list.
_ByName: TypeAlias = Mapping[tuple[str, str], Listing]
_Names: TypeAlias = Callable[[str], _ByName]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """What staged filings change in a snapshot.

    Attributes:
        listings: entries as they read with the filings, by id: new ones, and replacements of held ones.
        documents: numbers of the filings.
        contradictions: where an official edition says otherwise, in words.
    """

    listings: Mapping[str, Listing]
    documents: tuple[str, ...]
    contradictions: tuple[str, ...]


def stage(document: Document) -> ChangeSet:
    """Keep a filing, so that every later answer shows it.

    Raises:
        SourceError: no filing that licet can read.
        InputError: something of it could not be read, so it cannot be staged.
    """
    changes = read_filing(document)
    if changes.unread:
        raise InputError(
            f"the filing `{changes.id}` is not whole: {'; '.join(changes.unread)}",
            fix="stage the rule's XML from federalregister.gov, which tells each row's cells apart",
        )
    folder, stem = staged_folder(), slug(changes.id)
    folder.mkdir(parents=True, exist_ok=True)
    documents = documents_of(document)
    for ending, data in documents.items():  # the body first: a JSON without it would be a filing without rows
        write_atomically(folder / f"{stem}{ending}", data)
    for path in _files(stem):
        if path.suffix not in documents:
            path.unlink(missing_ok=True)
    return changes


def staged() -> tuple[ChangeSet, ...]:
    """The filings that are staged, in the order of their effective days.

    Raises:
        SourceError: one can't be read any more; no answer is given without it.
    """
    found = [_staged(path) for path in staged_documents()]
    return tuple(sorted(found, key=lambda one: (one.effective or date.max, one.id)))


def _staged(path: Path) -> ChangeSet:
    try:
        return read_filing(path)
    except SourceError as error:
        raise SourceError(
            f"a staged filing can't be read: {error.message}",
            place=error.place or path.name,
            fix=f"licet filing drop {path.stem}, then stage the whole document again",
        ) from error


def _files(stem: str) -> list[Path]:
    return [staged_folder() / f"{stem}{ending}" for ending in (".xml", ".txt", ".html", ".json")]


def unstage(number: str) -> None:
    """Forget a staged filing.

    Raises:
        InputError: it is not staged.
    """
    held = [path for path in _files(slug(number)) if path.is_file()]
    if not held:
        raise InputError(f"no staged filing `{number}`", fix="see `licet filing list`")
    for path in held:
        path.unlink()


def overlay(snapshot: Snapshot, filings: Iterable[ChangeSet]) -> Overlay:
    """Staged filings laid over a snapshot, in the order of their effective days, as later ones leave them."""
    return _overlay(snapshot, filings, _names_of(snapshot))


def _overlay(snapshot: Snapshot, filings: Iterable[ChangeSet], names: _Names) -> Overlay:
    given = tuple(filings)
    ordered, said = settled(given)
    listings: dict[str, Listing] = {}
    contradictions: list[str] = list(said)
    laid_names: dict[str, dict[tuple[str, str], Listing]] = {}
    for filing in ordered:
        if filing.effective is None or filing.list not in snapshot.lists:
            contradictions.append(
                f"{filing.id}: no effective day, or `{filing.list}` is not held: not laid over"
            )
            continue
        new = laid_names.setdefault(filing.list, {})
        edition = snapshot.as_of(filing.list)
        reached = edition is not None and edition >= filing.effective
        for change in filing.changes:
            held = _held(change, snapshot, (new, partial(names, filing.list)), listings)
            if reached:
                says = _contradiction(change, held, filing.effective)
                if says:
                    contradictions.append(f"{filing.id}: {says} in the edition of {edition}")
                if change.action is Action.ADDED and held is None and change.listing:
                    listings[change.listing.id] = _doubtful(change.listing)
                continue
            laid = _laid(change, held, filing.effective)
            if laid is None:
                contradictions.append(
                    f"{filing.id}: `{change.name}` is {change.action.value} and is not held"
                )
            else:
                listings[laid.id] = laid
                new.update(_by_name([laid]))
    return Overlay(
        listings=listings, documents=tuple(one.id for one in given), contradictions=tuple(contradictions)
    )


def as_filed(snapshot: Snapshot, filing: ChangeSet) -> Overlay:
    """One filing laid over a snapshot as it was filed, whatever later editions made of it.

    What a case of the past is asked again with: the entry on its first day, with the codes it had that day.
    Where an edition says otherwise the contradictions say so, as for a staged filing.
    """
    names = _names_of(snapshot)
    told = _overlay(snapshot, [filing], names)
    listings: dict[str, Listing] = {}
    if filing.effective is None or filing.list not in snapshot.lists:
        return told
    for change in filing.changes:
        held = _held(change, snapshot, ({}, partial(names, filing.list)), listings)
        laid = _laid(change, held, filing.effective) or (held if change.action is Action.REMOVED else None)
        if laid is not None:
            listings[laid.id] = laid
    return replace(told, listings=listings)


def _names_of(snapshot: Snapshot) -> _Names:
    """The entries of a list by their names, read once and only where an id does not lead to the entry."""
    return cache(lambda list_id: _by_name(snapshot.listings(list_id)))


def _by_name(listings: Iterable[Listing]) -> dict[tuple[str, str], Listing]:
    found: dict[tuple[str, str], Listing] = {}
    for listing in listings:
        country = listing.party.countries[0] if listing.party.countries else ""
        for name in listing.party.names[:1] or ():
            found[country, fold(name.text)] = listing
    return found


def _held(
    change: FiledChange,
    snapshot: Snapshot,
    names: tuple[_ByName, Callable[[], _ByName]],
    laid: Mapping[str, Listing],
) -> Listing | None:
    """The entry that a change is of: by its id, else by its name: of those laid before, then of the list."""
    if change.listing:
        exact = laid.get(change.listing.id) or snapshot.get(change.listing.id)
        if exact:
            return exact
    key, (new, of_list) = (change.country, fold(change.name)), names
    return new.get(key) or of_list().get(key)


def _contradiction(change: FiledChange, held: Listing | None, effective: date) -> str:
    """How an edition that reaches the day differs from the filing; empty when it agrees."""
    stands = held is not None and effective in held.period
    if change.action is Action.REMOVED:
        return f"`{change.name}` is removed, and still stands" if stands else ""
    if not stands or held is None:
        return f"`{change.name}` is {change.action.value}, and does not stand"
    version = held.version_on(effective)
    filed = codes_of(change.listing) if change.listing else None
    if version and version.requirement and version.policy and filed:
        same = requirement_key(version.requirement) == requirement_key(filed[0]) and policy_key(
            version.policy
        ) == policy_key(filed[1])
        return "" if same else f"`{change.name}` stands under another requirement or policy"
    return ""


def _doubtful(listing: Listing) -> Listing:
    return replace(
        listing,
        period=replace(listing.period, confirmed=False),
        notes=(*listing.notes, "STAGED", "STAGED_CONTRADICTED"),
    )


def _laid(change: FiledChange, held: Listing | None, effective: date) -> Listing | None:
    """The entry as it reads with the filing; None when what it changes is not held."""
    filed = change.listing
    if change.action is Action.ADDED and filed is not None:
        before = () if held is None else (*held.earlier, *([held.period] if held.period.end else []))
        return replace(
            filed, id=held.id if held else filed.id, earlier=before, notes=(*filed.notes, "STAGED")
        )
    if held is None:
        return None
    if change.action is Action.REMOVED:
        if held.period.start and held.period.start >= effective:
            return None
        return replace(held, period=replace(held.period, end=effective), notes=(*held.notes, "STAGED"))
    if filed is None:
        return None
    known = {fold(name.text) for name in held.party.names}
    places = {fold(place.text) for place in held.party.addresses}
    party = replace(
        held.party,
        names=(*held.party.names, *(one for one in filed.party.names if fold(one.text) not in known)),
        addresses=(
            *held.party.addresses,
            *(one for one in filed.party.addresses if fold(one.text) not in places),
        ),
    )
    earlier = tuple(
        replace(one, period=Period(start=one.period.start, end=effective, by=one.period.by))
        if effective in one.period and one.period.start != effective
        else one
        for one in held.versions
        if one.period.start is None or one.period.start < effective
    )
    return replace(
        held,
        party=party,
        versions=(*earlier, *filed.versions),
        cites=(*held.cites, *filed.cites),
        notes=(*held.notes, "STAGED"),
    )
