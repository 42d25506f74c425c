"""The EU's consolidated list, as XML and as CSV."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from licet.core.errors import SourceError
from licet.core.trade import NameQuality, PartyKind
from licet.lists.eu_fsf import read
from licet.lists.source import sources

FIXTURES = Path(__file__).parent / "fixtures"
XML = FIXTURES / "eu-fsf-2026-05-01.xml"
CSV = FIXTURES / "eu-fsf.csv"


def test_reads_the_xml() -> None:
    """Each entry keeps its names once, its act with a link's number, its uncertain birth and its numbers."""
    found = {listing.id: listing for listing in read(XML)}
    saddam = found["eu-fsf:eu.27.28"]
    assert saddam.party.name == "Saddam Hussein Al-Tikriti"
    assert len({name.text for name in saddam.party.names}) == len(saddam.party.names)
    assert saddam.programmes == ("IRQ",)
    assert saddam.grounds[0].cite.startswith("(EU) 1210/2003")
    assert saddam.measures == ("ASSET_FREEZE",)
    assert any(birth.circa for listing in found.values() for birth in listing.party.births)
    assert any(number.kind == "un-reference" for one in found.values() for number in one.party.identifiers)
    assert {listing.party.kind for listing in found.values()} == {PartyKind.PERSON, PartyKind.ORGANISATION}
    # The act named is the latest that touched the entry: no day of listing is claimed.
    assert saddam.period.start is None


def test_the_csv_gives_the_same_entry() -> None:
    """Rows of one entry are joined; id, names and act are those of the XML."""
    (one,) = read(CSV)
    other = next(listing for listing in read(XML) if listing.id == one.id)
    assert one.party.name == other.party.name
    assert {name.text for name in one.party.names} <= {name.text for name in other.party.names}
    assert one.grounds == other.grounds
    assert sources()["eu-fsf"].published_on(CSV) == date(2026, 8, 5)


def test_the_csv_reads_births_addresses_and_numbers() -> None:
    """Columns beyond the names become facts; one that is not known stops the import."""
    header = (
        "fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_UnitedNationId;"
        "Entity_SubjectType_ClassificationCode;NameAlias_LastName;NameAlias_FirstName;NameAlias_MiddleName;"
        "NameAlias_WholeName;NameAlias_NameLanguage;Address_City;Address_CountryIso2Code;"
        "BirthDate_BirthDate;BirthDate_Year;BirthDate_Circa;Identification_Number;Identification_TypeCode;"
        "Citizenship_CountryIso2Code"
    )
    rows = [
        "05/08/2026;7;EU.7.1;;person;Doe;Jo;;;EN;;;;;;;;",
        "05/08/2026;7;EU.7.1;;person;;;;;;Minsk;BY;;;;;;",
        "05/08/2026;7;EU.7.1;;person;;;;;;;;;1960;true;;;",
        "05/08/2026;7;EU.7.1;;person;;;;;;;;;;;AB1;passport;",
        "05/08/2026;7;EU.7.1;;person;;;;;;;;;;;;;RU",
    ]
    (one,) = read("\n".join([header, *rows]).encode("utf-8-sig"))
    assert [(name.text, name.quality) for name in one.party.names] == [("Jo Doe", NameQuality.PRIMARY)]
    assert one.party.addresses[0].city == "Minsk"
    assert one.party.countries == ("RU", "BY")
    assert one.party.births[0].circa
    assert (one.party.identifiers[0].kind, one.party.identifiers[0].value) == ("passport", "AB1")
    strange = "\n".join([f"{header};Entity_New", f"{rows[0]};x"]).encode()
    with pytest.raises(SourceError, match="Entity_New"):
        list(read(strange))


@pytest.mark.shared
def test_the_whole_list(shared: Path) -> None:
    """5,860 entries: 4,341 persons and 1,519 enterprises."""
    reading = sources()["eu-fsf"].collect(shared / "intl" / "eu-fsf-2026-05-01.reconstructed.xml.gz")
    kinds = [listing.party.kind for listing in reading.listings]
    assert (kinds.count(PartyKind.PERSON), kinds.count(PartyKind.ORGANISATION)) == (4_341, 1_519)
    assert reading.published == date(2026, 5, 1)
