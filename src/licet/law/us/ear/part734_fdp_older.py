"""Older texts of the direct product rules, each for its own days.

Until 2022-02-03 the footnote 1 rule stood in 736.2(b)(3)(vi). Where an older text was read in summaries only,
its period is not confirmed and the answer says so.
"""

from __future__ import annotations

from licet.core.answer import Answer, all_of, any_of
from licet.core.ask import ask
from licet.law.matter import Matter
from licet.law.rule import in_force, rule
from licet.law.us.ear.direct_product import (
    IRANIAN_PRODUCT,
    any_technology,
    computing_item_made,
    footnote_party,
    for_supercomputer,
    foreign_from_abroad,
    made_with,
    named_technology,
)
from licet.law.us.ear.part744_seats import d5_headquartered
from licet.law.us.ear.places import lies_in
from licet.law.us.ear.questions import D5_TECHNOLOGY

DESIGNED = ask(
    "item.production.designed_by_footnote_1",
    "Is it a direct product of technology or software that a footnote 1 entity developed or produced?",
)
#: Footnote 1 of supplement no. 4 to part 744, 2020-05-15 to 2020-08-17.
_FIRST_FORM = frozenset(
    [
        "3D001",
        "3D991",
        "3E001",
        "3E002",
        "3E003",
        "3E991",
        "4D001",
        "4D993",
        "4D994",
        "4E001",
        "4E992",
        "4E993",
        "5D001",
        "5D991",
        "5E001",
        "5E991",
    ]
)


@rule(
    "15 CFR 736.2(b)(3)(vi); 734.9(e)(1)",
    "products of a footnote 1 design and named US technology are subject to the EAR for a footnote 1 party",
    in_force("2020-05-15", "2020-08-17", by="85 FR 29849", confirmed=False),
    subjects=True,
    code="FDP_FOOTNOTE_1",
    gp=3,
    answers="734.9(e)(1)",
)
def footnote_1_designs(m: Matter) -> Answer:
    """The first form: it reached only what the footnote 1 entity had designed, and sixteen ECCNs."""
    foreign = foreign_from_abroad(m)
    if foreign.is_no:
        return foreign
    return all_of(
        foreign, footnote_party(m, 1), DESIGNED.of(m.item), made_with(m, named_technology(_FIRST_FORM))
    )


def _chinese_designs(m: Matter, *places: str) -> Answer:
    return all_of(
        any_of(
            lies_in(m.trade.destination, *places, on=m.on),
            D5_TECHNOLOGY.of(m.item),
            says="destination scope",
        ),
        says="destination scope",
    )


@rule(
    "15 CFR 734.9(h)",
    "advanced computing items of named US technology are subject to the EAR to China",
    in_force("2022-10-21", "2023-01-17", by="87 FR 62186", confirmed=False),
    subjects=True,
    code="FDP_COMPUTING",
    gp=3,
    answers="734.9(h)",
)
def advanced_computing_china(m: Matter) -> Answer:
    """The first form, before Macau and the other arms-embargoed countries came in."""
    return computing_item_made(m, _chinese_designs(m, "CN"))


@rule(
    "15 CFR 734.9(h)",
    "advanced computing items of named US technology are subject to the EAR to China and Macau",
    in_force("2023-01-17", "2023-11-17", by="88 FR 2821", confirmed=False),
    subjects=True,
    code="FDP_COMPUTING",
    gp=3,
    answers="734.9(h)",
)
def advanced_computing_macau(m: Matter) -> Answer:
    """The same with Macau."""
    return computing_item_made(m, _chinese_designs(m, "CN", "MO"))


@rule(
    "15 CFR 734.9(h)",
    "advanced computing items of named US technology are subject to the EAR to D:1, D:4 and D:5",
    in_force("2023-11-17", "2025-01-13", by="88 FR 73458", confirmed=False),
    subjects=True,
    code="FDP_COMPUTING",
    gp=3,
    answers="734.9(h)",
)
def advanced_computing_groups(m: Matter) -> Answer:
    """Not to A:5 and A:6; anywhere for parties headquartered, or with a parent, in Macau or D:5."""
    scope = any_of(
        lies_in(m.trade.destination, "MO", "D:1", "D:4", "D:5", on=m.on, but=("A:5", "A:6")),
        d5_headquartered(m),
        D5_TECHNOLOGY.of(m.item),
        says="destination or end use scope",
    )
    return computing_item_made(m, scope)


@rule(
    "15 CFR 734.9(i)",
    "products of named US technology are subject to the EAR for a supercomputer in China",
    in_force("2022-10-21", "2023-01-17", by="87 FR 62186"),
    subjects=True,
    code="FDP_SUPERCOMPUTER",
    gp=3,
    answers="734.9(i)",
)
def supercomputer_china(m: Matter) -> Answer:
    """The first form, before Macau came in."""
    return for_supercomputer(m, "CN")


@rule(
    "15 CFR 734.9(j)",
    "supplement 7 and category 3 to 5 and 7 items of such US technology are subject to the EAR to Iran",
    in_force("2023-02-24", "2024-07-23", by="88 FR 12150", confirmed=False),
    subjects=True,
    code="FDP_IRAN",
    gp=3,
    answers="734.9(j)",
)
def iran_first_form(m: Matter) -> Answer:
    """Destined to Iran or into an item there; the government as a party came only with 89 FR 60563."""
    foreign = foreign_from_abroad(m)
    if foreign.is_no:
        return foreign
    from licet.law.us.ear.part746_goods import in_supplement

    return all_of(
        foreign,
        any_of(m.trade.destination.is_("IR", "the destination is Iran"), IRANIAN_PRODUCT.of(m.trade)),
        any_of(
            m.item.eccn.test(
                lambda eccn: eccn.category in (3, 4, 5, 7), "the item is in category 3, 4, 5 or 7"
            ),
            in_supplement(m, 7),
        ),
        made_with(m, any_technology(categories="3457")),
    )
