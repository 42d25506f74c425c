"""Questions that several parts of the EAR put: each is asked once, under one path."""

from __future__ import annotations

from licet.core.ask import Ask, ask
from licet.core.eccn import Eccn

__all__ = [
    "AGRICULTURAL",
    "CONSUMER_DEVICE",
    "D5_TECHNOLOGY",
    "EQUIVALENT",
    "FOOD",
    "FOR_ECCN",
    "GOVERNMENT_USER",
    "IC_PRODUCTION",
    "MILITARY_USE",
    "MILITARY_USER",
    "NODE_USE",
    "OFAC_AUTHORISED",
    "OIL_PROJECT",
    "SME_MAKING",
    "STATION",
    "SUPERCOMPUTER",
    "US_GOVERNMENT",
    "US_IC",
]

NODE_USE = ask(
    "use.advanced_node",
    "Will the item be used to develop or produce integrated circuits at a facility that makes"
    " advanced-node integrated circuits?",
)
SUPERCOMPUTER = ask(
    "use.supercomputer",
    "Will the item be used for, or in a part of, a supercomputer located in or destined to the destination?",
)
IC_PRODUCTION = ask(
    "use.ic_production",
    "Will the item be used to develop or produce integrated circuits at a facility there?",
)
SME_MAKING = ask(
    "use.sme_production",
    "Will it be used to develop or produce chip-making equipment, parts, software or technology "
    "(744.23(a)(4))?",
)
MILITARY_USE = ask("use.military", "Do you know that the item is for a military end use (744.21(f))?")
D5_TECHNOLOGY = ask(
    "item.production.developed_by_d5_company",
    "Was the technology developed by a company headquartered, or with a parent, in Macau or Country "
    "Group D:5?",
)
OIL_PROJECT = Ask[str](
    "use.russian_oil_project",
    "Will it be used in a Russian or Belarusian deepwater, Arctic offshore or shale project"
    " (yes, no, or unable to determine after inquiry)?",
    "no",
    ("yes", "no", "unable to determine"),
)
EQUIVALENT = ask(
    "item.equivalent_control", "Does the country from which it is sent control it on equivalent terms?"
)
AGRICULTURAL = ask("item.agricultural_commodity", "Is it an agricultural commodity (15 CFR 772.1)?")
GOVERNMENT_USER = ask(
    "party.government_end_user", "Is the end user a government end user (772.1, 740.22(b)(4))?"
)
MILITARY_USER = ask("party.military_end_user", "Is the party a military end user (744.21(g))?")
FOOD = ask("item.food_or_medicine", "Is the item food or medicine?")
FOR_ECCN = Ask[tuple[Eccn, ...]](
    "item.for_eccn", "Which entries is the software or technology for (ECCN with paragraph)?", None
)
OFAC_AUTHORISED = ask(
    "trade.ofac_authorised",
    "Is the transaction authorised by an OFAC licence, exempt, or within the terms of an OFAC general "
    "licence?",
)
CONSUMER_DEVICE = ask(
    "item.consumer_communications_device", "Is it a consumer device or software that 740.19(b) lists?"
)
STATION = ask("use.international_space_station", "Is it for use with the International Space Station?")
US_GOVERNMENT = ask(
    "trade.us_government", "Is it made by or consigned to a US Government agency for its official use?"
)
US_IC = ask("item.content.us_ic", "Does it contain a US-origin integrated circuit of CCL category 3, 4 or 5?")
