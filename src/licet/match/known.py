"""Tokens met before: what becomes of each by itself, and whether its neighbours may have a say.

A misspelt or split legal form is set right by what stands beside it (`forms`). Of nearly all tokens it is known that
they are no part of such a form, whatever stands there, so that a name is read by looking its tokens up.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from licet.match.forms import APART, HEAD, PHRASE_EDITS, TAIL, edits_at_ends, marks_of, mend
from licet.match.lexicon import all_phrases
from licet.match.vocabulary import CACHE_LIMIT, Word, word

__all__ = ["MAX_WORD_CHARS", "Known", "known", "stand_alone"]

MAX_WORD_CHARS: Final = 40


class Known(NamedTuple):
    """What is known of a token.

    Attributes:
        text: as it is, or set right.
        word: its record; None where a phrase begins with it.
        marks: what it may be a part of (`forms.marks_of`); 0 for nearly all.
        first, last: how far it is from the beginning and from the end of a long form (`forms.edits_at_ends`).
    """

    text: str
    word: Word | None
    marks: int
    first: int
    last: int


_TOKENS: dict[str, Known] = {}


def known(tokens: Sequence[str]) -> list[Known]:
    """What is known of tokens, each worked out once and kept."""
    get = _TOKENS.get
    return [get(token) or _know(token) for token in tokens]


def _know(token: str) -> Known:
    text = mend(token)
    alone = None if text in all_phrases() else word(text[:MAX_WORD_CHARS])
    found = Known(text, alone, marks_of(token, text), *edits_at_ends(text))
    if len(_TOKENS) > CACHE_LIMIT:
        _TOKENS.clear()
    _TOKENS[token] = found
    return found


def stand_alone(tokens: Sequence[Known]) -> bool:
    """Whether no token has to be set right by what stands beside it."""
    marks = [token.marks for token in tokens]
    if any(marks):
        halves = [one & HEAD and other & TAIL for one, other in pairwise(marks)]
        if any(halves) or any(one & APART for one in marks):
            return False
    return not any(
        one.first + third.last <= PHRASE_EDITS for one, third in zip(tokens, tokens[2:], strict=False)
    )
