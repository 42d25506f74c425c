"""15 CFR 734.9: when a foreign-made item is subject to the EAR as a product of US technology or software.

Each rule is a product scope (`direct_product`) and a country or end-user scope. A foreign EAR99 disk drive
made with US equipment, for a footnote 1 party, is subject to the EAR: classification never ends the question.
"""

from __future__ import annotations

from datetime import date

from licet.core.answer import Answer, Truth, all_of, any_of
from licet.core.ask import Ask, ask
from licet.core.eccn import Eccn
from licet.law.matter import Matter
from licet.law.rule import always, deferred, in_force, not_enforced, rule
from licet.law.us.ear import ccl
from licet.law.us.ear.control_rows import has_reason
from licet.law.us.ear.direct_product import (
    ASSURANCE,
    DIRECT,
    FOOTNOTE_1_TECHNOLOGY,
    FOOTNOTE_4_TECHNOLOGY,
    IRANIAN_PRODUCT,
    PLANT,
    RUSSIAN_PRODUCT,
    SME_DIRECT,
    TECH,
    TOOLS,
    TOOLS_DIRECT,
    any_technology,
    behind_plant,
    computing_item_made,
    footnote_5_scope,
    footnote_party,
    for_supercomputer,
    foreign_from_abroad,
    made_with,
    named_technology,
)
from licet.law.us.ear.named_items import LISTED_SME, NODE_TOOLS, PRODUCTS_OF_FOOTNOTE_5, covered
from licet.law.us.ear.places import lies_in, lies_in_d5
from licet.law.us.ear.questions import US_IC

IRAN_GOVERNMENT = ask("party.government_of_iran", "Is the party the Government of Iran?")
_WEIGHTS = ("4E091",)
#: Steps of 734.9(f), each by the document that the rule's page names.
_BELARUS, _WHOLE_LIST, _CRIMEA = date(2022, 3, 2), date(2022, 4, 8), date(2023, 5, 19)
_WITH_SUPPLEMENT = ((6, date(2022, 9, 15)), (7, date(2023, 2, 24)))


@rule(
    "15 CFR 734.9(b)",
    "NS-controlled products of assurance technology are subject to the EAR to D:1, E:1 and E:2",
    always(by="61 FR 12746"),
    subjects=True,
    code="FDP_NS",
    gp=3,
)
def national_security(m: Matter) -> Answer:
    """The National Security rule: TSR-type technology or a plant made with it, an NS item, those groups."""
    foreign = foreign_from_abroad(m)
    if foreign.is_no:
        return foreign

    return all_of(
        foreign,
        lies_in(m.trade.destination, "D:1", "E:1", "E:2", on=m.on),
        has_reason(m, "NS"),
        any_of(
            all_of(DIRECT.of(m.item), _may_need_assurance(m, TECH)),
            all_of(PLANT.of(m.item), _may_need_assurance(m, behind_plant(m))),
        ),
        ASSURANCE.of(m.item),
    )


def _may_need_assurance(m: Matter, asked: Ask[frozenset[Eccn]]) -> Answer:
    """Only technology that is itself controlled for NS can need a written assurance (740.6)."""
    fact = asked.fact(m.item)
    if not fact.is_known or fact.value is None:
        return Answer(truth=Truth.YES, says="which technology it is, is not stated")
    ns = any(row.reason == "NS" for eccn in fact.value for row in ccl.rows(eccn, m.on))
    return Answer(truth=Truth.YES if ns else Truth.NO, says="the technology is controlled for NS")


@rule(
    "15 CFR 734.9(c)",
    "9x515 products of 9D515 or 9E515 are subject to the EAR to D:5, E:1 and E:2",
    in_force("2014-11-10", by="79 FR 27417"),
    subjects=True,
    code="FDP_9X515",
    gp=3,
)
def spacecraft(m: Matter) -> Answer:
    """The 9x515 rule."""
    return all_of(
        foreign_from_abroad(m),
        lies_in(m.trade.destination, "D:5", "E:1", "E:2", on=m.on),
        m.item.eccn.test(lambda eccn: eccn.is_9x515, "the item is in a 9x515 entry"),
        made_with(
            m, named_technology(frozenset({"9D515", "9E515"})), plant=named_technology(frozenset({"9E515"}))
        ),
    )


@rule(
    "15 CFR 734.9(d)",
    "600 series products of 600 series technology are subject to the EAR to D:1, D:3, D:4, D:5, E:1 and E:2",
    in_force("2013-10-15", by="78 FR 22706"),
    subjects=True,
    code="FDP_600",
    gp=3,
)
def munitions(m: Matter) -> Answer:
    """The 600 series rule, which also takes in 0A919."""
    return all_of(
        foreign_from_abroad(m),
        lies_in(m.trade.destination, "D:1", "D:3", "D:4", "D:5", "E:1", "E:2", on=m.on),
        m.item.eccn.test(
            lambda eccn: eccn.is_600_series or eccn.entry == "0A919", "a 600 series item or 0A919"
        ),
        made_with(
            m,
            lambda eccns: any(eccn.is_600_series and eccn.group in "DE" for eccn in eccns),
            plant=lambda eccns: any(eccn.is_600_series and eccn.group == "E" for eccn in eccns),
        ),
    )


@rule(
    "15 CFR 734.9(e)(1)",
    "products of named US technology are subject to the EAR when a footnote 1 entity is behind them",
    in_force("2020-08-17", by="85 FR 51596, moved from 736.2(b)(3)(vi) by 87 FR 6022"),
    subjects=True,
    code="FDP_FOOTNOTE_1",
    gp=3,
    answers="734.9(e)(1)",
)
def footnote_1(m: Matter) -> Answer:
    """Any item, EAR99 and wafers included, for a footnote 1 party in any role of 748.5(c) to (f)."""
    foreign = foreign_from_abroad(m)
    if foreign.is_no:
        return foreign
    return all_of(foreign, footnote_party(m, 1), made_with(m, named_technology(FOOTNOTE_1_TECHNOLOGY)))


@rule(
    "15 CFR 734.9(e)(2)",
    "products of named US technology are subject to the EAR when a footnote 4 entity is behind them",
    in_force("2022-10-21", by="87 FR 62186"),
    subjects=True,
    code="FDP_FOOTNOTE_4",
    gp=3,
)
def footnote_4(m: Matter) -> Answer:
    """As for footnote 1, with encryption technology and software in the list besides."""
    foreign = foreign_from_abroad(m)
    if foreign.is_no:
        return foreign
    return all_of(foreign, footnote_party(m, 4), made_with(m, named_technology(FOOTNOTE_4_TECHNOLOGY)))


@rule(
    "15 CFR 734.9(e)(3)",
    "chip-making equipment of US technology, or with such a chip in it, is subject to the EAR for footnote 5",
    deferred("2024-12-02", "2024-12-31", by="89 FR 96790, compliance 2024-12-31"),
    in_force("2024-12-31", by="89 FR 96790"),
    subjects=True,
    code="FDP_FOOTNOTE_5",
    gp=3,
)
def footnote_5(m: Matter) -> Answer:
    """Named category 3B equipment for a footnote 5 party or an advanced-node fab in Macau or D:5.

    It is enough that the equipment contains one integrated circuit made in a plant that is itself a
    direct product of the named technology (Red Flag 26).
    """
    foreign = foreign_from_abroad(m)
    if foreign.is_no:
        return foreign
    return all_of(
        foreign,
        covered(m.item, PRODUCTS_OF_FOOTNOTE_5),
        footnote_5_scope(m),
        made_with(m, named_technology(TOOLS_DIRECT), plant=named_technology(TOOLS), parts=True),
    )


@rule(
    "15 CFR 734.9(f)",
    "CCL and supplement 6 or 7 items of US technology are subject to the EAR to Russia, Belarus and Crimea",
    in_force("2022-02-24", by="87 FR 12226"),
    subjects=True,
    code="FDP_RUSSIA",
    gp=3,
)
def russia(m: Matter) -> Answer:
    """Any technology or software of product groups D or E will do.

    It grew in steps: Russia and categories 3 to 9 (87 FR 12226), Belarus on 2022-03-02 (87 FR 13048), the
    whole list on 2022-04-08 (87 FR 22130), supplement no. 6 on 2022-09-15 (87 FR 57068), supplement no. 7 on
    2023-02-24 (88 FR 12150), Crimea on 2023-05-19 (88 FR 33422).
    """
    foreign = foreign_from_abroad(m)
    if foreign.is_no:
        return foreign
    from licet.law.us.ear.part746_goods import in_supplement

    on = m.on
    places = [lies_in(m.trade.destination, *(("RU", "BY") if on >= _BELARUS else ("RU",)), on=on)]
    if on >= _CRIMEA:
        places.append(m.trade.region.is_("Crimea", "the destination is Crimea"))
    goods = [m.item.eccn.test(lambda eccn: not eccn.is_ear99, "the item is on the CCL")]
    goods.extend(in_supplement(m, number) for number, since in _WITH_SUPPLEMENT if on >= since)
    return all_of(
        foreign,
        any_of(*places, RUSSIAN_PRODUCT.of(m.trade), says="destination scope"),
        any_of(*goods, says="an item on the CCL or in supplement no. 6 or 7 to part 746"),
        made_with(m, any_technology() if on >= _WHOLE_LIST else any_technology(categories="3456789")),
    )


@rule(
    "15 CFR 734.9(g)",
    "any product of US technology is subject to the EAR when a footnote 3 entity is behind it",
    in_force("2022-02-24", by="87 FR 12226"),
    subjects=True,
    code="FDP_FOOTNOTE_3",
    gp=3,
)
def footnote_3(m: Matter) -> Answer:
    """Russian and Belarusian military end users and procurement entities, wherever they are."""
    foreign = foreign_from_abroad(m)
    if foreign.is_no:
        return foreign
    return all_of(foreign, footnote_party(m, 3), made_with(m, any_technology()))


@rule(
    "15 CFR 734.9(h)",
    "advanced computing items of named US technology are subject to the EAR anywhere in the world",
    in_force("2025-01-13", by="90 FR 4544"),
    subjects=True,
    code="FDP_COMPUTING",
    gp=3,
    answers="734.9(h)",
)
def advanced_computing(m: Matter) -> Answer:
    """3A090, 4A090, their technology, and the .z integrated circuits, computers and assemblies."""
    return computing_item_made(m)


@rule(
    "15 CFR 734.9(i)",
    "products of named US technology are subject to the EAR for a supercomputer in China or Macau",
    in_force("2023-01-17", by="88 FR 2821"),
    subjects=True,
    code="FDP_SUPERCOMPUTER",
    gp=3,
    answers="734.9(i)",
)
def supercomputer(m: Matter) -> Answer:
    """Any item, when it is known to be for a supercomputer there."""
    return for_supercomputer(m, "CN", "MO")


@rule(
    "15 CFR 734.9(j)",
    "category 3 to 9 and supplement 7 items of US technology are subject to the EAR to Iran",
    in_force("2024-07-23", by="89 FR 60563"),
    subjects=True,
    code="FDP_IRAN",
    gp=3,
    answers="734.9(j)",
)
def iran(m: Matter) -> Answer:
    """To Iran, into an item there, or with its government as a party."""
    foreign = foreign_from_abroad(m)
    if foreign.is_no:
        return foreign
    from licet.law.us.ear.part746_goods import in_supplement

    return all_of(
        foreign,
        any_of(
            m.trade.destination.is_("IR", "the destination is Iran"),
            IRANIAN_PRODUCT.of(m.trade),
            *(IRAN_GOVERNMENT.of(party) for party in m.trade.parties),
        ),
        any_of(
            m.item.eccn.test(lambda eccn: (eccn.category or 0) >= 3, "the item is in categories 3 to 9"),
            in_supplement(m, 7),
        ),
        made_with(m, any_technology(categories="3456789")),
    )


@rule(
    "15 CFR 734.9(k)",
    "listed chip-making equipment of US technology is subject to the EAR to Macau and D:5",
    deferred("2024-12-02", "2024-12-31", by="89 FR 96790, compliance 2024-12-31"),
    in_force("2024-12-31", by="89 FR 96790"),
    subjects=True,
    code="FDP_SME",
    gp=3,
)
def chip_equipment(m: Matter) -> Answer:
    """The SME rule; an integrated circuit from such a plant inside the equipment is enough."""
    return all_of(
        foreign_from_abroad(m),
        covered(m.item, LISTED_SME),
        lies_in_d5(m.trade.destination, on=m.on),
        made_with(m, named_technology(SME_DIRECT), plant=named_technology(TOOLS), parts=True),
    )


@rule(
    "15 CFR 734.9(l)",
    "model weights trained on advanced computing items subject to the EAR are subject to the EAR",
    deferred("2025-01-13", "2025-05-15", by="90 FR 4544, compliance 2025-05-15"),
    not_enforced(
        "2025-05-15", by="BIS announcement of 2025-05-13; GAO B-337935 of 2026-05-12 calls it in effect"
    ),
    subjects=True,
    code="FDP_WEIGHTS",
    gp=3,
)
def model_weights(m: Matter) -> Answer:
    """4E091 made by a plant of advanced computing hardware, to anywhere."""
    return all_of(foreign_from_abroad(m), covered(m.item, _WEIGHTS), PLANT.of(m.item))


@rule(
    "15 CFR 734.4(a)(9)",
    "category 3B equipment with a US integrated circuit is subject to the EAR to a footnote 5 party or "
    "such a fab",
    deferred("2024-12-02", "2024-12-31", by="89 FR 96790, compliance 2024-12-31"),
    in_force("2024-12-31", by="89 FR 96790"),
    subjects=True,
    code="CONTENT_FOOTNOTE_5",
)
def footnote_5_equipment(m: Matter) -> Answer:
    """As for the footnote 5 direct product rule, content never excuses."""
    return all_of(foreign_from_abroad(m), covered(m.item, NODE_TOOLS), US_IC.of(m.item), footnote_5_scope(m))
