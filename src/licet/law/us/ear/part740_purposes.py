"""For what an item moves: the purposes that paragraphs of TMP, RPL, GOV, TSU, BAG and AVS speak of.

A requirement of part 744 or 746 often leaves only one paragraph of such an exception open
(`740.11(b)(2)(ii)`), so each paragraph is a rule of its own under the same symbol.
"""

from __future__ import annotations

from licet.core.answer import Answer, all_of, negate
from licet.core.ask import Ask, ask
from licet.law.matter import Matter
from licet.law.us.ear.part740 import (
    closed_by_sanctions,
    destination_in,
    one_of,
)
from licet.law.us.ear.part740_bars import advanced_computing, d5_headquartered
from licet.law.us.ear.questions import US_GOVERNMENT

__all__ = [
    "ARMOUR",
    "CONTROL",
    "LAWFUL",
    "MILITARY_OR_POLICE",
    "ONE_FOR_ONE",
    "PURPOSES",
    "RETURNS",
    "moves_for",
    "not_d5_chip",
]

#: Protective gear that TMP and BAG name.
ARMOUR = ("1A613.c", "1A613.d", "1A607.f")

#: Ways of moving an item that a paragraph of part 740 speaks of: each is a question of its own.
PURPOSES: dict[str, Ask[bool]] = {
    "tools of trade": ask(
        "trade.tools_of_trade", "Are they tools of trade of the exporter or its employees?"
    ),
    "technology with traveller": ask(
        "trade.technology_with_traveller", "Does technology travel with a US person or its employee?"
    ),
    "kits": ask("trade.replacement_kits", "Is it a kit of replacement parts under the exporter's control?"),
    "exhibition": ask("trade.exhibition", "Is it for exhibition or demonstration?"),
    "inspection or repair": ask(
        "trade.sent_for_repair", "Is it sent to be inspected, tested, calibrated or repaired abroad?"
    ),
    "containers": ask("trade.containers", "Are they containers for commodities?"),
    "news media": ask("trade.news_media", "Is it equipment of accredited news media?"),
    "foreign subsidiary": ask(
        "trade.to_foreign_subsidiary", "Is it for a US person's own facility abroad, to make or test items?"
    ),
    "protective equipment": ask(
        "trade.protective_equipment", "Is it one set of protective equipment of a US person?"
    ),
    "in transit": ask("trade.in_transit_through_us", "Is it in transit through the United States?"),
    "return of foreign item": ask(
        "trade.return_of_foreign_item", "Is it a foreign item leaving after a time in the United States?"
    ),
    "beta test": ask("trade.beta_test", "Is it beta test software?"),
    "replacement part": ask("trade.replacement_part", "Is it a one-for-one replacement part?"),
    "servicing": ask(
        "trade.servicing_return", "Is it returned after servicing, or does it replace a defective item?"
    ),
    "safeguards": ask("trade.iaea_safeguards", "Is it for the IAEA or Euratom, for safeguards?"),
    "us government personal": ask(
        "trade.us_government_personal", "Is it for the personal use of US Government personnel?"
    ),
    "us government": US_GOVERNMENT,
    "us government contract": ask(
        "trade.us_government_contract", "Is it for or on behalf of a US Government agency under contract?"
    ),
    "cooperating government": ask(
        "trade.cooperating_government", "Is it for an agency of a cooperating government or of NATO?"
    ),
    "defense request": ask(
        "trade.defense_or_energy_request",
        "Is it moved at the written request or directive of the Department of Defense or of Energy, or sold, "
        "leased or lent by the former and delivered to the foreign government here?",
    ),
    "us government technology": ask(
        "trade.us_government_technology_contract",
        "Does a contract with a US agency provide for this technology, or for this microelectronics item?",
    ),
    "chemical weapons inspection": ask("trade.opcw_inspection", "Is it for the OPCW, for inspections?"),
    "space station": ask(
        "trade.space_station_short_notice", "Is it for the International Space Station on short notice?"
    ),
    "operation technology": ask(
        "trade.operation_technology",
        "Is it the minimum operation technology or software for a lawfully exported item?",
    ),
    "sales technology": ask("trade.sales_technology", "Is it sales technology that supports a bid or offer?"),
    "bug fix": ask("trade.bug_fix", "Is it a software update that only mends errors?"),
    "mass market software": ask(
        "trade.mass_market", "Is it mass market software under the General Software Note?"
    ),
    "university release": ask(
        "trade.university_employee", "Is it a release by a US university to its own full-time employee?"
    ),
    "copy of technology": ask(
        "trade.copy_of_technology", "Is it a copy of technology already authorised for the recipient?"
    ),
    "baggage": ask("trade.baggage", "Is it personal baggage of someone leaving the United States?"),
    "aircraft on sojourn": ask("trade.aircraft_on_sojourn", "Is it a civil aircraft on temporary sojourn?"),
    "vessel on sojourn": ask("trade.vessel_on_sojourn", "Is it a vessel on temporary sojourn?"),
    "ship or plane stores": ask(
        "trade.ship_or_plane_stores", "Is it stores for use on board a vessel or aircraft?"
    ),
    "craft spares": ask(
        "trade.craft_spares", "Is it equipment or spare parts for permanent use on a vessel or aircraft?"
    ),
    "airline": ask(
        "trade.airline_installation",
        "Is it for a US, Australian, Canadian or UK airline's installation, vessel or plane?",
    ),
    "research spacecraft": ask(
        "trade.research_spacecraft",
        "Was it made by an accredited US institution of higher learning for fundamental research alone?",
    ),
    "cargo in transit": ask("trade.cargo_transiting_cuba", "Is it cargo that transits Cuba on board?"),
}
RETURNS = ask(
    "trade.returns_within_year",
    "Will it be returned or consumed within a year, under the shipper's control?",
    clean=None,
)
CONTROL = ask(
    "trade.effective_control", "Does it stay under the effective control the paragraph asks for?", clean=None
)
ONE_FOR_ONE = ask(
    "trade.one_for_one",
    "Does it replace one for one a part of a lawfully exported item (740.10(a)(2))?",
    clean=None,
)
LAWFUL = ask(
    "trade.lawfully_exported", "Was the item it belongs to lawfully exported or reexported?", clean=None
)
MILITARY_OR_POLICE = ask(
    "party.military_or_police",
    "Is it for military, police or intelligence entities of an E:1 or E:2 government?",
)


def moves_for(m: Matter, paragraph: str, *purposes: str) -> Answer:
    """Whether the item moves for one of the purposes, at a place where the paragraph is open."""
    purpose = one_of(
        *(PURPOSES[name].of(m.trade) for name in purposes), says=f"it moves for: {', '.join(purposes)}"
    )
    if purpose.is_no:
        return purpose
    return all_of(purpose, negate(closed_by_sanctions(m, paragraph)))


def not_d5_chip(m: Matter) -> Answer:
    """740.2(a)(9)(ii) leaves only 740.9(a)(6) of TMP, and 740.13(a) and (c) of TSU, for advanced
    computing.
    """
    item = advanced_computing(m)
    if item.is_no:
        return negate(item)
    place = all_of(destination_in(m, "D:1", "D:4", "D:5"), negate(destination_in(m, "A:5", "A:6")))
    return negate(all_of(item, one_of(place, d5_headquartered(m), says="740.2(a)(9)(ii)")))
