"""What OFAC's two forms and the CSL share: one entry's parts put together as a listing."""

from __future__ import annotations

from collections.abc import Sequence

from licet.core.country import country_code
from licet.core.listing import Ground, Listing
from licet.core.trade import Address, BirthDate, Identifier, Name, Party, PartyKind
from licet.lists.births import parse_birth
from licet.lists.ofac_remarks import Remarks, identifier_kind, is_passed

__all__ = ["list_of_programmes", "ofac_listing", "read_births", "read_identifier", "turn_name"]

# The programme that decides the list, the first that fits.
_LIST_OF: tuple[tuple[str, str], ...] = (
    ("NS-PLC", "us-ofac-plc"),
    ("UKRAINE-EO13662", "us-ofac-ssi"),
    ("CMIC-EO13959", "us-ofac-cmic"),
    ("561-Related", "us-ofac-capta"),
    ("FSE-", "us-ofac-fse"),
)


def list_of_programmes(programmes: Sequence[str]) -> str:
    """The list that a consolidated entry belongs to: the one of its programme, else the menu-based one."""
    fits = (
        list_id for start, list_id in _LIST_OF if any(programme.startswith(start) for programme in programmes)
    )
    return next(fits, "us-ofac-mbs")


def ofac_listing(
    *,
    uid: str,
    list_id: str,
    kind: PartyKind,
    names: Sequence[Name],
    programmes: Sequence[str],
    addresses: Sequence[Address],
    remarks: Remarks,
) -> Listing:
    """A listing from the parts that both forms give; each name, country and number once."""
    births: dict[BirthDate, None] = dict.fromkeys(remarks.births)
    countries = [*(one.country for one in addresses if one.country), *remarks.countries]
    once: dict[str, Name] = {}
    for name in names:
        once.setdefault(name.text.casefold(), name)
    return Listing(
        id=f"{list_id}:{uid}",
        list=list_id,
        party=Party(
            names=tuple(once.values()),
            kind=kind,
            countries=tuple(dict.fromkeys(countries)),
            addresses=tuple(dict.fromkeys(one for one in addresses if one != Address())),
            identifiers=tuple(dict.fromkeys(remarks.identifiers)),
            births=tuple(births) if kind is PartyKind.PERSON else (),
        ),
        grounds=tuple(Ground(code=programme) for programme in programmes if programme),
        programmes=tuple(programme for programme in programmes if programme),
        source_ref=f"uid {uid}",
        source_note="; ".join(remarks.unread),
    )


def turn_name(name: str, kind: PartyKind) -> str:
    """A person's `HANIYA, Ismail` in reading order: `Ismail HANIYA`."""
    name = " ".join(name.split())
    last, comma, first = name.partition(", ")
    if kind is not PartyKind.PERSON or not comma or "," in first:
        return name
    return f"{first} {last}"


def read_identifier(kind_text: str, number: str, country: str, into: Remarks) -> None:
    """One identifier row of the XML or the CSL: a number, a passed-over remark, or something not known."""
    kind = identifier_kind(kind_text)
    if kind and number:
        number = number.removeprefix("IMO ") if kind.startswith("imo") else number
        into.identifiers.append(Identifier(kind=kind, value=number, country=country_code(country)))
    elif not is_passed(kind_text):
        into.unread.append(f"{kind_text} {number}".strip())


def read_births(texts: Sequence[str], into: Remarks) -> None:
    """Birth dates; what is none is kept aside."""
    for text in texts:
        birth = parse_birth(text)
        if birth:
            into.births.append(birth)
        elif text:
            into.unread.append(f"DOB {text}")
