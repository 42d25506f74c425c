"""Versions by content: equal values have equal versions, and a field left at its default changes nothing.

So a listing has the same version in two editions that say the same of it, wherever its row stands, and a
later licet that knows more fields still gives the old version to an old value.
"""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date
from typing import Any

from licet.check.finding import Finding
from licet.core.listing import Listing
from licet.core.trade import Party

__all__ = ["fingerprint", "listing_version", "party_version", "version_on_the_day"]


def fingerprint(value: object) -> str:
    """A short hash of a value: sixteen hexadecimal digits of SHA-256."""
    text = json.dumps(_told(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _told(value: object) -> Any:  # noqa: ANN401 - what JSON can hold
    if isinstance(value, enum.Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        held = ((part, getattr(value, part.name)) for part in fields(value) if part.compare)
        return {part.name: _told(one) for part, one in held if one != _default(part)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _told(one) for key, one in value.items()}
    if isinstance(value, Set):
        return sorted((_told(one) for one in value), key=repr)
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_told(one) for one in value]
    return value


def _default(part: Any) -> object:  # noqa: ANN401 - a dataclass field
    if part.default is not MISSING:
        return part.default
    return part.default_factory() if part.default_factory is not MISSING else MISSING


def party_version(party: Party) -> str:
    """The version of who a party is: its names, countries, addresses, numbers; not the giver's reference."""
    return fingerprint(replace(party, id="", roles=()))


def listing_version(listing: Listing) -> str:
    """The version of an entry: all that it says, but not the place of its row in the document."""
    return fingerprint(replace(listing, source_ref=""))


def version_on_the_day(finding: Finding) -> str:
    """The version of a listing as it stood when it was met.

    What is printed may come into force, end or change on a day without a new edition: then this differs.
    """
    return fingerprint(
        [listing_version(finding.listing), finding.standing.value, fingerprint(finding.version)]
    )
