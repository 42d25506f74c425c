"""Countries of one edition: the Commerce Country Chart, the Country Groups, and the lists of countries.

Countries are given as ISO 3166-1 alpha-2 codes. The official spellings differ from table to table and have
slips of the pen; a name that is not understood stops the build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from licet.core.country import country_code
from licet.core.errors import SourceError
from licet.law.ecfr.document import Edition, Element, grid, text_of

__all__ = ["COLUMNS", "read_chart", "read_groups"]

#: The sixteen columns in print order.
COLUMNS = (
    "CB 1", "CB 2", "CB 3", "NP 1", "NP 2", "NS 1", "NS 2", "MT 1",
    "RS 1", "RS 2", "FC 1", "CC 1", "CC 2", "CC 3", "AT 1", "AT 2",
)  # fmt: skip

#: Spellings of the official tables that are slips or have grown a remark.
_SPELLINGS = {
    "Micronesia (Federated State of)": "FM",
    "Seycheles": "SC",
    "Sint Maarten (the Dutch two-fifths of the island of Saint Martin)": "SX",
    "Saint Maarten": "SX",
    "Saint Kitts & Nevis": "KN",
    "Cote d'Ivoire (Ivory Coast)": "CI",
    "Laos (P.D.R.)": "LA",
    "Netherlands (Kingdom of the) ***": "NL",
    "Cote d'lvoire": "CI",
}


def _country(name: str, place: str) -> str:
    cleaned = name.strip().rstrip("*").strip()
    code = _SPELLINGS.get(name) or _SPELLINGS.get(cleaned) or country_code(cleaned)
    if not code:
        code = country_code(re.sub(r"\s*\(.*\)$", "", cleaned))
    if not code:
        raise SourceError(
            f"not a country: `{name}`", place=place, fix="add its spelling to licet.law.ecfr.places"
        )
    return code


def read_chart(edition: Edition) -> dict[str, list[tuple[str, ...]]]:
    """Country to (marked columns, footnotes, section that replaces the marks)."""
    chart: dict[str, list[tuple[str, ...]]] = {}
    for table in edition.supplement(1, 738).iter("TABLE"):
        for row in grid(table):
            name = row[0].text
            if name.startswith(("See §", "Refer to", "Note that", "A license is required")):
                continue
            code = _country(name, edition.file)
            if len(row) != 1 + len(COLUMNS):
                raise SourceError(f"the row of `{name}` has {len(row)} cells", place=edition.file)
            first = row[1].text
            if first.startswith("See "):
                chart[code] = [("", " ".join(row[0].marks), "746")]
                continue
            marks = [column for column, cell in zip(COLUMNS, row[1:], strict=True) if cell.text]
            odd = {cell.text for cell in row[1:]} - {"", "X"}
            if odd:
                raise SourceError(f"cells of `{name}` that are not X: {odd}", place=edition.file)
            chart[code] = [(",".join(marks), " ".join(row[0].marks), "")]
    if len(chart) < 190:
        raise SourceError(f"only {len(chart)} countries in the Country Chart", place=edition.file)
    return chart


def _headed(table: Element) -> list[str]:
    """The group of each column of a country-group table, from `[D: 5] U.S. Arms Embargoed`."""
    groups: list[str] = []
    for head in table.iter("TH"):
        found = re.match(r"\[([A-E]): ?(\d)\]", text_of(head))
        if found:
            groups.append(f"{found[1]}:{found[2]}")
    return groups


def read_groups(edition: Edition) -> dict[str, list[tuple[str, ...]]]:
    """`A:1` to (country,) rows; with the lists of countries that other supplements keep.

    Beside the Country Groups: `ENC` (supplement no. 3 to part 740), `AIA` (no. 5), `SME` (no. 4 to part
    742), `CWC` (States Parties, no. 2 to part 745).
    """
    groups: dict[str, list[tuple[str, ...]]] = {}
    supplement = edition.supplement(1, 740)
    for table in supplement.iter("TABLE"):
        names = _headed(table)
        for row in grid(table):
            if len({cell.text for cell in row}) == 1 and len(row) > 1 and len(row[0].text) > 40:
                continue
            if row[0].text.startswith(("(a) ", "(b) ")) or not names:
                continue
            code = _country(row[0].text, edition.file)
            for name, cell in zip(names, row[1:], strict=True):
                if cell.text == "X":
                    groups.setdefault(name, []).append((code,))
                elif cell.text:
                    raise SourceError(f"a cell of `{row[0].text}` reads `{cell.text}`", place=edition.file)
    groups["B"] = [(_country(name, edition.file),) for name in _names(supplement, "SCOL2")]
    groups["ENC"] = [(_country(name, edition.file),) for name in _names(edition.supplement(3, 740), "SCOL2")]
    groups["AIA"] = [
        (_country(text_of(e), edition.file),) for e in edition.supplement(5, 740) if e.tag == "FP-1"
    ]
    groups["SME"] = [
        (_country(text_of(e), edition.file),) for e in edition.supplement(4, 742) if e.tag == "FP-1"
    ]
    groups["CWC"] = [(code,) for code in sorted(_states_parties(edition))]
    missing = {
        "A:1",
        "A:2",
        "A:3",
        "A:4",
        "A:5",
        "A:6",
        "D:1",
        "D:2",
        "D:3",
        "D:4",
        "D:5",
        "E:1",
        "E:2",
    } - set(groups)
    if missing or len(groups["B"]) < 140:
        raise SourceError(f"country groups not found: {sorted(missing) or 'B'}", place=edition.file)
    return {name: sorted(members) for name, members in groups.items()}


def _states_parties(edition: Edition) -> set[str]:
    """States Parties of supplement no. 2 to part 745, with the territories that its footnotes put in."""
    supplement = edition.supplement(2, 745)
    found = {_country(text_of(e), edition.file) for e in supplement if e.tag == "FP-1"}
    for e in supplement.iter("P"):
        note = re.match(r"\*+ ?For CWC purposes only, .+? includes:? (.+)", text_of(e))
        if note is not None:
            words = re.sub(r"\(.*?\)", "", note[1]).rstrip(". ")
            found |= {_country(name, edition.file) for name in re.split(r",? and |, ", words)}
    return found


def _names(supplement: Element, tag: str) -> Iterator[str]:
    for block in supplement.iter(tag):
        items = [text_of(item) for item in block.iter("LI")]
        if not items:
            items = [line.strip() for line in "".join(map(str, block.itertext())).split("\n")]
        yield from (item for item in items if item)
