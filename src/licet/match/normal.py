"""From a name as somebody typed it to the words that are compared.

Invisible and bidirectional characters go, full-width forms and look-alikes become what they look
like, every script becomes Latin letters, legal forms and honorifics become one token each. A text may
have more than one reading (a Chinese name as a person and as a company); each is tried.
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from licet.core.script import Script, script_of
from licet.match import han
from licet.match.inflection import stem
from licet.match.kana import as_heard
from licet.match.rarity import form_rarity, known_rarity
from licet.match.scripts import (
    fold_lookalikes,
    is_han,
    romanise,
    simplified,
    strip_invisible,
    vocalised,
    vocalised_hebrew,
)
from licet.match.sounds import phonetic, skeleton
from licet.match.words import read_table

__all__ = [
    "CONTENT", "GENERIC", "INITIAL", "LEGAL", "NOISE", "NUMBER", "PARTICLE", "PLACE", "SUFFIX",
    "Reading", "Word", "key_of", "key_of_readings", "plain_key", "read_name", "word",
]  # fmt: skip

#: What sort of word a token is.
CONTENT, GENERIC, LEGAL, PARTICLE, NOISE, NUMBER, INITIAL, PLACE, SUFFIX = range(9)

#: Longer texts are cut: nobody's name, and time must stay bounded.
MAX_CHARS: Final = 1_000
MAX_WORDS: Final = 40
MAX_WORD_CHARS: Final = 40
_MAX_GROUPS: Final = 4
_CACHE_LIMIT: Final = 200_000


@dataclass(frozen=True, slots=True)
class Word:
    """One token and all that is derived from it alone.

    Attributes:
        text: Latin letters and digits, lower case.
        sound: its phonetic form.
        bones: its consonant skeleton.
        kind: CONTENT, GENERIC, LEGAL ...
        groups: numbers of the lexicon groups it belongs to (spellings of one name, translations of one word).
        letters: `text` as letter codes (1 to 26, digits 27 to 36).
        sound_letters: `sound` as letter codes.
        mask: bit set of the consonants in `sound`.
        hash: number of `text` and whether it is a legal form.
        bones_hash: number of `bones`; 0 when too short to say anything.
        rarity: how rare the word is beforehand, 0 to 1.
        hollow: it has no vowel inside, as where somebody left them out.
        four_groups: `groups` filled up with zeros.
        place: it is the name of a town, a province or a country.
        facts: its row of `arrays.QueryArrays.facts`.
    """

    text: str
    sound: str
    bones: str
    kind: int
    groups: tuple[int, ...]
    letters: bytes
    sound_letters: bytes
    mask: int
    hash: int
    bones_hash: int
    rarity: float
    hollow: bool
    four_groups: tuple[int, ...]
    place: bool
    facts: bytes


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


def _group(name: str) -> int:
    return zlib.crc32(name.encode()) or 1


_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th|go|ya|y|i)$")
_NUMBER_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5",
    "sixth": "6", "seventh": "7", "eighth": "8", "ninth": "9", "tenth": "10", "eleventh": "11", "twelfth": "12",
    "thirteenth": "13", "fourteenth": "14", "fifteenth": "15", "sixteenth": "16", "seventeenth": "17",
    "eighteenth": "18", "nineteenth": "19", "twentieth": "20",
}  # fmt: skip
_ROMAN = {
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "xi": "11",
    "xii": "12",
}

# Forms of one or two letters are also syllables of names: they count only at an end of a longer name.
_SHORT_FORM = 2


@cache
def _groups() -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for table in ("company_words", "given_names", "place_adjectives"):
        for canonical, variants in read_table(table):
            if " " in canonical:
                continue
            number = _group(f"{table}:{canonical}")
            for spelling in (canonical, *variants.split("|")):
                if " " not in spelling and number not in found.setdefault(spelling, []):
                    found[spelling].append(number)
    for spelling, value in (_NUMBER_WORDS | _ROMAN).items():
        found.setdefault(spelling, []).insert(0, _group(f"number:{value}"))
    return {spelling: tuple(numbers[:_MAX_GROUPS]) for spelling, numbers in found.items()}


#: One short ending is also that of many an English word (`company`).
_SHORT_ENDING = re.compile(r"[b-df-hjl-np-tv-xz][yio]$")


@cache
def _by_stem() -> dict[str, str]:
    """Words of the lexicon by what is left without their Russian ending."""
    found: dict[str, str] = {}
    for table in ("company_words", "place_adjectives"):
        for _, variants in read_table(table):
            for spelling in variants.split("|"):
                if " " not in spelling and (
                    not _SHORT_ENDING.search(spelling) or len(stem(spelling)) > _LONG_STEM
                ):
                    found.setdefault(stem(spelling), spelling)
    return found


#: So long a stem is no English word's.
_LONG_STEM: Final = 11


def _uninflected(text: str) -> str:
    """The word of the lexicon that a token is with another Russian ending; the token itself where it is none."""
    if text in _groups():
        return text
    left = stem(text)
    return _by_stem().get(left, text) if left else text  # most words have no such ending: no table for them


@cache
def _kinds() -> dict[str, int]:
    kinds: dict[str, int] = {}
    for canonical, variants in read_table("company_words"):
        for spelling in (canonical, *variants.split("|")):
            if " " not in spelling:
                kinds[spelling] = GENERIC
    names = {"noise": NOISE, "particle": PARTICLE, "suffix": SUFFIX}
    for name, spellings in read_table("particles"):
        if name in names:
            for spelling in spellings.split("|"):
                if " " not in spelling:
                    kinds[spelling] = names[name]
    return kinds


@cache
def _places() -> frozenset[str]:
    """Names of towns, provinces and countries that firms put before or behind their own."""
    found: set[str] = set()
    for _, names in read_table("places"):
        found.update(name for name in names.split("|") if " " not in name)
    return frozenset(found)


#: So long a word inside a phrase may be lacking: the phrase is still read.
_LEFT_OUT: Final = 4

_Phrase = tuple[tuple[str, ...], str, int]
_Phrases = dict[str, list[_Phrase]]


def _token_of(canonical: str, spellings: str) -> str:
    """The token that stands for a phrase: its usual abbreviation, so that it weighs no more than a word."""
    if " " not in canonical:
        return canonical
    short = [spelling for spelling in spellings.split("|") if " " not in spelling]
    return min(short, key=len) if short else canonical.replace(" ", "")


@cache
def _phrases() -> _Phrases:
    """By first word: the phrases that become one token, longest first."""
    found: _Phrases = {}

    def add(spelling: str, token: str, kind: int) -> None:
        words = tuple(spelling.split(" "))
        rows = found.setdefault(words[0], [])
        if all(row[0] != words for row in rows):
            rows.append((words, token, kind))

    for _, canonical, spellings in read_table("legal_forms"):
        for spelling in spellings.split("|"):
            add(spelling, canonical, LEGAL)
    for canonical, spellings in read_table("company_words"):
        token = _token_of(canonical, spellings)
        for spelling in (canonical, *spellings.split("|")):
            if " " in spelling or " " in canonical:
                add(spelling, token, GENERIC)
    for name, spellings in read_table("particles"):
        for spelling in spellings.split("|"):
            if name == "place":
                add(spelling, spelling.replace(" ", ""), PLACE)
                if spelling.count(" ") == 1:
                    # as registers turn them round: `Korea, North`
                    add(" ".join(reversed(spelling.split(" "))), spelling.replace(" ", ""), PLACE)
            elif " " in spelling and name == "noise":
                add(spelling, "", NOISE)
    cut: dict[str, set[tuple[str, int]]] = {}
    for words, token, kind in [row for rows in found.values() for row in rows]:
        for at in range(1, len(words) - 1):
            if len(words[at]) >= _LEFT_OUT and kind in (LEGAL, GENERIC):
                cut.setdefault(" ".join(words[:at] + words[at + 1 :]), set()).add((token, kind))
    for spelling, meant in cut.items():
        if len(meant) == 1:
            # somebody left out a word, and no other phrase is left by that: `Closed Joint Company`
            add(spelling, *meant.pop())
    for rows in found.values():
        rows.sort(key=lambda row: -len(row[0]))
    return found


@cache
def _compound_generics() -> dict[str, tuple[int, ...]]:
    """Groups of the tokens that stand for whole phrases (`designbureau`)."""
    return {
        _token_of(canonical, spellings): (_group(f"company_words:{canonical}"),)
        for canonical, spellings in read_table("company_words")
        if " " in canonical
    }


#: kind, mask, hash, bones, place, four groups, letters, letters of the sound: as `arrays` names the columns.
_FACTS = struct.Struct("=11q")
_words: dict[tuple[str, int, str], Word] = {}


def word(text: str, kind: int = CONTENT, written: str = "") -> Word:
    """The token's record, made once and kept.

    Args:
        text: the token.
        kind: what sort of word it is.
        written: of a legal form, how it is written out (`plain_form`).
    """
    found = _words.get((text, kind, written))
    if found is None:
        found = _make_word(text, kind, written)
        if len(_words) > _CACHE_LIMIT:
            _words.clear()
        _words[text, kind, written] = found
    return found


#: Words of forms that are written short as often as not.
_SHORT_FORMS: Final = {"limited": "ltd", "company": "co", "corporation": "corp", "incorporated": "inc", "private": "pvt",
                       "proprietary": "pty"}  # fmt: skip


def plain_form(words: tuple[str, ...]) -> str:
    """A legal form by the letter, its common words short: what `Pte. Limited` and `PTE LTD` have in common."""
    return " ".join([_SHORT_FORMS.get(one, one) for one in words])


def _make_word(text: str, kind: int, written: str) -> Word:
    meant = _uninflected(text) if kind == CONTENT else text
    groups = _groups().get(meant, ())
    if kind == LEGAL:
        groups = (
            (_group(f"legal:{text}"), _group(f"written:{written}")) if written else (_group(f"legal:{text}"),)
        )
    elif kind == GENERIC and not groups:
        groups = _compound_generics().get(text, ())
    elif kind == CONTENT:
        if text.isdigit():
            kind, groups = NUMBER, (_group(f"number:{text.lstrip('0') or '0'}"),)
        elif match := _ORDINAL.match(text):
            kind, groups = NUMBER, (_group(f"number:{match[1]}"),)
        elif text in _NUMBER_WORDS:
            kind = GENERIC
        elif len(text) == 1:
            kind = INITIAL
        else:
            kind = _kinds().get(meant, CONTENT)
    sound = phonetic(text)
    bones = skeleton(sound)
    sound_letters = sound.encode("ascii", "ignore").translate(_CODES)
    mask = 0
    for code in sound_letters:
        mask |= _CONSONANT_BIT[code]
    letters = text.encode("ascii", "ignore").translate(_CODES)
    # a form has a number of another length: by a start of its own `co` would be the word `bo`
    number = zlib.crc32(f"form:{text}".encode() if kind == LEGAL else text.encode()) or 1
    bones_hash = key_of("bones", bones) if len(bones) > 1 else 0
    four_groups = (*groups, 0, 0, 0, 0)[:4]
    place = kind == PLACE or text in _places()
    return Word(
        text, sound, bones, kind, groups, letters, sound_letters, mask, number, bones_hash,
        form_rarity(written) if kind == LEGAL else known_rarity(text),
        len(text) >= 4 and text.isalpha() and not any(vowel in text[1:-1] for vowel in "aeiou"),
        four_groups, place,
        _FACTS.pack(kind, mask, number, bones_hash, place, *four_groups, len(letters), len(sound_letters)),
    )  # fmt: skip


def key_of(sort: str, text: str) -> int:
    """The number under which a key of one sort is indexed; never 0."""
    return zlib.crc32(f"{sort}:{text}".encode()) or 1


_CODES = bytes(
    code - 96 if 97 <= code <= 122 else code - 48 + 27 if 48 <= code <= 57 else 0 for code in range(256)
)
_CONSONANT_BIT = (
    [0] + [0 if chr(96 + c) in "aeiouyh" else 1 << c for c in range(1, 27)] + [1 << c for c in range(27, 37)]
)


_ASCII = dict.fromkeys(range(128), " ")
_ASCII |= {ord(c): c for c in "abcdefghijklmnopqrstuvwxyz0123456789"}
_ASCII |= {ord(c): c.lower() for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_ASCII |= {ord("'"): "", ord("`"): "", ord("&"): " and ", ord("$"): "s", ord("@"): "a", ord("!"): " "}
_DOTTED = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?")
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻ`´ʹʾʿ‛′"), "")


def _undot(match: re.Match[str]) -> str:
    joined = match[0].replace(".", "")
    form = _phrases().get(joined.lower(), ())
    # K.B. is somebody's initials more often than a design bureau
    short = len(joined) <= _SHORT_FORM
    return (
        joined
        if any(len(row[0]) == 1 and not (short and row[2] != LEGAL) for row in form)
        else match[0].replace(".", " ")
    )


def _tokens(text: str) -> list[str]:
    if "." in text:
        text = _DOTTED.sub(_undot, text)
    return text.translate(_ASCII).split()


_BASE: dict[str, str] = {}


def _latin_base(token: str) -> str:
    """A token with marks dropped from Latin letters; letters of other scripts stay."""
    out = []
    for char in token:
        base = _BASE.get(char)
        if base is None:
            base = char
            if not char.isascii() and script_of(char) is Script.LATIN:
                plain = "".join(
                    c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c)
                )
                base = plain or char
            _BASE[char] = base
        out.append(base)
    return "".join(out)


#: Scripts whose words are glossed where they stand inside a longer one, and from what length.
_GLOSSED = frozenset({Script.HANGUL, Script.THAI, Script.DEVANAGARI, Script.KANA})
_GLOSSED_FROM: Final = 5
#: So many kana and fewer are a word only where they stand alone.
_SYLLABLES: Final = 3
_LATIN_LIKE = frozenset({Script.CYRILLIC, Script.GREEK, Script.ARMENIAN})
_ABJAD = frozenset({Script.ARABIC, Script.HEBREW})


def _split(text: str) -> list[str]:
    """Tokens of a text in any script: letters, marks and digits; all else parts them."""
    if "." in text:
        text = _DOTTED.sub(_undot, text)
    text = text.translate(_APOSTROPHES).replace("&", " and ")
    return "".join(
        char if char.isalnum() or unicodedata.category(char)[0] == "M" or char in "々ー" else " "
        for char in text
    ).split()


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


def _foreign_tokens(text: str, *, second: bool = False) -> tuple[list[str], bool, bool]:
    """Latin tokens of a text that is not plain ASCII, whether it is vowelless, whether it is foreign."""
    text = unicodedata.normalize("NFKC", strip_invisible(text)).casefold()
    raw = _split(text)
    any_latin = any("a" <= char <= "z" for token in raw for char in token)
    tokens: list[str] = []
    vowelless = foreign = False
    for token in raw if second else _joined_abjad(raw):
        if token.isascii():
            tokens.append(token)
            continue
        based = _latin_base(token)
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
    return all(token.isascii() or fold_lookalikes(_latin_base(token)).isascii() for token in raw)


_LONG_FORM_WORDS: Final = (
    "obshchestvo", "obschestvo", "ogranichennoi", "ogranichennoy", "otvetstvennostyu", "otvetstvennostiu",
    "aktsionernoe", "aktsionernoye", "liability", "predpriyatie", "incorporated", "corporation", "technology",
    "publichnoe", "otkrytoe", "zakrytoe", "partnership", "proizvodstvennoe", "konstruktorskoe", "limited",
    "company", "international", "technologies", "gosudarstvennoe", "issledovatelskii", "obshchestva",
    "nauchno", "obyedinenie",
)  # fmt: skip
_LONG: Final = 7
_LONG_FORMS: Final = frozenset(_LONG_FORM_WORDS)
#: Words of forms that are told one letter off even where they are short, from so many letters on.
_SHORTER_FORM_WORDS: Final = ("limited", "company", "group", "holding", "holdings")
_SHORTER: Final = 6
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


_GLUED = re.compile(r"^\w{3,}(?:llc|gmbh|ltd|jsc)$")
_GLUED_FROM: Final = 8
_GLUED_LONG: Final = 10
_BEFORE_COMPANY: Final = frozenset({"liability", "stock"})


def _unglued(tokens: list[str]) -> list[str]:
    """Tokens with a legal form taken off that was written without a blank."""
    out: list[str] = []
    for token in tokens:
        if (
            len(token) < _GLUED_LONG
            and _GLUED.match(token)
            and token not in _phrases()
            and token not in _kinds()
        ):
            # no word ends so: `aescllc`, `resadllc`
            cut = -4 if token.endswith("gmbh") else -3
            out += [token[:cut], token[cut:]]
            continue
        if token.startswith("company") and len(token) > 9 and out and out[-1] in _BEFORE_COMPANY:
            out += [token[:7], token[7:]]
            continue
        if len(token) >= _GLUED_FROM and token in _glued_words() and token not in _phrases():
            out += _glued_words()[token]
            continue
        out += _without_forms(token)
    return out


def _without_forms(token: str) -> list[str]:
    """A long token with the forms taken off that stand before and behind it without a blank."""
    after: list[str] = []
    before: list[str] = []
    while len(token) >= _GLUED_LONG and token not in _phrases() and token not in _kinds():
        match = _JOINED_FORMS.match(token)
        if match is None or not (match[1] or match[3]):
            break
        if match[1]:
            before += _RUN_TOGETHER[match[1]]
        if match[3]:
            after[:0] = _RUN_TOGETHER.get(match[3], (match[3],))
        token = match[2]
    return [*before, token, *after]


def _rejoined(tokens: list[str]) -> list[str]:
    """Tokens with a word of a legal form put together that somebody split: `Limi ted`."""
    for at in range(len(tokens) - 1, 0, -1):
        if tokens[at - 1] + tokens[at] in _LONG_FORMS:
            tokens[at - 1 : at + 1] = [tokens[at - 1] + tokens[at]]
    return tokens


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


#: The Arabic article as it is spoken before the letters that it takes on.
_ARTICLE: Final = frozenset({"ar", "as", "an", "ad", "at", "az", "ash", "ul", "ur", "us", "el", "er", "es"})
_SERVANT: Final = frozenset({"abd", "abdu", "abdul"})


def _straighten(tokens: list[str]) -> list[str]:
    """Long legal forms set right where they are misspelt or out of order; `abd ar rahman` written `abd al rahman`."""
    for at in range(1, len(tokens) - 1):
        if tokens[at - 1] in _SERVANT and tokens[at] in _ARTICLE:
            tokens[at] = "al"
    for at in range(len(tokens) - 2):
        three = tuple(tokens[at : at + 3])
        if three in _SCRAMBLED:
            right = ("joint", "stock", "company") if "joint" in three else ("limited", "liability", "company")
            tokens[at : at + 3] = right
            continue
        joined = "".join(three)
        if 13 <= len(joined) <= 28:
            for whole, words in _LONG_PHRASES:
                if joined != whole and OSA.distance(joined, whole, score_cutoff=3) <= 3:
                    tokens[at : at + 3] = words
                    break
    return tokens


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
        text for rows in _phrases().values() for phrase, _, kind in rows if kind == GENERIC for text in phrase
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
def _glued_words() -> dict[str, tuple[str, str]]:
    """Neighbours in a phrase written as one word: `proizvodstvennoepredpriyatie`, `designbureau`."""
    found: dict[str, tuple[str, str]] = {}
    for rows in _phrases().values():
        for phrase, _, kind in rows:
            for left, right in pairwise(phrase):
                if kind == GENERIC and min(len(left), len(right)) > _SHORT_FORM + 1:
                    found.setdefault(left + right, (left, right))
    known = _kinds()
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


def _mend(token: str) -> str:
    """A misspelt word of a legal form set right; any other token as it is."""
    known = _MENDED.get(token)
    if known is None:
        known = token
        if not token.isalpha() and not token.isdigit():
            looks = token.translate(_LOOK_LETTERS)
            if looks in _phrases() or looks in _LONG_FORM_WORDS or looks in ("stock", "joint"):
                token = known = looks
        if token.isalpha() and len(token) > 3 and not any(vowel in token[1:-1] for vowel in "aeiou"):
            known = _by_bones().get(token, token)
        elif token not in _phrases() and token not in _kinds() and token.isalpha():
            if not any(vowel in token[1:-1] for vowel in "aeiou"):
                known = _by_bones().get(token, token)
            elif _COMPOUND.search(token):
                known = _COMPOUND.sub("engineering", token)
            elif (
                len(token) >= _MENDED_FROM
                and token not in _NOT_MEANT
                and (meant := _misspelt_phrase_word(token))
            ) or (len(token) >= _SHORTER and (meant := _misspelt_form(token))):
                known = meant
            elif len(token) >= _LONG:
                best = process.extractOne(
                    token, _LONG_FORM_WORDS, scorer=OSA.normalized_similarity, score_cutoff=0.82
                )
                known = best[0] if best else token
        if len(_MENDED) > _CACHE_LIMIT:
            _MENDED.clear()
        _MENDED[token] = known
    return known


#: Forms that are nobody's name, even alone (`Group Ltd.`).
_NOBODY: Final = frozenset(
    {"ltd", "llc", "inc", "corp", "co", "gmbh", "plc", "jsc", "ooo", "pjsc", "ojsc", "cjsc"}
)
_UNTELLING: Final = frozenset({LEGAL, PLACE, NOISE, PARTICLE})


def _misspelt_end(rows: list[_Phrase], tokens: list[str], at: int) -> _Phrase | None:
    """The phrase of two words that begins here, its second word a letter off: `named aftr`."""
    if at + 1 < len(tokens) and len(token := tokens[at + 1]) >= _LEFT_OUT:
        for row in rows:
            words, single, kind = row
            if len(words) != 2 or not single or kind == PLACE or len(words[1]) < _LEFT_OUT:
                continue
            if token[0] == words[1][0] and OSA.distance(token, words[1], score_cutoff=1) <= 1:
                return row
    return None


def written_forms(text: str) -> set[str]:
    """The legal forms of a name as they are written (`plain_form`); counted to know how common each is."""
    tokens, found, at = _unglued(_tokens(_apart(text))) if text.isascii() else [], set(), 0
    while at < len(tokens):
        rows = [
            row for row in _phrases().get(tokens[at], ()) if tuple(tokens[at : at + len(row[0])]) == row[0]
        ]
        if rows and rows[0][2] == LEGAL and rows[0][1] not in _NO_LAW:
            found.add(plain_form(rows[0][0]))
        at += len(rows[0][0]) if rows else 1
    return found


#: What says how a firm is held, not under which law it stands: no evidence where both write it alike.
_NO_LAW: Final = frozenset({"group", "holding"})


def _word_of(phrase: _Phrase) -> Word:
    """The token that stands for a phrase."""
    words, single, kind = phrase
    return word(single, kind, plain_form(words) if kind == LEGAL and single not in _NO_LAW else "")


def _compose(tokens: list[str]) -> tuple[Word, ...]:
    """Tokens to words: runs of letters joined where they are a form, phrases made one token."""
    phrases = _phrases()
    tokens = _straighten([_mend(token) for token in _unglued(_rejoined(tokens[: MAX_WORDS * 2]))])
    out: list[Word] = []
    size = min(len(tokens), MAX_WORDS * 2)
    at = 0
    while at < size:
        token = tokens[at]
        rows = phrases.get(token)
        if rows is not None:
            for spelling, single, kind in rows:
                length = len(spelling)
                if length > 1 and tuple(tokens[at : at + length]) != spelling:
                    continue
                at_end = at + length == size
                if kind == LEGAL and length == 1 and len(token) <= _SHORT_FORM and not (at_end or at == 0):
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
                meant = _misspelt_end(rows, tokens, at)
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
            latin = " ".join(_foreign_tokens(piece)[0])
            others = others or bool(latin)
            company.append(latin)
            person.append(latin)
    if known and _KANA.search(text):
        # kana have one letter for `l` and `r`, and a Japanese name of a body is no person's
        with_l = " ".join(
            han.company_reading(piece)[0]
            if is_han(piece[0])
            else " ".join(_foreign_tokens(piece, second=True)[0])
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


_FORM_IN_FRONT = re.compile(r"\b(OOO|OAO|ZAO|PAO|AO|PJSC|OJSC|CJSC|JSC|LLC)(?=[A-Z]?[a-z]{3})")
_FORM_BEHIND = re.compile(r"(?<=[a-z]{3})(OOO|OAO|ZAO|PAO|AO|JSC|LLC|LLP|GmbH|GMBH|Ltd|LTD|Inc)\b")
_CAPITAL = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z]{2})")


def _apart(text: str) -> str:
    """A text with forms taken off that capitals show to stand before or behind a word without a blank: `AOAskon`."""
    if text.isupper() or text.islower():
        return text
    return _FORM_BEHIND.sub(r" \1", _FORM_IN_FRONT.sub(r"\1 ", text))


def read_name(text: str) -> tuple[Reading, ...]:
    """The readings of a name, the likeliest first; empty when nothing in it can be compared."""
    if len(text) > MAX_CHARS:
        text = text[:MAX_CHARS]
    if text.isascii():
        words = _compose(_tokens(_apart(text)))
        if len(words) == 1 and " " not in text and len(parts := _CAPITAL.split(text)) > 1:
            # one word with a capital inside may be several: `AhmetDuri`
            return (Reading(words), Reading(_compose(_tokens(" ".join(parts)))))
        return (Reading(words),) if words else ()
    if any(map(is_han, text)):
        return tuple(reading for reading in _han_readings(text) if reading.words)
    tokens, vowelless, foreign = _foreign_tokens(text)
    words = _compose(tokens)
    if not words:
        return ()
    if vowelless or _KANA.search(text):
        others = _compose(_foreign_tokens(text, second=True)[0])
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
