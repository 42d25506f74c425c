"""Cells of Japanese government documents: two languages in one cell, full-width signs, lists in a cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from licet.core.country import country_code
from licet.core.script import Script, main_script
from licet.core.trade import BirthDate, Name, NameQuality
from licet.lists.births import parse_birth

__all__ = ["alias_names", "births_of", "country_in", "main_names", "parts_of", "plain"]

_COUNTRIES: Mapping[str, str] = MappingProxyType(
    {
        "アフガニスタン": "AF", "アラブ首長国連邦": "AE", "アルジェリア": "DZ", "アルメニア": "AM",
        "アメリカ合衆国": "US", "アゼルバイジャン": "AZ", "イエメン": "YE", "イギリス": "GB",
        "イスラエル": "IL", "イタリア": "IT", "イラク": "IQ", "イラン": "IR", "インド": "IN",
        "インドネシア": "ID", "ウガンダ": "UG", "ウクライナ": "UA", "ウズベキスタン": "UZ",
        "エジプト": "EG", "エストニア": "EE", "エチオピア": "ET", "エリトリア": "ER", "オーストリア": "AT",
        "オランダ": "NL", "カザフスタン": "KZ", "カタール": "QA", "カメルーン": "CM", "キプロス": "CY",
        "キューバ": "CU", "キルギス": "KG", "ギリシャ": "GR", "クウェート": "KW", "クウェイト": "KW",
        "グルジア": "GE", "ケニア": "KE", "コンゴ共和国": "CG", "コンゴ民主共和国": "CD",
        "サウジアラビア": "SA", "サウディ・アラビア": "SA", "シリア": "SY", "シンガポール": "SG",
        "ジョージア": "GE", "スイス": "CH", "スウェーデン": "SE", "スーダン": "SD", "スペイン": "ES",
        "スロバキア": "SK", "セネガル": "SN", "セルビア": "RS", "ソマリア": "SO", "タイ": "TH",
        "タジキスタン": "TJ", "タンザニア": "TZ", "チャド": "TD", "チュニジア": "TN", "ドイツ": "DE",
        "トリニダード・トバゴ": "TT", "トルコ": "TR", "ナイジェリア": "NG", "ノルウェー": "NO",
        "ハイチ": "HT", "パキスタン": "PK", "パレスチナ": "PS", "フィリピン": "PH", "フランス": "FR",
        "ベトナム": "VN", "ベラルーシ": "BY", "ベルギー": "BE", "ボスニア・ヘルツェゴビナ": "BA",
        "マリ": "ML", "マレーシア": "MY", "ミャンマー": "MM", "モルディブ": "MV", "モロッコ": "MA",
        "モーリタニア": "MR", "ヨルダン": "JO", "リビア": "LY", "リヒテンシュタイン": "LI",
        "ルワンダ": "RW", "レバノン": "LB", "ロシア": "RU", "中央アフリカ": "CF", "中国": "CN",
        "中華人民共和国": "CN", "南スーダン": "SS", "台湾": "TW", "英国": "GB", "米国": "US",
        "北朝鮮": "KP", "香港": "HK",
    }
)  # fmt: skip
#: Longest first: 南スーダン before スーダン, インドネシア before インド.
_SPELLINGS = sorted(_COUNTRIES, key=len, reverse=True)
_NOTHING = frozenset({"", "不明", "なし", "無し", "-"})
_MARK = re.compile(r"\(([a-z]{1,2})\)")
_GLOSS = re.compile(r"([^;()]*[\u3040-\u30ff\u4e00-\u9fff][^;()]*)\(([^()]*[A-Za-z][^()]*)\)")
_LABEL = re.compile(
    r"^(?:\(?(?:別称|別名|旧称|又は|および|及び)\)?[、:]?|also known as|[af]\.?k\.?a\.?,?:?"
    r"|original script:?)\s*",
    re.IGNORECASE,
)
#: What follows a name: a birth, or how an earlier list had it.
_BORN = re.compile(r"[\s,、(]*(?:\bborn\b|[12]\d{3}年[^祝]*(?:出生|生)|\(?以前).*", re.IGNORECASE)
_NOT_NAMES = ("旅券", "生年月日", "発行", "出生地")
_ALSO = re.compile(r"[,、]?\s*[;(]?\s*\ba\.?k\.a\.?,?:?\s*", re.IGNORECASE)
_FORMER = re.compile(r"^\(?(?:旧称|f\.?k\.?a)", re.IGNORECASE)
#: The source writes the words in several ways, once behind the name.
_ORIGINAL = re.compile(
    r"\(?\s*original sc\w+\s*:\s*([^()]*)\)?|\(([^()]*):\s*original script\)?", re.IGNORECASE
)
_SHORT = re.compile(r"\s*\(([^()]{2,40})\)\s*$")
_YEARS = re.compile(r"[12]\d{3}\s*年?.*")


def plain(text: str) -> str:
    """A cell with signs of one width; line breaks stay, as they part what stands in it."""
    lines = unicodedata.normalize("NFKC", text).splitlines()
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def parts_of(cell: str) -> list[str]:
    """What a cell lists: by marks `(a)`, by line, by semicolon; nothing for a cell that says "unknown"."""
    text = _MARK.sub(";", plain(cell)).replace("\n", ";").replace("又は", ";").replace("または", ";")
    parts = (part.strip(" 、,;.") for part in text.split(";"))
    return [part for part in parts if part not in _NOTHING]


def country_in(text: str) -> str:
    """The country that a text begins with in Japanese, or ends with in English; empty when neither."""
    bare = text.strip()
    for spelling in _SPELLINGS:
        if bare.startswith(spelling):
            return _COUNTRIES[spelling]
    last = re.split(r"[,、\s]+", bare.rstrip(" .。)"))[-1]
    return country_code(bare.rpartition(",")[2].strip(" .")) or country_code(last)


def births_of(cell: str) -> Iterator[BirthDate]:
    """Birth dates of a cell; a workbook's bare number of days since 1900 is a day."""
    for part in parts_of(cell):
        text = part.removesuffix(" 00:00:00").replace("/", "-")
        if re.fullmatch(r"[1-4]\d{4}", text):
            day = date(1899, 12, 30) + timedelta(days=int(text))
            yield BirthDate(earliest=day, latest=day)
            continue
        birth = parse_birth(text) or parse_birth(re.sub(r"-(\d)(?!\d)", r"-0\1", text))
        if birth is None and (found := _YEARS.match(text)):
            birth = parse_birth(re.split(r"日|(?<=年)(?!\d)", found[0])[0] + "日") or parse_birth(
                found[0][:5]
            )
        if birth:
            yield birth


def main_names(english: str, japanese: str) -> Iterator[Name]:
    """The name to print, its original script, a short form in brackets, and the Japanese form."""
    text = plain(english)
    original = [(before or after).strip() for before, after in _ORIGINAL.findall(text)]
    text = " ".join(_ORIGINAL.sub("", text).split())
    text, *also = [_balanced(part) for part in _ALSO.split(text)]
    short = _SHORT.search(text)
    if short:
        text = text[: short.start()].strip()
    local = " ".join(plain(japanese).split())
    yield Name(text=text or local, language="" if text else "ja")
    yield from (
        Name(text=one, quality=NameQuality.ORIGINAL_SCRIPT) for one in original if one not in _NOTHING
    )
    if short and text:
        # One word is an acronym or a surname: it identifies little.
        quality = NameQuality.STRONG if " " in short[1].strip() else NameQuality.WEAK
        yield Name(text=short[1].strip(), quality=quality)
    yield from (Name(text=one, quality=NameQuality.STRONG) for one in also if one)
    if text and local not in _NOTHING:
        yield Name(text=local, quality=NameQuality.STRONG, language="ja")


def _balanced(text: str) -> str:
    """A part without the bracket that its other half took along."""
    bare = text.strip(" ,;、")
    return bare if bare.count("(") == bare.count(")") else bare.strip("()").strip()


def alias_names(cell: str, quality: NameQuality) -> Iterator[Name]:
    """The names a cell of aliases lists, Japanese and Latin ones apart."""
    text = plain(cell)
    if text in _NOTHING:
        return
    is_marked = bool(_MARK.search(text))
    text = _ALSO.sub(";", _MARK.sub(";", text).replace("\n", ";"))
    text = _GLOSS.sub(r"\1;\2", text)
    count = 1
    for piece in text.split(";"):
        bare = piece.strip(' 、,.()「」"”“')
        is_former = bool(_FORMER.match(bare))
        bare = _BORN.sub("", _LABEL.sub("", bare)).strip(' 、,.()「」"”“:')
        if bare in _NOTHING or len(bare) < 2 or bare.isdigit() or any(word in bare for word in _NOT_NAMES):
            continue
        many = [bare]
        if main_script(bare) in (Script.KANA, Script.HAN):
            many = bare.split("、") if not is_marked else many
            count = len(many)
        elif count > 1 and len(bare.split(", ")) == count:
            many = bare.split(", ")
        for one in many:
            cleaned = _LABEL.sub("", one.strip()).strip(" ,.()")
            if len(cleaned) > 1:
                is_local = main_script(cleaned) in (Script.KANA, Script.HAN)
                yield Name(
                    text=cleaned,
                    quality=NameQuality.FORMER if is_former else quality,
                    language="ja" if is_local else "",
                )
