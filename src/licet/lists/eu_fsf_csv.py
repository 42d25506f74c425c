"""The EU list as CSV 1.1: one row for each name, birth, address, number or citizenship of an entry.

`;` between the cells, a byte-order mark, 113 columns in six groups (Entity, NameAlias, Address, BirthDate,
Identification, Citizenship). Each group but the first repeats the columns of its legal act. Columns that are
not named here stop the import. A name's strength is not among the columns, so no alias is called weak.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from licet.core.errors import SourceError
from licet.lists.row import Row, rows_of

__all__ = ["CsvEntry", "csv_entries", "csv_published"]

_ACT = (
    "Type", "OrganisationType", "PublicationDate", "EntryIntoForceDate", "NumberTitle", "Programme",
    "PublicationUrl",
)  # fmt: skip
_NEEDED = ("Entity_LogicalId", "Entity_SubjectType_ClassificationCode", "NameAlias_WholeName")

#: Groups of columns that become facts, each with the cells passed over.
_GROUPS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "NameAlias": (
        ("LastName", "FirstName", "MiddleName", "WholeName", "NameLanguage"),
        ("Gender", "Title", "Function", "LogicalId", "RegulationLanguage", "Remark"),
    ),
    "Address": (
        ("City", "Street", "PoBox", "ZipCode", "Region", "Place", "CountryIso2Code", "CountryDescription"),
        ("AsAtListingTime", "ContactInfo", "LogicalId", "RegulationLanguage", "Remark"),
    ),
    "BirthDate": (
        ("BirthDate", "Month", "Year", "YearRangeFrom", "YearRangeTo", "Circa", "CalendarType"),
        (
            "Day", "ZipCode", "Region", "Place", "City", "CountryIso2Code", "CountryDescription", "LogicalId",
            "RegulationLanguage", "Remark",
        ),
    ),
    "Identification": (
        ("Number", "LatinNumber", "KnownFalse", "TypeCode", "CountryIso2Code"),
        (
            "Diplomatic", "KnownExpired", "ReportedLost", "RevokedByIssuer", "IssuedBy", "IssuedDate",
            "ValidFrom", "ValidTo", "NameOnDocument", "TypeDescription", "Region", "CountryDescription",
            "LogicalId", "RegulationLanguage", "Remark",
        ),
    ),
    "Citizenship": (
        ("CountryIso2Code",),
        ("Region", "CountryDescription", "LogicalId", "RegulationLanguage", "Remark"),
    ),
}  # fmt: skip


@dataclass(slots=True)
class CsvEntry:
    """One entry with the cells of its rows, group by group, each once."""

    logical_id: str
    reference: str
    un_reference: str
    kind: str
    number: int
    acts: dict[tuple[str, str, str], None] = field(default_factory=dict)
    groups: dict[str, dict[tuple[str, ...], None]] = field(
        default_factory=lambda: {group: {} for group in _GROUPS}
    )

    def cells(self, group: str) -> Iterator[Mapping[str, str]]:
        """The filled cells of a group by column, in order of appearance."""
        for values in self.groups[group]:
            yield dict(zip(_GROUPS[group][0], values, strict=True))


def csv_published(text: str) -> date | None:
    """The day in the first column of the first row."""
    first = next(csv.reader(io.StringIO(text.partition("\n")[2], newline=""), delimiter=";"), [])
    return datetime.strptime(first[0], "%d/%m/%Y").date() if first and first[0] else None


def csv_entries(text: str, file: str) -> Iterator[CsvEntry]:
    """The entries of the document, in order of their first row.

    Raises:
        SourceError: a needed column is missing, or an unknown one is filled.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    entries: dict[str, CsvEntry] = {}
    try:
        header = [cell.strip().lstrip("\ufeff") for cell in next(reader, [])]
        missing = [column for column in _NEEDED if column not in header]
        if missing or len(set(header)) != len(header):
            raise SourceError(
                f"the header is not the EU list's: `{missing[0] if missing else 'a column twice'}`",
                place=f"{file}, row 1",
                fix="take xmlFullSanctionsList_1_1 or csvFullSanctionsList_1_1",
            )
        for row in rows_of((record for record in reader if record), header, file=file, first=2):
            with row:
                _add(entries, row)
    except csv.Error as error:
        raise SourceError(
            f"broken delimited text: {error}", place=f"{file}, row {reader.line_num}"
        ) from error
    yield from entries.values()


def _add(entries: dict[str, CsvEntry], row: Row) -> None:
    number = row.take("Entity_LogicalId")
    if not number:
        raise row.error("no logical id", "Entity_LogicalId")
    kind = row.take("Entity_SubjectType_ClassificationCode")
    row.ignore(
        "fileGenerationDate", "Entity_DesignationDate", "Entity_DesignationDetails", "Entity_Remark",
        "Entity_SubjectType",
    )  # fmt: skip
    entry = entries.get(number)
    if entry is None:
        entry = entries[number] = CsvEntry(
            logical_id=number,
            reference=row.take("Entity_EU_ReferenceNumber"),
            un_reference=row.take("Entity_UnitedNationId"),
            kind=kind,
            number=row.number,
        )
    row.ignore("Entity_EU_ReferenceNumber", "Entity_UnitedNationId", *_acts("Entity"))
    act = _cells(row, "Entity_Regulation", ("NumberTitle", "Programme", "PublicationUrl"))
    if act[0]:
        entry.acts[(act[0], act[1], act[2])] = None
    for group, (taken, passed) in _GROUPS.items():
        values = _cells(row, group, taken)
        row.ignore(*(f"{group}_{column}" for column in passed), *_acts(group))
        if any(values):
            entry.groups[group][values] = None


def _acts(group: str) -> tuple[str, ...]:
    return tuple(f"{group}_Regulation_{column}" for column in _ACT)


def _cells(row: Row, group: str, columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(row.take_if(f"{group}_{column}") for column in columns)
