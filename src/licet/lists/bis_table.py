"""What the three BIS tables of part 744 share: country cells, reserved rows, when an entry began."""

from __future__ import annotations

import re

from licet.core.cite import Citation
from licet.core.country import country_code, region_code
from licet.core.listing import Requirement, ReviewPolicy, Version
from licet.core.period import ALWAYS, Period
from licet.core.trade import Address
from licet.lists.row import Row
from licet.lists.us_fr import document_of, effective_day

__all__ = ["RESERVED", "countries_of", "country_of", "period_of", "start_notes", "versions_of"]

RESERVED = re.compile(r"\[?\s*reserved\s*\]?\.?", re.IGNORECASE)


def country_of(row: Row, printed: str) -> tuple[str, str]:
    """ISO code of a country cell, and the word that stands for it in ids (`crimea` for that region).

    Raises:
        SourceError: not a country that licet knows.
    """
    plain = " ".join(printed.split())
    region = region_code(plain.casefold().replace("region of ukraine", "").strip())
    code = "UA" if region else country_code(plain)
    if not code:
        raise row.error(f"`{plain}` is not a country that licet knows", "Country")
    return code, (region or code).lower()


def countries_of(country: str, addresses: tuple[Address, ...]) -> tuple[str, ...]:
    """The country an entry stands under, then those of its addresses."""
    return tuple(dict.fromkeys([country, *(place.country for place in addresses if place.country)]))


def period_of(cites: tuple[Citation, ...]) -> Period:
    """From the first citation's effective day, open; without a start when no day is known."""
    return Period(start=effective_day(cites[0]), by=str(cites[0])) if cites else ALWAYS


def start_notes(cites: tuple[Citation, ...]) -> tuple[str, ...]:
    """`START_NOT_KNOWN` without a day; `START_DOUBTFUL` where the publication day is known not to be it."""
    if not cites or effective_day(cites[0]) is None:
        return ("START_NOT_KNOWN",)
    document = document_of(cites[0])
    return ("START_DOUBTFUL",) if document is not None and document.effective is None else ()


def versions_of(
    requirement: Requirement, policy: ReviewPolicy, cites: tuple[Citation, ...]
) -> tuple[Version, ...]:
    """What one edition tells of an entry over time.

    The printed codes hold from the row's last citation. Between the first citation and the last the entry
    was listed, and the sources in hand do not say under which codes: a version without codes.
    """
    if not cites:
        return (Version(period=ALWAYS, requirement=requirement, policy=policy),)
    first, last = effective_day(cites[0]), effective_day(cites[-1])
    current = Version(
        period=Period(start=last, by=str(cites[-1])), requirement=requirement, policy=policy, cites=cites[-1:]
    )
    if last is None or first is None or first >= last:
        return (current,)
    before = Version(period=Period(start=first, end=last, by=str(cites[0])), cites=cites[:-1])
    return (before, current)
