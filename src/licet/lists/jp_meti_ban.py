"""Japan's lists of organisations to which exports are prohibited: Russia, Belarus, third countries (PDFs).

An entry is a running number, the name in Japanese and in Latin letters, its aliases (a line each behind a
dash, or one line behind 別称 with semicolons), and its address behind 所在地. Numbers run without a gap from
1: one that does not follow the last is part of a text. An entry without a Latin name stops the import.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date

from licet.core.errors import SourceError
from licet.core.listing import Ground, Listing
from licet.core.script import Script, main_script
from licet.core.trade import Address, Name, NameQuality, Party, PartyKind
from licet.lists.japanese import country_in
from licet.lists.pdf import pdf_text
from licet.lists.source import Document, document_bytes, document_name, source

__all__ = ["read"]

LIST_ID = "jp-meti-ban"

_ACT = "Foreign Exchange and Foreign Trade Act (Act No. 228 of 1949), article 48(3)"
#: The notice of each list, and our tag for it, by words of its heading; the longer heading first.
_NOTICES = (
    ("以外の国の団体", "THIRD-COUNTRIES", "Ministry of Foreign Affairs Notice No. 447 of 2023", ""),
    ("ベラルーシ共和国の団体", "BELARUS", "Ministry of Foreign Affairs Notice No. 104 of 2022", "BY"),
    ("ロシア連邦の団体", "RUSSIA", "Ministry of Foreign Affairs Notice No. 82 of 2022", "RU"),
)
_NUMBER = re.compile(r"(\d{1,4})\s+(\S.*)")
_UPDATED = re.compile(r"最終更新日:?\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_PLACE = re.compile(r"所\s*在\s*地\s*:?\s*")
_LEADS = r"(?:the\s+)?follow\w*\s+\w+\s+alias\w*"
_ALSO = re.compile(rf",?\s*(?:a\.k\.a\.?,?\s*(?:{_LEADS})?|{_LEADS})\s*:?\s*", re.IGNORECASE)
_AND = re.compile(r"(?:;?\s*\band\b)?\s*[;.]?\s*$")
#: A name in Chinese in brackets behind another.
_CHINESE = re.compile(r"\s*\(([\u4e00-\u9fff][^()]*)\)?\s*$")
_DASHES = "-‐‑–—―ー−"


def _published(document: Document) -> date | None:
    found = _UPDATED.search(_text(document))
    return date(int(found[1]), int(found[2]), int(found[3])) if found else None


@source(
    id=LIST_ID,
    title="Organisations subject to export prohibition (Japan, METI: Russia, Belarus, third countries)",
    authority=_ACT,
    issuer="Ministry of Economy, Trade and Industry of Japan",
    address="https://www.meti.go.jp/policy/external_economy/trade_control/01_seido/04_seisai/crimea.html",
    terms="Public Data License (Government of Japan) 1.0, compatible with CC BY 4.0, with attribution",
    expects=(10, 3_000),
    max_drop=0.2,
    legal_effect="exports from Japan to the organisation are prohibited unless the ministry approves them",
    max_age=180,
    files=("jp-meti-list_russia*.pdf", "jp-meti-list_belarus*.pdf", "jp-meti-list_daisangoku*.pdf"),
    in_parts=True,
    by_hand=True,
    published=_published,
)
def read(document: Document) -> Iterator[Listing]:
    """Entries of one of the three PDFs, one listing for each number."""
    text, file = _text(document), document_name(document)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    heading = "".join("".join(lines[:6]).split())
    notice = next((row for row in _NOTICES if row[0] in heading), None)
    if notice is None:
        raise SourceError("not one of the three lists", place=file, fix="check which document this is")
    entries = list(_entries(lines))
    if not entries:
        raise SourceError("no numbered entry", place=file)
    for number, body in entries:
        yield _listing(number, body, notice, file)


def _text(document: Document) -> str:
    return unicodedata.normalize("NFKC", pdf_text(document_bytes(document), document_name(document)))


def _entries(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    number, body = 0, list[str]()
    for line in lines:
        found = _NUMBER.fullmatch(line)
        # An address may begin a line with a number too: an entry starts only with its name in Japanese.
        if found and int(found[1]) == number + 1 and (number == 0 or _has_place(body)):
            if number:
                yield number, body
            number, body = number + 1, [found[2]]
        elif number:
            body.append(line)
    if number:
        yield number, body


def _has_place(body: Sequence[str]) -> bool:
    return any(_PLACE.match(line) for line in body)


def _listing(number: int, body: Sequence[str], notice: tuple[str, str, str, str], file: str) -> Listing:
    _, tag, cite, country = notice
    at = next((n for n, line in enumerate(body) if _PLACE.match(line)), len(body))
    names = list(dict.fromkeys(_names(body[:at])))
    if not any(main_script(name.text) is Script.LATIN for name in names):
        raise SourceError("an entry without a name in Latin letters", place=f"{file}, number {number}")
    place = _PLACE.sub("", " ".join(body[at:]), count=1).strip()
    address = Address(text=place, country=country_in(place.rstrip(".")))
    countries = dict.fromkeys(code for code in (country, address.country) if code)
    return Listing(
        id=f"{LIST_ID}:{tag.lower()}-{number}",
        list=LIST_ID,
        party=Party(
            names=tuple(names),
            kind=PartyKind.ORGANISATION,
            countries=tuple(countries),
            addresses=(address,) if place else (),
        ),
        grounds=(Ground(code=tag, cite=f"{cite}; {_ACT}"),),
        programmes=(tag,),
        measures=("EXPORT_BAN",),
        source_ref=f"{tag} {number}",
    )


def _is_latin(line: str) -> bool:
    """Whether a line is part of the Latin name; a name in Chinese may stand behind it in brackets."""
    return not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", _CHINESE.sub("", line))


def _names(lines: Sequence[str]) -> Iterator[Name]:
    """The Latin name first, then its aliases, then the name in Japanese."""
    start = next(
        (
            n
            for n, line in enumerate(lines)
            if n and _is_latin(line) and "".join(lines[:n]).count("(") <= "".join(lines[:n]).count(")")
        ),
        len(lines),
    )
    local = "".join(lines[:start])
    latin, aliases = list[str](), list[str]()
    for line in lines[start:]:
        if line[0] in _DASHES:
            aliases.append(line.lstrip(_DASHES).strip())
        elif line.startswith("別称"):
            aliases.append(line.removeprefix("別称").lstrip(": ") + ";")
        elif aliases and not _is_latin(line):
            continue  # the aliases in Japanese go on
        elif aliases:
            aliases[-1] = f"{aliases[-1]} {line}"
        else:
            latin.append(line)
    whole = " ".join(latin)
    main, *inline = [part.strip(" ,;:.") for part in _ALSO.split(whole)]
    many = [part for alias in aliases for part in (alias.split(";") if alias.count(";") > 1 else [alias])]
    main = main.partition(", including ")[0]
    original = list[Name]()
    if found := _CHINESE.search(main):
        main = main[: found.start()].strip()
        original = [
            Name(text=text.strip(), quality=NameQuality.ORIGINAL_SCRIPT) for text in found[1].split("、")
        ]
    if main:
        yield Name(text=main)
    yield from original
    for alias in (*inline, *many):
        cleaned = _AND.sub("", " ".join(alias.split())).strip(" ,;-")
        if len(cleaned) > 1 and main_script(cleaned) is Script.LATIN:
            yield Name(text=cleaned, quality=NameQuality.STRONG)
    cleaned = re.sub(r"\(別称.*", "", local).strip()
    if found := _CHINESE.search(cleaned):
        yield Name(text=found[1], quality=NameQuality.ORIGINAL_SCRIPT)
        cleaned = cleaned[: found.start()].strip()
    if cleaned:
        yield Name(text=cleaned, quality=NameQuality.STRONG, language="ja")
