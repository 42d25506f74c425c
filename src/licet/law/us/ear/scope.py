"""Which part of an entry a row of the Commerce Control List covers: read once, asked often.

The official cells say it in prose: `entire entry, except 9A610.y`, `3B001.a.4, c, d, f.1, k to n`,
`3A001.b.2 and b.3, except those being exported for civil telecommunications`, `"technology" for commodities
controlled by 6A002.a.1 or .c`. A scope is a list of terms, each a paragraph (or the whole entry), taken in
or taken out, surely or under a condition in words. What the words cannot be made to say surely is a
condition, and a condition is a question, never a guess.

Its written form, one cell of a table, terms parted by ` ; `:

    *                        the whole entry
    -y                       but not paragraph y
    b.1?if tubes             paragraph b.1 when the words hold
    *?for 6A002.a.1, .c|...  software or technology for the named entries (`|` parts codes from words)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from licet.core.answer import Answer, Question, all_of, any_of, negate, no, unknown, yes
from licet.core.eccn import Eccn, find_eccns

__all__ = ["InWords", "Reasoned", "Scope", "Term", "expand_codes", "parse_scope", "read_scope"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One paragraph of an entry, in or out, surely or under a condition.

    Attributes:
        paragraph: `b.1`; empty for the whole entry.
        out: whether the paragraph is taken out of the scope.
        condition: the words that must hold for the term to apply; empty when it surely does.
        codes: for software and technology, the entries that the condition names; empty otherwise.
    """

    paragraph: str = ""
    out: bool = False
    condition: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The terms of one row."""

    terms: tuple[Term, ...]

    def __str__(self) -> str:
        return " ; ".join(_write(term) for term in self.terms)

    @property
    def is_whole_entry(self) -> bool:
        """Whether it is the entire entry without exception or condition."""
        return self.terms == (Term(),)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs that it names, in or out."""
        return tuple(term.paragraph for term in self.terms if term.paragraph)

    def without_exclusions_in_words(self) -> Scope:
        """The scope as it is for an item of which no exclusion is claimed (`except .x if for use in ...`)."""
        kept = tuple(term for term in self.terms if not (term.out and term.condition and not term.codes))
        return Scope(terms=kept)

    def covers(
        self,
        paragraph: str,
        related: Collection[Eccn] | None = None,
        reasoned: Reasoned | None = None,
        words: InWords | None = None,
    ) -> Answer:
        """Whether an item of this paragraph is covered; unknown where words or a deeper paragraph decide.

        Args:
            paragraph: the item's paragraph, empty when only the entry is known.
            related: for software and technology, what it is for; None when not known.
            reasoned: tells whether an entry is controlled for a reason, for rows that end "for NP reasons".
            words: tells whether a condition in words holds; without it, it is unknown.
        """
        said = words or _unsettled
        taken_in = any_of(*(_meets(t, paragraph, related, reasoned, said) for t in self.terms if not t.out))
        if taken_in.is_no:
            return taken_in
        outs = [_meets(t, paragraph, related, reasoned, said) for t in self.terms if t.out]
        if not outs:
            return taken_in
        return all_of(taken_in, negate(any_of(*outs)))


_PARAGRAPH_ASK = Question(id="item.eccn", text="which paragraph of the entry is the item classified in")

#: Tells whether an entry is controlled for a reason: `Reasoned(Eccn("3A201"), "NP")`.
Reasoned = Callable[[Eccn, str], Answer]
#: Tells whether a condition in words holds for the item.
InWords = Callable[[str], Answer]


def _meets(
    term: Term,
    paragraph: str,
    related: Collection[Eccn] | None,
    reasoned: Reasoned | None,
    words: InWords,
) -> Answer:
    wanted = term.paragraph
    if wanted and paragraph != wanted and not paragraph.startswith(wanted + "."):
        if not paragraph or wanted.startswith(paragraph + "."):
            return unknown(f"the item is in paragraph .{wanted}", ask=_PARAGRAPH_ASK)
        return no(f"the item is in paragraph .{wanted}")
    if not term.condition:
        return yes(f"the item is in paragraph .{wanted}" if wanted else "the entire entry")
    if term.codes:
        if related is not None:
            return _relates(term, related, reasoned, words)
        return unknown(
            term.condition, ask=Question(id="item.for_eccn", text=f"is the item for: {term.condition}")
        )
    if related is not None and _speaks_of_others(term.condition, related):
        return no(term.condition)
    return words(term.condition)


def _unsettled(condition: str) -> Answer:
    return unknown(condition, ask=Question(id="item.attrs", text=f"does it hold for the item: {condition}"))


_NEGATED = re.compile(r"\b(?:other than|except|not|unless)\b")


def _speaks_of_others(condition: str, related: Collection[Eccn]) -> bool:
    """Whether words name only entries that the software or technology is not for."""
    named = find_eccns(condition)
    return (
        bool(named)
        and not _NEGATED.search(condition)
        and not any(code.covers(item) or item.covers(code) for code in named for item in related)
    )


_FOR_REASONS = re.compile(r"\bfor ([A-Z]{2}) reasons?$", re.IGNORECASE)
#: Words that limit software or technology more finely than by the entries it is for.
_FINER = re.compile(
    r"\b(?:except|when|meets?|exceeds?|exported|characteristics|having|disposal|required|specially|reasons?)\b"
)


def _relates(term: Term, related: Collection[Eccn], reasoned: Reasoned | None, words: InWords) -> Answer:
    """Whether what software or technology is for lies in the codes named; unknown inside a finer limit."""
    codes = [_as_eccn(code) for code in term.codes]
    inside = [item for item in related if any(_is_or_holds(code, item) for code in codes)]
    if inside:
        for_reasons = _FOR_REASONS.search(term.condition)
        rest = _FOR_REASONS.sub("", term.condition)
        if _FINER.search(rest):
            return words(term.condition)
        if for_reasons is None:
            return yes(term.condition)
        if reasoned is None:
            return words(term.condition)
        reason = for_reasons[1].upper()
        return any_of(*(reasoned(item, reason) for item in inside), says=term.condition)
    if any(item.covers(code) for code in codes for item in related):
        return unknown(term.condition, ask=Question(id="item.for_eccn", text="which paragraph is it for"))
    return no(term.condition)


def _is_or_holds(code: Eccn, item: Eccn) -> bool:
    """Whether a code (`3A001`, `3A001.b`, or `3B` for the whole group) holds an item."""
    return item.entry.startswith(code.entry) if len(code.entry) == 2 else code.covers(item)


def _as_eccn(code: str) -> Eccn:
    entry, _, paragraph = code.partition(".")
    return Eccn(entry, paragraph)


# ---------------------------------------------------------------- the written form


def _write(term: Term) -> str:
    text = ("-" if term.out else "") + (term.paragraph or "*")
    if term.condition:
        text += "?" + (",".join(term.codes) + "|" if term.codes else "") + term.condition
    return text


def parse_scope(text: str) -> Scope:
    """A scope from its written form."""
    return Scope(terms=tuple(_parse_term(part) for part in text.split(" ; ")))


def _parse_term(text: str) -> Term:
    out = text.startswith("-")
    head, _, condition = text.removeprefix("-").partition("?")
    codes: tuple[str, ...] = ()
    if "|" in condition:
        named, _, condition = condition.partition("|")
        codes = tuple(named.split(","))
    return Term(paragraph="" if head == "*" else head, out=out, condition=condition, codes=codes)


# ---------------------------------------------------------------- reading the official words

_STEP = r"[a-z](?:\.[0-9a-z]+)*"
_ONE = re.compile(rf"(?:@\s*)?\.?\s*(?P<p>{_STEP})\.?")
_RANGE = re.compile(rf"(?:@\s*)?\.?(?P<from>{_STEP})\s+(?:to|through)\s+(?:@)?\.?(?P<to>{_STEP})\.?")
_EXCEPT = re.compile(r",?\s*\(?\bexcept(?:\s+for)?\b:?\s*", re.IGNORECASE)
_MENTION = re.compile(
    rf"(?:@\s*\.|(?<![\w.])\.)\s?(?P<a>{_STEP})|(?<![\w.@])(?P<b>[a-z]\.\d+(?:\.[0-9a-z]+)*)"
)


def _split_list(text: str) -> list[str]:
    return [
        part for part in re.split(r"\s*[,;]\s*(?:and\s+|or\s+)?|\s+(?:and|or|as well as)\s+", text) if part
    ]


def _range(first: str, last: str) -> list[str] | None:
    """`f.2` to `f.4`, `k` to `n`, `a.1` through `a.8`; None when the two ends do not run in one level."""
    stem, _, low = first.rpartition(".")
    last_stem, _, high = last.rpartition(".")
    if last_stem and stem != last_stem:
        return None
    if low.isdigit() and high.isdigit():
        steps = [str(number) for number in range(int(low), int(high) + 1)]
    elif len(low) == len(high) == 1 and low.isalpha() and high.isalpha():
        steps = [chr(code) for code in range(ord(low), ord(high) + 1)]
    else:
        return None
    return [f"{stem}.{step}" if stem else step for step in steps] if steps else None


def _paragraphs(text: str) -> list[str] | None:
    """The paragraphs of a plain list; None when there is any other word in it."""
    text = re.sub(r"(?<=[0-9a-z]\.)\s+(?=\d)", "", text.strip())
    text = re.sub(
        r"^(?:the )?(?:items?|commodities) (?:controlled (?:by|in|under) |described in |in )", "", text
    )
    text = re.sub(r"^paragraphs? ", "", text)
    text = re.sub(r"\s*(?:of this entry|only)\.?$", "", text).strip(" .:")
    found: list[str] = []
    for part in _split_list(text):
        ranged = _RANGE.fullmatch(part)
        if ranged:
            steps = _range(ranged["from"], ranged["to"])
            if steps is None:
                return None
            found.extend(steps)
            continue
        one = _ONE.fullmatch(part)
        if not one or len(one["p"].split(".")[0]) != 1:
            return None
        found.append(one["p"])
    return found or None


_CODE = re.compile(
    r"(?P<entry>\d[A-E]\d{3})(?P<par>(?:\.[0-9a-z]+)*)|(?P<cat>\d[A-E])(?!\w)|"
    r"(?<![\w])\.?(?P<more>[a-z](?:\.[0-9a-z]+)*)(?=[,;)]|\s+(?:and|or|to)\b|\s*$)"
)


def expand_codes(text: str) -> tuple[str, ...]:
    """The entries a sentence names, ranges written out: `1B115 to 1B117`, `6A002.a.1, .a.2 or .c`."""
    found: list[str] = []
    entry = ""
    last_end = 0
    for match in _CODE.finditer(text):
        between = text[last_end : match.start()]
        if match["entry"]:
            code = match["entry"] + match["par"]
            if re.fullmatch(r"\s+(?:to|through)\s+", between) and found:
                found.extend(_code_range(found[-1], code))
            entry = match["entry"]
            found.append(code)
        elif match["cat"]:
            entry = match["cat"]
            found.append(entry)
        elif (
            entry
            and len(match["more"].split(".")[0]) == 1
            and re.fullmatch(r"[\s,;.]*(?:and|or)?\s*", between)
        ):
            found.append(f"{entry}.{match['more']}")
        else:
            continue
        last_end = match.end()
    return tuple(dict.fromkeys(found))


def _code_range(first: str, last: str) -> list[str]:
    if "." in first or "." in last or first[:2] != last[:2]:
        return []
    return [f"{first[:2]}{number:03d}" for number in range(int(first[2:]) + 1, int(last[2:]))]


def _condition(words: str) -> str:
    return " ".join(words.replace("@", "").split()).strip(" .;,")


def _clause(text: str, *, out: bool, entry: str) -> list[Term]:
    """The terms of one clause: a plain list where it is one, else the paragraphs it names, conditioned."""
    plain = _paragraphs(text)
    if plain is not None:
        return [Term(paragraph=p, out=out) for p in plain]
    words = _condition(re.sub(r"@(?=\.)", entry, text))
    named = [m["a"] or m["b"] for m in _MENTION.finditer(re.sub(r"(?<=[0-9a-z]\.)\s+(?=\d)", "", text))]
    others = expand_codes(re.sub(rf"(?:@|{entry})[.0-9a-z]*", "", text))
    about_others = bool(re.match(r"(?:the |for |CB applies to |and )*(?:software|technology)\b", words))
    if others and about_others and (not named or not re.search(r"@|^\.", text)):
        return [Term(out=out, condition=words, codes=others)]
    if named:
        return [Term(paragraph=p, out=out, condition=words) for p in dict.fromkeys(named)]
    return [Term(out=out, condition=words, codes=others if about_others else ())]


def _parens(text: str, entry: str) -> tuple[str, list[Term]]:
    """Takes `(except .b.5)` out of a list of paragraphs and gives the terms it stands for."""
    terms: list[Term] = []

    def take(match: re.Match[str]) -> str:
        plain = _paragraphs(match["inside"])
        if plain is None:
            terms.extend(_clause(match["inside"], out=True, entry=entry))
        else:
            terms.extend(Term(paragraph=p, out=True) for p in plain)
        return ""

    return re.sub(r"\s*\(except (?P<inside>(?:[^()]|\([^()]*\))*)\)", take, text), terms


def read_scope(words: str, entry: str) -> Scope:
    """A scope from what follows "applies to" in an official cell.

    Args:
        words: `entire entry, except 9A610.y`.
        entry: the entry whose row it is, `9A610`.
    """
    text = words.replace("“", "").replace("”", "").replace('"', "").replace("’", "'")
    text = re.sub(rf"\b{entry}\b", "@", " ".join(text.split())).strip()
    text = re.sub(r"^to\s+", "", text)
    text = re.sub(r"\bentireentry\b", "entire entry", text)
    whole = re.match(r"(?:only )?(?:the )?entire entry\b[.,:]?\s*", text, re.IGNORECASE)
    if whole:
        rest = re.sub(r"^\((?:refer|see)[^)]*\)\.?", "", text[whole.end() :]).strip()
        if not rest or rest == ".":
            return Scope(terms=(Term(),))
        excepted = _EXCEPT.match(rest)
        if not excepted:
            return Scope(terms=(Term(condition=_condition(rest)),))
        rest = rest[excepted.end() :]
        plain = _paragraphs(rest)
        clauses = (
            [rest] if plain is not None else [part for part in re.split(r";\s*(?:and\s+)?", rest) if part]
        )
        outs = [term for clause in clauses for term in _clause(clause, out=True, entry=entry)]
        return Scope(terms=(Term(), *outs))
    text, outs = _parens(text, entry)
    terms: list[Term] = []
    plain = _paragraphs(text)
    clauses = (
        [text]
        if plain is not None
        else [part for part in re.split(r";\s*(?:and\s+)?(?:to\s+)?", text) if part]
    )
    for clause in clauses:
        terms.extend(_clause(clause, out=False, entry=entry))
    return Scope(terms=(*terms, *outs))
