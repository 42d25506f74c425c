"""The Commerce Control List of one edition: entries, their licence rows, and what each row covers.

Supplement no. 1 to part 774 is one flat run of paragraphs and tables. An entry starts at a heading that
begins with its number; its rows are the tables before "List Based License Exceptions" and the sentences of
the form "CW applies to ..." that stand where a table does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from licet.core.eccn import Eccn, find_eccns
from licet.law.ecfr.document import Edition, Element, grid, text_of
from licet.law.ecfr.readings import readings
from licet.law.us.ear.scope import read_scope
from licet.law.us.ear.target import Target, read_target

__all__ = ["Entry", "Row", "read_ccl"]

_HEADING = re.compile(r"(?:ECCN )?(?P<eccn>\d[A-E]\d{3})\b[.:]?\s*(?P<heading>.*)")
_ROW = re.compile(
    r"(?P<reasons>[A-Z]{2}(?:(?:,? and |, )[A-Z]{2})*|Russian industry sector sanctions?)"
    r" appl(?:ies|y)\b(?: to)?[:,]?\s*(?P<scope>.*)",
    re.DOTALL,
)
_PROSE = re.compile(
    r"(?:Controls?(?:\(s\))?:\s*)?(?:Country Chart\.\s*)?(?P<head>[A-Z]{2}(?: and [A-Z]{2})? "
    r"appl(?:ies|y) to (?:(?!\. |and a license is required).)+)(?:\.|\s+and(?= a license))\s+(?P<rule>.+)",
    re.DOTALL,
)
_SENTENCE = re.compile(r"\s*\b(?P<rule>A license is required.*|(?:[A-Z]{2} )?Column \d\.?.*)$", re.DOTALL)
_LABEL = re.compile(r"(?P<label>[a-z](?:\.(?:\d{1,2}|[a-z]{1,4}))*)\.?(?=\s|$)")
_THROUGH = re.compile(
    r"(?P<from>[a-z](?:\.(?:\d{1,2}|[a-z]))*)\.?\s*(?:through|to|-|–)\s*\.?(?P<to>[a-z](?:\.(?:\d{1,2}|[a-z]))*)\.?\s*\[Reserved\]"
)
#: Letters of a heading kept. A long one runs on into its items, which are not shipped; those of software and
#: technology are kept whole, because they name the entries that they are for.
_HEADING_LIMIT = 260


@dataclass(frozen=True, slots=True)
class Row:
    """One licence requirement of an entry, in written form."""

    reason: str
    scope: str
    target: str


@dataclass(slots=True)
class Entry:
    """One entry as an edition prints it.

    Attributes:
        eccn: `3A090`.
        heading: its heading without the number, shortened where it runs on.
        reasons: the reasons for control it names.
        rows: its licence requirements, in order.
        paragraphs: labels of its items, `a.1`, in order; reserved ones left out.
        related: entries named in its related controls.
        exceptions: the lines of its list-based exceptions and special conditions, as printed.
        words: words of its items, for finding: single words, never sentences.
        elsewhere: whether it holds no items of its own: reserved, or under another agency or entry.
        defects: what in the text had to be put right or could not be read.
    """

    eccn: str
    heading: str
    reasons: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    related: tuple[str, ...] = ()
    exceptions: list[tuple[str, str]] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    elsewhere: bool = False
    defects: list[str] = field(default_factory=list)


def read_ccl(edition: Edition) -> dict[str, Entry]:
    """All entries of an edition, by number, in print order."""
    entries: dict[str, Entry] = {}
    for eccn, heading, body in _entries(edition.supplement(1, 774)):
        entries[eccn] = _read_entry(eccn, heading, body)
    return entries


def _entries(supplement: Element) -> Iterator[tuple[str, str, list[Element]]]:
    current: tuple[str, str, list[Element]] | None = None
    elements = list(supplement)
    for place, element in enumerate(elements):
        if element.tag in ("FP-2", "FP-1", "FP", "P"):
            found = _HEADING.match(text_of(element))
            # 3A090 was printed as a plain line in January 2025: what follows shows that it is a heading.
            follows = text_of(elements[place + 1]) if place + 1 < len(elements) else ""
            if found and (
                element.tag == "FP-2" or element.find("B") is not None or follows == "License Requirements"
            ):
                if current:
                    yield current
                current = (found["eccn"], found["heading"], [])
                continue
        if current:
            current[2].append(element)
    if current:
        yield current


def _shorten(heading: str, eccn: str) -> str:
    text = re.sub(r"\s*\((?:[Ss]ee List of Items [Cc]ontrolled)\)\.?", "", heading).strip()
    if len(text) <= _HEADING_LIMIT or eccn[1] in "DE":
        return text
    return text[:_HEADING_LIMIT].rsplit(" ", 1)[0] + " …"


_ELSEWHERE = re.compile(
    r"subject to the (?:ITAR|EAR99)|subject to the export licensing authority|\(?[Tt]hese items are|"
    r"\[Reserved\]|See Related Controls Paragraph|Is Controlled by ECCN|are controlled by ECCN"
)
_EMPTY = re.compile(
    r"No (?:items|commodities|software|technology) (?:currently are|is currently|are currently|currently)|"
    r"\bimmediately prior to (?:October 15, 2013|January 6, 2014)|"
    r"export licensing authority of the U\.S\. Department of State"
)
_ITEMS = re.compile(r"List of Items Controlled|Items:")
_EXCEPTIONS = re.compile(
    r"List Based License Exceptions|License Exceptions$|Special Conditions for (?:STA|Strategic)"
)


#: A line of exceptions that stands under the requirements: 2E018 and 6A203 leave the heading out.
_BARE_EXCEPTION = re.compile(r"(?:LVS|GBS|TSR|APP|CIV): ")


def _read_entry(eccn: str, heading: str, body: list[Element]) -> Entry:
    entry = Entry(eccn, _shorten(heading, eccn))
    part, begun = "requirements", False
    entry.elsewhere = bool(_ELSEWHERE.search(heading))
    for element in body:
        text = text_of(element)
        entry.elsewhere |= part == "requirements" and bool(_EMPTY.search(text))
        if _ITEMS.match(text) or (part in ("exceptions", "special") and text.startswith("Related Controls")):
            part = "items"
        elif _EXCEPTIONS.match(text) and (part != "items" or not begun):
            if part == "items":
                entry.defects.append("the list of exceptions is printed below the heading of the items")
            part = "special" if text.startswith("Special") else "exceptions"
            continue
        elif part == "requirements" and _BARE_EXCEPTION.match(text):
            entry.defects.append("exceptions without their heading")
            part = "exceptions"
        elif part == "items":
            begun = True
        if part == "requirements":
            _requirement(entry, element, text)
        elif part in ("exceptions", "special"):
            entry.exceptions.append((part, text))
        else:
            _item(entry, element, text)
    for reading in readings(eccn):
        row = Row(reading.reason, reading.scope, reading.target)
        if reading.target and row not in entry.rows:
            entry.rows.append(row)
    if not entry.rows and not entry.elsewhere:
        entry.defects.append("no licence requirement could be read")
    return entry


def _requirement(entry: Entry, element: Element, text: str) -> None:
    reasons = re.match(r"Reasons? for Control:\s*(.*)", text)
    if reasons:
        entry.reasons = tuple(dict.fromkeys(re.findall(r"\b[A-Z]{2}\b", reasons[1])))
    elif element.tag == "DIV":
        for table in element.iter("TABLE"):
            for cells in grid(table):
                left, right = cells[0].text, cells[1].text if len(cells) > 1 else ""
                # One cell over both columns is printed once and holds both halves.
                right = "" if right == left else right
                _table_row(entry, left, right)
    elif (text.startswith(f"{entry.eccn[0:5]} ") and "are subject to RS1 controls" in text) or re.match(
        rf"{entry.eccn} \w+ (?:is|are) subject to RS1 controls", text
    ):
        entry.rows.append(Row("RS", "*", "column RS 1"))
    elif element.tag != "NOTE":
        prose = _PROSE.match(text)
        if prose:
            _table_row(entry, prose["head"], prose["rule"])


def _table_row(entry: Entry, left: str, right: str) -> None:
    found = _ROW.match(left)
    if not found:
        if left and not left.lower().startswith("note"):
            entry.defects.append(f"a row that names no reason: {left[:60]}")
        return
    scope = found["scope"]
    # Two rows printed in one cell: "NP applies to entire entryAT applies to entire entry".
    second = re.search(r"(?<=[a-z.])\s*(?=[A-Z]{2} applies to)", scope)
    if second and re.match(r".*Column \d\.?\s*[A-Z]{2} Column", right):
        first_target, rest_target = re.split(r"(?<=\d)\.?\s*(?=[A-Z]{2} Column)", right, maxsplit=1)
        entry.defects.append("two rows printed as one")
        _table_row(entry, left[: found.start("scope") + second.start()], first_target)
        _table_row(entry, scope[second.end() :], rest_target)
        return
    if not right:
        moved = _SENTENCE.search(scope)
        if moved:
            right, scope = moved["rule"], scope[: moved.start()]
            entry.defects.append("a row whose second cell is empty, its words in the first")
        else:
            entry.defects.append(f"a row whose second cell is empty: {left[:60]}")
    reasons = re.findall(r"\b[A-Z]{2}\b", found["reasons"]) or ["RUS"]
    if re.fullmatch(r"Column \d\.?", right):
        entry.defects.append(f"a cell that leaves out its reason: {right}")
    for reason in reasons:
        _rows_of(entry, reason, scope.strip(" .") or "entire entry", right)


def _rows_of(entry: Entry, reason: str, scope: str, right: str) -> None:
    reading = next((r for r in readings(entry.eccn) if r.words and r.words in scope), None)
    written = reading.scope if reading else str(read_scope(scope, entry.eccn))
    target = read_target(right, reason, entry.eccn)
    if reason == "UN":
        target = Target(kind="places", places=("UN",), section="746.1(b)")
    if target.kind == "unread":
        entry.defects.append(f"a target not understood: {right[:60]}")
    if target.places == ("IQ", "PK"):
        targets = [
            Target(kind="places", places=("IQ",), section="746.3(a)"),
            Target(kind="places", places=("PK",), section="742.6(a)(12)"),
        ]
    elif target.places == ("IQ",):
        targets = [Target(kind="places", places=("IQ",), section="746.3(a)")]
    else:
        targets = [target]
    entry.rows.extend(Row(reason, written, str(each)) for each in targets)


#: Labels of a list inside a note, which the XML sets like items: 3A090 ends with .c.
_OF_NOTES = {"3A090": ("d",)}


def _item(entry: Entry, element: Element, text: str) -> None:
    if text.startswith("Related Controls") or text.startswith("Related controls"):
        own = Eccn(entry.eccn)
        entry.related = tuple(
            dict.fromkeys(str(code.entry) for code in find_eccns(text) if code.entry != own.entry)
        )
    if element.tag not in ("P", "FP", "FP-1", "FP-2"):
        return
    if not text.startswith("Related"):
        entry.words.update(re.findall(r"[a-z]{4,}", text.casefold()))
    words = re.sub(r"^(?:List of Items Controlled|Items):?\s*", "", text)
    words = re.sub(r"(?<=[0-9a-z]\.)\s+(?=\d)", "", words)
    if _THROUGH.match(words):
        return
    label = _LABEL.match(words)
    if (
        label
        and len(label["label"].split(".")[0]) == 1
        and not words[label.end() :].strip(" .").startswith("[Reserved]")
    ):
        rest = words[label.end() :]
        # A sentence that begins with the article "a" is no label.
        if label["label"] == "a" and words[1:2] != ".":
            return
        taken = (*entry.paragraphs, *_OF_NOTES.get(entry.eccn, ()))
        if rest and label["label"] not in taken:
            entry.paragraphs.append(label["label"])
