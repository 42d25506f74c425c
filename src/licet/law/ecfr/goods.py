"""Goods listed by tariff code, chemical number or entry: supplements 2 and 4 to 7 to part 746, 2 to part 744.

Facts only: codes, chemical numbers, and the price from which a thing counts as a luxury good. The tariff
descriptions are the tariff's, not the rule's, and are not kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from licet.core.errors import SourceError
from licet.law.ecfr.document import Edition, grid, text_of
from licet.law.us.ear.scope import read_scope

__all__ = ["read_chemicals", "read_excluded_countries", "read_hts", "read_military_items"]


def read_hts(edition: Edition) -> dict[str, list[tuple[str, ...]]]:
    """`4` (the supplement's number) to rows of (six-digit code, price in dollars or empty)."""
    goods: dict[str, list[tuple[str, ...]]] = {}
    for number, least in ((2, 25), (4, 2000), (5, 300), (7, 40)):
        rows: list[tuple[str, ...]] = []
        for table in edition.supplement(number, 746).iter("TABLE"):
            for row in grid(table):
                code = row[0].text.replace(".", "")
                if not re.fullmatch(r"\d{6}", code):
                    raise SourceError(
                        f"not a six-digit code: `{row[0].text}`",
                        place=f"{edition.file}, supplement {number} to 746",
                    )
                price = re.search(r"\$\s?([\d,]+)", row[1].text) if len(row) > 1 else None
                rows.append((code, price[1].replace(",", "") if price else ""))
        if len(rows) < least:
            raise SourceError(
                f"only {len(rows)} codes in supplement {number} to part 746", place=edition.file
            )
        goods[str(number)] = sorted(set(rows))
    return goods


_CAS = re.compile(r"\b\d{2,7}-\d{2}-\d\b")


def _numbered(edition: Edition, number: int, part: int) -> Iterator[tuple[str, str]]:
    """Paragraph label and words of a supplement that is a numbered list, `(a)(3)`."""
    letter = ""
    for element in edition.supplement(number, part):
        text = text_of(element)
        found = re.match(r"\((?P<label>[a-z]{1,2}|\d{1,3}|[ivx]+)\)\s*(?P<words>.*)", text)
        if element.tag == "HEAD" or not found:
            continue
        if found["label"].isdigit() and letter:
            yield f"({letter})({found['label']})", found["words"]
        else:
            letter = found["label"]
            yield f"({letter})", found["words"]


def read_chemicals(edition: Edition) -> dict[str, list[tuple[str, ...]]]:
    """`6` to rows of (paragraph, chemical number or empty): supplement no. 6 to part 746."""
    rows: list[tuple[str, ...]] = []
    for label, words in _numbered(edition, 6, 746):
        numbers = _CAS.findall(words)
        rows.extend((label, number) for number in numbers or [""])
    if len(rows) < 80:
        raise SourceError(f"only {len(rows)} lines in supplement 6 to part 746", place=edition.file)
    return {"6": sorted(set(rows))}


def read_military_items(edition: Edition) -> dict[str, list[tuple[str, ...]]]:
    """Entry to (written scope,): supplement no. 2 to part 744, the items that 744.21 reaches."""
    items: dict[str, list[tuple[str, ...]]] = {}
    for element in edition.supplement(2, 744):
        found = re.match(r"\([ivx]+\)\s*(?P<eccn>\d[A-E]\d{3})\s+(?P<words>.*)", text_of(element))
        if not found:
            continue
        words = found["words"]
        limited = re.match(r"Limited to\s+(?P<what>.*)", words)
        quantity = re.search(r"in shipments of more than 1,000 kilograms", words)
        if limited:
            scope = str(read_scope(limited["what"], found["eccn"]))
        elif quantity:
            scope = "*?a shipment of more than 1,000 kilograms in the form of shielding the list names"
        else:
            scope = "*"
        items[found["eccn"]] = [(scope,)]
    if len(items) < 45:
        raise SourceError(f"only {len(items)} entries in supplement 2 to part 744", place=edition.file)
    return items


def read_excluded_countries(edition: Edition) -> list[tuple[str, str]]:
    """Country name and Federal Register cell: supplement no. 3 to part 746, whose rows bear their dates."""
    rows: list[tuple[str, str]] = []
    for table in edition.supplement(3, 746).iter("TABLE"):
        for row in grid(table):
            if row[1].text not in ("Full", "Partial"):
                raise SourceError(f"scope of exclusion `{row[1].text}`", place=edition.file)
            rows.append((row[0].text, row[2].text))
    return rows
