"""15 CFR 740.2(a): when no licence exception, or only some, may be used. Asked before any exception.

Paragraph (a)(6), sanctioned destinations, needs no rule of its own: the requirements of part 746 name the
exceptions that they leave open. Paragraph (a)(17), Unverified List parties, stands with 744.15.
"""

from __future__ import annotations

from licet.core.answer import Answer, all_of, any_of, negate
from licet.core.ask import Ask, ask
from licet.core.eccn import Eccn
from licet.law.matter import Matter
from licet.law.rule import always, in_force, rule
from licet.law.us.ear.part740 import (
    FOR_ECCN,
    controlled_for,
    country_in,
    destination_in,
    eccn_in,
    listed,
)

__all__ = [
    "SME_LISTED",
    "advanced_computing",
    "associated",
    "d5_headquartered",
    "interception_item",
    "sme_to_d5",
]

SUSPENDED = ask("trade.exceptions_suspended", "Has BIS suspended or revoked the use of licence exceptions?")
IR_TECHNOLOGY = ask(
    "item.ir_detector_technology",
    "Is it technology to develop or produce the infrared arrays or image intensifiers of 740.2(a)(7)?",
)
MDE_VALUE = Ask[str](
    "trade.mde_value",
    "Does the contract hold 600 series major defense equipment of $14 or $25 million?",
    "no",
)
HK_LICENCE = ask(
    "trade.hong_kong_licence",
    "Is a copy held of the Hong Kong import (or export) licence, or the statement that none is needed?",
    clean=None,
)
MADE_IN_D5 = ask(
    "item.made_in_d5", "Was the item shipped from or made in a Country Group D:5 country or Hong Kong?"
)
WITH_DEFENSE_ARTICLE = ask(
    "item.with_defense_article", "Does (or will) the firearm incorporate an article of USML Category I(h)(2)?"
)
FOUR_MILLION = ask(
    "trade.semi_automatic_four_million",
    "Does the contract include $4,000,000 or more of semi-automatic firearms or shotguns?",
)
SUPPLEMENT_8 = ask(
    "party.uae_approved_entity", "Is the UAE party an approved entity of supplement no. 8 to part 740?"
)
#: No document that began the paragraph was read: it stands in all editions held.
_HELD = "in all editions held, from 2025-01-29"

#: 740.2(a)(9)(i): semiconductor manufacturing equipment.
SME_LISTED = (
    "3B001.a.4", "3B001.c", "3B001.d", "3B001.f.1", "3B001.f.5", "3B001.f.6", "3B001.k", "3B001.l", "3B001.m",
    "3B001.n", "3B001.p.2", "3B001.p.4", "3B001.r", "3B002.c", "3B993", "3B994",
)  # fmt: skip
_INTERCEPTION = ("5A001.f.1", "5A980", "5D980", "5E980")
#: 740.2(a)(9)(ii)(A) and (B).
_ADVANCED = (
    "3A090", "4A090", "4E091", "4D090", "3A001.z", "4A003.z", "4A004.z", "4A005.z", "5A002.z", "5A004.z",
    "5A992.z", "5D002.z", "5D992.z",
)  # fmt: skip
_PAKISTAN = ("1B999", "2A992", "2B999", "3A992", "3A999", "6A996")


def interception_item(m: Matter) -> Answer:
    """Whether the item is primarily useful for surreptitious interception (740.2(a)(3))."""
    return any_of(
        eccn_in(m, _INTERCEPTION),
        all_of(eccn_in(m, ("5D001", "5E001")), controlled_for(m, "SL")),
        says="the item is for surreptitious interception",
    )


def associated(m: Matter, codes: tuple[str, ...], family: tuple[str, ...], says: str) -> Answer:
    """Software or technology of a family of entries that is for some items, as its own rows tell."""
    return all_of(eccn_in(m, family), _for(m, codes), says=says)


def _for(m: Matter, codes: tuple[str, ...]) -> Answer:
    wanted = [Eccn(*code.split(".", 1)) for code in codes]

    def inside(named: tuple[Eccn, ...]) -> bool:
        return any(code.covers(each) for code in wanted for each in named)

    return FOR_ECCN.test(m.item, inside, f"it is for {', '.join(codes)}")


def sme_to_d5(m: Matter) -> Answer:
    """Whether the item is SME, or its software or technology, bound for Macau or Country Group D:5."""
    tools = any_of(
        eccn_in(m, SME_LISTED),
        eccn_in(m, ("3D992", "3D993", "3D994", "3E992", "3E993", "3E994")),
        associated(m, SME_LISTED, ("3D001", "3D002", "3D003", "3E001"), "software or technology for SME"),
        says="an item of 740.2(a)(9)(i)",
    )
    return all_of(destination_in(m, "MO", "D:5"), tools)


def advanced_computing(m: Matter) -> Answer:
    """Whether the item is one of 740.2(a)(9)(ii)(A) or (B)."""
    return any_of(
        eccn_in(m, _ADVANCED),
        associated(
            m,
            _ADVANCED,
            ("3D001", "3E001", "4D001", "4E001", "5E002", "5E992"),
            "for advanced computing items",
        ),
        says="an advanced computing item of 740.2(a)(9)(ii)",
    )


def d5_headquartered(m: Matter) -> Answer:
    """Whether a party is headquartered in Macau or D:5, or its ultimate parent is; no parties: the
    destination.
    """
    parties = [
        any_of(
            country_in(party.hq, ("MO", "D:5"), m.on, f"{party.name} is headquartered in Macau or D:5"),
            country_in(party.parent_hq, ("MO", "D:5"), m.on, "its ultimate parent is, in Macau or D:5"),
        )
        for party in m.trade.parties
    ]
    return any_of(*parties, says="an entity headquartered, or with its ultimate parent, in Macau or D:5")


@rule(
    "15 CFR 740.2(a)(1)",
    "no licence exception may be used after BIS has suspended or revoked their use",
    always(by=_HELD),
    bars=("*",),
)
def suspended(m: Matter) -> Answer:
    """BIS may suspend or revoke the use of licence exceptions, for one exporter or for one transaction."""
    return SUSPENDED.of(m.trade)


@rule(
    "15 CFR 740.2(a)(3)",
    "items for surreptitious interception move under no licence exception but GOV for a US agency",
    always(by=_HELD),
    bars=("*",),
    spares=("GOV",),
)
def interception(m: Matter) -> Answer:
    """ECCNs 5A001.f.1, 5A980, 5D980, 5E980 and the software and technology of 5D001 and 5E001 for them."""
    return interception_item(m)


@rule(
    "15 CFR 740.2(a)(4)",
    "crime control items of 742.7 need GOV, BAG or STA outside Australia, India, Japan, New Zealand and NATO",
    always(by=_HELD),
    bars=("*",),
    spares=("GOV", "BAG", "STA"),
)
def crime_control(m: Matter) -> Answer:
    """Items that need a licence under 742.7 to a place that is not one of the named allies.

    NATO membership is read from 772.1.
    """
    allies = destination_in(
        m, "AU", "IN", "JP", "NZ", *NATO, says="Australia, India, Japan, New Zealand or NATO"
    )
    return all_of(controlled_for(m, "CC"), negate(allies))


#: 15 CFR 772.1, "NATO"; Finland and Sweden since their accession.
NATO = (
    "AL", "BE", "BG", "CA", "HR", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IS", "IT", "LV", "LT",
    "LU",
    "ME", "NL", "MK", "NO", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "TR", "GB", "US",
)  # fmt: skip


@rule(
    "15 CFR 740.2(a)(5)(i)",
    "items controlled for missile technology move only under parts of TMP, RPL, GOV, TSU, AVS, APR and STA",
    always(by=_HELD),
    bars=("*",),
    spares=("TMP", "RPL", "GOV", "TSU", "AVS", "APR", "STA"),
)
def missile_technology(m: Matter) -> Answer:
    """To Country Groups D:4 and D:5 still fewer are open: see the next rule."""
    return controlled_for(m, "MT")


@rule(
    "15 CFR 740.2(a)(5)(ii)",
    "items controlled for missile technology move to D:4 and D:5 only as parts of vehicles, under "
    "TMP, RPL, TSU, AVS",
    always(by=_HELD),
    bars=("*",),
    spares=("TMP", "RPL", "TSU", "AVS", "GOV"),
)
def missile_technology_to_d4(m: Matter) -> Answer:
    """Only the entries named in (a)(5)(ii)(A) and (B), as part of a craft or vehicle or as replacement parts.

    GOV is left open because 740.2(a)(12)(i) names it for D:5; its own paragraph decides.
    """
    return all_of(controlled_for(m, "MT"), destination_in(m, "D:4", "D:5"))


_MT_VEHICLE = (
    "6A008", "7A001", "7A002", "7A004", "7A101", "7A102", "7A103", "7A104", "7A105", "7B001", "7D001",
    "7D002",
    "7D003", "7D101", "7D102", "7E003", "7E101", "9A515", "2A001", "2A101",
)  # fmt: skip


@rule(
    "15 CFR 740.2(a)(5)(ii)(A)",
    "other items controlled for missile technology move to D:4 and D:5 under no licence exception",
    always(by=_HELD),
    bars=("*",),
    spares=("GOV",),
)
def other_missile_items_to_d4(m: Matter) -> Answer:
    """What is not in the entries that (a)(5)(ii)(A) and (B) name is closed to D:4 and D:5."""
    return all_of(controlled_for(m, "MT"), destination_in(m, "D:4", "D:5"), negate(eccn_in(m, _MT_VEHICLE)))


@rule(
    "15 CFR 740.2(a)(7)",
    "technology for infrared arrays and image intensifiers moves under no licence exception but GOV",
    always(by=_HELD),
    bars=("*",),
    spares=("GOV",),
)
def infrared_technology(m: Matter) -> Answer:
    """6E001 and 6E002 technology required to develop or produce what (a)(7)(i) and (ii) name."""
    return all_of(eccn_in(m, ("6E001", "6E002")), IR_TECHNOLOGY.of(m.item))


@rule(
    "15 CFR 740.2(a)(8)",
    "explosives and concealed-object detectors move only under RPL, GOV and TSU",
    always(by=_HELD),
    bars=("*",),
    spares=("RPL", "GOV", "TSU"),
)
def detectors(m: Matter) -> Answer:
    """ECCNs 2A983, 2A984 and their software and technology."""
    return eccn_in(m, ("2A983", "2A984", "2D983", "2D984", "2E983", "2E984"))


@rule(
    "15 CFR 740.2(a)(9)(i)",
    "semiconductor manufacturing equipment moves to Macau and Country Group D:5 under GOV alone",
    in_force("2022-10-07", by="87 FR 62186"),
    bars=("*",),
    spares=("GOV",),
)
def semiconductor_equipment(m: Matter) -> Answer:
    """The equipment of 3B001 and 3B002 that is listed, 3B993, 3B994, and the software and technology for
    it.
    """
    return sme_to_d5(m)


@rule(
    "15 CFR 740.2(a)(9)(ii)",
    "advanced computing items move to D:1, D:4, D:5, or to firms of D:5, only under a closed list of "
    "exceptions",
    in_force("2023-11-17", by="88 FR 73458"),
    bars=("*",),
    spares=("TMP", "NAC", "ACA", "RPL", "GOV", "TSU", "HBM", "AIA", "ACM"),
)
def advanced_computing_items(m: Matter) -> Answer:
    """3A090, 4A090, 4E091, the .z paragraphs, and the software and technology for them.

    To a place in D:1, D:4 or D:5 that is not in A:5 or A:6, or anywhere to an entity headquartered, or with
    its ultimate parent, in Macau or D:5.
    """
    place = all_of(
        destination_in(m, "D:1", "D:4", "D:5"),
        negate(destination_in(m, "A:5", "A:6")),
        says="D:1, D:4 or D:5",
    )
    item = advanced_computing(m)
    if item.is_no:
        return item
    return all_of(item, any_of(place, d5_headquartered(m)))


@rule(
    "15 CFR 740.2(a)(10)",
    "implements of torture move under no licence exception",
    always(by=_HELD),
    bars=("*",),
)
def torture(m: Matter) -> Answer:
    """Items subject to 742.11: ECCN 0A983. So too 5E980 and 5E001.a for interception (738.3(a)(1))."""
    return any_of(
        eccn_in(m, ("0A983", "5E980")), all_of(eccn_in(m, ("5E001",)), controlled_for(m, "SL")), says="742.11"
    )


@rule(
    "15 CFR 740.2(a)(11)",
    "military commodities of 0A919 move under no licence exception but GOV",
    always(by=_HELD),
    bars=("*",),
    spares=("GOV",),
)
def military_commodities(m: Matter) -> Answer:
    """ECCN 0A919, save reexports for a US agency under 740.11(b)(2)(ii)."""
    return eccn_in(m, ("0A919",))


def _six_hundred(m: Matter) -> Answer:
    return m.item.eccn.test(lambda code: code.is_600_series, "the item is in the 600 series")


def _nine_x_515(m: Matter) -> Answer:
    return m.item.eccn.test(lambda code: code.is_9x515, "the item is in a 9x515 entry")


@rule(
    "15 CFR 740.2(a)(12)",
    "600 series and 9x515 items that touch Country Group D:5 or Hong Kong move only under GOV",
    in_force("2013-10-15", by="78 FR 22660"),
    bars=("*",),
    spares=("GOV", "TMP", "BAG"),
)
def munitions_touching_d5(m: Matter) -> Answer:
    """Destined to, shipped from or made in D:5 or Hong Kong; body armour of 1A613.c or .d has TMP and BAG."""
    munitions = any_of(_six_hundred(m), _nine_x_515(m))
    if munitions.is_no:
        return munitions
    touches = any_of(
        destination_in(m, "D:5", "HK"),
        country_in(m.trade.exported_from, ("D:5", "HK"), m.on, "shipped from D:5 or Hong Kong"),
        MADE_IN_D5.of(m.item),
    )
    return all_of(munitions, touches)


@rule(
    "15 CFR 740.2(a)(12)(ii)",
    "600 series and 9x515 items other than body armour do not move to D:5 under TMP or BAG",
    in_force("2013-10-15", by="78 FR 22660"),
    bars=("TMP", "BAG"),
)
def munitions_without_armour(m: Matter) -> Answer:
    """Only 1A613.c and .d, and 1A607.f through 740.9(a)(11), are spared."""
    munitions = any_of(_six_hundred(m), _nine_x_515(m))
    return all_of(
        munitions, destination_in(m, "D:5", "HK"), negate(eccn_in(m, ("1A613.c", "1A613.d", "1A607.f")))
    )


@rule(
    "15 CFR 740.2(a)(13)",
    "600 series items move only under LVS, TMP, RPL, TSU, GOV, BAG and STA",
    in_force("2013-10-15", by="78 FR 22660"),
    bars=("*",),
    spares=("LVS", "TMP", "RPL", "TSU", "GOV", "BAG", "STA"),
)
def six_hundred_series(m: Matter) -> Answer:
    """The closed list of exceptions for 600 series items to places other than D:5 and Hong Kong."""
    return _six_hundred(m)


@rule(
    "15 CFR 740.2(a)(13)",
    "certain technology and software for aircraft and engines of the 600 series moves under GOV alone",
    in_force("2013-10-15", by="78 FR 22660"),
    bars=("*",),
    spares=("GOV",),
)
def engine_technology(m: Matter) -> Answer:
    """9D610.b, 9D619.b, 9E610.b, 9E619.b and .c."""
    return eccn_in(m, ("9D610.b", "9D619.b", "9E610.b", "9E619.b", "9E619.c"))


@rule(
    "15 CFR 740.2(a)(13); 740.2(a)(18)",
    "600 series and 9x515 items controlled for missile technology do not move under STA",
    in_force("2013-10-15", by="78 FR 22660"),
    bars=("STA",),
)
def missile_munitions(m: Matter) -> Answer:
    """The MT part of STA is for drones and airships of 9A012 and 9A120 alone."""
    return all_of(any_of(_six_hundred(m), _nine_x_515(m)), controlled_for(m, "MT"))


@rule(
    "15 CFR 740.2(a)(14)",
    "0Y521 items move only under GOV, or an exception that their own entry names",
    in_force("2012-04-13", by="77 FR 22191"),
    bars=("*",),
    spares=("GOV",),
)
def newly_identified(m: Matter) -> Answer:
    """ECCNs 0A521 to 0E521."""
    return eccn_in(m, ("0A521", "0B521", "0C521", "0D521", "0E521"))


@rule(
    "15 CFR 740.2(a)(15); 740.2(a)(16)",
    "600 series items under a contract for major defense equipment of $14 or $25 million move only "
    "for US agencies",
    in_force("2013-10-15", by="78 FR 22660"),
    bars=("*",),
    spares=("GOV",),
)
def major_defense_equipment(m: Matter) -> Answer:
    """$14,000,000 outside Country Group A:5, $25,000,000 inside; `trade.mde_value` states which is
    reached.
    """
    outside = negate(destination_in(m, "A:5"))
    reached = any_of(
        MDE_VALUE.is_in(m.trade, ("25", "25000000", "yes"), "major defense equipment of $25 million"),
        all_of(outside, MDE_VALUE.is_in(m.trade, ("14", "14000000"), "of $14 million")),
    )
    return all_of(_six_hundred(m), reached)


@rule(
    "15 CFR 740.2(a)(19)",
    "items controlled for NS, MT, NP or CB move to Hong Kong only with the Hong Kong import licence in hand",
    in_force("2017-04-19", by="82 FR 6216"),
    bars=("*",),
)
def hong_kong_import(m: Matter) -> Answer:
    """The exporter must hold a copy of the import licence, or a statement that none is needed."""
    place = m.destination.is_("HK", "the destination is Hong Kong")
    return all_of(place, controlled_for(m, "NS", "MT", "NP", "CB"), negate(HK_LICENCE.of(m.trade)))


@rule(
    "15 CFR 740.2(a)(20)",
    "items controlled for NS, MT, NP or CB leave Hong Kong only with the Hong Kong export licence in hand",
    in_force("2017-04-19", by="82 FR 6216"),
    bars=("*",),
)
def hong_kong_export(m: Matter) -> Answer:
    """The reexporter must hold a Hong Kong export licence, or a statement that none is needed."""
    place = m.trade.exported_from.is_("HK", "the item leaves Hong Kong")
    return all_of(place, controlled_for(m, "NS", "MT", "NP", "CB"), negate(HK_LICENCE.of(m.trade)))


@rule(
    "15 CFR 740.2(a)(21)",
    "firearms joined with defense articles move under no licence exception but GOV",
    always(by=_HELD),
    bars=("*",),
    spares=("GOV",),
)
def firearms_with_defense_articles(m: Matter) -> Answer:
    """A reexport or transfer with an article of USML Category I(h)(2) incorporated, or known to follow."""
    return all_of(eccn_in(m, ("0A501", "0A502", "0A506", "0A507", "0A508")), WITH_DEFENSE_ARTICLE.of(m.item))


@rule(
    "15 CFR 740.2(a)(22)",
    "items eligible for IEC move only under IEC, TMP, RPL, GOV and TSU",
    in_force("2024-09-06", by="89 FR 72926"),
    bars=("*",),
    spares=("IEC", "TMP", "RPL", "GOV", "TSU"),
)
def implemented_controls(m: Matter) -> Answer:
    """An item whose entry lists License Exception IEC."""
    return listed(m, "IEC")


@rule(
    "15 CFR 740.2(a)(23)",
    "semi-automatic firearms of $4,000,000 or more move only for US agencies or NATO, or to A:5 and A:6",
    always(by=_HELD),
    bars=("*",),
    spares=("GOV",),
)
def costly_firearms(m: Matter) -> Answer:
    """A contract of $4,000,000 or more of 0A506, 0A507 or 0A508; Mexico, South Africa and Turkey not
    spared.
    """
    spared = all_of(destination_in(m, "A:5", "A:6"), negate(destination_in(m, "MX", "ZA", "TR")))
    return all_of(eccn_in(m, ("0A506", "0A507", "0A508")), FOUR_MILLION.of(m.trade), negate(spared))


@rule(
    "15 CFR 740.2(a)(25)",
    "the items of 742.6(a)(12) move to Pakistan only under parts of TMP, RPL and GOV",
    in_force("2024-12-26", by="89 FR 93164 as corrected by 89 FR 94603"),
    bars=("*",),
    spares=("TMP", "RPL", "GOV"),
)
def pakistan(m: Matter) -> Answer:
    """1B999, 2A992, 2B999 except .h.2, 3A992, 3A999 and 6A996."""
    item = all_of(eccn_in(m, _PAKISTAN), negate(eccn_in(m, ("2B999.h.2",))))
    return all_of(destination_in(m, "PK"), item)


@rule(
    "15 CFR 740.2(a)(26)",
    "STA is open in the United Arab Emirates only to the entities of supplement no. 8 to part 740",
    in_force("2026-07-23", by="eCFR issue 2026-07-23, seen in data only", confirmed=False),
    bars=("STA",),
)
def emirates(m: Matter) -> Answer:
    """The Emirates entered Country Group A:5 in July 2026; the entities are listed by name."""
    approved = any_of(*(SUPPLEMENT_8.of(party) for party in m.trade.parties))
    return all_of(destination_in(m, "AE"), negate(approved))


@rule(
    "15 CFR 746.1(b)(4)",
    "items controlled for UN reasons move to embargoed countries under GOV alone",
    always(by=_HELD),
    bars=("*",),
    spares=("GOV",),
)
def united_nations(m: Matter) -> Answer:
    """Not for Iraq, North Korea and Iran, which have paragraphs of their own (746.3(c), 746.4(c),
    746.7(c)).
    """
    place = all_of(destination_in(m, "UN"), negate(destination_in(m, "IQ", "KP", "IR")))
    return all_of(place, controlled_for(m, "UN"))
