"""A filing as plain data, for every way in that prints JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from licet.lists.change_set import ChangeSet

__all__ = ["filing_as_json", "saved_known"]


def filing_as_json(filing: ChangeSet) -> dict[str, Any]:
    """A filing with its changes, in plain JSON values; days are ISO days, null where they are not known."""
    return {
        "id": filing.id,
        "list": filing.list,
        "title": filing.title,
        "citation": str(filing.cite) if filing.cite else None,
        "published": filing.published.isoformat() if filing.published else None,
        "effective": filing.effective.isoformat() if filing.effective else None,
        "docket": filing.docket,
        "agencies": list(filing.agencies),
        "parts": list(filing.parts),
        "rin": filing.rin,
        "saved": filing.saved.isoformat() if filing.saved else None,
        "grounds": list(filing.grounds),
        "changes": [
            {
                "action": one.action.value,
                "name": one.name,
                "country": one.country,
                "listing": one.listing.id if one.listing else None,
            }
            for one in filing.changes
        ],
        "unread": list(filing.unread),
        "kind": filing.kind.value,
        "amends": list(filing.amends),
    }


def saved_known(filing: ChangeSet) -> str:
    """How well the day of a filing's savings clause is known, in words; empty where it names none."""
    from licet.law.us.ear.documents import saving_known

    return saving_known(str(filing.cite or ""), filing.saved) if filing.saved else ""
