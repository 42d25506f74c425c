"""Words of other scripts in Latin letters: Arabic, Hebrew, Hangul, Thai, Devanagari, kana, Cyrillic, Greek, Armenian.

Han characters are read in `han`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from licet.core.script import Script, script_of
from licet.match.kana import as_heard
from licet.match.scripts import (
    fold_lookalikes,
    is_han,
    romanise,
    strip_invisible,
    vocalised,
    vocalised_hebrew,
)
from licet.match.tokens import latin_base, split_tokens
from licet.match.words import read_table

__all__ = ["foreign_tokens"]

#: Scripts whose words are glossed where they stand inside a longer one, and from what length.
_GLOSSED = frozenset({Script.HANGUL, Script.THAI, Script.DEVANAGARI, Script.KANA})
_GLOSSED_FROM: Final = 5
#: So many kana and fewer are a word only where they stand alone.
_SYLLABLES: Final = 3
_ABJAD = frozenset({Script.ARABIC, Script.HEBREW})


@cache
def _native() -> dict[str, str]:
    """Words and names that are looked up in their own script (Arabic, Hangul), as `_bare` writes them."""
    return {
        _bare(native): latin
        for row in read_table("native_words")
        if len(row) == 3
        for native in row[1].split("|")
        for latin in (row[2],)
        if native and not is_han(native[0])
    }


_ARABIC_FORMS = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ۀ": "ه"}
)


def _bare(token: str) -> str:
    """A token of an abjad without vowel marks, letter variants made one."""
    return (
        "".join(c for c in token if unicodedata.category(c) != "Mn").translate(_ARABIC_FORMS).replace(" ", "")
    )


@cache
def _whole_words() -> tuple[dict[str, str], int]:
    """Words that are glossed inside longer ones (Hangul, Thai, Devanagari), and the longest one's length."""
    found = {
        unicodedata.normalize("NFKC", native): row[2].split("/")[0]
        for row in read_table("native_words")
        if len(row) == 3
        for native in row[1].split("|")
        if native and script_of(native[0]) in _GLOSSED
    }
    return found, max(map(len, found))


def _glossed(token: str, *, second: bool = False) -> list[str]:
    """A token taken apart into words of the lexicon and what is between them; empty when it has none.

    Hangul and Thai write a firm's name without blanks: 조선무역은행 is Korea, trade, bank. The longest words are taken
    first; a person's two to four syllables are left whole.
    """
    words, longest = _whole_words()
    if token in words:
        return words[token].split()
    if len(token) < _GLOSSED_FROM:
        return []
    # syllables of a name: `イラン` is in many
    least = _SYLLABLES if script_of(token[0]) is Script.KANA else 1
    out: list[str] = []
    between = ""
    known = 0
    at = 0
    while at < len(token):
        for size in range(min(longest, len(token) - at), least, -1):
            if token[at : at + size] in words:
                out += [_spelt(between, second=second)] if between else []
                between = ""
                out += words[token[at : at + size]].split()
                known += size
                at += size
                break
        else:
            between += token[at]
            at += 1
    out += [_spelt(between, second=second)] if between else []
    return [word for word in out if word] if known else []


def _is_abjad(token: str) -> bool:
    return script_of(token[0]) in _ABJAD


#: Letters that Persian and Urdu write and Arabic does not.
_PERSIAN_LETTERS = frozenset("پچژگکیہھےٹڈڑںټډړږښڼڅځې")


def _aloud(token: str, *, second: bool = False) -> str:
    if script_of(token[0]) is Script.ARABIC:
        # a Persian keyboard may write Arabic, and the other way about: one way first, the other second
        return vocalised(token, persian=second is _PERSIAN_LETTERS.isdisjoint(token))
    if script_of(token[0]) is Script.HEBREW:
        return vocalised_hebrew(token)
    return romanise(token)


def _from_abjad(token: str, *, whole: bool) -> list[str]:
    known = _native().get(_bare(token))
    if known is not None:
        return known.split()
    if token.startswith("ال") and len(token) >= 5 and not whole:
        rest = _native().get(_bare(token[2:]))
        return ["al", *(rest.split() if rest else [_aloud(token[2:])])]
    if not whole and (parts := _run_together(_bare(token))):
        return parts
    return [_aloud(token, second=whole)]


#: The shortest name that may stand in a word with another: shorter ones are parts of words.
_SHORTEST_PART: Final = 3


def _run_together(bare: str) -> list[str]:
    """Two names of the lexicon that somebody wrote without a blank (`محمدعلی`); empty where it is not that."""
    known = _native()
    for at in range(_SHORTEST_PART, len(bare) - _SHORTEST_PART + 1):
        first, last = known.get(bare[:at]), known.get(bare[at:])
        if first and last and script_of(bare[0]) is Script.ARABIC:
            return [*first.split(), *last.split()]
    return []


def _joined_abjad(raw: list[str]) -> list[str]:
    """Neighbours of an abjad joined where the lexicon knows them together."""
    if not any(_is_abjad(token) for token in raw):
        return raw
    out: list[str] = []
    at = 0
    while at < len(raw):
        for size in (3, 2):
            joined = "".join(raw[at : at + size])
            if at + size <= len(raw) and _is_abjad(raw[at]) and _bare(joined) in _native():
                out.append(joined)
                at += size
                break
        else:
            out.append(raw[at])
            at += 1
    return out


_SMALL_LATIN = re.compile("[a-z]")


def foreign_tokens(text: str, *, second: bool = False) -> tuple[list[str], bool, bool]:
    """Latin tokens of a text that is not plain ASCII, whether it is vowelless, whether it is foreign."""
    text = unicodedata.normalize("NFKC", strip_invisible(text)).casefold()
    raw = split_tokens(text)
    any_latin = _SMALL_LATIN.search("".join(raw)) is not None
    tokens: list[str] = []
    vowelless = foreign = False
    for token in raw if second else _joined_abjad(raw):
        if token.isascii():
            tokens.append(token)
            continue
        based = latin_base(token)
        if not based.isascii() and any_latin:
            looks = fold_lookalikes(based)
            if looks.isascii() and (any("a" <= c <= "z" for c in based) or _all_foreign_look_latin(raw)):
                based = looks
        if based.isascii():
            tokens.append(based)
            continue
        script = script_of(based[0])
        foreign = foreign or script is not Script.LATIN
        if script in _ABJAD:
            vowelless = True
            for native in _from_abjad(based, whole=second):
                first, _, other = native.partition("/")
                tokens.append(other if second and other else first)
        elif script in _GLOSSED and (glossed := _glossed(based, second=second)):
            tokens += glossed
        elif script is Script.HANGUL and 2 <= len(based) <= 4 and based[0] in _native():
            tokens += [_native()[based[0]].split()[0], romanise(based[1:])]
        elif script is Script.CYRILLIC and based in _native():
            tokens += _native()[based].split()
        else:
            tokens.append(_spelt(based, second=second))
    tokens = [token for token in tokens if token]
    if second and vowelless:
        # Nasr Allah is also written Nasrallah, Shihab al Din Shahabuddin
        for at in range(len(tokens) - 1, 0, -1):
            if at >= len(tokens):
                continue  # taken into the word before it
            if tokens[at] == "allah":
                tokens[at - 1 : at + 1] = ["".join(tokens[at - 1 : at + 1])]
            elif tokens[at] == "din" and tokens[at - 1] == "al" and at > 1:
                tokens[at - 2 : at + 1] = [tokens[at - 2] + "uddin"]
    return tokens, vowelless, foreign


def _spelt(token: str, *, second: bool = False) -> str:
    """A token of an alphabet or of syllables in Latin letters; kana have one letter for `l` and `r`."""
    if script_of(token[0]) is Script.KANA:
        heard = as_heard(token, romanise) or romanise(token)
        return heard.replace("r", "l") if second else heard
    return romanise(token)


def _all_foreign_look_latin(raw: list[str]) -> bool:
    return all(token.isascii() or fold_lookalikes(latin_base(token)).isascii() for token in raw)
