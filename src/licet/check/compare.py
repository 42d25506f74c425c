"""What a case expects against what was answered, part by part, in words.

Rules are compared by paragraph: `15 CFR 744.11(a)` is met by a requirement that cites it or a part of it.
A rule or regime named by no place needs two thirds of its words in one requirement or overlay; a question or
a duty half of them, or three.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from licet.core.answer import Truth
from licet.core.deal import Trade
from licet.core.listing import Verb
from licet.law.book import Limb
from licet.law.us.ear.determination import Counted, Determination

__all__ = ["differences"]

_SECTION = re.compile(r"(?<![\d.])(\d{3}\.\d{1,3})((?:\([0-9a-zA-Z]{1,5}\))*)")
_SUPPLEMENT = re.compile(r"Supp(?:lement)?\.?\s+No\.?\s*(\d+)\s+to\s+part\s+(\d+)", re.IGNORECASE)
_SUPPLEMENT_OURS = re.compile(r"part\s+(\d+),\s+Supplement\s+No\.\s*(\d+)", re.IGNORECASE)
_COLUMN = re.compile(r"\b(?!GP)([A-Z]{2})\s*(?:Column\s*)?(\d)\b")
_TREASURY = re.compile(r"\b31\s+CFR\s+(?:part\s+)?5\d\d\b")
_PART = re.compile(r"\bpart (\d{3})\b")
_STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "or",
        "of",
        "the",
        "to",
        "for",
        "is",
        "are",
        "be",
        "in",
        "on",
        "at",
        "by",
        "with",
        "whether",
        "which",
        "what",
        "who",
        "if",
        "it",
        "its",
        "this",
        "that",
        "from",
        "not",
        "no",
        "any",
        "all",
        "has",
        "have",
        "been",
        "as",
        "under",
        "than",
        "then",
        "can",
        "could",
        "would",
        "may",
        "must",
        "do",
        "does",
        "did",
        "they",
        "their",
        "there",
        "into",
        "also",
        "cfr",
        "part",
        "section",
        "license",
        "licence",
    ]
)


def differences(expect: Mapping[str, Any], found: Determination, trade: Trade) -> Iterator[str]:
    """Each part of the expectation that the determination does not answer."""
    yield from _outcome(expect, found)
    yield from _requires(expect, found)
    yield from _not_required(expect, found)
    yield from _exceptions(expect.get("exceptions") or {}, found)
    yield from _flags(expect, found, trade)
    yield from _words(expect.get("needs") or (), _questions(found), "needs")
    yield from _words(expect.get("conditions") or (), _duties(found), "condition")
    yield from _overlays(expect.get("overlay") or (), found)


def _outcome(expect: Mapping[str, Any], found: Determination) -> Iterator[str]:
    subject = expect.get("subject_to_ear")
    if subject is not None:
        wanted = {True: "yes", False: "no"}.get(subject, str(subject))
        if wanted != found.subject.value:
            yield f"subject to the EAR: expected {wanted}, answered {found.subject.value}"
    outcome = expect.get("outcome")
    accepted = {outcome, *(expect.get("outcome_also") or ())} - {None}
    if accepted and found.verdict.name not in accepted:
        yield f"outcome: expected {' or '.join(sorted(map(str, accepted)))}, answered {found.verdict.name}"
    if found.verdict.name in (expect.get("must_not") or ()):
        yield f"outcome: must not be {found.verdict.name}"


# ---------------------------------------------------------------- rules


def _places(text: str) -> set[tuple[str, str]]:
    """The paragraphs, supplements and columns that a text names, as (place, detail)."""
    found = {(section, paragraph) for section, paragraph in _SECTION.findall(text)}
    found |= {(f"supp{number}to{part}", "") for number, part in _SUPPLEMENT.findall(text)}
    found |= {(f"supp{number}to{part}", "") for part, number in _SUPPLEMENT_OURS.findall(text)}
    return found


def _columns(text: str) -> set[str]:
    return {f"{reason} {number}" for reason, number in _COLUMN.findall(text)}


def _agree(ours: set[tuple[str, str]], theirs: set[tuple[str, str]]) -> bool:
    """Whether some place of one lies in, or contains, a place of the other."""
    return any(
        place == other and (detail.startswith(more) or more.startswith(detail))
        for place, detail in ours
        for other, more in theirs
    )


_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_PROHIBITION = re.compile(
    r"\b(?:GP|General Prohibition)\s*(\d+|" + "|".join(_NUMBERS) + r")\b", re.IGNORECASE
)


def _prohibition(text: str) -> int:
    """The General Prohibition that a text names; 0 for none."""
    found = _PROHIBITION.search(text)
    if found is None:
        return 0
    word = found[1].casefold()
    return int(word) if word.isdigit() else _NUMBERS.index(word) + 1


def _cited(counted: Counted) -> str:
    limb = counted.limb
    return f"{limb.citation}; {limb.reading.why}"


def _requires(expect: Mapping[str, Any], found: Determination) -> Iterator[str]:
    met = found.met()
    for wanted in expect.get("requires") or ():
        rule = str(wanted.get("rule"))
        standing = [each for each in met if _same_rule(rule, each)]
        if not standing:
            if _overlay_says(rule, found):
                continue
            yield f"requirement `{rule}` was not reported as met"
            continue
        columns = _columns(rule)
        held = {column for each in standing for column in _columns(_cited(each))}
        if columns and not columns <= held:
            yield f"requirement `{rule}`: {', '.join(sorted(columns - held))} not reported"
        yield from _policy(wanted, standing)


def _same_rule(rule: str, counted: Counted) -> bool:
    gp = counted.limb.rule.gp
    ours = _places(counted.limb.citation) | {("736.2", f"(b)({gp})")}
    theirs = _places(rule)
    if theirs:
        return _agree(ours, theirs)
    if named := _prohibition(rule):
        return gp == named
    parts = set(_PART.findall(rule))
    if parts:
        return any(place.split(".")[0] in parts for place, _ in ours)
    # A rule named by no place (`denial order, standard terms`).
    return _mostly(_meaning(rule), _meaning(f"{counted.limb.rule.says} {counted.limb.rule.doc}"), least=2)


def _mostly(wanted: set[str], told: set[str], *, least: int) -> bool:
    """Whether two thirds of the words, and so many at least, are among those told."""
    shared = wanted & told
    return len(shared) >= least and len(shared) * 3 >= len(wanted) * 2


def _overlay_says(rule: str, found: Determination) -> bool:
    wanted, theirs = _meaning(rule), _places(rule)
    return any(
        limb.truth is Truth.YES
        and (
            _agree(_places(limb.rule.citation), theirs)
            # Each programme of OFAC is a part of 31 CFR chapter V.
            or (_TREASURY.search(rule) and "31 CFR chapter V" in limb.rule.citation)
            or (not theirs and _mostly(wanted, _meaning(_of_overlay(limb)), least=min(2, len(wanted))))
        )
        for limb in found.overlays
    )


def _of_overlay(limb: Limb) -> str:
    parts = (
        limb.rule.code,
        limb.rule.citation,
        limb.rule.says,
        limb.rule.doc,
        limb.reading.why,
        limb.period.by,
    )
    return " ".join(parts)


def _policy(wanted: Mapping[str, Any], standing: list[Counted]) -> Iterator[str]:
    verb = wanted.get("policy")
    if verb is None:
        return
    answered = {_verb(each) for each in standing}
    if str(verb) in answered:
        return
    by_reference = any(
        each.policy is not None and each.policy.says.startswith("by reference") for each in standing
    )
    if str(verb) == Verb.BY_REFERENCE.name and by_reference:
        return
    yield f"policy for `{wanted.get('rule')}`: expected {verb}, answered {', '.join(sorted(answered))}"


def _verb(counted: Counted) -> str:
    policy = counted.policy
    return "UNDETERMINED" if policy is None or policy.verb is None else policy.verb.name


def _not_required(expect: Mapping[str, Any], found: Determination) -> Iterator[str]:
    for rule in expect.get("not_required_under") or ():
        text = str(rule)
        names_place = bool(_places(text))
        met = [
            each for each in found.met() if (names_place or not _is_general(text)) and _same_rule(text, each)
        ]
        if met:
            yield f"`{text}` was reported as met: {met[0].limb.reading.why or met[0].limb.rule.says}"


def _is_general(text: str) -> bool:
    return not _places(text) and not _PART.search(text)


# ---------------------------------------------------------------- exceptions


def _exceptions(expect: Mapping[str, Any], found: Determination) -> Iterator[str]:
    possible = set(found.possible)
    for symbol in expect.get("possible") or ():
        if _symbol(symbol) not in possible:
            why = dict(found.foreclosed).get(_symbol(symbol), "not offered")
            yield f"exception {symbol}: expected possible, answered foreclosed ({why})"
    closed, but = _foreclosed(expect.get("foreclosed"))
    if closed is None:
        named = (*(expect.get(key) or () for key in ("possible", "but", "left_open")), but)
        extra = possible - {_symbol(each) for some in named for each in some}
        if extra:
            yield f"exceptions: expected foreclosed, answered possible: {', '.join(sorted(extra))}"
        return
    for symbol in closed:
        if _symbol(symbol) in possible:
            yield f"exception {symbol}: expected foreclosed, answered possible"


def _foreclosed(told: object) -> tuple[tuple[object, ...] | None, tuple[object, ...]]:
    """The symbols named as foreclosed (none for all of them), and the ones that an `ALL_BUT` leaves out.

    `ALL`, `ALL_BUT`, `ALL_BUT GOV, TSU`, the same as the one member of a list, and `{ALL_BUT: [GOV]}`.
    """
    if isinstance(told, Mapping):
        but = told.get("ALL_BUT") or ()
        return None, tuple(but) if isinstance(but, list | tuple) else (but,)
    many = tuple(told) if isinstance(told, list | tuple) else (told,) if told else ()
    first = str(many[0]).split(maxsplit=1) if many else []
    if first and first[0].strip("(),:;") in ("ALL", "ALL_BUT"):
        rest = re.findall(r"\b[A-Z]{3}\b", " ".join(first[1:]))
        return None, (*rest, *many[1:])
    return many, ()


def _symbol(text: object) -> str:
    return (str(text).split() or [""])[0].strip("(),;")


# ---------------------------------------------------------------- flags, questions, duties, overlays


def _flags(expect: Mapping[str, Any], found: Determination, trade: Trade) -> Iterator[str]:
    for flag in expect.get("flags") or ():
        if flag == "SYNTHETIC" or flag in found.flags:
            continue
        if flag == "STATUS_NEEDS_CONFIRMATION" and "UNCONFIRMED" in " ".join(found.flags):
            continue
        yield f"flag {flag} was not raised"


def _meaning(text: str) -> set[str]:
    """The words that carry meaning, cut to their stems, with paragraph numbers kept."""
    words = re.findall(r"\d{3}\.\d+|\d[a-z]\d{3}|\d+[a-z]*|[a-z]+", text.casefold())
    return {_stem(word) for word in words if word not in _STOP and len(word) > 1}


def _stem(word: str) -> str:
    if word[0].isdigit():
        return word
    for end in ("ations", "ation", "ings", "ing", "ers", "ies", "ied", "ed", "es", "er", "s", "y", "e"):
        if word.endswith(end) and len(word) - len(end) >= 4:
            return word[: -len(end)]
    return word


def _words(wanted: Iterable[object], told: list[str], what: str) -> Iterator[str]:
    """Each expectation must share its meaning with something told: half its words, or three of them."""
    meanings = [_meaning(text) for text in told]
    whole: set[str] = set().union(*meanings) if meanings else set()
    for each in wanted:
        words = _meaning(str(each))
        enough = min(3, (len(words) + 1) // 2)
        if any(len(words & meaning) >= enough for meaning in meanings):
            continue
        if len(words & whole) * 2 >= len(words) and words:
            continue
        yield f"{what} not named: {each}"


def _questions(found: Determination) -> list[str]:
    return [f"{question.id.replace('.', ' ').replace('_', ' ')} {question.text}" for question in found.asks]


def _duties(found: Determination) -> list[str]:
    told = [" ".join((limb.rule.code, limb.rule.says, *limb.reading.duties)) for limb in found.duties]
    told.extend(found.conditions)
    told.extend(
        f"{lifting.rule.code} {lifting.rule.says} {question.text}"
        for each in found.limbs()
        for lifting in each.possible
        for question in lifting.answer.asks()
    )
    told.extend(
        f"{lifting.rule.code} {lifting.rule.doc}" for each in found.limbs() for lifting in each.possible
    )
    return told


def _overlays(wanted: Iterable[Mapping[str, Any]], found: Determination) -> Iterator[str]:
    told = [_meaning(_of_overlay(limb)) for limb in found.overlays if limb.truth is not Truth.NO]
    for each in wanted:
        regime = _meaning(str(each.get("regime") or each))
        if not any(_mostly(regime, meaning, least=1) for meaning in told):
            yield f"overlay not reported: {each.get('regime')}: {each.get('effect')}"
