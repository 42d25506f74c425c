"""EU consolidated list of persons, groups and entities under financial sanctions (FSF), XML and CSV 1.1.

Values stand in attributes, absent ones as "". One person's name is repeated for each language and each
legal act; the same words once more are one name. `strong="false"` marks a weak alias. Country "00" means
unknown. The regulation named is the latest that touched the entry, so its date is not the day of listing:
that day is taken from the designation details where they state it, and is otherwise not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from licet.core.country import is_country
from licet.core.errors import SourceError
from licet.core.listing import Ground, Listing
from licet.core.period import ALWAYS
from licet.core.script import Script, main_script
from licet.core.trade import Address, BirthDate, Identifier, Name, NameQuality, Party, PartyKind
from licet.lists.births import parse_birth
from licet.lists.eu_fsf_csv import CsvEntry, csv_entries, csv_published
from licet.lists.source import Document, decode, document_bytes, document_name, source
from licet.lists.xml import Node, parse_xml

__all__ = ["read"]

LIST_ID = "eu-fsf"

_KINDS = {"person": PartyKind.PERSON, "enterprise": PartyKind.ORGANISATION}

_IDENTIFIERS = {
    "passport": "passport",
    "regnumber": "registration",
    "fiscalcode": "tax",
    "taxid": "tax",
    "euvat": "tax",
    "id": "national-id",
    "ssn": "national-id",
    "unssn": "national-id",
    "imo": "imo",
    "swiftbic": "bic",
}

#: Attributes that say how a fact was entered, not what it is.
_CLERICAL = ("@regulationLanguage", "@logicalId", "regulationSummary", "remark")

#: Article 215 TFEU acts of each programme are named in the entry itself; the code alone is ours to keep.
_CELEX = re.compile(r"CELEX:([0-9A-Z()-]+)")


def _is_xml(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<"


def _published(document: Document) -> date | None:
    if not _is_xml(document_bytes(document)):
        return csv_published(decode(document))
    root = parse_xml(document_bytes(document), file=document_name(document))
    stamp = root.get("generationDate", "")
    return date.fromisoformat(stamp[:10]) if stamp else None


@source(
    id=LIST_ID,
    title="EU consolidated list of persons, groups and entities subject to EU financial sanctions",
    authority="article 215 TFEU and the regulation named in the entry",
    issuer="European Commission",
    # The page that offers the file gives everybody this same token; without it the server answers 403.
    address=(
        "https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content"
        "?token=dG9rZW4tMjAxNw"
    ),
    terms="Commission Decision 2011/833/EU (CC BY 4.0), with attribution",
    expects=(2_000, 20_000),
    max_drop=0.1,
    legal_effect=(
        "binds EU persons and anybody within the EU: funds and economic resources are frozen, and none may "
        "be made available, directly or indirectly"
    ),
    files=("eu-fsf-*.xml", "eu-fsf-*.csv", "*xmlFullSanctionsList*", "*csvFullSanctionsList*"),
    published=_published,
)
def read(document: Document) -> Iterator[Listing]:
    """Sanctioned persons and enterprises of the full XML or CSV, one listing for each EU reference number."""
    file = document_name(document)
    if not _is_xml(document_bytes(document)):
        for entry in csv_entries(decode(document), file):
            yield _csv_listing(entry, f"{file}, row {entry.number}")
        return
    root = Node(parse_xml(document_bytes(document), file=file), file=file)
    if root.tag != "export":
        raise root.error("not the EU consolidated list")
    with root:
        root.ignore("@generationDate", "@globalFileId", "@schemaLocation")
        for node in root.nodes("sanctionEntity"):
            with node:
                yield _listing(node)


def _listing(node: Node) -> Listing:
    reference = node.take("@euReferenceNumber") or node.take("@logicalId", needed=True)
    un_reference = node.take("@unitedNationId")
    node.ignore("@designationDetails", "@designationDate", "@logicalId", "@euReferenceNumber", "remark")
    kind = ""
    for subject in node.nodes("subjectType"):
        with subject:
            kind = subject.take("@code", needed=True)
            subject.ignore("@classificationCode")
    return _entry(
        _Facts(
            reference=reference,
            un_reference=un_reference,
            kind=kind,
            acts=list(_acts(node)),
            names=_ordered(_names(node)),
            nations=list(_citizenships(node)),
            addresses=list(_addresses(node)),
            identifiers=list(_identifiers(node)),
            births=list(_births(node)),
        ),
        node.place(),
    )


def _csv_listing(entry: CsvEntry, place: str) -> Listing:
    return _entry(
        _Facts(
            reference=entry.reference or entry.logical_id,
            un_reference=entry.un_reference,
            kind=entry.kind,
            acts=[(_act(number, url), programme) for number, programme, url in entry.acts],
            names=_ordered(
                (
                    cells["WholeName"] or f"{cells['FirstName']} {cells['MiddleName']} {cells['LastName']}",
                    True,
                    cells["NameLanguage"],
                )
                for cells in entry.cells("NameAlias")
            ),
            nations=[_country(cells["CountryIso2Code"]) for cells in entry.cells("Citizenship")],
            addresses=[
                _address(cells) for cells in entry.cells("Address") if any(cells[part] for part in _PLACE)
            ],
            identifiers=[
                _identifier(
                    cells["TypeCode"], cells["Number"] or cells["LatinNumber"], cells["CountryIso2Code"]
                )
                for cells in entry.cells("Identification")
                if (cells["Number"] or cells["LatinNumber"]) and cells["KnownFalse"].lower() != "true"
            ],
            births=[birth for cells in entry.cells("BirthDate") if (birth := _birth(cells))],
        ),
        place,
    )


@dataclass(slots=True)
class _Facts:
    """One entry's facts, whichever form they came in."""

    reference: str
    un_reference: str
    kind: str
    acts: list[tuple[str, str]]
    names: tuple[Name, ...]
    nations: list[str]
    addresses: list[Address]
    identifiers: list[Identifier]
    births: list[BirthDate]


def _entry(facts: _Facts, place: str) -> Listing:
    if facts.kind not in _KINDS:
        raise SourceError(f"`{facts.kind}` is a kind that the reader does not know", place=place)
    if not facts.names:
        raise SourceError("an entry without a name", place=place)
    nations = (*facts.nations, *(address.country for address in facts.addresses))
    identifiers = tuple(dict.fromkeys(facts.identifiers))
    if facts.un_reference:
        identifiers = (*identifiers, Identifier(kind="un-reference", value=facts.un_reference))
    return Listing(
        id=f"{LIST_ID}:{facts.reference.lower()}",
        list=LIST_ID,
        party=Party(
            names=facts.names,
            kind=_KINDS[facts.kind],
            countries=tuple(dict.fromkeys(code for code in nations if code)),
            addresses=tuple(dict.fromkeys(facts.addresses)),
            identifiers=identifiers,
            births=tuple(dict.fromkeys(facts.births)),
        ),
        period=ALWAYS,
        grounds=tuple(Ground(code=code, cite=act) for act, code in facts.acts),
        programmes=tuple(dict.fromkeys(code for _, code in facts.acts)),
        measures=("ASSET_FREEZE",),
        source_ref=facts.reference,
    )


def _act(number: str, url: str) -> str:
    celex = _CELEX.search(url)
    return f"(EU) {number}" + (f", CELEX {celex[1]}" if celex else "")


def _acts(node: Node) -> Iterator[tuple[str, str]]:
    """Citation and programme of each legal act."""
    for act in node.nodes("regulation"):
        with act:
            number = act.take("@numberTitle", needed=True)
            programme = act.take("@programme", needed=True)
            act.ignore(
                "@regulationType", "@organisationType", "@publicationDate", "@entryIntoForceDate",
                "@logicalId", "remark",
            )  # fmt: skip
            yield _act(number, act.take("publicationUrl")), programme


def _names(node: Node) -> Iterator[tuple[str, bool, str]]:
    """Text, whether it is strong, and language of each name."""
    for alias in node.nodes("nameAlias"):
        with alias:
            whole = alias.take("@wholeName")
            parts = " ".join(alias.take(f"@{part}Name") for part in ("first", "middle", "last"))
            strong = alias.take("@strong") != "false"
            language = alias.take("@nameLanguage")
            alias.ignore("@gender", "@title", "@function", *_CLERICAL)
        yield whole or parts, strong, language


def _ordered(found: Iterable[tuple[str, bool, str]]) -> tuple[Name, ...]:
    """Each name once; first a strong one in English, or in no stated language, where there is one."""
    seen: dict[str, Name] = {}
    for given, strong, language in found:
        text = " ".join(given.split())
        if text and (text not in seen or (strong and seen[text].quality is NameQuality.WEAK)):
            quality = NameQuality.STRONG if strong else NameQuality.WEAK
            seen[text] = Name(text=text, quality=quality, language=language.lower())
    ordered = sorted(
        seen.values(),
        key=lambda name: (
            name.quality is NameQuality.WEAK,
            main_script(name.text) is not Script.LATIN,
            name.language not in ("en", ""),
        ),
    )
    if ordered and ordered[0].quality is NameQuality.STRONG:
        ordered[0] = replace(ordered[0], quality=NameQuality.PRIMARY)
    return tuple(ordered)


def _country(code: str) -> str:
    return code if is_country(code) else ""


def _citizenships(node: Node) -> Iterator[str]:
    for item in node.nodes("citizenship"):
        with item:
            yield _country(item.take("@countryIso2Code"))
            item.ignore("@region", "@countryDescription", *_CLERICAL)


_PLACE = ("Street", "PoBox", "Place", "ZipCode", "City", "Region")


def _addresses(node: Node) -> Iterator[Address]:
    for item in node.nodes("address"):
        with item:
            cells = {
                name: item.take(f"@{name[0].lower()}{name[1:]}")
                for name in (*_PLACE, "CountryDescription", "CountryIso2Code")
            }
            item.ignore("@asAtListingTime", *_CLERICAL)
        address = _address(cells)
        if address.text:
            yield address


def _address(cells: Mapping[str, str]) -> Address:
    country = _country(cells["CountryIso2Code"])
    shown = cells["CountryDescription"].title() if country else ""
    return Address(
        text=", ".join(part for part in (*(cells[name] for name in _PLACE), shown) if part),
        city=cells["City"],
        region=cells["Region"],
        postcode=cells["ZipCode"],
        country=country,
    )


def _identifier(kind: str, number: str, country: str) -> Identifier:
    return Identifier(kind=_IDENTIFIERS.get(kind, kind), value=number, country=_country(country))


def _identifiers(node: Node) -> Iterator[Identifier]:
    for item in node.nodes("identification"):
        with item:
            number = item.take("@number") or item.take("@latinNumber")
            kind = item.take("@identificationTypeCode")
            known_false = item.take("@knownFalse") == "true"
            country = item.take("@countryIso2Code")
            item.ignore(
                "@number", "@latinNumber", "@diplomatic", "@knownExpired", "@reportedLost",
                "@revokedByIssuer", "@issuedBy", "@issuedDate", "@validFrom", "@validTo", "@nameOnDocument",
                "@region", "@countryDescription", "@identificationTypeDescription", *_CLERICAL,
            )  # fmt: skip
        if number and not known_false:
            yield _identifier(kind, number, country)


_BIRTH = {
    "BirthDate": "@birthdate",
    "Year": "@year",
    "Month": "@monthOfYear",
    "YearRangeFrom": "@yearRangeFrom",
    "YearRangeTo": "@yearRangeTo",
    "Circa": "@circa",
    "CalendarType": "@calendarType",
}


def _births(node: Node) -> Iterator[BirthDate]:
    for item in node.nodes("birthdate"):
        with item:
            cells = {name: item.take(attribute) for name, attribute in _BIRTH.items()}
            item.ignore(
                "@dayOfMonth", "@city", "@zipCode", "@region", "@place", "@countryIso2Code",
                "@countryDescription", *_CLERICAL,
            )  # fmt: skip
        if birth := _birth(cells):
            yield birth


def _birth(cells: Mapping[str, str]) -> BirthDate | None:
    """A birth date in the Gregorian calendar; other calendars are left to the source."""
    first, last, month = cells["YearRangeFrom"], cells["YearRangeTo"], cells["Month"]
    text = cells["BirthDate"] or (f"{first}-{last}" if first and last else "")
    if not text and cells["Year"]:
        text = f"dd/{int(month):02}/{cells['Year']}" if month else cells["Year"]
    if not text or cells["CalendarType"] not in ("GREGORIAN", ""):
        return None
    return parse_birth(f"circa {text}" if cells["Circa"].lower() == "true" else text)
