"""Files that older systems write: read by what the person says, never by a guess in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from licet.batch.delimited import Row
from licet.batch.rows import open_rows
from licet.core.errors import InputError

#: Parties as they stand in files of their country, and the encoding that such files come in.
_FILES = [
    ("gb18030", "名称,国家\n杭州海康威视数字技术股份有限公司,CN\n"),
    ("big5", "名稱,國家\n臺灣積體電路製造股份有限公司,TW\n"),
    ("cp949", "이름,국가\n삼성전자 주식회사,KR\n"),
    ("cp1251", "Название,Страна\nАкционерное общество «Алмаз»,RU\n"),
    ("koi8-r", "Название,Страна\nАкционерное общество Алмаз,RU\n"),
    ("cp1252", "Kunde,Land\nMüller Großhandel GmbH,DE\n"),
    ("cp1250", "Nazwa,Kraj\nPrzedsiębiorstwo Świętokrzyskie Łódź,PL\n"),
    ("cp1256", "الاسم,البلد\nشركة النور للتجارة,AE\n"),
    ("cp1255", "שם,ארץ\nחברת החשמל לישראל,IL\n"),
]


def _read(path: Path, encoding: str = "") -> tuple[list[str], list[Row]]:
    with open_rows(path, encoding) as (header, rows):
        return header, list(rows)


@pytest.mark.parametrize(("encoding", "text"), _FILES)
def test_what_is_said_is_read_and_else_suggested(tmp_path: Path, encoding: str, text: str) -> None:
    """It is refused with the encoding it may be in and a line read that way; said, it is read."""
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    with pytest.raises(InputError, match="not UTF-8: byte 0x") as error:
        _read(path)
    first = next(line for line in text.splitlines() if not line.isascii())
    assert f"--encoding {encoding} reads line {error.value.line} as `{first[:40]}`" in error.value.fix
    header, rows = _read(path, encoding)
    assert [header, *(list(cells) for _, cells, _ in rows)] == [line.split(",") for line in text.splitlines()]


def test_a_byte_that_does_not_fit_costs_its_row(tmp_path: Path) -> None:
    """Far behind the beginning it is an error of its line, with what stands before it, in any encoding."""
    path = tmp_path / "a.csv"
    for encoding, bad in (("gb18030", b"\xff"), ("cp1252", b"\x81"), ("utf-8", b"\xe9")):
        line = "海康,CN\n" if encoding == "gb18030" else "Dahua,CN\n"
        path.write_bytes(
            b"name,country\n" + line.encode(encoding) * 2000 + b"Obst" + bad + b"hof,DE\nHuawei,CN\n"
        )
        _, rows = _read(path, encoding)
        *_, wrong, last = rows
        assert wrong[0] == 2002
        assert f"byte {bad[0]:#04x} behind `Obst`; fix: save the file as CSV UTF-8, or" in wrong[2]
        assert last == (2003, ["Huawei", "CN"], "")


def test_a_torn_letter_of_utf16_costs_its_row(tmp_path: Path) -> None:
    """Half a pair of UTF-16 in the middle of a file does not end the run."""
    path = tmp_path / "a.csv"
    text = "name,country\n" + "Dahua,CN\n" * 6000
    path.write_bytes(text.encode("utf-16") + b"\x00\xd8" + "x,CN\nHuawei,CN\n".encode("utf-16-le"))
    _, rows = _read(path)
    assert [error != "" for _, _, error in rows[-3:]] == [False, True, False]
    assert rows[-1][1] == ["Huawei", "CN"]


def test_utf16_without_its_mark_is_named(tmp_path: Path) -> None:
    """Zero bytes between letters are no UTF-8 that licet would screen; said, the file is read."""
    path = tmp_path / "a.csv"
    for encoding in ("utf-16-le", "utf-16-be"):
        path.write_bytes("name,country\nDahua,CN\n".encode(encoding))
        with pytest.raises(InputError, match="UTF-16 without its mark") as error:
            _read(path)
        assert f"--encoding {encoding}" in error.value.fix
        assert _read(path, encoding) == (["name", "country"], [(2, ["Dahua", "CN"], "")])


def test_lines_of_json_have_an_encoding_too(tmp_path: Path) -> None:
    """A JSONL file of another encoding is read by what is said of it."""
    path = tmp_path / "a.jsonl"
    path.write_bytes('{"name": "Müller"}\n'.encode("cp1252"))
    assert _read(path, "cp1252")[1] == [(1, ["Müller"], "")]


@pytest.mark.parametrize(
    ("name", "encoding", "said"),
    [
        ("a.csv", "klingon", "`klingon` is no encoding"),
        ("a.csv", "base64", "`base64` is no encoding"),
        ("a.csv", "cp1252", "begins with the mark of utf-8"),
        ("a.xlsx", "cp1252", "a .xlsx file knows its own encoding"),
    ],
)
def test_an_encoding_that_cannot_be_is_refused(tmp_path: Path, name: str, encoding: str, said: str) -> None:
    """One that nobody knows, one against the file's own mark, one of a file that is no text."""
    path = tmp_path / name
    path.write_bytes("name\nMüller\n".encode("utf-8-sig"))
    with pytest.raises(InputError, match=said) as error:
        _read(path, encoding)
    assert error.value.fix
    assert _read(tmp_path / "a.csv", "utf-8")[1] == [(2, ["Müller"], "")] if name == "a.csv" else True
