"""Validated end-users of one edition: supplement no. 7 to part 748, who they are and what they may have.

A row names the end-user and its eligible items with limits in words. The entries are kept as codes, `*` for
all items; an entry with a limit after it is marked, and the limit is asked. Rows that go on from the one
above (further addresses, further items for other addresses) add their entries to the same end-user.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from licet.core.country import country_code
from licet.core.errors import SourceError
from licet.law.ecfr.document import Edition, grid

__all__ = ["read_validated"]

_CODE = re.compile(r"(?<![\w.])\d[A-E]\d{3}(?:\.[a-z0-9]+)*")
_BRACKETS = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)")


def _outside_brackets(words: str) -> Iterator[tuple[str, str]]:
    """Each code that stands outside brackets, and the words from it to the next: its limit, if any."""
    hidden = [(found.start(), found.end()) for found in _BRACKETS.finditer(words)]
    codes = [
        found for found in _CODE.finditer(words)
        if not any(start <= found.start() < end for start, end in hidden)
    ]  # fmt: skip
    for at, found in enumerate(codes):
        end = codes[at + 1].start() if at + 1 < len(codes) else len(words)
        yield found.group(), words[found.end() : end]


def _limited(after: str) -> bool:
    return bool(re.search(r"limited to|except|excluding|restricted|other than", after, re.IGNORECASE))


def read_validated(edition: Edition) -> dict[str, list[tuple[str, ...]]]:
    """End-user to rows of (country, type, code or `*`, `limited` or empty, `744.23` where taken out)."""
    users: dict[str, list[tuple[str, ...]]] = {}
    name = country = kind = ""
    for table in edition.supplement(7, 748).iter("TABLE"):
        for row in grid(table):
            if len(row) < 5 or len({cell.text for cell in row}) == 1:
                continue
            place = re.sub(r"\s*\(.*\)$", "", row[1].text)
            if place:
                country = country_code(place)
                if not country:
                    raise SourceError(f"not a country: `{row[1].text}`", place=edition.file)
            name, kind = row[2].text.strip() or name, row[0].text or kind
            if not name:
                raise SourceError("a row of validated end-users without its name", place=edition.file)
            words = row[3].text
            out = "744.23" if "Excluded from" in words else ""
            found = [("*", words)] if words.startswith("All items") else list(_outside_brackets(words))
            for code, after in found:
                line = (country, kind, code, "limited" if _limited(after) else "", out)
                if line not in users.setdefault(name, []):
                    users[name].append(line)
    if not users:
        raise SourceError("no validated end-user in supplement no. 7 to part 748", place=edition.file)
    return {user: sorted(rows) for user, rows in users.items()}
