"""From a name as somebody typed it to the words that are compared.

Invisible and bidirectional characters go, full-width forms and look-alikes become what they look
like, every script becomes Latin letters, legal forms and honorifics become one token each. A text may
have more than one reading (a Chinese name as a person and as a company); each is tried.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from licet.match import han
from licet.match.arrays import LEGAL, NOISE, PARTICLE, PLACE
from licet.match.forms import mend, misspelt_end, rejoined, set_apart, straighten, unglued
from licet.match.known import MAX_WORD_CHARS, known, stand_alone
from licet.match.lexicon import SHORT_FORM, Phrase, all_phrases
from licet.match.native import foreign_tokens
from licet.match.scripts import has_han, is_han, simplified, strip_invisible
from licet.match.tokens import ascii_tokens
from licet.match.vocabulary import Word, plain_form, word

__all__ = ["Reading", "key_of_readings", "plain_key", "read_name", "written_forms"]

#: Longer texts are cut: nobody's name, and time must stay bounded.
MAX_CHARS: Final = 1_000
MAX_WORDS: Final = 40


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a name.

    Attributes:
        words: its tokens in order.
        vowelless: the script writes few vowels (Arabic, Hebrew).
        foreign: it was not written in Latin letters.
        spoken: its spelling is a reading of Han characters, in which nobody mistypes a vowel.
        of: the words of the whole name, where this is a part of it (`group_brand`).
    """

    words: tuple[Word, ...]
    vowelless: bool = False
    foreign: bool = False
    spoken: bool = False
    of: tuple[Word, ...] = ()


#: Forms that are nobody's name, even alone (`Group Ltd.`).
_NOBODY: Final = frozenset(
    {"ltd", "llc", "inc", "corp", "co", "gmbh", "plc", "jsc", "ooo", "pjsc", "ojsc", "cjsc"}
)
_UNTELLING: Final = frozenset({LEGAL, PLACE, NOISE, PARTICLE})


def written_forms(text: str) -> set[str]:
    """The legal forms of a name as they are written (`plain_form`); counted to know how common each is."""
    tokens, found, at = unglued(ascii_tokens(set_apart(text))) if text.isascii() else [], set(), 0
    while at < len(tokens):
        rows = [
            row for row in all_phrases().get(tokens[at], ()) if tuple(tokens[at : at + len(row[0])]) == row[0]
        ]
        if rows and rows[0][2] == LEGAL and rows[0][1] not in _NO_LAW:
            found.add(plain_form(rows[0][0]))
        at += len(rows[0][0]) if rows else 1
    return found


#: What says how a firm is held, not under which law it stands: no evidence where both write it alike.
_NO_LAW: Final = frozenset({"group", "holding"})


def _word_of(phrase: Phrase) -> Word:
    """The token that stands for a phrase."""
    words, single, kind = phrase
    return word(single, kind, plain_form(words) if kind == LEGAL and single not in _NO_LAW else "")


def _compose(tokens: list[str]) -> tuple[Word, ...]:
    """Tokens to words: runs of letters joined where they are a form, phrases made one token."""
    found = known(tokens[: MAX_WORDS * 2])
    if stand_alone(found):
        plain = [token.word for token in found if token.word is not None]
        if len(plain) == len(found):
            return tuple(plain[:MAX_WORDS])
        tokens = [token.text for token in found]
    else:
        tokens = straighten([mend(token) for token in unglued(rejoined(tokens[: MAX_WORDS * 2]))])
    phrases = all_phrases()
    out: list[Word] = []
    size = min(len(tokens), MAX_WORDS * 2)
    at = 0
    while at < size:
        token = tokens[at]
        rows = phrases.get(token)
        if rows is not None:
            following = tokens[at + 1] if at + 1 < len(tokens) else None
            for spelling, single, kind in rows:
                length = len(spelling)
                if length > 1 and (following != spelling[1] or tuple(tokens[at : at + length]) != spelling):
                    continue
                at_end = at + length == size
                if kind == LEGAL and length == 1 and len(token) <= SHORT_FORM and not (at_end or at == 0):
                    continue
                if kind == PLACE and not (at_end and len(out) >= 1):
                    continue
                if single and not (kind == LEGAL and length == 1 and size == 1):
                    out.append(_word_of((spelling, single, kind)))
                elif single:
                    out.append(word(token))
                at += length
                break
            else:
                meant = misspelt_end(rows, tokens, at)
                out.append(_word_of(meant) if meant else word(token[:MAX_WORD_CHARS]))
                at += len(meant[0]) if meant else 1
            continue
        out.append(word(token[:MAX_WORD_CHARS]))
        at += 1
    if not any(w.kind not in _UNTELLING for w in out):
        # a name of nothing but forms: its first short one is the name (SAE OOO)
        for at, token in enumerate(tokens):
            if at < len(out) and out[at].kind == LEGAL and len(token) <= 4 and token not in _NOBODY:
                out[at] = word(token)
                break
    return tuple(out[:MAX_WORDS])


_KANA = re.compile(r"[ぁ-ヺー]")


def _han_readings(text: str) -> tuple[Reading, ...]:
    text = simplified(unicodedata.normalize("NFKC", strip_invisible(text)))
    person: list[str] = []
    company: list[str] = []
    known = False
    han_count = 0
    others = False
    pieces = [piece for piece in re.split(r"([㐀-鿿々〇]+)", text) if piece.strip()]
    for piece in pieces:
        if is_han(piece[0]):
            han_count += len(piece)
            gloss, has_known = han.company_reading(piece)
            known = known or has_known
            company.append(gloss)
            person.append(han.person_reading(piece) or han.plain_reading(piece))
        else:
            latin = " ".join(foreign_tokens(piece)[0])
            others = others or bool(latin)
            company.append(latin)
            person.append(latin)
    if known and _KANA.search(text):
        # kana have one letter for `l` and `r`, and a Japanese name of a body is no person's
        with_l = " ".join(
            han.company_reading(piece)[0]
            if is_han(piece[0])
            else " ".join(foreign_tokens(piece, second=True)[0])
            for piece in pieces
        )
        texts = dict.fromkeys((" ".join(company), with_l))
        return tuple(Reading(_compose(one.split()), foreign=True) for one in texts)
    spoken = Reading(_compose(" ".join(person).split()), foreign=True, spoken=True)
    glossed = Reading(_compose(" ".join(company).split()), foreign=True, spoken=not known)
    if glossed.words == spoken.words:
        return (glossed,)
    if known and han_count > 4:
        return (glossed,)
    return (spoken, glossed) if not others else (glossed, spoken)


_CAPITAL = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z]{2})")


@lru_cache(maxsize=1024)  # a party's name is read when it is made and again when it is looked up
def read_name(text: str) -> tuple[Reading, ...]:
    """The readings of a name, the likeliest first; empty when nothing in it can be compared."""
    if len(text) > MAX_CHARS:
        text = text[:MAX_CHARS]
    if text.isascii():
        words = _compose(ascii_tokens(set_apart(text)))
        if len(words) == 1 and " " not in text and len(parts := _CAPITAL.split(text)) > 1:
            # one word with a capital inside may be several: `AhmetDuri`
            return (Reading(words), Reading(_compose(ascii_tokens(" ".join(parts)))))
        return (Reading(words),) if words else ()
    if has_han(text):
        return tuple(reading for reading in _han_readings(text) if reading.words)
    tokens, vowelless, foreign = foreign_tokens(text)
    words = _compose(tokens)
    if not words:
        return ()
    if vowelless or _KANA.search(text):
        others = _compose(foreign_tokens(text, second=True)[0])
        if others != words:
            return (Reading(words, vowelless, foreign), Reading(others, vowelless, foreign))
    if foreign and len(tokens) == 1 and "kh" in tokens[0] and _KHA.search(text):
        # one letter for two sounds of foreign brands: Дахуа is Dahua, Хайтера Hytera
        return (
            Reading(words, vowelless, foreign),
            Reading(_compose([tokens[0].replace("kh", "h")]), foreign=True),
        )
    return (Reading(words, vowelless, foreign),)


_KHA = re.compile("[Хх]")


def plain_key(text: str) -> str:
    """One string per name: equal for names that differ only in case, marks, punctuation or word order."""
    return key_of_readings(read_name(text))


def key_of_readings(readings: Sequence[Reading]) -> str:
    """`plain_key` of a text that was read."""
    return " ".join(sorted([token.text for token in readings[0].words])) if readings else ""
