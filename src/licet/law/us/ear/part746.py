"""15 CFR part 746: Cuba, North Korea, Syria, Iran, Iraq, the occupied regions of Ukraine, arms embargoes.

An exception reaches these requirements only where the section itself names it: `open_to` is that list.
"""

from __future__ import annotations

from licet.core.answer import Answer, Truth, all_of, any_of, negate
from licet.core.ask import ask
from licet.core.deal import Act, ItemKind
from licet.core.listing import Verb
from licet.core.period import as_day
from licet.law.matter import Matter
from licet.law.rule import Policy, always, in_force, rule
from licet.law.us.ear.control_rows import has_any_column, has_reason
from licet.law.us.ear.part734 import destination_of, is_deemed, is_ear99
from licet.law.us.ear.part746_goods import in_supplement
from licet.law.us.ear.places import lies_in
from licet.law.us.ear.questions import AGRICULTURAL, FOOD, OFAC_AUTHORISED
from licet.law.us.ofac.iran import controlled_content

LUXURY = ask("item.luxury", "Is it a luxury good (supplement no. 1 to part 746)?")
HUMANITARIAN = ask("use.humanitarian", "Is it a humanitarian item or for a UN humanitarian effort?")
ARMS = ask("item.arms", "Is it arms or related materiel, or named by the UN for weapons programmes?")
MEDICINE = ask("item.medicine_or_device", "Is it medicine or a medical device (772.1)?")
AVIATION_SAFETY = ask("use.civil_aviation_safety", "Is it for the safety of civil aviation?")
ALLIED_USER = ask(
    "party.allied_civil_end_user",
    "Is the end user a wholly owned subsidiary, branch or joint venture of US, A:5 or A:6 companies,"
    " or a mission of an A:5 or A:6 government (746.8(a)(12)(ii))?",
)
CUBAN_APPROVAL = ask(
    "use.cuba_generally_approved",
    "Is it one of the classes of 746.2(b)(2) (telecommunications, civil society ...)?",
)
CUBAN_PEOPLE = ask("use.cuba_needs_of_people", "Does it meet the needs of the Cuban people (746.2(b)(3))?")
COMMUNICATION_SOFTWARE = ask(
    "item.personal_communication_software",
    "Is it free, widely available software to exchange personal communications over the internet "
    "(746.6(d)(3))?",
)
UKRAINIAN_DEPLOYMENT = ask(
    "use.ukraine_deployment", "Is it used in deployments by the Government of Ukraine?"
)
CASE_CLASS = ask(
    "use.case_by_case_class",
    "Is it one of the classes reviewed case by case (safety of flight, humanitarian, allied "
    "subsidiaries ...)?",
)
ITSR_PROHIBITS = ask(
    "trade.itsr_prohibits",
    "Do the Iranian Transactions Regulations (31 CFR part 560) prohibit the export or reexport?",
    clean=None,
)
SYRIA_COMMERCIAL = ask(
    "use.syria_commercial", "Is it for economic development or civil services in Syria (746.9(c)(1))?"
)


SYRIA_GENERAL_ORDER_2 = ask(
    "use.syria_general_order_2",
    "Is it one of the classes of General Order No. 2 (US Government, medicine and devices on the CCL, civil "
    "aviation safety, telecommunications, United Nations, support of the Syrian people)?",
)


def _ear99_food(m: Matter) -> Answer:
    return all_of(is_ear99(m), FOOD.of(m.item), says="food or medicine designated EAR99")


def _is(m: Matter, code: str, says: str) -> Answer:
    return destination_of(m).is_(code, says)


def _cuba_policy(m: Matter) -> Policy:
    by = "15 CFR 746.2(b)"
    for question, holder, verb in (
        (MEDICINE, m.item, Verb.GENERAL_APPROVAL),
        (CUBAN_APPROVAL, m.trade, Verb.GENERAL_APPROVAL),
        (AVIATION_SAFETY, m.trade, Verb.GENERAL_APPROVAL),
        (CUBAN_PEOPLE, m.trade, Verb.CASE_BY_CASE),
        (HUMANITARIAN, m.trade, Verb.CASE_BY_CASE),
    ):
        answer = question.of(holder)
        if answer.is_yes:
            return Policy(verb=verb, by=by, says=question.text)
        if answer.is_unknown:
            return Policy(verb=None, by=by, asks=answer.asks())
    return Policy(verb=Verb.POLICY_DENIAL, by=by)


@rule(
    "15 CFR 746.2(a)",
    "a licence is needed to export or reexport to Cuba any item subject to the EAR",
    always(by="61 FR 12806"),
    gp=6,
    tags=("746", "746.2"),
    open_to=(
        "740.9(a)(9)", "740.13(a)", "740.13(b)", "740.13(c)", "740.10(a)", "BAG", "GOV", "GFT",
        "740.9(b)(1)(iv)",
        "740.15(a)", "740.15(b)", "740.15(d)", "740.15(e)", "740.16(h)", "AGR", "CCD", "SCP",
        "TMP", "TSU", "RPL", "AVS", "APR",
    ),
    policy=_cuba_policy,
)  # fmt: skip
def cuba(m: Matter) -> Answer:
    """All items, food included; only releases of EAR99 technology or source code to a Cuban national are
    free.
    """
    to = _is(m, "CU", "the destination is Cuba")
    if to.is_no:
        return to
    return all_of(
        to, negate(all_of(is_deemed(m), is_ear99(m), says="release of EAR99 technology (746.2(a)(2))"))
    )


def _korea_policy(m: Matter) -> Policy:
    by = "15 CFR 746.4(b)"
    if any_of(LUXURY.of(m.item), ARMS.of(m.item)).is_yes:
        return Policy(verb=Verb.POLICY_DENIAL, by=by, says="luxury goods, arms")

    if any_of(has_reason(m, "NP"), has_reason(m, "MT")).is_yes:
        return Policy(verb=Verb.POLICY_DENIAL, by=f"{by}(3)", says="NP and MT items")
    if any_of(HUMANITARIAN.of(m.trade), MEDICINE.of(m.item), AGRICULTURAL.of(m.item)).is_yes:
        says = "humanitarian items, agricultural commodities, medical devices"
        return Policy(verb=Verb.GENERAL_APPROVAL, by=f"{by}(4)", says=says)
    if LUXURY.of(m.item).is_unknown:
        return Policy(verb=None, by=by, asks=LUXURY.of(m.item).asks())
    return Policy(verb=Verb.CASE_BY_CASE, by=by)


@rule(
    "15 CFR 746.4(a)",
    "a licence is needed to export or reexport to North Korea any item but EAR99 food and medicine",
    in_force("2007-01-26", by="72 FR 3725"),
    gp=6,
    tags=("746", "746.4"),
    open_to=(
        "740.9(a)(9)", "740.11(a)", "740.11(b)(2)", "GFT", "740.13(a)", "740.13(b)", "BAG", "740.15(a)",
        "TMP", "GOV", "TSU",
    ),
    policy=_korea_policy,
)  # fmt: skip
def north_korea(m: Matter) -> Answer:
    """Luxury goods, arms and weapons-related items are denied."""
    to = _is(m, "KP", "the destination is North Korea")
    return to if to.is_no else all_of(to, negate(_ear99_food(m)))


def _syria_policy(m: Matter) -> Policy:
    older = SYRIA_GENERAL_ORDER_2.of(m.trade)
    if m.on < _SYRIA_CHANGE and not older.is_no:
        by = "15 CFR part 736, Supplement No. 1, General Order No. 2; 746.9(c)"
        verb = Verb.CASE_BY_CASE if older.is_yes else None
        return Policy(verb=verb, by=by, says="one of the classes of General Order No. 2", asks=older.asks())
    if SYRIA_COMMERCIAL.of(m.trade).is_yes and m.on >= _SYRIA_CHANGE:
        return Policy(verb=Verb.PRESUMPTION_APPROVAL, by="15 CFR 746.9(c)(1)")
    if m.on >= _SYRIA_CHANGE:
        return Policy(verb=Verb.CASE_BY_CASE, by="15 CFR 746.9(c)(2)")
    return Policy(
        verb=Verb.POLICY_DENIAL, by="15 CFR 746.9(c)", says="general policy of denial but for named classes"
    )


_SYRIA_SPP = in_force("2025-09-02", by="90 FR 42318")
_SYRIA_CHANGE = as_day("2025-09-02")
_SYRIA_OPEN = (
    "740.9(a)(9)", "740.11(b)(2)", "740.13(a)", "740.13(b)", "740.13(c)", "BAG", "740.15(a)(4)", "TMP",
    "GOV", "TSU",
    "AVS",
)  # fmt: skip


def _syria(m: Matter) -> Answer:
    to = _is(m, "SY", "the destination is Syria")
    if to.is_no:
        return to
    released = all_of(is_deemed(m), is_ear99(m), says="release of EAR99 technology or source code")
    return all_of(to, negate(any_of(_ear99_food(m), released)))


@rule(
    "15 CFR 746.9(a)",
    "a licence is needed to export or reexport to Syria any item but EAR99 food and medicine",
    in_force("2011-12-12", "2025-09-02", by="76 FR 77117"),
    gp=6,
    tags=("746", "746.9"),
    open_to=_SYRIA_OPEN,
    policy=_syria_policy,
    answers="746.9",
)
def syria_before_spp(m: Matter) -> Answer:
    """The form before License Exception SPP."""
    return _syria(m)


@rule(
    "15 CFR 746.9(a)",
    "a licence is needed to export or reexport to Syria any item but EAR99 food and medicine; SPP is open",
    _SYRIA_SPP,
    gp=6,
    tags=("746", "746.9"),
    open_to=("SPP", *_SYRIA_OPEN, "740.9(a)(3)", "740.9(a)(7)", "740.9(a)(10)", "740.9(a)(11)(ii)", "RPL",
        "CCD",
             "740.11(c)", "740.11(d)", "740.13(g)", "740.15"),
    policy=_syria_policy,
    answers="746.9",
)  # fmt: skip
def syria(m: Matter) -> Answer:
    """From 2025-09-02 License Exception SPP (740.5) opens EAR99 items, not for parties of part 744."""
    return _syria(m)


# ---------------------------------------------------------------- Iran


def _iran_policy(m: Matter) -> Policy:
    humane = any_of(HUMANITARIAN.of(m.trade), AVIATION_SAFETY.of(m.trade))
    if humane.is_yes:
        return Policy(verb=Verb.CASE_BY_CASE, by="15 CFR 746.7(b)")
    return Policy(verb=Verb.POLICY_DENIAL, by="15 CFR 746.7(b)")


_IRAN_ENTRIES = frozenset(
    [
        "0A503",
        "0A980",
        "0A982",
        "0A983",
        "0E982",
        "1C355",
        "1C395",
        "1C980",
        "1C982",
        "1C983",
        "1C984",
        "2A994",
        "2D994",
        "2E994",
        "5A980",
        "5D980",
        "5E980",
        "1C350",
    ]
)


def _iran_listed(m: Matter) -> Answer:
    fact = m.item.eccn
    if fact.value is None:
        return Answer(
            truth=Truth.UNKNOWN if fact.is_unknown else Truth.NO, says="listed for Iran", question=fact.ask
        )
    if fact.value.is_ear99:
        return Answer(truth=Truth.NO, says="EAR99 is on no list for Iran")
    if fact.value.entry in _IRAN_ENTRIES:
        return Answer(truth=Truth.YES, says=f"{fact.value.entry} is named in 746.7(a)(1)(i)")

    return has_any_column(m)


@rule(
    "15 CFR 746.7(a)(1); 742.8(a)",
    "a licence is needed to export or reexport to Iran items on the CCL or in supplement no. 7, unless "
    "OFAC authorises",
    always(by="61 FR 12806, supplement no. 7 by 88 FR 12150"),
    gp=6,
    tags=("746", "746.7"),
    open_to=(),
    policy=_iran_policy,
)
def iran(m: Matter) -> Answer:
    """Items with any chart column, AT included, and the named entries; no licence exception is open.

    To avoid a second licence, what OFAC authorises is authorised for the EAR as well (746.7(a)(2)).
    """
    to = _is(m, "IR", "the destination is Iran")
    if to.is_no:
        return to
    from licet.law.us.ear.subject import reached_only_by, route

    alone = reached_only_by(m, ("FDP_IRAN",))
    sent_from_ally = lies_in(m.trade.exported_from, "RUS", on=m.on, says="from a supplement no. 3 country")
    relief = all_of(is_ear99(m), any_of(FOOD.of(m.item), MEDICINE.of(m.item)))
    excluded = alone if alone.is_no else all_of(alone, any_of(sent_from_ally, relief), says="746.7(a)(1)(iv)")
    return all_of(
        to,
        any_of(_iran_listed(m), route(m, "FDP_IRAN"), in_supplement(m, 7)),
        negate(OFAC_AUTHORISED.of(m.trade)),
        negate(excluded),
    )


@rule(
    "15 CFR 746.7(e)",
    "no one may export or reexport to Iran what the Iranian Transactions Regulations prohibit and OFAC "
    "did not allow",
    in_force("2004-07-30", by="69 FR 46070"),
    gp=6,
    prohibits=True,
    tags=("746", "746.7(e)"),
    open_to=(),
)
def iran_itsr(m: Matter) -> Answer:
    """Whether or not the EAR asks for a licence, EAR99 included.

    From the United States and by US persons 31 CFR 560.204 prohibits all but exempt and authorised trade.
    By others 31 CFR 560.205 prohibits the reexport of controlled goods; that is asked where it is not stated.
    """
    to = _is(m, "IR", "the destination is Iran")
    if to.is_no:
        return to
    if is_deemed(m).is_yes:
        return ITSR_PROHIBITS.of(m.trade) if ITSR_PROHIBITS.id in m.trade.statements else _NO
    stated = ITSR_PROHIBITS.fact(m.trade)
    if stated.is_known:
        prohibits = ITSR_PROHIBITS.of(m.trade)
    else:
        from_us = any_of(
            m.trade.us_person.is_(True, "a US person (31 CFR 560.204)"),
            m.trade.act.is_(Act.EXPORT, "from the United States"),
        )
        controlled = all_of(
            _iran_listed(m), says="controlled for export to Iran before 1995 (31 CFR 560.205)"
        )
        others = (
            Answer(truth=Truth.NO, says="not controlled") if controlled.is_no else ITSR_PROHIBITS.of(m.trade)
        )
        foreign = m.item.origin.test(lambda origin: origin != "US", "a foreign-made item")
        content = all_of(foreign, controlled_content(m)) if foreign.is_yes else foreign
        prohibits = from_us if from_us.is_yes else any_of(from_us, others, content)
    return all_of(to, prohibits, negate(OFAC_AUTHORISED.of(m.trade)))


_NO = Answer(truth=Truth.NO)

# ---------------------------------------------------------------- occupied regions of Ukraine


def reviewed_case_by_case(m: Matter) -> Answer:
    """Whether the application is of a class that 746.6(b) and 746.8(b)(3) take out of the denial."""
    classes = (CASE_CLASS, HUMANITARIAN, AVIATION_SAFETY)
    return any_of(
        *(question.of(m.trade) for question in classes),
        *(ALLIED_USER.of(party) for party in m.trade.parties),
        says="one of the classes reviewed case by case",
    )


def _region_policy(m: Matter) -> Policy:
    answer = reviewed_case_by_case(m)
    if answer.is_yes:
        return Policy(verb=Verb.CASE_BY_CASE, by="15 CFR 746.6(b)")
    return Policy(verb=Verb.POLICY_DENIAL, by="15 CFR 746.6(b)", asks=answer.asks())


_REGION_OPEN = (
    "740.9(a)(9)", "740.11(a)", "740.11(b)(2)", "GFT", "740.13(a)", "740.13(b)", "BAG", "740.15(a)(4)",
    "740.15(d)",
    "MED", "TMP", "GOV", "TSU", "AVS",
)  # fmt: skip


def _in_region(m: Matter, *regions: str) -> Answer:
    """Whether the goods go to a region; a country other than Ukraine settles it, so does the region alone."""
    country = m.trade.destination.is_("UA", "the destination is Ukraine")
    where = m.trade.region.is_in(frozenset(regions), f"the destination is in {' or '.join(regions)}")
    if where.is_yes:
        return where
    return country if country.is_no else all_of(country, where)


def _region_items(m: Matter) -> Answer:
    software = all_of(m.item.kind.is_(ItemKind.SOFTWARE, "it is software"), COMMUNICATION_SOFTWARE.of(m.item))
    return negate(any_of(_ear99_food(m), software, says="taken out"), says="not taken out")


@rule(
    "15 CFR 746.6(a)(1)(i)",
    "a licence is needed to or within Crimea for any item but EAR99 food and medicine and some software",
    in_force("2015-01-29", by="80 FR 4776"),
    gp=6,
    tags=("746", "746.6"),
    open_to=_REGION_OPEN,
    policy=_region_policy,
)
def crimea(m: Matter) -> Answer:
    """By region, not by country: Ukraine itself is free. Where the goods make no difference the region is
    not asked.
    """
    region = _in_region(m, "Crimea")
    if region.is_no:
        return region
    items = _region_items(m)
    if items.is_no:
        return items
    return all_of(items, region, negate(UKRAINIAN_DEPLOYMENT.of(m.trade)))


@rule(
    "15 CFR 746.6(a)(2)",
    "a licence is needed to or within the so-called DNR and LNR for any item but EAR99 food and medicine",
    in_force("2022-02-24", by="87 FR 12226"),
    gp=6,
    tags=("746", "746.6"),
    open_to=_REGION_OPEN,
    policy=_region_policy,
)
def donetsk_luhansk(m: Matter) -> Answer:
    """As for Crimea."""
    region = _in_region(m, "Donetsk", "Luhansk")
    if region.is_no:
        return region
    items = _region_items(m)
    if items.is_no:
        return items
    return all_of(items, region, negate(UKRAINIAN_DEPLOYMENT.of(m.trade)))


@rule(
    "15 CFR 746.6(a)(1)(ii); 734.9(f)",
    "a licence is needed for foreign-made items subject to the EAR by the Russia rule to Crimea, but "
    "from allies",
    in_force("2023-05-19", by="88 FR 33422"),
    gp=3,
    tags=("746", "746.6"),
    open_to=_REGION_OPEN,
    policy=_region_policy,
)
def crimea_direct_product(m: Matter) -> Answer:
    """Not from the countries of supplement no. 3 to part 746."""
    region = m.trade.region.is_("Crimea", "the destination is Crimea")
    if region.is_no:
        return region
    from licet.law.us.ear.subject import route

    ally = lies_in(m.trade.exported_from, "RUS", on=m.on, says="sent from a supplement no. 3 country")
    return all_of(route(m, "FDP_RUSSIA"), region, negate(ally))


# ---------------------------------------------------------------- Iraq and arms embargoes

_IRAQ_REASONS = ("NS", "MT", "NP", "CW", "CB", "RS", "CC", "EI", "SI", "SL", "UN")


@rule(
    "15 CFR 746.3(a)(1) and (2)",
    "a licence is needed to or within Iraq for items controlled for NS, MT, NP, CW, CB, RS, CC, EI, SI, "
    "SL or UN",
    in_force("2004-07-30", by="69 FR 46070"),
    gp=6,
    tags=("746", "746.3"),
    open_to=("APP", "TMP", "RPL", "GOV", "GFT", "TSU", "BAG", "AVS", "ENC"),
    policy=Policy(verb=Verb.CASE_BY_CASE, by="15 CFR 746.3(b)"),
)
def iraq(m: Matter) -> Answer:
    """By reason for control, whatever the column; the rows that name Iraq are read with the CCL."""
    to = _is(m, "IQ", "the destination is Iraq")
    if to.is_no:
        return to

    return all_of(to, any_of(*(has_reason(m, reason) for reason in _IRAQ_REASONS)))
