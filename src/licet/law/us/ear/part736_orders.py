"""Supplement No. 1 to part 736: the general orders, and the temporary general licence for Huawei before them.

A general licence is no licence exception of part 740: the bars of 740.2 do not reach it, its own terms do. It
lifts what it says it overcomes and nothing else; General Order No. 7 stands in `part744_entities`.
"""

from __future__ import annotations

from licet.core.answer import Answer, all_of, any_of, negate
from licet.core.ask import ask
from licet.core.deal import Act, ItemKind
from licet.law.matter import Matter
from licet.law.rule import Reading, in_force, rule
from licet.law.us.ear.named_items import ADVANCED_COMPUTING_A, ADVANCED_COMPUTING_B, HBM, covered
from licet.law.us.ear.part734 import is_deemed
from licet.law.us.ear.part744_seats import d5_headquartered
from licet.law.us.ear.places import lies_in, lies_in_d5

# ---------------------------------------------------------------- Huawei, 2019 and 2020

HUAWEI_ACTIVITY = ask(
    "use.huawei_general_licence",
    "Is it continued operation of existing networks and equipment, support of existing devices, or "
    "cybersecurity disclosure, under agreements of 16 May 2019 or before?",
)


@rule(
    "15 CFR part 744, Supplement No. 7 (2019-2020); 744.11(a)",
    "the temporary general licence for Huawei kept old networks, old devices and security disclosure open",
    # To 2019-08-19, then by 84 FR 43487, 84 FR 64018, 85 FR 8722, 85 FR 14416 and 85 FR 29610 to 2020-08-13.
    in_force("2019-05-20", "2020-08-14", by="84 FR 23468, last extended by 85 FR 29610", confirmed=False),
    lifts=("affiliate",),
    code="TGL",
    general=True,
)
def huawei_general_licence(m: Matter) -> Reading:
    """For Huawei and its listed affiliates, 2019-05-20 to 2020-08-13; it lifts 744.11 and nothing else.

    Support of handsets available to the public and standards work fell away on 2019-08-19.
    """
    return Reading(
        answer=HUAWEI_ACTIVITY.of(m.trade),
        duties=("certification statement before the transaction, kept under part 762",),
    )


# ---------------------------------------------------------------- General Order No. 1, No. 3, No. 5

OLD_REEXPORT = ask(
    "trade.reexport_authorisation_without_end",
    "Does the trade rest on a reexport authorisation of before 16 September 1998 that has no last day?",
)
LICENCE_OF_2015 = ask(
    "trade.licence_before_2015_07_22",
    "Is it made under a BIS licence of before 22 July 2015 with conditions for Country Group E:1?",
)
FROM_USML = ask(
    "item.moved_from_usml", "Did the item move from the US Munitions List to the Commerce Control List?"
)
DDTC_APPROVAL = ask(
    "trade.under_ddtc_approval", "Is it made under a DDTC approval issued before the item moved to the CCL?"
)


@rule(
    "15 CFR part 736, Supplement No. 1, General Order No. 1",
    "reexport authorisations without a validity period of before 1998-09-16 have ended",
    in_force("1998-09-16", by="63 FR 49425"),
    imposes="General Order No. 1: the old reexport authorisation has ended; a new one is needed",
    firm=True,
    per_trade=True,
)
def general_order_1(m: Matter) -> Answer:
    """Those issued in the 24 months before ran 24 months; older ones were revoked."""
    return OLD_REEXPORT.of(m.trade)


@rule(
    "15 CFR part 736, Supplement No. 1, General Order No. 3",
    "conditions for Country Group E:1 in licences of before 2015-07-22 hold for Cuba (E:2) too",
    in_force("2015-07-22", by="80 FR 43318"),
    imposes="General Order No. 3: conditions for Country Group E:1 in the licence hold for Cuba as well",
    firm=True,
    per_trade=True,
)
def general_order_3(m: Matter) -> Answer:
    """Cuba left E:1 on that day; the conditions went on."""
    return all_of(m.trade.destination.is_("CU", "the destination is Cuba"), LICENCE_OF_2015.of(m.trade))


@rule(
    "15 CFR part 736, Supplement No. 1, General Order No. 5",
    "items that moved from the USML may go on under their DDTC approval, or need the EAR's authorisation",
    in_force("2013-04-16", by="78 FR 22707"),
    imposes="General Order No. 5: keep to the terms of the DDTC approval, or return it and use the EAR",
    per_trade=False,
)
def general_order_5(m: Matter) -> Answer:
    """No transfer of an item exported under a DDTC approval with provisos, but under the EAR's own terms.

    What the State Department found outside its list and what no entry named is EAR99 for good.
    """
    moved = FROM_USML.of(m.item)
    return moved if moved.is_no else all_of(moved, DDTC_APPROVAL.of(m.trade))


# ---------------------------------------------------------------- General Order No. 4

FOR_ALLIED_MAKER = ask(
    "use.directed_by_allied_company",
    "Does the recipient develop or produce parts or equipment at the direction of a company headquartered in "
    "the US, A:5 or A:6 and not majority-owned from Macau or D:5?",
)
SUPPLY_CHAIN = ask(
    "use.advanced_computing_supply_chain",
    "Is the use integration, assembly, inspection, testing, quality assurance or distribution, with every "
    "ultimate end user outside D:1, D:4 and D:5 and no company of Macau or D:5?",
)
_LESS_RESTRICTED = (
    "3B991",
    "3B992",
    "3D991",
    "3D992",
    "3E991",
    "3E992",
    "3B001.c.4",
    "3B993.b.1",
    "3B993.c.2",
    "3B993.c.3",
    "3B993.d.4",
    "3B993.f.2",
    "3B993.f.3",
    "3B993.o.2",
    "3B993.q.1",
    "3B993.q.2",
    "3B994",
    "3D993",
    "3D994",
    "3E993",
    "3E994",
)


@rule(
    "15 CFR part 736, Supplement No. 1, General Order No. 4(d)(1)",
    "a temporary general licence lifts 744.23(a)(4) for less restricted parts that allied makers direct",
    in_force("2023-11-17", "2026-01-01", by="88 FR 73446, widened by 89 FR 96813, ended by 88 FR 73447"),
    lifts=("744.23(a)(4)",),
    code="GO4",
    general=True,
)
def general_order_4_parts(m: Matter) -> Reading:
    """AT-only chip-making items and named ones, for parts that a US, A:5 or A:6 company directs.

    The order printed 2026-12-31 as its last day, while the document that made it took the whole paragraph out
    on 2026-01-01: the edition of 2026-01-29 holds it reserved.
    """
    return Reading(
        answer=all_of(covered(m.item, _LESS_RESTRICTED), FOR_ALLIED_MAKER.of(m.trade)),
        duties=(
            "keep the directives to the parties and a list of who received them (General Order No. 4(d)(5))",
        ),
    )


@rule(
    "15 CFR part 736, Supplement No. 1, General Order No. 4(d)(2)",
    "a temporary general licence lifts 742.6(a)(6)(iii) for supply chains whose end users are elsewhere",
    in_force("2022-10-21", "2023-04-08", by="87 FR 62186", confirmed=False),
    in_force("2023-11-17", "2026-01-01", by="88 FR 73490, ended by its own terms"),
    lifts=("742:742.6(a)(6)(iii)(A)", "742:742.6(a)(6)(iii)(B)", "742:742.6(a)(6)(i)(B)"),
    code="GO4",
    general=True,
)
def general_order_4_computing(m: Matter) -> Reading:
    """The end user sits there but is no company of Macau or D:5, and only assembles, tests or distributes."""
    return Reading(
        answer=all_of(
            covered(m.item, (*ADVANCED_COMPUTING_A, *ADVANCED_COMPUTING_B, *HBM)),
            negate(d5_headquartered(m)),
            SUPPLY_CHAIN.of(m.trade),
        ),
        duties=("records of the general licence (General Order No. 4(d)(5))",),
    )


# ---------------------------------------------------------------- General Order No. 6

BEGUN_BEFORE = ask(
    "use.gaafet_before_2024_09_06",
    "Did the development or production that the GAAFET technology serves begin by 6 September 2024?",
)
DIRECTED_BY_D1_D5 = ask(
    "use.directed_by_d1_or_d5_company",
    "Is the development or production directed by a company headquartered, or with a parent, in D:1 or D:5?",
)
EMPLOYED = ask(
    "trade.employed_before_2024_09_06", "Was the recipient employed by the entity before 6 September 2024?"
)
_QUANTUM = ("3D901", "3E901", "4D906", "4E906")
_SINCE = in_force("2024-09-06", by="89 FR 72926")


def _is_information(m: Matter) -> Answer:
    return m.item.kind.is_in(
        frozenset({ItemKind.TECHNOLOGY, ItemKind.SOFTWARE}), "it is technology or software"
    )


@rule(
    "15 CFR part 736, Supplement No. 1, General Order No. 6(f)(1)",
    "a general licence covers GAAFET technology of 3E905 to A:5 and A:6 for work begun by 2024-09-06",
    _SINCE,
    lifts=("chart",),
    code="GO6",
    general=True,
)
def general_order_6_gaafet(m: Matter) -> Reading:
    """Not where a listed party takes part, and not for work directed from Country Group D:1 or D:5."""
    return Reading(
        answer=all_of(
            covered(m.item, ("3E905",)),
            m.trade.act.is_in(
                frozenset({Act.EXPORT, Act.REEXPORT, Act.TRANSFER}), "an export, reexport or transfer"
            ),
            lies_in(m.trade.destination, "A:5", "A:6", on=m.on, says="the end user is in A:5 or A:6"),
            BEGUN_BEFORE.of(m.trade),
            negate(DIRECTED_BY_D1_D5.of(m.trade)),
        ),
        duties=("annual report under 743.7 by 1 February",),
    )


def _of_concern(m: Matter) -> Answer:
    return any_of(
        lies_in_d5(m.trade.destination, on=m.on), lies_in(m.trade.destination, "D:1", on=m.on),
        says="the recipient's most recent citizenship or residency is of D:1 or D:5",
    )  # fmt: skip


@rule(
    "15 CFR part 736, Supplement No. 1, General Order No. 6(f)(2)",
    "a general licence covers releases of GAAFET technology to staff of D:1 and D:5 employed by 2024-09-06",
    _SINCE,
    lifts=("chart",),
    code="GO6",
    general=True,
)
def general_order_6_staff(m: Matter) -> Reading:
    """Deemed exports and reexports; later versions of the technology too."""
    return Reading(
        answer=all_of(
            covered(m.item, ("3E905",)),
            is_deemed(m),
            _of_concern(m),
            EMPLOYED.of(m.trade),
            negate(DIRECTED_BY_D1_D5.of(m.trade)),
        ),
        duties=("annual report and report of termination within 30 days under 743.7",),
    )


@rule(
    "15 CFR part 736, Supplement No. 1, General Order No. 6(f)(3)",
    "a general licence covers releases of quantum technology and software to persons of D:1 and D:5",
    _SINCE,
    lifts=("chart",),
    code="GO6",
    general=True,
)
def general_order_6_quantum(m: Matter) -> Reading:
    """3D901, 3E901, 4D906 and 4E906, whenever the person was employed."""
    return Reading(
        answer=all_of(covered(m.item, _QUANTUM), is_deemed(m), _of_concern(m), _is_information(m)),
        duties=("annual report and report of termination within 30 days under 743.8",),
    )
