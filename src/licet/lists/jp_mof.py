"""Japan's list of persons under asset freeze, the Ministry of Finance's workbook of some 45 sheets.

One sheet a regime, its name led by a number that shifts between editions; columns differ from sheet to sheet
and are known by their headings. A row's day of notice begins the listing; a row whose day says 削除 is a name
taken off, its cells emptied. Sheets marked 解除 are regimes that ended. `(*39)` and `(#12)` after a number
point to the same party on another sheet. The ministry calls the file provisional: the official notice rules.
"""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from licet.core.errors import SourceError
from licet.core.listing import Ground, Listing
from licet.core.period import Period
from licet.core.trade import Address, BirthDate, Identifier, Name, NameQuality, Party, PartyKind
from licet.lists.japanese import alias_names, births_of, country_in, main_names, parts_of, plain
from licet.lists.source import Document, Ids, Row, document_bytes, document_name, source

__all__ = ["read"]

LIST_ID = "jp-mof"

#: Part of a sheet's name and our tag, the first that fits; a sheet that fits none stops the import.
_SHEETS = (
    ("ミロシェビッチ", "MILOSEVIC"),
    ("タリバーン", "TALIBAN-ALQAIDA"),
    ("テロリスト等(1)", "TERRORISTS-G7"),
    ("テロリスト等(2)", "TERRORISTS-OTHER"),
    ("イラク前政権関係者等(III)", "IRAQ-3"),
    ("イラク前政権関係者等(II)", "IRAQ-2"),
    ("イラク前政権関係者等(I)", "IRAQ-1"),
    ("コンゴ民主共和国", "DRC"),
    ("南スーダン", "SOUTH-SUDAN"),
    ("スーダン", "SUDAN"),
    ("北朝鮮(決議1695号", "DPRK-1695"),
    ("北朝鮮(決議1718号", "DPRK-1718"),
    ("北朝鮮(協調", "DPRK-AUTONOMOUS"),
    ("イラン", "IRAN"),
    ("ソマリア", "SOMALIA"),
    ("リビア(II)", "LIBYA"),
    ("リビア(I)", "LIBYA-PARTIAL"),
    ("シリア", "SYRIA"),
    ("クリミア", "CRIMEA"),
    ("ロシア及びベラルーシ以外", "THIRD-COUNTRIES"),
    ("ロシア連邦", "RUSSIA"),
    ("ベラルーシ", "BELARUS"),
    ("中央アフリカ", "CAR"),
    ("イエメン", "YEMEN"),
    ("マリ", "MALI"),
    ("ハイチ", "HAITI"),
    ("イスラエル", "SETTLER-VIOLENCE"),
)
_PERSON, _BODY = "個人", ("団体", "特定銀行")

_DAY, _NUMBER, _JAPANESE, _ENGLISH = "告示日付", "告示番号", "日本語表記", "英語表記"
_BIRTHS = ("生年月日", "生年月日・出生地")
_NATIONS = ("国籍",)
_PLACES = ("住所", "所在地", "住所・所在地", "住所等", "所在地・住所登録された事務所の住所", "活動地域・住所")
_PASSPORTS = ("旅券番号",)
_NATIONAL = ("ID番号", "身分登録番号", "身分証番号")
_UN = ("国連参照番号",)
_PHONES = ("電話", "電話番号", "FAX")
_ALIASES = {
    "別名": NameQuality.STRONG,
    "別称": NameQuality.STRONG,
    "別称・旧称": NameQuality.STRONG,
    "別称・別名": NameQuality.STRONG,
    "別名・別称": NameQuality.STRONG,
    "確定可能な別名": NameQuality.STRONG,
    "確定に十分でない別名": NameQuality.WEAK,
    "旧称": NameQuality.FORMER,
    "過去の別名": NameQuality.FORMER,
    "以前の別名": NameQuality.FORMER,
    "旧称・以前の呼称": NameQuality.FORMER,
}
#: Titles, posts, places of birth, the UN's own days and narrative: no identity, or prose.
_PASSED = frozenset(
    {
        "称号", "役職", "肩書", "肩書等", "出生地", "出生地・出身地", "その他の情報", "詳細", "指定の根拠",
        "リスト掲載日", "国連制裁員会による指定日", "国連制裁委員会による指定日", "決議1483上の根拠",
    }
)  # fmt: skip
_PERSONAL = (*_BIRTHS, *_NATIONS, *_PASSPORTS, *_NATIONAL, "役職", "肩書", "肩書等", "称号")
_NOTICE = re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})")
_IN_FILE = re.compile(r"(20\d\d)-(\d\d)-(\d\d)")
_NUMBERED = re.compile(r"[A-Z]{0,4}[ -]?\d[\dA-Z/-]*(?: ?\d[\dA-Z/-]+)?")


@source(
    id=LIST_ID,
    title="Persons subject to asset freeze under the Foreign Exchange and Foreign Trade Act (Japan, MOF)",
    authority="Foreign Exchange and Foreign Trade Act (Act No. 228 of 1949), articles 16(1) and 21(1)",
    issuer="Ministry of Finance of Japan",
    address=(
        "https://www.mof.go.jp/policy/international_policy/gaitame_kawase/gaitame/economic_sanctions/list.html"
    ),
    link=".xlsx",
    terms="Public Data License (Government of Japan) 1.0, compatible with CC BY 4.0, with attribution",
    expects=(1_000, 20_000),
    max_drop=0.1,
    legal_effect=(
        "residents of Japan need a permission for payments to the party and for capital dealings with it; "
        "the ministry's notice rules, its workbook is provisional"
    ),
    files=("jp-mof-asset-freeze*.xlsx", "jp-mof*.xlsx"),
)
def read(document: Document) -> Iterator[Listing]:
    """Rows of all sheets of living regimes, one listing for each notice number."""
    file = document_name(document)
    ids = Ids(LIST_ID)
    for sheet in _sheets(document, file):
        for row in sheet.rows:
            with row:
                yield from _row(row, sheet, ids)


@dataclass(frozen=True, slots=True)
class _Sheet:
    tag: str
    kind: PartyKind
    part: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def _sheets(document: Document, file: str) -> Iterator[_Sheet]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of print areas that it cannot read
        book = load_workbook(io.BytesIO(document_bytes(document)), read_only=True, data_only=True)
    for sheet in book.worksheets:
        name = "".join(unicodedata.normalize("NFKC", sheet.title).split())
        if name == "一覧" or "解除" in name:
            continue
        title = re.sub(r"^\d+\.", "", name)
        tag = next((tag for fragment, tag in _SHEETS if fragment in title), "")
        if not tag:
            raise SourceError(
                f"`{sheet.title}` is a sheet that the reader does not know",
                place=file,
                fix="amend the reader",
            )
        yield _sheet(title, tag, [list(record) for record in sheet.iter_rows(values_only=True)], file)


def _sheet(title: str, tag: str, records: Sequence[Sequence[object]], file: str) -> _Sheet:
    place = f"{file}, sheet {title}"
    start = next((n for n, record in enumerate(records) if record and _cell(record[0]) == _DAY), None)
    if start is None:
        raise SourceError("no row of headings", place=place, fix="amend the reader")
    columns = tuple("".join(_cell(value).split()) for value in records[start])
    width = max((n + 1 for n, column in enumerate(columns) if column), default=0)
    known = {_DAY, _NUMBER, _JAPANESE, _ENGLISH, *_BIRTHS, *_NATIONS, *_PLACES, *_PASSPORTS, *_NATIONAL}
    known |= {*_UN, *_PHONES, *_ALIASES, *_PASSED}
    if strange := [column for column in columns[:width] if column not in known]:
        raise SourceError(
            f"`{strange[0]}` is a column that the reader does not know", place=place, fix="amend the reader"
        )
    rows = []
    for number, record in enumerate(records[start + 1 :], start + 2):
        cells = [_cell(value) for value in record]
        if any(cells[width:]):
            raise SourceError("cells beyond the headings", place=f"{place}, row {number}")
        if any(cells):
            values = dict(zip(columns[:width], cells, strict=False))
            rows.append(Row(values, file=f"{file}, sheet {title}", number=number))
    # THIRD-COUNTRIES and others tell persons and bodies by their sheet; some sheets hold both.
    is_person, is_body = _PERSON in title, any(word in title for word in _BODY)
    kind = PartyKind.PERSON if is_person and not is_body else PartyKind.UNKNOWN
    part = "persons" if kind is PartyKind.PERSON else ""
    if is_body:
        kind, part = PartyKind.ORGANISATION, "banks" if title.endswith("特定銀行)") else "bodies"
    return _Sheet(tag, kind, part, columns[:width], tuple(rows))


def _cell(value: object) -> str:
    return "" if value is None else plain(str(value))


def _row(row: Row, sheet: _Sheet, ids: Ids) -> Iterator[Listing]:
    notice, number = row.take(_DAY), row.take(_NUMBER)
    english, japanese = row.take(_ENGLISH), row.take(_JAPANESE)
    row.ignore(*_PASSED, *_PHONES)
    if not (english or japanese):
        # A name taken off, or a line that goes on with the narrative of the one above.
        row.ignore(*sheet.columns)
        return
    if "削除" in notice:
        raise row.error("a name that is taken off and still stands there", _DAY)
    began = _notice_day(notice)
    names = dict.fromkeys(main_names(english, japanese))
    for column, quality in _ALIASES.items():
        for name in alias_names(row.take_if(column), quality):
            names.setdefault(name)
    kind = sheet.kind
    if kind is PartyKind.UNKNOWN and any(parts_of(row.take_if(column)) for column in _PERSONAL):
        kind = PartyKind.PERSON
    births = [birth for column in _BIRTHS for birth in births_of(row.take_if(column))]
    identifiers = [*_numbers(row, _PASSPORTS, "passport"), *_numbers(row, _NATIONAL, "national-id")]
    identifiers += [
        Identifier(kind="un-reference", value=value)
        for column in _UN
        for value in parts_of(row.take_if(column))
    ]
    places = [_address(part) for column in _PLACES for part in parts_of(row.take_if(column))]
    nations = [country_in(part) for column in _NATIONS for part in parts_of(row.take_if(column))]
    base = "-".join(part for part in (sheet.tag, sheet.part, _first_number(number)) if part)
    yield Listing(
        id=ids.give(base, (english or japanese,)),
        list=LIST_ID,
        party=Party(
            names=_unique(names),
            kind=kind,
            countries=tuple(
                dict.fromkeys(code for code in (*nations, *(one.country for one in places)) if code)
            ),
            addresses=tuple(dict.fromkeys(places)),
            identifiers=tuple(dict.fromkeys(identifiers)),
            births=_births(births),
        ),
        period=Period(start=began),
        grounds=(
            Ground(code=sheet.tag, cite="Foreign Exchange and Foreign Trade Act, articles 16(1), 21(1)"),
        ),
        programmes=(sheet.tag,),
        measures=("ASSET_FREEZE", "PAYMENT_LICENCE"),
        source_ref=f"{sheet.tag} {number or 'without number'}, row {row.number}",
        notes=() if began else ("START_NOT_READ",),
    )


def _births(found: Sequence[BirthDate]) -> tuple[BirthDate, ...]:
    return tuple(dict.fromkeys(found))


def _unique(names: dict[Name, None]) -> tuple[Name, ...]:
    """Each text once, the first way it is marked."""
    seen: dict[str, Name] = {}
    for name in names:
        seen.setdefault(name.text.casefold(), name)
    return tuple(seen.values())


def _notice_day(text: str) -> date | None:
    """The first day of notice; the rest are amendments."""
    found = _NOTICE.search(text) or _IN_FILE.search(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _first_number(text: str) -> str:
    found = re.search(r"\d+", text)
    return found[0] if found else ""


def _numbers(row: Row, columns: Sequence[str], kind: str) -> Iterator[Identifier]:
    """The number in each part of a cell, without the words around it."""
    for column in columns:
        for part in parts_of(row.take_if(column)):
            bare = re.sub(r"\(.*?\)|[12]\d{3}年.*", " ", part)
            found = _NUMBERED.search(bare)
            if found and sum(char.isdigit() for char in found[0]) >= 3:
                yield Identifier(kind=kind, value=found[0].strip(), country=country_in(part))


def _address(text: str) -> Address:
    return Address(text=text, country=country_in(text))
