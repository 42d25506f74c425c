"""Legal forms and words of business set right where they are misspelt, split, run together or out of order."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from licet.match.arrays import GENERIC, PLACE
from licet.match.lexicon import LEFT_OUT, SHORT_FORM, Phrase, all_phrases, word_kinds
from licet.match.sounds import phonetic
from licet.match.vocabulary import CACHE_LIMIT
from licet.match.words import read_table

__all__ = [
    "APART", "HEAD", "PHRASE_EDITS", "TAIL", "edits_at_ends", "marks_of", "mend", "misspelt_end", "rejoined",
    "set_apart", "straighten", "unglued",
]  # fmt: skip

_LONG_FORM_WORDS: Final = (
    "obshchestvo", "obschestvo", "ogranichennoi", "ogranichennoy", "otvetstvennostyu", "otvetstvennostiu",
    "aktsionernoe", "aktsionernoye", "liability", "predpriyatie", "incorporated", "corporation", "technology",
    "publichnoe", "otkrytoe", "zakrytoe", "partnership", "proizvodstvennoe", "konstruktorskoe", "limited",
    "company", "international", "technologies", "gosudarstvennoe", "issledovatelskii", "obshchestva",
    "nauchno", "obyedinenie",
)  # fmt: skip
_LONG: Final = 7
_LONG_FORMS: Final = frozenset({*_LONG_FORM_WORDS, "joint", "stock"})
#: Words of forms that are told one letter off even where they are short, from so many letters on.
_SHORTER_FORM_WORDS: Final = ("limited", "company", "group", "holding", "holdings")
_SHORTER: Final = 5
#: The same, told by their sound: `Leemited`, `Dzhoint Stocc`.
_SOUNDING: Final = {
    phonetic(text): text
    for text in (*_SHORTER_FORM_WORDS, "joint", "stock", "public", "closed", "corporation", "liability")
}
_LOOK_LETTERS = str.maketrans("01358", "oiesb")
_MENDED: dict[str, str] = {}


def _without_vowels(text: str) -> str:
    return text[0] + "".join(char for char in text[1:] if char not in "aeiou")


@cache
def _by_bones() -> dict[str, str]:
    """Common words of business by how they look when somebody left the vowels out (`lmtd`, `trdng`)."""
    found: dict[str, str] = {}
    common = (
        "joint",
        "stock",
        "public",
        "private",
        "holdings",
        "limited",
        "company",
        "industries",
        "technologies",
    )
    for text in (*common, *_LONG_FORM_WORDS, *(canonical for canonical, _ in read_table("company_words"))):
        if " " not in text and len(text) > 4:
            found.setdefault(_without_vowels(text), text)
            if text[-1] in "aeiou":
                found.setdefault(_without_vowels(text) + text[-1], text)
    return {bones: text for bones, text in found.items() if len(bones) > 3} | {"bnk": "bank", "hse": "house"}


_JOINED_FORMS = re.compile(
    r"^(limitedliabilitycompany|obshchestvosogranichennoiotvetstvennostyu|aktsionernoeobshchestvo|jointstockcompany"
    r"|publicjointstockcompany)?(.{3,}?)(sadecv|pteltd|pvtltd|coltd|limited|ltd|llc|jsc|gmbh|company|corporation|inc"
    r"|incorporated|aktsionernoe|fzco)?$"
)
#: Forms written as one word whose parts are forms by themselves.
_RUN_TOGETHER: Final = {
    "limitedliabilitycompany": ("limited", "liability", "company"),
    "obshchestvosogranichennoiotvetstvennostyu": ("ooo",),
    "aktsionernoeobshchestvo": ("aktsionernoe", "obshchestvo"),
    "jointstockcompany": ("joint", "stock", "company"),
    "publicjointstockcompany": ("public", "joint", "stock", "company"),
    "sadecv": ("sa", "de", "cv"), "pteltd": ("pte", "ltd"), "pvtltd": ("pvt", "ltd"), "coltd": ("co", "ltd"),
}  # fmt: skip
_GLUED_FORMS: Final = ("llc", "gmbh", "ltd", "jsc", "ooo")
#: No word begins so either: `llckolibri`.
_GLUED_BEFORE: Final = ("llc", "jsc", "ooo", "pjsc", "ojsc", "cjsc")
_GLUED = re.compile(rf"^\w{{3,}}(?:{'|'.join(_GLUED_FORMS)})$")
_GLUED_FROM: Final = 8
_SHORTEST_NAME: Final = 3
_GLUED_LONG: Final = 10
_BEFORE_COMPANY: Final = frozenset({"liability", "stock"})


def unglued(tokens: list[str]) -> list[str]:
    """Tokens with a legal form taken off that was written without a blank."""
    out: list[str] = []
    for token in tokens:
        size = len(token)
        if (
            size < _GLUED_LONG
            and token.endswith(_GLUED_FORMS)
            and _GLUED.match(token)
            and token not in all_phrases()
            and token not in word_kinds()
        ):
            # no word ends so: `aescllc`, `resadllc`
            cut = -4 if token.endswith("gmbh") else -3
            out += [token[:cut], token[cut:]]
            continue
        if token.startswith(_GLUED_BEFORE) and (cut := _form_before(token)):
            out += [token[:cut], token[cut:]]
            continue
        if size >= _GLUED_LONG and token.startswith("company") and out and out[-1] in _BEFORE_COMPANY:
            out += [token[:7], token[7:]]
            continue
        if size >= _GLUED_FROM and token in _glued_words() and token not in all_phrases():
            out += _glued_words()[token]
        elif size < _GLUED_LONG:
            out.append(token)
        else:
            out += _without_forms(token)
    return out


def _form_before(token: str) -> int:
    """How many letters of a token are a form that was written to the name behind it; 0 for none."""
    if token in all_phrases() or token in word_kinds():
        return 0
    size = 4 if token[1:4] == "jsc" else 3
    return size if len(token) >= size + _SHORTEST_NAME else 0


def _without_forms(token: str) -> list[str]:
    """A long token with the forms taken off that stand before and behind it without a blank."""
    after: list[str] = []
    before: list[str] = []
    while len(token) >= _GLUED_LONG and token not in all_phrases() and token not in word_kinds():
        match = _JOINED_FORMS.match(token)
        if match is None or not (match[1] or match[3]):
            break
        if match[1]:
            before += _RUN_TOGETHER[match[1]]
        if match[3]:
            after[:0] = _RUN_TOGETHER.get(match[3], (match[3],))
        token = match[2]
    return [*before, token, *after]


def rejoined(tokens: list[str]) -> list[str]:
    """Tokens with a word of a legal form put together that somebody split: `Limi ted`."""
    for at in range(len(tokens) - 1, 0, -1):
        joined = tokens[at - 1] + tokens[at]
        if joined in _LONG_FORMS:
            tokens[at - 1 : at + 1] = [joined]
    if not _MISPLACED_WITH.isdisjoint(tokens):
        for parts, right in _MISPLACED:
            size = len(parts)
            for at in range(len(tokens) - size + 1):
                if tuple(tokens[at : at + size]) == parts:
                    tokens[at : at + size] = right
    return tokens


#: The form of half of Mexico with its blanks in other places.
_MISPLACED: Final = (
    (("dec", "v"), ("de", "cv")),
    (("sade", "cv"), ("sa", "de", "cv")),
    (("sade", "c", "v"), ("sa", "de", "cv")),
)
#: With what each of these ends.
_MISPLACED_WITH: Final = frozenset({"v", "cv"})


_LONG_PHRASES = tuple(
    ("".join(words), words)
    for words in (
        ("joint", "stock", "company"),
        ("limited", "liability", "company"),
        ("limited", "liability", "partnership"),
    )
)
_SCRAMBLED = {
    ("joint", "company", "stock"), ("stock", "joint", "company"), ("company", "joint", "stock"), ("stock", "company", "joint"),
    ("company", "stock", "joint"), ("liability", "limited", "company"), ("limited", "company", "liability"),
    ("company", "limited", "liability"), ("liability", "company", "limited"), ("company", "liability", "limited"),
}  # fmt: skip
_SCRAMBLED_WORDS: Final = frozenset(words[0] for words in _SCRAMBLED)
#: How many letters may be wrong in such a form, and how many it has then.
PHRASE_EDITS: Final = 3
_SHORTEST_PHRASE, _LONGEST_PHRASE = 13, 28
#: The Arabic article as it is spoken before the letters that it takes on.
_ARTICLE: Final = frozenset({"ar", "as", "an", "ad", "at", "az", "ash", "ul", "ur", "us", "el", "er", "es"})
_SERVANT: Final = frozenset({"abd", "abdu", "abdul"})


def straighten(tokens: list[str]) -> list[str]:
    """Long legal forms set right where they are misspelt or out of order; `abd ar rahman` written `abd al rahman`."""
    for at in range(len(tokens) - 2):
        if tokens[at] in _SERVANT and tokens[at + 1] in _ARTICLE:
            tokens[at + 1] = "al"
    for at in range(len(tokens) - 2):
        one, other, third = tokens[at : at + 3]
        size = len(one) + len(other) + len(third)
        if size < _SHORTEST_PHRASE or size > _LONGEST_PHRASE:
            continue
        if one in _SCRAMBLED_WORDS and (one, other, third) in _SCRAMBLED:
            right = (
                ("joint", "stock", "company")
                if "joint" in (one, other, third)
                else ("limited", "liability", "company")
            )
            tokens[at : at + 3] = right
            continue
        joined = one + other + third
        for whole, words in _LONG_PHRASES:
            if (
                abs(size - len(whole)) <= PHRASE_EDITS
                and joined != whole
                and OSA.distance(joined, whole, score_cutoff=PHRASE_EDITS) <= PHRASE_EDITS
            ):
                tokens[at : at + 3] = words
                break
    return tokens


#: What a token may be: several words or a name's servant; the first or the second half of a word of a form.
APART, HEAD, TAIL = 1, 2, 4
_HEADS: Final = frozenset(form[:at] for form in _LONG_FORMS for at in range(1, len(form)))
_TAILS: Final = frozenset(form[at:] for form in _LONG_FORMS for at in range(1, len(form)))


def marks_of(token: str, mended: str) -> int:
    """What a token may be a part of: where no neighbour completes it, it is read by itself."""
    several = len(token) >= _GLUED_LONG and token.startswith("company")
    apart = several or token in _MISPLACED_WITH or mended in _SERVANT or unglued([token]) != [token]
    each = ((APART, apart), (HEAD, token in _HEADS), (TAIL, token in _TAILS))
    return sum(mark for mark, holds in each if holds)


def edits_at_ends(mended: str) -> tuple[int, int]:
    """How far a token is at least from how a long form begins, and from how one ends.

    Three tokens of which the first and the last are further from these than `PHRASE_EDITS` are none (`straighten`).
    """
    if mended in _SCRAMBLED_WORDS:
        return 0, 0
    first, last = (
        min(OSA.distance(mended, part, score_cutoff=PHRASE_EDITS) for part in parts)
        for parts in (_beginnings(), _endings())
    )
    return first, last


@cache
def _beginnings() -> tuple[str, ...]:
    """With what a long form may begin."""
    return tuple({whole[:size] for whole, _ in _LONG_PHRASES for size in range(len(whole))})


@cache
def _endings() -> tuple[str, ...]:
    return tuple({whole[size:] for whole, _ in _LONG_PHRASES for size in range(1, len(whole) + 1)})


_PHRASE_WORD: Final = 7
_MENDED_FROM: Final = 5
#: Shorter words are also names one letter away (`sazman`, Salman), these are not.
_SHORT_PHRASE_WORDS: Final = frozenset({"bureau", "design"})
_NOT_MEANT: Final = frozenset({"shopping"})


@cache
def _one_edit_away() -> dict[str, str]:
    """Words of phrases with a letter left out: where a misspelt one is looked up, so that the phrase is still read."""
    found: dict[str, str] = {}
    words = {
        text
        for rows in all_phrases().values()
        for phrase, _, kind in rows
        if kind == GENERIC
        for text in phrase
    }
    for text in sorted(words):
        if (len(text) >= _PHRASE_WORD or text in _SHORT_PHRASE_WORDS) and text.isalpha():
            for at in range(1, len(text)):
                found.setdefault(text[:at] + text[at + 1 :], text)
            found.setdefault(text, text)
    return found


#: Engineering as Russian and Bulgarian write it, also inside a longer word (`petroinzhiniring`).
_COMPOUND = re.compile("in[zj]h?[ie]n[ie]ring")


@cache
def _business_words() -> frozenset[str]:
    """All words that stand in phrases and forms, or are words of business by themselves."""
    return frozenset(
        text for rows in all_phrases().values() for phrase, _, _ in rows for text in phrase
    ) | frozenset(word_kinds())


@cache
def _glued_words() -> dict[str, tuple[str, str]]:
    """Neighbours in a phrase written as one word: `proizvodstvennoepredpriyatie`, `designbureau`."""
    found: dict[str, tuple[str, str]] = {}
    for rows in all_phrases().values():
        for phrase, _, kind in rows:
            for left, right in pairwise(phrase):
                if kind == GENERIC and min(len(left), len(right)) > SHORT_FORM + 1:
                    found.setdefault(left + right, (left, right))
    known = word_kinds()
    return {joined: pair for joined, pair in found.items() if joined not in known}


def _misspelt_phrase_word(token: str) -> str:
    """The word of a phrase that is one letter more, less or other than the token; empty when there is none.

    The first letter is taken as it stands.
    """
    near = _one_edit_away()
    for at in range(len(token)):
        less = token[:at] + token[at + 1 :] if at else token
        meant = near.get(less)
        if meant is not None and abs(len(meant) - len(token)) <= 1 and OSA.distance(token, meant) == 1:
            return meant
    return ""


def _misspelt_form(token: str) -> str:
    """The word of a form that is one letter more, less or other than the token, its first letter the same."""
    for meant in _SHORTER_FORM_WORDS:
        if token[0] == meant[0] and OSA.distance(token, meant, score_cutoff=1) <= 1:
            return meant
    return ""


def mend(token: str) -> str:
    """A misspelt word of a legal form set right; any other token as it is."""
    known = _MENDED.get(token)
    if known is not None:
        return known
    known = token
    if not token.isalpha() and not token.isdigit():
        looks = token.translate(_LOOK_LETTERS)
        if looks in all_phrases() or looks in _LONG_FORM_WORDS or looks in ("stock", "joint"):
            token = known = looks
    if token.isalpha() and len(token) > 3 and not any(vowel in token[1:-1] for vowel in "aeiou"):
        known = _by_bones().get(token, token)
    elif token not in all_phrases() and token not in word_kinds() and token.isalpha():
        if not any(vowel in token[1:-1] for vowel in "aeiou"):
            known = _by_bones().get(token, token)
        elif token.startswith("ln") and (meant := "in" + token[2:]) in _business_words():
            known = meant  # a capital I that was read for an l
        elif len(token) >= _SHORTER and (meant := _SOUNDING.get(phonetic(token), "")):
            known = meant
        elif _COMPOUND.search(token):
            known = _COMPOUND.sub("engineering", token)
        elif (
            len(token) >= _MENDED_FROM and token not in _NOT_MEANT and (meant := _misspelt_phrase_word(token))
        ) or (len(token) >= _SHORTER and (meant := _misspelt_form(token))):
            known = meant
        elif len(token) >= _LONG:
            best = process.extractOne(
                token, _LONG_FORM_WORDS, scorer=OSA.normalized_similarity, score_cutoff=0.82
            )
            known = best[0] if best else token
    if len(_MENDED) > CACHE_LIMIT:
        _MENDED.clear()
    _MENDED[token] = known
    return known


def misspelt_end(rows: list[Phrase], tokens: list[str], at: int) -> Phrase | None:
    """The phrase of two words that begins here, its second word a letter off: `named aftr`."""
    if at + 1 < len(tokens) and len(token := tokens[at + 1]) >= LEFT_OUT:
        for row in rows:
            words, single, kind = row
            if len(words) != 2 or not single or kind == PLACE or len(words[1]) < LEFT_OUT:
                continue
            if token[0] == words[1][0] and OSA.distance(token, words[1], score_cutoff=1) <= 1:
                return row
    return None


_FORM_IN_FRONT = re.compile(r"\b(OOO|OAO|ZAO|PAO|AO|PJSC|OJSC|CJSC|JSC|LLC)(?=[A-Z]?[a-z]{3})")
_FORM_BEHIND = re.compile(r"(?<=[a-z]{3})(OOO|OAO|ZAO|PAO|AO|JSC|LLC|LLP|GmbH|GMBH|Ltd|LTD|Inc)\b")


#: What one of those two finds at least one of, and by far most names hold none.
_FORMS_IN_CAPITALS: Final = ("AO", "OOO", "JSC", "LLC", "LLP", "GmbH", "GMBH", "Ltd", "LTD", "Inc")


def set_apart(text: str) -> str:
    """A text with forms taken off that capitals show to stand before or behind a word without a blank: `AOAskon`."""
    for form in _FORMS_IN_CAPITALS:
        if form in text:
            break
    else:
        return text
    if text.isupper() or text.islower():
        return text
    return _FORM_BEHIND.sub(r" \1", _FORM_IN_FRONT.sub(r"\1 ", text))
