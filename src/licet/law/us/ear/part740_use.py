"""Licence exceptions for a person or a use: TMP, RPL, GOV, TSU, BAG, AVS. One rule a paragraph.

15 CFR 740.9, .10, .11, .13, .14, .15. A requirement of part 744 or 746 often leaves only one paragraph of
such an exception open (`740.11(b)(2)(ii)`), so each paragraph is a rule of its own under the same symbol.
"""

from __future__ import annotations

from collections.abc import Callable

from licet.core.answer import Answer, all_of, negate
from licet.core.ask import Ask, ask
from licet.law.matter import Matter
from licet.law.rule import Reading, always, in_force, rule
from licet.law.us.ear.part740 import (
    LIFTS,
    closed_by_sanctions,
    commodity,
    controlled_for,
    destination_in,
    eccn_in,
    in_turn,
    one_of,
    software,
    technology,
)
from licet.law.us.ear.part740_bars import advanced_computing, d5_headquartered, interception_item
from licet.law.us.ear.questions import US_GOVERNMENT

__all__ = ["PURPOSES"]

_TMP, _RPL, _GOV, _TSU, _BAG, _AVS = (
    "61 FR 64277",
    "78 FR 22712",
    "78 FR 22714",
    "61 FR 64283",
    "61 FR 64286",
    "61 FR 64288",
)

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


def _for(m: Matter, paragraph: str, *purposes: str) -> Answer:
    """Whether the item moves for one of the purposes, at a place where the paragraph is open."""
    purpose = one_of(
        *(PURPOSES[name].of(m.trade) for name in purposes), says=f"it moves for: {', '.join(purposes)}"
    )
    if purpose.is_no:
        return purpose
    return all_of(purpose, negate(closed_by_sanctions(m, paragraph)))


def _not_d5_chip(m: Matter) -> Answer:
    """740.2(a)(9)(ii) leaves only 740.9(a)(6) of TMP, and 740.13(a) and (c) of TSU, for advanced
    computing.
    """
    item = advanced_computing(m)
    if item.is_no:
        return negate(item)
    place = all_of(destination_in(m, "D:1", "D:4", "D:5"), negate(destination_in(m, "A:5", "A:6")))
    return negate(all_of(item, one_of(place, d5_headquartered(m), says="740.2(a)(9)(ii)")))


def _not_pakistan_item(m: Matter) -> Answer:
    """740.2(a)(25) leaves only some paragraphs for its items to Pakistan."""
    return negate(
        all_of(destination_in(m, "PK"), eccn_in(m, ("1B999", "2A992", "2B999", "3A992", "3A999", "6A996")))
    )


def _tmp(
    m: Matter,
    paragraph: str,
    *purposes: str,
    to: Callable[[], Answer],
    chips: bool = False,
    pakistan: bool = False,
) -> Answer:
    purpose = _for(m, paragraph, *purposes)
    if purpose.is_no:
        return purpose
    parts = [purpose, to()]
    if not chips:
        parts.append(_not_d5_chip(m))
    if not pakistan:
        parts.append(_not_pakistan_item(m))
    return all_of(*parts, RETURNS.of(m.trade))


_RETURN = ("return or dispose of the items within one year (740.9(a)(14))",)


@rule(
    "15 CFR 740.9(a)(1)",
    "tools of trade go with the exporter or its employees",
    always(by=_TMP),
    code="TMP",
    lifts=LIFTS,
)
def tmp_tools(m: Matter) -> Reading:
    """Not to Country Group E:1; MT items not to D:4 or D:5; under effective control; back within a year."""

    def to() -> Answer:
        missile = negate(all_of(controlled_for(m, "MT"), destination_in(m, "D:4", "D:5")))
        return all_of(negate(destination_in(m, "E:1")), missile)

    answer = _tmp(m, "740.9(a)(1)", "tools of trade", to=to, pakistan=True)
    return Reading(answer=all_of(answer, CONTROL.of(m.trade)), duties=_RETURN)


@rule(
    "15 CFR 740.9(a)(3)",
    "technology goes with US persons, or employees of US persons, travelling abroad",
    always(by=_TMP),
    code="TMP",
    lifts=LIFTS,
)
def tmp_technology(m: Matter) -> Reading:
    """Only to people who may receive it, secured against release, not for production or assistance abroad."""
    answer = _tmp(m, "740.9(a)(3)", "technology with traveller", to=lambda: technology(m))
    return Reading(
        answer=all_of(answer, CONTROL.of(m.trade)), duties=("secure the technology (740.9(a)(3)(ii))",)
    )


@rule(
    "15 CFR 740.9(a)(4)",
    "kits of replacement parts go under the exporter's control",
    always(by=_TMP),
    code="TMP",
    lifts=LIFTS,
)
def tmp_kits(m: Matter) -> Reading:
    """Not to Country Group E:1; unused and defective parts come back."""
    answer = _tmp(m, "740.9(a)(4)", "kits", to=lambda: negate(destination_in(m, "E:1")), pakistan=True)
    return Reading(answer=all_of(answer, CONTROL.of(m.trade)), duties=_RETURN)


@rule(
    "15 CFR 740.9(a)(5)",
    "items go for exhibition and demonstration",
    always(by=_TMP),
    code="TMP",
    lifts=LIFTS,
)
def tmp_exhibition(m: Matter) -> Reading:
    """Not to Country Group E:1; the exporter keeps ownership and control; at most 120 days at one site."""
    answer = _tmp(m, "740.9(a)(5)", "exhibition", to=lambda: negate(destination_in(m, "E:1")), pakistan=True)
    return Reading(answer=all_of(answer, CONTROL.of(m.trade)), duties=_RETURN)


@rule(
    "15 CFR 740.9(a)(6)",
    "commodities go abroad to be inspected, tested, calibrated or repaired",
    always(by=_TMP),
    code="TMP",
    lifts=LIFTS,
)
def tmp_repair(m: Matter) -> Reading:
    """Not to Country Group E:1. The one paragraph of TMP that 740.2(a)(9)(ii) leaves advanced computing
    items.
    """

    def to() -> Answer:
        return all_of(commodity(m), negate(destination_in(m, "E:1")))

    return Reading(answer=_tmp(m, "740.9(a)(6)", "inspection or repair", to=to, chips=True), duties=_RETURN)


@rule(
    "15 CFR 740.9(a)(7)",
    "containers go with the commodities they hold",
    always(by=_TMP),
    code="TMP",
    lifts=LIFTS,
)
def tmp_containers(m: Matter) -> Answer:
    """The container alone, not its contents."""
    return _tmp(m, "740.9(a)(7)", "containers", to=lambda: commodity(m))


@rule(
    "15 CFR 740.9(a)(9)",
    "news media take their equipment to Belarus, Cuba, North Korea, Russia, Syria and the occupied regions",
    always(by=_TMP),
    code="TMP",
    lifts=LIFTS,
)
def tmp_news(m: Matter) -> Reading:
    """Accredited personnel, under their control and possession, removed at the end of the trip."""
    answer = _tmp(
        m, "740.9(a)(9)", "news media", to=lambda: destination_in(m, "BY", "CU", "KP", "RU", "SY", "UA")
    )
    duties = ("send the packing list to BIS before export (740.9(a)(9)(ii))",)
    return Reading(answer=all_of(answer, CONTROL.of(m.trade)), duties=duties)


@rule(
    "15 CFR 740.9(a)(10)",
    "parts, tools and test equipment go to a US person's own facility abroad",
    always(by=_TMP),
    code="TMP",
    lifts=LIFTS,
)
def tmp_subsidiary(m: Matter) -> Reading:
    """To a subsidiary, affiliate or facility that the US person owns or controls, for making or testing
    items.
    """
    answer = _tmp(m, "740.9(a)(10)", "foreign subsidiary", to=lambda: commodity(m), pakistan=True)
    return Reading(answer=all_of(answer, CONTROL.of(m.trade)), duties=_RETURN)


@rule(
    "15 CFR 740.9(a)(11)(i); 740.9(a)(11)(ii)",
    "US persons take one set of body armour or protective gear",
    in_force("2014-07-01", by="79 FR 264"),
    code="TMP",
    lifts=LIFTS,
)
def tmp_armour(m: Matter) -> Reading:
    """1A613.c and .d, 1A607.f; to D:5 only on US Government business or, for Iraq, as (a)(11)(ii)(A) says."""
    answer = _tmp(
        m,
        "740.9(a)(11)(ii)",
        "protective equipment",
        to=lambda: eccn_in(m, _ARMOUR),
    )
    return Reading(answer=answer, duties=("bring the gear back within four years (740.9(a)(11)(iii))",))


@rule(
    "15 CFR 740.9(b)",
    "items in transit through, imported for show in, or to be returned from the United States leave again",
    always(by=_TMP),
    code="TMP",
    lifts=LIFTS,
)
def tmp_in_us(m: Matter) -> Answer:
    """Items that were in the United States for a time; transit cargo does not go on to E:1, E:2 and D:1
    places.
    """
    return _tmp(
        m,
        "740.9(b)",
        "in transit",
        "return of foreign item",
        to=lambda: negate(destination_in(m, "E:1")),
        pakistan=True,
    )


@rule("15 CFR 740.9(c)", "beta test software goes to testers", always(by=_TMP), code="TMP", lifts=LIFTS)
def tmp_beta(m: Matter) -> Answer:
    """Not to Country Group E:1; software meant for the mass market, free or at cost, deleted after the
    test.
    """
    return _tmp(m, "740.9(c)", "beta test", to=lambda: all_of(software(m), negate(destination_in(m, "E:1"))))


# ---------------------------------------------------------------- RPL


@rule(
    "15 CFR 740.10(a)",
    "one-for-one replacement parts go for lawfully exported equipment",
    always(by=_RPL),
    code="RPL",
    lifts=LIFTS,
)
def rpl_parts(m: Matter) -> Reading:
    """Not held as spares; not to E:1 for aircraft or NS equipment; 600 series and 9x515 parts not to D:5."""
    purpose = _for(m, "740.10(a)", "replacement part")
    one = ONE_FOR_ONE.fact(m.trade)
    if one.is_known and one.value:
        # Who says that it replaces a part one for one has said that it is a replacement part.
        purpose = negate(closed_by_sanctions(m, "740.10(a)"))
    if purpose.is_no:
        return Reading(answer=purpose)
    terror = negate(all_of(destination_in(m, "E:1"), controlled_for(m, "NS")))
    return Reading(
        answer=all_of(purpose, commodity(m), terror, ONE_FOR_ONE.of(m.trade)),
        duties=("destroy or return the replaced parts (740.10(a)(2)(iii))",),
    )


@rule(
    "15 CFR 740.10(b)",
    "items sent for servicing, or replacing defective ones, go back",
    always(by=_RPL),
    code="RPL",
    lifts=LIFTS,
)
def rpl_servicing(m: Matter) -> Reading:
    """Not to Country Group E:1; the servicing improves nothing."""
    purpose = _for(m, "740.10(b)", "servicing")
    if purpose.is_no:
        return Reading(answer=purpose)
    return Reading(answer=all_of(purpose, negate(destination_in(m, "E:1")), LAWFUL.of(m.trade)))


# ---------------------------------------------------------------- GOV

GOV_AUTHORISED = ask(
    "trade.government_authorisation",
    "Is the written authorisation or contract that the paragraph asks for in hand?",
    clean=None,
)


def _gov_item(m: Matter) -> Answer:
    """Items for which only 740.11(b)(2)(ii) is left: interception (740.2(a)(3)), 0A919, 0Y521, detectors."""
    closed = one_of(
        interception_item(m),
        eccn_in(m, ("0A919", "0A521", "0B521", "0C521", "0D521", "0E521", "2A983", "2A984", "2D983", "2D984",
                    "2E983", "2E984", "0A501", "0A506", "0A507", "0A508", "0A509")),
        says="an item that only 740.11(b)(2)(ii) reaches",
    )  # fmt: skip
    return negate(closed)


def _series(m: Matter) -> Answer:
    return m.item.eccn.test(lambda code: code.is_600_series, "the item is in the 600 series")


def _gov_us(m: Matter, paragraph: str, *purposes: str) -> Answer:
    purpose = _for(m, paragraph, *purposes)
    if purpose.is_no:
        return purpose
    sensitive = all_of(
        destination_in(m, "E:1", "E:2"), controlled_for(m, "NS", "MT", "CB", "NP", "FC", "AT"),
        one_of(*(MILITARY_OR_POLICE.of(p) for p in m.trade.parties), says="sensitive end users"),
    )  # fmt: skip
    return all_of(purpose, negate(sensitive))


@rule(
    "15 CFR 740.11(a)",
    "items go to the IAEA and Euratom for safeguards",
    always(by=_GOV),
    code="GOV",
    lifts=LIFTS,
)
def gov_safeguards(m: Matter) -> Answer:
    """Not EI items; 600 series only to A:5; sensitive-list items only to A:5."""
    purpose = _for(m, "740.11(a)", "safeguards")
    if purpose.is_no:
        return purpose
    series = negate(all_of(_series(m), negate(destination_in(m, "A:5"))))
    return all_of(purpose, _gov_item(m), negate(controlled_for(m, "EI")), series)


@rule(
    "15 CFR 740.11(b)(2)(i)",
    "items go for the personal use of US Government personnel and their families",
    always(by=_GOV),
    code="GOV",
    lifts=LIFTS,
)
def gov_personal(m: Matter) -> Answer:
    """Quantities for personal use only; firearms are among what the paragraph reaches."""
    purpose = _gov_us(m, "740.11(b)(2)(i)", "us government personal")
    if purpose.is_no:
        return purpose
    armed = eccn_in(m, ("0A501", "0A506", "0A507", "0A508", "0A509"))
    return all_of(purpose, one_of(_gov_item(m), armed, says="eligible for (b)(2)(i)"))


@rule(
    "15 CFR 740.11(b)(2)(ii)",
    "items made by or consigned to a US Government agency go for its official use",
    always(by=_GOV),
    code="GOV",
    lifts=LIFTS,
)
def gov_official(m: Matter) -> Answer:
    """The widest paragraph: what 740.2(a) leaves to GOV is mostly this."""
    return _gov_us(m, "740.11(b)(2)(ii)", "us government")


@rule(
    "15 CFR 740.11(b)(2)(iii)",
    "items go for or on behalf of a US Government agency under contract",
    always(by=_GOV),
    code="GOV",
    lifts=LIFTS,
)
def gov_contract(m: Matter) -> Reading:
    """To a US person, a cooperative programme, or as (C) to (E) say, with the agency's authorisation."""
    purpose = _gov_us(m, "740.11(b)(2)(iii)", "us government contract")
    answer = in_turn(purpose, lambda: (_gov_item(m),))
    if answer.is_no:
        return Reading(answer=answer)
    return Reading(
        answer=all_of(answer, GOV_AUTHORISED.of(m.trade)),
        duties=("file EEI naming GOV (740.11(b)(2)(iii)(F))",),
    )


@rule(
    "15 CFR 740.11(c)",
    "items go to agencies of cooperating governments and of NATO",
    always(by=_GOV),
    code="GOV",
    lifts=LIFTS,
)
def gov_cooperating(m: Matter) -> Answer:
    """Country Group A:1, Singapore and Taiwan; not EI, NP, cyber or very sensitive items, nor what STA
    excludes.
    """
    purpose = _for(m, "740.11(c)", "cooperating government")
    if purpose.is_no:
        return purpose
    closed = one_of(
        controlled_for(m, "EI", "NP", "SL"), eccn_in(m, ("4A005", "4D004", "5A001.j", "6A002", "7E004")),
        all_of(_series(m), negate(destination_in(m, "A:5"))), says="an item that 740.11(c)(3) takes out",
    )  # fmt: skip
    return all_of(purpose, destination_in(m, "A:1", "SG", "TW", "B"), _gov_item(m), negate(closed))


@rule(
    "15 CFR 740.11(d)",
    "items go to and from the OPCW for inspections under the Chemical Weapons Convention",
    always(by=_GOV),
    code="GOV",
    lifts=LIFTS,
)
def gov_opcw(m: Matter) -> Answer:
    """600 series items only to Country Group A:5."""
    purpose = _for(m, "740.11(d)", "chemical weapons inspection")
    if purpose.is_no:
        return purpose
    series = negate(all_of(_series(m), negate(destination_in(m, "A:5"))))
    return all_of(purpose, _gov_item(m), series)


@rule(
    "15 CFR 740.11(e)",
    "commodities of 9A004 go on short notice to launch sites for the International Space Station",
    always(by=_GOV),
    code="GOV",
    lifts=LIFTS,
)
def gov_space_station(m: Matter) -> Answer:
    """To France, Japan, Kazakhstan and Russia."""
    return in_turn(
        _for(m, "740.11(e)", "space station"),
        lambda: (eccn_in(m, ("9A004",)), destination_in(m, "FR", "JP", "KZ", "RU")),
    )


# ---------------------------------------------------------------- TSU


def _tsu(m: Matter, paragraph: str, purpose: str, parts: Callable[[], tuple[Answer, ...]]) -> Answer:
    asked = _for(m, paragraph, purpose)
    if asked.is_no:
        return asked
    kind = one_of(software(m), technology(m), says="the item is software or technology")
    return all_of(asked, kind, *parts())


@rule(
    "15 CFR 740.13(a)",
    "the minimum operation technology and software goes with lawfully exported items",
    always(by=_TSU),
    code="TSU",
    lifts=LIFTS,
)
def tsu_operation(m: Matter) -> Answer:
    """Installation, operation, checking and repair; software in object code; not development or
    production.
    """
    return _tsu(m, "740.13(a)", "operation technology", lambda: (LAWFUL.of(m.trade),))


@rule(
    "15 CFR 740.13(b)",
    "sales technology goes with quotations and bids",
    always(by=_TSU),
    code="TSU",
    lifts=LIFTS,
)
def tsu_sales(m: Matter) -> Answer:
    """Customary in kind, and not so detailed that the item could be made from it."""
    return _tsu(m, "740.13(b)", "sales technology", lambda: (technology(m), _not_d5_chip(m)))


@rule(
    "15 CFR 740.13(c)",
    "software updates that only mend errors go to the same consignee",
    always(by=_TSU),
    code="TSU",
    lifts=LIFTS,
)
def tsu_updates(m: Matter) -> Answer:
    """For software lawfully exported; the update may not add to its functions."""
    return _tsu(m, "740.13(c)", "bug fix", lambda: (software(m), LAWFUL.of(m.trade)))


@rule(
    "15 CFR 740.13(d)",
    "mass market software goes to all places but Country Group E:1",
    always(by=_TSU),
    code="TSU",
    lifts=LIFTS,
)
def tsu_mass_market(m: Matter) -> Answer:
    """Under the General Software Note; encryption software is not in it."""
    return _tsu(
        m,
        "740.13(d)",
        "mass market software",
        lambda: (
            software(m),
            negate(controlled_for(m, "EI")),
            negate(destination_in(m, "E:1")),
            _not_d5_chip(m),
        ),
    )


@rule(
    "15 CFR 740.13(f)",
    "US universities release technology to their own full-time employees",
    always(by=_TSU),
    code="TSU",
    lifts=LIFTS,
)
def tsu_university(m: Matter) -> Answer:
    """Not to nationals of Country Group D:5; not EI technology, nor what is controlled for MT."""
    return _tsu(
        m,
        "740.13(f)",
        "university release",
        lambda: (
            negate(destination_in(m, "D:5")),
            negate(controlled_for(m, "EI", "MT")),
            _not_d5_chip(m),
        ),
    )


@rule(
    "15 CFR 740.13(g)",
    "copies of technology already authorised go to the same recipient",
    always(by=_TSU),
    code="TSU",
    lifts=LIFTS,
)
def tsu_copies(m: Matter) -> Answer:
    """The same item; revisions only editorial."""
    return _tsu(
        m, "740.13(g)", "copy of technology", lambda: (technology(m), LAWFUL.of(m.trade), _not_d5_chip(m))
    )


# ---------------------------------------------------------------- BAG, AVS


@rule(
    "15 CFR 740.14",
    "people leaving the United States take personal and household effects, vehicles and tools",
    always(by=_BAG),
    code="BAG",
    lifts=LIFTS,
)
def bag(m: Matter) -> Answer:
    """Owned, for their own use, not for sale; EI items not to E:1; firearms and armour by their own
    paragraphs.
    """
    purpose = _for(m, "740.14", "baggage")
    if purpose.is_no:
        return purpose
    encryption = negate(all_of(controlled_for(m, "EI"), destination_in(m, "E:1")))
    special = negate(eccn_in(m, (*_BAG_FIREARMS, *_ARMOUR), "firearms, ammunition or protective gear"))
    return all_of(purpose, encryption, special, _not_d5_chip(m))


@rule(
    "15 CFR 740.14(e)",
    "US citizens and residents take up to three firearms, and ammunition, with their baggage",
    always(by=_BAG),
    code="BAG",
    lifts=LIFTS,
)
def bag_firearms(m: Matter) -> Reading:
    """For their own exclusive use, with the baggage, brought back; never where part 746 leaves (e) out."""
    purpose = _for(m, "740.14(e)", "baggage")
    answer = in_turn(purpose, lambda: (eccn_in(m, _BAG_FIREARMS), m.trade.us_person.is_(True, "a US person")))
    return Reading(
        answer=answer,
        duties=("at most three firearms and 1,000 rounds; declare them to CBP; bring them back (740.14(e))",),
    )


@rule(
    "15 CFR 740.14(h)",
    "US persons take one set of body armour or of chemical and biological protective gear",
    in_force("2014-07-01", by="79 FR 264"),
    code="BAG",
    lifts=LIFTS,
)
def bag_armour(m: Matter) -> Answer:
    """1A613.c and .d, 1A607.f; to Country Group D:5 only on US Government business ((h)(2))."""
    return in_turn(
        _for(m, "740.14(h)", "baggage"),
        lambda: (
            eccn_in(m, _ARMOUR),
            m.trade.us_person.is_(True, "a US person"),
            negate(all_of(destination_in(m, "D:5"), negate(PURPOSES["us government contract"].of(m.trade)))),
        ),
    )


_BAG_FIREARMS = ("0A501", "0A502", "0A505.a", "0A505.b", "0A505.c", "0A506", "0A507", "0A508", "0A509")
_ARMOUR = ("1A613.c", "1A613.d", "1A607.f")


@rule(
    "15 CFR 740.15(a)",
    "civil aircraft leave on temporary sojourn",
    always(by=_AVS),
    code="AVS",
    lifts=LIFTS,
)
def avs_aircraft(m: Matter) -> Answer:
    """No sale or transfer of control; most US aircraft not to E:1 or E:2; at most seven days."""
    purpose = _for(m, "740.15(a)", "aircraft on sojourn")
    return in_turn(purpose, lambda: (commodity(m), CONTROL.of(m.trade)))


@rule(
    "15 CFR 740.15(b)",
    "equipment and spare parts for a vessel or aircraft, and stores, go for use on board",
    always(by=_AVS),
    code="AVS",
    lifts=LIFTS,
)
def avs_stores(m: Matter) -> Answer:
    """Not for craft of Country Group D:1 or Cuba; to Cuba and Syria only EAR99 and AT items."""
    purpose = _for(m, "740.15(b)", "craft spares", "ship or plane stores")
    return in_turn(purpose, lambda: (commodity(m), LAWFUL.of(m.trade)))


@rule(
    "15 CFR 740.15(c)",
    "stores and spares go to US, Australian, Canadian and UK vessels, planes and airline installations",
    always(by=_AVS),
    code="AVS",
    lifts=LIFTS,
)
def avs_airlines(m: Matter) -> Answer:
    """Not to ports of Cuba, nor of Country Group D:1 but China and Romania as the paragraph says."""
    return in_turn(
        _for(m, "740.15(c)", "airline"),
        lambda: (commodity(m), negate(destination_in(m, "CU")), CONTROL.of(m.trade)),
    )


@rule(
    "15 CFR 740.15(d)",
    "vessels leave on temporary sojourn",
    always(by=_AVS),
    code="AVS",
    lifts=LIFTS,
)
def avs_vessels(m: Matter) -> Answer:
    """Not to Country Group E:1; to Cuba only cargo vessels for hire; at most fourteen days."""
    return in_turn(
        _for(m, "740.15(d)", "vessel on sojourn"),
        lambda: (commodity(m), negate(destination_in(m, "E:1")), CONTROL.of(m.trade)),
    )


@rule("15 CFR 740.15(e)", "cargo may transit Cuba on board", always(by=_AVS), code="AVS", lifts=LIFTS)
def avs_cargo(m: Matter) -> Answer:
    """Cargo that leaves with the craft at the end of its sojourn."""
    return all_of(_for(m, "740.15(e)", "cargo in transit"), CONTROL.of(m.trade))
