"""The XML form of OFAC's lists (`sdn.xml`, `consolidated.xml`), read node by node and strictly."""

from __future__ import annotations

from collections.abc import Iterator

from licet.core.country import country_code
from licet.core.errors import SourceError
from licet.core.listing import Listing
from licet.core.trade import Address, Identifier, Name, NameQuality, PartyKind
from licet.lists.ofac_entry import list_of_programmes, ofac_listing, read_births, read_identifier
from licet.lists.ofac_remarks import Remarks
from licet.lists.source import Document, document_bytes, document_name
from licet.lists.xml import Node, parse_xml

__all__ = ["read_xml"]

_TYPES = {
    "individual": PartyKind.PERSON,
    "entity": PartyKind.ORGANISATION,
    "vessel": PartyKind.VESSEL,
    "aircraft": PartyKind.AIRCRAFT,
}


def read_xml(document: Document, list_id: str) -> Iterator[Listing]:
    """Entries of the XML form; the number of entries must be the one that the document states.

    Args:
        document: the file or its bytes.
        list_id: the list of all entries; empty for the list of each entry's programme.

    Raises:
        SourceError: another document, a new or missing element, or another number of entries than stated.
    """
    file = document_name(document)
    root = Node(parse_xml(document_bytes(document), file=file), file=file)
    if root.tag != "sdnList":
        raise SourceError(f"the root is <{root.tag}>, not <sdnList>", place=file)
    stated, count = 0, 0
    with root:
        root.ignore("@schemaLocation")
        for head in root.nodes("publshInformation"):
            with head:
                stated = int(head.take("Record_Count", needed=True))
                head.ignore("Publish_Date")
        for entry in root.nodes("sdnEntry"):
            with entry:
                yield _entry(entry, list_id)
            count += 1
    if count > stated:
        raise SourceError(f"{count} entries where the document states {stated}", place=file)
    if count < stated:
        raise SourceError(
            f"{count} entries where the document states {stated}", place=file, fix="fetch it again: it is cut"
        )


def _full(node: Node) -> str:
    return f"{node.take('firstName')} {node.take('lastName')}".strip()


def _entry(entry: Node, list_id: str) -> Listing:
    uid = entry.take("uid", needed=True)
    word = entry.take("sdnType") or entry.take("nspType")
    entry.ignore("nspType", "title")
    kind = _TYPES.get(word.lower())
    if kind is None:
        raise entry.error(f"`{word}` is no known type", "sdnType")
    programmes = [one.text for many in entry.nodes("programList") for one in many.nodes("program")]
    names = [Name(text=_full(entry))]
    for many in entry.nodes("akaList"):
        names += [_alias(one) for one in many.nodes("aka")]
    remarks = Remarks()
    entry.ignore("remarks", "placeOfBirthList")  # free text and places: no fact of ours
    for many in entry.nodes("idList"):
        for one in many.nodes("id"):
            with one:
                read_identifier(one.take("idType"), one.take("idNumber"), one.take("idCountry"), remarks)
                one.ignore("uid", "issueDate", "expirationDate")
    _countries(entry, remarks)
    for many in entry.nodes("dateOfBirthList"):
        read_births([one.take("dateOfBirth") for one in many.nodes("dateOfBirthItem")], remarks)
    addresses = [_address(one) for many in entry.nodes("addressList") for one in many.nodes("address")]
    for vessel in entry.nodes("vesselInfo"):
        with vessel:
            if sign := vessel.take("callSign"):
                remarks.identifiers.append(Identifier(kind="call-sign", value=sign))
            if flag := country_code(vessel.take("vesselFlag")):
                remarks.countries.append(flag)
            vessel.ignore("vesselType", "vesselOwner", "tonnage", "grossRegisteredTonnage")
    return ofac_listing(
        uid=uid,
        list_id=list_id or list_of_programmes(programmes),
        kind=kind,
        names=names,
        programmes=programmes,
        addresses=addresses,
        remarks=remarks,
    )


def _alias(aka: Node) -> Name:
    with aka:
        word, category, text = aka.take("type"), aka.take("category"), _full(aka)
        aka.ignore("uid")
    if word == "f.k.a.":
        return Name(text=text, quality=NameQuality.FORMER)
    return Name(text=text, quality=NameQuality.WEAK if category == "weak" else NameQuality.STRONG)


def _countries(entry: Node, remarks: Remarks) -> None:
    for lists, items in (("nationalityList", "nationality"), ("citizenshipList", "citizenship")):
        for many in entry.nodes(lists):
            for one in many.nodes(items):
                text = one.take("country")
                code = country_code(text)
                if code:
                    remarks.countries.append(code)
                else:
                    remarks.unread.append(f"{items} {text}")


def _address(node: Node) -> Address:
    with node:
        street = [node.take(f"address{number}") for number in (1, 2, 3)]
        city, region, postcode = node.take("city"), node.take("stateOrProvince"), node.take("postalCode")
        country = node.take("country")
        node.ignore("uid")
    code = country_code(country)
    parts = [*street, city, region, postcode, "" if code else country]
    return Address(
        text=", ".join(part for part in parts if part),
        city=city,
        region=region,
        postcode=postcode,
        country=code,
    )
