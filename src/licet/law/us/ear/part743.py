"""15 CFR part 743: reports after an export that needed no individual licence, and notice to Congress."""

from __future__ import annotations

from decimal import Decimal

from licet.core.answer import Answer, Truth, all_of, any_of, negate
from licet.core.ask import Ask
from licet.core.deal import Act
from licet.law.matter import Matter
from licet.law.rule import always, in_force, rule
from licet.law.us.ear.named_items import covered
from licet.law.us.ear.places import lies_in
from licet.law.us.ear.standing import exception_used, licence_needed

SENSITIVE = Ask[bool](
    "item.wassenaar_sensitive",
    "Is the item on the Wassenaar Sensitive List (supplement no. 6 to part 774)?",
    None,
    (True, False),
)
CAMERAS = Ask[Decimal](
    "item.cameras_in_shipment", "How many cameras of 6A003.b.4.b are exported?", Decimal(0)
)
MDE_CONTRACT = Ask[Decimal](
    "trade.mde_contract_usd",
    "What is the contract's value of 600 series major defense equipment, in dollars?",
    Decimal(0),
)
#: 743.1(b): exceptions whose exports are reported. CIV is no more.
_REPORTED = ("LVS", "GBS", "TSR", "APP", "GOV", "STA", "VEU")
#: Supplement no. 1 to part 743: the Participating States of the Wassenaar Arrangement (83 FR 38021).
WASSENAAR = (
    "AR", "AU", "AT", "BE", "BG", "CA", "HR", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IN", "IE",
    "IT", "JP", "LV", "LT", "LU", "MT", "MX", "NL", "NZ", "NO", "PL", "PT", "KR", "RO", "RU", "SK", "SI",
    "ZA", "ES", "SE", "CH", "TR", "UA", "GB", "US",
)  # fmt: skip


def _export(m: Matter) -> Answer:
    return m.trade.act.is_(Act.EXPORT, "an export from the United States")


@rule(
    "15 CFR 743.1",
    "exports of sensitive items under LVS, GBS, TSR, APP, GOV, STA or VEU are reported twice a year",
    always(by="63 FR 2458", since="1998-01-15"),
    imposes="Wassenaar report by 1 August and 1 February, if an exception is used (15 CFR 743.1)",
)
def wassenaar(m: Matter) -> Answer:
    """Items of the Sensitive List, to countries outside the Arrangement; reexports are not reported."""
    sensitive = SENSITIVE.of(m.item)
    if m.item.eccn.test(lambda code: code.is_ear99).is_yes or sensitive.is_no:
        return Answer(truth=Truth.NO, says="not on the Sensitive List")
    return all_of(
        _export(m), negate(lies_in(m.trade.destination, *WASSENAAR, on=m.on, says="a Wassenaar member")),
        exception_used(m, *_REPORTED), sensitive,
    )  # fmt: skip


@rule(
    "15 CFR 743.3",
    "exports without a licence of more than 100 thermal cameras of 6A003.b.4.b to A:1 are reported",
    in_force("2009-05-22", by="74 FR 23941"),
    imposes="thermal camera report for the half-year (15 CFR 743.3)",
)
def thermal_cameras(m: Matter) -> Answer:
    """Monocular, biocular or binocular cameras; not to Australia, Canada or the United Kingdom."""
    listed = covered(m.item, ("6A003.b.4.b",))
    if listed.is_no:
        return listed
    return all_of(
        _export(m),
        listed,
        lies_in(m.trade.destination, "A:1", on=m.on, but=("AU", "CA", "GB"), says="A:1 but AU, CA and GB"),
        CAMERAS.test(m.item, lambda value: value > 100, "more than 100 cameras"),
        any_of(negate(licence_needed(m)), exception_used(m, "GOV", "STA", "TMP", "RPL", "APR", "GBS", "LVS")),
    )


@rule(
    "15 CFR 743.5",
    "Congress is notified before a licence for 14 or 25 million dollars of major defense equipment",
    in_force("2013-10-15", by="78 FR 22722"),
    imposes="signed contract with the application: BIS notifies Congress first (15 CFR 743.5)",
)
def major_defense_equipment(m: Matter) -> Answer:
    """14 million dollars outside Country Group A:5, 25 million inside; US Government users are out."""
    listed = m.item.eccn.test(lambda code: code.is_600_series, "600 series")
    if listed.is_no:
        return listed
    ally = lies_in(m.trade.destination, "A:5", on=m.on, says="Country Group A:5")
    value = any_of(
        all_of(negate(ally), MDE_CONTRACT.test(m.trade, lambda usd: usd >= 14_000_000, "14 million dollars")),
        all_of(ally, MDE_CONTRACT.test(m.trade, lambda usd: usd >= 25_000_000, "25 million dollars")),
    )
    return all_of(_export(m), listed, value)
