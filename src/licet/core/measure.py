"""What being on a list means: the measures that governments take, as codes with a sentence each.

Who is bound differs by the list's law: each list's own entry says so (`licet lists show`).
"""

from __future__ import annotations

import enum

__all__ = ["Measure", "describe_measure"]


class Measure(enum.Enum):
    """A consequence of a listing, in words of ours."""

    ASSET_FREEZE = "funds and economic resources are frozen, and none may be made available"
    DEALINGS_BAN = "dealing in the party's property, and giving it goods or services, are prohibited"
    TRAVEL_BAN = "entry and transit are refused"
    ARMS_EMBARGO = "arms and related materiel may not be supplied"
    DIRECTOR_BAN = "the person may not be a company director"
    TRUST_SERVICES_BAN = "trust services may not be provided"
    INTERNET_SERVICES_BAN = "internet services must keep the party out"
    CORRESPONDENT_BANKING_BAN = "no correspondent banking and no payments through the party"
    BUSINESS_ARRANGEMENTS_BAN = "no new business arrangements with the party"
    OFFICES_CLOSED = "representative offices must be closed"
    PORT_ENTRY_BAN = "the ship may not enter a port"
    SHIP_SERVICES_BAN = "the ship may not be chartered, crewed, flagged, insured or serviced"
    TRANSPORT_BAN = "transport sanctions apply: the list's own text says which"
    AIRCRAFT_HELP_BAN = "no technical assistance for aircraft"
    TRADE_RESTRICTION = "trade with the party is restricted: the list's own text says how"
    LICENCE_REQUIREMENT = "a licence is needed to export to the party"
    EXPORT_NOTIFICATION = "an export to the party must be reported or licensed when it may serve weapons"
    EXPORT_BAN = "exports to the party are prohibited"
    INVESTMENT_BAN = "securities of the party may not be bought or sold"
    DEBT_EQUITY_LIMIT = "new debt or equity of the party is restricted"
    PROCUREMENT_BAN = "public bodies may not buy from the party"
    SECTOR_LIMIT = "new debt, new equity or oil projects of the party are restricted, as its directive says"
    PAYMENTS_REJECTED = "banks may reject payments and other transactions with the party; nothing is frozen"
    PAYMENT_LICENCE = "payments to the party and capital dealings with it need a permission"


def describe_measure(code: str) -> str:
    """The sentence of a code; the code itself when it is not one of ours."""
    return Measure[code].value if code in Measure.__members__ else code
