"""What a Federal Register document says in words: what it does, to which document, clause by clause.

    a. Under CHINA, PEOPLE'S REPUBLIC OF: i. Adding, in alphabetical order, an entry for "X"; and ii. ...

Clauses come as gerunds or orders, in one paragraph or in lettered ones after a numbered one; the country of a
clause is the last that was named. Paragraphs about anything but the Entity List's table are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date

from licet.core.cite import Scheme, find_citations
from licet.core.country import country_code
from licet.lists.change_set import Action, FilingKind, find_day

__all__ = ["Clause", "acts_alone", "amended", "clauses_of", "corrects_in_words", "effective_day", "kind_of"]

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
_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen",
    "seventeen eighteen nineteen",
)
_ONE_TO_NINETEEN = " ".join(_ONES).split()
_TENS = tuple(f"{stem}ty" for stem in ("twen", "thir", "for", "fif", "six", "seven", "eigh", "nine"))
_NUMBERS = {word: at for at, word in enumerate(_ONE_TO_NINETEEN, 1)} | {
    word: at for at, word in zip(range(20, 100, 10), _TENS, strict=True)
}
_SPELT = "|".join(
    [f"(?:{'|'.join(_TENS)})-(?:{'|'.join(_ONE_TO_NINETEEN[:9])})", *_ONE_TO_NINETEEN, *_TENS],
)
_COUNTED = re.compile(
    rf"\b(\d{{1,3}}|{_SPELT})\s+(?:\w+\s+){{0,2}}?(?:entities|entity|entries|entry)\b", re.IGNORECASE
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
        count: how many entries it says it writes; None when it says no number.
    """

    action: Action
    country: str
    names: tuple[str, ...]
    count: int | None = None


def kind_of(action: str, title: str) -> FilingKind:
    """What a document does, by its ACTION line; by the end of its title where that says nothing.

    A title such as `Revision and Correction of Entries` is of a rule: only `; Correction` at its end is not.
    """
    action, title = action.casefold(), title.casefold()
    for kind, words in (
        (FilingKind.WITHDRAWAL, ("withdrawal", "withdrawn", "rescission", "rescinded")),
        (FilingKind.DELAY, ("delay of effective date", "delayed", "postponement")),
        (FilingKind.CORRECTION, ("correction", "correcting amendment")),
    ):
        endings = tuple(f"; {word}{s}" for word in words for s in ("", "s"))
        if any(word in action for word in words) or title.rstrip(".").endswith(endings):
            return kind
    return FilingKind.RULE


def acts_alone(action: str, title: str, told: str) -> bool:
    """Whether a document delays or withdraws an earlier rule on the Entity List: it needs no table for that.

    Args:
        action: its ACTION line.
        title: its title.
        told: its SUMMARY and DATES.
    """
    on_the_list = "entity list" in f"{title} {told}".casefold()
    return on_the_list and kind_of(action, title) in (FilingKind.DELAY, FilingKind.WITHDRAWAL)


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


def amended(told: Iterable[str], own: Set[str]) -> tuple[str, ...]:
    """What the earlier document is known by: numbers and pages that are cited, and days of publication.

    Args:
        told: the document's paragraphs.
        own: its own number and page.
    """
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


def clauses_of(paragraphs: Iterable[str]) -> tuple[list[Clause], list[str]]:
    """The clauses on the Entity List's table, and those that change an entry in words alone."""
    found: list[Clause] = []
    left: list[str] = []
    inside, country = True, ""
    for text in paragraphs:
        if _NUMBERED.match(text):
            inside, country = "supplement no. 4" in text.casefold(), ""
        if inside:
            country = _read(text, country, found, left)
    return found, left


def corrects_in_words(text: str) -> bool:
    """Whether a paragraph of a preamble tells what is corrected in an entry that it quotes."""
    return "correct" in text.casefold() and "entr" in text.casefold() and bool(_QUOTED.search(text))


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
        found.append(
            Clause(action=_ACTIONS[stem], country=under, names=names, count=_count(plain[verb.end() : end]))
        )
    named = _UNDER.findall(plain)
    return (country_code(named[-1]) or "") if named else country


def _count(text: str) -> int | None:
    """How many entries a clause says it writes: `twenty-eight entities`, `13 Chinese entries`."""
    stated = _COUNTED.search(text)
    if stated is None:
        return None
    word = stated[1].casefold()
    if word.isdigit():
        return int(word)
    tens, _, ones = word.partition("-")
    return _NUMBERS[tens] + (_NUMBERS[ones] if ones else 0)
