"""15 CFR 746.8: Russia and Belarus, by ECCN, by tariff code, by project, by software, by direct product."""

from __future__ import annotations

from datetime import date

from licet.core.answer import Answer, all_of, any_of, negate
from licet.core.ask import ask
from licet.core.deal import ItemKind
from licet.core.listing import Verb
from licet.law.matter import Matter
from licet.law.rule import Policy, Reading, in_force, rule
from licet.law.us.ear.named_items import covered
from licet.law.us.ear.part734 import is_deemed, is_ear99
from licet.law.us.ear.part744_carriers import CONTROL, REGISTRY
from licet.law.us.ear.part744_parties import SDN_LIST, entries, not_screened
from licet.law.us.ear.part746 import ALLIED_USER, reviewed_case_by_case
from licet.law.us.ear.part746_goods import in_supplement
from licet.law.us.ear.places import lies_in
from licet.law.us.ear.questions import OIL_PROJECT

CLASSIFIED = ask(
    "item.classified_under_740_17",
    "Was the encryption item classified in accordance with 740.17?",
    clean=True,
)
NAMED_SOFTWARE = ask(
    "item.enterprise_software",
    "Is it EAR99 software named in 746.8(a)(8)(ii): ERP, CRM, BI, SCM, EDW, CMMS, project, PLM, BIM, "
    "CAD, CAM, ETO, CNC?",
)
FARM_OR_MEDICAL = ask(
    "party.agriculture_or_medical", "Is the recipient engaged exclusively in agriculture or medicine?"
)

_OPEN = (
    "740.9(a)(9)", "740.11(b)", "740.11(e)", "740.13(c)", "740.14(a)", "740.14(b)", "740.14(c)", "740.14(d)",
    "740.15(a)", "740.15(b)", "ENC", "CCD", "MED", "TMP", "GOV", "TSU", "BAG", "AVS",
)  # fmt: skip
_OIL_ENTRIES = ("0A998", "1C992", "3A229", "3A231", "3A232", "6A991", "8A992", "8D999")


#: First days of Belarus beside Russia: by list and direct product (87 FR 13048), by industry sector (87 FR
#: 57068); and the day on which 746.5 and 746.10 moved into 746.8 (89 FR 51644).
_BELARUS, _BELARUS_SECTORS, _ONE_SECTION = date(2022, 3, 2), date(2022, 9, 15), date(2024, 6, 12)


def _to(m: Matter, belarus: date = _BELARUS) -> Answer:
    if m.on < belarus:
        return m.trade.destination.is_("RU", "the destination is Russia")
    return lies_in(m.trade.destination, "RU", "BY", on=m.on, says="the destination is Russia or Belarus")


def _older(m: Matter, section: str) -> tuple[str, ...]:
    """Where the paragraph stood before Russia and Belarus came into one section."""
    return (f"15 CFR {section}",) if m.on < _ONE_SECTION else ()


def _policy(m: Matter) -> Policy:
    by = "15 CFR 746.8(b)(3)"
    answer = reviewed_case_by_case(m)
    if answer.is_yes:
        return Policy(verb=Verb.CASE_BY_CASE, by=by, says="one of the seven classes")
    return Policy(verb=Verb.POLICY_DENIAL, by=by, asks=answer.asks())


def _oil_policy(m: Matter) -> Policy:
    """Denial for such projects; 746.8(b)(3) takes its classes out of (a)(4) as well."""
    if reviewed_case_by_case(m).is_yes:
        return _policy(m)
    return Policy(verb=Verb.POLICY_DENIAL, by="15 CFR 746.8(b)(2)")


def _deemed_out(m: Matter) -> Answer:
    return negate(is_deemed(m), says="not a deemed export or reexport ((a)(12)(i))")


def _outside_coalition(m: Matter) -> tuple[Answer, ...]:
    """What a requirement beside (a)(2) and (3) still needs, where the item may be the coalition's alone."""
    from licet.law.us.ear.subject import left_to_coalition

    left = left_to_coalition(m)
    return () if left.is_no else (negate(left),)


def _mass_market(m: Matter) -> Answer:
    """746.8(a)(12)(ii): some telecommunications and encryption items for allied civil end users."""
    return all_of(
        any_of(
            covered(m.item, ("5A991",)),
            all_of(covered(m.item, ("5A992.c", "5D992.c")), CLASSIFIED.of(m.item)),
            all_of(is_ear99(m), NAMED_SOFTWARE.of(m.item)),
        ),
        any_of(*(ALLIED_USER.of(party) for party in m.trade.parties)),
        says="excluded by (a)(12)(ii)",
    )


@rule(
    "15 CFR 746.8(a)(1)",
    "a licence is needed to or within Russia or Belarus for items of CCL categories 3 to 9",
    in_force("2022-02-24", "2022-04-08", by="87 FR 12226; Belarus by 87 FR 13048"),
    gp=6,
    tags=("746", "746.8"),
    open_to=_OPEN,
    policy=_policy,
    answers="746.8(a)(1)",
)
def high_categories(m: Matter) -> Answer:
    """The first form: categories 3 to 9 only; Belarus from 2022-03-02."""
    to = _to(m)
    if to.is_no:
        return to
    listed = m.item.eccn.test(lambda eccn: (eccn.category or 0) >= 3, "the item is in CCL categories 3 to 9")
    return all_of(to, listed, _deemed_out(m), negate(_mass_market(m)), *_outside_coalition(m))


@rule(
    "15 CFR 746.8(a)(1)",
    "a licence is needed to or within Russia or Belarus for any item on the CCL",
    in_force("2022-04-08", by="87 FR 22130"),
    gp=6,
    tags=("746", "746.8"),
    open_to=_OPEN,
    policy=_policy,
    answers="746.8(a)(1)",
)
def any_eccn(m: Matter) -> Answer:
    """Any ECCN, whatever the paragraph or the reason for control; EAR99 is a matter of the supplements."""
    to = _to(m)
    if to.is_no:
        return to
    listed = m.item.eccn.test(lambda eccn: not eccn.is_ear99, "the item is on the CCL")
    return all_of(to, listed, _deemed_out(m), negate(_mass_market(m)), *_outside_coalition(m))


def _direct_product(m: Matter, code: str) -> Answer:
    from licet.law.us.ear.subject import route

    reached = route(m, code)
    if reached.is_no:
        return reached
    ally = lies_in(
        m.trade.exported_from, "RUS", on=m.on, says="sent from a supplement no. 3 country ((a)(12)(iii))"
    )
    return all_of(reached, negate(ally), _deemed_out(m))


@rule(
    "15 CFR 746.8(a)(2); 734.9(f)",
    "a licence is needed for foreign-made items that the Russia, Belarus and Crimea rule makes subject "
    "to the EAR",
    in_force("2022-02-24", by="87 FR 12226"),
    gp=3,
    tags=("746", "746.8"),
    open_to=_OPEN,
    policy=_policy,
)
def direct_product(m: Matter) -> Answer:
    """Not from the countries of supplement no. 3, which control the same themselves."""
    return _direct_product(m, "FDP_RUSSIA")


@rule(
    "15 CFR 746.8(a)(3); 734.9(g)",
    "a licence is needed for foreign-made items that footnote 3 makes subject to the EAR",
    in_force("2022-02-24", by="87 FR 12226"),
    gp=3,
    tags=("746", "746.8", "footnote 3"),
    open_to=(),
    policy=Policy(verb=Verb.POLICY_DENIAL, by="15 CFR 746.8(b)(1)"),
)
def footnote_3_items(m: Matter) -> Answer:
    """To or within any destination; no exception but what the entry names; not from supplement no. 3
    countries.
    """
    return _direct_product(m, "FDP_FOOTNOTE_3")


@rule(
    "15 CFR 746.8(a)(4)(i)",
    "a licence is needed for oil and gas items to Russian deepwater, Arctic or shale projects, known or "
    "not excluded",
    in_force("2014-08-06", by="79 FR 45675 (as 746.5), moved by 89 FR 51644"),
    gp=6,
    tags=("746", "746.8", "746.8(a)(4)"),
    open_to=_OPEN,
    policy=_oil_policy,
)
def oil_and_gas(m: Matter) -> Reading:
    """Supplement no. 2 items and eight ECCNs. To be unable to determine the use is itself the requirement.

    Until 2024-06-12 it stood in 746.5(a)(1)(i); Belarus came in on 2022-09-15 (87 FR 57068).
    """
    return Reading(answer=_oil_and_gas(m), cites=_older(m, "746.5(a)(1)(i)"))


def _oil_and_gas(m: Matter) -> Answer:
    to = _to(m, _BELARUS_SECTORS)
    if to.is_no:
        return to
    listed = any_of(in_supplement(m, 2), covered(m.item, _OIL_ENTRIES))
    if listed.is_no:
        return listed
    use = OIL_PROJECT.test(m.trade, lambda value: value != "no", "such a project, or unable to determine")
    return all_of(to, listed, use, _deemed_out(m))


def _goods(m: Matter, number: int, older: str, belarus: date) -> Reading:
    return Reading(answer=_named_goods(m, number, belarus), cites=_older(m, older))


def _named_goods(m: Matter, number: int, belarus: date) -> Answer:
    to = _to(m, belarus)
    if to.is_no:
        return to
    listed = in_supplement(m, number)
    if listed.is_no:
        return listed
    return all_of(to, is_ear99(m), listed, _deemed_out(m), *_outside_coalition(m))


@rule(
    "15 CFR 746.8(a)(5); part 746, Supplement No. 4",
    "a licence is needed to or within Russia or Belarus for the industrial goods of supplement no. 4",
    in_force("2022-03-03", by="87 FR 12856, widened by 87 FR 28758 to 89 FR 51644"),
    gp=6,
    tags=("746", "746.8"),
    open_to=_OPEN,
    policy=_policy,
)
def industrial_goods(m: Matter) -> Reading:
    """By HTS-6 code; items with an ECCN fall under (a)(1) instead.

    Until 2024-06-12 it stood in 746.5(a)(1)(ii); the codes grew from document to document, and Belarus came
    in on 2022-09-15 (87 FR 57068).
    """
    return _goods(m, 4, "746.5(a)(1)(ii)", _BELARUS_SECTORS)


@rule(
    "15 CFR 746.8(a)(6); part 746, Supplement No. 6",
    "a licence is needed to or within Russia or Belarus for the items of supplement no. 6",
    in_force("2022-09-15", by="87 FR 57068"),
    gp=6,
    tags=("746", "746.8"),
    open_to=_OPEN,
    policy=_policy,
)
def named_items(m: Matter) -> Reading:
    """Chemicals, biologics, equipment and machines named in words; never medicine.

    Until 2024-06-12 it stood in 746.5(a)(1)(iii).
    """
    return _goods(m, 6, "746.5(a)(1)(iii)", _BELARUS_SECTORS)


@rule(
    "15 CFR 746.8(a)(7); part 746, Supplement No. 5",
    "a licence is needed to or within Russia or Belarus for the luxury goods of supplement no. 5",
    in_force("2022-03-11", by="87 FR 14785"),
    gp=6,
    tags=("746", "746.8"),
    open_to=_OPEN,
    policy=_policy,
)
def luxury_goods(m: Matter) -> Reading:
    """By HTS-6 code, some from a unit price on. Until 2024-06-12 it stood in 746.10(a)(1)."""
    return _goods(m, 5, "746.10(a)(1)", _BELARUS)


#: 746.10(a)(2): the Russia, Belarus and Ukraine programmes of the SDN List.
_OLIGARCH_TAGS = frozenset(
    {
        "BELARUS",
        "BELARUS-EO14038",
        "RUSSIA-EO14024",
        "UKRAINE-EO13660",
        "UKRAINE-EO13661",
        "UKRAINE-EO13662",
        "UKRAINE-EO13685",
    }
)


@rule(
    "15 CFR 746.10(a)(2); part 746, Supplement No. 5",
    "a licence is needed for luxury goods to blocked Russian and Belarusian persons, wherever they are",
    in_force(
        "2022-03-11", "2024-03-21", by="87 FR 14785, taken over by 744.8 with 89 FR 20107", confirmed=False
    ),
    gp=6,
    tags=("746", "746.10"),
    open_to=("740.14(a)", "740.14(b)", "740.14(c)", "740.14(d)", "BAG", "AVS"),
    policy=Policy(verb=Verb.POLICY_DENIAL, by="15 CFR 746.10(b)"),
)
def luxury_oligarchs(m: Matter) -> Answer:
    """Oligarchs and malign actors: SDNs of the Russia, Belarus and Ukraine programmes."""
    listed = in_supplement(m, 5)
    if listed.is_no:
        return listed
    parts = [
        all_of(entry.same, says=f"{party.name} is blocked under {', '.join(sorted(tags))}")
        for party in m.trade.parties
        for entry in entries(m, party, (SDN_LIST,))
        if (tags := _OLIGARCH_TAGS & {tag.upper().strip("[]") for tag in entry.listing.programmes})
    ]
    parts.extend(reading.answer for reading in not_screened(m, "an SDN"))
    return all_of(listed, is_ear99(m), any_of(*parts, says="a blocked oligarch or malign actor"))


@rule(
    "15 CFR 746.8(a)(8)",
    "a licence is needed to or within Russia or Belarus for named EAR99 software",
    in_force("2024-09-16", by="89 FR 51644, this paragraph effective 2024-09-16"),
    gp=6,
    tags=("746", "746.8"),
    open_to=_OPEN,
    policy=_policy,
)
def software(m: Matter) -> Answer:
    """Enterprise, design and machine-control software, and its updates; not for farm or medical firms
    alone.
    """
    to = _to(m)
    if to.is_no:
        return to
    return all_of(
        to,
        m.item.kind.is_(ItemKind.SOFTWARE, "it is software"),
        is_ear99(m),
        NAMED_SOFTWARE.of(m.item),
        _deemed_out(m),
        negate(any_of(*(FARM_OR_MEDICAL.of(party) for party in m.trade.parties))),
        negate(_mass_market(m)),
    )


# ---------------------------------------------------------------- what 746.8(c)(2) opens only in part


@rule(
    "15 CFR 746.8(c)(2)(iii); 746.8(c)(2)(vi)",
    "ENC, and updates under TSU, reach Russia and Belarus for allied civil end users alone",
    in_force("2022-02-24", by="87 FR 12226"),
    bars=("ENC", "TSU"),
)
def enc_for_allies_only(m: Matter) -> Answer:
    """Subsidiaries and joint ventures of US, A:5 and A:6 firms; for ENC their governments' missions too."""
    to = _to(m)
    if to.is_no or is_deemed(m).is_yes:
        return all_of(to, _deemed_out(m))
    allied = any_of(*(ALLIED_USER.of(party) for party in m.trade.parties), says="an allied civil end user")
    return all_of(to, negate(allied))


@rule(
    "15 CFR 746.8(c)(2)(v)",
    "AVS does not reach aircraft that Russia, Belarus or their nationals own, register, charter or lease",
    in_force("2022-03-02", by="87 FR 13048"),
    bars=("AVS",),
)
def avs_not_for_russian_aircraft(m: Matter) -> Answer:
    """A craft registered in, owned by, or under charter or lease by either country or its nationals."""
    to = _to(m)
    if to.is_no:
        return to
    theirs = ("RU", "BY")
    held = any_of(
        REGISTRY.test(m.trade, lambda value: value in theirs, "registered in Russia or Belarus"),
        CONTROL.test(m.trade, lambda value: value in theirs, "controlled, chartered or leased from there"),
    )
    return all_of(to, held)
