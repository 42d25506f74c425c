"""Switzerland's list of sanctioned persons, entities and objects (SECO), the whole-list XML.

The file keeps what has ended: the first `modification` of a target tells its present state, and a target
whose first one says `de-listed` is over. `added` and `removed` inside a modification repeat identities as
they were, so elements are only ever taken as children of their parent, never searched for at any depth. A
target belongs to a programme through the programme's set (`sanctions-set-id`). A target may have several
identities; name parts may have spelling variants; addresses and birth places point into a table of places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from licet.core.country import country_code
from licet.core.listing import Ground, Listing
from licet.core.period import Period
from licet.core.script import Script, main_script
from licet.core.trade import Address, BirthDate, Identifier, Name, NameQuality, Party, PartyKind
from licet.lists.births import parse_birth
from licet.lists.source import Document, document_bytes, document_name, source
from licet.lists.xml import Node, parse_xml

__all__ = ["read"]

LIST_ID = "ch-seco"

_KINDS = {"individual": PartyKind.PERSON, "entity": PartyKind.ORGANISATION}
_OBJECTS = {"vessel": PartyKind.VESSEL, "aircraft": PartyKind.AIRCRAFT}
_LIVING = frozenset({"listed", "amended", "re-listed"})
_KIND_OF_NAME = {
    "primary-name": NameQuality.PRIMARY,
    "alias": NameQuality.STRONG,
    "formerly-known-as": NameQuality.FORMER,
}
#: Reading order: what is given comes before what is inherited; titles and suffixes stay where they stand.
_ORDER = {"title": 0, "given-name": 1, "further-given-name": 2, "father-name": 3, "tribal-name": 4}
_LAST = {"family-name": 5, "maiden-name": 6, "suffix": 7}
_DOCUMENTS = {"passport": "passport", "diplomatic-passport": "passport", "id-card": "national-id"}
_MEASURES = (
    ("money and capital market", "DEBT_EQUITY_LIMIT"),
    ("restrictions on named individuals and entities", "ASSET_FREEZE"),
    ("freezing of assets", "ASSET_FREEZE"),
    ("financial sanctions", "ASSET_FREEZE"),
)
_IMO = re.compile(r"IMO(?:\s+(?:Number|No\.?))?:?\s*(\d{7})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Programme:
    key: str
    name: str
    measure: str


@dataclass(slots=True)
class _Found:
    """What all identities of a target state; order of appearance is kept."""

    names: dict[Name, None] = field(default_factory=dict)
    births: dict[BirthDate, None] = field(default_factory=dict)
    nations: dict[str, None] = field(default_factory=dict)
    addresses: dict[Address, None] = field(default_factory=dict)
    identifiers: dict[Identifier, None] = field(default_factory=dict)


def _published(document: Document) -> date | None:
    root = parse_xml(document_bytes(document), file=document_name(document), huge=True)
    return date.fromisoformat(root.get("date", "")) if root.get("date") else None


@source(
    id=LIST_ID,
    title="Sanctioned individuals, entities and organisations (Switzerland, SECO)",
    authority="Embargo Act of 22 March 2002 (SR 946.231), article 2, and the ordinance named in the entry",
    issuer="State Secretariat for Economic Affairs",
    address=(
        "https://www.sesam.search.admin.ch/sesam-search-web/pages/downloadXmlGesamtliste.xhtml"
        "?lang=en&action=downloadXmlGesamtlisteAction"
    ),
    terms="free use with the source named (SECO); not embedded, as no whole edition is held",
    expects=(3_000, 30_000),
    max_drop=0.1,
    legal_effect=(
        "binds persons in Switzerland: as the ordinance says, funds and economic resources are frozen and "
        "none may be made available, and whoever holds some must report it"
    ),
    files=("ch-seco*.xml", "consolidated-list_*.xml"),
    embedded=False,
    published=_published,
)
def read(document: Document) -> Iterator[Listing]:
    """Targets that stand now, one listing for each target number."""
    file = document_name(document)
    root = Node(parse_xml(document_bytes(document), file=file, huge=True), file=file)
    if root.tag != "swiss-sanctions-list":
        raise root.error("not the Swiss list")
    with root:
        if root.take("@list-type") != "whole-list":
            raise root.error("not the whole list", "@list-type")
        root.ignore("@date", "@noNamespaceSchemaLocation")
        sets = dict(pair for node in root.nodes("sanctions-program") for pair in _sets(node))
        places = dict(_place(node) for node in root.nodes("place"))
        for node in root.nodes("target"):
            with node:
                listing = _target(node, sets, places)
            if listing:
                yield listing


def _sets(node: Node) -> Iterator[tuple[str, _Programme]]:
    with node:
        node.ignore("@ssid", "@version-date", "@predecessor-version-date", "origin")
        key, name = _in_english(node, "program-key"), _in_english(node, "program-name")
        numbers: dict[str, str] = {}
        for one in node.nodes("sanctions-set"):
            with one:
                number = one.take("@ssid", needed=True)
                if one.take("@lang") == "eng" or number not in numbers:
                    numbers[number] = one.text.casefold()
    yield from ((number, _Programme(key, name, _measure(text))) for number, text in numbers.items())


def _in_english(node: Node, tag: str) -> str:
    texts = {}
    for one in node.nodes(tag):
        with one:
            texts[one.take("@lang")] = " ".join(one.text.split())
    return texts.get("eng") or next(iter(texts.values()), "")


def _place(node: Node) -> tuple[str, Address]:
    with node:
        number = node.take("@ssid", needed=True)
        city, region, code = "", "", ""
        for one in node.nodes("location"):
            city = city or " ".join(one.text.split())
        for one in node.nodes("area"):
            region = region or " ".join(one.text.split())
        for one in node.nodes("country"):
            with one:
                code = country_code(one.take("@iso-code")) or country_code(one.text)
        node.ignore("location-variant", "area-variant")
    return number, Address(city=city, region=region, country=code)


def _target(node: Node, sets: Mapping[str, _Programme], places: Mapping[str, Address]) -> Listing | None:
    number = node.take("@ssid", needed=True)
    state, effective = "", ""
    listed: list[str] = []
    for position, change in enumerate(node.nodes("modification")):
        # `added`, `removed` and `remark` inside are history: not looked into.
        word, day = change.take("@modification-type"), change.take("@effective-date")
        if position == 0:
            state, effective = word, day
        if word in ("listed", "re-listed"):
            listed.append(day)
    if state == "de-listed":
        node.ignore("sanctions-set-id", "foreign-identifier", "individual", "entity", "object")
        node.ignore("generic-attribute")
        return None
    if state not in _LIVING:
        raise node.error(f"`{state}` is a state that the reader does not know", "modification")
    programmes = []
    for one in node.nodes("sanctions-set-id"):
        if one.text.strip() not in sets:
            raise one.error(f"set `{one.text.strip()}` belongs to no programme")
        programmes.append(sets[one.text.strip()])
    node.ignore("foreign-identifier", "generic-attribute")
    found, kind = _Found(), PartyKind.UNKNOWN
    for tag in (*_KINDS, "object"):
        for holder in node.nodes(tag):
            with holder:
                kind = _KINDS.get(tag) or _OBJECTS.get(holder.take("@object-type"), PartyKind.UNKNOWN)
                holder.ignore("@sex", "justification", "relation", "generic-attribute")
                for identity in holder.nodes("identity"):
                    with identity:
                        _identity(identity, found, places)
                for other in holder.nodes("other-information"):
                    for imo in _IMO.findall(other.text):
                        found.identifiers[Identifier(kind="imo", value=imo)] = None
    if not found.names:
        raise node.error("a target without a name")
    nations = (*found.nations, *(one.country for one in found.addresses))
    start = max(listed, default="" if state == "amended" else effective)
    return Listing(
        id=f"{LIST_ID}:{number}",
        list=LIST_ID,
        party=Party(
            names=tuple(sorted(found.names, key=lambda name: name.quality is not NameQuality.PRIMARY)),
            kind=kind,
            countries=tuple(dict.fromkeys(code for code in nations if code)),
            addresses=tuple(found.addresses),
            identifiers=tuple(found.identifiers),
            births=tuple(found.births),
        ),
        period=Period(start=date.fromisoformat(start) if start else None),
        grounds=tuple(
            Ground(code=key, cite=name)
            for key, name in dict.fromkeys((one.key, one.name) for one in programmes)
        ),
        programmes=tuple(dict.fromkeys(one.key for one in programmes)),
        measures=tuple(dict.fromkeys(one.measure for one in programmes if one.measure)),
        source_ref=f"SSID {number}",
    )


def _measure(title: str) -> str:
    """What a set's title says that it restricts; empty where it names only an article or annex."""
    return next((code for words, code in _MEASURES if words in title), "")


def _identity(node: Node, found: _Found, places: Mapping[str, Address]) -> None:
    is_main = node.take("@main") != "false"
    node.ignore("@ssid", "place-of-birth", "generic-attribute")
    for name in node.nodes("name"):
        with name:
            found.names |= dict.fromkeys(_names(name, is_main=is_main))
    for born in node.nodes("day-month-year"):
        with born:
            birth = _birth(born)
        if birth:
            found.births[birth] = None
    for nation in node.nodes("nationality"):
        with nation:
            nation.ignore("@ssid", "remark")
            for country in nation.nodes("country"):
                with country:
                    if code := country_code(country.take("@iso-code")) or country_code(country.text):
                        found.nations[code] = None
    for address in node.nodes("address"):
        with address:
            if where := _address(address, places):
                found.addresses[where] = None
    for document in node.nodes("identification-document"):
        with document:
            kind, value = document.take("@document-type"), document.take("number")
            document.ignore("@ssid", "date-of-issue", "expiry-date", "place-of-issue", "remark")
            issuer = ""
            for one in document.nodes("issuer"):
                with one:
                    issuer = country_code(one.take("@code")) or country_code(one.text)
            if value:
                found.identifiers[
                    Identifier(kind=_DOCUMENTS.get(kind, kind or "document"), value=value, country=issuer)
                ] = None


def _names(node: Node, *, is_main: bool) -> Iterator[Name]:
    """The name in reading order, and once more for each of its parts that has a spelling variant."""
    kind, quality = node.take("@name-type"), node.take("@quality")
    node.ignore("@ssid", "@lang")
    if kind not in _KIND_OF_NAME:
        raise node.error(f"`{kind}` is a kind of name that the reader does not know", "@name-type")
    marked = NameQuality.WEAK if quality == "low" else _KIND_OF_NAME[kind]
    if marked is NameQuality.PRIMARY and not is_main:
        marked = NameQuality.STRONG
    parts: list[tuple[int, int, str]] = []
    variants: list[tuple[int, str]] = []
    for part in node.nodes("name-part"):
        with part:
            place, sort = int(part.take("@order") or 1), part.take("@name-part-type")
            rank = _ORDER.get(sort, _LAST.get(sort, 3))
            parts.append((rank, place, part.take("value", needed=True)))
            for variant in part.nodes("spelling-variant"):
                with variant:
                    variant.ignore("@lang", "@script", "@spelling-variant-type")
                    variants.append((place, " ".join(variant.text.split())))
    parts.sort()
    yield Name(text=" ".join(text for _, _, text in parts), quality=marked)
    for place, text in variants:
        if not text:
            continue
        is_latin = main_script(text) is Script.LATIN
        whole = " ".join(text if at == place else given for _, at, given in parts)
        if is_latin or len(parts) == 1:
            other = NameQuality.STRONG if is_latin else NameQuality.ORIGINAL_SCRIPT
            yield Name(text=whole, quality=NameQuality.WEAK if marked is NameQuality.WEAK else other)
    foreign = {place: text for place, text in variants if text and main_script(text) is not Script.LATIN}
    if len(parts) > 1 and len(foreign) == len(parts):
        yield Name(
            text=" ".join(foreign[place] for _, place, _ in parts), quality=NameQuality.ORIGINAL_SCRIPT
        )


def _birth(node: Node) -> BirthDate | None:
    year, month, day = node.take("@year"), node.take("@month"), node.take("@day")
    calendar = node.take("@calendar")
    circa = "circa " if node.take("@quality") == "low" else ""
    node.ignore("@ssid", "remark")
    if not year or calendar not in ("Gregorian", ""):
        return None
    days = f"{int(day):02}" if day and month else "dd"
    return parse_birth(circa + (f"{days}/{int(month):02}/{year}" if month else year))


def _address(node: Node, places: Mapping[str, Address]) -> Address | None:
    place = places.get(node.take("@place-id"), Address())
    details, box, postcode = node.take("address-details"), node.take("p-o-box"), node.take("zip-code")
    node.ignore("@ssid", "@main", "c-o", "remark")
    text = ", ".join(part for part in (details, box, postcode, place.city, place.region) if part)
    if not (text or place.country):
        return None
    return Address(text=text, city=place.city, region=place.region, postcode=postcode, country=place.country)
