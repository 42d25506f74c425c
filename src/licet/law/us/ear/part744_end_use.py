"""15 CFR 744.2 to 744.5 and 744.6: nuclear, missile, chemical and biological end uses, and US persons'
support.

Each is one question with yes, no or unable to determine; the standard is knowledge (772.1), which takes in
awareness of a high probability. "No" needs a person and a day; a question not asked keeps the limb open.
"""

from __future__ import annotations

from collections.abc import Sequence

from licet.core.answer import Answer, Truth, all_of, any_of, negate, no
from licet.core.ask import Ask, ask
from licet.core.deal import Act
from licet.core.fact import State
from licet.core.listing import Verb
from licet.law.matter import Matter
from licet.law.rule import Policy, Reading, always, in_force, rule
from licet.law.us.ear.named_items import LISTED_SME, covered
from licet.law.us.ear.part744_military import INTELLIGENCE_USE, INTELLIGENCE_USER
from licet.law.us.ear.places import lies_in, lies_in_reach_of_chip_rules
from licet.law.us.ear.questions import IC_PRODUCTION, NODE_USE

__all__ = ["NODE_UNKNOWN", "NUCLEAR"]

NUCLEAR = ask("use.nuclear", "Do you know that the item is for a nuclear activity of 15 CFR 744.2(a)?")
ROCKET = ask(
    "use.rocket_or_uav", "Do you know that the item is for rocket systems or unmanned aerial vehicles?"
)
RANGE_300 = Ask[str](
    "use.range_300_km",
    "Can those rockets or vehicles reach 300 km or more (yes, no, or unable to determine)?",
    "unable to determine",
    ("yes", "no", "unable to determine"),
)
WMD_DELIVERY = ask(
    "use.wmd_delivery",
    "Do you know that the rockets or vehicles are to deliver chemical, biological or nuclear weapons?",
)
WEAPONS = ask("use.chemical_biological", "Do you know that the item is for chemical or biological weapons?")
PRECURSOR_PLANT = ask(
    "use.precursor_plant", "Is it for a whole plant to make 1C350 chemical weapons precursors?"
)
MARITIME_NUCLEAR = ask(
    "use.maritime_nuclear", "Do you know that the item is for a foreign maritime nuclear propulsion project?"
)
NODE_UNKNOWN = ask(
    "use.node_unknown", "Is it unknown whether that facility produces advanced-node integrated circuits?"
)
BACK_END = ask(
    "use.back_end_only", "Is the use only assembly, test or packaging that leaves the technology level?"
)
CLERICAL = ask("trade.clerical_only", "Is the US person's part only administrative or clerical?")
ALLY_EMPLOYER = ask(
    "trade.natural_person_for_ally_company",
    "Is the US person a natural person working for a company of the United States or Country Group A:5 "
    "or A:6?",
)
EMPLOYER = Ask[str]("trade.employer_hq", "Where is the US person's employer headquartered?", "")
SERVICING_ONLY = ask(
    "trade.servicing_only", "Is the activity only servicing, away from an advanced-node facility?"
)
DIRECT_SUPPORT = ask(
    "trade.us_person_support",
    "Does a US person ship, service, finance or otherwise support the end use with an item not subject "
    "to the EAR?",
)
OTHER_AGENCY_LICENSES = ask(
    "trade.other_agency_licenses_activity", "Does another agency's licence requirement cover the activity?"
)
US_GOVERNMENT_DUTY = ask(
    "trade.us_government_duty",
    "Is the support in the official duties of US Government employees or contractors?",
)

_CASE = {part: Policy(verb=Verb.CASE_BY_CASE, by=f"15 CFR 744.{part}(d)") for part in (2, 3, 4)}
SINCE_1996 = always(by="61 FR 12802")


@rule(
    "15 CFR 744.2(a)",
    "a licence is needed for any item known to be for nuclear explosive, unsafeguarded or fuel cycle "
    "activities",
    SINCE_1996,
    gp=5,
    tags=("744", "744.2"),
    open_to=("740.13(a)", "740.13(b)"),
    policy=_CASE[2],
)
def nuclear(m: Matter) -> Answer:
    """To any destination but those of supplement no. 3 to part 744. EAR99 is reached as any item is."""
    known = NUCLEAR.of(m.trade)
    if known.is_no:
        return known
    return all_of(
        known,
        negate(
            lies_in(m.trade.destination, "NUC", on=m.on, says="a country of supplement no. 3 to part 744")
        ),
    )


@rule(
    "15 CFR 744.3(a)",
    "a licence is needed for any item known to be for rockets or unmanned aerial vehicles of concern",
    SINCE_1996,
    gp=5,
    tags=("744", "744.3"),
    open_to=(),
    policy=_CASE[3],
)
def missile(m: Matter) -> Answer:
    """(1) range of 300 km in D:4; (2) delivery of weapons of mass destruction, anywhere; (3) range not
    determined.

    Inability to determine the range is itself a requirement in a D:4 country.
    """
    rocket = ROCKET.of(m.trade)
    if rocket.is_no:
        return WMD_DELIVERY.of(m.trade)
    in_d4 = lies_in(m.trade.destination, "D:4", on=m.on, says="a Country Group D:4 country")
    far = RANGE_300.test(m.trade, lambda value: value != "no", "300 km or more, or unable to determine")
    return any_of(
        WMD_DELIVERY.of(m.trade),
        all_of(rocket, in_d4, far, says="(a)(1) or (3)"),
    )


@rule(
    "15 CFR 744.4(a)",
    "a licence is needed for any item known to be for chemical or biological weapons, or a precursor plant",
    SINCE_1996,
    gp=5,
    tags=("744", "744.4"),
    open_to=(),
    policy=_CASE[4],
)
def chemical_biological(m: Matter) -> Answer:
    """Weapons anywhere in the world; whole precursor plants outside Country Group A:3."""
    ally = lies_in(m.trade.destination, "A:3", on=m.on, says="a Country Group A:3 country")
    return any_of(WEAPONS.of(m.trade), all_of(PRECURSOR_PLANT.of(m.trade), negate(ally)))


@rule(
    "15 CFR 744.5(a)",
    "a licence is needed for technology known to be for a foreign maritime nuclear propulsion project",
    SINCE_1996,
    gp=5,
    tags=("744", "744.5"),
    open_to=(),
    policy=Policy(
        verb=Verb.POLICY_DENIAL, by="15 CFR 744.5(c)", says="but under an Agreement for Cooperation"
    ),
)
def maritime_nuclear(m: Matter) -> Answer:
    """Technology of the plants, prototypes and facilities, and their specially developed machinery."""
    return MARITIME_NUCLEAR.of(m.trade)


# ---------------------------------------------------------------- US persons, General Prohibition Seven


def _supports(m: Matter) -> Answer:
    """Whether a US person's activity could be the support of 744.6(b)(6)."""
    acts = m.trade.act.is_(Act.US_PERSON_ACTIVITY, "the act is a US person's activity")
    direct = DIRECT_SUPPORT.of(m.trade)
    if acts.is_no and direct.is_no:
        return direct
    return all_of(
        m.trade.us_person.is_(True, "the actor is a US person"),
        any_of(acts, direct),
        negate(OTHER_AGENCY_LICENSES.of(m.trade)),
    )


@rule(
    "15 CFR 744.6(b); 736.2(b)(7)",
    "a US person needs a licence to support weapons of mass destruction or military intelligence, item "
    "or no item",
    in_force("1996-04-24", by="61 FR 12802; military intelligence by 86 FR 4865"),
    gp=7,
    tags=("744", "744.6"),
    open_to=("740.11(b)(2)(ii)",),
    reaches_all=True,
    policy=Policy(
        verb=Verb.PRESUMPTION_DENIAL,
        by="15 CFR 744.6(e)",
        says="denied where the support is a material contribution",
    ),
)
def us_person_support(m: Matter) -> Answer:
    """Shipping, servicing, financing, contracts: (1) nuclear, (2) missile, (3) CBW, (4) plants, (5)
    intelligence.
    """
    supports = _supports(m)
    if supports.is_no:
        return supports
    to, on = m.trade.destination, m.on
    uses = any_of(
        all_of(
            NUCLEAR.of(m.trade), negate(lies_in(to, "NUC", on=on)), says="(b)(1) nuclear explosive devices"
        ),
        all_of(ROCKET.of(m.trade), lies_in(to, "D:4", "E:2", on=on), says="(b)(2) missiles"),
        all_of(WMD_DELIVERY.of(m.trade), lies_in(to, "D:4", "E:2", on=on), says="(b)(2) missiles"),
        all_of(WEAPONS.of(m.trade), says="(b)(3) chemical or biological weapons"),
        all_of(PRECURSOR_PLANT.of(m.trade), negate(lies_in(to, "A:3", on=on)), says="(b)(4) whole plants"),
        all_of(
            lies_in(to, "MIEU", "E:1", "E:2", on=on),
            any_of(INTELLIGENCE_USE.of(m.trade), *(INTELLIGENCE_USER.of(party) for party in m.trade.parties)),
            negate(US_GOVERNMENT_DUTY.of(m.trade)),
            says="(b)(5) military intelligence",
        ),
        says="an end use of 744.6(b)",
    )
    return all_of(supports, uses)


def _works_for_ally(m: Matter) -> Answer:
    """744.6(d)(4): a natural person who works for a company of the US, A:5 or A:6."""
    employer = EMPLOYER.fact(m.trade)
    seat = lies_in(
        employer, "US", "A:5", "A:6", on=m.on, says="the employer is headquartered in the US, A:5 or A:6"
    )
    return any_of(ALLY_EMPLOYER.of(m.trade), seat)


@rule(
    "15 CFR 744.6(c)(2); 736.2(b)(7)",
    "a US person needs a licence to ship or service items not subject to the EAR for advanced-node "
    "chips in D:5",
    in_force("2022-10-12", by="87 FR 62186"),
    gp=7,
    tags=("744", "744.6"),
    open_to=(),
    reaches_all=True,
    policy=Policy(verb=Verb.PRESUMPTION_DENIAL, by="15 CFR 744.6(e)(3)(i)"),
)
def us_person_chips(m: Matter) -> Answer:
    """(i) any item to an advanced-node fab, (ii) category 3 B to E items where the node is unknown, (iii)
    listed tools.

    Not for clerical work, and not for natural persons who work for companies of the US, A:5 or A:6.
    """
    to = lies_in_reach_of_chip_rules(m.trade.destination, on=m.on)
    if to.is_no:
        return to
    supports = _supports(m)
    if supports.is_no:
        return supports
    eccn = m.item.eccn
    category_3 = eccn.test(
        lambda code: code.category == 3 and code.group in "BCDE", "category 3, groups B to E"
    )
    tools = covered(m.item, (*LISTED_SME, "3D992", "3E992"))
    not_back_end = negate(BACK_END.of(m.trade))
    return all_of(
        to,
        any_of(
            all_of(NODE_USE.of(m.trade), not_back_end, says="(c)(2)(i)"),
            all_of(
                IC_PRODUCTION.of(m.trade),
                NODE_UNKNOWN.of(m.trade),
                category_3,
                not_back_end,
                says="(c)(2)(ii)",
            ),
            all_of(tools, negate(SERVICING_ONLY.of(m.trade)), says="(c)(2)(iii)"),
        ),
        supports,
        negate(any_of(CLERICAL.of(m.trade), _works_for_ally(m))),
    )


# ---------------------------------------------------------------- is informed


@rule(
    "15 CFR 744.1(b)(2)",
    "a licence is needed when BIS informed the actor that one is required",
    SINCE_1996,
    gp=5,
    tags=("744", "informed"),
    open_to=(),
    reaches_all=True,
    per_trade=True,
)
def informed(m: Matter) -> Sequence[Reading]:
    """A notice may come under any section of part 744 or 746; it reaches goods in transit.

    No savings clause covers it, and no licence exception unless the notice says so.
    """
    fact = m.trade.informed
    if fact.value is None:
        if fact.state is State.UNKNOWN:
            return (
                Reading(
                    answer=Answer(truth=Truth.UNKNOWN, says="informed by BIS", question=fact.ask),
                    why="not asked",
                ),
            )
        return (Reading(answer=no("BIS gave no notice")),)
    found = [
        Reading(
            answer=_bound(
                m,
                notice.section,
                Answer(truth=Truth.YES, says=f"BIS gave notice under {notice.section} on {notice.day}"),
            ),
            why=f"notice of {notice.day} under 15 CFR {notice.section}",
            cites=(f"15 CFR {notice.section}",),
            policy=Policy(verb=None, by=f"15 CFR {notice.section}", says="as the notice says"),
        )
        for notice in fact.value
        if notice.day is None or notice.day <= m.on
    ]
    return found or (Reading(answer=no("BIS gave no notice by that day")),)


def _bound(m: Matter, section: str, notice: Answer) -> Answer:
    """A notice under 744.6(c) speaks to US persons alone; every other to whoever received it."""
    if not section.startswith("744.6"):
        return notice
    return all_of(notice, m.trade.us_person.is_(True, "a US person (744.6(c)(1))"))
