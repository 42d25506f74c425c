"""A licence application: the fields of BIS-748P, what is wrong with them, and the sheet to type from. Pure.

The blocks and their rules are those of Supplement No. 1 to part 748. BIS takes applications through SNAP-R
alone (15 CFR 748.1(d)); licet prepares what an applicant types there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from licet.core.eccn import parse_eccn
from licet.store.canonical import decimal_text

__all__ = [
    "CITE",
    "Application",
    "ApplicationItem",
    "ApplicationParty",
    "Problem",
    "problems",
    "sheet",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationParty:
    """A party as blocks 14 to 20 ask for it: a street address, no post office box."""

    name: str
    address: str = ""
    city: str = ""
    country: str = ""
    postcode: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationItem:
    """Block 22, one item.

    Attributes:
        eccn: (a).
        app: (b) adjusted peak performance, where it is a computer.
        model: (c).
        ccats: (d) number of a classification by BIS.
        quantity: (e).
        units: (f); may be empty for technology.
        unit_price: (g) US dollars, whole unless below half a dollar.
        total_price: (h) US dollars.
        manufacturer: (i) where it is not the applicant.
        description: (j) with the parameters that the ECCN names.
    """

    eccn: str
    app: str = ""
    model: str = ""
    ccats: str = ""
    quantity: Decimal | None = None
    units: str = ""
    unit_price: Decimal | None = None
    total_price: Decimal | None = None
    manufacturer: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """The blocks of BIS-748P with its appendices A (items) and B (end users).

    Attributes:
        contact: block 1.
        telephone: block 2.
        facsimile: block 3.
        day: block 4.
        act: block 5: `export` or `reexport`.
        documents: block 6, documents submitted with it.
        on_file: block 7, documents kept by the applicant.
        special_purpose: block 9.
        resubmission: block 10, control number of an application returned without action.
        replaces: block 11, licence number.
        previous_export: block 12, for a reexport: under what the items were exported.
        certificate: block 13, country and number of an import or end-user certificate.
        applicant: block 14.
        ein: block 14, Employer Identification Number.
        other_party: block 15, who else receives the licence.
        purchaser: block 16; None where the ultimate consignee buys.
        intermediate_consignees: block 17; none: the form says `None`.
        ultimate_consignee: block 18.
        end_users: block 19 and appendix B; empty where block 18 is the end user.
        original_consignee: block 20, for a reexport.
        end_use: block 21.
        items: block 22 and appendix A.
        information: block 24.
        signer: block 25, name and title.
    """

    contact: str
    telephone: str = ""
    facsimile: str = ""
    day: date | None = None
    act: str = "export"
    documents: tuple[str, ...] = ()
    on_file: tuple[str, ...] = ()
    special_purpose: str = ""
    resubmission: str = ""
    replaces: str = ""
    previous_export: str = ""
    certificate: str = ""
    applicant: ApplicationParty
    ein: str = ""
    other_party: ApplicationParty | None = None
    purchaser: ApplicationParty | None = None
    intermediate_consignees: tuple[ApplicationParty, ...] = ()
    ultimate_consignee: ApplicationParty | None = None
    end_users: tuple[ApplicationParty, ...] = ()
    original_consignee: ApplicationParty | None = None
    end_use: str = ""
    items: tuple[ApplicationItem, ...] = ()
    information: str = ""
    signer: str = ""

    @property
    def total(self) -> Decimal:
        """Block 23: value of all items in US dollars."""
        return sum((item.total_price for item in self.items if item.total_price is not None), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something to put right before it is submitted: which block, and what."""

    block: str
    says: str


CITE = "Supplement No. 1 to part 748"


_BOX = re.compile(r"\b(p\.?\s*o\.?\s*box|post office box|postfach|apartado)\b", re.IGNORECASE)


_VAGUE = {
    "research",
    "manufacturing",
    "scientific uses",
    "scientific use",
    "scientific",
    "production",
    "testing",
}


def _party_problems(block: str, party: ApplicationParty) -> Iterator[Problem]:
    for name in ("name", "address", "city", "country"):
        if not getattr(party, name).strip():
            yield Problem(block=block, says=f"{name} is missing")
    if _BOX.search(party.address):
        yield Problem(block=block, says=f"a post office box is no street address: `{party.address}`")


def _item_problems(block: str, item: ApplicationItem) -> Iterator[Problem]:
    try:
        eccn = parse_eccn(item.eccn)
    except ValueError:
        yield Problem(block=f"{block}(a)", says=f"not an ECCN: `{item.eccn}`")
        return
    technology = eccn.group in ("D", "E")
    if item.quantity is None:
        yield Problem(block=f"{block}(e)", says="quantity is missing")
    if not item.units and not technology:
        yield Problem(block=f"{block}(f)", says="unit of quantity is missing")
    if item.unit_price is None or item.total_price is None:
        yield Problem(block=f"{block}(g)-(h)", says="unit price or total price is missing")
    else:
        price = item.unit_price
        if price >= Decimal("0.50") and price != price.quantize(Decimal(1), ROUND_HALF_UP):
            yield Problem(block=f"{block}(g)", says=f"give whole dollars: `{decimal_text(price)}`")
        if item.quantity is not None and price >= Decimal("0.50"):
            # A rounded unit price may be half a dollar off for each unit.
            slack = item.quantity * Decimal("0.5")
            if abs(price * item.quantity - item.total_price) > slack:
                each, total = decimal_text(price), decimal_text(item.total_price)
                says = f"{decimal_text(item.quantity)} at {each} are not {total}"
                yield Problem(block=f"{block}(h)", says=says)
    if not item.description.strip():
        yield Problem(block=f"{block}(j)", says="technical description is missing")
    if eccn.entry.startswith("4A") and not item.app:
        yield Problem(
            block=f"{block}(b)", says="a computer's adjusted peak performance is missing, if it is one"
        )


def problems(asked: Application) -> list[Problem]:
    """What Supplement No. 1 to part 748 would have put right, in the order of the blocks."""
    found: list[Problem] = []

    def need(block: str, *, given: object, says: str) -> None:
        if not given:
            found.append(Problem(block=block, says=says))

    need("1", given=asked.contact, says="contact person is missing")
    need("2", given=asked.telephone, says="telephone is missing")
    need("4", given=asked.day, says="date of application is missing")
    if asked.act not in ("export", "reexport"):
        found.append(Problem(block="5", says=f"export or reexport, not `{asked.act}`"))
    found += _party_problems("14", asked.applicant)
    if asked.act == "export":
        need(
            "14",
            given=asked.ein,
            says="Employer Identification Number is missing, unless filed by an individual",
        )
    if asked.purchaser is not None:
        found += _party_problems("16", asked.purchaser)
    for party in asked.intermediate_consignees:
        found += _party_problems("17", party)
    if asked.ultimate_consignee is None:
        found.append(Problem(block="18", says="ultimate consignee is missing"))
    else:
        found += _party_problems("18", asked.ultimate_consignee)
    for party in asked.end_users:
        found += _party_problems("19", party)
    if asked.act == "reexport":
        need("12", given=asked.previous_export, says="say under what the items were exported, if known")
        need("20", given=asked.original_consignee, says="original ultimate consignee is missing")
    if asked.original_consignee is not None:
        found += _party_problems("20", asked.original_consignee)
    need("21", given=asked.end_use.strip(), says="specific end use is missing")
    if asked.end_use.strip().casefold().rstrip(".") in _VAGUE:
        found.append(Problem(block="21", says=f"too vague to be accepted: `{asked.end_use.strip()}`"))
    need("22", given=asked.items, says="no item")
    for number, item in enumerate(asked.items, 1):
        found += _item_problems(f"22 item {number}", item)
    need("25", given=asked.signer, says="name and title of the signer are missing")
    return found


def _rows(
    block: str, label: str, party: ApplicationParty | None, empty: str = ""
) -> Iterator[tuple[str, str, str]]:
    if party is None:
        yield block, label, empty
        return
    for name in ("name", "address", "city", "country", "postcode", "telephone"):
        yield block, f"{label}: {name}", getattr(party, name)


def sheet(asked: Application) -> list[tuple[str, str, str]]:
    """What the applicant types into SNAP-R, in the order of the blocks: (block, label, text)."""

    def money(amount: Decimal | None) -> str:
        return "" if amount is None else decimal_text(amount)

    rows: list[tuple[str, str, str]] = [
        ("1", "Contact person", asked.contact),
        ("2", "Telephone", asked.telephone),
        ("3", "Facsimile", asked.facsimile),
        ("4", "Date of application", asked.day.isoformat() if asked.day else ""),
        ("5", "Type of application", asked.act),
        ("6", "Documents submitted", "; ".join(asked.documents)),
        ("7", "Documents on file", "; ".join(asked.on_file)),
        ("9", "Special purpose", asked.special_purpose),
        ("10", "Resubmission of control number", asked.resubmission),
        ("11", "Replacement of license number", asked.replaces),
        ("12", "Items previously exported under", asked.previous_export),
        ("13", "Import or end-user certificate", asked.certificate),
        *_rows("14", "Applicant", asked.applicant),
        ("14", "Applicant: EIN", asked.ein),
        *_rows("15", "Other party to receive license", asked.other_party),
        *_rows("16", "Purchaser", asked.purchaser),
    ]
    for party in asked.intermediate_consignees[:1] or (None,):
        rows += _rows("17", "Intermediate consignee", party, "None")
    rows += _rows("18", "Ultimate consignee", asked.ultimate_consignee)
    for party in asked.end_users or (None,):
        rows += _rows("19", "End-user", party)
    rows += _rows("20", "Original ultimate consignee", asked.original_consignee)
    rows.append(("21", "Specific end-use", asked.end_use))
    for number, item in enumerate(asked.items, 1):
        block = f"22 item {number}"
        rows += [
            (f"{block}(a)", "ECCN", item.eccn),
            (f"{block}(b)", "APP", item.app),
            (f"{block}(c)", "Model number", item.model),
            (f"{block}(d)", "CCATS number", item.ccats),
            (f"{block}(e)", "Quantity", money(item.quantity)),
            (f"{block}(f)", "Units", item.units),
            (f"{block}(g)", "Unit price", money(item.unit_price)),
            (f"{block}(h)", "Total price", money(item.total_price)),
            (f"{block}(i)", "Manufacturer", item.manufacturer),
            (f"{block}(j)", "Technical description", item.description),
        ]
    rows.append(("23", "Total application dollar value", decimal_text(asked.total)))
    more = [
        f"Additional intermediate consignee: {', '.join(part for part in _line(party) if part)}"
        for party in asked.intermediate_consignees[1:]
    ]
    rows.append(
        ("24", "Additional information", "\n".join(part for part in (asked.information, *more) if part))
    )
    rows.append(("25", "Signer", asked.signer))
    return rows


def _line(party: ApplicationParty) -> tuple[str, ...]:
    return (party.name, party.address, party.city, party.country, party.postcode, party.telephone)
