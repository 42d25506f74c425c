"""The parts that people say a party plays, and the roles of 15 CFR 748.5 that they mean.

A word that is not known here leaves the role open: it may be one that counts.
"""

from __future__ import annotations

from collections.abc import Iterable

from licet.check.fact_values import is_unknown
from licet.check.fact_words import fold
from licet.core.trade import Role

__all__ = ["roles_of"]

_ROLES = {
    "purchaser": Role.PURCHASER, "buyer": Role.PURCHASER, "customer": Role.PURCHASER,
    "soldto": Role.PURCHASER, "purchasingagent": Role.PURCHASER, "reseller": Role.PURCHASER,
    "distributor": Role.PURCHASER, "importer": Role.PURCHASER, "orderer": Role.PURCHASER,
    "intermediateconsignee": Role.INTERMEDIATE_CONSIGNEE,
    "ultimateconsignee": Role.ULTIMATE_CONSIGNEE, "consignee": Role.ULTIMATE_CONSIGNEE,
    "finalconsignee": Role.ULTIMATE_CONSIGNEE, "receiver": Role.ULTIMATE_CONSIGNEE,
    "enduser": Role.END_USER, "user": Role.END_USER, "recipient": Role.END_USER,
    "employee": Role.END_USER, "foreignnational": Role.END_USER, "licensee": Role.END_USER,
    "forwarder": Role.FORWARDER, "freightforwarder": Role.FORWARDER,
    "broker": Role.BROKER, "bank": Role.BANK, "financier": Role.BANK, "lender": Role.BANK,
    "payer": Role.BANK, "financialinstitution": Role.BANK, "financing": Role.BANK,
    "shipto": Role.SHIP_TO, "deliverto": Role.SHIP_TO,
    "manufacturer": Role.MANUFACTURER, "producer": Role.MANUFACTURER, "maker": Role.MANUFACTURER,
    "vessel": Role.VESSEL, "exporter": Role.EXPORTER, "reexporter": Role.EXPORTER,
    "applicant": Role.EXPORTER, "uspi": Role.EXPORTER, "usppi": Role.EXPORTER,
}  # fmt: skip
#: Parts that surely are none of 748.5(c) to (f).
_OTHER = frozenset(
    {
        "other", "seller", "supplier", "vendor", "insurer", "insurance", "carrier", "shippingline",
        "airline", "lawyer", "consultant", "guarantor", "parent", "owner", "shareholder", "licensor",
        "customsbroker", "inspector", "subsidiary", "affiliate", "contractor", "referrer", "landlord",
    }
)  # fmt: skip


def roles_of(names: Iterable[str]) -> tuple[frozenset[Role] | None, tuple[str, ...]]:
    """The roles that some words mean, and the words that mean none that is known.

    Returns:
        None for the roles when a word leaves them open; a role that surely counts stands beside it.
    """
    found: set[Role] = set()
    strange: list[str] = []
    is_open = False
    for name in names:
        role = _ROLES.get(fold(name))
        if role is not None:
            found.add(role)
        elif is_unknown(name):
            is_open = True
        elif fold(name) in _OTHER:
            found.add(Role.OTHER)
        else:
            strange.append(name)
    if is_open or (strange and not found & _COUNT):
        return None, tuple(strange)
    return frozenset(found), tuple(strange)


_COUNT = frozenset(
    {Role.PURCHASER, Role.INTERMEDIATE_CONSIGNEE, Role.ULTIMATE_CONSIGNEE, Role.END_USER, Role.SHIP_TO}
)
