"""EU consolidated list of persons, groups and entities under financial sanctions (FSF), XML 1.1.

Values stand in attributes, absent ones as "". One person's name is repeated for each language and each
legal act; the same words once more are one name. `strong="false"` marks a weak alias. Country "00" means
unknown. The regulation named is the latest that touched the entry, so its date is not the day of listing:
that day is taken from the designation details where they state it, and is otherwise not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from licet.core.country import is_country
from licet.core.listing import Ground, Listing
from licet.core.period import ALWAYS
from licet.core.script import Script, main_script
from licet.core.trade import Address, BirthDate, Identifier, Name, NameQuality, Party, PartyKind
from licet.lists.births import parse_birth
from licet.lists.source import Document, document_bytes, document_name, source
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


def _published(document: Document) -> date | None:
    root = parse_xml(document_bytes(document), file=document_name(document))
    stamp = root.get("generationDate", "")
    return date.fromisoformat(stamp[:10]) if stamp else None


@source(
    id=LIST_ID,
    title="EU consolidated list of persons, groups and entities subject to EU financial sanctions",
    authority="article 215 TFEU and the regulation named in the entry",
    issuer="European Commission",
    address="https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content",
    terms="Commission Decision 2011/833/EU (CC BY 4.0), with attribution",
    expects=(2_000, 20_000),
    max_drop=0.1,
    legal_effect=(
        "binds EU persons and anybody within the EU: funds and economic resources are frozen, and none may be "
        "made available, directly or indirectly"
    ),
    files=("eu-fsf-*.xml", "*xmlFullSanctionsList*"),
    published=_published,
)
def read(document: Document) -> Iterator[Listing]:
    """Sanctioned persons and enterprises of the full XML, one listing for each EU reference number."""
    file = document_name(document)
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
    if kind not in _KINDS:
        raise node.error(f"`{kind}` is a kind that the reader does not know", "subjectType")
    acts, programmes = _acts(node)
    names = tuple(_names(node))
    if not names:
        raise node.error("an entry without a name", "nameAlias")
    addresses = tuple(dict.fromkeys(_addresses(node)))
    nations = (*_citizenships(node), *(address.country for address in addresses))
    identifiers = tuple(dict.fromkeys(_identifiers(node)))
    if un_reference:
        identifiers = (*identifiers, Identifier(kind="un-reference", value=un_reference))
    return Listing(
        id=f"{LIST_ID}:{reference.lower()}",
        list=LIST_ID,
        party=Party(
            names=names,
            kind=_KINDS[kind],
            countries=tuple(dict.fromkeys(code for code in nations if code)),
            addresses=addresses,
            identifiers=identifiers,
            births=tuple(dict.fromkeys(_births(node))),
        ),
        period=ALWAYS,
        grounds=tuple(Ground(code=code, cite=act) for code, act in zip(programmes, acts, strict=True)),
        programmes=tuple(dict.fromkeys(programmes)),
        measures=("ASSET_FREEZE",),
        source_ref=reference,
    )


def _acts(node: Node) -> tuple[list[str], list[str]]:
    acts, programmes = [], []
    for act in node.nodes("regulation"):
        with act:
            number = act.take("@numberTitle", needed=True)
            programmes.append(act.take("@programme", needed=True))
            act.ignore(
                "@regulationType", "@organisationType", "@publicationDate", "@entryIntoForceDate",
                "@logicalId", "remark",
            )  # fmt: skip
            celex = _CELEX.search(act.take("publicationUrl"))
            acts.append(f"(EU) {number}" + (f", CELEX {celex[1]}" if celex else ""))
    return acts, programmes


def _names(node: Node) -> Iterator[Name]:
    seen: dict[str, Name] = {}
    for alias in node.nodes("nameAlias"):
        with alias:
            whole = " ".join(alias.take("@wholeName").split())
            parts = " ".join(alias.take(f"@{part}Name") for part in ("first", "middle", "last")).split()
            strong = alias.take("@strong") != "false"
            language = alias.take("@nameLanguage").lower()
            alias.ignore("@gender", "@title", "@function", *_CLERICAL)
        text = whole or " ".join(parts)
        if text and (text not in seen or (strong and seen[text].quality is NameQuality.WEAK)):
            quality = NameQuality.STRONG if strong else NameQuality.WEAK
            seen[text] = Name(text=text, quality=quality, language=language)
    # The name to print is a strong one that readers of the English list can read, where there is one.
    ordered = sorted(
        seen.values(),
        key=lambda name: (name.quality is NameQuality.WEAK, main_script(name.text) is not Script.LATIN),
    )
    for number, name in enumerate(ordered):
        first = number == 0 and name.quality is NameQuality.STRONG
        yield Name(text=name.text, quality=NameQuality.PRIMARY, language=name.language) if first else name


def _country(code: str) -> str:
    return code if is_country(code) else ""


def _citizenships(node: Node) -> Iterator[str]:
    for item in node.nodes("citizenship"):
        with item:
            yield _country(item.take("@countryIso2Code"))
            item.ignore("@region", "@countryDescription", *_CLERICAL)


def _addresses(node: Node) -> Iterator[Address]:
    for item in node.nodes("address"):
        with item:
            street, box, postcode = item.take("@street"), item.take("@poBox"), item.take("@zipCode")
            place, city, region = item.take("@place"), item.take("@city"), item.take("@region")
            described = item.take("@countryDescription")
            country = _country(item.take("@countryIso2Code"))
            item.ignore("@asAtListingTime", *_CLERICAL)
        shown = described.title() if country else ""
        text = ", ".join(part for part in (street, box, place, postcode, city, region, shown) if part)
        if text:
            yield Address(text=text, city=city, region=region, postcode=postcode, country=country)


def _identifiers(node: Node) -> Iterator[Identifier]:
    for item in node.nodes("identification"):
        with item:
            number = item.take("@number") or item.take("@latinNumber")
            kind = item.take("@identificationTypeCode")
            known_false = item.take("@knownFalse") == "true"
            country = _country(item.take("@countryIso2Code"))
            item.ignore(
                "@number", "@latinNumber", "@diplomatic", "@knownExpired", "@reportedLost",
                "@revokedByIssuer", "@issuedBy", "@issuedDate", "@validFrom", "@validTo", "@nameOnDocument", "@region",
                "@countryDescription", "@identificationTypeDescription", *_CLERICAL,
            )  # fmt: skip
        if number and not known_false:
            yield Identifier(kind=_IDENTIFIERS.get(kind, kind), value=number, country=country)


def _births(node: Node) -> Iterator[BirthDate]:
    for item in node.nodes("birthdate"):
        with item:
            exact, year, month = item.take("@birthdate"), item.take("@year"), item.take("@monthOfYear")
            first, last = item.take("@yearRangeFrom"), item.take("@yearRangeTo")
            circa = "circa " if item.take("@circa") == "true" else ""
            gregorian = item.take("@calendarType") in ("GREGORIAN", "")
            item.ignore(
                "@dayOfMonth", "@city", "@zipCode", "@region", "@place", "@countryIso2Code",
                "@countryDescription", *_CLERICAL,
            )  # fmt: skip
        text = exact or (f"{first}-{last}" if first and last else "")
        if not text and year:
            text = f"dd/{int(month):02}/{year}" if month else year
        birth = parse_birth(circa + text) if text and gregorian else None
        if birth:
            yield birth
