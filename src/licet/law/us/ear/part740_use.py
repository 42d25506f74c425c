"""Licence exceptions TMP and RPL, 15 CFR 740.9 and .10: temporary moves, parts, servicing."""

from __future__ import annotations

from collections.abc import Callable

from licet.core.answer import Answer, all_of, negate
from licet.law.matter import Matter
from licet.law.rule import Reading, always, in_force, rule
from licet.law.us.ear.part740 import (
    LIFTS,
    closed_by_sanctions,
    commodity,
    controlled_for,
    destination_in,
    eccn_in,
    software,
    technology,
)
from licet.law.us.ear.part740_purposes import (
    ARMOUR,
    CONTROL,
    LAWFUL,
    ONE_FOR_ONE,
    RETURNS,
    moves_for,
    not_d5_chip,
)

_TMP, _RPL = "61 FR 64277", "78 FR 22712"


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
    purpose = moves_for(m, paragraph, *purposes)
    if purpose.is_no:
        return purpose
    parts = [purpose, to()]
    if not chips:
        parts.append(not_d5_chip(m))
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
        to=lambda: eccn_in(m, ARMOUR),
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
    purpose = moves_for(m, "740.10(a)", "replacement part")
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
    purpose = moves_for(m, "740.10(b)", "servicing")
    if purpose.is_no:
        return Reading(answer=purpose)
    return Reading(answer=all_of(purpose, negate(destination_in(m, "E:1")), LAWFUL.of(m.trade)))
