"""List entries written down by hand: in the fixtures of a case file, or beside a party of a trade.

Their two cells are read by the same grammar as the official table's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from licet.check.fact_words import fold
from licet.core.cite import find_citations
from licet.core.errors import InputError
from licet.core.listing import Ground, ItemScope, Listing, Requirement, Version
from licet.core.period import Period, as_day
from licet.core.trade import Address, Name, Party
from licet.lists.wording import read_cells

__all__ = ["list_named", "listing_of", "listing_stated"]

_LISTS = {
    "entitylist": "us-bis-entity-list", "el": "us-bis-entity-list",
    "meulist": "us-bis-meu", "meu": "us-bis-meu", "militaryenduserlist": "us-bis-meu",
    "unverifiedlist": "us-bis-uvl", "uvl": "us-bis-uvl",
    "deniedpersonslist": "us-bis-dpl", "dpl": "us-bis-dpl",
    "sdn": "us-ofac-sdn", "sdnlist": "us-ofac-sdn", "ofacsdn": "us-ofac-sdn",
    "ssi": "us-ofac-ssi", "sectoralsanctionsidentificationslist": "us-ofac-ssi", "ssilist": "us-ofac-ssi",
    "cmic": "us-ofac-cmic", "nscmic": "us-ofac-cmic", "nscmiclist": "us-ofac-cmic",
    "cmiclist": "us-ofac-cmic",
    "cap": "us-ofac-capta", "capta": "us-ofac-capta", "captalist": "us-ofac-capta",
    "mbs": "us-ofac-mbs", "nsmbs": "us-ofac-mbs", "nsmbslist": "us-ofac-mbs",
    "fse": "us-ofac-fse", "plc": "us-ofac-plc", "nsplc": "us-ofac-plc",
    "dtc": "us-ddtc-debarred", "aecadebarred": "us-ddtc-debarred", "itardebarred": "us-ddtc-debarred",
    "ddtcdebarred": "us-ddtc-debarred", "isn": "us-state-isn", "nonproliferationsanctions": "us-state-isn",
    "fcccoveredlist": "us-fcc-covered", "coveredlist": "us-fcc-covered", "fcc": "us-fcc-covered",
    "uflpa": "us-dhs-uflpa", "uflpaentitylist": "us-dhs-uflpa",
    "1260h": "us-dod-1260h", "section1260h": "us-dod-1260h", "dod1260h": "us-dod-1260h",
    "section889": "us-section-889", "889": "us-section-889", "wro": "us-cbp-wro",
    "withholdreleaseorder": "us-cbp-wro", "cbpwro": "us-cbp-wro",
}  # fmt: skip


#: Words of a longer name, asked in this order: the UFLPA Entity List is not the Entity List.
_WORDS = (
    ("uflpa", "us-dhs-uflpa"), ("uyghur", "us-dhs-uflpa"), ("deniedpersons", "us-bis-dpl"),
    ("unverified", "us-bis-uvl"), ("militaryenduser", "us-bis-meu"), ("sectoral", "us-ofac-ssi"),
    ("militaryindustrial", "us-ofac-cmic"), ("cmic", "us-ofac-cmic"), ("capta", "us-ofac-capta"),
    ("correspondentaccount", "us-ofac-capta"), ("menubased", "us-ofac-mbs"), ("evader", "us-ofac-fse"),
    ("palestinianlegislative", "us-ofac-plc"), ("debarred", "us-ddtc-debarred"),
    ("debarment", "us-ddtc-debarred"), ("nonproliferation", "us-state-isn"),
    ("1260h", "us-dod-1260h"), ("chinesemilitarycompan", "us-dod-1260h"), ("section889", "us-section-889"),
    ("coveredlist", "us-fcc-covered"), ("withholdrelease", "us-cbp-wro"),
    ("speciallydesignated", "us-ofac-sdn"), ("sdn", "us-ofac-sdn"), ("entitylist", "us-bis-entity-list"),
)  # fmt: skip


def list_named(name: str) -> str:
    """The id of the list that people call so; empty when licet has none of that name."""
    word = fold(name)
    if word in _LISTS:
        return _LISTS[word]
    no_sdn = "nonsdn" in word
    found = (id for part, id in _WORDS if part in word and not (no_sdn and id == "us-ofac-sdn"))
    return next(found, "")


def listing_stated(given: object, party: Mapping[str, Any]) -> Listing | None:
    """The entry that a party's `listed` describes: the entry itself, or only the name of its list.

    Args:
        given: an entry as in the fixtures of a case file, or a list's name (`UVL`, `Entity List`).
        party: the party, whose `footnote`, `programs` and `order` count for an entry named by its list.
    """
    name = str(party.get("name") or "the listed party")
    if isinstance(given, Mapping):
        if not list_named(str(given.get("list", ""))):
            return None
        try:
            return listing_of(name, {"name": name, **given})
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise InputError(
                f"the entry of `{name}` cannot be read: {error}",
                field="listed",
                fix="give {list, history: [{from, to, requirement, policy}]}",
            ) from error
    if not list_named(str(given)):
        return None
    told = {key: party[key] for key in ("programs", "programmes", "country") if party.get(key)}
    order = party.get("order", "standard")
    listing = listing_of(name, {"list": given, "name": name, "order": order, "history": [{}], **told})
    marks = party.get("footnote") or party.get("footnotes")
    if not marks:
        return listing
    many = marks if isinstance(marks, list | tuple) else [marks]
    need = Requirement(scope=ItemScope.ALL_EAR, footnotes=tuple(int(mark) for mark in many))
    return Listing(
        id=listing.id, list=listing.list, party=listing.party, period=listing.period,
        versions=(Version(period=listing.period, requirement=need),),
    )  # fmt: skip


#: A fixture of one row may write it without a history.
_ROW = frozenset({"from", "to", "requirement", "policy"})


def _programmes(given: object) -> tuple[str, ...]:
    """Programme tags, from a list or from words with commas or semicolons."""
    if isinstance(given, str):
        return tuple(tag.strip() for tag in re.split(r"[;,]", given) if tag.strip())
    return tuple(str(tag) for tag in given) if isinstance(given, list | tuple) else ()


def listing_of(id: str, entry: Mapping[str, Any]) -> Listing:
    """A list entry from a fixture; its two cells are read by the same grammar as the official table's."""
    list_id = list_named(str(entry.get("list", ""))) or fold(str(entry.get("list", "")))
    versions: list[Version] = []
    notes: list[str] = []
    for row in entry.get("history") or ([entry] if _ROW & set(entry) else ()):
        start = as_day(row["from"]) if row.get("from") else None
        # A fixture's last day is part of the period.
        end = date.fromordinal(as_day(row["to"]).toordinal() + 1) if row.get("to") else None
        cells = read_cells(str(row.get("requirement") or ""), str(row.get("policy") or ""))
        if cells.left:
            notes.append(cells.left)
        versions.append(
            Version(
                period=Period(start=start, end=end, by=str(row.get("authority") or "")),
                requirement=cells.requirement if row.get("requirement") else None,
                policy=cells.policy if row.get("policy") else None,
                cites=find_citations(str(row.get("authority") or "")),
            )
        )
    starts = [version.period.start for version in versions]
    ends = [version.period.end for version in versions]
    period = Period(
        start=None if not starts or None in starts else min(day for day in starts if day),
        end=None if not ends or None in ends else max(day for day in ends if day),
    )
    name, address = entry.get("name"), entry.get("address")
    country = str(entry.get("country") or "")
    order = entry.get("order")
    kind = "standard" if order in (True, "standard") else "non-standard" if order else ""
    has_cells = any(version.requirement for version in versions)
    return Listing(
        id=f"{list_id}:{id}",
        list=list_id,
        party=Party(
            names=(Name(text=str(name)),) if name else (),
            addresses=(Address(text=str(address), country=country),) if address else (),
            countries=(country,) if country else (),
        ),
        period=period,
        versions=tuple(versions) if has_cells else (),
        grounds=(Ground(code=kind),) if kind else (),
        programmes=_programmes(entry.get("programs") or entry.get("programmes") or ()),
        source_note="; ".join(notes),
        address_only=bool(entry.get("address_only") or (address and not name)),
    )
