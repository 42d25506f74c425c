"""Where a row of the Commerce Control List applies: a chart column, or places named in words.

Written form, one cell of a table, the citation after `@`:

    column NS 2                                the marks of the Commerce Country Chart (15 CFR 738.4)
    places CN RU VE @742.6(a)(7)               to these countries
    places world -CA @742.7                    everywhere but Canada
    places D:1 D:4 D:5 -A:5 -A:6 @742.6(a)(6)(iii)(B)
    places MO D:5 @742.4(a)(4)
    section 754                                the row only points to a section with rules of its own
    none                                       the row says that the chart asks for nothing

Places are alpha-2 codes, Country Groups of supplement no. 1 to part 740, `world`, `UN` (the embargoes of
746.1(b)(2)), and `CWC` (States not Party, supplement no. 2 to part 745). A minus takes a place out again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from licet.core.country import country_code

__all__ = ["Target", "parse_target", "read_target"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a row applies.

    Attributes:
        kind: `column`, `places`, `section`, `none`, or `unread` when the words are not understood.
        column: `NS 2` for a chart column.
        places: places taken in.
        but: places taken out.
        section: the section and paragraph it stands on, `742.6(a)(7)`; empty for a chart column.
    """

    kind: str
    column: str = ""
    places: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    section: str = ""

    def __str__(self) -> str:
        at = f" @{self.section}" if self.section else ""
        match self.kind:
            case "column":
                return f"column {self.column}"
            case "places":
                return "places " + " ".join((*self.places, *(f"-{place}" for place in self.but))) + at
            case "section":
                return f"section {self.section}"
            case _:
                return self.kind

    @property
    def citation(self) -> str:
        """The paragraph to cite: the chart, or the section the words name."""
        return f"15 CFR {self.section}" if self.section else "15 CFR 738.4(a)"


def parse_target(text: str) -> Target:
    """A target from its written form."""
    body, _, section = text.partition(" @")
    kind, _, rest = body.partition(" ")
    if kind == "column":
        return Target(kind=kind, column=rest)
    if kind == "section":
        return Target(kind=kind, section=rest)
    if kind == "places":
        words = rest.split()
        return Target(
            kind=kind,
            places=tuple(word for word in words if word[0] != "-"),
            but=tuple(word[1:] for word in words if word[0] == "-"),
            section=section,
        )
    return Target(kind=kind)


_COLUMN = re.compile(r"(?P<reason>[A-Z]{2})\s+Column\s+(?P<number>\d)\b")
_SECTION = re.compile(r"§§?\s*(?P<s>7\d\d\.\d+(?:\s?\([0-9a-zA-Z]{1,4}\))*)")
#: Reasons with a single column in the chart: a cell that lost the reason, or is empty, still names it.
_ONLY_COLUMN = {"MT": "MT 1", "FC": "FC 1"}


def _first_section(text: str, default: str) -> str:
    found = _SECTION.search(text)
    return found["s"].replace(" ", "") if found else default


def read_target(words: str, reason: str, entry: str = "") -> Target:
    """A target from the right-hand cell of a row, or from the sentence that stands for it.

    Args:
        words: `NS Column 2.` or `China, Russia, or Venezuela (see § 742.6(a)(7)).`
        reason: the row's reason for control, for cells that leave it out.
        entry: the entry, for a sentence that names its section only in part 742.
    """
    text = " ".join(words.split())
    column = _COLUMN.search(text)
    if column:
        return Target(kind="column", column=f"{column['reason']} {column['number']}")
    bare = re.fullmatch(r"Column (\d)\.?", text)
    if bare:
        return Target(kind="column", column=f"{reason} {bare[1]}")
    if not text:
        only = _ONLY_COLUMN.get(reason)
        return Target(kind="column", column=only) if only else Target(kind="unread")
    if text.rstrip(".") == "N/A":
        return Target(kind="none")
    lower = text.lower()
    section = _first_section(text, "")
    if reason == "UN":
        return Target(kind="places", places=("UN",), section="746.1(b)")
    if "746.8" in text and lower.startswith("see"):
        return Target(kind="places", places=("RU", "BY"), section="746.8")
    if re.match(r"china, russia,? or venezuela", lower):
        return Target(kind="places", places=("CN", "RU", "VE"), section=section)
    if lower.startswith(("worldwide", "to or within any destination worldwide")):
        return Target(kind="places", places=("world",), section=section)
    if lower.startswith("to or within destinations specified in country groups d:1, d:4, and d:5"):
        return Target(kind="places", places=("D:1", "D:4", "D:5"), but=("A:5", "A:6"), section=section)
    if lower.startswith("to or within macau or a destination specified in country group d:5"):
        return Target(kind="places", places=("MO", "D:5"), section=section)
    if "not listed in supplement no. 2 to part 745" in lower:
        but = ("IL", "TW") if "except for israel and taiwan" in lower else ()
        return Target(kind="places", places=("CWC",), but=but, section="742.18")
    if "country group e:1" in lower:
        return Target(kind="places", places=("E:1",), section=section or "742.1(d)")
    if re.search(r"all destinations,? except canada", lower):
        return Target(kind="places", places=("world",), but=("CA",), section=section or "742.7(a)(5)")
    if "all destinations" in lower:
        # 742.7(a)(6): 0A983 stands under 742.11.
        own = "742.11(a)" if entry == "0A983" else "742.7(a)(4)"
        return Target(kind="places", places=("world",), section=own if section in ("", "742.7") else section)
    if "742.15" in section:
        return Target(kind="places", places=("world",), but=("CA",), section="742.15(a)")
    if "742.14" in section:
        return Target(kind="places", places=("world",), but=("AU", "CA", "GB"), section="742.14(a)")
    named = _named_countries(text)
    if named:
        return Target(kind="places", places=named, section=section)
    if "part 754" in lower:
        return Target(kind="section", section="754")
    if section:
        return Target(kind="section", section=section)
    return Target(kind="unread")


def _named_countries(text: str) -> tuple[str, ...]:
    """The countries of `... to Iraq or Pakistan or transfer within ...`, `to North Korea for ...`."""
    found: list[str] = []
    for match in re.finditer(r"\b(?:to|within) ((?:[A-Z][a-z]+ ?)+(?:(?:or|and) (?:[A-Z][a-z]+ ?)+)*)", text):
        for name in re.split(r"\s(?:or|and)\s", match[1].strip()):
            code = country_code(name.strip())
            if code:
                found.append(code)
    return tuple(dict.fromkeys(found))
