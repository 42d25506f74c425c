"""OFAC's lists as a CSV set and as XML."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from licet.core.errors import SourceError
from licet.core.trade import BirthDate, Identifier, NameQuality, PartyKind
from licet.lists.ofac_remarks import read_remarks
from licet.lists.us_ofac_sdn import read, read_consolidated

FIXTURES = Path(__file__).parent / "fixtures"
SET = ("sdn.csv", "add.csv", "alt.csv", "sdn_comments.csv")


def test_joins_the_files_of_the_set() -> None:
    """Addresses, aliases and the tails of remarks are joined; `-0-` is empty; the end mark is no record."""
    bank, person, vessel = read(FIXTURES / "sdn.csv")
    assert bank.id == "us-ofac-sdn:306"
    assert [(name.text, name.quality) for name in bank.party.names] == [
        ("BANCO NACIONAL DE CUBA", NameQuality.PRIMARY),
        ("NATIONAL BANK OF CUBA", NameQuality.STRONG),
        ("BNC", NameQuality.WEAK),
    ]
    assert bank.party.countries == ("CH",)
    assert person.party.kind is PartyKind.PERSON
    assert [name.text for name in person.party.names] == ["Ayman AL-ZAWAHIRI", "Ahmad Fuad SALIM"]
    assert person.programmes == ("SDGT", "SDNTK")
    assert person.party.births == (
        BirthDate(earliest=date(1951, 6, 19), latest=date(1951, 6, 19)),
        BirthDate(earliest=date(1953, 1, 1), latest=date(1953, 12, 31), circa=True),
    )
    assert person.party.addresses == ()
    assert person.party.identifiers == (
        Identifier(kind="passport", value="1084010", country="EG"),
        Identifier(kind="national-id", value="66", country="EG"),
        Identifier(kind="mmsi", value="572469210"),
    )
    assert person.source_note == "something new"
    assert {one.kind: one.value for one in vessel.party.identifiers} == {
        "imo": "9187629",
        "call-sign": "CL2685",
    }
    assert vessel.party.countries == ("UA", "CU")
    assert vessel.party.addresses[0].region == "Crimea"


@pytest.mark.parametrize(
    ("file", "change", "says"),
    [
        ("sdn.csv", ('"vessel"', '"submarine"'), "`submarine` is no known type"),
        ("alt.csv", ('"fka"', '"zka"'), "`zka` is no known kind"),
        ("alt.csv", ("306,", "307,"), "of different editions"),
        ("add.csv", (",-0- \r\n", "\r\n"), "5 cells where 6"),
        ("sdn.csv", ("6365,", "306,"), "stands twice"),
    ],
)
def test_refuses_a_set_that_does_not_fit(
    tmp_path: Path, file: str, change: tuple[str, str], says: str
) -> None:
    """A new type or kind, an alias without its entry, a short row and a number twice are refused."""
    for name in SET:
        shutil.copy(FIXTURES / name, tmp_path / name)
    text = (tmp_path / file).read_bytes().decode()
    (tmp_path / file).write_bytes(text.replace(change[0], change[1], 1).encode())
    with pytest.raises(SourceError, match=says):
        list(read(tmp_path / "sdn.csv"))


def test_refuses_half_a_set(tmp_path: Path) -> None:
    """A main file alone is refused: without its aliases it would miss names."""
    shutil.copy(FIXTURES / "sdn.csv", tmp_path / "sdn.csv")
    with pytest.raises(SourceError, match=r"`add\.csv` is missing"):
        list(read(tmp_path / "sdn.csv"))
    with pytest.raises(SourceError, match="set of four files"):
        list(read((tmp_path / "sdn.csv").read_bytes()))


def test_reads_the_xml_form() -> None:
    """Each entry goes to the list of its programme, with weak and former names marked."""
    person, company = read_consolidated(FIXTURES / "consolidated.xml")
    assert person.id == "us-ofac-plc:9639"
    assert [(name.text, name.quality) for name in person.party.names] == [
        ("Ismail Abdul Salah HANIYA", NameQuality.PRIMARY),
        ("Ismail HANIYA", NameQuality.WEAK),
    ]
    assert company.list == "us-ofac-ssi"
    assert company.party.identifiers == (Identifier(kind="tax", value="7706061801", country="RU"),)
    assert company.party.addresses[0].text == "57 B. Polyanka ul., Moscow, 119180"
    assert read_consolidated.published_on(FIXTURES / "consolidated.xml") == date(2024, 2, 23)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("<Record_Count>2", "<Record_Count>3"), "2 entries where the document states 3"),
        (("<Record_Count>2", "<Record_Count>1"), "2 entries where the document states 1"),
        (("<remarks>", "<colour>red</colour><remarks>"), "column `colour`"),
        (("sdnList", "list"), "not <sdnList>"),
        (("<uid>9639</uid>", ""), "column `uid`"),
        (("Individual", "Robot"), "no known type"),
    ],
)
def test_refuses_xml_that_does_not_fit(change: tuple[str, str], says: str) -> None:
    """Another number of entries than stated, a new element, another root and a new type are refused."""
    text = (FIXTURES / "consolidated.xml").read_text(encoding="utf-8")
    with pytest.raises(SourceError, match=says):
        list(read_consolidated(text.replace(*change).encode()))


def test_reads_remarks() -> None:
    """Labels of many kinds become identifiers; what only explains is passed over."""
    found = read_remarks(
        "National ID No. 660000 73767 (Belgium); alt. Passport A10472263 (Malaysia); "
        "NIT # 800146749-7 (Colombia); "
        "Aircraft Manufacturer's Serial Number (MSN) 1023409321; Secondary sanctions risk: section 1; "
        "Company Number IMO 5055293; citizen Mexico; DOB 1936; f.k.a. 'ANA I'."
    )
    assert [(one.kind, one.value, one.country) for one in found.identifiers] == [
        ("national-id", "660000 73767", "BE"),
        ("passport", "A10472263", "MY"),
        ("tax", "800146749-7", "CO"),
        ("aircraft-msn", "1023409321", ""),
        ("imo-company", "5055293", ""),
    ]
    assert found.countries == ["MX"]
    assert found.names[0].quality is NameQuality.FORMER
    assert found.unread == []


@pytest.mark.shared
@pytest.mark.parametrize(("edition", "count"), [("2014-05", 5928), ("2019-01", 7379), ("2021-07", 8976)])
def test_reads_the_whole_sdn_sets(shared: Path, edition: str, count: int) -> None:
    """Each row of the three SDN sets is a listing."""
    assert len(read.collect(shared / "us" / "ofac" / f"sdn-{edition}.csv.gz").listings) == count


@pytest.mark.shared
def test_reads_the_whole_consolidated_lists(shared: Path) -> None:
    """The CSV set has 442 entries; each XML edition has as many as it states."""
    folder = shared / "us" / "ofac"
    assert len(read_consolidated.collect(folder / "cons_prim-2025-12.csv").listings) == 442
    counts = [
        len(read_consolidated.collect(path).listings) for path in sorted(folder.glob("consolidated-*.xml.gz"))
    ]
    assert counts == [376, 446, 433, 441, 462, 444, 444, 444]
