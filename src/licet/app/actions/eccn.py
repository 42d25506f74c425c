"""Item help: show an entry of the Commerce Control List readably, and find entries by words of their
headings.

Finding gives candidates with the official headings quoted. It never classifies: that is for a person who
knows the item (15 CFR 738.4; a request to BIS under 748.3 settles it).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources

from licet.core.eccn import Eccn, parse_eccn
from licet.core.errors import InputError
from licet.law.table import Vintage
from licet.law.us.ear import ccl, grants, supplements

__all__ = ["Candidate", "EntryView", "RowView", "find_entries", "show_entry"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """One licence requirement, for a person.

    Attributes:
        reason: reason for control.
        covers: which part of the entry it covers.
        applies: where: a chart column or places.
        cites: the paragraph.
        reaches: for a paragraph that was asked for: `yes`, `no`, or the question that is open; else empty.
        here: for a destination that was asked for: `yes`, `no` or `unknown`; else empty.
    """

    reason: str
    covers: str
    applies: str
    cites: str
    reaches: str = ""
    here: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One entry on a day.

    Attributes:
        eccn: as asked for.
        heading: the official heading of the entry.
        on: the day.
        vintage: how well the day is covered by the editions held, in words.
        elsewhere: whether the entry holds no items of its own.
        reasons: reasons for control it names.
        rows: its licence requirements.
        exceptions: the coded lines of its list-based exceptions and special conditions.
        paragraphs: labels of its items.
        related: entries that its related controls name, with their headings.
        military: whether it is in supplement no. 2 to part 744 (`yes`, `no`, `unknown`).
    """

    eccn: str
    heading: str
    on: date
    vintage: str
    elsewhere: bool
    reasons: tuple[str, ...]
    rows: tuple[RowView, ...]
    exceptions: tuple[str, ...]
    paragraphs: tuple[str, ...]
    related: tuple[tuple[str, str], ...]
    military: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entry whose heading or items share words with a description: to be read, not a classification.

    Attributes:
        eccn: `3B001`.
        heading: its official heading, quoted.
        words: the words that both share.
        weight: how telling the shared words are among all headings, for the order.
    """

    eccn: str
    heading: str
    words: tuple[str, ...]
    weight: float


def show_entry(text: str, on: date, *, destination: str = "") -> EntryView:
    """An entry, or one of its paragraphs, on a day; with a destination, which rows reach it.

    Raises:
        InputError: the text is no ECCN, or the list has no such entry on that day.
    """
    try:
        eccn = parse_eccn(text)
    except ValueError as error:
        raise InputError(str(error), fix="give it like `5A002` or `3A090.a`") from None
    if eccn.is_ear99:
        raise InputError(
            "`EAR99` is no entry: it is what is subject to the EAR and on no entry of the list",
            fix="no row asks for a licence; end use, end user and embargoes still may: `licet determine`",
        )
    entry = ccl.entry(eccn.entry, on)
    if entry is None:
        near = [each.eccn for each in ccl.entries(on) if each.eccn[:2] == eccn.entry[:2]][:8]
        advice = f"entries of that group: {', '.join(near)}" if near else "look it up with `licet law find`"
        raise InputError(f"no entry `{eccn.entry}` on {on}", fix=advice)
    rows = []
    for row in ccl.rows(eccn, on):
        reaches = row.covers(eccn)
        asked = reaches.asks()
        rows.append(
            RowView(
                reason=row.reason,
                covers=ccl.describe_scope(row.scope),
                applies=ccl.describe_target(row.target),
                cites=row.citation,
                reaches="" if not eccn.paragraph else asked[0].text if asked else reaches.truth.value,
                here=row.applies_to(destination, on).truth.value if destination else "",
            )
        )
    related = tuple(
        (name, found.heading) for name in entry.related if (found := ccl.entry(name, on)) is not None
    )
    return EntryView(
        eccn=str(eccn),
        heading=entry.heading,
        on=on,
        vintage=_VINTAGES[ccl.held(on, eccn)],
        elsewhere=entry.elsewhere,
        reasons=entry.reasons,
        rows=tuple(rows),
        exceptions=tuple(line.words for line in grants.lines(eccn, on)),
        paragraphs=tuple(
            p for p in entry.paragraphs if Eccn(eccn.entry, eccn.paragraph).covers(Eccn(eccn.entry, p))
        ),
        related=related,
        military=supplements.military_item(eccn, on).truth.value,
    )


_VINTAGES = {
    Vintage.HELD: "the official text of that day is held",
    Vintage.AFTER: "the newest official text held is older than that day: check for later rules",
    Vintage.BETWEEN: "the entry changed around that day, on a day that is not known",
    Vintage.BEFORE: "older than the official text held: not confirmed for that day",
}

#: Words of nearly every heading, which tell nothing.
_COMMON = frozenset(
    re.findall(
        "[a-z]+",
        "a an and as at be by for follows following from in items item list of on or other than that the to"
        " see therefor controlled specially designed not elsewhere specified with which within any all are is"
        " its using use used equipment components component parts accessories part attachments"
        " systems system related n e s",
    )
)
_SUFFIXES = ("ations", "ation", "ings", "ing", "ers", "er", "ies", "es", "s", "ed", "e")


def _stem(word: str) -> str:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)]
    return word


def _words(text: str) -> dict[str, str]:
    """Stem to the word as written, common words left out."""
    found: dict[str, str] = {}
    for word in re.findall(r"[a-z][a-z\-]+|\d+[a-z]\d+", text.casefold()):
        for part in (word, *word.split("-")):
            if part and part not in _COMMON and len(part) > 1:
                found.setdefault(_stem(part), part)
    return found


@lru_cache(maxsize=8)
def _index(on: date) -> tuple[tuple[ccl.Entry, dict[str, str], dict[str, str]], ...]:
    """Entries with the words of their heading and the telling words of their items."""
    return tuple(
        (entry, _words(entry.heading), _words(ccl.item_words(entry.eccn)))
        for entry in ccl.entries(on)
        if not entry.elsewhere
    )


#: A word of the items counts less than one of the heading, a word put for a plain one less than the user's
#: own, and the first words of a heading, which name the thing, more.
_OF_ITEMS, _OF_PLAIN, _SUBJECT, _FIRST = 0.7, 0.8, 1.3, 6


@lru_cache(maxsize=1)
def _plain_words() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What people call a thing, with the words that headings use (`plain_words.tsv`)."""
    text = resources.files("licet.law.us.ear.tables").joinpath("plain_words.tsv").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple((re.compile(rf"\b{re.escape(plain)}(?:s|es)?\b"), words) for plain, words in lines)


def _official(description: str) -> str:
    """The words that headings use for what a description calls by its everyday name."""
    lower = description.casefold()
    return " ".join(words for plain, words in _plain_words() if plain.search(lower))


def find_entries(description: str, on: date, *, most: int = 12) -> tuple[Candidate, ...]:
    """Entries whose headings or items share telling words with a description, the likeliest first.

    A word counts the more, the fewer headings have it. The result is where to start reading, nothing more.

    Raises:
        InputError: the description holds no word to look for.
    """
    wanted = _words(description)
    plain = {stem: word for stem, word in _words(_official(description)).items() if stem not in wanted}
    if not wanted:
        raise InputError("no word to look for", field="description", fix="say what the item is and does")
    index = _index(on)
    wanted |= plain
    spread = {stem: sum(stem in head or stem in items for _, head, items in index) for stem in wanted}
    told = {
        stem: math.log(1 + len(index) / spread[stem]) * (_OF_PLAIN if stem in plain else 1.0)
        for stem in wanted
        if spread[stem]
    }
    found: list[Candidate] = []
    for entry, head, items in index:
        in_head = [stem for stem in wanted if stem in head]
        in_items = [stem for stem in wanted if stem in items and stem not in head]
        if in_head or in_items:
            first = set(list(head)[:_FIRST])
            weight = sum(told[stem] * (_SUBJECT if stem in first else 1.0) for stem in in_head)
            weight += sum(_OF_ITEMS * told[stem] for stem in in_items)
            found.append(
                Candidate(
                    eccn=entry.eccn,
                    heading=entry.heading,
                    words=(*(head[stem] for stem in in_head), *(items[stem] for stem in in_items)),
                    weight=round(weight, 3),
                )
            )
    found.sort(key=lambda each: (-each.weight, each.eccn))
    return _most(found, most)


def _most(found: Sequence[Candidate], most: int) -> tuple[Candidate, ...]:
    return tuple(found[:most])
