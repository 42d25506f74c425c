"""Federal Register notices as the lists write them, in a dozen spellings, as citations.

82 F.R. 48792 10/20/2017      89 F.R.87329 11/1/2024     86 FR. 66277 11/22/2021
89 87329 11/1/2024            82 F.R. 28473, 28473 6/22/2017
79 FR 35210 corrected by 79 FR 37384                      Vol. 83, No. 91, 05/10/2018
"""

from __future__ import annotations

import re
from datetime import date

from licet.core.cite import Citation, Scheme

__all__ = ["notices"]

_DAY = r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?!\d)"
_PAGE = r"(\d{1,3}(?:,\d{3})+(?!\d)|\d{1,6})(?:,\s*\d{4,6}(?=\s+\d+/))?"
_NOTICE = re.compile(
    rf"(?P<named>(\d{{1,3}})\.?\s*(?:F\.?\s?R\.?|Fed\.\s?Reg\.)[\s,]*(?:no\.?\s*\d{{1,3}}\s*pg\.?\s*)?{_PAGE}(?:[\s(]*no\.?\s*\d{{1,3}}\)?)?(?:[\s,]*\(?{_DAY}\)?)?)"
    rf"|(?P<number>(\d{{1,3}})\s*F\.?\s?R\.?\s+No\.?\s*(\d{{1,3}})(?!\s*pg)[\s(]*{_DAY})"
    rf"|(?P<bare>(\d{{2,3}})\s+(\d{{3,6}})\s+{_DAY})"
    rf"|(?P<issue>Vol\.?\s*(\d{{1,3}}),?\s*No\.?\s*(\d{{1,3}}),?\s*{_DAY})",
    re.IGNORECASE,
)
_NOISE = re.compile(r"\band\b|\bcorrected by\b|\bas amended\b|[\s,;.()&ÿ\xa0]+", re.IGNORECASE)


def _day(year: str | None, month: str | None, day: str | None) -> date | None:
    if not (year and month and day):
        return None
    number = int(year)
    # Two-digit years: the Federal Register began in 1936.
    full = number if number > 99 else number + (1900 if number >= 36 else 2000)
    try:
        return date(full, int(month), int(day))
    except ValueError:
        return None


def notices(text: str) -> tuple[tuple[Citation, ...], str]:
    """All notices in a cell in their order, each once, and what could not be read.

    A notice known by volume and issue alone (`Vol. 83, No. 91`) has the section `No. 91`.
    """
    found: dict[Citation, None] = {}
    for match in _NOTICE.finditer(text):
        first = next(index for index, group in enumerate(match.groups()) if group is not None)
        volume, page, month, day, year = match.groups()[first + 1 : first + 6]
        found[
            Citation(
                scheme=Scheme.FR,
                title=int(volume),
                section=f"No. {page}" if match["issue"] or match["number"] else page.replace(",", ""),
                day=_day(year, month, day),
            )
        ] = None
    return tuple(found), " ".join(_NOISE.sub(" ", _NOTICE.sub(" ", text)).split())
