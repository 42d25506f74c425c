"""What an entry says of licence exceptions: LVS, GBS, TSR, STA conditions and the rest, as coded lines.

One line is (symbol, value, scope, but, where):

    value   dollars for LVS; `yes`; `no`; `unread` when the words are not understood
    scope   which part of the entry, in the written form of `scope`
    but     reasons for control that close it ("N/A for MT")
    where   the destinations it speaks of: groups or countries taken in, `-` taken out, `!RS 2` a column
            that is not marked; empty for all

Lines that say no come first when they are asked; a part of an entry of which nothing is said is not granted.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from licet.law.us.ear.scope import Scope, Term, read_scope

__all__ = ["SYMBOLS", "Grant", "fingerprint", "read_grants", "statements"]

SYMBOLS = ("LVS", "GBS", "TSR", "STA", "NAC/ACA", "AIA", "ACM", "LPP", "HBM", "IEC", "ACE", "APP", "ENC")


@dataclass(frozen=True, slots=True)
class Grant:
    """One coded line of an entry's licence exceptions."""

    symbol: str
    value: str
    scope: str = "*"
    but: str = ""
    where: str = ""


_START = re.compile(
    r"(?P<symbol>LVS|GBS|TSR|STA|NAC/ACA|AIA|ACM|LPP|HBM|IEC|ACE|APP|ENC|CIV)\s*:\s*(?P<text>.*)"
)


def statements(lines: list[tuple[str, str]]) -> dict[str, str]:
    """Symbol to its whole sentence, continuation lines joined; notes left out."""
    found: dict[str, list[str]] = {}
    symbol = ""
    for part, text in lines:
        start = _START.match(text)
        if start:
            symbol = start["symbol"]
            found.setdefault(symbol, []).append(start["text"])
        elif part == "special":
            symbol = "STA"
            if not text.startswith(("Note", "License Requirement Notes")):
                found.setdefault(symbol, []).append(text)
        elif symbol and not text.startswith(("Note", "License Exceptions Note")):
            found[symbol].append(text)
    return {name: " ".join(texts) for name, texts in found.items()}


def fingerprint(text: str) -> str:
    """Eight hex digits that tell whether an official sentence is still the one that was read."""
    return f"{zlib.crc32(text.encode()):08x}"


@lru_cache(maxsize=1)
def _readings() -> dict[tuple[str, str], tuple[str, tuple[Grant, ...]]]:
    text = resources.files(__package__).joinpath("grants.tsv").read_text(encoding="utf-8")
    found: dict[tuple[str, str], tuple[str, tuple[Grant, ...]]] = {}
    for line in text.splitlines()[1:]:
        eccn, symbol, mark, value, scope, but, where = line.split("\t")
        _, grants = found.get((eccn, symbol)) or ("", ())
        found[(eccn, symbol)] = (mark, (*grants, Grant(symbol, value, scope or "*", but, where)))
    return found


def read_grants(eccn: str, symbol: str, text: str) -> tuple[Grant, ...]:
    """The coded lines of one sentence; a single `unread` line when it is not understood."""
    known = _readings().get((eccn, symbol))
    if known and fingerprint(text) in known[0].split(","):
        return known[1]
    words = text.replace("“", "").replace("”", "").replace('"', "")
    words = " ".join(words.split()).strip(" .;")
    found: tuple[Grant, ...] | None
    if symbol == "LVS":
        found = _value(eccn, words)
    elif symbol == "STA":
        found = _sta(eccn, words)
    else:
        found = _yes(eccn, symbol, words)
    return found if found is not None else (Grant(symbol, "unread"),)


_AMOUNT = re.compile(
    r"(?:Yes:?,?\s*(?:for:)?\s*)?(?P<value>\$[\d,]+|N/A)(?P<rest>.*?)(?=\$\d|N/A|$)", re.IGNORECASE
)
_REASONS = re.compile(
    r"(?:for )?(?P<r>(?:NS|MT|NP|CB|RS|UN|CC)(?:(?:,| and| or) (?:NS|MT|NP|CB|RS|UN|CC))*)"
    r"(?: items| reasons)?"
)


def _value(eccn: str, text: str) -> tuple[Grant, ...] | None:
    if text.upper() == "N/A":
        return (Grant("LVS", "no"),)
    found: list[Grant] = []
    consumed = 0
    closed: list[str] = []
    for match in _AMOUNT.finditer(text):
        consumed += match.end() - match.start()
        value = match["value"].lstrip("$").rstrip(",").replace(",", "")
        rest = re.sub(r",?\s*\b(?:except|and)\s*$", "", match["rest"].strip(" .;,:")).strip(" .;,:")
        if value.upper() == "N/A":
            for piece in _pieces(rest):
                reasons = _REASONS.fullmatch(piece)
                if reasons:
                    closed += re.findall(r"[A-Z]{2}", reasons["r"])
                else:
                    found.append(Grant("LVS", "no", _scope(piece, eccn)))
        else:
            found.append(Grant("LVS", value, _scope(rest, eccn)))
    if not found or consumed < len(text) - 12:
        return None
    return tuple(
        Grant(g.symbol, g.value, g.scope, " ".join(dict.fromkeys(closed)) if g.value != "no" else "")
        for g in found
    )


def _pieces(rest: str) -> list[str]:
    return [piece for piece in re.split(r"\s+and for\s+|;\s*(?:and\s+)?|^for\s+", rest) if piece]


def _scope(words: str, eccn: str) -> str:
    text = re.sub(r"^[,:]?\s*(?:for\s+)?", "", words.strip())
    text = re.sub(r"^(?:all other items|items)$", "", text)
    if not text:
        return "*"
    excepted = re.match(r"except\s+(?:for\s+)?(?P<what>.*)", text)
    if excepted:
        what = re.sub(r"^semiconductor manufacturing equipment specified in\s+", "", excepted["what"])
        return str(read_scope(f"entire entry except {what}", eccn))
    return str(read_scope(text, eccn))


_SEE = re.compile(r",?\s*[Ss]ee (?:also )?§.*$")


def _yes(eccn: str, symbol: str, text: str) -> tuple[Grant, ...] | None:
    words = _SEE.sub("", text).strip(" .;,")
    if re.fullmatch(r"N/?A|No", words, re.IGNORECASE):
        return (Grant(symbol, "no"),)
    said = re.match(r"Yes\b[,:]?\s*", words)
    if not said:
        return None
    rest = words[said.end() :]
    where = ""
    outside = re.search(r",?\s*except to Country Group E:1 or E:2", rest)
    if outside:
        where, rest = "-E:1 -E:2", rest.replace(outside[0], "")
    closed = re.fullmatch(r",?\s*except (?:N/A )?(?:for )?(?P<r>[A-Z]{2}(?:(?:,| and) [A-Z]{2})*)", rest)
    if closed:
        return (Grant(symbol, "yes", "*", " ".join(re.findall(r"[A-Z]{2}", closed["r"])), where),)
    if re.search(r"\bN/A\b|\bexcept(?:ed)?\b.*\b(?:except|for the following|destinations)\b", rest):
        return None
    if rest and not rest.startswith(("for", "except", eccn, "certain")):
        return None
    if rest.startswith("certain") or rest.startswith("for certain"):
        return (Grant(symbol, "yes", "*?certain items only, as the section says", "", where),)
    return (Grant(symbol, "yes", _scope(re.sub(r"\s+only$", "", rest), eccn), "", where),)


_GROUPS = re.compile(
    r"\s*,?\s*to any of the destinations listed in Country Groups? (?P<g>A:5 or A:6|A:6|A:5)[^.;,]*"
)


def _sta(eccn: str, text: str) -> tuple[Grant, ...] | None:
    found: list[Grant] = []
    text = re.sub(r"\(See [Ss]upp[^)]*\)\s*(?:of the EAR)?", "", text, flags=re.IGNORECASE)
    text = re.sub(r"\(§ ?740\.20\(c\)\([12]\)\)? of the EAR\)?", "", text)
    for sentence in _sentences(text):
        grants = _sta_sentence(eccn, sentence)
        if grants is None:
            return None
        found += grants
    return tuple(found)


def _sentences(text: str) -> Iterator[str]:
    for part in re.split(r"(?:(?<=[a-z0-9)])\.\s+(?=[A-Z(\d])|^\s*)(?:\(?\d\)?\.?\s+)?", text):
        sentence = part.strip(" .;")
        if sentence:
            yield sentence


_WHAT = re.compile(
    r"^(?:any|all)?\s*(?:items?|commodit(?:y|ies)|software|technology)\s+(?:specified )?(?:in|by|under)\s+"
)


def _sta_sentence(eccn: str, sentence: str) -> list[Grant] | None:
    paragraph = re.match(
        r"Paragraph \(c\)\((?P<n>[12])\) of License Exception STA\s*(?:of the EAR)?", sentence
    )
    named = re.match(r"License Exception STA\s*(?:\(§ 740\.20 of the EAR\))?", sentence)
    groups = _GROUPS.search(sentence)
    if not (paragraph or named) or "may not be used" not in sentence:
        return None
    if paragraph:
        where = {"1": "A:5", "2": "A:6"}[paragraph["n"]]
    elif groups:
        where = groups["g"].replace(" or", "")
    else:
        where = ""
    if len(_GROUPS.findall(sentence)) > 1:
        return None
    body = _GROUPS.sub("", sentence)
    body = body.split("may not be used", 1)[1]
    unless = re.search(r",?\s*unless determined by BIS.*$", body)
    body = body[: unless.start()] if unless else body
    body = re.sub(r"^\s*(?:to ship or transmit|to ship|for)\s+", "", body).strip(" .,")
    body = _WHAT.sub("", body).strip(" .,")
    body = re.sub(r"^(?:ECCN )", "", body)
    own = rf"(?:this (?:entry|ECCN)(?: {eccn})?|{eccn})"
    if re.fullmatch(rf"{own}(?: entry)?|(?:any )?(?:software|technology|items?)(?: in {own})?", body):
        return [Grant("STA", "no", "*", "", where)]
    scope = read_scope(re.sub(rf"\s+(?:entry|in {own})$", "", body), eccn)
    if unless:
        scope = Scope(
            terms=tuple(
                Term(
                    paragraph=t.paragraph,
                    out=t.out,
                    condition="BIS has not determined it eligible (740.20(g))",
                )
                for t in scope.terms
            )
        )
    return [Grant("STA", "no", str(scope), "", where)]
