"""The Commerce Control List, supplement no. 1 to part 774: entries and their licence requirements on a day.

    entry("3A090", on)           heading, reasons, item paragraphs, related entries; None when there is none
    rows(eccn, on)               every licence requirement of the entry: ControlRow, in print order
    row.covers(eccn)             yes, no or unknown: does this row reach an item of that paragraph
    row.applies_to("CN", on)     yes, no or unknown: does this row's target hold for that destination
    variants(eccn, on)           the cases an imprecise classification falls into

A bare `6A003` leaves the paragraph open: `covers` is then unknown for rows that cover a part of the entry.
To tell whether *some* row bites whatever the paragraph, ask for each of `variants(eccn, on)`: if each has a
row that is met, a licence is needed though no single paragraph row is certain; if none has, none is; else
the paragraph must be asked for, and the variants that differ can be named.

For software and technology ("technology for commodities controlled by 3A001 ..."), what it is for may be
given: `row.covers(eccn, related=(Eccn("3A001"),))`. `variants` then runs over what it can be for.

A day between two editions that differ, or before the first, is not settled by what is held: `held(on, eccn)`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from licet.core.answer import Answer, Question, all_of, any_of, negate, no, unknown, yes
from licet.core.country import country_name
from licet.core.eccn import Eccn
from licet.core.period import Period
from licet.law.table import Table, Vintage, read_table
from licet.law.us.ear import chart, groups
from licet.law.us.ear.scope import Scope, expand_codes, parse_scope
from licet.law.us.ear.target import Target, parse_target

__all__ = [
    "ControlRow",
    "Entry",
    "Variant",
    "entries",
    "entry",
    "held",
    "item_words",
    "newest",
    "rows",
    "variants",
]

_FOLDER = "licet.law.us.ear.tables"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the list.

    Attributes:
        eccn: `3A090`.
        heading: its official heading, shortened where it runs on.
        reasons: the reasons for control it names.
        elsewhere: whether it holds no item of its own (reserved, under the ITAR, or moved to another entry).
        paragraphs: the labels of its items, `a.1`; empty where the heading is the only item.
        related: entries that its related controls name.
        period: the days of this text.
    """

    eccn: str
    heading: str
    reasons: tuple[str, ...]
    elsewhere: bool
    paragraphs: tuple[str, ...]
    related: tuple[str, ...]
    period: Period

    @property
    def leaves(self) -> tuple[str, ...]:
        """The paragraphs that have none below them."""
        return tuple(p for p in self.paragraphs if not any(q.startswith(p + ".") for q in self.paragraphs))


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlRow:
    """One licence requirement of an entry.

    Attributes:
        entry: `3A090`.
        number: its place among the entry's rows, from 0.
        reason: `NS`, `RS` ...; `RUS` for the Russian industry sector rows, `NOTE` for one stated in a note.
        scope: which part of the entry it covers.
        target: where it applies.
        period: the days of this text.
    """

    entry: str
    number: int
    reason: str
    scope: Scope
    target: Target
    period: Period

    @property
    def citation(self) -> str:
        """The paragraph that imposes it: `15 CFR 742.6(a)(7)`, or the chart for a column."""
        return self.target.citation

    @property
    def column(self) -> str:
        """`NS 2` where a chart column decides, else empty."""
        return self.target.column

    @property
    def id(self) -> str:
        """A stable name: entry, reason and place."""
        return f"{self.entry}/{self.reason}/{self.number}"

    @property
    def words(self) -> str:
        """The row in words, as a person reads it."""
        return f"{self.reason} applies to {describe_scope(self.scope)}: {describe_target(self.target)}"

    def covers(self, eccn: Eccn, related: Collection[Eccn] | None = None) -> Answer:
        """Whether the row reaches an item; unknown where its paragraph or a condition must be asked for.

        Args:
            eccn: the item's classification, as precise as it is known.
            related: for software and technology, the entries that it is for; None when not known.
        """
        says = f"{self.reason} applies to {describe_scope(self.scope)} of {self.entry}"
        if eccn.entry != self.entry:
            return no(says)
        part = self.scope.covers(eccn.paragraph, related, self._controlled_for)
        return Answer(truth=part.truth, says=says, because=(part,), cites=(f"ECCN {self.entry}",))

    def _controlled_for(self, eccn: Eccn, reason: str) -> Answer:
        """Whether another entry is controlled for a reason, on the first day of this row's text."""
        on = self.period.start or date.min
        return any_of(*(row.covers(eccn) for row in rows(eccn, on) if row.reason == reason))

    def applies_to(self, country: str, on: date) -> Answer:
        """Whether the row's target holds for a destination on a day."""
        target = self.target
        if target.kind == "column":
            return chart.marked(country, target.column, on)
        if target.kind == "places":
            return _in_places(target, country, on)
        says = f"{describe_target(target)} applies to {country_name(country)}"
        if target.kind == "none":
            return no(says)
        return unknown(
            says,
            ask=Question(
                id=f"law.{target.section or self.id}", text=f"does 15 CFR {target.section} ask for a licence"
            ),
            cites=(target.citation,),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One case that an imprecise classification falls into: all its members have the same rows.

    Attributes:
        eccn: a member to ask with.
        related: for software and technology, what to ask `covers` with; None otherwise.
        labels: the members, for a person: paragraphs (`.a.1`) or what the technology is for (`for 3A001`).
    """

    eccn: Eccn
    related: tuple[Eccn, ...] | None
    labels: tuple[str, ...]


@lru_cache(maxsize=1)
def _rows_table() -> Table:
    return read_table(_FOLDER, "ccl_rows.tsv")


@lru_cache(maxsize=1)
def _entries_table() -> Table:
    return read_table(_FOLDER, "ccl_entries.tsv")


@lru_cache(maxsize=4096)
def _rows_on(name: str, day: date) -> tuple[ControlRow, ...]:
    return tuple(
        ControlRow(
            entry=line.cells[0],
            number=number,
            reason=line.cells[1],
            scope=parse_scope(line.cells[2]),
            target=parse_target(line.cells[3]),
            period=line.period,
        )
        for number, line in enumerate(_rows_table().on(name, day).lines)
    )


def rows(eccn: Eccn, on: date) -> tuple[ControlRow, ...]:
    """Every licence requirement of an item's entry on a day, in print order; none for EAR99."""
    return _rows_on(eccn.entry, _rows_table().read_on(on))


@lru_cache(maxsize=4096)
def _entry_on(name: str, day: date) -> Entry | None:
    lines = _entries_table().on(name, day).lines
    if not lines:
        return None
    eccn, heading, reasons, elsewhere, paragraphs, related = lines[0].cells
    return Entry(
        eccn=eccn,
        heading=heading,
        reasons=tuple(reasons.split()),
        elsewhere=bool(elsewhere),
        paragraphs=tuple(paragraphs.split()),
        related=tuple(related.split()),
        period=lines[0].period,
    )


def entry(name: str, on: date) -> Entry | None:
    """An entry by its number, `5A002`; None when the list has none of that number on that day."""
    return _entry_on(name, _entries_table().read_on(on))


def entries(on: date) -> tuple[Entry, ...]:
    """All entries of a day, in print order."""
    found = (entry(name, on) for name in _entries_table().keys())  # noqa: SIM118 - a Table is no mapping
    return tuple(each for each in found if each is not None)


@lru_cache(maxsize=1)
def _words_table() -> Table:
    return read_table(_FOLDER, "ccl_words.tsv")


def item_words(name: str) -> str:
    """The telling words of an entry's items in the newest text, parted by spaces: an index for finding."""
    lines = _words_table().of(name)
    return lines[0].cells[1] if lines else ""


def newest() -> date:
    """The day of the newest edition held."""
    return _rows_table().editions[-1]


def held(on: date, eccn: Eccn | None = None) -> Vintage:
    """How well a day is covered by the editions; with an item, whether its entry changed around the day."""
    return _rows_table().vintage(on, eccn.entry if eccn else None)


def _in_places(target: Target, country: str, on: date) -> Answer:
    inside = any_of(*(_in_place(place, country, on) for place in target.places))
    says = f"{describe_target(target)} applies to {country_name(country)}"
    if not target.but:
        return Answer(truth=inside.truth, says=says, because=(inside,), cites=(target.citation,))
    left_out = any_of(*(_in_place(place, country, on) for place in target.but), says="it is left out")
    return all_of(inside, negate(left_out), says=says, cites=(target.citation,))


def _in_place(place: str, country: str, on: date) -> Answer:
    if place == "world":
        return yes("any destination")
    if place == "CWC":
        return negate(groups.member(country, "CWC", on), says="a State not Party to the CWC")
    if ":" in place or place == "UN":
        return groups.member(country, place, on)
    here = groups.metropole(country, on)
    return yes(country_name(place)) if here == place else no(f"the destination is {country_name(place)}")


# ---------------------------------------------------------------- cases of an imprecise classification


@lru_cache(maxsize=4096)
def variants(eccn: Eccn, on: date) -> tuple[Variant, ...]:
    """The cases an item may be, given how far it is classified; one when nothing is left open.

    Conditions in words (a frame rate, a barrel length) are not cases: they stay unknown in each.
    """
    listed = entry(eccn.entry, on)
    control = rows(eccn, on)
    if listed is None or not control:
        return (Variant(eccn=eccn, related=None, labels=(str(eccn),)),)
    paragraphs = _open_paragraphs(eccn, listed, control)
    fors = _open_purposes(listed, control, on)
    grouped: dict[tuple[object, ...], list[tuple[Eccn, tuple[Eccn, ...] | None, str]]] = {}
    for paragraph in paragraphs:
        member = Eccn(eccn.entry, paragraph)
        for related in fors:
            signature = tuple(row.covers(member, related).truth for row in control)
            label = f".{paragraph}" if paragraph else str(member)
            if related:
                label += f" for {related[0]}"
            grouped.setdefault(signature, []).append((member, related, label))
    return tuple(
        Variant(eccn=cases[0][0], related=cases[0][1], labels=tuple(label for _, _, label in cases))
        for cases in grouped.values()
    )


def _open_paragraphs(eccn: Eccn, listed: Entry, control: tuple[ControlRow, ...]) -> tuple[str, ...]:
    named = {p for row in control for p in row.scope.paragraphs}
    known = set(listed.paragraphs) | named
    below = sorted(p for p in known if eccn.covers(Eccn(eccn.entry, p)) and p != eccn.paragraph)
    leaves = tuple(p for p in below if not any(q.startswith(p + ".") for q in below))
    return leaves or (eccn.paragraph,)


def _open_purposes(
    listed: Entry, control: tuple[ControlRow, ...], on: date
) -> tuple[tuple[Eccn, ...] | None, ...]:
    """What software or technology of an entry can be for: the entries its heading and its rows name."""
    codes = {code for row in control for term in row.scope.terms for code in term.codes}
    if not codes:
        return (None,)
    from_heading = _universe(listed, on)
    if not from_heading:
        return (None,)
    # An entry of which a row names single paragraphs stands for all its paragraphs, each asked for itself.
    finer = {code.split(".")[0] for code in codes if "." in code}
    found: set[str] = set()
    for code in from_heading:
        named = entry(code, on) if code in finer else None
        found |= {f"{code}.{leaf}" for leaf in named.leaves} if named and named.leaves else {code}
    _, out = _named(listed.heading)
    found = {code for code in found if not any(code == each or code.startswith(each + ".") for each in out)}
    return tuple((_eccn(code),) for code in sorted(found))


_EXCEPT = re.compile(r"\((?:except|Except)(?: for)? (?P<codes>[^()]*)\)")


def _named(heading: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes that a heading names, and those that it takes out in brackets."""
    out: list[str] = []
    for found in _EXCEPT.finditer(heading):
        out.extend(expand_codes(found["codes"]))
    return expand_codes(_EXCEPT.sub("", heading)), tuple(out)


@lru_cache(maxsize=1024)
def _universe(listed: Entry, on: date) -> frozenset[str]:
    """The entries that the heading of a software or technology entry names, groups written out.

    An entry with software or technology of its own number (3A611 has 3E611) is not among a group.
    """
    kept, out = _named(listed.heading)
    found: set[str] = set()
    for code in kept:
        if len(code) > 2:
            found.add(code.split(".")[0])
            continue
        for each in entries(on):
            own = f"{each.eccn[0]}{listed.eccn[1]}{each.eccn[2:]}"
            apart = own != listed.eccn and entry(own, on) is not None
            if each.eccn.startswith(code) and not each.elsewhere and not apart:
                found.add(each.eccn)
    return frozenset(found - set(out))


def _eccn(code: str) -> Eccn:
    name, _, paragraph = code.partition(".")
    return Eccn(name, paragraph)


# ---------------------------------------------------------------- in words


def describe_scope(scope: Scope) -> str:
    """A scope as a person reads it: `the entire entry except .y`."""
    parts: dict[bool, list[str]] = {False: [], True: []}
    for term in scope.terms:
        name = f".{term.paragraph}" if term.paragraph else "the entire entry"
        if term.condition:
            name = f"{term.condition}" if not term.paragraph else f"{name} ({term.condition})"
        parts[term.out].append(name)
    text = _listed(parts[False])
    return f"{text} except {_listed(parts[True])}" if parts[True] else text


def _listed(names: list[str]) -> str:
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)


_PLACE_WORDS = {
    "world": "all destinations",
    "UN": "countries under United Nations arms embargoes",
    "CWC": "States not Party to the Chemical Weapons Convention",
}


def describe_target(target: Target) -> str:
    """A target as a person reads it: `NS Column 2`, `China, Russia, Venezuela (15 CFR 742.6(a)(7))`."""
    if target.kind == "column":
        return f"{target.column[:2]} Column {target.column[3]}"
    if target.kind == "places":
        words = _places_words(target.places)
        if target.but:
            words += " except " + _places_words(target.but)
        return f"{words} (15 CFR {target.section})"
    if target.kind == "none":
        return "no licence by the chart"
    return f"see 15 CFR {target.section}" if target.section else "a target that is not understood"


def _places_words(places: tuple[str, ...]) -> str:
    """`China, Russia, Country Groups D:1 and D:5`: groups are named together."""
    named = [_place_words(place) for place in places if ":" not in place]
    together = [place for place in places if ":" in place]
    if together:
        named.append(f"Country Group{'s' if len(together) > 1 else ''} {_listed(together)}")
    return ", ".join(named)


def _place_words(place: str) -> str:
    if place in _PLACE_WORDS:
        return _PLACE_WORDS[place]
    return f"Country Group {place}" if ":" in place else country_name(place)
