"""The entity cell of the BIS lists: who is listed, under which other names, at which addresses.

    Name[ (f.k.a., Former)], a.k.a., the following two aliases:
    —Alias; and
    —Alias.

    First address, Country; and Second address, Country. (See alternate address under Pakistan).

Older cells run name and address together, parted by commas alone; there the name ends at the first comma
that no legal form follows. A cell may also list subordinate institutions or affiliated entities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from licet.core.country import country_code, region_code
from licet.core.trade import Address, Name, NameQuality
from licet.lists.entry_split import (
    FORM,
    FORM_WORD,
    INSTITUTION,
    country_at_end,
    is_place,
    split_addresses,
    split_name,
    tidy_name,
)

__all__ = ["EntryText", "read_entry"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryText:
    """What an entity cell says.

    Attributes:
        names: the primary name first; empty for an address entry or a bare continuation.
        addresses: in printed order.
        see_also: countries under which the same entity stands again.
        address_only: the entry is an address (`Address 07, ...`).
        label: the entry's own label when it is an address (`Address 07`).
        several: the cell names several institutions, not only one under several names.
    """

    names: tuple[Name, ...]
    addresses: tuple[Address, ...]
    see_also: tuple[str, ...] = ()
    address_only: bool = False
    label: str = ""
    several: bool = False


_SEE_ALSO = re.compile(
    r"\(\s*(?:For alternate addresses, )?See\b(?:[^()]|\([^()]*\)?)*\)?\s*\.?", re.IGNORECASE
)
_ADDRESS_ENTRY = re.compile(r"(?P<label>Address \d{1,3}),\s*(?P<rest>.+)", re.DOTALL)
_DASH = re.compile(r"^[—–-]\s*(?=\S)")
_AKA = (
    r"\b(?:a\.?\s?k\.?\s?a|f\.?\s?k\.?\s?a|n\.?\s?k\.?\s?a|formerly known as|also known as|formerly)\b"
    r"\.?\s?,?"
)
_COUNT = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|[a-z]+teen|twelve|eleven|"
    r"twenty(?:-[a-z]+)?|thirty(?:-[a-z]+)?)"
)
_INTRO = re.compile(
    rf"[,;]?\s*(?:{_AKA}\s*(?:and\s+)?|\band\s+)(?:including\s+)?(?:as\s+)?(?:the\s+)*(?:{_COUNT}\s+)?"
    rf"(?:follow(?:ing)?\s+)?"
    rf"(?:the\s+following\s+)?(?:{_COUNT}\s+)?(?:alia(?:s|ses|es)|entity|names?)\b(?P<more>[^:\n—]*)(?:[:,]|$)?\s*",
    re.IGNORECASE,
)
# "and the following four subordinate entities:" behind an alias
_FURTHER = re.compile(r"[;,]?\s*and the following \w+ subordinate entities:?\s*$", re.IGNORECASE)
# A line of a list that goes on with an address: "Building 2, Area B, ..."
_PLACE_FIRST = re.compile(r"(?:Building|Bldg|No|Room|Rm|Floor|Suite|Unit|\d\w*)\b", re.IGNORECASE)
_IN_BRACKETS = re.compile(rf",?\s*\(\s*(?={_AKA})(?P<inside>[^()]*(?:\([^()]*\)[^()]*)*)\)\s*", re.IGNORECASE)
_ONE_AKA = re.compile(rf"[,;]?\s*(?P<word>{_AKA})\s*", re.IGNORECASE)
_SUBORDINATE = re.compile(
    r"^\s*(?:Affiliated entit(?:y|ies)|Subordinate (?:institution|entit(?:y|ies)))\s*:?\s*", re.I
)
_LISTING = re.compile(r"^\s*Affiliated entities\s*:?\s*$", re.IGNORECASE)
_FOLLOWING = re.compile(r"^The following (?P<what>[^:\n]+?):\s*$", re.IGNORECASE)
_ADDRESSES_FOLLOW = re.compile(
    r"^(?:The following address(?:es)? appl|Address(?:es)? for ).*?:\s*(?=$|\S)", re.IGNORECASE
)
_OF_PARENT = re.compile(
    r"^(?P<parent>.+?),?\s+subordinate institution:\s*(?P<name>.*)$", re.IGNORECASE | re.DOTALL
)


def read_entry(cell: str, country: str) -> EntryText:
    """An entity cell, its lines parted by newlines, as names and addresses.

    Args:
        cell: the text; a `<br/>` of the document is a newline.
        country: ISO code of the country the row stands under, used where an address names none.
    """
    see_also, text = _take_see_also(cell.strip(), country)
    found = _ADDRESS_ENTRY.fullmatch(" ".join(text.split()))
    if found:
        return EntryText(
            names=(),
            addresses=split_addresses(found["rest"], country),
            see_also=see_also,
            address_only=True,
            label=found["label"],
        )
    walker = _Walker()
    walker.walk(text.split("\n"))
    return EntryText(
        names=_unique(walker.names),
        addresses=split_addresses("\n".join(walker.places), country),
        see_also=see_also,
        several=walker.several,
    )


def _take_see_also(text: str, country: str) -> tuple[tuple[str, ...], str]:
    codes: list[str] = []
    for found in _SEE_ALSO.finditer(text):
        words = re.sub(r"[()]", " ", found.group())
        words = re.sub(r"^.*?\b(?:under|in)\b(?:\s+the\b)?", "", " ".join(words.split()), flags=re.IGNORECASE)
        for word in re.split(r",|\band\b|;", words):
            code = country_code(word.strip(" .")) or country_code(word.strip())
            if region_code(word) and not code:
                code = "UA"
            if code and code != country and code not in codes:
                codes.append(code)
    return tuple(codes), _SEE_ALSO.sub("", text).strip()


class _Walker:
    """Goes through a cell line by line and sorts what it finds into names and places."""

    def __init__(self) -> None:
        self.names: list[Name] = []
        self.places: list[str] = []
        self.several = False
        self._expects = "head"

    def walk(self, lines: list[str]) -> None:
        """Read all lines."""
        lines = [line.strip() for line in lines]
        for at, line in enumerate(lines):
            last = not any(lines[at + 1 :])
            self._line(line, last=last, blank_next=at + 1 < len(lines) and not lines[at + 1])

    def _line(self, line: str, *, last: bool, blank_next: bool) -> None:
        if not line:
            if self.names and self._expects != "list":
                self._expects = "place"
        elif _LISTING.match(line):
            self._expects, self.several = "list", True
        elif _DASH.match(line) or self._expects == "alias":
            self._expects = "after head" if self._expects == "alias" else self._expects
            alias = _DASH.sub("", line)
            if "|" in line or (last and not self.places and self._expects != "list"):
                self._in_line_aliases(alias)
            else:
                self._alias_line(alias)
        elif found := _ADDRESSES_FOLLOW.match(line):
            self._expects = "place"
            self._place(line[found.end() :])
        elif found := _FOLLOWING.match(line):
            self._name(found["what"])
            self.several = True
        elif found := _SUBORDINATE.match(line):
            self.several = True
            self._expects = "head"
            if line[found.end() :]:
                self._head(line[found.end() :], alone=False)
        elif self._expects in ("head", "list"):
            was, self._expects = self._expects, "after head"
            self._head(line, alone=last or not blank_next)
            self._expects = "list" if was == "list" else self._expects
        else:
            self._place(line)

    def _name(self, text: str, quality: NameQuality = NameQuality.STRONG) -> None:
        plain = tidy_name(text)
        if any(char.isalnum() for char in plain):
            self.names.append(Name(text=plain, quality=quality if self.names else NameQuality.PRIMARY))

    def _place(self, text: str) -> None:
        if text.strip(" .,;"):
            self.places.append(text.strip())

    def _alias_line(self, line: str) -> None:
        line, further = _FURTHER.subn("", line)
        self.several = self.several or further > 0
        intro = _INTRO.search(line)
        if intro:
            line = f"{line[: intro.start()]}; {line[intro.end() :]}"
        for quality, text in _also_known(re.sub(r"\s+and$", "", line)):
            name, place = _split_alias(text) if self.several else (text, "")
            self._name(name, quality)
            self._place(f"{place};")

    def _head(self, line: str, *, alone: bool) -> None:
        """A line that begins with a name; `alone` when its address can only stand behind a comma."""
        parent = _OF_PARENT.match(line)
        if parent and parent["name"].strip():
            line = parent["name"]
        bracketed = [found["inside"] for found in _IN_BRACKETS.finditer(line)]
        line = _IN_BRACKETS.sub(lambda found: ", " if "," in found.group()[-3:] else " ", line).replace(
            " ,", ","
        )
        line = re.sub(r";?(?:\s+and)?$", "", " ".join(line.split()))
        intro = _INTRO.search(line)
        if intro:
            self._name(line[: intro.start()])
            rest = _DASH.sub("", line[intro.end() :].strip())
            if "subordinate" in intro["more"].lower() or "affiliated" in intro["more"].lower():
                self.several = True
            self._in_line_aliases(rest)
            if not rest:
                self._expects = "alias"
        elif found := _ONE_AKA.search(line, 1):
            self._name(line[: found.start()])
            self._in_line_aliases(line[found.start() :])
        elif alone or "|" in line or _is_placed(line) or _PLACE_FIRST.match(split_name(line)[1]):
            name, place = split_name(line)
            if self.names and _PLACE_FIRST.match(name) and not FORM_WORD.search(name):
                self._place(line)
            else:
                self._name(name)
                self._place(place)
        else:
            self._name(line)
        for inside in bracketed:
            for quality, text in _also_known(inside):
                for part in _person_list(text):
                    self._name(part, quality)
        if parent and parent["name"].strip() and self.names:
            self._name(f"{parent['parent']} subordinate institution: {self.names[-1].text}")

    def _in_line_aliases(self, rest: str) -> None:
        """Aliases on one line, the last of them with an address behind it."""
        pieces = list(_also_known(rest))
        for at, (quality, text) in enumerate(pieces):
            name, place = _split_alias(text)
            self._name(name, quality)
            if place:
                places = "; ".join([place, *(later for _, later in pieces[at + 1 :])])
                self._place(f"{places};" if self.several else places)
                return


def _split_alias(text: str) -> tuple[str, str]:
    """An alias and the address behind it, parted by a full stop or a comma; none when it names no place."""
    found = re.match(
        r"(?P<name>[^.]*(?:\b(?:\w\.)+[^.]*|\b(?:Co|Ltd|Inc|Corp|Dr|St)\.[^.]*)*)\.\s+(?P<place>.+)", text
    )
    form_next = found and re.match(rf"{FORM}\b", found["place"], re.IGNORECASE)
    if found and "|" not in text and not form_next and is_place(found["place"]) and "," not in found["name"]:
        return found["name"], found["place"]
    name, place = split_name(text)
    placed = "|" in text or ("," in place and is_place(place)) or bool(country_at_end(place.rstrip(" .;")))
    return (name, place) if place and placed and not place.startswith("(") else (text, "")


def _also_known(text: str) -> Iterator[tuple[NameQuality, str]]:
    """`a.k.a. X; a.k.a. Y, f.k.a., Z` one by one, former names marked as such."""
    quality = NameQuality.STRONG
    at = 0
    for found in _ONE_AKA.finditer(text):
        before = text[at : found.start()]
        yield from ((quality, part) for part in _parts(before))
        word = found["word"].lower()
        quality = NameQuality.FORMER if word.startswith("f") else NameQuality.STRONG
        at = found.end()
    yield from ((quality, part) for part in _parts(text[at:]))


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r";\s*(?:and\b)?", text) if part.strip(" .,;")]


def _person_list(text: str) -> list[str]:
    """`Huang Yulan, Jancy Wong and Yuh Lan Wong` as three; what holds an institution's word stays whole."""
    parts = re.split(r",\s+(?:and\s+)?|\s+and\s+", text.strip())
    persons = all(2 <= len(part.split()) <= 4 for part in parts) and not re.search(r"\d", text)
    return parts if persons and not (INSTITUTION.search(text) or FORM_WORD.search(text)) else [text]


def _is_placed(line: str) -> bool:
    return "," in line and bool(country_at_end(line.rstrip(" .;")))


def _unique(names: list[Name]) -> tuple[Name, ...]:
    seen: dict[str, Name] = {}
    for name in names:
        seen.setdefault(name.text.casefold(), name)
    return tuple(seen.values())
