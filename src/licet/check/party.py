"""A party from what people have: typed words, or the cells of a row in a file.

One reading for the command line, files and clusters, so that a row means the same everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from licet.check.engine import as_party
from licet.core.country import country_code
from licet.core.errors import InputError
from licet.core.trade import Address, Identifier, Name, Party, PartyKind

__all__ = ["COLUMNS", "find_columns", "party_of", "party_of_row"]

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


def party_of(
    name: str,
    *,
    country: str = "",
    address: str = "",
    identifiers: Iterable[str] = (),
    kind: str = "any",
    aliases: Iterable[str] = (),
    party_id: str = "",
) -> Party:
    """A party from what a person types.

    Args:
        name: the name; may be empty when an address or an identifier is given.
        country: a code or a name in any usual spelling.
        address: the whole address.
        identifiers: numbers, each alone or as `kind:value` (`lei:…`, `imo:…`, `tax:…`).
        kind: person, organisation, vessel, aircraft or any.
        aliases: further names.
        party_id: the giver's own reference.

    Raises:
        InputError: nothing to look for, a country or kind that is not known.
    """
    code = country_code(country) if country.strip() else ""
    if country.strip() and not code:
        raise InputError(
            f"`{country}` is no country that licet knows", field="country", fix="write a two-letter code"
        )
    if kind.strip().casefold() not in _KINDS:
        raise InputError(
            f"`{kind}` is no kind of party", field="kind", fix=f"one of {', '.join(k for k in _KINDS if k)}"
        )
    names = [text.strip() for text in (name, *aliases) if text.strip()]
    return as_party(
        Party(
            names=tuple(Name(text=text) for text in dict.fromkeys(names)),
            kind=_KINDS[kind.strip().casefold()],
            countries=(code,) if code else (),
            addresses=(Address(text=address.strip(), country=code),) if address.strip() else (),
            identifiers=tuple(_identifier(text) for text in identifiers if text.strip()),
            id=party_id,
        )
    )


def _identifier(text: str) -> Identifier:
    kind, colon, value = text.strip().partition(":")
    return (
        Identifier(kind=kind.strip().lower(), value=value.strip())
        if colon
        else Identifier(kind="any", value=kind)
    )


def party_of_row(cells: Callable[[str], Sequence[str]]) -> Party:
    """A party from a row.

    Args:
        cells: the non-empty cells of a field of `COLUMNS`; aliases in one cell are split at semicolons.

    Raises:
        InputError: nothing to look for, a country or kind that is not known.
    """
    return party_of(
        next(iter(cells("name")), ""),
        country=next(iter(cells("country")), ""),
        address=", ".join([*cells("address"), *cells("city")]),
        identifiers=cells("identifier"),
        kind=next(iter(cells("kind")), ""),
        aliases=[part for cell in cells("alias") for part in cell.split(";")],
        party_id=next(iter(cells("id")), ""),
    )


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
            fix="name a column `name`, or say which it is: --map name=COLUMN",
        )
    return found
