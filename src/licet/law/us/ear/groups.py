"""Country Groups (supplement no. 1 to part 740) and the lists of countries that other supplements keep.

    member("CN", "D:5", on)      yes, no, or unknown for a place that is no country
    members("A:5", on)           all of them as a set of alpha-2 codes
    held(on)                     how well the day is covered by the editions

Groups: `A:1` to `A:6`, `B`, `D:1` to `D:5`, `E:1`, `E:2`; and `ENC` (supplement no. 3 to part 740), `AIA`
(no. 5), `SME` (no. 4 to part 742: left out of certain semiconductor equipment controls), `RUS` (no. 3 to part
746: left out of certain Russia requirements), `CWC` (States Parties, no. 2 to part 745), `UN` (746.1(b)(2)).

Hong Kong is read as China (85 FR 83765), other dependent places as the country they belong to (738.3(b)).
Macau is in D:1, D:3 and D:4 and is not in D:5: rules say "Macau or D:5", and so must whoever asks.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from licet.core.answer import Answer, Question, no, unknown, yes
from licet.core.country import country_name, is_country
from licet.law.table import Table, Vintage, read_table

__all__ = ["GROUPS", "held", "member", "members", "metropole", "uncertain"]

GROUPS = (
    "A:1", "A:2", "A:3", "A:4", "A:5", "A:6", "B", "D:1", "D:2", "D:3", "D:4", "D:5", "E:1", "E:2",
    "ENC", "AIA", "SME", "RUS", "CWC", "UN",
)  # fmt: skip

_WHERE = {
    "ENC": "Supplement No. 3 to part 740",
    "AIA": "Supplement No. 5 to part 740",
    "SME": "Supplement No. 4 to part 742",
    "RUS": "Supplement No. 3 to part 746",
    "CWC": "Supplement No. 2 to part 745",
    "UN": "15 CFR 746.1(b)(2)",
}

#: 15 CFR 746.1(b)(2): countries under United Nations arms embargoes, unchanged in all editions held.
_UN = frozenset({"CF", "CD", "ER", "IR", "IQ", "LB", "LY", "KP", "SO", "SD"})

#: Places without a row of their own and the country whose treatment they have, 15 CFR 738.3(b) and, for
#: Hong Kong, 85 FR 83765. Liechtenstein has a row but is not in the Country Groups A.
_METROPOLES: dict[str, str] = {
    "HK": "CN", "AX": "FI", "FO": "DK", "GL": "DK", "SJ": "NO", "BV": "NO",
    "GF": "FR", "GP": "FR", "MQ": "FR", "RE": "FR", "YT": "FR", "NC": "FR", "PF": "FR", "PM": "FR",
    "WF": "FR", "TF": "FR", "BL": "FR", "MF": "FR",
    "AI": "GB", "BM": "GB", "FK": "GB", "GG": "GB", "GI": "GB", "GS": "GB", "IM": "GB", "IO": "GB",
    "JE": "GB", "KY": "GB", "MS": "GB", "PN": "GB", "SH": "GB", "TC": "GB", "VG": "GB",
    "CC": "AU", "CX": "AU", "HM": "AU", "NF": "AU", "CK": "NZ", "NU": "NZ", "TK": "NZ", "BQ": "NL",
    "AS": "US", "GU": "US", "MP": "US", "PR": "US", "UM": "US", "VI": "US",
}  # fmt: skip


@lru_cache(maxsize=1)
def _table() -> Table:
    return read_table("licet.law.us.ear.tables", "groups.tsv")


#: Until 85 FR 83765 Hong Kong was a destination of its own.
_HONG_KONG_JOINED = date(2020, 12, 23)


def metropole(country: str, on: date | None = None) -> str:
    """The country whose treatment a place has; the place itself for one with its own row.

    Args:
        country: alpha-2.
        on: the day; without one, as things stand.
    """
    if country == "HK" and on is not None and on < _HONG_KONG_JOINED:
        return country
    return _METROPOLES.get(country, country)


@lru_cache(maxsize=4096)
def _members(group: str, day: date) -> frozenset[str]:
    if group == "UN":
        return _UN
    return frozenset(
        line.cells[1]
        for line in _table().of(group)
        if line.start <= day and (line.end is None or day < line.end)
    )


def members(group: str, on: date) -> frozenset[str]:
    """All countries of a group on a day, as alpha-2 codes."""
    day = on if group == "RUS" else _table().read_on(on)
    return _members(group, day)


@lru_cache(maxsize=16384)
def member(country: str, group: str, on: date) -> Answer:
    """Whether a country is in a group on a day; unknown when the place is not a country that licet knows.

    Args:
        country: alpha-2; dependent places count as their country.
        group: one of `GROUPS`.
        on: the day.
    """
    where = _WHERE.get(group, "Supplement No. 1 to part 740")
    name = group if group not in _WHERE else where
    says = f"{country_name(country)} is in {name if group in _WHERE else 'Country Group ' + group}"
    cites = (where if where.startswith("15 CFR") else f"{where}",)
    place = metropole(country, on)
    if not is_country(place):
        return unknown(says, ask=Question(id="destination.country", text="which country is it"), cites=cites)
    # Liechtenstein is one territory with Switzerland for purposes of the EAR (footnote 5 to the chart).
    found = members(group, on)
    inside = place in found or (place == "LI" and "CH" in found and group not in ("B", "CWC", "RUS"))
    return yes(says, cites=cites) if inside else no(says, cites=cites)


def held(on: date) -> Vintage:
    """How well a day is covered by the editions the groups were read from."""
    return _table().vintage(on)


def uncertain(country: str, group: str, on: date) -> bool:
    """Whether the membership on a day rests on data only, without a document that was read."""
    return any(
        not line.confirmed and line.cells[1] == metropole(country) and (line.end is None or on >= line.end)
        for line in _table().of(group)
        if line.start <= on
    )
