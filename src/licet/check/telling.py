"""What a typed name tells: whether it names anybody, and what it says in letters of one script.

A legal form alone (`Co., Ltd.`) names nobody: looking for it would find nothing, which reads like an answer.
So does a name in letters that the matcher does not read (`ஹுவாவே`).
A word of two scripts (`Ηuawei` with a Greek eta) looks like a word of one; it is looked for as both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from licet.match.normal import Reading

__all__ = ["is_read", "names_somebody", "of_one_script", "unread_told", "unread_words"]

#: Capital and small letters that look alike, Latin beside Cyrillic and Greek, in the same order.
_LATIN = "ABCEHIJKMOPSTXYaceijopsxy" + "ABEZHIKMNOPTYXaovpuxki"
_OTHERS = "АВСЕНІЈКМОРЅТХУасеіјорѕху" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαονρυχκι"
_TO_LATIN = str.maketrans(_OTHERS, _LATIN)
_CYRILLIC = [(latin, other) for latin, other in zip(_LATIN, _OTHERS, strict=True) if other >= "\u0400"]
_TO_CYRILLIC = str.maketrans("".join(a for a, _ in _CYRILLIC), "".join(b for _, b in _CYRILLIC))
_ROMAN, _GREEK_OR_CYRILLIC = re.compile(r"[A-Za-z]"), re.compile(r"[\u0370-\u03ff\u0400-\u04ff]")
#: A word all in capitals but for small l: a capital i that was typed so (`HUAWEl`).
_SMALL_L = re.compile(r"\b(?=[A-Zl]*[A-Z])[A-Zl]{4,}\b")
#: Written between letters of one word, unseen.
_JOINERS = "\u200c\u200d"
_LETTER, _READ_LETTER = re.compile(r"[^\W_]"), re.compile(r"[a-zA-Z0-9]")
#: A longer name holds more than a legal form.
_LONGEST_FORM = 40
#: A name of nothing but forms has its first short one for a name (`SAE OOO`); a longer word is none of those.
_SHORT_FORM = 4


class _Matcher(NamedTuple):
    """What the matcher knows of names: loaded by the first name, for many a command reads none."""

    read: Callable[[str], Sequence[Reading]]
    legal: int
    phrases: Container[str]


@cache
def _matcher() -> _Matcher:
    from licet.match.arrays import LEGAL
    from licet.match.lexicon import all_phrases
    from licet.match.normal import read_name

    return _Matcher(read_name, LEGAL, all_phrases())


def of_one_script(text: str) -> str:
    """The name with each word of two scripts in the one that can write it whole; else as it is.

    A small l among capitals is a capital i.
    """
    if "l" in text and _SMALL_L.search(text):
        text = _SMALL_L.sub(lambda found: found[0].replace("l", "I"), text)
    if text.isascii() or not (_ROMAN.search(text) and _GREEK_OR_CYRILLIC.search(text)):
        return text
    return re.sub(r"\w+", lambda found: _unmixed(found[0]), text)


def _unmixed(word: str) -> str:
    latin, other = len(_ROMAN.findall(word)), len(_GREEK_OR_CYRILLIC.findall(word))
    if not latin or not other:
        return word
    in_latin, in_cyrillic = word.translate(_TO_LATIN), word.translate(_TO_CYRILLIC)
    choices = [
        (latin, in_latin) if not _GREEK_OR_CYRILLIC.search(in_latin) else (0, word),
        (other, in_cyrillic) if not _ROMAN.search(in_cyrillic) else (0, word),
    ]
    return max(choices, key=lambda choice: choice[0])[1]


def is_read(names: Iterable[str]) -> bool:
    """Whether the matcher reads a word in one of the names: it has no letters of some scripts."""
    return any(_READ_LETTER.search(text) or _matcher().read(text) for text in names)


def unread_words(names: Sequence[str]) -> tuple[str, ...]:
    """Words in letters that the matcher does not read, as `ஹுவாவே` of `ஹுவாவே Trading`.

    The rest alone is looked for. Empty when one of the names is read whole: the party is looked for by that.
    Initials are no words.
    """
    found: list[str] = []
    for text in names:
        words = () if _leaves_nothing_unread(text) else _words_of_letters(text)
        unread = [word for word in words if not is_read((word,))]
        if not unread and text.strip():
            return ()
        found += unread
    return tuple(dict.fromkeys(found))


def unread_told(names: Sequence[str]) -> str:
    """What an answer says of words in letters that the matcher does not read; empty where there are none."""
    unread = unread_words(names)
    return f"the party's name: `{' '.join(unread)}` is in letters that licet does not read" if unread else ""


#: Characters that leave no word unread: no letters, or letters that are read by themselves.
_known: set[str] = set()


def _leaves_nothing_unread(text: str) -> bool:
    """Whether every letter of a text is read by itself: then no word of it has to be read to know that."""
    if _known.issuperset(text):
        return True
    for char in set(text) - _known:
        is_letter = unicodedata.category(char)[0] in "LM" or char in _JOINERS
        if not is_letter or is_read((char,)):
            _known.add(char)
    return _known.issuperset(text)


def _words_of_letters(text: str) -> list[str]:
    """Runs of two letters and more, with the vowel signs and joiners that belong to them."""
    kept = (one if unicodedata.category(one)[0] in "LM" or one in _JOINERS else " " for one in text)
    return [word for word in "".join(kept).split() if len(word) > 1]


def names_somebody(names: Iterable[str]) -> bool:
    """Whether a name holds a word that is read and no legal form; two letters may be a firm's name."""
    for text in names:
        read = _matcher().read(text)
        if not _LETTER.search(text) or not (read or _READ_LETTER.search(text)):
            continue
        # Han are read anew behind a Latin word, so each of their readings must tell.
        if len(text) > _LONGEST_FORM or (any if text.isascii() else all)(map(_surely_tells, read)):
            return True
        if _tells_behind_a_name(text):
            return True
    return False


def _surely_tells(reading: Reading) -> bool:
    """Whether a reading holds two words that are no legal form, or one that no form begins with."""
    matcher, alone = _matcher(), ""
    for word in reading.words:
        if word.kind != matcher.legal:
            if alone:
                return True
            alone = word.text
    return len(alone) > _SHORT_FORM and alone not in matcher.phrases


def _tells_behind_a_name(text: str) -> bool:
    """Whether a name holds more than a legal form, which is known as one only behind a name."""
    if len(_LETTER.findall(text)) <= 2:
        return _LETTER.search(text) is not None
    read, legal = _matcher().read, _matcher().legal
    readings: Iterator[list[int]] = ([word.kind for word in each.words] for each in read(f"qxqx {text}"))
    return not any(kinds[1:] and all(kind == legal for kind in kinds[1:]) for kinds in readings)
