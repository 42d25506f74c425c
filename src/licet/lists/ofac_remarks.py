"""OFAC's remarks and identifiers as facts: births, nationalities, numbers, weak aliases, vessel flags.

    DOB 10 Dec 1948; alt. DOB 1936; POB Cairo; nationality Egypt; Passport 1084010 (Egypt); a.k.a. 'BNC'.

Parts that only explain (`Linked To`, `Gender`, sanctions risk, establishment) are passed over by name;
what is not known at all is kept aside whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from licet.core.country import country_code
from licet.core.trade import BirthDate, Identifier, Name, NameQuality
from licet.lists.births import parse_birth

__all__ = ["Remarks", "identifier_kind", "read_remarks"]

# The beginning of a label and the kind of identifier it is; the longest that fits counts.
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "passport": "passport", "diplomatic passport": "passport", "stateless person passport": "passport",
        "national id no": "national-id", "cedula": "national-id", "d.n.i.": "national-id",
        "c.u.i.p.": "national-id", "c.u.r.p.": "national-id", "c.u.i.": "national-id", "curp": "national-id",
        "identification number": "national-id", "national foreign id": "national-id",
        "citizen's card": "national-id", "personal id": "national-id", "birth certificate": "national-id",
        "ssn": "national-id", "residency number": "national-id", "identity card": "national-id",
        "bosnian personal": "national-id", "kenyan id": "national-id",
        "turkish identification": "national-id",
        "tax id": "tax", "nit": "tax", "r.f.c.": "tax", "rfc": "tax", "ruc": "tax", "rif": "tax",
        "v.a.t. number": "tax", "romanian tax": "tax", "fiscal code": "tax", "italian fiscal": "tax",
        "tax id no": "tax", "rtn": "tax", "c.u.i.t": "tax", "numero unico de identificacao": "tax",
        "unified social credit code": "registration", "registration number": "registration",
        "registration id": "registration", "business registration": "registration",
        "company number": "registration", "commercial registry": "registration",
        "matricula mercantil": "registration", "folio mercantil": "registration",
        "c.r. no": "registration",
        "public registration": "registration", "government gazette": "registration",
        "enterprise number": "registration", "trade license": "registration", "license": "license",
        "chamber of commerce": "registration", "certificate of incorporation": "registration",
        "economic register": "registration", "business number": "registration", "uk company": "registration",
        "file number": "registration", "tourism license": "registration", "organization code": "registration",
        "central registration": "registration", "istanbul chamber": "registration", "bik": "bank-code",
        "legal entity number": "lei", "swift/bic": "bic", "isin": "isin", "equity ticker": "ticker",
        "d-u-n-s": "duns", "mmsi": "mmsi", "vessel registration identification imo": "imo",
        "vessel registration identification": "imo", "company number imo": "imo-company",
        "identification number imo": "imo-company",
        "vessel call sign": "call-sign", "aircraft tail number": "aircraft-tail",
        "aircraft construction number": "aircraft-msn", "aircraft manufacturer's serial": "aircraft-msn",
        "aircraft serial": "aircraft-msn", "aircraft mode s": "aircraft-mode-s",
        "previous aircraft tail": "aircraft-tail", "prefix": "aircraft-prefix",
        "website": "website", "email": "email", "phone": "phone", "telephone": "phone", "fax": "fax",
        "digital currency address": "crypto", "driver's license": "driver-licence",
        "credencial": "voter-id",
        "electoral registry": "voter-id", "refugee id": "national-id", "travel document": "passport",
        "military registration": "military-id", "pilot license": "license", "seafarer": "license",
        "interpol": "interpol", "serial no": "registration", "i.f.e.": "voter-id", "numero de": "national-id",
        "paraguayan tax": "tax", "dubai chamber": "registration", "brazilian": "tax", "c.i.": "national-id",
        "immigration no": "national-id", "s.s.n.": "national-id", "us fein": "tax", "n.i.e.": "national-id",
        "cui": "national-id", "le number": "national-id", "libya": "registration", "stock symbol": "ticker",
        "bank identifier": "bank-code", "global intermediary": "giin", "moroccan personal": "national-id",
        "tazkira": "national-id", "british national": "passport", "numero": "national-id",
        "cr no": "registration", "commercial license": "registration", "tax no": "tax",
        "chinese commercial code": "ccc", "russian state individual": "registration",
        "kvk": "registration", "vat": "tax", "sre": "registration", "pasaporte": "passport",
    }
)  # fmt: skip
# Parts that say something no fact of ours is made of.
_PASSED = (
    "linked to", "gender", "secondary sanctions risk", "transactions prohibited", "additional sanctions",
    "organization established", "organization type", "executive order", "for more information", "pob",
    "alt. pob", "former vessel flag", "aircraft operator", "aircraft manufacture date", "aircraft model",
    "all offices worldwide", "listing date", "effective date", "caatsa section",
    "nationality of registration",
    "purchase/sales", "issuer name", "target type", "vessel year of build", "vessel type", "vessel flag",
    "vessel owner", "former vessel", "other vessel", "alternate vessel", "alt. former vessel", "member",
    "title", "deceased", "individual's primary", "position", "scientific studies", "icty", "subject to",
    "note", "first aircraft", "united states financial", "hamas", "building", "d.o.b.", "year of birth",
    "procedure", "aircraft", "prohibited", "effective", "sanctions", "and", "the ", "this", "see",
    "identification",
    "syrian ", "non-sdn", "peesa", "ifca", "alternative title", "(linked to", "operational address",
)  # fmt: skip
_ALIAS = re.compile(r"(?P<kind>[afn]\.k\.a\.)\s*'(?P<name>.+?)'$")
_VALUE = re.compile(
    r"^(?P<value>.*?)(?:\s+\((?P<country>[^()]*)\))?(?:\s+issued\b.*)?(?:\s+expires\b.*)?(?:\s+\([^()]*\))?$"
)
# `Serial Number (MSN) 2261`, `Construction Number (also called L/N or S/N or F/N) 8401`
_ABBREVIATION = re.compile(r"^\((?:MSN|also called[^)]*|[A-Z]{2,5})\)\s+")
_LABEL_END = re.compile(
    r"(?:\bID No\.|\bNo\.?|\bNumber|\bNo\b|#|\bID|\bIMO|\bCode(?: \([A-Z]+\))?|\bAddress(?: - \w+)?)"
    r"[.:]?\s+"
)


@dataclass(slots=True)
class Remarks:
    """What remarks and identifier rows say."""

    births: list[BirthDate] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def identifier_kind(label: str) -> str:
    """The kind of identifier that a label begins with; empty when it is none."""
    plain = label.lower().removeprefix("alt. ").lstrip()
    fits = [start for start in _KINDS if plain.startswith(start)]
    return _KINDS[max(fits, key=len)] if fits else ""


def is_passed(label: str) -> bool:
    """Whether a label only explains."""
    return label.lower().startswith(_PASSED)


def read_remarks(text: str) -> Remarks:
    """The facts in a remarks cell."""
    found = Remarks()
    for part in re.split(r";\s+", text.strip().removesuffix(".")):
        if part:
            _read_part(part.strip(), found)
    return found


def _read_part(part: str, found: Remarks) -> None:
    plain = part.removeprefix("alt. ")
    if plain.startswith("DOB "):
        birth = parse_birth(plain[4:])
        if birth:
            found.births.append(birth)
        else:
            found.unread.append(part)
    elif plain.startswith(("nationality ", "citizen ")):
        code = country_code(plain.partition(" ")[2])
        if code:
            found.countries.append(code)
        elif "of Registration" not in plain:
            found.unread.append(part)
    elif alias := _ALIAS.match(plain):
        # OFAC puts its weak aliases into the remarks, in quotation marks.
        quality = NameQuality.FORMER if alias["kind"] == "f.k.a." else NameQuality.WEAK
        found.names.append(Name(text=alias["name"], quality=quality))
    elif kind := identifier_kind(plain):
        _read_identifier(kind, plain, found)
    elif not is_passed(plain):
        found.unread.append(part)


def _read_identifier(kind: str, part: str, found: Remarks) -> None:
    ends = [match.end() for match in _LABEL_END.finditer(part[:70])]
    words = part[ends[0] :] if ends else part.partition(" ")[2]
    if len(ends) > 1 and kind in {"imo", "imo-company"}:
        words = part[ends[-1] :]
    value = _VALUE.match(_ABBREVIATION.sub("", words))
    if value and value["value"].strip():
        found.identifiers.append(
            Identifier(kind=kind, value=value["value"].strip(), country=country_code(value["country"] or ""))
        )
    else:
        found.unread.append(part)
