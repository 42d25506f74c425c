"""What a Federal Register document says in words: what it does, to which document, clause by clause.

    a. Under CHINA, PEOPLE'S REPUBLIC OF: i. Adding, in alphabetical order, an entry for "X"; and ii. ...

Clauses come as gerunds or orders, in one paragraph or in lettered ones after a numbered one; the country of a
clause is the last that was named. Paragraphs about anything but the Entity List's table are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date

from lxml import etree

from licet.core.cite import Scheme, find_citations
from licet.core.country import country_code
from licet.lists.change_set import Action, FilingKind, find_day
from licet.lists.xml import text_of

__all__ = ["Clause", "amended", "clauses_of", "effective_day", "kind_of"]

_VERB = re.compile(
    r"\b(adding|revising|removing|correcting|corrected|add|revise|remove|correct)\b", re.IGNORECASE
)
_ACTIONS = {
    "add": Action.ADDED,
    "revis": Action.REVISED,
    "remov": Action.REMOVED,
    "correct": Action.REVISED,
}
_QUOTED = re.compile('[“"]([^”"]+)[”"]')
_UNDER = re.compile(r"\b[Uu]nder\s+(?:the\s+)?([A-Z][\w'’. ]*?)(?=[,:])")
_NUMBERED = re.compile(r"\s*\d+\s*\.")
#: What is changed inside an entry by words alone, with no row of the table to read.
_IN_WORDS = re.compile(
    r"\s*(?:the|an?|one|two|three|its)?\s*(?:phrase|words?|citation|reference|address(?:es)?|alias(?:es)?)\b",
    re.IGNORECASE,
)
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = rf"(?:{_MONTH})\s+\d{{1,2}},\s+\d{{4}}"
_EFFECTIVE = re.compile(rf"\beffective\b(?:(?!\bpublished\b)[^.])*?({_DAY})", re.IGNORECASE)
_GONE = re.compile(rf"\b(?:as of|effective|withdrawn|rescinded)\s+(?:on\s+)?({_DAY})", re.IGNORECASE)
_UNTIL = re.compile(
    rf"\b(?:delay|postpon|stay|extend)\w*\b.*?\b(?:until|to)\s+({_DAY})", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One amendatory clause.

    Attributes:
        action: what it does.
        country: the country it stands under; empty when none is named.
        names: the entries that it quotes; empty when it quotes none.
    """

    action: Action
    country: str
    names: tuple[str, ...]


def kind_of(rule: etree._Element) -> FilingKind:
    """What a document does, by its ACTION line; by the end of its title where that says nothing.

    A title such as `Revision and Correction of Entries` is of a rule: only `; Correction` at its end is not.
    """
    action, title = (_text(rule, tag).casefold() for tag in ("ACT", "SUBJECT"))
    for kind, words in (
        (FilingKind.WITHDRAWAL, ("withdrawal", "withdrawn", "rescission", "rescinded")),
        (FilingKind.DELAY, ("delay of effective date", "delayed", "postponement")),
        (FilingKind.CORRECTION, ("correction", "correcting amendment")),
    ):
        endings = tuple(f"; {word}{s}" for word in words for s in ("", "s"))
        if any(word in action for word in words) or title.rstrip(".").endswith(endings):
            return kind
    return FilingKind.RULE


def effective_day(text: str, kind: FilingKind) -> date | None:
    """The day in a document's DATES that counts: of a delay, the one to which the earlier rule is put off."""
    if kind is FilingKind.DELAY:
        put_off = _UNTIL.search(text)
        return find_day(put_off[1]) if put_off else None
    if kind is FilingKind.WITHDRAWAL:
        gone = _GONE.search(text)
        return find_day(gone[1]) if gone else None
    stated = _EFFECTIVE.search(text)
    return find_day(stated[1]) if stated else find_day(text)


def amended(rule: etree._Element, own: Set[str]) -> tuple[str, ...]:
    """What the earlier document is known by: numbers and pages that are cited, and days of publication.

    Args:
        rule: the document.
        own: its own number and page.
    """
    told = [_text(rule, tag) for tag in ("SUM", "EFFDATE")]
    told += [text_of(one) for part in rule.iter("SUPLINF") for one in part.iter("P", "AMDPAR")]
    found: dict[str, None] = {}
    for text in told:
        for cite in find_citations(text):
            if cite.scheme in (Scheme.FR, Scheme.FR_DOC):
                found[cite.section if cite.scheme is Scheme.FR_DOC else str(cite)] = None
        for day in re.findall(rf"\b(?:published|appeared)\b[^.]*?({_DAY})", text):
            known = find_day(day)
            if known:
                found[known.isoformat()] = None
    return tuple(one for one in found if one not in own)


def clauses_of(part: etree._Element) -> tuple[list[Clause], list[str]]:
    """The clauses on the Entity List's table, and those that change an entry in words alone."""
    found: list[Clause] = []
    left: list[str] = []
    inside, country = True, ""
    for text in _paragraphs(part):
        if _NUMBERED.match(text):
            inside, country = "Supplement No. 4" in text, ""
        if inside:
            country = _read(text, country, found, left)
    return found, left


def _paragraphs(part: etree._Element) -> Iterator[str]:
    if part.find(".//AMDPAR") is not None:
        yield from (text_of(one) for one in part.iter("AMDPAR"))
        return
    for one in part.iter("P"):
        text = text_of(one)
        if "correct" in text.casefold() and "entr" in text.casefold() and _QUOTED.search(text):
            yield text


def _read(text: str, country: str, found: list[Clause], left: list[str]) -> str:
    """Read one paragraph's clauses; returns the country that the next paragraph stands under."""
    # a name may hold any word: it is blanked where verbs are looked for
    plain = _QUOTED.sub(lambda match: "“" + " " * (len(match[0]) - 2) + "”", text)
    verbs = list(_VERB.finditer(plain))
    for number, verb in enumerate(verbs):
        end = verbs[number + 1].start() if number + 1 < len(verbs) else len(text)
        named = _UNDER.findall(plain[: verb.end()])
        under = (country_code(named[-1]) or "") if named else country
        last = verb[1].lower() == "corrected"
        span = (
            slice(verbs[number - 1].end() if number else 0, verb.start()) if last else slice(verb.end(), end)
        )
        if _IN_WORDS.match(plain[verb.end() : end]) and not last:
            left.append(f"an amendment in words: `{' '.join(text[verb.start() : end].split())[:120]}`")
            continue
        stem = next(stem for stem in _ACTIONS if verb[1].lower().startswith(stem))
        names = tuple(name.strip(" ,.;") for name in _QUOTED.findall(text[span]))
        found.append(Clause(action=_ACTIONS[stem], country=under, names=names))
    named = _UNDER.findall(plain)
    return (country_code(named[-1]) or "") if named else country


def _text(element: etree._Element, tag: str) -> str:
    found = element.find(f".//{tag}")
    return "" if found is None else text_of(found)
