"""UK people with significant control: bands, not percentages, and control beside ownership.

A band is read as its bounds: 25 to 50 is more than 25 and not more than 50 (S.I. 2016/339 and part 21A of
the Companies Act 2006), so exactly 50 is possible. A person noted for votes but not for shares holds at
most 25 % of the shares, as more would have been noted. Holdings as trustee or member of a firm are
somebody else's as much as theirs: anything up to the band's top.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from licet.core.country import country_code
from licet.core.errors import InputError
from licet.core.fact import Share
from licet.owners.builder import Builder
from licet.owners.graph import Kind, Sort, Source

__all__ = ["read"]

REGISTER = "UK register of people with significant control"

_BANDS = {
    "25-to-50-percent": Share(Fraction(25), Fraction(50), True),
    "50-to-75-percent": Share(Fraction(50), Fraction(75), True, True),
    "75-to-100-percent": Share(Fraction(75), Fraction(100)),
    "more-than-25-percent": Share(Fraction(25), Fraction(100), True),
}
_NATURE = re.compile(
    r"(?P<what>ownership-of-shares|voting-rights|right-to-share-surplus-assets|right-to-appoint-and-remove|"
    r"significant-influence-or-control|registered-owner-as-nominee|part-right-to-share-surplus-assets)"
    r"(?:-(?P<band>25-to-50-percent|50-to-75-percent|75-to-100-percent|more-than-25-percent))?"
    r"(?P<rest>(?:-[a-z0-9]+)*)"
)
_OWNING = frozenset(
    {"ownership-of-shares", "right-to-share-surplus-assets", "part-right-to-share-surplus-assets"}
)
_AT_MOST_A_QUARTER = Share(Fraction(0), Fraction(25))
_UK = re.compile(
    r"england|wales|scotland|united kingdom|northern ireland|great britain|companies house", re.I
)
_UK_NUMBER = re.compile(r"(?:[A-Z]{2}\d{6}|\d{1,8})")


def read(records: Iterable[tuple[int, Any]], name: str, builder: Builder) -> Iterator[InputError]:
    """Read snapshot lines; `records` are (line, object)."""
    source = Source(name=REGISTER, file=name, vouched="Companies House")
    for line, record in records:
        try:
            yield from _line(record, line, name, builder, source)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            yield InputError(
                f"not a line of the register: {error!r}",
                file=name,
                line=line,
                fix="compare with a fresh snapshot",
            )


def _line(
    record: dict[str, Any], line: int, name: str, builder: Builder, source: Source
) -> Iterator[InputError]:
    data = record["data"]
    kind = data.get("kind", "")
    if kind.startswith("totals#"):
        return
    number = record["company_number"].upper()
    owned = builder.party(
        f"GB-COH-{number}", country="" if number.startswith("OE") else "GB", sort=Sort.ORGANISATION
    )
    if "statement" in kind or "exemption" in kind:
        if not data.get("ceased_on"):
            builder.note(owned, f"{REGISTER}: {data.get('statement') or kind}")
        return
    start, end = _day(data.get("notified_on")), _day(data.get("ceased_on"))
    if "super-secure" in kind:
        if data.get("ceased"):
            return
        owner = builder.party(f"{number}#{line}", name=f"protected person of {number}", sort=Sort.UNNAMED)
        builder.edge(owner, owned, Share.unknown(), source, start=start, end=end, place=line)
        builder.edge(
            owner, owned, Share.unknown(), source, kind=Kind.INFLUENCE, start=start, end=end, place=line
        )
        return
    if start and end and start >= end:
        return
    owner = _owner(data, number, builder)
    held, unread = _natures(data.get("natures_of_control", []))
    for nature in unread:
        yield InputError(
            f"unknown nature of control `{nature}`",
            file=name,
            line=line,
            field="natures_of_control",
            fix="report it; it is read as influence of unknown extent",
        )
    for sort, share in held:
        builder.edge(owner, owned, share, source, kind=sort, start=start, end=end, place=line)


def _natures(natures: list[str]) -> tuple[list[tuple[Kind, Share]], list[str]]:
    """What one person's natures of control say together: one holding of each kind."""
    owns: list[Share] = []
    votes: list[Share] = []
    found: list[tuple[Kind, Share]] = []
    unread = []
    for nature in natures:
        match = _NATURE.fullmatch(nature)
        if not match:
            unread.append(nature)
            found.append((Kind.INFLUENCE, Share.unknown()))
            continue
        band = _BANDS.get(match["band"] or "", Share.unknown())
        share = Share(Fraction(0), band.high, False, band.high_open) if _for_others(match["rest"]) else band
        if match["what"] in _OWNING:
            owns.append(share)
        elif match["what"] == "voting-rights":
            votes.append(share)
        elif match["what"] == "right-to-appoint-and-remove" and not _for_others(match["rest"]):
            found.append((Kind.APPOINTS, Share.unknown()))
        else:
            found.append((Kind.INFLUENCE, Share.unknown()))
    if owns:
        found.append((Kind.OWNS, _widest(owns)))
    elif natures:
        # Influence noted alone says that no other condition is met; votes alone, that shares are few.
        found.append((Kind.OWNS, _AT_MOST_A_QUARTER))
    if votes:
        found.append((Kind.VOTES, _widest(votes)))
    return found, unread


def _for_others(rest: str) -> bool:
    return "as-trust" in rest or "as-firm" in rest or "as-control-over-trust" in rest or "-trust" in rest


def _widest(shares: list[Share]) -> Share:
    """One holding noted in several capacities: at least the largest least, at most all together."""
    if len(shares) == 1:
        return shares[0]
    low = max(shares, key=lambda share: (share.low, share.low_open))
    together = shares[0]
    for share in shares[1:]:
        together = together + share
    if together.high >= 100:
        return Share(low.low, Fraction(100), low.low_open)
    return Share(low.low, together.high, low.low_open, together.high_open)


def _owner(data: dict[str, Any], company: str, builder: Builder) -> int:
    kind = data["kind"]
    person = kind.startswith("individual")
    number = _number(data.get("identification") or {})
    about = data.get("identification") or {}
    place = about.get("country_registered") or (data.get("address") or {}).get("country") or ""
    if person:
        place = data.get("country_of_residence") or place
    own = data.get("links", {}).get("self", "")
    id = f"GB-COH-{number}" if number else f"GB-PSC-{company}-{own.rsplit('/', 1)[-1]}"
    return builder.party(
        id,
        name=data.get("name", ""),
        country="GB" if _UK.search(place) else country_code(place.split(",")[-1]),
        sort=Sort.PERSON if person else Sort.ORGANISATION,
    )


def _number(about: dict[str, Any]) -> str:
    """A corporate holder's UK company number with its lost leading zeros; empty for others."""
    number = str(about.get("registration_number") or "").replace(" ", "").upper()
    place = f"{about.get('country_registered') or ''} {about.get('place_registered') or ''}"
    if not _UK.search(place) or not _UK_NUMBER.fullmatch(number):
        return ""
    return number.zfill(8) if number.isdigit() else number


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
