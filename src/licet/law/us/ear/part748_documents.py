"""15 CFR 748.10 to 748.13: what an application must carry, and what must be had before a licence is used."""

from __future__ import annotations

from licet.core.answer import Answer, all_of, any_of
from licet.core.ask import Ask, ask
from licet.core.deal import Act, ItemKind
from licet.core.trade import Role
from licet.law.matter import Matter
from licet.law.rule import Reading, always, in_force, rule
from licet.law.us.ear.control_rows import has_reason
from licet.law.us.ear.named_items import covered
from licet.law.us.ear.places import in_group, lies_in
from licet.law.us.ear.standing import licence_needed

COMPUTER = ask("item.computer", "Is it a computer?")
MDE = ask("item.major_defense_equipment", "Is it 600 series major defense equipment (772.1)?")
IMPORT_PERMIT = Ask[bool](
    "trade.import_permit_required",
    "Does the country of destination require a permit to import the firearms?",
    None,
    (True, False),
)
#: 748.12(a)(2): members of the Organization of American States.
OAS = (
    "AG", "AR", "BS", "BB", "BZ", "BO", "BR", "CA", "CL", "CO", "CR", "DM", "DO", "EC", "SV", "GD", "GT",
    "GY", "HT", "HN", "JM", "MX", "NI", "PA", "PY", "PE", "KN", "LC", "VC", "SR", "TT", "UY", "VE",
)  # fmt: skip
_FIREARMS = ("0A501", "0A502", "0A504", "0A505", "0A506", "0A507", "0A508", "0A509")


def _mainland(m: Matter) -> Answer:
    return m.trade.destination.is_("CN", "the destination is China, not Hong Kong")


def _commodity(m: Matter) -> Answer:
    return m.item.kind.is_(ItemKind.COMMODITY, "a commodity")


@rule(
    "15 CFR 748.10(a)",
    "an application for China needs an End-User Statement for computers and goods above a value",
    in_force("2007-06-19", by="72 FR 33646, 85 FR 23459"),
    imposes="PRC End-User Statement with the licence application (15 CFR 748.10)",
)
def chinese_statement(m: Matter) -> Answer:
    """Of what needs a licence: cameras of 6A003 above 5,000 dollars, any computer, any goods above 50,000."""
    to = _mainland(m)
    if to.is_no:
        return to
    money = m.item.value
    return all_of(
        to,
        licence_needed(m),
        _commodity(m),
        m.item.eccn.test(lambda code: not code.is_ear99, "on the CCL"),
        any_of(
            COMPUTER.of(m.item),
            all_of(
                covered(m.item, ("6A003",)), money.test(lambda usd: usd.amount > 5000, "above 5,000 dollars")
            ),
            money.test(lambda usd: usd.amount > 50_000, "above 50,000 dollars"),
        ),
    )


@rule(
    "15 CFR 748.11(a)(1)",
    "an application with major defense equipment needs a Statement by Ultimate Consignee and Purchaser",
    in_force("2014-01-01", by="78 FR 61745"),
    imposes="Statement by Ultimate Consignee and Purchaser with the application (15 CFR 748.11)",
)
def consignee_statement(m: Matter) -> Answer:
    """600 series major defense equipment to any country but China."""
    equipment = MDE.of(m.item)
    if equipment.is_no:
        return equipment
    to = m.trade.destination.test(lambda country: country != "CN", "not China")
    return all_of(equipment, to, licence_needed(m))


@rule(
    "15 CFR 748.12",
    "an application for firearms needs the import certificate or permit of the country of destination",
    always(by="64 FR 17968", since="1999-04-13"),
    imposes="firearms import certificate or permit with the application (15 CFR 748.12)",
)
def firearms_certificate(m: Matter) -> Answer:
    """FC items to members of the Organization of American States; elsewhere where a permit is required."""
    listed = covered(m.item, _FIREARMS)
    if listed.is_no:
        return listed
    american = all_of(
        lies_in(m.trade.destination, *OAS, on=m.on, says="a member of the OAS"), has_reason(m, "FC")
    )
    return all_of(listed, licence_needed(m), any_of(american, IMPORT_PERMIT.of(m.trade)))


def _hong_kong(m: Matter) -> Answer:
    """Whether a consignee or end user, or the sender of a reexport, is in Hong Kong."""
    places = [
        all_of(
            party.country.is_("HK", f"{party.name} is in Hong Kong"),
            party.roles.test(lambda roles: not roles.isdisjoint(_RECEIVING), "a consignee or end user"),
        )
        for party in m.trade.parties
    ]
    return any_of(
        m.trade.destination.is_("HK", "the destination is Hong Kong"),
        m.trade.exported_from.is_("HK", "sent from Hong Kong"),
        *places,
        says="to or from Hong Kong",
    )


_RECEIVING = frozenset({Role.ULTIMATE_CONSIGNEE, Role.END_USER})


@rule(
    "15 CFR 748.13(a)",
    "a licence for Hong Kong is used only with its own import or export licence, or its statement",
    in_force("2017-04-19", by="82 FR 6216"),
    imposes="Hong Kong licence, or a statement that none is needed, before a licence is used (15 CFR 748.13)",
)
def hong_kong_licence(m: Matter) -> Reading:
    """Items controlled for NS, MT, NP column 1 or CB reasons, to or from Hong Kong."""
    fact = m.trade.destination
    if fact.value is not None and not in_group(fact.value, ("CN",), m.on):
        sent = m.trade.exported_from.is_("HK", "sent from Hong Kong")
        if sent.is_no:
            return Reading(answer=sent)
    place = _hong_kong(m)
    if place.is_no:
        return Reading(answer=place)
    act = m.trade.act.is_in(frozenset({Act.EXPORT, Act.REEXPORT}), "an export or reexport")
    reasons = any_of(*(has_reason(m, reason) for reason in ("NS", "MT", "NP", "CB")), says="NS, MT, NP or CB")
    return Reading(answer=all_of(act, place, licence_needed(m), reasons))
