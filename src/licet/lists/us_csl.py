"""Consolidated Screening List: one document of Commerce with the lists of Commerce, State and Treasury.

Four forms: native CSV of 29 columns (since about 2020) and of 28 (before), native JSON, and a compact JSON
copy that keeps names, countries, programmes, notices, requirement and policy. Each entry goes to the list
that it comes from.

The CSL is a service, not the law: for the Entity, MEU, Unverified and Denied Persons lists the official table
rules, and what stands only here carries the note `CSL_ONLY` (see `merge`).
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from licet.core.country import country_code
from licet.core.errors import SourceError
from licet.core.listing import Ground, Listing, Version
from licet.core.period import Period
from licet.core.trade import Address, Name, NameQuality, Party, PartyKind
from licet.lists.notices import notices
from licet.lists.ofac_entry import read_births, read_identifier, turn_name
from licet.lists.ofac_remarks import Remarks
from licet.lists.source import Document, Ids, ListInfo, Row, csv_rows, decode, document_name, source
from licet.lists.wording import read_cells

__all__ = ["read"]

_SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "Capta List (CAP) - Treasury Department": "us-ofac-capta",
        "Non-SDN Chinese Military-Industrial Complex Companies List (CMIC) - Treasury Department": (
            "us-ofac-cmic"
        ),
        "Denied Persons List (DPL) - Bureau of Industry and Security": "us-bis-dpl",
        "ITAR Debarred (DTC) - State Department": "us-ddtc-debarred",
        "Entity List (EL) - Bureau of Industry and Security": "us-bis-entity-list",
        "Foreign Sanctions Evaders (FSE) - Treasury Department": "us-ofac-fse",
        "Nonproliferation Sanctions (ISN) - State Department": "us-state-isn",
        "Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department": "us-ofac-mbs",
        "Military End User (MEU) List - Bureau of Industry and Security": "us-bis-meu",
        "Palestinian Legislative Council List (PLC) - Treasury Department": "us-ofac-plc",
        "Specially Designated Nationals (SDN) - Treasury Department": "us-ofac-sdn",
        "Sectoral Sanctions Identifications List (SSI) - Treasury Department": "us-ofac-ssi",
        "Unverified List (UVL) - Bureau of Industry and Security": "us-bis-uvl",
    }
)
_ISN = ListInfo(
    id="us-state-isn",
    title="Nonproliferation Sanctions",
    issuer="Bureau of International Security and Nonproliferation, US Department of State",
    authority="INKSNA and other nonproliferation statutes",
    legal_effect="Sanctions as each notice says: no US procurement, licences or assistance for the party.",
)
_KINDS: Mapping[str, PartyKind] = MappingProxyType(
    {
        "Individual": PartyKind.PERSON,
        "Entity": PartyKind.ORGANISATION,
        "Vessel": PartyKind.VESSEL,
        "Aircraft": PartyKind.AIRCRAFT,
        "": PartyKind.UNKNOWN,
    }
)
_OLD = (
    "source", "entity_number", "type", "programs", "name", "title", "addresses", "federal_register_notice",
    "start_date", "end_date", "standard_order", "license_requirement", "license_policy", "call_sign",
    "vessel_type", "gross_tonnage", "gross_registered_tonnage", "vessel_flag", "vessel_owner", "remarks",
    "source_list_url", "alt_names", "citizenships", "dates_of_birth", "nationalities", "places_of_birth",
    "source_information_url", "ids",
)  # fmt: skip
_NEW = ("_id", *_OLD)
_COMPACT_KEYS = frozenset({"n", "a", "s", "t", "c", "e", "lr", "lp", "pg", "fr", "u"})
_IGNORED = (
    "title", "standard_order", "vessel_type", "gross_tonnage", "gross_registered_tonnage", "vessel_owner",
    "remarks", "source_list_url", "source_information_url", "places_of_birth",
)  # fmt: skip
_AND = re.compile(r"^(?:and\s+)")


@dataclass(slots=True)
class _Entry:
    """What any of the forms says about one entry, still as text."""

    source: str
    name: str
    place: str
    kind: str = ""
    uid: str = ""
    programmes: Sequence[str] = ()
    aliases: Sequence[str] = ()
    addresses: Sequence[Address] = ()
    countries: Sequence[str] = ()
    notice: str = ""
    start: str = ""
    end: str = ""
    requirement: str = ""
    policy: str = ""
    births: Sequence[str] = ()
    call_sign: str = ""
    ids: Sequence[tuple[str, str, str]] = ()


def _published(document: Document) -> date | None:
    text = decode(document, "utf-8-sig", "cp1252")
    found = re.search(r'"(?:sourceGeneratedAt|search_performed_at)":\s*"(\d{4}-\d\d-\d\d)', text)
    return date.fromisoformat(found[1]) if found else None


@source(
    id="us-csl",
    title="Consolidated Screening List",
    authority="a service of three departments; the lists it joins have their own",
    issuer="International Trade Administration, US Department of Commerce",
    address="https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.csv",
    terms="public domain in the United States (17 USC 105)",
    expects=(15_000, 80_000),
    max_drop=0.08,
    max_age=14,
    legal_effect="What follows is what the list that an entry comes from says.",
    lists=(_ISN,),
    covers=tuple(sorted(set(_SOURCES.values()) - {"us-state-isn"})),
    files=("consolidated.csv", "csl-native-*.csv", "csl-native-*.json", "csl-*.compact.json"),
    published=_published,
)
def read(document: Document) -> Iterator[Listing]:
    """One listing for each entry of whichever form, under the list that the entry comes from."""
    text = decode(document, "utf-8-sig", "cp1252")
    file = document_name(document)
    entries = _json(text, file) if text.lstrip().startswith("{") else _csv(text, file)
    ids = {list_id: Ids(list_id) for list_id in _SOURCES.values()}
    for entry in entries:
        list_id = _SOURCES.get(entry.source)
        if list_id is None:
            raise SourceError(f"a new list: `{entry.source}`", place=entry.place, fix="add it to the reader")
        yield _listing(entry, list_id, ids[list_id])


def _listing(entry: _Entry, list_id: str, ids: Ids) -> Listing:
    kind = _KINDS.get(entry.kind)
    if kind is None:
        raise SourceError(f"`{entry.kind}` is no known type", place=entry.place, fix="amend the reader")
    name = " ".join(entry.name.split())
    if not name:
        raise SourceError("an entry without a name", place=entry.place)
    remarks = Remarks()
    read_births(entry.births, remarks)
    for label, number, country in entry.ids:
        read_identifier(label, number, country, remarks)
    if entry.call_sign:
        read_identifier("Vessel Call Sign", entry.call_sign, "", remarks)
    cites, unread = notices(entry.notice)
    countries = [country_code(one) for one in entry.countries]
    countries += [one.country for one in entry.addresses]
    cells = read_cells(entry.requirement, entry.policy) if entry.requirement or entry.policy else None
    start, end = _day(entry.start, entry), _day(entry.end, entry)
    if start and end and start >= end:
        raise SourceError(f"it ends on {end}, before it starts on {start}", place=entry.place)
    left = [*remarks.unread, unread, cells.left if cells else ""]
    aliases = dict.fromkeys(turn_name(alias, kind) for alias in entry.aliases)
    main = turn_name(name, kind)
    aliases.pop(main, None)
    return Listing(
        id=f"{list_id}:{entry.uid}" if entry.uid else ids.give(name, [*sorted(set(countries)), entry.notice]),
        list=list_id,
        party=Party(
            names=(Name(text=main), *(Name(text=alias, quality=NameQuality.STRONG) for alias in aliases)),
            kind=kind,
            countries=tuple(dict.fromkeys(code for code in countries if code)),
            addresses=tuple(entry.addresses),
            identifiers=tuple(remarks.identifiers),
            births=tuple(remarks.births),
        ),
        period=Period(start=start, end=end),
        versions=(
            (Version(period=Period(), requirement=cells.requirement, policy=cells.policy, cites=cites),)
            if cells
            else ()
        ),
        grounds=tuple(Ground(code=programme) for programme in entry.programmes),
        programmes=tuple(entry.programmes),
        cites=cites,
        source_ref=f"CSL {entry.place.rpartition(', ')[2]}",
        source_note="; ".join(part for part in left if part),
    )


def _day(text: str, entry: _Entry) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise SourceError(f"`{text}` is not a day", place=entry.place) from error


def _split(text: str) -> list[str]:
    """A cell of several values: `A; B; and C`."""
    parts = (_AND.sub("", part.strip()) for part in text.split(";"))
    return [part for part in parts if part]


def _csv(text: str, file: str) -> Iterator[_Entry]:
    for row in csv_rows(text, file=file, vintages=(_NEW, _OLD)):
        with row:
            yield _csv_entry(row)


def _csv_entry(row: Row) -> _Entry:
    row.ignore("_id", *_IGNORED)  # `_id` is a hash that changes at each edit
    return _Entry(
        source=row.take("source"),
        name=row.take("name"),
        place=row.place(),
        kind=row.take("type"),
        uid=row.take("entity_number"),
        programmes=_split(row.take("programs")),
        aliases=_split(row.take("alt_names")),
        addresses=[_address(part) for part in _split(row.take("addresses"))],
        countries=[
            *_split(row.take("nationalities")),
            *_split(row.take("citizenships")),
            row.take("vessel_flag"),
        ],
        notice=row.take("federal_register_notice"),
        start=row.take("start_date"),
        end=row.take("end_date"),
        requirement=row.take("license_requirement"),
        policy=row.take("license_policy"),
        births=_split(row.take("dates_of_birth")),
        call_sign=row.take("call_sign"),
        ids=[_identifier(part) for part in _split(row.take("ids"))],
    )


def _address(text: str) -> Address:
    """`Badenerstrasse 791, Zurich, 8048, CH`: the country stands last, where there is one."""
    front, _, last = text.rpartition(", ")
    code = country_code(last) if len(last) == 2 else ""
    if not code:
        return Address(text=text)
    return Address(text=front, country=code)


def _identifier(text: str) -> tuple[str, str, str]:
    """Label, number, country: `Passport, 836238033, KP`, in the old form `KP, 836238033, Passport`."""
    parts = next(csv.reader(io.StringIO(text), skipinitialspace=True), [])
    country = next((part for part in (parts[-1], parts[0]) if len(part) == 2 and part.isupper()), "")
    rest = [part for part in parts if part != country]
    if len(rest) < 2:
        return (rest[0] if rest else "", "", country)
    from licet.lists.ofac_remarks import identifier_kind, is_passed

    # Which end is the label depends on the edition: the one that names a kind.
    if not identifier_kind(rest[0]) and (identifier_kind(rest[-1]) or is_passed(rest[-1])):
        return rest[-1], ", ".join(rest[:-1]), country
    return rest[0], ", ".join(rest[1:]), country


def _json(text: str, file: str) -> Iterator[_Entry]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"not JSON: {error}", place=file, fix="fetch it again: it may be cut") from error
    if "entries" in content:
        return _compact(content, file)
    if "results" in content:
        return _native(content, file)
    raise SourceError("no entries in it", place=file, fix="check which document this is")


def _compact(content: Mapping[str, Any], file: str) -> Iterator[_Entry]:
    tables = content["tables"]
    if len(content["entries"]) != content["entryCount"]:
        raise SourceError(
            f"{len(content['entries'])} entries where the document states {content['entryCount']}", place=file
        )
    for number, one in enumerate(content["entries"], 1):
        place = f"{file}, entry {number}"
        if strange := one.keys() - _COMPACT_KEYS:
            raise SourceError(f"a new key: `{min(strange)}`", place=place, fix="amend the reader")
        yield _Entry(
            source=tables["sources"][one["s"]],
            name=one["n"],
            place=place,
            kind=one.get("t", ""),
            uid=one.get("e", ""),
            programmes=_split(tables["programmes"][one["pg"]]) if "pg" in one else (),
            aliases=[_AND.sub("", alias.strip()) for alias in one.get("a", ())],
            countries=one.get("c", ()),
            notice=one.get("fr", ""),
            requirement=tables["licenceRequirements"][one["lr"]] if "lr" in one else "",
            policy=tables["licencePolicies"][one["lp"]] if "lp" in one else "",
        )


_NATIVE_PASSED = frozenset(
    {
        "id", "title", "remarks", "source_list_url", "source_information_url", "places_of_birth",
        "standard_order", "vessel_type", "gross_tonnage", "gross_registered_tonnage", "vessel_owner",
    }
)  # fmt: skip


def _native(content: Mapping[str, Any], file: str) -> Iterator[_Entry]:
    if len(content["results"]) != content["total"]:
        raise SourceError(
            f"{len(content['results'])} entries where the document states {content['total']}", place=file
        )
    for number, one in enumerate(content["results"], 1):
        rest = {key: value for key, value in one.items() if value and key not in _NATIVE_PASSED}
        place = f"{file}, entry {number}"
        entry = _Entry(
            source=rest.pop("source", ""),
            name=rest.pop("name", ""),
            place=place,
            kind=rest.pop("type", ""),
            uid=rest.pop("entity_number", ""),
            programmes=rest.pop("programs", ()),
            aliases=rest.pop("alt_names", ()),
            addresses=[_native_address(address) for address in rest.pop("addresses", ())],
            countries=[
                *rest.pop("nationalities", ()),
                *rest.pop("citizenships", ()),
                rest.pop("country", ""),
                rest.pop("vessel_flag", ""),
            ],
            notice=rest.pop("federal_register_notice", ""),
            start=rest.pop("start_date", ""),
            end=rest.pop("end_date", ""),
            requirement=rest.pop("license_requirement", ""),
            policy=rest.pop("license_policy", ""),
            births=rest.pop("dates_of_birth", ()),
            call_sign=rest.pop("call_sign", ""),
            ids=[
                (one.get("type") or "", one.get("number") or "", one.get("country") or "")
                for one in rest.pop("ids", ())
            ],
        )
        if rest:
            raise SourceError(f"a new key: `{min(rest)}`", place=place, fix="amend the reader")
        yield entry


def _native_address(one: Mapping[str, str | None]) -> Address:
    street, city = one.get("address") or "", one.get("city") or ""
    region, postcode = one.get("state") or "", one.get("postal_code") or ""
    return Address(
        text=", ".join(part for part in (street, city, region, postcode) if part),
        city=city,
        region=region,
        postcode=postcode,
        country=country_code(one.get("country") or ""),
    )
