"""UK Sanctions List, official XML and CSV.

From 28 January 2026 this list is the UK's single official source; the OFSI consolidated list
(`ConList.csv`), still found here and there, is refused with a word to say so. Name 6 is the surname or
the whole name of an entity or ship; names 1 to 5 go before it. The CSV repeats a designation once for each
name and address, so rows are joined by their unique id.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from licet.core.country import country_code
from licet.core.errors import SourceError
from licet.core.listing import Ground, Listing
from licet.core.period import Period
from licet.core.trade import Address, BirthDate, Identifier, Name, NameQuality, Party, PartyKind
from licet.lists.births import parse_birth
from licet.lists.source import Document, Row, decode, document_bytes, document_name, rows_of, source
from licet.lists.xml import Node, parse_xml

__all__ = ["read"]

LIST_ID = "uk-sl"

_KINDS = {"Individual": PartyKind.PERSON, "Entity": PartyKind.ORGANISATION, "Ship": PartyKind.VESSEL}

#: What the list calls a measure (lower case, up to a colon or bracket) and our code for it.
_MEASURES = {
    "asset freeze": "ASSET_FREEZE",
    "director disqualification sanction": "DIRECTOR_BAN",
    "travel ban": "TRAVEL_BAN",
    "trust services sanctions": "TRUST_SERVICES_BAN",
    "arms embargo": "ARMS_EMBARGO",
    "targeted arms embargo": "ARMS_EMBARGO",
    "shipping sanctions": "SHIP_SERVICES_BAN",
    "shipping & trade sanctions": "SHIP_SERVICES_BAN",
    "chartering of ships": "SHIP_SERVICES_BAN",
    "crew servicing of ships and aircraft": "SHIP_SERVICES_BAN",
    "de-flag": "SHIP_SERVICES_BAN",
    "transport sanctions": "TRANSPORT_BAN",
    "prohibition of port entry": "PORT_ENTRY_BAN",
    "prevention of business arrangements": "BUSINESS_ARRANGEMENTS_BAN",
    "internet services sanctions": "INTERNET_SERVICES_BAN",
    "closure of representative offices": "OFFICES_CLOSED",
    "technical assistance related to aircraft": "AIRCRAFT_HELP_BAN",
}

_COLUMNS = (
    "Last Updated", "Unique ID", "OFSI Group ID", "UN Reference Number", "Name 6", "Name 1", "Name 2",
    "Name 3", "Name 4", "Name 5", "Name type", "Alias strength", "Title", "Name non-latin script",
    "Non-latin script type", "Non-latin script language", "Regime Name", "Designation Type",
    "Designation source", "Sanctions Imposed", "Other Information", "UK Statement of Reasons",
    "Address Line 1", "Address Line 2", "Address Line 3", "Address Line 4", "Address Line 5",
    "Address Line 6", "Address Postal Code", "Address Country", "Phone number", "Website", "Email address",
    "Date Designated", "D.O.B", "Nationality(/ies)", "National Identifier number",
    "National Identifier additional information", "Passport number", "Passport additional information",
    "Position", "Gender", "Town of birth", "Country of birth", "Type of entity", "Subsidiaries",
    "Parent company", "Business registration number (s)", "IMO number", "Current owner/operator (s)",
    "Previous owner/operator (s)", "Current believed flag of ship", "Previous flags", "Type of ship",
    "Tonnage of ship", "Length of ship", "Year Built", "Hull identification number (HIN)",
)  # fmt: skip


@dataclass(slots=True)
class _Draft:
    """One designation while its parts are collected; order of appearance is kept."""

    uid: str
    designated: date | None
    regime: str
    kind: str
    names: dict[Name, None] = field(default_factory=dict)
    scripts: dict[Name, None] = field(default_factory=dict)
    addresses: dict[Address, None] = field(default_factory=dict)
    identifiers: dict[Identifier, None] = field(default_factory=dict)
    births: dict[BirthDate, None] = field(default_factory=dict)
    nations: dict[str, None] = field(default_factory=dict)
    measures: dict[str, None] = field(default_factory=dict)

    def listing(self, place: str) -> Listing:
        if self.kind not in _KINDS:
            raise SourceError(f"`{self.kind}` is a kind that the reader does not know", place=place)
        if not self.names and not self.scripts:
            raise SourceError("a designation without a name", place=place)
        nations = [*self.nations, *(address.country for address in self.addresses)]
        names = sorted(self.names, key=lambda name: name.quality is not NameQuality.PRIMARY)
        return Listing(
            id=f"{LIST_ID}:{self.uid.lower()}",
            list=LIST_ID,
            party=Party(
                names=(*names, *self.scripts),
                kind=_KINDS[self.kind],
                countries=tuple(dict.fromkeys(code for code in nations if code)),
                addresses=tuple(self.addresses),
                identifiers=tuple(self.identifiers),
                births=tuple(self.births),
            ),
            period=Period(start=self.designated),
            grounds=(Ground(code=self.uid[:3], cite=self.regime),),
            programmes=(self.regime,),
            measures=tuple(self.measures),
            source_ref=self.uid,
        )


def _published(document: Document) -> date | None:
    data = document_bytes(document)
    if _is_xml(data):
        root = parse_xml(data, file=document_name(document))
        text = root.findtext("DateGenerated")
        return _day(text) if text else None
    first = data[:200].decode("utf-8-sig", "replace").splitlines()[0]
    text = first.partition("Report Date:")[2].strip(" ,")
    return datetime.strptime(text, "%d-%b-%Y").date() if text else None


def _is_xml(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<"


def _day(text: str) -> date:
    return datetime.strptime(text, "%d/%m/%Y").date()


@source(
    id=LIST_ID,
    title="UK Sanctions List",
    authority="Sanctions and Anti-Money Laundering Act 2018, section 1 and the regulations named",
    issuer="Foreign, Commonwealth & Development Office",
    address="https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml",
    terms="Open Government Licence v3.0, with attribution",
    expects=(3_000, 20_000),
    max_drop=0.1,
    legal_effect="binds UK persons, and all persons within the UK, as the regulations named in the entry say",
    files=("uk-sanctions-list*", "UK-Sanctions-List*"),
    published=_published,
)
def read(document: Document) -> Iterator[Listing]:
    """Designations of the XML or the CSV, one listing for each unique id."""
    data = document_bytes(document)
    drafts = _xml_drafts(data, document_name(document)) if _is_xml(data) else _csv_drafts(document)
    for draft in drafts:
        yield draft.listing(f"{document_name(document)}, {draft.uid}")


def _measures(text: str, error: SourceError) -> Iterator[str]:
    for part in text.split("|"):
        word = " ".join(part.replace("\u202f", " ").partition("(")[0].partition(":")[0].split()).casefold()
        if word.startswith(("prohibition on correspondent", "correspondent banking")):
            yield "CORRESPONDENT_BANKING_BAN"
        elif word in _MEASURES:
            yield _MEASURES[word]
        elif word:
            raise error


def _quality(kind: str, strength: str) -> NameQuality:
    if kind.casefold() == "primary name":
        return NameQuality.PRIMARY
    return NameQuality.WEAK if strength.casefold().startswith("low") else NameQuality.STRONG


def _full_name(parts: Iterable[str]) -> str:
    return " ".join(word for part in parts for word in part.split())


def _xml_drafts(data: bytes, file: str) -> Iterator[_Draft]:
    root = Node(parse_xml(data, file=file), file=file)
    if root.tag != "Designations":
        raise root.error("not the UK Sanctions List")
    with root:
        root.ignore("DateGenerated")
        for node in root.nodes("Designation"):
            with node:
                yield _xml_draft(node)


def _xml_draft(node: Node) -> _Draft:
    designated = node.take("DateDesignated")
    draft = _Draft(
        uid=node.take("UniqueID", needed=True),
        designated=_day(designated) if designated else None,
        regime=node.take("RegimeName", needed=True),
        kind=node.take("IndividualEntityShip", needed=True),
    )
    imposed = node.take("SanctionsImposed")
    unknown = node.error(f"`{imposed}` names a measure that the reader does not know", "SanctionsImposed")
    draft.measures = dict.fromkeys(_measures(imposed, unknown))
    for number in (node.take("UNReferenceNumber"),):
        if number:
            draft.identifiers[Identifier(kind="un-reference", value=number)] = None
    # Narrative and the yes/no repeat of the measures; titles, posts and gender are no identity.
    node.ignore(
        "LastUpdated", "OFSIGroupID", "DesignationSource", "SanctionsImposedIndicators", "OtherInformation",
        "UKStatementofReasons", "Titles",
    )  # fmt: skip
    for holder in node.nodes("Names"):
        with holder:
            for name in holder.nodes("Name"):
                with name:
                    text = _full_name(name.take(f"Name{part}") for part in (1, 2, 3, 4, 5, 6))
                    quality = _quality(name.take("NameType"), name.take("AliasStrength"))
                    if text:
                        draft.names[Name(text=text, quality=quality)] = None
    for holder in node.nodes("NonLatinNames"):
        with holder:
            for name in holder.nodes("NonLatinName"):
                with name:
                    text = name.take("NameNonLatinScript")
                    name.ignore("NonLatinScriptType", "NonLatinScriptLanguage")
                    if text:
                        draft.scripts[Name(text=text, quality=NameQuality.ORIGINAL_SCRIPT)] = None
    for holder in node.nodes("Addresses"):
        with holder:
            for address in holder.nodes("Address"):
                with address:
                    lines = [address.take(f"AddressLine{line}") for line in range(1, 7)]
                    _add_address(
                        draft, lines, address.take("AddressPostalCode"), address.take("AddressCountry")
                    )
    for tag, kind in (("PhoneNumbers", "phone"), ("Websites", "website"), ("EmailAddresses", "email")):
        _add_texts(draft, node, tag, kind)
    for tag in ("IndividualDetails", "EntityDetails", "ShipDetails"):
        for holder in node.nodes(tag):
            with holder:
                for part in holder.nodes(tag.removesuffix("Details")):
                    with part:
                        _xml_details(draft, part)
    return draft


def _texts(node: Node, tag: str) -> Iterator[str]:
    for holder in node.nodes(tag):
        with holder:
            singular = {"Nationalities": "Nationality", "EmailAddresses": "EmailAddress"}.get(tag, tag[:-1])
            yield from (item.text for item in holder.nodes(singular) if item.text)


def _add_texts(draft: _Draft, node: Node, tag: str, kind: str) -> None:
    for text in _texts(node, tag):
        draft.identifiers[_identifier(kind, text)] = None


def _identifier(kind: str, text: str) -> Identifier:
    """A number; ships' numbers come with their scheme before them (`IMO9562233`)."""
    return Identifier(kind=kind, value=text.upper().removeprefix("IMO").strip() if kind == "imo" else text)


def _xml_details(draft: _Draft, part: Node) -> None:
    for text in _texts(part, "DOBs"):
        if birth := parse_birth(text):
            draft.births[birth] = None
    for text in _texts(part, "Nationalities"):
        if code := country_code(text):
            draft.nations[code] = None
    for tag, kind in (
        ("IMONumbers", "imo"),
        ("BusinessRegistrationNumbers", "registration"),
        ("HullIdentificationNumbers", "hull"),
    ):
        _add_texts(draft, part, tag, kind)
    for outer, number, kind in (
        ("PassportDetails", "PassportNumber", "passport"),
        ("NationalIdentifierDetails", "NationalIdentifierNumber", "national-id"),
    ):
        for holder in part.nodes(outer):
            with holder:
                for item in holder.nodes(outer.removesuffix("Details")):
                    with item:
                        value = item.take(number)
                        item.ignore(
                            "PassportAdditionalInformation", "NationalIdentifierAdditionalInformation"
                        )
                        if value:
                            draft.identifiers[Identifier(kind=kind, value=value)] = None
    for text in _texts(part, "CurrentBelievedFlagOfShips"):
        if code := country_code(text):
            draft.nations[code] = None
    part.ignore(
        "Positions", "Genders", "BirthDetails", "TypeOfEntities", "Subsidiaries", "ParentCompanies",
        "CurrentOwnerOperators", "PreviousOwnerOperators", "PreviousFlags", "TypeOfShipDetails",
        "TonnageOfShipDetails", "LengthOfShipDetails", "YearsBuilt",
    )  # fmt: skip


def _add_address(draft: _Draft, lines: list[str], postcode: str, country: str) -> None:
    text = ", ".join(part for part in (*lines, postcode, country) if part)
    if text:
        address = Address(
            text=text, city=lines[4], region=lines[5], postcode=postcode, country=country_code(country)
        )
        draft.addresses[address] = None


def _csv_drafts(document: Document) -> Iterator[_Draft]:
    file = document_name(document)
    lines = io.StringIO(decode(document), newline="")
    first = lines.readline()
    if "Report Date" not in first:
        superseded = first.lstrip("\ufeff").startswith("Last Updated,")
        raise SourceError(
            "this is OFSI's consolidated list, closed on 28 January 2026" if superseded else "no report date",
            place=f"{file}, row 1",
            fix="take the UK Sanctions List, which has replaced it, or read this one with `--source uk-ofsi`",
        )
    reader = csv.reader(lines, strict=True)
    header = next(reader, [])
    if tuple(header) != _COLUMNS:
        raise SourceError(
            "the header is not the UK Sanctions List's", place=f"{file}, row 2", fix="amend the reader"
        )
    drafts: dict[str, _Draft] = {}
    for row in rows_of(reader, _COLUMNS, file=file, first=3):
        with row:
            _add_row(drafts, row)
    yield from drafts.values()


def _add_row(drafts: dict[str, _Draft], row: Row) -> None:
    uid = row.take("Unique ID")
    if not uid:
        raise row.error("no unique id", "Unique ID")
    designated = row.day("Date Designated", "%d/%m/%Y")
    regime, kind = row.take("Regime Name"), row.take("Designation Type")
    draft = drafts.setdefault(uid, _Draft(uid=uid, designated=designated, regime=regime, kind=kind))
    text = _full_name(row.take(f"Name {part}") for part in (1, 2, 3, 4, 5, 6))
    quality = _quality(row.take("Name type"), row.take("Alias strength"))
    if text:
        draft.names[Name(text=text, quality=quality)] = None
    if script := row.take("Name non-latin script"):
        draft.scripts[Name(text=script, quality=NameQuality.ORIGINAL_SCRIPT)] = None
    imposed = row.take("Sanctions Imposed")
    unknown = row.error(f"`{imposed}` names a measure that the reader does not know", "Sanctions Imposed")
    draft.measures |= dict.fromkeys(_measures(imposed, unknown))
    lines = [row.take(f"Address Line {line}") for line in range(1, 7)]
    _add_address(draft, lines, row.take("Address Postal Code"), row.take("Address Country"))
    if birth := parse_birth(row.take("D.O.B")):
        draft.births[birth] = None
    for column in ("Nationality(/ies)", "Current believed flag of ship"):
        if code := country_code(row.take(column)):
            draft.nations[code] = None
    for column, name in (
        ("UN Reference Number", "un-reference"),
        ("Passport number", "passport"),
        ("National Identifier number", "national-id"),
        ("Business registration number (s)", "registration"),
        ("IMO number", "imo"),
        ("Hull identification number (HIN)", "hull"),
        ("Phone number", "phone"),
        ("Website", "website"),
        ("Email address", "email"),
    ):
        if value := row.take(column):
            draft.identifiers[_identifier(name, value)] = None
    row.ignore(
        "Last Updated", "OFSI Group ID", "Title", "Non-latin script type", "Non-latin script language",
        "Designation source", "Other Information", "UK Statement of Reasons", "Position", "Gender",
        "National Identifier additional information", "Passport additional information", "Town of birth",
        "Country of birth", "Type of entity", "Subsidiaries", "Parent company",
        "Current owner/operator (s)", "Previous owner/operator (s)", "Previous flags", "Type of ship",
        "Tonnage of ship", "Length of ship", "Year Built",
    )  # fmt: skip
