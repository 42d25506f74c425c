"""Licence exception APR, 15 CFR 740.16: reexports that another government, or an ally's licence, stands for.

One rule a paragraph. It is for reexports alone; a requirement of part 744 or 746 leaves it open only where it
names the paragraph.
"""

from __future__ import annotations

from licet.core.answer import Answer, all_of, negate
from licet.core.ask import ask
from licet.law.matter import Matter
from licet.law.rule import Reading, always, rule
from licet.law.us.ear import ccl, part740_encryption, part740_list, part740_strategic
from licet.law.us.ear.part740 import (
    LIFTS,
    commodity,
    controlled_for,
    country_in,
    destination_in,
    eccn_in,
    in_turn,
    is_reexport,
    one_of,
    only_reasons,
    related,
)
from licet.law.us.ear.row_conditions import CIVIL_TELECOM

__all__ = ["AUTHORISED_THERE"]

AUTHORISED_THERE = ask(
    "trade.reexport_authorised_there",
    "Is the reexport made under an export authorisation of the reexporting country's government "
    "(740.16(a)(1))?",
    clean=None,
)
CONSUMED_THERE = ask(
    "trade.for_use_in_a1", "Is it for use or consumption within a Country Group A:1 country?", clean=None
)
UNUSED_LICENCE = ask(
    "trade.unused_bis_licence",
    "Is an unused BIS licence outstanding for direct shipment from the United States to the destination?",
)
INTENSIFIER = ask("item.image_intensifier", "Does the sight incorporate an image intensifier tube?")
CONSUMER_CAMERA = ask(
    "item.consumer_ready_camera",
    "Is the camera a fully packaged consumer-ready civil product, or one of at most 111,000 elements to be "
    "embedded in a civil product (740.16(b)(3))?",
)
_APR_NOT = ("0A919", "3A001.z", "6A002", "6A003")


def _amplifier(m: Matter) -> Answer:
    """3A001.b.2 and .b.3, but for use in civil telecommunications ((a)(2), (b)(2)(ii))."""
    return all_of(eccn_in(m, ("3A001.b.2", "3A001.b.3")), negate(CIVIL_TELECOM.of(m.item)))


def _firearm(m: Matter) -> Answer:
    return m.item.eccn.test(lambda code: code.entry[0] == "0" and code.entry[2:3] == "5", "a 0x5zz entry")


def _controlled_to_a1(m: Matter) -> Answer:
    """Whether NS asks for a licence to Country Group A:1: Column 1 does, Column 2 does not (742.4(a))."""
    code = m.item.eccn.value
    if code is None or code.is_ear99:
        return m.item.eccn.test(lambda _: False, "NS Column 1 covers the item")
    rows = [row for row in ccl.rows(code, m.on) if row.reason == "NS" and row.column != "NS 2"]
    return one_of(*(row.covers(code, related(m)) for row in rows), says="controlled for NS to A:1 as well")


@rule(
    "15 CFR 740.16(a)",
    "reexports from Country Group A:1 go under that government's authorisation to group B or D:1 for "
    "NS items",
    always(by="61 FR 12768"),
    code="APR",
    lifts=LIFTS,
)
def apr_from_a1(m: Matter) -> Answer:
    """Commodities not controlled for NP, CB, MT, SI or CC; to B but not D:2 to D:4, or to D:1 but North
    Korea.
    """
    act = is_reexport(m)
    if act.is_no:
        return act
    source = country_in(m.trade.exported_from, ("A:1",), m.on, "it leaves a Country Group A:1 country")
    target = one_of(
        all_of(
            destination_in(m, "B"),
            negate(destination_in(m, "D:2", "D:3", "D:4")),
            negate(_controlled_to_a1(m)),
            says="740.16(a)(3)(i)",
        ),
        all_of(destination_in(m, "D:1"), negate(destination_in(m, "KP"))),
        says="a place of 740.16(a)(3)",
    )
    return all_of(
        act, source, commodity(m), target, controlled_for(m, "NS"), negate(_firearm(m)),
        negate(controlled_for(m, "NP", "CB", "MT", "SI", "CC")), negate(eccn_in(m, _APR_NOT)),
        negate(_amplifier(m)),
        AUTHORISED_THERE.of(m.trade),
    )  # fmt: skip


@rule(
    "15 CFR 740.16(b)",
    "reexports to and among Country Group A:1 countries go for use or consumption there",
    always(by="61 FR 12768"),
    code="APR",
    lifts=LIFTS,
)
def apr_among_a1(m: Matter) -> Answer:
    """Commodities not controlled for NP or MT, and not those that (b)(2) takes out."""
    act = is_reexport(m)
    if act.is_no:
        return act
    return all_of(
        act, commodity(m), destination_in(m, "A:1"), negate(controlled_for(m, "NP", "MT")),
        negate(_firearm(m)), negate(eccn_in(m, ("0A919", "3A001.z", "6A002"))), negate(_amplifier(m)),
        negate(all_of(eccn_in(m, ("0A504",)), INTENSIFIER.of(m.item))),
        negate(all_of(eccn_in(m, ("6A003",)), negate(CONSUMER_CAMERA.of(m.item)))),
        CONSUMED_THERE.of(m.trade),
    )  # fmt: skip


@rule(
    "15 CFR 740.16(c)",
    "items are reexported where an unused licence would let them go directly from the United States",
    always(by="61 FR 12768"),
    code="APR",
    lifts=LIFTS,
)
def apr_under_licence(m: Matter) -> Reading:
    """Under the terms of that licence; recorded as its exports are (part 762)."""
    answer = all_of(is_reexport(m), UNUSED_LICENCE.of(m.trade))
    return Reading(answer=answer, duties=("record the reexport as a use of the licence (740.16(c))",))


#: Exceptions of which 740.16(d) asks whether they would carry a direct export from the United States.
_DIRECT = (
    part740_list.lvs, part740_list.gbs, part740_list.tsr, part740_list.app, part740_encryption.enc,
    part740_encryption.ace, part740_strategic.sta_a5, part740_strategic.sta_a6,
)  # fmt: skip


@rule(
    "15 CFR 740.16(d)",
    "Australia, Canada and the United Kingdom reexport what could go directly under a licence exception",
    always(by="61 FR 12768"),
    code="APR",
    lifts=LIFTS,
)
def apr_from_close_allies(m: Matter) -> Answer:
    """Any item that, that day, could leave the United States for the new destination under an exception.

    The exceptions that entry, value and destination open are asked; those for a person or a use carry a
    reexport themselves.
    """
    act = is_reexport(m)
    if act.is_no:
        return act
    source = country_in(
        m.trade.exported_from, ("AU", "CA", "GB"), m.on, "it leaves Australia, Canada or the United Kingdom"
    )
    return in_turn(
        all_of(act, source),
        lambda: (
            one_of(
                *(reading.answer for each in _DIRECT for reading in each.read(m)),
                says="an exception that would carry a direct export",
            ),
        ),
    )


@rule(
    "15 CFR 740.16(j)",
    "items of NP Column 1 are reexported to, among and from Country Group A:4",
    always(by="61 FR 12768"),
    code="APR",
    lifts=LIFTS,
)
def apr_nuclear_suppliers(m: Matter) -> Answer:
    """Not NS items from outside A:1 to D:1; not to E:2 and D:2."""
    act = is_reexport(m)
    if act.is_no:
        return act
    to_or_from = one_of(
        destination_in(m, "A:4"),
        country_in(m.trade.exported_from, ("A:4",), m.on, "it leaves a Country Group A:4 country"),
        says="to, among or from Country Group A:4",
    )
    closed = one_of(
        all_of(
            negate(country_in(m.trade.exported_from, ("A:1",), m.on, "it leaves A:1")),
            controlled_for(m, "NS"),
            destination_in(m, "D:1"),
        ),
        destination_in(m, "E:2", "D:2"),
        says="a reexport that (j)(1) or (2) takes out",
    )
    return all_of(act, controlled_for(m, "NP"), to_or_from, negate(closed))


SPARES = ask(
    "item.ten_percent_spares", "Are they US spare parts, at most 10 % of a foreign-made product (740.16(h))?"
)
RETURNED = ask("trade.return_to_us", "Is it a return to the United States?")


@rule(
    "15 CFR 740.16(h)",
    "US spare parts of at most ten per cent accompany foreign-made products that hold US components",
    always(by="61 FR 12768"),
    code="APR",
    lifts=LIFTS,
)
def apr_spares(m: Matter) -> Answer:
    """Shipments of foreign-made products may be accompanied by US-origin controlled spare parts."""
    return SPARES.of(m.item)


@rule(
    "15 CFR 740.16(e)",
    "any item may be reexported in return to the United States",
    always(by="61 FR 12768"),
    code="APR",
    lifts=LIFTS,
)
def apr_return(m: Matter) -> Answer:
    """Returns to the United States."""
    back = one_of(RETURNED.of(m.trade), destination_in(m, "US"), says="to the United States")
    return all_of(is_reexport(m), back)


@rule(
    "15 CFR 740.16(f)",
    "items that Australia, Canada or the United Kingdom would get without a licence are reexported there",
    always(by="61 FR 12768"),
    code="APR",
    lifts=LIFTS,
)
def apr_to_close_allies(m: Matter) -> Answer:
    """A reexport there of an item that could be exported there without a licence needs none: the chart
    says so.
    """
    act = is_reexport(m)
    if act.is_no:
        return act
    return in_turn(all_of(act, destination_in(m, "AU", "CA", "GB")), lambda: (only_reasons(m),))
