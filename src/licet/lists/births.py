"""Birth dates as lists write them, with their uncertainty: a day, a year, about a year, a range.

1972-01-30, 1972-01, 30/01/1972, 1972, 00/00/1975, dd/mm/1945, Approximately 1963, circa 1963,
Between 1955 and 1958, 1955-1958, Jan 1972, 30 January 1972, 1941年8月20日生, 1955年-1958年頃
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date

from licet.core.trade import BirthDate

__all__ = ["parse_birth"]

_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name}
_CIRCA = re.compile(
    r"^(?:approximately|約|approx\.?|circa|about|c\.)\s*|\s*\((?:approximate|circa)\)$", re.IGNORECASE
)
_YEAR = r"(1[89]\d\d|20\d\d)"
_ISO = re.compile(rf"{_YEAR}-(\d\d)(?:-(\d\d)(?:T.*)?)?")
_SLASHED = re.compile(rf"(\d\d|dd)[/.](\d\d|mm)[/.]{_YEAR}", re.IGNORECASE)
_RANGE = re.compile(rf"(?:between\s+)?{_YEAR}\s*(?:-|–|~|〜|～|から|and|to)\s*{_YEAR}", re.IGNORECASE)
_WORDY = re.compile(rf"(?:(\d{{1,2}})\s+)?([A-Za-z]+)\.?,?\s+{_YEAR}")
_JAPANESE = re.compile(rf"{_YEAR}\s*年\s*(?:(\d{{1,2}})\s*月\s*(?:(\d{{1,2}})\s*日)?)?")
_BORN = re.compile(r"(?:頃|生まれ|生|の間|まで)")
_ONLY_YEAR = re.compile(_YEAR)


def _span(year: int, month: int = 0, day: int = 0, *, circa: bool = False) -> BirthDate | None:
    try:
        first = date(year, month or 1, day or 1)
        last_month = month or 12
        last = date(year, last_month, day or calendar.monthrange(year, last_month)[1])
    except ValueError:
        return None
    return BirthDate(earliest=first, latest=last, circa=circa)


def parse_birth(text: str) -> BirthDate | None:
    """The birth date that a cell states, as narrow as it states it; None when it states none."""
    cleaned = " ".join(unicodedata.normalize("NFKC", text).split())
    circa = bool(_CIRCA.search(cleaned)) or "頃" in cleaned
    cleaned = _BORN.sub("", cleaned)
    cleaned = _CIRCA.sub("", cleaned).strip(" .")
    if found := _JAPANESE.fullmatch(cleaned):
        return _span(int(found[1]), int(found[2] or 0), int(found[3] or 0), circa=circa)
    cleaned = cleaned.replace("年", "")
    if found := _ISO.fullmatch(cleaned):
        return _span(int(found[1]), int(found[2]), int(found[3] or 0), circa=circa)
    if found := _SLASHED.fullmatch(cleaned):
        day, month = (int(part) if part.isdigit() else 0 for part in (found[1], found[2]))
        return _span(int(found[3]), month, day if month else 0, circa=circa)
    if found := _RANGE.fullmatch(cleaned):
        first, last = sorted((int(found[1]), int(found[2])))
        return BirthDate(earliest=date(first, 1, 1), latest=date(last, 12, 31), circa=circa)
    if found := _WORDY.fullmatch(cleaned):
        month = _MONTHS.get(found[2].casefold(), 0)
        return _span(int(found[3]), month, int(found[1] or 0), circa=circa) if month else None
    if found := _ONLY_YEAR.fullmatch(cleaned):
        return _span(int(found[1]), circa=circa)
    return None
