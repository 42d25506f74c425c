"""Japan's Foreign End User List of the Ministry of Economy, Trade and Industry, official workbook.

Cells hold Japanese, a line break, and English. Aliases stand one a line behind a bullet. The number column is
a formula; its cached value, or the row's place, is the number, and not an identity: it shifts with each
edition. Type of concern: B, C, M, N for weapons of mass destruction, CW for conventional weapons.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator

from licet.core.country import country_code
from licet.core.errors import SourceError
from licet.core.listing import Ground, Listing
from licet.core.script import Script, main_script
from licet.core.trade import Name, NameQuality, Party, PartyKind
from licet.lists.source import Document, Ids, Row, document_bytes, document_name, rows_of, source

__all__ = ["read"]

LIST_ID = "jp-meti-eul"

_COLUMNS = ("No.", "Country or Region", "Company or Organization", "Also Known As", "Type of WMD", "CW")
_AUTHORITY = "Export Trade Control Order (Cabinet Order No. 378 of 1949), catch-all controls"
_CONCERNS = {"B": "BIOLOGICAL", "C": "CHEMICAL", "M": "MISSILE", "N": "NUCLEAR"}
#: A second name in Japanese or Chinese at the end of the first, in brackets on a line of its own or not.
_BRACKETED = re.compile(r"\s*[(（]([^()（）]+)[)）]\s*$")


@source(
    id=LIST_ID,
    title="Foreign End User List (Japan, METI)",
    authority=_AUTHORITY,
    issuer="Ministry of Economy, Trade and Industry of Japan",
    address="https://www.meti.go.jp/policy/anpo/",
    by_hand=True,
    terms="Public Data License (Government of Japan) 1.0, compatible with CC BY 4.0, with attribution",
    expects=(300, 5_000),
    max_drop=0.2,
    legal_effect=(
        "an exporter in Japan must apply for a licence, unless it is clear that the goods are not for weapons"
    ),
    max_age=400,
    files=("jp-meti-end-user-list*.xlsx", "enduserlist*.xlsx"),
)
def read(document: Document) -> Iterator[Listing]:
    """Rows of the workbook, one listing a row."""
    file = document_name(document)
    ids = Ids(LIST_ID)
    for row in rows_of(_records(document, file), _COLUMNS, file=file, first=2):
        with row:
            yield _listing(row, ids)


def _records(document: Document, file: str) -> Iterator[list[str]]:
    from openpyxl import load_workbook

    sheets = load_workbook(io.BytesIO(document_bytes(document)), read_only=True, data_only=True).worksheets
    records = sheets[0].iter_rows(values_only=True)
    header = [_cell(value) for value in next(records, ())]
    wanted = (*_COLUMNS[:5], "Conventional Weapons")
    if len(header) < len(wanted) or not all(
        cell.endswith(end) for cell, end in zip(header, wanted, strict=False)
    ):
        raise SourceError(
            "the header is not the end user list's", place=f"{file}, row 1", fix="amend the reader"
        )
    for record in records:
        cells = [_cell(value) for value in record]
        if any(cells[len(_COLUMNS) :]):
            raise SourceError("cells beyond the known columns", place=file, fix="amend the reader")
        if any(cells[1:]):
            yield (cells + [""] * len(_COLUMNS))[: len(_COLUMNS)]


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _listing(row: Row, ids: Ids) -> Listing:
    country = row.take("Country or Region").splitlines()[-1:]
    names = list(_names(row.take("Company or Organization")))
    if not names:
        raise row.error("a row without a name", "Company or Organization")
    seen = {name.text for name in names}
    for alias in re.split(r"[\n\r]+|・", row.take("Also Known As")):
        for text in (_plain(alias),):
            if text and text not in seen:
                seen.add(text)
                names.append(Name(text=text, quality=_quality(text)))
    letters = unicodedata.normalize("NFKC", row.take("Type of WMD")).upper()
    marks = [
        code for letter, code in _CONCERNS.items() if re.search(rf"(?<![A-Z]){letter}(?![A-Z])", letters)
    ]
    if "CW" in row.take("CW").upper():
        marks.append("CONVENTIONAL_WEAPONS")
    row.ignore("No.")
    code = country_code(" ".join(country))
    return Listing(
        id=ids.give(f"{code} {names[0].text}".strip()),
        list=LIST_ID,
        party=Party(names=tuple(names), kind=PartyKind.ORGANISATION, countries=(code,) if code else ()),
        grounds=tuple(Ground(code=mark, cite=_AUTHORITY) for mark in marks),
        measures=("EXPORT_NOTIFICATION",),
        source_ref=f"row {row.number}",
        notes=() if code else ("COUNTRY_NOT_READ",),
    )


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split()).strip(" ・;,")


def _quality(text: str) -> NameQuality:
    return NameQuality.STRONG if main_script(text) is Script.LATIN else NameQuality.ORIGINAL_SCRIPT


def _names(cell: str) -> Iterator[Name]:
    """The name, and a second one in brackets where that is in another script or a short form."""
    text = _plain(cell)
    bracketed = _BRACKETED.search(text)
    if bracketed and text[: bracketed.start()]:
        yield Name(text=text[: bracketed.start()])
        inner = _plain(bracketed[1])
        yield Name(text=inner, quality=_quality(inner))
    elif text:
        yield Name(text=text)
