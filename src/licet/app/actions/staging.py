"""Stage a filing for everybody who asks this installation, and clear it again: who did it is logged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.core.errors import InputError
from licet.lists.staged import stage, staged, unstage
from licet.store.actor import Permission
from licet.store.people import log_action

if TYPE_CHECKING:
    from pathlib import Path

    from licet.lists.change_set import ChangeSet
    from licet.store.actor import Actor
    from licet.store.store import Store

__all__ = ["clear_filing", "stage_filing", "staged_filing"]


def staged_filing(number: str) -> ChangeSet | None:
    """The staged filing of a number; None when it is not staged."""
    return next((one for one in staged() if one.id == number.strip()), None)


def stage_filing(store: Store, who: Actor, file: Path) -> ChangeSet:
    """Show a filing in every later answer, from its effective day on.

    Args:
        store: where it is logged.
        who: needs the permission for policies, since a filing changes everybody's answers.
        file: the official document.

    Raises:
        SourceError: no filing that can be read.
        InputError: something of it could not be read.
    """
    who.need(Permission.POLICY)
    before = {one.id: one for one in staged()}
    filing = stage(file)
    if before.get(filing.id) != filing:  # the same again changes nothing
        log_action(store, who, "staged", f"filing/{filing.id}", effective=str(filing.effective))
    return filing


def clear_filing(store: Store, who: Actor, number: str) -> None:
    """Forget a staged filing.

    Raises:
        InputError: it is not staged.
    """
    who.need(Permission.POLICY)
    if staged_filing(number) is None:
        raise InputError(f"no staged filing `{number}`", field="number")
    log_action(store, who, "cleared", f"filing/{number}")
    unstage(number)
