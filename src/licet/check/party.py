"""A party from what people have: typed words, or the cells of a row in a file.

One reading for the command line, files and clusters, so that a row means the same everywhere.
"""

from __future__ import annotations

import contextlib
import html
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from licet.check.engine import as_party, with_plain_spellings
from licet.check.telling import names_somebody, unread_words
from licet.core.country import country_called
from licet.core.errors import InputError
from licet.core.trade import Address, BirthDate, Identifier, Name, Party, PartyKind
from licet.lists.births import parse_birth

__all__ = ["COLUMNS", "find_columns", "names_inside", "party_of", "party_of_row"]

#: Header spellings (folded) that a file of parties may use for each field.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "ref", "reference", "customer id", "customer number", "party id", "number", "key"),
    "name": (
        "name",
        "party",
        "party name",
        "company",
        "company name",
        "customer",
        "customer name",
        "full name",
    ),
    "alias": ("alias", "aliases", "aka", "other names", "trading name", "dba"),
    "country": ("country", "country code", "nation", "nationality", "land"),
    "address": ("address", "street", "full address", "address line 1"),
    "city": ("city", "town"),
    "identifier": (
        "identifier",
        "tax id",
        "registration number",
        "registration",
        "lei",
        "vat",
        "imo",
        "passport",
    ),
    "kind": ("kind", "type", "party type", "entity type"),
    "born": ("born", "birth date", "date of birth", "dob"),
}

_KINDS = {
    "person": PartyKind.PERSON,
    "individual": PartyKind.PERSON,
    "organisation": PartyKind.ORGANISATION,
    "organization": PartyKind.ORGANISATION,
    "company": PartyKind.ORGANISATION,
    "entity": PartyKind.ORGANISATION,
    "vessel": PartyKind.VESSEL,
    "ship": PartyKind.VESSEL,
    "aircraft": PartyKind.AIRCRAFT,
    "any": PartyKind.UNKNOWN,
    "": PartyKind.UNKNOWN,
}


#: What a spreadsheet writes where a formula failed: no name, and never a party that nothing was found of.
_BROKEN = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}

#: What no keyboard writes into a name: it hides what a terminal shows, and joins itself to words.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")

#: A field that a row has not.
_EMPTY = ("",)

#: A day that one half of the world reads as day and month, the other as month and day.
_SLASHED = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})")


def party_of(
    name: str,
    *,
    country: str = "",
    countries: Iterable[str] = (),
    address: str = "",
    identifiers: Iterable[str] = (),
    kind: str = "any",
    aliases: Iterable[str] = (),
    births: Iterable[str] = (),
    party_id: str = "",
) -> Party:
    """A party from what a person types.

    Args:
        name: the name; may be empty when an address or an identifier is given.
        country: a code or a name in any usual spelling; that of the address.
        countries: further ones (a nationality).
        address: the whole address.
        identifiers: numbers, each alone or as `kind:value` (`lei:…`, `imo:…`, `tax:…`).
        kind: person, organisation, vessel, aircraft or any.
        aliases: further names.
        births: birth dates, `1972-01-30`, `1972-01` or `1972`; `03/04/1972` is both days and all between.
        party_id: the giver's own reference.

    Raises:
        InputError: nothing to look for, a country, kind or birth date that is not known.
    """
    # A file has a million rows of a name, an id and a country: what a row has not costs nothing.
    code = _country(country) if country else ""
    codes = [code] if code else []
    if countries:
        codes = [one for one in dict.fromkeys([code, *map(_country, countries)]) if one]
    sort = _KINDS.get(kind) or _KINDS.get(kind.strip().casefold())
    if sort is None:
        raise InputError(
            f"`{kind}` is no kind of party", field="kind", fix=f"one of {', '.join(k for k in _KINDS if k)}"
        )
    names = [text] if (text := name.strip()) else []
    if aliases:
        names = list(dict.fromkeys([*names, *(text for one in aliases if (text := one.strip()))]))
    place = address.strip() if address else ""
    numbers = [text for text in identifiers if text.strip()] if identifiers else []
    _refuse_what_names_nobody(names, place, numbered=bool(numbers))
    party = Party(
        names=tuple([Name(text=text) for text in names]),
        kind=sort,
        countries=tuple(codes),
        addresses=(Address(text=place, country=code),) if place else (),
        identifiers=tuple([_identifier(text) for text in numbers]),
        births=tuple([_birth(text) for text in births if text.strip()]) if births else (),
        id=party_id,
    )
    return with_plain_spellings(party) if names else as_party(party)


def _country(text: str) -> str:
    given = text.strip()
    code = country_called(given) if given else ""
    if given and not code:
        raise InputError(
            f"`{text}` is no country that licet knows",
            field="country",
            fix="write a code of two or three letters (CN, CHN), or the whole name",
        )
    return code or ""


def _refuse_what_names_nobody(names: Sequence[str], address: str, *, numbered: bool) -> None:
    for text in (*names, address):
        if text.startswith("#") and text.upper() in _BROKEN:
            field = "name" if text in names else "address"
            raise InputError(f"`{text}` is an error of a spreadsheet", field=field, fix="mend its formula")
        if _CONTROL.search(text):
            field = "name" if text in names else "address"
            shown = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
            raise InputError(
                f"`{shown}` holds control characters", field=field, fix="type it anew, without what is unseen"
            )
    if not names or address or numbered or names_somebody(names):
        return
    if unread_words(names):
        raise InputError(
            f"`{names[0]}` is in letters that licet does not read",
            field="name",
            fix="give the name in Latin letters too, an address or an identifier",
        )
    raise InputError(
        f"`{names[0]}` names nobody: it holds no word, or a legal form alone",
        field="name",
        fix="give the whole name, an address or an identifier",
    )


def _identifier(text: str) -> Identifier:
    kind, colon, value = text.strip().partition(":")
    return (
        Identifier(kind=kind.strip().lower(), value=value.strip())
        if colon
        else Identifier(kind="any", value=kind)
    )


def _birth(text: str) -> BirthDate:
    found = _SLASHED.fullmatch(text.strip())
    days: list[date] = []
    if found:
        one, other, year = int(found[1]), int(found[3]), int(found[4])
        for day, month in ((one, other), (other, one)):
            with contextlib.suppress(ValueError):
                days.append(date(year, month, day))
    birth = BirthDate(earliest=min(days), latest=max(days)) if days else parse_birth(text)
    if birth is None:
        raise InputError(
            f"`{text.strip()}` is no birth date", field="born", fix="write YYYY-MM-DD, YYYY-MM or YYYY"
        )
    return birth


def party_of_row(cells: Mapping[str, Sequence[str]]) -> Party:
    """A party from a row.

    Args:
        cells: the non-empty cells of each field of `COLUMNS`. Aliases in one cell are split at semicolons.
            Names in further cells, and the parts of a name cell that holds several set apart by semicolons,
            are further names: none is left unasked.

    Raises:
        InputError: nothing to look for, a country or kind that is not known.
    """
    get = cells.get
    names, countries = get("name", _EMPTY), get("country", _EMPTY)
    place = get("address", ())
    if "city" in cells:
        place = (*place, *cells["city"])
    aliases: Sequence[str] = ()
    if len(names) > 1 or ";" in names[0]:
        aliases = [*names[1:], *names_inside(names)]
    if "alias" in cells:
        aliases = [*aliases, *(part for cell in cells["alias"] for part in cell.split(";"))]
    return party_of(
        names[0],
        country=countries[0],
        countries=countries[1:],
        address=", ".join(place) if place else "",
        identifiers=get("identifier", ()),
        kind=get("kind", _EMPTY)[0],
        aliases=aliases,
        births=get("born", ()),
        party_id=get("id", _EMPTY)[0],
    )


def names_inside(cells: Iterable[str]) -> list[str]:
    """The parts of name cells that hold several names, set apart by semicolons; `&amp;` is an ampersand."""
    return [part for cell in cells if "; " in cell for part in html.unescape(cell).split(";")]


def _fold(text: str) -> str:
    return " ".join("".join(char if char.isalnum() else " " for char in text.casefold()).split())


def find_columns(header: list[str], mapping: Mapping[str, str], file: str) -> dict[str, list[int]]:
    """Which columns of a header hold which field; several columns may hold one (aliases).

    Raises:
        InputError: a mapped column is not there, or nothing names a party.
    """
    for field in mapping:
        if field not in COLUMNS:
            raise InputError(
                f"`{field}` is no field of a party", field="--map", fix=f"one of {', '.join(COLUMNS)}"
            )
    folded = [_fold(cell) for cell in header]
    found: dict[str, list[int]] = {}
    for field, spellings in COLUMNS.items():
        if field in mapping:
            if mapping[field] not in header:
                raise InputError(
                    f"no column `{mapping[field]}`", file=file, line=1, field=field, fix=f"one of {header}"
                )
            found[field] = [header.index(mapping[field])]
        else:
            found[field] = [place for place, cell in enumerate(folded) if cell in spellings]
    if not (found["name"] or found["address"] or found["identifier"]):
        raise InputError(
            f"no column of names among {header}",
            file=file,
            line=1,
            field="name",
            fix="begin with a line of headings; name a column `name`, or say which it is: --map name=COLUMN",
        )
    return found
