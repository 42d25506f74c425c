"""OFAC's lists: Specially Designated Nationals, and the consolidated non-SDN lists.

Two official forms of each: the CSV set (main, addresses, aliases, and the tails of long remarks; `-0-` is an
empty cell, no header, an end-of-file mark) and the XML. `uid` is OFAC's own lasting number of an entry and so
is part of our id. A consolidated entry belongs to the list of its programme.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from licet.core.country import REGIONS, country_code, region_code
from licet.core.errors import SourceError
from licet.core.listing import Listing
from licet.core.trade import Address, Identifier, Name, NameQuality, PartyKind
from licet.lists.ofac_entry import list_of_programmes, ofac_listing, turn_name
from licet.lists.ofac_remarks import read_remarks
from licet.lists.ofac_xml import read_xml
from licet.lists.source import (
    Document,
    ListInfo,
    Row,
    decode,
    document_bytes,
    document_name,
    rows_of,
    source,
)

__all__ = ["ofac_kind", "read", "read_consolidated"]

_ISSUER = "Office of Foreign Assets Control, US Department of the Treasury"
_TERMS = "public domain in the United States (17 USC 105)"
_MAIN = (
    "ent_num", "name", "type", "programme", "title", "call_sign", "vessel_type", "tonnage",
    "gross_tonnage", "flag", "owner", "remarks",
)  # fmt: skip
_ADDRESS = ("ent_num", "number", "address", "city", "country", "remarks")
_ALIAS = ("ent_num", "number", "kind", "name", "remarks")
_COMMENT = ("ent_num", "text")

_KINDS: Mapping[str, PartyKind] = MappingProxyType(
    {
        "individual": PartyKind.PERSON,
        "vessel": PartyKind.VESSEL,
        "aircraft": PartyKind.AIRCRAFT,
        "entity": PartyKind.ORGANISATION,
        "": PartyKind.ORGANISATION,
    }
)
_ALIAS_KINDS: Mapping[str, NameQuality] = MappingProxyType(
    {
        "aka": NameQuality.STRONG,
        "fka": NameQuality.FORMER,
        "nka": NameQuality.STRONG,
        "a.k.a.": NameQuality.STRONG,
        "f.k.a.": NameQuality.FORMER,
        "n.k.a.": NameQuality.STRONG,
    }
)


def _info(short: str, title: str, authority: str, effect: str) -> ListInfo:
    return ListInfo(
        id=f"us-ofac-{short}", title=title, issuer=_ISSUER, authority=authority, legal_effect=effect
    )


_LISTS = (
    _info(
        "ssi",
        "Sectoral Sanctions Identifications List",
        "E.O. 13662",
        "Certain new debt, equity or oil projects with the party are prohibited; property is not blocked.",
    ),
    _info(
        "plc",
        "Palestinian Legislative Council List",
        "31 CFR 594.513(b) and 597.509(b)",
        "US banks may reject transactions with the person; property is not blocked.",
    ),
    _info(
        "cmic",
        "Non-SDN Chinese Military-Industrial Complex Companies List",
        "E.O. 14032",
        "US persons may not deal in its publicly traded securities; exports do not follow from it.",
    ),
    _info(
        "capta",
        "List of Foreign Financial Institutions Subject to Correspondent Account Sanctions (CAPTA)",
        "31 CFR 561.201",
        "US banks may not open or keep, or must restrict, correspondent accounts for it.",
    ),
    _info(
        "mbs",
        "Non-SDN Menu-Based Sanctions List",
        "E.O. 14024 and others",
        "Certain dealings, as its programme says, are prohibited; property is not blocked.",
    ),
    _info(
        "fse",
        "Foreign Sanctions Evaders List",
        "E.O. 13608",
        "US persons may not deal with the party; property is not blocked.",
    ),
)


def _published(document: Document) -> date | None:
    if not _is_xml(document):
        return None
    found = re.search(rb"<Publish_Date>(\d\d/\d\d/\d{4})</Publish_Date>", document_bytes(document)[:4096])
    return datetime.strptime(found[1].decode(), "%m/%d/%Y").date() if found else None


@source(
    id="us-ofac-sdn",
    title="Specially Designated Nationals and Blocked Persons List",
    authority="31 CFR chapter V",
    issuer=_ISSUER,
    address="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/SDN.XML",
    terms=_TERMS,
    expects=(3_000, 60_000),
    max_drop=0.1,
    max_age=14,
    legal_effect="Property is blocked; US persons may not deal with the party or what it owns by half.",
    files=("sdn-*.csv", "sdn.csv", "sdn.xml", "sdn-*.xml"),
    published=_published,
)
def read(document: Document) -> Iterator[Listing]:
    """The SDN list. A CSV document is the path of `sdn*`, with `add*`, `alt*`, `sdn_comments*` beside."""
    return _read(document, "us-ofac-sdn")


@source(
    id="us-ofac-consolidated",
    title="Consolidated Sanctions List (non-SDN)",
    authority="31 CFR chapter V",
    issuer=_ISSUER,
    address="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/CONSOLIDATED.XML",
    terms=_TERMS,
    expects=(200, 5_000),
    max_drop=0.15,
    max_age=14,
    legal_effect="Certain dealings, as its list and programme say, are prohibited; property is not blocked.",
    lists=_LISTS,
    files=("cons_prim*.csv", "consolidated-*.xml", "consolidated.xml"),
    published=_published,
)
def read_consolidated(document: Document) -> Iterator[Listing]:
    """The non-SDN lists, each entry under the list of its programme. CSV as for the SDN list."""
    return _read(document, "")


def _is_xml(document: Document) -> bool:
    return document_bytes(document).lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")


def _read(document: Document, list_id: str) -> Iterator[Listing]:
    if _is_xml(document):
        yield from read_xml(document, list_id)
    elif isinstance(document, Path):
        yield from _read_csv(document, list_id)
    else:
        raise SourceError(
            "the CSV form is a set of four files: give the path of the main one",
            place=document_name(document),
        )


def _records(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """Rows without header; `-0-` is empty, the end-of-file mark and a cut last cell are no records."""
    text = decode(path, "utf-8-sig", "cp1252").rstrip("\x1a\r\n \x00")
    if text.endswith("-0"):
        text += "-"  # a copy that lost its last character still ends with the empty mark
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        cleaned = [["" if cell.strip() == "-0-" else cell for cell in record] for record in reader if record]
    except csv.Error as error:
        raise SourceError(
            f"broken delimited text: {error}",
            place=f"{path.name}, row {reader.line_num}",
            fix="fetch the document again: it may be cut short or be an error page",
        ) from error
    return rows_of(cleaned, columns, file=path.name, first=1)


def _beside(main: Path, part: str) -> Path:
    """The file of the same set: `sdn-2021-07.csv.gz` gives `add-2021-07.csv.gz`."""
    stem = re.match(r"sdn|cons_prim", main.name)
    if not stem:
        raise SourceError(
            "not the main file of a CSV set", place=main.name, fix="give `sdn*` or `cons_prim*`"
        )
    names = {
        "sdn": {"add": "add", "alt": "alt", "comments": "sdn_comments"},
        "cons_prim": {"add": "cons_add", "alt": "cons_alt", "comments": "cons_comments"},
    }[stem[0]]
    plain = main.name.removesuffix(".gz").replace(stem[0], names[part], 1)
    for name in (plain, f"{plain}.gz"):
        if (main.parent / name).is_file():
            return main.parent / name
    raise SourceError(f"`{plain}` is missing beside it", place=main.name, fix="fetch the whole set")


def _read_csv(main: Path, list_id: str) -> Iterator[Listing]:
    addresses: dict[str, list[Address]] = {}
    for row in _records(_beside(main, "add"), _ADDRESS):
        with row:
            address = _address(row.take("address"), row.take("city"), row.take("country"))
            addresses.setdefault(row.take("ent_num"), []).append(address)
            row.ignore("number", "remarks")
    aliases: dict[str, list[tuple[str, str]]] = {}
    for row in _records(_beside(main, "alt"), _ALIAS):
        with row:
            aliases.setdefault(row.take("ent_num"), []).append((row.take("kind"), row.take("name")))
            row.ignore("number", "remarks")
    tails: dict[str, str] = {}
    for row in _records(_beside(main, "comments"), _COMMENT):
        with row:
            tails[row.take("ent_num")] = row.take("text")
    seen = set()
    for row in _records(main, _MAIN):
        uid = row.take("ent_num")
        if uid in seen:
            raise row.error(f"number `{uid}` stands twice", "ent_num")
        seen.add(uid)
        linked = _Linked(addresses.get(uid, []), aliases.get(uid, []), tails.get(uid, ""))
        yield _entry(row, uid, linked, list_id)
    # One file of remark tails may serve both lists, so only addresses and aliases must find their entry.
    strange = (addresses.keys() | aliases.keys()) - seen
    if strange:
        raise SourceError(
            f"{len(strange)} entries have addresses or aliases but no name, one is `{min(strange)}`",
            place=main.name,
            fix="the files of the set are of different editions: fetch them together",
        )


class _Linked(NamedTuple):
    """What the other files of the set hold for one entry."""

    addresses: Sequence[Address]
    aliases: Sequence[tuple[str, str]]
    tail: str


def _entry(row: Row, uid: str, linked: _Linked, list_id: str) -> Listing:
    with row:
        row.take("ent_num")
        kind = ofac_kind(row.take("type"), row)
        programmes = tuple(re.split(r"\]\s*\[", row.take("programme").strip("[]")))
        call_sign, flag = row.take("call_sign"), row.take("flag")
        # A remark of 1,000 characters goes on in the comments file.
        remarks = read_remarks(row.take("remarks") + linked.tail)
        name = row.take("name")
        row.ignore("title", "vessel_type", "tonnage", "gross_tonnage", "owner")
    names = [Name(text=turn_name(name, kind))]
    for word, alias in linked.aliases:
        quality = _ALIAS_KINDS.get(word)
        if quality is None:
            raise row.error(f"`{word}` is no known kind of alias", "kind")
        names.append(Name(text=turn_name(alias, kind), quality=quality))
    if call_sign:
        remarks.identifiers.append(Identifier(kind="call-sign", value=call_sign))
    if flag and country_code(flag):
        remarks.countries.append(country_code(flag))
    names += [Name(text=turn_name(one.text, kind), quality=one.quality) for one in remarks.names]
    return ofac_listing(
        uid=uid,
        list_id=list_id or list_of_programmes(programmes),
        kind=kind,
        names=names,
        programmes=programmes,
        addresses=linked.addresses,
        remarks=remarks,
    )


def ofac_kind(word: str, at: Row) -> PartyKind:
    """The kind of party that the source's word means.

    Raises:
        SourceError: a word that OFAC has not used before.
    """
    kind = _KINDS.get(word.strip().lower())
    if kind is None:
        raise at.error(f"`{word}` is no known type", "type")
    return kind


def _address(street: str, city: str, country: str) -> Address:
    region = region_code(country.removeprefix("Region: ")) if country.startswith("Region: ") else ""
    code = REGIONS.get(region, "") or country_code(country)
    parts = [street, city] if code and not region else [street, city, country]
    return Address(text=", ".join(part for part in parts if part), city=city, region=region, country=code)
