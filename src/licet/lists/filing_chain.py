"""Filings that act on other filings: what a delay or a withdrawal makes of the rule that it names.

A rule that is put off takes effect on the later day, one put off until further notice on none; one that is
withdrawn before its day never does. What a withdrawal after that day undoes is said, and done for additions
alone: how a revised or removed entry read before is for the next edition to say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from licet.core.listing import Listing
from licet.core.period import Period
from licet.lists.change_set import Action, ChangeSet, FiledChange, FilingKind
from licet.lists.changes import Change, ChangeKind, diff_listings, fold

__all__ = ["corrections_between", "settled"]


def settled(filings: Iterable[ChangeSet]) -> tuple[tuple[ChangeSet, ...], tuple[str, ...]]:
    """The rules among filings as delays and withdrawals leave them, by effective day; what is to be said.

    Args:
        filings: rules, corrections, delays and withdrawals, in any order.
    """
    held = list(filings)
    rules = {one.id: one for one in held if one.kind in (FilingKind.RULE, FilingKind.CORRECTION)}
    said: list[str] = []
    # in the order in which they were published: a second delay moves what the first has moved
    for act in sorted(held, key=lambda one: (one.published or date.max, one.id)):
        if act.kind is FilingKind.RULE:
            continue
        on = [one for one in rules.values() if act.acts_on(one)]
        if act.kind is FilingKind.CORRECTION:
            if not on:
                said.append(f"{act.id}: corrects {', '.join(act.amends)}, which is not staged")
            continue
        for one in on:
            said += _act(act, one, rules)
        if not on:
            word = "delays" if act.kind is FilingKind.DELAY else "withdraws"
            said.append(f"{act.id}: {word} {', '.join(act.amends)}, which is not staged: nothing is done")
    return tuple(sorted(rules.values(), key=lambda one: (one.effective or date.max, one.id))), tuple(said)


def _act(act: ChangeSet, one: ChangeSet, rules: dict[str, ChangeSet]) -> list[str]:
    if act.kind is FilingKind.DELAY:
        rules[one.id] = _moved(one, act)
        until = f"to {act.effective}" if act.effective else "until further notice: it takes effect on no day"
        return [f"{one.id}: put off from {one.effective} {until}, by {act.id}"]
    gone = act.effective or act.published
    if gone is None:
        return [f"{one.id}: withdrawn by {act.id} on a day that could not be read: nothing is done"]
    if one.effective is None or gone <= one.effective:
        del rules[one.id]
        return [f"{one.id}: withdrawn by {act.id} on {gone}, before it took effect"]
    rules[one.id] = replace(one, changes=tuple(_ended(change, gone, act) for change in one.changes))
    rest = [change.name for change in one.changes if change.action is not Action.ADDED]
    undone = (
        f"; not undone here, see the next edition: {', '.join(f'`{name}`' for name in rest)}" if rest else ""
    )
    return [f"{one.id}: withdrawn by {act.id}, its additions end on {gone}{undone}"]


def _moved(one: ChangeSet, act: ChangeSet) -> ChangeSet:
    """The rule with its later day, in every entry of it."""

    def later(listing: Listing) -> Listing:
        by = f"{listing.period.by}; put off by {act.cite or act.id}"
        if act.effective is None:
            return replace(listing, period=replace(listing.period, confirmed=False, by=by))
        period = Period(start=act.effective, by=by)
        return replace(
            listing, period=period, versions=tuple(replace(one, period=period) for one in listing.versions)
        )

    changes = tuple(
        replace(change, listing=None if change.listing is None else later(change.listing))
        for change in one.changes
    )
    return replace(one, effective=act.effective, changes=changes)


def _ended(change: FiledChange, gone: date, act: ChangeSet) -> FiledChange:
    if change.action is not Action.ADDED or change.listing is None:
        return change
    by = f"{change.listing.period.by}; withdrawn by {act.cite or act.id}"
    period = replace(change.listing.period, end=gone, by=by)
    return replace(change, listing=replace(change.listing, period=period))


def corrections_between(earlier: ChangeSet, correction: ChangeSet) -> tuple[Change, ...]:
    """How a correction reads against the filing that it corrects: entry by entry, what becomes of what.

    An entry that the earlier filing lacks is one that it left out; one that it has as well is compared.
    """
    found: list[Change] = []
    for change in correction.changes:
        was = _same(change, earlier)
        if was is None or was.listing is None or change.listing is None:
            kind = ChangeKind.REMOVED if change.action is Action.REMOVED else ChangeKind.ADDED
            if was is not None and change.action is not Action.REMOVED:
                continue
            id = change.listing.id if change.listing else ""
            why = "" if was is not None or kind is ChangeKind.REMOVED else f"`{earlier.id}` does not have it"
            found.append(Change(kind=kind, list=correction.list, id=id, name=change.name, why=why))
            continue
        both = diff_listings([replace(was.listing, id=change.listing.id)], [change.listing])
        # that it counts from the correction's own day is no difference between the two texts
        found += [one for one in both if one.kind is not ChangeKind.PERIOD]
    return tuple(found)


def _same(change: FiledChange, earlier: ChangeSet) -> FiledChange | None:
    def marks(one: FiledChange) -> set[str]:
        names = one.listing.party.names if one.listing else ()
        return {fold(one.name), *(fold(name.text) for name in names)}

    wanted = marks(change)
    fits = [one for one in earlier.changes if one.country in ("", change.country) or not change.country]
    return next((one for one in fits if wanted & marks(one)), None)
