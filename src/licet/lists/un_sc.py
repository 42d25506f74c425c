"""United Nations Security Council Consolidated List, official XML.

Each record is one person or entity under one sanctions regime. Names come in up to four parts with
stray blanks; an entity's whole name stands in FIRST_NAME. Low-quality aliases are weak by the list's
own word. Empty alias elements appear and mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from licet.core.country import country_code
from licet.core.listing import Ground, Listing
from licet.core.period import Period
from licet.core.trade import Address, BirthDate, Identifier, Name, NameQuality, Party, PartyKind
from licet.lists.births import parse_birth
from licet.lists.regimes import measures_of
from licet.lists.source import Document, document_bytes, document_name, source
from licet.lists.xml import Node, parse_xml

__all__ = ["read"]

LIST_ID = "un-sc"

#: The regime's founding resolution for each list type, as the Council's own pages number them.
_RESOLUTIONS = {
    "Al-Qaida": "UNSCR 1267 (1999), 1989 (2011), 2253 (2015)",
    "CAR": "UNSCR 2127 (2013)",
    "DPRK": "UNSCR 1718 (2006)",
    "DRC": "UNSCR 1533 (2004)",
    "GB": "UNSCR 2048 (2012)",
    "Haiti": "UNSCR 2653 (2022)",
    "Iran": "UNSCR 1737 (2006)",
    "Iraq": "UNSCR 1518 (2003)",
    "Libya": "UNSCR 1970 (2011)",
    "Somalia": "UNSCR 751 (1992)",
    "SouthSudan": "UNSCR 2206 (2015)",
    "Sudan": "UNSCR 1591 (2005)",
    "Taliban": "UNSCR 1988 (2011)",
    "Yemen": "UNSCR 2140 (2014)",
}


#: What an entry may say of its own measures, in brackets behind the paragraph it is listed under.
_OWN = {
    "asset freeze": "ASSET_FREEZE",
    "travel ban": "TRAVEL_BAN",
    "arms embargo": "ARMS_EMBARGO",
    "targeted arms embargo": "ARMS_EMBARGO",
}
_IN_BRACKETS = re.compile(r"paragraphs?[^.;]{1,120}?\(([^()]*(?:freeze|ban|embargo)[^()]*)\)", re.IGNORECASE)


class _Ended(NamedTuple):
    """A regime that ended and came back.

    Attributes:
        off: first day on which names left the list.
        surely_off: day of an edition that has none of them.
        back: first day of the regime's return.
        by: the resolution that says so.
    """

    off: date
    surely_off: date
    back: date
    by: str


#: Resolution 2231 ended the earlier resolutions on Implementation Day, kept some names until 2023 on a list
#: of its own, and by its paragraphs 11 and 12 brought the earlier resolutions back. The edition of
#: 2025-06-18 (generated the evening before) has no name of this regime.
_ENDED = {
    "Iran": _Ended(
        off=date(2016, 1, 16),
        surely_off=date(2025, 6, 17),
        back=date(2025, 9, 28),
        by="UNSCR 2231 (2015), paragraphs 11 and 12",
    )
}

_QUALITY = {
    "Good": NameQuality.STRONG,
    "a.k.a.": NameQuality.STRONG,
    "Low": NameQuality.WEAK,
    "f.k.a.": NameQuality.FORMER,
    "": NameQuality.STRONG,
}


def _published(document: Document) -> date | None:
    root = parse_xml(document_bytes(document), file=document_name(document))
    stamp = root.get("dateGenerated", "")
    return date.fromisoformat(stamp[:10]) if stamp else None


@source(
    id=LIST_ID,
    title="United Nations Security Council Consolidated List",
    authority="UN Charter, Chapter VII, article 41",
    issuer="United Nations Security Council",
    address="https://scsanctions.un.org/resources/xml/en/consolidated.xml",
    terms="public list of the United Nations, free to pass on",
    expects=(700, 5_000),
    max_drop=0.2,
    legal_effect=(
        "member states freeze assets and bar travel or arms supply, as the regime says, through their own law"
    ),
    files=("un-consolidated*.xml", "consolidated.xml"),
    published=_published,
)
def read(document: Document) -> Iterator[Listing]:
    """Persons and entities of the consolidated XML, one listing for each reference number."""
    file = document_name(document)
    root = Node(parse_xml(document_bytes(document), file=file), file=file)
    if root.tag != "CONSOLIDATED_LIST":
        raise root.error("not the consolidated list")
    with root:
        root.ignore("@noNamespaceSchemaLocation", "@dateGenerated")
        for group, tag in (("INDIVIDUALS", "INDIVIDUAL"), ("ENTITIES", "ENTITY")):
            for holder in root.nodes(group):
                with holder:
                    for node in holder.nodes(tag):
                        with node:
                            yield _listing(node, tag)


def _listing(node: Node, tag: str) -> Listing:
    reference = node.take("REFERENCE_NUMBER", needed=True)
    regime = node.take("UN_LIST_TYPE", needed=True)
    if regime not in _RESOLUTIONS:
        raise node.error(f"`{regime}` is a regime that the reader does not know", "UN_LIST_TYPE")
    listed = node.take("LISTED_ON", needed=True)
    node.ignore("VERSIONNUM", "LIST_TYPE", "LAST_DAY_UPDATED", "SORT_KEY", "SORT_KEY_LAST_MOD", "GENDER")
    # Narrative, titles and posts are prose or no identity; they stay in the source.
    comments = node.take("COMMENTS1")
    node.ignore("DESIGNATION", "TITLE", "INDIVIDUAL_PLACE_OF_BIRTH", "SUBMITTED_BY", "DELISTED_ON")
    data_id = node.take("DATAID", needed=True)
    period, earlier = _periods(regime, date.fromisoformat(listed[:10]))
    kind = PartyKind.PERSON if tag == "INDIVIDUAL" else PartyKind.ORGANISATION
    addresses = tuple(_addresses(node, f"{tag}_ADDRESS"))
    nationalities = tuple(_values(node, "NATIONALITY"))
    countries = dict.fromkeys(
        code for code in (*map(country_code, nationalities), *(a.country for a in addresses)) if code
    )
    return Listing(
        id=f"{LIST_ID}:{reference.lower()}",
        list=LIST_ID,
        party=Party(
            names=tuple(_names(node, f"{tag}_ALIAS")),
            kind=kind,
            countries=tuple(countries),
            addresses=addresses,
            identifiers=(*_documents(node), Identifier(kind="un-reference", value=reference)),
            births=tuple(_births(node)),
        ),
        period=period,
        earlier=earlier,
        grounds=(Ground(code=regime, cite=_RESOLUTIONS[regime]),),
        programmes=(regime,),
        measures=_own_measures(comments) or measures_of(LIST_ID, (regime,), kind),
        notes=("LISTED_AGAIN",) if earlier else (),
        source_ref=f"DATAID {data_id}, {reference}",
    )


def _own_measures(comments: str) -> tuple[str, ...]:
    """The measures an entry names for itself: `pursuant to paragraph 15 of resolution 1970 (Travel Ban)`.

    They go before the regime's: the Libya regime bars the travel of some, freezes the assets of others.
    """
    said = {word.strip().casefold() for words in _IN_BRACKETS.findall(comments) for word in words.split(",")}
    return tuple(dict.fromkeys(code for word, code in _OWN.items() if word in said))


def _periods(regime: str, listed: date) -> tuple[Period, tuple[Period, ...]]:
    """Since when the entry stands now, and what is known of the time before.

    LISTED_ON is the first listing. Where a whole regime ended and came back, that day does not begin the
    present listing, and the list does not say until when each name stayed on it.
    """
    ended = _ENDED.get(regime)
    if ended is None or listed >= ended.back:
        return Period(start=listed), ()
    return (
        Period(start=ended.back, by=ended.by),
        (
            Period(start=listed, end=ended.off, by=_RESOLUTIONS[regime]),
            Period(start=ended.off, end=ended.surely_off, by=ended.by, confirmed=False),
        ),
    )


def _names(node: Node, alias_tag: str) -> Iterator[Name]:
    parts = (node.take(f"{part}_NAME") for part in ("FIRST", "SECOND", "THIRD", "FOURTH"))
    yield Name(text=" ".join(" ".join(part.split()) for part in parts if part.strip()))
    original = node.take("NAME_ORIGINAL_SCRIPT")
    if original:
        yield Name(text=original, quality=NameQuality.ORIGINAL_SCRIPT)
    for alias in node.nodes(alias_tag):
        with alias:
            quality = alias.take("QUALITY")
            text = alias.take("ALIAS_NAME")
            alias.ignore("NOTE", "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH", "DATE_OF_BIRTH")
            if quality not in _QUALITY:
                raise alias.error(f"`{quality}` is a quality that the reader does not know", "QUALITY")
            if text:
                yield Name(text=text, quality=_QUALITY[quality])


def _values(node: Node, tag: str) -> Iterator[str]:
    for holder in node.nodes(tag):
        with holder:
            yield from (value.text for value in holder.nodes("VALUE") if value.text)


def _addresses(node: Node, tag: str) -> Iterator[Address]:
    for holder in node.nodes(tag):
        with holder:
            street, city = holder.take("STREET"), holder.take("CITY")
            region, postcode = holder.take("STATE_PROVINCE"), holder.take("ZIP_CODE")
            country = holder.take("COUNTRY")
            holder.ignore("NOTE")
            text = ", ".join(part for part in (street, city, region, postcode, country) if part)
            if text:
                yield Address(
                    text=text, city=city, region=region, postcode=postcode, country=country_code(country)
                )


def _documents(node: Node) -> Iterator[Identifier]:
    for holder in node.nodes("INDIVIDUAL_DOCUMENT"):
        with holder:
            kind = f"{holder.take('TYPE_OF_DOCUMENT')} {holder.take('TYPE_OF_DOCUMENT2')}".casefold()
            number = holder.take("NUMBER")
            issuer = holder.take("ISSUING_COUNTRY") or holder.take("COUNTRY_OF_ISSUE")
            holder.ignore("NOTE", "DATE_OF_ISSUE", "CITY_OF_ISSUE", "COUNTRY_OF_ISSUE", "ISSUING_COUNTRY")
            if number:
                passport = any(word in kind for word in ("passport", "passeport", "pasaporte"))
                yield Identifier(
                    kind="passport" if passport else "national-id",
                    value=number,
                    country=country_code(issuer),
                )


def _births(node: Node) -> Iterator[BirthDate]:
    for holder in node.nodes("INDIVIDUAL_DATE_OF_BIRTH"):
        with holder:
            circa = holder.take("TYPE_OF_DATE") == "APPROXIMATELY"
            circa |= holder.take("NOTE").casefold().startswith("approx")
            day, year = holder.take("DATE"), holder.take("YEAR")
            first, last = holder.take("FROM_YEAR"), holder.take("TO_YEAR")
            text = day or year or (f"{first}-{last}" if first and last else first or last)
            birth = parse_birth(f"circa {text}" if circa else text)
            if text and birth is None:
                raise holder.error(f"`{text}` is not a date of birth")
            if birth:
                yield birth
