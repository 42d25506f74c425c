"""How the letters of a text file are written: what the file or the person says, and what it may be.

Nothing is guessed in silence: bytes that do not fit are an error with their place, and what the file may be
instead is said with a line of it, read that way, for a person to judge.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from licet.core.errors import InputError

__all__ = ["ESCAPED", "ESCAPING", "encoding_of", "undecoded"]

#: What a byte that does not fit becomes, and the name of the error handler that makes it so.
ESCAPED = re.compile("[\udc00-\udcff]")
ESCAPING = "licet-escape"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: Quotation marks and dashes that word processors write.
_PRINT = "‘’“”„–—…·•°´®™«»"
_WESTERN = "äöüßéèêëàâáãåæçñóòôõøíìîïúùûýœ"
_CENTRAL = "áčďéěíňóřšťúůýžąćęłńśźżäöüßőűľĺŕôăâîşţđ"
_TURKISH = "çğıöşüâîûİ"

#: For each encoding that older systems write, the letters that its texts are mostly made of.
_LETTERS = {
    "cp949": "",
    "gb18030": "",
    "big5": "",
    "cp932": "",
    "cp1252": _WESTERN + _WESTERN.upper() + _PRINT,
    "cp1250": _CENTRAL + _CENTRAL.upper() + _PRINT,
    "cp1254": _TURKISH + _TURKISH.upper() + _PRINT,
    "cp1255": "".join(map(chr, range(0x5D0, 0x5EB))) + _PRINT,
    "cp1251": "".join(map(chr, range(0x410, 0x450))) + "ёіїєґўЁІЇЄҐЎ№" + _PRINT,
    "koi8-r": "".join(map(chr, range(0x410, 0x450))) + "ёЁ",
    "cp1253": "".join(map(chr, range(0x386, 0x3CF))) + _PRINT,
    "cp1256": "".join(map(chr, range(0x621, 0x653))) + "پچژگکی،" + _PRINT,
    "cp874": "".join(map(chr, range(0xE01, 0xE5B))),
}
#: Of the encodings of two bytes a letter, the first bytes of the letters in daily use.
_DAILY = {"gb18030": (0xB0, 0xD7), "big5": (0xA4, 0xC6), "cp932": (0x81, 0x97), "cp949": (0xB0, 0xC8)}
#: The share of letters in daily use from which an encoding is named, and how many are.
_LIKELY, _NAMED = 0.8, 2
#: What a wrong encoding makes: a capital behind a small letter, another alphabet inside a Latin word, three
#: accents in a row.
_TURNED = re.compile("[а-яёa-z][А-ЯЁ]|[A-Za-z][\u0370-\u0fff]|[\u0370-\u0fff][A-Za-z]|[\u00c0-\u024f]{3}")
_SHOWN = 40
#: One zero byte in so many is UTF-16 of letters and digits; fewer are dirt in a cell.
_ZEROS = 4


def _escape(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wide = error.encoding.startswith(("utf-16", "utf-32"))
    return chr(0xDC00 + error.object[error.start]), error.end if wide else error.start + 1


codecs.register_error(ESCAPING, _escape)


def encoding_of(path: Path, head: bytes, given: str = "") -> str:
    """The encoding of a text file by its first bytes: by its mark, as given, or UTF-8.

    Args:
        path: the file.
        head: its first bytes.
        given: what the person says; empty when nothing.

    Raises:
        InputError: no such encoding, another one than the file's mark says, or its beginning is not in it.
    """
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), "")
    said = _known(given) if given else ""
    if marked and said and not _fits(marked, said):
        raise InputError(
            f"the file begins with the mark of {marked.removesuffix('-sig')}, not of {said}",
            file=str(path),
            field="--encoding",
            fix="leave it out",
        )
    name = marked or said or "utf-8-sig"
    try:
        text = codecs.getincrementaldecoder(name)().decode(head)
    except UnicodeDecodeError as error:
        raise _refused(path, head, name, error) from None
    if text.count("\0") * _ZEROS > len(text) and not marked:
        little = head[1:2] == b"\0"
        raise InputError(
            "zero bytes between the letters: UTF-16 without its mark, or no text",
            file=str(path),
            fix=f"save it as CSV UTF-8, or add --encoding utf-16-{'le' if little else 'be'}",
        )
    return name


def undecoded(text: str, encoding: str) -> str:
    """Why a line cannot be read, if it holds a byte that is not of its encoding; else empty."""
    found = None if text.isascii() else ESCAPED.search(text)
    if found is None:
        return ""
    name = _plain(encoding)
    byte = f"byte {ord(found[0]) - 0xDC00:#04x} behind `{text[: found.start()][-_SHOWN:]}`"
    return f"not {name}: {byte}; fix: save the file as CSV UTF-8, or say what it is: --encoding NAME"


def _known(given: str) -> str:
    try:
        found = codecs.lookup(given)
        if found._is_text_encoding:
            return found.name
    except LookupError:
        pass
    raise InputError(
        f"`{given}` is no encoding",
        field="--encoding",
        fix=f"one of utf-8, utf-16, {', '.join(_LETTERS)}, or another that Python knows",
    )


def _fits(marked: str, said: str) -> bool:
    """Whether what a mark says is what was said: `utf-16-le` is in the family of `utf-16`."""
    return said.startswith(marked.removesuffix("-sig"))


def _plain(encoding: str) -> str:
    return "UTF-8" if encoding in ("utf-8", "utf-8-sig") else encoding


def _refused(path: Path, head: bytes, name: str, error: UnicodeDecodeError) -> InputError:
    """The error of a file that does not begin as it should, with what it may be."""
    place = error.start
    line = head[:place].count(b"\n") + 1
    begin = head.rfind(b"\n", 0, place) + 1
    shown = head[begin:].split(b"\n", 1)[0].rstrip(b"\r")
    read = {
        _part(shown.decode(other, "replace")): other for other in reversed(_likely(head)) if other != name
    }
    maybe = ", or ".join(
        f"--encoding {other} reads line {line} as `{text}`" for text, other in reversed(read.items())
    )
    return InputError(
        f"not {_plain(name)}: byte {head[place]:#04x} at {place}",
        file=str(path),
        line=line,
        fix="save it as CSV UTF-8, or say what it is: " + (maybe or "--encoding NAME"),
    )


def _part(text: str) -> str:
    """A piece of a line around its first letter beyond ASCII."""
    at = next((place for place, letter in zip(count(), text, strict=False) if letter > "~"), 0)
    begin = max(0, at - _SHOWN // 2)
    return text[begin : begin + _SHOWN]


def _likely(head: bytes) -> list[str]:
    """The encodings that the beginning of a file may be in, the likeliest first."""
    scores = {name: score for name, score in _scores(head) if score >= _LIKELY}
    return sorted(scores, key=lambda name: -scores[name])[:_NAMED]


def _scores(head: bytes) -> Iterator[tuple[str, float]]:
    """For each encoding the share of the letters beyond ASCII that its texts are mostly made of."""
    for name, letters in _LETTERS.items():
        try:
            text = codecs.getincrementaldecoder(name)().decode(head)
        except UnicodeDecodeError:
            continue
        beyond = [letter for letter in text if letter > "~"]
        if not beyond:
            continue
        if name in _DAILY:
            first, last = _DAILY[name]
            good = sum(first <= letter.encode(name)[0] <= last for letter in beyond)
        else:
            good = sum(letter in letters for letter in beyond)
        yield name, (good - len(_TURNED.findall(text))) / len(beyond)
